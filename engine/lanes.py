"""A race is one run with lanes: one to six configurations from one start, on one clock.

A run that is not compared with anything is a race of one lane, so there is only this mechanism.
"""

import dataclasses
import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from engine.config import CommonConfig
from engine.knobs import BadValue, Value
from engine.records import Snapshot
from engine.run import Run

MOST_LANES = 6

Values = dict[str, Any]
"""What one change sets: values by knob or parameter; of a compared knob a list, one for each lane."""


class Stop(NamedTuple):
    """A lane that has diverged: which, at which step, and why."""

    lane: int
    step: int
    words: str


Comparison = Mapping[str, Sequence[Value]]
"""The knobs in which lanes differ, each with its value in every lane; empty where there is one lane.

    {"start_x": [1, 3], "start_y": [2, -1]}     lane 0 starts at (1, 2), lane 1 at (3, −1)
"""


def parse_compare(lab: type[Run], compare: Mapping[str, Any] | None) -> dict[str, list[Value]]:
    """The `compare` of a recipe: knobs with one to six values each, all with as many. Raises BadValue."""
    parsed: dict[str, list[Value]] = {}
    for name, values in (compare or {}).items():
        lab.make_config({name: lab.knobs()[name].default} if name in lab.knobs() else {name: values})
        knob = lab.knobs()[name]
        if not knob.comparable:
            comparable = ", ".join(k.name for k in lab.knobs().values() if k.comparable)
            words = f"Lanes cannot differ in {name}: start a run for each. They may differ in {comparable}."
            raise BadValue("compare", name, f"one of {comparable}", words)
        if not isinstance(values, list | tuple) or not 1 <= len(values) <= MOST_LANES:
            raise BadValue(name, values, f"a list of 1 to {MOST_LANES} values to compare")
        parsed[name] = [knob.parse(value) for value in values]
        first = next(iter(parsed))
        if len(values) != len(parsed[first]):
            raise BadValue(name, values, f"a list of {len(parsed[first])} values, as many as {first} has")
    return parsed


def lane_configs(lab: type[Run], values: Mapping[str, Any], comparison: Comparison) -> list[CommonConfig]:
    """The complete configuration of each lane. Raises BadValue."""
    base = lab.make_config(values)
    if not comparison:
        return [base]
    lanes: list[dict[str, Any]] = [
        dict(zip(comparison, row, strict=True)) for row in zip(*comparison.values(), strict=True)
    ]
    return [dataclasses.replace(base, **lane) for lane in lanes]


class Lanes:
    """Runs that stand at the same `step`. A lane that has diverged keeps its place while the others go on."""

    def __init__(
        self, lab: type[Run], configs: list[CommonConfig], compared: Collection[str], data: bytes | None
    ) -> None:
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
        """A change for all lanes, checked. Raises BadValue.

        A parameter that only some lanes have, as their models are not as large, is changed in these.
        """
        if not values:
            raise BadValue("values", {}, "at least one knob or parameter with its value")
        common = {name: value for name, value in values.items() if name not in self.compared}
        first, largest = self.runs[0], max(self.runs, key=lambda run: len(run.params))
        parsed: Values = dict(first.parse_change({name: value for name, value in common.items() if first.has(name)}))
        for name, value in common.items():
            if not first.has(name):
                parsed |= next((run for run in self.runs if run.has(name)), largest).parse_change({name: value})
        for name in self.compared:
            if name in values:
                each = values[name]
                if not isinstance(each, list | tuple) or len(each) != len(self.runs):
                    raise BadValue(name, each, f"a list of {len(self.runs)} values, one for each lane")
                parsed[name] = [self.runs[0].parse_change({name: value})[name] for value in each]
            elif any(name in run.along(common) for run in self.runs):
                parsed[name] = [run.along(common).get(name, getattr(run.config, name)) for run in self.runs]
        return parsed

    def apply(self, values: Values) -> None:
        """Put a checked change in force in every lane."""
        for lane, run in enumerate(self.runs):
            own = {name: value[lane] if name in self.compared else value for name, value in values.items()}
            run.apply(own if len(self.runs) == 1 else {name: own[name] for name in own if run.has(name)})

    def snapshot(self) -> list[Snapshot]:
        return [run.snapshot() for run in self.runs]

    def restore(self, step: int, snapshots: list[Snapshot]) -> None:
        self.step = step
        for run, snapshot in zip(self.runs, snapshots, strict=True):
            run.restore(snapshot)
