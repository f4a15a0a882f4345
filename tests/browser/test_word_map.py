"""The map of words and why a word moves: what is drawn, found, pinned and said is what the server has computed."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from engine.spelling import read
from tests.browser.driving import DRAWN, Lab, fresh, tab_to, until

PLACE = "/labs/embedding"
SMALL = "sentences=300"


def words(lab: Lab) -> list[str]:
    return read(np.array(lab.recorded("arrays")["words"]))


def ground(lab: Lab, lane: int = 0) -> Locator:
    return lab.page.locator(".map-ground").nth(lane)


def strong(lab: Lab, lane: int = 0) -> dict[int, list[int]]:
    """The words that are drawn strongly, and where, in pixels of the map."""
    until(lab.page, DRAWN)
    told = ground(lab, lane).get_attribute("data-words") or ""
    return {
        int(word): [int(part) for part in place.split(",")] for word, place in (one.split(":") for one in told.split())
    }


def drawn(lab: Lab, condition: str, argument: Any = None, lane: int = 0) -> None:
    """Until a condition on what the map tells of itself (`d`) holds."""
    until(lab.page, f"((d) => {condition})(document.querySelectorAll('.map-ground')[{lane}].dataset)", argument)


def find(lab: Lab, word: str) -> int:
    """Look for a word by its name; its number."""
    field = lab.page.get_by_role("combobox", name="Find a word")
    field.fill(word)
    field.press("Enter")
    v = words(lab).index(word)
    drawn(lab, "d.words.split(' ').some((one) => one.startsWith(`${x}:`))", v)
    return v


def test_the_map_says_how_much_it_shows(lab: Lab) -> None:
    lab.open(f"{SMALL}&at=12")
    arrays = lab.recorded("arrays")
    share = 100 * arrays["map_share"][0]
    header = lab.page.locator("[data-said=map]")
    expect(header).to_contain_text(f"{len(words(lab))} word vectors, seen along their two widest directions")
    told = float(re.search(r"([\d.]+) % of the spread", header.inner_text()).group(1))  # type: ignore[union-attr]
    assert told == pytest.approx(share, abs=0.6)
    expect(lab.page.locator("[data-key=map]")).to_contain_text("people")
    expect(ground(lab)).to_have_attribute("aria-label", re.compile(r"Map of \d+ words at step 12, .* lies nearest to "))
    assert int(ground(lab).get_attribute("data-labels") or 0) > 8


@pytest.mark.parametrize(
    ("N", "words_of_it"), [(1, "of one number each: all lie on a line"), (2, "the map hides nothing")]
)
def test_few_dimensions_are_said_rightly(lab: Lab, N: int, words_of_it: str) -> None:
    lab.open(f"corpus=lecture&dimensions={N}&at=3")
    expect(lab.page.locator("[data-said=map]")).to_contain_text(words_of_it)


def test_a_word_is_found_focused_and_let_go(lab: Lab) -> None:
    page = lab.open(SMALL).page
    field = page.get_by_role("combobox", name="Find a word")
    field.fill("ki")
    options = page.locator(".find [role=option]")
    expect(options.first).to_contain_text(re.compile(r"^ki\w+\d+ times?"))
    assert all("ki" in text for text in options.all_inner_texts())
    field.press("Escape")
    expect(options.filter(visible=True)).to_have_count(0)
    expect(field).to_have_value("")

    v = find(lab, "fox")
    assert lab.sent("look")[-1]["values"]["word"] == "fox"
    page.wait_for_url("**look=word:fox")
    until(page, "window.recorded.arrays.explained?.[0] === x", v)
    expect(page.locator("[data-said=why]")).to_have_text("Why “fox” moves")
    x, y = strong(lab)[v]
    page.locator(".cover").click(position={"x": x, "y": y})
    page.wait_for_url(re.compile(r"^(?!.*look=).*$"))
    page.locator(".cover").click(position={"x": x, "y": y})
    page.wait_for_url("**look=word:fox")
    page.locator(".cover").press("Escape")
    page.wait_for_url(re.compile(r"^(?!.*look=).*$"))

    field.fill("zzz")
    expect(page.get_by_text("No such word in this text")).to_be_visible()
    field.press("Enter")
    assert "look=" not in page.url


def test_hover_names_a_word_with_its_count_and_kind(lab: Lab) -> None:
    page = lab.open(f"{SMALL}&look=word:fox").page
    v = words(lab).index("fox")
    drawn(lab, "d.words.split(' ').some((one) => one.startsWith(`${x}:`))", v)
    ground(lab).scroll_into_view_if_needed()
    x, y = strong(lab)[v]
    page.locator(".cover").hover(position={"x": x, "y": y})
    count = int(lab.recorded("arrays")["counts"][v])
    expect(page.locator(".pane-box .tip")).to_have_text(f"fox · {count} times · animals")
    page.mouse.move(0, 0)
    expect(page.locator(".pane-box .tip")).to_be_hidden()


def test_pins_stay_and_several_may_be(lab: Lab) -> None:
    page = lab.open(SMALL).page
    pinned = []
    for word in ("fox", "dog"):
        pinned.append(find(lab, word))
        page.get_by_role("button", name=f"Pin {word}").click()
    expect(page.get_by_role("button", name="Unpin dog").first).to_have_attribute("aria-pressed", "true")
    lab.forward(2)
    page.locator(".cover").press("Escape")
    assert set(pinned) <= set(strong(lab))
    page.locator(".pins").get_by_role("button", name="Unpin fox").click()
    drawn(lab, "!d.words.split(' ').some((one) => one.startsWith(`${x}:`))", pinned[0])
    assert pinned[1] in strong(lab)
    page.locator("#knob-seed").fill("8")  # another run of the same words
    page.locator("#knob-seed").press("Enter")
    expect(page.locator(".pins button")).to_have_text("dog ×")


def test_the_map_by_keyboard(lab: Lab) -> None:
    page = lab.open(SMALL).page
    cover = page.locator(".cover")
    tab_to(page, cover)
    step = lab.step
    page.keyboard.press("ArrowRight")
    first = strong(lab)
    page.keyboard.press("ArrowRight")
    until(page, DRAWN)
    expect(page.locator(".pane-box .tip")).to_be_visible()
    word = page.locator(".pane-box .tip").inner_text().split(" · ")[0]
    v = words(lab).index(word)
    assert v in strong(lab) and (v not in first or len(first) > 1)
    page.keyboard.press("Enter")
    until(page, "window.recorded.arrays.explained?.[0] === x", v)
    page.keyboard.press("p")
    expect(page.locator(".pins button")).to_have_text(f"{word} ×")
    page.keyboard.press("+")
    expect(page.get_by_role("button", name="Whole map")).to_be_visible()
    page.keyboard.press("0")
    expect(page.get_by_role("button", name="Whole map")).to_be_hidden()
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"^(?!.*look=).*$"))
    assert lab.step == step  # the arrows were not the player's


def test_zoom_and_drag_move_what_is_seen_and_the_page_scrolls_all_the_same(lab: Lab) -> None:
    page = lab.open(f"{SMALL}&look=word:fox").page
    v = words(lab).index("fox")
    drawn(lab, "d.words.split(' ').some((one) => one.startsWith(`${x}:`))", v)
    ground(lab).scroll_into_view_if_needed()
    before = strong(lab)[v]
    page.locator(".cover").hover(position={"x": before[0], "y": before[1]})
    top = page.evaluate("scrollY")
    page.mouse.wheel(0, -40)
    until(page, "scrollY < x", top)
    assert strong(lab)[v] == before
    page.get_by_role("button", name="Zoom in").click()
    box = page.locator(".cover").bounding_box()
    assert box is not None
    zoomed = strong(lab)[v]
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 110, box["y"] + 104, steps=4)
    page.mouse.up()
    moved = strong(lab)[v]
    assert np.subtract(moved, zoomed) == pytest.approx([10, 4], abs=1)
    whole = page.get_by_role("button", name="Whole map")
    whole.click()
    assert strong(lab)[v] == before
    page.get_by_role("button", name="Zoom in").click()
    lab.forward()
    expect(whole).to_be_visible()  # from step to step it stays
    lab.set("dimensions", "2")  # another run has another map
    expect(page.locator("[data-said=map]")).to_contain_text("two numbers each")
    expect(whole).to_be_hidden()


def test_what_a_link_looks_at_stays_when_something_else_is_looked_at(lab: Lab) -> None:
    page = lab.open(f"{SMALL}&at=5&look=axis:king,queen").page
    expect(page.locator(".axis-strip")).to_be_visible()
    find(lab, "fox")
    page.wait_for_url(re.compile("look=(?=.*axis:king,queen)(?=.*word:fox)"))
    expect(page.locator(".axis-strip")).to_be_visible()


def test_the_lens_keeps_off_its_word_and_its_forces_are_those_of_the_table(lab: Lab) -> None:
    page = lab.open(f"{SMALL}&at=20").page
    drawn(lab, "d.lens")
    arrays = lab.recorded("arrays")
    x, y, radius = (int(part) for part in (ground(lab).get_attribute("data-lens") or "").split(","))
    at = strong(lab)[int(arrays["explained"][0])]
    assert np.hypot(at[0] - x, at[1] - y) > radius
    pulls = np.array(arrays["pulls"]).reshape(-1, 7)
    pulls = pulls[np.lexsort((-np.abs(pulls[:, 3]), pulls[:, 0] < 0))]  # the greatest first, all others last
    rows = page.locator("[data-view=why-moves] tbody tr")
    expect(rows).to_have_count(len(pulls) + 1)
    for row, (which, wanted, now, strength, *_) in zip(rows.all()[:-1], pulls, strict=True):
        cells = [cell.replace("−", "-") for cell in row.locator("td").all_inner_texts()]
        name = "all others" if which < 0 else words(lab)[int(which)]
        assert cells[0].startswith(f"{name} {'pull' if strength > 0 else 'push'}")
        assert [float(cell) for cell in cells[1:]] == pytest.approx([wanted, now, wanted - now], abs=6e-4)

    rows.nth(0).hover()
    name = rows.nth(0).get_attribute("data-link") or ""
    expect(rows.nth(0)).to_have_class(re.compile("linked"))
    page.mouse.move(0, 0)
    expect(rows.nth(0)).not_to_have_class(re.compile("linked"))
    scale = 0.52 * radius / max(np.hypot(*row[4:6]) for row in [*pulls, [0, 0, 0, 0, *arrays["pull"][:2]]])
    lengths = np.hypot(pulls[:, 4], pulls[:, 5]) * scale
    k = int(np.argmax(np.where(np.abs(pulls[:, 5]) > 0.3 * np.abs(pulls[:, 4]), lengths, 0)))
    page.locator(".cover").hover(position={"x": x + scale * pulls[k, 4], "y": y - scale * pulls[k, 5]})
    lit = page.locator("[data-view=why-moves] tr.linked")
    expect(lit).to_have_count(1)
    assert name.startswith("pull-") and (lit.get_attribute("data-link") or "").startswith("pull-")


def test_the_word_is_chosen_among_those_that_this_batch_moves(lab: Lab) -> None:
    page = lab.open(f"{SMALL}&batch_size=6").page
    chooser = page.get_by_label("Word whose movement is explained")
    movers = [words(lab)[int(v)] for v in lab.recorded("arrays")["movers"]]
    expect(chooser.locator("option")).to_have_text(["the one in focus", *movers])
    chooser.select_option(movers[-1])
    page.wait_for_url(f"**look=word:{movers[-1]}")
    expect(page.locator("[data-said=why]")).to_have_text(f"Why “{movers[-1]}” moves")
    still = next(word for word in words(lab) if word not in movers)
    find(lab, still)
    expect(page.locator("[data-view=why-moves]")).to_contain_text(
        f"{still} is not in this batch: no force acts on its vector."
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "optimizer=adam",
            "Adam turns and stretches this sum per coordinate; other words move on from earlier updates.",
        ),
        ("optimizer=sgd&learning_rate=0.5", "The step is α = 0.500 times this sum."),
        ("objective=negative", "Wanted is 1 for the word that stands there and 0 for those drawn against it."),
        ("objective=negative&method=cbow", "counts 1/n each time it stands there, where h is the mean of n words"),
        ("objective=hierarchical", "No word acts here, but the forks of the tree on the way"),
        ("method=glove", "A partner that the vectors say less of than log X pulls"),
        ("method=glove-smoothed", "A partner that the vectors say less of than log(X + 0.1) pulls"),
        ("method=lsa", "No gradient moves a word here: all turn at once."),
    ],
)
def test_every_way_of_learning_has_its_sentence(lab: Lab, query: str, said: str) -> None:
    page = lab.open(f"{SMALL}&{query}&at=2").page
    expect(page.locator("[data-view=why-moves]")).to_contain_text(said)
    if "lsa" in query:
        expect(page.locator("[data-view=why-moves] table")).to_be_hidden()
        assert ground(lab).get_attribute("data-lens") == ""
    if "hierarchical" in query:
        expect(page.locator("[data-view=why-moves] tbody tr").first).to_contain_text(
            re.compile(r"node \d+ pu.* to \w+")
        )


@pytest.mark.parametrize(
    "query",
    [
        "batch_size=64",
        "objective=negative&batch_size=400",
        "objective=hierarchical",
        "objective=hierarchical&method=cbow",
        "method=cbow",
        "method=glove&batch_size=300",
    ],
)
def test_each_row_of_why_a_word_moves_is_reckoned_as_it_stands(lab: Lab, query: str) -> None:
    """Difference = wanted − now, to the last digit, in every row; and no row acts with nothing."""
    page = lab.open(f"{SMALL}&{query}&at=40").page
    rows = page.locator("[data-view=why-moves] tbody tr:not(.sum)")
    expect(rows.last).to_be_visible()
    told = page.locator("[data-view=why-moves]").inner_text()
    samples, batch = (int(many) for many in lab.recorded("arrays")["pull"][4:6])
    assert re.search(rf"\b{samples} of this batch’s {batch} ", told)
    for row in rows.all():
        assert all(row.locator("td").all_inner_texts()), "an empty cell"
        *_, wanted, now, difference = (
            float(cell.replace("−", "-").replace("+", "")) for cell in row.locator("td.r").all_inner_texts()
        )
        assert round(wanted - now, 3) == difference
        assert difference or row.get_attribute("data-link") == "pull-rest"


def test_what_a_decision_says_is_what_the_network_beside_it_says(lab: Lab) -> None:
    page = lab.open("objective=negative&batch_size=4&at=5").page
    beside = page.locator(".word-table tbody tr.now")
    word, sigma = beside.locator("th").inner_text(), float(beside.locator("td").nth(2).inner_text())
    row = page.locator("[data-view=why-moves] tbody tr").filter(has_text=word)
    asked, wanted, now, _ = row.locator("td.r").all_inner_texts()
    assert (asked, wanted) == ("1", "1")
    assert float(now) == pytest.approx(sigma, abs=6e-4)


def test_an_axis_is_typed_and_a_link_brings_it_back(lab: Lab) -> None:
    page = lab.open(f"{SMALL}&at=30").page
    page.get_by_role("button", name="Draw an axis").click()
    first, second = page.locator(".axis-form input").all()
    expect(first).to_be_focused()
    first.fill("fox, dgo")
    second.fill("king")
    second.press("Enter")
    expect(page.locator(".axis-form .note")).to_have_text(
        "“dgo” is not among the words of this text. Spelled alike: dog."
    )
    first.fill("fox, dog")
    first.press("Enter")
    page.wait_for_url(re.compile(r"look=axis:fox(/|%2F)dog,king$"))
    strip = page.locator(".axis-strip")
    expect(strip).to_have_attribute(
        "aria-label", re.compile("along the axis from fox, dog to king, measured in 12 dimensions")
    )
    axis = np.array(lab.recorded("arrays")["axis"])
    said = strip.get_attribute("aria-label") or ""
    beginning = re.search(r"From its beginning: (.*) … at its end: (.*)\.", said)
    assert beginning is not None
    order = [words(lab)[v] for v in np.argsort(axis, kind="stable")]
    assert beginning.group(1).split(", ") == order[:6] and beginning.group(2).split(", ") == order[-6:]

    other = fresh(page.context)
    other.path = PLACE
    other.page.goto(page.url)
    other.ready()
    expect(other.page.locator(".axis-form input").first).to_have_value("fox, dog")
    expect(other.page.locator(".axis-strip")).to_be_visible()
    other.page.get_by_role("button", name="Let go").click()
    expect(other.page.locator(".axis-strip")).to_be_hidden()
    other.page.wait_for_url(re.compile(r"^(?!.*look=).*$"))
    other.page.close()


def test_an_axis_is_clicked_on_the_map(lab: Lab) -> None:
    page = lab.open(f"{SMALL}&at=30").page
    spots = {}
    for word in ("fox", "king"):
        v = find(lab, word)
        spots[word] = strong(lab)[v]
    page.locator(".cover").press("Escape")
    page.get_by_role("button", name="Draw an axis").click()
    for x, y in spots.values():
        until(page, DRAWN)
        page.locator(".cover").click(position={"x": x, "y": y})
    page.wait_for_url("**look=axis:fox,king")
    expect(page.locator(".axis-strip")).to_be_visible()


def test_maps_of_several_runs_lie_side_by_side_with_the_same_words_in_focus(lab: Lab) -> None:
    page = lab.open(f"{SMALL}&compare=dimensions:2,8&at=20&look=word:fox").page
    expect(page.locator(".panes > .pane")).to_have_count(2)
    expect(page.locator(".pane-name button")).to_have_text(["1N = 2", "2N = 8"])
    v = words(lab).index("fox")
    for lane in (0, 1):
        drawn(lab, "d.words.split(' ').some((one) => one.startsWith(`${x}:`))", v, lane)
    page.locator(".pane-name button").nth(1).click()
    expect(page.locator(".pane-name button").nth(1)).to_have_attribute("aria-pressed", "true")
    page.locator(".cover").nth(1).press("Escape")
    for lane in (0, 1):
        expect(page.locator(".panes > .pane").nth(lane)).to_be_visible()
    expect(page.locator("[data-said=map]")).to_contain_text(
        "every map is moved, turned and scaled to lie like the first"
    )
    expect(page.locator(".lens-below")).to_be_visible()


def test_the_words_of_an_analogy_are_written_in_every_map_and_its_ways_drawn(lab: Lab) -> None:
    page = lab.open(f"{SMALL}&compare=dimensions:2,8&at=60&look=analogy:king,man,woman").page
    asked = [words(lab).index(word) for word in ("king", "man", "woman")]
    arrays = lab.recorded("arrays")
    for lane, name in enumerate(("answers", "answers@1")):
        for v in [*asked, int(arrays[name][0])]:
            drawn(lab, "d.words.split(' ').some((one) => one.startsWith(`${x}:`))", v, lane)
    expect(page.locator("[data-key=map]")).to_contain_text("the same way?")
    page.locator("[data-part=kinds] input[value=neighbours]").check()
    expect(page.locator("[data-key=map]")).not_to_contain_text("the same way?")
    expect(page.locator("[data-key=map]")).to_contain_text("next step")


def test_along_an_axis_words_of_its_kind_are_named(lab: Lab) -> None:
    page = lab.open("preset=capitals&at=200").page
    strip = page.locator(".axis-strip")
    strip.scroll_into_view_if_needed()
    known = words(lab)
    wanted = ["france", "egypt", "germany", "greece", "cairo", "berlin", "athens"]
    for v in (known.index(word) for word in wanted[1:]):
        until(page, "document.querySelector('.axis-strip').dataset.named?.split(' ').includes(String(x))", v)
    expect(strip).to_have_attribute("aria-label", re.compile("those that are places, along the axis from france, "))
    arrays = lab.recorded("arrays")
    places = {arrays["kinds"][known.index("paris")]}
    assert {arrays["kinds"][int(v)] for v in (strip.get_attribute("data-named") or "").split()} == places
    page.get_by_text("The words as a table").click()
    expect(page.locator(".word-map thead [data-part=along]")).to_be_visible()
    cell = page.locator(".word-map tbody tr").nth(known.index("egypt")).locator("td").nth(5)
    assert float(cell.inner_text().replace("−", "-")) == pytest.approx(arrays["axis"][known.index("egypt")], abs=1e-3)
    page.get_by_role("button", name="Let go").click()
    expect(page.locator(".word-map thead [data-part=along]")).to_be_hidden()


def test_the_lens_is_there_after_full_speed(lab: Lab) -> None:
    lab.open(f"{SMALL}&pace=60").run_to(120)
    drawn(lab, "d.lens")


def test_what_stands_below_why_does_not_jump(lab: Lab) -> None:
    page = lab.open(f"{SMALL}&at=30&optimizer=sgd&learning_rate=1").page
    why = page.locator("[data-view=why-moves]")
    heights = []
    for _ in range(6):
        until(page, DRAWN)
        heights.append(why.evaluate("one => one.offsetHeight"))
        lab.forward()
    assert len(set(heights)) == 1, heights


@pytest.mark.parametrize("width", [1024, 1440])
def test_why_keeps_its_place_where_the_word_is_not_in_the_batch(lab: Lab, width: int) -> None:
    lab.page.set_viewport_size({"width": width, "height": 900})
    page = lab.open("look=word:fox").page
    seen = {}
    for _ in range(7):
        until(page, DRAWN)
        told = page.locator("[data-view=why-moves] table").is_visible()
        seen[told] = seen.get(told, set()) | {page.locator("[data-picture=why]").evaluate("one => one.offsetHeight")}
        lab.forward()
    assert set(seen) == {True, False}, "fox is in some of these batches, and not in others"
    assert len(seen[True] | seen[False]) == 1, seen


def test_the_words_as_a_table(lab: Lab) -> None:
    page = lab.open(f"{SMALL}&at=9").page
    page.get_by_text("The words as a table").click()
    rows = page.locator(".word-map tbody tr")
    arrays = lab.recorded("arrays")
    V = len(words(lab))
    W = np.array(arrays["W"]).reshape(V, -1)
    W /= np.linalg.norm(W, axis=1, keepdims=True)
    likes = W @ W.T
    np.fill_diagonal(likes, -2)
    expect(rows).to_have_count(V)
    for v in (0, 17):
        cells = [cell.replace("−", "-") for cell in rows.nth(v).locator("td").all_inner_texts()]
        assert cells[0] == words(lab)[v] and int(cells[1]) == arrays["counts"][v]
        assert [float(cell) for cell in cells[3:5]] == pytest.approx(arrays["map"][2 * v : 2 * v + 2], rel=0.01)
        assert cells[5] == words(lab)[int(likes[v].argmax())]


def test_on_a_phone_the_lens_is_below_the_map(lab: Lab) -> None:
    lab.page.set_viewport_size({"width": 360, "height": 740})
    page = lab.open(f"{SMALL}&at=5").page
    expect(page.locator(".lens-below")).to_be_visible()
    assert ground(lab).get_attribute("data-lens") == ""
    until(page, "document.querySelector('.lens-below canvas')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator(".cover").evaluate("one => getComputedStyle(one).touchAction") == "pan-y"
    for button in page.locator(".map-tools button").filter(visible=True).all():
        box = button.bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= 24


def test_a_frame_shows_the_map_alone(page: Page) -> None:
    lab = Lab(page, path="/embed/embedding").open(f"pictures=map&{SMALL}&at=5")
    expect(page.locator("[data-picture]")).to_have_count(1)
    assert int(ground(lab).get_attribute("data-labels") or 0) > 5
