"""A text is read one character at a time, and at each the next one is to be said: a language model of letters.

The text is cut into windows of T steps, the last of them shorter where it does not come out even:

    "hello" with T = 2:    x  h e    l l        What a window begins in the middle of cannot be known there:
                           y  e l    l o        each one starts from an empty memory.

A student's own text may be in any script. Its characters are code points, composed where that is possible (é is one).
Sources: Unicode Standard Annex 15, form NFC; Andrej Karpathy, "The Unreasonable Effectiveness of Recurrent Neural
Networks".
"""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.knobs import BadValue
from engine.rng import generator
from engine.tasks.rhymes import rhymes
from engine.tasks.sequences import Sequences, Task, Wanted, first_of_each, one_hot
from engine.types import Array, Indices
from engine.words import said

MOST_CHARACTERS = 20_000
"""Of a longer text only the beginning is read."""

MOST_SYMBOLS = 60
OTHER = "□"
"""What the rarest characters of a text become that has more than `MOST_SYMBOLS` different ones."""

ALLOWED = f"a text with two different characters or more, of which the first {MOST_CHARACTERS} are read"
FEW = 100  # characters, of which little can be learned
COMPOSES = 4  # so many code points at most become one: a Greek vowel with its breathing, accent and iota

_LINE_END = re.compile("\r\n?|\u2028|\u2029")
_LONE = re.compile("[\ud800-\udfff]")  # half a character: no text can be written with it


def make(wanted: Wanted) -> Sequences:
    """Raises BadValue where there is nothing to learn."""
    T = wanted.length
    symbols, rows = _windows_of(wanted.text, T)
    rows = rows[generator(wanted.seed, "windows").permutation(len(rows))[: wanted.count]]
    x, y = rows[:, :T], rows[:, T:]
    mask = (y >= 0).astype(np.float64)
    return Sequences(
        one_hot(x, len(symbols)),
        one_hot(y, len(symbols)),
        mask,
        (y >= 0).sum(axis=1),
        symbols,
        symbols,
    )


def there_are(wanted: Wanted) -> int:
    return len(_windows_of(wanted.text, wanted.length)[1])


@functools.lru_cache(maxsize=1)  # they are counted, and then made
def _windows_of(own: str | None, T: int) -> tuple[tuple[str, ...], Indices]:
    """The symbols of the text, and its windows (w, 2T)."""
    text = rhymes() if own is None else read(own)
    symbols = different_characters(text)
    place = {symbol: i for i, symbol in enumerate(symbols)}
    ids = np.array([place.get(character, place.get(OTHER, -1)) for character in text], dtype=np.int64)
    return symbols, windows(ids, T)


def read(text: str) -> str:
    """The text as it is learnt from. Raises BadValue where it has not two different characters."""
    ended = _LINE_END.sub("\n", text[: COMPOSES * MOST_CHARACTERS].removeprefix("\ufeff"))
    composed = _LONE.sub(OTHER, unicodedata.normalize("NFC", ended))[:MOST_CHARACTERS]
    if len(set(composed)) < 2:
        message = (
            "This text is empty: at least two different characters are needed to learn which one comes next."
            if not composed
            else "This text has one character only: at least two different ones are needed, so that one can follow."
            if len(composed) == 1
            else "All characters of this text are the same: at least two different ones are needed."
        )
        raise BadValue("text", text[:60], ALLOWED, message)
    return composed


def remark(text: Mapping[str, Any]) -> str:
    """What there is to say of a student's text, of which a summary is given. Raises BadValue where nothing follows."""
    characters, different = text["characters"], text["symbols"]
    if different < 2:
        read("a" * characters)
    found: list[str] = []
    if characters < FEW:
        found.append(f"There is little to learn from {said(characters)} characters.")
    if different > MOST_SYMBOLS:
        found.append(f"Of its {said(different)} different characters the rarest are read as {OTHER}.")
    if characters > MOST_CHARACTERS:
        found.append(f"The lab takes its first {said(MOST_CHARACTERS)} characters.")
    return " ".join(found)


def different_characters(text: str) -> tuple[str, ...]:
    """The most frequent first; of equally frequent ones, the first to come. Too many: the rarest are all `OTHER`."""
    counts = Counter(text)
    if len(counts) <= MOST_SYMBOLS:
        return tuple(symbol for symbol, _ in counts.most_common())
    frequent = [symbol for symbol, _ in counts.most_common() if symbol != OTHER][: MOST_SYMBOLS - 1]
    counts[OTHER] = len(text) - sum(counts[symbol] for symbol in frequent)
    return tuple(sorted([*frequent, OTHER], key=lambda symbol: -counts[symbol]))


def windows(ids: Indices, T: int) -> Indices:
    """The different windows: T characters and the T that follow them, (w, 2T); −1 behind the text's end."""
    pairs = len(ids) - 1
    count = -(-pairs // T)
    rows = np.full((2, count * T), -1)
    rows[0, :pairs], rows[1, :pairs] = ids[:-1], ids[1:]
    return first_of_each(np.concatenate([rows[0].reshape(count, T), rows[1].reshape(count, T)], axis=1))


def answer(X: Array) -> Array | None:
    """Several characters may follow the same ones: none is the right one."""
    return None


CHARACTERS = Task(
    "Next character",
    "many to many",
    "It reads a text letter by letter and says which comes next: so it learns to spell, and then to write.",
    "softmax",
    "cross-entropy",
    (2, 25, 100),
    make,
    there_are,
    answer,
    symbolic=True,
)
