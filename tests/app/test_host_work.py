"""How a run host divides its time: pace, fair slices, pictures within their share, failures kept apart."""

from typing import Any

import pytest

from app.hosts.pace import Pace
from app.hosts.wire import Inflow, Kind, Message, pack
from engine.config import CommonConfig
from engine.labs import LABS
from engine.labs.descent import Descent
from engine.pricing import price
from engine.records import Price
from engine.run import Run
from engine.words import said
from tests.app.desk import SLOW, Desk, started

SIX_LANES = {"learning_rate": [1e-5, 1e-4, 1e-3, 2e-5, 2e-4, 2e-3]}


@pytest.mark.parametrize("rate", [0.1, 0.5, 2.0, 60.0, 777.0, 100_000.0])
def test_the_pace_is_kept_on_average(rate: float) -> None:
    pace, made, now = Pace(rate), 0, 50.0
    pace.start(rate, now, playing=False)
    seconds = max(2.0, 4 / rate)
    while now < 50.0 + seconds:
        now += 0.004
        owed = pace.owed(now)
        pace.made(owed)
        made += owed
    assert made == pytest.approx(1 + seconds * rate, abs=1 + 0.005 * rate)


def test_a_new_pace_keeps_the_part_of_an_update_that_was_due() -> None:
    pace = Pace(0.1)
    pace.start(0.1, 0.0, playing=False)
    pace.made(pace.owed(0.0))
    pace.start(10.0, 5.0, playing=True)  # half an update was due: at the new pace it takes 50 ms more
    assert pace.owed(5.04) == 0 and pace.owed(5.06) == 1


def test_errors_keep_what_they_say() -> None:
    desk = started()
    error = desk.order("change", id=1, values={"learning_rate": -1})["error"]
    assert {name: error[name] for name in ("status", "code", "field", "value")} == {
        "status": 422,
        "code": "bad_value",
        "field": "learning_rate",
        "value": -1,
    }
    assert "1e-05" in error["range"]
    assert desk.order("seek", step=1)["error"]["range"].startswith("0 to 0")


def test_a_change_may_not_make_an_update_too_dear() -> None:
    desk = started(operations=200)
    assert desk.order("change", id=1, values={"batch_size": 24})["error"]["field"] == "values"
    assert not desk.timeline().changes


class Hungry(Descent):
    """A lab that keeps a kilobyte for each sample of a batch."""

    name = "hungry"

    @classmethod
    def price(cls, config: CommonConfig, data: bytes | None = None) -> Price:
        return super().price(config, data)._replace(bytes=1024 * config.batch_size)


def test_a_change_may_not_make_a_run_need_too_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """…of one run, of a race's lanes together, and of a recipe that is played again."""
    monkeypatch.setitem(LABS, Hungry.name, Hungry)
    most = price(Hungry, {"batch_size": 4}, step_limit=1000).bytes
    desk, limits = Desk(), {"lab": "hungry", "step_limit": 1000}
    desk.build(config={"batch_size": 2}, bytes=most, **limits)
    desk.settle()
    error = desk.order("change", id=1, values={"batch_size": 5})["error"]
    assert (error["status"], error["code"], error["field"]) == (422, "bad_value", "values")
    assert error["message"] == f"The run would then need {said(most + 1024)} bytes of memory; {said(most)} are allowed."
    assert not desk.timeline().changes and desk.timeline().config["batch_size"] == 2
    assert "error" not in desk.order("change", id=2, values={"batch_size": 4})

    sizes = {"batch_size": [1, 2]}
    race = price(Hungry, {}, sizes, step_limit=1000).bytes
    desk.build(2, config={"batch_size": 1}, compare=sizes, bytes=race + 1024, **limits)
    desk.settle()
    assert "bytes" in desk.order("change", 2, id=3, values={"batch_size": [3, 2]})["error"]["message"]
    assert "error" not in desk.order("change", 2, id=4, values={"batch_size": [2, 2]})

    desk.build(3, config={"batch_size": 2}, log=[{"step": 1, "values": {"batch_size": 5}}], bytes=most, **limits)
    desk.settle()
    assert "bytes" in desk.events[-1]["error"]["message"]


def test_a_change_of_a_recipe_may_not_either() -> None:
    desk = Desk()
    dear = [{"step": 2, "values": {"batch_size": 4}}, {"step": 5, "values": {"batch_size": 24}}]
    desk.build(config=SLOW, log=dear, operations=200)
    desk.settle()
    assert desk.events[-1]["error"]["field"] == "values" and "operations" in desk.events[-1]["error"]["message"]
    desk.build(2, SLOW, log=dear[:1], operations=200)
    desk.settle()
    assert desk.timeline(2).changes == dear[:1]


