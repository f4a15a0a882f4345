"""What a frame of the Recurrent lab tells of one sequence, of another one that the viewer has made, and of the past."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.bounded import bounded
from engine.cells import suffixed
from engine.labs.recurrent_price import glanced
from engine.labs.recurrent_shows import GENERATED, TOLD_JACOBIANS, TOLD_STEPS
from engine.params import Params
from engine.recurrent import Shape, forward, reach
from engine.recurrent_pass import Pass
from engine.recurrent_text import goes_on_writing
from engine.types import Array, Indices

if TYPE_CHECKING:
    from engine.labs.recurrent import Recurrent


def right(net: Shape, said: Array, y: Array, mask: Array) -> tuple[float, float]:
    """The share of the steps that count at which the right thing is said, and of the sequences with all of them right.

    said, y (m, T, K), mask (m, T). A class: the likeliest; a yes or no: above a half; a number: nearer than a half.
    """
    if net.loss == "cross-entropy":
        hit = said.argmax(axis=2) == y.argmax(axis=2)
    elif net.loss == "bce":
        hit = ((said > 0.5) == (y > 0.5)).all(axis=2)
    else:
        hit = (np.abs(said - y) < 0.5).all(axis=2)
    counts = mask > 0
    return float((hit & counts).sum() / counts.sum()), float((hit | ~counts).all(axis=1).mean())


def focused(run: Recurrent, which: int, look: Mapping[str, Any]) -> dict[str, Array]:
    """One training sequence, forwards and backwards; L is its own loss."""
    data, net, T, task = run.data, run.net, run.T, run.config.task_itself
    index = slice(which, which + 1)
    made = run.one()
    made.fill(data.X[index], data.y[index], data.mask[index], run.goes_on(index))
    loss = made.run()
    mask = data.mask[which]
    last = int(np.flatnonzero(mask)[-1])
    time = look.get("time", -1)
    time = last if time < 0 else min(time, T - 1)
    unit = min(look.get("unit", 0), net.hidden - 1)
    said, y = made.said[:, 0], data.y[which]
    _, all_right = right(net, made.said.swapaxes(0, 1), data.y[index], data.mask[index])
    length = int(data.lengths[which])
    shown = {
        "focus": np.array([which, length, mask.sum(), loss, all_right, time, unit], dtype=np.float64),
        "x": symbols(data.X[which], length) if task.symbolic else data.X[which],
        "wanted": class_ids(y, mask) if net.loss == "cross-entropy" else y,
        "mask": mask,
        "goes_on": run.goes_on(index)[0],
        "a": made.a[:, 0],
        "said": said,
        "each": made.each[:, 0],
        "own": made.own[:, 0],
        "da": made.da[:, 0],
        **_moment(run, made, time),
        "shares": _shares(run, made),
    }
    if made.c is not None and made.dc is not None:
        shown |= {"c": made.c[:, 0], "dc": made.dc[:, 0]}
    if len(net.letters) > 1:
        shown["gates"] = np.concatenate([made.gate(letter)[:, 0] for letter in net.letters], axis=1)
    return {name: bounded(np.array(values, dtype=np.float64)) for name, values in shown.items()}


def _moment(run: Recurrent, made: Pass, t: int) -> dict[str, Array]:
    """Step t in numbers: where its sums come from, and what comes back to them."""
    net, params = run.net, run.params
    of_x, of_a = [], []
    for letter in net.letters:
        bias = params[suffixed("b_a", letter)] if net.bias else 0.0
        of_x.append(made.x[t, 0] @ params[suffixed("W_ax", letter)] + bias)
        of_a.append(made.a[t, 0] @ params[suffixed("W_aa", letter)])
    return {
        "parts": np.stack([np.concatenate(of_x), np.concatenate(of_a)]),
        "sums": np.concatenate([made.z(letter)[t, 0] for letter in net.letters]),
        "dz": np.concatenate([made.dz(letter)[t, 0] for letter in net.letters]),
        "scores": made.scores[t, 0],
    }


def _shares(run: Recurrent, made: Pass) -> Array:
    """‖x_t dz_tᵀ‖ = ‖x_t‖ ‖dz_t‖: how long each step's share of each matrix's gradient is, (T, M)."""
    net = run.net
    x, before, a, dscores = (
        lengths(made.x[:, 0]),
        lengths(made.a[:-1, 0]),
        lengths(made.a[1:, 0]),
        lengths(made.dscores[:, 0]),
    )
    columns: dict[str, Array] = {"b_y": dscores, "W_ya": a * dscores}
    for letter in net.letters:
        dz = made.dz(letter)[:, 0]
        recurrent = dz * made.gate("r")[:, 0] if letter == "n" else dz
        columns[suffixed("W_ax", letter)] = x * lengths(dz)
        columns[suffixed("b_a", letter)] = lengths(dz)
        columns[suffixed("W_aa", letter)] = before * lengths(recurrent)
    return np.stack([columns[name] for name in run.params], axis=1)


def lengths(rows: Array) -> Array:
    """‖·‖ of each row."""
    found: Array = np.sqrt((rows * rows).sum(axis=1))
    return found


def symbols(X: Array, length: int) -> Array:
    """Which symbol each step's one-hot row is; −1 behind the sequence's end: (T, n) → (T,)."""
    which: Array = X.argmax(axis=1).astype(np.float64)
    which[length:] = -1
    return which


def class_ids(y: Array, mask: Array) -> Array:
    """Which class is wanted at each step; −1 where nothing counts: (T, K) → (T,)."""
    which: Array = np.where(mask > 0, y.argmax(axis=1), -1).astype(np.float64)
    return which


def other(run: Recurrent, look: Mapping[str, Any]) -> dict[str, Array]:
    """What the network makes of inputs of the viewer’s own."""
    given = look.get("inputs")
    if not given:
        return {}
    data, net, T, task = run.data, run.net, run.T, run.config.task_itself
    X = np.zeros((T, net.inputs))
    if task.symbolic:
        length = len(given)
        X[np.arange(length), np.array(given, dtype=np.int64)] = 1
    else:
        length = T
        X[:] = np.array(given).reshape(T, net.inputs)
    made = run.one()
    nothing = np.zeros((1, T, net.outputs)), np.zeros((1, T)), np.ones((1, T))
    made.fill(X[None], *nothing)
    made.forward()
    there, mask = task.answer(X), np.zeros(T)
    if there is not None:
        counts = (
            there.any(axis=1) if net.loss == "cross-entropy" else data.mask[0]
        )  # of classes each that counts has one
        mask[:] = counts
        there = class_ids(there, mask) if net.loss == "cross-entropy" else there
    shown = {
        "other_x": symbols(X, length) if task.symbolic else X,
        "other_a": made.a[:, 0],
        "other_said": made.said[:, 0],
        "other_mask": mask,
        "other_wanted": np.empty(0) if there is None else there,
    }
    return {name: bounded(np.array(values, dtype=np.float64)) for name, values in shown.items()}


def dear(run: Recurrent, look: Mapping[str, Any]) -> dict[str, Array]:
    """What needs all the sequences, or many steps: which unit follows what is to be remembered, and the like."""
    data, net, T = run.data, run.net, run.T
    which = run.looked_at(look)
    shown: dict[str, Array] = {}
    if T * net.hidden**2 <= TOLD_JACOBIANS:
        X = data.X[which : which + 1].transpose(1, 0, 2)
        shown["influence"] = bounded(reach(net, run.params, forward(net, run.params, X).moments))
    if data.memory is not None:
        seen = run.seen()
        count = len(seen.data)
        shown["memory"] = data.memory[which].copy()
        shown["follows_stepwise"] = stepwise(seen.states, data.memory[:count], data.lengths[:count])
        shown["follows"] = correlation(seen.states, data.memory[:count], data.lengths[:count])
    if run.config.task == "characters":
        text = goes_on_writing(
            net, run.params, data.inputs, look.get("start", ""), look.get("temperature", 0.5), GENERATED
        )
        shown["generated"] = np.array([ord(letter) for letter in text], dtype=np.float64)
    return shown


def correlation(A: Array, memory: Array, lengths: Indices) -> Array:
    """Pearson's r of each unit with what is to be remembered, over all steps of all sequences: A (m, T, H) → (H,).

    0 of a unit that never changes.
    """
    there = np.arange(A.shape[1]) < lengths[:, None]  # (m, T)
    a, m = bounded(A[there]), memory[there]  # (steps, H), (steps,)
    a, m = a - a.mean(axis=0), m - m.mean()
    spread = np.sqrt((a * a).sum(axis=0) * (m * m).sum())
    r: Array = np.divide(m @ a, spread, out=np.zeros(a.shape[1]), where=spread > 1e-12)
    return r


def stepwise(A: Array, memory: Array, lengths: Indices) -> Array:
    """The mean of |r| over the time steps, each by itself: high also where a unit turns its sign on the way, (H,).

    Steps at which all sequences have the same to remember tell nothing and do not count.
    """
    there = np.arange(A.shape[1]) < lengths[:, None]  # (m, T)
    count = np.maximum(1, there.sum(axis=0))  # (T,)
    a = np.where(there[..., None], bounded(A), 0.0)
    m = np.where(there, memory, 0.0)
    a = (a - a.sum(axis=0) / count[:, None]) * there[..., None]  # (m, T, H)
    m = (m - m.sum(axis=0) / count) * there  # (m, T)
    spread = np.sqrt((a * a).sum(axis=0) * (m * m).sum(axis=0)[:, None])  # (T, H)
    r = np.divide(np.einsum("mt,mth->th", m, a), spread, out=np.zeros_like(spread), where=spread > 1e-12)
    differ = (m * m).sum(axis=0) > 1e-12
    size: Array = np.abs(r[differ]).mean(axis=0) if differ.any() else np.zeros(A.shape[2])
    return size


def told_steps(T: int) -> Indices:
    """The time steps of a unit's history: all, or of many some, evenly spread."""
    steps: Indices = np.unique(np.linspace(0, T - 1, min(T, TOLD_STEPS)).round().astype(np.int64))
    return steps


