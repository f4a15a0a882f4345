"""The student changes something: seen at once, sent once, in force from the next update on, marked everywhere."""

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.driving import Lab, until


def test_a_drag_while_paused_moves_the_ghost_and_sends_nothing(lab: Lab) -> None:
    lab.open("landscape=bowl&start_x=2&start_y=1&at=1")
    (x, y), said = lab.theta(1), len(lab.sent())
    assert lab.drawn()["ghost"] == pytest.approx([0.9 * x, 0.9 * y], rel=1e-6)

    lab.hold(lab.slider, 0.7)
    seen = set()
    for share in (0.4, 0.74, 0.79, 0.9):  # α from 0.04 to 4; the minimum is reached with 1
        lab.pull(lab.slider, share)
        rate = float(lab.rate.input_value())
        until(lab.page, "document.querySelector('[data-view=slice]').dataset.rate === String(x)", rate)
        ahead = [(1 - rate) * x, (1 - rate) * y]
        assert lab.drawn()["ghost"] == pytest.approx(ahead, rel=1e-5, abs=1e-6)
        assert lab.drawn()["end"] == [x, y]
        predicted = float(lab.page.locator("[data-view=slice]").get_attribute("data-predicted") or "nan")
        assert predicted == pytest.approx(0.5 * (ahead[0] ** 2 + ahead[1] ** 2), rel=1e-3, abs=1e-6)
        said_to_rise = "rises" in (lab.page.locator("[data-note=slice]").text_content() or "")
        assert said_to_rise == (rate > 2)  # beyond, it climbs higher on the other side than it stood
        seen.add("short" if rate < 1 else "beyond" if rate < 2 else "higher")
    assert seen == {"short", "beyond", "higher"}
    assert len(lab.sent()) == said, "a drag while paused is nobody else's business"

    lab.let_go()
    lab.has_changes(1)
    [change] = lab.sent()[said:]
    assert change["type"] == "change" and change["values"] == {"learning_rate": rate}
    assert lab.api()["changes"] == [{"step": 1, "values": {"learning_rate": rate}}]
    lab.forward()
    assert lab.drawn()["end"] == lab.theta(2) == pytest.approx(ahead, rel=1e-5)


def test_the_loss_after_the_step_is_foretold(lab: Lab) -> None:
    lab.open("at=2")
    lab.hold(lab.slider, 0.6)
    lab.pull(lab.slider, 0.62)
    rate = float(lab.rate.input_value())
    until(lab.page, "document.querySelector('[data-view=slice]').dataset.rate === String(x)", rate)
    foretold = float(lab.number("predicted").inner_text())
    ghost = lab.drawn()["ghost"]
    lab.let_go()
    lab.has_changes(1)
    update = lab.update(2)
    theta = np.subtract(update["params"]["theta"], np.multiply(rate, update["grads"]["theta"]))
    assert ghost == pytest.approx(list(theta), rel=1e-5)
    (x,), (y,) = zip(*update["batch"]["x"], strict=True), [update["batch"]["y"]]
    errors = theta[0] + theta[1] * np.array(x).ravel() - np.array(y).ravel()
    assert foretold == pytest.approx(float(np.mean(errors**2)), rel=0.006)  # three digits are written


def test_a_drag_while_playing_is_heard_ten_times_a_second_at_most(lab: Lab) -> None:
    lab.open("pace=30")
    lab.play.click()
    lab.has_status("playing")
    lab.hold(lab.slider, 0.4)
    share, by = 0.4, 0.004
    while len(lab.sent("change")) < 14:
        share += by
        by = -by if not 0.3 < share < 0.55 else by
        lab.pull(lab.slider, share)
    lab.let_go()
    value = float(lab.rate.input_value())
    until(lab.page, "window.recorded.sent.findLast(({ type }) => type === 'change').values.learning_rate === x", value)
    lab.pause()
    times = [change["at"] for change in lab.sent("change")]
    assert all(later - sooner >= 1000 for sooner, later in zip(times, times[10:], strict=False)), np.diff(times)
    asked = [change["values"] for change in lab.sent("change")]
    changes = lab.api()["changes"]
    assert changes[-1]["values"] == {"learning_rate": value} == asked[-1]
    assert all(change["values"] in asked for change in changes)
    expect(lab.rate).to_have_value(str(value))


