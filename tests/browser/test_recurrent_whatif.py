"""What if it were another sequence? What is edited, and what the network makes of it, is what the engine says."""

import numpy as np
import pytest
from playwright.sync_api import expect

from engine.types import Array
from tests.browser.driving import Lab
from tests.browser.recurrent_page import LETTERS, answered, network, passed, percents, row, task, what_if

PLACE, HIGH = "/labs/recurrent", 1400


def bits(lab: Lab) -> Array:
    """The bits as they stand in the what-if card, (T, n)."""
    lines = what_if(lab).locator(".rnn-edit tbody tr")
    return np.array([[float(bit) for bit in line.locator("button").all_inner_texts()] for line in lines.all()]).T


def test_a_bit_is_turned_over_by_click_and_by_key_and_the_answer_is_the_engines(lab: Lab) -> None:
    page = lab.open("task=addition&at=120").page
    place = what_if(lab)
    expect(place.locator(".outcome")).to_be_hidden()
    expect(page.locator("[data-note=whatif]")).to_contain_text("Click a bit")
    before = bits(lab)
    place.locator(".bit").first.click()
    answered(lab)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    other = before.copy()
    other[0, 0], other[1, 1] = 1 - other[0, 0], 1 - other[1, 1]
    expect(place.locator(".bit.changed")).to_have_count(2)
    answered(lab)
    assert np.array_equal(bits(lab), other)
    run = network(lab)
    (a, _), (a2, said) = passed(run, before), passed(run, other)
    assert row(place, "now") == [str(int(bit > 0.5)) for bit in said[:, 0]]
    smalls = place.locator("table.rnn-grid:not(.rnn-edit) tbody tr").first.locator("small").all_inner_texts()
    assert smalls == percents(np.maximum(said, 1 - said)[:, 0])
    place.locator("summary").click()
    told = [float(text) for text in place.locator(".behind td.r").all_inner_texts()]
    assert told == pytest.approx(np.linalg.norm(a - a2, axis=1), rel=0.01)
    assert "from t0 on" in page.locator("[data-note=whatif]").inner_text()
    assert "t4" in (place.locator(".difference").get_attribute("aria-label") or "")

    page.get_by_role("button", name="Back to the sequence").click()
    expect(place.locator(".outcome")).to_be_hidden()
    assert np.array_equal(bits(lab), before)


def test_the_copy_stays_with_its_sequence_while_others_come_by(lab: Lab) -> None:
    lab.open("task=addition&at=20&batch_size=4")
    place = what_if(lab)
    place.locator(".bit").first.click()
    answered(lab)
    kept, which = bits(lab), task(lab).locator(".which").inner_text().split(",")[0].rstrip(".")
    lab.forward(3)
    answered(lab)
    assert np.array_equal(bits(lab), kept)
    expect(task(lab).locator(".which")).to_contain_text(which)
    _, said = passed(network(lab), kept)
    assert row(place, "now") == [str(int(bit > 0.5)) for bit in said[:, 0]]


def test_words_are_exchanged_added_and_written_and_unknown_ones_are_named(lab: Lab) -> None:
    page = lab.open("task=negation&at=80&look=sequence:0").page
    place, run = what_if(lab), network(lab)
    ids = [int(i) for i in run.data.X[0].argmax(axis=1)[: run.data.lengths[0]]]
    names = list(run.data.inputs)

    def judged(chosen: list[int]) -> str:
        x = np.zeros((run.T, len(names)))
        x[np.arange(len(chosen)), chosen] = 1
        y = passed(run, x)[1][len(chosen) - 1]
        return f"At t{len(chosen) - 1} it says {run.data.outputs[int(y.argmax())]} with {percents([y.max()])[0]}"

    place.locator("select").nth(1).select_option(label="plot" if names[ids[1]] == "film" else "film")
    answered(lab)
    ids[1] = names.index("plot" if names[ids[1]] == "film" else "film")
    expect(place.locator(".rnn-now")).to_contain_text(judged(ids))
    place.get_by_role("button", name="Remove the last").click()
    expect(place.locator("select")).to_have_count(len(ids) - 1)
    expect(place.locator(".rnn-now")).to_contain_text(judged(ids[:-1]))

    field = place.get_by_label("your own sentence")
    field.fill("The film was absolutely good, honestly.")
    field.press("Enter")
    expect(place.get_by_role("alert")).to_have_text(
        f"It has never seen “absolutely” and “honestly”. It knows: {', '.join(names)}."
    )
    field.fill("the film was " * 5)
    field.press("Enter")
    expect(place.get_by_role("alert")).to_contain_text("These are 15 words: there is room for 8")
    field.fill("The film was not good.")
    field.press("Enter")
    expect(place.locator(".refusal")).to_be_empty()
    expect(place.locator(".rnn-now")).to_contain_text(
        judged([names.index(word) for word in ("the", "film", "was", "not", "good")])
    )
    expect(page.locator("[data-note=whatif]")).not_to_be_empty()


