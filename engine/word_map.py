"""N dimensions on a flat page: the two directions in which the words lie farthest apart, held still between pictures.

The principal directions of W (V, N) are the eigenvectors of the covariance of its rows. Any turn or reflection of the
two within their plane shows just as much, and each update would turn them anew: of all turns the one is taken that
brings the words nearest to where they were (orthogonal Procrustes, Schönemann 1966).
"""

import numpy as np

from engine.types import Array


def principal(W: Array) -> Array:
    """The two widest directions of the rows of W, (N, 2), orthonormal; one and a column of 0 where N is 1."""
    centered = W - W.mean(axis=0)
    _, vectors = np.linalg.eigh(centered.T @ centered)  # in rising order
    basis = np.zeros((W.shape[1], 2))
    widest = vectors[:, ::-1][:, :2]
    basis[:, : widest.shape[1]] = widest
    return basis


def turned(W: Array, basis: Array, before: Array) -> Array:
    """The basis (N, 2), turned or reflected within its plane so that the words are nearest to `before` (V, 2)."""
    turned: Array = basis @ _turn(projected(W, basis), before - before.mean(axis=0))
    return turned


def laid_over(places: Array, first: Array) -> Array:
    """A map (V, 2) of other vectors on that of the first: moved, turned or reflected, and made as wide."""
    middle = first.mean(axis=0)
    here, there = places - places.mean(axis=0), first - middle
    spread, wanted = float((here * here).sum()), float((there * there).sum())
    scale = np.sqrt(wanted / spread) if spread and wanted else 1.0
    laid: Array = middle + scale * here @ _turn(here, there)
    return laid


def _turn(here: Array, there: Array) -> Array:
    """The turn or reflection (2, 2) that brings places nearest to others, both around their middle."""
    left, _, right = np.linalg.svd(here.T @ there)
    turn: Array = left @ right
    return turn


def projected(W: Array, basis: Array) -> Array:
    """Where the words lie on the map, (V, 2), around their middle."""
    flat: Array = (W - W.mean(axis=0)) @ basis
    return flat


def share(W: Array, basis: Array) -> float:
    """How much of the words' spread the map shows, 0 to 1."""
    centered = W - W.mean(axis=0)
    total = float((centered * centered).sum())
    return min(1.0, float((projected(W, basis) ** 2).sum()) / total) if total else 1.0  # rounding may lead beyond
