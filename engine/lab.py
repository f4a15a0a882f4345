"""What a lab gives: its names and knobs, its model, and what there is to see of it.

A lab is a class below `Run` (engine/run.py), which trains it. What raises NotImplementedError here every lab has to
give; the rest is for those that have more to show.
"""

import functools
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self

from engine.batches import Batches
from engine.config import CommonConfig
from engine.frame import Described, Export, Look, Preset
from engine.knobs import BadValue, Knob, Value, declared
from engine.params import Params
from engine.poster import Poster, Story, loss_curves
from engine.records import Price, Update, Way
from engine.types import Array, Indices


class Lab:
    """The part of a run that differs from lab to lab."""

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    Config: ClassVar[type[CommonConfig]] = CommonConfig
    arrays: ClassVar[tuple[Described, ...]] = ()
    scalars: ClassVar[tuple[Described, ...]] = ()
    looks: ClassVar[tuple[Look, ...]] = ()
    past_looks: ClassVar[tuple[str, ...]] = ()  # those on which the trail depends: of another it is told anew
    presets: ClassVar[tuple[Preset, ...]] = ()
    exports: ClassVar[tuple[Export, ...]] = ()

    less_memory: ClassVar[tuple[str, ...]] = ()
    """What to choose where a run would need too much memory, for a sentence: ("fewer points",)."""
    less_work: ClassVar[tuple[str, ...]] = ("a smaller batch size",)
    """The same where an update would take too long."""

    config: CommonConfig  # the knobs in force
    params: Params

    samples: int = 1
    """m, the samples of one epoch."""

    def build(self, data: bytes | None) -> Params:
        """Make data and model; return the initial parameters."""
        raise NotImplementedError

    def reshape(self) -> None:
        """Make anew what depends on a knob that `shapes` data or model, and `samples`: one of them has changed."""

    def loss_and_gradient(self, batch: Indices | None) -> tuple[float, Array]:
        """Loss of the batch (None: all the data) and its gradient (P,) at the parameters as they are."""
        raise NotImplementedError

    def equations(self, update: Update, look: Mapping[str, Any]) -> dict[str, Any]:
        """The update as the lecture writes it: `batch`, what it looks at, `forward`, every intermediate value by its
        name, and whatever else a reader of `explain` needs. A lab may tell of what is looked at instead."""
        raise NotImplementedError

    def shown(self, update: Update, look: Mapping[str, Any]) -> dict[str, Array]:
        """The arrays of a frame: what changes with every step and is cheap to tell."""
        raise NotImplementedError

    def numbers(self, update: Update) -> dict[str, float]:
        """Scalars of a frame beyond those that every lab has."""
        return {}

    def picture(self, look: Mapping[str, Any], way: Way | None = None, beside: Sequence[Way] = ()) -> dict[str, Array]:
        """What changes with every step and is dear: shown less often when a server is busy.

        `way` is where the run has been, as far as it is kept; `beside` the ways of a race’s other lanes like it.
        """
        return {}

    def scene(self, look: Mapping[str, Any], lanes: Sequence["Lab"] = ()) -> dict[str, Array]:
        """What stays as it is while `scene_key` does: the surface, the data. Of a race of `lanes` lane 0 is asked."""
        return {}

    def scene_beside(self, first: "Lab") -> dict[str, Array]:
        """Of another lane of a race what it has besides the scene of the first."""
        return {}

    def scene_key(self, look: Mapping[str, Any]) -> Hashable:
        return None

    def seen_as(self, before: Self) -> None:
        """Take over from a run of the same recipe, which stood at another step, what holds pictures still."""

    def trace(self, steps: Array, samples: Array, params: Array, look: Mapping[str, Any]) -> Array:
        """The rows of the trail: steps (n,), samples seen (n,), parameters (n, P) → (n, columns).

        The first three columns are step, samples and J of all the data; then what the lab draws.
        """
        raise NotImplementedError

    def poster(self, story: Story, lanes: Sequence["Lab"], look: Mapping[str, Any]) -> Poster:
        """What a printed page shows of the run, asked of lane 0 for all `lanes`: in every lab its loss."""
        return Poster(loss_curves(story))

    def export(self, name: str) -> str:
        """One of `exports`: a text of the run as it stands."""
        raise NotImplementedError

    def pieces(self, name: str) -> Iterator[str]:
        """The same, piece by piece. A lab whose texts are long makes each in about a millisecond: a server with many
        runs does something else between two of them."""
        yield self.export(name)

    def along(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Live knobs that a change of these brings along, unless it sets them itself."""
        return {}

    def in_words(self, name: str, before: Value, after: Value) -> str | None:
        """A change of a knob in words of its own, "" if nothing has changed; None where its two values say it."""
        return None

    @classmethod
    def parse_look(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """A viewer's wishes, checked. Raises BadValue."""
        for name in values:
            raise BadValue(name, values[name], "nothing: this lab has no such look")
        return {}

    @classmethod
    def check_look(cls, look: Mapping[str, Any], config: CommonConfig, data: bytes | None = None) -> None:
        """Whether such a run has what `parse_look` has let pass. Raises BadValue. Builds nothing."""

    @classmethod
    def remark(cls, text: Mapping[str, Any]) -> str:
        """What this lab says of a student's text, of which a summary is given (app/texts.py): how much of it is taken,
        what cannot be learned from it; "" where there is nothing to say. Raises BadValue where it is of no use here."""
        return ""

    @classmethod
    def price(cls, config: CommonConfig, data: bytes | None = None) -> Price:
        """What one lane of this configuration costs. Builds nothing."""
        raise NotImplementedError

    def objective(self) -> float:
        """The loss of all the training data, at the parameters as they are."""
        return self.loss_and_gradient(None)[0]

    def glance(self) -> float:
        """The same for a frame, of which there are many a second: where it would be dear, of a part of the data."""
        return self.objective()

    def batching(self) -> Batches:
        """The order in which updates go through the data."""
        return Batches(self.config.seed, self.samples)

    def page_numbers(self, update: Update, look: Mapping[str, Any]) -> int:
        """How many numbers `equations` would have, where these may be very many; known before any is made."""
        return 0

    # ---- its knobs ----

    @classmethod
    @functools.cache  # a change of the learning rate asks for them three times, which were 75 of its 100 µs
    def knobs(cls) -> dict[str, Knob]:
        return declared(cls.Config)

    @classmethod
    @functools.cache
    def shaping(cls) -> tuple[str, ...]:
        """The live knobs that shape data or model."""
        return tuple(name for name, knob in cls.knobs().items() if knob.shapes)

    @classmethod
    def make_config(cls, values: Mapping[str, Any]) -> CommonConfig:
        """A complete configuration of some knobs by name. Raises BadValue, naming the knob and what it takes."""
        knobs = cls.knobs()
        for name in values:
            if name not in knobs:
                raise BadValue(
                    name,
                    values[name],
                    f"a knob of {cls.name}: {', '.join(knobs)}",
                    f"{cls.name} has no knob “{name[:60]}”. It has {', '.join(knobs)}.",
                )
        parsed: dict[str, Any] = {name: knobs[name].parse(value) for name, value in values.items()}
        return cls.Config(**{**cls.defaults(parsed), **parsed})

    @classmethod
    def defaults(cls, values: Mapping[str, Value]) -> dict[str, Value]:
        """Every knob's default where `values` are chosen: a choice may bring others along."""
        knobs = cls.knobs()
        defaults = {name: knob.default for name, knob in knobs.items()}
        for name, knob in knobs.items():
            chosen = values.get(name, defaults[name])
            if knob.own(chosen):
                defaults |= knob.brings
            for choice in knob.choices:
                if choice.value == chosen:
                    defaults |= choice.defaults
        return defaults
