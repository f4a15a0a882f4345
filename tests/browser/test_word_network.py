"""The Embedding lab's text with its window, and the network with its numbers, by every method."""

import math
import re
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from engine.spelling import read
from tests.browser.driving import DRAWN, Lab, until
from tests.browser.modules.test_word_sums import number
from tests.browser.test_accessibility import OPTIONS, WIDTHS
from tests.browser.test_small_screens import fits

PLACE = "/labs/embedding"
SENTENCE = "the quick brown fox jumps over the lazy dog".split()
METHODS = [
    "",
    "corpus=lecture",
    "method=cbow",
    "objective=negative",
    "objective=hierarchical",
    "method=glove",
    "method=lsa",
]


def boxes(lab: Lab, batch: bool = True) -> list[str]:
    """The pairs that stand in line, as they are read."""
    found: list[str] = lab.page.locator(f".passage {'.batch' if batch else '.after'} .box").evaluate_all(
        "all => all.map((box) => box.innerText.replace(/\\s+/g, ' ').trim())"
    )
    return found


def said(lab: Lab, card: str) -> Locator:
    return lab.page.locator(f"[data-said={card}]")


def loss(lab: Lab) -> Locator:
    return lab.page.locator(".word-loss").filter(visible=True)


def lasting(lab: Lab) -> None:
    until(lab.page, DRAWN)


# ---- the text and its window


def test_the_lecture_s_pairs_come_in_the_lecture_s_order(lab: Lab) -> None:
    lab.open("corpus=lecture")
    for at, center in enumerate(SENTENCE):
        if at:
            lab.forward()
        around = [SENTENCE[i] for i in range(at - 2, at + 3) if i != at and 0 <= i < len(SENTENCE)]
        expect(said(lab, "passage")).to_have_text(f"sentence 1 of 1 · center “{center}”")
        assert boxes(lab) == [f"{center} → {word}" for word in around]
        expect(lab.page.locator(".passage .center")).to_have_text(re.compile(rf"^{center}\.?$", re.IGNORECASE))
    lab.forward()  # and from the beginning again
    assert boxes(lab) == ["the → quick", "the → brown"]


def test_what_comes_after_the_batch_is_paler_and_not_of_it(lab: Lab) -> None:
    page = lab.open("corpus=lecture&at=3").page
    expect(page.locator(".passage .note.now")).to_contain_text("This batch: 1 window, 4 pairs.")
    assert boxes(lab, batch=False)[:2] == ["jumps → brown", "jumps → fox"]
    expect(said(lab, "passage")).to_have_text("sentence 1 of 1 · center “fox”")
    expect(page.locator(".passage .note.now")).to_contain_text("Window 2: 2 words on each side.")
    expect(page.locator(".passage .between")).to_have_text("next")
    lab.set("batch_size", "2")
    expect(page.locator(".passage .note.now")).to_contain_text("This batch: 2 windows, 8 pairs.")
    assert len(boxes(lab)) == 8


def test_of_a_large_batch_it_is_said_how_much_is_shown(lab: Lab) -> None:
    page = lab.open("").page
    expect(page.locator(".passage .note.now")).to_contain_text(re.compile(r"This batch: 128 pairs of \d+ windows\."))
    expect(page.locator(".passage .between")).to_have_text("24 of 128 pairs are shown")
    assert len(boxes(lab)) == 24
    page.locator(".passage .box.now").focus()
    page.keyboard.press("End")  # the last of all, not of those that are shown
    now = page.locator(".passage .box.now")
    expect(now).to_have_attribute("data-n", "127")
    expect(now).to_be_focused()
    expect(now).to_be_in_viewport()


def test_a_pair_is_chosen_by_keyboard_by_its_box_and_by_its_word(lab: Lab) -> None:
    page = lab.open("corpus=lecture&at=3").page
    now = page.locator(".passage .box.now")
    expect(now).to_have_text("fox→quick")
    now.focus()
    page.keyboard.press("ArrowRight")
    expect(now).to_have_text("fox→brown")
    expect(now).to_be_focused()
    expect(now).to_have_attribute("aria-selected", "true")
    expect(said(lab, "network")).to_contain_text("fox → brown")
    page.locator(".passage .batch .box").nth(3).click()
    expect(said(lab, "network")).to_contain_text("fox → over")
    page.locator(".passage .word", has_text="jumps").click()
    expect(said(lab, "network")).to_contain_text("fox → jumps")
    until(page, "location.search.includes('pair:2')")
    assert lab.step == 3
    threads = page.locator(".passage path.strong")
    expect(threads).to_have_count(2)  # from the center and from the context word
    page.locator(".passage .batch .box").first.hover()
    ends = threads.evaluate_all("all => all.map((path) => path.getAttribute('d').split(' ').at(-2))")
    assert ends[0] == ends[1]
    middle = page.locator(".passage .batch .box").first.evaluate(
        "box => { const { left, width } = box.getBoundingClientRect(); return left + width / 2 - document.querySelector('.threads').getBoundingClientRect().left; }"
    )
    assert float(ends[0]) == pytest.approx(middle, abs=1)


