"""The update rules against PyTorch's, and against what is known of them in closed form."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.labs import LABS
from engine.optimizers import OPTIMIZERS, clipped

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "optimizers.json").read_text())


@pytest.mark.parametrize(
    "case", REFERENCE["cases"], ids=lambda case: f"{case['optimizer']}-clip{case['knobs']['clip']:g}"
)
def test_a_hundred_updates_equal_torch(case):
    run = LABS["descent"](
        landscape="ravine",
        condition=REFERENCE["condition"],
        start_x=REFERENCE["start"][0],
        start_y=REFERENCE["start"][1],
        optimizer=case["optimizer"],
        **case["knobs"],
    )
    path = []
    for _ in case["theta"]:
        run.step()
        path.append(run.params["theta"].copy())
    # the same formulas in another order of operations: a few units in the last place, times 100 updates
    np.testing.assert_allclose(path, case["theta"], rtol=1e-11, atol=1e-13)


def test_every_optimizer_has_reference_values():
    assert {case["optimizer"] for case in REFERENCE["cases"]} == set(OPTIMIZERS)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_loss_falls(name):
    run = LABS["descent"](landscape="ravine", optimizer=name, learning_rate=0.05)
    losses = run.steps(300)
    assert losses[-1] < 1e-2 * losses[0]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_direction_does_not_depend_on_the_learning_rate(name):
    """The page draws the next step for any α from one direction."""
    slow, fast = (LABS["descent"](optimizer=name, learning_rate=rate) for rate in (0.01, 1.0))
    np.testing.assert_array_equal(slow.upcoming().direction, fast.upcoming().direction)


def test_momentum_at_its_start_is_the_gradient():
    run = LABS["descent"](optimizer="momentum")
    np.testing.assert_array_equal(run.upcoming().direction, run.upcoming().gradient)


def test_adams_first_step_is_alpha_in_each_coordinate():
    run = LABS["descent"](optimizer="adam", learning_rate=0.05)
    before = run.params["theta"].copy()
    run.step()
    np.testing.assert_allclose(np.abs(run.params["theta"] - before), 0.05, rtol=1e-6)


def test_clipping_keeps_the_direction_and_bounds_the_length():
    g = np.array([3.0, 4.0])
    np.testing.assert_allclose(clipped(g, 1.0), g / 5, rtol=1e-6)
    assert clipped(g, 10.0) is g
    assert clipped(g, 0.0) is g
