"""What the stories of the Descent lab answer is what the engine does, number by number."""

from typing import Any

import numpy as np
import pytest

from engine.labs import LABS
from engine.timeline import Timeline

PRESETS = {preset.name: preset for preset in LABS["descent"].presets}


def played(name: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """θ and J of every lane at every step of a story: (steps, lanes, 2) and (steps, lanes)."""
    preset = PRESETS[name]
    timeline = Timeline(LABS["descent"], preset.config, preset.compare)
    changes = {change["step"]: change["values"] for change in preset.changes}
    places, losses = [], []
    while True:
        places.append([run.params["theta"].copy() for run in timeline.lanes])
        losses.append([run.objective() for run in timeline.lanes])
        if timeline.step in changes:
            timeline.change(changes[timeline.step])
        if timeline.step == preset.until or timeline.advance(1) == 0:
            return np.array(places), np.array(losses)


def story(name: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    places, losses = played(name)
    return places[:, 0], losses[:, 0]


def says(name: str, *parts: str) -> None:
    for part in parts:
        assert part in PRESETS[name].question + PRESETS[name].answer


def test_steps_shrink_and_j_rests() -> None:
    theta, J = story("first-look")
    steps = np.linalg.norm(np.diff(theta, axis=0), axis=1)
    says("first-look", f"{steps[0]:.2f} long", f"the 20th only {steps[19]:.2f}")
    least = min(row[2] for row in LABS["descent"]().scene({})["minima"])
    says("first-look", f"{least:.3f}")
    assert J[-1] == pytest.approx(least, rel=0.02)


def test_a_bowl_leaves_a_share_of_the_distance() -> None:
    far = np.linalg.norm(story("bowl")[0], axis=1)
    np.testing.assert_allclose(far[1:] / far[:-1], 0.85)
    assert far[4] / far[0] == pytest.approx(0.5, abs=0.03)
    says("bowl", f"{100 * far[30] / far[0]:.1f} % after 30")


def test_too_small() -> None:
    J, other = story("too-small")[1], story("first-look")[1]
    says("too-small", f"{J[0]:.2f}", f"{J[100]:.2f}")
    assert other[3] > J[100] > other[4]
    assert PRESETS["first-look"].config["learning_rate"] / PRESETS["too-small"].config["learning_rate"] == 30


def test_around_the_limit() -> None:
    limit = LABS["descent"]().stable_rate()
    assert limit is not None
    below, above, usual = (story(name)[1] for name in ("too-large", "diverges", "first-look"))
    says("too-large", f"The limit is {limit:.2f}", f"{abs(1 - 2 * 0.44 / limit):.2f} times", f"J is {below[40]:.3f}")
    assert (np.diff(below) < 0).all()
    assert usual[28] > below[40] > usual[29]
    says(
        "diverges",
        f"the limit is {limit:.2f}",
        f"{abs(1 - 2 * 0.5 / limit):.2f} times",
        f"after {len(above) - 1} steps",
    )
    assert (np.diff(above)[:2] < 0).all() and (np.diff(above)[2:] > 0).all()
    np.testing.assert_allclose(above[11:] / above[10:-1], 1.5, atol=0.01)
    assert above[-1] > 1e6 * above[0]


def test_the_ravine_with_and_without_momentum() -> None:
    theta, _ = story("ravine")
    across = abs(theta[1] - theta[0])
    assert across[1] > 3 * across[0]
    np.testing.assert_allclose(theta[1:] / theta[:-1], [[0.855, -0.74]] * 30, rtol=1e-9)
    theta, _ = story("momentum")
    assert theta[8, 0] < 0 < theta[9, 0]
    says("momentum", f"θ₀ = {theta[:, 0].max():.1f}", f"{1 / (1 - 0.7):.1f} times")


def test_batches() -> None:
    _, J = story("mini-batch")
    rises = np.diff(J) > 0
    assert not rises[:46].any()
    assert 0.4 < rises[46:].mean() < 0.5
    _, J = story("stochastic")
    says("stochastic", f"{(np.diff(J[:21]) > 0).sum()} of them", f"from {J[0]:.2f} to {J[20]:.2f}")
    assert (J[80:].min(), J[80:].max()) == pytest.approx((0.14, 0.2), abs=0.006)


def test_three_rates() -> None:
    _, J = played("three-rates")
    assert J[1].argmin() == 2 and J[40].argmin() == 1
    says("three-rates", f"J = {J[1, 2]:.2f}", f"J = {J[40, 1]:.3f}", f"at {J[40, 0]:.2f}", f"to {J[40, 2]:.0f}")


def test_noise() -> None:
    run = LABS["descent"](**PRESETS["noise"].config)
    wide = {}
    for size in (1, 4, 12):
        run.change(batch_size=size)
        wide[size] = np.sqrt(run.noise()[0, 0])
    assert 0.45 < wide[4] / wide[1] < 0.5
    says("noise", f"{wide[12] / wide[1]:.2f} times as wide")


def test_three_batches() -> None:
    _, J = played("three-batches")
    assert 0.169 < J[60].min() and J[60].max() < 0.18
    says(
        "three-batches",
        "switch the loss chart to “samples seen”",
        f"{J[1, 2]:.2f} with all",
        f"{J[5, 1]:.2f} with 5",
        f"{J[24, 0]:.2f} with 1",
    )


def test_the_ideal_path_and_the_real_one() -> None:
    theta, _ = story("ideal-path")
    run = LABS["descent"](**PRESETS["ideal-path"].config)
    assert run.flow()[-1] == pytest.approx([3.584, -1.848], abs=1e-3)
    assert theta[-1] == pytest.approx([3, 2], abs=0.1)
    slow = LABS["descent"](**PRESETS["ideal-path"].config | {"learning_rate": 0.003})
    slow.steps(400)
    assert slow.params["theta"] == pytest.approx([3.584, -1.848], abs=1e-3)


def test_four_starts_find_four_minima() -> None:
    theta, J = played("four-starts")
    minima = LABS["descent"](landscape="himmelblau").landscape.minima()
    found = [np.linalg.norm(minima - end, axis=1).argmin() for end in theta[-1]]
    assert sorted(found) == [0, 1, 2, 3]
    assert (J[-1] < 1e-6 * J[0]).all(), "the race card calls it a tie"


def test_the_race_in_the_ravine() -> None:
    _, J = played("ravine-race")
    rules = PRESETS["ravine-race"].compare
    assert rules is not None
    at = dict(zip(rules["optimizer"], J[20], strict=True))
    says("ravine-race", f"J at {at['adam']:.2f}", f"at {at['sgd']:.3f} then", f"Nesterov at {at['nesterov']:.4f}")
    assert max(at, key=at.__getitem__) == "adam"
    last = sorted(zip(J[60], rules["optimizer"], strict=True))
    assert {name for _, name in last[:2]} == {"rmsprop", "rprop"}


def test_the_pass() -> None:
    theta, _ = played("saddle")
    assert (theta[:, 0, 1] == 0).all()
    says("saddle", f"θ₁ = {theta[40, 1, 1]:.2f} after 40")
    assert theta[40, 2, 1] > 0.99


def test_dents() -> None:
    theta, J = played("dents")
    assert (9.9 < J[60, :2]).all() and (J[60, :2] < 10).all()
    says("dents", "just under J = 10")
    assert J[60, 2] > 20 and np.abs(np.diff(theta[40:, 2], axis=0)).max() > 0.5
    limit = 2 / LABS["descent"](landscape="rastrigin").landscape.curvature(theta[60, 0])[0]
    assert 0.01 / limit == pytest.approx(2, abs=0.1)


def test_the_valley() -> None:
    _, J = story("valley")
    says("valley", f"from {J[0]:.1f} to {J[2]:.1f}", f"At {J[300]:.2f}")
    _, race = played("valley-race")
    rules = PRESETS["valley-race"].compare
    assert rules is not None
    order = [name for _, name in sorted(zip(race[300], rules["optimizer"], strict=True))]
    assert order[:3] == ["nesterov", "momentum", "rprop"] and order[-1] == "sgd"
    says("valley-race", f"J = {race[300].min():.3f}", "still at the beginning of the floor")
    ways = played("valley-race")[0]
    floor = ways[300, rules["optimizer"].index("sgd")]
    assert floor[1] == pytest.approx(floor[0] ** 2, abs=0.05), "it is on the floor, y = x²"
    assert np.linalg.norm(floor - [1, 1]) > 1.5


def test_the_plain() -> None:
    _, J = story("plain")
    says("plain", f"from {J[60]:.2f}")
    assert J[120] < 0.01
    run = LABS["descent"](landscape="beale", learning_rate=0.05)
    run.steps(10)
    assert run.diverged
    slow = LABS["descent"](landscape="beale")
    slow.steps(60)
    limit = slow.stable_rate()
    assert limit is not None and limit > 2 * 0.05


def test_the_plateau() -> None:
    theta, J = story("plateau")
    assert J[0] - J[124] < 0.02 and J[136] < 0.1 and J[126] > 0.4
    landscape = LABS["descent"](landscape="neuron").landscape
    steep = [float(np.linalg.norm(landscape.gradient(at))) for at in theta]
    assert steep[0] == pytest.approx(0.001, abs=3e-4) and max(steep) > 100 * steep[0]


def test_through_time() -> None:
    run = LABS["descent"](**PRESETS["exploding"].config)
    assert np.linalg.norm(run.upcoming().gradient) == pytest.approx(8e6, rel=0.05)
    theta, J = story("exploding")
    assert len(J) == 2, "it diverges in its second update"
    assert round(theta[1, 1]) == -81568 and 96 <= np.log10(J[1]) < 97
    _, clipped = story("clipping")
    assert clipped[0] == pytest.approx(1e6, rel=0.01)
    smallest = LABS["descent"](landscape="linear-rnn", learning_rate=1e-5)
    smallest.steps(3)
    assert smallest.diverged
    says("clipping", f"to {clipped[150]:.2f} in 150")
    _, signs = story("signs")
    says("signs", f"J is {signs[40]:.1f} after 40", f"at {clipped[40]:.0f},", f"{signs[200]:.4f} after 200")
