"""A number to be foretold from one or two others: a plane, a wave, a jump.

Each takes the number of points m, the noise (the spread of y around the rule) and a generator.
"""

import numpy as np

from engine.data.dataset import Dataset


def plane(m: int, noise: float, rng: np.random.Generator) -> Dataset:
    """y = ½ x₁ + ½ x₂, which a network without any f can say."""
    X = rng.uniform(-1, 1, (m, 2))
    return Dataset(X, X.sum(axis=1) / 2 + rng.normal(0, 1, m) * noise, ("x₁", "x₂"), "y")


def sine(m: int, noise: float, rng: np.random.Generator) -> Dataset:
    """y = 0.8 sin(πx) for x from −1 to 1: one whole wave."""
    x = rng.uniform(-1, 1, m)
    return Dataset(x[:, None], 0.8 * np.sin(np.pi * x) + rng.normal(0, 1, m) * noise, ("x",), "y")


def step(m: int, noise: float, rng: np.random.Generator) -> Dataset:
    """y = −0.6 left of 0, and 0.6 right of it: a jump, which a smooth f can only come near to."""
    x = rng.uniform(-1, 1, m)
    return Dataset(x[:, None], 0.6 * np.sign(x) + rng.normal(0, 1, m) * noise, ("x",), "y")
