"""Walking a recorded stretch of a run again: the same updates, the same changes, hence the same bits."""

from typing import Any, NamedTuple

import numpy as np

from engine.lanes import Lanes, Values
from engine.run import Run


class Refused(Exception):
    """Something that the run's state does not allow now. The message says why, and what to do."""


class Change(NamedTuple):
    """Values put in force at `step`: they govern the update from `step` to `step + 1`."""

    step: int
    values: Values

    @property
    def public(self) -> dict[str, Any]:
        return {"step": self.step, "values": self.values}


class Replay:
    """Lanes on their way to `target`, in slices, so that a long way holds nobody up."""

    def __init__(self, now: Lanes, log: list[Change], applied: int, target: int) -> None:
        self.now, self._log, self.target = now, log, target
        self.applied = follow(now, log, applied)  # changes of the log that are in force

    @property
    def lanes(self) -> list[Run]:
        return self.now.runs

    @np.errstate(over="ignore", invalid="ignore")
    def advance(self, n: int) -> bool:
        """At most n updates nearer; True when it has arrived."""
        for _ in range(min(n, self.target - self.now.step)):
            before = self.now.step
            self.now.update()
            if self.now.step == before:  # recorded on another kind of CPU, whose last bits differ
                raise Refused(f"Step {self.target} cannot be reached again: the run now diverges at {before}.")
            self.applied = follow(self.now, self._log, self.applied)
        return self.now.step == self.target


def follow(lanes: Lanes, log: list[Change], applied: int) -> int:
    """Apply the recorded changes of the step where the lanes stand; how many of the log are in force then."""
    while applied < len(log) and log[applied].step <= lanes.step:
        lanes.apply(log[applied].values)
        applied += 1
    return applied
