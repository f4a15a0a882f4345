"""The convex picture of the lecture: surfaces with one minimum whose Hessian is the same everywhere.

Of a quadratic everything is known: how long a step may be (2/λ_max), how fast it comes down, where the minimum is. With
`Regression` the surface comes from data, and is still a quadratic.
"""

from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from engine.landscapes.base import Landscape
from engine.rng import generator
from engine.types import Array, Indices

_BOTH = np.ones(2)  # `parts.dot(_BOTH)` is `parts.sum(axis=-1)` in two thirds of the time


class Quadratic(Landscape):
    """A landscape with one minimum θ*, `minimum`, and one Hessian H."""

    quadratic = True

    def minimum(self) -> Array:
        """θ*, the point (2,) where J is smallest."""
        raise NotImplementedError

    def bend(self, batch: Indices | None = None) -> Array:
        """H = ∂²J/∂θ∂θ (2, 2), the same everywhere."""
        raise NotImplementedError

    def surface(self, theta: Array, batch: Indices | None = None) -> Array:
        """Of a quadratic the Taylor series ends:  J(θ) = J(θ*) + g·δ + ½ δᵀH δ,  δ = θ − θ*.

        About the minimum of all the data g is 0, and nothing cancels, however small J becomes; a batch has a slope
        there.
        """
        delta = theta - self._minimum
        J, g, half_H = self._about_minimum if batch is None else self._taylor(batch)
        parts = delta.dot(half_H)
        parts += g
        parts *= delta
        surface: Array = parts.dot(_BOTH) + J
        return surface

    def hessian(self, theta: Array, batch: Indices | None = None) -> Array:
        return self.bend(batch)

    def curvature(self, theta: Array) -> Array:
        return self._curvature

    def minima(self) -> Array:
        return self._minimum[None, :]

    def domain(self, start: Array) -> Array:
        """Holds the start, the minimum, and a way beyond it."""
        minimum = self._minimum
        corners = np.stack([start, minimum, minimum - 0.4 * (start - minimum)])  # (3, 2)
        low, high = corners.min(axis=0), corners.max(axis=0)
        room = np.maximum(high - low, 0.6 * (high - low).max() + 0.5)
        middle = (low + high) / 2
        low, high = middle - 0.65 * room, middle + 0.65 * room
        return np.array([low[0], high[0], low[1], high[1]])

    @cached_property
    def _minimum(self) -> Array:
        return self.minimum()

    @cached_property
    def _curvature(self) -> Array:
        return np.linalg.eigvalsh(self.bend())[::-1].astype(np.float64)

    @cached_property
    def _about_minimum(self) -> tuple[float, Array, Array]:
        return self.loss(self._minimum), np.zeros(2), self.bend() / 2

    def _taylor(self, batch: Indices) -> tuple[float, Array, Array]:
        """J, gradient and half the Hessian of a batch at the minimum of all the data."""
        return *self.loss_and_gradient(self._minimum, batch), self.bend(batch) / 2


class Bowl(Quadratic):
    """J = ½ (θ₀² + θ₁²): the convex picture with one minimum. The gradient points straight away from it."""

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        J = 0.5 * (theta[0] ** 2 + theta[1] ** 2)
        return float(J), theta.copy()

    def bend(self, batch: Indices | None = None) -> Array:
        return np.eye(2)

    def minimum(self) -> Array:
        return np.zeros(2)


class Ravine(Quadratic):
    """J = ½ (θ₀² + κ θ₁²): κ times as steep across as along. What is safe across is slow along."""

    def __init__(self, condition: float) -> None:
        self.condition = condition  # κ, the condition number λ_max / λ_min

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        J = 0.5 * (theta[0] ** 2 + self.condition * theta[1] ** 2)
        return float(J), np.array([theta[0], self.condition * theta[1]])

    def bend(self, batch: Indices | None = None) -> Array:
        return np.diag([1.0, self.condition])

    def minimum(self) -> Array:
        return np.zeros(2)


class Regression(Quadratic):
    """A line ŷ = θ₀ + θ₁ x fitted to m points: J = 1/m Σ (ŷ − y)², the lecture's cost, without ½.

    θ₀ is the intercept, θ₁ the slope. The samples make the surface, and a batch of them makes a surface of its own.
    """

    def __init__(self, points: Array) -> None:
        self.points: Array = points
        self.samples = len(points)
        self.X: Array = np.stack([np.ones(len(points)), points[:, 0]], axis=1)  # (m, 2): ŷ = X θ
        self.y: Array = points[:, 1].copy()  # (m,)

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        """J = 1/B Σ e²,  ∂J/∂θ = 2/B Xᵀ e,  with e = X θ − y."""
        X, y = self._data(batch)
        e = X.dot(theta) - y  # (B,)
        B = len(e)
        return float(e.dot(e)) / B, e.dot(X) * (2 / B)

    def loss(self, theta: Array, batch: Indices | None = None) -> float:
        """The same without the gradient: it is asked for in every frame."""
        X, y = self._data(batch)
        e = X.dot(theta) - y  # (B,)
        return float(e.dot(e)) / len(e)

    def sample_gradients(self, theta: Array, batch: Indices | slice) -> Array:
        X, y = self.X[batch], self.y[batch]
        e = X.dot(theta) - y
        each: Array = 2 * e[:, None] * X
        return each

    def bend(self, batch: Indices | None = None) -> Array:
        X, _ = self._data(batch)
        H: Array = X.T.dot(X) * (2 / len(X))
        return H

    def minimum(self) -> Array:
        """The least-squares line; among many (all points at one x), the one with the smallest θ."""
        theta: Array = np.linalg.lstsq(self.X, self.y, rcond=None)[0].astype(np.float64)
        return theta

    def says(self, theta: Array, x: Array) -> Array:
        yhat: Array = theta[0] + theta[1] * x
        return yhat

    def equations(self, theta: Array, batch: Indices) -> tuple[dict[str, Any], dict[str, Any]]:
        """ŷ = θ₀ + θ₁ x, e = ŷ − y. Shapes: x, y (B, 1); yhat, e, squared (B,)."""
        x, y = self.points[batch].T
        yhat = theta[0] + theta[1] * x
        e = yhat - y
        return {"x": x[:, None], "y": y[:, None]}, {"yhat": yhat, "e": e, "squared": e**2}

    def _data(self, batch: Indices | None) -> tuple[Array, Array]:
        return (self.X, self.y) if batch is None else (self.X.take(batch, axis=0), self.y.take(batch))


@lru_cache(maxsize=1)
def noisy_line() -> Array:
    """The page's own data, (24, 2): y = 0.4 + 0.9 x + noise. Always the same points, whatever a run's seed."""
    random, m = generator(7, "noisy line"), 24
    x = -0.6 + 3.0 * (np.arange(m) + 0.5 + 0.5 * random.uniform(-1, 1, m)) / m
    y = 0.4 + 0.9 * x + 0.55 * random.standard_normal(m)
    return np.stack([x, y], axis=1)