def test_cbow_predicts_the_center_from_the_words_around(lab: Lab) -> None:
    page = lab.open("corpus=lecture&method=cbow&at=3").page
    assert boxes(lab)[0] == "(quick, brown, jumps, over) → fox"
    expect(page.locator(".passage path.strong")).to_have_count(5)
    expect(said(lab, "network")).to_contain_text("(quick, brown, jumps, over) → fox")
    expect(page.locator(".strips")).to_have_attribute(
        "aria-label",
        re.compile(
            "x has 1/4 for each of its words, so that h = x W is the mean of the rows of “quick”, “brown”, “jumps”, “over”"
        ),
    )


def test_words_that_take_no_part_are_struck_out(lab: Lab) -> None:
    page = lab.open("subsample=0.001&max_words=60&at=2").page
    until(page, "document.querySelector('.passage s')")
    titles = set()
    for _ in range(6):
        titles |= set(page.locator(".passage s").evaluate_all("all => all.map(({ title }) => title)"))
        lab.forward()
        lasting(lab)
    assert titles == {"not in the vocabulary: the window passes over it", "left out by subsampling in this epoch"}


@pytest.mark.parametrize(
    "query", ["", "batch_size=2", "corpus=lecture", "corpus=lecture&method=cbow", "method=glove&batch_size=12"]
)
def test_nothing_below_the_text_jumps_from_step_to_step(lab: Lab, query: str) -> None:
    page = lab.open(query).page
    height = "document.querySelector('[data-picture=passage]').offsetHeight + document.querySelector('[data-picture=network]').offsetHeight"
    for width in (1440, 1024, 360):
        page.set_viewport_size({"width": width, "height": 900})
        lasting(lab)
        heights = set()
        for _ in range(10):
            heights.add(page.evaluate(height))
            lab.forward()
            lasting(lab)
        assert len(heights) == 1, heights


def test_the_window_glides_on_a_single_step_only(lab: Lab) -> None:
    page = lab.open("corpus=lecture&at=3").page
    row = page.locator(".passage .words")
    lab.forward()
    expect(row).to_have_class(re.compile("glides"))
    page.locator("#to-start").click()
    lab.stands_at(0)
    lasting(lab)
    expect(row).not_to_have_class(re.compile("glides"))


def test_methods_that_count_say_so(lab: Lab) -> None:
    page = lab.open("method=glove&batch_size=16").page
    counted = page.locator(".passage .counted p")
    expect(counted).to_contain_text("the counted pair in focus")
    first = counted.text_content()
    expect(page.locator(".passage .note:not(.now)")).to_contain_text("16 cells")
    page.get_by_role("button", name="the next cell").click()
    expect(counted).not_to_have_text(first or "")
    expect(counted).to_contain_text("in focus, 2 of 16")
    lab.forward()
    expect(counted).to_contain_text("in focus, 2 of 16")  # it stays
    lab.page.locator("#step-back").click()
    page.get_by_role("button", name="the cell before").click()
    expect(counted).to_have_text(first or "")
    lab.open("method=lsa")
    note = page.locator(".passage .note:not(.now)")
    expect(note).to_contain_text("LSA has no batch")
    method = page.locator("#knob-method")
    method.select_option("glove")
    expect(counted).to_contain_text("in focus, 1 of ")
    method.select_option("lsa")
    expect(note).to_contain_text("LSA has no batch")
    expect(counted).to_have_count(0)  # nothing is left of the cell


# ---- the network in numbers


def rows(lab: Lab) -> list[list[str]]:
    found: list[list[str]] = (
        lab.page.locator(".word-table tbody tr")
        .filter(visible=True)
        .evaluate_all("all => all.map((row) => [...row.cells].map(({ innerText }) => innerText.trim()))")
    )
    return found


