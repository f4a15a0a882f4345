"""What the tests of the Recurrent lab share: small runs, and the same lab worked out by the textbook."""

import numpy as np
import pytest

from engine.cells import CELLS
from engine.labs.recurrent import Recurrent
from engine.recurrent import backward, forward, total_loss
from engine.tasks import TASKS

SMALL = {"sequences": 40, "batch_size": 7, "hidden": 5}
every_task = pytest.mark.parametrize("task", TASKS)
every_cell = pytest.mark.parametrize("cell", CELLS)
OWN = "sha256:" + 64 * "0"


def small(task, **knobs):
    """A small run of a task; of the two weights there is one unit."""
    few = {**SMALL, "hidden": 1} if task == "linear" else SMALL
    return Recurrent(task=task, **{**few, **knobs})


def written(run, look):
    """The text that it goes on with."""
    return "".join(chr(int(letter)) for letter in run.picture(look)["generated"])


class Textbook(Recurrent):
    """The same lab, worked out by engine/recurrent.py alone."""

    def loss_and_gradient(self, batch):
        index = np.arange(self.samples) if batch is None else batch
        d = self.data.take(index)
        x, y, mask = d.X.transpose(1, 0, 2), d.y.transpose(1, 0, 2), d.mask.T
        passed = forward(self.net, self.params, x)
        gradients = backward(self.net, self.params, passed, y, mask, self.goes_on(index).T).gradients
        return total_loss(self.net, passed, y, mask), np.concatenate([gradients[name].ravel() for name in self.params])
