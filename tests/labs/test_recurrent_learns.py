"""Every task of the Recurrent lab is learned within the updates that the documentation names, from three seeds."""

import pytest

from engine.labs.recurrent import Recurrent

pytestmark = pytest.mark.slow

REACHED: dict[str, tuple[str, float, int]] = {
    "addition": ("exact", 0.99, 400),
    "moving-dot": ("test_accuracy", 0.99, 250),
    "negation": ("test_accuracy", 0.99, 400),
    "remember": ("test_accuracy", 0.99, 150),
    "counting": ("accuracy", 0.95, 600),
    "caption": ("exact", 0.99, 300),
    "characters": ("accuracy", 0.85, 600),
    "linear": ("test_accuracy", 0.99, 250),
}
"""What is measured, how much of it is reached at some step, and in how many updates at most."""


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("task", REACHED)
def test_a_task_is_learned(task: str, seed: int) -> None:
    measure, share, within = REACHED[task]
    run = Recurrent(task=task, seed=seed)
    best = 0.0
    while run.updates < within:
        run.steps(10)
        best = max(best, run.frame({}).scalars[measure])
        if best >= share:
            print(f"{task} seed {seed}: {run.updates}")
            return
    raise AssertionError(f"{task}, seed {seed}: {measure} is {best:.3f} at best in {within} updates")
