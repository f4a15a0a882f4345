"""The Network lab: the lecture's numbers by hand, the fast step against the textbook, and what its looks show."""

import gc
import math
import re
import tracemalloc
import weakref
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.settings import Settings
from engine.activations import ACTIVATIONS
from engine.initializers import INITIALIZERS
from engine.knobs import BadValue
from engine.labs import LABS
from engine.labs.network_pictures import domain
from engine.network import backward, each_loss, forward, penalty, total_loss
from engine.network_surface import AT_ONCE
from engine.optimizers import OPTIMIZERS, clipped
from engine.pricing import price
from engine.table import Table, pack
from engine.telling import tell
from engine.timeline import Timeline

NETWORK = LABS["network"]
W1 = [[0.42, 0.0, 0.27], [-1.82, -1.11, 1.81]]
W2 = [[-2.19], [-1.16], [2.37]]
SAMPLES = [((0.6, 0.3), 0.45), ((0.8, 0.5), 0.65), ((0.5, 0.9), 0.9)]


def with_weights(**knobs):
    run = NETWORK(**knobs)
    run.change(**{f"W1[{i},{j}]": W1[i][j] for i in range(2) for j in range(3)})
    run.change(**{f"W2[{j},0]": W2[j][0] for j in range(3)})
    return run


def test_the_lectures_network_by_hand():
    """x₁ w₁₁ + x₂ w₂₁ = z₁, f(z₁) = a₁, a₁ w₁₁ + a₂ w₂₁ + a₃ w₃₁ = z³, f(z³) = ŷ, and back by the chain rule."""

    def f(z):
        return 1 / (1 + math.exp(-z))

    page = with_weights().explain()
    J, slopes = 0.0, {"W1": np.zeros((2, 3)), "W2": np.zeros((3, 1))}
    for row, ((x1, x2), y) in enumerate(SAMPLES):
        z = [x1 * W1[0][j] + x2 * W1[1][j] for j in range(3)]
        a = [f(z[0]), f(z[1]), f(z[2])]
        z3 = a[0] * W2[0][0] + a[1] * W2[1][0] + a[2] * W2[2][0]
        yhat = f(z3)
        J += (yhat - y) ** 2 / 3
        d3 = 2 / 3 * (yhat - y) * yhat * (1 - yhat)
        d2 = [d3 * W2[j][0] * a[j] * (1 - a[j]) for j in range(3)]
        for j in range(3):
            slopes["W2"][j, 0] += a[j] * d3
            slopes["W1"][0, j] += x1 * d2[j]
            slopes["W1"][1, j] += x2 * d2[j]
        forward = page["forward"]
        np.testing.assert_allclose(page["batch"]["x"][row], [x1, x2])
        np.testing.assert_allclose(forward["z2"][row], z, rtol=1e-14)
        np.testing.assert_allclose(forward["a2"][row], a, rtol=1e-14)
        np.testing.assert_allclose([forward["z3"][row, 0], forward["yhat"][row, 0]], [z3, yhat], rtol=1e-14)
        np.testing.assert_allclose(forward["delta3"][row, 0], d3, rtol=1e-13)
        np.testing.assert_allclose(forward["delta2"][row], d2, rtol=1e-13)
        np.testing.assert_allclose(forward["each"][row, 0], (yhat - y) ** 2, rtol=1e-12)
    assert page["loss"] == page["objective"] == pytest.approx(J, rel=1e-14)
    for name, slope in slopes.items():
        np.testing.assert_allclose(page["grads"][name], slope, rtol=1e-13)
        np.testing.assert_allclose(page["update"][name], -3.0 * slope, rtol=1e-12)
    assert page["loss_kind"] == "mse" and page["output"] == "sigmoid"
    assert "b1" not in page["params"]


def test_its_loss_falls_in_sight():
    losses = NETWORK().steps(120)
    assert losses[0] > 3 * losses[10], "at once"
    assert losses[119] < losses[0] / 8


