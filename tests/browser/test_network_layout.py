"""How the Network lab's page is set: the picture comes with its numbers, and stands still when something opens below it."""

import pytest
from playwright.sync_api import expect

from tests.browser.driving import Lab, until

PLACE = "/labs/network"
TOP = "Math.round(document.querySelector('.board').getBoundingClientRect().top + scrollY)"


@pytest.mark.parametrize("preset", ["", "preset=lecture"])
def test_the_forward_pass_is_in_sight_below_the_picture(lab: Lab, preset: str) -> None:
    page = lab.page
    page.set_viewport_size({"width": 1440, "height": 900})
    lab.open(preset)
    until(page, "document.querySelector('[data-view=inputs] canvas')?.height > 0")
    cell = page.locator("[data-picture=matrices] .mat .cells span").first
    expect(cell).to_be_visible()
    bottom = cell.evaluate("one => one.getBoundingClientRect().bottom")
    assert bottom < page.locator("#play").evaluate("one => one.getBoundingClientRect().top - 8")


@pytest.mark.parametrize("query", ["", "compare=hidden:2,8,16"])
def test_the_diagram_stands_at_the_top_of_its_card_and_stays_there(lab: Lab, query: str) -> None:
    page = lab.page
    page.set_viewport_size({"width": 1440, "height": 900})
    lab.open(query)
    top = page.evaluate(TOP)
    stages = page.locator(".stages-line").first.evaluate("one => one.getBoundingClientRect().bottom + scrollY")
    assert top - stages < 16
    page.locator("[data-what-if]").click()
    expect(page.locator("[data-own-inputs]")).to_be_visible()
    assert page.evaluate(TOP) == top
    page.locator("[data-sample] input").fill("99")
    page.locator("[data-sample] input").press("Enter")
    expect(page.locator("#sample-refused")).not_to_be_empty()
    assert page.evaluate(TOP) == top


def test_the_picture_of_every_input_fills_its_card(lab: Lab) -> None:
    page = lab.page
    page.set_viewport_size({"width": 1440, "height": 900})
    lab.open("dataset=moons&hidden=8")
    until(page, "document.querySelector('[data-view=inputs] canvas')?.clientHeight > 170")
    ends = [
        page.locator(f"[data-picture={name}]").evaluate("one => one.getBoundingClientRect().bottom")
        for name in ("diagram", "inputs")
    ]
    assert abs(ends[0] - ends[1]) < 2
    key = page.locator("[data-key=inputs]").evaluate("one => one.getBoundingClientRect().bottom")
    assert ends[1] - key < 24
    page.set_viewport_size({"width": 1024, "height": 900})
    until(
        page,
        "(one => one.width === Math.round(one.parentElement.clientWidth * devicePixelRatio))(document.querySelector('[data-view=inputs] canvas'))",
    )


@pytest.mark.parametrize("act", ["step", "play", "look"])
def test_what_a_link_brought_back_goes_with_the_first_act(lab: Lab, act: str) -> None:
    page = lab.open("at=4").page
    said = lab.state("restored")
    expect(said).to_contain_text("This link brought the run back to step 4.")
    name = {"step": "Step forward", "play": "Play", "look": "The sample after"}[act]
    page.get_by_role("button", name=name, exact=True).click()
    expect(said).to_be_hidden(timeout=3_000)  # long before it goes by itself
