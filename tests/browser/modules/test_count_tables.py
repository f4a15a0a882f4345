"""The two tables of a method that counts once: they show what the engine wants, cell by cell."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from engine import glove
from tests.browser.modules.calling import call
from tests.browser.modules.test_word_sums import number

MODULE = "views/count-tables"
WORDS = ["the", "fox", "dog"]
X = np.array([[0.5, 3.0, 0.0], [3.0, 0.0, 1.0], [0.0, 1.0, 0.0]])


def frame(method: str, says: Any) -> dict[str, Any]:
    """The vectors say just that: W is the table of it, and C a unit matrix; biases are none."""
    found = glove.cells(X, method == "glove-smoothed")
    at = 1
    cell = [found.i[at], found.j[at], X[found.i[at], found.j[at]], np.float32(found.target[at]), 0, found.weight[at]]
    arrays = {"sizes": [3, 3], "table": X, "W": says, "C": np.eye(3), "bw": np.zeros(3), "bc": np.zeros(3)}
    blocks = {name: {"data": np.ravel(value).tolist()} for name, value in arrays.items()}
    if method != "lsa":
        blocks["cell"] = {"data": [float(value) for value in cell]}
    return {"config": {"method": method}, "arrays": blocks}


def told(page: Page, method: str, says: Any) -> Any:
    body = """const counts = m.counts(x.frame, x.words);
        const cells = x.words.map((_, i) => x.words.map((_, j) => m.cellWords(counts, i, j)));
        return { wanted: [...counts.wanted].map((x) => (Number.isNaN(x) ? null : x)), said: m.tableWords(counts), cells };"""
    return call(page, MODULE, body, {"frame": frame(method, says), "words": WORDS})


@pytest.mark.parametrize("smoothed", [False, True])
def test_where_the_vectors_fit_both_tables_are_the_same(page: Page, smoothed: bool) -> None:
    aim = np.full((3, 3), 7.0)  # what the vectors say of cells that are left out does not count
    cells = glove.cells(X, smoothed)
    aim[cells.i, cells.j] = cells.target
    found = told(page, "glove-smoothed" if smoothed else "glove", aim)
    there = np.zeros((3, 3), dtype=bool)
    there[cells.i, cells.j] = True
    shown = np.array(found["wanted"], dtype=float).reshape(3, 3)
    np.testing.assert_array_equal(np.isnan(shown), ~there)
    np.testing.assert_allclose(shown[there], aim[there], rtol=1e-5)
    assert number(re.findall(r"They are (\S+) apart", found["said"])[0]) < 1e-5
    left = "each word with itself" if smoothed else "words that have never met"
    assert found["said"].endswith(f"Left out: {left}.")


def test_a_cell_tells_what_the_method_wants_of_it(page: Page) -> None:
    says = np.full((3, 3), 1.25)
    smoothed = told(page, "glove-smoothed", says)["cells"]
    assert smoothed[0][1] == "“the”, “fox”: X = 3, log(X + 0.1) = 1.13; the vectors say 1.25"
    assert smoothed[0][2] == "“the”, “dog”: never met, X = 0, log(X + 0.1) = −2.30; the vectors say 1.25"
    assert smoothed[0][0] == "“the”, “the”: X = 0.5, left out; the vectors say 1.25"
    published = told(page, "glove", says)["cells"]
    assert published[0][0] == "“the”, “the”: X = 0.5, log X = −0.693; the vectors say 1.25"
    assert published[0][1] == "“the”, “fox”: X = 3, log X = 1.10; the vectors say 1.25"
    assert published[0][2] == "“the”, “dog”: never met, X = 0, left out; the vectors say 1.25"
    assert told(page, "lsa", says)["cells"][0][1] == "“the”, “fox”: M = 3.00; the vectors say 1.25"


def test_the_tables_are_as_far_apart_as_the_cells_that_take_part(page: Page) -> None:
    for method, smoothed in (("glove", False), ("glove-smoothed", True)):
        cells = glove.cells(X, smoothed)
        off = np.abs(cells.target - 1.25).mean()
        assert f"They are {off:#.2g} apart on the mean." in told(page, method, np.full((3, 3), 1.25))["said"]
    assert f"They are {np.abs(X - 1.25).mean():#.2g} apart" in told(page, "lsa", np.full((3, 3), 1.25))["said"]


def test_of_too_many_words_there_is_no_table(page: Page) -> None:
    body = "return m.counts({ ...x, arrays: { ...x.arrays, table: undefined } }, [])"
    assert call(page, MODULE, body, frame("glove", X)) is None


def test_a_cell_without_a_number_is_grey_in_a_picture(page: Page) -> None:
    body = """document.documentElement.style.cssText = "--card: #fff; --positive: #00f; --negative: #f00; --rule: #888";
        const canvas = m.paint(document.createElement("canvas"), 4, 1, (_, k) => [NaN, 0, 1, -1][k], 1, 1);
        const { data } = canvas.getContext("2d").getImageData(0, 0, 4, 1);
        document.documentElement.removeAttribute("style");
        return [0, 1, 2, 3].map((k) => [...data.slice(4 * k, 4 * k + 3)]);"""
    assert call(page, "views/heat", body) == [[136, 136, 136], [255, 255, 255], [0, 0, 255], [255, 0, 0]]