def test_softmax_shows_what_the_server_reckons(lab: Lab) -> None:
    page = lab.open("corpus=lecture&at=30&look=pair:1").page
    step = lab.update(30)
    p = step["forward"]["probabilities"]
    words = step["words"]
    center, wanted = said_pair(lab)
    row = p[1]
    shown = {cells[0]: number(cells[4]) for cells in rows(lab)}
    assert set(shown) == set(words)
    for word, share in zip(words, row, strict=True):
        assert shown[word] == pytest.approx(share, rel=0.006), word
    text = loss(lab).text_content() or ""
    written, value = re.findall(r"−ln (\S+) ≈ (\d+\.\d\d)", text)[0]
    assert number(written) == pytest.approx(row[words.index(wanted)], rel=0.006)
    assert number(value) == pytest.approx(-math.log(row[words.index(wanted)]), abs=0.006)
    expect(page.locator(".word-table tr.now th")).to_have_text(wanted)
    h = page.locator(".strips").get_attribute("aria-label") or ""
    W = step["params"]["W"][words.index(center)]
    told = [number(part) for part in re.findall(r"as h: (.*?)\. h times", h)[0].split(", ")]
    assert told == pytest.approx(W, abs=0.006)


def said_pair(lab: Lab) -> list[str]:
    text = said(lab, "network").text_content() or ""
    return re.findall(r"pair (.*?) → (.*?) ·", text)[0]


def test_of_many_words_the_best_are_shown_and_always_the_wanted_one(lab: Lab) -> None:
    page = lab.open("").page
    assert len(rows(lab)) == 7
    expect(page.locator(".word-table tfoot tr").first).to_contain_text(re.compile(r"^1\d\d other words"))
    for _ in range(4):
        lab.forward()
        lasting(lab)
        assert page.locator(".word-table tr.now th").filter(visible=True).text_content() == said_pair(lab)[1]


def test_a_word_lights_up_in_the_strips(lab: Lab) -> None:
    page = lab.open("").page
    strips = page.locator(".strips")
    lasting(lab)
    picture = "host => host.querySelector('canvas').toDataURL()"
    before = strips.evaluate(picture)
    page.locator(".word-table tbody th").first.hover()
    lasting(lab)
    assert strips.evaluate(picture) != before
    page.mouse.move(0, 0)
    lasting(lab)
    assert strips.evaluate(picture) == before
    box = strips.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 40, box["y"] + 100)  # a column of C
    until(page, "true")
    lasting(lab)
    assert strips.evaluate(picture) != before


def test_what_if_a_score_were_another(lab: Lab) -> None:
    page = lab.open("at=20").page
    handle = page.locator(".word-table tr.now input").filter(visible=True)
    before = loss(lab).text_content() or ""
    own = re.findall(r"≈ (\d+\.\d\d)", before)[0]
    chip = page.locator(".what-if b").filter(visible=True)
    expect(chip).to_have_count(0)
    handle.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(chip).to_have_text("what if")
    text = loss(lab).text_content() or ""
    p, value, run = re.findall(r"−ln (\S+) ≈ (\d+\.\d\d); the run’s own is (\d+\.\d\d)", text)[0]
    assert run == own and number(value) < number(own)
    assert abs(-math.log(number(p)) - number(value)) <= 0.011
    shares = [number(cells[4]) for cells in rows(lab)] + [
        number(page.locator(".word-table tfoot .share").first.inner_text())
    ]
    assert sum(shares) == pytest.approx(1, abs=0.01)
    assert lab.sent("change") == [] and lab.step == 20  # the run knows nothing of it
    page.get_by_role("button", name="back to the run’s scores").click()
    expect(loss(lab)).to_have_text(before)
    handle.focus()
    page.keyboard.press("ArrowLeft")
    expect(chip).to_have_count(1)
    lab.forward()  # the run goes on with its own
    expect(chip).to_have_count(0)
    expect(loss(lab)).not_to_contain_text("own")


