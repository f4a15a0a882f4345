"""Activations and losses whose values are put where they belong, instead of into new arrays: `FAST[name](z, a)`.

Formulas are those of engine/activations.py and engine/losses.py. A small piece of work takes NumPy 0.3 µs; to make room
for what comes of it takes as long again.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.activations import ACTIVATIONS
from engine.types import Array

ZERO, ONE, TWO, HALF = (np.array(value) for value in (0.0, 1.0, 2.0, 0.5))
"""Constants are arrays: to convert a number at each call takes 0.2 µs."""


def _sigmoid(z: Array, a: Array) -> None:
    """½ tanh(z/2) + ½: nothing overflows."""
    np.multiply(z, HALF, a)
    np.tanh(a, a)
    np.multiply(a, HALF, a)
    np.add(a, HALF, a)


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
"""A = g(Z), put in its place, which may be Z's own."""

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


def binary_terms(z: Array, y: Array, terms: Array, scratch: Array) -> None:
    """Binary cross-entropy of each output, log(1 + eᶻ) − y z, into `terms`; `scratch` is overwritten."""
    np.absolute(z, terms)
    np.negative(terms, terms)
    np.exp(terms, terms)
    np.log1p(terms, terms)
    np.maximum(z, ZERO, out=scratch)
    np.add(terms, scratch, terms)  # log(1 + eᶻ) = max(z, 0) + log(1 + e^−|z|)
    np.multiply(y, z, scratch)
    np.subtract(terms, scratch, terms)
