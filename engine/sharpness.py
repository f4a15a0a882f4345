"""How sharply does the loss bend? λ_max, the largest eigenvalue of the Hessian, without ever making the Hessian.

    H v ≈ (∇J(θ + ε v) − ∇J(θ − ε v)) / 2ε        two gradients for a product of P² numbers
    v := H v / ‖H v‖                               power iteration (von Mises 1929): v turns to the largest |λ|

Where that is a negative one, the same for H + |λ| I, whose largest eigenvalue belongs to λ_max. Compare α with 2/λ_max:
beyond it plain descent overshoots along v. That is exact on a quadratic, elsewhere a guide for this place only.
"""

from collections.abc import Callable

import numpy as np

from engine.types import Array

EPSILON = 1e-4  # along a direction of length 1
ITERATIONS = 12


def sharpness(gradient: Callable[[Array], Array], theta: Array, direction: Array) -> tuple[float, Array]:
    """λ_max at θ (P,), and the direction (P,) in which it bends so; `direction` is where the search begins: the one
    found a moment ago is a good one."""

    def bend(v: Array) -> Array:
        product: Array = (gradient(theta + EPSILON * v) - gradient(theta - EPSILON * v)) / (2 * EPSILON)
        return product

    largest, v = _power(bend, direction)
    if largest >= 0:
        return largest, v
    shift = -largest
    shifted, v = _power(lambda v: bend(v) + shift * v, direction)
    return shifted - shift, v


def _power(product: Callable[[Array], Array], v: Array) -> tuple[float, Array]:
    """The eigenvalue of greatest size, and its eigenvector."""
    size, spread = float(np.linalg.norm(v)), np.cos(np.arange(1.0, len(v) + 1) ** 2)
    v = v / (size or 1.0) + 0.1 * spread / np.linalg.norm(spread)  # from an eigenvector alone it would never leave it
    v, value = v / np.linalg.norm(v), 0.0
    for _ in range(ITERATIONS):
        turned = product(v)
        value, length = float(v.dot(turned)), float(np.linalg.norm(turned))
        if not 0 < length < np.inf:
            break
        v = turned / length
    return value, v
