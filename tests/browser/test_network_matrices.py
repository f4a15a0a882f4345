"""The Network lab's step as matrices: stages, slow motion and the worksheet."""

from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.browser.driving import Lab, until
from tests.browser.test_accessibility import OPTIONS, WIDTHS

PLACE, HIGH = "/labs/network", 1400


def cell(lab: Lab, name: str) -> Locator:
    return lab.page.locator(f".pass [data-link='{name}']").first


def stage_is(lab: Lab, name: str | None) -> None:
    until(lab.page, "(document.querySelector('.stages [aria-current]')?.dataset.stage ?? null) === x", name)


def number(text: str | None) -> float:
    return float((text or "").replace("−", "-"))


def test_cells_show_what_the_server_reckons(lab: Lab) -> None:
    lab.open("at=4")
    step = lab.update(4)
    for name, value in {
        "z2-1-2": step["forward"]["z2"][1][2],
        "yhat-2-0": step["forward"]["yhat"][2][0],
        "delta2-0-1": step["forward"]["delta2"][0][1],
        "gW2-1-0": step["grads"]["W2"][1][0],
        "nW1-0-1": step["params"]["W1"][0][1] + step["update"]["W1"][0][1],
        "J": step["loss"],
    }.items():
        assert number(cell(lab, name).text_content()) == pytest.approx(value, rel=0.01, abs=0.006), name
    lab.forward()
    J = lab.update(5)["loss"]
    until(lab.page, "Math.abs(Number(document.querySelector('.pass [data-link=J]').textContent) - x) < 1e-3", J)


def test_a_cell_by_keyboard_tells_where_it_comes_from(lab: Lab) -> None:
    page = lab.open().page
    cell(lab, "z3-0-0").focus()
    page.keyboard.press("ArrowDown")
    place = cell(lab, "z3-1-0")
    expect(place).to_be_focused()
    shown = place.text_content()
    expect(place).to_have_attribute("aria-label", f"z of layer 3, row 2, column 1: {shown}")
    origin = page.locator("#origin")
    text = origin.text_content() or ""
    terms = [cell(lab, f"a2-1-{j}").text_content() for j in range(3)]
    assert text.startswith("z321 = ") and f"= {shown}" in text and all(term in text for term in terms if term)
    expect(origin).to_contain_text("layer 3, not cubed")
    assert lab.step == 0  # the arrow has not moved the run
    for _ in range(3):
        page.keyboard.press("ArrowUp")  # no farther than the first row
    expect(cell(lab, "z3-0-0")).to_be_focused()
    stops = page.locator(".pass [role=grid]").count()
    assert page.locator(".pass [role=gridcell][tabindex='0']").count() == stops  # one each


def test_a_stage_alone_shows_its_factors(lab: Lab) -> None:
    page = lab.open().page
    page.get_by_role("button", name="One at a time").click()
    stage_is(lab, "z2")
    page.locator(".stages [data-stage=z2]").focus()
    page.keyboard.press("End")
    stage_is(lab, "update")
    page.keyboard.press("ArrowLeft")
    stage_is(lab, "gW1")
    parts = page.locator(".pass .mat")
    expect(parts.first).to_have_attribute("data-part", "delta3")
    assert parts.evaluate_all("parts => parts.map((part) => part.dataset.part)") == [
        "delta3", "W2", "slope2", "delta2", "X", "gW1",
    ]  # fmt: skip
    slopes = cell(lab, "slope2-0-0").text_content()
    a = lab.update(0)["forward"]["a2"][0][0]
    assert number(slopes) == pytest.approx(a * (1 - a), abs=0.006)
    page.get_by_role("button", name="All stages").click()
    expect(page.locator(".pass [data-part=z2]")).to_have_count(1)
    expect(page.locator(".pass [data-part=slope2]")).to_have_count(0)
    expect(page.locator(".pass .later")).to_have_count(2)  # after ∂J/∂W¹ only the update is still to come
    page.get_by_role("button", name="All stages").click()
    stage_is(lab, None)


