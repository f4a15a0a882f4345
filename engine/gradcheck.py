"""Is the gradient right? Ask the loss itself: move one parameter a little both ways and see what it does.

    ∂J/∂θ_i ≈ (J(θ + ε e_i) − J(θ − ε e_i)) / 2ε

Central differences err by ε²; with ε about the cube root of the machine's precision, rounding and curvature err
alike and together leave nine to ten correct digits.
"""

from collections.abc import Callable

import numpy as np

from engine.types import Array

EPSILON = 6e-6  # ≈ (2.2e-16)^(1/3)


def numerical_gradient(loss: Callable[[Array], float], theta: Array) -> Array:
    """Central differences of `loss` at θ (P,), one parameter at a time; the step grows with |θ_i|."""
    return numerical_jacobian(lambda at: np.array(loss(at)), theta)


def numerical_jacobian(function: Callable[[Array], Array], theta: Array) -> Array:
    """Central differences of a vector-valued `function` at θ (P,): row i is how it changes with θ_i. Of a gradient this
    is the Hessian (P, P)."""
    rows = []
    for i in range(theta.size):
        e = EPSILON * max(1.0, abs(theta[i]))
        up, down = theta.copy(), theta.copy()
        up[i] += e
        down[i] -= e
        rows.append((function(up) - function(down)) / (up[i] - down[i]))
    return np.array(rows)


def relative_error(a: Array, b: Array) -> float:
    """‖a − b‖ / max(‖a‖, ‖b‖), 0 for two zero vectors."""
    size = max(float(np.linalg.norm(a)), float(np.linalg.norm(b)))
    return float(np.linalg.norm(a - b)) / size if size else 0.0
