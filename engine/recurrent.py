"""The lecture's recurrent network, unrolled: one box for each time step, all with the same weights.

    Z_t = W_ax X_t + W_aa A_(t−1) + b_a      ①        of an LSTM or GRU: engine/cells.py
    A_t = g(Z_t)                             ②
    Y_t = g(W_ya A_t + b_y)                  ③        here g is the output function: sigmoid, softmax or none

    J = the mean of the losses of all Y_t that count; `mask` says which do

Backwards through time (Werbos 1990) each state gets its error from two sides, its own output and the step after it:

    ∂J/∂A_t = ∂J/∂scores_t W_yaᵀ + ∂J/∂A_t by way of Z_(t+1)

Truncated after k steps, the second part is left out at every k-th step, counted from a sequence's end: the state still
goes forward there, the error does not come back. Weights stand in every box, so their gradient is a sum over the steps.
The rows of a matrix are B sequences; T steps lie one behind the other.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from engine.activations import ACTIVATIONS
from engine.cells import CELLS, Moment, State, suffixed
from engine.losses import LOSSES, softmax
from engine.params import Params
from engine.types import Array, Indices


@dataclasses.dataclass(frozen=True)
class Shape:
    """How a network is built: n inputs, H units, K outputs, and what it computes with."""

    inputs: int
    hidden: int
    outputs: int
    cell: str = "elman"  # CELLS
    activation: str = "tanh"  # g of an Elman cell, ACTIVATIONS
    output: str = "identity"  # "identity", "sigmoid" or "softmax"
    loss: str = "mse"  # LOSSES
    bias: bool = True
    readout: bool = True  # whether W_ya leads to Y; if not, Y is A, and H = K
    truncate: int = 0  # steps that the error goes back; 0: all

    @property
    def letters(self) -> tuple[str, ...]:
        return CELLS[self.cell].letters

    def parameters(self) -> dict[str, tuple[int, ...]]:
        """Every parameter by its name, with its shape. Of each gate W_ax, b_a and W_aa lie one behind the other, as
        one matrix (n + 1 + H, H), and so do b_y and W_ya: engine/recurrent_pass.py takes them as that."""
        n, H, K = self.inputs, self.hidden, self.outputs
        shapes: dict[str, tuple[int, ...]] = {}
        for letter in self.letters:
            shapes[suffixed("W_ax", letter)] = (n, H)
            if self.bias:
                shapes[suffixed("b_a", letter)] = (H,)
            shapes[suffixed("W_aa", letter)] = (H, H)
        if self.readout:
            if self.bias:
                shapes["b_y"] = (K,)
            shapes["W_ya"] = (H, K)
        return shapes


class Passed(NamedTuple):
    """The forward pass: the moments of all T steps, and what is said at each."""

    moments: list[Moment]
    scores: Array  # (T, B, K)
    y: Array  # (T, B, K), the scores after the output function

    @property
    def a(self) -> Array:
        """A before the first step, which is 0, and of each step: (T + 1, B, H)."""
        return np.stack([self.moments[0].before.a, *(at.now.a for at in self.moments)])

    @property
    def c(self) -> Array | None:
        """The same of an LSTM's c."""
        states = [self.moments[0].before.c, *(at.now.c for at in self.moments)]
        return None if states[0] is None else np.stack([c for c in states if c is not None])

    def z(self, letter: str) -> Array:
        return np.stack([at.z[letter] for at in self.moments])  # (T, B, H)

    def gate(self, letter: str) -> Array:
        return np.stack([at.gate[letter] for at in self.moments])


class Backwards(NamedTuple):
    """The backward pass through time."""

    dscores: Array  # ∂J/∂scores, (T, B, K)
    own: Array  # ∂J/∂A_t by way of Y_t, (T, B, H)
    da: Array  # ∂J/∂A_t, (T, B, H)
    dc: Array | None  # ∂J/∂c_t that the step after has sent back, (T, B, H); of an LSTM
    dz: dict[str, Array]  # ∂J/∂Z of each gate, (T, B, H)
    start: Array  # ∂J/∂A before the first step, (B, H)
    steps: list[dict[str, Array]]  # each step's share of the gradients, by parameter; they add up to them

    @property
    def gradients(self) -> dict[str, Array]:
        return {name: np.sum([step[name] for step in self.steps], axis=0) for name in self.steps[0]}


def zero_state(net: Shape, B: int) -> State:
    """A (and c) before the first step."""
    return State(np.zeros((B, net.hidden)), np.zeros((B, net.hidden)) if CELLS[net.cell].remembers else None)


def forward(net: Shape, params: Params, X: Array) -> Passed:
    """All states and outputs of sequences X (T, B, n)."""
    cell, g, W = CELLS[net.cell], ACTIVATIONS[net.activation], {name: params[name] for name in params}
    state, moments = zero_state(net, X.shape[1]), list[Moment]()
    for x in X:  # t = 0, 1, …, T − 1
        moments.append(cell.forward(W, g, x, state))
        state = moments[-1].now
    A = np.stack([at.now.a for at in moments])  # (T, B, H)
    scores = A
    if net.readout:
        scores = A @ W["W_ya"] + (W["b_y"] if net.bias else 0.0)  # (T, B, H) (H, K) = (T, B, K)
    return Passed(moments, scores, say(net, scores))


