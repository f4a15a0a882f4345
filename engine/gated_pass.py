"""LSTM and GRU through time, there and back, as engine/cells.py defines them: the gates of a step are one product.

Gates are σ(z) = 1 / (1 + e⁻ᶻ); e⁻ᶻ takes half as long as tanh does. The −1 is put into the weights: `pack` lays those
of all gates side by side, each times its scale. Until a gradient is written, errors are those of the scaled sums.
"""

import numpy as np

from engine.cell_pass import CellPass
from engine.in_place import HALF, ONE, TWO
from engine.params import Params
from engine.recurrent import Shape
from engine.types import Array


class LstmPass(CellPass):
    """Side by side, (T + 1, B, 5 H): o, i, f, g and c′; so that i∘g and f∘c′ are one call."""

    order = "oifg"
    scales = (-1.0, -1.0, -1.0, -2.0)

    def __init__(self, net: Shape, params: Params, gradient: Array, T: int, B: int) -> None:
        super().__init__(net, params, gradient, T, B)
        H, D = net.hidden, self.rows.shape[-1]
        self._packed, self._dpacked = (np.zeros((D, 4, H)) for _ in range(2))
        self._gates: Array = np.zeros((T + 1, B, 5, H))
        self._tanh_c, self._slope_c = (np.zeros((T, B, H)) for _ in range(2))
        self._d: Array = np.zeros((T + 1, B, 5, H))  # ∂J/∂Z of o, i, f, g, and ∂J/∂c′; behind the last step none
        self._sum, self._dc = np.zeros((B, 4 * H)), np.zeros((B, H))
        self._both = np.zeros((B, 2, H))  # i∘g and f∘c′
        gates, d = self._gates, self._d
        rows = gates.reshape(T + 1, B, 5 * H)[:, :, : 4 * H], gates[:, :, 3], gates[:, :, 1:3], gates[:, :, 3:]
        states = gates[1:, :, 4], self._tanh_c, gates[:, :, 0], self.a[1:]
        self._there = list(zip([row.dot for row in self.rows[:T]], *rows, *states, strict=False))
        later = [step.dot for step in d.reshape(T + 1, B, 5 * H)[1:, :, : 4 * H]], d[1:, :, 4]
        here = self.da, self._going, self.own, self._slope_c, d[:, :, 0], d[:, :, 1:]
        self._back = list(zip(*later, *here, strict=False))[::-1]

    @np.errstate(over="ignore")  # e^−z of a very small z: its gate is 1/∞, which is 0
    def forward(self) -> None:
        pack(self.net.letters, self.order, self.scales, self._W, self._packed)
        W, z, both = self._packed.reshape(len(self._packed), -1), self._sum, self._both
        to_i, to_f = both[:, 0], both[:, 1]
        for row_dot, gates, g, i_f, g_c, c, tanh_c, o, a in self._there:
            row_dot(W, z)  # (B, n + 1 + H) (n + 1 + H, 4 H)
            np.exp(z, gates)
            np.add(gates, ONE, gates)
            np.reciprocal(gates, gates)  # σ
            np.multiply(g, TWO, g)
            np.subtract(g, ONE, g)  # tanh z = 2 σ(2z) − 1
            np.multiply(i_f, g_c, both)
            np.add(to_i, to_f, c)  # c = f∘c′ + i∘g
            np.tanh(c, tanh_c)
            np.multiply(o, tanh_c, a)  # A = o∘tanh(c)

    def _slopes(self) -> None:
        """What ∂J/∂A is to be multiplied by for o, and ∂J/∂c for i, f, g and c′; and by what a c moves its A."""
        gates, d, tanh_c, slope_c = self._gates[:-1], self._d[:-1], self._tanh_c, self._slope_c
        o, i, f, g = (gates[:, :, k] for k in range(4))
        np.multiply(gates[:, :, :3], gates[:, :, :3], d[:, :, :3])
        np.subtract(d[:, :, :3], gates[:, :, :3], d[:, :, :3])  # σ² − σ
        np.multiply(d[:, :, 0], tanh_c, d[:, :, 0])
        np.multiply(d[:, :, 1:3], gates[:, :, 3:], d[:, :, 1:3])
        dg = d[:, :, 3]
        np.multiply(g, g, dg)
        np.subtract(dg, ONE, dg)
        np.multiply(dg, HALF, dg)
        np.multiply(dg, i, dg)
        d[:, :, 4] = f
        np.multiply(tanh_c, tanh_c, slope_c)
        np.subtract(ONE, slope_c, slope_c)
        np.multiply(slope_c, o, slope_c)  # o (1 − tanh² c)

    def backward(self) -> None:
        self._slopes()
        N, packed, dc, dc_1 = self.T * self.B, self._packed.reshape(len(self._packed), -1), self._dc, self._dc[:, None]
        W_aa_T = packed[self.first :].T
        for later_dot, later_c, da, going, own, slope_c, d_o, d_rest in self._back:
            later_dot(W_aa_T, da)  # (B, 4 H) (4 H, H)
            if going is not None:
                np.multiply(da, going, da)
                np.multiply(later_c, going, later_c)
            np.add(da, own, da)
            np.multiply(da, slope_c, dc)
            np.add(dc, later_c, dc)  # ∂J/∂c, from A and from the step after
            np.multiply(da, d_o, d_o)
            np.multiply(dc_1, d_rest, d_rest)
        dz = self._d[:-1].reshape(N, -1)[:, : packed.shape[1]]
        self._flat.T.dot(dz, self._dpacked.reshape(packed.shape))
        unpack(self.net.letters, self.order, self.scales, self._dpacked, self._dW)

    @property
    def c(self) -> Array:
        return self._gates[:, :, 4]

    @property
    def dc(self) -> Array:
        return self._d[1:, :, 4]

    def gate(self, letter: str) -> Array:
        return self._gates[:-1, :, self.order.index(letter)]

    def z(self, letter: str) -> Array:
        k = self.order.index(letter)
        return (self._flat @ self._packed[:, k] / self.scales[k]).reshape(self.da.shape)

    def dz(self, letter: str) -> Array:
        k = self.order.index(letter)
        return self._d[:-1, :, k] * self.scales[k]


