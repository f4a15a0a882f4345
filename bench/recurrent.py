"""Updates per second of recurrent networks: the engine, the textbook's pass, and PyTorch where there is one.

    python -m bench.recurrent
    PYTORCH=/path/to/python-with-torch python -m bench.recurrent

Forwards, back through time and Adam, as the lab does it, on batches of a data set. PyTorch trains the same network in a
process of its own, eager, on one thread, in turn with the engine, in 64-bit numbers as the engine does and in 32-bit
ones; the medians of the ratios are what to quote. Time is the processor's: others may be busy beside it.
"""

import string
import time
from statistics import median
from typing import NamedTuple

import numpy as np

from bench.beside import Torch, pytorch
from engine.cells import CELLS
from engine.labs.recurrent import Recurrent
from engine.optimizers import OPTIMIZERS
from engine.recurrent import backward, forward, total_loss

ROUNDS = 11
PRECISIONS = ["float64", "float32"]

TORCH = """
import json, sys, time, torch
torch.set_num_threads(1)
CELLS = {"elman": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}

for line in sys.stdin:
    cell, precision, T, H, B, n, K, samples, updates = json.loads(line)
    kind = getattr(torch, precision)
    net, readout = CELLS[cell](n, H, dtype=kind), torch.nn.Linear(H, K, dtype=kind)
    if K == 1:
        X, y = torch.randint(2, (T, samples, n)).to(kind), torch.randint(2, (T, samples, 1)).to(kind)
        J = torch.nn.BCEWithLogitsLoss()
    else:
        X, y = torch.eye(n, dtype=kind)[torch.randint(n, (T, samples))], torch.randint(K, (T, samples))
        J = torch.nn.CrossEntropyLoss()
    rule = torch.optim.Adam([*net.parameters(), *readout.parameters()], lr=0.01)
    order, at = torch.randperm(samples), 0
    for made in range(updates + 5):
        if made == 5:
            begun = time.process_time()
        if at + B > samples:
            order, at = torch.randperm(samples), 0
        batch = order[at : at + B]
        at += B
        rule.zero_grad()
        scores = readout(net(X[:, batch])[0])
        wanted = y[:, batch]
        loss = J(scores, wanted) if K == 1 else J(scores.reshape(-1, K), wanted.reshape(-1))
        loss.backward()
        rule.step()
    print((time.process_time() - begun) / updates, flush=True)
"""


class Size(NamedTuple):
    task: str
    T: int
    H: int
    B: int
    updates: int


SIZES = [
    Size("addition", 5, 3, 1, 600),
    Size("addition", 20, 16, 16, 400),
    Size("characters", 50, 128, 32, 6),
]


def lab(cell: str, size: Size) -> Recurrent:
    """The task "characters" with a text of many different ones, all equally frequent."""
    sizes = {"length": size.T, "hidden": size.H, "batch_size": size.B, "sequences": 256}
    config = Recurrent.make_config({"task": size.task, "cell": cell, "clip": 0.0, **sizes})
    if size.task != "characters":
        return Recurrent(config)
    symbols = (string.ascii_letters + string.digits)[:60]
    text = "".join(np.random.default_rng(0).choice(list(symbols), 20_000))
    return Recurrent(config, text="sha256:" + "0" * 64, data=text.encode())


def engine(run: Recurrent, size: Size) -> float:
    run.steps(3)
    begun = time.process_time()
    run.steps(size.updates)
    return (time.process_time() - begun) / size.updates


def textbook(run: Recurrent, size: Size) -> float:
    """engine/recurrent.py, and Adam."""
    rule, state, updates = OPTIMIZERS["adam"], run.state, max(1, size.updates // 5)
    batch = run.data.take(slice(size.B))
    X, y, mask = batch.X.swapaxes(0, 1), batch.y.swapaxes(0, 1), batch.mask.T
    goes_on = run.goes_on(slice(size.B)).T
    begun = time.process_time()
    for _ in range(updates):
        passed = forward(run.net, run.params, X)
        total_loss(run.net, passed, y, mask)
        back = backward(run.net, run.params, passed, y, mask, goes_on)
        gradient = np.concatenate([part.ravel() for part in back.gradients.values()])
        direction, state = rule.direction(gradient, run.params.vector, state, run.config)
        run.params.vector -= run.config.learning_rate * direction
    return (time.process_time() - begun) / updates


def row(torch: Torch | None, cell: str, size: Size) -> list[float]:
    """Seconds of an update: the engine's, the textbook's, PyTorch's in each precision."""
    run, again = lab(cell, size), lab(cell, size)
    times = [engine(run, size), textbook(again, size)]
    if torch:
        sizes = [size.T, size.H, size.B, run.net.inputs, run.net.outputs, run.samples]
        times += [torch([cell, precision, *sizes, max(4, size.updates // 5)]) for precision in PRECISIONS]
    return times


def main() -> None:
    print("Recurrent networks, Adam: milliseconds of an update, and how many times as fast the engine is")
    print(f"{'T, H, B, n, K':>22} {'cell':>6} {'engine':>8} {'textbook':>15} {'PyTorch, 64 bits':>17} {'32 bits':>15}")
    with pytorch(TORCH) as torch:
        for size in SIZES:
            net = lab("elman", size).net
            name = f"{size.T}, {size.H}, {size.B}, {net.inputs}, {net.outputs}"
            for cell in CELLS:
                rows = [row(torch, cell, size) for _ in range(ROUNDS)]
                base, *slower = (median(column) for column in zip(*rows, strict=True))
                ratios = [median(times[k] / times[0] for times in rows) for k in range(1, len(rows[0]))]
                cells = [f"{1e3 * t:8.2f} {r:5.1f}×" for t, r in zip(slower, ratios, strict=True)]
                print(f"{name:>22} {cell:>6} {1e3 * base:8.3f} " + " ".join(f"{c:>15}" for c in cells), flush=True)


if __name__ == "__main__":
    np.seterr(all="ignore")
    main()
