"""What stands in a recurrent network's box: how a state A comes of an input X and of the state before it.

Rows are sequences, so that weights multiply from the right: X (B, n), A (B, H), W_ax (n, H), W_aa (H, H).

    elman   Z = X W_ax + A′ W_aa + b_a      A = g(Z)                     the lecture's ① and ②; A′ is the state before

    lstm    i, f, o = σ(X W_ax + A′ W_aa + b_a), each with weights of its own, and so g = tanh(…)
            c = f∘c′ + i∘g                  A = o∘tanh(c)                Hochreiter and Schmidhuber (1997), Gers (2000)

    gru     z, r = σ(…)                     n = tanh(X W_ax + r∘(A′ W_aa) + b_a)
            A = (1 − z)∘n + z∘A′                                         Cho et al. (2014), in the form of torch.nn.GRU

Elman's state is multiplied by W_aa at every step, there and back: what is remembered for long shrinks or grows with
its powers. The other two keep a state by a gate that is next to 1: an LSTM its c (f ≈ 1), a GRU its A (z ≈ 1).

`forward` makes one step. `backward` leads ∂J/∂A and ∂J/∂c of a step to the step before it, and to the sums Z of each
gate, from which the gradients of all weights follow (engine/recurrent.py). `tangent` is the other direction: what a
small change of the state before makes of the state now.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from engine.activations import Activation, sigmoid
from engine.types import Array

Weights = Mapping[str, Array]
"""W_ax, W_aa and b_a by name; of a cell with gates each with the gate's letter behind it: W_ax_i."""


class State(NamedTuple):
    """What goes from one time step to the next: A (B, H), and of an LSTM c (B, H)."""

    a: Array
    c: Array | None = None


class Moment(NamedTuple):
    """One time step of B sequences, with everything that was worked out in it."""

    x: Array  # (B, n)
    before: State
    z: dict[str, Array]  # the sum of each gate by its letter, (B, H); Elman's letter is ""
    gate: dict[str, Array]  # what became of it
    now: State


class Back(NamedTuple):
    """The same step backwards."""

    dz: dict[str, Array]  # ∂J/∂Z of each gate, (B, H)
    recurrent: dict[str, Array]  # the same where A′ W_aa enters, which a GRU's r has scaled
    before: State  # ∂J/∂A′ and ∂J/∂c′


class Cell(NamedTuple):
    """A kind of cell. `letters` name its gates, in the order in which their weights lie in memory."""

    label: str
    help: str
    letters: tuple[str, ...]
    remembers: bool  # whether it has a c beside A
    forward: Callable[[Weights, Activation, Array, State], Moment]
    backward: Callable[[Weights, Activation, Moment, State], Back]
    tangent: Callable[[Weights, Activation, Moment, State], State]


def suffixed(name: str, letter: str) -> str:
    """W_ax of a gate: W_ax_i; of Elman's only one: W_ax."""
    return f"{name}_{letter}" if letter else name


def _sums(W: Weights, letters: tuple[str, ...], x: Array, a: Array) -> dict[str, tuple[Array, Array]]:
    """X W_ax + b_a and A′ W_aa of each gate, (B, n) (n, H) and (B, H) (H, H)."""
    sums = {}
    for letter in letters:
        ax, aa, b = (suffixed(name, letter) for name in ("W_ax", "W_aa", "b_a"))
        sums[letter] = x @ W[ax] + (W[b] if b in W else 0.0), a @ W[aa]
    return sums


def _before(W: Weights, recurrent: Mapping[str, Array]) -> Array:
    """∂J/∂A′ by way of the sums: Σ ∂J/∂Z W_aaᵀ over the gates, (B, H)."""
    parts = [dz @ W[suffixed("W_aa", letter)].T for letter, dz in recurrent.items()]
    total: Array = sum(parts[1:], parts[0])
    return total


# ---- Elman ----


def _elman_forward(W: Weights, g: Activation, x: Array, before: State) -> Moment:
    ((of_x, of_a),) = _sums(W, ("",), x, before.a).values()
    z = of_x + of_a  # ① Z = X W_ax + A′ W_aa + b_a
    a = g.f(z)  # ② A = g(Z)
    return Moment(x, before, {"": z}, {"": a}, State(a))


def _elman_backward(W: Weights, g: Activation, at: Moment, d: State) -> Back:
    dz = {"": d.a * g.slope(at.z[""], at.now.a)}  # ∂J/∂Z = ∂J/∂A ∘ g′(Z)
    return Back(dz, dz, State(_before(W, dz)))


def _elman_tangent(W: Weights, g: Activation, at: Moment, d: State) -> State:
    return State(d.a @ W["W_aa"] * g.slope(at.z[""], at.now.a))


# ---- LSTM ----


