"""Recurrent: a network unrolled through time, forwards and backwards.

    Z_t = W_ax X_t + W_aa A_(t−1) + b_a      A_t = g(Z_t)      Y_t = g(W_ya A_t + b_y)

The equations are in engine/cells.py and engine/recurrent.py; updates go through engine/recurrent_pass.py, which is the
same and faster. What there is to learn is in engine/tasks.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.bounded import bounded
from engine.config import CommonConfig
from engine.lab import Lab
from engine.labs.recurrent_config import TEST, RecurrentConfig
from engine.labs.recurrent_pictures import dear, focused, other, past, right
from engine.labs.recurrent_poster import printed
from engine.labs.recurrent_presets import PRESETS
from engine.labs.recurrent_price import extent, glanced, price, together
from engine.labs.recurrent_shows import ARRAYS, LOOKS, SCALARS, check_look, parse_look
from engine.params import Params
from engine.poster import Poster, Story
from engine.records import Price, Update, Way
from engine.recurrent import Shape, backward, each_loss, forward, goes_back, reach, total_loss
from engine.recurrent_pass import Pass
from engine.recurrent_start import begin
from engine.run import Run
from engine.spelling import spelled
from engine.tasks import Sequences, Wanted
from engine.tasks.characters import remark
from engine.types import Array, Indices

TRACE = 8_000  # microseconds of one thread that one telling of the past may take


class Seen(NamedTuple):
    """What became of some sequences."""

    J: float
    data: Sequences
    said: Array  # (m, T, K)
    states: Array  # (m, T, H)


class Recurrent(Run):
    name = "recurrent"
    title = "Recurrent"
    summary = "A network that remembers: unroll it through time, and watch its error find the way back."
    Config = RecurrentConfig
    config: RecurrentConfig
    scalars = SCALARS
    arrays = ARRAYS
    looks = LOOKS
    past_looks = ("sequence", "unit")
    presets = PRESETS
    less_memory = ("fewer sequences", "fewer time steps", "fewer hidden units")
    less_work = ("a smaller batch size", "fewer time steps", "fewer hidden units")

    # ---- the model ----

    def build(self, data: bytes | None) -> Params:
        c = self.config
        task = c.task_itself
        c.check_length()
        made = task.make(Wanted(c.length, c.sequences + TEST, c.seed, c.own_text(data)))
        held = max(0, len(made) - c.sequences)
        self.data: Sequences = made.take(slice(len(made) - held)).step_by_step()  # to learn from
        self.test: Sequences = made.take(slice(len(made) - held, None)).step_by_step()
        self.samples = len(self.data)
        self.reshape()
        params = Params(self.net.parameters())
        begin(params, c.hidden, c.seed, c.recurrent_initializer, c.recurrent_scale, c.forget_bias)
        return params

    def reshape(self) -> None:
        (_, T, n), K = self.data.X.shape, self.data.y.shape[-1]
        self.net: Shape = self.config.shape(n, K)
        self.T: int = T
        self.together = together(self.net, T, len(self.data))
        self._goes_on = goes_back(self.net, T, self.data.lengths).T  # (m, T)
        self._passes: dict[int, Pass] = {}
        self._looked: Pass | None = None
        self._seen: tuple[bytes, Seen] | None = None

    def loss_and_gradient(self, batch: Indices | None) -> tuple[float, Array]:
        index = np.arange(self.samples) if batch is None else batch
        if len(index) <= self.together:
            made = self._filled(index)
            return made.run(), made.gradient.copy()
        J, gradient = 0.0, np.zeros(len(self.params))
        for part, share in parts(self.data.mask[index], self.together):
            made = self._filled(index[part])
            J += share * made.run()
            gradient += share * made.gradient
        return J, gradient

    def objective(self) -> float:
        J = 0.0
        for part, share in parts(self.data.mask, self.together):
            made = self._filled(np.arange(self.samples)[part])
            made.forward()
            J += share * made.loss()
        return J

    def _filled(self, index: Indices) -> Pass:
        """A pass with these training sequences in it."""
        made, d = self._pass(len(index)), self.data
        made.pick(d.X.swapaxes(0, 1), d.y.swapaxes(0, 1), d.mask.T, self._goes_on.T, index)
        return made

    def glance(self) -> float:
        return self.seen().J

    def seen(self) -> Seen:
        """What a frame tells of the training sequences, at the parameters as they are."""
        here = self.params.vector.tobytes()
        if self._seen is None or self._seen[0] != here:
            self._seen = here, self._look_at(self.data)
        return self._seen[1]

    def _look_at(self, data: Sequences) -> Seen:
        """The forward pass over the first of these sequences, as many as a frame may tell of."""
        d = data.take(slice(glanced(self.net, self.T, len(data))))
        J, said, states = 0.0, np.zeros(d.y.shape), np.zeros((len(d), self.T, self.net.hidden))
        for part, share in parts(d.mask, self.together):
            made = self._pass(len(d.X[part]))
            made.fill(d.X[part], d.y[part], d.mask[part], np.ones((1, self.T)))
            made.forward()
            J += share * made.loss()
            said[part], states[part] = made.said.swapaxes(0, 1), made.a[1:].swapaxes(0, 1)
        return Seen(J, d, said, states)

    def equations(self, update: Update, look: Mapping[str, Any]) -> dict[str, Any]:
        """Of every sequence of the batch, with rows T × B: the lecture's Z, A, Y, of cells with gates these, and what
        comes back through time. `influence`: how far the first one's beginning reaches, ‖∂A_t/∂A_0‖.

        Of one that is looked at (`sequence`) all that alone, B = 1, in the batch or not; J is its own loss then.
        """
        index = self._told_of(update, look)
        batch, on = self.data.take(index), self._goes_on[index].T
        x, y, mask = batch.X.transpose(1, 0, 2), batch.y.transpose(1, 0, 2), batch.mask.T  # (T, B, ·)
        passed = forward(self.net, self.params, x)
        back = backward(self.net, self.params, passed, y, mask, on)
        classes = self.net.loss == "cross-entropy"
        values: dict[str, Any] = {
            "J": total_loss(self.net, passed, y, mask) if look.get("sequence", -1) >= 0 else update.loss,
            "a": passed.a,
            "z": np.concatenate([passed.z(letter) for letter in self.net.letters], axis=2),
            "scores": passed.scores,
            "y": passed.y,
            "each": each_loss(self.net, passed, y, mask),
            "dl_da": back.da,
            "dl_da_own": back.own,
            "dl_da_norm": np.sqrt((back.da**2).sum(axis=2)),
            "shares": {
                name: np.array([math.sqrt(float((step[name] ** 2).sum())) for step in back.steps])
                for name in self.params
            },
            "influence": reach(self.net, self.params, forward(self.net, self.params, x[:, :1]).moments),
            "direction": update.direction.copy(),
        }
        if passed.c is not None:
            values["c"] = passed.c
        if len(self.net.letters) > 1:
            values |= {f"gate_{letter}": passed.gate(letter) for letter in self.net.letters}
        told = {
            "index": index.copy(),
            "x": x.copy(),
            "y": y.argmax(axis=2) if classes else y.copy(),
            "mask": mask.copy(),
        }
        return {
            "batch": told | {"goes_on": on.copy(), "lengths": batch.lengths.copy()},
            "forward": values,
            "loss_kind": self.net.loss,
            "output": self.net.output,
            "inputs": list(self.data.inputs),
            "outputs": list(self.data.outputs),
        }

    def page_numbers(self, update: Update, look: Mapping[str, Any]) -> int:
        B, net = len(self._told_of(update, look)), self.net
        each = net.inputs + 4 * net.outputs + net.hidden * (5 + 2 * len(net.letters)) + 4
        return self.T * B * each + 4 * len(self.params)

    def _told_of(self, update: Update, look: Mapping[str, Any]) -> Indices:
        """The training sequences that a page tells of."""
        return update.indices(self.samples) if look.get("sequence", -1) < 0 else np.array([self.looked_at(look)])

    def looked_at(self, look: Mapping[str, Any]) -> int:
        """The training sequence whose states a viewer sees: the one that is chosen, or the first of the batch."""
        which = look.get("sequence", -1)
        return int(self.upcoming().indices(self.samples)[0]) if which < 0 else min(int(which), self.samples - 1)

    # ---- what a viewer sees ----

    def shown(self, update: Update, look: Mapping[str, Any]) -> dict[str, Array]:
        return {
            "params": self.params.vector.copy(),
            "norms": self._norms(update),
            **focused(self, self.looked_at(look), look),
            **other(self, look),
        }

    def _norms(self, update: Update) -> Array:
        parts = self.params.named(update.gradient).values()
        wholes = [update.unclipped, update.gradient, *parts]
        return bounded(np.array([math.sqrt(float((part * part).sum())) for part in wholes]))

    def numbers(self, update: Update) -> dict[str, float]:
        seen = self.seen()
        numbers = dict(zip(("accuracy", "exact"), right(self.net, seen.said, seen.data.y, seen.data.mask), strict=True))
        if len(self.test):
            held = self._look_at(self.test)
            shares = right(self.net, held.said, held.data.y, held.data.mask)
            numbers |= {"test": held.J, "test_accuracy": shares[0], "test_exact": shares[1]}
        return numbers

    def picture(self, look: Mapping[str, Any], way: Way | None = None, beside: Sequence[Way] = ()) -> dict[str, Array]:
        return dear(self, look)

    def scene(self, look: Mapping[str, Any], lanes: Sequence[Lab] = ()) -> dict[str, Array]:
        task = self.config.task_itself
        return {
            "inputs": spelled(symbol.replace("\n", "↵") for symbol in self.data.inputs),
            "outputs": spelled(symbol.replace("\n", "↵") for symbol in self.data.outputs),
            "remembered": spelled([self.data.memory_name] if self.data.memory is not None else []),
            "kind": np.array([task.symbolic, task.classes, task.loss == "bce", task.at_last], dtype=np.float64),
            **self._sizes(),
        }

    def scene_beside(self, first: Lab) -> dict[str, Array]:
        """The sequences are those of all lanes; the network may be larger."""
        return self._sizes()

    def _sizes(self) -> dict[str, Array]:
        net, seen = self.net, glanced(self.net, self.T, self.samples)
        counts = self.samples, len(self.test), seen
        sizes = [self.T, net.inputs, net.hidden, net.outputs, *counts]
        return {"sizes": np.array(sizes, dtype=np.float64)}

    def trace(self, steps: Array, samples: Array, params: Array, look: Mapping[str, Any]) -> Array:
        return past(self, steps, samples, params, look, TRACE)

    def poster(self, story: Story, lanes: Sequence[Lab], look: Mapping[str, Any]) -> Poster:
        return printed(lanes, super().poster(story, lanes, look), look)

    # ---- passes ----

    def one(self) -> Pass:
        """A pass over a single sequence, to be looked at."""
        if self._looked is None:
            self._looked = Pass(self.net, self.params, self.T, 1)
        return self._looked

    def goes_on(self, index: Indices | slice) -> Array:
        """Where the error of these training sequences goes on to the step before, (B, T)."""
        rows: Array = self._goes_on[index]
        return rows

    def _pass(self, B: int) -> Pass:
        """What computes batches of B sequences. Some other sizes lie ready, together no more than twice the most."""
        made = self._passes.get(B)
        if made is None:
            if sum(self._passes) + B > 2 * self.together:
                self._passes.clear()  # a slider that is dragged goes through many sizes
            made = self._passes[B] = Pass(self.net, self.params, self.T, B)
        return made

    # ---- what is allowed ----

    @classmethod
    def parse_look(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        return parse_look(values)

    @classmethod
    def check_look(cls, look: Mapping[str, Any], config: CommonConfig, data: bytes | None = None) -> None:
        assert isinstance(config, RecurrentConfig)
        samples, _, net = extent(config, data)
        check_look(look, config, samples, net)

    @classmethod
    def remark(cls, text: Mapping[str, Any]) -> str:
        return remark(text)

    @classmethod
    def price(cls, config: CommonConfig, data: bytes | None = None) -> Price:
        assert isinstance(config, RecurrentConfig)
        return price(config, data)


def parts(mask: Array, together: int) -> Iterator[tuple[slice, float]]:
    """Sequences as they go through passes, so many at once, and each part’s share of the steps that count in J."""
    counts = np.count_nonzero(mask, axis=1)
    for start in range(0, len(mask), together):
        part = slice(start, start + together)
        yield part, float(counts[part].sum() / counts.sum())
