"""RunHost: many runs on one core, each in small fair slices, and the frames of all their viewers.

A plain object: messages are handed to `take`, time is given to `turn`, and what it has to say collects in `out`. It
knows neither web nor processes, so it can live in a process of this machine (`child.py`) or on another one.

    turn:   updates that are due, a slice for each run  →  pictures within their share  →  frames  →  keeps
    spare:  what is left of the turn, for work of which nobody knows how long it takes
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import orjson

from app.hosts.hosted import NEVER, Hosted
from app.hosts.pace import FrameRate
from app.hosts.pictures import Pictures
from app.hosts.viewers import CREDIT, Viewer
from app.hosts.wire import Kind, Message, split, two_parts
from engine.frame import Frame
from engine.saving import save

TURN = 0.008  # seconds of updates before viewers get their turn; of all that, before long work has to wait
SLICE = 0.002  # seconds for one run, at most
SMALLEST_SLICE = 0.000_25
TICK = 0.004  # seconds between the beginnings of two turns: 500 small ones a second cost 5 % more than 100
KEEP_EVERY = 2.0  # seconds
BEAT_EVERY = 0.5

log = logging.getLogger(__name__)


class RunHost:
    """Runs by number. `at_work` is told which run is being computed, so that a host's death can be laid to it."""

    def __init__(
        self,
        at_work: Callable[[int], None] = lambda number: None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.runs: dict[int, Hosted] = {}
        self.out: list[Message] = []
        self.crowded = False  # whoever reads `out` is slow: frames and keeps wait
        self._at_work, self._clock = at_work, clock
        self._due: deque[Hosted] = deque()  # runs whose slice in this round is still to come
        self._long: deque[Hosted] = deque()  # the same for long work
        self._began = self._wait = 0.0  # of the latest turn: its time, and until when nothing is due
        self._pictures, self._rate = Pictures(), FrameRate()
        self._frames: dict[tuple[int, bytes], Frame] = {}
        self._beat_at = self._keep_at = 0.0
        self._told: dict[int, int] = {}  # version of each run in the last beat

    # ---- messages ----

    def take(self, message: Message) -> None:
        """Do what a message of the web process says."""
        if message.kind == Kind.ACK:
            run = self.runs.get(message.run)
            if run is not None and (viewer := run.viewers.get(message.viewer)):
                viewer.acknowledge(message.frame)
            return
        head, blob = split(message.body)
        command: dict[str, Any] = orjson.loads(head)
        run = self.runs.get(message.run)
        if command["type"] == "build":
            self.runs[message.run] = Hosted(command, blob, self._report)
        elif run is None:  # dropped meanwhile
            return
        elif command["type"] == "drop":
            del self.runs[message.run]
            self._told.pop(message.run, None)
        elif command["type"] == "detach":
            run.detach(command["viewer"])
        elif command["type"] == "forget":
            run.forget(command["order"])
        else:
            self._safely(run, run.take, command, self._clock())
            self._at_work(0)

    def _report(self, run: Hosted, event: dict[str, Any], blob: bytes) -> None:
        self.out.append(Message(Kind.EVENT, run=run.number, body=two_parts(event, blob)))
        if event.get("rewrites"):
            self._keep(run)

    # ---- time ----

    def turn(self) -> None:
        """What is due: updates, and what viewers and the web process are to be told."""
        self._began = now = self._clock()
        due = (run for run in self.runs.values() if run.due <= now)
        self._round(self._due, due, Hosted.work, until=now + TURN)
        now = self._clock()
        self._pictures.earn(now)
        wait = NEVER if self.crowded else self._show(now)
        if now >= self._beat_at:
            self._beat(now)
        if now >= self._keep_at and not self.crowded:
            self._keep_all(now)
        self._at_work(0)
        self._rate.took(self._clock() - self._began)
        nearest = min((run.due for run in self.runs.values()), default=NEVER)
        self._wait = min(now + wait, nearest, self._beat_at, self._keep_at)
        if nearest > self._began and not self._due:  # everybody has had what was due when this turn began
            self._wait = max(self._wait, self._began + TICK)

    def spare(self) -> float:
        """Long work, a slice at least; seconds until there is something to do again.

        It comes after what is due was done and sent, so what is asked meanwhile waits for a turn's length at most.
        """
        now = self._clock()
        waiting = (run for run in self.runs.values() if run.long)
        self._round(self._long, waiting, Hosted.work_long, until=max(self._began + TURN, now + SLICE))
        self._at_work(0)
        if any(run.long for run in self.runs.values()):
            return 0.0
        return max(0.0, self._wait - self._clock())

    def _round(
        self,
        queue: deque[Hosted],
        wanting: Iterable[Hosted],
        work: Callable[[Hosted, float, float], None],
        until: float,
    ) -> None:
        """A slice for each of these runs; those whom time does not reach come first in the next turn."""
        if not queue:
            queue.extend(wanting)
        if not queue:
            return
        seconds = min(SLICE, max(SMALLEST_SLICE, TURN / len(queue)))
        now = self._clock()
        while queue and now < until:
            run = queue.popleft()
            if self.runs.get(run.number) is run:
                self._safely(run, work, run, now, seconds)
                now = self._clock()

    def _show(self, now: float) -> float:
        """Frames for the viewers who are ready; seconds until the next one may be."""
        next_due = NEVER
        ready: list[tuple[Viewer, Hosted]] = []
        for run in self.runs.values():
            version = run.version
            for viewer in run.viewers.values():
                if (viewer.shown != version or viewer.drawn != version) and viewer.frame - viewer.acked < CREDIT:
                    if viewer.due <= now:
                        ready.append((viewer, run))
                    elif viewer.due < next_due:
                        next_due = viewer.due
        wait = next_due - now
        lacking = [(viewer, run) for viewer, run in ready if viewer.drawn != run.version]
        for viewer, run in sorted(lacking, key=lambda pair: pair[0].drawn_at):
            if not self._pictures.allowed:
                break
            self._harmlessly(viewer, run, self._pictures.draw, now)
        for viewer, run in ready:
            if viewer.shown != run.version or viewer.waiting:
                self._harmlessly(viewer, run, self._frame, now)
                wait = min(wait, viewer.due - now)
            else:  # it lacks only a picture
                wait = min(wait, self._pictures.wait())
        self._pictures.forget()
        self._frames.clear()
        return max(wait, 0.0005)

    def _frame(self, viewer: Viewer, run: Hosted, now: float) -> None:
        """Viewers of one run who look at the same share one frame of the engine."""
        viewer.shown = run.version  # also if it fails: not again and again
        viewer.rest(now, self._rate.interval)
        shared = (run.number, viewer.look_key)
        frame = self._frames.get(shared)
        if frame is None:
            frame = self._frames[shared] = run.timeline.frame(viewer.look)
        self.out.append(viewer.build(run.timeline, frame, run.status, run.version, run.number))

    # ---- for the web process ----

    def _beat(self, now: float) -> None:
        """Still here; and where the runs stand that have moved since the last beat."""
        moved: list[dict[str, Any]] = []
        for run in self.runs.values():
            if run.built and self._told.get(run.number) != run.version:
                self._told[run.number] = run.version
                moved.append({"run": run.number, **run.state()})
        self.out.append(Message(Kind.BEAT, body=two_parts(moved)))
        self._beat_at = now + BEAT_EVERY
        self._rate.adapt()

    def _keep_all(self, now: float) -> None:
        """Hand over the runs that have moved and whose time it is: not all at once, since they began at other times."""
        for run in self.runs.values():
            if run.built and run.kept_version != run.version and now - run.kept_at >= KEEP_EVERY:
                self._safely(run, self._keep, run)
                run.kept_at = now
        self._keep_at = now + KEEP_EVERY / 8

    def _keep(self, run: Hosted) -> None:
        timeline = run.timeline
        head, blob = save(timeline, run.kept)
        head["changes"] = len(timeline.log)  # the web process has the log itself
        self.out.append(
            Message(
                Kind.KEEP,
                run=run.number,
                history=timeline.history,
                step=timeline.step,
                end=timeline.end,
                next=run.kept,
                body=two_parts(head, blob),
            )
        )
        run.kept, run.kept_version = timeline.end, run.version

    # ---- one run at a time ----

    def _safely(self, run: Hosted, act: Callable[..., None], *details: Any) -> None:
        """Compute something for one run. An error in that ends this run, and no other."""
        self._at_work(run.number)
        try:
            act(*details)
        except Exception as error:
            log.error("run %d failed", run.number, exc_info=error)
            run.fail(error)

    def _harmlessly(
        self, viewer: Viewer, run: Hosted, draw: Callable[[Viewer, Hosted, float], None], now: float
    ) -> None:
        """Draw something for one viewer. An error in that costs a picture: the run goes on, for all who watch it."""
        self._at_work(run.number)
        try:
            draw(viewer, run, now)
        except Exception as error:
            if not viewer.harmed:  # said once, not thirty times a second
                log.error("run %d cannot be drawn for viewer %d", run.number, viewer.number, exc_info=error)
            viewer.harmed = True
