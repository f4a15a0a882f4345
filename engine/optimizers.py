"""From a gradient to a step: the update rules, as `torch.optim` defines them.

Every rule has the form  θ := θ − α d.  What differs is the direction d that it makes of the gradient g:

    sgd        d = g
    momentum   v = β v + g                                         d = v
    nesterov   v = β v + g                                         d = g + β v
    adagrad    s = s + g²                                          d = g / (√s + ε)
    rmsprop    s = ρ s + (1 − ρ) g²                                d = g / (√s + ε)
    adam       m = β₁ m + (1 − β₁) g,   s = β₂ s + (1 − β₂) g²     d = m̂ / (√ŝ + ε)
    adamw      the same                                            d = m̂ / (√ŝ + ε) + λ θ
    rprop      Δ = η₊ Δ where g keeps its sign, η₋ Δ where not     d = sign(g) Δ / α

with m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ), where t counts this update from 1; squares, roots and quotients are those
of each coordinate. Because α stands outside d, one can say where any learning rate would lead before choosing it. Only
rprop is not like that: its steps have lengths Δ of their own, and α is but the first of them.
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
    def learning_rate(self) -> float: ...

    @property
    def momentum(self) -> float: ...


Rule = Callable[[Array, Array, State, Rates], tuple[Array, State]]
"""Of the gradient g (P,), the parameters θ (P,), the memory and the knobs: the direction d (P,) and the new memory."""


class Optimizer(NamedTuple):
    """One update rule; `memory` names what it remembers of each parameter, all 0 before the first update."""

    label: str
    help: str
    direction: Rule
    memory: tuple[str, ...] = ()
    counts: bool = False  # whether it counts its updates

    def start(self, size: int) -> State:
        """Its memory before the first update of `size` parameters."""
        state = {name: np.zeros(size) for name in self.memory}
        return state | {"count": np.zeros(1)} if self.counts else state


def _sgd(g: Array, theta: Array, state: State, knobs: Rates) -> tuple[Array, State]:
    return g, state


def _momentum(g: Array, theta: Array, state: State, knobs: Rates) -> tuple[Array, State]:
    """Polyak (1964); torch's form, with neither dampening nor (1 − β) before g. Shapes: all (P,)."""
    v = knobs.momentum * state["velocity"] + g
    return v, {"velocity": v}


def _nesterov(g: Array, theta: Array, state: State, knobs: Rates) -> tuple[Array, State]:
    """Nesterov (1983) as Sutskever et al. (2013) and torch write it: one more step of v than momentum makes."""
    v = knobs.momentum * state["velocity"] + g
    return g + knobs.momentum * v, {"velocity": v}


def _adagrad(g: Array, theta: Array, state: State, knobs: Rates) -> tuple[Array, State]:
    """Duchi, Hazan and Singer (2011): s only grows, so steps only shrink. Shapes: all (P,)."""
    s = state["square_sum"] + g * g
    return g / (np.sqrt(s) + ADAGRAD_EPSILON), {"square_sum": s}


def _rmsprop(g: Array, theta: Array, state: State, knobs: Rates) -> tuple[Array, State]:
    """Tieleman and Hinton (2012): a running mean instead of the sum, so that old gradients are forgotten."""
    s = RHO * state["square_mean"] + (1 - RHO) * g * g
    return g / (np.sqrt(s) + EPSILON), {"square_mean": s}


RHO, ADAGRAD_EPSILON = 0.99, 1e-10  # torch.optim.RMSprop's alpha; torch.optim.Adagrad's eps
BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8  # torch.optim.Adam's defaults
DECAY = 0.01  # λ, torch.optim.AdamW's weight_decay


def _adam(g: Array, theta: Array, state: State, knobs: Rates) -> tuple[Array, State]:
    """Kingma and Ba (2015), algorithm 1. Shapes: all (P,), the count (1,).

    Results are put where their operands were: of a few hundred parameters that takes two thirds of the time.
    """
    t = float(state["count"][0]) + 1
    m = BETA_1 * state["first_moment"]
    m += (1 - BETA_1) * g
    s = (1 - BETA_2) * g
    s *= g
    s += BETA_2 * state["second_moment"]
    d = s / (1 - BETA_2**t)  # ŝ
    np.sqrt(d, d)
    d += EPSILON
    np.divide(m / (1 - BETA_1**t), d, d)  # m̂ / (√ŝ + ε)
    return d, {"first_moment": m, "second_moment": s, "count": np.array([t])}