def test_a_score_is_dragged_with_the_mouse(lab: Lab) -> None:
    """While the handle is held softmax answers all the time, and the row's place under the pointer stays its own."""
    page = lab.open("at=20").page
    row = page.locator(".word-table tr.now").filter(visible=True)
    handle = row.locator("input")
    handle.scroll_into_view_if_needed()
    word, others = row.locator("th").inner_text(), [cells[4] for cells in rows(lab) if cells[0] != said_pair(lab)[1]]
    least, most, score = handle.evaluate("one => [one.min, one.max, one.value].map(Number)")
    lab.hold(handle, (score - least) / (most - least))
    lab.pull(handle, 0.7)
    halfway = number(row.locator("td").first.inner_text())
    expect(page.locator(".what-if b").filter(visible=True)).to_have_text("what if")
    lab.pull(handle, 1.0)
    lab.let_go()
    expect(row.locator("th")).to_have_text(word)
    assert score < halfway < number(row.locator("td").first.inner_text()) == most
    shares = [number(cells[4]) for cells in rows(lab)]
    assert sum(shares) + number(page.locator(".word-table tfoot .share").first.inner_text()) == pytest.approx(
        1, abs=0.01
    )
    assert all(
        number(now) < number(was) for now, was in zip([c[4] for c in rows(lab) if c[0] != word], others, strict=True)
    )
    assert lab.sent("change") == [] and lab.step == 20, "the run knows nothing of it"


def test_negative_sampling_decides_on_each_candidate(lab: Lab) -> None:
    page = lab.open("objective=negative&negatives=4&at=20").page
    found = rows(lab)
    assert [cells[4] for cells in found] == ["1", "0", "0", "0", "0"]
    assert found[0][0] == said_pair(lab)[1]
    for at, cells in enumerate(found):
        s = number(cells[3])
        assert s == pytest.approx(1 / (1 + math.exp(-number(cells[1]))), abs=0.0003)
        assert number(cells[5]) == pytest.approx(-math.log(1 - s if at else s), abs=0.001)
    before = loss(lab).text_content()
    page.locator(".word-table input").filter(visible=True).nth(1).focus()
    page.keyboard.press("ArrowRight")
    expect(loss(lab)).to_contain_text("the run’s own is")
    page.get_by_role("button", name="back to the run’s scores").click()
    expect(loss(lab)).to_have_text(before or "")


@pytest.mark.parametrize("query", ["objective=hierarchical&corpus=lecture&at=20", "objective=hierarchical&at=20"])
def test_hierarchical_softmax_goes_down_its_tree(lab: Lab, query: str) -> None:
    page = lab.open(query).page
    wanted = said_pair(lab)[1]
    found = rows(lab)
    share = 1.0
    for cells in found:
        s, own = number(cells[2]), number(cells[4])
        assert own == pytest.approx(s if cells[3] == "right" else 1 - s)
        share *= own
    p, value = re.findall(r"−ln (\S+) ≈ (\d+\.\d+)", loss(lab).inner_text())[0]
    assert share == pytest.approx(number(p), rel=0.006)
    assert -math.log(number(p)) == pytest.approx(number(value), abs=0.011)
    tree = page.locator(".word-net .tree svg")
    expect(tree).to_have_attribute(
        "aria-label", f"The way down the tree to “{wanted}”: {', '.join(cells[3] for cells in found)}."
    )
    expect(tree.locator("circle.on")).to_have_count(len(found))
    expect(tree.locator("text.on")).to_have_text(wanted)
    if "lecture" in query:
        expect(tree.locator("rect")).to_have_count(8)


@pytest.mark.parametrize("method", ["glove", "glove-smoothed"])
def test_glove_shows_how_far_its_cell_is_off(lab: Lab, method: str) -> None:
    page = lab.open(f"corpus=lecture&method={method}&at=10&look=pair:5").page
    step = lab.update(10)
    cells = page.locator(".cell-sums td.r")
    _, target, says, error, weight, value = [number(text) for text in cells.all_inner_texts()]
    assert target == pytest.approx(step["forward"]["log_x"][5], abs=0.006)
    assert says == pytest.approx(step["forward"]["says"][5], abs=0.006)
    assert weight == pytest.approx(step["forward"]["weight"][5], rel=0.006)
    assert error == pytest.approx(says - target)
    assert value == pytest.approx(weight * error**2, rel=0.06)
    words = step["words"]
    i, j = (words[step["batch"][name][5]] for name in ("center", "context"))
    expect(page.locator(".at-cell")).to_contain_text(f"“{i}”, “{j}”: ")
    page.locator(".tables").focus()
    for key in ["ArrowUp", "ArrowLeft"] * 8 + ["ArrowDown"] + ["ArrowRight"] * 7:
        page.keyboard.press(key)
    aim = {"glove": "left out", "glove-smoothed": "log(X + 0.1) = −2.30"}[method]
    expect(page.locator(".at-cell")).to_contain_text(f"“{words[1]}”, “{words[7]}”: never met, X = 0, {aim}; ")


