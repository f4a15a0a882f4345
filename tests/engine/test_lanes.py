"""Up to six configurations side by side: each lane is the run that it would be alone."""

import numpy as np
import pytest

from engine.knobs import BadValue
from engine.labs import LABS
from engine.pricing import price
from engine.timeline import KEYFRAME_BYTES, Timeline
from tests.engine.histories import state

DESCENT = LABS["descent"]


@pytest.mark.parametrize("landscape", ["regression", "himmelblau", "neuron", "linear-rnn"])
@pytest.mark.parametrize(
    "compare",
    [
        {"learning_rate": [0.01, 0.1, 0.5]},
        {"batch_size": [1, 5, 24]},
        {"optimizer": ["sgd", "adam"]},
        {"optimizer": ["momentum", "nesterov", "adagrad", "rmsprop", "rprop", "adamw"]},
        {"start_x": [-5.0, 5.0]},
        {"start_x": [-5.0, 5.0, 1.0], "start_y": [2.0, 2.0, -3.0]},
        {"optimizer": ["sgd", "momentum", "adam"], "learning_rate": [0.1, 0.02, 0.3], "batch_size": [24, 3, 1]},
    ],
)
def test_lanes_equal_single_runs(landscape, compare):
    config = {"landscape": landscape, "batch_size": 7, "seed": 3, "learning_rate": 0.04, "clip": 30.0}
    race = Timeline(DESCENT, config, compare)
    race.advance(60)
    race.change({"clip": 2.0})
    race.advance(60)
    frame = race.frame({})
    for lane, values in enumerate(zip(*compare.values(), strict=True)):
        single = Timeline(DESCENT, config | dict(zip(compare, values, strict=True)))
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


def test_a_race_is_done_when_no_lane_moves_any_more():
    race = Timeline(DESCENT, {"landscape": "bowl"}, {"learning_rate": [50.0, 1.0]})
    race.advance(1000)
    assert [stop.lane for stop in race.stops] == [0]
    assert race.status == "done"


def test_a_race_has_diverged_when_every_lane_has():
    race = Timeline(DESCENT, {}, {"learning_rate": [5.0, 0.7]})
    race.advance(1000)
    assert race.status == "diverged"
    assert [stop.lane for stop in race.stops] == [0, 1]
    assert race.step == race.end == race.stops[1].step


def test_of_several_compared_knobs_each_takes_a_list_of_its_own():
    race = Timeline(DESCENT, {}, {"learning_rate": [0.1, 0.2], "batch_size": [1, 24]})
    race.change({"learning_rate": [0.3, 0.4], "clip": 1.0})
    race.change({"batch_size": [2, 3]})
    assert [run.config.learning_rate for run in race.lanes] == [0.3, 0.4]
    assert [run.config.batch_size for run in race.lanes] == [2, 3]
    with pytest.raises(BadValue, match="batch_size"):
        race.change({"learning_rate": [0.5, 0.5], "batch_size": 4})
    assert [run.config.learning_rate for run in race.lanes] == [0.3, 0.4]


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
        {"learning_rate": [0.1, 0.2], "batch_size": [1]},
        {"learning_rate": [0.1], "nothing": [1]},
        {"x": [1]},
        {"dataset": ["", ""]},
    ],
)
def test_bad_comparisons(compare):
    with pytest.raises(BadValue):
        Timeline(DESCENT, {}, compare)


def test_the_price_bounds_jointly():
    one = price(DESCENT, {})
    six = price(DESCENT, {}, {"learning_rate": [0.1] * 6})
    assert six.operations == 6 * one.operations
    assert six.bytes > 5 * (one.bytes - KEYFRAME_BYTES)
    with pytest.raises(BadValue):
        price(DESCENT, {"batch_size": 10**9})


@pytest.mark.parametrize("name", ["landscape", "condition", "points", "dataset"])
def test_lanes_run_on_one_surface(name):
    values = {"landscape": ["bowl", "ravine"], "condition": [2.0, 40.0]}.get(name, ["", ""])
    with pytest.raises(BadValue, match=f"Lanes cannot differ in {name}") as error:
        Timeline(DESCENT, {"landscape": "ravine"}, {name: values})
    assert "learning_rate" in error.value.allowed and "landscape" not in error.value.allowed


