"""The way that a run has come, thinned to a bounded number of rows that keep its pattern."""

import math

import numpy as np
import pytest

from engine.labs import LABS
from engine.timeline import Timeline

DESCENT = LABS["descent"]


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
    assert timeline.newest == 100
    timeline.advance(500)
    steps = timeline.trail(-1, {})["trail"][:, 0]
    assert steps[0] == 0
    assert set(range(101, 601)) <= set(steps.astype(int))
    timeline.advance(20_000)
    rows = timeline.trail(-1, {})["trail"]
    assert len(rows) <= 1024 and timeline.newest == rows[-1, 0]