def test_a_deep_network_is_shown_one_stage_at_a_time(lab: Lab) -> None:
    page = lab.open("hidden=8,8,8,8,8&dataset=moons").page
    walk = page.locator("[data-walk]")
    expect(walk).to_contain_text("Stage 1 of 20")
    stage_is(lab, None)  # the diagram shows the whole network all the same
    all_parts = page.locator(".pass .mat")
    expect(all_parts).to_have_count(4)  # X W + b = z
    back, on = walk.get_by_role("button", name="before"), walk.get_by_role("button", name="next")
    expect(back).to_have_attribute("aria-disabled", "true")
    on.focus()
    page.keyboard.press("Enter")
    stage_is(lab, "a2")
    expect(walk).to_contain_text("Stage 2 of 20")
    expect(on).to_be_focused()
    back.click()
    stage_is(lab, "z2")
    page.locator(".stages [data-stage=update]").click()
    expect(walk).to_contain_text("Stage 20 of 20")
    on.click(force=True)
    stage_is(lab, "update")  # there is none after it
    page.locator(".stages [data-stage=update]").click()
    stage_is(lab, None)
    expect(walk).to_contain_text("Stage 1 of 20")

    page.get_by_role("button", name="All stages").click()
    expect(walk).to_be_hidden()
    assert all_parts.count() > 30
    lab.set("hidden", "8,8,8")
    until(page, "document.querySelectorAll('.stages button').length === 14")
    expect(walk).to_be_hidden()  # as the student has chosen
    lab.open()
    expect(walk).to_be_hidden()
    assert all_parts.count() == 16


def test_an_equation_breaks_where_one_would_on_paper(lab: Lab) -> None:
    page = lab.page
    for width, query in ((1024, "bias=true"), (1024, "bias=true&hidden=5"), (820, "bias=true&hidden=8,8")):
        page.set_viewport_size({"width": width, "height": 1400})
        lab.open(query)
        page.get_by_role("button", name="All stages").click()
        terms = page.locator(".pass .sum").evaluate_all(
            """sums => sums.map((sum) => [...sum.children].map((term) => {
                const { left, top } = term.getBoundingClientRect();
                return { sign: term.querySelector(".op")?.textContent ?? "", parts: term.querySelectorAll(".mat").length, left, top };
            }))"""
        )
        assert any(len(sum) > 1 for sum in terms)
        for sum in terms:
            assert all(term["parts"] for term in sum), "a sign alone"
            for term in sum[1:]:
                assert term["sign"] == "+"
                assert term["top"] == sum[0]["top"] or term["left"] >= sum[0]["left"] + 24, "not torn from its sum"


def test_slow_motion_walks_the_stages_and_makes_the_update(lab: Lab) -> None:
    page = lab.open("pace=6").page
    slow = page.get_by_role("button", name="Slow motion")
    slow.click()
    stage_is(lab, "z2")
    seen = "document.querySelector('.stages [aria-current]')?.dataset.stage"
    page.evaluate(  # noted by the page, for a slow machine may look up too late
        f"""() => {{
            window.walked = [];
            document.addEventListener("stagechange", () => walked.push(`${{{seen}}} ${{document.documentElement.dataset.step}}`));
        }}"""
    )
    lab.play.click()
    expect(lab.play).to_have_text("Pause")
    until(page, "window.walked.includes('z3 0')")
    lab.reaches(1)
    lab.play.click()
    expect(lab.play).to_have_text("Play")
    now = page.evaluate(seen)
    order = ["z2", "a2", "z3", "yhat", "J", "gW2", "gW1", "update"]
    step = lab.step
    for name in order[order.index(now) + 1 :]:
        page.locator("#step-on").click()
        stage_is(lab, name)
    assert lab.step == step
    page.locator("#step-on").click()
    lab.stands_at(step + 1)
    stage_is(lab, "z2")
    page.locator("#step-back").click()
    lab.stands_at(step)
    stage_is(lab, "update")
    slow.click()
    stage_is(lab, None)
    lab.forward()


def test_slow_motion_goes_on_with_what_plays(lab: Lab) -> None:
    page = lab.open("pace=6").page
    lab.play.click()
    lab.reaches(2)
    page.get_by_role("button", name="Slow motion").click()
    stage_is(lab, "a2")  # by itself
    expect(lab.play).to_have_text("Pause")
    lab.play.click()
    expect(lab.play).to_have_text("Play")
    step = lab.step
    page.locator("#step-on").click()
    page.locator("#step-back").click()
    assert lab.step == step


