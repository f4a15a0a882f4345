"""A run's history: going back and forth gives the same bits, whatever was changed on the way."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.knobs import BadValue
from engine.labs import LABS
from engine.saving import BYTES, load, save
from engine.timeline import KEYFRAME_BYTES, MOST_VALUES, Refused, Timeline, price

DESCENT = LABS["descent"]


def state(timeline):
    """Everything by which two timelines can differ, at the place where they stand."""
    return [
        (run.config, run.params.vector.tobytes(), {k: v.tobytes() for k, v in run.state.items()}, run.batches.seen)
        for run in timeline.lanes
    ]


def history(timeline):
    """Everything that is known of the way there."""
    losses = [timeline.losses(lane, 0, timeline.end).tobytes() for lane in range(len(timeline.lanes))]
    return timeline.end, timeline.changes, losses


def trail(timeline):
    return [part.tobytes() for part in timeline.trail(-1, {}).values()]


rates = st.floats(0.01, 0.3)
actions = st.lists(
    st.one_of(
        st.tuples(st.just("advance"), st.integers(1, 150)),
        st.tuples(st.just("seek"), st.floats(0, 1)),
        st.tuples(st.just("change"), st.fixed_dictionaries({"learning_rate": rates})),
        st.tuples(st.just("change"), st.fixed_dictionaries({"batch_size": st.integers(1, 30)})),
        st.tuples(st.just("change"), st.fixed_dictionaries({"theta[1]": st.floats(-3, 3), "clip": st.floats(0, 5)})),
    ),
    max_size=25,
)
optimizers = st.sampled_from(["sgd", "momentum", "adam"])


def act(timeline, doing):
    for what, value in doing:
        if what == "advance":
            timeline.advance(value)
        elif what == "seek":
            timeline.seek(round(value * timeline.end))
        elif timeline.status == "ready":
            timeline.change(value)


@settings(deadline=None, max_examples=60)
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


@settings(deadline=None, max_examples=40)
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


@settings(deadline=None, max_examples=40)
@given(doing=actions, more=st.integers(1, 80), compare=st.sampled_from([None, {"learning_rate": [0.01, 0.1, 0.5]}]))
def test_a_saved_run_goes_on_as_if_nothing_had_happened(doing, more, compare):
    doing = [(what, v) for what, v in doing if not (compare and isinstance(v, dict) and "learning_rate" in v)]
    timeline = Timeline(DESCENT, {"batch_size": 6}, compare)
    act(timeline, doing)
    head, blob = save(timeline, losses_from=0)
    losses = [timeline.losses(lane, 0, timeline.end) for lane in range(len(timeline.lanes))]
    again = load(LABS, json.loads(json.dumps(head, allow_nan=False)), blob, losses)
    assert len(blob) - 8 * timeline.end * len(timeline.lanes) <= BYTES
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


def test_divergence_is_a_result():
    timeline = Timeline(DESCENT, {"learning_rate": 5.0})
    made = timeline.advance(1000)
    assert timeline.status == "diverged"
    assert made == timeline.step == timeline.end < 20
    assert "a million times" in timeline.reason
    losses = timeline.losses(0, 0, timeline.end)
    assert np.isfinite(losses).all()
    assert losses.max() <= 1e6 * max(1, losses[0])  # the loss that ended it is told in words only
    assert timeline.lanes[0].upcoming().loss > 1e6 * max(1, losses[0])
    with pytest.raises(Refused, match="go back first"):
        timeline.change({"learning_rate": 0.1})
    timeline.seek(timeline.end - 3)
    assert timeline.status == "ready"
    timeline.change({"learning_rate": 0.1})
    assert timeline.advance(50) == 50


def test_diverging_again_stops_at_the_same_step():
    timeline = Timeline(DESCENT, {"learning_rate": 5.0, "batch_size": 3})
    timeline.advance(1000)
    end, reason = timeline.end, timeline.reason
    timeline.seek(0)
    timeline.advance(1000)
    assert (timeline.step, timeline.end, timeline.reason, timeline.status) == (end, end, reason, "diverged")
    assert len(timeline.stops) == 1


@pytest.mark.parametrize("loss", [math.inf, math.nan])
def test_a_loss_that_is_not_finite_diverges_at_once(loss, monkeypatch):
    timeline = Timeline(DESCENT)
    monkeypatch.setattr(timeline.lanes[0], "loss_and_gradient", lambda batch: (loss, np.zeros(2)))
    assert timeline.advance(3) == 0
    assert timeline.status == "diverged"
    assert "finite" in timeline.reason


def test_a_runs_changes_are_bounded_in_all():
    timeline = Timeline(DESCENT)
    for _ in range(MOST_VALUES // 4):
        timeline.change({"learning_rate": 0.1, "clip": 1.0, "theta[0]": 1.0, "theta[1]": 1.0})
    with pytest.raises(Refused, match="start a new one"):
        timeline.change({"clip": 1.0})


def test_done_when_nothing_moves_over_a_whole_epoch():
    timeline = Timeline(DESCENT, {"landscape": "bowl", "learning_rate": 1.0})  # one step lands in the minimum
    assert timeline.advance(100) == 2
    assert (timeline.status, timeline.step) == ("done", 2)
    assert timeline.losses(0, 0, 2)[1] == 0


def test_a_race_is_done_when_no_lane_moves_any_more():
    race = Timeline(DESCENT, {"landscape": "bowl"}, {"learning_rate": [50.0, 1.0]})
    race.advance(1000)
    assert [stop.lane for stop in race.stops] == [0]
    assert race.status == "done"


def test_done_at_the_step_limit():
    timeline = Timeline(DESCENT, step_limit=500)
    assert timeline.advance(10_000) == 500
    assert timeline.status == "done"
    assert "500 updates" in timeline.reason


@pytest.mark.parametrize(
    "compare",
    [
        {"learning_rate": [0.01, 0.1, 0.5]},
        {"batch_size": [1, 5, 24]},
        {"optimizer": ["sgd", "adam"]},
        {"start_x": [-5.0, 5.0]},
    ],
)
def test_lanes_equal_single_runs(compare):
    ((knob, values),) = compare.items()
    config = {"batch_size": 7, "seed": 3, "learning_rate": 0.04}
    race = Timeline(DESCENT, config, compare)
    race.advance(60)
    race.change({"clip": 2.0})
    race.advance(60)
    frame = race.frame({})
    for lane, value in enumerate(values):
        single = Timeline(DESCENT, {**config, knob: value})
        single.advance(60)
        if single.status == "ready":
            single.change({"clip": 2.0})
            single.advance(60)
        made = single.end
        assert race.losses(lane, 0, made).tobytes() == single.losses(0, 0, made).tobytes()
        assert np.isnan(race.losses(lane, made, race.end)).all()
        name = "theta" if lane == 0 else f"theta@{lane}"
        np.testing.assert_array_equal(frame.arrays[name], single.lanes[0].params["theta"])


def test_a_lane_that_diverges_stops_alone():
    race = Timeline(DESCENT, {}, {"learning_rate": [0.1, 5.0]})
    race.advance(100)
    assert race.status == "ready"
    ((lane, step, words),) = race.stops
    assert lane == 1
    assert "million" in words
    assert np.isfinite(race.losses(1, 0, step)).all()
    assert np.isnan(race.losses(1, step, 100)).all()
    race.seek(step - 1)
    race.change({"learning_rate": [0.2, 0.2]})
    assert race.stops == []
    race.advance(50)
    assert race.stops == []


def test_a_lane_that_has_stopped_stays_so_in_every_replay():
    """A later change could revive it in a replay that forgot: its params then differ from those that were seen."""
    race = Timeline(DESCENT, {"batch_size": 3}, {"learning_rate": [0.05, 5.0]})
    race.advance(100)
    race.change({"theta[0]": 0.5, "theta[1]": 0.5})
    race.change({"batch_size": 24})
    race.advance(100)
    before = state(race)
    race.seek(150)
    race.seek(200)
    assert state(race) == before
    assert np.isnan(race.losses(1, 100, 200)).all()


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


def test_a_run_that_diverged_can_be_helped_at_its_last_step():
    timeline = Timeline(DESCENT, {"learning_rate": 5.0})
    timeline.advance(1000)
    timeline.seek(timeline.end)
    timeline.change({"theta[0]": 1.0, "theta[1]": 1.0, "learning_rate": 0.1})
    assert timeline.advance(100) == 100


def test_going_back_to_the_end_of_a_finished_run_adds_nothing():
    for config, limit in (({"landscape": "bowl", "learning_rate": 1.0}, 100), ({}, 50)):
        timeline = Timeline(DESCENT, config, step_limit=limit)
        timeline.advance(1000)
        end = timeline.end
        timeline.seek(end)
        assert timeline.advance(5) == 0
        assert (timeline.end, timeline.status) == (end, "done")


def test_a_race_has_diverged_when_every_lane_has():
    race = Timeline(DESCENT, {}, {"learning_rate": [5.0, 0.7]})
    race.advance(1000)
    assert race.status == "diverged"
    assert [stop.lane for stop in race.stops] == [0, 1]
    assert race.step == race.end == race.stops[1].step


def test_a_change_of_the_compared_knob_takes_a_list():
    race = Timeline(DESCENT, {}, {"learning_rate": [0.1, 0.2]})
    race.change({"learning_rate": [0.3, 0.4], "clip": 1.0})
    assert [run.config.learning_rate for run in race.lanes] == [0.3, 0.4]
    assert [run.config.clip for run in race.lanes] == [1.0, 1.0]
    for bad in (0.3, [0.3], [0.3, 0.4, 0.5], [0.3, -1]):
        with pytest.raises(BadValue):
            race.change({"learning_rate": bad})


@pytest.mark.parametrize(
    "compare",
    [
        {"learning_rate": []},
        {"learning_rate": 0.1},
        {"learning_rate": [0.1] * 7},
        {"learning_rate": ["a"]},
        {"learning_rate": [0.1], "batch_size": [1]},
        {"x": [1]},
        {"dataset": ["", ""]},
    ],
)
def test_bad_comparisons(compare):
    with pytest.raises(BadValue):
        Timeline(DESCENT, {}, compare)


def test_keyframes_stay_within_their_bytes_and_are_dense_near_the_present():
    timeline = Timeline(DESCENT, {"optimizer": "adam", "batch_size": 4, "learning_rate": 0.01})
    timeline.advance(60_000)
    assert timeline.keyframes.nbytes <= KEYFRAME_BYTES
    now = timeline.end
    assert now - timeline.keyframes.before(now)[0] <= 64
    for t in (1000, 20_000, 50_000):
        assert t - timeline.keyframes.before(t)[0] < 2000
    assert timeline.bytes_used <= price(DESCENT, {}).bytes


def test_the_trail_is_bounded_and_keeps_a_zigzag():
    timeline = Timeline(DESCENT, {"landscape": "ravine", "learning_rate": 2 / 12 * 0.99999})
    timeline.advance(20_000)
    rows = timeline.trail(-1, {})["trail"]
    assert len(rows) <= 1024
    assert rows[0, 0] == 0
    np.testing.assert_array_equal(rows[:301, 0], np.arange(301))  # the beginning is whole
    signs = np.sign(rows[302:, 4])  # θ₁ changes sides with every step, and so it does in what is kept
    assert (signs[1:] != signs[:-1]).all()
    np.testing.assert_array_equal(timeline.trail(19_000, {})["trail"], rows[rows[:, 0] > 19_000])


@pytest.mark.parametrize("room", [32, 1000, 10_000, 10**6])
def test_a_saved_trail_fits_and_keeps_its_pattern(room):
    timeline = Timeline(DESCENT)
    timeline.advance(800)
    rows, stride = timeline.trails[0].within(room)
    assert rows.nbytes <= room
    np.testing.assert_array_equal(rows[:, 0], np.arange(0, 801, stride))
    assert stride == 3 ** round(math.log(stride, 3))


def test_after_going_far_back_the_trail_is_fine_again():
    timeline = Timeline(DESCENT, {"batch_size": 4})
    timeline.advance(20_000)
    timeline.seek(100)
    timeline.change({"learning_rate": 0.02})
    timeline.advance(500)
    steps = timeline.trail(-1, {})["trail"][:, 0]
    assert steps[0] == 0
    assert set(range(101, 601)) <= set(steps.astype(int))
    timeline.advance(20_000)
    assert len(timeline.trail(-1, {})["trail"]) <= 1024


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


def test_the_price_bounds_jointly():
    one = price(DESCENT, {})
    six = price(DESCENT, {}, {"learning_rate": [0.1] * 6})
    assert six.operations == 6 * one.operations
    assert six.bytes > 5 * (one.bytes - KEYFRAME_BYTES)
    with pytest.raises(BadValue):
        price(DESCENT, {"batch_size": 10**9})
