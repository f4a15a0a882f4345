"""Where does a network begin? Its weights at step 0, before it has seen anything.

Too small, and signals die out from layer to layer; too large, and every unit sits where its f is flat; all equal, and
the units of a layer stay copies of one another for ever, since each gets the same gradient. In between, the spread
that keeps signals as large as they are depends on the layer's inputs n (fan-in) and units h (fan-out):

    zeros       0
    uniform     evenly from −1 to 1
    normal      a normal distribution of spread 1
    xavier      evenly within ±√(6 / (n + h))            Glorot and Bengio (2010), for tanh and sigmoid
    he          normal, of spread √(2 / n)               He et al. (2015), for ReLU
    orthogonal  its rows or its columns orthonormal      Saxe et al. (2014); whichever are fewer, so that no signal
                                                         grows: of a square one lengths are kept, there and back

Biases begin at 0.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.knobs import Choice
from engine.types import Array


class Initializer(NamedTuple):
    """`draw(generator, n, h)` makes the weights (n, h) between n inputs and h units."""

    label: str
    help: str
    draw: Callable[[np.random.Generator, int, int], Array]


def _xavier(rng: np.random.Generator, n: int, h: int) -> Array:
    limit = np.sqrt(6 / (n + h))
    return rng.uniform(-limit, limit, (n, h))


def _he(rng: np.random.Generator, n: int, h: int) -> Array:
    return rng.normal(0, np.sqrt(2 / n), (n, h))


def _orthogonal(rng: np.random.Generator, n: int, h: int) -> Array:
    """Q of a normal matrix's QR decomposition, its columns' signs made those of R's diagonal, so that every such
    matrix is as likely as any other (Mezzadri 2007). Where h > n its rows are orthonormal instead of its columns."""
    tall = rng.normal(size=(max(n, h), min(n, h)))
    q, r = np.linalg.qr(tall)
    q *= np.sign(np.diag(r))
    weights: Array = q if n >= h else q.T
    return np.ascontiguousarray(weights)


INITIALIZERS: dict[str, Initializer] = {
    "zeros": Initializer(
        "zeros", "All weights 0: all units of a layer stay alike.", lambda rng, n, h: np.zeros((n, h))
    ),
    "uniform": Initializer("uniform", "Evenly from −1 to 1.", lambda rng, n, h: rng.uniform(-1, 1, (n, h))),
    "normal": Initializer("normal", "A normal distribution of spread 1.", lambda rng, n, h: rng.normal(size=(n, h))),
    "xavier": Initializer("Xavier", "Evenly within ±√(6 / (inputs + units)): for tanh and sigmoid.", _xavier),
    "he": Initializer("He", "Normal, of spread √(2 / inputs): for ReLU.", _he),
    "orthogonal": Initializer(
        "orthogonal",
        "Random, with orthonormal rows or columns, whichever are fewer: no signal grows.",
        _orthogonal,
    ),
}

CHOICES = tuple(Choice(name, one.label, one.help) for name, one in INITIALIZERS.items())
