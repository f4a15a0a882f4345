"""Where a run can be picked up again: full states at some of its steps, within a bound of bytes.

Going back means: take the nearest earlier keyframe and replay. Keyframes are dense near the present, where a
student steps back, and thin out with age, so that a replay is never long and the memory never grows.
"""

from bisect import bisect_right

from engine.records import Snapshot

SPACING = 64  # updates between two keyframes when they are new


class Keyframes:
    """Snapshots by step, the first of which (step 0) always stays."""

    def __init__(self, budget: int) -> None:
        self.budget, self.nbytes = budget, 0
        self._steps: list[int] = []
        self._kept: dict[int, list[Snapshot]] = {}

    def due(self, step: int) -> bool:
        return step % SPACING == 0 and step not in self._kept

    def add(self, step: int, snapshots: list[Snapshot]) -> None:
        """Keep the state on arrival at `step`, before any change made there."""
        self._steps.insert(bisect_right(self._steps, step), step)
        self._kept[step] = snapshots
        self.nbytes += sum(snapshot.nbytes for snapshot in snapshots)
        while self.nbytes > self.budget and len(self._steps) > 2:
            self._drop(self._most_dispensable())

    def before(self, step: int) -> tuple[int, list[Snapshot]]:
        """The latest keyframe at or before `step`."""
        nearest = self._steps[bisect_right(self._steps, step) - 1]
        return nearest, self._kept[nearest]

    def truncate(self, end: int) -> None:
        """Forget what lies beyond `end`: another future begins there."""
        while self._steps[-1] > end:
            self._drop(self._steps[-1])

    def _most_dispensable(self) -> int:
        """The keyframe without which the gap left is smallest for its age."""
        steps, now = self._steps, self._steps[-1]
        gaps = ((steps[i + 1] - steps[i - 1]) / (now - steps[i - 1]) for i in range(1, len(steps) - 1))
        return steps[1 + min(enumerate(gaps), key=lambda pair: pair[1])[0]]

    def _drop(self, step: int) -> None:
        self._steps.remove(step)
        self.nbytes -= sum(snapshot.nbytes for snapshot in self._kept.pop(step))
