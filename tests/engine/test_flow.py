"""The ideal path, against closed forms and against descent in smaller and smaller steps."""

import numpy as np
import pytest

from engine.flow import ROUND, SMOOTH, TRIES, gradient_flow
from engine.labs import LABS
from engine.landscapes import (
    Bowl,
    Himmelblau,
    LinearRNN,
    Neuron,
    Ravine,
    Rosenbrock,
    Saddle,
    bit_sums,
    hours_and_passes,
)


def test_on_a_ravine_it_is_the_curve_that_can_be_worked_out():
    """θ₀ = a e⁻ᵗ and θ₁ = b e^(−κt), so that θ₁/b = (θ₀/a)^κ, however steep the ravine."""
    path = gradient_flow(Ravine(40.0), np.array([-3.6, 0.95]), 5.0)
    on = path[np.abs(path[:, 1]) > 1e-9]
    np.testing.assert_allclose(on[:, 1] / 0.95, (on[:, 0] / -3.6) ** 40, rtol=1e-9)
    assert len(on) > 10


def test_on_a_bowl_it_is_straight():
    path = gradient_flow(Bowl(), np.array([3.0, 2.0]), 5.0)
    np.testing.assert_allclose(path[:, 1], path[:, 0] * 2 / 3, atol=1e-12)


@pytest.mark.parametrize(
    ("landscape", "start", "end"),
    [
        (Rosenbrock(), (-1.2, 1.0), (1.0, 1.0)),
        (Himmelblau(), (0.4, -0.6), (3.584428, -1.848127)),
        (Saddle(), (-1.9, 0.02), (0.0, 1.0)),
        (Saddle(), (-1.9, 0.0), (0.0, 0.0)),  # the pass itself, where the slope is zero
        (LinearRNN(bit_sums()), (-1.5, 2.0), (1.0, 1.0)),
        (Neuron(hours_and_passes()), (-6.0, -1.0), tuple(Neuron(hours_and_passes()).minima()[0])),
    ],
)
def test_it_ends_where_the_slope_does(landscape, start, end):
    path = gradient_flow(landscape, np.array(start), 8.0)
    np.testing.assert_allclose(path[0], start)
    np.testing.assert_allclose(path[-1], end, atol=1e-5)
    assert len(path) <= TRIES + 2
    J = landscape.surface(path)
    assert (np.diff(J) <= 1e-12 * J[:-1]).all()  # always downhill
    assert np.linalg.norm(np.diff(path, axis=0), axis=1).max() <= 2 * SMOOTH * 8.0


@pytest.mark.parametrize("landscape", ["rosenbrock", "himmelblau"])
def test_descent_comes_closer_to_it_the_smaller_its_steps(landscape):
    """Euler's method errs by its step: a tenth of the rate, a tenth of the distance."""

    def farthest(rate):
        run = LABS["descent"](landscape=landscape, learning_rate=rate)
        ideal = run.flow()
        away = 0.0
        for _ in range(round(reach / rate)):
            run.step()
            ends, theta = np.stack([ideal[:-1], ideal[1:]], axis=1), run.params.vector
            along = ends[:, 1] - ends[:, 0]
            share = ((theta - ends[:, 0]) * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-300)
            nearest = ends[:, 0] + np.clip(share, 0, 1)[:, None] * along
            away = max(away, float(np.linalg.norm(theta - nearest, axis=1).min()))
        return away

    first, reach = {"rosenbrock": (1e-3, 0.05), "himmelblau": (0.008, 0.2)}[landscape]
    x0, x1, y0, y1 = LABS["descent"](landscape=landscape).landscape.box
    drawn = 2 * ROUND * np.hypot(x1 - x0, y1 - y0)  # the polyline itself is no finer
    large, small = farthest(first), farthest(first / 10)
    assert large > 3 * drawn
    assert small < max(0.25 * large, drawn)


def test_a_flow_that_leads_away_ends_soon():
    path = gradient_flow(LinearRNN(bit_sums()), np.array([-2.9, 0.5]), 7.5)
    assert len(path) <= TRIES + 2
    assert np.isfinite(path).all()


def test_a_run_works_it_out_once():
    run = LABS["descent"](landscape="himmelblau")
    assert run.flow() is run.flow()
    np.testing.assert_array_equal(run.scene({})["flow"], run.scene({"domain": [-9.0, 9.0, -9.0, 9.0]})["flow"])