def test_slow_motion_left_before_its_update_came_is_not_waited_for(lab: Lab) -> None:
    page = lab.open().page
    slow = page.get_by_role("button", name="Slow motion")
    slow.click()
    stage_is(lab, "z2")
    page.locator(".stages [data-stage=update]").click()
    stage_is(lab, "update")
    page.evaluate("document.querySelector('#step-on').click(); document.querySelector('[data-slow]').click()")
    lab.stands_at(1)
    page.locator("#step-back").click()
    lab.stands_at(0)
    slow.click()
    stage_is(lab, "z2")
    page.locator("#step-on").click()
    stage_is(lab, "a2")


def test_without_motion_play_is_one_stage(lab: Lab) -> None:
    lab.page.emulate_media(reduced_motion="reduce")
    page = lab.open().page
    page.get_by_role("button", name="Slow motion").click()
    lab.play.click()
    stage_is(lab, "a2")
    expect(lab.play).to_have_text("Play")


def test_the_worksheet_checks_what_is_typed(lab: Lab) -> None:
    page = lab.open().page
    page.get_by_role("button", name="Worksheet").click()
    verdict = page.locator("[data-verdict]")
    expect(verdict).to_contain_text("7 numbers are hidden")
    blanks = page.locator(".pass .blank input:not([readonly])")
    expect(blanks).to_have_count(7)
    expect(blanks.first).to_be_focused()
    expect(page.locator("[data-view=inputs]")).to_be_hidden()  # as all pictures that would tell
    for telling in (
        "view=standing",
        "view=units",
        "note=units",
        "view=histogram",
        "view=norms",
        "note=norms",
        "view=plane] [data-part=map",
    ):
        expect(page.locator(f"[data-{telling}]")).to_be_hidden()
    texts = ".value, .result, .target"
    seen = page.locator(f"[data-view=diagram] :is({texts})").evaluate_all(
        "texts => texts.filter((text) => text.checkVisibility({ visibilityProperty: true })).map((text) => text.textContent)"
    )
    a2 = [f"{a:.2f}" for a in lab.update(0)["forward"]["a2"][0]]
    assert seen == ["0.60", "0.30", *a2, "?", "?", "0.45"]  # z³ and ŷ are asked for
    assert "ŷ is" not in (page.locator("[data-view=diagram] .board").get_attribute("aria-label") or "")

    forward = lab.update(0)["forward"]
    X, W = forward_inputs(lab)
    reckoned = sum(round(x, 2) * round(w, 2) for x, w in zip(X[0], W[:, 0], strict=True))  # with what is shown
    page.keyboard.type(f"{reckoned:.2f}".replace("-", "−"))
    page.keyboard.press("Enter")
    expect(verdict).to_contain_text("1 of 7 right")
    expect(page.locator(".pass [data-link='z3-0-0'] input")).to_be_focused()

    page.keyboard.type(str(round(forward["z3"][0][0] + 1, 2)))
    page.keyboard.press("Enter")
    expect(verdict).to_contain_text("too large")
    expect(page.locator("#origin")).to_have_text("z311 = ?z3 = a2W2")
    page.get_by_role("button", name="Show the sum").click()
    expect(page.locator("#origin")).to_contain_text(" · ")
    expect(page.locator("#origin")).to_contain_text("= ?")
    page.get_by_role("button", name="Show the answer").click()
    expect(verdict).to_contain_text("1 of 7 right")

    page.keyboard.press("Enter")
    expect(verdict).to_contain_text("Type a number for ŷ11 first")
    page.keyboard.type("much")
    page.keyboard.press("Enter")
    expect(verdict).to_contain_text("“much” is not a number")
    page.keyboard.press("Escape")
    expect(page.locator(".pass .wrong")).to_have_count(0)
    values = {
        "yhat-0-0": forward["yhat"][0][0],
        "J": forward["J"],
        "delta3-0-0": forward["delta3"][0][0],
        "gW2-0-0": lab.update(0)["grads"]["W2"][0][0],
        "nW2-0-0": lab.update(0)["params"]["W2"][0][0] + lab.update(0)["update"]["W2"][0][0],
    }
    for name, value in values.items():
        field = page.locator(f".pass [data-link='{name}'] input")
        field.fill(f"{value:.6f}")
        field.press("Enter")
    expect(verdict).to_contain_text("6 of 7 right")
    expect(blanks).to_have_count(0)
    assert lab.html.get_attribute("data-filling") is None  # the pictures tell again


