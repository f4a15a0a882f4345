"""Losses, gradients and curvature of each landscape, against central differences and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.gradcheck import EPSILON, numerical_gradient, numerical_jacobian, relative_error
from engine.landscapes import (
    Beale,
    Bowl,
    Himmelblau,
    LinearRNN,
    Neuron,
    Rastrigin,
    Ravine,
    Regression,
    Rosenbrock,
    Saddle,
    bit_sums,
    hours_and_passes,
    noisy_line,
)
from engine.rng import generator

QUADRATICS = {"bowl": Bowl(), "ravine": Ravine(37.0), "regression": Regression(noisy_line())}
LANDSCAPES = QUADRATICS | {
    "saddle": Saddle(),
    "rosenbrock": Rosenbrock(),
    "beale": Beale(),
    "himmelblau": Himmelblau(),
    "rastrigin": Rastrigin(),
    "neuron": Neuron(hours_and_passes()),
    "linear-rnn": LinearRNN(bit_sums()),
}
WITH_DATA = [name for name, landscape in LANDSCAPES.items() if landscape.samples > 1]
coordinate = st.floats(-10, 10)


@pytest.mark.parametrize("name", LANDSCAPES)
@given(x=coordinate, y=coordinate, seed=st.integers(0, 50))
def test_gradient_equals_central_differences(name, x, y, seed):
    landscape, theta = LANDSCAPES[name], np.array([x, y])
    if landscape.samples == 1:
        batch = None
    else:
        random = generator(seed, "test")
        batch = random.permutation(landscape.samples)[: random.integers(1, landscape.samples + 1)]
    exact = landscape.gradient(theta, batch)
    numerical = numerical_gradient(lambda t: landscape.loss(t, batch), theta)
    # near a stationary point the gradient itself is as small as the differences' errors, hence the absolute part:
    # rounding of J, and ε²/6 times the third derivative, which is up to seven times the second here
    truncated = 7 / 6 * (EPSILON * 10) ** 2 * np.abs(landscape.hessian(theta, batch)).max()
    rounding = 1e-8 + 1e-9 * abs(landscape.loss(theta, batch)) + 2 * truncated
    assert relative_error(exact, numerical) <= 1e-7 or np.linalg.norm(exact - numerical) <= rounding, (exact, numerical)


@pytest.mark.parametrize("name", LANDSCAPES)
@pytest.mark.parametrize("batch", [None, [3], [5, 0, 11]])
def test_the_loss_alone_is_the_same_number(name, batch):
    landscape, theta = LANDSCAPES[name], np.array([0.3, -0.7])
    batch = None if landscape.samples == 1 else batch
    assert landscape.loss(theta, batch) == landscape.loss_and_gradient(theta, batch)[0]


@pytest.mark.parametrize("name", LANDSCAPES)
@pytest.mark.parametrize("theta", [[0.3, -0.7], [-1.4, 0.9], [2.0, 0.2]])
def test_hessian_equals_differences_of_the_gradient(name, theta):
    landscape, theta = LANDSCAPES[name], np.array(theta)
    numerical = numerical_jacobian(landscape.gradient, theta)
    np.testing.assert_allclose(landscape.hessian(theta), numerical, rtol=1e-6, atol=1e-6)
    assert landscape.curvature(theta) == pytest.approx(np.linalg.eigvalsh(numerical)[::-1], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("name", LANDSCAPES)
def test_each_minimum_is_one(name):
    landscape = LANDSCAPES[name]
    for minimum in landscape.minima():
        np.testing.assert_allclose(landscape.gradient(minimum), 0, atol=1e-9)
        assert (np.linalg.eigvalsh(landscape.hessian(minimum)) > 0).all()
        around = minimum + 0.1 * np.stack([np.cos(a := np.linspace(0, 6, 20)), np.sin(a)], axis=1)
        assert (landscape.surface(around) > landscape.loss(minimum)).all()


@pytest.mark.parametrize("name", LANDSCAPES)
def test_nothing_that_is_shown_lies_lower_than_the_minima(name):
    landscape = LANDSCAPES[name]
    x0, x1, y0, y1 = landscape.domain(np.zeros(2))
    shown = np.stack(np.meshgrid(np.linspace(x0, x1, 301), np.linspace(y0, y1, 301)), axis=-1)
    assert landscape.surface(shown).min() >= landscape.lowest


def test_the_published_minima():
    """Rosenbrock (1, 1), Beale (3, ½), Himmelblau's four, Rastrigin (0, 0), the sum's w_x = w_rec = 1: J is 0 there."""
    known = {
        "saddle": [[0, 1], [0, -1]],
        "rosenbrock": [[1, 1]],
        "beale": [[3, 0.5]],
        "himmelblau": [[3, 2], [-2.805118, 3.131312], [-3.779310, -3.283186], [3.584428, -1.848126]],
        "rastrigin": [[0, 0]],
        "linear-rnn": [[1, 1]],
    }
    for name, minima in known.items():
        np.testing.assert_allclose(LANDSCAPES[name].minima(), minima, atol=2e-6)
        assert LANDSCAPES[name].lowest < 1e-18


def test_published_values():
    """Rosenbrock (1960) begins at (−1.2, 1) with J = 24.2; Himmelblau's J is 170 at the origin."""
    assert LANDSCAPES["rosenbrock"].loss(np.array([-1.2, 1.0])) == pytest.approx(24.2)
    assert LANDSCAPES["himmelblau"].loss(np.zeros(2)) == 170
    assert LANDSCAPES["beale"].loss(np.ones(2)) == 1.5**2 + 2.25**2 + 2.625**2
    assert LANDSCAPES["rastrigin"].loss(np.array([0.5, 0.5])) == pytest.approx(40.5)


