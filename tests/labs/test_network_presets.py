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
    run = NETWORK(**PRESETS["lecture"].config)
    assert run.sizes == (2, 3, 1)
    says("lecture", "wanted are {:.2f}, {:.2f} and {:.2f}".format(*run.y.ravel()))
    assert np.abs(start["forward"].yhat - 0.42).max() < 0.015
    assert np.abs(soon["forward"].yhat - 0.66).max() < 0.015
    says("lecture", f"from {start['J']:.3f} to {soon['J']:.3f}", f"J is {end['J']:.3f}")
    says("lecture", "they are {:.2f}, {:.2f} and {:.2f}".format(*end["forward"].yhat.ravel()))


def test_a_rate_of_100_ends_where_f_is_flat() -> None:
    start, first, end = at("too-large", 0, 1, 80)
    preset = PRESETS["too-large"]
    assert preset.compare == {"learning_rate": [3.0, 30.0, 100.0]} and preset.lane == 2, (
        "that which the question is about"
    )
    assert first[1]["J"] > start[1]["J"], "α = 30 leaps"
    assert (first[2]["forward"].yhat > 0.999).all()
    says("too-large", f"stays at {end[2]['J']:.3f}", f"down to {end[1]['J']:.3f}, α = 3 to {end[0]['J']:.3f}")
    assert end[2]["norms"].max() < 1e-5


def test_the_gradient_vanishes_on_its_way_through_sigmoids() -> None:
    start, end = at("vanishing", 0, 100)
    norms = start[0]["norms"]
    says(
        "vanishing",
        f"is {norms[5]:.3f} at W⁶ and only {norms[0]:.5f} at W¹",
        f"tanh, whose slope is 1 at 0, has {100 * end[1]['accuracy']:.0f} %",
    )
    shares = norms[:-1] / norms[1:]
    assert (0.1 < shares).all() and (shares < 0.3).all() and abs(np.prod(shares) ** 0.2 - 0.25) < 0.02
    assert PRESETS["vanishing"].config["hidden"] == "8,8,8,8,8" and len(norms) == 6
    assert np.ptp(end[0]["forward"].yhat) < 0.01, "the same for every input"


def test_equal_units_stay_equal() -> None:
    (end,) = at("zeros", 400)
    a = end[0]["forward"].a[2]
    np.testing.assert_allclose(a, a[:, :1].repeat(4, axis=1), atol=1e-12)
    assert abs(end[0]["accuracy"] - 0.5) < 0.02
    says("zeros", f"{100 * end[1]['accuracy']:.0f} % are right")


def test_seven_of_eight_units_die() -> None:
    (end,) = at("dead-relus", 200)
    config = PRESETS["dead-relus"].config
    assert (config["activation"], config["hidden"], config["learning_rate"]) == ("relu", "8", 3.0)
    dead = int((end[0]["forward"].a[2].max(axis=0) == 0).sum())
    says("dead-relus", f"{dead} of the 8 units are", f"gets {100 * end[0]['accuracy']:.0f} % right")


def test_small_batches_are_ahead_over_samples_seen() -> None:
    first, end = at("noise", 1, 100)
    says("noise", "{:.2f}, {:.2f} and {:.2f}".format(*(lane["J"] for lane in end)))
    samples = NETWORK(**PRESETS["noise"].config).samples
    assert PRESETS["noise"].compare == {"batch_size": [1, 10, 1_000_000]} and 100 * samples == 14_000
    says("noise", "has used 100 samples", "the last 14 000")
    assert end[0]["J"] < 0.4 * first[2]["J"], "of 100 samples, and of 140"


def test_the_test_loss_turns_round() -> None:
    early, end = (lanes[0] for lanes in at("overfitting", 200, 800))
    says(
        "overfitting",
        f"Near update 200 the test loss is lowest, {early['test']:.2f}, and that of training {early['J']:.2f}",
        f"down to {end['J']:.2f}",
        f"risen to {end['test']:.2f}",
    )
    steps = [lanes[0] for lanes in at("overfitting", *range(0, 801, 20))]
    assert 180 <= 20 * int(np.argmin([one["test"] for one in steps])) <= 220
    assert steps[0]["J"] > steps[5]["J"] > early["J"] > steps[20]["J"] > end["J"]
    run = NETWORK(**PRESETS["overfitting"].config)
    assert (run.samples, len(run.test[0]), run.sizes[1:-1]) == (30, 30, (16, 16))
    assert end["accuracy"] == 1.0


def test_the_sixteenth_digit_grows() -> None:
    one, other = PRESETS["chaos"].compare["learning_rate"]
    assert other == np.nextafter(one, 2.0)
    first, then, *later, end = at("chaos", 1, 100, 160, *range(200, 310, 10), 500)
    alike, *differ = (abs(lanes[0]["J"] / lanes[1]["J"] - 1) for lanes in later)
    assert alike < 1e-4 and max(differ) > 0.05, "for about 200 they look the same"
    apart = [np.abs(lanes[0]["params"] - lanes[1]["params"]).max() for lanes in (first, then, end)]
    assert 0.5e-16 < apart[0] < 5e-16 and apart[1] < 1e-6 and apart[2] > 0.1
    assert abs(end[0]["J"] - end[1]["J"]) > 0.01
