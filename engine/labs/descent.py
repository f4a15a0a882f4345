"""Descent: a point θ on a loss surface, and the rule θ := θ − α ∂J/∂θ that moves it downhill.

Two parameters are few enough to draw everything: the surface, the gradient of each sample, the step before it is
made. With `regression` the surface comes from data, so that the batch size matters.
"""

from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from engine import points
from engine.bounded import bounded
from engine.config import CommonConfig
from engine.flow import gradient_flow
from engine.frame import Look
from engine.knobs import BadValue, Value
from engine.lab import Lab
from engine.labs.descent_config import DescentConfig, landscape
from engine.labs.descent_data import first_points
from engine.labs.descent_presets import PRESETS
from engine.labs.descent_shows import ARRAYS, SCALARS, SHOWN_POINTS, SHOWN_SAMPLES, SLICE
from engine.landscapes import Landscape, LinearRNN
from engine.noise import batch_covariance, ellipse
from engine.optimizers import OPTIMIZERS, gain
from engine.params import Params
from engine.poster import Plane, Poster, Scatter, Story, path
from engine.records import Price, Update, Way
from engine.run import Run
from engine.stability import largest_rate
from engine.types import Array, Indices

_RATES = SLICE.tolist()
FARTHEST = 1e5  # a look's domain ends here
EXTRA = {"linear-rnn": 3000, "beale": 900, "neuron": 200}
REMEMBERING = 700
"""Operations of an update beyond those of plain descent on a line: by its time, 55 of them taking a microsecond."""


