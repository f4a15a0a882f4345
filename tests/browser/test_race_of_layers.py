"""How wide must it be? Networks of different sizes side by side, each with its own numbers in every picture."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import Lab, until


@pytest.fixture
def lab(page: Page) -> Lab:
    return Lab(page, path="/labs/network")


def focus(lab: Lab, lane: int) -> None:
    key = lab.page.locator(".lane-key:visible").first.get_by_role("button").nth(lane)
    key.click()
    expect(key).to_have_attribute("aria-pressed", "true")


def names(lab: Lab) -> list[str]:
    return [name.strip() for name in lab.page.locator("[data-race=standings] th span").all_inner_texts()]


def test_widths_are_one_click_and_come_back_by_link(lab: Lab) -> None:
    page = lab.open("dataset=xor&pace=60").page
    page.locator("#race").get_by_role("button", name="Hidden units").click()
    page.wait_for_url("**compare=hidden:1,2,4,8*")
    until(page, "document.querySelector('[data-race=standings]').hidden === false")
    assert names(lab) == ["hidden = 1", "hidden = 2", "hidden = 4", "hidden = 8"]
    lab.run_to(10)
    page.wait_for_url(f"**at={lab.step}*")
    shown = lab.recorded("arrays")
    step = lab.step
    page.reload()
    lab.ready().stands_at(step)
    again = lab.recorded("arrays")
    assert [again[f"params@{lane}"] for lane in (1, 2, 3)] == [shown[f"params@{lane}"] for lane in (1, 2, 3)]
    assert [len(again[name]) for name in ("params", "params@3")] == [1 * 2 + 1 + 1 + 1, 8 * 2 + 8 + 8 + 1]


def test_each_run_has_its_own_diagram_and_numbers(lab: Lab) -> None:
    page = lab.open("dataset=moons&at=5&compare=hidden:3|4,2|").page
    assert names(lab) == ["hidden = 3", "hidden = 4,2", "no hidden layer"]
    for lane, layers in enumerate([[2, 3, 1], [2, 4, 2, 1], [2, 1]]):
        focus(lab, lane)
        expect(page.locator("[data-view=diagram] circle.unit")).to_have_count(sum(layers))
        hidden = lab.recorded("arrays")[f"histogram@{lane}" if lane else "histogram"]
        assert len(hidden) == 24 * (len(layers) - 1)
        weights = lab.api(f"/steps/5?lane={lane}")["params"]
        assert [len(weights[name]) for name in weights if name.startswith("W")] == layers[:-1]


def test_a_table_of_runs_takes_layers_as_they_are_written(lab: Lab) -> None:
    page = lab.open().page
    page.get_by_role("button", name="Build your own…").click()
    window = page.locator("#race-dialog")
    window.locator("select").first.select_option("hidden")
    window.get_by_role("button", name="Do not compare Learning rate α").click()
    boxes = window.get_by_role("textbox", name="Hidden units of run")
    expect(boxes).to_have_count(3)
    boxes.nth(0).fill("99")
    boxes.nth(0).press("Tab")
    expect(window.get_by_role("alert")).to_have_text(
        "Hidden units cannot be “99”: allowed is up to 6 layers of 1 to 32 units each, written “8,8”; empty for none."
    )
    boxes.nth(0).fill("")
    boxes.nth(1).fill("8,8")
    boxes.nth(1).press("Tab")
    expect(window.get_by_role("alert")).to_be_empty()
    window.get_by_role("button", name="Start the race").click()
    page.wait_for_url("**/labs/network?compare=hidden:|8,8|3")
    until(page, "document.querySelector('[data-race=standings]').hidden === false")
    assert names(lab) == ["no hidden layer", "hidden = 8,8", "hidden = 3"]


def test_a_weight_that_only_some_runs_have(lab: Lab) -> None:
    page = lab.open("compare=hidden:3|2,2&look=lane:1;plane:W1[0,0],W3[1,0]").page
    hint, note = (page.locator(f"[data-view=plane] [data-part={part}]") for part in ("hint", "note"))
    expect(hint).to_contain_text("those two weights, in all runs that have them.")
    page.locator("[data-view=plane] .grab").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    lab.has_changes(1)
    assert lab.api()["changes"][0]["values"].keys() == {"W1[0,0]", "W3[1,0]"}
    focus(lab, 0)
    expect(note).to_contain_text("This run’s network has no w³₂₁. The path has not begun")
    expect(hint).to_be_hidden()
    assert len(lab.recorded("arrays")["params@1"]) == 2 * 2 + 2 * 2 + 2


def test_every_card_says_whose_details_it_shows_and_lets_choose(lab: Lab) -> None:
    page = lab.open("compare=activation:sigmoid,tanh,relu&look=lane:1").page
    choosers = page.get_by_role("combobox", name="Run whose details are shown")
    titles = ["diagram", "inputs", "matrices", "plane", "norms", "units", "histogram"]
    for title in titles:
        header = page.locator(f"header:has(> #{title}-title)")
        expect(header.locator(".of-run option:checked")).to_have_text("tanh")
    page.locator("header:has(> #plane-title) .of-run").select_option("ReLU")
    for chooser in choosers.all():
        expect(chooser.locator("option:checked")).to_have_text("ReLU")
    page.wait_for_url("**look=lane:2")
    lab.open("")
    expect(choosers).to_have_count(0)