def _adamw(g: Array, theta: Array, state: State, knobs: Rates) -> tuple[Array, State]:
    """Loshchilov and Hutter (2019): Adam, and besides it θ shrinks by αλ of itself in every update."""
    d, state = _adam(g, theta, state, knobs)
    return d + DECAY * theta, state


GROW, SHRINK, SHORTEST, LONGEST = 1.2, 0.5, 1e-6, 50.0  # torch.optim.Rprop's etas and step_sizes


def _rprop(g: Array, theta: Array, state: State, knobs: Rates) -> tuple[Array, State]:
    """Riedmiller and Braun (1993) as torch has it: where the sign has turned, the parameter waits for one update.

    Only signs count: a gradient of 10⁹ makes no longer a step than one of 10⁻⁹. All shapes (P,), the count (1,).
    """
    first = state["count"][0] == 0
    delta = np.full_like(g, knobs.learning_rate) if first else state["step_size"]
    agrees = np.sign(g * state["kept_gradient"])  # 1: as before, −1: turned, 0: nothing to compare with
    delta = np.clip(delta * np.where(agrees > 0, GROW, np.where(agrees < 0, SHRINK, 1.0)), SHORTEST, LONGEST)
    kept = np.where(agrees < 0, 0.0, g)
    state = {"step_size": delta, "kept_gradient": kept, "count": state["count"] + 1}
    return np.sign(kept) * delta / knobs.learning_rate, state


_ADAM = ("first_moment", "second_moment")
OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer("Gradient descent", "θ := θ − α g: straight against the gradient.", _sgd),
    "momentum": Optimizer(
        "Momentum", "v := β v + g, θ := θ − α v: the ball keeps a part β of its speed.", _momentum, ("velocity",)
    ),
    "nesterov": Optimizer(
        "Nesterov", "Momentum that looks ahead: θ := θ − α (g + β v) with the new v.", _nesterov, ("velocity",)
    ),
    "adagrad": Optimizer(
        "Adagrad",
        "Each parameter’s step is divided by the root of all its squared gradients so far: it only shrinks.",
        _adagrad,
        ("square_sum",),
    ),
    "rmsprop": Optimizer(
        "RMSprop",
        "Each parameter’s step is divided by the root of a running mean of its squared gradients.",
        _rmsprop,
        ("square_mean",),
    ),
    "rprop": Optimizer(
        "Rprop",
        "Only the gradient’s signs count: a step length of its own for each parameter grows by 1.2 while the sign "
        "stays and halves when it turns; α is only the first length.",
        _rprop,
        ("step_size", "kept_gradient"),
        counts=True,
    ),
    "adam": Optimizer(
        "Adam",
        "Each parameter has a step length of its own, from running means of g and g².",
        _adam,
        _ADAM,
        counts=True,
    ),
    "adamw": Optimizer(
        "AdamW", "Adam, and θ is drawn towards 0 by 1 % of α θ in every update.", _adamw, _ADAM, counts=True
    ),
}


def gain(name: str, knobs: Rates) -> float | None:
    """How much of a difference in g stands in d; None where a rule divides by the size of g: no number says it then."""
    return {"sgd": 1.0, "momentum": 1.0, "nesterov": 1 + knobs.momentum}.get(name)


CHOICES = tuple(Choice(name, rule.label, rule.help) for name, rule in OPTIMIZERS.items())


def clipped(g: Array, limit: float) -> Array:
    """The gradient, shortened to norm `limit` if it is longer; 0 is off.

    Source: torch.nn.utils.clip_grad_norm_, with its 1e-6 in the denominator. Shape (P,).
    """
    if limit == 0:
        return g
    scale = limit / (np.sqrt(g.dot(g)) + 1e-6)
    return g * scale if scale < 1 else g
