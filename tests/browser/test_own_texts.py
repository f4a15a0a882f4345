"""The Embedding lab reads a text of the student's own: in any script, as its settings say, or it says why not."""

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from app import data_words
from app.texts import summary
from engine.tokens import Split
from tests.browser.conftest import Watch
from tests.browser.driving import DRAWN, Lab, until

PLACE = "/labs/embedding"
CATS = "القط يحب السمك. الكلب يحب العظم. الولد يحب القط. القط يحب الولد. البنت تحب الكلب."  # the cat loves fish. …


def txt(text: str) -> FilePayload:
    return {"name": "mine.txt", "mimeType": "text/plain", "buffer": text.encode()}


def hand_in(lab: Lab, text: str) -> None:
    """By the file input, as a student does; and the run that learns from it is shown."""
    lab.page.locator("#file-corpus").set_input_files(txt(text))
    lab.page.wait_for_url("**corpus=sha256:*")
    until(lab.page, DRAWN)


def places(element: Locator, words: list[str]) -> list[float]:
    """Where the middles of words stand that come one after the other in an element's text, from the left."""
    found: list[float] = element.evaluate(
        """(element, words) => {
            const range = document.createRange();
            let from = 0;
            const walker = () => document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            const spot = (at) => {
                let before = 0;
                const nodes = walker();
                for (let node = nodes.nextNode(); node; before += node.length, node = nodes.nextNode())
                    if (at <= before + node.length) return [node, at - before];
            };
            return words.map((word) => {
                const at = element.textContent.indexOf(word, from);
                if (at < 0) throw new Error(`${word} is not in ${element.textContent}`);
                from = at + word.length;
                range.setStart(...spot(at));
                range.setEnd(...spot(from));
                const { left, right } = range.getBoundingClientRect();
                return (left + right) / 2;
            });
        }""",
        words,
    )
    return found


FOXES = "The fox loves the Fox. A dog loves the fox! The Dog sleeps, and the fox jumps over it."


def test_a_file_is_what_the_run_learns_from_and_a_bad_one_is_answered_with_what_is_wrong(
    lab: Lab, watch: Watch
) -> None:
    page = lab.open("at=2").page
    part = page.locator("[data-knob=corpus]")
    hand_in(lab, FOXES)
    lab.stands_at(0)
    expect(part.locator("option:checked")).to_have_text("Your text (19 words)")
    expect(part.locator(".tokens li")).to_have_text(["The", "fox", "loves", "the", "Fox."])
    expect(page.locator(".passage .word")).to_have_text(["The", "fox", "loves", "the", "Fox."])
    expect(page.locator("[data-said=network]")).to_contain_text("V = 10 words")
    page.locator("[data-view=word-map] summary").click()
    rows = page.locator("[data-view=word-map] .behind tbody tr td:first-child")
    expect(rows).to_have_text(["the", "fox", "loves", "dog", "a", "sleeps", "and", "jumps", "over", "it"])
    lab.forward()

    run, menu = lab.run, part.locator("option")
    offered = menu.all_inner_texts()
    watch.expect("422")
    page.locator("#file-corpus").set_input_files(
        {"name": "bad.txt", "mimeType": "text/plain", "buffer": b"The fox\xff"}
    )
    expect(page.locator("#refusal-corpus")).to_have_text(
        "Row 1, column 8: this is not UTF-8 text: save the file as UTF-8."
    )
    assert (lab.run, lab.step, menu.all_inner_texts()) == (run, 1, offered)
    expect(page.locator(".passage .word")).to_have_text(["The", "fox", "loves", "the", "Fox."])


def test_a_text_that_is_refused_leaves_the_menu(lab: Lab, watch: Watch) -> None:
    page = lab.open().page
    part, run = page.locator("[data-knob=corpus]"), lab.run
    chosen, refusal = part.locator("option:checked"), page.locator("#refusal-corpus")
    before, offered = chosen.inner_text(), part.locator("option").all_inner_texts()
    watch.expect("422")
    page.locator("#file-corpus").set_input_files(txt("fox fox fox"))
    expect(refusal).to_have_text("All 3 words of this text count as one: at least two different words are needed.")
    expect(part.locator("option")).to_have_text(offered)
    expect(chosen).to_have_text(before)
    assert lab.run == run

    hand_in(lab, FOXES)
    expect(refusal).to_be_empty()
    expect(chosen).to_have_text("Your text (19 words)")
    page.locator("#file-corpus").set_input_files(txt("dog dog"))
    expect(refusal).to_contain_text("All 2 words")
    expect(part.locator("option")).to_have_text([*offered, "Your text (19 words)"])
    expect(chosen).to_have_text("Your text (19 words)")


@pytest.mark.parametrize(("split", "lowercase"), [("characters", True), ("auto", False), ("words", False)])
def test_what_is_told_of_a_text_is_what_the_run_reads_in_it(lab: Lab, split: Split, lowercase: bool) -> None:
    page = lab.open().page
    hand_in(lab, FOXES)
    told = summary(FOXES, split, lowercase)
    page.goto(f"{page.url}&split={split}&lowercase={str(lowercase).lower()}&order=text")
    lab.ready()
    part = page.locator("[data-knob=corpus]")
    expect(part.locator("option:checked")).to_have_text(data_words.label("text", told))
    expect(part.locator(".chosen")).to_have_text(data_words.about("text", told))
    expect(part.locator(".tokens li")).to_have_text(told["first"])
    expect(page.locator(".passage .word")).to_have_text(told["first"])
    expect(page.locator("[data-said=network]")).to_contain_text(f"V = {told['different']} words")

    if split != "auto":
        page.locator("#knob-split").select_option("auto")
        expect(part.locator(".chosen")).to_have_text(data_words.about("text", summary(FOXES, "auto", lowercase)))
    if not lowercase:
        page.locator("#knob-lowercase").click()
    usual = summary(FOXES)
    expect(part.locator(".chosen")).to_have_text(data_words.about("text", usual))
    expect(part.locator(".tokens li")).to_have_text(usual["first"])


