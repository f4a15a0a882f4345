"""A run's history: going back and forth gives the same bits, whatever was changed on the way."""

import json
import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.knobs import BadValue
from engine.labs import LABS
from engine.pricing import price
from engine.replay import Refused
from engine.rng import generator
from engine.table import Table, pack
from engine.timeline import KEYFRAME_BYTES, MOST_VALUES, Timeline
from tests.engine.histories import act, actions, history, optimizers, state

DESCENT = LABS["descent"]


@settings(max_examples=60)
@given(doing=actions, optimizer=optimizers, seed=st.integers(0, 5))
def test_whatever_was_done_equals_its_recipe_played_once(doing, optimizer, seed):
    """Seeks and rewritten futures leave no trace: config, changes and step alone make the same bits."""
    config = {"optimizer": optimizer, "seed": seed, "batch_size": 7, "momentum": 0.8, "learning_rate": 0.05}
    timeline = Timeline(DESCENT, config)
    act(timeline, doing)

    twin = Timeline(DESCENT, config)
    for change in timeline.changes:
        twin.advance(change["step"] - twin.step)
        twin.status = "ready"  # where a run is done it can be changed after a seek
        twin.change(change["values"])
    twin.advance(timeline.end - twin.step)
    assert history(timeline) == history(twin)
    twin.seek(timeline.step)
    assert state(timeline) == state(twin)


@settings(max_examples=40)
@given(doing=actions, optimizer=optimizers)
def test_seek_equals_having_been_there(doing, optimizer):
    timeline = Timeline(DESCENT, {"optimizer": optimizer, "batch_size": 5, "learning_rate": 0.05})
    act(timeline, doing)
    timeline.seek(0)
    seen = [state(timeline)]
    while timeline.step < timeline.end:
        timeline.advance(1)
        seen.append(state(timeline))
    for t in {0, timeline.end, timeline.end // 2, timeline.end // 3}:
        timeline.seek(t)
        assert state(timeline) == seen[t], t


@pytest.mark.parametrize("t", [-1, 6])
def test_only_known_steps_can_be_gone_to(t):
    timeline = Timeline(DESCENT)
    timeline.advance(5)
    with pytest.raises(BadValue, match="0 to 5"):
        timeline.seek(t)
    assert timeline.step == timeline.end == 5


def test_a_change_below_the_end_drops_the_future():
    timeline = Timeline(DESCENT, {"batch_size": 4})
    timeline.advance(300)
    timeline.change({"learning_rate": 0.2})
    timeline.advance(100)
    before = timeline.losses(0, 0, 150)
    timeline.seek(150)
    assert (timeline.end, timeline.history) == (400, 0)
    timeline.change({"learning_rate": 0.01})
    assert (timeline.step, timeline.end, timeline.history) == (150, 150, 1)
    assert timeline.changes == [{"step": 150, "values": {"learning_rate": 0.01}}]
    np.testing.assert_array_equal(timeline.losses(0, 0, 400), before)


def test_a_change_governs_the_next_update():
    timeline = Timeline(DESCENT, {"landscape": "bowl", "start_x": 1.0, "start_y": 0.0, "learning_rate": 0.1})
    timeline.advance(1)
    timeline.change({"learning_rate": 0.5})
    timeline.advance(1)
    np.testing.assert_allclose(timeline.lanes[0].params["theta"], [0.9 * 0.5, 0])
    timeline.seek(1)
    assert timeline.config["learning_rate"] == 0.5  # in force where the run stands, as it was then


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"learning_rate": 0.2, "landscape": "bowl"}, "landscape"),
        ({"learning_rate": 0.2, "batch_size": 0}, "batch_size"),
        ({"learning_rate": 0.2, "theta[2]": 1.0}, "theta[2]"),
        ({"learning_rate": 0.2, "theta[00]": 1.0}, "theta[00]"),
        ({"learning_rate": 0.2, "theta[٠]": 1.0}, "theta[٠]"),
        ({"learning_rate": 0.2, "theta[0]\n": 1.0}, "theta[0]\n"),
        ({"learning_rate": 0.2, "theta[0,0]": 1.0}, "theta[0,0]"),
        ({"learning_rate": 0.2, "theta[0]": math.inf}, "theta[0]"),
        ({"learning_rate": 0.2, "weight": 1.0}, "weight"),
        ({"learning_rate": 0.2, "w[0]": 1.0}, "w[0]"),
        ({}, "values"),
    ],
)
def test_a_bad_change_changes_nothing(values, field):
    timeline = Timeline(DESCENT)
    timeline.advance(10)
    timeline.seek(5)
    before = state(timeline), history(timeline)
    with pytest.raises(BadValue) as error:
        timeline.change(values)
    assert error.value.field == field
    assert (state(timeline), history(timeline)) == before


def test_a_runs_changes_are_bounded_in_all():
    timeline = Timeline(DESCENT)
    for _ in range(MOST_VALUES // 4):
        timeline.change({"learning_rate": 0.1, "clip": 1.0, "theta[0]": 1.0, "theta[1]": 1.0})
    with pytest.raises(Refused, match="start a new one"):
        timeline.change({"clip": 1.0})


def test_a_page_of_a_step_reproduces_the_update():
    timeline = Timeline(DESCENT, {"batch_size": 5})
    timeline.advance(130)
    replay = timeline.replay(71)
    while not replay.advance(10):
        pass
    page = timeline.explain(replay)
    json.dumps(page, allow_nan=False)
    x, y = np.array(page["batch"]["x"])[:, 0], np.array(page["batch"]["y"])[:, 0]
    a, b = page["params"]["theta"]
    e = a + b * x - y
    np.testing.assert_allclose(page["loss"], np.mean(e**2), rtol=1e-13)
    np.testing.assert_allclose(page["grads"]["theta"], [2 * np.mean(e), 2 * np.mean(e * x)], rtol=1e-12)
    np.testing.assert_allclose(np.mean(page["forward"]["sample_grads"], axis=0), page["grads"]["theta"], rtol=1e-12)
    assert page["loss"] == timeline.losses(0, 71, 72)[0]
    timeline.seek(71)
    before = timeline.lanes[0].params["theta"].copy()
    timeline.advance(1)
    np.testing.assert_array_equal(before + page["update"]["theta"], timeline.lanes[0].params["theta"])
    assert page["step"] == 71
    assert page["config"]["batch_size"] == 5


def test_keyframes_stay_within_their_bytes_and_are_dense_near_the_present():
    timeline = Timeline(DESCENT, {"optimizer": "adam", "batch_size": 4, "learning_rate": 0.01})
    timeline.advance(60_000)
    assert timeline.keyframes.nbytes <= KEYFRAME_BYTES
    now = timeline.end
    assert now - timeline.keyframes.before(now)[0] <= 64
    for t in (1000, 20_000, 50_000):
        assert t - timeline.keyframes.before(t)[0] < 2000
    assert timeline.bytes_used <= price(DESCENT, {}).bytes


def test_a_table_never_takes_more_than_its_price():
    """Most in a seek, while there are two sets of lanes."""
    m, config, compare = 20_000, {"dataset": "a table", "batch_size": 100}, {"learning_rate": [0.1, 0.2]}
    data = pack(Table(("x", "y"), (), generator(0, "table").standard_normal((m, 2))))
    tracemalloc.start()
    try:
        timeline = Timeline(DESCENT, config, compare, data)
        timeline.advance(300)
        timeline.frame({})
        timeline.seek(10)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    histories = price(DESCENT, config, compare, data[:64]).bytes
    assert 0.5 < peak / (price(DESCENT, config, compare, data).bytes - histories) < 1
