"""A hyperparameter's declaration: one line in a lab's Config, from which form, URL, API and documentation follow.

    learning_rate: float = knob(0.1, low=1e-5, high=100, scale="log", live=True, symbol="α", help="…")

A *live* knob changes a run from its next update on; any other is *structural* and starts a new run. A slider may go
over the useful part of a range only, `slider=(0.001, 10)`: field, address and API take all of it.
"""

import dataclasses
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np

from engine.words import exactly, sentence

Value = float | int | bool | str
Kind = Literal["float", "int", "bool", "choice", "text"]

PREFIX = "sha256:"
"""What the name of a student's own data begins with: such names are made from what the data are."""
_NAMED = re.compile(PREFIX + "[0-9a-f]{64}")


class BadValue(ValueError):
    """A value that a knob or parameter cannot take: which field, what was given, what is allowed."""

    def __init__(self, field: str, value: object, allowed: str, message: str | None = None) -> None:
        self.field = field if len(field) <= 60 else field[:59] + "…"  # a parameter's name is written by a client
        self.value, self.allowed = value, allowed
        super().__init__(message or f"{self.field} cannot be {shown(value)}: allowed is {sentence(allowed)}.")


def shown(value: object) -> str:
    """A value as a short piece of a sentence."""
    match value:
        case str():
            text = f"“{value}”"
        case bool():
            text = str(value).lower()
        case int() | float():
            text = exactly(value)
        case _:
            text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"


@dataclasses.dataclass(frozen=True)
class Choice:
    """One value of a knob. `defaults`: the knobs that start from another default once this value is chosen."""

    value: str
    label: str
    help: str = ""
    defaults: Mapping[str, Value] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Rule:
    """What a text must be: in words; what is wrong with one, as a clause, or ""; what one is called where there is
    little room; what an empty one stands for; and the pattern of what it can be, where one says it all."""

    allowed: str
    wrong: Callable[[str], str]
    short: Callable[[str], str]
    empty: str
    pattern: str = ""  # for a form, as HTML writes it


