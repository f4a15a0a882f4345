"""Networks: activations, losses, first weights, gradients, and the fast pass held equal to the textbook's."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from engine.gradcheck import numerical_gradient, relative_error
from engine.initializers import INITIALIZERS
from engine.losses import LOSSES, softmax
from engine.network import Shape, backward, forward, total_loss
from engine.network_pass import Pass, stacked
from engine.optimizers import OPTIMIZERS
from engine.params import Params
from engine.rng import generator

OUTPUTS = [("same", "mse"), ("identity", "mse"), ("sigmoid", "mse"), ("softmax", "mse")]
OUTPUTS += [("sigmoid", "bce"), ("softmax", "cross-entropy")]
SAVED = json.loads((Path(__file__).parents[1] / "reference" / "network.json").read_text("utf-8"))


def random_network(sizes, activation="tanh", output="identity", loss="mse", bias=True, l1=0.0, l2=0.0, seed=0, m=7):
    """A network, its parameters, and samples for it: all of them random, and no z at a corner of f."""
    rng = np.random.default_rng(seed)
    net = Shape(tuple(sizes), activation, activation if output == "same" else output, loss, bias, l1, l2)
    params = Params(net.parameters())
    params.vector[:] = rng.normal(0, 0.8, len(params))
    X = rng.normal(size=(m, sizes[0]))
    y = rng.uniform(size=(m, sizes[-1]))
    if loss != "mse":
        y = np.eye(sizes[-1])[np.arange(m) % sizes[-1]] if sizes[-1] > 1 else np.arange(m)[:, None] % 2.0
    return net, params, X, y


def textbook(net, params, X, y):
    """J and ∂J/∂θ by engine/network.py."""
    passed = forward(net, params, X)
    _, gradients = backward(net, params, passed, y)
    return total_loss(net, params, passed, y), np.concatenate([gradients[name].ravel() for name in params])


def fast(net, params, X, y):
    """The same by engine/network_pass.py."""
    made = Pass(net, params, len(X))
    made.columns[:] = stacked(net, X, y)
    return made.run(), made.gradient.copy()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_of_an_activation_is_its_derivative(name):
    f = ACTIVATIONS[name]
    z = np.array([-30.0, -4.2, -1.0, -0.3, 0.7, 2.0, 5.0, 30.0])
    slopes = np.array([numerical_gradient(lambda at: f.f(at)[0], np.array([one]))[0] for one in z])
    np.testing.assert_allclose(f.slope(z, f.f(z)), slopes, rtol=1e-7, atol=1e-8)


def test_activations_have_their_known_values():
    """From tables and by hand: σ(1) = 0.73105857863, Φ(1) = 0.84134474607, ln 2 = 0.69314718056."""
    known = {
        "sigmoid": 0.7310585786300049,
        "tanh": 0.7615941559557649,
        "relu": 1.0,
        "leaky-relu": 1.0,
        "elu": 1.0,
        "gelu": 0.8413447460685429,
        "softplus": 1.3132616875182228,
        "sine": 0.8414709848078965,
        "identity": 1.0,
    }
    assert known.keys() == ACTIVATIONS.keys()
    for name, value in known.items():
        assert ACTIVATIONS[name].f(np.array([1.0]))[0] == pytest.approx(value, rel=1e-15)
    below = {"leaky-relu": -0.01, "elu": np.expm1(-1), "relu": 0.0, "gelu": -1 * (1 - known["gelu"])}
    for name, value in below.items():
        assert ACTIVATIONS[name].f(np.array([-1.0]))[0] == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_no_activation_overflows(name):
    f, z = ACTIVATIONS[name], np.array([-1e4, 1e4])
    assert np.isfinite(f.f(z)).all() and np.isfinite(f.slope(z, f.f(z))).all()


def test_softmax_is_shares_however_large_the_scores():
    np.testing.assert_allclose(softmax(np.log([[1.0, 2.0, 5.0]])), [[0.125, 0.25, 0.625]], rtol=1e-15)
    np.testing.assert_array_equal(softmax(np.array([[1e5, 0.0]])), [[1.0, 0.0]])


def test_losses_by_hand():
    """ŷ = ¼, y = 1: squared ¾² ; −log ¼ = 2 ln 2. Three classes with shares ⅛, ¼, ⅝, the second true: ln 4."""
    z, yhat, y = np.log(np.array([[1 / 3]])), np.array([[0.25]]), np.array([[1.0]])  # σ(log ⅓) = ¼
    assert LOSSES["mse"].each(z, yhat, y)[0, 0] == 0.5625
    assert LOSSES["bce"].each(z, yhat, y)[0, 0] == pytest.approx(2 * np.log(2), rel=1e-15)
    scores = np.log(np.array([[1.0, 2.0, 5.0]]))
    assert LOSSES["cross-entropy"].each(scores, softmax(scores), np.eye(3)[[1]])[0, 0] == pytest.approx(np.log(4))


@pytest.mark.parametrize("name", ["bce", "cross-entropy"])
def test_a_loss_stays_finite_where_the_network_is_sure_and_wrong(name):
    z = np.array([[800.0], [-800.0]]) if name == "bce" else np.array([[800.0, -800.0], [-800.0, 800.0]])
    y = np.array([[0.0], [1.0]]) if name == "bce" else np.array([[0.0, 1.0], [1.0, 0.0]])
    each = LOSSES[name].each(z, z, y)
    np.testing.assert_allclose(each.ravel(), 800.0 if name == "bce" else 1600.0)


@pytest.mark.parametrize(("output", "loss"), OUTPUTS, ids="-".join)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_are_those_of_central_differences(activation, output, loss):
    """Activation × loss × depth, with biases and without, with penalties and without."""
    for hidden, bias, penalty in itertools.product([(), (3,), (4, 3), (3, 2, 4)], [False, True], [0.0, 0.02]):
        net, params, X, y = random_network([2, *hidden, 3], activation, output, loss, bias, penalty, penalty)
        theta = params.vector.copy()

        def J(at, net=net, params=params, X=X, y=y):
            params.vector[:] = at
            return textbook(net, params, X, y)[0]

        numerical = numerical_gradient(J, theta)
        params.vector[:] = theta
        loss_there, gradient = textbook(net, params, X, y)
        assert relative_error(gradient, numerical) <= 1e-7, (hidden, bias, penalty)
        quick, gradient_quick = fast(net, params, X, y)
        assert quick == pytest.approx(loss_there, rel=1e-13)
        assert relative_error(gradient_quick, gradient) <= 1e-13, (hidden, bias, penalty)


@pytest.mark.parametrize(
    "saved", SAVED["paths"], ids=lambda p: f"{p['activation']}-{p['output']}-{p['loss']}-{p['optimizer']}"
)
def test_paths_are_those_of_pytorch(saved):
    """Every activation, loss and optimizer: 60 updates from the same start over the same batches."""
    activation, B = saved["activation"], SAVED["batch"]
    output = activation if saved["output"] == "same" else saved["output"]
    net = Shape(tuple(saved["sizes"]), activation, output, saved["loss"], bias=True)
    params = Params(net.parameters())
    for k, (W, b) in enumerate(saved["start"], start=1):
        params[f"W{k}"][:], params[f"b{k}"][:] = W, b
    X, y = np.array(saved["X"]), np.array(saved["y"])
    rule, made = OPTIMIZERS[saved["optimizer"]], Pass(net, params, B)
    state = rule.start(len(params))

    class Knobs:
        learning_rate = saved["knobs"]["learning_rate"]
        momentum = saved["knobs"].get("momentum", 0.0)

    losses = []
    for update in range(len(saved["losses"])):
        part = slice(B * (update % 4), B * (update % 4) + B)
        made.columns[:] = stacked(net, X[part], y[part])
        losses.append(made.run())
        direction, state = rule.direction(made.gradient.copy(), params.vector, state, Knobs)
        params.vector -= Knobs.learning_rate * direction
    np.testing.assert_allclose(losses, saved["losses"], rtol=1e-10)
    for k, (W, b) in enumerate(saved["end"], start=1):
        np.testing.assert_allclose(params[f"W{k}"], W, rtol=1e-9, atol=1e-11)
        np.testing.assert_allclose(params[f"b{k}"], b, rtol=1e-9, atol=1e-11)


@settings(max_examples=60)
@given(
    data=st.data(),
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    activation=st.sampled_from(list(ACTIVATIONS)),
    output=st.sampled_from(OUTPUTS),
    bias=st.booleans(),
    m=st.integers(1, 9),
)
def test_the_fast_pass_is_the_textbook(data, sizes, activation, output, bias, m):
    l1, l2 = data.draw(st.sampled_from([(0.0, 0.0), (0.1, 0.0), (0.0, 0.03), (0.01, 0.2)]))
    net, params, X, y = random_network(
        sizes, activation, *output, bias, l1, l2, seed=data.draw(st.integers(0, 99)), m=m
    )
    made = Pass(net, params, m)
    made.columns[:] = stacked(net, X, y)
    for _ in range(2):  # nothing is left over from the time before
        J, gradient = textbook(net, params, X, y)
        assert made.run() == pytest.approx(J, rel=1e-12, abs=1e-13)
        np.testing.assert_allclose(made.gradient, gradient, rtol=1e-11, atol=1e-13)
        made.forward()
        assert made.loss() == pytest.approx(J, rel=1e-12, abs=1e-13)
        np.testing.assert_allclose(made.yhat.T, forward(net, params, X).yhat, rtol=1e-12, atol=1e-13)
        params.vector += 0.1


@pytest.mark.parametrize(("n", "h"), [(2, 3), (30, 20), (7, 7)])
def test_first_weights_have_the_spread_that_they_promise(n, h):
    def drawn(name):
        return np.stack([INITIALIZERS[name].draw(generator(seed, "weights"), n, h) for seed in range(400)])

    assert not drawn("zeros").any()
    assert abs(drawn("uniform")).max() <= 1 and drawn("uniform").std() == pytest.approx(1 / np.sqrt(3), rel=0.03)
    assert drawn("normal").std() == pytest.approx(1, rel=0.04)
    assert drawn("he").std() == pytest.approx(np.sqrt(2 / n), rel=0.04)
    xavier = drawn("xavier")
    assert abs(xavier).max() <= np.sqrt(6 / (n + h)) and xavier.std() == pytest.approx(np.sqrt(2 / (n + h)), rel=0.04)
    for W in drawn("orthogonal")[:20]:
        small = W.T @ W if n >= h else W @ W.T
        np.testing.assert_allclose(small, np.eye(min(n, h)), atol=1e-12)
