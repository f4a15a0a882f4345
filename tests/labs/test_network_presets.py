"""What the stories of the Network lab answer is what the engine does, number by number."""

from typing import Any

import numpy as np

from engine.labs import LABS
from engine.network import forward
from engine.timeline import Timeline

NETWORK = LABS["network"]
PRESETS = {preset.name: preset for preset in NETWORK.presets}


def at(name: str, *steps: int) -> list[list[Any]]:
    """The lanes of a story at some of its steps, as they were then."""
    preset = PRESETS[name]
    timeline = Timeline(NETWORK, preset.config, preset.compare)
    found = []
    for step in steps:
        timeline.advance(step - timeline.step)
        lanes = []
        for run in timeline.lanes:
            numbers = run.numbers(run.upcoming())
            yhat = forward(run.net, run.params, run.X)
            lanes.append({"J": run.objective(), "forward": yhat, "params": run.params.vector.copy(), **numbers})
            lanes[-1]["norms"] = run.frame({}).arrays["norms"]
        found.append(lanes)
    return found


def says(name: str, *parts: str) -> None:
    for part in parts:
        assert part in PRESETS[name].question + PRESETS[name].answer, part


def test_first_the_mean_then_what_tells_them_apart() -> None:
    start, soon, end = (lanes[0] for lanes in at("lecture", 0, 10, 120))
    assert np.abs(start["forward"].yhat - 0.42).max() < 0.015
    assert np.abs(soon["forward"].yhat - 0.66).max() < 0.015
    says("lecture", f"from {start['J']:.3f} to {soon['J']:.3f}", f"J is {end['J']:.3f}")
    says("lecture", "they are {:.2f}, {:.2f} and {:.2f}".format(*end["forward"].yhat.ravel()))


def test_a_rate_of_100_ends_where_f_is_flat() -> None:
    _, first, end = at("too-large", 0, 1, 80)
    assert (first[2]["forward"].yhat > 0.999).all()
    says("too-large", f"stays at {end[2]['J']:.3f}", f"down to {end[1]['J']:.3f}, α = 3 to {end[0]['J']:.3f}")
    assert end[2]["norms"].max() < 1e-5


def test_the_gradient_vanishes_on_its_way_through_sigmoids() -> None:
    start, end = at("vanishing", 0, 100)
    norms = start[0]["norms"]
    says(
        "vanishing",
        f"W⁶ has {norms[5]:.3f} of it and W¹ only {norms[0]:.5f}",
        f"tanh, whose slope is 1 at 0, has {100 * end[1]['accuracy']:.0f} %",
    )
    shares = norms[:-1] / norms[1:]
    assert (0.1 < shares).all() and (shares < 0.3).all()
    assert np.ptp(end[0]["forward"].yhat) < 0.01, "the same for every input"


def test_equal_units_stay_equal() -> None:
    (end,) = at("zeros", 400)
    a = end[0]["forward"].a[2]
    np.testing.assert_allclose(a, a[:, :1].repeat(4, axis=1), atol=1e-12)
    assert abs(end[0]["accuracy"] - 0.5) < 0.02
    says("zeros", f"{100 * end[1]['accuracy']:.0f} % are right")


def test_seven_of_eight_units_die() -> None:
    (end,) = at("dead-relus", 200)
    dead = int((end[0]["forward"].a[2].max(axis=0) == 0).sum())
    says("dead-relus", f"{dead} of the 8 units are", f"gets {100 * end[0]['accuracy']:.0f} % right")


def test_small_batches_are_ahead_over_samples_seen() -> None:
    (end,) = at("noise", 100)
    says("noise", "{:.2f}, {:.2f} and {:.2f}".format(*(lane["J"] for lane in end)))
    assert 100 * 140 == 14_000
    says("noise", "the last 14 000")


def test_the_test_loss_turns_round() -> None:
    early, end = (lanes[0] for lanes in at("overfitting", 200, 800))
    says(
        "overfitting",
        f"{early['J']:.2f} and {early['test']:.2f}",
        f"down to {end['J']:.2f}",
        f"risen to {end['test']:.2f}",
    )
    before, after = (lanes[0] for lanes in at("overfitting", 150, 200))
    assert after["test"] < before["test"] and after["J"] < before["J"]
    assert end["accuracy"] == 1.0


def test_the_sixteenth_digit_grows() -> None:
    first, then, end = at("chaos", 1, 100, 500)
    apart = [np.abs(lanes[0]["params"] - lanes[1]["params"]).max() for lanes in (first, then, end)]
    assert 0 < apart[0] < 1e-15 and apart[1] < 1e-6 and apart[2] > 0.1
    assert abs(end[0]["J"] - end[1]["J"]) > 0.01
