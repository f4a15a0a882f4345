"""The fast pass through time, held equal to the textbook's."""

import gc
import weakref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from engine.cells import CELLS
from engine.optimizers import OPTIMIZERS
from engine.recurrent import each_loss
from engine.recurrent_pass import Pass
from tests.engine.unrolling import MASKS, OUTPUTS, problem, textbook


def filled(p):
    made = Pass(p.net, p.params, len(p.X), p.X.shape[1])
    made.fill(*(part.swapaxes(0, 1) for part in p[2:]))  # sequence first, as a data set has them
    return made


def close(found, expected, what):
    """To 1e-12 of the largest, or to 1e-13: where a sigmoid is all but 1, its slope has few digits."""
    assert found.shape == expected.shape, what
    size = float(np.abs(expected).max())
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12 * size + 1e-13, err_msg=what)


def same(made, p):
    """Everything that a pass leaves is what the textbook has."""
    J, passed, back, gradient = textbook(p)
    assert made.run() == pytest.approx(J, rel=1e-12)
    close(made.gradient, gradient, "gradient")
    close(made.own, back.own, "own")
    close(made.da, back.da, "da")
    close(made.dscores, back.dscores, "dscores")
    close(made.a, passed.a, "a")
    close(made.scores, passed.scores, "scores")
    close(made.said, passed.y, "said")
    close(made.each, each_loss(p.net, passed, p.y, p.mask), "each")
    assert (made.c is None) == (passed.c is None)
    if made.c is not None:
        close(made.c, passed.c, "c")
        close(made.dc, back.dc, "dc")
    for letter in p.net.letters:
        close(made.gate(letter), passed.gate(letter), f"gate {letter}")
        close(made.z(letter), passed.z(letter), f"z {letter}")
        close(made.dz(letter), back.dz[letter], f"dz {letter}")
    made.forward()
    assert made.loss() == pytest.approx(J, rel=1e-12)


shapes = st.fixed_dictionaries(
    {
        "mask": st.sampled_from(MASKS),
        "T": st.integers(1, 8),
        "B": st.integers(1, 5),
        "seed": st.integers(0, 999),
        "inputs": st.integers(1, 4),
        "hidden": st.integers(1, 5),
        "outputs": st.integers(1, 4),
        "bias": st.booleans(),
        "readout": st.booleans(),
        "truncate": st.sampled_from([0, 0, 1, 2, 3, 9]),
        "activation": st.sampled_from(list(ACTIVATIONS)),
    }
)


@pytest.mark.parametrize("truncate", [0, 2])
def test_sequences_are_picked_as_they_are_filled_in(truncate):
    p = problem("some", T=5, B=7, truncate=truncate)
    assert len({*map(bytes, p.mask.T)}) > 3 and (not truncate or len({*map(bytes, p.goes_on.T)}) > 1)
    index = np.array([6, 0, 3])
    filled_in, picked = (Pass(p.net, p.params, 5, 3) for _ in range(2))
    filled_in.fill(*(part[:, index].swapaxes(0, 1) for part in p[2:]))
    picked.pick(*p[2:], index)
    for name in ("x", "y", "mask", "goes_on"):
        np.testing.assert_array_equal(getattr(picked, name), getattr(filled_in, name), err_msg=name)
    assert picked.run() == filled_in.run()
    np.testing.assert_array_equal(picked.gradient, filled_in.gradient)


@pytest.mark.parametrize(("output", "loss"), OUTPUTS, ids=lambda name: name)
@pytest.mark.parametrize("cell", CELLS)
@settings(max_examples=25)
@given(shape=shapes)
def test_the_fast_pass_is_the_textbook(cell, output, loss, shape):
    p = problem(cell=cell, output=output, loss=loss, **shape)
    made = filled(p)
    for _ in range(2):  # nothing is left over from the time before
        same(made, p)
        p.params.vector += 0.1
    shorter = problem(cell=cell, output=output, loss=loss, **{**shape, "seed": shape["seed"] + 1})
    made.fill(*(part.swapaxes(0, 1) for part in shorter[2:]))
    same(made, shorter._replace(params=p.params))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_is_the_textbook_s(activation):
    same(filled(p := problem("some", activation=activation, T=7, hidden=4)), p)


@pytest.mark.parametrize(("output", "loss"), OUTPUTS, ids=lambda name: name)
@pytest.mark.parametrize("truncate", [0, 3])
@pytest.mark.parametrize("cell", CELLS)
def test_they_stay_equal_over_updates_and_changes(cell, truncate, output, loss):
    """100 updates by Adam, other sequences each time, a weight set in between; the textbook at the same parameters."""
    p = problem("some", cell=cell, output=output, loss=loss, truncate=truncate, T=6, B=4, hidden=4)
    made, state = filled(p), OPTIMIZERS["adam"].start(len(p.params))

    class Knobs:
        learning_rate, momentum = 0.02, 0.0

    for update in range(100):
        given = problem("some", seed=update, cell=cell, output=output, loss=loss, truncate=truncate, T=6, B=4, hidden=4)
        made.fill(*(part.swapaxes(0, 1) for part in given[2:]))
        made.run()
        direction, state = OPTIMIZERS["adam"].direction(made.gradient, p.params.vector, state, Knobs)
        p.params.vector -= Knobs.learning_rate * direction
        if update % 30 == 29:
            p.params["W_ya"][0] = 0.5
            same(made, given._replace(params=p.params))


@pytest.mark.parametrize("cell", CELLS)
def test_as_large_as_the_lab_allows(cell):
    same(filled(p := problem("some", cell=cell, T=100, B=2, inputs=61, hidden=128, outputs=61, spread=0.1)), p)
    same(filled(p := problem("some", cell=cell, T=12, B=32, inputs=61, hidden=128, outputs=61, spread=0.1)), p)


@pytest.mark.parametrize("cell", CELLS)
def test_sums_beyond_all_measure_leave_gates_shut_or_open(cell):
    """No warning, no NaN: e^1000 is ∞, and 1/∞ is 0."""
    p = problem(cell=cell, output="sigmoid", loss="bce")
    p.params.vector[:] = np.where(p.params.vector > 0, 1e4, -1e4)
    same(filled(p), p)


def test_where_no_step_counts_the_loss_is_0():
    made = filled(problem())
    made.mask[:] = 0.0
    assert made.run() == 0.0 and not made.gradient.any()


@pytest.mark.parametrize("cell", CELLS)
def test_a_pass_is_gone_when_nobody_asks_for_it(cell):
    gc.disable()
    try:
        made = filled(problem(cell=cell))
        made.run()
        gone = weakref.ref(made), weakref.ref(made.cell)
        del made
        assert [ref() for ref in gone] == [None, None]
    finally:
        gc.enable()