def test_a_knob_let_go_long_after_its_last_change_shows_what_is_in_force_again(lab: Lab) -> None:
    lab.open("learning_rate=0.1&pace=10")
    lab.play.click()
    lab.reaches(3)
    lab.hold(lab.slider, 0.6)
    value = float(lab.rate.input_value())
    until(lab.page, "window.recorded.sent.findLast(({ type }) => type === 'change')?.values.learning_rate === x", value)
    lab.reaches(lab.step + 5)  # the change has been answered, and the knob is still held
    lab.let_go()
    lab.pause()
    assert lab.api()["changes"][-1]["values"] == {"learning_rate": value}
    lab.page.locator("#to-start").click()
    lab.stands_at(0)
    expect(lab.rate).to_have_value("0.1")
    expect(lab.number("learning_rate")).to_have_text("0.1")


def test_a_change_governs_the_next_update_while_it_trains(lab: Lab) -> None:
    lab.open("pace=20")
    lab.play.click()
    lab.reaches(3)
    step = lab.step
    lab.set("batch_size", "4")
    lab.has_changes(1)
    [change] = lab.api()["changes"]
    at = change["step"]
    assert change["values"] == {"batch_size": 4} and at >= step
    lab.reaches(at + 10)
    lab.pause()
    sizes = [len(lab.update(t)["batch"]["index"]) for t in range(at - 2, at + 3)]
    assert sizes == [24, 24, 4, 4, 4]
    update = lab.update(at)
    assert update["loss"] != update["objective"]
    assert lab.losses()[at] == pytest.approx(update["loss"], rel=1e-6)
    shown = lab.number("batch").inner_text()
    assert shown.startswith("batch of 4: samples ")
    index = sorted(i + 1 for i in lab.update(lab.step)["batch"]["index"])
    assert shown.endswith(", ".join(map(str, index)))


BOXES = (
    "(parts) => [...document.querySelectorAll(`[data-view=loss] ${parts}`)].map((part) => part.getBoundingClientRect())"
)


def test_a_change_is_marked_on_timeline_map_and_chart(lab: Lab) -> None:
    page = lab.open("at=6").page
    assert lab.pixels("accent") == []
    lab.set("learning_rate", "0.2")
    lab.has_changes(1)
    page.locator("h1").click()  # so that the keys are the player's again
    page.keyboard.press("Shift+ArrowRight")
    lab.stands_at(16)
    lab.set("batch_size", "6")
    lab.has_changes(2)
    lab.forward(4)
    expect(lab.ticks.nth(0)).to_have_attribute("aria-label", "Go to step 6: α 0.1 → 0.2 (α)")
    expect(lab.ticks.nth(1)).to_have_attribute("aria-label", "Go to step 16: batch 24 → 6 (batch)")
    expect(lab.page.locator("#last-change")).to_have_text("Batch 24 → 6 at step 16.")
    chart = lab.charted("chart.layout?.annotations?.length === 2")
    assert chart["marks"] == ["batch 24 → 6", "α 0.1 → 0.2"] and chart["lines"] == [6, 16]
    page.locator("[data-view=loss]").hover()  # then Plotly shows its tools: below the names of the changes
    until(page, f"({BOXES})('.annotation').length === 2 && ({BOXES})('.modebar').length === 1")
    until(page, f"({BOXES})('.annotation').every(({{ bottom }}) => bottom <= ({BOXES})('.modebar')[0].top)")
    accent = lab.pixels("accent")
    for step in (6, 16):
        x, y = lab.place(lab.theta(step))
        assert any(abs(x - px) < 8 and abs(y - py) < 8 for px, py in accent), f"no diamond at step {step}"

    lab.ticks.nth(0).click()
    lab.stands_at(6)
    expect(lab.rate).to_have_value("0.2")  # in force for the update 6 → 7


