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
