"""What a viewer of the Descent lab is shown, by name and shape: the scalars and arrays of its frames."""

import numpy as np

from engine import points
from engine.frame import Described

SHOWN_SAMPLES = 512  # samples whose own gradient is drawn
SHOWN_POINTS = 4096

# Where a step is seen from the side: learning rates from 1e-5 to 100, 16 a decade, as far back as forth, and 0 between.
_RATES = np.geomspace(1e-5, 100.0, 113)
SLICE = np.concatenate([-_RATES[::-2], [0.0], _RATES])  # (K,)

MEMORY = (
    ("velocity", "v", "momentum and nesterov"),
    ("square_sum", "s, the sum of squared gradients", "adagrad"),
    ("square_mean", "s, the running mean of squared gradients", "rmsprop"),
    ("first_moment", "m, the running mean of gradients", "adam and adamw"),
    ("second_moment", "s, the running mean of squared gradients", "adam and adamw"),
    ("step_size", "Δ, the step lengths (0 before the first update)", "rprop"),
    ("kept_gradient", "the gradient whose sign is compared, 0 where it had turned", "rprop"),
)
"""What optimizers remember: the array's name, what it is, with which of them."""

SCALARS = (
    Described("loss", "", "J of the batch of the next update, at θ"),
    Described("objective", "", "J of all the data at θ"),
    Described("gradient_norm", "", "‖∂J/∂θ‖ of that batch, after clipping"),
    Described("learning_rate", "", "α of the next update"),
    Described("epoch", "", "whole passes over the data; only with data"),
    Described("samples", "", "samples that all updates have used; only with data"),
    Described("dataset_size", "", "m, the samples of one epoch; only with data"),
    Described(
        "stable_rate",
        "",
        "the largest stable α: 2/λ_max for sgd, 2(1+β)/λ_max with momentum, 2(1+β)/((1+2β)λ_max) with nesterov; "
        "absent where there is none to tell: a surface that bends differently from place to place, mini-batches, "
        "the other optimizers, clipping",
    ),
    Described("local_rate", "", "the same where the surface bends as it does at θ: a guide for the next step only"),
    Described("picture", "", "the step to which gradient_full, sample_gradients, slice and curvature belong"),
)
ARRAYS = (
    Described("loss", "n", "the batch loss of each update since the last frame, before that update"),
    Described("trail", "n × 5", "where the run has been: step, samples seen, objective, θ₀, θ₁"),
    Described("theta", "2", "θ: intercept and slope, or the two coordinates"),
    Described("gradient", "2", "∂J/∂θ of the next update's batch, clipped where `clip` acts"),
    Described("direction", "2", "d: the next update is θ − α d"),
    *(
        Described(name + after, "2", f"{what}, {'after' if after else 'before'} the next update; only with {only}")
        for name, what, only in MEMORY
        for after in ("", "_next")
    ),
    Described("batch", "B", "indices of the samples of the next update; empty without data"),
    Described("gradient_full", "2", "∂J/∂θ over all the data"),
    Described("noise", "2 × 2", "how the gradients of batches of this size spread: their covariance; only with some"),
    Described("sample_gradients", f"≤ {SHOWN_SAMPLES} × 2", "∂J_i/∂θ of each sample; only with data"),
    Described("slice", f"3 × {len(SLICE) + 1}", "rates α, and J of the batch and of all the data at θ − α d"),
    Described("slopes", "2", "how fast both begin to rise with α: −∂J/∂θ · d"),
    Described("domain", "4", "the part of the plane shown: θ₀ from, to, θ₁ from, to"),
    Described("surface", "rows × columns", "J of all the data over the domain; row 0 is the lowest θ₁"),
    Described("levels", "n", "values of J at which to draw a line"),
    Described("floor", "1", "where J spans many decades: pictures show log(1 + J/floor)"),
    Described("minima", "k × 3", "θ₀, θ₁ and J of each minimum"),
    Described("flow", "n × 2", "the ideal path from the start: gradient descent in infinitely small steps"),
    Described("points", f"≤ {SHOWN_POINTS} × 2", "x and y of the data; only where they are points"),
    Described("own_points", f"≤ {points.MOST} × 2", "those that are there without `points`, if they are so few"),
    Described("sequences", "m × (n + 1)", "n inputs and the target of each; only with linear-rnn"),
    Described("outputs", "m", "ŷ of each sequence; only with linear-rnn"),
    Described("curvature", "2", "λ_max and λ_min of the Hessian of J over all the data, at θ"),
)
