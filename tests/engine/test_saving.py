"""A run as bytes: loaded again, it goes on as if nothing had happened."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.labs import LABS
from engine.saving import BYTES, load, save
from engine.timeline import Timeline
from tests.engine.histories import act, actions, history, state

DESCENT = LABS["descent"]


def trail(timeline):
    return [part.tobytes() for part in timeline.trail(-1, {}).values()]


@settings(max_examples=40)
@given(doing=actions, more=st.integers(1, 80), compare=st.sampled_from([None, {"learning_rate": [0.01, 0.1, 0.5]}]))
def test_a_saved_run_goes_on_as_if_nothing_had_happened(doing, more, compare):
    doing = [(what, v) for what, v in doing if not (compare and isinstance(v, dict) and "learning_rate" in v)]
    timeline = Timeline(DESCENT, {"batch_size": 6}, compare)
    act(timeline, doing)
    head, blob = save(timeline, losses_from=0)
    losses = [timeline.losses(lane, 0, timeline.end) for lane in range(len(timeline.lanes))]
    again = load(LABS, json.loads(json.dumps(head, allow_nan=False)), blob, losses)
    assert len(blob) - 8 * timeline.end * len(timeline.lanes) <= BYTES
    assert timeline.newest == max(trail.rows[-1, 0] for trail in timeline.trails)
    assert again.newest == max(trail.rows[-1, 0] for trail in again.trails)
    assert (again.history, again.status, again.reason, again.stops) == (
        timeline.history, timeline.status, timeline.reason, timeline.stops,
    )  # fmt: skip
    for t in (timeline, again):
        t.advance(more)
    assert state(again) == state(timeline)
    assert history(again) == history(timeline)
    assert trail(again) == trail(timeline)
    for t in (timeline, again):
        t.seek(timeline.end // 2)
    assert state(again) == state(timeline)


def test_a_save_hands_over_only_new_losses():
    timeline = Timeline(DESCENT)
    timeline.advance(100)
    head, blob = save(timeline, losses_from=90)
    whole, _ = save(timeline, losses_from=0)
    assert head["losses_from"] == 90
    assert np.frombuffer(blob)[-10:].tobytes() == timeline.losses(0, 90, 100).tobytes()
    assert whole["losses_from"] == 0


@pytest.mark.parametrize("compare", [None, {"learning_rate": [5.0, 4.0]}])
def test_a_run_saved_where_it_diverged_diverges_there_again(compare):
    timeline = Timeline(DESCENT, {"learning_rate": 5.0}, compare)
    timeline.advance(1000)
    assert timeline.advance(5) == 0
    assert timeline.status == "diverged"
    head, blob = save(timeline, 0)
    losses = [timeline.losses(lane, 0, timeline.end) for lane in range(len(timeline.lanes))]
    again = load(LABS, head, blob, losses)
    assert again.status == "diverged"
    again.seek(again.end)
    again.advance(3)
    assert (again.status, again.step, again.reason) == ("diverged", timeline.step, timeline.reason)
    again.seek(again.end)
    again.change({"theta[0]": 1.0, "theta[1]": 1.0, "clip": 0.1})
    assert again.advance(5) == 5
