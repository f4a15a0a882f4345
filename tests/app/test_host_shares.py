"""How a run host divides its time when there is too little of it: fair slices, long work last, fewer frames."""

from typing import Any

import pytest

from app.hosts.host import SLICE, TICK
from app.hosts.pace import BUSY, EASY, LONGEST, SHORTEST, FrameRate
from app.hosts.pictures import LONGEST_WAIT, SHARE
from engine.labs.descent import Descent
from tests.app.desk import SLOW, Desk, started, work_takes_time

SIX_LANES = {"learning_rate": [1e-5, 1e-4, 1e-3, 2e-5, 2e-4, 2e-3]}


def turns(rate: FrameRate, seconds: float, beats: int) -> list[float]:
    """The interval after each beat, while every turn takes so long."""
    intervals: list[float] = []
    for _ in range(beats):
        for _ in range(100):
            rate.took(seconds)
        rate.adapt()
        intervals.append(rate.interval)
    return intervals


def test_frames_become_fewer_quickly_and_more_slowly() -> None:
    rate = FrameRate()
    assert turns(rate, EASY / 2, 10) == [SHORTEST] * 10
    down = turns(rate, BUSY * 1.5, 10)
    assert down == sorted(down) and down[-1] == LONGEST
    assert down.index(LONGEST) < 8, "within four seconds"
    assert turns(rate, (EASY + BUSY) / 2, 10) == [LONGEST] * 10, "between the two it stays"
    up = turns(rate, EASY * 0.9, 60)
    assert up == sorted(up, reverse=True) and up[-1] == SHORTEST
    assert up.index(SHORTEST) > 2 * down.index(LONGEST)
    turns(rate, BUSY * 1.5, 10)
    assert turns(rate, EASY / 4, 10)[-1] == SHORTEST, "within five seconds, where turns are short"


def test_what_is_due_within_a_tick_is_done_together() -> None:
    desk = Desk()
    for number in range(1, 31):
        desk.build(number, SLOW)
        desk.attach(number, run=number)
        desk.order("play", run=number, pace=60.0)
        desk.let(0.0011, step=0.0011)  # so that no two of them are due at the same time
    desk.let(0.5, step=0.001)
    before = {number: (desk.timeline(number).step, len(desk.frames[number])) for number in desk.frames}
    until, turns = desk.now + 2.0, 0
    while desk.now < until:
        desk.now += max(desk.turn(), 1e-4)
        turns += 1
        for number in desk.frames:
            desk.ack(number, run=number)
    assert turns <= 2.0 / TICK + 2
    for number, (step, frames) in before.items():
        assert abs(desk.timeline(number).step - step - 120) <= 3, "and no update is left out"
        assert len(desk.frames[number]) - frames >= 58


def test_who_is_behind_does_not_wait_for_a_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = started()
    work_takes_time(monkeypatch, desk, 0.9 * SLICE)  # so that one update is a slice
    desk.order("play", pace=400.0)
    until = desk.now + 4.0
    while desk.now < until:
        wait = desk.turn()  # in which time passes
        desk.now += wait
        desk.ack()
    assert desk.timeline().step > 1_200, "0.72 of the time is enough"


def test_one_long_turn_among_many_takes_no_frames_away() -> None:
    rate = FrameRate()
    for n in range(1000):
        rate.took(0.1 if n % 100 == 0 else EASY / 2)
        if n % 50 == 49:
            rate.adapt()
    assert rate.interval == SHORTEST


