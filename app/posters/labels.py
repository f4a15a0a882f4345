"""Which words of a map are written, and where: beside their dot, none over another, the most important first."""

from typing import NamedTuple

import numpy as np

from engine.types import Array

Box = tuple[float, float, float, float]  # left, top, right, bottom
SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
GAP = 4.0  # pixels between a dot and its word
CLEAR = 2.0  # pixels around a word
FARTHER = (0.0, 12.0, 24.0, 36.0)  # for a word that is asked about: rather far off than not there


class Wanted(NamedTuple):
    """A word that wants to be written beside its dot."""

    word: int
    x: float
    y: float
    reach: float  # of its dot
    width: float
    height: float
    important: bool = False


class Labels:
    """A rectangle with what stands in it."""

    def __init__(self, left: float, top: float, width: float, height: float, marks: Array, faint: Array) -> None:
        """`marks` (n, 4) are kept clear; of the `faint` ones (m, 4) a word may cover one or two if need be."""
        self._area = (left + 3, top + 3, left + width - 3, top + height - 3)
        self._taken = [np.asarray(box) for box in marks]
        self._faint = faint

    def place(self, wanted: list[Wanted], covered: int = 0) -> dict[int, Box]:
        """The boxes of all words that have found their place; each may cover so many of the faint dots."""
        found: dict[int, Box] = {}
        for one in wanted:
            box = self._free(one, covered)
            if box is not None:
                self._taken.append(np.array(box))
                found[one.word] = box
        return found

    def _free(self, one: Wanted, covered: int) -> Box | None:
        taken = np.array(self._taken).reshape(-1, 4)
        for more in FARTHER if one.important else FARTHER[:1]:
            best, least = None, covered + 1
            for across, down in SIDES:
                box = _beside(one, across, down, more)
                inside = self._area[0] <= box[0] and self._area[1] <= box[1]
                inside = inside and box[2] <= self._area[2] and box[3] <= self._area[3]
                if not inside or _hits(box, taken):
                    continue
                under = _hits(box, self._faint)
                if under < least:
                    best, least = box, under
                if not under:
                    break
            if best is not None:
                return best
        return None


def _beside(one: Wanted, across: int, down: int, more: float) -> Box:
    away = (one.reach + GAP) * (0.6 if across and down else 1) + more
    left = one.x + across * away + (across - 1) / 2 * one.width
    top = one.y + down * away + (down - 1) / 2 * one.height
    return left, top, left + one.width, top + one.height


def _hits(box: Box, others: Array) -> int:
    """How many boxes (n, 4) it touches."""
    left, top, right, bottom = box
    across = (others[:, 0] < right + CLEAR) & (others[:, 2] > left - CLEAR)
    return int(np.count_nonzero(across & (others[:, 1] < bottom) & (others[:, 3] > top)))
