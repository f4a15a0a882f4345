"""Descent: a point θ on a loss surface, and the rule θ := θ − α ∂J/∂θ that moves it downhill.

Two parameters are few enough to draw everything: the surface, the gradient of each sample, the step before it is
made. With `regression` the surface comes from data, so that the batch size matters.
"""

import dataclasses
import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from engine import points
from engine.config import CommonConfig
from engine.flow import gradient_flow
from engine.frame import Described
from engine.knobs import BadValue, Choice, Value, knob, restated, shown
from engine.labs.descent_presets import PRESETS
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
    noisy_line,
)
from engine.params import Params
from engine.poster import Plane, Poster, Scatter, Story, path
from engine.records import Price, Update
from engine.run import Run
from engine.types import Array, Indices

WITH_DATA = ["regression", "neuron", "linear-rnn"]
"""Landscapes that samples make, so that a batch has a surface of its own."""
FARTHEST = 1e5  # a look's domain ends here
SHOWN_SAMPLES = 512  # samples whose own gradient is drawn
SHOWN_POINTS = 4096
HIGHEST = 1e30  # what a picture is told of a loss beyond all measure

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
    points: str = knob(
        "",
        high=points.LONGEST,
        rule=points.RULE,
        drawn=points.MOST,
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
            "the largest stable α: 2/λ_max for sgd, 2(1+β)/λ_max with momentum, 2(1+β)/((1+2β)λ_max) with nesterov; "
            "absent where there is none to tell: a surface that bends differently from place to place, mini-batches, "
            "the other optimizers, clipping",
        ),
        Described("local_rate", "", "the same where the surface bends as it does at θ: a guide for the next step only"),
        Described("picture", "", "the step to which gradient_full, sample_gradients, slice and curvature belong"),
    )
    arrays = (
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
        Described(
            "noise", "2 × 2", "how the gradients of batches of this size spread: their covariance; only with some"
        ),
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
    looks = (Described("domain", "4", "the part of the plane to show: θ₀ from, to, θ₁ from, to"),)

    # ---- the model ----

    _flow: tuple[Landscape, Array] | None = None

    def build(self, data: bytes | None) -> Params:
        self._data = data
        self._first = self._own_points() if self.config.landscape == "regression" else None
        self.reshape()
        params = Params({"theta": (2,)})
        params["theta"][:] = self.config.start_x, self.config.start_y
        return params

    def reshape(self) -> None:
        self.landscape = self._landscape()
        self.samples = self.landscape.samples

    def along(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """A batch of all the data stays one of all: otherwise a point more would make a mini-batch of it."""
        if self._first is None or "points" not in values or self.config.batch_size < self.samples:
            return {}
        text = str(values["points"])
        samples = len(points.read(text) if text else self._first)
        return {"batch_size": int(self.knobs()["batch_size"].high or 0)} if samples > self.config.batch_size else {}

    def in_words(self, name: str, before: Value, after: Value) -> str | None:
        if name != "points":
            return None
        return points.change(str(before), str(after), self._first if self._first is not None else np.empty((0, 2)))

    def loss_and_gradient(self, batch: Indices | None) -> tuple[float, Array]:
        return self.landscape.loss_and_gradient(self.params.vector, batch)

    def objective(self) -> float:
        return self.landscape.loss(self.params.vector)

    def equations(self, update: Update) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the landscape computes of each sample, and J, which is the mean of `squared` where there are any."""
        theta, index = self.params["theta"], self._indices(update)
        forward: dict[str, Any] = {"J": update.loss, "direction": update.direction.copy()}
        if self.samples == 1:
            return {"index": np.empty(0)}, forward
        batch, values = self.landscape.equations(theta, index)
        each = self.landscape.sample_gradients(theta, index)  # (B, 2): ∂J/∂θ is their mean
        return {"index": index.copy(), **batch}, {**values, "sample_grads": each, **forward}

    # ---- what a viewer sees ----

    def shown(self, update: Update, look: Mapping[str, Any]) -> dict[str, Array]:
        return {
            "theta": self.params["theta"].copy(),
            "gradient": update.gradient.copy(),
            "direction": update.direction.copy(),
            **self.remembered(update),
            "batch": self._indices(update).astype(np.float64),
        }

    def numbers(self, update: Update) -> dict[str, float]:
        rate = self.stable_rate()
        if rate is None:
            return {}
        return {"stable_rate" if self.landscape.quadratic else "local_rate": rate}

    def picture(self, look: Mapping[str, Any]) -> dict[str, Array]:
        theta, update, J = self.params.vector, self.upcoming(), self.landscape
        rates = np.insert(SLICE, np.searchsorted(SLICE, self.config.learning_rate), self.config.learning_rate)
        along = theta - rates[:, None] * update.direction  # (K + 1, 2)
        with np.errstate(over="ignore", invalid="ignore"):
            full = _bounded(J.surface(along))
            ofbatch = full if update.batch is None else _bounded(J.surface(along, update.batch))
        gradient = J.gradient(theta)
        arrays = {
            "gradient_full": gradient,
            "slice": np.array([rates, ofbatch, full]),
            "slopes": -np.array([update.unclipped.dot(update.direction), gradient.dot(update.direction)]),
            "curvature": J.curvature(theta),
        }
        if self.samples > 1:
            arrays["sample_gradients"] = J.sample_gradients(theta, slice(SHOWN_SAMPLES))
        if self.config.batch_size < self.samples:
            arrays["noise"] = self.noise()
        if isinstance(J, LinearRNN):
            arrays["outputs"] = _bounded(J.states(theta, J.x)[-1])
        return arrays

    def scene(self, look: Mapping[str, Any]) -> dict[str, Array]:
        J = self.landscape
        start = np.array([self.config.start_x, self.config.start_y])
        domain = np.array(look["domain"]) if "domain" in look else J.domain(start)
        rows, columns = J.grid
        x, y = np.linspace(domain[0], domain[1], columns), np.linspace(domain[2], domain[3], rows)
        surface = _bounded(J.surface(np.stack(np.meshgrid(x, y), axis=-1)))
        arrays = {
            "domain": domain,
            "surface": surface,
            "levels": J.levels(surface),
            "minima": np.array([[*theta, J.loss(theta)] for theta in J.minima()]),
            "flow": self.flow(),
        }
        if J.floor is not None:
            arrays["floor"] = np.array([J.floor])
        if J.points is not None:
            arrays["points"] = J.points[:SHOWN_POINTS]
        if self._first is not None and len(self._first) <= points.MOST:
            arrays["own_points"] = self._first
        if J.sequences is not None:
            arrays["sequences"] = J.sequences
        return arrays

    def scene_key(self, look: Mapping[str, Any]) -> Hashable:
        config = self.config
        surface = config.landscape, config.condition, config.dataset, config.points
        return *surface, config.start_x, config.start_y, tuple(look.get("domain", ()))

    def trace(self, steps: Array, samples: Array, params: Array, look: Mapping[str, Any]) -> Array:
        rows = np.empty((len(steps), 5))
        rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3:] = (
            steps,
            samples,
            _bounded(self.landscape.surface(params)),
            params,
        )
        return rows

    def poster(self, story: Story, lanes: Sequence[Run]) -> Poster:
        scene, J = self.scene({}), self.landscape
        heights = (scene["surface"], scene["levels"])
        if J.floor is not None:
            heights = (np.log1p(np.maximum(heights[0], 0.0) / J.floor), np.log1p(heights[1] / J.floor))
        paths = [path(lane, story, slice(3, 5)) for lane in range(len(lanes))]
        plane = Plane(("θ₀", "θ₁"), scene["domain"], *heights, scene["minima"][:, :2], paths)
        scatter = None
        if J.points is not None:
            x = np.linspace(J.points[:, 0].min(), J.points[:, 0].max(), 101)
            lines = [np.column_stack([x, J.says(run.params["theta"], x)]) for run in lanes]
            scatter = Scatter(J.points[:SHOWN_POINTS], lines)
        return super().poster(story, lanes)._replace(plane=plane, scatter=scatter)

    def stable_rate(self) -> float | None:
        """The largest α that does not diverge on a surface that bends everywhere as at θ, all the data in each update.

        On a quadratic that is a plain fact, elsewhere a local guide. Along an eigenvector with eigenvalue λ plain
        descent multiplies the distance by 1 − αλ, which must stay above −1. With momentum two steps are coupled,
        θ″ = (1 + β − αλ) θ′ − β θ, whose roots stay within the unit circle while αλ < 2 (1 + β) (Polyak 1964); with
        Nesterov's, θ″ = (1 − αλ) ((1 + β) θ′ − β θ), while αλ < 2 (1 + β) / (1 + 2β). None where it is not known, or
        where the surface does not bend upwards in any direction.
        """
        config, beta = self.config, self.config.momentum
        bounds = {"sgd": 2.0, "momentum": 2 * (1 + beta), "nesterov": 2 * (1 + beta) / (1 + 2 * beta)}
        if config.batch_size < self.samples or config.clip > 0 or config.optimizer not in bounds:
            return None
        steepest = float(self.landscape.curvature(self.params.vector)[0])
        return bounds[config.optimizer] / steepest if 1e-9 < steepest < math.inf else None

    def noise(self) -> Array:
        """Cov of ∂J/∂θ over batches of B of the m samples, (2, 2):  Σ/B · (m − B)/(m − 1), Σ that of single samples.

        The last factor is that of drawing without putting back: a batch of all has no noise. Source: Cochran, Sampling
        Techniques (1977), theorem 2.2.
        """
        m, B = self.samples, self.config.batch_size
        each = self.landscape.sample_gradients(self.params.vector, slice(None))  # (m, 2)
        off = each - each.mean(axis=0)
        sigma = off.T.dot(off) / m
        spread: Array = sigma / B * ((m - B) / (m - 1))
        return _bounded(spread)

    def flow(self) -> Array:
        """The ideal path (n, 2) from this run's start; worked out once for each surface."""
        if self._flow is None or self._flow[0] is not self.landscape:
            start = np.array([self.config.start_x, self.config.start_y])
            x0, x1, y0, y1 = self.landscape.domain(start)
            self._flow = self.landscape, gradient_flow(self.landscape, start, float(np.hypot(x1 - x0, y1 - y0)))
        return self._flow[1]

    def remembered(self, update: Update) -> dict[str, Array]:
        """What the optimizer remembers before and after the update, by name: `velocity`, `velocity_next`, …"""
        memory = self.optimizer.memory
        after = {f"{name}_next": update.state[name].copy() for name in memory}
        return {name: self.state[name].copy() for name in memory} | after

    def _indices(self, update: Update) -> Indices:
        """Which samples the update looks at, (B,); none where there are no data."""
        if self.samples == 1 and self.landscape.points is None:
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
        most = max(samples, points.MOST)  # live changes may bring more points than there are at first
        each = 16 + 2 * (16 + 8 + 8) + 8  # bytes: the table; X, y and order, twice during a seek; what is in passing
        return Price(each * most, operations=12 * min(config.batch_size, most) + 50, parameters=2)

    def _landscape(self) -> Landscape:
        make: dict[str, Callable[[], Landscape]] = {
            "bowl": Bowl,
            "ravine": lambda: Ravine(self.config.condition),
            "saddle": Saddle,
            "rosenbrock": Rosenbrock,
            "beale": Beale,
            "himmelblau": Himmelblau,
            "rastrigin": Rastrigin,
            "neuron": lambda: Neuron(hours_and_passes()),
            "linear-rnn": lambda: LinearRNN(bit_sums()),
        }
        if self.config.landscape in make:
            return make[self.config.landscape]()
        own = self.config.points
        return Regression(points.read(own) if own or self._first is None else self._first)

    def _own_points(self) -> Array:
        """The data with which the run begins, (m, 2): a student's table, or the lab's own points."""
        if not self.config.dataset:
            return noisy_line()
        if self._data is None:
            raise BadValue(
                "dataset",
                self.config.dataset,
                "data that the server still holds",
                f"There is no data {shown(self.config.dataset)} here: it may have expired. Send it again.",
            )
        table = np.frombuffer(self._data, dtype="<f8")
        if table.size < 4 or table.size % 2 or not np.isfinite(table).all():
            raise BadValue("dataset", self.config.dataset, "a table of two columns of finite numbers, two rows or more")
        return table.reshape(-1, 2).astype(np.float64, copy=False)


def _bounded(values: Array) -> Array:
    """Losses that a picture can hold: what is not a number, or beyond all measure, is as high as the highest."""
    bounded: Array = np.nan_to_num(np.minimum(values, HIGHEST), nan=HIGHEST, posinf=HIGHEST, neginf=-HIGHEST)
    return bounded
