"""Network: the lecture's 2-3-1 network and its larger relatives, trained with every number in sight.

    X W¹ = z²      f(z²) = a²      a² W² = z³      f(z³) = ŷ      J = 1/m Σ (ŷ − y)²

The equations are in engine/network.py; updates go through engine/network_pass.py, which is the same and faster.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from engine.config import CommonConfig
from engine.initializers import INITIALIZERS
from engine.knobs import BadValue
from engine.lab import Lab
from engine.labs.network_config import NetworkConfig, units
from engine.labs.network_shows import ARRAYS, BINS, GRID, LOOKS, SCALARS, SHOWN_POINTS, SHOWN_ROWS
from engine.network import Forward, Shape, backward, each_loss, forward
from engine.network_pass import Pass, stacked
from engine.optimizers import OPTIMIZERS
from engine.params import Params
from engine.records import Price, Update
from engine.rng import generator
from engine.run import Run
from engine.types import Array, Indices

HIGHEST = 1e30  # what a picture is told of a number beyond all measure
FARTHEST = 1e6  # an input of the viewer's own
KEPT_PASSES = 6  # batch sizes for which everything lies ready
PER_UPDATE, PER_LAYER, FLOPS = 500, 250, 40
"""Operations of an update, by its time: in all, for each layer, and how many products of numbers count as one."""


class Network(Run):
    name = "network"
    title = "Network"
    summary = "The lecture’s 2-3-1 network, forward, backward and update, with every number."
    Config = NetworkConfig
    config: NetworkConfig
    scalars = SCALARS
    arrays = ARRAYS
    looks = LOOKS

    # ---- the model ----

    _rate, _rates = 0.0, np.zeros(0)  # α, and an array of it for each parameter

    def build(self, data: bytes | None) -> Params:
        dataset = self.config.generated()
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
        self._samples, self._held_out = (stacked(self.net, *part) for part in ((self.X, self.y), self.test))
        self._passes: dict[int, Pass] = {}
        vars(self).pop("_full", None), vars(self).pop("_held", None)

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

    def equations(self, update: Update) -> dict[str, Any]:
        """The lecture's z², a², …, ŷ, and δ of each layer, by name; rows are the batch's samples."""
        index = self._indices(update)
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
        index = self._indices(update)
        rows = index[:SHOWN_ROWS]
        own = np.array([look["inputs"]]) if len(look.get("inputs", ())) == self.X.shape[1] else None
        focus = -1 if own is not None else min(look.get("sample", 0), self.samples - 1)
        X = np.concatenate([self.X[rows], self.X[focus : focus + 1] if own is None else own])
        passed = forward(self.net, self.params, X)
        z, a = _side_by_side(passed.z), _side_by_side({k: v for k, v in passed.a.items() if k > 1})
        batch = Forward({k: v[:-1] for k, v in passed.z.items()}, {k: v[:-1] for k, v in passed.a.items()})
        y = self.y[rows]
        delta, _ = backward(self.net, self.params, batch, y)
        gradient = update.gradient
        return {
            "params": self.params.vector.copy(),
            "gradient": gradient.copy(),
            "direction": update.direction.copy(),
            "norms": self._norms(gradient),
            "batch": index.astype(np.float64),
            "x": X[:-1],
            "y": y,
            "z": _bounded(z[:-1]),
            "a": _bounded(a[:-1]),
            "delta": _bounded(_side_by_side(delta) * (len(rows) / len(index))),  # the mean is over the whole batch
            "each": _bounded(each_loss(self.net, batch, y)),
            "focus": np.array([float(focus)]),
            "focus_x": X[-1],
            "focus_y": self.y[focus] if own is None else np.empty(0),
            "focus_z": _bounded(z[-1]),
            "focus_a": _bounded(a[-1]),
        }

    def numbers(self, update: Update) -> dict[str, float]:
        numbers: dict[str, float] = {}
        if self._held is not None:
            numbers["test"] = _loss(self._held)
        if self.dataset.classes:
            self._full.forward()
            numbers["accuracy"] = _share_right(self._full.yhat, self.y)
            if self._held is not None:
                numbers["test_accuracy"] = _share_right(self._held.yhat, self.test[1])
        return numbers

    def picture(self, look: Mapping[str, Any]) -> dict[str, Array]:
        with np.errstate(over="ignore", invalid="ignore"):
            activations = forward(self.net, self.params, self.X).a
            field = forward(self.net, self.params, self._places()).yhat
        shares, ranges = [], []
        for layer in self.net.layers:
            values = _bounded(activations[layer])
            low, high = _range(self.net, layer, values)
            counts, _ = np.histogram(values.clip(low, high), BINS, (low, high))
            shares.append(counts / values.size)
            ranges.append((low, high))
        rows = len(field) // GRID
        return {
            "field": _bounded(field.reshape(rows, GRID, self.sizes[-1])),
            "histogram": np.array(shares),
            "ranges": np.array(ranges),
        }

    def scene(self, look: Mapping[str, Any], lanes: Sequence[Lab] = ()) -> dict[str, Array]:
        scene = {
            "layers": np.array(self.sizes, dtype=np.float64),
            "domain": self.domain().reshape(-1),
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
        rows = np.empty((len(steps), 4 + len(self.net.layers)))
        rows[:, 0], rows[:, 1] = steps, samples
        then = Params(self.net.parameters())
        made = _filled(self.net, then, self._samples)
        held = _filled(self.net, then, self._held_out) if len(self.test[0]) else None
        with np.errstate(over="ignore", invalid="ignore"):
            for row, vector in zip(rows, params, strict=True):
                then.vector[:] = vector
                row[2] = made.run()
                row[4:] = self._norms(made.gradient)
                row[3] = _loss(held) if held else 0.0
        return _bounded(rows)

    def domain(self) -> Array:
        """From where to where each input is shown, (n, 2): all the data and some room, or 0 to 1 where that is all."""
        X = np.concatenate([self.X, self.test[0]])
        low, high = X.min(axis=0), X.max(axis=0)
        room = 0.08 * (high - low) + 1e-9
        within = (low >= 0) & (high <= 1)
        return np.stack([np.where(within, 0.0, low - room), np.where(within, 1.0, high + room)], axis=1)

    def _places(self) -> Array:
        """Where ŷ is asked for its picture, (rows · GRID, n): inputs beyond the second stay at their mean."""
        domain = self.domain()
        first = np.linspace(domain[0, 0], domain[0, 1], GRID)
        rows = np.linspace(domain[1, 0], domain[1, 1], GRID) if len(domain) > 1 else np.zeros(1)
        places = np.tile(self.X.mean(axis=0), (len(rows) * GRID, 1))
        places[:, 0] = np.tile(first, len(rows))
        if len(domain) > 1:
            places[:, 1] = np.repeat(rows, GRID)
        return places

    # ---- passes ----

    def _pass(self, B: int) -> Pass:
        """What computes batches of B samples."""
        made = self._passes.get(B)
        if made is None:
            if len(self._passes) >= KEPT_PASSES:
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

    def _norms(self, gradient: Array) -> Array:
        """‖∂J/∂Wˡ‖ of each layer, (L,)."""
        parts = [g.reshape(-1) for name, g in self.params.named(gradient).items() if name.startswith("W")]
        return np.sqrt([g.dot(g) for g in parts])

    def _indices(self, update: Update) -> Indices:
        return np.arange(self.samples) if update.batch is None else update.batch

    # ---- what is allowed ----

    @classmethod
    def parse_look(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        look: dict[str, Any] = {}
        for name, value in values.items():
            if name == "sample":
                if type(value) is not int or not 0 <= value < 1_000_000:
                    raise BadValue(name, value, "the number of a training sample, counted from 0")
            elif name == "inputs":
                numbers = isinstance(value, list) and all(type(v) in (int, float) for v in value)
                if not numbers or not all(abs(v) <= FARTHEST for v in value):
                    raise BadValue(name, value, f"a list of numbers within ±{FARTHEST:g}, one for each input")
                value = [float(v) for v in value]
            else:
                allowed = ", ".join(look.name for look in cls.looks)
                raise BadValue(name, value, allowed, f"{cls.name} has no look “{name[:60]}”. It has {allowed}.")
            look[name] = value
        return look

    @classmethod
    def price(cls, config: CommonConfig, data: bytes | None = None) -> Price:
        assert isinstance(config, NetworkConfig)
        samples = 3 if config.dataset == "lecture" else config.points
        inputs = 1 if config.dataset in ("sine", "step") else 2
        outputs = 3 if config.dataset == "blobs" else 2 if config.output == "softmax" else 1
        net = Shape((inputs, *units(config.hidden), outputs), "", "", "", config.bias)
        parameters = sum(int(np.prod(shape)) for shape in net.parameters().values())
        batch = min(config.batch_size, samples)
        columns = sum(net.sizes) + len(net.sizes)
        bytes = 8 * (samples * 4 * columns + (KEPT_PASSES + 2) * 5 * batch * columns + 12 * parameters)
        operations = PER_UPDATE + PER_LAYER * len(net.layers) + 6 * batch * parameters // FLOPS
        operations += 10 * parameters if OPTIMIZERS[config.optimizer].memory else 0
        return Price(bytes, operations, parameters)


def _filled(net: Shape, params: Params, samples: Array) -> Pass:
    """A pass over samples that stay in it."""
    made = Pass(net, params, samples.shape[1])
    made.columns[:] = samples
    return made


def _loss(made: Pass) -> float:
    """J of the samples in a pass."""
    made.forward()
    return made.loss()


def _share_right(yhat: Array, y: Array) -> float:
    """The share of samples whose class is said rightly: ŷ (K, m), y (m, K)."""
    right = yhat.argmax(axis=0) == y.argmax(axis=1) if len(yhat) > 1 else (yhat[0] > 0.5) == (y[:, 0] > 0.5)
    return np.count_nonzero(right) / len(y)


def _side_by_side(layers: Mapping[int, Array]) -> Array:
    """Values of all layers, (B, U), in the order of the layers."""
    return np.concatenate([layers[layer] for layer in sorted(layers)], axis=1)


def _range(net: Shape, layer: int, values: Array) -> tuple[float, float]:
    """Where the activations of a layer may lie; where f has no bounds, where they do lie."""
    f = net.output if layer == net.layers[-1] else net.activation
    bounds = {"sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0), "tanh": (-1.0, 1.0), "sine": (-1.0, 1.0)}
    if f in bounds:
        return bounds[f]
    low, high = min(0.0, float(values.min())), float(values.max())
    return low, max(high, low + 1e-6)


def _bounded(values: Array) -> Array:
    """Numbers that a picture can hold: what is not a number, or beyond all measure, is as high as the highest."""
    if values.size and -HIGHEST <= values.min() and values.max() <= HIGHEST:
        return values
    bounded: Array = np.nan_to_num(values.clip(-HIGHEST, HIGHEST), nan=HIGHEST)
    return bounded
