"""Why does a word move? Its step is a sum of pulls and pushes along the columns of C, one for each word.

    −∂J/∂w = Σ_v (wanted share − p)_v c_v · (its share of the batch)

A word that is wanted more often than the network says pulls along its own vector c_v; one that is said more often than
it is wanted pushes. So a word moves along these columns, not towards its context words, and even a frequent partner
pushes where the network says it too often. Few of these forces lie in the plane of a map: here they are also seen in
the plane in which they are longest.

Softmax weighs all words in each pair, so that wanted and p are shares of one whole. Decisions (negative sampling, the
tree's forks, GloVe's cells) ask only some columns, and not all of them equally often: there wanted and p are means over
those that ask, and `weight` tells how much they are together.
"""

from typing import NamedTuple

import numpy as np

from engine.types import Array, Indices

REST = -1  # the number of all others together
MOST = 8  # forces that are told one by one
LEAST = 1e-3  # what differs less is not told by itself: in three decimals it may be nothing


class Forces(NamedTuple):
    """Along each of Q columns: how often it is wanted, how often the network says it, and what that comes to."""

    wanted: Array  # (Q,): the mean over the word's samples that ask this column
    now: Array  # (Q,): likewise
    strength: Array  # (Q,): the force is strength · c_q, and Σ_q of it −∂J/∂w
    weight: Array  # (Q,): strength is in proportion to weight · (wanted − now)
    shares: bool = False  # whether wanted and now of all columns are shares of one whole
    samples: tuple[int, int] = (0, 0)  # those of the batch that the word is in, and all of the batch


def told(forces: Forces, C: Array) -> tuple[Array, Array]:
    """The greatest forces one by one and the rest together, (k, 7): column, wanted, now, strength, x, y, weight; and
    their sum, (6,): x, y, its length in all N dimensions, how much of all forces' lengths this plane shows, 0 to 1, and
    how many samples the word is in, of how many. Of shares the rest has the sum, else the mean."""
    vectors = forces.strength[:, None] * C  # (Q, N)
    sizes = np.sqrt(np.einsum("qn,qn->q", vectors, vectors))
    acting = np.flatnonzero(sizes)
    order = acting[np.argsort(-sizes[acting], kind="stable")]
    plain = np.abs(forces.wanted[order] - forces.now[order]) >= LEAST
    first = order[plain][:MOST]
    others = order[~np.isin(order, first)]
    total = vectors.sum(axis=0)
    shown = vectors[first]
    rows = np.column_stack([first, forces.wanted[first], forces.now[first], forces.strength[first]])
    weights = forces.weight[first]
    if len(others):
        shown = np.vstack([shown, vectors[others].sum(axis=0)])
        rows = np.vstack([rows, [REST, *_together(forces, others), forces.strength[others].sum()]])
        of_rest = forces.weight[others]
        weights = np.append(weights, of_rest[0] if forces.shares else of_rest.sum())
    plane = _plane(np.vstack([shown, total]))
    flat = shown @ plane
    squares = float((shown * shown).sum())
    seen = float((flat * flat).sum()) / squares if squares else 1.0
    length = float(np.sqrt(total @ total))
    return np.column_stack([rows, flat, weights]), np.array([*(total @ plane), length, seen, *forces.samples])


def _together(forces: Forces, some: Indices) -> tuple[float, float]:
    """What is wanted of some columns, and what the network says."""
    wanted, now, weight = forces.wanted[some], forces.now[some], forces.weight[some]
    if forces.shares:
        return float(wanted.sum()), float(now.sum())
    return float(weight @ wanted / weight.sum()), float(weight @ now / weight.sum())


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
