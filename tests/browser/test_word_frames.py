"""Embedding in a frame and on its page: Play in sight on a slide, and what tells the story first."""

import pytest
from playwright.sync_api import Page

from engine.labs import LABS
from scripts.serving import Server
from tests.browser.driving import Lab, until

PRESETS = [preset.name for preset in LABS["embedding"].presets]
BOX = "element => { const { top, bottom, width, height } = element.getBoundingClientRect(); return [top, bottom, width, height]; }"
PLACES = """all => all.filter((element) => element.checkVisibility()).map((element) => {
    const { left, top } = element.getBoundingClientRect(); return [element.dataset.picture, left, top]; })"""


def opened(page: Page, address: str, width: int, height: int) -> Lab:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    return Lab(page).ready()


@pytest.mark.parametrize("preset", PRESETS)
def test_a_slide_shows_pictures_and_player_without_scrolling(page: Page, server: Server, preset: str) -> None:
    lab = opened(page, f"{server.address}/embed/embedding?preset={preset}", 960, 540)
    assert page.evaluate("document.documentElement.scrollHeight") == 540
    assert lab.play.evaluate(BOX)[1] <= 540
    for ground in page.locator(".map-ground").filter(visible=True).all():
        _, bottom, width, height = ground.evaluate(BOX)
        assert bottom <= 540 and width > 100 and height > 60, "each map is whole and can be seen"
        assert ground.locator("canvas").first.evaluate(BOX)[3] == pytest.approx(height, abs=1)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("width", [640, 1000])
def test_the_usual_height_is_enough(page: Page, server: Server, preset: str, width: int) -> None:
    opened(page, f"{server.address}/embed/embedding?preset={preset}", width, 800)
    assert page.evaluate("Math.ceil(document.body.getBoundingClientRect().height)") == 800
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("preset", PRESETS)
def test_a_low_frame_shows_all_pictures_above_the_player(page: Page, server: Server, preset: str) -> None:
    lab = opened(page, f"{server.address}/embed/embedding?preset={preset}", 640, 540)
    player = page.locator(".transport").evaluate(BOX)
    assert player[1] <= 540 and page.evaluate("document.documentElement.scrollWidth") == 640
    for picture in page.locator(".picture, .map-ground, .axis-strip").filter(visible=True).all():
        _, bottom, _, height = picture.evaluate(BOX)
        assert bottom <= player[0] and height > 130, "each picture is whole and can be seen"
    for name in page.locator(".pane-name button").filter(visible=True).all():
        assert name.evaluate("one => one.scrollWidth <= one.clientWidth")
    knob = page.locator(".fields .part").filter(visible=True).last
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert knob.evaluate(BOX)[1] <= page.locator(".transport").evaluate(BOX)[0], (
        "the knobs come below, and never behind"
    )
    lab.forward()


def test_a_sentence_is_whole_where_smaller_letters_do_and_else_fades(page: Page, server: Server) -> None:
    lab = opened(page, f"{server.address}/embed/embedding?preset=lecture", 960, 540)
    sentence, words = page.locator(".passage .sentence"), page.locator(".passage .words")
    high = words.evaluate(BOX)[3]
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    assert 12 <= words.evaluate(size) < 18
    assert sentence.evaluate("one => one.scrollWidth <= one.clientWidth")
    page.set_viewport_size({"width": 280, "height": 640})
    until(page, "getComputedStyle(document.querySelector('.passage .words')).fontSize === '18px'")
    until(page, "document.querySelector('.passage .sentence').matches('.to-right:not(.from-left)')")
    assert words.evaluate(BOX)[3] == pytest.approx(high, abs=0.5)
    lab.forward(5)
    until(page, "document.querySelector('.passage .sentence').matches('.from-left')")


def test_in_a_frame_that_is_too_low_the_player_stays_in_sight(page: Page, server: Server) -> None:
    lab = opened(page, f"{server.address}/embed/embedding?preset=king-queen", 360, 640)
    assert page.evaluate("document.documentElement.scrollHeight") > 640
    assert lab.play.evaluate(BOX)[1] <= 640


