"""axe finds nothing to complain about, in light and dark, on a projector and on a phone, at rest and in every turn."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from scripts.states import STATES, open_state
from tests.browser.conftest import Watch
from tests.browser.driving import Lab, until

WIDTHS = (1440, 360)
OPTIONS: dict[str, Any] = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.2 AA; off by default
}


def audit(page: Page, widths: tuple[int, ...] = WIDTHS, within: str | None = None) -> None:
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))")
            found = Axe().run(page, context=within, options=OPTIONS)
            assert found.violations_count == 0, f"{width} px, {scheme}:\n{found.generate_report()}"


def test_home(page: Page) -> None:
    page.goto("/")
    expect(page.locator("[data-picture] canvas").first).to_be_visible()
    audit(page)
    page.locator("h1").evaluate("heading => heading.style.color = '#ddd'")
    with pytest.raises(AssertionError, match="contrast"):  # it would notice
        audit(page)


def test_a_lab_at_rest(lab: Lab) -> None:
    page = lab.open("at=12&batch_size=4&changes=5:learning_rate:0.2&colour=red").page
    page.locator("#lab details").evaluate_all("all => all.forEach((details) => (details.open = true))")
    page.locator("button.what").first.click()
    lab.set("learning_rate", "1000")  # a refusal beside its field
    lab.charted("chart.data?.length")
    audit(page)


def test_a_lab_that_plays(lab: Lab) -> None:
    page = lab.open("preset=three-rates").page
    lab.play.click()
    lab.has_status("playing")
    audit(page)
    lab.has_status("playing")


def test_a_lab_that_has_diverged(lab: Lab) -> None:
    page = lab.open("learning_rate=5&pace=60").page
    lab.play.click()
    lab.has_status("diverged")
    audit(page)


@pytest.mark.parametrize("name", ["predicting", "predicted", "story-descent-diverges", "story-recurrent-not-good"])
def test_a_story_and_a_prediction(page: Page, name: str) -> None:
    open_state(page, STATES[name])
    page.locator("#story summary").evaluate_all("all => all.forEach((one) => one.click())")
    audit(page)


def test_a_lab_in_three_dimensions(lab: Lab) -> None:
    page = lab.open("landscape=rosenbrock&at=12").page
    page.get_by_role("radio", name="3-D").check()
    until(page, "document.querySelector('[data-view=solid] .js-plotly-plot')")
    page.get_by_role("application").focus()
    audit(page)


@pytest.mark.parametrize("name", ["Keys", "Put this into your course page"])
def test_dialogs(lab: Lab, name: str) -> None:
    page = lab.open().page
    if name == "Keys":
        page.keyboard.press("?")
    else:
        page.get_by_role("button", name="Embed").click()
    expect(page.get_by_role("dialog", name=name)).to_be_visible()
    audit(page, WIDTHS[:1])


def test_an_embed(page: Page) -> None:
    lab = Lab(page, "/embed/descent").open("at=6&changes=3:batch_size:4")
    audit(lab.page)


@pytest.mark.parametrize("name", ["not-found", "full", "reconnecting", "restored", "failed", "embed-failed"])
def test_a_state_that_nobody_wishes_for(page: Page, watch: Watch, name: str) -> None:
    watch.expect("404|410|503|WebSocket")
    open_state(page, STATES[name])
    audit(page, WIDTHS[1:])
