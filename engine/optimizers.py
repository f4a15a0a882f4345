"""From a gradient to a step: the update rules, as `torch.optim` defines them.

Every rule has the form  θ := θ − α d.  What differs is the direction d that it makes of the gradient g:

    sgd        d = g
    momentum   v = β v + g                                        d = v
    adam       m = β₁ m + (1 − β₁) g,   s = β₂ s + (1 − β₂) g²    d = m̂ / (√ŝ + ε)

with m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ), where t counts this update from 1. Because α stands outside d, one
can say where any learning rate would lead before choosing it.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np

from engine.knobs import Choice
from engine.types import Array

State = dict[str, Array]
"""What a rule remembers between updates, by name; arrays of the parameters' shape (P,), counts of shape (1,)."""


class Rates(Protocol):
    """The knobs that a rule may read."""

    @property
    def momentum(self) -> float: ...


class Optimizer(NamedTuple):
    """One update rule: `start(P)` is its memory before the first update, `direction` the d of this update."""

    label: str
    help: str
    start: Callable[[int], State]
    direction: Callable[[Array, State, Rates], tuple[Array, State]]


def _sgd(g: Array, state: State, knobs: Rates) -> tuple[Array, State]:
    return g, state


def _momentum(g: Array, state: State, knobs: Rates) -> tuple[Array, State]:
    """Polyak (1964); torch's form, with neither dampening nor (1 − β) before g. Shapes: all (P,)."""
    v = knobs.momentum * state["velocity"] + g
    return v, {"velocity": v}


BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8  # torch.optim.Adam's defaults


def _adam(g: Array, state: State, knobs: Rates) -> tuple[Array, State]:
    """Kingma and Ba (2015), algorithm 1. Shapes: all (P,), the count (1,)."""
    t = state["count"] + 1
    m = BETA_1 * state["first_moment"] + (1 - BETA_1) * g
    s = BETA_2 * state["second_moment"] + (1 - BETA_2) * g * g
    m_hat = m / (1 - BETA_1**t)
    s_hat = s / (1 - BETA_2**t)
    return m_hat / (np.sqrt(s_hat) + EPSILON), {"first_moment": m, "second_moment": s, "count": t}


OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer("Gradient descent", "θ := θ − α g", lambda size: {}, _sgd),
    "momentum": Optimizer(
        "Momentum",
        "v := β v + g, θ := θ − α v: the ball keeps a part β of its speed",
        lambda size: {"velocity": np.zeros(size)},
        _momentum,
    ),
    "adam": Optimizer(
        "Adam",
        "each parameter has a step length of its own, from running means of g and g²",
        lambda size: {"first_moment": np.zeros(size), "second_moment": np.zeros(size), "count": np.zeros(1)},
        _adam,
    ),
}

CHOICES = tuple(Choice(name, rule.label, rule.help) for name, rule in OPTIMIZERS.items())


def clipped(g: Array, limit: float) -> Array:
    """The gradient, shortened to norm `limit` if it is longer; 0 is off.

    Source: torch.nn.utils.clip_grad_norm_, with its 1e-6 in the denominator. Shape (P,).
    """
    if limit == 0:
        return g
    scale = limit / (np.sqrt(g.dot(g)) + 1e-6)
    return g * scale if scale < 1 else g
