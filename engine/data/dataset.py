"""Samples with what is to be said of each: the X and the y of a network."""

import dataclasses

import numpy as np

from engine.types import Array


@dataclasses.dataclass(frozen=True)
class Dataset:
    """m samples of n inputs, each with its target: a number, or the class it belongs to.

    X (m, n); target (m,): the number, or the index of the class; inputs and output are the columns' names.
    Of numbers that were scaled, units say what they were: u = units[0] + units[1]·x, a row for each input and the last
    for the target. None: they are as they were.
    """

    X: Array
    target: Array
    inputs: tuple[str, ...]
    output: str
    classes: tuple[str, ...] = ()
    units: Array | None = None  # (n + 1, 2)

    def __len__(self) -> int:
        return len(self.X)

    def scales(self) -> Array:
        """The units as float32 can hold them, (n + 1, 3): u = s[0] + s[1] + s[2]·x. Of a day in seconds since 1970 one
        number alone would miss the hour; of numbers as they were these are 0, 0 and 1.
        """
        units = np.tile([0.0, 1.0], (len(self.inputs) + 1, 1)) if self.units is None else self.units
        whole = units[:, 0].astype(np.float32).astype(np.float64)
        return np.stack([whole, units[:, 0] - whole, units[:, 1]], axis=1)

    def y(self, one_hot: bool) -> Array:
        """The targets as the network is to say them, (m, K).

        A number, or of two classes whether it is the second one, is one output. More classes than two, or `one_hot`,
        are an output each: 1 for the true class, 0 for the others.
        """
        if not self.classes or (len(self.classes) == 2 and not one_hot):
            return self.target[:, None].astype(np.float64)
        return np.eye(len(self.classes))[self.target.astype(np.int64)]
