"""A film of a dot: frames of 5 × 5 pixels, in each of which it stands one cell farther. Which way has it just moved?

One frame does not tell it: into every cell lead at least two ways. What must be remembered is where the dot was in the
frame before. It goes straight on, turns now and then, and turns at the edge. The first frame has no move before it, so
nothing is asked there.
"""

import numpy as np

from engine.rng import generator
from engine.tasks.sequences import Sequences, Task, Wanted, drawn, one_hot, picked, shuffled
from engine.types import Array, Indices

SIDE = 5
PIXELS = tuple(f"row {row + 1}, column {column + 1}" for row in range(SIDE) for column in range(SIDE))
WAYS = ("left", "right", "up", "down")
STEPS = ((0, -1), (0, 1), (-1, 0), (1, 0))  # in rows and columns
TURNS = 0.3  # how often it turns though it need not


def _next_cells() -> Indices:
    """The cell next to each one in each direction, (25, 4); −1 beyond the edge."""
    cells = np.arange(SIDE**2).reshape(SIDE, SIDE)
    around = np.pad(cells, 1, constant_values=-1)
    return np.stack([around[1 + r : 1 + r + SIDE, 1 + c : 1 + c + SIDE].ravel() for r, c in STEPS], axis=1)


NEXT = _next_cells()


def make(wanted: Wanted) -> Sequences:
    T, rng = wanted.length, generator(wanted.seed, "moving dot")
    if there_are(wanted) <= 2 * wanted.count:
        cells = shuffled([tuple(path) for path in every_path(T).tolist()], T, wanted.count, rng)
    else:
        cells = drawn(lambda m: walks(T, m, rng), wanted.count)
    m = len(cells)
    mask = np.ones((m, T))
    mask[:, 0] = 0
    return Sequences(one_hot(cells, SIDE**2), one_hot(moves(cells), len(WAYS)), mask, np.full(m, T), PIXELS, WAYS)


def there_are(wanted: Wanted) -> int:
    """All ways that a dot can go: from a cell as many as from all the cells next to it, with a frame less."""
    ways = np.ones(SIDE**2, dtype=np.int64)
    for _ in range(1, wanted.length):
        ways = (ways[NEXT] * (NEXT >= 0)).sum(axis=1)
    return int(ways.sum())


def moves(cells: Indices) -> Indices:
    """The direction in which each cell of (m, T) was entered; −1: none, as of the first."""
    into = np.full(cells.shape, -1)
    found = NEXT[cells[:, :-1]] == cells[:, 1:, None]  # (m, T−1, 4)
    into[:, 1:] = np.where(found.any(axis=2), found.argmax(axis=2), -1)
    return into


def walks(T: int, count: int, rng: np.random.Generator) -> Indices:
    """The cells of `count` dots that walk at random, (count, T)."""
    cells = np.empty((count, T), dtype=np.int64)
    cells[:, 0] = rng.integers(0, SIDE**2, count)
    way = rng.integers(0, len(WAYS), count)
    for t in range(1, T):
        here = NEXT[cells[:, t - 1]]  # (count, 4)
        free = here >= 0
        turns = (rng.random(count) < TURNS) | ~np.take_along_axis(free, way[:, None], axis=1)[:, 0]
        other = (rng.random((count, len(WAYS))) * free).argmax(axis=1)  # any of the free ones
        way = np.where(turns, other, way)
        cells[:, t] = np.take_along_axis(here, way[:, None], axis=1)[:, 0]
    return cells


def every_path(T: int) -> Indices:
    """All ways that a dot can go in T frames, (paths, T)."""
    paths = np.arange(SIDE**2)[:, None]
    for _ in range(1, T):
        longer = np.concatenate([np.repeat(paths, len(WAYS), axis=0), NEXT[paths[:, -1]].reshape(-1, 1)], axis=1)
        paths = longer[longer[:, -1] >= 0]
    return paths


def answer(X: Array) -> Array | None:
    """None where a frame has not one dot, or the dot jumps or rests."""
    found = [picked(frame) for frame in X]
    if None in found:
        return None
    into = moves(np.array([found], dtype=np.int64))[0]
    return None if (into[1:] < 0).any() else one_hot(into, len(WAYS))


MOVING_DOT = Task(
    "Moving dot",
    "many to many",
    "Each frame of a film shows a dot; only together with the frame before does it tell which way the dot moves.",
    "softmax",
    "cross-entropy",
    (4, 8, 30),
    make,
    there_are,
    answer,
)