@settings(max_examples=40)
@given(data=st.data())
def test_a_hundred_updates_are_the_textbooks(data):
    """Random configurations, with changes on the way: parameters equal to 1e-12."""
    draw = data.draw
    output, loss = draw(st.sampled_from([("same", "mse"), ("sigmoid", "bce"), ("softmax", "cross-entropy")]))
    knobs = {
        "dataset": draw(
            st.sampled_from(["xor", "blobs", *{"mse": ["lecture", "sine"], "bce": ["lecture"]}.get(loss, [])])
        ),
        "hidden": draw(st.sampled_from(["", "1", "3", "4,2", "5,3,2"])),
        "activation": draw(st.sampled_from(["sigmoid", "tanh", "softplus", "gelu", "identity"])),
        "output": output,
        "loss": loss,
        "bias": draw(st.booleans()),
        "initializer": draw(st.sampled_from(["xavier", "uniform"])),
        "optimizer": draw(st.sampled_from(["sgd", "momentum", "adam"])),
        "learning_rate": 0.02,
        "batch_size": draw(st.integers(1, 40)),
        "points": 30,
        "test_share": draw(st.sampled_from([0.0, 0.3])),
        "l2": draw(st.sampled_from([0.0, 0.01])),
    }
    changes = {
        20: {"learning_rate": 0.01},
        45: {"batch_size": 7},
        60: {"W1[0,0]": 0.3},
        70: {"clip": 0.05},
        85: {"l1": 0.01},
    }
    quick, slow = NETWORK(**knobs), NETWORK(**knobs)
    theta, state = slow.params.vector, slow.optimizer.start(len(slow.params))
    for update in range(100):
        if update in changes:
            quick.change(**changes[update]), slow.change(**changes[update])
        quick.step()
        batch = slow.batches.next(slow.config.batch_size)
        index = np.arange(slow.samples) if batch is None else batch
        passed = forward(slow.net, slow.params, slow.X[index])
        assert quick.last_loss == pytest.approx(total_loss(slow.net, slow.params, passed, slow.y[index]), rel=1e-10)
        _, gradients = backward(slow.net, slow.params, passed, slow.y[index])
        g = clipped(np.concatenate([gradients[name].ravel() for name in slow.params]), slow.config.clip)
        direction, state = slow.optimizer.direction(g, theta, state, slow.config)
        theta -= slow.config.learning_rate * direction
        slow.batches.advance(slow.config.batch_size)
    np.testing.assert_allclose(quick.params.vector, theta, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("batch_size", [1, 7, 1000])
@pytest.mark.parametrize("activation", ["tanh", "gelu"])
def test_the_short_way_of_a_step_is_the_long_one_bit_by_bit(activation, batch_size):
    """What a frame has foreseen is made by `Run.step`, what nobody looks at by the lab's own."""
    knobs = {"dataset": "moons", "activation": activation, "batch_size": batch_size, "points": 40}
    watched, alone = NETWORK(**knobs), NETWORK(**knobs)
    for update in range(60):
        if update == 30:
            watched.change(learning_rate=0.7), alone.change(learning_rate=0.7)
        watched.frame({})
        watched.step(), alone.step()
        assert watched.last_loss == alone.last_loss
    assert watched.params.vector.tobytes() == alone.params.vector.tobytes()


def test_units_that_begin_alike_stay_alike():
    """Of zero weights every unit of a layer gets the same gradient, for ever: symmetry never breaks."""
    run = NETWORK(initializer="zeros", dataset="xor", activation="sigmoid")
    run.steps(300)
    assert np.abs(run.params["W2"]).max() > 0
    for name in ("W1", "b1"):
        np.testing.assert_allclose(run.params[name], np.roll(run.params[name], 1, axis=-1), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("dataset", [choice.value for choice in NETWORK.knobs()["dataset"].choices])
def test_every_data_set_is_the_same_again_and_can_be_learned(dataset):
    run, again, other = NETWORK(dataset=dataset), NETWORK(dataset=dataset), NETWORK(dataset=dataset, seed=77)
    assert run.X.tobytes() == again.X.tobytes() and run.y.tobytes() == again.y.tobytes()
    assert dataset == "lecture" or run.X.tobytes() != other.X.tobytes()
    low, high = domain(run).T
    assert ((low <= run.X) & (run.X <= high)).all()
    assert run.samples == (3 if dataset == "lecture" else 140) and len(run.test[0]) == (
        0 if dataset == "lecture" else 60
    )
    assert not {tuple(x) for x in run.X} & {tuple(x) for x in run.test[0]}, "what is held out is not trained on"
    run = NETWORK(dataset=dataset, optimizer="adam", learning_rate=0.02, hidden="12,12", batch_size=20)
    run.steps(1500)
    numbers = run.numbers(run.upcoming())
    if run.dataset.classes:
        assert numbers["accuracy"] >= 0.97 and numbers["test_accuracy"] >= 0.85
    else:
        assert run.objective() < 0.03


def test_two_classes_are_one_output_and_three_are_three():
    assert NETWORK(dataset="xor").y.shape == (140, 1)
    assert NETWORK(dataset="xor", loss="cross-entropy").y.shape == (140, 2)
    blobs = NETWORK(dataset="blobs")
    assert blobs.y.shape == (140, 3) and (blobs.y.sum(axis=1) == 1).all()
    assert (blobs.config.output, blobs.config.loss) == ("softmax", "cross-entropy")


def test_a_loss_without_its_output_is_refused_in_words():
    with pytest.raises(BadValue, match="takes sigmoid outputs, and these are identity: choose sigmoid"):
        NETWORK(output="identity", loss="bce")
    with pytest.raises(BadValue, match="takes softmax outputs"):
        Timeline(NETWORK, {"dataset": "blobs"}, {"output": ["softmax", "sigmoid"]})
    assert NETWORK(loss="bce").config.output == "sigmoid"
    assert NETWORK(dataset="moons", loss="cross-entropy").config.output == "softmax"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3,,4", "between two commas there is no number"),
        ("a", "“a” is not a whole number of units"),
        ("2.5", "“2.5” is not a whole number of units"),
        ("-3", "“-3” is not a whole number of units"),
        ("0", "a layer has 1 to 32 units, not 0"),
        ("33", "a layer has 1 to 32 units, not 33"),
        ("1,1,1,1,1,1,1", "these are 7 layers, and there can be 6"),
    ],
)
def test_hidden_layers_that_cannot_be_are_told(text, said):
    with pytest.raises(BadValue, match="Hidden units cannot be") as error:
        NETWORK(hidden=text)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("hidden", "sizes"), [("", (2, 1)), (" 8 , 8 ", (2, 8, 8, 1)), ("32,32,32,32,32,32", (2, *[32] * 6, 1))]
)
def test_hidden_layers_are_as_written(hidden, sizes):
    run = NETWORK(hidden=hidden)
    assert run.sizes == sizes
    run.step()
    assert len(run.params) == sum(n * h for n, h in pairwise(sizes))


