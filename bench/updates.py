"""Updates per second of the engine, beside the few lines of NumPy that a textbook would print.

    python -m bench.updates

Both are timed in turn, several times, and the median of the ratios is what to quote: machines are noisy.
"""

import time
from collections.abc import Callable
from statistics import median

import numpy as np

from engine.labs import LABS
from engine.landscapes import noisy_line
from engine.timeline import Timeline

UPDATES, ROUNDS = 20_000, 7
DESCENT = LABS["descent"]


def textbook(batch_size: int) -> None:
    """Mini-batch gradient descent on the same points as it is usually written: shuffle, slice, X.T @ (X θ − y)."""
    points, random = noisy_line(), np.random.default_rng(0)
    X, y = np.column_stack([np.ones(len(points)), points[:, 0]]), points[:, 1]
    theta, losses, made = np.array([2.5, -1.2]), [], 0
    while made < UPDATES:
        order = random.permutation(len(y))
        for start in range(0, len(y), batch_size):
            batch = order[start : start + batch_size]
            error = X[batch] @ theta - y[batch]
            losses.append(np.mean(error**2))
            theta -= 0.05 * 2 / len(batch) * X[batch].T @ error
            made += 1


def alone(batch_size: int) -> None:
    DESCENT(batch_size=batch_size, learning_rate=0.05).steps(UPDATES)


def with_history(batch_size: int) -> None:
    """As a server does it: every loss kept, keyframes, trail."""
    Timeline(DESCENT, {"batch_size": batch_size, "learning_rate": 0.05}).advance(UPDATES)


def race(batch_size: int) -> None:
    """Six lanes count as six updates."""
    rates = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3]
    Timeline(DESCENT, {"batch_size": batch_size}, {"learning_rate": rates}).advance(UPDATES // 6)


def seconds(work: Callable[[int], None], batch_size: int) -> float:
    begun = time.perf_counter()
    work(batch_size)
    return time.perf_counter() - begun


def main() -> None:
    print("Descent, line through 24 points: thousand updates a second, and the ratio to the textbook's loop")
    print(f"{'batch':>6} {'textbook':>9} {'engine':>14} {'with history':>14} {'six lanes':>14}")
    for batch_size in (1, 4, 24):
        rows = [[seconds(work, batch_size) for work in (textbook, alone, with_history, race)] for _ in range(ROUNDS)]
        base, *others = (median(column) for column in zip(*rows, strict=True))
        ratios = [median(row[0] / row[k] for row in rows) for k in (1, 2, 3)]
        cells = [f"{UPDATES / t / 1000:7.0f} {r:5.1f}×" for t, r in zip(others, ratios, strict=True)]
        print(f"{batch_size:6d} {UPDATES / base / 1000:9.0f} " + " ".join(f"{cell:>14}" for cell in cells))


if __name__ == "__main__":
    main()
