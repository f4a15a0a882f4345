"""What an unrolled network costs is said before it is built, and is what it takes."""

import tracemalloc

import pytest

from engine.labs.recurrent import Recurrent
from engine.labs.recurrent_price import price

CONFIGS = [
    {},
    {"task": "moving-dot", "cell": "lstm"},
    {"task": "remember", "length": 60, "cell": "lstm"},
    {"task": "remember", "length": 40, "cell": "gru", "batch_size": 1_000_000},
    {"task": "characters"},
    {"task": "caption"},
    {"task": "counting", "length": 3},
    {"task": "addition", "length": 2, "hidden": 1},
    {"task": "negation", "length": 4},
    {"task": "moving-dot", "length": 30, "sequences": 2000, "hidden": 1, "batch_size": 1},
    {"task": "remember", "length": 100, "sequences": 2000, "hidden": 1, "batch_size": 1},
    {"task": "negation", "length": 20, "sequences": 2000, "hidden": 1, "batch_size": 1},
    {"task": "addition", "length": 20, "sequences": 2000, "hidden": 1, "batch_size": 1},
]


@pytest.mark.parametrize("knobs", CONFIGS, ids=lambda knobs: " ".join(map(str, knobs.values())) or "default")
def test_a_run_takes_no_more_memory_than_was_said(knobs: dict) -> None:
    said = price(Recurrent.make_config(knobs), None).bytes
    tracemalloc.start()
    try:
        run = Recurrent(**knobs)
        run.steps(2)
        run.frame({}), run.picture({}), run.objective()
        run.change(batch_size=5)
        run.steps(2)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak <= said <= 12 * peak + 2_000_000


def of(**knobs: object) -> tuple[int, int]:
    found = price(Recurrent.make_config({"task": "remember", "hidden": 64, **knobs}), None)
    return found.bytes, found.operations


def test_twice_as_many_steps_cost_about_twice_as_much() -> None:
    (bytes_, operations), (more_bytes, more_operations) = of(length=20), of(length=40)
    assert 1.6 < more_operations / operations < 2.1
    assert more_bytes > 1.1 * bytes_


@pytest.mark.parametrize("knobs", [{"batch_size": 128}, {"cell": "lstm"}, {"hidden": 128}])
def test_more_work_costs_more(knobs: dict) -> None:
    assert of(**knobs)[1] > 1.5 * of()[1]
