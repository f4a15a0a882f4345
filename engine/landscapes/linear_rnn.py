"""The smallest recurrent network: one state, two weights, no activation. Its surface spans ten decades.

    S_0 = 0      S_k = w_x x_k + w_rec S_(k−1)      ŷ = S_n      J = 1/m Σ (ŷ − y)²

The target is the sum of the sequence, so that the answer is w_x = w_rec = 1. Backwards through time every step
multiplies the gradient by w_rec once more: n steps, and it has vanished (|w_rec| < 1) or exploded (|w_rec| > 1).

Source: Peter Roelants, "How to implement a recurrent neural network", part 1, which the lecture points to.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from engine.landscapes.base import Landscape
from engine.rng import generator
from engine.types import Array, Indices

BEYOND = 1e150


class LinearRNN(Landscape):
    """θ₀ = w_x, θ₁ = w_rec; `sequences` (m, n + 1) holds n inputs and the target of each sample."""

    axes = ("w_x", "w_rec")
    box = (-3.0, 3.0, -2.25, 2.25)
    floor = 0.1

    def __init__(self, sequences: Array) -> None:
        self.sequences: Array = sequences
        self.samples, self.steps = len(sequences), sequences.shape[1] - 1
        self.x: Array = np.ascontiguousarray(sequences[:, :-1].T)  # (n, m): a row for each step in time
        self.y: Array = sequences[:, -1].copy()  # (m,)

    def states(self, theta: Array, x: Array) -> Array:
        """S_0 … S_n of each sequence of x (n, B), (n + 1, B)."""
        w_x, w_rec = theta
        S = np.zeros((len(x) + 1, x.shape[1]))
        for k in range(1, len(S)):
            S[k] = w_x * x[k - 1] + w_rec * S[k - 1]
        return S

    def through_time(self, theta: Array, S: Array, y: Array) -> Array:
        """∂J_i/∂S_k of each sequence, (n + 1, B): from the end back to the start, times w_rec at every step."""
        dJ_dS = np.zeros_like(S)
        dJ_dS[-1] = 2 * (S[-1] - y)
        for k in range(len(S) - 1, 0, -1):
            dJ_dS[k - 1] = theta[1] * dJ_dS[k]
        return dJ_dS

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        """∂J/∂w_x = 1/B Σ_i Σ_k ∂J_i/∂S_k · x_k,   ∂J/∂w_rec = 1/B Σ_i Σ_k ∂J_i/∂S_k · S_(k−1)."""
        x, y = self._data(batch)
        with np.errstate(over="ignore", invalid="ignore"):  # to be told as divergence, not as a warning
            S = self.states(theta, x)
            dJ_dS = self.through_time(theta, S, y)[1:]  # (n, B)
            e = S[-1] - y
            gradient = np.array([(dJ_dS * x).sum(), (dJ_dS * S[:-1]).sum()]) / len(e)
            return float(e.dot(e)) / len(e), _measured(gradient)

    def loss(self, theta: Array, batch: Indices | None = None) -> float:
        x, y = self._data(batch)
        with np.errstate(over="ignore", invalid="ignore"):
            e = self.states(theta, x)[-1] - y
            return float(e.dot(e)) / len(e)

    def sample_gradients(self, theta: Array, batch: Indices | slice) -> Array:
        x, y = self.x[:, batch], self.y[batch]
        with np.errstate(over="ignore", invalid="ignore"):
            S = self.states(theta, x)
            dJ_dS = self.through_time(theta, S, y)[1:]
            return _measured(np.stack([(dJ_dS * x).sum(axis=0), (dJ_dS * S[:-1]).sum(axis=0)], axis=1))

    def surface(self, theta: Array, batch: Indices | None = None) -> Array:
        """All points step through time together: S is (…) for one sequence."""
        every = np.arange(self.samples) if batch is None else batch
        w_x, w_rec = theta[..., 0], theta[..., 1]
        J = np.zeros(theta.shape[:-1])
        with np.errstate(over="ignore", invalid="ignore"):
            for i in every:
                S = np.zeros_like(J)
                for bit in self.x[:, i]:
                    S = w_rec * S
                    if bit:
                        S = S + w_x * bit
                J += (S - self.y[i]) ** 2
            return J / len(every)

    def hessian(self, theta: Array, batch: Indices | None = None) -> Array:
        return self._unrolled(theta, *self._data(batch))[1]

    def gradient_and_hessian(self, theta: Array) -> tuple[Array, Array]:
        return self._unrolled(theta, self.x, self.y)

    def _unrolled(self, theta: Array, x: Array, y: Array) -> tuple[Array, Array]:
        """Unrolled, the network is a polynomial: ŷ = w_x P(w_rec) with P(w) = Σ_k x_k wⁿ⁻ᵏ. With e = ŷ − y, P′ and P″

        ∂J/∂w_x = 2/B Σ e P,   ∂J/∂w_rec = 2/B Σ e w_x P′,
        ∂²J/∂w_x² = 2/B Σ P²,  ∂²J/∂w_x∂w_rec = 2/B Σ (w_x P P′ + e P′),  ∂²J/∂w_rec² = 2/B Σ ((w_x P′)² + e w_x P″).
        """
        w_x, w_rec = theta
        power = np.arange(len(x) - 1, -1, -1)
        with np.errstate(over="ignore", invalid="ignore"):
            powers = w_rec ** np.maximum(power - np.array([[0], [1], [2]]), 0)  # (3, n)
            powers[1] *= power
            powers[2] *= power * (power - 1)
            P, P1, P2 = powers.dot(x)  # (B,) each: P, P′, P″
            e = w_x * P - y
            mixed = w_x * P.dot(P1) + e.dot(P1)
            g = np.array([e.dot(P), w_x * e.dot(P1)])
            H = np.array([[P.dot(P), mixed], [mixed, w_x**2 * P1.dot(P1) + w_x * e.dot(P2)]])
            return _measured(g * (2 / len(y))), _measured(H * (2 / len(y)))

    def equations(self, theta: Array, batch: Indices) -> tuple[dict[str, Any], dict[str, Any]]:
        """Shapes: x (B, n), y (B, 1); S and dJ_dS (B, n + 1), in the order of time; yhat, e, squared (B,)."""
        x, y = self.x[:, batch], self.y[batch]
        with np.errstate(over="ignore", invalid="ignore"):
            S = self.states(theta, x)
            dJ_dS = self.through_time(theta, S, y)
            e = S[-1] - y
            forward = {"S": S.T, "yhat": S[-1], "e": e, "squared": e**2, "dJ_dS": dJ_dS.T}
        return {"x": x.T, "y": y[:, None]}, forward

    def minima(self) -> Array:
        return np.array([[1.0, 1.0]])

    def _data(self, batch: Indices | None) -> tuple[Array, Array]:
        return (self.x, self.y) if batch is None else (self.x[:, batch], self.y[batch])


def _measured(values: Array) -> Array:
    """Slopes beyond all measure as numbers whose squares are still numbers; no step is made from where they are."""
    if np.abs(values).max() < BEYOND:  # never so of NaN
        return values
    measured: Array = np.nan_to_num(np.clip(values, -BEYOND, BEYOND), nan=BEYOND)
    return measured


@lru_cache(maxsize=1)
def bit_sums() -> Array:
    """Twenty sequences of ten bits, and the sum of each, (20, 11). Always the same ones."""
    bits = generator(7, "bit sums").integers(0, 2, (20, 10)).astype(np.float64)
    return np.concatenate([bits, bits.sum(axis=1, keepdims=True)], axis=1)