@pytest.mark.parametrize("landscape", ["regression", "ravine", "himmelblau"])
def test_the_scene_of_a_race_holds_every_start_and_sends_the_surface_once(landscape):
    compare = {"start_x": [-6.0, 1.0, 1.0, 7.0], "start_y": [4.0, -5.0, -5.0, 0.5]}
    race = Timeline(DESCENT, {"landscape": landscape}, compare)
    scene = race.scene({})
    x0, x1, y0, y1 = scene["domain"]
    for x, y in zip(*compare.values(), strict=True):
        assert x0 < x < x1 and y0 < y < y1
    assert {name for name in scene if "@" in name} == {"flow@1", "flow@2", "flow@3"}
    np.testing.assert_array_equal(scene["flow@3"][0], [7.0, 0.5])
    alone = Timeline(DESCENT, {"landscape": landscape, "start_x": 7.0, "start_y": 0.5})
    np.testing.assert_array_equal(scene["flow@3"], alone.scene({})["flow"])
    rates = Timeline(DESCENT, {"landscape": landscape}, {"learning_rate": [0.001, 0.002]})
    assert not [name for name in rates.scene({}) if "@" in name]


NETWORK = LABS["network"]
SIZES = ["3", "8,8", "", "16"]


@pytest.mark.parametrize("bias", [False, True])
def test_lanes_of_different_sizes_equal_single_runs(bias):
    config = {"dataset": "moons", "points": 40, "batch_size": 7, "bias": bias, "optimizer": "momentum", "momentum": 0.5}
    look = {"sample": 3, "plane": ["W1[0,0]", "W1[1,0]"]}
    race = Timeline(NETWORK, config, {"hidden": SIZES})
    race.advance(30)
    race.change({"W1[0,0]": 0.25})
    race.advance(30)
    race.seek(45)
    shown = race.frame(look).arrays | race.picture(look) | race.trail(-1, look) | race.scene(look)
    for lane, hidden in enumerate(SIZES):
        single = Timeline(NETWORK, config | {"hidden": hidden})
        single.advance(30)
        single.change({"W1[0,0]": 0.25})
        single.advance(30)
        single.seek(45)
        assert race.losses(lane, 0, 60).tobytes() == single.losses(0, 0, 60).tobytes()
        assert race.explain(race.replay(20), lane)["params"] == single.explain(single.replay(20))["params"]
        alone = single.frame(look).arrays | single.picture(look) | single.trail(-1, look) | single.scene(look)
        for name, array in alone.items():
            own = shown.get(f"{name}@{lane}" if lane else name, shown[name])
            np.testing.assert_array_equal(own, array, err_msg=name)


def test_a_weight_is_changed_in_the_lanes_that_have_it():
    race = Timeline(NETWORK, {}, {"hidden": ["3", "2,2", "16"]})
    race.advance(5)
    first, second, third = (lane.params.vector.copy() for lane in race.lanes)
    race.change({"W1[0,9]": 0.5, "learning_rate": 0.1})
    race.change({"W3[1,0]": -0.25})  # of a deeper network, which is not the largest
    assert race.lanes[2].params["W1"][0, 9] == 0.5
    assert race.lanes[1].params["W3"][1, 0] == -0.25
    np.testing.assert_array_equal(race.lanes[0].params.vector, first)
    assert [np.count_nonzero(race.lanes[k].params.vector != old) for k, old in ((1, second), (2, third))] == [1, 1]
    assert [lane.config.learning_rate for lane in race.lanes] == [0.1] * 3
    before = state(race)
    race.advance(10)
    race.seek(5)
    assert state(race) == before


def test_a_weight_that_no_lane_has_is_refused_by_the_largest():
    race = Timeline(NETWORK, {}, {"hidden": ["3", "16"]})
    with pytest.raises(BadValue, match=r"no parameter “W1\[0,16\]”: allowed is an index within W1 \(2 × 16\)"):
        race.change({"W1[0,16]": 0.5})
    with pytest.raises(BadValue, match="has no knob “widht”"):
        race.change({"widht": 1})
    assert race.log == []


def test_lanes_of_different_sizes_cost_what_each_costs():
    config = {"dataset": "moons"}
    prices = [price(NETWORK, config | {"hidden": hidden}) for hidden in SIZES]
    race = price(NETWORK, config, {"hidden": SIZES})
    assert race.operations == sum(one.operations for one in prices)
    assert race.parameters == sum(one.parameters for one in prices)
    assert race.bytes == sum(one.bytes for one in prices) - (len(SIZES) - 1) * KEYFRAME_BYTES


def test_what_runs_stand_on_cannot_be_compared():
    """A text is that unless it follows a rule that makes it a set-up."""
    for lab, names in ((DESCENT, ["dataset", "points", "landscape"]), (NETWORK, ["dataset", "points"])):
        assert not any(lab.knobs()[name].comparable for name in names)
    assert NETWORK.knobs()["hidden"].comparable
