"""What a viewer gets to see of a run at one step: a few numbers and some named arrays. No wire format here."""

import dataclasses
import math
from typing import Any, NamedTuple

import numpy as np

from engine.types import Array


class Frame(NamedTuple):
    """A run standing at `step`: `scalars` by name, `arrays` by name; the arrays belong to the frame alone."""

    step: int
    scalars: dict[str, float]
    arrays: dict[str, Array]


@dataclasses.dataclass(frozen=True)
class Described:
    """One line of a lab's documentation: an array or a scalar, its shape and what it is."""

    name: str
    shape: str
    help: str

    def public(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


@dataclasses.dataclass(frozen=True)
class Look(Described):
    """What a viewer may ask to see. An empty shape: one value; any other: always a list."""

    default: Any = None  # what is seen where nobody asks
    tied: tuple[str, ...] = ()  # the knobs of whose values it speaks: a new run with another of these begins without it
    words: bool = False  # words of a text, of whatever signs: 1984 is none of its numbers

    def public(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "tied": list(self.tied)}


@dataclasses.dataclass(frozen=True)
class Export:
    """A text that a run gives to take along: for a spreadsheet, a notebook, somebody else's program."""

    name: str  # in an address: lower-case letters, digits and hyphens
    media_type: str
    help: str
    file: str  # the end of its file's name, which says what it is: vectors.tsv

    def public(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


@dataclasses.dataclass(frozen=True)
class Preset:
    """A story that a lab can tell: its settings, a sentence, what to ask before it is played, and what is seen then."""

    name: str
    title: str
    sentence: str
    config: dict[str, Any]
    question: str
    answer: str
    changes: tuple[dict[str, Any], ...] = ()
    compare: dict[str, Any] | None = None
    pace: float = 2.0  # updates a second at which it takes 8 to 60 s
    until: int = 40  # the updates after which its story is told
    pictures: tuple[str, ...] = ()  # those that tell it where there is room for a few; none named: the lab's first
    linear: bool = False  # whether J is drawn on a linear axis first, on which a rise is as high as it is
    lane: int = 0  # of runs side by side, the one whose details are looked at first
    look: dict[str, Any] = dataclasses.field(default_factory=dict)  # what is looked at from the beginning

    def public(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "changes": list(self.changes), "pictures": list(self.pictures)}


def plain(value: Any) -> Any:
    """Arrays as nested lists and non-finite numbers as None: what JSON can say, all the way down."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "f" and not np.isfinite(value).all():
            return plain(value.tolist())
        return value.tolist()
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    return value
