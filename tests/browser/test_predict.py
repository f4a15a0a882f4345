"""Predict, then run: a flag on the map, five steps, and how far off it was; by pointer, by keys, in a race, in a frame."""

import re
from itertools import pairwise
from math import dist

from playwright.sync_api import Locator, Page, expect

from tests.browser.driving import Lab, tab_to, until


def button(lab: Lab) -> Locator:
    return lab.inside.locator("button.predict")


def pane(lab: Lab) -> Locator:
    return lab.inside.locator(".aim")


def said(lab: Lab) -> Locator:
    return lab.inside.locator(".prediction .said")


def flag(lab: Lab) -> list[float]:
    """Where the flag stands, once it does: a click is drawn with the next picture."""
    return [float(part) for part in until(lab.inside, "document.querySelector('.aim').dataset.flag").split(",")]


def set_flag(lab: Lab, theta: list[float]) -> None:
    until(lab.inside, "window.recorded.arrays.domain")  # the map has come
    x, y = lab.place(theta)
    pane(lab).click(position={"x": x, "y": y})


def again(lab: Lab) -> None:
    lab.inside.get_by_role("button", name="Again").click()
    expect(pane(lab)).to_be_focused()


def verdict(lab: Lab) -> tuple[float, float, float]:
    """How far off, how far the ball moved, and the share in per cent, as the page says."""
    expect(said(lab)).to_have_text(re.compile("You were .* off by"))
    words = (said(lab).text_content() or "").replace("\u202f", "")
    found = re.match(
        r"You were ([\d.]+) off\. The ball moved ([\d.]+) in [^:]*: off by ([\d.]+) (% of|times) its way\.", words
    )
    assert found, words
    return float(found[1]), float(found[2]), float(found[3]) * (1 if found[4] == "% of" else 100)


def way(lab: Lab, first: int, last: int, lane: int = 0) -> tuple[list[float], float]:
    """Where the server says that the ball is at the last step, and how far it has moved since the first."""
    places = [lab.api(f"/steps/{t}?lane={lane}")["params"]["theta"] for t in range(first, last + 1)]
    return places[-1], sum(dist(a, b) for a, b in pairwise(places))


def is_right(lab: Lab, first: int, last: int, lane: int = 0) -> None:
    off, moved, share = verdict(lab)
    ball, length = way(lab, first, last, lane)
    assert abs(off - dist(flag(lab), ball)) <= 0.006 * max(1, 10 * off)
    assert abs(moved - length) <= 0.06 * length
    expected = 100 * dist(flag(lab), ball) / length
    assert abs(share - expected) <= (1 if expected < 1000 else 0.06 * expected)  # above, "12 times": two digits


def test_by_pointer(lab: Lab) -> None:
    page = lab.open("learning_rate=0.2&at=2").page
    assert lab.drawn()["ghost"]
    address = page.url
    button(lab).click()
    expect(button(lab)).to_have_attribute("aria-pressed", "true")
    until(page, "document.querySelector('[data-view=surface]').dataset.ghost === ''")  # it would give the answer away
    expect(lab.number("next-0")).to_have_count(0)
    expect(page.locator(".slice-card canvas")).not_to_be_visible()
    expect(page.locator(".prediction .ask")).to_contain_text("Click where the ball will be after")
    before = lab.run
    set_flag(lab, [1.2, 0.2])
    assert abs(flag(lab)[0] - 1.2) < 0.02 and abs(flag(lab)[1] - 0.2) < 0.02
    lab.stands_at(7)
    is_right(lab, 2, 7)
    expect(page.locator(".aim .between")).to_have_count(1)
    expect(page.locator("#live-region")).to_contain_text("You were")
    assert lab.run == before, "a click on the map starts no run while one predicts"
    assert [message["n"] for message in lab.sent("step")] == [1] * 5, "each step can be followed"
    expect(page.locator(".slice-card canvas")).to_be_visible()  # with the verdict comes what had been hidden
    expect(lab.number("next-0")).to_be_visible()
    x, y = lab.place([0.9, 0.5])
    pane(lab).click(position={"x": x, "y": y})  # where the next step can be read there is nothing to predict
    assert abs(flag(lab)[0] - 1.2) < 0.02
    again(lab)
    expect(page.locator(".slice-card canvas")).not_to_be_visible()
    set_flag(lab, [0.9, 0.5])
    lab.stands_at(12)
    is_right(lab, 7, 12)
    expect(said(lab)).to_contain_text(re.compile(r"2 predictions, the median off by \d+ % of its way\."))
    page.get_by_role("button", name="Done").click()
    expect(button(lab)).to_be_focused()
    expect(pane(lab)).to_be_hidden()
    expect(page.get_by_role("radiogroup", name="Surface as")).to_be_visible()
    assert lab.drawn()["ghost"]
    until(page, "location.href === x", address.replace("at=2", "at=12"))  # nothing of it is in the recipe


