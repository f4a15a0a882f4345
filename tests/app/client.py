"""What tests of the web process share: clients for API and stream, as a stranger would write them."""

import json
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from app.protocol import decode_frame

TIMEOUT = 20.0


def strict(text: str | bytes) -> Any:
    """JSON that holds nothing but JSON."""

    def refuse(constant: str) -> Any:
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(text, parse_constant=refuse)


def sentence(error: dict[str, Any]) -> None:
    """An error as it should be: a code for programs, a sentence for people, not too long."""
    assert set(error) <= {"code", "message", "field", "value", "range", "problems"}
    assert error["code"].isidentifier()
    assert len(error["message"].split()) > 3, error
    assert error["message"].rstrip()[-1] in ".?!", error
    assert "Traceback" not in error["message"] and len(json.dumps(error)) < 8_000


def api(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, timeout=TIMEOUT, trust_env=False)


def make_run(address: str, **recipe: Any) -> dict[str, Any]:
    """A new run, as the API answers."""
    with api(address) as client:
        answer = client.post("/api/runs", json={"lab": "descent", **recipe})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = strict(answer.text)
    return made


def look_up(address: str, run: dict[str, Any]) -> dict[str, Any]:
    with api(address) as client:
        answer = client.get(f"/api/runs/{run['run']}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = strict(answer.text)
    return found


@dataclass
class Viewer:
    """One side of a stream, and what it has heard."""

    socket: ClientConnection
    welcome: dict[str, Any] = field(default_factory=dict)
    losses: list[float] = field(default_factory=list)
    others: dict[str, list[float]] = field(default_factory=dict)  # of the other lanes, by the names of their arrays
    start: int = 0  # the first loss of `losses`
    history: int = 0
    frames: int = 0

    @property
    def next(self) -> int:
        """The first loss that is lacking."""
        return self.start + len(self.losses)

    async def send(self, **message: Any) -> None:
        await self.socket.send(json.dumps(message))

    async def hello(self, **more: Any) -> dict[str, Any]:
        await self.send(type="hello", version=1, **more)
        self.welcome = await self.message()
        assert self.welcome["type"] == "welcome", self.welcome
        self.start, self.history = self.welcome["from"], self.welcome["history"]
        self.losses, self.others = [], {}
        return self.welcome

    async def message(self) -> dict[str, Any]:
        """The next message; a frame comes with its arrays, and its losses are noted."""
        data = await self.socket.recv()
        if isinstance(data, bytes):
            header, arrays = decode_frame(data)
            message: dict[str, Any] = {
                **header,
                "arrays": {name: array.tolist() for name, array in arrays.items()},
            }
        else:
            message = strict(data)
        if message["type"] == "moved":
            assert message["history"] == self.history + 1, "no history is passed over"
            self.history = message["history"]
            for losses in (self.losses, *self.others.values()):
                del losses[max(0, message["end"] - self.start) :]
        if message["type"] == "frame":
            self.frames += 1
            assert message["frame"] == self.frames
            assert message["history"] == self.history, "what rewrites history is told before"
            assert message["from"] == self.next, "losses come in order, each once"
            for name, array in message["arrays"].items():
                if name.partition("@")[0] == "loss":
                    losses = self.losses if name == "loss" else self.others.setdefault(name, [])
                    losses += [math.nan if loss is None else loss for loss in array]
            assert self.next <= message["end"]
        return message

    async def ack(self) -> None:
        await self.send(type="ack", frame=self.frames)

    async def until(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next message of this kind with these fields; frames on the way are acknowledged."""
        while True:
            message = await self.message()
            if message["type"] == "frame":
                await self.ack()
            if message["type"] == kind and all(message.get(name) == value for name, value in fields.items()):
                return message


@asynccontextmanager
async def watching(address: str, run: dict[str, Any], **options: Any) -> AsyncIterator[Viewer]:
    """A stream that is open and has not yet said hello."""
    at = address.replace("http", "ws", 1) + f"/api/runs/{run['run']}/stream"
    async with connect(at, compression=None, proxy=None, open_timeout=TIMEOUT, **options) as socket:
        yield Viewer(socket)
