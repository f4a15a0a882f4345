"""Losses, gradients and curvature of each landscape, against central differences and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.gradcheck import numerical_gradient, relative_error
from engine.landscapes import Bowl, Ravine, Regression, noisy_line
from engine.rng import generator

LANDSCAPES = {"bowl": Bowl(), "ravine": Ravine(37.0), "regression": Regression(noisy_line())}
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
    # near a stationary point the gradient itself is as small as the differences' rounding, hence the absolute part
    assert relative_error(exact, numerical) <= 1e-7 or np.linalg.norm(exact - numerical) <= 1e-8, (exact, numerical)


@pytest.mark.parametrize("name", LANDSCAPES)
@pytest.mark.parametrize("batch", [None, [3], [5, 0, 11]])
def test_the_loss_alone_is_the_same_number(name, batch):
    landscape, theta = LANDSCAPES[name], np.array([0.3, -0.7])
    batch = None if landscape.samples == 1 else batch
    assert landscape.loss(theta, batch) == landscape.loss_and_gradient(theta, batch)[0]


@pytest.mark.parametrize("name", LANDSCAPES)
def test_hessian_equals_differences_of_the_gradient(name):
    landscape = LANDSCAPES[name]
    rows = [numerical_gradient(lambda t, i=i: landscape.gradient(t)[i], np.array([0.3, -0.7])) for i in (0, 1)]
    np.testing.assert_allclose(rows, landscape.hessian(), rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("name", LANDSCAPES)
def test_the_minimum_is_one(name):
    landscape = LANDSCAPES[name]
    minimum = landscape.minimum()
    np.testing.assert_allclose(landscape.gradient(minimum), 0, atol=1e-12)
    around = minimum + 0.1 * np.stack([np.cos(a := np.linspace(0, 6, 20)), np.sin(a)], axis=1)
    assert (landscape.surface(around) > landscape.loss(minimum)).all()


@pytest.mark.parametrize("name", LANDSCAPES)
def test_many_points_at_once_equal_one_at_a_time(name):
    landscape = LANDSCAPES[name]
    theta = generator(1, "test").uniform(-5, 5, (4, 3, 2))
    batch = None if landscape.samples == 1 else np.array([3, 1, 4])
    one_at_a_time = [[landscape.loss(t, batch) for t in row] for row in theta]
    np.testing.assert_allclose(landscape.surface(theta, batch), one_at_a_time, rtol=1e-12)


def test_the_mean_of_the_samples_gradients_is_the_gradient():
    landscape, theta = LANDSCAPES["regression"], np.array([1.5, -2.0])
    np.testing.assert_allclose(
        landscape.sample_gradients(theta, slice(None)).mean(axis=0), landscape.gradient(theta), rtol=1e-13
    )


def test_the_lectures_cost_has_no_half():
    """(6, 7, 9) predicted, (10, 9, 6) true: 29/3."""
    points = np.array([[6.0, 10.0], [7.0, 9.0], [9.0, 6.0]])  # ŷ = 0 + 1·x predicts x
    assert Regression(points).loss(np.array([0.0, 1.0])) == pytest.approx(29 / 3, rel=1e-15)


@given(sx=coordinate, sy=coordinate)
def test_the_domain_holds_start_and_minimum(sx, sy):
    landscape = LANDSCAPES["regression"]
    x0, x1, y0, y1 = landscape.domain(np.array([sx, sy]))
    for x, y in ((sx, sy), landscape.minimum()):
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
