"""A single sigmoid neuron with two weights: the smallest network there is, and already no bowl any more.

    z = θ₀ + θ₁ x      ŷ = σ(z) = 1 / (1 + e⁻ᶻ)      J = 1/m Σ (ŷ − y)²

Far from 0 the sigmoid is flat, and where every sample sits on that flat part the gradient is nearly zero: a plateau, on
which descent stands still although J is large.
"""

from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from engine.landscapes.base import Landscape
from engine.rng import generator
from engine.types import Array, Indices


def sigmoid(z: Array) -> Array:
    """σ(z) = 1 / (1 + e⁻ᶻ), by way of tanh, which cannot overflow:  σ(z) = ½ tanh(z/2) + ½."""
    half: Array = np.tanh(z / 2)
    return half / 2 + 0.5


class Neuron(Landscape):
    """ŷ = σ(θ₀ + θ₁ x) fitted to m points with y = 0 or 1: θ₀ is the bias, θ₁ the weight."""

    box = (-9.0, 9.0, -4.5, 9.0)

    def __init__(self, points: Array) -> None:
        self.points: Array = points  # (m, 2)
        self.samples = len(points)
        self.X: Array = np.stack([np.ones(len(points)), points[:, 0]], axis=1)  # (m, 2): z = X θ
        self.y: Array = points[:, 1].copy()  # (m,)

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        """∂J/∂θ = 2/B Xᵀ (e · σ′(z)), by the chain rule, with σ′ = ŷ (1 − ŷ)."""
        X, y = self._data(batch)
        yhat = sigmoid(X.dot(theta))  # (B,)
        e = yhat - y
        B = len(e)
        return float(e.dot(e)) / B, (e * yhat * (1 - yhat)).dot(X) * (2 / B)

    def surface(self, theta: Array, batch: Indices | None = None) -> Array:
        X, y = self._data(batch)
        J = np.zeros(theta.shape[:-1])
        for x, target in zip(X, y, strict=True):  # a sample at a time: all at once would take m times the memory
            J += (sigmoid(theta.dot(x)) - target) ** 2
        return J / len(X)

    def hessian(self, theta: Array, batch: Indices | None = None) -> Array:
        """∂²J/∂θ∂θ = 2/B Xᵀ diag(σ′² + e σ″) X, with σ″ = σ′ (1 − 2ŷ)."""
        X, y = self._data(batch)
        yhat = sigmoid(X.dot(theta))
        slope = yhat * (1 - yhat)
        bend = slope**2 + (yhat - y) * slope * (1 - 2 * yhat)  # (B,)
        H: Array = (X * bend[:, None]).T.dot(X) * (2 / len(X))
        return H

    def sample_gradients(self, theta: Array, batch: Indices | slice) -> Array:
        X, y = self.X[batch], self.y[batch]
        yhat = sigmoid(X.dot(theta))
        each: Array = (2 * (yhat - y) * yhat * (1 - yhat))[:, None] * X
        return each

    def says(self, theta: Array, x: Array) -> Array:
        return sigmoid(theta[0] + theta[1] * x)

    def equations(self, theta: Array, batch: Indices) -> tuple[dict[str, Any], dict[str, Any]]:
        """Shapes: x, y (B, 1); z, yhat, e, squared and σ′ = `slope` (B,)."""
        x, y = self.points[batch].T
        z = theta[0] + theta[1] * x
        yhat = sigmoid(z)
        e = yhat - y
        forward = {"z": z, "yhat": yhat, "e": e, "squared": e**2, "slope": yhat * (1 - yhat)}
        return {"x": x[:, None], "y": y[:, None]}, forward

    def minima(self) -> Array:
        return self._minimum[None, :].copy()

    @cached_property
    def _minimum(self) -> Array:
        """By damped Newton steps from the plausible middle; on data that one cut divides there is no minimum, only a
        valley that sinks on towards infinity, and the steps end where they no longer help."""
        theta = np.array([0.0, 1.0])
        for _ in range(200):
            H, g = self.hessian(theta), self.gradient(theta)
            step = np.linalg.solve(H + max(0.0, 1e-9 - 1.1 * np.linalg.eigvalsh(H)[0]) * np.eye(2), g)
            while self.loss(theta - step) > self.loss(theta) and np.abs(step).max() > 1e-15:
                step /= 2
            theta = theta - step
        return theta

    def _data(self, batch: Indices | None) -> tuple[Array, Array]:
        return (self.X, self.y) if batch is None else (self.X.take(batch, axis=0), self.y.take(batch))


@lru_cache(maxsize=1)
def hours_and_passes() -> Array:
    """Hours of study above or below the usual, and whether the exam was passed, (20, 2). Always the same points.

    Around the middle both happen, so that the best curve has a finite slope.
    """
    random, m = generator(7, "hours and passes"), 20
    x = -3.0 + 6.0 * (np.arange(m) + 0.5 + 0.6 * random.uniform(-1, 1, m)) / m
    passed = random.random(m) < sigmoid(-0.4 + 1.7 * x)
    return np.stack([x, passed.astype(np.float64)], axis=1)
