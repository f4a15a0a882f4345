"""Words in a picture: frames carry numbers only, so a word travels as the numbers of its letters.

A letter is its Unicode code point, below 2²¹, which a 32-bit float holds exactly; 10, the line feed, ends each word.
"""

from collections.abc import Iterable

import numpy as np

from engine.types import Array

END = 10


def spelled(words: Iterable[str]) -> Array:
    """The letters of words one after the other, (letters + words,)."""
    text = "".join(word.replace("\n", " ") + "\n" for word in words)
    return np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4").astype(np.float64)


def read(letters: Array) -> list[str]:
    """The words that were spelled."""
    text = "".join(chr(int(letter)) for letter in letters)
    return text.split("\n")[:-1]
