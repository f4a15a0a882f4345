"""The textbook of recurrent networks: gradients through time, held to central differences and to PyTorch."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.cells import CELLS, GATES, State
from engine.gradcheck import numerical_gradient, numerical_jacobian, relative_error
from engine.optimizers import OPTIMIZERS, clipped
from engine.params import Params
from engine.recurrent import Shape, forward, goes_back, influence
from tests.engine.unrolling import MASKS, OUTPUTS, Problem, cut_loss, problem, textbook

SAVED = json.loads((Path(__file__).parents[1] / "reference" / "recurrent.json").read_text("utf-8"))

TRUNCATIONS = [0, 1, 3, 5, 9]
ELMANS = ["tanh", "relu", "sigmoid", "identity", "elu"]


def checked(p, where=""):
    """∂J/∂θ, ∂J/∂A_t and ∂J/∂c_t are those of central differences, and the steps' shares add up."""
    J, passed, back, gradient = textbook(p)
    theta, held = p.params.vector.copy(), passed.moments
    assert cut_loss(p, held, theta) == pytest.approx(J, rel=1e-14)
    assert relative_error(gradient, numerical_gradient(lambda at: cut_loss(p, held, at), theta)) <= 1e-7, where
    shape = passed.a.shape
    moved = numerical_gradient(lambda d: cut_loss(p, held, theta, da=d.reshape(shape)), np.zeros(passed.a.size))
    assert relative_error(np.concatenate([back.start[None], back.da]).ravel(), moved) <= 1e-7, where
    if back.dc is not None:
        moved = numerical_gradient(lambda d: cut_loss(p, held, theta, dc=d.reshape(shape)), np.zeros(passed.a.size))
        assert relative_error(back.dc.ravel(), moved.reshape(shape)[1:].ravel()) <= 1e-7, where
    assert len(back.steps) == len(p.X)
    for name, total in back.gradients.items():
        np.testing.assert_allclose(sum(step[name] for step in back.steps), total, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("truncate", TRUNCATIONS)
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("cell", CELLS)
def test_gradients_through_time_are_those_of_central_differences(cell, mask, truncate):
    """Cell × which steps count × truncation, with every loss, with biases and without."""
    for seed, (output, loss) in enumerate(OUTPUTS):
        shape = {"cell": cell, "output": output, "loss": loss, "bias": seed % 2 != truncate % 2, "truncate": truncate}
        checked(problem(mask, seed=seed, **shape), shape)


@pytest.mark.parametrize(("output", "loss"), OUTPUTS, ids=lambda name: name)
@pytest.mark.parametrize("cell", CELLS)
def test_without_a_readout_the_state_is_what_is_said(cell, output, loss):
    for seed, (bias, truncate) in enumerate(itertools.product([True, False], [0, 2])):
        p = problem("some", seed=seed, cell=cell, output=output, loss=loss, readout=False, bias=bias, truncate=truncate)
        checked(p, (bias, truncate))
        assert "W_ya" not in p.params and textbook(p)[1].scores.shape == (5, 3, 2)


@pytest.mark.parametrize("truncate", [0, 2])
@pytest.mark.parametrize("activation", ELMANS)
def test_the_lecture_s_network_has_any_activation(activation, truncate):
    for seed, mask in enumerate(MASKS):
        checked(problem(mask, seed=seed, activation=activation, truncate=truncate), mask)


def test_a_sequence_of_one_step_and_a_network_of_one_unit():
    for cell in CELLS:
        checked(problem(T=1, B=1, cell=cell, inputs=1, hidden=1, outputs=1))


def test_errors_are_cut_counted_from_each_sequence_s_end():
    lengths = np.array([5, 3])
    np.testing.assert_array_equal(
        goes_back(Shape(1, 1, 1, truncate=2), 5, lengths).T, [[1, 0, 1, 0, 1], [1, 0, 1, 1, 1]]
    )
    assert goes_back(Shape(1, 1, 1), 5, lengths).all()
    assert not goes_back(Shape(1, 1, 1, truncate=1), 5, lengths)[:, 0].any()


@pytest.mark.parametrize("cell", CELLS)
def test_an_error_comes_back_over_as_many_steps_as_it_may(cell):
    """The last step counts; truncated after k, the last k states hear of it and no state before them."""
    for k in (1, 2, 4):
        back = textbook(problem("the last", B=1, seed=3, cell=cell, truncate=k, T=7))[2]
        heard = np.abs(back.da[:, 0]).max(axis=1) > 0
        length = int(np.flatnonzero(heard).max()) + 1
        np.testing.assert_array_equal(np.flatnonzero(heard), np.arange(max(0, length - k), length))


@pytest.mark.parametrize("cell", CELLS)
def test_an_error_is_a_step_s_own_and_what_came_back(cell):
    p = problem("every step", seed=4, cell=cell)
    back = textbook(p)[2]
    np.testing.assert_allclose(back.own, back.dscores @ p.params["W_ya"].T, rtol=1e-14)
    np.testing.assert_array_equal(back.da[-1], back.own[-1])  # nothing comes from behind the end
    assert np.abs(back.da[:-1] - back.own[:-1]).min() > 0


@pytest.mark.parametrize("activation", ELMANS)
@pytest.mark.parametrize("cell", CELLS)
def test_influence_is_the_jacobian_of_a_state_by_the_first(cell, activation):
    p = problem(T=6, B=1, seed=5, cell=cell, activation=activation)
    H, moments = p.net.hidden, forward(p.net, p.params, p.X).moments
    W, g = {name: p.params[name] for name in p.params}, ACTIVATIONS[activation]

    def states(first):
        state, found = State(first[None], moments[0].before.c), [first]
        for x in p.X:
            state = CELLS[cell].forward(W, g, x, state).now
            found.append(state.a[0])
        return np.concatenate(found)

    jacobians = numerical_jacobian(states, np.zeros(H)).reshape(H, len(p.X) + 1, H).transpose(1, 0, 2)
    found = influence(p.net, p.params, moments)
    assert found.shape == jacobians.shape
    np.testing.assert_allclose(found, jacobians, rtol=1e-7, atol=1e-10)  # differences of numbers of size 1


def test_one_step_of_each_cell_by_hand():
    """All weights and biases 0 but one: what then stands in the box is known."""
    for cell, kind in CELLS.items():
        p = problem(T=1, B=1, cell=cell, inputs=1, hidden=1, outputs=1)
        p.params.vector[:] = 0.0
        p.params[{"elman": "W_ax", "lstm": "W_ax_g", "gru": "W_ax_n"}[cell]][:] = 1.0
        p.X[:] = np.arctanh(0.5)  # so that the candidate is ½, and gates are ½
        expected = {"elman": 0.5, "lstm": 0.5 * np.tanh(0.25), "gru": 0.25}[cell]
        passed = forward(p.net, p.params, p.X)
        assert passed.a[1, 0, 0] == pytest.approx(expected, rel=1e-15)
        assert (passed.c is not None) == kind.remembers
        if passed.c is not None:
            assert passed.c[1, 0, 0] == pytest.approx(0.25, rel=1e-15)


def test_every_gate_has_a_name():
    assert {letter for cell in CELLS.values() for letter in cell.letters} - {""} == set(GATES)


@pytest.mark.parametrize("saved", SAVED["paths"], ids=lambda p: f"{p['cell']}-{p['loss']}-{p['truncate']}")
def test_gradients_and_paths_are_those_of_pytorch(saved):
    """States, ∂J/∂A_t and all gradients before the first update; then 40 updates by Adam, with a shortened gradient."""
    X, y, mask = (np.array(saved[name]) for name in ("X", "y", "mask"))
    told = {name: saved[name] for name in ("cell", "activation", "output", "loss", "bias", "truncate")}
    net = Shape(inputs=2, hidden=3, outputs=2, **told)
    params = Params(net.parameters())
    assert set(params) == set(saved["start"])
    for name in params:
        params[name][:] = saved["start"][name]
    p = Problem(net, params, X, y, mask, goes_back(net, len(X), np.array(SAVED["lengths"])))
    _, passed, back, _ = textbook(p)
    np.testing.assert_allclose(passed.a[1:], saved["a"], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(back.da, saved["da"], rtol=1e-10, atol=1e-14)
    for name, gradient in back.gradients.items():
        np.testing.assert_allclose(gradient, saved["gradients"][name], rtol=1e-10, atol=1e-14)

    class Knobs:
        learning_rate, momentum = SAVED["learning_rate"], 0.0

    state, losses = OPTIMIZERS["adam"].start(len(params)), []
    for _ in saved["losses"]:
        J, _, _, gradient = textbook(p)
        direction, state = OPTIMIZERS["adam"].direction(clipped(gradient, SAVED["clip"]), params.vector, state, Knobs)
        params.vector -= Knobs.learning_rate * direction
        losses.append(J)
    np.testing.assert_allclose(losses, saved["losses"], rtol=1e-10)
    for name in params:
        np.testing.assert_allclose(params[name], saved["end"][name], rtol=1e-10, atol=1e-12)


def test_some_of_pytorch_s_gradients_are_shortened():
    norms = [np.sqrt(sum(np.sum(np.square(g)) for g in p["gradients"].values())) for p in SAVED["paths"]]
    assert min(norms) < SAVED["clip"] < max(norms)
