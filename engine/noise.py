"""The noise of mini-batches: how far the gradient of one batch may lie from that of another.

    Cov(∂J/∂θ of a batch) = Σ/B · (m − B)/(m − 1)

Σ is the covariance of the gradients of the m single samples. The last factor is that of drawing without putting back:
a batch of all has no noise. Source: Cochran, Sampling Techniques (1977), theorem 2.2.
"""

from engine.types import Array


def batch_covariance(each: Array, B: int) -> Array:
    """The covariance (P, P) of the mean of B of the m rows of `each` (m, P), drawn without putting back; m > 1."""
    m = len(each)
    off = each - each.mean(axis=0)
    sigma = off.T.dot(off) / m
    covariance: Array = sigma / B * ((m - B) / (m - 1))
    return covariance