def test_the_sample_in_focus_is_that_of_the_look():
    run = with_weights()
    for sample in range(3):
        frame = run.frame({"sample": sample})
        page = run.explain()
        np.testing.assert_array_equal(frame.arrays["focus_x"], page["batch"]["x"][sample])
        np.testing.assert_allclose(frame.arrays["focus_a"][:3], page["forward"]["a2"][sample], rtol=1e-15)
        np.testing.assert_allclose(frame.arrays["focus_a"][3:], page["forward"]["yhat"][sample], rtol=1e-15)
        assert frame.arrays["focus"][0] == sample
    assert run.frame({"sample": 99}).arrays["focus"][0] == 2, "of fewer samples the last"


def test_what_if_sends_other_inputs_through_and_trains_nothing():
    run, alone = with_weights(), with_weights()
    frame = run.frame(NETWORK.parse_look({"inputs": [0.1, 0.2]}))
    expected = forward(run.net, run.params, np.array([[0.1, 0.2]]))
    np.testing.assert_allclose(frame.arrays["focus_a"][-1], expected.yhat[0, 0], rtol=1e-15)
    assert frame.arrays["focus"][0] == -1 and frame.arrays["focus_y"].size == 0
    assert run.frame({"inputs": [1.0]}).arrays["focus"][0] == 0, "another number of inputs is none"
    run.steps(5), alone.steps(5)
    assert run.params.vector.tobytes() == alone.params.vector.tobytes()


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ({"sample": -1}, "the number of a training sample"),
        ({"sample": 1.5}, "the number of a training sample"),
        ({"sample": True}, "the number of a training sample"),
        ({"inputs": 3}, "a list of numbers"),
        ({"inputs": [1e9, 0]}, "a list of numbers"),
        ({"inputs": ["a"]}, "a list of numbers"),
        ({"domain": [0, 1, 0, 1]}, "has no look “domain”"),
    ],
)
def test_a_look_that_is_none_is_refused(look, said):
    with pytest.raises(BadValue, match=said):
        NETWORK.parse_look(look)


def test_rows_of_a_large_batch_are_its_first_ones_and_delta_is_that_of_the_whole():
    run = NETWORK(dataset="xor", batch_size=50)
    frame, page = run.frame({}), run.explain()
    np.testing.assert_array_equal(frame.arrays["x"], page["batch"]["x"][:8])
    np.testing.assert_allclose(frame.arrays["delta"][:, -1], page["forward"]["delta3"][:8, 0], rtol=1e-14)
    np.testing.assert_allclose(frame.arrays["z"][:, :4], page["forward"]["z2"][:8], rtol=1e-14)


