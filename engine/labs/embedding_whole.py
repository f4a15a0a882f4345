"""J of all windows of a text, whichever the next batch has: what a chart shows, and what an update cannot know.

Of skip-gram it is a sum over the table of pairs, which is made once (engine/word_objective.py). CBOW has as many
different inputs as windows: a frame is told J of some of them, evenly spread and always the same.
"""

from typing import TYPE_CHECKING

import numpy as np

from engine import word_objective
from engine.params import Params
from engine.types import Array
from engine.word_objective import Asks
from engine.word_pass import cost

if TYPE_CHECKING:
    from engine.labs.embedding_windows import Asked, Windowed

GLANCE = 400  # windows or pairs of which a frame's J is told where all would take too long
QUICK = 300  # words up to which J of all pairs is quick
WHOLE = -1  # the epoch that has every window in full


class WholeText:
    """What is made once for all windows of a model; it is kept for one number of negative samples."""

    def __init__(self) -> None:
        self._shares: Array | None = None
        self._all: tuple[int, Asks] | None = None
        self._few: tuple[int, Asked] | None = None

    def objective(self, model: "Windowed", params: Params, glance: bool) -> float:
        """J of all windows of the text in full; `glance`: quickly, of a part of them where that would be dear."""
        W, C, softmax = params["W"], params["C"], model.config.objective == "softmax"
        if model.config.method == "skip-gram" and not (glance and model.V > QUICK):
            if softmax:
                return word_objective.of_softmax(W, C, self.shares(model))
            return word_objective.of_decisions(W, C, self._asks(model))
        loss, M = 0.0, 0
        for asked in [self._spread(model)] if glance else model.in_full():
            m = len(asked.examples.wanted)
            part = cost(W, C, asked.examples) if softmax else model.forward(params, asked).loss
            loss, M = loss + m * part, M + m
        return loss / max(1, M)

    def shares(self, model: "Windowed") -> Array:
        """P (V, V): the share of each pair of center and context among all pairs of the text."""
        if self._shares is None:
            windows, V = model.windows(WHOLE), model.V
            cells = windows.center_words * V + windows.context_words
            self._shares = np.bincount(cells, minlength=V * V).reshape(V, V) / len(cells)
        return self._shares

    def _asks(self, model: "Windowed") -> Asks:
        """What all pairs of the text ask about each row of C."""
        k = model.config.negatives if model.config.objective == "negative" else 0  # 0: of the tree
        if self._all is None or self._all[0] != k:
            P = self.shares(model)
            self._all = k, Asks.of_negatives(P, model.noise, k) if k else Asks.of_tree(P, model.forks)
        return self._all[1]

    def _spread(self, model: "Windowed") -> "Asked":
        k = model.config.negatives
        if self._few is None or self._few[0] != k:
            self._few = k, model.spread(GLANCE)
        return self._few[1]
