"""Samples with what is to be said of each: the X and the y of a network."""

import dataclasses

import numpy as np

from engine.types import Array


@dataclasses.dataclass(frozen=True)
class Dataset:
    """m samples of n inputs, each with its target: a number, or the class it belongs to.

    X (m, n); target (m,): the number, or the index of the class; inputs and output are the columns' names.
    """

    X: Array
    target: Array
    inputs: tuple[str, ...]
    output: str
    classes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.X)

    def y(self, one_hot: bool) -> Array:
        """The targets as the network is to say them, (m, K).

        A number, or of two classes whether it is the second one, is one output. More classes than two, or `one_hot`,
        are an output each: 1 for the true class, 0 for the others.
        """
        if not self.classes or (len(self.classes) == 2 and not one_hot):
            return self.target[:, None].astype(np.float64)
        return np.eye(len(self.classes))[self.target.astype(np.int64)]
