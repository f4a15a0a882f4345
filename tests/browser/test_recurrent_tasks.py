"""The Recurrent lab's tasks: what the network says is in plain sight, and what is wrong of it."""

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.driving import DRAWN, Lab, until
from tests.browser.recurrent_page import LETTERS, answered, network, passed, percents, row, task, what_if
from tests.browser.test_accessibility import audit

PLACE, HIGH = "/labs/recurrent", 1400
TASKS = (
    "addition",
    "moving-dot",
    LETTERS.removeprefix("task="),
    "negation",
    "remember",
    "counting",
    "caption",
    "linear",
)


def test_a_sum_is_shown_with_its_carries_and_what_is_wrong_is_marked(lab: Lab) -> None:
    lab.open("task=addition&at=60&look=sequence:3")
    run, place = network(lab), task(lab)
    x, wanted = run.data.X[3], run.data.y[3, :, 0]
    _, said = passed(run, x)
    expect(place.locator("tbody tr").nth(1).locator("td > span")).to_have_text([str(int(bit)) for bit in x[:, 0]])
    until(lab.page, DRAWN)
    told = (said[:, 0] > 0.5).astype(int)
    assert row(place, "network says") == [str(bit) for bit in told]
    marks = place.locator("tbody tr.ruled td > span").evaluate_all("cells => cells.map((cell) => cell.className)")
    assert marks == ["good" if bit == right else "wrong" for bit, right in zip(told, wanted, strict=True)]
    assert place.locator("tbody tr.ruled td > small").all_inner_texts() == percents(np.maximum(said, 1 - said)[:, 0])
    first, second = (int(x[:, i] @ 2 ** np.arange(5)) for i in (0, 1))
    expect(place.locator("tbody th").nth(2)).to_have_text(f"+ {second}")
    expect(place.locator("tbody th").nth(4)).to_have_text(f"right: {first + second}")
    expect(place.locator("tbody th").nth(3)).to_have_text(f"network says {int(told @ 2 ** np.arange(5))}")
    carries = run.data.memory
    assert carries is not None and row(place, "carry in") == [str(int(bit)) for bit in carries[3, :-1]]
    expect(place.locator(".notes")).to_contain_text("of all 256 pairs")
    place.get_by_role("button", name="t1", exact=True).click()
    expect(place.get_by_role("button", name="t1", exact=True)).to_have_attribute("aria-pressed", "true")
    lab.page.wait_for_url("**time:1*")


def test_another_sequence_is_drawn_and_the_batch_comes_back(lab: Lab) -> None:
    page = lab.open("task=negation&at=5").page
    which = task(lab).locator(".which")
    expect(which).to_contain_text("the batch’s first")
    expect(page.get_by_role("button", name="Batch’s first")).to_be_hidden()
    first = which.inner_text()
    page.get_by_role("button", name="Another sentence").click()
    expect(which).not_to_contain_text("the batch’s first")
    page.wait_for_url("**look=sequence:*")
    words = row(task(lab), "word")
    number = int(which.inner_text().split("sentence ")[1].split(" of")[0])
    run = network(lab)
    ids = run.data.X[number - 1].argmax(axis=1)[: run.data.lengths[number - 1]]
    assert words == [run.data.inputs[i] for i in ids]
    page.get_by_role("button", name="Batch’s first").click()
    expect(which).to_have_text(first)


def test_text_is_written_with_a_temperature_and_a_beginning(lab: Lab) -> None:
    page = lab.open(f"{LETTERS}&at=40").page
    written = task(lab).locator(".rnn-text")
    expect(written).not_to_be_empty()
    first = written.inner_text()
    assert len(first) > 100
    slider = page.get_by_label("temperature")
    slider.fill("0")
    expect(written).not_to_have_text(first)
    page.wait_for_url("**temperature:0*")
    expect(task(lab).locator("[data-part=of]")).to_contain_text("always takes what is likeliest")
    page.get_by_label("begins with").fill("the k")
    expect(written.locator("b")).to_have_text("the k")
    of = task(lab).locator("[data-part=of]")
    expect(of).not_to_contain_text("characters of its text")
    page.get_by_label("begins with").fill("the Ωk☃")
    expect(of).to_contain_text("“Ω” and “☃” are not among the")
    expect(of).to_contain_text("it passes over that")
    page.get_by_label("begins with").fill("the k")
    expect(of).not_to_contain_text("characters of its text")
    slider.fill("2")
    until(page, "document.querySelector('.rnn-text span').textContent.includes('\\n')")  # line breaks are kept
    expect(task(lab).locator(".rnn-top3 b")).to_have_count(3)