def past(run: Recurrent, steps: Array, samples: Array, params: Array, look: Mapping[str, Any], budget: int) -> Array:
    """The rows of the trail; of a dear network not all. J is that of the sequences that a frame tells J of, too."""
    net, T, data = run.net, run.T, run.data
    columns = told_steps(T)
    count = glanced(net, T, len(data))
    gates, products = net.hidden * len(net.letters), net.hidden**2 * len(net.letters)
    each = 300 + T * (40 + (count + 2) * products // 2000 + count * (gates + 4 * net.outputs) // 50)  # microseconds
    most = max(1, budget // each)
    if len(steps) > most:
        told = np.unique(np.linspace(len(steps) - 1, 0, most).astype(int))  # the last one in any case
        steps, samples, params = steps[told], samples[told], params[told]
    then = Params(net.parameters())
    some, one = Pass(net, then, T, count), Pass(net, then, T, 1)
    some.fill(data.X[:count], data.y[:count], data.mask[:count], run.goes_on(slice(count)))
    which = max(0, min(look.get("sequence", 0), run.samples - 1))
    index, unit = slice(which, which + 1), min(look.get("unit", 0), net.hidden - 1)
    one.fill(data.X[index], data.y[index], data.mask[index], run.goes_on(index))
    last = int(np.flatnonzero(data.mask[which])[-1])
    rows = np.empty((len(steps), 6 + len(columns)))
    rows[:, 0], rows[:, 1] = steps, samples
    with np.errstate(over="ignore", invalid="ignore"):
        for row, vector in zip(rows, params, strict=True):
            then.vector[:] = vector
            some.forward()
            row[2] = some.loss()
            row[3] = right(net, some.said.swapaxes(0, 1), data.y[:count], data.mask[:count])[0]
            one.run()
            row[4], row[5] = (math.sqrt(float((one.da[t] ** 2).sum())) for t in (0, last))
            row[6:] = one.a[1 + columns, 0, unit]
    return bounded(rows)