def say(net: Shape, scores: Array) -> Array:
    """③ Y = g(scores)."""
    y: Array = softmax(scores) if net.output == "softmax" else ACTIVATIONS[net.output].f(scores)
    return y


def each_loss(net: Shape, passed: Passed, y: Array, mask: Array) -> Array:
    """The loss of each step, 0 where it does not count: (T, B). J is their sum over the number of those that count."""
    terms = LOSSES[net.loss].each(passed.scores, passed.y, y)  # (T, B, K), of cross-entropy (T, B, 1)
    each: Array = terms.mean(axis=-1) * mask
    return each


def total_loss(net: Shape, passed: Passed, y: Array, mask: Array) -> float:
    return float(each_loss(net, passed, y, mask).sum() / mask.sum())


def score_slopes(net: Shape, scores: Array, said: Array, y: Array, mask: Array) -> Array:
    """∂J/∂scores, (T, B, K): Y − y where loss and output belong together; through Y where they do not."""
    loss, K = LOSSES[net.loss], said.shape[-1]
    if loss.at_once is not None:
        slopes = said - y if net.loss == "bce" else said * y.sum(axis=-1, keepdims=True) - y
    else:
        assert loss.slope is not None and net.output != "softmax"
        slopes = loss.slope(said, y) * ACTIVATIONS[net.output].slope(scores, said)
    count = mask.sum() * (1 if net.loss == "cross-entropy" else K)  # what the mean is over
    d: Array = slopes * (mask / count)[..., None]
    return d


def goes_back(net: Shape, T: int, lengths: Indices) -> Array:
    """Where the error of step t goes on to step t − 1: 1, and 0 where it is cut; (T, B)."""
    if not net.truncate:
        return np.ones((T, len(lengths)))
    left = lengths - np.arange(T)[:, None]  # steps from t to the sequence's end
    return np.where((left % net.truncate == 0) & (left > 0), 0.0, 1.0)


def backward(net: Shape, params: Params, passed: Passed, y: Array, mask: Array, goes_on: Array) -> Backwards:
    """Back through time, from the last step to the first. `goes_on` (T, B): where the error goes to the step before."""
    cell, g, W = CELLS[net.cell], ACTIVATIONS[net.activation], {name: params[name] for name in params}
    moments, B = passed.moments, mask.shape[1]
    dscores = score_slopes(net, passed.scores, passed.y, y, mask)
    own = dscores @ W["W_ya"].T if net.readout else dscores  # (T, B, K) (K, H) = (T, B, H)
    later = zero_state(net, B)  # what comes back from step t + 1: from behind the last one nothing
    da, dc, steps = np.zeros_like(own), np.zeros_like(own), list[dict[str, Array]]()
    dz = {letter: np.zeros_like(own) for letter in net.letters}
    for t in reversed(range(len(moments))):
        d = State(own[t] + later.a, later.c)
        da[t] = d.a
        if d.c is not None:
            dc[t] = d.c
        back = cell.backward(W, g, moments[t], d)
        for letter in net.letters:
            dz[letter][t] = back.dz[letter]
        steps.append(_share(net, moments[t], back.dz, back.recurrent, dscores[t]))
        going = goes_on[t][:, None] if t else np.ones((B, 1))
        d_a, d_c = back.before
        later = State(d_a * going, None if d_c is None else d_c * going)
    return Backwards(dscores, own, da, dc if cell.remembers else None, dz, later.a, steps[::-1])


def _share(
    net: Shape, at: Moment, dz: Mapping[str, Array], recurrent: Mapping[str, Array], dscores: Array
) -> dict[str, Array]:
    """What one step adds to the gradient of each parameter."""
    share: dict[str, Array] = {}
    for letter in net.letters:
        share[suffixed("W_ax", letter)] = at.x.T @ dz[letter]  # (n, B) (B, H)
        if net.bias:
            share[suffixed("b_a", letter)] = dz[letter].sum(axis=0)
        share[suffixed("W_aa", letter)] = at.before.a.T @ recurrent[letter]  # (H, B) (B, H)
    if net.readout:
        if net.bias:
            share["b_y"] = dscores.sum(axis=0)
        share["W_ya"] = at.now.a.T @ dscores  # (H, B) (B, K)
    return share


def influence(net: Shape, params: Params, moments: Sequence[Moment]) -> Array:
    """∂A_t/∂A before the first step, of one sequence (B = 1): (T + 1, H, H), row j what a change of unit j there does.

    The chain rule forwards: one step after the other multiplies the Jacobian of its own.
    """
    cell, g, W = CELLS[net.cell], ACTIVATIONS[net.activation], {name: params[name] for name in params}
    H = net.hidden
    d = State(np.eye(H), np.zeros((H, H)) if cell.remembers else None)
    jacobians = [d.a]
    for at in moments:
        d = cell.tangent(W, g, at, d)
        jacobians.append(d.a)
    return np.stack(jacobians)


def reach(net: Shape, params: Params, moments: Sequence[Moment]) -> Array:
    """‖∂A_t/∂A before the first step‖ of one sequence, (T + 1,): the most by which a change there is stretched.

    The 2-norm, a matrix's largest singular value; ∞ where the numbers have left what can be counted.
    """
    jacobians = influence(net, params, moments)
    counted = np.isfinite(jacobians).all(axis=(1, 2))
    norms: Array = np.full(len(jacobians), np.inf)
    norms[counted] = np.linalg.norm(jacobians[counted], 2, axis=(1, 2))
    return norms
