"""What do the vectors know? Neighbours, analogies and likeness, all by the angle between vectors: its cosine.

    king − man + woman ≈ queen        the word whose vector points most nearly where this sum does (3CosAdd)

Lengths are left out of it: they tell rather how often a word occurs than what it means. Source: Mikolov, Yih and Zweig
(2013), "Linguistic regularities in continuous space word representations"; as there, no answer is one of the words
asked about.
"""

from collections.abc import Sequence

import numpy as np

from engine.types import Array, Indices

TINY = 1e-12


def unit(W: Array) -> Array:
    """Rows of length 1; a row of 0 stays 0."""
    lengths = np.sqrt(np.einsum("vn,vn->v", W, W))
    scaled: Array = W / np.maximum(lengths, TINY)[:, None]
    return scaled


def nearest(W: Array, word: int, k: int) -> Array:
    """The k words most like a word, (k, 2): which, and its cosine."""
    W = unit(W)
    return _best(W @ W[word], [word], k)


def analogy(W: Array, a: int, b: int, c: int, k: int) -> Array:
    """The k best answers to a − b + c, (k, 2): which word, and its cosine."""
    W = unit(W)
    wish = W[a] - W[b] + W[c]
    return _best(W @ wish / max(float(np.sqrt(wish @ wish)), TINY), [a, b, c], k)


def likeness(W: Array, words: Sequence[int]) -> Array:
    """The cosine of each two of some words, (n, n)."""
    chosen = unit(W[list(words)])
    cosines: Array = chosen @ chosen.T
    return np.clip(cosines, -1.0, 1.0)


def along(W: Array, ends: tuple[Sequence[int], Sequence[int]]) -> Array:
    """Where each word lies on the line from one group's middle (0) to another's (1), (V,): its foot on that line."""
    start, stop = (W[list(group)].mean(axis=0) for group in ends)
    way = stop - start
    length = float(way @ way)
    feet: Array = (W - start) @ way / (length if length > TINY else 1.0)
    return feet


def accuracy(W: Array, quads: Indices) -> float:
    """The share of planted analogies a : b = c : d, (n, 4), whose best answer to b − a + c is d."""
    W = unit(W)
    a, b, c, d = quads.T
    likes = (W[b] - W[a] + W[c]) @ W.T  # (n, V)
    row = np.arange(len(quads))
    for asked in (a, b, c):
        likes[row, asked] = -np.inf
    return float((likes.argmax(axis=1) == d).mean())


def purity(W: Array, kinds: Indices) -> float:
    """The share of the words with a kind (≥ 0) whose nearest neighbour among all words is of the same kind."""
    W = unit(W)
    of_a_kind = np.flatnonzero(kinds >= 0)
    likes = W[of_a_kind] @ W.T
    likes[np.arange(len(of_a_kind)), of_a_kind] = -np.inf
    return float((kinds[likes.argmax(axis=1)] == kinds[of_a_kind]).mean())


def _best(cosines: Array, asked: Sequence[int], k: int) -> Array:
    cosines = np.clip(cosines, -1.0, 1.0)
    cosines[list(asked)] = -np.inf
    k = max(0, min(k, len(cosines) - len(set(asked))))
    best = np.argsort(-cosines, kind="stable")[:k]
    return np.column_stack([best, cosines[best]])
