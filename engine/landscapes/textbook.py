"""Surfaces on which optimizers have been tried for decades, each known for one difficulty.

All of them are polynomials or nearly so; gradient and Hessian stand beside the loss, in the letters x = θ₀, y = θ₁.
"""

import numpy as np

from engine.landscapes.base import Landscape
from engine.types import Array, Indices


class Saddle(Landscape):
    """J = ½ x² + ¼ (y² − 1)²: between two valleys a pass where the slope is zero and J is not least.

    Whoever comes down along y = 0 stops at the pass; the least nudge aside, and the way goes on.
    """

    box = (-2.4, 2.4, -1.8, 1.8)

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        x, y = theta
        J = 0.5 * x**2 + 0.25 * (y**2 - 1) ** 2
        return float(J), np.array([x, y * (y**2 - 1)])

    def surface(self, theta: Array, batch: Indices | None = None) -> Array:
        x, y = theta[..., 0], theta[..., 1]
        J: Array = 0.5 * x**2 + 0.25 * (y**2 - 1) ** 2
        return J

    def hessian(self, theta: Array, batch: Indices | None = None) -> Array:
        return np.array([[1.0, 0.0], [0.0, 3 * theta[1] ** 2 - 1]])

    def minima(self) -> Array:
        return np.array([[0.0, 1.0], [0.0, -1.0]])


class Rosenbrock(Landscape):
    """J = (1 − x)² + 100 (y − x²)²: a bent ravine. Into it is easy, along it takes for ever.

    Source: Rosenbrock (1960), with its start (−1.2, 1).
    """

    box = (-2.1, 2.1, -1.1, 3.1)
    floor = 0.3

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        x, y = theta
        valley = y - x**2  # 0 along the bottom of the ravine
        J = (1 - x) ** 2 + 100 * valley**2
        return float(J), np.array([-2 * (1 - x) - 400 * x * valley, 200 * valley])

    def surface(self, theta: Array, batch: Indices | None = None) -> Array:
        x, y = theta[..., 0], theta[..., 1]
        J: Array = (1 - x) ** 2 + 100 * (y - x**2) ** 2
        return J

    def hessian(self, theta: Array, batch: Indices | None = None) -> Array:
        x, y = theta
        return np.array([[2 - 400 * (y - 3 * x**2), -400 * x], [-400 * x, 200.0]])

    def minima(self) -> Array:
        return np.array([[1.0, 1.0]])


class Beale(Landscape):
    """J = Σ (c_k − x (1 − yᵏ))² with c = 1.5, 2.25, 2.625: a flat middle between steep corners.

    Where it is flat a small rate crawls; the same rate is too large where it is steep. Source: Beale (1958).
    """

    box = (-1.2, 4.4, -2.0, 2.2)
    floor = 0.08
    _c, _k = np.array([1.5, 2.25, 2.625]), np.array([1, 2, 3])

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        x, y = theta
        k = self._k
        e = self._c - x * (1 - y**k)  # (3,): each of them is 0 at the minimum
        de_dx, de_dy = y**k - 1, x * k * y ** (k - 1)
        return float(e.dot(e)), np.array([2 * e.dot(de_dx), 2 * e.dot(de_dy)])

    def surface(self, theta: Array, batch: Indices | None = None) -> Array:
        x, y = theta[..., 0], theta[..., 1]
        J: Array = sum((c - x * (1 - y**k)) ** 2 for c, k in zip(self._c, self._k, strict=True)) + np.zeros_like(x)
        return J

    def hessian(self, theta: Array, batch: Indices | None = None) -> Array:
        x, y = theta
        k = self._k
        e = self._c - x * (1 - y**k)
        de_dx, de_dy = y**k - 1, x * k * y ** (k - 1)
        mixed = de_dx.dot(de_dy) + e.dot(k * y ** (k - 1))
        bend = e.dot(x * k * (k - 1) * y ** np.maximum(k - 2, 0))
        return 2 * np.array([[de_dx.dot(de_dx), mixed], [mixed, de_dy.dot(de_dy) + bend]])

    def minima(self) -> Array:
        return np.array([[3.0, 0.5]])


class Himmelblau(Landscape):
    """J = (x² + y − 11)² + (x + y² − 7)²: four minima, all equally low. The start decides which one it is.

    Source: Himmelblau (1972).
    """

    box = (-5.6, 5.6, -4.6, 4.6)
    floor = 6.0

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        x, y = theta
        a, b = x**2 + y - 11, x + y**2 - 7
        return float(a**2 + b**2), np.array([4 * x * a + 2 * b, 2 * a + 4 * y * b])

    def surface(self, theta: Array, batch: Indices | None = None) -> Array:
        x, y = theta[..., 0], theta[..., 1]
        J: Array = (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2
        return J

    def hessian(self, theta: Array, batch: Indices | None = None) -> Array:
        x, y = theta
        mixed = 4 * x + 4 * y
        return np.array([[12 * x**2 + 4 * y - 42, mixed], [mixed, 12 * y**2 + 4 * x - 26]])

    def minima(self) -> Array:
        """(3, 2), and three more that Newton's method finds from their first digits: δ = −H⁻¹ ∂J/∂θ."""
        found = np.array([[3.0, 2.0], [-2.805118, 3.131313], [-3.779310, -3.283186], [3.584428, -1.848127]])
        for theta in found:
            for _ in range(4):
                theta -= np.linalg.solve(self.hessian(theta), self.gradient(theta))
        return found


class Rastrigin(Landscape):
    """J = 20 + Σ (θ_i² − 10 cos 2π θ_i): a bowl full of dents. Descent stops in the nearest.

    Source: Rastrigin (1974). One dent to a unit square; the only one that reaches J = 0 is at (0, 0).
    """

    box = (-3.4, 3.4, -2.55, 2.55)
    grid = (145, 193)  # 28 columns to a dent

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        turns = 2 * np.pi * theta
        J = 20 + np.sum(theta**2 - 10 * np.cos(turns))
        return float(J), 2 * theta + 20 * np.pi * np.sin(turns)

    def surface(self, theta: Array, batch: Indices | None = None) -> Array:
        J: Array = 20 + (theta**2 - 10 * np.cos(2 * np.pi * theta)).sum(axis=-1)
        return J

    def hessian(self, theta: Array, batch: Indices | None = None) -> Array:
        return np.diag(2 + 40 * np.pi**2 * np.cos(2 * np.pi * theta))

    def minima(self) -> Array:
        return np.zeros((1, 2))

    def levels(self, surface: Array) -> Array:
        """In equal distances: every dent is as steep as any other."""
        return np.linspace(0, float(surface.max()), 11)[1:-1]
