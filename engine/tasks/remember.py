"""The first symbol is to be said at the end: A or B, and then nothing but w, x, y and z.

What comes between has letters of its own, so that it need only be ignored: the task asks how long something can be
kept, and not when to look. The gradient that teaches it has to come back through all T − 1 steps. Two symbols and no
more: of four, a small Elman network was seen to take two for the same for hundreds of updates from every third seed,
and the question here is time.
"""

import numpy as np

from engine.rng import generator
from engine.tasks.sequences import Sequences, Task, Wanted, different, last_steps, one_hot, picked
from engine.types import Array

KEPT = ("A", "B")
IGNORED = ("w", "x", "y", "z")
SYMBOLS = KEPT + IGNORED


def make(wanted: Wanted) -> Sequences:
    T = wanted.length
    bits = different(2, 2 * T - 1, wanted.count, generator(wanted.seed, "remember"))
    m, first = len(bits), bits[:, 0]
    later = len(KEPT) + bits[:, 1::2] + 2 * bits[:, 2::2]  # (m, T−1): two bits for one of four
    ids = np.concatenate([first[:, None], later], axis=1)  # (m, T)
    mask = last_steps(T, np.full(m, T))
    return Sequences(
        one_hot(ids, len(SYMBOLS)),
        one_hot(first, len(KEPT))[:, None] * mask[..., None],
        mask,
        np.full(m, T),
        SYMBOLS,
        KEPT,
        memory=np.repeat((first == 0).astype(np.float64)[:, None], T, axis=1),
        memory_name="whether it began with A",
    )


def there_are(wanted: Wanted) -> int:
    return int(2 * 4 ** (wanted.length - 1))


def answer(X: Array) -> Array | None:
    """The first symbol, whatever follows it; None where it is none of those to be kept."""
    first = picked(X[0])
    if first is None or first >= len(KEPT):
        return None
    y = np.zeros((len(X), len(KEPT)))
    y[-1, first] = 1
    return y


REMEMBER = Task(
    "Remember the first symbol",
    "many to one",
    "The first symbol is asked for at the end, however many others came since: how long can it be kept?",
    "softmax",
    "cross-entropy",
    (2, 10, 100),
    make,
    there_are,
    answer,
    symbolic=True,
)
