"""One run in its host: what it has to do, slice by slice, and what is said about it.

    paused ⇄ playing → done | diverged | failed          going back leads to paused

Whatever happens to a run is told in one *event*: where it stands afterwards, the messages for its viewers, the
command that is answered by it. One event is one message in the pipe, so it is known entirely or not at all. Whoever
restores the run elsewhere, and repeats the commands that were not answered, repeats nothing that was seen.
"""

import logging
import math
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import orjson

from app.hosts import slices
from app.hosts.orders import Command, obey
from app.hosts.pace import Pace
from app.hosts.requests import refusal
from app.hosts.slices import Meter, Work
from app.hosts.viewers import Viewer
from engine.knobs import BadValue
from engine.replay import Refused
from engine.timeline import Timeline

Event = dict[str, Any]

NEVER = math.inf

log = logging.getLogger(__name__)


class Hosted:
    """A run and its viewers. `report` takes each event.

    `due` is when its next updates are due. `long`: it has work of which nobody knows how long it takes (building,
    explaining, playing as fast as it can), in which it gives way to the updates that are due, its own and others'.
    """

    timeline: Timeline  # once it is built
    scenery: bytes  # runs that are alike in this have the same scenes

    def __init__(self, order: Command, blob: bytes, report: Callable[["Hosted", Event, bytes], None]) -> None:
        self.number: int = order["run"]
        self.order, self._report = order, report
        self.built = False
        self.viewers: dict[int, Viewer] = {}
        self.status: str = order["status"]
        self.reason: str = order["reason"]
        self.pace = Pace(order["pace"])
        self.goal: int | None = order["goal"]  # the step to which single steps lead
        self.version = 0  # rises with whatever a viewer could see
        self.kept = order["has"]  # losses that the keeper has
        self.kept_version, self.kept_at = -1, 0.0
        self.due, self.long = NEVER, True  # it is to be built
        self.told_stops = order["stops"]  # lanes whose end was told
        self.urgent = False  # the next update is the first one under a change
        self.requests: deque[tuple[Command, Work]] = deque()
        self.meter = Meter()
        self._waiting: deque[Command] = deque()  # until the move has arrived
        self._move: Work | None = slices.build(order, blob, self.meter)
        self._moved_by: Command = order

    # ---- commands ----

    def take(self, command: Command, now: float) -> None:
        """Do it, or let it wait until a move under way has arrived."""
        if self._move is not None:
            scrubbing = command["type"] == "seek" == self._moved_by["type"]
            if self._waiting or not scrubbing:
                self._waiting.append(command)
                return
            self.say(self._moved_by["seq"])  # the newest place is the one that is wanted
            self._move = None
        try:
            obey(self, command, now)
        except Exception as error:
            self.refuse(command, error)
            if not isinstance(error, BadValue | Refused):
                raise
        finally:
            self._plan()

    def detach(self, viewer: int) -> None:
        """A viewer has gone, perhaps before it was let in."""
        self.viewers.pop(viewer, None)
        self.order["viewers"] = [order for order in self.order["viewers"] if order["viewer"] != viewer]
        self._waiting = deque(c for c in self._waiting if c["type"] != "attach" or c["viewer"] != viewer)

    def forget(self, seq: int) -> None:
        """Nobody waits for the answer to this command any more. What has been done stays done."""
        self._waiting = deque(command for command in self._waiting if command["seq"] != seq)
        self.requests = deque(request for request in self.requests if request[0]["seq"] != seq)

    def seek(self, target: int, command: Command) -> None:
        """Pause at once and set out; the command is answered on arrival."""
        self.goal = None
        if self.status == "playing":
            self.become("paused")
        self._move, self._moved_by = slices.seek(self.timeline, target, self.meter), command

    # ---- working ----

    def work(self, now: float, seconds: float) -> None:
        """One slice of what is due; of long work, where that is all there is."""
        self.meter.seconds = seconds
        if self._move is not None:
            self._go_on_moving(self._move, now)
        elif owed := self._owed(now):
            self._update(owed)
        self._plan()

    def work_long(self, now: float, seconds: float) -> None:
        """One slice of long work."""
        if self.requests and self._move is None:
            self.meter.seconds = seconds
            self._go_on_answering(*self.requests[0])
        if self.due == NEVER:
            self.work(now, seconds)
        self._plan()

    def _go_on_moving(self, move: Work, now: float) -> None:
        try:
            next(move)
            return
        except StopIteration as arrived:
            self._move = None
            if self._moved_by["type"] == "build":
                self._begin(arrived.value, now)
            else:
                for viewer in self.viewers.values():
                    viewer.answer_seek()
                self.show_at_once()
                self.become("paused", self._moved_by["seq"])
        except (BadValue, Refused) as error:
            self._move = None
            self.refuse(self._moved_by, error)
        while self._waiting and self._move is None:
            self.take(self._waiting.popleft(), now)

    def _begin(self, timeline: Timeline, now: float) -> None:
        self.timeline, self.built = timeline, True
        fixed = {name: timeline.initial[name] for name, knob in timeline.lab.knobs().items() if not knob.live}
        self.scenery = orjson.dumps([timeline.lab.name, fixed, timeline.compare])  # data are named by their hash
        for viewer in self.order["viewers"]:
            self.viewers[viewer["viewer"]] = Viewer(viewer)
        self.pace.resume(now)
        if not self.order["seen"]:
            self.told_stops = len(timeline.stops)
        if timeline.status != "ready" and self.status != timeline.status:
            self._tell_stops()
        if self.goal is not None and timeline.step >= self.goal:
            self.goal = None
        self.say(self.order["seq"])

    def _owed(self, now: float) -> int:
        """Updates that are due now."""
        if self.goal is not None:
            return self.goal - self.timeline.step
        return self.pace.owed(now) if self.status == "playing" else 0

    def _update(self, owed: int) -> None:
        began = time.perf_counter()
        made = self.timeline.advance(min(owed, self.meter.fit()))
        self.meter.learn(made, time.perf_counter() - began)
        self.pace.made(made)
        if made:
            self.version += 1
            if self.urgent:
                self.show_at_once()
        if len(self.timeline.stops) > self.told_stops or self.timeline.status != "ready":
            self._tell_stops()
        elif self.timeline.step == self.goal:
            self.goal = None
            self.say()

    def _go_on_answering(self, command: Command, work: Work) -> None:
        try:
            next(work)
            return
        except StopIteration as finished:
            result, blob = finished.value
            self.say(command["seq"], result=result, blob=blob)
        except Exception as error:
            self.refuse(command, error)
        self.requests.popleft()

    def _plan(self) -> None:
        """What there is to do next, and when."""
        if self._move is not None:
            self.due, self.long = (0.0, False) if self.built else (NEVER, True)
            return
        fit, far = self.meter.fit(), False
        if self.goal is not None:
            self.due, far = 0.0, self.goal - self.timeline.step > fit
        elif self.status == "playing":
            self.due, far = self.pace.due(1 if self.urgent else fit), self.pace.rate == "max"
        else:
            self.due = NEVER
        if far and not self.urgent:
            self.due = NEVER
        self.long = far or bool(self.requests)

    # ---- telling ----

    def say(self, seq: int | None = None, tell: list[Event] | None = None, *, blob: bytes = b"", **more: Any) -> None:
        """Report an event. `more`: `log` (place and change), `rewrites`, `result`, `error`."""
        event = {"seq": seq, "tell": tell or [], **more}
        if self.built:
            event["state"] = self.state()
        self._report(self, event, blob)

    def state(self) -> dict[str, Any]:
        timeline = self.timeline
        return {
            "history": timeline.history,
            "step": timeline.step,
            "end": timeline.end,
            "loss": timeline.loss if self.status != "failed" else None,
            "status": self.status,
            "reason": self.reason,
            "pace": self.pace.rate,
            "goal": self.goal,
            "stops": self.told_stops,
        }

    def become(self, status: str, seq: int | None = None, reason: str = "") -> None:
        """Take on a status, and tell the viewers if it is another."""
        tell: list[Event] = []
        if status != self.status:
            self.status, self.reason = status, reason
            self.version += 1
            message = {"message": reason} if reason else {}
            tell.append({"type": "status", "status": status, "step": self.timeline.step, **message})
        self.say(seq, tell)

    def refuse(self, command: Command, error: Exception) -> None:
        """Answer a command with the reason why nothing was done."""
        reason = refusal(error)
        if reason["status"] == 500:
            log.error("run %d cannot %s", self.number, command["type"], exc_info=error)
        self.say(command["seq"], error=reason)

    def fail(self, error: Exception) -> None:
        """An error in the computation: the run stops, in words. Its neighbours go on."""
        unanswered = [self._moved_by] if self._move is not None else []
        unanswered += [*self._waiting, *(command for command, _ in self.requests)]
        self._move, self.goal = None, None
        self._waiting.clear()
        self.requests.clear()
        if self.built:
            words = f"The computation of step {self.timeline.step} failed ({type(error).__name__})."
            self.become("failed", reason=f"{words} Go back, or start again.")
        for command in unanswered:
            self.refuse(command, error)
        self.due, self.long = NEVER, False

    def show_at_once(self) -> None:
        """What comes next does not wait for the viewers' next tick."""
        self.urgent = False
        self.version += 1
        for viewer in self.viewers.values():
            viewer.due = 0.0

    def _tell_stops(self) -> None:
        """Lanes that have ended, each alone; and the run, when it has."""
        timeline = self.timeline
        tell: list[Event] = []
        if len(timeline.lanes) > 1:
            for stop in timeline.stops[self.told_stops :]:
                words = f"Diverged at step {stop.step}: {stop.words}."
                lane = {"status": "diverged", "step": stop.step, "lane": stop.lane, "message": words}
                tell.append({"type": "status", **lane})
        self.told_stops = len(timeline.stops)
        if timeline.status != "ready":
            self.goal, self.status, self.reason = None, timeline.status, self._words()
            ended = {"status": self.status, "step": timeline.step, "message": self.reason}
            tell.append({"type": "status", **ended})
        elif self.goal is not None and timeline.step >= self.goal:
            self.goal = None
        self.version += 1
        self.say(tell=tell)

    def _words(self) -> str:
        timeline = self.timeline
        return f"{timeline.status.capitalize()} at step {timeline.step}: {timeline.reason}."