class GruPass(CellPass):
    """n takes X W_ax + b_a and A′ W_aa apart: X's part, of n, z and r side by side, is one product of all steps."""

    of_x, of_a = "nzr", "zrn"
    scales = (-1.0, -1.0, 1.0)

    def __init__(self, net: Shape, params: Params, gradient: Array, T: int, B: int) -> None:
        super().__init__(net, params, gradient, T, B)
        H, first = net.hidden, self.first
        self._W_x, self._dW_x = (np.zeros((first, 3, H)) for _ in range(2))
        self._W_a, self._dW_a = (np.zeros((H, 3, H)) for _ in range(2))
        self._from_x, self._from_a = (np.zeros((T, B, 3, H)) for _ in range(2))
        self._z_r, self._n = np.zeros((T, B, 2, H)), np.zeros((T, B, H))
        self._d: Array = np.zeros((T + 1, B, 5, H))  # ∂J/∂ the sums n of x, z, r, n of A′, and what goes on to A′
        self._rest = np.zeros((B, H))
        from_a, from_x, d, z_r = self._from_a, self._from_x, self._d, self._z_r
        sums = from_a.reshape(T, B, 3 * H), from_a[:, :, :2], from_x[:, :, 1:]
        there = z_r, z_r[:, :, 1], from_a[:, :, 2], self._n, from_x[:, :, 0], z_r[:, :, 0], self.a[1:]
        self._there = list(zip([before.dot for before in self.a[:T]], self.a[:T], *sums, *there, strict=True))
        later = [step.dot for step in d.reshape(T + 1, B, 5 * H)[1:, :, H : 4 * H]], d[1:, :, 4]
        here = self.da, self._going, self.own, self.da[:, :, None], d
        self._back = list(zip(*later, *here, strict=False))[::-1]

    @np.errstate(over="ignore")
    def forward(self) -> None:
        W, net, first, rest = self._W, self.net, self.first, self._rest
        pack(net.letters, self.of_x, (1.0, -1.0, -1.0), W[:, :first], self._W_x)
        pack(net.letters, self.of_a, self.scales, W[:, first:], self._W_a)
        self._flat[:, :first].dot(self._W_x.reshape(first, -1), self._from_x.reshape(len(self._flat), -1))
        W_a = self._W_a.reshape(len(self._W_a), -1)
        for before_dot, before, sums, sums_z_r, x_z_r, z_r, r, sum_n, n, x_n, z, a in self._there:
            before_dot(W_a, sums)  # (B, H) (H, 3 H)
            np.add(sums_z_r, x_z_r, z_r)
            np.exp(z_r, z_r)
            np.add(z_r, ONE, z_r)
            np.reciprocal(z_r, z_r)  # σ
            np.multiply(r, sum_n, n)
            np.add(n, x_n, n)
            np.tanh(n, n)
            np.subtract(before, n, rest)
            np.multiply(rest, z, rest)
            np.add(n, rest, a)  # A = n + z∘(A′ − n)

    def _slopes(self) -> None:
        """What ∂J/∂A is to be multiplied by for each part of `_d`."""
        d, n, z_r = self._d[:-1], self._n, self._z_r
        d_x, d_z, d_r, d_a, goes = (d[:, :, k] for k in range(5))
        z, r = z_r[:, :, 0], z_r[:, :, 1]
        np.multiply(n, n, d_x)
        np.subtract(ONE, d_x, d_x)
        np.subtract(ONE, z, goes)
        np.multiply(d_x, goes, d_x)  # (1 − z) (1 − n²)
        np.multiply(d_x, r, d_a)
        np.multiply(z_r, z_r, d[:, :, 1:3])
        np.subtract(d[:, :, 1:3], z_r, d[:, :, 1:3])  # σ² − σ
        np.subtract(self.a[:-1], n, goes)
        np.multiply(d_z, goes, d_z)
        np.multiply(d_x, self._from_a[:, :, 2], goes)
        np.multiply(d_r, goes, d_r)
        goes[...] = z

    def backward(self) -> None:
        self._slopes()
        H, first, letters, N = self.net.hidden, self.first, self.net.letters, len(self._flat)
        W_aa_T = self._W_a.reshape(H, -1).T
        for later_dot, later_a, da, going, own, da_1, d in self._back:
            later_dot(W_aa_T, da)  # (B, 3 H) (3 H, H)
            np.add(da, later_a, da)
            if going is not None:
                np.multiply(da, going, da)
            np.add(da, own, da)
            np.multiply(da_1, d, d)
        d, rows_T = self._d[:-1].reshape(N, -1), self._flat.T
        rows_T[:first].dot(d[:, : 3 * H], self._dW_x.reshape(first, -1))
        rows_T[first:].dot(d[:, H : 4 * H], self._dW_a.reshape(H, -1))
        unpack(letters, self.of_x, (1.0, -1.0, -1.0), self._dW_x, self._dW[:, :first])
        unpack(letters, self.of_a, self.scales, self._dW_a, self._dW[:, first:])

    def gate(self, letter: str) -> Array:
        return self._n if letter == "n" else self._z_r[:, :, "zr".index(letter)]

    def z(self, letter: str) -> Array:
        of_x, of_a = self._from_x[:, :, self.of_x.index(letter)], self._from_a[:, :, self.of_a.index(letter)]
        return of_x + self.gate("r") * of_a if letter == "n" else -(of_x + of_a)

    def dz(self, letter: str) -> Array:
        k = self.of_x.index(letter)
        return self._d[:-1, :, k] * (1.0 if letter == "n" else -1.0)


def pack(letters: tuple[str, ...], order: str, scales: tuple[float, ...], W: Array, packed: Array) -> None:
    """Weights (G, D, H), gate behind gate, each times its scale, side by side: (D, G, H)."""
    for k, (letter, scale) in enumerate(zip(order, scales, strict=True)):
        np.multiply(W[letters.index(letter)], scale, packed[:, k])


def unpack(letters: tuple[str, ...], order: str, scales: tuple[float, ...], packed: Array, dW: Array) -> None:
    """The same of a gradient, back."""
    for k, (letter, scale) in enumerate(zip(order, scales, strict=True)):
        np.multiply(packed[:, k], scale, dW[letters.index(letter)])
