"""Where changes of parameters have put a run: the jumps in its path, which training did not make.

A path has one row for each step, where the updates had led; what was set there by hand stands in the log of changes. So
the place after a change follows from both, and is the same by whichever way a run has come to its step.
"""

from collections.abc import Sequence

import numpy as np

from engine.records import Way
from engine.replay import Change
from engine.run import Run
from engine.trail import Trail
from engine.types import Array

MOST = 100  # the newest


def ways(runs: Sequence[Run], trails: Sequence[Trail], log: Sequence[Change], end: int) -> list[Way]:
    """The way of each lane up to step `end`."""
    lanes = enumerate(zip(runs, trails, strict=True))
    return [Way(lane, trail.rows, departures(run, trail.rows, log, end)) for lane, (run, trail) in lanes]


def others(runs: Sequence[Run], all_of_them: Sequence[Way], lane: int) -> list[Way]:
    """The ways of those lanes that can be seen beside a lane: their parameters are named alike."""
    own = runs[lane].params
    return [way for way in all_of_them if way.lane != lane and runs[way.lane].params.like(own)]


def departures(run: Run, rows: Array, log: Sequence[Change], end: int) -> Array:
    """Rows (k, 2 + P), a step, samples seen and parameters each: how a lane went on from the steps up to `end` at
    which some of its parameters were set. Of a path that is thinned, from the last row before."""
    set_at: dict[int, dict[int, float]] = {}
    for change in reversed(log):  # of what was set twice at a step, the last counts
        names = [name for name in change.values if "[" in name and run.has(name)]
        if not names or change.step > end:
            continue
        if change.step not in set_at and len(set_at) == MOST:
            break
        own = set_at.setdefault(change.step, {})
        for name in names:
            own.setdefault(run.params.locate(name), change.values[name])
    steps = sorted(set_at)
    found = np.empty((len(steps), rows.shape[1]))
    for row, step in zip(found, steps, strict=True):
        row[:] = rows[np.searchsorted(rows[:, 0], step, side="right") - 1]
        row[0] = step
        for place, value in set_at[step].items():
            row[2 + place] = value
    return found
