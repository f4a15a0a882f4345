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
    for update in range(len(case["theta"])):
        if update == REFERENCE["changed"]["at"]:
            run.change(learning_rate=REFERENCE["changed"]["factor"] * case["knobs"]["learning_rate"])
        run.step()
        path.append(run.params["theta"].copy())
    # the same formulas in another order of operations: a few units in the last place, times 100 updates
    np.testing.assert_allclose(path, case["theta"], rtol=1e-11, atol=1e-13)


def test_every_optimizer_has_reference_values():
    assert {case["optimizer"] for case in REFERENCE["cases"]} == set(OPTIMIZERS)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_loss_falls(name):
    rate = 2.0 if name == "adagrad" else 0.05  # its steps only shrink
    losses = LABS["descent"](landscape="ravine", optimizer=name, learning_rate=rate).steps(300)
    assert losses[-1] < 1e-2 * losses[0]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_direction_does_not_depend_on_the_learning_rate(name):
    """The page draws the next step for any α from one direction."""
    slow, fast = (LABS["descent"](optimizer=name, learning_rate=rate) for rate in (0.01, 1.0))
    np.testing.assert_array_equal(slow.upcoming().direction, fast.upcoming().direction)


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize("beta", [0.0, 0.3, 0.9, 0.99])
def test_the_largest_stable_rate(name, beta):
    """Just below it every start comes closer, just above it none does."""
    knobs = dict(landscape="ravine", condition=5.0, optimizer=name, momentum=beta)
    limit = LABS["descent"](**knobs).stable_rate()
    below, above = (LABS["descent"](**knobs, learning_rate=factor * limit) for factor in (0.99, 1.01))
    assert max(below.steps(4000)[-100:]) < 1e-6 * below.first_loss
    above.steps(4000)
    assert above.diverged


def test_a_change_of_alpha_means_nothing_to_rprop():
    """Its steps have lengths of their own; α is the first one, also if it changes before the first update."""
    plain, changed, early = (LABS["descent"](optimizer="rprop", learning_rate=0.05) for _ in range(3))
    early.change(learning_rate=0.2)
    early.step()
    np.testing.assert_allclose(early.state["step_size"], 0.2)
    for update in range(30):
        if update == 7:
            changed.change(learning_rate=3.0)
        plain.step()
        changed.step()
    np.testing.assert_allclose(changed.params.vector, plain.params.vector, rtol=1e-12)


def test_rprop_waits_for_an_update_where_a_sign_has_turned():
    """J = ½ θ²: from 0.3 in steps of 0.2, 0.24 over the minimum to −0.14, which is kept while Δ halves to 0.12."""
    run = LABS["descent"](landscape="bowl", optimizer="rprop", start_x=0.3, start_y=0.3, learning_rate=0.2)
    path = [run.params.vector[0]]
    for _ in range(4):
        run.step()
        path.append(run.params.vector[0])
    np.testing.assert_allclose(path, [0.3, 0.1, -0.14, -0.14, -0.02])


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
