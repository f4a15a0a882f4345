"""What a run says of itself in one go: its price, the update that comes next, and where it stands."""

from typing import NamedTuple

import numpy as np

from engine.config import CommonConfig
from engine.types import Array, Indices


class Price(NamedTuple):
    """What a run costs, known before it is built. Of a lab: one lane, without the history that every lab has."""

    bytes: int  # for all of its life
    operations: int  # for one update
    parameters: int  # P


class Update(NamedTuple):
    """The update that comes next, worked out but not made."""

    batch: Indices | None  # (B,) sample indices; None: all
    loss: float  # of this batch, before the update
    unclipped: Array  # ∂loss/∂params (P,)
    gradient: Array  # the same, clipped where `clip` acts
    direction: Array  # d in θ := θ − α d
    state: dict[str, Array]  # the optimizer's memory after the update

    def indices(self, samples: int) -> Indices:
        """Which of so many samples it looks at."""
        return np.arange(samples) if self.batch is None else self.batch


class Way(NamedTuple):
    """Where a lane has been."""

    lane: int
    path: Array  # (n, 2 + P): step, samples seen, parameters
    moved: Array  # (k, 2 + P): where changes of parameters have put it


class Snapshot(NamedTuple):
    """Everything that a run needs to stand where it stood."""

    config: CommonConfig
    counters: dict[str, float]
    arrays: dict[str, Array]
    diverged: str | None = None  # why it had stopped, if it had

    @property
    def nbytes(self) -> int:
        return 600 + sum(array.nbytes + 120 for array in self.arrays.values())
