"""One run of gradient descent: the update that all labs share, whatever their model is (engine/lab.py).

    loss, gradient  of the next batch, at the parameters as they are
    direction       what the optimizer makes of the gradient
    θ := θ − α d    one update

A run moves by `step()` and by nothing else. Everything random is a function of the seed and the position, so the
same recipe (config and changes) gives the same numbers again.
"""

import copy
import dataclasses
import math
from collections.abc import Mapping
from typing import Any, Self, cast

import numpy as np

from engine.config import CommonConfig
from engine.frame import Frame
from engine.knobs import BadValue, Knob, Value
from engine.lab import Lab
from engine.optimizers import OPTIMIZERS, clipped
from engine.records import Snapshot, Update
from engine.types import Array
from engine.words import said

DIVERGED = 1e6  # a loss above this many times max(1, the first loss) ends a run
PARAMETER_LIMIT = 1e6  # the greatest value that a student may give to a parameter


class Run(Lab):
    """A lab's model in training."""

    def __init__(self, config: CommonConfig | None = None, data: bytes | None = None, **knobs: Any) -> None:
        """A run at step 0: `config`, with knobs by name in place of its own. Raises BadValue.

        `data`, in canonical bytes, is what the value of a knob with `data` names.
        """
        if config is None or knobs:
            config = self.make_config({**(config.asdict() if config else {}), **knobs})
        self.config = config
        self.params = self.build(data)
        self.optimizer = OPTIMIZERS[self.config.optimizer]
        self.state = self.optimizer.start(len(self.params))
        self.batches = self.batching()
        self.updates = 0  # made so far
        self.still = 0  # samples of this epoch in a row whose gradient and update were exactly zero
        self.first_loss = math.nan
        self.last_loss = math.nan
        self.diverged: str | None = None  # why, in words
        self._foreseen: tuple[bytes, Update] | None = None

    def upcoming(self) -> Update:
        """The next update. Moves nothing: `step` makes it, `explain` and `frame` show it.

        It is worked out once and remembered until the run moves: what a frame has shown is what `step` then makes.
        """
        here = self.params.vector.tobytes()
        if self._foreseen is None or self._foreseen[0] != here:
            self._foreseen = here, self._work_out()
        return self._foreseen[1]

    def _work_out(self) -> Update:
        batch = self.batches.next(self.config.batch_size)
        loss, unclipped = self.loss_and_gradient(batch)
        gradient = clipped(unclipped, self.config.clip)
        direction, state = self.optimizer.direction(gradient, self.params.vector, self.state, self.config)
        return Update(batch, loss, unclipped, gradient, direction, state)

    @np.errstate(over="ignore", invalid="ignore")  # told as divergence, not as a warning
    def explain(self, look: Mapping[str, Any] | None = None, equations: bool = True) -> dict[str, Any]:
        """The next update in textbook form, every intermediate value by name. Moves nothing; owns its arrays.

        `batch` and `forward` tell of the whole batch, or of what a lab with many of them lets one choose by a look;
        without its `equations` the page lacks both, as they may be large.
        """
        update, theta = self.upcoming(), self.params.vector
        page = {
            "step": self.updates,
            "epoch": self.batches.epoch,
            "config": self.config.asdict(),
            "loss": update.loss,
            "objective": self.objective(),
            **(self.equations(update, look or {}) if equations else {}),
            "params": self.params.named(theta.copy()),
            "grads": self.params.named(update.gradient.copy()),
            "update": self.params.named((theta - self.config.learning_rate * update.direction) - theta),
        }
        if update.gradient is not update.unclipped:
            page["grads_unclipped"] = self.params.named(update.unclipped.copy())
        return page

    @np.errstate(over="ignore", invalid="ignore")
    def frame(self, look: Mapping[str, Any]) -> Frame:
        """The run as it stands, and the update that comes next, as far as a picture needs it."""
        update = self.upcoming()
        scalars = {
            "loss": update.loss,
            "objective": self.glance(),
            "gradient_norm": math.sqrt(update.gradient.dot(update.gradient)),
            "learning_rate": self.config.learning_rate,
        }
        if self.batches.samples > 1:
            size = self.batches.samples
            scalars |= {"epoch": self.batches.epoch, "samples": self.batches.seen, "dataset_size": size}
        return Frame(self.updates, scalars | self.numbers(update), self.shown(update, look))

    def step(self) -> None:
        """Make exactly one parameter update: θ := θ − α d. A run that has diverged stays where it is."""
        if self.diverged:
            return
        _batch, loss, _unclipped, gradient, direction, state = self.upcoming() if self._foreseen else self._work_out()
        self._foreseen = None
        if self._ends_with(loss):
            return
        update = self.config.learning_rate * direction
        self.params.vector -= update
        self.state = state
        self._made(loss, bool(np.count_nonzero(update) or np.count_nonzero(gradient)))  # `any` takes five times as long

    def _ends_with(self, loss: float) -> bool:
        """Whether the run diverges with this loss of the next update, which is not made then."""
        if self.updates == 0:
            self.first_loss = loss
        if loss <= DIVERGED or (math.isfinite(loss) and loss <= DIVERGED * max(1.0, self.first_loss)):
            return False
        self.diverged = self._why(loss)
        return True

    def _made(self, loss: float, moved: bool) -> None:
        """An update has been made. `moved`: whether any part of its gradient or of itself was not exactly zero."""
        batches, size = self.batches, self.config.batch_size
        if moved:
            self.still = 0
        else:
            if batches.cursor == 0 and not self.settled:
                self.still = 0  # an epoch begins: the end of the one before does not stand for samples of this one
            self.still += batches.length(size)
        batches.advance(size)
        self.last_loss = loss
        self.updates += 1

    @np.errstate(over="ignore", invalid="ignore")
    def steps(self, n: int) -> Array:
        """Up to n updates at full speed; the loss of each, (≤ n,): fewer if the run diverges."""
        losses = []
        for _ in range(n):
            self.step()
            if self.diverged:
                break
            losses.append(self.last_loss)
        return np.array(losses)

    @property
    def loss(self) -> float:
        """The loss of the latest update; before the first, of the one to come."""
        return self.last_loss if self.updates else self.upcoming().loss

    @property
    def settled(self) -> bool:
        """Gradient and update have both been exactly zero over a whole epoch: nothing will ever move again."""
        return self.still >= self.batches.samples

    def change(self, **values: Any) -> None:
        """Live knobs by name, from the next update on. Raises BadValue for a structural one; then nothing changes."""
        self.apply(self.parse_change(values))

    def parse_change(self, values: Mapping[str, Any]) -> dict[str, Value]:
        """The values of a change, checked: live knobs, and parameters written as "W1[0,2]". Raises BadValue."""
        knobs, parsed = self.knobs(), dict[str, Value]()
        for name, value in values.items():
            if name in knobs and not knobs[name].live:
                raise BadValue(
                    name,
                    value,
                    f"live knobs: {', '.join(k.name for k in knobs.values() if k.live)}",
                    f"{name} is part of the set-up and cannot change during a run: start a new run with it.",
                )
            if name in knobs:
                parsed[name] = knobs[name].parse(value)
            elif "[" in name:
                self.params.locate(name)
                parsed[name] = Knob(name, "float", 0.0, "", low=-PARAMETER_LIMIT, high=PARAMETER_LIMIT).parse(value)
            else:
                self.make_config({name: value})  # raises: there is no such knob
        return parsed | {name: value for name, value in self.along(parsed).items() if name not in parsed}

    def has(self, name: str) -> bool:
        """Whether there is such a knob or parameter."""
        if "[" not in name:
            return name in self.knobs()
        try:
            self.params.locate(name)
        except BadValue:
            return False
        return True

    def apply(self, values: Mapping[str, Value]) -> None:
        """Put checked values in force."""
        live = {name: value for name, value in values.items() if "[" not in name}
        self._take(dataclasses.replace(self.config, **cast(dict[str, Any], live)))
        for name, value in values.items():
            if name not in live:
                self.params.vector[self.params.locate(name)] = value
        self.still, self._foreseen = 0, None

    def evolving(self) -> dict[str, Array]:
        """Every array that `step` changes, by name."""
        return {"params": self.params.vector, **self.state}

    def snapshot(self) -> Snapshot:
        """Everything that `restore` needs to stand here again, bit for bit."""
        counters = {
            "updates": self.updates,
            "epoch": self.batches.epoch,
            "cursor": self.batches.cursor,
            "seen": self.batches.seen,
            "still": self.still,
            "first_loss": self.first_loss,
            "last_loss": self.last_loss,
        }
        arrays = {name: array.copy() for name, array in self.evolving().items()}
        return Snapshot(self.config, counters, arrays, self.diverged)

    def restore(self, snapshot: Snapshot) -> Self:
        """Stand where the snapshot was taken. The snapshot stays good for another time."""
        self._take(snapshot.config)
        counters = snapshot.counters
        self.params.vector[:] = snapshot.arrays["params"]
        self.state = {name: array.copy() for name, array in snapshot.arrays.items() if name != "params"}
        self.updates, self.still = int(counters["updates"]), int(counters["still"])
        for name in ("epoch", "cursor", "seen"):
            setattr(self.batches, name, int(counters[name]))
        self.first_loss, self.last_loss = counters["first_loss"], counters["last_loss"]
        self.diverged, self._foreseen = snapshot.diverged, None
        return self

    def under(self, values: Mapping[str, Value]) -> Self:
        """This run with other values of knobs that shape it, to be looked at; with those that it has, itself."""
        for name, value in values.items():
            if getattr(self.config, name) != value:
                break
        else:
            return self
        other = copy.copy(self)
        other.config = dataclasses.replace(self.config, **cast(dict[str, Any], values))
        other.reshape()
        return other

    def _take(self, config: CommonConfig) -> None:
        before, self.config = self.config, config
        if any(getattr(before, name) != getattr(config, name) for name in self.shaping()):
            samples = self.batches.samples
            self.reshape()
            self.batches.resize(samples, self.samples)

    def _why(self, loss: float) -> str:
        if not math.isfinite(loss):
            return f"the loss of update {self.updates} is not a finite number any more"
        size = said(round(loss)) if loss < 1e12 else "beyond all measure"
        return f"the loss of update {self.updates} is {size}, more than a million times what it was at the start"
