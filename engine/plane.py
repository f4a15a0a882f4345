"""A window into a space of many dimensions: the plane of the parameters' space in which the path is looked at.

J depends on every weight at once, and a picture has two directions. So one looks at a plane through θ as it is now:

    θ(p, q) = θ + p u + q v          u, v: two directions, (P,)

either along two weights, or along the two principal directions of the path, in which it moved most (Lorch 2016; Li et
al. 2018). The path itself leaves the plane; how far, is told with each of its points.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from engine.types import Array


class Plane(NamedTuple):
    """Two directions u, v (P,) of length 1 at right angles, the origin (P,) from which p and q count, and the share of
    the path's movement that lies along both."""

    origin: Array
    u: Array
    v: Array
    share: float

    def project(self, points: Array) -> Array:
        """p and q of points (n, P), (n, 2)."""
        away = points - self.origin
        return np.stack([away.dot(self.u), away.dot(self.v)], axis=1)

    def distance(self, points: Array, through: Array) -> Array:
        """How far points (n, P) lie from the plane along u and v through a place (P,), (n,)."""
        away = points - through
        inside = away.dot(self.u) ** 2 + away.dot(self.v) ** 2
        distances: Array = np.sqrt(np.maximum((away * away).sum(axis=1) - inside, 0.0))
        return distances

    def places(self, through: Array, p: Array, q: Array) -> Array:
        """The parameters at every p (c,) and q (r,) of the plane through a place (P,), (r, c, P)."""
        p0, q0 = self.project(through[None])[0]
        grid_p, grid_q = (p - p0)[None, :, None], (q - q0)[:, None, None]
        places: Array = through + grid_p * self.u + grid_q * self.v
        return places


def along_two(first: int, second: int, path: Array) -> Plane:
    """The plane of two parameters; p and q are their values."""
    P = path.shape[1]
    u, v = np.zeros(P), np.zeros(P)
    u[first], v[second] = 1.0, 1.0
    return Plane(np.zeros(P), u, v, _share(path, u, v))


def principal(path: Array, step: Array) -> Plane:
    """The plane in which a path (n, P) moved most; p and q count from its first point.

    As long as it has not moved in two directions, the direction of the next `step` (P,) and the one that scales all
    parameters at once take their place.
    """
    origin, axes = path[0], _widest(path - path.mean(axis=0))
    for spare in _spares(step, origin):
        if len(axes) >= 2:
            break
        rest = spare - sum((spare.dot(one) * one for one in axes), np.zeros_like(spare))
        if np.linalg.norm(rest) > 1e-9 * max(1.0, float(np.linalg.norm(spare))):
            axes.append(rest / np.linalg.norm(rest))
    while len(axes) < 2:  # of a single parameter
        axes.append(np.zeros_like(origin))
    ahead = np.concatenate([path, path[-1:] + step])
    u, v = (_turned(one, ahead) for one in axes[:2])
    return Plane(origin, u, v, _share(path, u, v))


def _spares(step: Array, origin: Array) -> Iterator[Array]:
    """Directions to fall back on, the last of them along single parameters. Each only when it is asked for: all unit
    vectors of a network of 5,000 parameters are 200 MB."""
    yield step
    yield origin
    for k in range(min(3, len(origin))):
        unit = np.zeros_like(origin)
        unit[k] = 1.0
        yield unit


def _widest(about: Array) -> list[Array]:
    """The two directions in which points (n, P) about their mean spread most, or fewer if they do not.

    The singular vectors, by the eigenvectors of the smaller one of AᵀA and AAᵀ: twenty times as quick as all of them.
    """
    n, P = about.shape
    values, vectors = np.linalg.eigh(about.T @ about if P <= n else about @ about.T)
    found = []
    for k in (-1, -2):
        if len(values) >= -k and values[k] > max(1e-18 * n, 1e-12 * values[-1]):
            one = vectors[:, k] if P <= n else about.T @ vectors[:, k]
            found.append(one / np.linalg.norm(one))
    return found


def _turned(direction: Array, path: Array) -> Array:
    """The same or the opposite direction, whichever the path's farthest point lies in: pictures do not flip over."""
    along = (path - path[0]).dot(direction)
    return -direction if along[np.argmax(np.abs(along))] < 0 else direction


def _share(path: Array, u: Array, v: Array) -> float:
    about = path - path.mean(axis=0)
    whole = float((about * about).sum())
    if whole < 1e-18:
        return 1.0
    return min(1.0, float((about.dot(u) ** 2).sum() + (about.dot(v) ** 2).sum()) / whole)
