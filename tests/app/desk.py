"""What tests of run hosts share: a host in this process, driven turn by turn on a clock of its own."""

import time
from typing import Any

import numpy as np
import orjson
import pytest

from app.hosts.host import RunHost
from app.hosts.wire import Kind, Message, split, two_parts
from app.protocol import decode_frame
from engine.labs import LABS
from engine.labs.descent import Descent
from engine.timeline import Timeline

Heard = dict[str, Any]

SLOW = {"learning_rate": 0.001, "batch_size": 4}
"""A run that neither ends nor diverges."""


class Desk:
    """Sends commands to a RunHost and sorts what it says. `now` moves only when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0
        self.at_work: list[int] = []
        self.host = RunHost(self.at_work.append, lambda: self.now)
        self.frames: dict[int, list[Heard]] = {}  # by viewer: headers, with their arrays
        self.events: list[Heard] = []
        self.keeps: list[Message] = []
        self.sequence: list[Heard] = []  # frames' headers and messages for viewers, as they came
        self._seq = 0

    def build(self, run: int = 1, config: Heard | None = None, **more: Any) -> None:
        """A run; `more` is what a dead host's run would be built from."""
        log = more.get("log", [])
        order = {
            "type": "build",
            "run": run,
            "lab": "descent",
            "config": LABS["descent"].make_config(config or {}).asdict(),
            "compare": None,
            "step_limit": 200_000,
            "bytes": 32 << 20,
            "operations": 1_000_000,
            "step": 0,
            "end": max((change["step"] for change in log), default=0),
            "history": 0,
            "status": "paused",
            "reason": "",
            "pace": 10.0,
            "goal": None,
            "stops": 0,
            "has": 0,
            "viewers": [],
            "data": None,
            "kept": None,
            "state": 0,
            "seen": False,
            "log": log,
            **more,
        }
        self.send(order, run=run)

    def send(self, command: Heard, run: int = 1, blob: bytes = b"") -> int:
        """A command, answered later by an event with its number."""
        self._seq += 1
        body = two_parts({"viewer": 1, "seq": self._seq, **command}, blob)
        self.host.take(Message(Kind.COMMAND, run=run, body=body))
        return self._seq

    def order(self, type: str, run: int = 1, **fields: Any) -> Heard:
        """A command and the event that answers it."""
        seq = self.send({"type": type, **fields}, run)
        self.settle()
        return next(event for event in self.events if event["seq"] == seq)

    def attach(self, viewer: int = 1, run: int = 1, **more: Any) -> Heard:
        fields = {"text": False, "look": {}, "next": 0, "frame": 0, "acked": 0, "history": None, **more}
        return self.order("attach", run, viewer=viewer, **fields)

    def ack(self, viewer: int = 1, run: int = 1) -> None:
        frame = self.frames[viewer][-1]["frame"] if self.frames.get(viewer) else 0
        self.host.take(Message(Kind.ACK, run=run, viewer=viewer, frame=frame))

    def turn(self) -> float:
        """One turn of the host; what it says is taken in. Seconds until there is something to do again."""
        self.host.turn()
        wait = self.host.spare()
        for message in self.host.out:
            self._hear(message)
        self.host.out.clear()
        return wait

    def settle(self) -> None:
        """Turns until whatever was ordered has been done; playing goes on."""
        self.turn()
        while any(run._move or run.requests or run.goal is not None for run in self.host.runs.values()):
            self.turn()

    def let(self, seconds: float, acks: bool = True, step: float = 0.005) -> None:
        """Time passes, with a turn every few milliseconds; frames are acknowledged as they come."""
        until = self.now + seconds
        while self.now < until - 1e-9:
            self.now += step
            self.turn()
            for run in list(self.host.runs.values()) if acks else ():
                for viewer in run.viewers:
                    self.ack(viewer, run.number)

    def timeline(self, run: int = 1) -> Timeline:
        return self.host.runs[run].timeline

    def losses(self, viewer: int = 1) -> np.ndarray[Any, Any]:
        """All losses that this viewer got, each in its place."""
        got = np.empty(0, dtype=np.float32)
        for frame in self.frames[viewer]:
            assert frame["from"] <= len(got)
            got = np.concatenate([got[: frame["from"]], frame["arrays"]["loss"]])
        return got

    def _hear(self, message: Message) -> None:
        if message.kind == Kind.FRAME:
            header, arrays = decode_frame(message.body)
            heard = {**header, "arrays": arrays}
            assert message.next == header["from"] + len(arrays["loss"])
            self.frames.setdefault(message.viewer, []).append(heard)
            self.sequence.append(heard)
        elif message.kind == Kind.EVENT:
            head, blob = split(message.body)
            event = {**orjson.loads(head), "blob": blob, "run": message.run}
            self.events.append(event)
            self.sequence += event["tell"]
        elif message.kind == Kind.KEEP:
            self.keeps.append(message)


def started(config: dict[str, Any] | None = None, **more: Any) -> Desk:
    """A run with one viewer, who has seen and acknowledged the first frame."""
    desk = Desk()
    desk.build(config=SLOW if config is None else config, **more)
    desk.attach()
    desk.let(0.05)
    return desk


def work_takes_time(monkeypatch: pytest.MonkeyPatch, desk: Desk, seconds: float) -> None:
    """Each update of each lane takes so long, on the desk's clock."""
    step = Descent.step

    def slow(run: Descent) -> None:
        desk.now += seconds
        step(run)

    monkeypatch.setattr(Descent, "step", slow)
    monkeypatch.setattr(time, "perf_counter", lambda: desk.now)
