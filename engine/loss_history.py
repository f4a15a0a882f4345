"""The loss of every update, kept: two hundred thousand numbers are 1.6 MB, and no point of a curve is lost."""

from array import array

import numpy as np

from engine.types import Array


class LossHistory:
    """A growing row of float64."""

    def __init__(self) -> None:
        self._kept = array("d")
        self.append = self._kept.append  # of one loss

    def extend(self, losses: Array) -> None:
        self._kept.frombytes(np.ascontiguousarray(losses, dtype=np.float64).tobytes())

    def part(self, start: int, stop: int) -> Array:
        """Numbers start … stop−1, a copy, (≤ stop − start,)."""
        return np.array(self._kept[start:stop], dtype=np.float64)

    def truncate(self, end: int) -> None:
        del self._kept[end:]

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def nbytes(self) -> int:
        return 8 * len(self._kept)
