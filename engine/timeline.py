"""A run and its history: forward, back, and forward again, with the same numbers each time.

A run is its recipe: the lab, the configuration with its seed, and the list of changes with the step at which each
was made. Whatever the run was at step t can be made again from that. Keyframes make it quick.

    0 ──●────────●──change──●────────●── step (where it stands) ──●── end (what is known)

A change made at step < end drops what lay beyond: another future begins.
"""

from collections.abc import Hashable, Mapping
from typing import Any, Literal, TypeVar

import numpy as np

from engine.departures import others, ways
from engine.frame import Frame, plain
from engine.keyframes import Keyframes
from engine.knobs import BadValue, Value
from engine.lanes import Lanes, Stop, Values, lane_configs, parse_compare
from engine.loss_history import LossHistory
from engine.records import Way
from engine.replay import Change, Refused, Replay, follow
from engine.run import Run
from engine.shapes import Shapes
from engine.trail import Trail
from engine.types import Array
from engine.words import said

STEP_LIMIT = 200_000
MOST_CHANGES = 10_000
MOST_VALUES = 20_000  # in all changes of a run together
VALUE = 20  # characters of a text that count as one value
KEYFRAME_BYTES = 512 * 1024

T = TypeVar("T")
Status = Literal["ready", "done", "diverged"]


