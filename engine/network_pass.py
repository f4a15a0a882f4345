"""The same forward and backward pass as engine/network.py, 5 to 10 times as fast, for small networks.

Measured on 2-4-2-1 with tanh (bench/): … . What makes it fast:

- Units are rows and samples are columns, layer below layer in one buffer: the slopes of all layers are two calls.
- Under each layer's rows lies a row of ones. Wˡ and bˡ stand one after the other in θ, so that both together are one
  matrix (inputs + 1, units), and a bias is a weight like any other.
- Every array is there before the first update, every view of it and every bound method too: a call of `np.dot` on
  small arrays takes 0.5 µs, looking up where to put the result as long again.

Last bits may differ from the textbook's, since sums are taken in another order.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.activations import ACTIVATIONS
from engine.losses import LOSSES
from engine.network import Shape, output_delta, say
from engine.params import Params
from engine.types import Array

Into = Callable[[Array], None]


def stacked(net: Shape, X: Array, y: Array) -> Array:
    """Samples as a pass takes them, (n [+ 1] + K, m): inputs, with a bias a row of ones, targets; samples are columns."""
    rows = [X.T, np.ones((1, len(X))), y.T] if net.bias else [X.T, y.T]
    return np.ascontiguousarray(np.concatenate(rows))


class Pass:
    """Loss, ŷ and gradient of a batch of B samples at the parameters as they are; all its arrays are its own."""

    def __init__(self, net: Shape, params: Params, B: int) -> None:
        self.net, self.B = net, B
        self.gradient = np.zeros(len(params))  # (P,)
        hidden, K = net.sizes[1:-1], net.sizes[-1]
        ones = int(net.bias)
        rows = sum(h + ones for h in hidden) + K
        self.a, self.slope, self.delta = np.ones((rows, B)), np.empty((rows, B)), np.zeros((rows, B))
        self.keeps_z = net.activation not in IN_PLACE
        self.z = np.zeros((rows, B)) if self.keeps_z else self.a  # in place: z becomes a
        starts = [sum(h + ones for h in hidden[:k]) for k in range(len(hidden) + 1)]
        self.blocks = [slice(s, s + h) for s, h in zip(starts, net.sizes[1:], strict=True)]
        self._whole = [slice(s, s + h + ones) for s, h in zip(starts, hidden, strict=False)]
        self.yhat = self.a[self.blocks[-1]]  # (K, B)
        self._same = net.output == net.activation and not self.keeps_z and net.loss == "mse"  # ŷ is one more layer of f
        self.last_z = self.yhat if self._same else np.zeros((K, B))
        self._input_rows = net.sizes[0] + ones
        self._count = B if net.loss == "cross-entropy" else B * K
        self._penalised = net.l1 > 0 or net.l2 > 0
        self._params = params
        self._weights = np.concatenate([np.full(params[name].size, name.startswith("W")) for name in params])  # (P,)
        self.forward = self._compile_forward()
        self.run = self._compile()

    def _matrices(self, vector: Array) -> list[Array]:
        """Of each layer the weights with the bias as their last row, (n [+ 1], h): views."""
        ones, found, at = int(self.net.bias), [], 0
        for n, h in zip(self.net.sizes, self.net.sizes[1:], strict=False):
            size = (n + ones) * h
            found.append(vector[at : at + size].reshape(n + ones, h))
            at += size
        return found

    def _compile_forward(self) -> Callable[[Array], None]:
        """forward(x): x (n [+ 1], B) → a, z and ŷ of every layer."""
        net, a, z, f = self.net, self.a, self.z, ACTIVATIONS[self.net.activation].f
        weights = [W.T.dot for W in self._matrices(self._params.vector)]
        hidden = [
            (dot, z[block], a[block], a[whole])
            for dot, block, whole in zip(weights, self.blocks, self._whole, strict=False)
        ]
        last_dot, last_z, yhat = weights[-1], self.last_z, self.yhat
        in_place = None if self.keeps_z else IN_PLACE[net.activation](a)
        apply = [in_place(block) for block in self.blocks] if in_place else []
        same = self._same

        def forward(x: Array) -> None:
            below = x
            if in_place:
                for (dot, z_here, _a, whole), act in zip(hidden, apply, strict=False):
                    dot(below, z_here)
                    act()
                    below = whole
            else:
                for dot, z_here, a_here, whole in hidden:
                    dot(below, z_here)
                    a_here[...] = f(z_here)
                    below = whole
            last_dot(below, last_z)
            if same:
                apply[-1]()
            else:
                yhat[...] = say(net, last_z.T).T

        return forward

    def loss_of(self, y: Array) -> float:
        """The mean of the losses of ŷ as it stands against y (K, B), and the penalties."""
        if self._same:
            error = np.subtract(self.yhat, y).reshape(-1)
            return float(error.dot(error) * (1 / self._count)) + self._penalty()
        each = LOSSES[self.net.loss].each(self.last_z.T, self.yhat.T, y.T)
        return float(each.sum()) / self._count + self._penalty()

    def _penalty(self) -> float:
        if not self._penalised:
            return 0.0
        w = self._params.vector[self._weights]
        return float(self.net.l1 * np.abs(w).sum() + self.net.l2 * w.dot(w))

    def _compile(self) -> Callable[[Array, Array], float]:
        """run(x, y): the loss; ∂J/∂θ is in `gradient` then."""
        net, a, delta, slope = self.net, self.a, self.delta, self.slope
        forward, mul, sub, dot = self.forward, np.multiply, np.subtract, np.dot
        G, W = self._matrices(self.gradient), self._matrices(self._params.vector)
        sizes = net.sizes
        d = [delta[block] for block in self.blocks]
        s = [slope[block] for block in self.blocks]
        down = [  # from the last layer on: its gradient, then δ of the layer below
            (
                a[self._whole[k - 1]].dot,
                d[k].T,
                G[k],
                mul if sizes[k + 1] == 1 else dot,  # below a single unit W δ is an outer product: cheaper than BLAS
                W[k][: sizes[k]],
                d[k],
                d[k - 1],
                s[k - 1],
            )
            for k in range(len(d) - 1, 0, -1)
        ]
        first_dT, first_G = d[0].T, G[0]
        error, yhat, out_slope = d[-1], self.yhat, s[-1]
        flat = error.reshape(-1)
        scale = np.full(error.shape, 2 / self._count)
        share = 1 / self._count
        squares = self._same
        slopes = self._compile_slopes()

        def run(x: Array, y: Array) -> float:
            forward(x)
            slopes()
            if squares:
                sub(yhat, y, error)
                loss = flat.dot(flat) * share
                mul(error, scale, error)
                mul(error, out_slope, error)
            else:
                loss = self.loss_of(y)
                error[...] = output_delta(net, self.last_z.T, yhat.T, y.T).T
            for a_dot, dT, g, product, w, d_here, d_low, s_low in down:
                a_dot(dT, g)
                product(w, d_here, d_low)
                mul(d_low, s_low, d_low)
            dot(x, first_dT, first_G)
            if self._penalised:
                loss = self._penalise(loss, squares)
            return float(loss)

        return run

    def _penalise(self, loss: float, without: bool) -> float:
        net, v = self.net, self._params.vector
        self.gradient += self._weights * (net.l1 * np.sign(v) + 2 * net.l2 * v)
        return loss + self._penalty() if without else loss

    def _compile_slopes(self) -> Callable[[], None]:
        """slopes(): f′ of all layers at once, from a (and z, where f does not say it)."""
        a, z, s, mul, sub = self.a, self.z, self.slope, np.multiply, np.subtract
        f = ACTIVATIONS[self.net.activation]
        match self.net.activation:
            case "tanh":
                ones = np.ones_like(a)

                def slopes() -> None:
                    mul(a, a, s)
                    sub(ones, s, s)
            case "sigmoid":

                def slopes() -> None:
                    mul(a, a, s)
                    sub(a, s, s)
            case "relu":

                def slopes() -> None:
                    np.sign(a, s)
            case "identity":
                s[...] = 1.0

                def slopes() -> None:
                    pass
            case _:

                def slopes() -> None:
                    s[...] = f.slope(z, a)

        return slopes


def _tanh(a: Array) -> Callable[[slice], Callable[[], Any]]:
    tanh = np.tanh

    def of(block: slice) -> Callable[[], Any]:
        here = a[block]
        return lambda: tanh(here, here)

    return of


def _sigmoid(a: Array) -> Callable[[slice], Callable[[], Any]]:
    """½ tanh(z/2) + ½, with ½ as an array: to convert a number at each call takes 0.3 µs."""
    half, mul, add, tanh = np.full(a.shape, 0.5), np.multiply, np.add, np.tanh

    def of(block: slice) -> Callable[[], Any]:
        here, h = a[block], half[block]

        def apply() -> None:
            mul(here, h, here)
            tanh(here, here)
            mul(here, h, here)
            add(here, h, here)

        return apply

    return of


def _relu(a: Array) -> Callable[[slice], Callable[[], Any]]:
    zeros, maximum = np.zeros(a.shape), np.maximum

    def of(block: slice) -> Callable[[], Any]:
        here, zero = a[block], zeros[block]
        return lambda: maximum(here, zero, here)

    return of


def _identity(a: Array) -> Callable[[slice], Callable[[], Any]]:
    return lambda block: lambda: None


IN_PLACE: dict[str, Callable[[Array], Callable[[slice], Callable[[], Any]]]] = {
    "tanh": _tanh,
    "sigmoid": _sigmoid,
    "relu": _relu,
    "identity": _identity,
}
"""Activations whose slope their value tells: z need not be kept. Of the buffer: of a block of it: apply f there."""
