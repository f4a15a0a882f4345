"""Recurrent networks for tests: random ones with sequences for them, and their loss with states held where they are."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from engine.activations import ACTIVATIONS
from engine.cells import CELLS, State
from engine.losses import LOSSES
from engine.params import Params
from engine.recurrent import Shape, backward, forward, goes_back, say, total_loss, zero_state

MASKS = ["every step", "the last", "some"]
OUTPUTS = [("sigmoid", "bce"), ("softmax", "cross-entropy"), ("identity", "mse"), ("sigmoid", "mse")]


class Problem(NamedTuple):
    """A network with random parameters and B sequences of up to T steps."""

    net: Shape
    params: Params
    X: np.ndarray  # (T, B, n)
    y: np.ndarray  # (T, B, K)
    mask: np.ndarray  # (T, B)
    goes_on: np.ndarray  # (T, B)


def problem(mask="every step", T=5, B=3, seed=0, spread=0.7, **shape):
    """Lengths differ; behind a sequence's end inputs and targets are 0, and nothing counts."""
    rng = np.random.default_rng(seed)
    net = Shape(**{"inputs": 1, "hidden": 2, "outputs": 3, **shape})
    net = net if net.readout else replace(net, outputs=net.hidden)
    params = Params(net.parameters())
    params.vector[:] = rng.normal(0, spread, len(params))
    lengths = rng.integers(1, T + 1, B) if mask != "every step" else np.full(B, T)
    there = np.arange(T)[:, None] < lengths  # (T, B)
    counts = {
        "every step": there,
        "the last": np.arange(T)[:, None] == lengths - 1,
        "some": there & (rng.uniform(size=(T, B)) < 0.6),
    }[mask]
    counts[lengths[0] - 1, 0] = True  # one step counts at least
    K = net.outputs
    y = rng.normal(size=(T, B, K)) if net.loss == "mse" else 1.0 * (rng.uniform(size=(T, B, K)) < 0.5)
    if net.loss == "cross-entropy":
        y = np.eye(K)[rng.integers(K, size=(T, B))]
    X = rng.normal(size=(T, B, net.inputs)) * there[..., None]
    return Problem(net, params, X, y * counts[..., None], 1.0 * counts, goes_back(net, T, lengths))


def textbook(p):
    """J, what went through time forwards and backwards, and ∂J/∂θ, by engine/recurrent.py."""
    passed = forward(p.net, p.params, p.X)
    back = backward(p.net, p.params, passed, p.y, p.mask, p.goes_on)
    gradient = np.concatenate([back.gradients[name].ravel() for name in p.params])
    return total_loss(p.net, passed, p.y, p.mask), passed, back, gradient


def cut_loss(p, held, theta, da=0.0, dc=0.0):
    """J at other parameters θ (P,), where no error comes back from what is cut.

    For each sequence whose step t does not go on, the state that enters there is the one of the moments `held`: it has
    the right value, and does not move with θ. `da` and `dc` (T + 1, B, H) are added to the states, the first one's too.
    """
    net, cell, g = p.net, CELLS[p.net.cell], ACTIVATIONS[p.net.activation]
    at = Params(net.parameters())
    at.vector[:] = theta
    W, T, H = {name: at[name] for name in at}, len(p.X), net.hidden
    da, dc = (np.broadcast_to(d, (T + 1, p.X.shape[1], H)) for d in (da, dc))
    state = zero_state(net, p.X.shape[1])
    state = State(state.a + da[0], None if state.c is None else state.c + dc[0])
    A = []
    for t in range(T):
        if t:
            kept = p.goes_on[t][:, None] == 1
            parts = zip(state, held[t].before, strict=True)
            state = State(*(None if part is None else np.where(kept, part, h) for part, h in parts))
        now = cell.forward(W, g, p.X[t], state).now
        state = State(now.a + da[t + 1], None if now.c is None else now.c + dc[t + 1])
        A.append(state.a)
    scores = np.stack(A)
    if net.readout:
        scores = scores @ W["W_ya"] + (W["b_y"] if net.bias else 0.0)
    each = LOSSES[net.loss].each(scores, say(net, scores), p.y).mean(axis=-1)
    return float((each * p.mask).sum() / p.mask.sum())
