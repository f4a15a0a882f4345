"""Updates per second of small networks: the engine, the textbook's pass, and PyTorch where there is one.

    python -m bench.network
    PYTORCH=/path/to/python-with-torch python -m bench.network

The project needs no PyTorch. Where `PYTORCH` names a Python that has it, it trains the same network in a process of its
own, eager, on one thread, in turn with the engine; the median of the ratios is what to quote.
"""

import time
from collections.abc import Callable
from statistics import median

import numpy as np

from bench.beside import Torch, pytorch
from engine.labs.network import Network
from engine.network import backward, forward, total_loss
from engine.timeline import Timeline

UPDATES, ROUNDS, SAMPLES = 3000, 7, 200
NETS = [("3", 1), ("3", 10), ("4,2", 1), ("4,2", 10), ("4,2", 100), ("8,8,8", 100)]

TORCH = """
import json, sys, time, torch
torch.set_num_threads(1)
f = torch.nn.Tanh()

def network(sizes):
    layers = []
    for n, h in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(n, h), torch.nn.Tanh()]
    return torch.nn.Sequential(*layers)

X, y = torch.randn(200, 2), torch.randn(200, 1).sign()
J = torch.nn.MSELoss()
for line in sys.stdin:
    sizes, B, updates = json.loads(line)
    net = network(sizes)
    rule = torch.optim.SGD(net.parameters(), lr=0.03)
    order, at = torch.randperm(len(X)), 0
    for made in range(updates + 50):
        if made == 50:
            begun = time.perf_counter()
        if at + B > len(X):  # an epoch begins, in an order of its own, as ours do
            order, at = torch.randperm(len(X)), 0
        batch = order[at : at + B]
        at += B
        rule.zero_grad()
        loss = J(net(X[batch]), y[batch])
        loss.backward()
        rule.step()
    print((time.perf_counter() - begun) / updates, flush=True)
"""


def network(hidden: str, B: int) -> Network:
    return Network(
        dataset="circle",
        hidden=hidden,
        activation="tanh",
        output="same",
        loss="mse",
        bias=True,
        learning_rate=0.03,
        batch_size=B,
        points=SAMPLES,
        test_share=0.0,
    )


def engine(hidden: str, B: int) -> float:
    run = network(hidden, B)
    run.steps(50)
    begun = time.perf_counter()
    for _ in range(UPDATES):
        run.step()
    return (time.perf_counter() - begun) / UPDATES


def with_history(hidden: str, B: int) -> float:
    """As a server does it: every loss kept, keyframes, trail."""
    run = network(hidden, B)
    timeline = Timeline(Network, run.config.asdict())
    timeline.advance(50)
    begun = time.perf_counter()
    timeline.advance(UPDATES)
    return (time.perf_counter() - begun) / UPDATES


def textbook(hidden: str, B: int) -> float:
    """engine/network.py, and θ := θ − α ∂J/∂θ."""
    run, updates = network(hidden, B), UPDATES // 4
    begun = time.perf_counter()
    for made in range(updates):
        part = slice(made * B % SAMPLES, made * B % SAMPLES + B)
        X, y = run.X[part], run.y[part]
        passed = forward(run.net, run.params, X)
        total_loss(run.net, run.params, passed, y)
        _, gradients = backward(run.net, run.params, passed, y)
        for name, gradient in gradients.items():
            run.params[name][...] -= 0.03 * gradient
    return (time.perf_counter() - begun) / updates


def theirs(torch: Torch) -> Callable[[str, int], float]:
    return lambda hidden, B: torch([[2, *map(int, hidden.split(",")), 1], B, UPDATES // 10])


def main() -> None:
    print("Networks with tanh, plain descent: thousand updates a second, and the engine's ratio to the others")
    print(f"{'network':>12} {'batch':>6} {'engine':>8} {'with history':>13} {'textbook':>14} {'PyTorch':>14}")
    with pytorch(TORCH) as torch:
        for hidden, B in NETS:
            others: list[Callable[[str, int], float]] = [textbook, theirs(torch)] if torch else [textbook]
            works: list[Callable[[str, int], float]] = [engine, with_history, *others]
            rows = [[work(hidden, B) for work in works] for _ in range(ROUNDS)]
            base, history, *slower = (median(column) for column in zip(*rows, strict=True))
            ratios = [median(row[k] / row[0] for row in rows) for k in range(2, 2 + len(others))]
            cells = [f"{1 / t / 1000:6.1f} {r:5.1f}×" for t, r in zip(slower, ratios, strict=True)]
            name = f"2-{hidden.replace(',', '-')}-1"
            print(
                f"{name:>12} {B:6d} {1 / base / 1000:8.1f} {1 / history / 1000:13.1f} "
                + " ".join(f"{c:>14}" for c in cells)
            )


if __name__ == "__main__":
    np.seterr(all="ignore")
    main()
