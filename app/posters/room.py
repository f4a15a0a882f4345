"""Words on a picture stand where there is room: beside what they name, over nothing that is drawn."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from engine.types import Array

SIDES = ((1, 0), (0, 1), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1))
AROUND = [(reach * dx, reach * dy) for reach in (1.0, 2.2, 3.6) for dx, dy in SIDES]
"""Where words may stand: beside, below, above, then further away."""

Box = tuple[float, float, float, float]  # left, top, right, bottom


class Room:
    """A rectangle of the sheet and what is taken in it."""

    def __init__(self, left: float, top: float, width: float, height: float) -> None:
        self._area: Box = (left, top, left + width, top + height)
        self._points: list[Array] = []
        self._boxes: list[Box] = []

    def line(self, points: Array) -> None:
        """A line of points (n, 2) is drawn."""
        ends = points[np.isfinite(points).all(axis=1)]
        for a, b in pairwise(ends):
            count = int(min(400, max(2, np.hypot(*(b - a)) / 6)))
            self._points.append(a + (b - a) * np.linspace(0, 1, count)[:, None])
        if len(ends) == 1:
            self._points.append(ends)

    def box(self, box: Box) -> None:
        self._boxes.append(box)

    def place(self, x: float, y: float, width: float, height: float, away: float) -> tuple[float, float] | None:
        """Left and top of a free place for words of this size near a point, which is then taken; or None."""
        taken = np.concatenate(self._points) if self._points else np.empty((0, 2))
        for dx, dy in AROUND:
            middle_x = x + dx * away + np.sign(dx) * width / 2
            middle_y = y + dy * away + np.sign(dy) * height / 2
            box = (middle_x - width / 2, middle_y - height / 2, middle_x + width / 2, middle_y + height / 2)
            if self._inside(box) and not self._hits(box, taken, self._boxes):
                self.box(box)
                return box[0], box[1]
        return None

    def _inside(self, box: Box) -> bool:
        left, top, right, bottom = self._area
        return left + 4 <= box[0] and top + 4 <= box[1] and box[2] <= right - 4 and box[3] <= bottom - 4

    @staticmethod
    def _hits(box: Box, points: Array, boxes: Iterable[Box]) -> bool:
        left, top, right, bottom = box
        inside = (points[:, 0] > left - 3) & (points[:, 0] < right + 3) & (points[:, 1] > top) & (points[:, 1] < bottom)
        if inside.any():
            return True
        return any(left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in boxes)
