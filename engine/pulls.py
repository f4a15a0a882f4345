"""Why does a word move? Its step is a sum of pulls and pushes along the columns of C, one for each word.

    −∂J/∂w = Σ_v (wanted share − p)_v c_v · (its share of the batch)

A word that is wanted more often than the network says pulls along its own vector c_v; one that is said more often than
it is wanted pushes. So a word moves along these columns, not towards its context words, and even a frequent partner
pushes where the network says it too often. Few of these forces lie in the plane of a map: here they are also seen in
the plane in which they are longest.
"""

from typing import NamedTuple

import numpy as np

from engine.types import Array

REST = -1  # the number of all others together
MOST = 8  # forces that are told one by one


class Forces(NamedTuple):
    """Along each of Q columns: how often it is wanted, how often the network says it, and what that comes to."""

    wanted: Array  # (Q,)
    now: Array  # (Q,)
    strength: Array  # (Q,): the force is strength · c_q, and Σ_q of it −∂J/∂w


def told(forces: Forces, C: Array) -> tuple[Array, Array]:
    """The greatest forces one by one and the rest together, (k, 6): column, wanted, now, strength, x, y; and their sum,
    (4,): x, y, its length in all N dimensions, and how much of all forces' lengths this plane shows, 0 to 1."""
    vectors = forces.strength[:, None] * C  # (Q, N)
    sizes = np.sqrt(np.einsum("qn,qn->q", vectors, vectors))
    acting = np.flatnonzero(sizes)
    order = acting[np.argsort(-sizes[acting], kind="stable")]
    first, others = order[:MOST], order[MOST:]
    total = vectors.sum(axis=0)
    shown = vectors[first]
    rows = np.column_stack([first, forces.wanted[first], forces.now[first], forces.strength[first]])
    if len(others):
        shown = np.vstack([shown, vectors[others].sum(axis=0)])
        rest = (forces.wanted[others].sum(), forces.now[others].sum(), forces.strength[others].sum())
        rows = np.vstack([rows, [REST, *rest]])
    plane = _plane(np.vstack([shown, total]))
    flat = shown @ plane
    squares = float((shown * shown).sum())
    seen = float((flat * flat).sum()) / squares if squares else 1.0
    length = float(np.sqrt(total @ total))
    return np.column_stack([rows, flat]), np.array([*(total @ plane), length, seen])


def _plane(vectors: Array) -> Array:
    """Two orthonormal directions (N, 2), the first that of the last vector where it has one: the sum points right."""
    N = vectors.shape[1]
    total = vectors[-1]
    length = float(np.sqrt(total @ total))
    plane = np.zeros((N, 2))
    if length:
        plane[:, 0] = total / length
    rest = vectors - np.outer(vectors @ plane[:, 0], plane[:, 0])
    if N > 1 and np.any(rest):
        _, _, right = np.linalg.svd(rest, full_matrices=False)
        second = right[0]
        plane[:, 0 if not length else 1] = second * (1 if second[np.abs(second).argmax()] > 0 else -1)
    return plane
