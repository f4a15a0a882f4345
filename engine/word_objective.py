"""J of all the pairs of a text at once: how wrong the network is, whichever pairs the next batch has.

Skip-gram looks at its center word only, so all pairs of the same two words cost the same: with P[i, o], the share of
the pairs (i, o) among all, J is a sum over V × V cells instead of over every window.
"""

from typing import NamedTuple

import numpy as np

from engine.activations import softplus
from engine.huffman import Tree
from engine.types import Array


def of_softmax(W: Array, C: Array, P: Array) -> float:
    """−Σ P log p over all pairs of words, P (V, V)."""
    u = W @ C.T  # (V, V)
    u -= u.max(axis=1, keepdims=True)
    log_p = u - np.log(np.exp(u).sum(axis=1, keepdims=True))
    return -float((P * log_p).sum())


def of_negatives(W: Array, C: Array, P: Array, noise: Array, k: int) -> float:
    """What negative sampling's loss is on average over all draws: of noise (V,), without the wanted word itself."""
    u = W @ C.T
    no = softplus(u)  # −log σ(−u): what it costs that a word is drawn
    yes = no - u  # −log σ(u)
    others = (no @ noise)[:, None] - noise * no  # (V, V): the drawn words' mean cost, but for the wanted one's part
    return float((P * (yes + k * others / (1 - noise))).sum())


class Forks(NamedTuple):
    """A tree's ways as matrices (V − 1, V): 1 where a node is on a word's way, and 1 where that turns right there."""

    there: Array
    right: Array

    @classmethod
    def of(cls, tree: Tree) -> "Forks":
        V = len(tree.nodes)
        there, right = np.zeros((V - 1, V)), np.zeros((V - 1, V))
        word, level = np.nonzero(tree.nodes >= 0)
        there[tree.nodes[word, level], word] = 1
        right[tree.nodes[word, level], word] = tree.turns[word, level]
        return cls(there, right)


def of_tree(W: Array, C: Array, P: Array, forks: Forks) -> float:
    """Of hierarchical softmax: each word costs what the nodes on its way do."""
    u = W @ C.T  # (V, V − 1)
    cost = softplus(u) @ forks.there - u @ forks.right  # (V, V)
    return float((P * cost).sum())


def told_by(forks: Forks, u: Array) -> Array:
    """The probability of each word (V,) by the scores (V − 1,) of the nodes: they add up to 1."""
    p: Array = np.exp(u @ forks.right - softplus(u) @ forks.there)
    return p
