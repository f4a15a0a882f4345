"""The error function of arrays against Python's own, number by number."""

import math

import numpy as np
import pytest

from engine.erf import END, FEW, MIDDLE, erf

RNG = np.random.default_rng(1969)


def exact(x):
    return np.array([math.erf(one) for one in x])


@pytest.mark.parametrize(
    "x",
    [
        np.linspace(-7, 7, 280_001),
        np.linspace(MIDDLE - 1e-3, MIDDLE + 1e-3, 20_001),
        np.linspace(4, END + 0.01, 20_001),
        10.0 ** RNG.uniform(-307, 2, 40_000),
        -(10.0 ** RNG.uniform(-307, 2, 40_000)),
    ],
    ids=["a dense grid", "where the formulas meet", "beyond Cody's bound", "of every size", "and below 0"],
)
def test_the_relative_error_is_at_most_one_in_ten_to_the_15(x):
    np.testing.assert_allclose(erf(x), exact(x), rtol=1e-15, atol=0)


@pytest.mark.parametrize("count", [1, FEW], ids=["one by one", "as an array"])
def test_what_no_formula_is_made_for(count):
    """…and the sign of 0 stays."""
    tiny = 5e-324
    with np.errstate(under="ignore"):
        for x in (math.inf, -math.inf, math.nan, 1e308, -40.0):
            np.testing.assert_array_equal(erf(np.full(count, x)), np.full(count, math.erf(x)))
        for x in (tiny, -3 * tiny, 1e-310, -2.2e-308):  # below the smallest normal number, to its last bit
            np.testing.assert_allclose(erf(np.full(count, x)), np.full(count, math.erf(x)), rtol=0, atol=tiny)
    np.testing.assert_array_equal(np.signbit(erf(np.full(count, -0.0))), True)
    np.testing.assert_array_equal(np.signbit(erf(np.zeros(count))), False)


def test_any_shape_and_order_of_memory():
    x = RNG.normal(size=(3, 5, 40))
    for view in (x, x.T, x[:, ::2], np.asfortranarray(x)):
        assert erf(view).shape == view.shape
        np.testing.assert_allclose(erf(view).ravel(), exact(view.ravel()), rtol=1e-15)
    assert erf(np.empty((0, 3))).shape == (0, 3)
    assert erf(np.array(0.5)).shape == ()
