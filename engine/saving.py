"""A timeline as bytes, and back: what a keeper needs so that a run survives the process that trains it.

The head is plain data (JSON can say it), the blob is float64 numbers. Losses only grow, so they are handed over
piece by piece: a saved timeline says from which update on its own piece begins.
"""

from typing import Any

import numpy as np

from engine.lanes import Stop
from engine.records import Snapshot
from engine.replay import Change
from engine.run import Run
from engine.timeline import Timeline
from engine.types import Array

BYTES = 256 * 1024
"""What a saved run may take, losses aside: its trail is thinned until it fits."""


def save(timeline: Timeline, losses_from: int) -> tuple[dict[str, Any], bytes]:
    """Head and blob. The blob: each lane's state, then each lane's trail, then its losses since `losses_from`."""
    losses_from = min(losses_from, timeline.end)
    snapshots = timeline.now.snapshot()
    states = [array for snapshot in snapshots for array in snapshot.arrays.values()]
    room = (BYTES - 8 * sum(array.size for array in states)) // len(snapshots)
    trails = [trail.within(room) for trail in timeline.trails]
    losses = [kept.part(losses_from, timeline.end) for kept in timeline.kept_losses]
    head = {
        "lab": timeline.lab.name,
        "initial": timeline.initial,
        "compare": timeline.compare,
        "step_limit": timeline.step_limit,
        "step": timeline.step,
        "end": timeline.end,
        "history": timeline.history,
        "status": [timeline.status, timeline.reason],
        "changes": timeline.changes,
        "stops": [list(stop) for stop in timeline.stops],
        "losses_from": losses_from,
        "lanes": [
            {
                "config": snapshot.config.asdict(),
                "counters": {name: value for name, value in snapshot.counters.items() if np.isfinite(value)},
                "diverged": run.diverged,
                "arrays": {name: array.size for name, array in snapshot.arrays.items()},
                "trail": [len(rows), stride],
            }
            for run, snapshot, (rows, stride) in zip(timeline.lanes, snapshots, trails, strict=True)
        ],
    }
    blob = np.concatenate([part.ravel() for part in (*states, *(rows for rows, _ in trails), *losses)])
    return head, blob.astype("<f8").tobytes()


def load(
    labs: dict[str, type[Run]],
    head: dict[str, Any],
    blob: bytes,
    losses: list[Array],
    data: bytes | None = None,
) -> Timeline:
    """The timeline as it was when saved. `losses`: of each lane all of them, up to its end at least."""
    timeline = Timeline(labs[head["lab"]], head["initial"], head["compare"], data, head["step_limit"])
    numbers = np.frombuffer(blob, dtype="<f8").astype(np.float64)
    read = 0

    def take(count: int) -> Array:
        nonlocal read
        read += count
        return numbers[read - count : read]

    snapshots = [_snapshot(timeline.lab, lane, take) for lane in head["lanes"]]
    timeline.now.restore(head["step"], snapshots)
    for run, trail, kept, lane, all_losses in zip(
        timeline.lanes, timeline.trails, timeline.kept_losses, head["lanes"], losses, strict=True
    ):
        count, stride = lane["trail"]
        width = 2 + len(run.params)
        trail.replace(take(count * width).reshape(count, width), stride)
        kept.extend(all_losses[: head["end"]])
    timeline.end, timeline.history = head["end"], head["history"]
    timeline.status, timeline.reason = head["status"]
    timeline.stops = [Stop(*stop) for stop in head["stops"]]
    for stop in timeline.stops:
        if stop.step == timeline.step:  # here the lane has not stopped yet: the update that it cannot make comes next
            timeline.lanes[stop.lane].diverged = None
    timeline.stand_in([Change(change["step"], change["values"]) for change in head["changes"]])
    return timeline


def _snapshot(lab: type[Run], lane: dict[str, Any], take: Any) -> Snapshot:
    counters = {"first_loss": np.nan, "last_loss": np.nan, **lane["counters"]}
    arrays = {name: take(size) for name, size in lane["arrays"].items()}
    return Snapshot(lab.make_config(lane["config"]), counters, arrays, lane["diverged"])
