"""A student's own table: it trains on it, and what is wrong with a file is told by row and column."""

from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Watch
from tests.browser.driving import Lab


def csv(text: str) -> FilePayload:
    return {"name": "mine.csv", "mimeType": "text/csv", "buffer": text.encode()}


def test_a_table_is_handed_in_and_taken_back(lab: Lab, watch: Watch) -> None:
    page = lab.open("at=2").page
    chosen, refusal = page.locator("#knob-dataset"), page.locator("#refusal-dataset")
    chosen.set_input_files(csv("x,y\n0,1\n1,3\n2,5\n3,7\n"))
    expect(page.locator(".file-name")).to_have_text("mine.csv")
    expect(lab.number("batch")).to_have_text("all 4 samples")
    lab.stands_at(0)
    assert lab.update(0)["batch"]["y"] == [1, 3, 5, 7] or lab.update(0)["batch"]["y"] == [[1], [3], [5], [7]]
    page.wait_for_url("**?batch_size=all&dataset=sha256:*")  # however many there are
    expect(page.locator("#knob-batch_size")).to_have_value("4")
    expect(page.locator("[data-knob=batch_size] .ticks")).to_have_text("14 = all samples")

    page.reload()
    lab.ready()
    expect(lab.number("batch")).to_have_text("all 4 samples")
    lab.forward()
    run = lab.run

    watch.expect("422")
    chosen.set_input_files(csv("x,y\n0,1\n1,apple\n"))
    expect(refusal).to_contain_text("Row 3, column")
    assert lab.run == run and lab.step == 1  # what was there stays

    page.get_by_role("button", name="Back to the lab’s own").click()
    expect(lab.number("batch")).to_have_text("all 24 samples")
    page.wait_for_url(lambda address: "dataset" not in address)


def test_a_table_that_is_no_line_s_is_refused_with_what_it_has(lab: Lab, watch: Watch) -> None:
    page = lab.open("at=2").page
    run = lab.run
    watch.expect("422")
    page.locator("#knob-dataset").set_input_files(csv("height,pet\n25,cat\n60,dog\n24,cat\n"))
    expect(page.locator("#refusal-dataset")).to_have_text(
        "A line takes a table of two columns of numbers, x and y. "
        "This table has 2 columns (height, pet), and the last holds 2 classes (cat, dog)."
    )
    assert lab.run == run and lab.step == 2
    expect(page.locator(".file-name")).to_be_empty()  # it is not what the run learns from
    expect(page.get_by_role("button", name="Back to the lab’s own")).to_be_hidden()
