"""Words on the pictures: they can be read, which means whole, apart from one another and from what lies over the picture."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import Lab, until
from tests.browser.test_race import race

WRITTEN = """
    const paint = CanvasRenderingContext2D.prototype;
    const [write, clear] = [paint.fillText, paint.clearRect];
    paint.clearRect = function (...given) {
        this.canvas.words = [];
        return clear.apply(this, given);
    };
    paint.fillText = function (text, x, y, ...rest) {
        const { width } = this.measureText(text);
        const left = x - { left: 0, center: width / 2, right: width }[this.textAlign];
        (this.canvas.words ??= []).push({ text, left, right: left + width, top: y - 10, bottom: y + 2 });
        return write.call(this, text, x, y, ...rest);
    };
"""

FITS = """((one) => innerWidth === x && one.width === Math.round(one.parentElement.clientWidth * devicePixelRatio))(
    document.querySelector("[data-view=surface] canvas"))"""


def written(lab: Lab, view: str, layer: int) -> list[dict[str, Any]]:
    """The words on a layer of a picture, as it was drawn last, each with its box in pixels of the picture."""
    found: list[dict[str, Any]] = lab.page.locator(f"[data-view={view}] canvas").nth(layer).evaluate("one => one.words")
    return found


def on_one_another(words: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (one["text"], other["text"])
        for i, one in enumerate(words)
        for other in words[:i]
        if one["left"] < other["right"] and other["left"] < one["right"]
        if one["top"] < other["bottom"] and other["top"] < one["bottom"]
    ]


def test_balls_that_left_the_map_are_told_apart(page: Page) -> None:
    page.add_init_script(WRITTEN)
    lab = Lab(page).open("landscape=linear-rnn&pace=30")
    race(lab, "Optimizers")
    page.locator("#play").click()
    lab.reaches(20)
    lab.pause()
    until(page, "document.querySelectorAll('[data-view=surface] canvas')[1].words?.some(({ text }) => text === x)", "1")
    words = written(lab, "surface", 1)
    width, height = lab.map.evaluate("map => [map.clientWidth, map.clientHeight]")
    whole = [word for word in words if 0 <= word["left"] and word["right"] <= width and 0 <= word["top"] <= height - 12]
    assert {"1", "2", "3"} <= {word["text"] for word in whole}, "their numbers beside the arrows"
    assert "Gradient descent diverged at step 1" in [word["text"] for word in whole]
    assert [word["text"] for word in words if word not in whole and len(word["text"]) > 1] == []
    assert on_one_another([word for word in whole if "diverged" in word["text"]]) == []


def test_no_word_lies_below_the_button_that_shows_the_whole_path(page: Page) -> None:
    page.add_init_script(WRITTEN)
    lab = Lab(page, "/embed/descent").open("preset=three-rates&at=25")
    button = page.locator("button.fit")
    expect(button).to_be_visible()
    for width in (900, 700, 360):
        page.set_viewport_size({"width": width, "height": 700})
        until(page, FITS, width)
        box, map_box = button.bounding_box(), lab.map.bounding_box()
        assert box and map_box
        left, top = box["x"] - map_box["x"], box["y"] - map_box["y"]
        place = {"text": "Fit", "left": left, "right": left + box["width"], "top": top, "bottom": top + box["height"]}
        words = [word for word in written(lab, "surface", 1) if len(word["text"]) > 1]
        assert words and [pair for pair in on_one_another([*words, place]) if "Fit" in pair] == []


@pytest.mark.parametrize("points", ["1 -390 2 -20 3 330", "1 0 2 4"], ids=["large", "two"])
def test_the_numbers_of_an_axis_are_whole(page: Page, points: str) -> None:
    page.add_init_script(WRITTEN)
    lab = Lab(page).open(f"points={points}&learning_rate=0.05&at=3")
    page.locator("[data-view=slice]").scroll_into_view_if_needed()
    for view in ("fit", "slice"):
        until(page, "document.querySelector(`[data-view=${x}] canvas`)?.words?.length > 4", view)
        words = written(lab, view, 0)
        assert min(word["left"] for word in words) >= 0
        if view == "fit" and "-" in points:
            assert [word for word in words if word["text"].startswith("−")]
    if points == "1 0 2 4":
        expect(lab.number("least")).to_have_text("0")


def test_the_loss_that_stands_now_is_in_the_chart(lab: Lab) -> None:
    page = lab.open().page
    before = lab.charted("chart.layout?.yaxis")
    assert before
    table = page.locator("[data-edit=points] details")
    table.locator("summary").click()
    field = table.locator("tbody input").first
    field.fill("90")
    field.press("Enter")
    lab.charted("chart.data.at(-1).y[0] > 100")
    found = page.locator("[data-view=loss]").evaluate(
        "({ data, layout }) => ({ now: data.at(-1).y[0], range: layout.yaxis.range, margin: layout.margin.l })"
    )
    assert 10 ** found["range"][0] < found["now"] < 10 ** found["range"][1]


def test_large_losses_are_written_whole(lab: Lab) -> None:
    page = lab.open("preset=exploding&at=1").page
    lab.charted("chart.layout?.yaxis.ticktext.some((words) => words.startsWith('10'))")
    page.locator("[data-view=loss]").scroll_into_view_if_needed()
    cut = """(chart) => [...chart.querySelectorAll(".ytick text")]
        .filter((text) => text.getBoundingClientRect().left < chart.getBoundingClientRect().left)
        .map((text) => text.textContent)"""
    assert page.locator("[data-view=loss] .ytick").count() > 1
    assert page.locator("[data-view=loss]").evaluate(cut) == []


@pytest.mark.parametrize("query", ["", "batch_size=1", "preset=lecture&at=60"])
def test_a_sample_is_told_in_full_or_not_at_all(page: Page, query: str) -> None:
    page.add_init_script(WRITTEN)
    lab = Lab(page, path="/labs/network").open(query)
    told = "[...document.querySelectorAll('[data-view=inputs] canvas')].at(-1).words"
    until(page, f"{told}?.some(({{ text }}) => text.includes('wanted'))")
    words = written(lab, "inputs", 2)
    assert [word["text"] for word in words if not re.fullmatch(r"0\.\d\d, wanted 0\.\d\d", word["text"])] == []
    assert on_one_another([*words, *written(lab, "inputs", 1)]) == []


def test_a_long_number_of_a_race_is_in_one_piece(page: Page) -> None:
    lab = Lab(page, path="/labs/network").open("preset=chaos")
    label = page.locator(".race-card .standings button[data-lane='1'] span")
    expect(label).to_have_text("α = 1.0000000000000002")
    pieces = """span => {
        const range = document.createRange();
        range.setStart(span.firstChild, span.textContent.indexOf("1.0"));
        range.setEnd(span.firstChild, span.textContent.length);
        return range.getClientRects().length;
    }"""
    assert label.evaluate(pieces) == 1
    inside = "one => one.scrollWidth <= one.clientWidth"
    assert lab.page.locator(".race-card").evaluate(inside)


def test_a_negative_number_stands_within_its_unit(page: Page) -> None:
    Lab(page, path="/labs/network").open("preset=chaos&at=60")
    over = """() => [...document.querySelectorAll(".board circle.unit")].flatMap((circle) => {
        const { left, right, top, bottom, width } = circle.getBoundingClientRect();
        const [x, y, r] = [(left + right) / 2, (top + bottom) / 2, width / 2];
        return [...document.querySelectorAll(".board text.value")].filter((text) => {
            const box = text.getBoundingClientRect();
            return Math.abs((box.left + box.right) / 2 - x) < 1 && box.top < bottom && box.bottom > top && box.width / 2 > Math.sqrt(r * r - 11 * 11);
        }).map((text) => text.textContent);
    })"""
    until(
        page,
        "[...document.querySelectorAll('.board text.value')].some(({ textContent }) => textContent.startsWith(x))",
        "−",
    )
    assert page.evaluate(over) == []


LONG = (
    "Donaudampfschifffahrtsgesellschaftskapitän trifft Rindfleischetikettierungsüberwachungsbeauftragte am Ufer. "
    "Превысокомногорассмотрительствующий капитан плывёт αβγδεζηθικλμνξοπρστυφχψω мимо. "
)
FITTED = """((one) => innerWidth === x && one?.words
    && one.width === Math.round(one.parentElement.clientWidth * devicePixelRatio))(
    document.querySelector(".strips canvas"))"""


def own_text(page: Page) -> str:
    filler = " ".join(f"word{'abcdefghij'[i % 10] * (i // 10 + 1)}" for i in range(400))
    answer = page.request.post(
        "/api/data?kind=text", data=f"{LONG * 3}{filler}.".encode(), headers={"Content-Type": "text/plain"}
    )
    assert answer.ok
    return f"&corpus={answer.json()['data']}"


@pytest.mark.parametrize(
    "query",
    [
        "preset=dimensions",
        "preset=four-methods",
        "preset=capitals&at=3",
        "method=cbow&dimensions=40",
        "objective=hierarchical&dimensions=1&max_words=1000",
        "dimensions=64&objective=negative",
        "dimensions=2&max_words=1000",
        "dimensions=32",
    ],
)
def test_the_names_on_the_word_network_never_touch(page: Page, query: str) -> None:
    """However wide the matrices and long the words: those of a text of one's own, where a query names none."""
    page.add_init_script(WRITTEN)
    own = "" if "preset" in query else own_text(page)
    lab = Lab(page, "/labs/embedding").open(f"{query}{own}")
    for width in (1440, 1024, 360):
        page.set_viewport_size({"width": width, "height": 900})
        until(page, FITTED, width)
        words = written(lab, "one-hot", 0)
        aside = [
            word for word in words if re.match(r"(one|n)-hot(, \S+ each)?$|a row of W$|mean of|\d+×\d+$", word["text"])
        ]
        assert len(aside) == 6, [word["text"] for word in words]
        assert on_one_another(words) == []
        grown = [{**word, "left": word["left"] - 4, "right": word["right"] + 4} for word in words if word in aside]
        assert on_one_another(grown) == []
        edge = page.locator(".strips").evaluate("one => one.clientWidth")
        assert all(0 <= word["left"] and word["right"] <= edge for word in words)
