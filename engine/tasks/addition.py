"""Two numbers are added as on paper: one column of bits at a time, the least significant first.

  1 1 0 0 0    3        Whether a column makes 0 or 1 depends on the carry out of the column before it, and that
+ 1 0 1 0 0    5        may have come from farther still: 1 must be remembered. Two numbers below 2ᵀ⁻¹ have a sum
= 0 0 0 1 0    8        of at most T bits, so that the last column is the last carry.
"""

import numpy as np

from engine.rng import generator
from engine.tasks.sequences import Sequences, Task, Wanted, bits, different
from engine.types import Array


def make(wanted: Wanted) -> Sequences:
    T = wanted.length
    pairs = different(4, T - 1, wanted.count, generator(wanted.seed, "addition"))  # (m, T−1): a column is one of four
    m = len(pairs)
    X = np.zeros((m, T, 2))
    X[:, :-1, 0], X[:, :-1, 1] = pairs & 1, pairs >> 1
    sums, carries = added(X)
    return Sequences(
        X,
        sums[..., None],
        np.ones((m, T)),
        np.full(m, T),
        ("first number", "second number"),
        ("sum",),
        memory=carries,
        memory_name="the carry",
    )


def there_are(wanted: Wanted) -> int:
    return int(4 ** (wanted.length - 1))


def added(X: Array) -> tuple[Array, Array]:
    """The bits of the sums, (m, T), and the carry out of each column, (m, T), of columns (m, T, 2)."""
    sums = np.zeros(X.shape[:2])
    carries = np.zeros(X.shape[:2])
    carry = np.zeros(len(X))
    for t in range(X.shape[1]):
        total = X[:, t, 0] + X[:, t, 1] + carry  # 0 … 3
        sums[:, t] = total % 2
        carries[:, t] = carry = total // 2
    return sums, carries


def answer(X: Array) -> Array | None:
    """A carry out of the last column has no place to be written: it is dropped."""
    return added(X[None])[0][0, :, None] if bits(X) else None


ADDITION = Task(
    "Binary addition",
    "many to many",
    "A sum is written column by column, and the carry must be remembered from one to the next.",
    "sigmoid",
    "bce",
    (2, 5, 20),
    make,
    there_are,
    answer,
)
