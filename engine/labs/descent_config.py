"""The knobs of the Descent lab, and the landscapes that its first knob chooses from."""

import dataclasses

from engine import points
from engine.config import CommonConfig
from engine.knobs import Choice, knob, restated
from engine.landscapes import (
    Beale,
    Bowl,
    Himmelblau,
    Landscape,
    LinearRNN,
    Neuron,
    Rastrigin,
    Ravine,
    Regression,
    Rosenbrock,
    Saddle,
    bit_sums,
    hours_and_passes,
)
from engine.types import Array

WITH_DATA = ["regression", "neuron", "linear-rnn"]
"""Landscapes that samples make, so that a batch has a surface of its own."""


@dataclasses.dataclass(frozen=True)
class DescentConfig(CommonConfig):
    landscape: str = knob(
        "regression",
        choices=(
            Choice("regression", "A line through points", "J = 1/m Σ (ŷ − y)² over intercept θ₀ and slope θ₁."),
            Choice("bowl", "Bowl", "J = ½ (θ₀² + θ₁²): one minimum, equally steep all round."),
            Choice("ravine", "Ravine", "J = ½ (θ₀² + κ θ₁²): κ times as steep across as along."),
            Choice(
                "saddle",
                "Saddle",
                "J = ½ θ₀² + ¼ (θ₁² − 1)²: at the pass between two valleys the slope is zero, and nothing is least.",
                {"start_x": -1.9, "start_y": 0.02, "learning_rate": 0.2},
            ),
            Choice(
                "rosenbrock",
                "Rosenbrock’s valley",
                "J = (1 − θ₀)² + 100 (θ₁ − θ₀²)²: into the bent valley is easy, along its floor takes for ever.",
                {"start_x": -1.2, "start_y": 1.0, "learning_rate": 0.0012},
            ),
            Choice(
                "beale",
                "Beale’s plain",
                "J = Σ (c_k − θ₀ (1 − θ₁ᵏ))²: what is a safe rate at the steep corners crawls across the plain.",
                {"start_x": 1.0, "start_y": 1.4, "learning_rate": 0.01},
            ),
            Choice(
                "himmelblau",
                "Himmelblau’s four minima",
                "J = (θ₀² + θ₁ − 11)² + (θ₀ + θ₁² − 7)²: four minima, equally low; the start decides which.",
                {"start_x": -0.4, "start_y": -0.6, "learning_rate": 0.01},
            ),
            Choice(
                "rastrigin",
                "Rastrigin’s dents",
                "J = 20 + Σ (θᵢ² − 10 cos 2πθᵢ): a bowl full of dents, and descent stays in the nearest.",
                {"start_x": 2.6, "start_y": -1.35, "learning_rate": 0.0015},
            ),
            Choice(
                "neuron",
                "A single neuron",
                "ŷ = σ(θ₀ + θ₁ x): where every sample is on the flat part of the sigmoid, the surface is a plateau.",
                {"start_x": -6.0, "start_y": -1.0, "learning_rate": 5.0, "batch_size": 20},
            ),
            Choice(
                "linear-rnn",
                "A recurrent network of two weights",
                "One state, ten steps: on its way back through time the gradient explodes or vanishes.",
                {"start_x": -1.5, "start_y": 2.0, "learning_rate": 0.01, "batch_size": 20},
            ),
        ),
        common=True,
        help="The loss surface on which θ moves.",
    )
    condition: float = knob(
        12.0,
        low=1.0,
        high=1000.0,
        scale="log",
        symbol="κ",
        common=True,
        help="How many times as steep the ravine is across as along.",
        applies={"landscape": ["ravine"]},
    )
    start_x: float = knob(2.5, low=-10.0, high=10.0, label="Start", symbol="θ₀", help="Where θ₀ is at step 0.")
    start_y: float = knob(-1.2, low=-10.0, high=10.0, label="Start", symbol="θ₁", help="Where θ₁ is at step 0.")
    dataset: str = knob(
        "",
        high=80,
        data="table",
        label="Your own data",
        help="A table of two columns, x and y, as a CSV file; without one, the lab’s own 24 points.",
        applies={"landscape": ["regression"]},
    )
    points: str = knob(
        "",
        high=points.LONGEST,
        rule=points.RULE,
        drawn=points.MOST,
        common=True,
        shapes=True,
        live=True,
        help="Points of your own, written “x y x y …”; empty: the lab’s or your table’s. A batch of all of them "
        "stays one of all, however many there are.",
        applies={"landscape": ["regression"]},
    )
    batch_size: int = restated(
        CommonConfig,
        "batch_size",
        slider=(1, 24),  # the lab's own data; a slider then follows `dataset_size`
        applies={"landscape": WITH_DATA},
    )
    seed: int = restated(
        CommonConfig,
        "seed",
        help="Decides in which order the mini-batches take the samples.",
        applies={"landscape": WITH_DATA},
    )


def landscape(config: DescentConfig, data: Array) -> Landscape:
    """The chosen landscape; `data` (m, 2) are the points of a regression."""
    match config.landscape:
        case "regression":
            return Regression(data)
        case "ravine":
            return Ravine(config.condition)
        case "neuron":
            return Neuron(hours_and_passes())
        case "linear-rnn":
            return LinearRNN(bit_sums())
    return _AS_THEY_ARE[config.landscape]()


_AS_THEY_ARE: dict[str, type[Landscape]] = {
    "bowl": Bowl,
    "saddle": Saddle,
    "rosenbrock": Rosenbrock,
    "beale": Beale,
    "himmelblau": Himmelblau,
    "rastrigin": Rastrigin,
}
