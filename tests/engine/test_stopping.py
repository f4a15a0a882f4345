"""Where a run ends: diverged, or done because nothing moves or the step limit is reached. It can be gone back from."""

import math

import numpy as np
import pytest

from engine.labs import LABS
from engine.replay import Refused
from engine.table import Table, pack
from engine.timeline import Timeline

DESCENT = LABS["descent"]


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
    with pytest.raises(Refused, match=r"^The run has (diverged|ended) at step \d+\. Go back, then change it\.$"):
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


def test_a_run_that_diverged_can_be_helped_at_its_last_step():
    timeline = Timeline(DESCENT, {"learning_rate": 5.0})
    timeline.advance(1000)
    timeline.seek(timeline.end)
    timeline.change({"theta[0]": 1.0, "theta[1]": 1.0, "learning_rate": 0.1})
    assert timeline.advance(100) == 100


def test_done_when_nothing_moves_over_a_whole_epoch():
    timeline = Timeline(DESCENT, {"landscape": "bowl", "learning_rate": 1.0})  # one step lands in the minimum
    assert timeline.advance(100) == 2
    assert (timeline.status, timeline.step) == ("done", 2)
    assert timeline.losses(0, 0, 2)[1] == 0


def test_the_end_of_one_epoch_does_not_stand_for_the_next():
    """Sample 0 leads onto the line through sample 1, which then says twice that nothing moves: once in each epoch."""
    data = pack(Table(("x", "y"), (), np.array([[0.0, 0.0], [1.0, 0.5]])))
    knobs = {"start_x": 1.0, "start_y": 0.0, "learning_rate": 0.25, "batch_size": 1, "seed": 2}
    timeline = Timeline(DESCENT, {"dataset": "sha256:two", **knobs}, data=data)
    orders = [timeline.lanes[0].batches.order(epoch).tolist() for epoch in (0, 1)]
    assert orders == [[0, 1], [1, 0]]
    timeline.advance(3)
    assert timeline.losses(0, 0, 3).tolist() == [1, 0, 0]
    assert (timeline.status, timeline.lanes[0].objective()) == ("ready", 0.125)
    timeline.advance(1)
    assert timeline.losses(0, 3, 4)[0] == 0.25


def test_done_at_the_step_limit():
    timeline = Timeline(DESCENT, step_limit=500)
    assert timeline.advance(10_000) == 500
    assert timeline.status == "done"
    assert "500 updates" in timeline.reason


def test_going_back_to_the_end_of_a_finished_run_adds_nothing():
    for config, limit in (({"landscape": "bowl", "learning_rate": 1.0}, 100), ({}, 50)):
        timeline = Timeline(DESCENT, config, step_limit=limit)
        timeline.advance(1000)
        end = timeline.end
        timeline.seek(end)
        assert timeline.advance(5) == 0
        assert (timeline.end, timeline.status) == (end, "done")
