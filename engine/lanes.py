"""A race is one run with lanes: one to six configurations from one start, on one clock.

A run that is not compared with anything is a race of one lane, so there is only this mechanism.
"""

import dataclasses
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.config import CommonConfig
from engine.knobs import BadValue, Value
from engine.records import Snapshot
from engine.run import Run

MOST_LANES = 6

Values = dict[str, Any]
"""What one change sets: values by knob or parameter; of the compared knob a list, one for each lane."""


class Stop(NamedTuple):
    """A lane that has diverged: which, at which step, and why."""

    lane: int
    step: int
    words: str


class Comparison(NamedTuple):
    """The knob in which lanes differ, and its value in each; `knob` is None where there is one lane."""

    knob: str | None
    values: tuple[Value, ...]

    @property
    def public(self) -> dict[str, list[Value]] | None:
        return {self.knob: list(self.values)} if self.knob else None


def parse_compare(lab: type[Run], compare: Mapping[str, Any] | None) -> Comparison:
    """The `compare` of a recipe: one knob with one to six values. Raises BadValue."""
    if not compare:
        return Comparison(None, ())
    if len(compare) != 1:
        raise BadValue("compare", dict(compare), "one knob with a list of its values")
    ((name, values),) = compare.items()
    lab.make_config({name: lab.knobs()[name].default} if name in lab.knobs() else {name: values})
    if lab.knobs()[name].kind == "text":  # all lanes have the same data
        raise BadValue(
            "compare", name, "a knob that is not a text", f"Lanes cannot differ in {name}: start a run for each."
        )
    if not isinstance(values, list | tuple) or not 1 <= len(values) <= MOST_LANES:
        raise BadValue(name, values, f"a list of 1 to {MOST_LANES} values to compare")
    return Comparison(name, tuple(lab.knobs()[name].parse(value) for value in values))


def lane_configs(lab: type[Run], values: Mapping[str, Any], comparison: Comparison) -> list[CommonConfig]:
    """The complete configuration of each lane. Raises BadValue."""
    base = lab.make_config(values)
    if comparison.knob is None:
        return [base]
    lanes: list[CommonConfig] = []
    for value in comparison.values:
        alone: dict[str, Any] = {comparison.knob: value}
        lanes.append(dataclasses.replace(base, **alone))
    return lanes


class Lanes:
    """Runs that stand at the same `step`. A lane that has diverged keeps its place while the others go on."""

    def __init__(self, lab: type[Run], configs: list[CommonConfig], compared: str | None, data: bytes | None) -> None:
        self.runs = [lab(config, data) for config in configs]
        self.compared = compared
        self.step = 0

    def update(self) -> tuple[list[float], list[Stop]]:
        """One update of every lane that still can: the loss of each (NaN where none was made), and who stopped.

        `step` moves on unless every lane has diverged.
        """
        losses: list[float] = []
        stops: list[Stop] = []
        moved = 0
        for lane, run in enumerate(self.runs):
            if run.diverged is None:
                run.step()
                if run.diverged is None:
                    losses.append(run.last_loss)
                    moved = 1
                    continue
                stops.append(Stop(lane, self.step, run.diverged))
            losses.append(math.nan)
        self.step += moved
        return losses, stops

    @property
    def settled(self) -> bool:
        """There are lanes that have not diverged, and none of them would move any more."""
        alive = False
        for run in self.runs:  # a loop, not all(…): it is asked after every update
            if run.diverged is None:
                if run.still == 0 or not run.settled:
                    return False
                alive = True
        return alive

    def parse_change(self, values: Mapping[str, Any]) -> Values:
        """A change for all lanes, checked. Raises BadValue."""
        if not values:
            raise BadValue("values", {}, "at least one knob or parameter with its value")
        common = {name: value for name, value in values.items() if name != self.compared}
        parsed: Values = dict(self.runs[0].parse_change(common))
        if self.compared is not None and self.compared in values:
            each = values[self.compared]
            if not isinstance(each, list | tuple) or len(each) != len(self.runs):
                raise BadValue(self.compared, each, f"a list of {len(self.runs)} values, one for each lane")
            parsed[self.compared] = [self.runs[0].parse_change({self.compared: value})[self.compared] for value in each]
        return parsed

    def apply(self, values: Values) -> None:
        """Put a checked change in force in every lane."""
        for lane, run in enumerate(self.runs):
            run.apply({name: value[lane] if name == self.compared else value for name, value in values.items()})

    def snapshot(self) -> list[Snapshot]:
        return [run.snapshot() for run in self.runs]

    def restore(self, step: int, snapshots: list[Snapshot]) -> None:
        self.step = step
        for run, snapshot in zip(self.runs, snapshots, strict=True):
            run.restore(snapshot)
