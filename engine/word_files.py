"""Word vectors to take along, as other programs read them: word2vec's text format, and a pair of tables.

    174 12                          how many words, how many numbers each
    fox 0.31 -1.2 …                 a line per word: the word, then its numbers, with a space before each

A space ends a word there, so one within a word is written as "_". The tables are those of embedding projectors: a row
of numbers per word in the one, and in the other, below a row of names, what is known of that word.

Every number is the shortest decimal that gives the same 32-bit float back.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from engine.types import Array

AT_ONCE = 500  # numbers in a piece: about a millisecond
LARGEST = float(np.finfo(np.float32).max)
NO_KIND = "none"
_SPACE = re.compile(r"\s")


def word2vec(words: Sequence[str], W: Array) -> Iterator[str]:
    """The text format of word2vec, piece by piece: words and their vectors, (V, N)."""
    yield f"{len(W)} {W.shape[1]}\n"
    yield from _rows(W, " ", [f"{word} " for word in without_spaces(words)])


def table(W: Array) -> Iterator[str]:
    """A row of numbers per word, (V, N), with tabs between them, piece by piece."""
    yield from _rows(W, "\t", [""] * len(W))


def about(words: Sequence[str], counts: Sequence[int], kinds: Sequence[str]) -> Iterator[str]:
    """The table beside it: each row's word, how often it occurs, and its kind."""
    yield "word\tcount\tkind\n"
    lines = [
        f"{_SPACE.sub(' ', word)}\t{count}\t{kind or NO_KIND}\n"
        for word, count, kind in zip(words, counts, kinds, strict=True)
    ]
    for first in range(0, len(lines), AT_ONCE):
        yield "".join(lines[first : first + AT_ONCE])


def without_spaces(words: Sequence[str]) -> list[str]:
    """Each space as "_"; where two words would become the same one, the later has one more at its end."""
    plain: dict[str, None] = {}
    taken = set(words)
    for word in words:
        name = _SPACE.sub("_", word)
        while name in plain or (name != word and name in taken):
            name += "_"
        plain[name] = None
    return list(plain)


def _rows(W: Array, between: str, names: Sequence[str]) -> Iterator[str]:
    """Lines of numbers, each after its name."""
    numbers = np.clip(np.nan_to_num(W), -LARGEST, LARGEST).astype(np.float32)
    rows = max(1, AT_ONCE // max(1, W.shape[1]))
    for first in range(0, len(W), rows):
        part = slice(first, first + rows)
        yield "".join(
            f"{name}{between.join(map(str, row))}\n" for name, row in zip(names[part], numbers[part], strict=True)
        )
