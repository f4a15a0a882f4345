"""The Descent lab: what its pages say, against closed forms and by hand."""

import numpy as np
import pytest

from engine.knobs import BadValue
from engine.labs import LABS
from engine.landscapes import noisy_line
from engine.table import Table, pack

LANDSCAPES = ("regression", "bowl", "ravine")


def test_one_update_by_hand():
    """Three points, θ = (0, 1): ŷ = x, e = (6−10, 7−9, 9−6), J = 29/3, the lecture's training error."""
    data = pack(Table(("x", "y"), (), np.array([[6.0, 10.0], [7.0, 9.0], [9.0, 6.0]])))
    run = LABS["descent"](data=data, dataset="sha256:three", start_x=0.0, start_y=1.0, learning_rate=0.01)
    page = run.explain()
    np.testing.assert_array_equal(page["forward"]["e"], [-4, -2, 3])
    np.testing.assert_array_equal(page["forward"]["squared"], [16, 4, 9])
    assert page["loss"] == page["objective"] == pytest.approx(29 / 3, rel=1e-15)
    # ∂J/∂θ₀ = 2/3 (−4 −2 +3) = −2;  ∂J/∂θ₁ = 2/3 (−4·6 −2·7 +3·9) = −22/3
    np.testing.assert_allclose(page["grads"]["theta"], [-2, -22 / 3], rtol=1e-15)
    run.step()
    np.testing.assert_allclose(run.params["theta"], [0.02, 1 + 0.22 / 3], rtol=1e-14)


def test_descent_on_the_ravine_has_its_closed_form():
    """Each coordinate shrinks by 1 − αλ: θ_t = ((1 − α)^t θ₀, (1 − ακ)^t θ₁)."""
    run = LABS["descent"](landscape="ravine", condition=12.0, start_x=-3.6, start_y=0.95, learning_rate=0.145)
    run.steps(60)
    exact = [-3.6 * (1 - 0.145) ** 60, 0.95 * (1 - 0.145 * 12) ** 60]
    np.testing.assert_allclose(run.params["theta"], exact, rtol=1e-12)


@pytest.mark.parametrize(("optimizer", "beta"), [("sgd", 0.0), ("momentum", 0.9), ("momentum", 0.5)])
@pytest.mark.parametrize("landscape", LANDSCAPES)
def test_the_stable_rate_is_the_edge(landscape, optimizer, beta):
    def final_loss(part_of_limit):
        knobs = {"landscape": landscape, "optimizer": optimizer, "momentum": beta}
        limit = LABS["descent"](**knobs).stable_rate()
        run = LABS["descent"](**knobs, learning_rate=part_of_limit * limit)
        start = run.objective() - run.landscape.loss(run.landscape.minimum())
        run.steps(4000)
        return (run.objective() - run.landscape.loss(run.landscape.minimum())) / start

    assert final_loss(0.99) < 1e-6
    assert final_loss(1.01) > 1e4


@pytest.mark.parametrize("knobs", [{"batch_size": 23}, {"optimizer": "adam"}, {"clip": 1.0}])
def test_no_stable_rate_is_shown_where_it_would_not_be_true(knobs):
    run = LABS["descent"](**knobs)
    assert run.stable_rate() is None
    assert "stable_rate" not in run.frame({}).scalars


def test_a_mini_batch_has_a_slope_of_its_own():
    run = LABS["descent"](batch_size=4)
    page, picture = run.explain(), run.picture({})
    x, y = noisy_line()[page["batch"]["index"]].T
    e = 2.5 - 1.2 * x - y
    np.testing.assert_allclose(page["grads"]["theta"], [2 * e.mean(), 2 * (e * x).mean()], rtol=1e-13)
    np.testing.assert_allclose(picture["sample_gradients"].mean(axis=0), picture["gradient_full"], rtol=1e-13)
    assert np.linalg.norm(page["grads"]["theta"] - picture["gradient_full"]) > 0.1


@pytest.mark.parametrize("landscape", LANDSCAPES)
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_the_slice_holds_the_next_loss_for_any_rate(landscape, optimizer):
    """What the page shows before α is chosen is what happens when it is."""
    for wanted in (1e-4, 0.03, 2.0, 100.0):
        run = LABS["descent"](landscape=landscape, optimizer=optimizer)
        rates, _, full = run.picture({})["slice"]
        nearest = np.argmin(np.abs(rates - wanted))
        run.change(learning_rate=float(rates[nearest]))
        run.step()
        assert run.objective() == pytest.approx(full[nearest], rel=1e-9)


