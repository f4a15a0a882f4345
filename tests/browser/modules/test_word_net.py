"""What x holds of the words that h comes from: times W it is h."""

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from engine.labs import LABS
from engine.run import Run
from tests.browser.modules.calling import call

DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉⁄", "01234567890123456789/")


def value(text: str) -> float:
    above, _, below = text.translate(DIGITS).partition("/")
    return int(above) / int(below or 1)


def entries(page: Page, inputs: list[int], V: int) -> list[str]:
    body = "return Array.from({ length: x.V }, (_, v) => m.entry(x, v))"
    return call(page, "views/word-net", body, {"inputs": inputs, "V": V})  # type: ignore[no-any-return]


@pytest.mark.parametrize("method", ["skip-gram", "cbow"])
@pytest.mark.parametrize("window", [2, 8])
def test_x_times_W_is_h(page: Page, method: str, window: int) -> None:
    run: Run = LABS["embedding"](corpus="lecture", method=method, window=window)
    for _ in range(9):
        arrays: dict[str, Any] = run.frame({}).arrays
        inputs = [int(v) for v in arrays["pairs"][0, 5:] if v >= 0]
        x = [value(text) for text in entries(page, inputs, 8)]
        np.testing.assert_allclose(np.array(x) @ run.params["W"], arrays["h"], atol=1e-6)
        run.step()


def test_a_word_that_is_there_twice_counts_twice(page: Page) -> None:
    assert entries(page, [2, 0, 2, 1], 4) == ["¹⁄₄", "¹⁄₄", "²⁄₄", "0"]
    assert entries(page, [1], 3) == ["0", "1", "0"]
    assert entries(page, [1, 1], 2) == ["0", "1"]
