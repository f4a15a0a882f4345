"""What has to stand twice, in Python and in the browser's code, says the same in both places."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from app.oembed import SANDBOX
from app.posters.ink import DASHES
from engine import data
from engine.activations import ACTIVATIONS
from engine.labs import LABS
from engine.labs.descent_config import DescentConfig, landscape
from engine.landscapes import Landscape, Quadratic, noisy_line
from engine.noise import REACH
from engine.optimizers import ADAGRAD_EPSILON, BETA_1, BETA_2, DECAY, GROW, OPTIMIZERS, RHO, SHRINK, gain
from engine.stability import largest_rate
from tests.browser.driving import Lab

ROOT = Path(__file__).resolve().parents[2]
FACTS, RULES = (ROOT / "static/views/facts.js").read_text(), (ROOT / "templates/_optimizers.html").read_text()
LANDSCAPES = [choice.value for choice in LABS["descent"].knobs()["landscape"].choices]


def made(name: str) -> Landscape:
    return landscape(DescentConfig(landscape=name), noisy_line())


def test_frames_are_sandboxed_alike() -> None:
    for place in ("static/snippets.js", "README.md"):
        assert f'"{SANDBOX}"' in (ROOT / place).read_text()


def test_lanes_have_their_dashes_everywhere() -> None:
    text = re.search(r"DASHES = (\[\[.*\]\]);", (ROOT / "static/views/lanes.js").read_text())
    assert text is not None
    assert tuple(map(tuple, json.loads(text[1]))) == DASHES


def test_the_constants_of_the_rules_are_those_of_the_equations() -> None:
    assert f"1 - {BETA_1} ** t" in FACTS and f"1 - {BETA_2} ** t" in FACTS
    for number in (BETA_1, BETA_2, RHO, round(1 - RHO, 9), round(1 - BETA_2, 9), GROW, SHRINK, DECAY):
        assert str(number) in RULES, number
    assert ADAGRAD_EPSILON < 1e-6, "the page writes ε without its value"
    assert set(re.findall(r'name == "(\w+)"', RULES)) == set(OPTIMIZERS)


def call(lab: Lab, module: str, expression: str) -> object:
    """An expression in which `m` is one of the page's modules."""
    address = lab.page.evaluate("document.querySelector('script[type=module]').src")
    body = f"async (at) => {{ const m = await import(at); return {expression}; }}"
    return lab.page.evaluate(body, address.replace("main.js", module))


def test_noise_reaches_as_far_through_a_rule(lab: Lab) -> None:
    lab.open()
    assert f"const REACH = {REACH};" in (ROOT / "static/views/noise.js").read_text()
    for name in OPTIMIZERS:
        config = json.dumps({"optimizer": name, "momentum": 0.7})
        assert call(lab, "views/rules.js", f"m.gain({config})") == gain(name, DescentConfig(momentum=0.7)), name


def test_the_pages_know_the_landscapes(lab: Lab) -> None:
    lab.open()
    letters = {"₀": "0", "₁": "1"}
    for name in LANDSCAPES:
        config = json.dumps({"landscape": name})
        assert call(lab, "views/landscapes.js", f"m.quadratic({config})") == isinstance(made(name), Quadratic)
        axes = call(lab, "views/landscapes.js", f"m.axesOf({config})")
        spelled = [[axis[0], letters.get(axis[1:], axis[1:].removeprefix("_"))] for axis in made(name).axes]
        assert axes == spelled
    for name in ("regression", "neuron"):
        batch, forward = made(name).equations(np.array([0.3, -0.7]), np.array([0]))
        model = f"m.modelAt({json.dumps({'landscape': name})}, [0.3, -0.7], {float(batch['x'][0, 0])})"
        assert call(lab, "views/landscapes.js", model) == pytest.approx(forward["yhat"][0], rel=1e-12)


def test_the_activation_functions_are_those_of_the_engine(lab: Lab) -> None:
    lab.open()
    z = np.array([-30.0, -7.3, -2.0, -0.4, 0.0, 0.001, 0.7, 3.1, 6.5, 30.0])
    assert call(lab, "views/functions.js", "Object.keys(m.FUNCTIONS)") == list(ACTIVATIONS)
    for name, function in ACTIVATIONS.items():
        found = call(
            lab,
            "views/functions.js",
            f"(({{ label, f, slope }}) => ({{ label, f: {z.tolist()}.map(f), slope: {z.tolist()}.map(slope) }}))(m.FUNCTIONS['{name}'])",
        )
        a = function.f(z)
        assert isinstance(found, dict) and found["label"] == function.label
        assert found["f"] == pytest.approx(a, rel=1e-9, abs=1e-9), name
        assert found["slope"] == pytest.approx(function.slope(z, a), rel=1e-9, abs=1e-9), name


def test_the_columns_of_the_lectures_data_have_their_names() -> None:
    names = re.search(r"names = (\{.*\}) %", (ROOT / "templates/labs/_inputs.html").read_text())
    assert names is not None
    lecture = data.lecture()
    assert json.loads(names[1]) == {"lecture": [*lecture.inputs, lecture.output]}


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_the_meter_tells_the_bound_of_the_engine(lab: Lab, optimizer: str) -> None:
    lab.open(f"landscape=ravine&optimizer={optimizer}&momentum=0.5")
    steepest = 12.0
    bound = largest_rate(optimizer, 0.5, steepest)
    assert bound is not None
    told = lab.page.locator(".meter .note b").inner_text()
    assert float(told) == pytest.approx(bound, rel=5e-3)
    if optimizer == "sgd":
        return
    lab.set("momentum", "0.8")
    then = largest_rate(optimizer, 0.8, steepest)
    assert then is not None
    expect(lab.page.locator(".meter .note b")).to_have_text(f"{then:#.3g}")
