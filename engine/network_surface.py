"""J of many networks at once: the heights of a loss surface.

A surface asks for the loss at a thousand settings of the weights. One after the other they would take a thousand
passes; stacked, each layer is one product of stacks of matrices. In float32, which halves memory and is six times as
fast; a picture does not show its seventh digit.
"""

import math
from typing import Any

import numpy as np

from engine.activations import ACTIVATIONS
from engine.losses import LOSSES, softmax
from engine.network import Shape
from engine.types import Array

AT_ONCE = 1 << 18  # numbers of one layer that are worked on together: twice as many are no quicker


def losses(net: Shape, thetas: Array, X: Array, y: Array) -> Array:
    """J of every setting of the parameters (G, P) over samples X (m, n) with targets y (m, K): (G,)."""
    widest = max(net.sizes[1:]) * len(X)
    chunk = max(1, AT_ONCE // widest)
    single = thetas.astype(np.float32)
    inputs, targets = X.astype(np.float32), y.astype(np.float32)
    parts = [_losses(net, single[i : i + chunk], inputs, targets) for i in range(0, len(single), chunk)]
    return np.concatenate(parts).astype(np.float64)


def _losses(net: Shape, thetas: Any, X: Any, y: Any) -> Any:
    """The same of few of them, in the precision in which they come."""
    parts = _cut(net, thetas)
    a, z = X, X
    weights = np.zeros(len(thetas), dtype=thetas.dtype)
    for layer in net.layers:
        W = parts[f"W{layer - 1}"]  # (G, n, h)
        z = np.matmul(a, W)  # (m, n) or (G, m, n) with (G, n, h): (G, m, h)
        if net.bias:
            z += parts[f"b{layer - 1}"][:, None]
        if net.l1 or net.l2:
            flat = W.reshape(len(W), -1)
            weights += net.l1 * np.abs(flat).sum(axis=1) + net.l2 * (flat * flat).sum(axis=1)
        a = _f(net.activation if layer < net.layers[-1] else net.output, z)
    each = LOSSES[net.loss].each(z, a, y)  # (G, m, K)
    return each.mean(axis=(1, 2)) + weights


def _cut(net: Shape, thetas: Any) -> dict[str, Any]:
    """The parameters by name, each (G, …)."""
    parts, at = {}, 0
    for name, shape in net.parameters().items():
        size = math.prod(shape)
        parts[name] = thetas[:, at : at + size].reshape(len(thetas), *shape)
        at += size
    return parts


def _f(name: str, z: Array) -> Array:
    if name == "softmax":
        return softmax(z)
    if name == "gelu":
        return z * _normal_share(z)
    f: Array = ACTIVATIONS[name].f(z)
    return f


def _normal_share(z: Array) -> Array:
    """Φ(z) to 1.5·10⁻⁷, as exact as float32 (Abramowitz and Stegun 1964, 7.1.26); an erf takes 0.1 µs a number."""
    x = np.abs(z) / math.sqrt(2)
    t = 1 / (1 + 0.3275911 * x)
    tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    half = tail * np.exp(-x * x) / 2  # the share beyond |z|
    share: Array = np.where(z > 0, 1 - half, half)
    return share
