"""Which words must a center not predict? Negative sampling (Mikolov et al. 2013) draws a few for each pair.

A word is drawn with probability f^¾ / Σ f^¾: frequent ones more often, but not as often as they occur. The wanted word
itself is never drawn: the others share its part.
"""

import numpy as np

from engine.rng import generator
from engine.types import Array, Indices

POWER = 0.75
BLOCK = 256  # places whose words are drawn in one go


def noise(counts: Indices) -> Array:
    """The probability of each word, (V,)."""
    weights = counts**POWER
    shares: Array = weights / weights.sum()
    return shares


def drawn(noise: Array, wanted: Indices, places: Indices, k: int, seed: int, update: int) -> Indices:
    """k words for each wanted one (M,), none of them itself: (M, k).

    The same ones for the same seed, update and place of a pair in its batch, whichever other pairs are asked about.
    """
    ends = np.cumsum(noise)
    begins = ends - noise
    left = ends[-1] - noise[wanted]  # (M,): how much there is without the wanted word
    r = _uniform(places, k, seed, update) * left[:, None]
    r += np.where(r >= begins[wanted][:, None], noise[wanted][:, None], 0.0)  # past the gap where it was
    words = np.minimum(np.searchsorted(ends, r, side="right"), len(noise) - 1)
    struck = words == wanted[:, None]  # only by rounding, at the very edge
    others: Indices = np.where(struck, (words + 1) % len(noise), words)
    return others


def _uniform(places: Indices, k: int, seed: int, update: int) -> Array:
    """Numbers from 0 to 1 for each place in the batch, (M, k): drawn in blocks, of which only those are made that are
    asked for."""
    blocks = places // BLOCK
    numbers = np.empty((len(places), k))
    for block in np.unique(blocks).tolist():
        here = blocks == block
        numbers[here] = generator(seed, f"negatives {block}", update).random((BLOCK, k))[places[here] % BLOCK]
    return numbers
