"""A student's own table in the Network lab keeps its names and units: in pictures, in words and in inputs of one's own."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Watch
from tests.browser.driving import Lab, until
from tests.browser.test_own_data import csv

PLACE = "/labs/network"
MARKS = "hours,sleep,marks\n" + "".join(f"{h},{s},{35 + 5 * h + 2 * s}\n" for h in range(9) for s in (5, 6, 8))
FLOWERS = "length,width,kind\n" + "".join(f"{150 + 9 * k},{3 + k % 4},{'ab<'[k % 3]}\n" for k in range(12))
SAMPLE = re.compile(r"^sample 1: length \d+, width \d, wanted [ab<]$")
FILE = "[data-knob=dataset] input[type=file]"


def hand_in(lab: Lab, text: str) -> None:
    lab.page.locator(FILE).set_input_files(csv(text))
    lab.page.wait_for_url("**sha256*")


def test_columns_and_units_are_the_tables(lab: Lab) -> None:
    page = lab.open().page
    heading, note = page.locator("[data-said=inputs]"), page.locator("[data-note=inputs]")
    expect(note).to_be_hidden()
    hand_in(lab, MARKS)
    expect(heading).to_have_text("marks after hours and sleep")
    expect(note).to_have_text(
        "In the units of the table. "
        "The network sees each input as (value − mean) / spread, and marks brought to 0.1 … 0.9."
    )
    arrays = lab.recorded("arrays")
    captions = page.locator("[data-view=diagram] .caption")
    mean, rest, spread = arrays["scale_x"][:3]
    own = round(mean + rest + spread * arrays["focus_x"][0], 3)
    least, more, scale = arrays["scale_y"]
    said = least + more + scale * arrays["focus_a"][-1]
    expect(captions).to_have_text([f"hours {own:g}", re.compile(r"^sleep [568]$"), f"marks {said:#.4g}"])
    off = [scale * arrays["trail"][column] ** 0.5 for column in (2, 3)]
    expect(page.locator("[data-view=standing]")).to_contain_text(f"√J in marks: {off[0]:#.3g}, test {off[1]:#.3g}")
    page.locator("[data-what-if]").click()
    hours = page.get_by_label("hours of your own, as a number")
    hours.fill("3")
    hours.press("Enter")
    until(page, "window.recorded.arrays.focus[0] === -1")
    arrays = lab.recorded("arrays")
    mean, rest, spread = arrays["scale_x"][:3]
    until(page, "Math.abs(window.recorded.arrays.focus_x[0] - x) < 1e-5", (3 - mean - rest) / spread)
    expect(hours).to_have_value("3")
    board = page.locator("[data-view=diagram] .board")
    board.focus()
    board.press("ArrowRight")
    expect(page.locator("[data-view=diagram] .tip")).to_contain_text("hours 3, an input of your own")
    expect(page.locator("[data-view=diagram] .tip")).to_contain_text("(3 − 4)")
    board.blur()
    expect(captions.first).to_have_text("hours 3")

    page.reload()  # the page itself knows them then
    lab.ready()
    expect(heading).to_have_text("marks after hours and sleep")
    page.locator("#knob-dataset").select_option("lecture")
    expect(heading).to_have_text("score after sleep and study")
    expect(note).to_be_hidden()


def test_classes_have_their_names(lab: Lab) -> None:
    page = lab.open().page
    hand_in(lab, FLOWERS)
    key = page.locator("[data-key=inputs]")
    expect(key).to_contain_text("<")  # of the student's, and no markup
    expect(key).not_to_contain_text("class")
    expect(page.locator("[data-diagram-says]")).to_contain_text("kind ")
    expect(page.locator("[data-view=diagram] .caption").last).to_have_text("b")
    expect(page.locator("[data-view=diagram] .caption.strong")).to_have_count(1)
    expect(page.locator("[data-view=inputs] .pick")).to_have_attribute("aria-valuetext", SAMPLE)


PETS = "weight,legs,pet\n" + "".join(f"{20 + 7 * k},{3 + k % 3},{'ab'[k % 2]}\n" for k in range(12))


def begins_with(lab: Lab, output: str, loss: str) -> None:
    expect(lab.page.locator("#knob-output")).to_have_value(output)
    expect(lab.page.locator("#knob-loss")).to_have_value(loss)


def test_a_table_begins_with_what_suits_its_target(lab: Lab) -> None:
    page = lab.open().page
    for table, output, loss in (
        (FLOWERS, "softmax", "cross-entropy"),
        (PETS, "sigmoid", "bce"),
        (MARKS, "sigmoid", "mse"),
    ):
        hand_in(lab, table)
        begins_with(lab, output, loss)
    page.locator("#knob-dataset").select_option("lecture")
    begins_with(lab, "same", "mse")
    hand_in(lab, FLOWERS)
    begins_with(lab, "softmax", "cross-entropy")
    page.wait_for_url("**loss=cross-entropy**")
    page.reload()
    lab.ready()
    begins_with(lab, "softmax", "cross-entropy")
    lab.forward()


def test_outputs_that_were_chosen_stay_where_they_suit_a_table(lab: Lab) -> None:
    lab.open("dataset=moons&output=identity&loss=mse")
    hand_in(lab, FLOWERS)
    begins_with(lab, "identity", "mse")
    hand_in(lab, MARKS)
    begins_with(lab, "identity", "mse")
    lab.open("dataset=moons&output=softmax&loss=cross-entropy")
    hand_in(lab, PETS)
    begins_with(lab, "softmax", "cross-entropy")
    hand_in(lab, MARKS)  # numbers are no classes
    begins_with(lab, "sigmoid", "mse")


def test_a_refusal_of_a_table_stands_at_the_table_only(lab: Lab, watch: Watch) -> None:
    page = lab.open().page
    watch.expect("422")
    page.locator(FILE).set_input_files(csv("x,y\n" + "".join(f"{k},{k % 7}\n" for k in range(5001))))
    expect(page.locator("#refusal-dataset")).to_contain_text("This table has 5001 rows")
    assert page.locator(".refusal:not(:empty)").count() == 1


def test_only_descent_warns_of_a_steep_table(lab: Lab) -> None:
    page = lab.open().page
    years = "year,ice\n" + "".join(f"{year},{year % 7}\n" for year in range(1990, 2021))
    hand_in(lab, years)
    expect(page.locator("[data-knob=dataset] .chosen")).to_have_text("year → ice, which runs from 0 to 6.")
    page.locator("[data-what-if]").click()
    year = page.get_by_label("year of your own, as a number")
    expect(year).to_have_value(re.compile(r"^(199|20[012])\d$"))  # to the digit
    page.goto("/labs/descent")
    lab.ready()
    note = page.locator("[data-knob=dataset] .data-note")
    expect(note).to_be_hidden()
    hand_in(lab, years)
    expect(note).to_contain_text("year runs from 1990 to 2020; subtract its mean")
    page.get_by_role("button", name="Back to the lab’s own").click()
    expect(note).to_be_hidden()