def _lstm_forward(W: Weights, g: Activation, x: Array, before: State) -> Moment:
    assert before.c is not None
    z = {letter: of_x + of_a for letter, (of_x, of_a) in _sums(W, LSTM, x, before.a).items()}
    i, f, o, new = sigmoid(z["i"]), sigmoid(z["f"]), sigmoid(z["o"]), np.tanh(z["g"])
    c = f * before.c + i * new  # c = f∘c′ + i∘g
    a = o * np.tanh(c)  # A = o∘tanh(c)
    return Moment(x, before, z, {"i": i, "f": f, "o": o, "g": new}, State(a, c))


def _lstm_backward(W: Weights, g: Activation, at: Moment, d: State) -> Back:
    i, f, o, new = (at.gate[letter] for letter in LSTM)
    assert at.now.c is not None and at.before.c is not None and d.c is not None
    tanh_c = np.tanh(at.now.c)
    dc = d.c + d.a * o * (1 - tanh_c**2)  # from the step after, and through A = o∘tanh(c)
    dz = {
        "i": dc * new * i * (1 - i),
        "f": dc * at.before.c * f * (1 - f),
        "o": d.a * tanh_c * o * (1 - o),
        "g": dc * i * (1 - new**2),
    }
    return Back(dz, dz, State(_before(W, dz), dc * f))


def _lstm_tangent(W: Weights, g: Activation, at: Moment, d: State) -> State:
    i, f, o, new = (at.gate[letter] for letter in LSTM)
    assert at.now.c is not None and at.before.c is not None and d.c is not None
    di, df, do = (d.a @ W[f"W_aa_{letter}"] * s * (1 - s) for letter, s in (("i", i), ("f", f), ("o", o)))
    dnew = d.a @ W["W_aa_g"] * (1 - new**2)
    dc = df * at.before.c + f * d.c + di * new + i * dnew
    tanh_c = np.tanh(at.now.c)
    return State(do * tanh_c + o * (1 - tanh_c**2) * dc, dc)


# ---- GRU ----


def _gru_forward(W: Weights, g: Activation, x: Array, before: State) -> Moment:
    sums = _sums(W, GRU, x, before.a)
    z_z, z_r = (of_x + of_a for of_x, of_a in (sums["z"], sums["r"]))
    z, r = sigmoid(z_z), sigmoid(z_r)
    of_x, of_a = sums["n"]
    z_n = of_x + r * of_a  # the reset gate decides how much of the state the new value sees
    n = np.tanh(z_n)
    a = (1 - z) * n + z * before.a  # A = (1 − z)∘n + z∘A′
    return Moment(x, before, {"z": z_z, "r": z_r, "n": z_n}, {"z": z, "r": r, "n": n}, State(a))


def _gru_backward(W: Weights, g: Activation, at: Moment, d: State) -> Back:
    z, r, n = (at.gate[letter] for letter in GRU)
    dz_n = d.a * (1 - z) * (1 - n**2)
    dz = {
        "z": d.a * (at.before.a - n) * z * (1 - z),
        "r": dz_n * (at.before.a @ W["W_aa_n"]) * r * (1 - r),
        "n": dz_n,
    }
    recurrent = {**dz, "n": dz_n * r}
    return Back(dz, recurrent, State(_before(W, recurrent) + d.a * z))


def _gru_tangent(W: Weights, g: Activation, at: Moment, d: State) -> State:
    z, r, n = (at.gate[letter] for letter in GRU)
    dz, dr = (d.a @ W[f"W_aa_{letter}"] * s * (1 - s) for letter, s in (("z", z), ("r", r)))
    dn = (dr * (at.before.a @ W["W_aa_n"]) + r * (d.a @ W["W_aa_n"])) * (1 - n**2)
    return State((1 - z) * dn + dz * (at.before.a - n) + z * d.a)


LSTM, GRU = ("i", "f", "o", "g"), ("z", "r", "n")
GATES = {
    "i": "input gate",
    "f": "forget gate",
    "o": "output gate",
    "g": "candidate",
    "z": "update gate",
    "r": "reset gate",
    "n": "candidate",
}
"""What each letter stands for."""

CELLS: dict[str, Cell] = {
    "elman": Cell(
        "Elman",
        "The lecture’s: A = g(W_ax X + W_aa A′ + b_a).",
        ("",),
        False,
        _elman_forward,
        _elman_backward,
        _elman_tangent,
    ),
    "lstm": Cell(
        "LSTM",
        "A second state c that gates write, keep and read.",
        LSTM,
        True,
        _lstm_forward,
        _lstm_backward,
        _lstm_tangent,
    ),
    "gru": Cell(
        "GRU",
        "Two gates: how much of the old state stays, and how much of it the new one sees.",
        GRU,
        False,
        _gru_forward,
        _gru_backward,
        _gru_tangent,
    ),
}
