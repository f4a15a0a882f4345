"""The knobs of the Network lab: what it learns from, how the network is built, and how it is trained."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from engine import data, initializers, losses
from engine.activations import CHOICES as ACTIVATION_CHOICES
from engine.config import CommonConfig
from engine.data import Dataset
from engine.knobs import BadValue, Choice, Rule, knob, restated, shown
from engine.rng import generator
from engine.table import unpack
from engine.types import Array

MOST_LAYERS = 6
MOST_UNITS = 32
MOST_ROWS = 5000  # of a student's table
LEAST = float(np.finfo(np.float32).tiny)  # a spread that a frame can still tell from none
_UNITS = re.compile(r"[0-9]{1,3}")


def units(hidden: str) -> tuple[int, ...]:
    """The hidden layers of "8,8": (8, 8); of an empty text none."""
    return tuple(int(part) for part in hidden.split(",")) if hidden.strip() else ()


def _wrong(text: str) -> str:
    """What is wrong with a text for hidden layers, as a clause; "" if nothing is."""
    if not text.strip():
        return ""
    parts = [part.strip() for part in text.split(",")]
    for part in parts:
        if not part:
            return "between two commas there is no number"
        if not _UNITS.fullmatch(part):
            return f"{shown(part)} is not a whole number of units"
        if not 1 <= int(part) <= MOST_UNITS:
            return f"a layer has 1 to {MOST_UNITS} units, not {int(part)}"
    if len(parts) > MOST_LAYERS:
        return f"these are {len(parts)} layers, and there can be {MOST_LAYERS}"
    return ""


_UNIT = f"(?:{'|'.join(str(number) for number in range(MOST_UNITS, 0, -1))})"
_LAYER = rf"\s*0{{0,2}}{_UNIT}\s*"

HIDDEN = Rule(
    allowed=f"up to {MOST_LAYERS} layers of 1 to {MOST_UNITS} units each, written “8,8”; empty for none",
    wrong=_wrong,
    short=lambda text: text or "no hidden layer",
    empty="no hidden layer, so that inputs lead straight to outputs",
    pattern=rf"\s*|{_LAYER}(?:,{_LAYER}){{0,{MOST_LAYERS - 1}}}",
)

_CLASSES: dict[str, Any] = {
    "hidden": "4",
    "activation": "tanh",
    "output": "sigmoid",
    "loss": "bce",
    "bias": True,
    "initializer": "xavier",
    "learning_rate": 1.0,
    "batch_size": 10,
    "test_share": 0.3,
}
_OWN: dict[str, Any] = {**_CLASSES, "hidden": "6", "loss": "mse", "learning_rate": 0.5}  # suits numbers and classes
_SUITED: dict[int, list[dict[str, Any]]] = {
    least: [{"output": output, "loss": loss} for output, loss in pairs]
    for least, pairs in {
        0: (("sigmoid", "mse"), ("identity", "mse"), ("same", "mse")),
        2: (
            ("sigmoid", "bce"),
            ("softmax", "cross-entropy"),
            *(("sigmoid", "mse"), ("softmax", "mse"), ("identity", "mse"), ("same", "mse")),
        ),
        3: (
            ("softmax", "cross-entropy"),
            *(("softmax", "mse"), ("sigmoid", "bce"), ("sigmoid", "mse"), ("identity", "mse"), ("same", "mse")),
        ),
    }.items()
}
_PENALTY: dict[str, Any] = {
    "measures": True,
    "low": 0.0,
    "high": 1.0,
    "slider": (0.0, 0.1),
    "live": True,
    "shapes": True,
}
GENERATED = ["gauss", "xor", "circle", "moons", "spiral", "blobs", "plane", "sine", "step"]
"""Data sets that are drawn anew: as many samples, and as noisy, as one likes."""
NUMBERS = ("lecture", "plane", "sine", "step")  # data sets with a number to foretell
_NUMBERS: dict[str, Any] = {**_CLASSES, "output": "identity", "loss": "mse", "learning_rate": 0.1, "hidden": "6"}

DataMaker = Callable[..., Dataset]


def own(name: str, table: bytes | None) -> Dataset:
    """A student's table as a data set: each input brought to mean 0 and spread 1, a numeric target to 0.1 … 0.9, which
    every output function can say.

    Raises BadValue where the server has no such data any more, or too many rows of it.
    """
    if table is None:
        raise BadValue(
            "dataset",
            name,
            "data that the server still holds",
            f"There is no data {shown(name)} here: it may have expired. Send it again.",
        )
    try:
        found = unpack(table)
    except ValueError as error:
        raise BadValue("dataset", name, "a table", str(error)) from None
    if len(found.values) > MOST_ROWS:
        raise BadValue(
            "dataset",
            name,
            f"a table of up to {MOST_ROWS} rows",
            f"This table has {len(found.values)} rows, and the network takes {MOST_ROWS}: hand in fewer of them.",
        )
    scales = _scales(found.values, bool(found.classes))  # (n + 1, 2)
    scaled = (found.values - scales[:, 0]) / scales[:, 1]
    return Dataset(scaled[:, :-1], scaled[:, -1], found.inputs, found.target, found.classes, scales)


def _scales(values: Array, classes: bool) -> Array:
    """What 0 is in each column's own units, and what 1 more is, a row each.

    Of an input mean and spread: otherwise no one α would suit years and metres. Of a target in numbers so that they go
    from 0.1 to 0.9; of classes 0 and 1.
    """
    spread, span = values.std(axis=0), np.ptp(values[:, -1])
    scales = np.stack([values.mean(axis=0), np.where(spread > LEAST, spread, 1.0)], axis=1)
    one = (span if span > LEAST else 1.0) / 0.8
    scales[-1] = (0.0, 1.0) if classes else (values[:, -1].min() - 0.1 * one, one)
    return scales


@dataclasses.dataclass(frozen=True)
class NetworkConfig(CommonConfig):
    dataset: str = knob(
        "lecture",
        choices=(
            Choice("lecture", "Sleep, study → score", "Three samples of the lecture’s kind."),
            Choice("gauss", "Two clouds", "Two classes that a line divides.", {**_CLASSES, "hidden": "2"}),
            Choice("xor", "Exclusive or", "Two classes at opposite corners: no line divides them.", _CLASSES),
            Choice("circle", "Disc and ring", "One class around the other.", _CLASSES),
            Choice("moons", "Two moons", "Two half circles, each reaching into the other.", _CLASSES),
            Choice(
                "spiral",
                "Spiral",
                "Two arms around each other: the hardest.",
                {**_CLASSES, "hidden": "8,8", "initializer": "he"},
            ),
            Choice(
                "blobs",
                "Three clouds",
                "Three classes, an output for each.",
                {**_CLASSES, "output": "softmax", "loss": "cross-entropy"},
            ),
            Choice("plane", "Plane", "y = ½ x₁ + ½ x₂, with noise.", {**_NUMBERS, "hidden": "3"}),
            Choice("sine", "Sine wave", "One wave of a sine, with noise.", {**_NUMBERS, "hidden": "8,8"}),
            Choice("step", "Step", "A jump, with noise.", _NUMBERS),
        ),
        common=True,
        data="table",
        brings=_OWN,
        suits=_SUITED,
        label="Data",
        help="What the network learns from.",
    )
    points: int = knob(
        200,
        low=10,
        high=2000,
        slider=(10, 500),
        scale="log",
        common=True,
        label="Samples",
        help="How many samples there are, those for testing included.",
        applies={"dataset": GENERATED},
    )
    noise: float = knob(
        0.05,
        low=0.0,
        high=0.5,
        common=True,
        help="How far samples are scattered around their rule.",
        applies={"dataset": GENERATED},
    )
    test_share: float = knob(
        0.0,
        low=0.0,
        high=0.8,
        common=True,
        label="Test share",
        help="The share of the samples that training never sees.",
    )
    hidden: str = knob(
        "3",
        high=40,
        rule=HIDDEN,
        label="Hidden units",
        help="Units of each hidden layer, from the inputs on: 3, or 8,8; empty for none.",
    )
    activation: str = knob(
        "sigmoid",
        choices=ACTIVATION_CHOICES,
        label="Activation",
        symbol="f",
        help="What each hidden unit makes of its sum.",
    )
    loss: str = knob(
        "mse", choices=losses.CHOICES, measures=True, symbol="J", help="What is made as small as possible."
    )
    output: str = knob(
        "same",
        choices=(
            Choice("same", "the same f", "As the lecture has it: f(z³) = ŷ."),
            Choice("identity", "identity", "ŷ = z: any number."),
            Choice("sigmoid", "sigmoid", "ŷ between 0 and 1: a probability."),
            Choice("softmax", "softmax", "Shares of the classes, which add up to 1."),
        ),
        help="What ŷ is made of the last sum.",
    )
    bias: bool = knob(False, label="Biases", symbol="b", help="Whether each unit adds a number of its own to its sum.")
    initializer: str = knob(
        "normal", choices=initializers.CHOICES, label="First weights", help="How the weights are drawn at step 0."
    )
    l1: float = knob(
        0.0,
        **_PENALTY,
        label="L1",
        help="J also counts so many times Σ|w|: weights that are not needed become 0.",
    )
    l2: float = knob(
        0.0,
        **_PENALTY,
        label="L2",
        help="J also counts so many times Σw²: weights stay small.",
    )
    learning_rate: float = restated(CommonConfig, "learning_rate", default=3.0)
    batch_size: int = restated(CommonConfig, "batch_size", default=3, slider=(1, 3))
    seed: int = restated(CommonConfig, "seed", default=2)

    def __post_init__(self) -> None:
        """A loss has the outputs that it is made for, and the outputs suit the data. Raises BadValue."""
        if self.output == "softmax" and self.dataset in NUMBERS:
            raise BadValue(
                "output",
                self.output,
                "with classes",
                "Softmax outputs are the shares of classes, and these data have a number to foretell: "
                "choose data with classes, or another output.",
            )
        if self.loss == "bce" and self.dataset in NUMBERS and self.dataset != "lecture":
            raise BadValue(
                "loss",
                self.loss,
                "with targets from 0 to 1",
                "Binary cross-entropy takes targets from 0 to 1, and these data have others: choose mse.",
            )
        wanted, output = losses.LOSSES[self.loss].output, self.output_function
        if wanted is not None and output != wanted:
            fits = {"softmax": "cross-entropy", "sigmoid": "bce"}.get(output, "mse")
            raise BadValue(
                "loss",
                self.loss,
                f"with a {wanted} output",
                f"The loss {self.loss} takes {wanted} outputs, and these are {output}: "
                f"choose {wanted} as the output, or {fits} as the loss.",
            )

    @property
    def output_function(self) -> str:
        """What ŷ is made with: an activation's name, or softmax."""
        return self.activation if self.output == "same" else self.output

    def chosen(self, table: bytes | None) -> Dataset:
        """The chosen data set: one of the lab's own, or a student's table. Raises BadValue."""
        if self.dataset.startswith("sha256:"):
            return own(self.dataset, table)
        if self.dataset == "lecture":
            return data.lecture()
        make: DataMaker = getattr(data, self.dataset)
        return make(self.points, self.noise, generator(self.seed, "data"))
