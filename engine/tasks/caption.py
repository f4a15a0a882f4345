"""A picture of 5 × 5 pixels is seen once, at t0, and then described, one word a step:

    · · · · ·      a small ring at bottom right .
    · · · · ·
    · · # # #      The picture must be remembered, and also how much of it is already said: no word is fed back,
    · · # · #      and the inputs of all later steps are 0.
    · · # # #

Six shapes in sizes of 3 to 5 pixels, wherever they fit. A size above 3 is big; a shape is "at top" where there is less
room above than below it, and nothing is said of one in the middle.
"""

import functools

import numpy as np

from engine.rng import generator
from engine.tasks.moving_dot import PIXELS, SIDE
from engine.tasks.sequences import Sequences, Task, Wanted, one_hot, shuffled
from engine.types import Array, Indices

SHAPES = ("block", "ring", "plus", "cross", "bar", "pole")
WORDS = ("a", "small", "big", *SHAPES, "at", "top", "bottom", "left", "right", ".")
SIZES = (3, 4, 5)
LONGEST = 7  # words of "a small ring at bottom right ."


def drawn(shape: str, size: int) -> Array | None:
    """The shape in pixels, as large as it says; None where it has no middle: a plus of even size."""
    pixels = np.zeros((size, size))
    match shape:
        case "block":
            pixels[:] = 1
        case "ring":
            pixels[[0, -1]] = 1
            pixels[:, [0, -1]] = 1
        case "plus" if size % 2:
            pixels[size // 2] = pixels[:, size // 2] = 1
        case "cross":
            pixels = np.maximum(np.eye(size), np.eye(size)[::-1])
        case "bar":
            return np.ones((1, size))
        case "pole":
            return np.ones((size, 1))
        case _:
            return None
    return pixels


def caption(shape: str, size: int, above: int, below: int, left: int, right: int) -> tuple[str, ...]:
    """The words for a shape with so many empty pixels around it."""
    vertical = ("top",) if above < below else ("bottom",) if above > below else ()
    horizontal = ("left",) if left < right else ("right",) if left > right else ()
    at = ("at",) if vertical or horizontal else ()
    return ("a", "big" if size > 3 else "small", shape, *at, *vertical, *horizontal, ".")


@functools.lru_cache(maxsize=1)
def pictures() -> dict[bytes, tuple[str, ...]]:
    """Every picture, as its 25 pixels, with its caption."""
    captions: dict[bytes, tuple[str, ...]] = {}
    for shape in SHAPES:
        for size in SIZES:
            pixels = drawn(shape, size)
            if pixels is None:
                continue
            rows, columns = pixels.shape
            for above in range(SIDE - rows + 1):
                for left in range(SIDE - columns + 1):
                    frame = np.zeros((SIDE, SIDE))
                    frame[above : above + rows, left : left + columns] = pixels
                    below, right = SIDE - rows - above, SIDE - columns - left
                    captions[frame.tobytes()] = caption(shape, size, above, below, left, right)
    return captions


def make(wanted: Wanted) -> Sequences:
    """Captions of more than T words are left out."""
    T, rng = wanted.length, generator(wanted.seed, "caption")
    fitting = [(frame, spelled(words)) for frame, words in pictures().items() if len(words) <= T]
    chosen = shuffled([(i, *ids) for i, (_, ids) in enumerate(fitting)], T + 1, wanted.count, rng)
    ids = chosen[:, 1:]  # (m, T)
    X = np.zeros((len(ids), T, SIDE**2))
    X[:, 0] = [np.frombuffer(fitting[i][0]) for i in chosen[:, 0]]
    mask = (ids >= 0).astype(np.float64)
    return Sequences(X, one_hot(ids, len(WORDS)), mask, (ids >= 0).sum(axis=1), PIXELS, WORDS)


def there_are(wanted: Wanted) -> int:
    return sum(len(words) <= wanted.length for words in pictures().values())


def spelled(words: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(WORDS.index(word) for word in words)


def answer(X: Array) -> Array | None:
    """The caption of the picture at t0; None where it shows none of the shapes, or there are too few steps."""
    words = pictures().get((X[0] + 0.0).tobytes())
    if words is None or len(words) > len(X):
        return None
    ids: Indices = np.full(len(X), -1)
    ids[: len(words)] = spelled(words)
    return one_hot(ids, len(WORDS))


CAPTION = Task(
    "Caption",
    "one to many",
    "A picture is seen once, and its caption said word by word: what is in the state must last until the full stop.",
    "softmax",
    "cross-entropy",
    (4, LONGEST, LONGEST),
    make,
    there_are,
    answer,
)
