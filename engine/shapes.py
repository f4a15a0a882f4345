"""What data and model were at each step of a run, where live changes shape them: a path is told in pieces.

rows of the trail   0 ────────── change ────────── change ────── end
told under          as it began        the first         both
"""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from engine.config import CommonConfig
from engine.lanes import Values
from engine.replay import Change
from engine.types import Array


class Shapes:
    """The changes of a log that concern knobs with `shapes`, the `names`."""

    def __init__(self, names: Sequence[str], configs: Sequence[CommonConfig], compared: Collection[str]) -> None:
        self._names, self._compared = names, compared
        self._first: list[Values] = [{name: getattr(config, name) for name in names} for config in configs]
        self._changes: list[Change] = []

    def record(self, change: Change) -> None:
        if any(name in change.values for name in self._names):
            self._changes.append(change)

    def clear(self) -> None:
        self._changes.clear()

    def pieces(self, lane: int, rows: Array) -> Iterator[tuple[Values, Array]]:
        """A lane's rows (step, …) in pieces, each with the values under which it arrived at these steps."""
        shape = dict(self._first[lane])
        ends = np.searchsorted(rows[:, 0], [change.step for change in self._changes], side="right")
        for start, end, change in zip([0, *ends], [*ends, len(rows)], [*self._changes, None], strict=True):
            if start < end:
                yield dict(shape), rows[start:end]
            if change:
                each = {name: value for name, value in change.values.items() if name in self._names}
                shape |= {name: value[lane] if name in self._compared else value for name, value in each.items()}
