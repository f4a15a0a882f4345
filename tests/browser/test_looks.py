"""A link brings back what is looked at, too: the sample, inputs of one's own, the plane, the lane in focus."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.driving import Lab, until


@pytest.fixture
def lab(page: Page) -> Lab:
    return Lab(page, path="/labs/network")


def plane(lab: Lab) -> list[str]:
    """Which plane the page says that it shows."""
    parts = lab.page.locator("[data-view=plane]")
    which, *two = [parts.locator(f"[data-part={name}]").input_value() for name in ("which", "first", "second")]
    return two if which == "weights" else [which]


def test_a_link_leads_to_the_sample_and_the_plane(lab: Lab, elsewhere: BrowserContext) -> None:
    page = lab.open("at=4").page
    page.get_by_role("button", name="The sample before").click()
    until(page, "window.recorded.arrays.focus[0] === 2")
    page.locator("[data-part=which]").select_option("weights")
    page.locator("[data-part=second]").select_option("W2[1,0]")
    page.wait_for_url("**/labs/network?at=4&look=sample:2;plane:W1[0,0],W2[1,0]")
    until(page, "window.recorded.arrays.plane_now[0] === window.recorded.arrays.params[0]")

    other = Lab(elsewhere.new_page(), path="/labs/network")
    other.page.goto(page.url)
    other.ready().stands_at(4)
    assert other.sent("hello")[0]["look"] == {"sample": 2, "plane": ["W1[0,0]", "W2[1,0]"]}
    assert plane(other) == ["W1[0,0]", "W2[1,0]"]
    assert other.recorded("arrays")["focus"] == [2]
    assert other.recorded("arrays")["plane_surface"] == lab.recorded("arrays")["plane_surface"]
    expect(other.page.locator("[data-sample] input")).to_have_value("3")
    expect(other.page.locator(".of:has([data-part=first])")).to_be_visible()
    other.page.locator("[data-part=which]").select_option("path")
    other.page.get_by_role("button", name="The sample after").click()
    other.page.wait_for_url("**/labs/network?at=4")


def test_a_link_leads_to_inputs_of_ones_own(lab: Lab) -> None:
    page = lab.open("look=sample:1;inputs:0.25,-0.5").page
    expect(page.locator("[data-what-if]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-own-inputs] input.number").nth(0)).to_have_value("0.25")
    expect(page.locator("[data-own-inputs] input.number").nth(1)).to_have_value("−0.5")
    page.locator("[data-own-inputs] input.number").nth(1).fill("0.75")
    page.locator("[data-own-inputs] input.number").nth(1).press("Enter")
    page.wait_for_url("**?look=sample:1;inputs:0.25,0.75")
    page.get_by_role("button", name="Back to sample 2").click()
    page.wait_for_url("**?look=sample:1")
    expect(page.locator("[data-what-if]")).to_have_attribute("aria-pressed", "false")


def test_a_link_leads_to_the_details_of_a_lane(lab: Lab) -> None:
    page = lab.open("compare=activation:sigmoid,tanh,relu&look=lane:2").page
    keys = page.locator(".lane-key").first.get_by_role("button")
    expect(keys.nth(2)).to_have_attribute("aria-pressed", "true")
    keys.nth(1).click()
    page.wait_for_url("**&look=lane:1")
    keys.nth(0).click()
    page.wait_for_url("**/labs/network?compare=activation:sigmoid,tanh,relu")


def test_what_a_run_does_not_have_is_told(lab: Lab) -> None:
    page = lab.open("look=sample:9;plane:W1[0,0],W3[0,0];colour:red").page
    notes = page.locator("[data-state^=note]")
    for number, words in enumerate(["no look “colour”", "sample cannot be 9", "no parameter “W3[0,0]”"]):
        expect(notes.nth(number)).to_contain_text(words)
    assert plane(lab) == ["path"]
    page.wait_for_url("**/labs/network")


def test_another_run_keeps_what_it_has_too(lab: Lab) -> None:
    page = lab.open("look=sample:2;plane:W1[0,1],W2[2,0]").page
    page.locator("#knob-activation").select_option("tanh")
    page.wait_for_url("**?activation=tanh&look=sample:2;plane:W1[0,1],W2[2,0]")
    assert plane(lab) == ["W1[0,1]", "W2[2,0]"]
    page.locator("#knob-hidden").fill("2")
    page.locator("#knob-hidden").press("Enter")
    page.wait_for_url("**?hidden=2&activation=tanh&look=sample:2")
    until(page, "document.querySelector('[data-part=which]').value === 'path'")
    page.locator("#knob-dataset").select_option("gauss")
    page.wait_for_url("**?dataset=gauss*")
    assert "look=" not in page.url


def test_a_frame_and_its_text_hold_the_look(lab: Lab) -> None:
    page = lab.open("look=sample:2").page
    page.locator("#embed").click()
    expect(page.locator("#embed-snippet")).to_have_value(re.compile(r"/embed/network\?look=sample:2&(amp;)?controls="))


def test_the_map_shows_the_part_that_a_link_names(page: Page) -> None:
    lab = Lab(page).open("look=domain:-1,4,-1.5,4")
    assert lab.recorded("arrays")["domain"] == [-1, 4, -1.5, 4]
    lab.forward()
    lab.page.wait_for_url("**/labs/descent?at=1&look=domain:-1,4,-1.5,4")
