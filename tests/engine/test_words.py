"""Numbers in sentences are as the pages write them; tests/browser/modules/test_words.py reads the same table."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from engine.words import editable, exactly, percent, said, sentence

NUMBERS = json.loads((Path(__file__).parents[1] / "fixtures" / "numbers.json").read_text())


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: str(row["value"]))
def test_the_table_holds(row):
    assert said(row["value"]) == row["said"]
    if "editable" in row:
        assert editable(row["value"]) == row["editable"]


def test_what_is_beyond_a_bound_does_not_look_like_the_bound():
    assert [exactly(value) for value in (10.0001, 9.99999e-6, -0.0, 100.0, np.float64(0.5), 12345.678, -3)] == [
        "10.0001", "9.99999·10⁻⁶", "0", "100", "0.5", "12\u202f345.678", "−3",
    ]  # fmt: skip


def test_shares_are_said_in_whole_percents_unless_they_are_small():
    shares = (0, 1, 0.42, 0.005, 0.0049, 0.00012, 0.9949, 0.995)
    assert [percent(share) for share in shares] == [
        "0 %", "100 %", "42 %", "1 %", "0.5 %", "0.01 %", "99 %", "100 %",
    ]  # fmt: skip


def test_what_no_browser_can_hold_is_said_too():
    assert said(10**400) == "1.00·10⁴⁰⁰"
    assert exactly(10**5000) == "1·10⁵⁰⁰⁰"
    assert said(math.inf) == exactly(math.inf) == "inf"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a number from 1e-05 to 100", "a number from 0.00001 to 100"),
        ("a whole number from 0 to 2147483647", "a whole number from 0 to 2\u202f147\u202f483\u202f647"),
        ("from -10 to 10, within ±1e+05.", "from −10 to 10, within ±100\u202f000."),
        ("theta[12345], W1 (2 × 3), sha256:98765a, v1e5", "theta[12345], W1 (2 × 3), sha256:98765a, v1e5"),
    ],
)
def test_a_sentence_has_its_numbers_rewritten_and_its_names_left(text, written):
    assert sentence(text) == written
