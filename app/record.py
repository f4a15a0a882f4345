"""What the web process knows of one run: enough to show it, and to bring it back when its host dies.

A run is computed in a host; here is what was *seen* of it. Everything that a host says passes through the web
process in order, so what was seen of a run, taken together, is one moment of its life. After its host's death the
run goes on from there: nothing that a viewer has seen is lost, and what nobody has seen has not happened.
"""

import asyncio
import dataclasses
from typing import Any, Protocol

import orjson

from app.hosts.base import Host
from app.hosts.pace import FIRST, Rate
from app.hosts.wire import Message, split, two_parts
from engine.records import Price


class Viewer(Protocol):
    """A stream, as its run sees it. None of these waits."""

    def deliver(self, frame: bytes | str) -> None:
        """Send a frame."""

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message."""

    def close(self, code: int, reason: str) -> None:
        """Send what is waiting, then close."""


@dataclasses.dataclass(eq=False, slots=True)
class Watcher:
    """A viewer at a run, and what has been relayed to it."""

    number: int
    viewer: Viewer
    control: bool
    text: bool
    look: dict[str, Any]
    next: int = 0  # the first loss that it lacks
    frame: int = 0
    acked: int = 0
    welcome: bool = False  # it has been let in

    def let_in(self, record: "Record", start: int) -> dict[str, Any]:
        """The welcome: from now on this viewer is told what happens."""
        self.welcome, self.next = True, start
        return {
            "type": "welcome",
            "run": record.id,
            "lab": record.lab,
            "config": record.config,
            "changes": list(record.changes),
            "compare": record.compare,
            "history": record.history,
            "step": record.step,
            "end": record.end,
            "from": start,
            "status": record.status,
            "pace": record.pace,
            "control": self.control,
        }

    def order(self) -> dict[str, Any]:
        """The same for a host."""
        names = ("text", "look", "next", "frame", "acked")
        return {"viewer": self.number, **{name: getattr(self, name) for name in names}}


@dataclasses.dataclass(slots=True)
class Kept:
    """A run as its host handed it over: head and numbers of a saved timeline, losses aside."""

    head: bytes
    state: bytes
    end: int


@dataclasses.dataclass(eq=False)
class Record:
    """One run."""

    number: int  # its name in the pipe
    id: str
    key: str = dataclasses.field(repr=False)
    lab: str
    config: dict[str, Any]
    compare: dict[str, list[Any]] | None
    data: bytes | None = dataclasses.field(repr=False)
    price: Price
    changes: list[dict[str, Any]]
    step: int
    end: int
    history: int = 0
    status: str = "paused"
    reason: str = ""
    pace: Rate = FIRST
    goal: int | None = None  # the step to which single steps lead
    stops: int = 0  # lanes whose end was told
    loss: float | None = None
    host: Host | None = None
    deaths: int = 0  # of hosts that it was on, while they computed it or nothing
    blamed: int = 0  # the former of these
    lost: bool = False  # failed for good: no host has it any more
    building: int | None = None  # the order that built it first
    seen: bool = False  # it has been built; before that, `step` and `end` are only wishes
    watchers: dict[int, Watcher] = dataclasses.field(default_factory=dict)
    seats: dict[Viewer, Watcher] = dataclasses.field(default_factory=dict)  # the same, by viewer
    attached_once: bool = False
    alone_since: float = 0.0
    pending: dict[int, dict[str, Any]] = dataclasses.field(default_factory=dict)  # commands not answered, in order
    answers: dict[int, "asyncio.Future[Any]"] = dataclasses.field(default_factory=dict)
    kept: Kept | None = dataclasses.field(default=None, repr=False)
    losses: list[bytearray] = dataclasses.field(default_factory=list, repr=False)  # of each lane, float64

    @property
    def viewers(self) -> list[Viewer]:
        return list(self.seats)

    def seat(self, watcher: Watcher) -> None:
        self.watchers[watcher.number] = self.seats[watcher.viewer] = watcher
        self.attached_once = True

    def unseat(self, watcher: Watcher) -> None:
        del self.watchers[watcher.number], self.seats[watcher.viewer]

    @property
    def lanes(self) -> int:
        return len(next(iter(self.compare.values()))) if self.compare else 1

    # ---- what is seen ----

    def see(self, event: dict[str, Any]) -> None:
        """An event of the run: where it stands now, and a change that was recorded."""
        if log := event.get("log"):
            place, change = log
            self.changes[place:] = [change]
        if state := event.get("state"):
            rewritten = state["history"] > self.history
            self.stand(state)
            if rewritten:
                self._forget(self.end)

    def stand(self, state: dict[str, Any]) -> None:
        """The run's state, as its host tells it."""
        for name in ("history", "step", "end", "loss", "status", "reason", "pace", "goal", "stops"):
            setattr(self, name, state[name])
        self.seen = True

    def keep(self, message: Message) -> None:
        """The run as bytes; losses only from where the ones known here end."""
        head, blob = split(message.body)
        self.losses = self.losses or [bytearray() for _ in range(self.lanes)]
        size = 8 * (message.end - message.next)
        state = len(blob) - size * self.lanes
        for lane, losses in enumerate(self.losses):
            losses[8 * message.next :] = blob[state + lane * size : state + (lane + 1) * size]
        self.kept = Kept(head, blob[:state], message.end)

    @property
    def _known(self) -> int:
        return len(self.losses[0]) // 8 if self.losses else 0

    def _forget(self, end: int) -> None:
        """The history from `end` on is void, and with it what was kept later."""
        for losses in self.losses:
            del losses[8 * end :]
        if self.kept is not None and self.kept.end > end:
            self.kept = None
        for watcher in self.watchers.values():
            watcher.next = min(watcher.next, end)

    # ---- what a host needs ----

    def build(self, step_limit: int, most_bytes: int, operations: int) -> bytes:
        """The order to go on with this run where it was seen last; see `slices.build`."""
        kept = self.kept
        order = {
            "type": "build",
            "seq": None if self.seen else self.building,
            "run": self.number,
            "lab": self.lab,
            "config": self.config,
            "compare": self.compare,
            "step_limit": step_limit,
            "bytes": most_bytes,
            "operations": operations,
            "log": self.changes,
            "step": self.step,
            "end": self.end,
            "history": self.history,
            "status": self.status,
            "reason": self.reason,
            "seen": self.seen,
            "pace": self.pace,
            "goal": self.goal,
            "stops": self.stops,
            "has": self._known,
            "viewers": [watcher.order() for watcher in self.watchers.values() if watcher.welcome],
            "data": None if self.data is None else len(self.data),
            "kept": None if kept is None else orjson.Fragment(kept.head),
            "state": 0 if kept is None else len(kept.state),
        }
        blobs = [self.data or b""]
        if kept is not None:
            blobs += [kept.state, *(bytes(losses[: 8 * kept.end]) for losses in self.losses)]
        return two_parts(order, *blobs)
