"""How many ones are in a sequence of bits? Once as a class, 0 … T, and once as a number.

Counting: the number so far must be remembered, and it can be any of T + 1; each bit may add 1 to it.

Linear: the sum is asked for as a number. One state without activation, a_t = w_x x_t + w_rec a_(t−1), gives it exactly
where w_x = w_rec = 1. Twenty sequences of ten bits from seed 7 are those of the landscape in engine/landscapes.

Source: Peter Roelants, "How to implement a recurrent neural network", part 1, which the lecture points to.
"""

from collections.abc import Callable

import numpy as np

from engine.rng import generator
from engine.tasks.sequences import Sequences, Task, Wanted, bits, different, drawn, last_steps, one_hot
from engine.types import Array, Indices


def make_counting(wanted: Wanted) -> Sequences:
    """Each count as often as any other, as far as there are different sequences for it: no ones comes once."""
    rng = generator(wanted.seed, "counting")
    x = _distinct(lambda m: evenly_filled(m, wanted.length, rng), wanted, rng)
    so_far = x.cumsum(axis=1)
    classes = one_hot(so_far, wanted.length + 1)
    outputs = tuple(str(ones) for ones in range(wanted.length + 1))
    return _sequences(x, classes, so_far, outputs, "the ones so far")


def make_linear(wanted: Wanted) -> Sequences:
    rng = generator(wanted.seed, "bit sums")
    x = _distinct(lambda m: rng.integers(0, 2, (m, wanted.length)), wanted, rng)
    so_far = x.cumsum(axis=1)
    return _sequences(x, so_far[..., None], so_far, ("sum",), "the sum so far")


def there_are(wanted: Wanted) -> int:
    return int(2**wanted.length)


def evenly_filled(m: int, T: int, rng: np.random.Generator) -> Indices:
    """Bits (m, T) with 0 … T ones, each number as likely, in random places."""
    ones = rng.integers(0, T + 1, m)
    places = rng.random((m, T)).argsort(axis=1)  # each row a permutation of 0 … T−1
    return (places < ones[:, None]).astype(np.int64)


def _distinct(draw: Callable[[int], Indices], wanted: Wanted, rng: np.random.Generator) -> Indices:
    """Different sequences of `draw`; any, where more than half of all 2ᵀ are wanted."""
    if there_are(wanted) <= 2 * wanted.count:
        return different(2, wanted.length, wanted.count, rng)
    return drawn(draw, wanted.count)


def _sequences(x: Indices, y: Array, so_far: Indices, outputs: tuple[str, ...], memory_name: str) -> Sequences:
    """Of bits (m, T) and what could be asked at each step (m, T, K): it is asked at the last one."""
    m, T = x.shape
    mask = last_steps(T, np.full(m, T))
    return Sequences(
        x[..., None].astype(np.float64),
        y * mask[..., None],
        mask,
        np.full(m, T),
        ("bit",),
        outputs,
        memory=so_far.astype(np.float64),
        memory_name=memory_name,
    )


def counted(X: Array) -> Array | None:
    T = len(X)
    if not bits(X):
        return None
    y = np.zeros((T, T + 1))
    y[-1, int(X.sum())] = 1
    return y


def summed(X: Array) -> Array | None:
    """Of any numbers, not of bits alone."""
    y = np.zeros((len(X), 1))
    y[-1] = X.sum()
    return y if np.isfinite(y).all() else None


COUNTING = Task(
    "Counting",
    "many to one",
    "How many ones there were must be known at the end: the count so far is all that need be remembered.",
    "softmax",
    "cross-entropy",
    (3, 8, 20),
    make_counting,
    there_are,
    counted,
)

LINEAR = Task(
    "Two weights",
    "many to one",
    "The smallest recurrent network adds up bits; through time its gradient grows or vanishes with one weight.",
    "identity",
    "mse",
    (3, 10, 30),
    make_linear,
    there_are,
    summed,
)
