"""Elman cells through time, there and back, as engine/cells.py defines them, in a fraction of the time; and what the
others have in common with them (engine/gated_pass.py).

- Each step's rows [X | 1 | A′] lie side by side, (B, n [+ 1] + H), so that X W_ax + A′ W_aa + b_a is one product; a
  step writes its A into the rows of the next one. The gradient is one product, too, of the rows of all steps.
- Of the way back only what needs the step after it is done step by step. How steep each gate is, is worked out before,
  for all steps at once, and lies where ∂J/∂Z is to stand: a step multiplies it by its own error.
- Every array is there before the first update, and every step's part of it is cut out; so is its product, the method
  `dot` of a matrix. On small arrays a product takes 0.5 µs, making room for its result as long again.
"""

import numpy as np

from engine.in_place import placed, placed_slope
from engine.params import Params
from engine.recurrent import Shape
from engine.types import Array


class CellPass:
    """What all cells have. `rows` (T + 1, B, n [+ 1] + H): inputs, ones, states; `own` (T, B, H): ∂J/∂A by way of Y."""

    def __init__(self, net: Shape, params: Params, gradient: Array, T: int, B: int) -> None:
        n, H, G = net.inputs, net.hidden, len(net.letters)
        self.net, self.T, self.B, self.first = net, T, B, n + int(net.bias)  # A′ begins at column `first`
        D = self.first + H
        self.rows: Array = np.zeros((T + 1, B, D))
        self.rows[..., n : self.first] = 1.0
        self.a: Array = self.rows[..., self.first :]  # (T + 1, B, H), before the first step 0
        self.states: Array = self.a[1:]  # A of every step, (T, B, H), as products take it
        self.own: Array = np.zeros((T, B, H))
        self.da: Array = np.zeros((T, B, H))
        self.goes_on: Array = np.ones((T, B))
        self._W = params.vector[: G * D * H].reshape(G, D, H)  # views: of each gate W_ax, b_a and W_aa
        self._dW = gradient[: G * D * H].reshape(G, D, H)
        self._flat = self.rows[:T].reshape(T * B, D)
        self._going: list[Array | None] = [None] * T  # into step t from the one after it, (B, 1)
        if net.truncate:
            self._going = [*(self.goes_on[t, :, None] for t in range(1, T)), None]

    def forward(self) -> None:
        """A of every step from `rows`' inputs."""
        raise NotImplementedError

    def backward(self) -> None:
        """∂J/∂A of every step from `own`, and of every weight."""
        raise NotImplementedError

    @property
    def c(self) -> Array | None:
        """c of an LSTM, (T + 1, B, H)."""
        return None

    @property
    def dc(self) -> Array | None:
        """∂J/∂c_t that the step after has sent back, (T, B, H)."""
        return None

    def gate(self, letter: str) -> Array:
        """What became of Z, (T, B, H)."""
        raise NotImplementedError

    def z(self, letter: str) -> Array:
        """Z of a gate after `forward`, (T, B, H)."""
        raise NotImplementedError

    def dz(self, letter: str) -> Array:
        """∂J/∂Z of a gate after `backward`, (T, B, H)."""
        raise NotImplementedError


class ElmanPass(CellPass):
    """Z = X W_ax + A′ W_aa + b_a, A = g(Z)."""

    def __init__(self, net: Shape, params: Params, gradient: Array, T: int, B: int) -> None:
        super().__init__(net, params, gradient, T, B)
        H = net.hidden
        self._z, self._a = (np.zeros((T, B, H)) for _ in range(2))
        self._dz: Array = np.zeros((T + 1, B, H))  # behind the last step no error
        self._f, self._slope = placed(net.activation), placed_slope(net.activation)
        self.states = self._a  # side by side: a product takes a third of the time
        products = [row.dot for row in self.rows[:T]]
        self._there = list(zip(products, self._z, self._a, self.a[1:], strict=True))
        products = [later.dot for later in self._dz[1:]]
        self._back = list(zip(products, self.da, self._going, self.own, self._dz[:T], strict=True))[::-1]

    def forward(self) -> None:
        W, f = self._W[0], self._f
        for row_dot, z, a, in_next_row in self._there:
            row_dot(W, z)  # (B, n + 1 + H) (n + 1 + H, H)
            f(z, a)
            in_next_row[...] = a

    def backward(self) -> None:
        W_aa_T, dz = self._W[0, self.first :].T, self._dz[:-1]
        self._slope(self._z, self._a, dz)
        for later_dot, da, going, own, here in self._back:
            later_dot(W_aa_T, da)  # (B, H) (H, H)
            if going is not None:
                np.multiply(da, going, da)
            np.add(da, own, da)
            np.multiply(da, here, here)  # ∂J/∂Z = ∂J/∂A ∘ g′(Z)
        self._flat.T.dot(dz.reshape(self.T * self.B, -1), self._dW[0])

    def gate(self, letter: str) -> Array:
        return self._a

    def z(self, letter: str) -> Array:
        return self._z

    def dz(self, letter: str) -> Array:
        return self._dz[:-1]