def test_words_from_right_to_left_keep_their_places_in_our_lines(lab: Lab) -> None:
    page = lab.open().page
    hand_in(lab, CATS)
    pair = page.locator("[data-said=network] b")
    expect(pair).to_contain_text("→")
    center, context = (part.strip(" \u2068\u2069") for part in (pair.text_content() or "").split("→"))
    assert places(pair, [center, "→", context]) == sorted(places(pair, [center, "→", context]))
    quoted = page.locator("[data-said=passage]")
    assert places(quoted, ["“", center, "”"]) == sorted(places(quoted, ["“", center, "”"]))
    about = page.locator("[data-knob=corpus] .chosen")
    expect(about).to_contain_text("most often")
    order = ["often", "“", "يحب", "”", "(4)"]
    assert places(about, order) == sorted(places(about, order))

    page.goto(f"{page.url}&method=cbow")
    lab.ready()
    expect(pair).to_contain_text("(")
    text = pair.text_content() or ""
    words = [word.strip(" \u2068\u2069") for word in text[text.index("(") + 1 : text.index(")")].split(",")]
    order = ["(", words[0], ",", words[1], ")", "→"]
    assert places(pair, order) == sorted(places(pair, order))


def test_a_passage_from_right_to_left_runs_so_with_its_window_and_its_pairs(lab: Lab) -> None:
    page = lab.open().page
    hand_in(lab, CATS)
    words = page.locator(".passage .word")
    expect(words).to_have_text(["القط", "يحب", "السمك."])
    edges = [box for k in range(3) if (box := words.nth(k).bounding_box())]
    assert edges[0]["x"] > edges[1]["x"] > edges[2]["x"]
    last, stop = places(words.nth(2), ["السمك", "."])
    assert stop < last  # the sentence ends at the left
    until(page, DRAWN)
    pane = page.locator(".passage .pane.middle").bounding_box()
    assert pane and abs(pane["x"] - edges[0]["x"]) < 1 and abs(pane["width"] - edges[0]["width"]) < 1
    whole = page.locator(".passage .pane:not(.middle)").bounding_box()
    assert whole and abs(whole["x"] - edges[2]["x"]) < 1
    assert abs(whole["x"] + whole["width"] - edges[0]["x"] - edges[0]["width"]) < 1
    boxes = page.locator(".passage .batch .box")
    first, second = boxes.nth(0).bounding_box(), boxes.nth(1).bounding_box()
    assert first and second and first["x"] > second["x"]  # the pairs come as their words do
    assert places(boxes.nth(0), ["القط", "→", "يحب"]) == sorted(places(boxes.nth(0), ["القط", "→", "يحب"]))
    boxes.nth(0).focus()
    page.keyboard.press("ArrowLeft")
    expect(boxes.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowRight")
    expect(boxes.nth(0)).to_have_attribute("aria-selected", "true")


def test_a_long_passage_from_right_to_left_is_scrolled_to_its_window(lab: Lab) -> None:
    lab.page.set_viewport_size({"width": 360, "height": 800})
    page = lab.open().page
    hand_in(lab, " ".join(["القط", "يحب", "السمك", "الكلب", "العظم", "الولد", "البنت", "تحب"] * 2) + ".")
    page.goto(f"{page.url}&batch_size=1&order=text&at=45")
    lab.ready()
    until(page, DRAWN)
    frame, center = page.locator(".passage .sentence").bounding_box(), page.locator(".word.center").bounding_box()
    assert frame and center
    assert frame["x"] <= center["x"] and center["x"] + center["width"] <= frame["x"] + frame["width"]
    assert page.locator(".passage .sentence").evaluate("(place) => place.scrollLeft") < 0


def test_a_page_for_a_course_is_told_that_a_text_stays_for_some_hours_only(lab: Lab) -> None:
    page = lab.open().page
    hand_in(lab, FOXES)
    page.get_by_role("button", name="Embed").click()
    dialog = page.get_by_role("dialog", name="Put this into your course page")
    expect(dialog.locator("[data-own]")).to_have_text(
        "This run uses a text of your own, which is kept for some hours only; then readers see the lab’s own text."
    )


def test_a_method_and_back_is_where_the_text_began(lab: Lab) -> None:
    page = lab.open("corpus=lecture").page
    begins = lab.api()["config"]
    assert (begins["optimizer"], begins["learning_rate"], begins["batch_size"]) == ("sgd", 1, 1)
    for method in ("glove", "skip-gram"):
        page.locator("#knob-method").select_option(method)
        page.wait_for_url(f"**{'method=glove' if method == 'glove' else 'corpus=lecture'}**")
        lab.ready()
        until(page, "document.querySelector('#knob-optimizer').value === x", "adagrad" if method == "glove" else "sgd")
    assert lab.api()["config"] == begins
