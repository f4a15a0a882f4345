"""The fifth place of a lab: its own test. θ − 3 shrinks by 1 − 2α in every step."""

import pytest

from engine.labs import LABS


def test_the_distance_shrinks_by_a_constant():
    run = LABS["parabola"](learning_rate=0.1)
    run.steps(10)
    assert run.params["theta"][0] == pytest.approx(3 - 3 * 0.8**10)
