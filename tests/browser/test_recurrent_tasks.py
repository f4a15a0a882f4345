"""The Recurrent lab's tasks: what the network says is in plain sight, and so is what it says of other inputs."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Locator, expect

from engine.labs.recurrent import Recurrent
from engine.recurrent import forward
from engine.types import Array
from scripts.serving import Server
from tests.browser.conftest import Watch, picture_if_failed
from tests.browser.driving import DRAWN, Lab, until
from tests.browser.test_accessibility import OPTIONS

LETTERS = "task=characters&sequences=60&hidden=16&batch_size=8"
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


@pytest.fixture(scope="module")
def recurrent(browser: Browser, server: Server) -> Iterator[Lab]:
    context = browser.new_context(base_url=server.address, viewport={"width": 1440, "height": 1400})
    context.set_default_timeout(15_000)
    yield Lab(context.new_page(), path="/labs/recurrent")
    context.close()


@pytest.fixture
def lab(recurrent: Lab, watch: Watch, request: pytest.FixtureRequest) -> Iterator[Lab]:
    page = recurrent.page
    page.goto("about:blank")
    page.emulate_media(color_scheme="null", reduced_motion="null")
    page.set_viewport_size({"width": 1440, "height": 1400})
    watch.follow(page.context)
    yield recurrent
    picture_if_failed(page, request)


def network(lab: Lab) -> Recurrent:
    """The same run by the engine alone."""
    run = Recurrent(**lab.api()["config"])
    run.steps(lab.step)
    return run


def passed(run: Recurrent, x: Array) -> tuple[Array, Array]:
    """The states (T, H) and what is said (T, K) of one sequence (T, n)."""
    found = forward(run.net, run.params, x[:, None])
    return found.a[1:, 0], found.y[:, 0]


def task(lab: Lab) -> Locator:
    return lab.page.locator("[data-view=rnn-task]")


def what_if(lab: Lab) -> Locator:
    return lab.page.locator("[data-view=rnn-whatif]")


def row(place: Locator, name: str) -> list[str]:
    """The first line of each cell of a table's row, by how its name begins."""
    line = place.locator("table.rnn-grid:not(.rnn-edit) tbody tr").filter(has=place.page.locator(f"th:text('{name}')"))
    return [text for text in line.first.locator("td > span").all_inner_texts() if text]


def answered(lab: Lab) -> None:
    until(lab.page, "document.querySelector('[data-view=rnn-whatif]').dataset.answered === 'true'")
    until(lab.page, DRAWN)


def bits(lab: Lab) -> Array:
    """The bits as they stand in the what-if card, (T, n)."""
    lines = what_if(lab).locator(".rnn-edit tbody tr")
    return np.array([[float(bit) for bit in line.locator("button").all_inner_texts()] for line in lines.all()]).T


def percents(values: Sequence[float] | Array) -> list[str]:
    return [f"{int(100 * value + 0.5)} %" for value in values]


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
    assert carries is not None and row(place, "carry") == [str(int(bit)) for bit in carries[3, :-1]]
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
    assert first.replace("\n", " ").split(",")[0] in run.data.outputs


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
    slider.fill("2")
    until(page, "document.querySelector('.rnn-text span').textContent.includes('\\n')")  # line breaks are kept
    expect(task(lab).locator(".rnn-top3 b")).to_have_count(3)

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


def txt(text: str) -> FilePayload:
    return {"name": "mine.txt", "mimeType": "text/plain", "buffer": text.encode()}


@pytest.mark.parametrize("text", ["", "a", "aaaa"])
def test_a_text_with_nothing_to_learn_is_refused_in_words(lab: Lab, watch: Watch, text: str) -> None:
    page = lab.open(LETTERS).page
    run = lab.run
    watch.expect("422")
    page.locator("#file-text").set_input_files(txt(text))
    expect(page.locator("#refusal-text")).not_to_be_empty()
    assert lab.run == run


@pytest.mark.parametrize(
    ("text", "sees"),
    [
        ("no line break in it at all, but enough to go on with", "␣"),
        ("🙂 oh 🙃 ha 🙂\n" * 6, "🙂"),
        ("<b>&lt; not markup</b>\t" * 8, "⇥"),
    ],
)
def test_a_text_of_ones_own_is_read_and_written(lab: Lab, text: str, sees: str) -> None:
    page = lab.open(f"{LETTERS}&length=10").page
    page.locator("#file-text").set_input_files(txt(text))
    page.wait_for_url("**text=sha256:*")
    lab.ready()
    until(page, "document.querySelector('[data-view=rnn-task] .rnn-text span')?.textContent.length > 20")
    heard = page.evaluate("document.querySelector('[data-view=rnn-task] .rnn-text').textContent")
    assert set(heard) <= set(text) | {"\n"}
    page.locator("[data-view=rnn-task] .rnn-text").wait_for()
    expect(task(lab).locator("tbody")).to_contain_text(sees)
    lab.forward()


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
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        until(page, DRAWN)
        for card in ("task", "whatif"):
            found = Axe().run(page, context=f"[data-picture={card}]", options=OPTIONS)
            assert found.violations_count == 0, f"{name}, {scheme}:\n{found.generate_report()}"
