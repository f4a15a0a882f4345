"""Which words are there? Every different word of a text gets a number, the most frequent one 0.

From here on a word is its number v, 0 ≤ v < V: the place of the 1 in its one-hot vector, its row of W and its column
of C. Words that are too rare to learn anything from get none, and are left out of the text before a window slides
over it, as in word2vec.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from engine.types import Indices


class Vocabulary(NamedTuple):
    """The V words of a text, the most frequent first; of those as frequent, the one that occurs first."""

    words: tuple[str, ...]
    counts: Indices  # (V,): how often each occurs
    rare: int  # different words that occur less often than `min_count`
    beyond: int  # different words that there is no room for

    @property
    def ids(self) -> dict[str, int]:
        return {word: v for v, word in enumerate(self.words)}


def vocabulary(
    sentences: Iterable[Sequence[str]], min_count: int, most: int, without: Collection[str] = ()
) -> Vocabulary:
    """The words that occur at least `min_count` times, but at most so many: the most frequent ones; some `without`."""
    counted = Counter(word for sentence in sentences for word in sentence if word not in without)
    ranked = sorted(counted.items(), key=lambda item: -item[1])  # stable: as frequent ones stay in the text's order
    frequent = [item for item in ranked if item[1] >= min_count]
    kept = frequent[:most]
    counts = np.array([count for _, count in kept], dtype=np.int64)
    return Vocabulary(
        tuple(word for word, _ in kept), counts, len(ranked) - len(frequent), max(0, len(frequent) - most)
    )
