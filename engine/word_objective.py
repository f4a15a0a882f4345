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


class Asks(NamedTuple):
    """What all pairs together ask of row q of C, by their center: how much of it is asked, and how much of that is
    wished to be yes; (V, Q) each."""

    asked: Array
    yes: Array

    @classmethod
    def of_negatives(cls, P: Array, noise: Array, k: int) -> "Asks":
        """Negative sampling on average over all draws of noise (V,): each pair (i, o) asks o once, and each other word
        v k · noise_v / (1 − noise_o) times."""
        others = P / (1 - noise)  # (V, V)
        drawn = k * noise * (others.sum(axis=1, keepdims=True) - others)
        return cls(P + drawn, P)

    @classmethod
    def of_tree(cls, P: Array, forks: Forks) -> "Asks":
        """Hierarchical softmax: each word asks the nodes on its way."""
        return cls(P @ forks.there.T, P @ forks.right.T)


def of_decisions(W: Array, C: Array, asks: Asks) -> float:
    """−Σ yes log σ(u) + (asked − yes) log σ(−u), where −log σ(−u) = softplus(u) and −log σ(u) = softplus(u) − u."""
    u = W @ C.T  # (V, Q)
    return float((asks.asked * softplus(u) - asks.yes * u).sum())


def told_by(forks: Forks, u: Array) -> Array:
    """The probability of each word (V,) by the scores (V − 1,) of the nodes: they add up to 1."""
    p: Array = np.exp(u @ forks.right - softplus(u) @ forks.there)
    return p