def test_a_busy_host_sends_fewer_frames_and_leaves_no_loss_out(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, draw = Desk(), Descent.frame

    def dear(run: Descent, look: dict[str, Any]) -> Any:
        desk.now += 0.0015
        return draw(run, look)

    monkeypatch.setattr(Descent, "frame", dear)
    for number in range(1, 31):
        desk.build(number, SLOW)
        desk.attach(number, run=number)
        desk.order("play", run=number, pace=60.0)
    desk.let(8.0)
    before = {viewer: len(frames) for viewer, frames in desk.frames.items()}
    desk.let(2.0)
    sent = [len(frames) - before[viewer] for viewer, frames in desk.frames.items()]
    assert all(12 <= frames <= 40 for frames in sent), "30 a second would have been 60"
    for number in desk.host.runs:
        desk.order("pause", run=number)
    desk.let(0.5)
    assert all(len(desk.losses(number)) == desk.timeline(number).end for number in desk.host.runs)


def test_a_recipe_of_many_changes_is_followed_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, slices = Desk(), 0
    ticks = iter(range(1_000_000))
    monkeypatch.setattr("app.hosts.slices.time.perf_counter", lambda: next(ticks) * 0.001)
    desk.build(config=SLOW, log=[{"step": 0, "values": {"learning_rate": 0.01}}] * 300)
    while not desk.host.runs[1].built:
        desk.turn()
        slices += 1
    assert slices > 30 and len(desk.timeline().changes) == 300


def test_a_busy_run_does_not_slow_its_neighbour(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    work_takes_time(monkeypatch, desk, 0.0001)
    desk.build(1, {}, compare=SIX_LANES)
    desk.build(2, SLOW)
    desk.order("play", run=1, pace="max")
    desk.order("play", run=2, pace=60.0)
    desk.let(2.0)
    assert desk.timeline(2).step == pytest.approx(121, abs=2)
    assert desk.timeline(1).step > 400


def test_long_work_waits_for_runs_that_are_played(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ninety long recipes are followed, and forty runs are asked for pages and played as fast as can be."""
    desk = Desk()
    work_takes_time(monkeypatch, desk, 0.0001)
    desk.build(1, SLOW)
    desk.attach()
    desk.order("play", pace=1000.0)
    for number in range(2, 42):
        desk.build(number, SLOW)
        desk.order("step", run=number, n=200)
        desk.send({"type": "explain", "step": 130, "lane": 0, "only": ["params"], "look": {}}, number)
        desk.send({"type": "play", "pace": "max"}, number)
    for number in range(100, 190):
        desk.build(number, {}, compare=SIX_LANES, end=200_000, step=200_000)
    before, came = desk.timeline().step, desk.now
    delays: list[float] = []
    for n in range(20):
        desk.let(0.05, step=0.001)
        changed = desk.now
        desk.send({"type": "change", "id": n, "values": {"learning_rate": 0.001 + n / 1e6}})
        step = desk.timeline().step
        while desk.frames[1][-1]["step"] <= step:
            desk.turn()
            desk.ack()
        delays.append(desk.now - changed)
    assert max(delays) < 0.012
    assert desk.timeline().step - before == pytest.approx(1000 * (desk.now - came), abs=40)
    desk.let(0.5)
    assert sum(event["run"] < 42 and b"params" in event["blob"] for event in desk.events) == 40
    assert all(desk.timeline(number).step > 205 for number in range(2, 42)), "and gets what is left"


def test_long_work_gets_a_slice_of_each_turn_however_busy_the_host_is(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    work_takes_time(monkeypatch, desk, 0.001)
    for number in range(1, 31):
        desk.build(number, SLOW)
        desk.order("play", run=number, pace=100.0)
    desk.build(50, SLOW, end=200, step=200)
    desk.let(4.0)
    assert desk.host.runs[50].built


def test_a_question_that_nobody_waits_for_is_not_worked_on() -> None:
    desk = started()
    desk.order("step", n=3000)
    asked = [desk.send({"type": "explain", "step": 2000, "lane": 0, "only": ["params"], "look": {}}) for _ in range(2)]
    desk.send({"type": "forget", "order": asked[0]})
    desk.settle()
    answered = {event["seq"] for event in desk.events}
    assert asked[0] not in answered and asked[1] in answered
    desk.send({"type": "seek", "step": 2901})
    asked = [desk.send({"type": "explain", "step": 5, "lane": 0, "only": ["params"], "look": {}}) for _ in range(2)]
    desk.send({"type": "forget", "order": asked[1]})
    desk.settle()
    answered = {event["seq"] for event in desk.events}
    assert asked[0] in answered and asked[1] not in answered, "also while it waits for a move"


def test_pictures_stay_within_their_share(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    spent = [0.0]
    monkeypatch.setattr("app.hosts.pictures.time.thread_time", lambda: spent[0])
    picture = Descent.picture

    def dear(run: Descent, *looked: Any) -> Any:
        spent[0] += 0.004
        return picture(run, *looked)

    monkeypatch.setattr(Descent, "picture", dear)
    for number in range(1, 21):
        desk.build(number, SLOW)
        desk.attach(number, run=number)
        desk.order("play", run=number, pace=60.0)
    desk.let(3.0)
    assert 0.15 < spent[0] <= 3.0 * SHARE + 0.05 + 0.004 + 1e-9
    drawn = [sum("slice" in frame["arrays"] for frame in desk.frames[viewer]) for viewer in desk.frames]
    assert max(drawn) - min(drawn) <= 1, "whoever has waited longest is next"
    assert all(len(frames) > 80 for frames in desk.frames.values()), "frames come as often as without"


def test_one_dear_surface_keeps_others_waiting_for_two_seconds_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    spent = [0.0]
    monkeypatch.setattr("app.hosts.pictures.time.thread_time", lambda: spent[0])
    scene = Descent.scene

    def dear(run: Descent, *looked: Any) -> Any:
        spent[0] += 60.0
        return scene(run, *looked)

    monkeypatch.setattr(Descent, "scene", dear)
    desk.build(1, SLOW)
    desk.attach(1, run=1)
    desk.let(0.1)
    assert spent[0] == 60.0
    monkeypatch.setattr(Descent, "scene", scene)
    desk.build(2, SLOW)
    desk.attach(2, run=2)
    desk.let(LONGEST_WAIT - 0.3)
    assert not any("slice" in frame["arrays"] for frame in desk.frames[2])
    desk.let(0.5)
    assert any("slice" in frame["arrays"] for frame in desk.frames[2])


def test_a_paused_run_gets_its_picture_later_when_the_host_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    desk.host._pictures._allowance = -0.2 * SHARE
    desk.host._pictures._earned_at = desk.now
    desk.build(config=SLOW)
    desk.attach()
    desk.let(0.1)
    assert len(desk.frames[1]) == 1 and "slice" not in desk.frames[1][0]["arrays"]
    desk.let(0.3)
    assert len(desk.frames[1]) == 2 and "slice" in desk.frames[1][1]["arrays"]