def magenta(lab: Lab) -> int:
    """How much of the diagram's lines is in the colour of gradients."""
    found: int = lab.page.evaluate(
        """() => {
            const canvas = document.querySelector("[data-view=diagram] canvas");
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            let count = 0;
            for (let i = 0; i < data.length; i += 4) if (data[i + 3] && data[i] - data[i + 1] > 60 && data[i + 2] - data[i + 1] > 30) count++;
            return count;
        }"""
    )
    return found


def test_a_worksheet_keeps_back_what_it_asks_for_and_nothing_else(lab: Lab) -> None:
    page = lab.open().page
    page.locator(".stages [data-stage=gW2]").click()
    until(page, "document.querySelector('.chips .slope')")
    assert magenta(lab) > 0
    page.get_by_role("button", name="Worksheet").click()
    page.get_by_role("radio", name="a stage").check()
    expect(page.locator(".pass .blank")).to_have_count(6)
    assert page.locator(".chips text").all_text_contents().count("?") == 3
    expect(page.locator(".chips .slope")).to_have_count(0)
    assert magenta(lab) == 0  # nor by a line's colour or width
    for telling in ("view=norms", "view=plane] [data-part=map"):
        expect(page.locator(f"[data-{telling}]").first).to_be_hidden()
    for harmless in ("view=inputs", "view=units", "view=histogram", "view=standing"):
        expect(page.locator(f"[data-{harmless}]").first).to_be_visible()

    cell(lab, "nW2-1-0").focus()
    expect(page.locator("#origin")).to_contain_text(" · ? = ")  # the step that is asked for is not told in a sum either
    page.get_by_role("radio", name="all").check()
    page.locator(".pass [data-link='z3-1-0'] input").focus()
    page.get_by_role("button", name="Show the sum").click()
    expect(page.locator("#origin")).to_contain_text("z321 = ? · (−0.04) + ? · 0.57 + ? · (−1.27) = ?")
    spoken = page.locator(".pass .blank").evaluate_all(
        """blanks => blanks.map((blank) => {
            blank.tabIndex = -1;
            blank.focus();
            return blank.getAttribute("aria-label");
        })"""
    )
    assert len(spoken) > 40 and all(label.endswith("to be found") for label in spoken)
    page.get_by_role("button", name="Close").click()
    until(page, "document.querySelector('.chips .slope')")
    assert magenta(lab) > 0


def test_what_is_multiplied_stays_in_one_line(lab: Lab) -> None:
    page = lab.page
    page.set_viewport_size({"width": 1024, "height": 1400})
    lab.open("preset=vanishing")
    page.get_by_role("button", name="All stages").click()
    tops = page.locator(".pass .line").evaluate_all(
        """lines => lines.map((line) => [...line.querySelectorAll(".mat")].map((mat) => [mat.dataset.part, mat.getBoundingClientRect().top]))"""
    )
    assert [line[0][0] for line in tops] == ["X", "a2", "a3", "a4", "a5", "a6", "yhat"]
    for (_, left), (name, right) in (line[:2] for line in tops[:-1]):
        assert left == right, f"{name} stands below what it is multiplied with"
    middles = page.locator(".pass .line:last-child .mat .cells").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => (top + bottom) / 2)"
    )
    assert middles[-1] == pytest.approx(middles[-2], abs=3), "J beside the middle of the numbers whose mean it is"


def forward_inputs(lab: Lab) -> tuple[Any, Any]:
    step = lab.update(0)
    return np.array(step["batch"]["x"]), np.array(step["params"]["W1"])


def test_the_worksheet_ends_when_the_run_moves(lab: Lab) -> None:
    page = lab.open().page
    page.get_by_role("button", name="Worksheet").click()
    page.get_by_role("radio", name="all").check()
    assert page.locator(".pass .blank").count() > 40
    lab.forward()
    expect(page.locator("[data-verdict]")).to_contain_text("The run has moved on")
    expect(page.locator(".pass .blank, .pass input")).to_have_count(0)
    expect(cell(lab, "z2-0-0")).not_to_be_empty()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#worksheet")).to_be_hidden()


def test_the_worksheet_is_of_one_run(lab: Lab) -> None:
    page = lab.open("compare=learning_rate:1,3&at=3").page
    page.get_by_role("button", name="Worksheet").click()
    expect(page.locator(".pass .blank").first).to_be_visible()
    page.locator(".loss-card .lane-key button").last.click()
    expect(page.locator("[data-verdict]")).to_contain_text("Another run is looked at now")


