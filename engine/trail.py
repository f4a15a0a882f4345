"""The path so far, in a bounded number of points.

While a run is short every step is kept. When the memory is full every third point stays, then every third of
those. Three, not two: a path that zigzags alternates between even and odd steps, and every second point of it would
be a straight line that was never walked. The beginning stays whole, since there the way is longest.
"""

import numpy as np

from engine.types import Array

CAPACITY = 1024  # rows
BYTES = 4 << 20  # for all of them: fewer rows where there are many parameters
FEWEST = 96
THINNING = 3
BEGINNING = 300  # steps that are never thinned out, of so many rows


def capacity(parameters: int) -> int:
    """How many rows a path over so many parameters keeps."""
    return max(FEWEST, min(CAPACITY, BYTES // (8 * (2 + parameters))))


class Trail:
    """Rows (step, samples seen, parameters…), at most `capacity` of them, in the order of their steps."""

    def __init__(self, parameters: int) -> None:
        self.capacity = capacity(parameters)
        self._beginning = BEGINNING * self.capacity // CAPACITY
        self._rows = np.empty((self.capacity, 2 + parameters))
        self._count = 0
        self.stride = 1
        self.newest = -1  # step of the last row

    def add(self, step: int, samples: float, vector: Array) -> None:
        if step % self.stride:
            return
        while self._count == self.capacity:
            self.stride *= THINNING
            kept = _thinned(self.rows, self.stride, self._beginning)
            self._count = len(kept)
            self._rows[: self._count] = kept
        if step % self.stride:
            return
        row = self._rows[self._count]
        row[0], row[1], row[2:] = step, samples, vector
        self._count += 1
        self.newest = step

    @property
    def rows(self) -> Array:
        return self._rows[: self._count]

    def after(self, step: int) -> Array:
        """The rows of later steps, as they are now: not a copy."""
        return self._rows[self._first_after(step) : self._count]

    def truncate(self, end: int) -> None:
        """Forget what lies beyond `end`; from there on every step is kept again, while there is room."""
        self.stride = 1
        self._count = self._first_after(end)
        self._note_newest()

    def within(self, nbytes: int) -> tuple[Array, int]:
        """The rows and their stride, thinned as far as it takes to fit into so many bytes; at least the start."""
        rows, stride = self.rows, self.stride
        while rows.nbytes > nbytes and len(rows) > 1:
            stride *= THINNING
            rows = _thinned(rows, stride, 0)
        return rows, stride

    def _first_after(self, step: int) -> int:
        """The place of the first row of a later step. It is near the end in most frames, so look there first."""
        recent = self._count
        while recent and self._count - recent < 8:
            if self._rows[recent - 1, 0] <= step:
                return recent
            recent -= 1
        return int(np.searchsorted(self._rows[:recent, 0], step, side="right"))

    def replace(self, rows: Array, stride: int) -> None:
        """Take over rows that were kept elsewhere."""
        self._count, self.stride = len(rows), stride
        self._rows[: self._count] = rows
        self._note_newest()

    def _note_newest(self) -> None:
        self.newest = int(self._rows[self._count - 1, 0]) if self._count else -1


def _thinned(rows: Array, stride: int, beginning: int) -> Array:
    steps = rows[:, 0]
    kept: Array = rows[(steps % stride == 0) | (steps <= beginning)]
    return kept
