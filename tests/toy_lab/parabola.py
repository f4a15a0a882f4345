"""Parabola: J = (θ − c)², the smallest lab that there can be.

c is a number, or of a student's own: the mean of a table's target, or how many words a text has.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.config import CommonConfig
from engine.frame import Described, Export, Preset
from engine.knobs import Choice, knob
from engine.params import Params
from engine.records import Price, Update
from engine.run import Run
from engine.table import unpack
from engine.types import Array, Indices


@dataclasses.dataclass(frozen=True)
class ParabolaConfig(CommonConfig):
    dataset: str = knob(
        "three",
        choices=(Choice("three", "Three", "c = 3."), Choice("five", "Five", "c = 5.", {"start": 1.0})),
        data="table",
        help="Where the minimum is.",
    )
    corpus: str = knob(
        "none",
        choices=(Choice("none", "No text", "c is a number."),),
        data="text",
        label="Text",
        help="Its words are counted: so many is c.",
    )
    start: float = knob(0.0, low=-10.0, high=10.0, help="Where θ starts.")


class Parabola(Run):
    name, title, summary = "parabola", "Parabola", "One parameter and one minimum."
    Config = ParabolaConfig
    config: ParabolaConfig
    arrays = (
        Described("loss", "n", "J of each update"),
        Described("theta", "1", "θ"),
        Described("trail", "n × 4", "step, samples, J, θ"),
    )
    scalars = tuple(Described(n, "", n) for n in ("loss", "objective", "gradient_norm", "learning_rate"))
    exports = (Export("theta", "text/csv", "The step, and θ there.", "theta.csv"),)
    presets = (Preset("plain", "Downhill", "Down it goes.", {}, "How far down?", "All the way: J is 0 at θ = 3."),)

    def build(self, data: bytes | None) -> Params:
        self.c = {"five": 5.0}.get(self.config.dataset, 3.0)
        if data and self.knobs()["dataset"].own(self.config.dataset):
            self.c = unpack(data).values[:, -1].mean()
        elif data and self.knobs()["corpus"].own(self.config.corpus):
            self.c = float(len(data.split()))
        params = Params({"theta": (1,)})
        params["theta"][:] = self.config.start
        return params

    def loss_and_gradient(self, batch: Indices | None) -> tuple[float, Array]:
        e = self.params["theta"] - self.c
        return float(e[0] ** 2), 2 * e

    def equations(self, update: Update, look: Mapping[str, Any]) -> dict[str, Any]:
        return {"batch": {"index": []}, "forward": {"e": self.params["theta"] - self.c}}

    def shown(self, update: Update, look: Mapping[str, Any]) -> dict[str, Array]:
        return {"theta": self.params["theta"].copy()}

    def trace(self, steps: Array, samples: Array, params: Array, look: Mapping[str, Any]) -> Array:
        return np.column_stack([steps, samples, (params[:, 0] - self.c) ** 2, params])

    def export(self, name: str) -> str:
        return f"step,theta\n{self.updates},{float(self.params['theta'][0])!r}\n"

    @classmethod
    def price(cls, config: CommonConfig, data: bytes | None = None) -> Price:
        return Price(bytes=16, operations=10, parameters=1)
