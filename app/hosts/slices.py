"""Work that is too long for one turn, cut into slices, so that hundreds of runs share a core fairly.

A long piece of work is a generator: each `next` does a slice of it, and what it returns is the result.
"""

import time
from collections.abc import Generator, Mapping
from typing import Any

import numpy as np

from engine.knobs import BadValue
from engine.labs import LABS
from engine.pricing import price_of_lanes
from engine.replay import Refused
from engine.saving import load
from engine.timeline import Timeline
from engine.words import said

Work = Generator[None, None, Any]


class Meter:
    """How many updates fit into some seconds: learnt from how long the last ones took."""

    def __init__(self) -> None:
        self.seconds = 0.002  # of one slice; the host sets it
        self._each = 0.001  # seconds for one update; a cautious guess to begin with

    def fit(self) -> int:
        """Updates for one slice; at least one."""
        return max(1, int(self.seconds / self._each))

    def learn(self, updates: int, seconds: float) -> None:
        if updates:
            # Both ways at most by a factor of four at once: one slice may have waited for another process.
            self._each = min(max(seconds / updates, self._each / 4, 1e-7), self._each * 4)


def walk(timeline: Timeline, target: int, meter: Meter) -> Work:
    """Go forward to step `target`, or as far as the run goes."""
    while timeline.step < target and timeline.status == "ready":
        began, wanted = time.perf_counter(), min(meter.fit(), target - timeline.step)
        meter.learn(timeline.advance(wanted), time.perf_counter() - began)
        yield


def seek(timeline: Timeline, target: int, meter: Meter) -> Work:
    """Stand at step `target` of the recorded history."""
    replay = timeline.replay(target)
    arrived = False
    while not arrived:
        began, stood = time.perf_counter(), replay.now.step
        arrived = replay.advance(meter.fit())
        meter.learn(replay.now.step - stood, time.perf_counter() - began)
        yield
    timeline.jump(replay)


def arrive(timeline: Timeline, t: int, meter: Meter) -> Work:
    """A replay that stands at step t; None if the run's history was rewritten meanwhile."""
    history, replay, arrived = timeline.history, timeline.replay(t), False
    while not arrived:
        began, stood = time.perf_counter(), replay.now.step
        arrived = replay.advance(meter.fit())
        meter.learn(replay.now.step - stood, time.perf_counter() - began)
        yield
        if timeline.history != history:
            return None
    return replay


def build(order: dict[str, Any], blob: bytes, meter: Meter) -> Work:
    """The timeline of a recipe, or of what was kept of it and its recipe, at the step where it is to stand.

    `order`: lab, config, compare; what it may need, step_limit, bytes, operations; log, the changes up to `end`; step,
    end, history. With `kept`, the head of a saved timeline, `blob` holds after the `data` bytes of data the saved
    numbers and each lane's losses.
    """
    data = blob[: order["data"]] if order["data"] is not None else None
    log = order["log"]
    if order["kept"] is None:
        lab = LABS[order["lab"]]
        timeline = Timeline(lab, order["config"], order["compare"], data, order["step_limit"])
    else:
        timeline = _loaded(order, blob[order["data"] or 0 :], data)
    yield
    began = time.perf_counter()
    for change in log[len(timeline.log) :]:
        if time.perf_counter() - began > meter.seconds:  # many changes, perhaps all at one step
            yield
            began = time.perf_counter()
        yield from walk(timeline, change["step"], meter)
        if timeline.step < change["step"]:
            at = change["step"]
            raise Refused(f"The run is {timeline.status} at step {timeline.step}, before its change at step {at}.")
        timeline.status = "ready"
        refuse_if_dear(timeline, timeline.parse_change(change["values"]), order)
        timeline.change(change["values"])
    yield from walk(timeline, order["end"], meter)
    if order["seen"] and order["status"] in ("done", "diverged"):
        if timeline.status == "ready":
            timeline.advance(1)  # makes no update there, but says why
    elif order["seen"] and order["status"] != "playing" and order["goal"] is None:
        timeline.status = "ready"  # it stood there without having stopped: it had gone back to there
    if order["step"] < timeline.step:
        yield from seek(timeline, order["step"], meter)
    timeline.history = order["history"]
    return timeline


def _loaded(order: dict[str, Any], blob: bytes, data: bytes | None) -> Timeline:
    head = order["kept"]
    head["changes"] = order["log"][: head["changes"]]
    state, lanes, size = order["state"], len(head["lanes"]), 8 * head["end"]
    losses = [np.frombuffer(blob, "<f8", head["end"], state + lane * size) for lane in range(lanes)]
    timeline = load(LABS, head, blob[:state], losses, data)
    if head["end"] < order["end"] or len(order["log"]) > len(timeline.log):
        timeline.status = "ready"  # it has gone on since
    return timeline


def refuse_if_dear(timeline: Timeline, values: dict[str, Any], order: Mapping[str, Any]) -> None:
    """Knobs bounded singly are not bounded jointly: what a run may cost holds for changes, too.

    `order`: the bytes and operations that the run may have.
    """
    configs = [run.config.asdict() for run in timeline.lanes]
    for name in values.keys() & configs[0].keys():
        for lane, config in enumerate(configs):
            config[name] = values[name][lane] if name in timeline.comparison else values[name]
    lab = timeline.lab
    cost = price_of_lanes(lab, [lab.make_config(config) for config in configs], timeline.data, timeline.step_limit)
    for needed, limit, words, unit, of in (
        (cost.bytes, order["bytes"], "The run would then need", "bytes of memory", "one run"),
        (cost.operations, order["operations"], "An update would then take", "operations", "one update"),
    ):
        if needed > limit:
            sentence = f"{words} {said(needed)} {unit}; {said(limit)} are allowed."
            raise BadValue("values", values, f"up to {limit} {unit} for {of}", sentence)
