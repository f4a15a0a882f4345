"""Points of a plane in two or three classes, which no straight line divides (but for one of the sets).

Each takes the number of points m, the noise (a spread in the plane, whose points lie within about ±1) and a generator.
"""

import numpy as np

from engine.data.dataset import Dataset
from engine.types import Array

PLANE = ("x₁", "x₂")
COLOURS = ("orange", "blue")


def gauss(m: int, noise: float, rng: np.random.Generator) -> Dataset:
    """Two clouds, around (−½, −½) and (½, ½): a line divides them as well as anything can."""
    target = _alternating(m, 2)
    centres = np.where(target > 0, 0.5, -0.5)[:, None]
    return _planar(centres + rng.normal(0, 0.15, (m, 2)), target, noise, rng)


def xor(m: int, noise: float, rng: np.random.Generator) -> Dataset:
    """Blue where both coordinates have the same sign: the exclusive or, which no line can divide."""
    X = rng.uniform(0.08, 0.9, (m, 2))  # a gap along the axes
    corner = np.arange(m) % 4
    X *= np.stack([np.where(corner % 2, 1, -1), np.where(corner // 2, 1, -1)], axis=1)
    return _planar(X, (X[:, 0] * X[:, 1] > 0).astype(np.float64), noise, rng)


def circle(m: int, noise: float, rng: np.random.Generator) -> Dataset:
    """A disc, and a ring around it."""
    target = _alternating(m, 2)
    radius = np.where(target > 0, rng.uniform(0, 0.45, m), rng.uniform(0.65, 0.95, m))
    return _planar(_polar(radius, rng.uniform(0, 2 * np.pi, m)), target, noise, rng)


def spiral(m: int, noise: float, rng: np.random.Generator) -> Dataset:
    """Two arms that wind around each other 1¼ times: the hardest of these."""
    target = _alternating(m, 2)
    way = np.sqrt(rng.uniform(0.02, 1, m))  # as many points on each piece of an arm
    return _planar(_polar(0.95 * way, way * 2.5 * np.pi + np.pi * target), target, noise, rng)


def moons(m: int, noise: float, rng: np.random.Generator) -> Dataset:
    """Two half circles, each with one end inside the other."""
    target = _alternating(m, 2)
    angle = rng.uniform(0, np.pi, m)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)  # (m, 2)
    return _planar(np.where(target[:, None] > 0, -upper, upper) * 0.6, target, noise, rng)


def blobs(m: int, noise: float, rng: np.random.Generator) -> Dataset:
    """Three clouds at the corners of a triangle."""
    target = _alternating(m, 3)
    centres = _polar(np.full(m, 0.6), np.pi / 2 + target * 2 * np.pi / 3)
    return _planar(centres + rng.normal(0, 0.15, (m, 2)), target, noise, rng, (*COLOURS, "green"))


def _planar(
    X: Array, target: Array, noise: float, rng: np.random.Generator, classes: tuple[str, ...] = COLOURS
) -> Dataset:
    return Dataset(X + rng.normal(0, 1, X.shape) * noise, target, PLANE, "class", classes)


def _alternating(m: int, classes: int) -> Array:
    """0, 1, 0, 1, …: as many of each class."""
    return (np.arange(m) % classes).astype(np.float64)


def _polar(radius: Array, angle: Array) -> Array:
    """Points (m, 2) at distances and angles (m,)."""
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
