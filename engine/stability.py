"""How long may a step be? The largest learning rate with which descent still comes down a parabola.

Along an eigenvector of the Hessian with eigenvalue λ plain descent multiplies the distance from the minimum by 1 − αλ,
which must stay above −1: α < 2/λ. With momentum two steps are coupled, θ″ = (1 + β − αλ) θ′ − β θ, whose roots stay
within the unit circle while αλ < 2 (1 + β) (Polyak 1964); with Nesterov's, θ″ = (1 − αλ) ((1 + β) θ′ − β θ), while
αλ < 2 (1 + β) / (1 + 2β). The steepest direction, λ_max, decides.

On a quadratic with all the data in each update this is a plain fact. Elsewhere it is a local guide: what would hold if
the surface bent everywhere as it does here. For rules that scale each step by its own gradients nothing is known.
"""

import math


def largest_rate(optimizer: str, momentum: float, steepest: float) -> float | None:
    """The bound on α for an update rule, its β, and λ_max; None where there is none, or no bend upwards to bound it."""
    bounds = {"sgd": 2.0, "momentum": 2 * (1 + momentum), "nesterov": 2 * (1 + momentum) / (1 + 2 * momentum)}
    if optimizer not in bounds or not 1e-9 < steepest < math.inf:
        return None
    return bounds[optimizer] / steepest
