"""Network: the lecture's 2-3-1 network and its larger relatives, trained with every number in sight.

    X W¹ = z²      f(z²) = a²      a² W² = z³      f(z³) = ŷ      J = 1/m Σ (ŷ − y)²

The equations are in engine/network.py; updates go through engine/network_pass.py, which is the same and faster.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from engine.bounded import bounded
from engine.config import CommonConfig
from engine.initializers import INITIALIZERS
from engine.lab import Lab
from engine.labs.network_config import NetworkConfig, units
from engine.labs.network_pictures import domain, field, printed, sharpest, spread, surface
from engine.labs.network_presets import PRESETS
from engine.labs.network_price import extent, price
from engine.labs.network_shows import ARRAYS, LOOKS, SCALARS, SHOWN_POINTS, SHOWN_ROWS, check_look, parse_look
from engine.network import Forward, Shape, backward, deltas, each_loss, forward, side_by_side
from engine.network_pass import Pass, share_right, stacked
from engine.params import Params
from engine.poster import Poster, Story
from engine.records import Price, Update, Way
from engine.rng import generator
from engine.run import Run
from engine.types import Array, Indices

KEPT_PASSES = 3  # batch sizes for which everything lies ready, together no larger than all the samples
TRACE = 60_000  # microseconds of one thread that one telling of the path may take


class Network(Run):
    name = "network"
    title = "Network"
    summary = "From the lecture’s 2-3-1 network to one of your own: forward, backward and update, with every number."
    Config = NetworkConfig
    config: NetworkConfig
    scalars = SCALARS
    arrays = ARRAYS
    looks = LOOKS
    presets = PRESETS
    less_memory = ("fewer hidden units", "fewer points")
    less_work = ("fewer hidden units", "a smaller batch size")

    # ---- the model ----

    _rate, _rates = 0.0, np.zeros(0)  # α, and an array of it for each parameter
    sharp_direction = np.zeros(0)  # (P,), in which the loss bent most when somebody looked last

    def build(self, data: bytes | None) -> Params:
        dataset = self.config.chosen(data)
        self.dataset = dataset
        y = dataset.y(one_hot=self.config.output == "softmax")
        held = int(self.config.test_share * len(dataset))
        order = generator(self.config.seed, "split").permutation(len(dataset)) if held else np.arange(len(dataset))
        train, test = np.sort(order[held:]), np.sort(order[:held])
        self.X, self.y = dataset.X[train], y[train]  # (m, n), (m, K)
        self.test = dataset.X[test], y[test]  # (m′, n), (m′, K)
        self.samples = len(train)
        self.sizes = (self.X.shape[1], *units(self.config.hidden), y.shape[1])
        self.reshape()
        params = Params(self.net.parameters())
        draw, rng = INITIALIZERS[self.config.initializer].draw, generator(self.config.seed, "weights")
        for name in params:
            if name.startswith("W"):
                params[name][:] = draw(rng, *params[name].shape)
        return params

    def reshape(self) -> None:
        c = self.config
        self.net = Shape(self.sizes, c.activation, c.output_function, c.loss, c.bias, c.l1, c.l2)
        self._weights = self.net.weights()
        self._samples, self._held_out = (stacked(self.net, *part) for part in ((self.X, self.y), self.test))
        self._passes: dict[int, Pass] = {}
        for name in ("_full", "_held", "_then"):
            vars(self).pop(name, None)

    def loss_and_gradient(self, batch: Indices | None) -> tuple[float, Array]:
        made = self._full if batch is None else self._pass(len(batch))
        if batch is not None:
            self._samples.take(batch, 1, made.columns, "clip")  # "raise" would buffer
        return made.run(), made.gradient.copy()

    def step(self) -> None:
        """`Run.step` for plain gradient descent, without what only pictures need: nothing is copied.

        Measured on 2-4-2-1 with batches of 10: 10.4 µs an update instead of 14.
        """
        config, vector = self.config, self.params.vector
        if self._foreseen or self.diverged or config.optimizer != "sgd" or config.clip > 0:
            return super().step()
        batch = self.batches.next(config.batch_size)
        if batch is None:
            made = self._full
        else:
            made = self._passes.get(len(batch)) or self._pass(len(batch))
            self._samples.take(batch, 1, made.columns, "clip")
        loss = made.run()
        if self._ends_with(loss):
            return None
        change = made.gradient
        if self._rate != config.learning_rate:
            self._rate = config.learning_rate
            self._rates = np.full(change.shape, self._rate)
        moved = change.item(0) != 0 or bool(np.count_nonzero(change))
        np.multiply(change, self._rates, change)  # by an array: to convert a number takes as long as the product
        np.subtract(vector, change, vector)
        return self._made(loss, moved)

    def objective(self) -> float:
        return _loss(self._full)

    def equations(self, update: Update, look: Mapping[str, Any]) -> dict[str, Any]:
        """The lecture's z², a², …, ŷ, and δ of each layer, by name; rows are the batch's samples."""
        index = update.indices(self.samples)
        X, y = self.X[index], self.y[index]
        passed = forward(self.net, self.params, X)
        delta, _ = backward(self.net, self.params, passed, y)
        last = self.net.layers[-1]
        values: dict[str, Any] = {"J": update.loss}
        for layer in self.net.layers:
            values[f"z{layer}"] = passed.z[layer]
            values["yhat" if layer == last else f"a{layer}"] = passed.a[layer]
        values |= {f"delta{layer}": delta[layer] for layer in self.net.layers}
        values["each"] = each_loss(self.net, passed, y)
        values["direction"] = update.direction.copy()
        return {
            "batch": {"index": index.copy(), "x": X, "y": y},
            "forward": values,
            "loss_kind": self.config.loss,
            "output": self.net.output,
        }

    # ---- what a viewer sees ----

    def shown(self, update: Update, look: Mapping[str, Any]) -> dict[str, Array]:
        index = update.indices(self.samples)
        rows = index[:SHOWN_ROWS]
        own = np.array([look["inputs"]]) if len(look.get("inputs", ())) == self.X.shape[1] else None
        focus = -1 if own is not None else min(look.get("sample", 0), self.samples - 1)
        X = np.concatenate([self.X[rows], self.X[focus : focus + 1] if own is None else own])
        passed = forward(self.net, self.params, X)
        z, a = side_by_side(passed.z), side_by_side({k: v for k, v in passed.a.items() if k > 1})
        batch = Forward({k: v[:-1] for k, v in passed.z.items()}, {k: v[:-1] for k, v in passed.a.items()})
        y = self.y[rows]
        delta, gradient = deltas(self.net, self.params, batch, y), update.gradient
        return {
            "params": self.params.vector.copy(),
            "gradient": gradient.copy(),
            "direction": update.direction.copy(),
            "norms": self._norms(gradient),
            "batch": index.astype(np.float64),
            "x": X[:-1],
            "y": y,
            "z": bounded(z[:-1]),
            "a": bounded(a[:-1]),
            "delta": bounded(side_by_side(delta) * (len(rows) / len(index))),  # the mean is over the whole batch
            "each": bounded(each_loss(self.net, batch, y)),
            "focus": np.array([float(focus)]),
            "focus_x": X[-1],
            "focus_y": self.y[focus] if own is None else np.empty(0),
            "focus_z": bounded(z[-1]),
            "focus_a": bounded(a[-1]),
        }

    def numbers(self, update: Update) -> dict[str, float]:
        numbers: dict[str, float] = {}
        if self._held is not None:
            numbers["test"] = _loss(self._held)
        if self.dataset.classes:
            self._full.forward()
            numbers["accuracy"] = share_right(self._full.yhat, self.y)
            if self._held is not None:
                numbers["test_accuracy"] = share_right(self._held.yhat, self.test[1])
        return numbers

    @np.errstate(over="ignore", invalid="ignore")
    def picture(self, look: Mapping[str, Any], way: Way | None = None, beside: Sequence[Way] = ()) -> dict[str, Array]:
        wish = look.get("plane", "path")
        if way is None:
            here = np.array([[self.updates, self.batches.seen, *self.params.vector]])
            way = Way(0, here, moved=here[:0])
        return {
            "field": field(self),
            **spread(self),
            "norms_full": bounded(self._norms(self.loss_and_gradient(None)[1])),
            "curvature": np.array([sharpest(self)]),
            **(surface(self, wish, way, beside) if wish else {}),
        }

    def scene(self, look: Mapping[str, Any], lanes: Sequence[Lab] = ()) -> dict[str, Array]:
        scales = self.dataset.scales()
        scene = {
            "layers": np.array(self.sizes, dtype=np.float64),
            "scale_x": scales[:-1],
            "scale_y": scales[-1],
            "domain": domain(self).reshape(-1),
            "data_x": self.X[:SHOWN_POINTS],
            "data_y": self.y[:SHOWN_POINTS],
        }
        if self._held is not None:
            scene |= {"test_x": self.test[0][:SHOWN_POINTS], "test_y": self.test[1][:SHOWN_POINTS]}
        return scene

    def scene_beside(self, first: Lab) -> dict[str, Array]:
        """A lane may have other layers; the data are those of all."""
        assert isinstance(first, Network)
        return {} if first.sizes == self.sizes else {"layers": np.array(self.sizes, dtype=np.float64)}

    def trace(self, steps: Array, samples: Array, params: Array, look: Mapping[str, Any]) -> Array:
        work = 30 + 6 * self.samples * len(self.params) // 15_000 + self.samples * sum(self.sizes) // 100
        most = max(8, TRACE // work)
        if len(steps) > most:  # of a large network not all
            told = np.unique(np.linspace(0, len(steps) - 1, most).astype(int))
            steps, samples, params = steps[told], samples[told], params[told]
        rows = np.empty((len(steps), 4 + len(self.net.layers)))
        rows[:, 0], rows[:, 1] = steps, samples
        then, made, held = self._then
        with np.errstate(over="ignore", invalid="ignore"):
            for row, vector in zip(rows, params, strict=True):
                then.vector[:] = vector
                row[2] = made.run()
                row[4:] = self._norms(made.gradient)
                row[3] = _loss(held) if held else 0.0
        return bounded(rows)

    def poster(self, story: Story, lanes: Sequence[Lab], look: Mapping[str, Any]) -> Poster:
        poster = super().poster(story, lanes, look)
        return printed(self, story, poster, look.get("plane", "path")) if len(lanes) == 1 else poster

    # ---- passes ----

    def _pass(self, B: int) -> Pass:
        """What computes batches of B samples."""
        made = self._passes.get(B)
        if made is None:
            if len(self._passes) >= KEPT_PASSES or sum(self._passes) + B > self.samples:
                self._passes.clear()  # a slider that is dragged goes through many sizes
            made = self._passes[B] = Pass(self.net, self.params, B)
        return made

    @cached_property
    def _full(self) -> Pass:
        """All the training samples."""
        return _filled(self.net, self.params, self._samples)

    @cached_property
    def _held(self) -> Pass | None:
        """All that are held out for testing, if any are."""
        return _filled(self.net, self.params, self._held_out) if len(self.test[0]) else None

    @cached_property
    def _then(self) -> tuple[Params, Pass, Pass | None]:
        """Parameters of another step, and passes over training and test samples at them.

        Kept, since to make them takes 0.1 ms, ten times as long as what each frame asks of them; in the memory of those
        at the parameters as they are.
        """
        then, held = Params(self.net.parameters()), self._held
        made = Pass(self.net, then, self.samples, beside=self._full)
        return then, made, Pass(self.net, then, len(self.test[0]), beside=held) if held else None

    def scratch(self, every: int = 1) -> tuple[Params, Pass]:
        """Parameters to try out, all 0 at first, and a pass over the training samples, or each k-th, at them."""
        tried = Params(self.net.parameters())
        return tried, _filled(self.net, tried, self._samples[:, ::every])

    def _norms(self, gradient: Array) -> Array:
        """‖∂J/∂Wˡ‖ of each layer, (L,)."""
        parts = [gradient[place] for place in self._weights]
        return np.sqrt([g.dot(g) for g in parts])

    # ---- what is allowed ----

    @classmethod
    def parse_look(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        return parse_look(values)

    @classmethod
    def check_look(cls, look: Mapping[str, Any], config: CommonConfig, data: bytes | None = None) -> None:
        assert isinstance(config, NetworkConfig)
        samples, net = extent(config, data)
        check_look(look, samples - int(config.test_share * samples), net)

    @classmethod
    def price(cls, config: CommonConfig, data: bytes | None = None) -> Price:
        assert isinstance(config, NetworkConfig)
        return price(config, data)


def _filled(net: Shape, params: Params, samples: Array) -> Pass:
    """A pass over samples that stay in it."""
    made = Pass(net, params, samples.shape[1])
    made.columns[:] = samples
    return made


def _loss(made: Pass) -> float:
    """J of the samples in a pass."""
    made.forward()
    return made.loss()