class Timeline:
    """One run with one to six lanes, its history, and the way back."""

    def __init__(
        self,
        lab: type[Run],
        config: Mapping[str, Any] | None = None,
        compare: Mapping[str, Any] | None = None,
        data: bytes | None = None,
        step_limit: int = STEP_LIMIT,
    ) -> None:
        self.lab, self.data, self.step_limit = lab, data, step_limit
        self.comparison = parse_compare(lab, compare)
        self._configs = lane_configs(lab, config or {}, self.comparison)
        self.now = self._new_lanes()
        self.initial = self._configs[0].asdict()
        self.history = 0
        self.end = 0
        self.status: Status = "ready"
        self.reason = ""  # why it is done or diverged, in words
        self.stops: list[Stop] = []
        self.log: list[Change] = []
        self._applied = 0  # changes of the log that are in force where the run stands
        self._values = 0  # set by all changes of the log together
        self._shapes = Shapes(lab.shaping(), self._configs, self.comparison)
        self.kept_losses = [LossHistory() for _ in self._configs]
        self.trails = [Trail(len(run.params)) for run in self.now.runs]
        self.keyframes = Keyframes(KEYFRAME_BYTES)
        for run, trail in zip(self.lanes, self.trails, strict=True):
            trail.add(0, 0, run.params.vector)
        self._arrive()

    # ---- where it is ----

    @property
    def step(self) -> int:
        return self.now.step

    @property
    def lanes(self) -> list[Run]:
        return self.now.runs

    @property
    def compare(self) -> dict[str, list[Value]] | None:
        return self.comparison or None

    @property
    def changes(self) -> list[dict[str, Any]]:
        return [change.public for change in self.log]

    @property
    def config(self) -> dict[str, Value]:
        """The knobs in force now, in lane 0."""
        return self.lanes[0].config.asdict()

    @property
    def loss(self) -> float:
        """The latest loss of lane 0; before the first update, of the one to come."""
        return self.lanes[0].loss

    def losses(self, lane: int, start: int, stop: int) -> Array:
        """Losses of updates start … stop−1; NaN from the update on that the lane could not make."""
        return self.kept_losses[lane].part(start, stop)

    @property
    def ended(self) -> str:
        """What has become of a run that is not ready, for a sentence: it has …"""
        return "ended" if self.status == "done" else self.status

    @property
    def bytes_used(self) -> int:
        kept = sum(losses.nbytes for losses in self.kept_losses)
        return self.keyframes.nbytes + kept + sum(trail.rows.nbytes for trail in self.trails)

    # ---- moving ----

    @np.errstate(over="ignore", invalid="ignore")  # told as divergence; once for all updates, as it takes a microsecond
    def advance(self, n: int) -> int:
        """Make up to n updates, following recorded changes up to `end`; how many were made.

        Fewer when the run stops: `status` is then "done" or "diverged", and `reason` says why.
        """
        now, made = self.now, 0
        self._stop_if_done()
        while made < n and self.status == "ready":
            before = now.step
            losses, stops = now.update()
            if stops:
                self._note(stops)
            if now.step == before:
                self._stop("diverged", self.stops[-1].words)
                break
            made += 1
            if now.step > self.end:
                self._grow(losses)
            self._arrive()
            self._stop_if_done()
        return made

    def replay(self, t: int) -> Replay:
        """A second set of lanes on its way to step t, from the nearest place known. Moves nothing. Raises BadValue."""
        if not 0 <= t <= self.end:
            raise BadValue("step", t, f"0 to {self.end}, the steps that are known")
        lanes = self._new_lanes()
        step, snapshots = self.keyframes.before(t)
        applied = sum(change.step < step for change in self.log)
        if step < self.step <= t and self.status == "ready":
            step, snapshots, applied = self.step, self.now.snapshot(), self._applied
        lanes.restore(step, snapshots)
        return Replay(lanes, list(self.log), applied, t)

    def jump(self, replay: Replay) -> None:
        """Stand where the replay has arrived. Rewrites nothing."""
        for run, before in zip(replay.lanes, self.lanes, strict=True):
            run.seen_as(before)
        self.now, self._applied = replay.now, replay.applied
        self.status, self.reason = "ready", ""

    def seek(self, t: int) -> None:
        """Stand at step t, 0 ≤ t ≤ end, as if never having gone further."""
        replay = self.replay(t)
        while not replay.advance(1000):
            pass
        self.jump(replay)

    # ---- changing ----

    def parse_change(self, values: Mapping[str, Any]) -> Values:
        """The values of a change, checked. Raises BadValue."""
        return self.now.parse_change(values)

    def change(self, values: Mapping[str, Any]) -> None:
        """Put values in force from the next update on: all of them or, raising BadValue or Refused, none.

        Made at step < end, it drops the future: `end` becomes `step` and `history` rises by one.
        """
        parsed = self.parse_change(values)
        if self.status != "ready":
            raise Refused(f"The run has {self.ended} at step {self.step}. Go back, then change it.")
        if len(self.log) >= MOST_CHANGES:
            raise Refused(f"The run has had {said(MOST_CHANGES)} changes, as many as a run may: start a new one.")
        if self._values + _size(parsed) > MOST_VALUES:
            raise Refused(f"The run's changes would set more than {said(MOST_VALUES)} values: start a new one.")
        if self.step < self.end:
            self._drop_future()
        self.stops = [stop for stop in self.stops if stop.step < self.step]  # who had stopped here tries again
        self._record(Change(self.step, parsed))
        self.now.apply(parsed)
        self._applied = len(self.log)

    # ---- showing ----

    def frame(self, look: Mapping[str, Any]) -> Frame:
        """The scalars and arrays of all lanes, those of lane k named `name@k`."""
        frames = [run.frame(look) for run in self.lanes]
        scalars = _named([frame.scalars for frame in frames])
        return Frame(self.step, scalars, _named([frame.arrays for frame in frames]))

    @np.errstate(over="ignore", invalid="ignore")  # a network that diverges has such numbers; a picture bounds them
    def picture(self, look: Mapping[str, Any]) -> dict[str, Array]:
        ways = self.ways()
        lanes = enumerate(self.lanes)
        return _named([run.picture(look, ways[lane], others(self.lanes, ways, lane)) for lane, run in lanes])

    def ways(self) -> list[Way]:
        """Where each lane has been, and where changes of parameters have put it."""
        return ways(self.lanes, self.trails, self.log, self.end)

    def scene(self, look: Mapping[str, Any]) -> dict[str, Array]:
        """What stays while `scene_key` does; of other lanes only what each has of its own."""
        first, *others = self.lanes
        return _named([first.scene(look, self.lanes), *(run.scene_beside(first) for run in others)])

    def scene_key(self, look: Mapping[str, Any]) -> Hashable:
        return tuple(run.scene_key(look) for run in self.lanes)

    @property
    def newest(self) -> int:
        """The latest step that the path has a point of."""
        return max(trail.newest for trail in self.trails) if len(self.trails) > 1 else self.trails[0].newest

    def trail(self, after: int, look: Mapping[str, Any]) -> dict[str, Array]:
        """The path beyond step `after` (−1: all of it), a row for each step that is kept.

        Each row is told under the data and the model with which the run arrived there, whatever is in force now.
        """
        parts: list[dict[str, Array]] = []
        for lane, (run, trail) in enumerate(zip(self.lanes, self.trails, strict=True)):
            rows = trail.after(after)
            if not len(rows):
                parts.append({})
                continue
            cut = self._shapes.pieces(lane, rows) if self._shapes.changed else [(Values(), rows)]
            told = [run.under(shape).trace(part[:, 0], part[:, 1], part[:, 2:], look) for shape, part in cut]
            parts.append({"trail": told[0] if len(told) == 1 else np.concatenate(told)})
        return _named(parts)

    def explain(
        self, replay: Replay, lane: int = 0, equations: bool = True, look: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The update from the replay's step to the next, in full or without its equations, ready for JSON."""
        return {"lane": lane, **plain(replay.now.runs[lane].explain(look, equations))}

    def stand_in(self, log: list[Change]) -> None:
        """Take over a log of changes, those up to here being in force already."""
        self.log, self._values = [], 0
        self._shapes.clear()
        for change in log:
            self._record(change)
        self._applied = sum(change.step <= self.step for change in log)

    # ---- inside ----

    def _new_lanes(self) -> Lanes:
        return Lanes(self.lab, self._configs, self.comparison, self.data)

    def _arrive(self) -> None:
        """At a new step: keep the state if it is time, then put in force what was changed here."""
        step = self.now.step
        if self.keyframes.due(step):
            self.keyframes.add(step, self.now.snapshot())
        if self._applied < len(self.log):
            self._applied = follow(self.now, self.log, self._applied)

    def _record(self, change: Change) -> None:
        self.log.append(change)
        self._shapes.record(change)
        self._values += _size(change.values)

    def _grow(self, losses: list[float]) -> None:
        """Keep what a step beyond the end adds to the history."""
        self.end = end = self.now.step
        for run, kept, trail, loss in zip(self.now.runs, self.kept_losses, self.trails, losses, strict=True):
            kept.append(loss)
            if end % trail.stride == 0 and run.diverged is None:
                trail.add(end, run.batches.seen, run.params.vector)

    def _drop_future(self) -> None:
        self.end = self.step
        self.history += 1
        self.stand_in(self.log[: self._applied])
        self.keyframes.truncate(self.end)
        for losses, trail in zip(self.kept_losses, self.trails, strict=True):
            losses.truncate(self.end)
            trail.truncate(self.end)

    def _note(self, stops: list[Stop]) -> None:
        known = {stop.lane for stop in self.stops}
        self.stops += [stop for stop in stops if stop.lane not in known]

    def _stop_if_done(self) -> None:
        if self.now.settled:
            self._stop("done", "gradient and update have been exactly zero over a whole epoch")
        elif self.now.step >= self.step_limit:
            self._stop("done", f"it has made {said(self.step_limit)} updates, as many as a run may")

    def _stop(self, status: Status, reason: str) -> None:
        self.status, self.reason = status, reason


def _size(values: Values) -> int:
    """How many values a change counts for: a long text is as much to keep as many numbers."""
    return sum(1 + len(value) // VALUE if isinstance(value, str) else 1 for value in values.values())


def _named(parts: list[dict[str, T]]) -> dict[str, T]:
    """The arrays or scalars of all lanes in one dict: lane 0's plain, lane k's as `name@k`."""
    named = dict(parts[0])
    for lane, own in enumerate(parts[1:], start=1):
        named |= {f"{name}@{lane}": value for name, value in own.items()}
    return named