def test_the_path_tells_objective_test_and_slopes_of_its_steps():
    timeline = Timeline(NETWORK, {"dataset": "moons", "l2": 0.01})
    numbers = []
    for _ in range(12):
        run = timeline.lanes[0]
        gradient = run.params.named(run.loss_and_gradient(None)[1])
        norms = [np.linalg.norm(gradient[name]) for name in ("W1", "W2")]
        numbers.append([run.objective(), run.numbers(run.upcoming())["test"], *norms])
        timeline.advance(1)
    trail = timeline.trail(-1, {})["trail"]
    np.testing.assert_array_equal(trail[:, 0], np.arange(13))
    np.testing.assert_allclose(trail[:12, 2:], numbers, rtol=1e-12)


@pytest.mark.parametrize("knobs", [{}, {"hidden": "32,32,32,32,32,32", "optimizer": "adam", "dataset": "spiral"}])
def test_what_it_keeps_is_within_its_price(knobs):
    cost, timeline = price(NETWORK, knobs), Timeline(NETWORK, knobs)
    timeline.advance(300)
    assert timeline.bytes_used <= cost.bytes
    assert sum(snapshot.nbytes for snapshot in timeline.now.snapshot()) <= 256 * 1024


@pytest.mark.parametrize(
    "activation, hidden", [("tanh", "16,16"), ("relu", "16,16"), ("gelu", "16,16"), ("tanh", "32,32,32,32,32,32")]
)
def test_what_it_takes_with_its_pictures_and_whatever_batches_is_within_its_price(activation, hidden):
    knobs = {"dataset": "spiral", "hidden": hidden, "points": 2000, "activation": activation, "learning_rate": 0.001}
    cost = price(NETWORK, knobs)
    tracemalloc.start()
    try:
        timeline = Timeline(NETWORK, knobs)
        for batch_size in (10, 1397, 1396, 1395):
            timeline.change({"batch_size": batch_size})
            timeline.advance(3)
        timeline.frame({}), timeline.picture({}), timeline.trail(-1, {})
        once = 10 * 4 * AT_ONCE  # a surface in the making, of which a process has one at a time
        assert tracemalloc.get_traced_memory()[1] <= cost.bytes + once
    finally:
        tracemalloc.stop()


def test_the_price_of_an_update_tells_the_dear_activation():
    """GELU asks for an erf of every sum, which takes longer than all its products in a small network."""
    of = {
        f: price(NETWORK, {"dataset": "spiral", "points": 2000, "batch_size": 2000, "activation": f})
        for f in ACTIVATIONS
    }
    assert of["gelu"].operations > 2 * of["tanh"].operations
    assert of["tanh"].operations == of["relu"].operations


def test_a_large_network_is_within_what_one_run_may_have():
    """Six layers of 32 units, the largest there are: alone, with as many samples as may be, and three in a race."""
    knobs, most = {"dataset": "spiral", "hidden": "32,32,32,32,32,32"}, Settings.model_fields["run_bytes"].default
    assert price(NETWORK, knobs).bytes < most / 2
    assert price(NETWORK, {**knobs, "points": 1000}).bytes <= most
    assert price(NETWORK, {**knobs, "points": 2000, "activation": "tanh"}).bytes <= most
    assert price(NETWORK, {**knobs, "activation": "tanh"}, {"learning_rate": [0.1, 0.3, 1.0]}).bytes <= most


@pytest.mark.parametrize("knobs", [{}, {"activation": "gelu", "output": "identity"}, {"dataset": "blobs"}])
def test_what_a_picture_tried_out_is_gone_at_once(knobs):
    """Not kept until the collector of cycles comes by: these are megabytes, many times a second."""
    gc.collect()
    gc.disable()
    try:
        params, tried = NETWORK(**knobs).scratch()
        tried.run()
        left = weakref.ref(tried)
        del params, tried
        assert left() is None
    finally:
        gc.enable()


