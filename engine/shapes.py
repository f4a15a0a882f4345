"""What data and model were at each step of a run, where live changes shape them: a path is told in pieces.

rows of the trail   0 ────────── change ────────── change ────── end
told under          as it began        the first         both
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from engine.config import CommonConfig
from engine.lanes import Values
from engine.replay import Change
from engine.types import Array


class Shapes:
    """The changes of a log that concern knobs with `shapes`, the `names`: their steps, and each lane's values then."""

    def __init__(self, names: Sequence[str], configs: Sequence[CommonConfig], compared: Collection[str]) -> None:
        self._names, self._compared = names, compared
        self._steps: list[int] = []
        self._values: list[list[Values]] = [[{name: getattr(config, name) for name in names}] for config in configs]

    @property
    def changed(self) -> bool:
        """Whether any change has shaped data or model since the run began."""
        return bool(self._steps)

    def record(self, change: Change) -> None:
        each = {name: value for name, value in change.values.items() if name in self._names}
        if not each:
            return
        self._steps.append(change.step)
        for lane, values in enumerate(self._values):
            own = {name: value[lane] if name in self._compared else value for name, value in each.items()}
            values.append(values[-1] | own)

    def clear(self) -> None:
        self._steps.clear()
        for values in self._values:
            del values[1:]

    def pieces(self, lane: int, rows: Array) -> Iterator[tuple[Values, Array]]:
        """A lane's rows (step, …) in pieces, each with the values under which it arrived at these steps."""
        if not len(rows):
            return
        values, start = self._values[lane], 0
        for k in range(bisect_left(self._steps, rows[0, 0]), len(self._steps)):
            end = int(np.searchsorted(rows[:, 0], self._steps[k], side="right"))
            if start < end:
                yield values[k], rows[start:end]
            start = end
            if start == len(rows):
                return
        yield values[-1], rows[start:]
