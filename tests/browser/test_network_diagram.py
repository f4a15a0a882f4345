"""The diagram of a network: its numbers are the server's, a weight can be typed in, and other inputs can be tried."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from app.assets import static_url
from tests.browser.driving import Lab, tab_to, until
from tests.browser.test_accessibility import audit

PLACE = "/labs/network"


def board(lab: Lab) -> Locator:
    return lab.page.locator("[data-view=diagram] .board")


def unit(lab: Lab, layer: int, j: int) -> Locator:
    return lab.page.locator(f"circle[data-at=u-{layer}-{j}]")


def chip(lab: Lab, k: int, i: int, j: int) -> Locator:
    return lab.page.locator(f"rect[data-at=e-{k}-{i}-{j}]")


def written(lab: Lab) -> dict[str, str]:
    """What stands on the lines and in the units, by the name of its place."""
    found: dict[str, str] = board(lab).evaluate(
        """board => Object.fromEntries([...board.querySelectorAll("[data-at]")].map((place) => {
            let text = place.nextElementSibling;
            while (text && text.matches(".name")) text = text.nextElementSibling;
            return [place.dataset.at, text && text.tagName === "text" ? text.textContent : ""];
        }))"""
    )
    return found


def brief(value: float) -> str:
    return f"{value:.2f}".replace("-", "−") if abs(value) >= 0.005 else "0.00"


def tip(lab: Lab) -> Locator:
    return lab.page.locator("[data-view=diagram] .tip")


def field(lab: Lab) -> Locator:
    return lab.page.locator(".weight-field input")


def look_at_stage(lab: Lab, stage: str) -> None:
    lab.page.evaluate(f"async (id) => (await import('{static_url('stages.js')}')).setStage(id)", stage)


def test_its_numbers_are_those_of_the_update(lab: Lab) -> None:
    lab.open("at=20")
    told, page = written(lab), lab.update(20)
    for k in (1, 2):
        for i, row in enumerate(page["params"][f"W{k}"]):
            for j, weight in enumerate(row):
                assert told[f"e-{k}-{i}-{j}"] == brief(weight)
    assert [told[f"u-2-{j}"] for j in range(3)] == [brief(a) for a in page["forward"]["a2"][0]]
    assert told["u-3-0"] == brief(page["forward"]["z3"][0][0])
    unit(lab, 3, 0).hover()
    terms = zip(page["forward"]["a2"][0], page["params"]["W2"], strict=True)
    for a, (weight,) in terms:
        number = brief(weight)
        expect(tip(lab)).to_contain_text(f"{brief(a)}\u00a0·\u00a0{f'({number})' if number[0] == '−' else number}")
    expect(tip(lab)).to_contain_text(f"= {brief(page['forward']['yhat'][0][0])}, wanted 0.45")
    expect(tip(lab)).to_contain_text("not cubed")
    chip(lab, 2, 1, 0).hover()
    expect(tip(lab)).to_contain_text("over the batch")
    slope = f"{page['grads']['W2'][1][0]:.4f}".replace("-", "−")
    expect(tip(lab)).to_contain_text(f"= {slope}")


def test_a_stage_tells_its_own_numbers(lab: Lab) -> None:
    lab.open("learning_rate=1&at=3")
    page = lab.update(3)
    look_at_stage(lab, "gW2")
    delta, slopes = page["forward"]["delta3"][0][0], page["grads"]["W2"]
    told = written(lab)
    assert told["u-3-0"] == f"{delta:.4f}".replace("-", "−")
    assert [told[f"e-2-{i}-0"] for i in range(3)] == [
        f"{slope:.{4 if abs(slope) < 0.1 else 3}f}".replace("-", "−") for (slope,) in slopes
    ]
    expect(chip(lab, 2, 0, 0)).to_have_attribute("data-link", "gW2-0-0")
    look_at_stage(lab, "update")
    after = np.add(page["params"]["W1"], page["update"]["W1"])
    assert [written(lab)[f"e-1-0-{j}"] for j in range(3)] == [brief(weight) for weight in after[0]]


def test_a_weight_is_typed_in(lab: Lab) -> None:
    lab.open("at=5")
    chip(lab, 1, 0, 2).click()
    expect(field(lab)).to_be_focused()
    field(lab).fill("nonsense")
    field(lab).press("Enter")
    expect(lab.page.locator(".weight-field .refusal")).to_contain_text("w¹₁₃ cannot be “nonsense”: allowed is a number")
    expect(field(lab)).to_have_value("nonsense")
    field(lab).press("Escape")
    expect(field(lab)).to_be_hidden()
    lab.has_changes(0)
    chip(lab, 1, 0, 2).click()
    field(lab).fill("0,5")
    field(lab).press("Enter")
    lab.has_changes(1)
    expect(lab.page.locator("#last-change")).to_have_text("w¹₁₃ → 0.5 at step 5.")
    until(lab.page, "document.querySelector('[data-at=e-1-0-2] + text').textContent === '0.50'")
    assert lab.update(5)["params"]["W1"][0][2] == 0.5


def test_it_is_walked_by_keys(lab: Lab) -> None:
    lab.open()
    tab_to(lab.page, board(lab))
    expect(board(lab)).to_have_accessible_name(
        re.compile(r"2 inputs, a hidden layer of 3 units, 1 output\. Sample 1: ")
    )
    voice = lab.page.locator("[data-view=diagram] [aria-live]")
    for key, said in (
        ("ArrowRight", "x 1"),
        ("ArrowRight", "w 11 of layer 1"),
        ("ArrowDown", "w 12 of layer 1"),
        ("ArrowRight", "a 2 of layer 2"),
        ("Home", "a 1 of layer 2"),
    ):
        lab.page.keyboard.press(key)
        expect(voice).to_contain_text(said)
    expect(unit(lab, 2, 0)).to_have_class(re.compile("linked"))
    assert lab.step == 0 and lab.sent("step") == []
    for key in ("ArrowRight", "Enter"):
        lab.page.keyboard.press(key)
    expect(field(lab)).to_be_focused()
    lab.page.keyboard.press("Escape")
    expect(board(lab)).to_be_focused()
    lab.page.keyboard.press("Escape")
    expect(tip(lab)).to_be_hidden()


def test_another_sample_and_inputs_of_ones_own(lab: Lab) -> None:
    lab.open("at=4")
    lab.page.get_by_role("button", name="The sample after").click()
    until(lab.page, "document.querySelector('[data-at=u-1-0]').dataset.link === 'x-1-0'")
    page = lab.update(4)
    assert written(lab)["u-1-0"] == brief(page["batch"]["x"][1][0])
    number = lab.page.locator(".sample input")
    number.fill("7")
    number.press("Enter")
    expect(lab.page.locator("#sample-refused")).to_contain_text("from 1 to 3")
    lab.page.get_by_role("button", name="What if").click()
    own = lab.page.get_by_role("textbox", name="x₁ of your own, as a number")
    expect(own).to_be_visible()
    unit(lab, 1, 0).click()
    expect(own).to_be_focused()
    own.fill("0.25")
    own.press("Enter")
    until(lab.page, "document.querySelector('[data-at=u-1-0]').dataset.link === 'x-own-0'")
    until(lab.page, "document.querySelector('[data-at=u-1-0] ~ .value').textContent === '0.25'")
    x = [0.25, page["batch"]["x"][1][1]]
    a2 = 1 / (1 + np.exp(-np.dot(x, page["params"]["W1"])))
    yhat = 1 / (1 + np.exp(-np.dot(a2, page["params"]["W2"])))
    expect(lab.page.locator(".board .result").first).to_have_text(brief(float(yhat[0])))
    expect(lab.page.locator(".own-inputs")).to_contain_text("training does not see them")
    assert lab.api()["changes"] == [] and lab.step == 4
    lab.page.get_by_role("button", name="Back to sample 2").click()
    expect(lab.page.locator(".own-inputs")).to_be_hidden()
    until(lab.page, "document.querySelector('[data-at=u-1-0]').dataset.link === 'x-1-0'")


@pytest.mark.parametrize(
    "query",
    (
        "hidden=",
        "dataset=blobs&at=3",
        "dataset=sine&hidden=32,32&points=40&batch_size=2",
        "dataset=spiral&hidden=16,16,16,16,16,16",
        "dataset=plane&output=identity&learning_rate=10&hidden=8&activation=relu&at=60",
    ),
)
def test_every_shape_has_a_picture(lab: Lab, query: str) -> None:
    for width in (1440, 320):
        lab.page.set_viewport_size({"width": width, "height": 800})
        lab.open(query)
        told = written(lab)
        assert told["u-1-0"] is not None
        assert not [text for text in told.values() if re.search("NaN|undefined|Infinity", text)]
        outside = """card => [...card.querySelectorAll("header *, .board, .key")]
            .filter((part) => part.getBoundingClientRect().right > innerWidth).map((part) => part.outerHTML)"""
        assert lab.page.locator("section:has([data-view=diagram])").evaluate(outside) == []
        last = max(int(name.split("-")[1]) for name in told if name[0] == "u")
        unit(lab, last, 0).hover()
        expect(tip(lab)).to_contain_text("unit 1 of layer")
        if width == 320:
            continue  # there may be no room on the lines, and the sum tells their numbers
        shown = [name for name in written(lab) if name.startswith(f"e-{last - 1}-") and name.endswith("-0")]
        assert shown, "the lines that go into it have their numbers"


def test_in_a_frame_weights_are_touched_only_where_the_author_lets_readers(lab: Lab) -> None:
    for controls, may in (("learning_rate,play", False), ("weights,samples,play", True)):
        frame = Lab(lab.page, "/embed/network").open(f"controls={controls}&at=2")
        chip(frame, 2, 0, 0).click()
        expect(field(frame)).to_be_visible(visible=may)
        expect(frame.page.locator("[data-sample]")).to_have_count(int(may))
        expect(frame.page.locator("[data-what-if]")).to_have_count(0)
        expect(frame.page.locator("p.line")).to_contain_text("wanted 0.45")


def test_axe_finds_nothing_with_a_sum_a_refusal_and_inputs_of_ones_own(lab: Lab) -> None:
    lab.open("bias=true&at=2")
    lab.page.get_by_role("button", name="What if").click()
    number = lab.page.locator(".sample input")
    number.fill("0")
    number.press("Enter")
    expect(lab.page.locator("#sample-refused")).to_contain_text("cannot be “0”")
    tab_to(lab.page, board(lab))
    for _ in range(4):
        lab.page.keyboard.press("ArrowRight")
    expect(tip(lab)).to_contain_text("over the batch")
    audit(lab.page)


def test_a_number_that_is_lit_elsewhere_is_lit_on_its_line(lab: Lab) -> None:
    lab.open("dataset=sine&hidden=16,16&points=40")
    expect(chip(lab, 2, 3, 9)).to_have_count(0)  # there is no room for all of them
    light = f"async (name) => (await import('{static_url('link.js')}')).set(name)"
    lab.page.evaluate(light, "W2-3-9")
    expect(chip(lab, 2, 3, 9)).to_have_class(re.compile("linked"))
    lab.page.evaluate(light, None)
    expect(chip(lab, 2, 3, 9)).to_have_count(0)


def test_a_step_writes_new_numbers_into_the_same_picture(lab: Lab) -> None:
    lab.open("learning_rate=10")
    before = written(lab)
    lab.page.evaluate("document.querySelectorAll('.board [data-at]').forEach((part) => (part.title = 'the same'))")
    lab.forward(2)
    after = written(lab)
    assert before.keys() == after.keys() and before["e-2-0-0"] != after["e-2-0-0"]
    assert after["e-2-0-0"] == brief(lab.update(2)["params"]["W2"][0][0])
    assert lab.page.evaluate(
        "[...document.querySelectorAll('.board [data-at]')].every(({ title }) => title === 'the same')"
    )


def test_lines_lead_to_their_units_however_wide_the_frame_becomes(page: Page) -> None:
    lab = Lab(page, path="/embed/network")
    page.set_viewport_size({"width": 640, "height": 700})
    lab.open()
    for width in (900, 420, 640):
        page.set_viewport_size({"width": width, "height": 700})
        until(
            page,
            """(([svg, canvas]) => Number(svg.getAttribute("viewBox").split(" ")[2]) === svg.clientWidth
                && canvas.clientHeight === svg.clientHeight)([...document.querySelectorAll(".board > svg, .board > canvas")]
                .sort((a) => (a instanceof SVGElement ? -1 : 1)))""",
        )


def test_the_key_explains_what_a_stage_brings(lab: Lab) -> None:
    page = lab.open().page
    key = page.locator("[data-key=gradient]")
    expect(key).to_be_hidden()
    page.locator("[data-stage=gW2]").click()
    expect(key).to_have_text("gradient ∂J/∂w")
    expect(key).to_be_visible()
    page.locator("[data-stage=update]").click()
    expect(key).to_be_hidden()
    expect(page.locator(".key [data-pointer]:visible")).to_have_text(["click a line to type its weight"])


def test_the_header_says_in_full_which_sample_it_is(lab: Lab) -> None:
    page = lab.open("preset=zeros&at=20").page
    says = page.locator("[data-diagram-says]")
    expect(says).to_have_text(re.compile(r"^step 20 → 21 · class [01], (not )?in the next batch$"))
    assert says.evaluate(
        "says => [says, ...says.children].every((part) => part.scrollWidth <= part.clientWidth || !part.clientWidth)"
    )
    expect(page.locator(".chips text.zero")).not_to_have_count(0)
    assert set(page.locator(".chips text.zero").all_text_contents()) == {"0.00"}
    lab.open()
    expect(says).to_have_text("step 0 → 1")


def test_no_step_follows_where_the_run_has_diverged(lab: Lab) -> None:
    lab.open("dataset=plane&learning_rate=1.5&batch_size=all&pace=60")
    expect(lab.page.locator("[data-diagram-says]")).to_contain_text("step 0 → 1")
    lab.play.click()
    step = lab.rests("diverged")
    expect(lab.page.locator("[data-diagram-says]")).to_have_text(re.compile(rf"^diverged at step {step}(?! →)"))


def test_a_run_of_a_race_that_has_diverged_says_where(lab: Lab) -> None:
    lab.open("dataset=plane&activation=identity&output=identity&compare=learning_rate:0.1,50&at=9&look=lane:1")
    expect(lab.page.locator("[data-diagram-says]")).to_contain_text("diverged at step 1")
    lab.page.locator(".loss-card .lane-key button").first.click()
    expect(lab.page.locator("[data-diagram-says]")).to_contain_text("step 9 → 10")