@dataclasses.dataclass(frozen=True)
class Knob:
    """Everything that is to know about one hyperparameter."""

    name: str
    kind: Kind
    default: Value
    help: str
    label: str = ""  # what a form calls it; empty: its name
    symbol: str = ""
    low: float | None = None
    high: float | None = None  # of a text: its greatest length
    top: str = ""  # a word that an address may say for the greatest value: batch_size=all
    zero: str = ""  # what 0 is where a run is named by it, if it is no amount: "no limit"
    slider: tuple[float, float] | None = None  # the part of the range over which a slider goes; None: all of it
    choices: tuple[Choice, ...] = ()
    data: Literal["", "table", "text"] = (
        ""  # what a student may hand in for it, text or choice: its value is then a name
    )
    brings: Mapping[str, Value] = dataclasses.field(default_factory=dict)  # the defaults that such data bring along
    suits: Mapping[int, Sequence[Mapping[str, Value]]] = dataclasses.field(default_factory=dict)
    """What a page begins with where such data are handed in, by the least number of classes that their target names (0:
    of one in numbers): all that goes with them, the best first. No defaults: a name alone tells nothing of classes."""
    rule: Rule | None = None  # of a text that is more than words
    drawn: int = 0  # edited in a picture and not in a form: of so many pieces at most; 0: it has a field
    measures: bool = False  # decides what J means: runs that differ in it are not to be compared by J
    seldom: bool = False  # folded away in a form, with others of its kind: the usual run does not need it
    common: bool = False  # the same in all lanes of a race: what they run on, and not how
    shapes: bool = False  # live, and yet part of the data or the model: a change of it makes these anew
    scale: Literal["linear", "log"] = "linear"
    unit: str = ""
    live: bool = False
    applies: Mapping[str, Sequence[Value]] | None = None

    @property
    def title(self) -> str:
        return self.label or self.name.replace("_", " ").capitalize()

    @property
    def called(self) -> str:
        """What a form calls it: "Learning rate α"."""
        return f"{self.title} {self.symbol}".rstrip()

    @property
    def allowed(self) -> str:
        """What the knob takes; its numbers as programs write them."""
        match self.kind:
            case "bool":
                return "true or false"
            case "choice":
                listed = "one of " + ", ".join(choice.value for choice in self.choices)
                return f"{listed}, or the name of a {self.data} that was handed in (sha256:…)" if self.data else listed
            case "text":
                return self.rule.allowed if self.rule else f"a text of up to {self.high:g} characters"
            case "int":
                return f"a whole number from {self.low:.0f} to {self.high:.0f}"
            case "float":
                return f"a number from {self.low:g} to {self.high:g}"

    @property
    def comparable(self) -> bool:
        """Whether runs side by side may differ in it: in how they are run, and not in what they run on.

        A free text is what they run on. One that follows a rule may be a set-up, written in short.
        """
        return not self.common and not self.data and (self.kind != "text" or self.rule is not None)

    def parse(self, value: object) -> Value:
        """The value as this knob holds it. Raises BadValue: nothing is rounded, clamped or guessed."""
        if isinstance(value, np.generic):
            value = value.item()  # from a notebook
        if self.rule and isinstance(value, str) and (wrong := self.rule.wrong(value)):
            given = shown(value) if len(value) <= 40 else "so"
            raise BadValue(self.name, value, self.allowed, f"{self.called} cannot be {given}: {wrong}.")
        match self.kind:
            case "bool" if isinstance(value, bool):
                return value
            case "choice" if isinstance(value, str) and (
                any(value == c.value for c in self.choices) or self.own(value)
            ):
                return value
            case "text" if isinstance(value, str) and len(value) <= (self.high or 0):
                return value
            case "int" | "float" if isinstance(value, int | float) and not isinstance(value, bool):
                if self._within(value) and (self.kind == "float" or value == int(value)):
                    return float(value) if self.kind == "float" else int(value)
        raise BadValue(self.name, value, self.allowed)

    def own(self, value: object) -> bool:
        """Whether this choice is none of the lab's, but data that a student has handed in."""
        return self.kind == "choice" and self.data != "" and isinstance(value, str) and bool(_NAMED.fullmatch(value))

    def spell(self, value: Value) -> str:
        """The value as a page's address writes it: `read` understands it."""
        if isinstance(value, bool):
            return str(value).lower()
        if self.top and value == self.high:
            return self.top
        return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)

    def read(self, text: str) -> tuple[Value, str | None]:
        """The value written in a page's address, and a sentence if it had to be mended."""
        if self.top and text.lower() == self.top:
            return self.parse(self.high), None
        try:
            return self.parse(self._spelled(text)), None
        except BadValue as error:
            if self.rule:
                now = f"{shown(self.default)} now" if self.default else f"empty now: {self.rule.empty}"
                return self.default, f"{error} It is {now}."
        mended = self.default
        if self.kind in ("int", "float"):
            number = _number(text)
            if number is not None and not math.isnan(number):
                nearest = min(max(number, self.low or 0.0), self.high or 0.0)
                mended = float(nearest) if self.kind == "float" else round(nearest)
        allowed = sentence(self.allowed) + (f", or {self.top}" if self.top else "")
        now = "empty" if mended == "" else shown(mended)
        return mended, f"{self.called} cannot be {shown(text)}: allowed is {allowed}. It is {now} now."

    def public(self) -> dict[str, Any]:
        """The declaration as the API shows it."""
        return {
            "name": self.name,
            "symbol": self.symbol,
            "help": self.help,
            "kind": self.kind,
            "default": self.default,
            "low": self.low,
            "high": self.high,
            "choices": [dataclasses.asdict(choice) for choice in self.choices],
            "scale": self.scale,
            "unit": self.unit,
            "live": self.live,
            "applies": {k: list(v) for k, v in self.applies.items()} if self.applies else None,
            "label": self.title,
            "slider": list(self.slider) if self.slider else None,
            "top": self.top,
            "zero": self.zero,
            "data": self.data,
            "brings": dict(self.brings),
            "suits": {str(classes): [dict(one) for one in each] for classes, each in self.suits.items()},
            "drawn": self.drawn,
            "measures": self.measures,
            "seldom": self.seldom,
            "common": self.common,
            "comparable": self.comparable,
            "pattern": self.rule.pattern if self.rule else "",
            "allowed": self.allowed if self.kind == "text" else "",
            "none": self.rule.short("") if self.rule and not self.drawn else "",
        }

    def _within(self, number: float) -> bool:
        return (self.low or 0.0) <= number <= (self.high or 0.0)  # never so of NaN

    def _spelled(self, text: str) -> object:
        if self.kind == "bool":
            return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
        if self.kind in ("int", "float"):
            number = _number(text)
            return text if number is None else number
        return text


def knob(default: Any, *, help: str, **details: Any) -> Any:
    """A field of a Config that is a knob; `details` are the attributes of `Knob`."""
    return dataclasses.field(default=default, metadata={"help": help, **details})


def restated(config: type[Any], name: str, **changed: Any) -> Any:
    """A knob of another Config once more, as it is there but for what is named: `default`, or attributes of `Knob`."""
    fields = {field.name: field for field in dataclasses.fields(config)}
    if name not in fields:
        raise ValueError(f"{config.__name__} has no knob “{name}” to restate.")
    field = fields[name]
    default = changed.pop("default", field.default)
    return dataclasses.field(default=default, metadata={**field.metadata, **changed})


def declared(config: type[Any]) -> dict[str, Knob]:
    """The knobs of a Config, by name, in the order in which they are written."""
    kinds: dict[object, Kind] = {float: "float", int: "int", bool: "bool"}
    knobs: dict[str, Knob] = {}
    for field in dataclasses.fields(config):
        default: Any = field.default
        words: Kind = "choice" if field.metadata.get("choices") else "text"
        knobs[field.name] = Knob(name=field.name, kind=kinds.get(field.type, words), default=default, **field.metadata)
    return knobs


def _number(text: str) -> float | None:
    try:
        return float("".join(text.replace("−", "-").replace("_", "?").split()))  # 1_0 is Python, not a number
    except ValueError:
        return None