def test_a_mark_can_be_pressed_while_the_timeline_grows(lab: Lab) -> None:
    lab.open("pace=30&changes=5:learning_rate:0.02&at=100")
    lab.play.click()
    lab.reaches(102)
    mark = lab.ticks.first
    mark.focus()
    box = mark.bounding_box()
    assert box is not None
    lab.page.mouse.move(box["x"] + 12, box["y"] + 12)
    lab.page.mouse.down()
    lab.reaches(lab.step + 2)
    expect(mark).to_be_focused()
    lab.page.mouse.up()
    lab.stands_at(5)
    lab.has_status("paused")


def test_a_value_that_cannot_be_is_refused_at_its_field(lab: Lab) -> None:
    lab.open()
    said = len(lab.sent())
    for knob, typed, sentence, before in (
        ("learning_rate", "500", "Learning rate α cannot be “500”: allowed is a number from 0.00001 to 100.", "0.1"),
        ("batch_size", "2.5", "Batch size cannot be “2.5”: allowed is a whole number from 1 to 24, or all.", "24"),
        ("start_x", "11", "Start θ₀ cannot be “11”: allowed is a number from −10 to 10. It stays at 2.5.", "2.5"),
    ):
        field, refusal = lab.page.locator(f"#knob-{knob}"), lab.page.locator(f"#refusal-{knob}")
        lab.set(knob, typed)
        expect(refusal).to_contain_text(sentence)
        expect(field).to_have_value(before)
        expect(field).to_have_attribute("aria-invalid", "true")
    lab.forward()
    assert [message["type"] for message in lab.sent()[said:]] == ["step"]
    lab.set("learning_rate", "1")
    expect(lab.page.locator("#refusal-learning_rate")).to_be_empty()
    expect(lab.rate).not_to_have_attribute("aria-invalid", "true")


def test_what_the_server_refuses_is_told_at_the_field(lab: Lab) -> None:
    lab.open("learning_rate=5&pace=60")
    lab.play.click()
    lab.has_status("diverged")
    lab.set("learning_rate", "0.3")
    refusal = lab.page.locator("#refusal-learning_rate")
    expect(refusal).to_contain_text("diverged")
    expect(lab.rate).to_have_value("5")
    assert lab.api()["changes"] == []


def test_a_knob_of_the_set_up_starts_one_run_at_release(lab: Lab) -> None:
    made: list[str] = []
    page = lab.page
    page.on("request", lambda request: request.method == "POST" and made.append(request.url))
    lab.open("landscape=ravine&at=2")
    slider = page.locator("#slide-condition")
    slider.scroll_into_view_if_needed()
    lab.hold(slider, 0.3)
    for share in (0.4, 0.5, 0.6):
        lab.pull(slider, share)
    condition = float(page.locator("#knob-condition").input_value())
    assert condition > 30 and len(made) == 1
    lab.let_go()
    lab.stands_at(0)
    assert len(made) == 2 and lab.api()["config"]["condition"] == condition


def test_what_was_set_stays_unless_the_new_choice_has_a_default_of_its_own(page: Page) -> None:
    lab = Lab(page, "/labs/embedding").open("sentences=300")
    for knob, value in (("learning_rate", "0.5"), ("batch_size", "1")):
        lab.set(knob, value)
        page.wait_for_url(f"**0:{knob}:{value}**")  # in force
    for method, rate, batch in (("cbow", "0.5", 1), ("glove", "0.05", None), ("skip-gram", "0.02", 128)):
        page.locator("#knob-method").select_option(method)
        until(
            page, "new URLSearchParams(location.search).get('method') === x", method if method != "skip-gram" else None
        )
        expect(lab.rate).to_have_value(rate)
        config = lab.api()["config"]
        assert config["method"] == method and str(config["learning_rate"]) == rate
        assert batch is None or config["batch_size"] == batch


def test_a_second_choice_of_the_set_up_does_not_forget_the_first_that_is_still_on_its_way(lab: Lab) -> None:
    page = lab.open("model=line").page
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/api/runs", hold)
    page.locator("#knob-optimizer").select_option("momentum")
    seed = page.locator("#knob-seed")
    seed.fill("41")
    seed.press("Enter")
    page.wait_for_url("**seed=41**")
    assert "optimizer=momentum" in page.url
    expect(page.locator("#knob-optimizer")).to_have_value("momentum")
    held[0].continue_()
    lab.forward()
    expect(seed).to_have_value("41")
    assert lab.api()["config"]["optimizer"] == "momentum"
