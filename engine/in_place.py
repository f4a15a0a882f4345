"""Activations whose value is put where it belongs, instead of into a new array: `FAST[name](z, a)`.

Formulas are those of engine/activations.py. A small piece of work takes NumPy 0.3 µs; to make room for what comes of it
takes as long again.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.activations import ACTIVATIONS
from engine.types import Array

ZERO, ONE, TWO, HALF = (np.array(value) for value in (0.0, 1.0, 2.0, 0.5))
"""Constants are arrays: to convert a number at each call takes 0.2 µs."""


def _sigmoid(z: Array, a: Array) -> None:
    np.negative(z, a)
    np.exp(a, a)
    np.add(a, ONE, a)
    np.reciprocal(a, a)


def _tanh_slope(z: Array, a: Array, slope: Array) -> None:
    np.multiply(a, a, slope)
    np.subtract(ONE, slope, slope)


def _sigmoid_slope(z: Array, a: Array, slope: Array) -> None:
    np.multiply(a, a, slope)
    np.subtract(a, slope, slope)


FAST: dict[str, Callable[[Array, Array], Any]] = {
    "tanh": np.tanh,
    "sigmoid": _sigmoid,
    "relu": lambda z, a: np.maximum(z, ZERO, out=a),
    "identity": np.positive,
}
"""A = g(Z), put in its place."""

SLOPES: dict[str, Callable[[Array, Array, Array], Any]] = {
    "tanh": _tanh_slope,
    "sigmoid": _sigmoid_slope,
    "relu": lambda z, a, slope: np.sign(a, slope),
    "identity": lambda z, a, slope: slope.fill(1.0),
}
"""g′(Z), put in its place, of those whose A tells it."""


def placed(name: str) -> Callable[[Array, Array], Any]:
    """f(z), to be put into a."""
    f = ACTIVATIONS[name].f
    return FAST.get(name) or (lambda z, a: np.copyto(a, f(z)))


def placed_slope(name: str) -> Callable[[Array, Array, Array], Any]:
    """f′(z), to be put into the third."""
    slope = ACTIVATIONS[name].slope
    return SLOPES.get(name) or (lambda z, a, into: np.copyto(into, slope(z, a)))
