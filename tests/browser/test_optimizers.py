"""Each update rule on the page: its equation, and numbers that come out."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from engine.optimizers import OPTIMIZERS
from tests.browser.driving import Lab


def read(text: str) -> float:
    return float(text.replace("−", "-").replace("\u202f", ""))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_rule_and_its_numbers(lab: Lab, name: str) -> None:
    page = lab.open(f"landscape=ravine&start_x=-3.6&start_y=0.95&optimizer={name}&learning_rate=0.05&at=6").page
    expect(page.locator(".rule:visible math").first).to_be_visible()
    assert page.locator(".rule:visible").count() == 1
    found = lab.texts()
    update = lab.update(6)
    theta, after = np.array(update["params"]["theta"]), np.array(update["params"]["theta"]) + update["update"]["theta"]
    for i in range(2):
        assert read(found[f"theta-{i}"]) == pytest.approx(theta[i], abs=1e-3)
        assert read(found[f"next-{i}"]) == pytest.approx(after[i], abs=1e-3)
    assert not [text for text in found.values() if text == "–"]


def test_what_nesterov_adds_up(lab: Lab) -> None:
    lab.open("landscape=ravine&optimizer=nesterov&momentum=0.5&learning_rate=0.02&at=4")
    found = {name.split()[0]: text for name, text in lab.texts().items()}
    for i in range(2):
        v, g, new, d = (read(found[f"{name}-{i}"]) for name in ("velocity", "gradient", "velocity_next", "direction"))
        assert 0.5 * v + g == pytest.approx(new, abs=2e-3)
        assert g + 0.5 * new == pytest.approx(d, abs=2e-3)


def test_a_rate_under_the_finger_moves_no_step_of_rprop(lab: Lab) -> None:
    lab.open("landscape=ravine&optimizer=rprop&learning_rate=0.05&at=4")
    ahead = lab.drawn()["ghost"]
    expect(lab.page.locator(".meter")).to_contain_text("changing it later does nothing")
    lab.hold(lab.slider, 0.4)
    lab.pull(lab.slider, 0.9)
    expect(lab.rate).not_to_have_value("0.05")
    assert lab.drawn()["ghost"] == ahead
    lab.let_go()
    lab.has_changes(1)
    expect(lab.number("next-0")).to_have_text(re.compile("^[−0-9.]+$"))
    assert lab.drawn()["ghost"] == pytest.approx(ahead, rel=1e-5)
