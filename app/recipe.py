"""The query of a page's address is the recipe of what the page shows: this reads it and writes it.

    ?learning_rate=0.02&batch_size=4          knobs that differ from their defaults
    &changes=28:learning_rate:0.12,46:batch_size:8   step:name:value, and for a compared knob value|value|…
    &at=60                                    where the run stands
    &compare=learning_rate:0.01,0.3,1.1       lanes; values that hold a comma themselves are divided by |
    &compare=start_x:1,3;start_y:2,-1         lanes that differ in several knobs, each with as many values
    &preset=too-large                         a story of the lab; what else the query says goes on top of it
    &pace=2                                   updates a second, or max
    &look=sample:2;lane:1                     what is looked at, and whose details: app/looks.py

A choice may bring other defaults along (a landscape its own start): a knob that differs from these is told.

For a knob with a word for its greatest value the word may stand: batch_size=all, changes=46:batch_size:all.

A run may have more changes than fit: an address of 32 KiB (the setting header_bytes) holds about 1,200, and the body of
POST /api/runs, 64 KiB, about 1,400. A longer address is refused with 431, a longer body with 413, each in a sentence.

A link may be old, or typed by hand. So nothing in it is an error: what is out of range is clamped, what is
unknown is passed over, and each of these is told in a note.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote

from app import looks
from app.messages import FASTEST, SLOWEST
from engine.knobs import BadValue, Knob, shown
from engine.lanes import MOST_LANES, parse_compare
from engine.params import ELEMENT
from engine.run import PARAMETER_LIMIT, Run
from engine.words import said

Pace = float | Literal["max"]
MOST_NOTES = 12

NAMES = ("changes", "at", "compare", "preset", "pace", "look")
_BETWEEN_CHANGES = re.compile(r",(?=\d+:)")


@dataclass
class Recipe:
    """What a page shows: a run, where it stands, how fast it goes, and what of it is looked at."""

    config: dict[str, Any] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    at: int | None = None
    compare: dict[str, list[Any]] | None = None
    preset: str | None = None
    pace: Pace | None = None
    look: dict[str, Any] = field(default_factory=dict)
    lane: int | None = None  # whose details are shown; None: the first's

    def public(self) -> dict[str, Any]:
        """The recipe as the page gets it."""
        return {
            "config": self.config,
            "changes": self.changes,
            "at": self.at,
            "compare": self.compare,
            "preset": self.preset,
            "pace": self.pace,
            "look": self.look,
            "lane": self.lane,
        }


def read(lab: type[Run], query: Iterable[tuple[str, str]], step_limit: int) -> tuple[Recipe, list[str]]:
    """The recipe in a query, and a note for each thing in it that had to be mended."""
    return _Reader(lab, step_limit).read(query)


def write(lab: type[Run], recipe: Recipe) -> str:
    """The shortest query that `read` makes the same recipe of."""
    base, parts = _start(lab, recipe.preset), list[tuple[str, str]]()
    if recipe.preset is not None:
        parts.append(("preset", recipe.preset))
    knobs, usual = lab.knobs(), {**lab.defaults({**base.config, **recipe.config}), **base.config}
    for name, knob in knobs.items():
        value = recipe.config.get(name, usual[name])
        if value != usual[name]:
            parts.append((name, knob.spell(value)))
    if recipe.changes != base.changes:
        parts.append(("changes", ",".join(_spell_change(knobs, change) for change in recipe.changes)))
    if recipe.at is not None:
        parts.append(("at", str(recipe.at)))
    if recipe.compare != base.compare:
        compared = (recipe.compare or {}).items()
        parts.append(("compare", ";".join(_spell_compare(knobs[name], values) for name, values in compared)))
    if recipe.pace != base.pace:
        parts.append(("pace", _spell(recipe.pace)))
    look = looks.write(lab, recipe.look, recipe.lane)
    if look != looks.write(lab, base.look, base.lane):
        parts.append(("look", look))
    return "&".join(f"{quote(name)}={quote(text, safe=':,|;')}" for name, text in parts)


def _start(lab: type[Run], preset: str | None) -> Recipe:
    """The recipe to which the rest of a query is added: the preset's, or an empty one."""
    for known in lab.presets:
        if known.name == preset:
            story = known.public()
            return Recipe(
                dict(story["config"]),
                list(story["changes"]),
                compare=story["compare"],
                preset=preset,
                pace=story["pace"],
                look=dict(story["look"]),
                lane=story["lane"] or None,
            )
    return Recipe()