class Descent(Run):
    name = "descent"
    title = "Descent"
    summary = "A ball, a surface, a learning rate. Too small, right, too large."
    Config = DescentConfig
    config: DescentConfig
    presets = PRESETS
    scalars = SCALARS
    arrays = ARRAYS
    looks = (
        Look("domain", "4", "the part of the plane to show: θ₀ from, to, θ₁ from, to", tied=("landscape", "dataset")),
    )

    # ---- the model ----

    _flow: tuple[Landscape, Array] | None = None

    def build(self, data: bytes | None) -> Params:
        self._first = first_points(self.config.dataset, data) if self.config.landscape == "regression" else None
        self.reshape()
        params = Params({"theta": (2,)})
        params["theta"][:] = self.start
        return params

    @property
    def start(self) -> Array:
        """θ at step 0, (2,)."""
        return np.array([self.config.start_x, self.config.start_y])

    def reshape(self) -> None:
        own = self.config.points
        self.landscape = landscape(self.config, points.read(own) if own or self._first is None else self._first)
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

    def equations(self, update: Update, look: Mapping[str, Any]) -> dict[str, Any]:
        """What the landscape computes of each sample, and J, which is the mean of `squared` where there are any."""
        theta, index = self.params["theta"], self._indices(update)
        forward: dict[str, Any] = {"J": update.loss, "direction": update.direction.copy()}
        if self.samples == 1:
            return {"batch": {"index": np.empty(0)}, "forward": forward}
        batch, values = self.landscape.equations(theta, index)
        each = self.landscape.sample_gradients(theta, index)  # (B, 2): ∂J/∂θ is their mean
        return {
            "batch": {"index": index.copy(), **batch},
            "forward": {**values, "sample_grads": each, **forward},
        }

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

    def picture(self, look: Mapping[str, Any], way: Way | None = None, beside: Sequence[Way] = ()) -> dict[str, Array]:
        theta, update, J = self.params.vector, self.upcoming(), self.landscape
        alpha = self.config.learning_rate
        place = bisect_left(_RATES, alpha)
        rates = np.concatenate((SLICE[:place], (alpha,), SLICE[place:]))  # np.insert takes seven times as long
        along = theta - rates[:, None] * update.direction  # (K + 1, 2)
        with np.errstate(over="ignore", invalid="ignore"):
            full = bounded(J.surface(along))
            ofbatch = full if update.batch is None else bounded(J.surface(along, update.batch))
        gradient = J.gradient(theta)
        arrays = {
            "gradient_full": gradient,
            "slice": np.array([rates, ofbatch, full]),
            "slopes": -np.array([update.unclipped.dot(update.direction), gradient.dot(update.direction)]),
            "curvature": J.curvature(theta),
        }
        if self.samples > 1:
            each = J.sample_gradients(theta, slice(None))
            arrays["sample_gradients"] = each[:SHOWN_SAMPLES]
            if self.config.batch_size < self.samples:
                arrays["noise"] = bounded(batch_covariance(each, self.config.batch_size))
        if isinstance(J, LinearRNN):
            arrays["outputs"] = bounded(J.states(theta, J.x)[-1])
        return arrays

    def scene(self, look: Mapping[str, Any], lanes: Sequence[Lab] = ()) -> dict[str, Array]:
        J = self.landscape
        domain = np.array(look["domain"]) if "domain" in look else self._domain(lanes or [self])
        rows, columns = J.grid
        x, y = np.linspace(domain[0], domain[1], columns), np.linspace(domain[2], domain[3], rows)
        surface = bounded(J.surface(np.stack(np.meshgrid(x, y), axis=-1)))
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

    def scene_beside(self, first: Lab) -> dict[str, Array]:
        """A lane that starts elsewhere has an ideal path of its own; the surface is that of all."""
        assert isinstance(first, Descent)
        return {} if np.array_equal(self.start, first.start) else {"flow": self.flow()}

    def scene_key(self, look: Mapping[str, Any]) -> Hashable:
        config = self.config
        surface = config.landscape, config.condition, config.dataset, config.points
        return *surface, config.start_x, config.start_y, tuple(look.get("domain", ()))

    def trace(self, steps: Array, samples: Array, params: Array, look: Mapping[str, Any]) -> Array:
        rows = np.empty((len(steps), 5))
        rows[:, 0], rows[:, 1], rows[:, 3:] = steps, samples, params
        J = self.landscape.surface(params)
        rows[:, 2] = bounded(J)
        return rows

    def poster(self, story: Story, lanes: Sequence[Lab], look: Mapping[str, Any]) -> Poster:
        scene, J = self.scene(look, lanes), self.landscape
        heights = (scene["surface"], scene["levels"])
        if J.floor is not None:
            heights = (np.log1p(np.maximum(heights[0], 0.0) / J.floor), np.log1p(heights[1] / J.floor))
        paths = [path(lane, story, slice(3, 5), story.ways[lane].moved[:, [0, 2, 3]]) for lane in range(len(lanes))]
        flows = [run.flow() for run in lanes if isinstance(run, Descent)]
        ideal = [flow for k, flow in enumerate(flows) if all(flow[0].tolist() != f[0].tolist() for f in flows[:k])]
        plane = Plane(J.axes, scene["domain"], *heights, scene["minima"][:, :2], ideal, paths)
        if len(lanes) == 1:
            plane = plane._replace(landings=self.landings())
        scatter = None
        if J.points is not None:
            x = np.linspace(J.points[:, 0].min(), J.points[:, 0].max(), 101)
            lines = [np.column_stack([x, J.says(run.params["theta"], x)]) for run in lanes]
            scatter = Scatter(J.points[:SHOWN_POINTS], lines)
        return super().poster(story, lanes, look)._replace(plane=plane, scatter=scatter)

    def stable_rate(self) -> float | None:
        """The largest α that does not diverge, where it can be told: on a quadratic a fact, else a local guide."""
        config = self.config
        if config.batch_size < self.samples or config.clip > 0:
            return None
        steepest = float(self.landscape.curvature(self.params.vector)[0])
        return largest_rate(config.optimizer, config.momentum, steepest)

    def noise(self) -> Array:
        """The covariance (2, 2) of the gradients of batches of this size, at θ."""
        each = self.landscape.sample_gradients(self.params.vector, slice(None))
        return bounded(batch_covariance(each, self.config.batch_size))

    def landings(self) -> Array | None:
        """An ellipse (n, 2): there the next step leads with most other batches; None where it is no ellipse."""
        config, share = self.config, gain(self.config.optimizer, self.config)
        if config.batch_size >= self.samples or config.clip > 0 or share is None or self.diverged is not None:
            return None
        update = self.upcoming()
        mean = update.direction + share * (self.landscape.gradient(self.params.vector) - update.gradient)
        middle = self.params.vector - config.learning_rate * mean
        return ellipse(self.noise(), middle, config.learning_rate * share)

    def flow(self) -> Array:
        """The ideal path (n, 2) from this run's start; worked out once for each surface."""
        if self._flow is None or self._flow[0] is not self.landscape:
            x0, x1, y0, y1 = self.landscape.domain(self.start)
            self._flow = self.landscape, gradient_flow(self.landscape, self.start, float(np.hypot(x1 - x0, y1 - y0)))
        return self._flow[1]

    def remembered(self, update: Update) -> dict[str, Array]:
        """What the optimizer remembers before and after the update, by name: `velocity`, `velocity_next`, …"""
        memory = self.optimizer.memory
        after = {f"{name}_next": update.state[name].copy() for name in memory}
        return {name: self.state[name].copy() for name in memory} | after

    def _domain(self, lanes: Sequence[Lab]) -> Array:
        """The part of the plane that shows every lane's start, (4,)."""
        each = np.array([self.landscape.domain(lane.start) for lane in lanes if isinstance(lane, Descent)])
        return np.array([each[:, 0].min(), each[:, 1].max(), each[:, 2].min(), each[:, 3].max()])

    def _indices(self, update: Update) -> Indices:
        """Which samples the update looks at, (B,); none where there are no data."""
        if self.samples == 1 and self.landscape.points is None:
            return np.empty(0, dtype=np.int64)
        return update.indices(self.samples)

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
        batch = min(config.batch_size, most)
        operations = 12 * batch + 50
        if isinstance(config, DescentConfig):
            operations += EXTRA.get(config.landscape, 0) + (REMEMBERING if OPTIMIZERS[config.optimizer].memory else 0)
        return Price(each * most, operations, parameters=2)