def test_a_symbol_and_a_number_are_others(lab: Lab) -> None:
    lab.open("task=remember&at=10&look=sequence:1")
    place, run = what_if(lab), network(lab)
    ids = run.data.X[1].argmax(axis=1)
    other = (int(ids[0]) + 1) % len(run.data.outputs)
    place.locator("select").first.select_option(value=str(other))
    answered(lab)
    x = run.data.X[1].copy()
    x[0] = np.eye(run.net.inputs)[other]
    y = passed(run, x)[1][-1]
    expect(place.locator(".rnn-now")).to_contain_text(f"it says {run.data.outputs[int(y.argmax())]} with")
    expect(place.locator(".rnn-bars .p")).to_have_text(percents(y))

    lab.open("task=linear&at=4&look=sequence:1")
    place = what_if(lab)
    place.locator("input.number").nth(2).fill("four")
    place.locator("input.number").nth(2).press("Tab")
    expect(place.get_by_role("alert")).to_have_text("t2: “four” is no number.")
    place.locator("input.number").nth(2).fill("4,5")
    place.locator("input.number").nth(2).press("Tab")
    answered(lab)
    run = network(lab)
    total = run.data.X[1].sum() - run.data.X[1][2, 0] + 4.5
    expect(place.locator(".rnn-now")).to_contain_text(f"Right would be {total:g}")


def test_pixels_are_switched_in_a_picture_and_in_a_film(lab: Lab) -> None:
    lab.open("task=caption&at=60&look=sequence:2")
    place, run = what_if(lab), network(lab)
    place.locator(".pixel").nth(24).click()
    answered(lab)
    x = run.data.X[2].copy()
    x[0, 24] = 1 - x[0, 24]
    words = [run.data.outputs[int(k)] for k in passed(run, x)[1].argmax(axis=1)]
    assert row(place, "now") == (words[: words.index(".") + 1] if "." in words else words)

    lab.open("task=moving-dot&at=40&look=sequence:2")
    run = network(lab)
    place.locator(".pixel").nth(25 * 3 + 7).focus()
    lab.page.keyboard.press("Enter")
    answered(lab)
    x = run.data.X[2].copy()
    x[3, 7] = 1 - x[3, 7]
    ways = [run.data.outputs[int(k)] for k in passed(run, x)[1].argmax(axis=1)]
    assert row(place, "now") == ways[1:]
    first = lab.page.locator(".rnn-frames .answer").nth(1).inner_text()
    assert first.replace("\n", " ").split(",")[0].removeprefix("says ") in run.data.outputs


def test_letters_are_typed_and_unknown_ones_are_named(lab: Lab) -> None:
    lab.open(f"{LETTERS}&at=40")
    place = what_if(lab)
    place.locator("textarea").fill("the Ω")
    expect(place.get_by_role("alert")).to_contain_text("“Ω” is not among the")
    place.locator("textarea").fill("the\ncat")
    answered(lab)
    run = network(lab)
    ids = [run.data.inputs.index(letter) for letter in "the\ncat"]
    y = passed(run, np.eye(run.net.inputs)[ids])[1]
    shown = {" ": "␣", "\n": "↵"}
    said = [run.data.outputs[int(k)] for k in y.argmax(axis=1)]
    assert row(place, "now") == [shown.get(letter, letter) for letter in said]
