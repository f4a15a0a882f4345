"""From 320 px: nothing sticks out sideways, nothing is too small to hit, and everything that matters is in sight."""

import pytest
from playwright.sync_api import Page, expect

from engine.labs import LABS
from scripts.states import STATES, open_state
from tests.browser.conftest import Watch
from tests.browser.driving import Lab, until

STICKS_OUT = """() => {
    const room = document.documentElement.clientWidth;
    const scrolls = (element) => element && element !== document.body &&
        (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.body.querySelectorAll("*")]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .filter((element) => getComputedStyle(element).position !== "fixed" && !element.closest(".visually-hidden, svg, .skip"))
        .filter((element) => element.getBoundingClientRect().right > room + 0.5 && !scrolls(element.parentElement))
        .map((element) => `${element.tagName}.${element.className} ends at ${element.getBoundingClientRect().right}`);
}"""
TOO_SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, label.btn, .seg label, [data-link][tabindex]")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => !element.closest(".visually-hidden, .skip") && !element.matches(".visually-hidden, .seg input"))
    .filter((element) => getComputedStyle(element).display !== "inline") // part of a sentence
    .map((element) => [element, (element.closest("label.check") ?? element).getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 24 || height < 24)
    .map(([element, { width, height }]) => `${element.outerHTML.slice(0, 90)} is ${width} × ${height}`)"""


def fits(page: Page) -> None:
    until(page, "document.documentElement.scrollWidth === innerWidth")  # once fonts and numbers are there
    page.evaluate("scrollTo(200, 0)")
    assert page.evaluate("scrollX") == 0
    assert page.evaluate(STICKS_OUT) == []
    assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize(
    "query",
    [
        "at=30&batch_size=4&changes=10:learning_rate:0.02,20:clip:1.5&colour=red",
        "landscape=ravine&condition=30&learning_rate=0.07&pace=60",  # late: with two ways out, in many words
        "preset=three-rates&at=12",
        "optimizer=adam&at=3",
    ],
    ids=["regression", "diverged", "compare", "adam"],
)
def test_a_lab_on_the_narrowest_phone(lab: Lab, query: str) -> None:
    page = lab.page
    page.set_viewport_size({"width": 320, "height": 640})
    lab.open(query)
    if "pace" in query:
        lab.play.click()
        lab.has_status("diverged")
    page.locator("#lab details").evaluate_all("all => all.forEach((details) => (details.open = true))")
    page.locator("button.what").evaluate_all("all => all.forEach((button) => button.click())")
    page.locator("[data-view=loss]").scroll_into_view_if_needed()  # drawn only in sight
    lab.charted("chart.data?.length")
    fits(page)
    for width in (400, 768, 1024, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        fits(page)


@pytest.mark.parametrize("name", ["predicted", "embed-predicted", "story-descent-mini-batch", "story-recurrent-carry"])
def test_stories_and_predictions_on_the_narrowest_phone(page: Page, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_state(page, STATES[name])
    page.locator("#story summary").evaluate_all("all => all.forEach((one) => one.click())")
    fits(page)


def test_the_player_is_whole_and_in_sight(lab: Lab) -> None:
    page = lab.page
    page.set_viewport_size({"width": 320, "height": 568})
    lab.open("pace=20&changes=3:learning_rate:0.2,5:learning_rate:0.3&at=9")
    for part in ("to-start", "step-back", "play", "step-on", "timeline", "count"):
        expect(page.locator(f"#{part}")).to_be_in_viewport(ratio=1)
    lab.forward()
    menu = page.get_by_role("button", name="Pace")
    menu.click()
    pace = page.get_by_role("slider", name="Pace")
    expect(pace).to_be_in_viewport(ratio=1)
    pace.press("ArrowRight")
    expect(page.locator("#pace-text")).to_have_text("30 steps/s")
    page.keyboard.press("Escape")
    expect(pace).to_be_hidden()
    expect(menu).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/labs/telepathy", "/embed/telepathy"])
def test_pages_without_a_run(page: Page, watch: Watch, path: str) -> None:
    watch.expect("404")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    for width in (320, 1024):
        page.set_viewport_size({"width": width, "height": 640})
        fits(page)


def test_an_embed_in_a_narrow_column(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    lab = Lab(page, "/embed/descent").open("at=9&changes=3:batch_size:4")
    fits(page)
    expect(lab.map).to_be_in_viewport()
    lab.open("landscape=ravine&condition=30&learning_rate=0.07&pace=60")
    lab.play.click()
    lab.has_status("diverged")
    fits(page)


@pytest.mark.parametrize("landscape", [choice.value for choice in LABS["descent"].knobs()["landscape"].choices])
def test_the_map_has_room_at_every_width(lab: Lab, landscape: str) -> None:
    page = lab.open(f"landscape={landscape}").page
    for width in (1440, 1024, 900, 768, 360):
        page.set_viewport_size({"width": width, "height": 900})
        until(page, "document.querySelector('[data-view=surface]').clientWidth > 240")
        fits(page)


@pytest.mark.parametrize("query", ["preset=signs", "optimizer=adagrad", "optimizer=adamw"])
def test_an_equation_of_an_optimizer_on_the_narrowest_phone(lab: Lab, query: str) -> None:
    lab.page.set_viewport_size({"width": 320, "height": 640})
    lab.open(query)
    fits(lab.page)


@pytest.mark.parametrize("preset", ["noise", "mini-batch", "exploding"])
def test_what_a_model_says_stands_beside_the_map_and_below_it(page: Page, preset: str) -> None:
    lab = Lab(page, "/embed/descent").open(f"preset={preset}")
    beside = page.locator(".picture:visible").nth(1)
    for width in (1024, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        until(page, "document.querySelector('[data-view=surface] canvas')?.clientWidth > 240")
        fits(page)
        one, other = lab.map.bounding_box(), beside.bounding_box()
        assert one and other
        assert (one["y"] == other["y"]) == (width == 1024)


@pytest.mark.parametrize("landscape", ["bowl", "regression", "linear-rnn"])
def test_in_two_columns_no_card_leaves_a_hole_beside_it(lab: Lab, landscape: str) -> None:
    """Loss and slice each have a neighbour in their row: one another, or what belongs to the data."""
    page = lab.page
    page.set_viewport_size({"width": 1024, "height": 900})
    lab.open(f"landscape={landscape}&clip=1")
    boxes = [card.bounding_box() for card in page.locator(".lab .card:visible:not(.controls .card)").all()]
    for name in (".loss-card", ".slice-card"):
        own = page.locator(name).bounding_box()
        assert own is not None
        beside = [box for box in boxes if box and abs(box["y"] - own["y"]) < 2 and box["x"] != own["x"]]
        assert len(beside) == 1, name
