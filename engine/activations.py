"""What a unit makes of its sum: a = f(z), and how steep f is there.

A network without f would be one big linear map, however many layers it has. The slope f′ decides what gets back: the
chain rule multiplies by it at every layer, and where f is flat (f′ ≈ 0) nothing is learned.

    sigmoid   1 / (1 + e⁻ᶻ)          f′ = a (1 − a)      at most ¼, so that deep stacks of it starve
    tanh      tanh z                 f′ = 1 − a²
    relu      max(0, z)              f′ = 1 where z > 0, else 0: a unit that is always below 0 is dead
    leaky     z, below 0: 0.01 z     f′ = 1 or 0.01
    elu       z, below 0: eᶻ − 1     f′ = 1 or a + 1
    gelu      z Φ(z)                 f′ = Φ(z) + z φ(z)   with the normal distribution Φ and its density φ
    softplus  log(1 + eᶻ)            f′ = σ(z)
    sine      sin z                  f′ = cos z
    identity  z                      f′ = 1

Formulas are those of `torch.nn.functional`, GELU the exact one.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from engine.erf import erf
from engine.knobs import Choice
from engine.types import Array

LEAK = 0.01  # torch's negative_slope; ELU's alpha is 1


class Activation(NamedTuple):
    """An activation function: `f(z)`, and `slope(z, a)`, which may use a = f(z). Any shapes; both make new arrays."""

    label: str
    help: str
    f: Callable[[Any], Any]
    slope: Callable[[Any, Any], Any]


def sigmoid(z: Array) -> Array:
    """σ(z) = 1 / (1 + e⁻ᶻ), by way of tanh, which cannot overflow:  σ(z) = ½ tanh(z/2) + ½."""
    half: Array = np.tanh(z / 2)
    return half / 2 + 0.5


def softplus(z: Array) -> Array:
    """log(1 + eᶻ) = max(z, 0) + log(1 + e^−|z|): the exponential never overflows."""
    soft: Array = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
    return soft


def normal_share(z: Array) -> Array:
    """Φ(z) = ½ (1 + erf(z/√2)), the share of a normal distribution that lies below z."""
    return 0.5 + 0.5 * erf(z / math.sqrt(2))


def normal_density(z: Array) -> Array:
    """φ(z) = e^(−z²/2) / √(2π)."""
    density: Array = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return density


def gelu_slope(z: Array, a: Array) -> Array:
    """Φ(z) + z φ(z), where Φ(z) = a/z is known from a = z Φ(z); next to 0, where a/z is 0/0, Φ is ½."""
    share = np.divide(a, z, out=np.full(z.shape, 0.5), where=np.abs(z) > 1e-100)
    slope: Array = share + z * normal_density(z)
    return slope


ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": Activation(
        "sigmoid", "1 / (1 + e⁻ᶻ): from 0 to 1, and never steeper than ¼.", sigmoid, lambda z, a: a - a * a
    ),
    "tanh": Activation("tanh", "From −1 to 1, steepest at 0, where its slope is 1.", np.tanh, lambda z, a: 1 - a * a),
    "relu": Activation(
        "ReLU",
        "max(0, z): what is below 0 is cut off, and nothing is learned there.",
        lambda z: np.maximum(z, 0),
        lambda z, a: np.where(z > 0, 1.0, 0.0),
    ),
    "leaky-relu": Activation(
        "leaky ReLU",
        "z, and below 0 a hundredth of it: the slope is never quite 0.",
        lambda z: np.where(z > 0, z, LEAK * z),
        lambda z, a: np.where(z > 0, 1.0, LEAK),
    ),
    "elu": Activation(
        "ELU",
        "z, and below 0 eᶻ − 1: it bends softly towards −1.",
        lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
        lambda z, a: np.where(z > 0, 1.0, a + 1),
    ),
    "gelu": Activation(
        "GELU",
        "z times the share of a normal distribution below z: a ReLU with a rounded corner.",
        lambda z: z * normal_share(z),
        gelu_slope,
    ),
    "softplus": Activation(
        "softplus",
        "log(1 + eᶻ): a ReLU without its corner; its slope is the sigmoid.",
        softplus,
        lambda z, a: sigmoid(z),
    ),
    "sine": Activation("sine", "sin z: it goes up and down for ever.", np.sin, lambda z, a: np.cos(z)),
    "identity": Activation(
        "identity",
        "f(z) = z: however many layers, the network stays one linear map.",
        lambda z: z.copy(),
        lambda z, a: np.ones_like(z),
    ),
}

CHOICES = tuple(Choice(name, f.label, f.help) for name, f in ACTIVATIONS.items())
