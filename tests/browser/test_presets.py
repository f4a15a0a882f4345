"""Every story played to its end in a browser: it ends as it says, every card is drawn, no number is missing."""

import re

import pytest
from playwright.sync_api import expect

from engine.labs import LABS
from engine.timeline import Timeline
from tests.browser.driving import Lab, plain, until

STORIES = [(lab, preset.name) for lab, found in LABS.items() for preset in found.presets]
BLANK = """() => [...document.querySelectorAll("#lab .plot[data-view]")]
    .filter((plot) => plot.checkVisibility() && !plot.querySelector("canvas, svg")).map((plot) => plot.dataset.view)"""


@pytest.fixture
def story(lab: Lab) -> Lab:
    lab.page.set_viewport_size({"width": 1440, "height": 1800})  # everything in sight: what is not is not drawn
    return lab


@pytest.mark.parametrize(("name", "story_name"), STORIES, ids=[f"{lab}-{preset}" for lab, preset in STORIES])
def test_it_plays_to_its_end(story: Lab, name: str, story_name: str) -> None:
    lab, page = story, story.page
    preset = next(preset for preset in LABS[name].presets if preset.name == story_name)
    lab.path = f"/labs/{name}"
    lab.open(f"preset={preset.name}")
    expect(page.locator("h1")).to_have_text(preset.title)
    expect(page.locator("#story .question")).to_contain_text(plain(preset.question)[-40:])
    expected = Timeline(LABS[name], preset.config, preset.compare)
    for change in preset.changes:
        expected.advance(change["step"] - expected.step)
        expected.change(change["values"])
    expected.advance(preset.until - expected.step)
    last, diverges = expected.step, expected.status == "diverged"

    for key, size, times in (("Shift+ArrowRight", 10, preset.until // 10), ("ArrowRight", 1, preset.until % 10)):
        begun = preset.until - preset.until % 10 if size == 1 else 0
        for n in range(1, times + 1):
            page.keyboard.press(key)
            if n % 2 == 0:  # a dear run is not asked for all of it at once
                lab.stands_at(min(last, begun + n * size))
    lab.stands_at(last)
    lab.has_status("diverged" if diverges else "paused")
    expect(page.locator("#story .show")).to_have_text("What happened")
    page.locator("#story summary").click()
    expect(page.locator("#story > p")).to_contain_text(plain(preset.answer))
    lab.charted("chart.data?.length")
    until(page, f"({BLANK})().length === 0")
    until(page, "!document.querySelector('[data-late]')")
    words = page.locator("#lab").inner_text()
    assert not re.search(r"NaN|undefined|Infinity", words)
    missing = [line for line in words.splitlines() if line.strip() == "–"]
    assert not missing or diverges, "only a run that has diverged has no next step"
