"""What tests of the registry share: run hosts of their own, and a viewer that notes what it gets."""

import asyncio
import math
import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import orjson

from app.hosts.child import BOARD
from app.hosts.local import LocalHost
from app.protocol import decode_frame
from app.record import Record
from app.runs import Runs
from app.settings import Settings
from engine.labs import LABS
from engine.timeline import Timeline


@asynccontextmanager
async def runs(**settings: Any) -> AsyncIterator[Runs]:
    """A registry with its hosts."""
    registry = Runs(Settings(**{"hosts": 1, **settings}))
    await registry.start()
    try:
        yield registry
    finally:
        await registry.stop()


async def make(registry: Runs, config: dict[str, Any] | None = None, **recipe: Any) -> Record:
    """A run that neither ends nor diverges, unless `config` says so."""
    config = {"learning_rate": 0.001, "batch_size": 4} if config is None else config
    more: dict[str, Any] = {"changes": [], "step": None, "compare": None, "data": None, **recipe}
    return await registry.create("descent", config, **more)


async def until(condition: Callable[[], Any], seconds: float = 15.0) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


class Watcher:
    """A viewer that acknowledges at once, and holds every frame to the protocol."""

    def __init__(self, registry: Runs, record: Record) -> None:
        self.registry, self.record = registry, record
        self.welcome: dict[str, Any] = {}
        self.messages: list[dict[str, Any]] = []
        self.frames: list[dict[str, Any]] = []
        self.losses: list[float] = []
        self.losses_of_lane_1: list[float] = []
        self.history = 0
        self.closed: tuple[int, str] | None = None

    async def attach(self, **more: Any) -> "Watcher":
        details = {"control": True, "history": None, "start": 0, "encoding": "binary", "look": {}, **more}
        self.welcome = await self.registry.attach(self.record, self, **details)
        self.history = self.welcome["history"]
        return self

    def do(self, type: str, **fields: Any) -> None:
        self.registry.command(self.record, self, {"type": type, **fields})

    def told(self, type: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["type"] == type]

    # ---- what the run calls ----

    def deliver(self, frame: bytes | str) -> None:
        if isinstance(frame, bytes):
            header, arrays = decode_frame(frame)
            lists = {name: array.tolist() for name, array in arrays.items()}
        else:
            header = orjson.loads(frame)
            lists = header["arrays"]
        assert header["frame"] == len(self.frames) + 1, "frames are numbered from 1"
        assert header["history"] == self.history, "what rewrites history is told before"
        assert header["from"] == len(self.losses), "each loss arrives exactly once"
        self.frames.append(header)
        self.losses += [math.nan if loss is None else loss for loss in lists["loss"]]
        self.losses_of_lane_1 += lists.get("loss@1", [])
        assert len(self.losses) <= header["end"]
        self.registry.command(self.record, self, {"type": "ack", "frame": header["frame"]})

    def tell(self, message: dict[str, Any]) -> None:
        if message["type"] == "moved":
            assert message["history"] == self.history + 1
            self.history = message["history"]
            del self.losses[message["end"] :], self.losses_of_lane_1[message["end"] :]
        self.messages.append(message)

    def close(self, code: int, reason: str) -> None:
        self.closed = code, reason


def twin(recipe: Mapping[str, Any]) -> Timeline:
    """The run of this recipe, never disturbed, up to its `end`. A record's fields are a recipe, and so is the API's."""
    timeline = Timeline(LABS[recipe["lab"]], recipe["config"], recipe["compare"], recipe.get("data"))
    for change in recipe["changes"]:
        timeline.advance(change["step"] - timeline.step)
        assert timeline.step == change["step"]
        timeline.status = "ready"  # it was changed here, so it had gone back to here
        timeline.change(change["values"])
    timeline.advance(recipe["end"] - timeline.step)
    assert timeline.step == recipe["end"]
    return timeline


def losses_in(table: str) -> np.ndarray[Any, Any]:
    """All losses of all lanes in a metrics.csv, (lanes, end)."""
    head, *lines = (line.split(",") for line in table.splitlines())
    assert [int(line[0]) for line in lines] == list(range(len(lines)))
    return np.array([[float(cell or "nan") for cell in line[1:]] for line in lines]).reshape(-1, len(head) - 1).T


async def kept_losses(registry: Runs, record: Record) -> np.ndarray[Any, Any]:
    """All losses of all lanes, as the registry gives them, (lanes, end)."""
    return losses_in(b"".join([block async for block in registry.metrics(record)]).decode())


def host_of(record: Record) -> LocalHost:
    assert isinstance(record.host, LocalHost)
    return record.host


def murder(record: Record, sign: int = signal.SIGKILL) -> LocalHost:
    """The host of this run gets a signal."""
    host = host_of(record)
    os.kill(host.process_id, sign)
    return host


async def murder_at_work(record: Record) -> LocalHost:
    """The host of this run dies while it computes it: stopped first, so that it notes nothing else any more."""
    host = host_of(record)
    await until(lambda: host.ready)
    murder(record, signal.SIGSTOP)
    BOARD.pack_into(host._board, 0, record.number)
    host.kill()
    return host


async def settled(viewer: Watcher) -> None:
    """The run is at rest, and its viewer has everything."""
    record = viewer.record
    await until(lambda: not record.pending and record.goal is None and record.host is not None)
    viewer.do("pause")
    await until(lambda: not record.pending and len(viewer.losses) == record.end)
