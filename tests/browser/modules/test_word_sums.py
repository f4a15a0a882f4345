"""The sums of the word network are right and have few digits, whatever the scores are."""

import math
import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.browser.modules.calling import call

MODULE = "views/word-sums"
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def number(text: str) -> float:
    """What a student reads: "1.20·10⁻⁴" is 0.00012."""
    text = re.sub(r"[\s\u202f]", "", text).replace("−", "-")
    mantissa, _, power = text.partition("·10")
    return float(mantissa) * 10 ** int((power or "⁰").translate(RAISED))


def unit(text: str) -> float:
    """One unit of the last digit that is written."""
    mantissa, _, power = text.partition("·10")
    decimals = len(mantissa.partition(".")[2])
    return float(10 ** (int((power or "⁰").translate(RAISED)) - decimals))


def figures(text: str) -> int:
    """Significant digits."""
    digits = re.sub(r"[^\d.]", "", text.partition("·10")[0])
    return len(digits.replace(".", "").lstrip("0") if "." in digits else digits.strip("0"))


SPREADS = [0.02, 1.0, 4.0, 30.0]


@pytest.mark.parametrize("spread", SPREADS)
def test_softmax(page: Page, spread: float) -> None:
    draw = np.random.default_rng(3)
    for shift in (0.0, -7.0, 200.0):
        scores = (shift + spread * draw.normal(size=40)).tolist()
        best = np.argsort(scores)[::-1][:7].tolist()
        wanted = best[int(draw.integers(3))]
        told = call(page, MODULE, "return m.softmax(x[0], x[1], x[2])", [scores, best, wanted])
        p = np.exp(scores - np.max(scores))
        p /= p.sum()
        for word, row in zip(best, told["rows"], strict=True):
            assert number(row["p"]["text"]) == pytest.approx(p[word], rel=0.006)
        loss, share = told["loss"]["text"], told["wanted"]["text"]
        assert number(loss) == pytest.approx(-math.log(p[wanted]), rel=0.06, abs=0.006)
        assert number(share) == pytest.approx(p[wanted], rel=0.006)
        decimals = {len(row["score"]["text"].partition(".")[2]) for row in told["rows"]}
        assert len(decimals) == 1  # they stand in a column
        for word, row in zip(best, told["rows"], strict=True):
            e, share = row["e"], row["p"]["text"]
            assert e["value"] / told["sum"]["value"] == pytest.approx(number(share), rel=0.01)
            score = row["score"]["text"]
            assert number(score) == pytest.approx(scores[word], abs=0.51 * unit(score))
            assert max(figures(text) for text in (share, e["text"])) <= 4
        assert max(figures(row["score"]["text"]) for row in told["rows"]) <= 4
        assert (told["shift"] != 0) == (abs(max(scores)) > 60)
        assert told["others"]["count"] == 33


def test_p_has_as_many_digits_as_tell_its_loss(page: Page) -> None:
    """−ln 0.068 would be 2.66, and −ln 1.00 nothing at all."""
    p = 0.0682
    scores = [math.log(p), math.log(1 - p)]
    told = call(page, MODULE, "return m.softmax(x, [0, 1], 0)", scores)
    assert (told["wanted"]["text"], told["loss"]["text"]) == ("0.0682", "2.69")
    told = call(page, MODULE, "return m.softmax(x, [0, 1], 0)", [math.log(0.9987), math.log(0.0013)])
    assert (told["wanted"]["text"], told["loss"]["text"]) == ("0.9987", "0.00130")


@pytest.mark.parametrize("spread", SPREADS[:3])
def test_decisions(page: Page, spread: float) -> None:
    u = (spread * np.random.default_rng(5).normal(size=6)).tolist()
    told = call(page, MODULE, "return m.decisions(x)", u)
    losses = [number(row["loss"]["text"]) for row in told["rows"]]
    assert number(told["loss"]["text"]) == pytest.approx(sum(losses))
    for at, (score, row) in enumerate(zip(u, told["rows"], strict=True)):
        s = number(row["s"]["text"])
        assert s == pytest.approx(1 / (1 + math.exp(-score)), abs=0.00006)
        assert losses[at] == pytest.approx(math.log1p(math.exp(score if at else -score)), abs=0.0006)


@pytest.mark.parametrize("spread", SPREADS[:3])
def test_the_way_down_a_tree(page: Page, spread: float) -> None:
    draw = np.random.default_rng(6)
    u, turns = (spread * draw.normal(size=7)).tolist(), draw.integers(2, size=7).tolist()
    told = call(page, MODULE, "return m.way(x[0], x[1])", [u, turns])
    share = 1.0
    for score, turn, row in zip(u, turns, told["rows"], strict=True):
        s, own = number(row["s"]["text"]), number(row["share"]["text"])
        assert s == pytest.approx(1 / (1 + math.exp(-score)), abs=0.00006)
        assert own == pytest.approx(s if turn else 1 - s)
        share /= 1 + math.exp(-score if turn else score)
    assert number(told["p"]["text"]) == pytest.approx(share, rel=0.006)
    assert number(told["loss"]["text"]) == pytest.approx(-math.log(share), rel=0.006)


def test_a_cell_of_glove(page: Page) -> None:
    cell: dict[str, Any] = {
        "x": 3.5,
        "target": math.log(3.5),
        "says": 0.21,
        "weight": 0.0809,
        "parts": [0.1, 0.3, -0.19],
    }
    told = call(page, MODULE, "return m.cellSums(x)", cell)
    parts = [number(part["text"]) for part in told["parts"]]
    assert sum(parts) == pytest.approx(number(told["says"]["text"]), abs=0.002)
    error = number(told["says"]["text"]) - number(told["target"]["text"])
    assert error == pytest.approx(number(told["error"]["text"]))
    assert number(told["loss"]["text"]) == pytest.approx(0.0809 * (0.21 - math.log(3.5)) ** 2, rel=0.006)


def test_scores_of_a_run_that_diverges_can_still_be_read(page: Page) -> None:
    told = call(page, MODULE, "return m.decisions(x)", [-37.0, 4.62e7, -271658.28])
    assert [row["loss"]["text"] for row in told["rows"]] == ["37.000", "4.62·10⁷", "0.000"]
    assert [row["u"]["text"] for row in told["rows"]] == ["−37.00", "4.62·10⁷", "−2.72·10⁵"]
    found = call(page, MODULE, "return m.softmax([900, -900, 0], [0, 1], 0)")
    assert (found["shift"], found["loss"]["text"], found["rows"][1]["p"]["text"]) == (900, "0.00", "0")


def test_a_cell_that_is_nearly_right_has_no_endless_digits(page: Page) -> None:
    cell = {"x": 11.0, "target": math.log(11), "says": math.log(11) + 3e-7, "weight": 0.2, "parts": None}
    told = call(page, MODULE, "return m.cellSums(x)", cell)
    assert (told["says"]["text"], told["error"]["text"], told["near"]) == ("2.398", "3.00·10⁻⁷", True)
    assert number(told["loss"]["text"]) == pytest.approx(0.2 * 3e-7**2, rel=0.01)
