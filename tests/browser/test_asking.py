"""Questions to the words' vectors: what the page answers is what the engine has computed, and links bring it back."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from engine.labs import LABS
from tests.browser.driving import DRAWN, Lab, tab_to, until

PLACE = "/labs/embedding"
ARABIC = "كان الثعلب البني يقفز فوق الكلب الكسول. الثعلب في الغابة والكلب في البيت. الثعلب سريع.\n" * 3


def field(lab: Lab, kind: str, place: int = 0) -> Locator:
    return lab.page.locator(f"form[data-ask={kind}] input").nth(place)


def opened(lab: Lab) -> str:
    found = lab.page.locator("[data-part=kinds] input:checked").get_attribute("value")
    return str(found)


def tab(lab: Lab, kind: str) -> None:
    lab.page.locator(f"[data-part=kinds] input[value={kind}]").check(force=True)


def answered(lab: Lab, of: str) -> list[tuple[str, str]]:
    """The rows below a question, once they are of it."""
    until(lab.page, "document.querySelector('[data-part=answers]').dataset.of === x", of)
    until(lab.page, DRAWN)
    rows = lab.page.locator(".answers tbody tr:not(.none)")
    return [
        tuple(row)
        for row in rows.evaluate_all("all => all.map(({ cells }) => [cells[0].textContent, cells[2].textContent])")
    ]


def looks(lab: Lab, expected: dict[str, Any]) -> None:
    """The address tells exactly this look."""
    told = ";".join(
        f"{name}:{','.join(value) if isinstance(value, list) else value}" for name, value in expected.items()
    )
    until(lab.page, "(new URLSearchParams(location.search).get('look') ?? '') === x", told)


def engine(steps: int, look: dict[str, Any], **knobs: Any) -> tuple[Any, dict[str, Any]]:
    run = LABS["embedding"](**knobs)
    run.steps(steps)
    return run, run.picture(look)


def rows(run: Any, found: Any) -> list[tuple[str, str]]:
    words = run.text.vocabulary.words
    return [(words[int(word)], f"{cosine:.2f}".replace("-", "−")) for word, cosine in found]


def test_the_first_question_is_answered_and_no_link_tells_it(lab: Lab) -> None:
    lab.open("at=40")
    run, arrays = engine(40, {"analogy": ["king", "man", "woman"]})
    assert answered(lab, "analogy king,man,woman") == rows(run, arrays["answers"])
    expect(lab.page.locator("[data-said=ask]")).to_have_text("cosine, in all 12 dimensions")
    share = run.frame({}).scalars["analogy"]
    expect(lab.page.locator("[data-part=note]")).to_have_text(
        f"Right for {int(100 * share + 0.5)} % of the analogies planted in this text."
    )
    looks(lab, {})


def test_a_question_of_ones_own_comes_back_by_its_link(lab: Lab) -> None:
    lab.open("at=40")
    tab(lab, "neighbours")
    looks(lab, {"neighbours": "fox"})
    typed = field(lab, "neighbours")
    typed.fill(" Queen ")
    typed.press("Enter")
    run, arrays = engine(40, {"neighbours": "queen"})
    assert answered(lab, "neighbours queen") == rows(run, arrays["neighbours"])
    expect(typed).to_have_value("queen")
    looks(lab, {"neighbours": "queen"})
    times = run.text.vocabulary.counts[run.ids["queen"]]
    expect(lab.page.locator("[data-part=note]")).to_have_text(f"queen occurs {times} times in this text.")
    lab.page.reload()
    lab.ready()
    assert answered(lab, "neighbours queen") == rows(run, arrays["neighbours"])
    assert opened(lab) == "neighbours"


def test_an_analogy_is_asked_word_by_word(lab: Lab) -> None:
    lab.open("at=40&look=analogy:uncle,aunt,boy")
    answered(lab, "analogy uncle,aunt,boy")
    field(lab, "analogy", 2).fill("king")
    field(lab, "analogy", 2).press("Tab")  # leaving a field is enough
    run, arrays = engine(40, {"analogy": ["uncle", "aunt", "king"]})
    assert answered(lab, "analogy uncle,aunt,king") == rows(run, arrays["answers"])
    looks(lab, {"analogy": ["uncle", "aunt", "king"]})
    field(lab, "analogy", 0).fill("")
    field(lab, "analogy", 1).press("Enter")
    expect(lab.page.locator("#ask-refused")).to_have_text("Type three words of this text.")
    expect(field(lab, "analogy", 0)).to_have_attribute("aria-invalid", "true")
    assert answered(lab, "analogy uncle,aunt,king") == rows(run, arrays["answers"])  # nothing is lost


def test_likeness_is_a_table_with_the_engines_cosines(lab: Lab) -> None:
    lab.open("at=40&look=similarity:king,queen,cat")
    answered(lab, "similarity king,queen,cat")
    page = lab.page
    _, arrays = engine(40, {"similarity": ["king", "queen", "cat"]})
    cells = page.locator(".likeness tr:not(:first-child)").evaluate_all(
        "rows => rows.map(({ cells }) => [...cells].slice(1).map((cell) => cell.textContent))"
    )
    cosines = [[f"{c:.2f}".replace("-", "−") for c in row] for row in arrays["likeness"]]
    assert cells == [[cosine if i != j else "1" for j, cosine in enumerate(row)] for i, row in enumerate(cosines)]
    assert page.get_by_role("columnheader", name="queen", exact=True).count() == 1
    assert page.get_by_role("rowheader", name="queen", exact=True).count() == 1
    best = max((arrays["likeness"][i, j], i, j) for i in range(3) for j in range(i + 1, 3))
    words = ["king", "queen", "cat"]
    expect(page.locator("[data-part=note]")).to_contain_text(
        f"Most alike: {words[best[1]]} and {words[best[2]]}, {best[0]:.2f}."
    )
    field(lab, "similarity").fill("king, queen")
    field(lab, "similarity").press("Enter")
    answered(lab, "similarity king,queen")
    looks(lab, {"similarity": ["king", "queen"]})
    field(lab, "similarity").fill("king")
    field(lab, "similarity").press("Enter")
    expect(page.locator("#ask-refused")).to_have_text("Type two words or more, with spaces between them.")
    field(lab, "similarity").fill(" ".join(LABS["embedding"]().text.vocabulary.words[:25]))
    field(lab, "similarity").press("Enter")
    expect(page.locator("#ask-refused")).to_have_text("These are 25 words; up to 24 can be compared.")


def test_where_numbers_have_no_room_a_cell_that_is_pointed_at_tells_its_own(lab: Lab) -> None:
    words = LABS["embedding"]().text.vocabulary.words[:12]
    lab.open(f"at=20&look=similarity:{','.join(words)}")
    answered(lab, f"similarity {','.join(words)}")
    _, arrays = engine(20, {"similarity": words})
    note, table = lab.page.locator("[data-part=note]"), lab.page.locator(".likeness")
    expect(table).not_to_have_class(re.compile("numbered"))
    cosine = f"{arrays['likeness'][2, 5]:.2f}".replace("-", "−")
    table.locator("tr").nth(3).locator("td").nth(5).hover()
    expect(note).to_have_text(f"{words[2]} and {words[5]}: {cosine}")
    lab.play.hover()
    expect(note).to_contain_text("Most alike: ")
    tab_to(lab.page, lab.page.get_by_role("region", name="Cosines of each two words"))
    for key in ["ArrowDown"] * 2 + ["ArrowRight"] * 5:
        lab.page.keyboard.press(key)
    expect(note).to_have_text(f"{words[2]} and {words[5]}: {cosine}")
    assert lab.step == 20


def test_a_word_that_is_not_there_is_told_with_the_nearest_spellings(lab: Lab) -> None:
    lab.open("at=20&look=neighbours:fox")
    before = answered(lab, "neighbours fox")
    typed, refusal = field(lab, "neighbours"), lab.page.locator("#ask-refused")
    V = len(LABS["embedding"]().text.vocabulary.words)
    typed.fill("kingg")
    typed.press("Enter")
    expect(refusal).to_have_text(f"“kingg” is not among this text’s {V} words: king?")
    expect(typed).to_have_attribute("aria-invalid", "true")
    expect(typed).to_have_value("kingg")
    assert answered(lab, "neighbours fox") == before
    looks(lab, {"neighbours": "fox"})
    refusal.get_by_role("button", name="king?").click()
    answered(lab, "neighbours king")
    expect(refusal).to_be_hidden()
    expect(typed).to_have_attribute("aria-invalid", "false")
    typed.fill("Zwetschge")
    typed.press("Enter")
    expect(refusal).to_have_text(f"“Zwetschge” is not among this text’s {V} words.")
    lab.open("max_words=100&at=2&look=neighbours:king")
    answered(lab, "neighbours king")
    typed.fill("Zwetschge")
    typed.press("Enter")
    expect(refusal).to_have_text("“Zwetschge” is not among this text’s 100 words; rarer ones are left out.")


def test_answers_follow_the_training_and_rest_with_it(lab: Lab) -> None:
    lab.open("look=neighbours:fox&pace=100")
    first = answered(lab, "neighbours fox")
    lab.run_to(60)
    run, arrays = engine(lab.step, {"neighbours": "fox"})
    until(lab.page, "window.recorded.picture === x", lab.step)
    rested = answered(lab, "neighbours fox")
    assert rested == rows(run, arrays["neighbours"]) != first
    lab.inside.locator("#to-start").click()
    lab.stands_at(0)
    until(lab.page, "window.recorded.picture === 0")
    assert answered(lab, "neighbours fox") == first


def test_an_answer_leads_to_its_place_on_the_map(lab: Lab) -> None:
    lab.open("at=40&look=neighbours:fox")
    word = answered(lab, "neighbours fox")[0][0]
    button = lab.page.locator(".answers").get_by_role("button", name=word, exact=True)
    button.click()
    looks(lab, {"word": word, "neighbours": "fox"})
    expect(button).to_have_attribute("aria-pressed", "true")


def test_by_keyboard(lab: Lab) -> None:
    lab.open("at=20")
    answered(lab, "analogy king,man,woman")
    page = lab.page
    tab_to(page, page.locator("[data-part=kinds] input:checked"))
    page.keyboard.press("ArrowLeft")
    answered(lab, "neighbours fox")
    page.keyboard.press("Tab")
    expect(field(lab, "neighbours")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".answers button").first).to_be_focused()
    assert lab.step == 20  # the arrow was none of the player's


@pytest.mark.parametrize(
    "query", ["method=glove", "method=lsa", "objective=hierarchical", "objective=negative&method=cbow"]
)
def test_every_method_answers(lab: Lab, query: str) -> None:
    knobs = dict(part.split("=") for part in query.split("&"))
    lab.open(f"{query}&at=10&look=neighbours:king")
    run, arrays = engine(10, {"neighbours": "king"}, **knobs)
    assert answered(lab, "neighbours king") == rows(run, arrays["neighbours"])
    said = "cosine of W + C, in all 12 dimensions" if "glove" in query else "cosine, in all 12 dimensions"
    expect(lab.page.locator("[data-said=ask]")).to_have_text(said)


def test_of_runs_side_by_side_the_one_that_is_looked_at_answers(lab: Lab) -> None:
    lab.open("compare=dimensions:2,12&at=30&look=neighbours:king;lane:1")
    run, arrays = engine(30, {"neighbours": "king"}, dimensions=12)
    assert answered(lab, "neighbours king") == rows(run, arrays["neighbours"])
    lab.page.locator("[data-picture=ask] select").select_option("0")
    expect(lab.page.locator("[data-said=ask]")).to_have_text("cosine, in both dimensions")
    run, arrays = engine(30, {"neighbours": "king"}, dimensions=2)
    until(lab.page, "document.querySelector('.answers .word').textContent === x", rows(run, arrays["neighbours"])[0][0])


def test_a_text_of_ones_own_in_any_script(lab: Lab) -> None:
    lab.open()
    answer = lab.page.request.post("/api/data?kind=text", data=ARABIC.encode(), headers={"Content-Type": "text/plain"})
    lab.open(f"corpus={answer.json()['data']}&at=10")
    answered(lab, "neighbours الثعلب")
    expect(lab.page.locator("[data-part=note]")).to_have_text("الثعلب occurs 9 times in this text.")
    tab(lab, "analogy")
    expect(lab.page.locator("[data-part=of]")).to_have_text(re.compile("^Which word is to c as a is to b?"))
    expect(lab.page.locator("[data-note=quality]")).to_have_text(re.compile("^Neither analogies nor kinds"))
    expect(lab.page.locator("[data-view=quality]")).to_be_hidden()


def test_another_text_has_other_questions(lab: Lab) -> None:
    lab.open("look=analogy:king,man,woman")
    answered(lab, "analogy king,man,woman")
    lab.page.locator("#knob-corpus").select_option("lecture")
    answered(lab, "neighbours fox")
    looks(lab, {})
    assert field(lab, "analogy").input_value() == ""


def test_the_shares_over_time_are_the_trails(lab: Lab) -> None:
    lab.open("at=30")
    scalars = LABS["embedding"]()
    scalars.steps(30)
    numbers = scalars.frame({}).scalars
    right, kin = (f"{int(100 * numbers[name] + 0.5)} %" for name in ("analogy", "purity"))
    picture = lab.page.locator("[data-view=quality]")
    expect(picture).to_have_attribute("aria-label", f"At step 30: analogies right {right}, nearest of a kind {kin}")
    expect(lab.page.locator("[data-note=quality]")).to_have_text(
        f"{right} of the planted analogies are answered rightly. "
        f"Of the words with a kind, {kin} have one of their own as nearest neighbour."
    )
    table = lab.page.locator("[data-table=quality]")
    table.locator("summary").click()
    expect(table.locator("tr").last).to_have_text(f"30{right}{kin}")
    lab.open("compare=dimensions:2,12&at=10")
    expect(picture).to_have_attribute("aria-label", re.compile("analogies right, N = 2 .* analogies right, N = 12 "))


def test_a_frame_shows_answers_and_lets_ask_only_whom_it_should(lab: Lab) -> None:
    page = lab.page
    for controls, may in (("play", False), ("play,questions", True)):
        page.goto(f"/embed/embedding?pictures=ask&controls={controls}&at=10&look=neighbours:fox")
        lab.ready()
        answered(lab, "neighbours fox")
        assert page.locator("[data-part=kinds]").is_visible() == may
        assert field(lab, "neighbours").evaluate("one => one.readOnly") != may
