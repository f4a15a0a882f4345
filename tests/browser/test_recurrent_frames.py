"""Recurrent in a frame: what tells the story begins, the player stays in sight, and nothing reaches beyond the sides."""

import re

import pytest
from playwright.sync_api import Page

from engine.labs import LABS
from scripts.serving import Server
from tests.browser.driving import Lab

PRESETS = {preset.name: preset.pictures for preset in LABS["recurrent"].presets}
SIZES = [(640, 540), (960, 540), (360, 640)]
PICTURES = ["task", "unrolled", "memory", "error", "numbers", "whatif", "loss"]
BOX = "element => { const { top, bottom, left, right } = element.getBoundingClientRect(); return [top, bottom, left, right]; }"


def opened(page: Page, address: str, width: int, height: int) -> Lab:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    return Lab(page).ready()


def fits(page: Page, width: int, height: int) -> None:
    """Nothing beyond the sides, and the player whole and in sight, wherever the page is scrolled to."""
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for place in ("0", "document.documentElement.scrollHeight"):
        page.evaluate(f"scrollTo(0, {place})")
        top, bottom, left, right = page.locator(".transport").evaluate(BOX)
        assert top < bottom <= height and bottom - top < 120 and 0 <= left < right <= width
    page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize(("width", "height"), SIZES, ids=["low", "slide", "phone"])
def test_the_story_s_first_picture_begins_and_the_player_is_in_sight(
    page: Page, server: Server, preset: str, width: int, height: int
) -> None:
    opened(page, f"{server.address}/embed/recurrent?preset={preset}", width, height)
    fits(page, width, height)
    shown = page.locator(".picture")
    assert shown.evaluate_all("all => all.map((one) => one.dataset.picture)") == list(PRESETS[preset])
    places = [picture.evaluate(BOX) for picture in shown.all()]
    assert places[0][0] < 210 and places == sorted(places), "each below the one before"
    assert all(0 <= left and right <= width for _, _, left, right in places)
    assert not re.search(r"NaN|undefined|Infinity", page.locator("#frame").inner_text())


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_picture_can_stand_alone(page: Page, server: Server, picture: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    lab = opened(page, f"{server.address}/embed/recurrent?pictures={picture}&controls=play", 640, 540)
    lab.forward()
    fits(page, 640, 540)
    assert page.locator(".picture").count() == 1
    top, bottom, left, right = page.locator(f"[data-picture={picture}]").evaluate(BOX)
    assert top < 140 and bottom - top > 150 and right - left > 600


def test_without_knobs_two_small_pictures_share_a_row(page: Page, server: Server) -> None:
    opened(page, f"{server.address}/embed/recurrent?preset=spelling&controls=play", 960, 540)
    fits(page, 960, 540)
    task, loss = (page.locator(f"[data-picture={name}]").evaluate(BOX) for name in ("task", "loss"))
    assert task[0] == loss[0] and task[3] < loss[2]
    page.goto(f"{server.address}/embed/recurrent?preset=five-steps&controls=play")
    Lab(page).ready()
    unrolled, task = (page.locator(f"[data-picture={name}]").evaluate(BOX) for name in ("unrolled", "task"))
    assert unrolled[1] < task[0] and unrolled[3] - unrolled[2] > 900


def test_the_knobs_come_below_the_pictures_and_never_behind_the_player(page: Page, server: Server) -> None:
    lab = opened(page, f"{server.address}/embed/recurrent?preset=carry", 640, 540)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    knob = page.locator(".fields .part").filter(visible=True).last
    assert knob.evaluate(BOX)[1] <= page.locator(".transport").evaluate(BOX)[0]
    lab.forward()


def test_in_a_frame_the_sum_keeps_its_columns(page: Page) -> None:
    lab = Lab(page, "/embed/recurrent")
    page.set_viewport_size({"width": 640, "height": 540})
    lab.open("pictures=task&at=20")
    rows = page.locator("[data-view=rnn-task] tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].slice(-5).map((cell) => Math.round(cell.getBoundingClientRect().left)))"
    )
    assert len({tuple(row) for row in rows if len(row) == 5}) == 1, rows
