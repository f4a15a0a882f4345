"""How wrong is the network? One number J for all the ŷ of a batch, and which way each ŷ should move.

    mse            J = 1/m Σ (ŷ − y)²                          the lecture's mean square error; m counts all outputs
    bce            J = −1/m Σ y log ŷ + (1 − y) log(1 − ŷ)     for a yes or no: ŷ is the probability of yes
    cross-entropy  J = −1/m Σ Σₖ yₖ log ŷₖ                     for one of K classes; m counts samples

Every loss is a mean, so that its size, and the size of a step, does not depend on how many samples there are. Formulas
are those of `torch.nn`'s MSELoss, BCEWithLogitsLoss and CrossEntropyLoss.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.activations import softplus
from engine.knobs import Choice
from engine.types import Array


class Loss(NamedTuple):
    """`each(z, yhat, y)`: every term of the mean, (B, K) or, of cross-entropy, (B, 1); of many networks (…, B, K).

    Before the mean is taken: `slope(yhat, y)` is ∂/∂ŷ, (B, K). Where that would divide by 0 there is instead
    `at_once(yhat, y)`, which is ∂/∂z: of the output function that belongs to the loss only a difference is left.
    """

    label: str
    help: str
    each: Callable[[Array, Array, Array], Array]
    slope: Callable[[Array, Array], Array] | None = None
    at_once: Callable[[Array, Array], Array] | None = None
    output: str | None = None  # the output function without which it has no meaning


def _squared(z: Array, yhat: Array, y: Array) -> Array:
    """(ŷ − y)²."""
    e = yhat - y
    return e * e


def _binary(z: Array, yhat: Array, y: Array) -> Array:
    """−y log ŷ − (1 − y) log(1 − ŷ) for ŷ = σ(z), by way of log σ(z) = −softplus(−z): log 0 never occurs."""
    return softplus(z) - y * z


def _categorical(z: Array, yhat: Array, y: Array) -> Array:
    """−Σₖ yₖ log ŷₖ for ŷ = softmax(z), by way of log ŷₖ = zₖ − log Σ eᶻ: log 0 never occurs."""
    largest = z.max(axis=-1, keepdims=True)
    log_sum = largest + np.log(np.exp(z - largest).sum(axis=-1, keepdims=True))  # (B, 1)
    terms: Array = (y * (log_sum - z)).sum(axis=-1, keepdims=True)
    return terms


def softmax(z: Array) -> Array:
    """ŷₖ = eᶻᵏ / Σⱼ eᶻʲ over the last axis: positive shares that add up to 1."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))  # the largest is e⁰: nothing overflows, and the shares are the same
    shares: Array = e / e.sum(axis=-1, keepdims=True)
    return shares


LOSSES: dict[str, Loss] = {
    "mse": Loss("mean squared error", "1/m Σ (ŷ − y)²: the lecture’s.", _squared, slope=lambda yhat, y: 2 * (yhat - y)),
    "bce": Loss(
        "binary cross-entropy",
        "−log of the probability that the network gives to the truth; takes sigmoid outputs.",
        _binary,
        at_once=lambda yhat, y: yhat - y,
        output="sigmoid",
    ),
    "cross-entropy": Loss(
        "cross-entropy",
        "−log of the share that the network gives to the true class; takes softmax outputs.",
        _categorical,
        at_once=lambda yhat, y: yhat * y.sum(axis=1, keepdims=True) - y,  # the sum is 1 where there are classes
        output="softmax",
    ),
}

CHOICES = tuple(
    Choice(name, loss.label, loss.help, {"output": loss.output} if loss.output else {}) for name, loss in LOSSES.items()
)
