"""How sharply does the loss bend? λ_max, the largest eigenvalue of the Hessian, without ever making the Hessian.

    H v ≈ (∇J(θ + ε v) − ∇J(θ − ε v)) / 2ε        two gradients for a product of P² numbers

Power iteration, v := H v / ‖H v‖, turns v towards the direction that H stretches most; where two eigenvalues are close
it takes hundreds of turns, and where the one of greatest size is negative it finds the wrong one. Lanczos (1950) makes
the same products and forgets none: in the space of v, H v, H² v, … H is a small matrix T of three diagonals, whose
largest eigenvalue is at λ_max after about a dozen.

Compare α with 2/λ_max: beyond it plain descent overshoots along that direction. That is exact on a quadratic, elsewhere
a guide for this place only.
"""

from collections.abc import Callable

import numpy as np

from engine.types import Array

EPSILON = 1e-4  # along a direction of length 1
PRODUCTS = 16


def sharpness(
    gradient: Callable[[Array], Array], theta: Array, direction: Array, products: int = PRODUCTS
) -> tuple[float, Array]:
    """λ_max at θ (P,), and the direction (P,) in which it bends so; `direction` is where the search begins: the one
    found a moment ago is a good one."""

    def bend(v: Array) -> Array:
        product: Array = (gradient(theta + EPSILON * v) - gradient(theta - EPSILON * v)) / (2 * EPSILON)
        return product

    size, spread = float(np.linalg.norm(direction)), np.cos(np.arange(1.0, len(theta) + 1) ** 2)
    v = direction / (size or 1.0) + 0.1 * spread / np.linalg.norm(
        spread
    )  # from an eigenvector alone it never leaves it
    basis, diagonal, beside = [v / np.linalg.norm(v)], list[float](), list[float]()
    while True:
        turned = bend(basis[-1])
        if not np.isfinite(turned).all():
            return 0.0, np.zeros_like(theta)
        diagonal.append(float(basis[-1].dot(turned)))
        for _ in range(2):  # twice is enough (Kahan): rounding would bring found directions back
            for one in basis:
                turned = turned - one.dot(turned) * one
        length = float(np.linalg.norm(turned))
        if len(basis) == min(products, len(theta)) or length < 1e-9 * max(map(abs, diagonal)):
            break
        beside.append(length)
        basis.append(turned / length)
    T = np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)  # (k, k)
    values, vectors = np.linalg.eigh(T)
    return float(values[-1]), np.array(basis).T @ vectors[:, -1]
