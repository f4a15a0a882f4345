"""What only long runs show: convergence at the rates that theory gives, and histories of 200,000 updates."""

import numpy as np
import pytest

from engine.labs import LABS
from engine.rng import generator
from engine.timeline import KEYFRAME_BYTES, STEP_LIMIT, Timeline

pytestmark = pytest.mark.slow
DESCENT = LABS["descent"]


def updates_until(run, part):
    """How many updates it takes until the loss above the minimum is this part of what it was."""
    least = run.landscape.loss(run.landscape.minimum())
    aim = part * (run.objective() - least)
    while run.objective() - least > aim:
        run.steps(10)
        assert run.updates < 1_000_000
    return run.updates


@pytest.mark.parametrize("kappa", [100.0, 1000.0])
def test_momentum_needs_the_square_root_of_the_updates(kappa):
    """On a ravine, at their best rates: plain descent shrinks by (κ−1)/(κ+1) a step, momentum by (√κ−1)/(√κ+1).

    Source: Polyak (1964). α = 2/(1+κ); α = (2/(1+√κ))², β = ((√κ−1)/(√κ+1))².
    """
    ravine, root = {"landscape": "ravine", "condition": kappa}, np.sqrt(kappa)
    plain = DESCENT(**ravine, learning_rate=2 / (1 + kappa))
    best = {"learning_rate": (2 / (1 + root)) ** 2, "momentum": ((root - 1) / (root + 1)) ** 2}
    momentum = DESCENT(**ravine, optimizer="momentum", **best)
    expected = np.log(1e-12) / 2 / np.log((kappa - 1) / (kappa + 1))
    needed = updates_until(plain, 1e-12)
    assert needed == pytest.approx(expected, rel=0.02, abs=20)
    assert updates_until(momentum, 1e-12) < 2.5 * needed / root


def test_small_batches_wander_around_the_minimum():
    """With a small rate the mean of a long stretch is the least-squares line, though no single step ends there."""
    run = DESCENT(batch_size=1, learning_rate=0.002)
    run.steps(5000)
    total, spread, n = np.zeros(2), 0.0, 100_000
    for _ in range(n):
        run.step()
        total += run.params["theta"]
        spread = max(spread, float(np.abs(run.params["theta"] - run.landscape.minimum()).max()))
    np.testing.assert_allclose(total / n, run.landscape.minimum(), atol=0.003)
    assert spread > 0.01


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_run_at_its_limit_can_go_anywhere(optimizer):
    config = {"optimizer": optimizer, "batch_size": 5, "learning_rate": 0.01}
    random = generator(1, "test")
    targets = sorted({0, STEP_LIMIT, *random.integers(0, STEP_LIMIT, 40).tolist()})
    twin, seen = Timeline(DESCENT, config), {}
    for t in targets:
        twin.advance(t - twin.step)
        seen[t] = twin.lanes[0].params.vector.tobytes()
    timeline = Timeline(DESCENT, config)
    assert timeline.advance(10 * STEP_LIMIT) == STEP_LIMIT
    assert timeline.status == "done"
    assert timeline.keyframes.nbytes <= KEYFRAME_BYTES
    for t in random.permutation(targets).tolist():
        timeline.seek(t)
        assert timeline.lanes[0].params.vector.tobytes() == seen[t]
