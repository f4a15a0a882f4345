"""What viewers of a run host get, and when: turn by turn."""

import numpy as np
import pytest

from app.hosts import viewers
from engine.labs import LABS
from engine.timeline import Timeline
from tests.app.desk import SLOW, Desk, started


def test_the_first_frame_brings_everything() -> None:
    first = started().frames[1][0]
    assert (first["frame"], first["step"], first["end"], first["from"]) == (1, 0, 0, 0)
    assert next(iter(first["arrays"])) == "loss"
    assert {"theta", "trail", "surface", "slice"} <= first["arrays"].keys()
    assert first["scalars"]["picture"] == 0


def test_nothing_new_no_frame() -> None:
    desk = started()
    seen = len(desk.frames[1])
    desk.let(0.5)
    assert len(desk.frames[1]) == seen


def test_each_loss_arrives_once_and_frames_keep_their_distance() -> None:
    desk = started()
    desk.order("play", pace=500.0)
    desk.let(2.0)
    desk.order("pause")
    desk.let(0.1)
    end = desk.timeline().end
    assert end == pytest.approx(1000, abs=17), "updates that belong to the next frame are not made yet"
    assert np.array_equal(desk.losses(), desk.timeline().losses(0, 0, end).astype(np.float32))
    assert sum(len(frame["arrays"]["loss"]) for frame in desk.frames[1]) == end
    assert len(desk.frames[1]) <= 2.2 * 30 + 3


def test_two_frames_are_unacknowledged_at_most() -> None:
    desk = started()
    seen = len(desk.frames[1])
    desk.order("play", pace=9000.0)
    desk.let(1.0, acks=False)
    assert len(desk.frames[1]) == seen + viewers.CREDIT
    desk.order("pause")
    desk.ack()
    desk.let(0.2)
    assert desk.frames[1][-1]["step"] == desk.timeline().step, "what comes after a jam is the newest"
    assert len(desk.losses()) == desk.timeline().end


def test_a_backlog_comes_in_pieces() -> None:
    desk = Desk()
    desk.build(config=SLOW, end=40_000, step=40_000)
    desk.attach()
    desk.let(0.5)
    sizes = [len(frame["arrays"]["loss"]) for frame in desk.frames[1]]
    assert sizes[:3] == [viewers.MOST_LOSSES, viewers.MOST_LOSSES, 40_000 - 2 * viewers.MOST_LOSSES]
    assert len(desk.losses()) == 40_000


def test_a_viewer_says_what_it_has() -> None:
    desk = started()
    desk.order("step", n=10)
    assert desk.attach(2, next=7, history=0)["result"] == {"from": 7}
    assert desk.attach(3, next=7, history=5)["result"] == {"from": 0}
    assert desk.attach(4, next=700, history=0)["result"] == {"from": 10}
    desk.let(0.1)
    assert [len(desk.frames[viewer][0]["arrays"]["loss"]) for viewer in (2, 3, 4)] == [3, 10, 0]


def test_a_change_is_told_before_its_first_frame_which_comes_at_once() -> None:
    desk = started()
    desk.order("play", pace=60.0)
    desk.let(0.5)
    desk.order("change", id="a", values={"learning_rate": 0.5})
    changed = next(heard for heard in desk.sequence if heard["type"] == "changed")
    assert changed == {
        "type": "changed",
        "id": "a",
        "step": changed["step"],
        "values": {"learning_rate": 0.5},
    }
    desk.let(0.02)
    place = desk.sequence.index(changed)
    assert all(heard["step"] <= changed["step"] for heard in desk.sequence[:place] if heard["type"] == "frame")
    assert any(heard["step"] == changed["step"] + 1 for heard in desk.sequence[place:])


def test_a_change_while_paused_is_shown() -> None:
    desk = started()
    desk.order("change", id=1, values={"learning_rate": 0.5})
    desk.let(0.02)
    assert desk.frames[1][-1]["scalars"]["learning_rate"] == 0.5


def test_a_seek_is_answered_by_a_frame_without_losses() -> None:
    desk = started()
    desk.order("play", pace="max")
    desk.turn()
    assert desk.timeline().end > 5
    desk.order("seek", step=3)  # the losses made since the last frame have not been sent yet
    after = [heard for heard in desk.sequence if heard["type"] == "frame" and heard["step"] == 3]
    desk.let(0.2)
    assert after and len(after[0]["arrays"]["loss"]) == 0
    assert desk.frames[1][-1]["step"] == 3
    assert len(desk.losses()) == desk.timeline().end, "all losses up to the end come, wherever it stands"
    assert desk.events[-1]["state"]["status"] == "paused"


def test_going_forward_again_sends_no_loss_twice() -> None:
    desk = started()
    desk.order("step", n=100)
    desk.let(0.1)
    desk.order("step", n=-90)
    desk.order("step", n=50)
    desk.let(0.2)
    assert desk.timeline().step == 60
    assert sum(len(frame["arrays"]["loss"]) for frame in desk.frames[1]) == 100


