"""The Recurrent lab's states, errors and equations: what the cards draw and write is what the server has computed."""

import math
import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.driving import DRAWN, Lab, until
from tests.browser.test_accessibility import audit
from tests.browser.test_network_pictures import PIXELS

PLACE = "/labs/recurrent"
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
ONE = "batch_size=1&hidden=4&seed=4"  # of a batch of one the sequence looked at is all of it, and L is J


def number(text: str) -> float:
    """A number as the pages write it."""
    digits, _, power = text.replace("\u202f", "").translate(RAISED).partition("·10")
    return float(digits) * 10 ** float(power or 0)


def table(lab: Lab, card: str) -> list[list[str]]:
    """The rows of the table behind a card, once it is open; the first are its heads."""
    behind = lab.page.locator(f"[data-table={card}]")
    if behind.get_attribute("open") is None:
        behind.locator("summary").click()
    until(lab.page, f"document.querySelector('[data-table={card}] table')")
    until(lab.page, DRAWN)
    return behind.evaluate(
        "one => [...one.querySelectorAll('tr')].map((row) => [...row.cells].map((c) => c.textContent))"
    )


def numbers(rows: list[list[str]]) -> np.ndarray:
    return np.array([[number(cell) for cell in row[1:]] for row in rows[1:]])


def page_of(lab: Lab) -> dict[str, Any]:
    found: dict[str, Any] = lab.update(lab.step)["forward"]
    return found


def close(told: np.ndarray, true: np.ndarray) -> None:
    """Equal, to three digits."""
    assert told == pytest.approx(np.array(true), rel=6e-3, abs=1e-9)


def label(lab: Lab, view: str, pattern: str) -> str:
    picture = lab.page.locator(f"[data-view={view}] [role=img]").first
    expect(picture).to_have_attribute("aria-label", re.compile(pattern))
    return picture.get_attribute("aria-label") or ""


def test_the_map_is_of_the_states_and_of_each_gate(lab: Lab) -> None:
    lab.open(f"{ONE}&cell=lstm&at=6")
    true = page_of(lab)
    close(
        numbers(table(lab, "memory")),
        np.array(true["a"])[:-1, 0].T if len(true["a"]) > 6 else np.array(true["a"])[1:, 0].T,
    )
    for letter in ("i", "f", "o", "g"):
        lab.page.locator(f"[data-view=rnn-memory] [data-value={letter}]").click()
        rows = table(lab, "memory")
        assert rows[0][0].endswith(f" {letter}")
        close(numbers(rows), np.array(true[f"gate_{letter}"])[:, 0].T)
    expect(lab.page.locator(".rnn-meaning")).to_have_text(re.compile("^g, the candidate: "))


