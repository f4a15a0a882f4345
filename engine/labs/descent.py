"""Descent: a point θ on a loss surface, and the rule θ := θ − α ∂J/∂θ that moves it downhill.

Two parameters are few enough to draw everything: the surface, the gradient of each sample, the step before it is
made. With `regression` the surface comes from data, so that the batch size matters.
"""

import dataclasses
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from engine.config import CommonConfig
from engine.frame import Described
from engine.knobs import BadValue, Choice, knob, restated, shown
from engine.labs.descent_presets import PRESETS
from engine.landscapes import Bowl, Landscape, Ravine, Regression, noisy_line
from engine.params import Params
from engine.records import Price, Update
from engine.run import Run
from engine.types import Array, Indices

GRID = (73, 97)
"""Rows (θ₁) and columns (θ₀) of the surface. The page interpolates by cubics, which is exact for a quadratic."""
LEVELS = 14  # lines of equal J
FARTHEST = 1e5  # a look's domain ends here
SHOWN_SAMPLES = 512  # samples whose own gradient is drawn
SHOWN_POINTS = 4096

# Where the slice is taken: learning rates from 1e-5 to 100, 16 a decade, as far back as forth, and 0 between.
_RATES = np.geomspace(1e-5, 100.0, 113)
SLICE = np.concatenate([-_RATES[::-2], [0.0], _RATES])  # (K,)