def test_the_step_in_focus_comes_into_sight(lab: Lab) -> None:
    page = lab.open("task=remember&length=60&hidden=4&batch_size=2&sequences=8&at=2").page
    scroll = task(lab).locator(".rnn-scroll")
    assert scroll.evaluate("place => place.scrollLeft") == 0  # the first symbol is what it is about
    for t, field in ((40, "40"), (3, "3")):
        page.locator("[data-view=rnn-numbers] .number").first.fill(field)
        page.keyboard.press("Enter")
        until(page, f"document.querySelector('[data-view=rnn-task] .at[aria-pressed=true]').textContent === 't{t}'")
        assert scroll.evaluate(
            """place => { const [a, b] = [place, place.querySelector(".at[aria-pressed=true]")].map((each) => each.getBoundingClientRect());
                return b.left >= a.left + place.querySelector("tbody th").offsetWidth && b.right <= a.right; }"""
        )


def test_the_weights_of_the_smallest_network_are_moved_and_its_gradient_answers(lab: Lab) -> None:
    page = lab.open("task=linear&at=3&look=sequence:0").page
    slider = page.get_by_label("w_rec, from the state before")
    slider.fill("1.5")
    until(page, "document.querySelector('[data-view=rnn-task] .notes').textContent.includes('grows')")
    run = network(lab)
    assert lab.update(3)["params"]["W_aa"][0][0] == pytest.approx(1.5)
    run.params.vector[list(run.params).index("W_aa")] = 1.5
    _, said = passed(run, run.data.X[0])
    until(page, DRAWN)
    assert float(row(task(lab), "network says")[-1].replace("−", "-").replace("\u202f", "")) == pytest.approx(
        said[-1, 0], rel=0.06
    )
    slider.fill("0.3")
    until(page, "document.querySelector('[data-view=rnn-task] .notes').textContent.includes('shrinks')")
    expect(page.get_by_role("link", name="Its surface over both weights")).to_have_attribute(
        "href", "/labs/descent?landscape=linear-rnn"
    )


@pytest.mark.parametrize("name", TASKS)
def test_every_task_fits_a_phone_and_stays_as_high_while_it_plays(lab: Lab, name: str) -> None:
    page = lab.open(f"task={name}&at=3&look=sequence:1").page
    place = page.locator("[data-picture=task]")
    expect(task(lab)).to_have_attribute("data-drawn", "")
    high: Any = place.evaluate("card => card.offsetHeight")
    lab.run_to(10)
    assert place.evaluate("card => card.offsetHeight") == high
    what_if(lab).locator("button.bit, button.pixel, select, input.number, textarea").first.scroll_into_view_if_needed()
    for width in (360, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        until(page, DRAWN)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


@pytest.mark.parametrize(
    "name", ("addition", "moving-dot", "negation", LETTERS.removeprefix("task="), "linear", "caption")
)
def test_axe_finds_nothing_in_the_cards(lab: Lab, name: str) -> None:
    page = lab.open(f"task={name}&at=3&look=sequence:1").page
    place = what_if(lab)
    first = place.locator("button.bit, button.pixel, select, input.number, textarea").first
    if name.startswith("negation"):
        first.select_option(label="never")
    elif name == "linear":
        first.fill("0.5")
        first.press("Tab")
    elif name.startswith("characters"):
        first.fill("the")
    else:
        first.click()
    answered(lab)
    for card in ("task", "whatif"):
        audit(page, (1440,), f"[data-picture={card}]")
