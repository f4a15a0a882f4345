"""In a frame a reader may touch what its author names, and neither a key nor a click on a picture leads around that."""

import re

from playwright.sync_api import Page, expect

from tests.browser.driving import Lab, until


def framed(page: Page, query: str) -> Lab:
    return Lab(page, "/embed/descent").open(query)


def made(lab: Lab) -> int:
    """How many runs this page has followed."""
    return len(lab.recorded("streams"))


def test_hidden_parts_of_the_player_have_no_keys(page: Page) -> None:
    lab = framed(page, "controls=learning_rate,step&at=4")
    said = len(lab.sent())
    for key in ("Space", "k", "ArrowLeft", "Home", "End", ".", ","):
        page.keyboard.press(key)
    page.keyboard.press("ArrowRight")
    lab.stands_at(5)
    assert [message["type"] for message in lab.sent()[said:]] == ["step"]
    lab.set("learning_rate", "0.2")
    lab.has_changes(1)


def test_play_stands_for_the_whole_player(page: Page) -> None:
    lab = framed(page, "controls=play&at=4")
    page.keyboard.press("ArrowLeft")
    lab.stands_at(3)
    page.keyboard.press("Home")
    lab.stands_at(0)
    page.keyboard.press("End")
    lab.stands_at(4)


def test_a_click_on_the_map_starts_anew_only_where_the_start_may_be_chosen(page: Page) -> None:
    lab = framed(page, "controls=learning_rate,play")
    lab.map.click(position={"x": 60, "y": 60})
    page.keyboard.press("ArrowRight")
    lab.stands_at(1)
    assert made(lab) == 1
    expect(lab.map).not_to_have_css("cursor", "crosshair")

    lab = framed(page, "controls=start_x,start_y,step")
    lab.map.click(position={"x": 60, "y": 60})
    until(page, "window.recorded.streams.length === 2")
    expect(lab.map).to_have_css("cursor", "crosshair")


def test_a_way_out_does_not_lead_through_a_hidden_knob(page: Page) -> None:
    for controls, ways in (("play", ["Back"]), ("learning_rate,play", ["Back", "Set"]), ("step", [])):
        lab = framed(page, f"controls={controls}&learning_rate=5&at=9&pace=60")
        while lab.html.get_attribute("data-status") != "diverged":
            page.keyboard.press("Shift+ArrowRight")
        said = lab.state("ended")
        expect(said).to_contain_text("diverged")
        expect(said.get_by_role("button")).to_have_text([re.compile(f"^{way} ") for way in ways])