def test_by_keyboard(lab: Lab) -> None:
    page = lab.open("landscape=bowl&start_x=3&start_y=2&learning_rate=0.15").page
    tab_to(page, button(lab))
    page.keyboard.press("Enter")
    expect(pane(lab)).to_be_focused()
    expect(page.locator("#live-region")).to_contain_text("Enter sets the flag, Esc leaves")
    for key in ("ArrowLeft", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
    x0, x1, y0, y1 = until(page, "window.recorded.arrays.domain")
    there = [3 - 2 * (x1 - x0) / 40, 2 - (y1 - y0) / 40]
    assert dist([float(v) for v in (pane(lab).get_attribute("data-cross") or "").split(",")], there) < 1e-4
    expect(page.locator("#live-region")).to_contain_text("θ₀ ")
    assert lab.step == 0, "the arrow keys move the cross, and not the run"
    page.keyboard.press("Enter")
    lab.stands_at(5)
    assert dist(flag(lab), there) < 1e-4
    is_right(lab, 0, 5)
    expect(page.get_by_role("button", name="Again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(pane(lab)).to_be_focused()
    page.keyboard.press("Escape")
    expect(pane(lab)).to_be_hidden()
    expect(button(lab)).to_be_focused()
    page.keyboard.press("ArrowRight")
    lab.stands_at(6)


def test_one_step_or_twenty(lab: Lab) -> None:
    page = lab.open("learning_rate=0.1").page
    button(lab).click()
    for words, step in (("one step", 1), ("twenty steps", 21)):
        if step > 1:
            again(lab)
        page.locator("#predict-count").select_option(label=words)
        set_flag(lab, [1.5, 0.0])
        lab.stands_at(step)
        expect(said(lab)).to_contain_text(f"in {words}: off by")
    is_right(lab, 1, 21)


def test_in_a_race_it_is_about_the_run_in_focus(lab: Lab) -> None:
    page = lab.open("compare=learning_rate:0.02,0.2").page
    page.locator("#race [data-lane='1']").click()
    button(lab).click()
    expect(page.locator(".prediction .ask")).to_contain_text("Click where ball 2 (α = 0.2) will be after")
    set_flag(lab, [1.5, 0.0])
    lab.stands_at(5)
    is_right(lab, 0, 5, lane=1)
    page.locator("#race [data-lane='0']").click()  # of this one nothing was predicted
    expect(page.locator(".prediction .ask")).to_contain_text("ball 1 (α = 0.02)")
    expect(said(lab)).not_to_contain_text("You were")
    assert pane(lab).get_attribute("data-flag") is None


def test_what_takes_the_ball_elsewhere_clears_it(lab: Lab) -> None:
    page = lab.open("learning_rate=0.2").page
    button(lab).click()

    def predict() -> None:
        step = lab.step
        set_flag(lab, [1.2, 0.2])
        lab.stands_at(step + 5)
        verdict(lab)

    def cleared() -> None:
        until(page, "!document.querySelector('.aim').dataset.flag")
        expect(said(lab)).not_to_contain_text("You were")
        expect(pane(lab)).to_be_visible()  # still predicting

    predict()
    page.locator("#to-start").click()
    cleared()
    predict()
    lab.set("learning_rate", "0.1")
    lab.has_changes(1)
    cleared()
    predict()
    lab.set("start_x", "2")
    lab.stands_at(0)
    cleared()
    set_flag(lab, [1.2, 0.2])
    lab.reaches(1)
    page.locator("#to-start").click()  # on the way as well
    cleared()
    lab.stands_at(0)


def test_a_playing_run_stops_for_it(lab: Lab) -> None:
    lab.open("learning_rate=0.01&pace=20")
    lab.play.click()
    lab.reaches(3)
    button(lab).click()
    step = lab.rests("paused")
    set_flag(lab, [2.3, -1.0])
    lab.stands_at(step + 5)
    is_right(lab, step, step + 5)


def test_a_ball_that_runs_away(lab: Lab) -> None:
    page = lab.open("landscape=ravine&condition=30&learning_rate=5").page
    button(lab).click()
    pane(lab).click(position={"x": 200, "y": 100})
    lab.has_status("diverged")
    expect(said(lab)).to_have_text(
        re.compile("The ball ran away: the run diverged (at once|after [1-4] of five steps)")
    )
    button(lab).click()
    expect(button(lab)).to_have_attribute("aria-disabled", "true")
    expect(button(lab)).to_have_attribute("title", re.compile("The run has ended here"))
    button(lab).click(force=True)  # Playwright, unlike a student, waits for it to be enabled
    expect(pane(lab)).to_be_hidden()
    expect(said(lab)).to_have_text("The run has ended here: go back, or start a new one, to predict.")
    page.locator("#to-start").click()
    expect(button(lab)).not_to_have_attribute("aria-disabled", "true")


def test_in_a_frame_only_where_it_is_named(page: Page) -> None:
    lab = Lab(page, "/embed/descent").open("controls=learning_rate,play")
    expect(button(lab)).to_have_count(0)
    lab.open("controls=predict&learning_rate=0.2")
    button(lab).click()
    expect(page.locator("p.line")).to_be_hidden()
    set_flag(lab, [1.2, 0.2])
    lab.stands_at(5)
    is_right(lab, 0, 5)
    page.keyboard.press("ArrowLeft")  # moves the cross: going back is not allowed here
    assert lab.step == 5
    lab.open()  # where everything is allowed
    expect(button(lab)).to_be_visible()