def test_a_cell_of_the_map_is_chosen_by_hand_and_by_keyboard(lab: Lab) -> None:
    lab.open("hidden=4&at=3")
    page = lab.page
    pane = page.locator("[data-view=rnn-memory] .rnn-grab")
    pane.scroll_into_view_if_needed()
    box = pane.bounding_box()
    assert box is not None
    pane.click(position={"x": 4, "y": 2 + 2.5 * 34})  # the name of the third of four rows
    until(page, "recorded.arrays.focus[6] === 2")
    expect(pane).to_have_attribute("aria-valuetext", re.compile("^Unit 3 at t4: A = "))
    pane.click(position={"x": box["width"] - 8, "y": 10})
    until(page, "recorded.arrays.focus[6] === 0")
    pane.focus()
    for key in ("ArrowDown", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    until(page, "recorded.arrays.focus[6] === 1 && recorded.arrays.focus[5] === 2")
    expect(page.locator("[data-said=numbers]")).to_have_text("t2, unit 2 of 4")
    assert lab.step == 3, "the arrows choose, and do not step"


def test_the_same_number_lights_up_in_the_equations(lab: Lab) -> None:
    lab.open("hidden=4&at=3&look=time:1")
    page = lab.page
    expect(page.locator("[data-said=numbers]")).to_have_text("t1, unit 1 of 4")
    pane = page.locator("[data-view=rnn-memory] .rnn-grab")
    pane.scroll_into_view_if_needed()
    box = pane.bounding_box()
    assert box is not None
    lit = page.locator("[data-view=rnn-numbers] .linked")
    pane.hover(position={"x": 60 + (box["width"] - 60) * 0.3, "y": 15})  # t1 of the first unit
    expect(lit.first).to_have_attribute("data-link", "a-1-0")


def test_a_unit_that_follows_the_carry_is_named(lab: Lab) -> None:
    lab.open("at=5")
    until(lab.page, "recorded.arrays.follows")
    note = lab.page.locator("[data-note=memory]")
    expect(note).to_have_text(
        re.compile(r"^(Unit \d follows the carry best|No unit by itself follows the carry at all steps).* 256 pairs")
    )
    follows = lab.recorded("arrays")["follows"]
    best = int(np.argmax(np.abs(follows)))
    said = note.text_content() or ""
    assert f"nit {best + 1}" in said
    assert number(re.search(r"r = ([−\d.·⁻⁰¹²³⁴-⁹]+)", said)[1]) == pytest.approx(follows[best], abs=0.006)


def test_how_a_unit_came_to_be_is_told_anew_of_another(lab: Lab) -> None:
    lab.open("hidden=4&at=9&look=sequence:0")
    page = lab.page
    page.locator("[data-ends=memory] [data-value=past]").click()
    first = label(lab, "rnn-memory", r"^State of unit 1 .*at step 0: .*at step 9: ")
    page.get_by_role("button", name="Next unit").click()
    second = label(lab, "rnn-memory", r"^State of unit 2 ")
    until(page, "recorded.arrays.focus[6] === 1")
    until(page, DRAWN)
    second = label(lab, "rnn-memory", r"^State of unit 2 ")
    states = np.array(lab.recorded("arrays")["a"]).reshape(-1, 4)[1:]
    for text, unit in ((first, 0), (second, 1)):
        last = [number(part) for part in text.split("at step 9: ")[1].split(", ")]
        assert last == pytest.approx(states[:, unit].tolist(), abs=6e-3)
    assert first.split("at step 0: ")[1] != second.split("at step 0: ")[1]
    rows = table(lab, "memory")
    assert [row[0] for row in rows[1:]] == [str(step) for step in range(10)]


def test_the_bars_are_the_errors_of_the_engine(lab: Lab) -> None:
    lab.open(f"{ONE}&at=6&clip=0")
    true = page_of(lab)
    rows = table(lab, "error")
    steps = rows[: 1 + len(true["dl_da_norm"])]
    close(numbers(steps)[:, 0], np.array(true["dl_da_norm"])[:, 0])
    close(numbers(steps)[:, 1], np.sqrt((np.array(true["dl_da_own"])[:, 0] ** 2).sum(axis=1)))
    page = lab.page
    page.locator("[data-view=rnn-error] [data-value=shares]").click()
    rows = table(lab, "error")
    assert rows[0][1:] == ["Wax", "ba", "Waa", "by", "Wya"]
    close(numbers(rows).T, np.array([true["shares"][name] for name in ("W_ax", "b_a", "W_aa", "b_y", "W_ya")]))
    page.locator("[data-view=rnn-error] [data-value=reach]").click()
    until(page, "recorded.arrays.influence")
    close(numbers(table(lab, "error"))[:, 0], np.array(true["influence"]))
    page.locator("[data-view=rnn-error] [data-value=past]").click()
    expect(page.locator("[data-note=error]")).to_have_text(
        re.compile(r"of training sequence 1: .* at the start, .* now\.$")
    )


def test_a_line_says_where_the_gradient_is_clipped(lab: Lab) -> None:
    lab.open(f"{ONE}&at=3&clip=0.01")
    before, after = lab.recorded("arrays")["norms"][:2]
    assert before > 0.01 and after == pytest.approx(0.01, rel=1e-4)
    said = label(lab, "rnn-error", "clipped from ")
    assert number(re.search(r"clipped from (\S+) at 0.010$", said)[1]) == pytest.approx(before, rel=0.06)
    expect(lab.page.locator("[data-note=error]")).to_have_text(re.compile("times too long and is shortened to 0.01.$"))
    picture = lab.page.locator("[data-view=rnn-error] .stage")
    picture.scroll_into_view_if_needed()
    until(lab.page, DRAWN)
    assert picture.evaluate(PIXELS, "accent") > 50
    lab.open(f"{ONE}&at=3&clip=0")
    assert "clipped" not in label(lab, "rnn-error", "^Length of the gradient")
    picture.scroll_into_view_if_needed()
    until(lab.page, DRAWN)
    assert picture.evaluate(PIXELS, "accent") == 0


def test_a_cut_is_drawn_and_said(lab: Lab) -> None:
    lab.open("task=counting&length=6&hidden=4&truncate=2&batch_size=1&at=2&look=time:3")
    until(lab.page, "recorded.arrays.focus[5] === 3")
    expect(lab.page.locator("[data-note=error]")).to_have_text(
        re.compile("^The error of t5 is cut before t4: nothing of it gets back to t0.")
    )
    rows = table(lab, "error")
    assert [row[1] for row in rows[1:5]] == ["0"] * 4
    assert all(number(row[1]) > 0 for row in rows[5:7])
    expect(lab.page.locator("[data-rule=da] .aside")).to_have_text(
        "Y has no error at this step. Nothing comes back from t4: the error is cut there."
    )
    assert lab.page.locator("[data-rule=da] b").text_content() == "0"


def test_beside_a_run_that_has_diverged_the_others_keep_their_axis(lab: Lab) -> None:
    """The smallest network, w_rec = 2: plain descent is gone with its first update, Rprop goes on."""
    lab.open("preset=two-weights&at=20")
    expect(lab.page.locator("[data-note=error]")).to_have_text(
        re.compile(r"^The error at t0 beside that at t9: \S+ times \(Rprop\), diverged \(Gradient descent\)\.$")
    )
    picture = lab.page.locator("[data-view=rnn-error] .stage")
    picture.scroll_into_view_if_needed()
    until(lab.page, DRAWN)
    assert picture.evaluate(PIXELS, "run-1") > 500
    assert picture.evaluate(PIXELS, "run-2") < 100  # its number below its place alone


def test_three_cells_side_by_side_are_three_lines(lab: Lab) -> None:
    lab.open("task=counting&length=6&hidden=4&sequences=20&compare=cell:elman,lstm,gru&at=2")
    said = label(lab, "rnn-error", r"from t0 on: Elman .*; LSTM .*; GRU .*\. Of J by all weights: Elman")
    arrays = lab.recorded("arrays")
    for lane, name in enumerate(("Elman", "LSTM", "GRU")):
        da = np.array(arrays[f"da@{lane}" if lane else "da"]).reshape(6, 4)
        told = re.search(rf"{name} ([^;]*?)[;.] ", said.replace(". Of", "; Of"))
        assert told
        norms = [number(part) for part in told[1].split(", ")]
        assert norms == pytest.approx(np.sqrt((da**2).sum(axis=1)).tolist(), rel=0.06)
    picture = lab.page.locator("[data-view=rnn-error] .stage")
    picture.scroll_into_view_if_needed()
    until(lab.page, DRAWN)
    assert all(picture.evaluate(PIXELS, f"run-{lane}") > 100 for lane in (1, 2, 3))
    heads = table(lab, "error")[0]
    assert heads[1:] == ["‖∂L/∂Aₜ‖, Elman", "‖∂L/∂Aₜ‖, LSTM", "‖∂L/∂Aₜ‖, GRU"]
    lab.page.locator("[data-picture=error] .lane-key button").nth(1).click()
    expect(lab.page.locator("[data-view=rnn-numbers] [data-rule=c]")).to_be_visible()


LINES = """(view) => [...view.querySelectorAll(".rnn-line")].map((line) => [line.dataset.rule, line.querySelector(".with").textContent])"""


def reckoned(text: str) -> tuple[float, float, float]:
    """What a line comes to if one reckons with it as it is printed; what it says it does; half a unit of its last digit."""
    left, _, right = text.rpartition(" = ")
    digits, _, power = right.translate(RAISED).partition("·10")
    unit = 10.0 ** (int(power or 0) - len(digits.partition(".")[2]))
    left = left.rpartition("; ")[2]
    left = re.sub(r" … \d+ more terms, ", " ", re.sub(r" from (Y|t\d+)", "", left))
    left = re.sub(r"·10([⁻⁰¹²³⁴-⁹]+)", lambda found: f"*10**({found[1].translate(RAISED)})", left.replace(" · ", " * "))
    left = left.replace("²", "**2").replace("−log ", "−log(") + (")" if "−log " in left else "")
    known = {"tanh": math.tanh, "σ": lambda z: 1 / (1 + math.exp(-z)), "log": math.log}
    return eval(left.replace("−", "-"), {"__builtins__": {}}, known), number(right), unit / 2


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_the_equations_hold_the_engines_numbers_and_add_up(lab: Lab, cell: str) -> None:
    lab.open(f"{ONE}&cell={cell}&at=6&look=time:2;unit:1")
    page = lab.page
    expect(page.locator("[data-said=numbers]")).to_have_text("t2, unit 2 of 4")
    until(page, DRAWN)
    lines = dict(page.locator("[data-view=rnn-numbers]").evaluate(LINES))
    true, (t, u) = page_of(lab), (2, 1)
    z = np.array(true["z"])[t, 0].reshape(-1, 4)[:, u]
    first = 1 if len(true["a"]) > len(true["y"]) else 0
    expected = {
        "a": np.array(true["a"])[t + first, 0, u],
        "da": np.array(true["dl_da"])[t, 0, u],
        "y-sigmoid": np.array(true["y"])[t, 0, 0],
        "each": np.array(true["each"])[t, 0],
    }
    loss = next(rule for rule in lines if rule.startswith("l-"))
    names = {
        "elman": {"z": z[0], "a": expected["a"]},
        "lstm": {"a-lstm": expected["a"]},
        "gru": {"a-gru": expected["a"]},
    }[cell]
    for letter, rule in {
        "lstm": zip("ifog", "ifog", strict=True),
        "gru": zip("zrn", ("gate-z", "gate-r", "n"), strict=True),
    }.get(cell, ()):
        names[rule] = true[f"gate_{letter}"][t][0][u]
    names |= {"da": expected["da"], "y-sigmoid": expected["y-sigmoid"], loss: expected["each"]}
    for rule, value in names.items():
        _, told, half = reckoned(lines[rule])
        assert told == pytest.approx(value, abs=half * 1.01), rule
    for rule, text in lines.items():
        if text:
            value, told, half = reckoned(text)
            assert value == pytest.approx(told, abs=half * 1.02), (rule, text)


@pytest.mark.parametrize("task", ["moving-dot", "negation", "remember", "counting", "caption", "linear", "characters"])
def test_every_task_has_its_numbers(lab: Lab, task: str) -> None:
    lab.open(f"task={task}&at=1" + ("&hidden=8" if task != "linear" else "") + "&sequences=20")
    page = lab.page
    until(page, "document.querySelector('[data-view=rnn-numbers] [data-link]')")
    shown = page.locator("[data-view=rnn-numbers]").evaluate("one => one.textContent")
    assert "NaN" not in shown and "undefined" not in shown and "null" not in shown
    for view in ("rnn-memory", "rnn-error", "rnn-numbers"):
        expect(page.locator(f"[data-view={view}]")).to_have_attribute("data-drawn", "")
    before = page.locator("[data-picture=numbers]").bounding_box()
    page.get_by_role("button", name="Time before").click()
    until(page, DRAWN)
    assert before is not None
    after = page.locator("[data-picture=numbers]").bounding_box()
    assert after is not None and after["height"] >= before["height"]


def test_the_cards_are_accessible(lab: Lab) -> None:
    page = lab.open("cell=lstm&hidden=4&at=3").page
    until(page, "document.querySelector('[data-view=rnn-numbers] [data-link]')")
    page.locator("#lab .rnn-three details").evaluate_all("all => all.forEach((details) => (details.open = true))")
    audit(page)
    page.locator("[data-ends=memory] [data-value=past]").click()
    page.locator("[data-view=rnn-error] [data-value=shares]").click()
    page.locator(".rnn-where .seg button").last.click()
    audit(page, (360,))
