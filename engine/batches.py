"""Which samples does the next update look at? All of them, a mini-batch, or one: the lecture's three kinds.

Every epoch visits each of the m samples once, in an order shuffled afresh. The position is a cursor counted in
samples, not in batches, so the batch size may change in mid-epoch: the next batch starts where the last one ended,
and the epoch's last batch is whatever is left.
"""

import numpy as np

from engine.rng import BLOCK, generator
from engine.types import Indices


class Batches:
    """A place in the endless row of epochs over m samples.

    `epoch` counts whole passes, `cursor` the samples of this pass that updates have used, 0 ≤ cursor < m.
    """

    def __init__(self, seed: int, samples: int) -> None:
        self.seed, self.samples = seed, samples
        self.epoch = self.cursor = 0
        self._rows = max(1, BLOCK // samples)  # permutations in one block
        self._block = -1
        self._orders: Indices = np.empty((0, samples), dtype=np.int64)

    def next(self, size: int) -> Indices | None:
        """The indices of the next batch, shape (B,), B ≤ size; None means all the data, in its own order.

        A full batch never shuffles: a sum does not depend on the order, but its last bits do.
        """
        if self.cursor == 0 and size >= self.samples:
            return None
        return self.order(self.epoch)[self.cursor : self.cursor + size]

    def advance(self, size: int) -> None:
        """Move past the batch that `next(size)` gave."""
        self.cursor += size
        if self.cursor >= self.samples:
            self.epoch, self.cursor = self.epoch + 1, 0

    def length(self, size: int) -> int:
        """How many samples the next batch holds: the epoch's last one may be smaller."""
        return min(size, self.samples - self.cursor)

    @property
    def seen(self) -> int:
        """Samples used by all updates so far."""
        return self.epoch * self.samples + self.cursor

    def order(self, epoch: int) -> Indices:
        """The permutation of 0 … m−1 in which this epoch visits the samples."""
        block, row = divmod(epoch, self._rows)
        if block != self._block:
            unshuffled = np.tile(np.arange(self.samples), (self._rows, 1))
            self._orders = generator(self.seed, "shuffle", block).permuted(unshuffled, axis=1)
            self._block = block
        order: Indices = self._orders[row]
        return order