def test_steps_add_up_and_going_back_ends_at_the_beginning() -> None:
    desk = started()
    for n in (3, 4):
        desk.send({"type": "step", "n": n})
    desk.settle()
    assert desk.timeline().step == 7
    desk.order("step", n=-10_000)
    assert desk.timeline().step == 0


def test_scrubbing_ends_at_the_newest_place() -> None:
    desk = started()
    desk.order("step", n=3000)
    sent = [desk.send({"type": "seek", "step": step}) for step in (2900, 2000, 77)]
    desk.settle()
    assert desk.timeline().step == 77
    assert {event["seq"] for event in desk.events} >= set(sent)


def test_commands_wait_for_a_seek_under_way() -> None:
    desk = started()
    desk.order("step", n=3000)
    desk.send({"type": "seek", "step": 2901})
    desk.order("change", id=1, values={"learning_rate": 0.5})
    assert desk.events[-1]["log"][1]["step"] == 2901


def test_a_change_in_the_past_voids_the_future() -> None:
    desk = started()
    desk.order("step", n=100)
    desk.let(0.1)
    desk.order("seek", step=40)
    desk.let(0.1)
    before = len(desk.keeps)
    desk.order("change", id=None, values={"learning_rate": 0.002})
    moved, changed = desk.events[-1]["tell"]
    assert {**moved, "reason": ""} == {"type": "moved", "history": 1, "step": 40, "end": 40, "reason": ""}
    assert changed["step"] == 40
    assert desk.keeps[before].end == 40, "what was kept of the void future is replaced at once"
    desk.order("step", n=20)
    desk.let(0.1)
    later = [frame for frame in desk.frames[1] if frame["history"] == 1]
    assert later[0]["from"] == 40
    assert sum(len(frame["arrays"]["loss"]) for frame in later) == 20
    twin = Timeline(LABS["descent"], SLOW)
    twin.advance(40)
    twin.change({"learning_rate": 0.002})
    twin.advance(20)
    assert np.array_equal(desk.losses(), twin.losses(0, 0, 60).astype(np.float32))


def test_divergence_is_told_once_in_words_and_going_back_leads_to_paused() -> None:
    desk = started({"learning_rate": 50.0})
    desk.order("play", pace="max")
    desk.let(0.1)
    told = [heard for heard in desk.sequence if heard["type"] == "status"]
    assert [message["status"] for message in told] == ["playing", "diverged"]
    assert "Diverged at step" in told[-1]["message"]
    step = desk.timeline().step
    for order in ({"type": "play", "pace": None}, {"type": "step", "n": 1}):
        desk.send(order)
        desk.settle()
        assert desk.events[-1]["error"]["status"] == 409
    desk.order("change", id=1, values={"learning_rate": 0.1})
    assert desk.events[-1]["error"]["code"] == "refused"
    desk.order("step", n=-1)
    assert desk.events[-1]["state"]["status"] == "paused"
    desk.order("step", n=5)
    assert desk.events[-1]["state"] | {"reason": ""} == desk.host.runs[1].state() | {"reason": ""}
    assert (desk.host.runs[1].status, desk.timeline().step) == ("diverged", step)


def test_a_lane_diverges_alone() -> None:
    desk = Desk()
    desk.build(config={}, compare={"learning_rate": [0.01, 50.0]})
    desk.attach()
    desk.order("step", n=20)
    desk.let(0.1)
    told = [heard for heard in desk.sequence if heard["type"] == "status"]
    assert [(message["status"], message["lane"]) for message in told] == [("diverged", 1)]
    assert desk.host.runs[1].status == "paused"
    arrays = desk.frames[1][-1]["arrays"]
    assert {"theta", "theta@1", "loss@1"} <= arrays.keys()
    stop = told[0]["step"]
    lane = np.concatenate([frame["arrays"]["loss@1"] for frame in desk.frames[1]])
    assert len(lane) == 20 and np.isfinite(lane[:stop]).all() and np.isnan(lane[stop:]).all()
    assert desk.order("explain", step=stop + 1, lane=1, look={}, only=None)["error"]["field"] == "t"
    assert desk.order("explain", step=stop + 1, lane=0, look={}, only=None)["blob"]


def test_viewers_of_one_run_are_shown_what_each_wants() -> None:
    desk = started()
    desk.attach(2, look={"domain": [0.0, 1.0, 0.0, 1.0]})
    desk.let(0.1)
    assert desk.frames[2][0]["arrays"]["domain"].tolist() == [0, 1, 0, 1]
    desk.send({"type": "look", "viewer": 1, "look": {"domain": [0.0, 2.0, 0.0, 2.0]}})
    desk.let(0.1)
    assert desk.frames[1][-1]["arrays"]["domain"].tolist() == [0, 2, 0, 2]
    assert desk.timeline().step == 0


def test_who_has_gone_gets_nothing() -> None:
    desk = started()
    desk.send({"type": "detach", "viewer": 1})
    desk.order("step", n=10)
    desk.let(0.2)
    assert desk.frames[1][-1]["step"] == 0
    desk.send({"type": "drop"})
    assert not desk.host.runs
    desk.send({"type": "play", "pace": None})
    assert desk.turn() > 0