def test_a_diverged_step_shows_no_number_that_is_none(lab: Lab) -> None:
    page = lab.open("activation=identity&learning_rate=100&pace=60").page
    lab.play.click()
    lab.has_status("diverged")
    texts = page.locator(".pass [role=gridcell]").all_text_contents()
    assert len(texts) > 40
    assert not [text for text in texts if "NaN" in text or "Infinity" in text or text == ""]
    expect(page.locator(".pass .refused")).to_contain_text("The update is not made: its loss J is 1")
    expect(page.locator(".pass [data-link^=n]")).to_have_count(0)
    expect(page.locator(".stages [data-stage]").last).to_have_attribute("data-stage", "gW1")  # no update comes next
    page.get_by_role("button", name="One at a time").click()
    page.locator(".stages [data-stage=gW1]").click()
    expect(page.locator("[data-walk]")).to_contain_text("Stage 7 of 7")
    expect(page.locator(".pass .refused")).to_be_visible()
    page.locator("#step-back").click()
    lab.has_status("paused")
    expect(page.locator(".stages [data-stage]").last).to_have_attribute("data-stage", "update")
    expect(page.locator(".pass .refused")).to_have_count(0)


def test_slow_motion_ends_where_the_run_diverges(lab: Lab) -> None:
    page = lab.open("activation=identity&learning_rate=100&pace=60").page
    page.get_by_role("button", name="Slow motion").click()
    for name in ("z2", "a2", "z3", "yhat", "J", "gW2", "gW1", "update"):
        stage_is(lab, name)
        page.locator("#step-on").click()
    lab.stands_at(1)
    page.locator(".stages [data-stage=update]").click()
    page.locator("#step-on").click()
    lab.has_status("diverged")
    stage_is(lab, "z2")
    expect(page.locator(".pass .refused")).to_be_visible()
    page.locator("#step-back").click()
    lab.stands_at(0)
    stage_is(lab, "update")


@pytest.mark.parametrize("width", [320, 760])
def test_on_a_narrow_screen_nothing_sticks_out(lab: Lab, width: int) -> None:
    page = lab.page
    page.set_viewport_size({"width": width, "height": 800})
    lab.open("hidden=8,8&bias=true")
    page.get_by_role("button", name="Worksheet").click()
    expect(page.locator(".pass .blank input").first).to_be_focused()
    for card in page.locator(".card:has(> [data-view=matrices]), .card:has(> .stages-line)").all():
        assert card.evaluate("card => card.scrollWidth <= card.clientWidth")
        assert card.evaluate(
            "card => [...card.children].every((part) => part.getBoundingClientRect().right <= innerWidth)"
        )


def test_wide_and_deep_stays_within_its_cells(lab: Lab) -> None:
    page = lab.open("dataset=blobs&hidden=16,32,16,16&batch_size=60&points=200&output=softmax&loss=cross-entropy").page
    page.get_by_role("button", name="All stages").click()
    count = page.locator(".pass [role=gridcell]").count()
    assert 200 < count <= 600
    note = page.locator("[data-note=matrices]")
    expect(note).to_contain_text("of 60; J and the gradients are over all of them")
    cell(lab, "gW2-0-0").focus()
    expect(page.locator("#origin")).to_contain_text("over all 60 samples of the batch")
    page.get_by_role("button", name="Worksheet").click()
    page.get_by_role("radio", name="all").check()
    links = page.locator(".pass .blank").evaluate_all("cells => cells.map((cell) => cell.dataset.link.split('-')[0])")
    assert {"a2", "yhat", "each", "nW1"} <= set(links)
    assert not {"z2", "delta2", "gW1", "J"} & set(links)  # nobody can add up what is not shown


def test_axe_finds_nothing(lab: Lab) -> None:
    page = lab.open("bias=true&optimizer=adam").page
    page.get_by_role("button", name="Slow motion").click()
    page.locator("#step-on").click()
    page.get_by_role("button", name="Worksheet").click()
    expect(page.locator(".pass .blank input").first).to_be_focused()
    for answer in ("9", "wrong"):
        page.keyboard.type(answer)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Show the answer").click()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))")
            cards = [[".card:has(> [data-view=matrices])"], [".stages-line"]]
            found = Axe().run(page, context={"include": cards}, options=OPTIONS)
            assert found.violations_count == 0, f"{width} px, {scheme}:\n{found.generate_report()}"
