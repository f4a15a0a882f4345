"""Which samples does the next update look at? All of them, a mini-batch, or one: the lecture's three kinds.

Every epoch visits each of the m samples once, in an order shuffled afresh. The position is a cursor counted in
samples, not in batches, so the batch size may change in mid-epoch: the next batch starts where the last one ended,
and the epoch's last batch is whatever is left. When there are more or fewer samples than before, the epoch ends: the
next update begins a new one, in an order of all that there are now.
"""

from collections.abc import Callable

import numpy as np

from engine.rng import BLOCK, generator
from engine.types import Indices


class Batches:
    """A place in the endless row of epochs over m samples.

    `epoch` counts passes, `cursor` the samples of this pass that updates have used, 0 ≤ cursor < m; `seen` counts the
    samples that all updates so far have used.
    """

    def __init__(self, seed: int, samples: int) -> None:
        self.seed, self._samples = seed, samples
        self.epoch = self.cursor = self.seen = 0
        self._block, self._orders = -1, list[Indices]()
        self._ordered, self._order = -1, np.empty(0, dtype=np.int64)  # an epoch, and its order

    @property
    def samples(self) -> int:
        """m of this epoch."""
        return self._samples

    def resize(self, before: int, samples: int) -> None:
        """There are m = `samples` from now on. An epoch that has begun ends here, unless it has as many as `before`."""
        self._samples = samples
        if self.samples == before:
            return
        if self.cursor:
            self.epoch, self.cursor = self.epoch + 1, 0
        self._block = self._ordered = -1

    def next(self, size: int) -> Indices | None:
        """The indices of the next batch, shape (B,), B ≤ size; None means all the data, in its own order.

        A full batch never shuffles: a sum does not depend on the order, but its last bits do.
        """
        cursor = self.cursor
        if cursor == 0 and size >= self.samples:
            return None
        if self._ordered != self.epoch:  # asked for at every update: not all of `order` each time
            self._ordered, self._order = self.epoch, self.order(self.epoch)
        return self._order[cursor : cursor + size]

    def advance(self, size: int) -> None:
        """Move past the batch that `next(size)` gave."""
        left = self.samples - self.cursor
        if size < left:
            self.seen += size
            self.cursor += size
        else:
            self.seen += left
            self.epoch, self.cursor = self.epoch + 1, 0

    def length(self, size: int) -> int:
        """How many samples the next batch holds: the epoch's last one may be smaller."""
        return min(size, self.samples - self.cursor)

    def order(self, epoch: int) -> Indices:
        """The permutation of 0 … m−1 in which this epoch visits the samples."""
        rows = max(1, BLOCK // self.samples)  # permutations in one block
        block, row = divmod(epoch, rows)
        if block != self._block:
            orders = np.empty((rows, self.samples), dtype=np.int64)
            orders[:] = np.arange(self.samples)
            generator(self.seed, "shuffle", block).permuted(orders, axis=1, out=orders)
            self._block, self._orders = block, list(orders)
        return self._orders[row]


class VaryingBatches(Batches):
    """The same where each epoch has samples of its own: `count(epoch)` of them, in their order or shuffled."""

    def __init__(self, seed: int, count: Callable[[int], int], shuffled: bool) -> None:
        super().__init__(seed, count(0))
        self._count, self._shuffled = count, shuffled

    @property
    def samples(self) -> int:
        return self._count(self.epoch)

    def order(self, epoch: int) -> Indices:
        samples = self._count(epoch)
        return generator(self.seed, "shuffle", epoch).permutation(samples) if self._shuffled else np.arange(samples)
