"""A starting point's question stands above its lab, its answer is offered once it has been seen, and leaving it is said."""

import pytest
from playwright.sync_api import Page, expect

from engine.labs import LABS
from tests.browser.driving import DRAWN, Lab, plain, until

PRESETS = LABS["descent"].presets


def top(page: Page) -> int:
    """Where the lab begins, wherever the page is scrolled to."""
    return int(page.locator(".col.controls").evaluate("column => column.offsetTop"))


def test_the_answer_can_be_had_before_and_is_offered_after(lab: Lab) -> None:
    preset = PRESETS[0]
    page = lab.open(f"preset={preset.name}&pace=30").page
    story = page.locator("#story")
    expect(story).to_contain_text(f"Before you press play: {plain(preset.question)}")
    answer, show = story.locator("p"), story.locator(".show")
    expect(answer).to_be_hidden()
    expect(show).to_have_text("Show the answer")
    before = top(page)
    lab.forward()
    expect(story).to_contain_text(f"The question: {plain(preset.question)}")
    lab.page.locator("#to-start").click()
    expect(story).to_contain_text(f"Before you press play: {plain(preset.question)}")
    story.locator("summary").click()
    expect(story).to_contain_text(f"The question: {plain(preset.question)}")
    story.locator("summary").click()
    lab.play.click()
    lab.reaches(preset.until)
    lab.pause()
    expect(show).to_have_text("What happened")
    expect(story).to_contain_text(f"The question was: {plain(preset.question)}")
    assert top(page) == before
    page.locator("#to-start").click()
    lab.stands_at(0)
    expect(show).to_have_text("What happened")  # what was seen was seen
    story.locator("summary").press("Enter")
    expect(answer).to_contain_text(plain(preset.answer))
    expect(answer.locator("b")).to_be_empty()
    expect(show).to_have_text("Hide the answer")
    story.get_by_role("link", name=f"Next: {PRESETS[1].title}").click()
    page.wait_for_url(f"**preset={PRESETS[1].name}*")
    expect(page.locator("h1")).to_have_text(PRESETS[1].title)


@pytest.mark.parametrize("path", ["/labs/embedding", "/embed/embedding"])
def test_nothing_moves_when_the_words_before_the_question_change(lab: Lab, path: str) -> None:
    page = lab.page
    page.goto(f"{path}?preset=king-queen")
    lab.ready()
    summary = page.locator("#story summary")
    lines = """() => { const all = document.createRange(); all.selectNodeContents(document.querySelector(".question"));
        return all.getBoundingClientRect().height }"""
    for width in range(1100, 700, -20):  # at one of them the shorter words need a line less
        page.set_viewport_size({"width": width, "height": 900})
        until(page, DRAWN)
        high, before = summary.evaluate("one => one.offsetHeight"), page.evaluate(lines)
        lab.forward()
        assert summary.evaluate("one => one.offsetHeight") == high
        if page.evaluate(lines) < before:
            return
        page.locator("#to-start").click()
        lab.stands_at(0)
    pytest.fail("the question needs as many lines at all of these widths")


def test_a_run_that_diverged_has_told_its_story(lab: Lab) -> None:
    page = lab.open("preset=diverges&pace=max").page
    lab.play.click()
    lab.has_status("diverged")
    expect(page.locator("#story .show")).to_have_text("What happened")


def test_another_run_is_another_story(lab: Lab) -> None:
    page = lab.open("preset=too-large").page
    before = top(page)
    lab.set("learning_rate", "0.3")  # the same run, changed
    lab.has_changes(1)
    expect(page.locator("h1")).to_have_text("Learning rate too large")
    page.locator("#story summary").click()
    expect(page.locator("#story > p b")).to_have_text("Without your changes: ")
    page.locator("#story summary").click()
    lab.set("start_x", "1")
    expect(page.locator("h1")).to_have_text("Descent")
    expect(page.locator("#story")).to_have_text("This run is no longer “Learning rate too large”. Back to it")
    assert abs(top(page) - before) <= 1, "nothing moves under the student’s hand"
    page.get_by_role("link", name="Back to it").click()
    lab.ready()
    expect(page.locator("h1")).to_have_text("Learning rate too large")
    assert lab.api()["config"]["start_x"] == LABS["descent"].make_config({}).start_x


def test_the_last_story_has_no_next_and_a_lab_without_one_no_question(lab: Lab) -> None:
    page = lab.open(f"preset={PRESETS[-1].name}").page
    page.locator("#story summary").click()
    expect(page.locator("#story p")).to_have_text(plain(PRESETS[-1].answer))
    expect(page.locator("#story a")).to_have_count(0)
    lab.open()
    expect(page.locator("#story")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 960])
def test_in_a_frame(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 540})
    lab = Lab(page, "/embed/descent").open("preset=ravine&controls=learning_rate,play")
    expect(page.locator("#story .question")).to_be_visible()
    page.locator("#story summary").click()
    expect(page.locator("#story p")).to_be_visible()
    expect(page.locator("#story a")).to_have_count(0)  # where the frame leads is its page's business
    until(page, "document.documentElement.scrollWidth === innerWidth")
    assert lab.step == 0


def test_what_a_story_will_change_is_not_given_away(lab: Lab) -> None:
    """Its changes are known to the timeline from the start, but the pictures show only what has been played."""
    page = lab.open("preset=mini-batch").page
    lab.has_changes(2)
    assert lab.end == 46
    empty = lab.charted("!chart.data || chart.data.every(({ x }) => x.length <= 1)")
    assert empty["marks"] == []
    lab.forward(3)
    lab.charted("chart.data.some(({ x }) => x.length === 4) && chart.data.every(({ x }) => x.length <= 4)")
    page.keyboard.press("End")
    lab.stands_at(46)
    lab.charted("chart.layout.annotations.length >= 1")
    lab.timeline.focus()
    page.keyboard.press("Home")
    lab.stands_at(0)
    lab.charted("chart.data.some(({ x }) => x.length > 40)")  # what was seen stays known