def test_clipping_is_told():
    page = LABS["descent"](clip=0.5).explain()
    assert np.linalg.norm(page["grads"]["theta"]) == pytest.approx(0.5, rel=1e-5)
    assert np.linalg.norm(page["grads_unclipped"]["theta"]) > 0.5
    assert "grads_unclipped" not in LABS["descent"](clip=100.0).explain()


@pytest.mark.parametrize(
    "domain", [[0, 1, 0], [1, 0, 0, 1], [0, 0, 0, 1], [0, 1, 0, 1e9], ["a", 1, 0, 1], [0, True, 0, 1], 3]
)
def test_a_look_is_checked(domain):
    with pytest.raises(ValueError, match="four numbers"):
        LABS["descent"].parse_look({"domain": domain})


def test_a_wider_look_shows_a_wider_surface():
    run = LABS["descent"]()
    wide = run.scene(LABS["descent"].parse_look({"domain": [-50, 50, -20, 20]}))
    np.testing.assert_array_equal(wide["domain"], [-50, 50, -20, 20])
    assert wide["surface"][0, 0] == pytest.approx(run.landscape.loss(np.array([-50.0, -20.0])))
    assert wide["surface"][-1, 0] == pytest.approx(run.landscape.loss(np.array([-50.0, 20.0])))
    assert run.scene_key({}) != run.scene_key({"domain": [-50, 50, -20, 20]})


@pytest.mark.parametrize("landscape", ["regression", "neuron", "linear-rnn"])
@pytest.mark.parametrize("size", [1, 5])
def test_the_noise_is_what_batches_have(landscape, size):
    """The covariance of the gradients of all batches of 1 (there are m), and of many random ones of 5."""
    run = LABS["descent"](landscape=landscape, batch_size=size, start_x=0.4, start_y=0.6)
    theta, m = run.params.vector, run.samples
    random = np.random.default_rng(3)
    batches = np.arange(m)[:, None] if size == 1 else np.array([random.permutation(m)[:size] for _ in range(4000)])
    gradients = np.array([run.landscape.gradient(theta, batch) for batch in batches])
    measured = np.cov(gradients.T, bias=True)
    np.testing.assert_allclose(run.picture({})["noise"], measured, rtol=1e-12 if size == 1 else 0.1)
    assert "noise" not in LABS["descent"](landscape=landscape, batch_size=m).picture({})


@pytest.mark.parametrize("landscape", ["rosenbrock", "neuron", "linear-rnn", "regression"])
@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adam"])
def test_the_slopes_are_those_of_the_slice(landscape, optimizer):
    run = LABS["descent"](landscape=landscape, optimizer=optimizer, learning_rate=0.001, batch_size=7, clip=2.0)
    run.steps(3)
    picture, d = run.picture({}), run.upcoming().direction
    for row, batch in enumerate((run.upcoming().batch, None)):
        e = 1e-6 / np.linalg.norm(d)
        up, down = (run.landscape.loss(run.params.vector + s * e * d, batch) for s in (-1, 1))
        assert picture["slopes"][row] == pytest.approx((up - down) / (2 * e), rel=1e-4)


def test_a_bound_is_a_fact_on_quadratics_and_a_guide_elsewhere():
    assert "stable_rate" in LABS["descent"]().frame({}).scalars
    run = LABS["descent"](landscape="rosenbrock", start_x=1.0, start_y=1.0)
    assert "stable_rate" not in run.frame({}).scalars
    # at (1, 1) the Hessian is (802, −400; −400, 200), with λ_max = 501 + √(501² − 400)
    assert run.frame({}).scalars["local_rate"] == pytest.approx(2 / (501 + np.sqrt(501**2 - 400)), rel=1e-12)
    assert (
        LABS["descent"](landscape="himmelblau", start_x=0.0, start_y=0.0).stable_rate() is None
    )  # it bends down there


@pytest.mark.parametrize(
    ("table", "given"),
    [
        (Table(("a", "b", "c"), (), np.eye(3)), "This table has 3 columns (a, b, c)."),
        (
            Table(("a", "pet"), ("cat", "dog"), np.eye(2)),
            "This table has 2 columns (a, pet), and the last holds 2 classes (cat, dog).",
        ),
    ],
)
def test_a_line_takes_two_columns_of_numbers(table, given):
    with pytest.raises(BadValue) as caught:
        LABS["descent"](data=pack(table), dataset="sha256:other")
    assert str(caught.value) == f"A line takes a table of two columns of numbers, x and y. {given}"
    assert (caught.value.field, caught.value.allowed) == ("dataset", "a table of two columns of numbers, x and y")


def test_bytes_that_are_no_table_are_refused():
    with pytest.raises(BadValue, match=r"These bytes are no table.* Wanted is a table of two columns") as caught:
        LABS["descent"](data=np.eye(2).tobytes(), dataset="sha256:bytes")
    assert caught.value.field == "dataset"
