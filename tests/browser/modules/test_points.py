"""Points as the page writes them: the mirror of engine/points.py."""

import pytest
from playwright.sync_api import Page

from engine import points
from engine.landscapes import Regression, noisy_line
from tests.browser.modules.calling import call
from tests.engine.test_points import WORDS

# points.js: the mirror of engine/points.py


def test_points_are_written_as_they_are_read(page: Page) -> None:
    given = [[0, -1.23456], [1e-7, 100], [-0.0, 0.30000000000000004]]
    text = call(page, "points", "return m.write(x)", given)
    assert text == "0 -1.235 1e-7 100 0 0.3"
    assert points.wrong(text) == ""
    assert call(page, "points", "return m.read(x)", text) == points.read(text).tolist()
    assert call(page, "points", "return m.read(x)", "−1  2\n3 4") == [[-1, 2], [3, 4]]


@pytest.mark.parametrize(("before", "after", "words"), WORDS)
def test_a_change_of_points_in_words(page: Page, before: str, after: str, words: str) -> None:
    own = "{ shape: [2, 2], data: Float32Array.from([7, 8, 9, 8]) }"
    assert call(page, "points", f"return m.described(x[0], x[1], {own})", [before, after]) == words


def test_the_best_line_is_the_engines(page: Page) -> None:
    data = noisy_line()
    body = "return m.bestLine({ shape: [x.length / 2, 2], data: Float32Array.from(x) })"
    assert call(page, "points", body, data.ravel().tolist()) == pytest.approx(
        list(Regression(data).minimum()), abs=1e-6
    )
    assert call(page, "points", body, [1, 2, 1, 5]) is None


def test_axes_rest_while_the_points_stay_among_the_others(page: Page) -> None:
    body = """const ends = new m.Ends(), kept = () => [...ends.box];
    const told = [ends.follow([0, 0, 10, 10], 1, false), kept()];
    for (const [data, key, held] of x) told.push(ends.follow(data, key, held));
    return told;"""
    told = call(
        page,
        "views/ends",
        body,
        [
            [[0, 0, 10, 10, 5, 11], 1, False],  # beyond the others, but within the axes
            [[0, 0, 10, 10, 5, 40], 1, True],  # outside, and under the finger
            [[0, 0, 10, 10, 5, 40], 1, False],  # let go
            [[0, 0, 10, 10, 5, 30], 1, False],
            [[0, 0, 1, 10], 1, False],  # they fill a tenth
            [[0, 0, 1, 10], 2, False],  # another run: the same data have the same axes
        ],
    )
    assert told == [True, pytest.approx([-0.7, 10.7, -1.6, 11.6]), False, False, True, False, True, False]