def test_a_page_is_replayed_and_moves_nothing() -> None:
    desk = started()
    desk.order("step", n=500)
    before = len(desk.sequence)
    page = desk.order("explain", step=123, lane=0, look={}, only=["params", "grads"])
    assert b'"step":123' in page["blob"] and b'"forward"' not in page["blob"]
    assert desk.timeline().step == 500 and len(desk.sequence) == before
    assert desk.order("explain", step=501, lane=0, look={}, only=None)["error"]["status"] == 422
    assert desk.order("explain", step=1, lane=0, look={}, only=["nothing"])["error"]["field"] == "only"


def test_a_run_whose_code_fails_leaves_its_neighbours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = started()
    desk.build(2, SLOW)
    desk.attach(2, run=2)
    step, broken = Descent.step, desk.timeline(2)

    def fails(run: Descent) -> None:
        if run in broken.lanes and run.updates == 5:
            raise ZeroDivisionError
        step(run)

    monkeypatch.setattr(Descent, "step", fails)
    for number in (1, 2):
        desk.order("play", run=number, pace=1000.0)
    desk.let(0.2)
    assert desk.host.runs[2].status == "failed" and desk.host.runs[1].status == "playing"
    told = [heard for heard in desk.sequence if heard.get("status") == "failed" and heard["type"] == "status"]
    assert len(told) == 1 and "step 5" in told[0]["message"]
    assert desk.order("play", run=2, pace=None)["error"]["status"] == 409
    desk.order("seek", run=2, step=2)
    assert desk.host.runs[2].status == "paused"


@pytest.mark.parametrize("drawing", ["picture", "frame", "scene"])
def test_what_cannot_be_drawn_for_one_viewer_harms_nobody_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, drawing: str
) -> None:
    draw = getattr(Descent, drawing)

    def fails(run: Run, look: dict[str, Any], *lanes: Any) -> Any:
        if look:
            raise ZeroDivisionError
        return draw(run, look, *lanes)

    monkeypatch.setattr(Descent, drawing, fails)
    desk = started()
    desk.attach(2, look={"domain": [0.0, 1.0, 0.0, 1.0]})
    desk.order("play", pace=60.0)
    desk.let(1.0)
    assert desk.host.runs[1].status == "playing" and desk.timeline().step > 55
    assert len(desk.frames[1]) > 25 and any("slice" in frame["arrays"] for frame in desk.frames[1])
    assert len(caplog.records) == 1, "it is not said again and again"
    if drawing != "frame":
        assert len(desk.frames[2]) > 25, "it lacks a picture, not the frames"
        assert not any("slice" in frame["arrays"] for frame in desk.frames[2])
    desk.send({"type": "look", "viewer": 2, "look": {}})
    desk.order("pause")
    desk.let(0.5)
    assert desk.frames[2][-1]["frame"] == len(desk.frames[2])
    for viewer in (1, 2):
        assert len(desk.losses(viewer)) == desk.timeline().end
        assert any("slice" in frame["arrays"] for frame in desk.frames[viewer])


def test_scenes_of_the_same_data_are_shared_and_hold_none() -> None:
    desk = started()
    assert isinstance(desk.host.runs[1].scenery, bytes)


def test_a_slice_belongs_to_somebody() -> None:
    desk = started()
    desk.order("step", n=1)
    assert 1 in desk.at_work and desk.at_work[-1] == 0


def test_a_slow_pipe_gets_no_more() -> None:
    desk = started()
    seen = len(desk.frames[1])
    desk.host.crowded = True
    desk.order("play", pace="max")
    desk.let(3.0)
    assert len(desk.frames[1]) == seen and not desk.keeps


@pytest.mark.parametrize("at_once", [1, 7, 100_000])
def test_messages_survive_any_cut(at_once: int) -> None:
    sizes = [0, 1, 300_000, 5, 70_000, 0, 900_000, 3, 3]
    sent = [
        Message(Kind.FRAME, 1, n, 2, 3, 4, 5, 6, 7, 0.5, bytes([n]) * (size if at_once > 10 else min(size, 999)))
        for n, size in enumerate(sizes)
    ]
    stream, inflow, got = b"".join(map(pack, sent)), Inflow(), list[Message]()
    while stream:
        room = inflow.room()
        count = min(len(room), at_once, len(stream))
        room[:count] = stream[:count]
        got += inflow.received(count)
        stream = stream[count:]
    assert got == sent


def test_a_page_is_begun_again_when_the_history_is_rewritten() -> None:
    desk = started()
    desk.order("step", n=3000)
    desk.order("seek", step=2000)
    asked = [
        desk.send({"type": "explain", "step": step, "lane": 0, "only": ["params"], "look": {}})
        for step in (1999, 2000, 2050)
    ]
    desk.order("change", id=1, values={"learning_rate": 0.01})
    answers = {event["seq"]: event for event in desk.events}
    assert b'"step":1999' in answers[asked[0]]["blob"]
    assert b'"learning_rate":0.01' in answers[asked[1]]["blob"]
    assert answers[asked[2]]["error"]["range"].startswith("0 to 2000")
