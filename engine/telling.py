"""From a recipe to its poster: the run is played up to a step, its lab says what there is to see, and words go with it.

The words are those of the pages: "α 0.02 → 0.12" for a change, "α = 0.1" for a lane, one line for the knobs.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from engine.knobs import Knob, Value
from engine.poster import Change, Poster, Story
from engine.run import Run
from engine.timeline import Timeline
from engine.words import said

_SMALL = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LAYERED = re.compile(r"([Wb])([0-9]+)\[([0-9,]+)\]")  # a layered network's: W1[0,2], b2[0]
_THROUGH_TIME = re.compile(r"([Wb]_\w+)\[([\d,]+)\]")


class Telling(NamedTuple):
    """A poster and its words."""

    poster: Poster
    step: int  # where the run stands: earlier than asked for where it has ended before
    ended: str  # "diverged", "done", or nothing
    changes: list[Change]
    labels: list[str]  # of every lane what it differs in; empty where there is one
    knobs: list[str]  # what is in force and matters
    heights: list[float]  # J of all the data, of every lane, where it stands
    stopped: list[int | None]  # of every lane the step at which it diverged, if it has


def tell(
    lab: type[Run],
    config: Mapping[str, Any],
    changes: Sequence[Mapping[str, Any]],
    at: int,
    compare: Mapping[str, Any] | None = None,
    data: bytes | None = None,
    look: Mapping[str, Any] | None = None,
) -> Telling:
    """Play a recipe up to step `at` and tell of it. Raises BadValue."""
    timeline = Timeline(lab, config, compare, data)
    before: dict[str, Any] = {**timeline.initial, **(timeline.compare or {})}
    told: list[Change] = []
    for change in changes:
        if change["step"] > at:
            break
        timeline.advance(change["step"] - timeline.step)
        if timeline.step < change["step"] or timeline.status != "ready":
            break
        samples = [run.samples for run in timeline.lanes]
        timeline.change(change["values"])
        told += _change(timeline.lanes[0], change["step"], timeline.log[-1].values, before, samples)
    timeline.advance(at - timeline.step)
    trails = timeline.trail(-1, {})
    lanes = range(len(timeline.lanes))
    story = Story(
        [trails[f"trail@{lane}" if lane else "trail"] for lane in lanes],
        [timeline.losses(lane, 0, timeline.end) for lane in lanes],
        told,
        timeline.ways(),
    )
    return Telling(
        timeline.lanes[0].poster(story, timeline.lanes, look or {}),
        timeline.step,
        timeline.status if timeline.status != "ready" else "",
        told,
        _labels(timeline),
        _in_force(timeline),
        [run.objective() for run in timeline.lanes],
        [next((stop.step for stop in timeline.stops if stop.lane == lane), None) for lane in lanes],
    )


def in_words(told: Telling) -> str:
    """What a poster shows, for those who do not see it: "After 200 updates: J = 2.586, 98 % of … right." """
    facts = told.poster.facts or ("",) * len(told.heights)
    parts = []
    for lane, (height, stopped, fact) in enumerate(zip(told.heights, told.stopped, facts, strict=True)):
        stands = f"J = {said(height)}" if stopped is None else f"diverged at step {said(stopped)}"
        stands += f", {fact}" if fact and stopped is None else ""
        parts.append(f"{told.labels[lane]}: {stands}" if told.labels else stands)
    updates = "1 update" if told.step == 1 else f"{said(told.step)} updates"
    return f"After {updates}: {'; '.join(parts)}."


def symbol(knobs: Mapping[str, Knob], name: str) -> str:
    """How a knob or a parameter is called where there is little room."""
    if layered := _LAYERED.fullmatch(name):
        letter, layer, index = layered.groups()
        counted = [str(int(i) + 1) for i in index.split(",")]  # as the lecture does, from 1
        between = "," if any(len(i) > 1 for i in counted) else ""
        return letter.lower() + layer.translate(_RAISED) + between.join(counted).translate(_SMALL)
    if through_time := _THROUGH_TIME.fullmatch(name):
        matrix, index = through_time.groups()
        counted = [str(int(i) + 1) for i in index.split(",")]
        return matrix + ("," if any(len(i) > 1 for i in counted) else "").join(counted).translate(_SMALL)
    if "[" in name:
        letter, _, index = name.rstrip("]").partition("[")
        return letter.replace("theta", "θ") + index.translate(_SMALL)
    knob = knobs.get(name)
    if knob and knob.symbol and len(knob.symbol) <= 3:
        return knob.symbol
    return name.replace("_", " ").removesuffix(" size").removesuffix(" rate")


def _words(knob: Knob | None, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_words(knob, one) for one in value)
    if knob and knob.rule and (value or not knob.drawn):
        return knob.rule.short(str(value))
    if knob and knob.top and value == knob.high:
        return knob.top
    if knob and knob.own(value):
        return f"own {knob.data}"
    for choice in knob.choices if knob else ():
        if choice.value == value:
            return choice.label
    if isinstance(value, bool):
        return "on" if value else "off"
    return said(value) if isinstance(value, int | float) else str(value)


def _change(
    run: Run, step: int, values: Mapping[str, Any], before: dict[str, Any], samples: Sequence[int]
) -> list[Change]:
    """A change in words, if it changes anything; `before` goes on to what is in force after it.

    `samples`: how many there were until then, in each lane.
    """
    knobs = run.knobs()
    drawn = any(knobs[name].drawn for name in values if name in knobs)
    texts, shorts = list[str](), list[str]()
    for name, value in values.items():
        short, now = symbol(knobs, name), _words(knobs.get(name), value)
        was = f" {_words(knobs[name], before[name])}" if name in knobs else ""  # a parameter has moved on since
        own = run.in_words(name, before[name], value) if name in before else None
        same = own == "" or (name in knobs and before.get(name) == value)
        if drawn and name == "batch_size":
            same = _still_all(before[name], value, samples, knobs[name].high)
        before[name] = value
        if not same:
            texts.append(own or f"{short}{was} → {now}")
            shorts.append(short)
    return [Change(step, ", ".join(texts), ", ".join(shorts))] if texts else []


def _still_all(was: Any, now: Any, samples: Sequence[int], most: float | None) -> bool:
    """Whether a batch of all samples has only stayed one, in every lane where it is another number now."""
    lanes = [value if isinstance(value, list) else [value] * len(samples) for value in (was, now)]
    return all(size == old or (size == most and old >= there) for old, size, there in zip(*lanes, samples, strict=True))


def _labels(timeline: Timeline) -> list[str]:
    """What every lane differs in; nothing where there is one."""
    configs = [run.config.asdict() for run in timeline.lanes]
    if len(configs) == 1:
        return []
    knobs = timeline.lab.knobs()
    differ = [name for name, value in configs[0].items() if any(other[name] != value for other in configs)]
    choices = [name for name in differ if knobs[name].kind == "choice"]
    alone = [name for name in choices if len({str(config[name]) for config in configs}) == len(configs)]
    if alone:  # it is what the others go with: "Adam"
        differ = alone[:1]
    differ.sort(key=lambda name: name not in choices)  # "Adam, α = 0.3"
    labels = [", ".join(_valued(knobs[name], config[name]) for name in differ) for config in configs]
    return [label or f"run {lane + 1}" for lane, label in enumerate(labels)]


def _valued(knob: Knob, value: Value) -> str:
    if knob.zero and value == 0:
        return knob.zero
    words = _words(knob, value)
    return words if knob.kind == "choice" or value == "" else f"{symbol({knob.name: knob}, knob.name)} = {words}"


def _in_force(timeline: Timeline) -> list[str]:
    """The knobs that matter where the run stands and are the same for all lanes: choices first, then numbers."""
    knobs, config = timeline.lab.knobs(), timeline.config
    usual = timeline.lab.defaults(config)
    choices, numbers = [], []
    for name, knob in knobs.items():
        applies = all(config[other] in values for other, values in (knob.applies or {}).items())
        if name in timeline.comparison or not applies:
            continue
        special = config[name] != usual[name]
        if knob.data and knob.kind == "text":
            choices += ["own data"] if special else []
        elif knob.kind in ("choice", "text", "bool"):
            if config[name] != knob.default:
                choices.append((_words if knob.kind == "choice" or knob.drawn else _valued)(knob, config[name]))
        elif (special or (knob.symbol and config[name])) and (knob.live or knob.applies):  # where a run starts is seen
            numbers.append(_valued(knob, config[name]))
    return choices + numbers
