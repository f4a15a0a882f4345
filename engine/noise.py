"""The noise of mini-batches: how far the gradient of one batch may lie from that of another.

    Cov(∂J/∂θ of a batch) = Σ/B · (m − B)/(m − 1)

Σ is the covariance of the gradients of the m single samples. The last factor is that of drawing without putting back:
a batch of all has no noise. Source: Cochran, Sampling Techniques (1977), theorem 2.2.
"""

import numpy as np

from engine.types import Array

REACH = 2  # standard deviations: most batches are within
CORNERS = 48


def batch_covariance(each: Array, B: int) -> Array:
    """The covariance (P, P) of the mean of B of the m rows of `each` (m, P), drawn without putting back; m > 1."""
    m = len(each)
    off = each - np.ones(m).dot(each) / m  # `mean` takes three times as long
    sigma = off.T.dot(off) / m
    covariance: Array = sigma / B * ((m - B) / (m - 1))
    return covariance


def ellipse(covariance: Array, middle: Array, scale: float) -> Array:
    """Points (n, 2) around a middle, REACH standard deviations away: Σ = L Lᵀ, and L makes the ellipse of a circle."""
    (xx, xy), (_, yy) = covariance
    a = np.sqrt(max(0.0, xx))
    b = xy / a if a > 0 else 0.0
    L = np.array([[a, 0.0], [b, np.sqrt(max(0.0, yy - b * b))]])
    turn = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    around: Array = middle + scale * REACH * np.column_stack([np.cos(turn), np.sin(turn)]).dot(L.T)
    return around
