"""The network of word2vec, as the lecture draws it: a one-hot row picks a row of W, and C scores every word by it.

    x W = h          1×V · V×N = 1×N      skip-gram: the center word's row of W; CBOW: the mean of its context's rows
    h Cᵀ = u         1×N · N×V = 1×V      a score for every word: C holds a vector for each, as a row here

Then there are two ways to say how wrong the scores are:

    softmax     p = eᵘ / Σ eᵘ        J = −1/M Σ log p[wanted]           all V words weighed against each other
    decisions   σ(u) for a few u     J = −1/M Σ Σ log σ(±u)             yes or no to each: negative sampling asks about
                                                                        the wanted word and k others, hierarchical
                                                                        softmax about the nodes on the way to it

Sources: Mikolov et al. (2013), "Efficient estimation of word representations in vector space" and "Distributed
representations of words and phrases"; Rong (2014), "word2vec parameter learning explained", for the letters.
R rows of the batch, M words to predict, V words, N dimensions, Q decisions for each.
"""

from typing import NamedTuple

import numpy as np

from engine.activations import softplus
from engine.types import Array, Indices


class Examples(NamedTuple):
    """What an update looks at: R rows, each the mean of some words' vectors, and M words that they should predict."""

    inputs: Indices  # (K,): the words of row 0, then those of row 1, …; skip-gram has one in each
    starts: Indices  # (R,): where each row's begin
    rows: Indices  # (M,): whose row predicts
    wanted: Indices  # (M,): which word

    @property
    def sizes(self) -> Indices:
        """How many words each row is the mean of, (R,)."""
        if len(self.inputs) == len(self.starts):
            return np.ones(len(self.starts), dtype=np.int64)
        return np.diff(self.starts, append=len(self.inputs))

    @property
    def owners(self) -> Indices:
        """The row of each input, (K,)."""
        return np.repeat(np.arange(len(self.starts)), self.sizes)

    @property
    def shares(self) -> Array:
        """What each input counts in its row, (K,): 1/n of n words."""
        return np.repeat(1.0 / self.sizes, self.sizes)


class Passed(NamedTuple):
    """The batch's way through the network; where δ = ∂J/∂u stands is told by `columns` and `rows`."""

    h: Array  # (R, N)
    u: Array  # scores: (R, V) of softmax, (M, Q) of decisions
    p: Array  # softmax's shares of all words, or σ(u) of each decision
    loss: float
    delta: Array  # as u
    columns: Indices | None  # (M, Q): which row of C each decision is about; None: all of them, in order
    wish: Array  # as u, what p should be: softmax's sums of wanted words over rows (R, V), or 0 and 1


def hidden(W: Array, examples: Examples) -> Array:
    """h = x W, (R, N): with x one-hot the product only picks a row, with 1/n in n places it is their mean."""
    if len(examples.inputs) == len(examples.starts):
        return W[examples.inputs]
    h: Array = np.add.reduceat(examples.shares[:, None] * W[examples.inputs], examples.starts, axis=0)
    return h


def softmax(W: Array, C: Array, examples: Examples) -> Passed:
    """Every word weighed against every other. Rows that ask for several words ask for them in one go."""
    M = len(examples.wanted)
    h = hidden(W, examples)
    u = h @ C.T  # (R, V)
    y = _counted(examples.rows, examples.wanted, u.shape)  # (R, V): how often each word is wanted
    z = u - u.max(axis=1, keepdims=True)  # the largest is 0: nothing overflows, and the shares are the same
    e = np.exp(z)
    total = e.sum(axis=1, keepdims=True)
    p = e / total
    log_p = z[examples.rows, examples.wanted] - np.log(total[examples.rows, 0])  # (M,)
    loss = -float(log_p.sum()) / M
    delta = (y.sum(axis=1, keepdims=True) * p - y) / M  # ∂J/∂u: for each wanted word p, less 1 where it is
    return Passed(h, u, p, loss, delta, None, y)


def decisions(
    W: Array, C: Array, examples: Examples, columns: Indices, wish: Array, there: Array | None = None
) -> Passed:
    """Yes (1) or no (0) to each of Q rows of C: `columns`, `wish`, `there` are (M, Q); what is not there counts 0."""
    M = len(examples.wanted)
    h = hidden(W, examples)
    u = np.einsum("mn,mqn->mq", h[examples.rows], C[columns])  # (M, Q)
    p = 1 / (1 + np.exp(-np.clip(u, -700, 700)))
    each = softplus(u) - wish * u  # −log σ(u) where yes is right, −log σ(−u) where no is
    delta = (p - wish) / M
    if there is not None:
        each, delta = each * there, delta * there
    return Passed(h, u, p, float(each.sum()) / M, delta, columns, wish)


def backward(C: Array, examples: Examples, passed: Passed, V: int) -> tuple[Array, Array]:
    """∂J/∂W (V, N) and ∂J/∂C (rows of C, N), by the chain rule from δ = ∂J/∂u.

    ∂J/∂C = δᵀ h,   ∂J/∂h = δ C,   ∂J/∂W = xᵀ ∂J/∂h: only the rows that the batch has picked.
    """
    h, delta = passed.h, passed.delta
    if passed.columns is None:
        dC, dh = delta.T @ h, delta @ C
    else:
        push = delta[:, :, None] * h[examples.rows][:, None, :]  # (M, Q, N)
        dC = scattered(passed.columns.ravel(), push.reshape(-1, h.shape[1]), len(C))
        dh = scattered(examples.rows, np.einsum("mq,mqn->mn", delta, C[passed.columns]), len(h))
    dW = scattered(examples.inputs, examples.shares[:, None] * dh[examples.owners], V)
    return dW, dC


def scattered(rows: Indices, values: Array, size: int) -> Array:
    """Values (K, N) added up in the rows where they belong, (size, N).

    By `bincount` over the flattened places: NumPy's `add.at` on rows takes five times as long.
    """
    N = values.shape[1]
    places = (rows[:, None] * N + np.arange(N)).ravel()
    return summed(places, values.ravel(), size * N).reshape(size, N)


def summed(places: Indices, values: Array, size: int) -> Array:
    """Values (K,) added up in the places where they belong, (size,)."""
    sums: Array = np.bincount(places, weights=values, minlength=size).astype(np.float64, copy=False)
    return sums


def _counted(rows: Indices, columns: Indices, shape: tuple[int, int]) -> Array:
    """How often each cell (row, column) occurs."""
    flat = np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1])
    return flat.astype(np.float64).reshape(shape)
