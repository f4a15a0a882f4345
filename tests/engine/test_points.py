"""A student's own points: what a text of them may be, and what a run does when they change on its way."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import points
from engine.frame import plain
from engine.knobs import BadValue
from engine.labs import LABS
from engine.landscapes import Regression, noisy_line
from engine.pricing import price
from engine.replay import Refused
from engine.table import Table, pack
from engine.telling import tell
from engine.timeline import Timeline
from tests.engine.histories import POINTS, act, actions, state

WORDS = json.loads((Path(__file__).parents[1] / "fixtures" / "point-changes.json").read_text())
DESCENT = LABS["descent"]
TRIANGLE, OTHER = "0 0 1 2 2 1", "0 3 1 −2 2 1 4 4"


def many(count):
    return " ".join(f"{i} {i % 3}" for i in range(count))


@pytest.mark.parametrize(
    ("text", "array"),
    [
        ("0 0 1 2", [[0, 0], [1, 2]]),
        ("−1.5 -.5   1e2 +3.", [[-1.5, -0.5], [100, 3]]),
        ("100 -100\n0 0", [[100, -100], [0, 0]]),
    ],
)
def test_a_text_of_points_is_read(text, array):
    assert points.wrong(text) == ""
    np.testing.assert_array_equal(points.read(text), array)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1 2 3", "cannot be “1 2 3”: these are 3 numbers, and each point takes two, x and y."),
        ("7", "this is one number, and each point takes two"),
        ("0 0 1 one", "“one” is not a number"),
        ("0 0 1 nan", "“nan” is not a number"),
        ("0 0 1 1_0", "“1_0” is not a number"),
        ("0 0 1 ٣", "“٣” is not a number"),
        ("0 0 1,2", "“1,2” is not a number"),
        ("0 0 1 −100.5", "“−100.5” lies beyond ±100"),
        ("0 0 1 1e999", "“1e999” lies beyond ±100"),
        ("0 0", "a line needs 2 points or more"),
        (" ", "a line needs 2 points or more"),
        (many(65), "these are 65 points, and there can be 64"),
        (many(64).replace(" ", " " * 20), "characters, and there can be 2000"),
        ("1" * 60_000 + "x", "characters, and there can be 2000"),
    ],
)
def test_what_is_wrong_with_a_text_is_said(text, says):
    run = DESCENT()
    with pytest.raises(BadValue) as error:
        run.change(points=text)
    assert error.value.field == "points"
    assert says in str(error.value)
    assert "2 to 64 points within ±100" in error.value.allowed
    assert run.config.points == ""
    mended, note = DESCENT.knobs()["points"].read(text)
    assert mended == ""
    assert says in (note or "")
    assert "It is empty now: the lab’s own points, or those of the table that was handed in." in (note or "")


def test_points_are_the_data_from_the_next_update_on():
    run = DESCENT(learning_rate=0.05)
    run.steps(3)
    theta = run.params.vector.copy()
    run.change(points=TRIANGLE)
    own = Regression(points.read(TRIANGLE))
    assert run.loss_and_gradient(None)[0] == own.loss(theta)
    run.step()
    np.testing.assert_array_equal(run.params.vector, theta - 0.05 * own.gradient(theta))
    run.change(points="")
    assert run.objective() == Regression(noisy_line()).loss(run.params.vector)


def test_points_of_the_set_up_are_the_data_of_the_beginning():
    run = DESCENT(points=TRIANGLE)
    assert (run.samples, run.upcoming().loss) == (3, Regression(points.read(TRIANGLE)).loss(run.params.vector))
    run.change(points="")  # the lab's own
    assert run.samples == 24


def test_a_table_comes_back_when_the_points_are_taken_back():
    table = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 5.0]])
    run = DESCENT(dataset="a table", data=pack(Table(("x", "y"), (), table)))
    run.change(points=OTHER)
    assert run.samples == 4
    run.change(points="")
    np.testing.assert_array_equal(run.landscape.points, table)


def test_another_landscape_has_no_use_for_points():
    run, same = DESCENT(landscape="bowl"), DESCENT(landscape="bowl")
    run.change(points=TRIANGLE)
    assert run.steps(5).tobytes() == same.steps(5).tobytes()


@pytest.mark.parametrize("batch_size", [24, 1_000_000])
def test_a_batch_of_all_the_data_stays_one_of_all(batch_size):
    timeline = Timeline(DESCENT, {"batch_size": batch_size})
    timeline.change({"points": many(25)})
    assert timeline.lanes[0].upcoming().batch is None
    along = {} if batch_size > 24 else {"batch_size": 1_000_000}
    assert timeline.changes == [{"step": 0, "values": {"points": many(25), **along}}]


def test_a_mini_batch_stays_as_it_is_and_so_does_one_that_is_asked_for():
    timeline = Timeline(DESCENT, {"batch_size": 23})
    timeline.change({"points": many(25)})
    assert timeline.config["batch_size"] == 23
    timeline.change({"points": "", "batch_size": 24})
    timeline.change({"points": many(30), "batch_size": 24})
    assert timeline.config["batch_size"] == 24


def test_in_a_race_of_batch_sizes_each_lane_keeps_its_own():
    timeline = Timeline(DESCENT, {}, {"batch_size": [4, 24]})
    timeline.change({"points": many(25)})
    assert timeline.changes[0]["values"]["batch_size"] == [4, 1_000_000]
    assert [run.samples for run in timeline.lanes] == [25, 25]
    timeline.change({"points": many(26)})
    assert "batch_size" not in timeline.changes[1]["values"]


def test_in_mid_epoch_a_moved_point_keeps_the_order_and_a_new_one_begins_an_epoch():
    timeline = Timeline(DESCENT, {"batch_size": 5, "points": many(12)})
    timeline.advance(1)
    run = timeline.lanes[0]
    ahead = run.batches.next(5).tolist()
    timeline.change({"points": many(12).replace("0 0", "0.5 0", 1)})
    assert (run.batches.epoch, run.batches.cursor) == (0, 5)
    assert run.batches.next(5).tolist() == ahead
    timeline.change({"points": many(13)})
    assert (run.batches.epoch, run.batches.cursor, run.batches.seen) == (1, 0, 5)
    timeline.advance(3)  # 5 + 5 + 3
    assert (run.batches.epoch, run.batches.cursor, run.batches.seen) == (2, 0, 18)
    assert timeline.frame({}).scalars["samples"] == 18
    assert timeline.frame({}).scalars["dataset_size"] == 13
    timeline.seek(2)
    assert timeline.lanes[0].batches.seen == 10
    timeline.seek(1)
    assert state(timeline)[0][-1] == 5


def test_a_snapshot_brings_the_points_back():
    run = DESCENT(batch_size=5, points=TRIANGLE)
    run.steps(4)
    kept = run.snapshot()
    first = run.steps(20)
    run.change(points=OTHER)
    run.steps(7)
    assert run.restore(kept).steps(20).tobytes() == first.tobytes()
    assert DESCENT(batch_size=5).restore(kept).steps(20).tobytes() == first.tobytes()


@settings(max_examples=40)
@given(doing=actions, compare=st.sampled_from([None, {"start_x": [1, 3]}]))
def test_whoever_comes_later_sees_the_path_as_it_was_seen(doing, compare):
    """J of each row is that of the data at its step, wherever the run stands and whatever came since."""
    timeline = Timeline(DESCENT, {"batch_size": 7, "learning_rate": 0.02}, compare)
    names = ["trail", "trail@1"] if compare else ["trail"]
    seen = {name: {} for name in names}

    def look():
        known = max((row[0] for row in seen["trail"].values()), default=-1)
        for name, rows in timeline.trail(int(known), {}).items():
            seen[name].update({int(row[0]): row for row in rows})

    look()
    for one in doing:
        history = timeline.history
        act(timeline, [one])
        if timeline.history != history:  # what lay beyond is void
            for rows in seen.values():
                for step in [step for step in rows if step > timeline.end]:
                    del rows[step]
        look()
    for place in (timeline.step, 0, timeline.end):
        timeline.seek(place)
        for name, rows in timeline.trail(-1, {}).items():
            for row in rows:
                np.testing.assert_allclose(row, seen[name][int(row[0])], rtol=1e-13)  # sums of many rows at once


def test_the_path_tells_the_loss_of_the_data_of_its_time():
    timeline = Timeline(DESCENT, {"points": TRIANGLE})
    timeline.advance(3)
    timeline.change({"points": OTHER})
    timeline.advance(3)
    timeline.change({"learning_rate": 0.01})
    timeline.change({"points": ""})
    timeline.advance(2)
    rows = timeline.trail(-1, {})["trail"]
    data = [points.read(TRIANGLE)] * 4 + [points.read(OTHER)] * 3 + [noisy_line()] * 2
    expected = [Regression(one).surface(theta) for one, theta in zip(data, rows[:, 3:], strict=True)]
    np.testing.assert_allclose(rows[:, 2], expected, rtol=1e-12)
    np.testing.assert_array_equal(timeline.trail(4, {})["trail"], rows[5:])


def test_a_scene_belongs_to_its_points():
    timeline = Timeline(DESCENT)
    before, scene = timeline.scene_key({}), timeline.scene({})
    np.testing.assert_array_equal(scene["points"], scene["own_points"])
    timeline.change({"points": TRIANGLE})
    assert timeline.scene_key({}) != before
    np.testing.assert_array_equal(timeline.scene({})["points"], points.read(TRIANGLE))
    np.testing.assert_array_equal(timeline.scene({})["own_points"], noisy_line())
    timeline.change({"points": ""})
    assert timeline.scene_key({}) == before


@pytest.mark.parametrize(
    "text", ["0 0 0 0", "1 −100 1 100", "0 -100 0.0001 100", "100 100 -100 -100", "99.9 5 100 5 100 6"]
)
def test_whatever_the_points_are_the_pictures_are_numbers(text):
    timeline = Timeline(DESCENT, {"learning_rate": 0.001})
    timeline.advance(2)
    timeline.change({"points": text})
    timeline.advance(50)
    shown = timeline.frame({}).arrays | timeline.picture({}) | timeline.scene({}) | timeline.trail(-1, {})
    assert all(np.isfinite(array).all() for array in plain(shown).values())


def test_the_price_covers_the_points_that_may_come():
    few = price(DESCENT, {"points": TRIANGLE})
    assert few.bytes == price(DESCENT, {"dataset": "a table"}, data=bytes(16 * 64)).bytes  # of 64 rows
    operations = [price(DESCENT, {"points": text, "batch_size": 1_000_000}).operations for text in (TRIANGLE, many(64))]
    assert operations[0] == operations[1] == 12 * 64 + 50


def test_changes_of_many_points_are_bounded_in_all():
    timeline = Timeline(DESCENT)
    made = 0
    with pytest.raises(Refused, match="start a new one"):
        for made in range(20_000):
            timeline.change({"points": many(60 + made % 2)})
    assert sum(len(change["values"]["points"]) for change in timeline.changes) < 20 * 20_000
    assert made > 500


@pytest.mark.parametrize(("before", "after", "words"), WORDS)
def test_a_change_of_points_in_words(before, after, words):
    """As the pages tell them: they are held to the same table."""
    assert points.change(before, after, np.array([[7.000001, 8.0], [9.0, 8.0]])) == words


def test_a_poster_tells_of_points_in_words():
    changes = [{"step": 2, "values": {"points": TRIANGLE}}, {"step": 3, "values": {"points": TRIANGLE + " 5 5"}}]
    told = tell(DESCENT, {"batch_size": 4}, changes, 5)
    assert [change.text for change in told.changes] == ["points: 3", "a point added"]
    assert [change.short for change in told.changes] == ["points", "points"]
    assert "4 own points" in told.knobs
    along = {"points": many(25), "batch_size": 1_000_000}
    assert tell(DESCENT, {}, [{"step": 2, "values": along}], 3).changes == [(2, "points: 25", "points")]
    told = tell(DESCENT, {"batch_size": 4}, [{"step": 2, "values": along}], 3)
    assert told.changes == [(2, "points: 25, batch 4 → all", "points, batch")]
    same = {"points": TRIANGLE, "batch_size": 1_000_000}
    assert tell(DESCENT, {"points": TRIANGLE, "batch_size": 3}, [{"step": 2, "values": same}], 3).changes == []
    bowl = tell(DESCENT, {"landscape": "bowl"}, changes, 5)
    assert not any("points" in words for words in bowl.knobs)


def test_all_the_data_of_the_histories_are_points():
    assert [points.wrong(text) for text in POINTS] == [""] * len(POINTS)
