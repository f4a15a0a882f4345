"""GloVe and LSA: they count once which words stand together, and learn from that table alone."""

from typing import Any

import numpy as np

from engine import glove, lsa
from engine.glove import Cells
from engine.labs.embedding_config import EmbeddingConfig
from engine.labs.embedding_text import Text
from engine.params import Params
from engine.pulls import Forces
from engine.types import Array, Indices
from engine.windows import cooccurrences
from engine.word_vectors import summed


class Glove:
    """Its samples are the cells of the table."""

    def __init__(self, config: EmbeddingConfig, text: Text) -> None:
        self.config, self.V = config, text.V
        self.table = cooccurrences(text.tokens, text.V, config.window, weighted=True)  # X (V, V)
        self.cells = glove.cells(self.table, config.method == "glove-smoothed")
        self.all_at_once = glove.Table.of(self.cells, text.V)

    @property
    def columns(self) -> int:
        return self.V

    def shapes(self) -> dict[str, tuple[int, ...]]:
        V, N = self.V, self.config.dimensions
        return {"W": (V, N), "C": (V, N), "bw": (V,), "bc": (V,)}

    def samples(self, epoch: int) -> int:
        return len(self.cells.i)

    def some(self, batch: Indices | None) -> Cells:
        return self.cells if batch is None else self.cells.at(batch)

    def loss_and_gradient(self, params: Params, batch: Indices | None, epoch: int, update: int) -> tuple[float, Array]:
        W, C, bw, bc = (params[name] for name in ("W", "C", "bw", "bc"))
        if batch is None:
            loss, slopes = self.all_at_once.loss_and_slopes(W, C, bw, bc)
        else:
            cells = self.some(batch)
            fitted = glove.fit(W, C, bw, bc, cells)
            loss, slopes = fitted.loss, glove.backward(W, C, cells, fitted)
        return loss, np.concatenate([slope.ravel() for slope in slopes])

    def objective(self, params: Params, glance: bool = False) -> float:
        return self.all_at_once.loss_and_slopes(*(params[name] for name in ("W", "C", "bw", "bc")))[0]

    def forces(self, params: Params, batch: Indices, epoch: int, update: int, word: int) -> Forces:
        """What acts on a word's vector: `wanted` is log X of each partner, `now` what the vectors say, `weight` f."""
        cells = self.some(batch)
        cells = cells.at(np.flatnonzero(cells.i == word))
        if not len(cells.i):
            wanted, now, strength, weight = np.zeros((4, self.V))
            return Forces(wanted, now, strength, weight, samples=(0, len(batch)))
        fitted = glove.fit(params["W"], params["C"], params["bw"], params["bc"], cells)
        strength = -2 * cells.weight * fitted.error / len(batch)
        wanted, now, strength, weight = (  # a batch has each cell once
            summed(cells.j, each, self.V) for each in (cells.target, fitted.says, strength, cells.weight)
        )
        return Forces(wanted, now, strength, weight, samples=(len(cells.i), len(batch)))

    def movers(self, batch: Indices, epoch: int) -> Indices:
        """The words whose rows of W a batch acts on, in rising order."""
        return np.unique(self.some(batch).i)

    def page_numbers(self, batch: Indices, epoch: int) -> int:
        return 9 * len(batch)

    def equations(self, params: Params, batch: Indices, epoch: int, update: int) -> dict[str, Any]:
        cells = self.some(batch)
        fitted = glove.fit(params["W"], params["C"], params["bw"], params["bc"], cells)
        return {
            "batch": {"center": cells.i, "context": cells.j, "count": self.table[cells.i, cells.j]},
            "forward": {
                "log_x": cells.target,
                "weight": cells.weight,
                "says": fitted.says,
                "error": fitted.error,
                "delta": glove.pressure(cells, fitted),
            },
        }


class Lsa:
    """One sample: the whole table."""

    def __init__(self, config: EmbeddingConfig, text: Text) -> None:
        self.config, self.V = config, text.V
        self.table = lsa.ppmi(cooccurrences(text.tokens, text.V, config.window, weighted=False))  # M (V, V)

    @property
    def columns(self) -> int:
        return self.V

    def shapes(self) -> dict[str, tuple[int, ...]]:
        V, N = self.V, min(self.config.dimensions, self.V)
        return {"W": (V, N), "C": (V, N)}

    def samples(self, epoch: int) -> int:
        return 1

    def loss_and_gradient(self, params: Params, batch: Indices | None, epoch: int, update: int) -> tuple[float, Array]:
        slopes = lsa.gradient(self.table, params["W"], params["C"])
        return self.objective(params), np.concatenate([slope.ravel() for slope in slopes])

    def objective(self, params: Params, glance: bool = False) -> float:
        return lsa.loss(self.table, params["W"], params["C"])

    def step(self, params: Params) -> Array:
        """Where one step of subspace iteration leads from these parameters, (P,)."""
        return np.concatenate([part.ravel() for part in lsa.iterate(self.table, params["W"], params["C"])])

    def forces(self, params: Params, batch: Indices, epoch: int, update: int, word: int) -> None:
        return None  # no gradient moves a word here

    def movers(self, batch: Indices, epoch: int) -> Indices:
        return np.empty(0, dtype=np.int64)

    def page_numbers(self, batch: Indices, epoch: int) -> int:
        return 2 * self.V**2

    def equations(self, params: Params, batch: Indices, epoch: int, update: int) -> dict[str, Any]:
        return {"batch": {}, "forward": {"table": self.table, "says": params["W"] @ params["C"].T}}
