"""Everything by keyboard alone: in these tests no pointer touches the page."""

import re
from itertools import cycle

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import PATIENCE, Lab, tab_to, until

FOCUS = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const label = element.closest("label");
    const { x, y, width, height } = (label ?? element).getBoundingClientRect();
    const there = document.elementFromPoint(x + width / 2, y + height / 2);
    const outlines = [element, label, label?.querySelector("span")].filter(Boolean).map((part) => getComputedStyle(part).outlineStyle);
    return {
        name: `${element.tagName} ${element.id} ${element.textContent.trim().slice(0, 30)}`,
        seen: !!there && [element, label].some((part) => part && (part.contains(there) || there.contains(part))),
        outlined: element.type === "range" || outlines.some((style) => style !== "none"), // a slider's is around its thumb
    };
}"""


@pytest.mark.parametrize("size", [(1440, 900), (360, 640)], ids=["desk", "phone"])
def test_what_has_the_focus_is_always_seen(lab: Lab, size: tuple[int, int]) -> None:
    page = lab.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    lab.open("at=3&batch_size=4&colour=red")  # with sentences above the player, under which nothing may hide
    expect(page.locator(".banner")).not_to_have_count(0)
    names = []
    while True:
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUS)
        if now is None:
            break
        assert now["seen"] and now["outlined"], now
        names.append(now["name"])
    assert len(names) > 45


@pytest.mark.parametrize(
    ("path", "words", "landing", "next_stop"),
    [
        ("/labs/descent", "Skip to the picture", "#picture", ".col.main *"),
        ("/labs/network", "Skip to the picture", "#picture", ".board"),
        ("/labs/descent", "Skip to the player", "#play", "#step-on"),
        ("/labs/network", "Skip to the player", "#play", "#step-on"),
        ("/embed/network", "Skip to the player", "#play", "#step-on"),
        ("/embed/network?controls=learning_rate,step", "Skip to the player", "#step-on", "body"),
    ],
)
def test_picture_and_player_are_a_few_keys_away(
    page: Page, path: str, words: str, landing: str, next_stop: str
) -> None:
    page.goto(path)
    expect(page.locator("html")).to_have_attribute("data-ready", "true", timeout=PATIENCE)
    address, entries = page.url, page.evaluate("history.length")
    link = page.get_by_role("link", name=words)
    stops = 0
    while not link.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
        stops += 1
        assert stops <= 3, "a link that skips is among the first"
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator(landing)).to_be_focused()
    expect(page.locator(landing)).to_be_in_viewport()
    assert (page.url, page.evaluate("history.length")) == (address, entries)
    if landing == "#picture":
        page.keyboard.press("ArrowRight")  # and the keys of the player still are
        until(page, "document.documentElement.dataset.step === '1'")
    page.keyboard.press("Tab")
    assert page.evaluate("x => document.activeElement.matches(x)", next_stop)


def test_the_player_has_a_key_for_everything(lab: Lab) -> None:
    keys = lab.open("pace=30").page.keyboard
    keys.press("ArrowRight")
    lab.stands_at(1)
    keys.press("Shift+ArrowRight")
    lab.stands_at(11)
    keys.press("ArrowLeft")
    lab.stands_at(10)
    keys.press("Home")
    lab.stands_at(0)
    keys.press("End")
    lab.stands_at(11)

    for key in ("Space", "k"):
        keys.press(key)
        lab.has_status("playing")
        lab.reaches(lab.step + 3)
        keys.press(key)
        lab.has_status("paused")

    pace = lab.page.locator("#pace-text")
    expect(pace).to_have_text("30 steps/s")
    keys.press(".")
    expect(pace).to_have_text("60 steps/s")
    keys.press(",")
    keys.press(",")
    expect(pace).to_have_text("20 steps/s")
    keys.press("Space")
    lab.has_status("playing")
    assert lab.sent("play")[-1]["pace"] == 20


def test_a_key_that_scrolls_does_not_move_the_run(lab: Lab) -> None:
    page = lab.page
    page.set_viewport_size({"width": 320, "height": 640})
    lab.open("at=20&optimizer=momentum&learning_rate=0.02")
    page.locator("#lab details").evaluate_all("all => all.forEach((details) => (details.open = true))")
    for region, key, way in (("The loss", "End", "scrollTop"), ("The samples", "ArrowRight", "scrollLeft")):
        scroll = page.locator(f".scroll[aria-label^='{region}']")
        tab_to(page, scroll)
        page.keyboard.press(key)
        until(page, f"document.activeElement.{way} > 0")
    assert lab.sent("step", "seek") == [] and lab.step == 20
    page.set_viewport_size({"width": 1440, "height": 900})  # here the table has room
    page.keyboard.press("ArrowRight")
    lab.stands_at(21)


def test_buttons_and_timeline_are_reached_and_pressed(lab: Lab) -> None:
    page = lab.open("at=20&changes=8:learning_rate:0.2").page
    tab_to(page, lab.page.get_by_role("button", name="Step forward"))
    page.keyboard.press("Enter")
    lab.stands_at(21)
    tab_to(page, lab.page.get_by_role("button", name="Step back"), "Shift+Tab")
    page.keyboard.press("Space")
    lab.stands_at(20)
    tab_to(page, lab.timeline)
    page.keyboard.press("ArrowLeft")
    lab.stands_at(19)
    page.keyboard.press("Home")
    lab.stands_at(0)
    page.keyboard.press("End")
    lab.stands_at(21)
    tab_to(page, lab.ticks.first, "Shift+Tab")
    page.keyboard.press("Space")
    lab.stands_at(8)
    tab_to(page, page.get_by_role("button", name="Back to the start"), "Shift+Tab")
    page.keyboard.press("Enter")
    lab.stands_at(0)
    tab_to(page, lab.play)
    page.keyboard.press("Enter")
    lab.has_status("playing")
    page.keyboard.press("Enter")
    lab.has_status("paused")


def test_knobs_are_turned(lab: Lab) -> None:
    page = lab.open().page
    page.keyboard.press("ArrowRight")
    lab.stands_at(1)
    tab_to(page, lab.rate)
    page.keyboard.press("Control+a")
    page.keyboard.type("0.25")
    page.keyboard.press("Enter")
    expect(lab.ticks).to_have_count(1)
    assert lab.api()["changes"] == [{"step": 1, "values": {"learning_rate": 0.25}}]

    tab_to(page, lab.slider)
    page.keyboard.press("ArrowRight")
    expect(lab.rate).not_to_have_value("0.25")
    more = float(lab.rate.input_value())
    assert 0.25 < more < 0.3
    expect(page.locator("#last-change")).to_contain_text(f"0.1 → {more}")
    assert lab.api()["changes"][-1] == {"step": 1, "values": {"learning_rate": more}}
    page.keyboard.press("Space")  # on a slider the space bar still means play
    lab.has_status("playing")
    said = len(lab.sent("change"))
    for key in cycle(["ArrowLeft"] * 40 + ["ArrowRight"] * 40):  # as a key repeats that is held
        page.keyboard.press(key)
        if len(lab.sent("change")) > said + 10:
            break
    times = [change["at"] for change in lab.sent("change")[said:]]
    assert times[10] - times[0] >= 1000


def test_set_up_and_starting_points_are_chosen(lab: Lab) -> None:
    page = lab.open().page
    tab_to(page, page.locator("#knob-landscape"))
    page.keyboard.type("Ravine")
    expect(page.locator("#knob-condition")).to_be_visible()
    expect(lab.map).to_have_attribute("data-end", "2.5,-1.2000000476837158")
    assert lab.api()["config"]["landscape"] == "ravine"
    tab_to(page, page.locator("#knob-start_x"))
    page.keyboard.press("Control+a")
    page.keyboard.type("-3")
    page.keyboard.press("Enter")
    expect(lab.map).to_have_attribute("data-end", "-3,-1.2000000476837158")

    tab_to(page, page.get_by_role("link", name="Learning rate too large"))
    page.keyboard.press("Enter")
    page.wait_for_url("**preset=too-large*")
    lab.ready()
    expect(page.get_by_role("heading", level=1)).to_have_text("Learning rate too large")
    expect(lab.rate).to_have_value("0.44")
    tab_to(page, page.locator("#knob-landscape"))
    page.keyboard.type("Bowl")  # another run: the story is not about it
    expect(page.get_by_role("heading", level=1)).to_have_text("Descent")
    expect(page).to_have_title("Descent · Unrolled")


def test_dialogs_and_details_open_and_close(lab: Lab) -> None:
    page = lab.open().page
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    off = keys.get_by_role("checkbox")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowRight")  # the run behind the list stays where it is
    tab_to(page, off)
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press("ArrowRight")
    tab_to(page, page.get_by_role("button", name="Embed"), "Shift+Tab")
    page.keyboard.press("Enter")
    snippet = page.get_by_role("textbox", name="Text to paste")
    expect(snippet).to_have_value(re.compile(r"/embed/descent\?controls=learning_rate,batch_size,play"))
    page.keyboard.press("Escape")
    lab.stands_at(0)  # the keys are switched off
    tab_to(page, page.get_by_text("The loss as a table"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Batch loss")).to_be_visible()


def test_numbers_are_reached_kept_and_let_go(lab: Lab) -> None:
    page = lab.open("at=3").page
    first, second = lab.number("theta-0"), lab.number("theta-1")
    tab_to(page, first)
    expect(first).to_contain_class("linked")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(second).to_contain_class("linked")
    expect(first).not_to_contain_class("linked")
    page.evaluate("document.activeElement.blur()")
    expect(first).to_contain_class("linked")  # the one that was kept
    page.keyboard.press("Escape")
    expect(page.locator(".linked")).to_have_count(0)
