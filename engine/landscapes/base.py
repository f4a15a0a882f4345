"""A loss surface over two parameters: what gradient descent sees, small enough to be drawn.

Each landscape states its loss J(θ) and its exact gradient, and says where its minima are. How it bends, the Hessian H,
follows from the gradient by differences, unless a landscape has it in closed form.
"""

from typing import Any, ClassVar

import numpy as np

from engine.gradcheck import numerical_jacobian
from engine.types import Array, Indices

LEVELS = 14  # lines of equal J


class Landscape:
    """A loss J over θ = (θ₀, θ₁). A landscape without data has one "sample": every batch is all there is."""

    samples: int = 1
    points: Array | None = None  # (m, 2): x and y of the data, where they are points
    sequences: Array | None = None  # (m, n + 1): the inputs of n steps and the target, where they are sequences
    axes: ClassVar[tuple[str, str]] = ("θ₀", "θ₁")  # what the two parameters are called
    quadratic: ClassVar[bool] = False  # whether its Hessian is the same everywhere, so that bounds on α hold
    grid: ClassVar[tuple[int, int]] = (73, 97)  # rows (θ₁) and columns (θ₀) in which its picture is sent
    box: ClassVar[tuple[float, float, float, float]] = (-4.0, 4.0, -3.0, 3.0)  # what to show: θ₀ from, to, θ₁ from, to
    floor: ClassVar[float | None] = None
    """Of a surface over many decades: pictures show log(1 + J/floor), so that below the floor it looks flat."""

    def loss_and_gradient(self, theta: Array, batch: Indices | None = None) -> tuple[float, Array]:
        """J and ∂J/∂θ (2,) at one point θ (2,), over a batch of samples or (None) over all."""
        raise NotImplementedError

    def surface(self, theta: Array, batch: Indices | None = None) -> Array:
        """The same J at many points at once, (…, 2) → (…)."""
        raise NotImplementedError

    def minima(self) -> Array:
        """The points where J is least, (k, 2); if there are several, those that can be shown."""
        raise NotImplementedError

    def loss(self, theta: Array, batch: Indices | None = None) -> float:
        """J at one point."""
        return self.loss_and_gradient(theta, batch)[0]

    def gradient(self, theta: Array, batch: Indices | None = None) -> Array:
        """∂J/∂θ at one point, (2,)."""
        return self.loss_and_gradient(theta, batch)[1]

    def hessian(self, theta: Array, batch: Indices | None = None) -> Array:
        """∂²J/∂θ∂θ at one point, (2, 2)."""
        H = numerical_jacobian(lambda at: self.gradient(at, batch), theta)
        return (H + H.T) / 2

    def gradient_and_hessian(self, theta: Array) -> tuple[Array, Array]:
        """Both of all the data at one point, (2,) and (2, 2)."""
        return self.gradient(theta), self.hessian(theta)

    def curvature(self, theta: Array) -> Array:
        """λ_max and λ_min of the Hessian at one point, (2,)."""
        return np.linalg.eigvalsh(self.hessian(theta))[::-1].astype(np.float64)

    def sample_gradients(self, theta: Array, batch: Indices | slice) -> Array:
        """∂J_i/∂θ of each sample of a batch, (B, 2); their mean is its gradient."""
        return self.gradient(theta)[None, :]

    def equations(self, theta: Array, batch: Indices) -> tuple[dict[str, Any], dict[str, Any]]:
        """The batch by name, and every value between it and J, in the lecture's letters; nothing without data."""
        return {}, {}

    def says(self, theta: Array, x: Array) -> Array:
        """ŷ for inputs x (n,) → (n,), where the data are points."""
        raise NotImplementedError

    def domain(self, start: Array) -> Array:
        """What to show, (4,): θ₀ from and to, θ₁ from and to. The landscape's box, and the start."""
        x0, x1, y0, y1 = self.box
        room = 0.08 * np.array([x1 - x0, y1 - y0])
        low, high = np.minimum([x0, y0], start - room), np.maximum([x1, y1], start + room)
        return np.array([low[0], high[0], low[1], high[1]])

    def levels(self, surface: Array) -> Array:
        """Values of J at which to draw a line, (LEVELS,): closer together where the surface is flat."""
        low, high = self.lowest, float(surface.max())
        if self.floor is not None:
            return np.geomspace(self.floor, max(high, 2 * self.floor), LEVELS + 2)[1:-1]
        return low + (high - low) * np.linspace(0, 1, LEVELS + 2)[1:-1] ** 2.5

    @property
    def lowest(self) -> float:
        """The least J that there is."""
        return min(self.loss(minimum) for minimum in self.minima())
