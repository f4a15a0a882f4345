"""The network of word2vec once more, faster: the sums of engine/word_vectors.py without what only pages need.

    u = h Cᵀ      δ = ∂J/∂u      ∂J/∂C = δᵀ h      ∂J/∂h = δ C

What makes it fast: decisions, too, are answered by two products of whole matrices, since δ (R, Q) is 0 where nothing is
asked; of a softmax only the M wanted scores are looked at; the gradient is written where it belongs, and where each row
of W is picked once it is set there, not added up. A batch of one pair of skip-gram has a way of its own.

Whole matrices pay while R × Q is small: `worth` tells. tests/engine/test_word_pass.py holds both ways equal; what it
brings is in bench/README.md.
"""

import math
from typing import NamedTuple

import numpy as np

from engine.params import Params
from engine.types import Array, Indices
from engine.word_vectors import Examples, hidden, scattered, summed

WORTH = 32  # cells of δ for each decision, up to which whole matrices are faster than to pick rows
SAFE = 300.0  # between e^−300 and e^300 a sum neither overflows nor vanishes: nothing needs to be taken off first


class Decisions(NamedTuple):
    """K times yes (1) or no (0): which row of the batch is asked about which row of C."""

    rows: Indices  # (K,)
    columns: Indices  # (K,)
    wish: Array  # (K,)


def worth(R: int, Q: int, K: int) -> bool:
    """Whether K decisions of R rows of the batch and Q of C are answered faster by whole matrices."""
    return R * Q <= WORTH * K


class WordPass:
    """Batches through W (V, N) and C (Q, N) of `params`; `gradient` (P,) is overwritten by each.

    `once`: no word is in two rows of a batch, nor with others in one, as of skip-gram by centers.
    """

    def __init__(self, params: Params, once: bool) -> None:
        self._params, self._once = params, once
        self._W, self._C = params["W"], params["C"]
        self.gradient: Array = np.zeros(len(params))
        parts = params.named(self.gradient)
        self._dW, self._dC = parts["W"], parts["C"]
        self._touched: Indices | int = np.empty(0, dtype=np.int64)

    def of(self, params: Params) -> bool:
        """Whether it is these parameters' pass."""
        return self._params is params

    def pair(self, center: int, wanted: int) -> float:
        """J of one pair, by softmax; ∂J/∂θ is then in `gradient`."""
        self._dW[self._touched] = 0.0
        h = self._W[center]  # (N,)
        u = self._C.dot(h)  # (V,)
        u -= u.max()
        score: float = u.item(wanted)
        p = np.exp(u, u)
        total: float = p.sum().item()
        p /= total
        p[wanted] -= 1.0  # δ = p − y
        np.multiply(p[:, None], h, self._dC)
        p.dot(self._C, self._dW[center])
        self._touched = center
        return math.log(total) - score

    def run(self, examples: Examples, decisions: Decisions | None = None) -> float:
        """J of a batch, by softmax or by these decisions; ∂J/∂θ is then in `gradient`."""
        h = self._W[examples.inputs] if self._once else hidden(self._W, examples)  # (R, N)
        u = h.dot(self._C.T)  # (R, Q)
        if decisions:
            loss, delta = _decided(u, decisions, len(examples.wanted))
        else:
            loss, delta = _weighed(u, examples)
        np.dot(delta.T, h, self._dC)
        dh = delta.dot(self._C)
        if self._once:
            self._dW[self._touched] = 0.0
            self._dW[examples.inputs] = dh
            self._touched = examples.inputs
        else:
            self._dW[:] = scattered(examples.inputs, examples.shares[:, None] * dh[examples.owners], len(self._W))
        return loss


def cost(W: Array, C: Array, examples: Examples) -> float:
    """J of a batch by softmax, without its gradient."""
    return _weighed(hidden(W, examples).dot(C.T), examples)[0]


def _weighed(u: Array, examples: Examples) -> tuple[float, Array]:
    """J and δ = (n p − y) / M of a row that asks for n words; u (R, V) is overwritten by δ."""
    M = len(examples.wanted)
    cell = examples.rows * u.shape[1] + examples.wanted  # (M,): where each wanted score stands in u, row after row
    if max(u.max(), -u.min()) > SAFE:
        u -= u.max(axis=1, keepdims=True)
    scores = u.ravel()[cell].sum()
    asks: Indices = np.bincount(examples.rows, minlength=len(u))  # (R,): n
    e = np.exp(u, u)
    total = e.sum(axis=1)  # (R,)
    loss = (asks.dot(np.log(total)) - scores).item() / M
    e *= (asks / (total * M))[:, None]
    np.subtract.at(e.ravel(), cell, 1.0 / M)
    return loss, e


def _decided(u: Array, asked: Decisions, M: int) -> tuple[float, Array]:
    """J and δ = Σ (σ(u) − wish) / M of the decisions about each of u (R, Q)."""
    cell = asked.rows * u.shape[1] + asked.columns  # (K,)
    z = u.ravel()[cell]
    e = np.exp(-np.abs(z))
    p = np.where(z > 0, 1.0, e) / (1.0 + e)  # σ(z)
    loss = float((np.maximum(z, 0.0) + np.log1p(e) - asked.wish * z).sum()) / M  # softplus(z) − wish · z
    delta = summed(cell, (p - asked.wish) / M, u.size).reshape(u.shape)
    return loss, delta