@pytest.mark.parametrize("name", INITIALIZERS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_it_diverges_in_words_and_without_warnings(activation, name):
    timeline = Timeline(
        NETWORK,
        {"dataset": "plane", "hidden": "8,8,8", "activation": activation, "initializer": name, "learning_rate": 100.0},
    )
    timeline.advance(100)
    frame = timeline.frame({})
    assert timeline.status in ("ready", "diverged", "done")
    assert all(np.isfinite(array).all() for name, array in frame.arrays.items() if name not in ("params",))
    assert len(OPTIMIZERS) == 8


IRIS = Table(
    ("length", "width", "kind"),
    ("iris", "lily", "rose"),
    np.array([[150.0, 3.0, 0], [170, 3.5, 0], [160, 8.0, 1], [155, 9.0, 1], [300, 5.0, 2], [310, 5.5, 2]]),
)
YEARS = Table(
    ("year", "rain", "price"), (), np.array([[1990.0 + k, 30 + 5 * (k % 4), 1e5 * (3 + 0.2 * k)] for k in range(31)])
)


def test_a_table_of_ones_own_is_learned_whatever_its_units():
    run = NETWORK(dataset="sha256:" + "a" * 64, data=pack(IRIS), test_share=0.0)
    assert (run.config.bias, run.config.output, run.y.shape) == (True, "sigmoid", (6, 3))
    np.testing.assert_allclose([run.X.mean(axis=0), run.X.std(axis=0)], [[0, 0], [1, 1]], atol=1e-12)
    scene = run.scene({})
    whole, rest, spread = scene["scale_x"].T
    np.testing.assert_allclose(whole + rest + spread * run.X, IRIS.values[:, :-1])
    assert scene["scale_y"].tolist() == [0, 0, 1]  # which class it is needs no units
    run.steps(1500)
    assert run.numbers(run.upcoming())["accuracy"] == 1.0
    run = NETWORK(dataset="sha256:" + "b" * 64, data=pack(YEARS))
    assert len(run.test[0]) == 9 and run.y.min() >= 0.1 - 1e-12 and run.y.max() <= 0.9 + 1e-12
    whole, rest, one = run.scene({})["scale_y"]
    prices = whole + rest + one * np.concatenate([run.y[:, 0], run.test[1][:, 0]])
    np.testing.assert_allclose(np.sort(prices), np.sort(YEARS.values[:, -1]))
    start = run.objective()
    run.steps(1500)
    assert run.objective() < start / 10


def test_the_labs_own_data_are_told_as_they_are():
    scene = NETWORK().scene({})
    assert scene["scale_x"].tolist() == [[0, 0, 1], [0, 0, 1]] and scene["scale_y"].tolist() == [0, 0, 1]


def test_units_are_exact_where_numbers_are_large_and_near_to_one_another():
    seconds = Table(("second", "level"), (), np.array([[1.7e9 + 3600 * k, 1e-60 * k] for k in range(24)]) - [[5e8, 0]])
    run = NETWORK(dataset="sha256:" + "e" * 64, data=pack(seconds), test_share=0.0)
    scale = run.scene({})["scale_x"][0].astype(np.float32).astype(np.float64)  # as a page receives it
    told = scale[0] + scale[1] + scale[2] * run.X[:, 0].astype(np.float32).astype(np.float64)
    np.testing.assert_allclose(told, seconds.values[:, 0], rtol=0, atol=0.02)
    assert (run.scene({})["scale_y"].astype(np.float32) > 0)[2] and np.isfinite(run.y).all()


def test_a_table_that_cannot_be_is_refused_in_words():
    name = "sha256:" + "c" * 64
    with pytest.raises(BadValue, match="it may have expired"):
        NETWORK(dataset=name)
    with pytest.raises(BadValue, match="These bytes are no table"):
        NETWORK(dataset=name, data=b"x,y")
    large = Table(("x", "y"), (), np.random.default_rng(0).normal(size=(5001, 2)))
    with pytest.raises(BadValue, match="This table has 5001 rows, and the network takes 5000"):
        NETWORK(dataset=name, data=pack(large))


def test_the_price_of_a_table_is_that_of_its_rows():
    config = NETWORK.make_config({"dataset": "sha256:" + "d" * 64})
    small, large = (
        NETWORK.price(config, pack(Table(("x", "y"), (), np.random.default_rng(0).normal(size=(m, 2)))))
        for m in (50, 4000)
    )
    assert large.bytes > 30 * small.bytes


@pytest.mark.parametrize(
    ("knobs", "said"),
    [
        ({"output": "softmax"}, "Softmax outputs are the shares of classes, and these data have a number"),
        ({"dataset": "sine", "loss": "bce", "output": "sigmoid"}, "takes targets from 0 to 1"),
        ({"dataset": "plane", "loss": "cross-entropy"}, "Softmax outputs are the shares of classes"),
    ],
)
def test_outputs_that_do_not_suit_the_data_are_refused(knobs, said):
    with pytest.raises(BadValue, match=said):
        NETWORK(**knobs)


def test_flat_units_are_counted_layer_by_layer():
    run = NETWORK(dataset="xor", activation="relu", output="sigmoid", hidden="3,2", bias=True)
    for name, value in {"b1[0]": -1e3, "b1[2]": -1e3, "b2[0]": 1e3, "b2[1]": 1e3, "b3[0]": 0.0}.items():
        run.change(**{name: value})
    for j in range(2):
        run.change(**{f"W3[{j},0]": 0.0})
    assert run.picture({})["flat"].tolist() == [2, 0, 0]
    run.change(**{"b3[0]": 20.0})
    assert run.picture({})["flat"].tolist() == [2, 0, 1]
    softmax = NETWORK(dataset="blobs", activation="leaky-relu", output="softmax", loss="cross-entropy")
    softmax.change(**{f"W1[{i},{j}]": -50.0 for i in range(2) for j in range(3)})
    assert softmax.picture({})["flat"].tolist() == [0, 0], "of leaky ReLU a hundredth is left; softmax has no f′"


def test_a_poster_has_the_real_surface_with_the_path_and_the_loss_of_the_test_data() -> None:
    told = tell(NETWORK, {"dataset": "moons", "test_share": 0.4, "batch_size": 7}, [], 60)
    timeline = Timeline(NETWORK, {"dataset": "moons", "test_share": 0.4, "batch_size": 7})
    timeline.advance(60)
    run = timeline.lanes[0]
    seen = run.picture({}, timeline.ways()[0])
    plane = told.poster.plane
    assert plane is not None and plane.values.tolist() == seen["plane_surface"].tolist()
    assert plane.paths[0].points.tolist() == seen["plane_path"][:, 1:3].tolist() and not plane.paths[0].leaps
    assert f"{100 * seen['plane_share'][0]:.1f} %" in plane.words
    batches, whole, tested = told.poster.curves
    assert (batches.whole, whole.whole, whole.name, tested.name) == (False, True, "", "test data")
    assert tested.y[-1] == pytest.approx(run.numbers(run.upcoming())["test"], rel=1e-12)
    assert whole.y[-1] == pytest.approx(run.objective(), rel=1e-12)
    race = tell(NETWORK, {}, [], 3, {"learning_rate": [1.0, 3.0]}).poster
    assert race.plane is None and [curve.name for curve in race.curves] == ["", ""]


def test_training_and_test_loss_contain_the_same_penalty():
    run = NETWORK(dataset="moons", test_share=0.3, l1=0.02, l2=0.01)
    for _ in range(5):
        run.step()
    more = penalty(run.net, run.params)
    assert more > 0.1
    for (X, y), J in ((run.X, run.y), run.objective()), (run.test, run.numbers(run.upcoming())["test"]):
        assert J == pytest.approx(each_loss(run.net, forward(run.net, run.params, X), y).mean() + more)


@given(
    st.text(alphabet="0123 ,x", max_size=12)
    | st.lists(st.integers(0, 40), max_size=8).map(lambda n: ",".join(map(str, n)))
)
def test_the_pattern_of_hidden_layers_is_their_rule(text):
    rule = NETWORK.knobs()["hidden"].rule
    assert bool(re.fullmatch(rule.pattern, text)) == (rule.wrong(text) == "")


def test_a_poster_tells_where_training_arrived_and_where_a_change_put_the_run():
    changes = [{"step": 3, "values": {"W1[0,0]": -2.0, "W1[0,1]": 1.5}}]
    told = tell(NETWORK, {}, changes, 3, look={"plane": ["W1[0,0]", "W1[0,1]"]})
    timeline = Timeline(NETWORK, {})
    timeline.advance(3)
    assert told.poster.plane is not None
    (way,) = told.poster.plane.paths
    assert way.points[-1].tolist() == timeline.lanes[0].params["W1"][0, :2].tolist()
    assert [(after, place.tolist()) for after, place in way.leaps] == [(3, [-2.0, 1.5])]
    further = tell(NETWORK, {}, changes, 5, look={"plane": ["W1[0,0]", "W1[0,1]"]}).poster.plane
    assert further is not None and further.paths[0].leaps[0][0] == 3 and len(further.paths[0].points) == 6