def test_lsa_s_tables_are_read_with_the_arrow_keys(lab: Lab) -> None:
    page = lab.open("method=lsa&at=5&corpus=lecture").page
    step = lab.update(5)
    page.locator(".tables").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    at = page.locator(".at-cell")
    words = step["words"]
    expect(at).to_contain_text(f"“{words[1]}”, “{words[2]}”: M = ")
    M, says = re.findall(r"M = (\S+); the vectors say (\S+)$", at.text_content() or "")[0]
    assert number(M) == pytest.approx(step["forward"]["table"][1][2], abs=0.006)
    assert number(says) == pytest.approx(step["forward"]["says"][1][2], rel=0.006, abs=1e-6)
    J = number(page.locator(".cell-sums b").first.inner_text())
    assert J == pytest.approx(step["loss"], rel=0.006)


def test_runs_side_by_side_show_their_own(lab: Lab) -> None:
    page = lab.open("corpus=lecture&compare=method:skip-gram,lsa,glove&at=3").page
    for lane, words in enumerate(["pair ", "the table of counts", "the table of counts"]):
        page.evaluate(
            "async ([lane, address]) => (await import(address)).focusOn(lane)",
            [lane, page.evaluate("document.querySelector('script[src*=main]').src.replace(/main[^/]*$/, 'focus.js')")],
        )
        expect(said(lab, "network")).to_contain_text(words)
    expect(page.locator(".cell-sums tr.now")).to_be_visible()


def test_at_full_speed_everything_keeps_up(lab: Lab) -> None:
    page = lab.open("pace=max").page
    lab.run_to(200)
    lasting(lab)
    assert page.locator(".word-table tr.now th").filter(visible=True).text_content() == said_pair(lab)[1]


NARROW = ["", "corpus=lecture", "objective=negative", "objective=hierarchical"]


@pytest.mark.parametrize("query", NARROW)
def test_on_a_phone_strips_and_answers_are_as_wide_as_their_card(lab: Lab, query: str) -> None:
    page = lab.open(f"{query}&at=20").page
    parts = page.locator(".word-net :is(.flow, .answer:not([hidden]), .word-table tr > :last-child)").filter(
        visible=True
    )
    for width in (1440, 360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        lasting(lab)
        wider = parts.evaluate_all(
            "all => all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.outerHTML)"
        )
        assert wider == [], width
    assert lab.page.locator(".strips canvas").bounding_box()["height"] > 300  # type: ignore[index]  # h and C below x and W


@pytest.mark.parametrize("query", ["", "objective=negative", "objective=negative&method=cbow"])
@pytest.mark.parametrize("width", [1440, 1024])
def test_ordinary_words_are_whole_in_the_table(lab: Lab, query: str, width: int) -> None:
    """Each of the text's words of up to ten letters, in a row that is bold."""
    page = lab.open(f"{query}&at=5").page
    page.set_viewport_size({"width": width, "height": 900})
    lasting(lab)
    words = [word for word in read(np.array(lab.recorded("arrays")["words"])) if len(word) <= 10]
    cut = page.locator(".word-table tr.now th").evaluate(
        """(place, words) => words.filter((word) => {
            place.textContent = word;
            return place.scrollWidth > place.clientWidth;
        })""",
        [*words, "mushroomed"],
    )
    assert cut == []
    table = page.locator(".answer").filter(visible=True)
    assert table.evaluate("one => one.scrollWidth <= one.clientWidth")


# ---- for everybody


@pytest.mark.parametrize(
    "query", ["", "objective=negative", "objective=hierarchical", "method=lsa"]
)  # a table of each kind
def test_axe_finds_nothing(lab: Lab, query: str) -> None:
    page = lab.open(f"{query}&at=3").page
    cards: Any = {"include": [["[data-picture=passage]"], ["[data-picture=network]"]]}
    handle = page.locator(".word-table tr.now input").filter(visible=True)
    if handle.count():
        handle.focus()
        page.keyboard.press("ArrowRight")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            lasting(lab)
            found = Axe().run(page, context=cards, options=OPTIONS)
            assert found.violations_count == 0, f"{width} px, {scheme}:\n{found.generate_report()}"


@pytest.mark.parametrize("query", METHODS)
def test_on_the_narrowest_phone(lab: Lab, query: str) -> None:
    lab.page.set_viewport_size({"width": 320, "height": 640})
    page = lab.open(f"{query}&at=3").page
    page.locator("#lab .card:not([data-picture=passage], [data-picture=network])").evaluate_all(
        "all => all.forEach((card) => card.remove())"
    )
    fits(page)
