"""Loss surfaces over two parameters: what gradient descent sees, small enough to be drawn.

Each landscape states its loss J(θ), its exact gradient and, being quadratic, its Hessian H, whose largest
eigenvalue λ_max decides how long a step may be.
"""

from functools import cached_property, lru_cache

import numpy as np

from engine.rng import generator
from engine.types import Array, Indices

_BOTH = np.ones(2)  # `parts.dot(_BOTH)` is `parts.sum(axis=-1)` in two thirds of the time


class Landscape:
    """A loss J over θ = (θ₀, θ₁). A landscape without data has one "sample": every batch is all there is."""

    samples: int = 1
    points: Array | None = None  # (m, 2): x and y of the data, where there are any

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        """J and ∂J/∂θ (2,) at one point θ (2,), over a batch of samples or (None) over all."""
        raise NotImplementedError

    def surface(self, theta: Array, batch: Indices | None = None) -> Array:
        """The same J at many points at once, (…, 2) → (…).

        Of a quadratic the Taylor series ends:  J(θ) = J(θ*) + g·δ + ½ δᵀH δ,  δ = θ − θ*. About the minimum of all the
        data g is 0, and nothing cancels, however small J becomes; a batch has a slope there.
        """
        delta = theta - self._minimum
        J, g, half_H = self._about_minimum if batch is None else self._taylor(batch)
        parts = delta.dot(half_H)
        parts += g
        parts *= delta
        surface: Array = parts.dot(_BOTH) + J
        return surface

    def hessian(self, batch: Indices | None = None) -> Array:
        """∂²J/∂θ∂θ (2, 2); the same everywhere, J being quadratic."""
        raise NotImplementedError

    def minimum(self) -> Array:
        """The point (2,) where J is smallest."""
        raise NotImplementedError

    def loss(self, theta: Array, batch: Indices | None = None) -> float:
        """J at one point."""
        return self.loss_and_gradient(theta, batch)[0]

    def gradient(self, theta: Array, batch: Indices | None = None) -> Array:
        """∂J/∂θ at one point, (2,)."""
        return self.loss_and_gradient(theta, batch)[1]

    @cached_property
    def curvature(self) -> Array:
        """λ_max and λ_min of the Hessian, (2,)."""
        return np.linalg.eigvalsh(self.hessian())[::-1].astype(np.float64)

    def sample_gradients(self, theta: Array, batch: Indices | slice) -> Array:
        """∂J_i/∂θ of each sample of a batch, (B, 2); their mean is its gradient."""
        return self.gradient(theta)[None, :]

    def domain(self, start: Array) -> Array:
        """What to show, (4,): θ₀ from and to, θ₁ from and to. Holds the start, the minimum, and a way beyond it."""
        minimum = self.minimum()
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
    def _about_minimum(self) -> tuple[float, Array, Array]:
        return self.loss(self._minimum), np.zeros(2), self.hessian() / 2

    def _taylor(self, batch: Indices) -> tuple[float, Array, Array]:
        """J, gradient and half the Hessian of a batch at the minimum of all the data."""
        return *self.loss_and_gradient(self._minimum, batch), self.hessian(batch) / 2


class Bowl(Landscape):
    """J = ½ (θ₀² + θ₁²): the convex picture with one minimum. The gradient points straight away from it."""

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        J = 0.5 * (theta[0] ** 2 + theta[1] ** 2)
        return float(J), theta.copy()

    def hessian(self, batch: Indices | None = None) -> Array:
        return np.eye(2)

    def minimum(self) -> Array:
        return np.zeros(2)


class Ravine(Landscape):
    """J = ½ (θ₀² + κ θ₁²): κ times as steep across as along. What is safe across is slow along."""

    def __init__(self, condition: float) -> None:
        self.condition = condition  # κ, the condition number λ_max / λ_min

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        J = 0.5 * (theta[0] ** 2 + self.condition * theta[1] ** 2)
        return float(J), np.array([theta[0], self.condition * theta[1]])

    def hessian(self, batch: Indices | None = None) -> Array:
        return np.diag([1.0, self.condition])

    def minimum(self) -> Array:
        return np.zeros(2)


class Regression(Landscape):
    """A line ŷ = θ₀ + θ₁ x fitted to m points: J = 1/m Σ (ŷ − y)², the lecture's cost, without ½.

    θ₀ is the intercept, θ₁ the slope. The samples make the surface, and a batch of them makes a surface of its own.
    """

    def __init__(self, points: Array) -> None:
        self.points = points
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

    def hessian(self, batch: Indices | None = None) -> Array:
        X, _ = self._data(batch)
        H: Array = X.T.dot(X) * (2 / len(X))
        return H

    def minimum(self) -> Array:
        """The least-squares line; among many (all points at one x), the one with the smallest θ."""
        theta: Array = np.linalg.lstsq(self.X, self.y, rcond=None)[0].astype(np.float64)
        return theta

    def _data(self, batch: Indices | None) -> tuple[Array, Array]:
        return (self.X, self.y) if batch is None else (self.X.take(batch, axis=0), self.y.take(batch))


@lru_cache(maxsize=1)
def noisy_line() -> Array:
    """The page's own data, (24, 2): y = 0.4 + 0.9 x + noise. Always the same points, whatever a run's seed."""
    random, m = generator(7, "noisy line"), 24
    x = -0.6 + 3.0 * (np.arange(m) + 0.5 + 0.5 * random.uniform(-1, 1, m)) / m
    y = 0.4 + 0.9 * x + 0.55 * random.standard_normal(m)
    return np.stack([x, y], axis=1)