@dataclasses.dataclass(frozen=True)
class DescentConfig(CommonConfig):
    landscape: str = knob(
        "regression",
        choices=(
            Choice("regression", "A line through points", "J = 1/m Σ (ŷ − y)² over intercept θ₀ and slope θ₁."),
            Choice("bowl", "Bowl", "J = ½ (θ₀² + θ₁²): one minimum, equally steep all round."),
            Choice("ravine", "Ravine", "J = ½ (θ₀² + κ θ₁²): κ times as steep across as along."),
        ),
        help="The loss surface on which θ moves.",
    )
    condition: float = knob(
        12.0,
        low=1.0,
        high=1000.0,
        scale="log",
        symbol="κ",
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
    batch_size: int = restated(
        CommonConfig,
        "batch_size",
        slider=(1, 24),  # the lab's own data; a slider then follows `dataset_size`
        applies={"landscape": ["regression"]},
    )
    seed: int = restated(
        CommonConfig,
        "seed",
        help="Decides in which order the mini-batches take the samples.",
        applies={"landscape": ["regression"]},
    )


class Descent(Run):
    name = "descent"
    title = "Descent"
    summary = "A ball, a surface, a learning rate. Too small, right, too large."
    Config = DescentConfig
    config: DescentConfig
    presets = PRESETS
    scalars = (
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
            "the largest stable α: 2/λ_max for sgd, 2(1+β)/λ_max with momentum; absent where "
            "there is none to tell: mini-batches, adam, clipping",
        ),
        Described("picture", "", "the step to which gradient_full, sample_gradients and slice belong"),
    )
    arrays = (
        Described("loss", "n", "the batch loss of each update since the last frame, before that update"),
        Described("trail", "n × 5", "where the run has been: step, samples seen, objective, θ₀, θ₁"),
        Described("theta", "2", "θ: intercept and slope, or the two coordinates"),
        Described("gradient", "2", "∂J/∂θ of the next update's batch, clipped where `clip` acts"),
        Described("direction", "2", "d: the next update is θ − α d"),
        Described("batch", "B", "indices of the samples of the next update; empty without data"),
        Described("gradient_full", "2", "∂J/∂θ over all the data"),
        Described("sample_gradients", f"≤ {SHOWN_SAMPLES} × 2", "∂J_i/∂θ of each sample; only with data"),
        Described("slice", f"3 × {len(SLICE)}", "rates α, and J of the batch and of all the data at θ − α d"),
        Described("domain", "4", "the part of the plane shown: θ₀ from, to, θ₁ from, to"),
        Described("surface", f"{GRID[0]} × {GRID[1]}", "J of all the data over the domain; row 0 is the lowest θ₁"),
        Described("levels", str(LEVELS), "values of J at which to draw a line"),
        Described("minima", "k × 3", "θ₀, θ₁ and J of each minimum"),
        Described("points", f"≤ {SHOWN_POINTS} × 2", "x and y of the data; only with data"),
        Described("curvature", "2", "λ_max and λ_min of the Hessian of J over all the data"),
    )
    looks = (Described("domain", "4", "the part of the plane to show: θ₀ from, to, θ₁ from, to"),)

    # ---- the model ----

    def build(self, data: bytes | None) -> Params:
        self.landscape = self._landscape(data)
        self.samples = self.landscape.samples
        params = Params({"theta": (2,)})
        params["theta"][:] = self.config.start_x, self.config.start_y
        return params

    def loss_and_gradient(self, batch: Indices | None) -> tuple[float, Array]:
        return self.landscape.loss_and_gradient(self.params.vector, batch)

    def objective(self) -> float:
        return self.landscape.loss(self.params.vector)

    def equations(self, update: Update) -> tuple[dict[str, Any], dict[str, Any]]:
        """ŷ = θ₀ + θ₁ x, e = ŷ − y, J = mean of e², ∂J_i/∂θ = (2e, 2e x). Shapes: yhat, e (B,), sample_grads (B, 2)."""
        if self.landscape.points is None:
            return {"index": np.empty(0)}, {"J": update.loss, "direction": update.direction.copy()}
        theta = self.params["theta"]
        index = self._indices(update)
        x, y = self.landscape.points[index].T
        yhat = theta[0] + theta[1] * x
        e = yhat - y
        forward = {
            "yhat": yhat,
            "e": e,
            "squared": e**2,
            "J": update.loss,  # the mean of the squares
            "sample_grads": self.landscape.sample_gradients(theta, index),  # ∂J/∂θ is their mean
            "direction": update.direction.copy(),
        }
        return {"index": index.copy(), "x": x[:, None], "y": y[:, None]}, forward

    # ---- what a viewer sees ----

    def shown(self, update: Update, look: Mapping[str, Any]) -> dict[str, Array]:
        return {
            "theta": self.params["theta"].copy(),
            "gradient": update.gradient.copy(),
            "direction": update.direction.copy(),
            "batch": self._indices(update).astype(np.float64),
        }

    def numbers(self, update: Update) -> dict[str, float]:
        rate = self.stable_rate()
        return {} if rate is None else {"stable_rate": rate}

    def picture(self, look: Mapping[str, Any]) -> dict[str, Array]:
        theta, update, J = self.params.vector, self.upcoming(), self.landscape
        along = theta - SLICE[:, None] * update.direction  # (K, 2)
        full = J.surface(along)
        ofbatch = full if update.batch is None else J.surface(along, update.batch)
        arrays = {"gradient_full": J.gradient(theta), "slice": np.array([SLICE, ofbatch, full])}
        if J.points is not None:
            arrays["sample_gradients"] = J.sample_gradients(theta, slice(SHOWN_SAMPLES))
        return arrays

    def scene(self, look: Mapping[str, Any]) -> dict[str, Array]:
        J, minimum = self.landscape, self.landscape.minimum()
        start = np.array([self.config.start_x, self.config.start_y])
        domain = np.array(look["domain"]) if "domain" in look else J.domain(start)
        x = np.linspace(domain[0], domain[1], GRID[1])
        y = np.linspace(domain[2], domain[3], GRID[0])
        surface = J.surface(np.stack(np.meshgrid(x, y), axis=-1))
        low = J.loss(minimum)
        arrays = {
            "domain": domain,
            "surface": surface,
            "levels": low + (surface.max() - low) * np.linspace(0, 1, LEVELS + 2)[1:-1] ** 2.5,
            "minima": np.array([[*minimum, low]]),
            "curvature": J.curvature,
        }
        if J.points is not None:
            arrays["points"] = J.points[:SHOWN_POINTS]
        return arrays

    def scene_key(self, look: Mapping[str, Any]) -> Hashable:
        config = self.config
        surface = config.landscape, config.condition, config.dataset
        return *surface, config.start_x, config.start_y, tuple(look.get("domain", ()))

    def trace(self, steps: Array, samples: Array, params: Array, look: Mapping[str, Any]) -> Array:
        rows = np.empty((len(steps), 5))
        rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3:] = steps, samples, self.landscape.surface(params), params
        return rows

    def stable_rate(self) -> float | None:
        """The largest α that does not diverge, where that is a plain fact: a quadratic, all the data in each update.

        Along an eigenvector with eigenvalue λ plain descent multiplies the distance by 1 − αλ, which must stay
        above −1; with momentum β the bound is (1 + β) times as far (Polyak 1964). None where it is not known.
        """
        config = self.config
        if config.batch_size < self.samples or config.clip > 0 or config.optimizer not in ("sgd", "momentum"):
            return None
        beta = config.momentum if config.optimizer == "momentum" else 0.0
        return float(2 * (1 + beta) / self.landscape.curvature[0])

    def _indices(self, update: Update) -> Indices:
        """Which samples the update looks at, (B,); none where there are no data."""
        if self.landscape.points is None:
            return np.empty(0, dtype=np.int64)
        return np.arange(self.samples) if update.batch is None else update.batch

    # ---- what is allowed ----

    @classmethod
    def parse_look(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        allowed = f"four numbers, from < to, within ±{FARTHEST:g}: θ₀ from, to, θ₁ from, to"
        look: dict[str, Any] = {}
        for name, value in values.items():
            if name != "domain":
                raise BadValue(name, value, "domain", f"{cls.name} has no look “{name[:60]}”. It has domain.")
            numbers = isinstance(value, list) and len(value) == 4 and all(type(v) in (int, float) for v in value)
            if not numbers or not all(abs(v) <= FARTHEST for v in value):
                raise BadValue(name, value, allowed)
            if not (value[0] + 1e-6 < value[1] and value[2] + 1e-6 < value[3]):
                raise BadValue(name, value, allowed)
            look[name] = [float(v) for v in value]
        return look

    @classmethod
    def price(cls, config: CommonConfig, data: bytes | None = None) -> Price:
        samples = len(data) // 16 if data is not None else 24
        each = 16 + 2 * (16 + 8 + 8) + 8  # bytes: the table; X, y and order, twice during a seek; what is in passing
        return Price(each * samples, operations=12 * min(config.batch_size, samples) + 50, parameters=2)

    def _landscape(self, data: bytes | None) -> Landscape:
        match self.config.landscape:
            case "bowl":
                return Bowl()
            case "ravine":
                return Ravine(self.config.condition)
        if not self.config.dataset:
            return Regression(noisy_line())
        if data is None:
            raise BadValue(
                "dataset",
                self.config.dataset,
                "data that the server still holds",
                f"There is no data {shown(self.config.dataset)} here: it may have expired. Send it again.",
            )
        points = np.frombuffer(data, dtype="<f8")
        if points.size < 4 or points.size % 2 or not np.isfinite(points).all():
            raise BadValue("dataset", self.config.dataset, "a table of two columns of finite numbers, two rows or more")
        return Regression(points.reshape(-1, 2).astype(np.float64, copy=False))
