"""A fully connected network as the lecture writes it: forward layer by layer, backward by the chain rule.

    a¹ = X                                         (B, n)     rows are samples
    zˡ⁺¹ = aˡ Wˡ + bˡ        aˡ⁺¹ = f(zˡ⁺¹)         (B, h)     Wˡ is inputs × units
    zᴸ = aᴸ⁻¹ Wᴸ⁻¹ + bᴸ⁻¹    ŷ = the output function of zᴸ
    J = mean of the losses of ŷ against y, + l1 Σ|w| + l2 Σw²

    δᴸ = ∂J/∂zᴸ                                    (B, K)
    ∂J/∂Wˡ = aˡᵀ δˡ⁺¹ + l1 sign(Wˡ) + 2 l2 Wˡ      ∂J/∂bˡ = column sums of δˡ⁺¹
    δˡ = δˡ⁺¹ Wˡᵀ ∘ f′(zˡ)

The number above a letter is its layer, not a power. This module is the definition; engine/network_pass.py computes the
same much faster, and a test holds them equal.
"""

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from engine.activations import ACTIVATIONS, Activation
from engine.losses import LOSSES, Loss, softmax
from engine.params import Params
from engine.types import Array


class Shape(NamedTuple):
    """What a network is made of."""

    sizes: tuple[int, ...]  # inputs, units of each hidden layer, outputs: 2, 3, 1
    activation: str
    output: str  # an activation's name, or softmax
    loss: str
    bias: bool
    l1: float = 0.0
    l2: float = 0.0

    @property
    def layers(self) -> range:
        """The layers that have weights before them, as they are numbered: 2, 3, … ; layer 1 is the inputs."""
        return range(2, len(self.sizes) + 1)

    def parameters(self) -> dict[str, tuple[int, ...]]:
        """W1 (inputs × units), b1 (units), W2, …: names and shapes in the order in which they stand in θ."""
        shapes: dict[str, tuple[int, ...]] = {}
        for k, (n, h) in enumerate(zip(self.sizes, self.sizes[1:], strict=False), start=1):
            shapes[f"W{k}"] = (n, h)
            if self.bias:
                shapes[f"b{k}"] = (h,)
        return shapes

    def weights(self) -> list[slice]:
        """Where in θ each layer's weights stand."""
        places, start = list[slice](), 0
        for name, shape in self.parameters().items():
            stop = start + math.prod(shape)
            if name.startswith("W"):
                places.append(slice(start, stop))
            start = stop
        return places


class Forward(NamedTuple):
    """Every intermediate value of a forward pass, by layer: z[2] (B, h), a[1] = X, a[2], …; ŷ is the last a."""

    z: dict[int, Array]
    a: dict[int, Array]

    @property
    def yhat(self) -> Array:
        return self.a[max(self.a)]


def passing(net: Shape, params: Params, X: Array) -> Iterator[tuple[int, Array, Array]]:
    """The layers that samples X (B, n) pass, one after the other: each one's number, its z and its a (B, h)."""
    f, last, a = ACTIVATIONS[net.activation], net.layers[-1], X
    for layer in net.layers:
        z = a @ params[f"W{layer - 1}"]  # (B, n) (n, h) = (B, h)
        if net.bias:
            z = z + params[f"b{layer - 1}"]
        a = say(net, z) if layer == last else f.f(z)
        yield layer, z, a


def forward(net: Shape, params: Params, X: Array) -> Forward:
    """All z and a of samples X (B, n)."""
    z: dict[int, Array] = {}
    a = {1: X}
    for layer, sums, activations in passing(net, params, X):
        z[layer], a[layer] = sums, activations
    return Forward(z, a)


def side_by_side(layers: Mapping[int, Array]) -> Array:
    """Values of all layers, (B, U), in the order of the layers."""
    return np.concatenate([layers[layer] for layer in sorted(layers)], axis=1)


def say(net: Shape, z: Array) -> Array:
    """ŷ of zᴸ: its output function."""
    yhat: Array = softmax(z) if net.output == "softmax" else ACTIVATIONS[net.output].f(z)
    return yhat


def each_loss(net: Shape, passed: Forward, y: Array) -> Array:
    """The terms whose mean is J without its penalties: (B, K), of cross-entropy (B, 1)."""
    return LOSSES[net.loss].each(passed.z[net.layers[-1]], passed.yhat, y)


def penalty(net: Shape, params: Params) -> float:
    """l1 Σ|w| + l2 Σw² over all weights; biases are free."""
    weights = [params[name] for name in params if name.startswith("W")]
    return float(sum(net.l1 * np.abs(W).sum() + net.l2 * (W * W).sum() for W in weights))


def total_loss(net: Shape, params: Params, passed: Forward, y: Array) -> float:
    """J: the mean of the losses, and the penalties."""
    return float(each_loss(net, passed, y).mean()) + penalty(net, params)


def output_delta(net: Shape, z: Array, yhat: Array, y: Array) -> Array:
    """δᴸ = ∂J/∂zᴸ, (B, K): by the chain rule through ŷ, or at once where loss and output belong together."""
    loss: Loss = LOSSES[net.loss]
    count = len(y) if net.loss == "cross-entropy" else y.size  # what the mean is over
    if loss.at_once is not None:
        return loss.at_once(yhat, y) / count  # sigmoid with bce, softmax with cross-entropy: ŷ − y
    assert loss.slope is not None
    dJ_dyhat = loss.slope(yhat, y) / count
    if net.output == "softmax":  # ∂ŷⱼ/∂zₖ = ŷⱼ ([j = k] − ŷₖ)
        through: Array = yhat * (dJ_dyhat - (dJ_dyhat * yhat).sum(axis=1, keepdims=True))
        return through
    out: Activation = ACTIVATIONS[net.output]
    delta: Array = dJ_dyhat * out.slope(z, yhat)
    return delta


def deltas(net: Shape, params: Params, passed: Forward, y: Array) -> dict[int, Array]:
    """δ = ∂J/∂z of every layer, (B, h), by layer, the last one first."""
    f, last = ACTIVATIONS[net.activation], net.layers[-1]
    delta = {last: output_delta(net, passed.z[last], passed.yhat, y)}
    for k in reversed(net.layers[:-1]):  # Wᵏ leads from layer k to the next
        delta[k] = delta[k + 1] @ params[f"W{k}"].T * f.slope(passed.z[k], passed.a[k])
    return delta


def backward(net: Shape, params: Params, passed: Forward, y: Array) -> tuple[dict[int, Array], dict[str, Array]]:
    """δ of every layer, and ∂J/∂ of every parameter by its name."""
    delta, gradients = deltas(net, params, passed, y), dict[str, Array]()
    for layer in delta:
        k = layer - 1  # Wᵏ leads from layer k to this one
        W = params[f"W{k}"]
        gradients[f"W{k}"] = passed.a[k].T @ delta[layer] + net.l1 * np.sign(W) + 2 * net.l2 * W
        if net.bias:
            gradients[f"b{k}"] = delta[layer].sum(axis=0)
    return delta, gradients