@pytest.mark.parametrize(
    ("preset", "first"),
    [("lecture", ["passage", "map", "ask"]), ("king-queen", ["map", "ask"]), ("four-methods", ["map", "quality"])],
)
def test_on_a_phone_the_story_comes_first(page: Page, server: Server, preset: str, first: list[str]) -> None:
    opened(page, f"{server.address}/labs/embedding?preset={preset}", 360, 740)
    places = page.locator("#lab [data-picture]").evaluate_all(PLACES)
    assert [name for name, _, _ in sorted(places, key=lambda place: place[2])][: len(first)] == first
    live = page.locator(".card.live").evaluate(BOX)[0]
    assert all((top < live) == (name in first) for name, _, top in places)


@pytest.mark.parametrize("preset", ["king-queen", "capitals", "four-methods", "dimensions", "row-limit", "objectives"])
def test_a_story_about_the_map_begins_with_it(page: Page, server: Server, preset: str) -> None:
    opened(page, f"{server.address}/labs/embedding?preset={preset}", 1440, 900)
    places = page.locator("#lab [data-picture]").evaluate_all(PLACES)
    tops = {name: top for name, _, top in places}
    assert tops["map"] < 200 and tops["map"] == min(tops.values()) and tops["ask"] < 700 < tops["network"]


def test_a_story_about_the_text_shows_it_with_the_map_and_what_is_asked(page: Page, server: Server) -> None:
    opened(page, f"{server.address}/labs/embedding?preset=lecture", 1440, 900)
    player = page.locator(".transport").evaluate(BOX)[0]
    assert page.locator("[data-picture=passage]").evaluate(BOX)[0] < 200
    assert page.locator(".map-ground").evaluate(BOX)[1] <= player, "all of the map is above the player"
    assert page.locator("[data-picture=ask]").evaluate(BOX)[1] <= player
    assert page.locator("[data-picture=network]").evaluate(BOX)[0] > player


@pytest.mark.parametrize("preset", ["capitals", "dimensions", "objectives", "four-methods"])
def test_an_axis_and_all_maps_are_in_sight(page: Page, server: Server, preset: str) -> None:
    opened(page, f"{server.address}/labs/embedding?preset={preset}", 1440, 900)
    player = page.locator(".transport").evaluate(BOX)[0]
    grounds = [ground.evaluate(BOX) for ground in page.locator(".map-ground").filter(visible=True).all()]
    assert all(bottom <= player for _, bottom, _, _ in grounds)
    assert len({(width, height) for _, _, width, height in grounds}) == 1, "no map is larger than another"
    strip = page.locator(".axis-strip")
    assert strip.is_visible() == (preset == "capitals")
    if strip.is_visible():
        assert strip.evaluate(BOX)[1] <= grounds[0][0], "the axis stands above the map"


@pytest.mark.parametrize("preset", PRESETS)
def test_beside_the_controls_what_the_story_names_comes_first(page: Page, server: Server, preset: str) -> None:
    opened(page, f"{server.address}/labs/embedding?preset={preset}", 1024, 900)
    places = page.locator("#lab [data-picture]").evaluate_all(PLACES)
    tops = {name: top for name, _, top in places}
    named = LABS["embedding"].presets[PRESETS.index(preset)].pictures
    assert max(tops[name] for name in named) < min(
        top for name, top in tops.items() if name in ("passage", "network", "loss") and name not in named
    )


def test_without_a_story_the_text_begins(page: Page, server: Server) -> None:
    opened(page, f"{server.address}/labs/embedding", 1440, 900)
    places = page.locator("#lab [data-picture]").evaluate_all(PLACES)
    assert [name for name, _, _ in places] == ["passage", "loss", "network", "map", "quality", "ask", "why"]
    tops = [top for _, _, top in places]
    assert tops[0] < tops[2] < tops[3]
