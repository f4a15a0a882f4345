"""A student's own points, written as one text: "x y x y …", numbers with spaces between them.

One text is a value like any other: it stands in a form, an address, a recipe and the log of changes, and the same text
is the same data wherever it is read.
"""

import re
from functools import lru_cache

import numpy as np

from engine.knobs import Rule, shown
from engine.types import Array

MOST = 64  # as many as a picture can offer to a finger
FEWEST = 2  # what a line needs
FARTHEST = 100.0  # |x| and |y|: a rate below 2/λ_max = 2/(2·100²) can still be set
LONGEST = 2000  # characters of the text

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")


def wrong(text: str) -> str:
    """What is wrong with such a text, as a clause; empty if nothing is. An empty text stands for no points at all."""
    if not text:
        return ""
    if len(text) > LONGEST:
        return f"these are {len(text)} characters, and there can be {LONGEST}"
    words = _words(text)
    for given, word in zip(text.split(), words, strict=True):
        if not _NUMBER.fullmatch(word):
            return f"{shown(given)} is not a number"
        if not abs(float(word)) <= FARTHEST:
            return f"{shown(given)} lies beyond ±{FARTHEST:.0f}"
    if len(words) % 2:
        count = "this is one number" if len(words) == 1 else f"these are {len(words)} numbers"
        return f"{count}, and each point takes two, x and y"
    if len(words) < 2 * FEWEST:
        return f"a line needs {FEWEST} points or more"
    if len(words) > 2 * MOST:
        return f"these are {len(words) // 2} points, and there can be {MOST}"
    return ""


@lru_cache(maxsize=64)
def read(text: str) -> Array:
    """The points of a text in which nothing is wrong, (m, 2). They are shared: read-only."""
    points = np.array([float(word) for word in _words(text)]).reshape(-1, 2)
    points.flags.writeable = False
    return points


def change(before: str, after: str, own: Array) -> str:
    """What has become of the points, as the pages tell it (static/points.js), "" if nothing has; no text is `own`."""
    old, now = (
        [tuple(float(f"{v:.4g}") for v in point) for point in (read(text) if text else own)] for text in (before, after)
    )
    if before == after or old == now:
        return ""
    if not after:
        return "the first points again"
    first = next(
        (i for i, (was, point) in enumerate(zip(old, now, strict=False)) if was != point), min(len(old), len(now))
    )
    if len(now) == len(old) + 1 and now[first + 1 :] == old[first:]:
        return "a point added"
    if len(now) == len(old) - 1 and now[first:] == old[first + 1 :]:
        return "a point removed"
    if len(now) == len(old) and now[first + 1 :] == old[first + 1 :]:
        return "a point moved"
    return f"points: {len(now)}"


def _words(text: str) -> list[str]:
    return text.replace("−", "-").split()


RULE = Rule(
    allowed=f"{FEWEST} to {MOST} points within ±{FARTHEST:.0f}, written “x y x y …” with spaces between the numbers",
    wrong=wrong,
    short=lambda text: f"{len(read(text))} own points",
    empty="the lab’s own points, or those of the table that was handed in",
)
