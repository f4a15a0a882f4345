"""Light or dark as the reader says, motion only where the reader wants it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import Lab, until

PAPER = "getComputedStyle(document.body).backgroundColor"
PICTURE = "document.querySelector('[data-view=surface] canvas:last-child').toDataURL()"


def brightness(page: Page, expression: str = PAPER) -> float:
    red, green, blue = page.evaluate(f"{expression}.match(/\\d+/g).map(Number).slice(0, 3)")
    return (red + green + blue) / 3


def field_brightness(lab: Lab) -> float:
    """Of the map itself: a canvas does not change with the style sheet, it has to be drawn again."""
    return lab.map.evaluate(
        """(map) => {
            const canvas = map.querySelector("canvas");
            const [r, g, b] = canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
            return (r + g + b) / 3;
        }"""
    )


def test_the_switch_lasts(page: Page) -> None:
    lab = Lab(page).open("at=3")
    assert brightness(page) > 200 and field_brightness(lab) > 128
    page.get_by_role("button", name="Switch to dark").click()
    expect(page.get_by_role("button", name="Switch to light")).to_be_focused()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))")
    assert brightness(page) < 60 and field_brightness(lab) < 128
    assert lab.painted("gradient")  # in the dark theme's magenta

    page.reload()
    lab.ready()
    assert brightness(page) < 60 and field_brightness(lab) < 128
    page.goto("/")
    assert brightness(page) < 60
    page.emulate_media(color_scheme="light")
    assert brightness(page) < 60  # what was chosen here counts more
    page.get_by_role("button", name="Switch to light").click()
    assert brightness(page) > 200


def test_the_system_decides_first(lab: Lab) -> None:
    page = lab.page
    page.emulate_media(color_scheme="dark")
    lab.open()
    assert brightness(page) < 60
    page.emulate_media(color_scheme="light")
    assert brightness(page) > 200
    page.goto("/embed/descent?theme=dark")
    assert brightness(page) < 60


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_step_glides_only_where_motion_is_wanted(lab: Lab, motion: str) -> None:
    page = lab.page
    page.emulate_media(reduced_motion=motion)
    lab.open("landscape=bowl&learning_rate=0.5")
    until(page, "performance.now() > x + 250", page.evaluate("performance.now()"))  # quick steps do not glide
    page.evaluate(
        f"""() => new MutationObserver((changes, observer) => {{
            window.first = {PICTURE};  // drawn in the same task in which the step is told
            observer.disconnect();
        }}).observe(document.querySelector("[data-view=surface]"), {{ attributes: true, attributeFilter: ["data-step"] }})"""
    )
    page.keyboard.press("ArrowRight")
    lab.stands_at(1)
    if motion == "reduce":
        until(page, "window.first")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))")
        assert page.evaluate(f"{PICTURE} === window.first")
        moving = page.evaluate(
            """[...document.querySelectorAll("*")].filter((element) => {
                const { transitionDuration, animationDuration } = getComputedStyle(element);
                return [transitionDuration, animationDuration].some((text) => parseFloat(text) > 0.001);
            }).map((element) => element.className)"""
        )
        assert moving == []
    else:
        until(page, f"window.first && {PICTURE} !== window.first")


def test_nothing_plays_by_itself(lab: Lab) -> None:
    lab.open("preset=first-look")
    lab.has_status("paused")
    assert lab.sent("play", "step") == [] and lab.api()["end"] == 0