class _Reader:
    """Reads one query; `notes` fills on the way."""

    def __init__(self, lab: type[Run], step_limit: int) -> None:
        self.lab, self.knobs, self.step_limit = lab, lab.knobs(), step_limit
        self.notes: list[str] = []

    def read(self, query: Iterable[tuple[str, str]]) -> tuple[Recipe, list[str]]:
        given: dict[str, str] = {}
        for name, value in query:
            if name in given:
                self.notes.append(f"{shown(name)} is given twice; the last one counts.")
            given[name] = value
        preset = given.pop("preset", None)
        recipe = _start(self.lab, preset)
        if preset is not None and recipe.preset is None:
            self.notes.append(f"There is no preset {shown(preset)} here; it is ignored.")
        if (text := given.pop("compare", None)) is not None:
            recipe.compare, recipe.lane = self._compare(text), None
        changes = given.pop("changes", None)
        if (text := given.pop("at", None)) is not None:
            recipe.at = self._step("At", text)
        if (text := given.pop("pace", None)) is not None:
            recipe.pace = self._pace(text)
        if (text := given.pop("look", None)) is not None:
            lanes = len(next(iter((recipe.compare or {"": [0]}).values())))
            recipe.look, recipe.lane = looks.read(self.lab, text, lanes, self.notes)
        for name, value in given.items():
            if name not in self.knobs:
                self.notes.append(f"There is no knob {shown(name)} here; it is ignored.")
            else:
                recipe.config[name] = self._value(self.knobs[name], value)
        if changes is not None:
            recipe.changes = self._changes(changes, recipe.compare)
        recipe.config = self._joint(recipe.config, _start(self.lab, recipe.preset).config)
        return recipe, _bounded(self.notes)

    def _value(self, knob: Knob, text: str) -> Any:
        value, note = knob.read(text)
        if note:
            self.notes.append(note)
        return value

    def _joint(self, config: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
        """Knobs that differ from their defaults or that the preset tells, if together they can be."""
        try:
            complete = self.lab.make_config(config).asdict()
        except BadValue as error:
            for name in [error.field, *reversed(config)]:  # one that excludes others was chosen last, most likely
                rest = {other: value for other, value in config.items() if other != name}
                if len(rest) < len(config) and self._possible(rest):
                    self.notes.append(f"{error} {self.knobs[name].called} is at its default now.")
                    return self._joint(rest, told)
            self.notes.append(f"{error} All knobs are at their defaults now.")
            return {}
        usual = self.lab.defaults(complete)
        return {name: value for name, value in complete.items() if value != usual[name] or name in told}

    def _possible(self, config: dict[str, Any]) -> bool:
        try:
            self.lab.make_config(config)
        except BadValue:
            return False
        return True

    def _step(self, name: str, text: str) -> int | None:
        try:
            step = int(text.replace("_", "?"))
        except ValueError:
            self.notes.append(f"{name} cannot be {shown(text)}: it is a step, a whole number. It is ignored.")
            return None
        if not 0 <= step <= self.step_limit:
            step = min(max(step, 0), self.step_limit)
            self.notes.append(f"{name} lies between 0 and {said(self.step_limit)}. It is {said(step)} now.")
        return step

    def _pace(self, text: str) -> Pace | None:
        if text == "max":
            return "max"
        try:
            pace = float(text.replace("_", "?"))
        except ValueError:
            pace = float("nan")
        if pace != pace:
            self.notes.append(f"Pace cannot be {shown(text)}: it is updates a second, or max. It is ignored.")
            return None
        if not SLOWEST <= pace <= FASTEST:
            pace = min(max(pace, SLOWEST), FASTEST)
            self.notes.append(f"Pace lies between {said(SLOWEST)} and {said(FASTEST)}. It is {said(pace)} now.")
        return pace

    def _compare(self, text: str) -> dict[str, list[Any]] | None:
        if not text:
            return None
        compare: dict[str, list[Any]] = {}
        mended: list[str] = []  # of no matter where nothing is compared
        for column in text.split(";"):
            name, _, values = column.partition(":")
            if name not in self.knobs or not values:
                self.notes.append(f"Compare names a knob and its values; {shown(column)} is ignored.")
                continue
            parts = values.split("|" if "|" in values else ",")
            if len(parts) > MOST_LANES:
                self.notes.append(f"At most {MOST_LANES} values are compared; the others are left out.")
            read = [self.knobs[name].read(part) for part in parts[:MOST_LANES]]
            compare[name] = [value for value, _ in read]
            mended += [note for _, note in read if note]
        try:
            found = parse_compare(self.lab, compare)
        except BadValue as error:
            self.notes.append(f"{error} It is ignored.")
            return None
        self.notes += mended
        return found or None

    def _changes(self, text: str, compare: dict[str, list[Any]] | None) -> list[dict[str, Any]]:
        found: dict[int, dict[str, Any]] = {}
        for part in _BETWEEN_CHANGES.split(text) if text else ():
            step, _, rest = part.partition(":")
            name, _, value = rest.partition(":")
            at = self._step("The step of a change", step)
            if at is not None:
                values = self._change(part, name, value, (compare or {}).get(name))
                if values:
                    found.setdefault(at, {}).update(values)
        return [{"step": step, "values": found[step]} for step in sorted(found)]

    def _change(self, part: str, name: str, text: str, lanes: list[Any] | None) -> dict[str, Any]:
        """The one value that a change sets, or nothing and a note."""
        if knob := self.knobs.get(name):
            if not knob.live:
                self.notes.append(f"{knob.called} cannot change during a run; {shown(part)} is ignored.")
                return {}
            if lanes is None:
                return {name: self._value(knob, text)}
            values = text.split("|")
            if len(values) != len(lanes):
                words = f"{knob.called} takes a value for each of {len(lanes)} lanes; {shown(part)} is ignored."
                self.notes.append(words)
                return {}
            return {name: [self._value(knob, value) for value in values]}
        if ELEMENT.fullmatch(name):
            parameter = Knob(name, "float", 0.0, "", label=name[:60], low=-PARAMETER_LIMIT, high=PARAMETER_LIMIT)
            return {name: self._value(parameter, text)}
        self.notes.append(f"A change names a step, a knob and its value; {shown(part)} is ignored.")
        return {}


def _bounded(notes: list[str]) -> list[str]:
    more = len(notes) - MOST_NOTES
    return notes if more <= 0 else [*notes[:MOST_NOTES], f"And {more} more like these."]


def _spell(value: Any, knob: Knob | None = None) -> str:
    """A knob's value, a parameter's or the pace; for the compared knob one for each lane."""
    if isinstance(value, list):
        return "|".join(_spell(part, knob) for part in value)
    if knob is not None:
        return knob.spell(value)
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _spell_change(knobs: dict[str, Knob], change: dict[str, Any]) -> str:
    step, values = change["step"], change["values"]
    return ",".join(f"{step}:{name}:{_spell(value, knobs.get(name))}" for name, value in values.items())


def _spell_compare(knob: Knob, values: list[Any]) -> str:
    spelled = [knob.spell(value) for value in values]
    return f"{knob.name}:" + ("|" if any("," in text for text in spelled) else ",").join(spelled)
