"""The sums of the word network come out as they are written, whatever the scores are."""

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
        assert abs(-math.log(number(share)) - number(loss)) <= 0.51 * unit(loss)  # −ln p, reckoned with what is written
        for row in told["rows"]:
            e, share = row["e"], row["p"]["text"]
            quotient = e["value"] / told["sum"]["value"]
            assert abs(quotient - number(share)) <= 0.51 * 10 ** (math.floor(math.log10(number(share))) - 2)
            assert math.exp(number(row["score"]["text"]) - told["shift"]) == pytest.approx(e["value"], rel=6e-3)
        assert (told["shift"] != 0) == (abs(max(scores)) > 60)
        assert told["others"]["count"] == 33


def test_p_has_as_many_digits_as_its_loss_needs(page: Page) -> None:
    """−ln 0.068 = 2.69: with two digits it would be 2.66."""
    p = 0.0682
    scores = [math.log(p), math.log(1 - p)]
    told = call(page, MODULE, "return m.softmax(x, [0, 1], 0)", scores)
    assert (told["wanted"]["text"], told["loss"]["text"]) == ("0.0682", "2.69")
    assert round(-math.log(0.0682), 2) == 2.69


@pytest.mark.parametrize("spread", SPREADS[:3])
def test_decisions(page: Page, spread: float) -> None:
    u = (spread * np.random.default_rng(5).normal(size=6)).tolist()
    told = call(page, MODULE, "return m.decisions(x)", u)
    losses = [number(row["loss"]["text"]) for row in told["rows"]]
    assert number(told["loss"]["text"]) == pytest.approx(sum(losses))
    for at, (score, row) in enumerate(zip(u, told["rows"], strict=True)):
        s = number(row["s"]["text"])
        assert s == pytest.approx(1 / (1 + math.exp(-score)), abs=0.0006)
        assert abs(-math.log(1 - s if at else s) - losses[at]) <= 0.51 * unit(row["loss"]["text"])


@pytest.mark.parametrize("spread", SPREADS[:3])
def test_the_way_down_a_tree(page: Page, spread: float) -> None:
    draw = np.random.default_rng(6)
    u, turns = (spread * draw.normal(size=7)).tolist(), draw.integers(2, size=7).tolist()
    told = call(page, MODULE, "return m.way(x[0], x[1])", [u, turns])
    share = 1.0
    for turn, row in zip(turns, told["rows"], strict=True):
        s, own = number(row["s"]["text"]), number(row["share"]["text"])
        assert own == pytest.approx(s if turn else 1 - s)
        share *= own
    p, loss = number(told["p"]["text"]), told["loss"]["text"]
    assert share == pytest.approx(p, rel=0.006)
    assert abs(-math.log(p) - number(loss)) <= 0.51 * unit(loss)


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
    assert sum(parts) == pytest.approx(number(told["says"]["text"]))
    error = number(told["says"]["text"]) - number(told["target"]["text"])
    assert error == pytest.approx(number(told["error"]["text"]))
    loss = told["loss"]["text"]
    assert abs(number(told["weight"]["text"]) * error**2 - number(loss)) <= 0.51 * unit(loss)


def test_scores_of_a_run_that_diverges_can_still_be_read(page: Page) -> None:
    told = call(page, MODULE, "return m.decisions(x)", [-37.0, 4.62e7, -271658.28])
    assert [row["loss"]["text"] for row in told["rows"]] == ["37.000", "4.62·10⁷", "0.000"]
    assert [row["u"]["text"] for row in told["rows"]] == ["−37.00", "4.62·10⁷", "−2.72·10⁵"]
    found = call(page, MODULE, "return m.softmax([900, -900, 0], [0, 1], 0)")
    assert (found["shift"], found["loss"]["text"], found["rows"][1]["p"]["text"]) == (900, "0.00", "0")


def test_a_cell_that_is_nearly_right_has_no_endless_digits(page: Page) -> None:
    cell = {"x": 11.0, "target": math.log(11), "says": math.log(11) + 3e-7, "weight": 0.2, "parts": None}
    told = call(page, MODULE, "return m.cellSums(x)", cell)
    assert len(told["says"]["text"]) <= 8
    assert number(told["loss"]["text"]) == pytest.approx(
        number(told["weight"]["text"]) * number(told["error"]["text"]) ** 2
    )