def test_the_saddle_is_a_place_without_slope_that_is_no_minimum():
    saddle = LANDSCAPES["saddle"]
    assert saddle.gradient(np.zeros(2)).tolist() == [0, 0]
    assert saddle.curvature(np.zeros(2)).tolist() == [1, -1]


def test_the_sigmoid_neurons_plateau_is_flat_and_high():
    neuron = LANDSCAPES["neuron"]
    plateau, minimum = np.array([-9.0, -1.0]), neuron.minima()[0]
    assert neuron.loss(plateau) > 3 * neuron.loss(minimum)
    assert np.linalg.norm(neuron.gradient(plateau)) < 1e-4


def test_the_linear_network_spans_ten_decades():
    """The figures of measurements of Roelants' network: backwards through nine steps a gradient changes by w_recⁿ."""
    network = LANDSCAPES["linear-rnn"]
    x0, x1, y0, y1 = network.domain(np.zeros(2))
    shown = np.stack(np.meshgrid(np.linspace(x0, x1, 201), np.linspace(y0, y1, 201)), axis=-1)
    J = network.surface(shown)
    assert J.max() / J.min() > 1e8
    for w_rec in (0.5, 1.0, 1.5, 2.0):
        theta = np.array([0.7, w_rec])
        dJ_dS = network.through_time(theta, network.states(theta, network.x), network.y)
        np.testing.assert_allclose(dJ_dS[1], dJ_dS[10] * w_rec**9, rtol=1e-12)


def test_the_linear_network_by_hand():
    """x = 1, 0, 1 and w_x = 2, w_rec = 3: S = 2, 6, 20; with target 2, J = 18²; ∂J/∂S ends at 36."""
    network = LinearRNN(np.array([[1.0, 0.0, 1.0, 2.0]]))
    batch, forward = network.equations(np.array([2.0, 3.0]), np.array([0]))
    assert forward["S"].tolist() == [[0, 2, 6, 20]]
    assert forward["dJ_dS"].tolist() == [[972, 324, 108, 36]]
    assert batch["x"].tolist() == [[1, 0, 1]]
    # ∂J/∂w_x = 324·1 + 108·0 + 36·1,   ∂J/∂w_rec = 324·0 + 108·2 + 36·6
    assert network.gradient(np.array([2.0, 3.0])).tolist() == [360, 432]


@pytest.mark.parametrize("name", LANDSCAPES)
def test_many_points_at_once_equal_one_at_a_time(name):
    landscape = LANDSCAPES[name]
    theta = generator(1, "test").uniform(-5, 5, (4, 3, 2))
    batch = None if landscape.samples == 1 else np.array([3, 1, 4])
    one_at_a_time = [[landscape.loss(t, batch) for t in row] for row in theta]
    np.testing.assert_allclose(landscape.surface(theta, batch), one_at_a_time, rtol=1e-12)


@pytest.mark.parametrize("name", WITH_DATA)
def test_the_mean_of_the_samples_gradients_is_the_gradient(name):
    landscape, theta = LANDSCAPES[name], np.array([1.5, -2.0])
    np.testing.assert_allclose(
        landscape.sample_gradients(theta, slice(None)).mean(axis=0), landscape.gradient(theta), rtol=1e-13
    )


def test_the_lectures_cost_has_no_half():
    """(6, 7, 9) predicted, (10, 9, 6) true: 29/3."""
    points = np.array([[6.0, 10.0], [7.0, 9.0], [9.0, 6.0]])  # ŷ = 0 + 1·x predicts x
    assert Regression(points).loss(np.array([0.0, 1.0])) == pytest.approx(29 / 3, rel=1e-15)


@pytest.mark.parametrize("name", LANDSCAPES)
@given(sx=coordinate, sy=coordinate)
def test_the_domain_holds_start_and_minima(name, sx, sy):
    landscape = LANDSCAPES[name]
    x0, x1, y0, y1 = landscape.domain(np.array([sx, sy]))
    for x, y in ((sx, sy), *landscape.minima()):
        assert x0 < x < x1
        assert y0 < y < y1


def test_nothing_cancels_where_the_points_lie_on_a_line():
    """J is 0 at the minimum then, and the chart of its logarithm shows the way down there."""
    landscape = Regression(np.array([[0.0, 1.0], [1.0, 3.0], [2.0, 5.0]]))
    near = landscape.minimum() + 1e-9 * np.array([[1.0, -2.0], [3.0, 1.0]])
    np.testing.assert_allclose(landscape.surface(near), [landscape.loss(theta) for theta in near], rtol=1e-6)


def test_points_at_one_x_still_have_a_minimum():
    landscape = Regression(np.array([[1.0, 2.0], [1.0, 4.0]]))
    np.testing.assert_allclose(landscape.gradient(landscape.minimum()), 0, atol=1e-12)
