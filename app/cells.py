"""One cell of a table: the number that is written in it, however a spreadsheet wrote it, or why it is none."""

import re
from typing import Literal, NamedTuple
from unicodedata import bidirectional

from engine.words import said

LARGEST = 1e9  # squares and sums of such numbers are still far from the end of the floats

Kind = Literal["missing", "figure", "maybe", "word"]


class Fault(NamedTuple):
    """Why a cell holds no number.

    missing  nothing stands in it                                "", "NA"
    figure   a number as this is not read                        "50%", "1,234,567", "inf"
    maybe    a quantity, and yet it may be the name of a class    "12 kg", "10-20", "2024-05-01"
    word     a name, or a number mistyped                        "cat", "1.o"
    """

    kind: Kind
    words: str


_MISSING = {"na", "n/a", "#n/a", "nan", "null", "?", "-", "–", "—", ".", "(empty)", "missing"}
_SWITCHES = {"true", "false", "yes", "no", "ja", "nein", "male", "female", "m", "f"}
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|okt|dez"
_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([ \u00a0\u202f\u2009'’.,])\d{3}(?:\1\d{3})*([.,]\d+)?")
_PERCENT = re.compile(rf"({_NUMBER})\s*[%‰]")
_MONEY = re.compile(rf"[$€£¥]\s*{_NUMBER}|{_NUMBER}\s*[$€£¥]")
_DATE = re.compile(
    r"\d{1,4}([-/.])\d{1,2}\1(?:\d{1,4})?(?:[T ].*)?|"
    rf"\d{{1,2}}[-. ]+(?:{_MONTHS}).*|(?:{_MONTHS})\w*[-. ]+\d.*",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]m)?", re.IGNORECASE)
_FRACTION = re.compile(r"(\d+)\s*/\s*(\d+)")
_RANGE = re.compile(rf"{_NUMBER}\s*[-–—…]\s*\d+(?:[.,]\d+)?|[<>≤≥~≈±]+\s*{_NUMBER}|{_NUMBER}\s*±.*")
_UNIT = re.compile(rf"({_NUMBER})\s*(?![oO]\b|[eE]\d)([^\W\d_°µ][^\d_]{{0,11}}|[°µ][^\d_]{{0,11}})")
AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
"""Where commas and points both stand in a table, this may be a thousand or a fraction."""


def number(cell: str) -> float | None:
    """The number in a cell, if it is within the bounds; a comma in it is a decimal comma."""
    try:
        found = float(cell)  # most are
    except ValueError:
        text = cell.replace("−", "-")
        try:
            found = float(text.replace(",", ".") if "." not in text else text)  # here a comma no longer separates
        except ValueError:
            return None
    return found if abs(found) <= LARGEST and "_" not in cell else None  # 1_0 is Python, not a number


def fault(cell: str) -> Fault:
    """Why a cell that `number` does not read holds no number."""
    text = cell.replace("−", "-")
    low, given = text.casefold(), f"“{shortened(cell)}”"
    if not cell:
        return Fault("missing", "this cell is empty: fill it, or delete the row")
    if low in _MISSING:
        return Fault("missing", f"{given} stands for a missing value: fill the cell, or delete the row")
    if low.lstrip("+-") in ("inf", "infinity", "∞"):
        return Fault("figure", f"{given} is not a finite number")
    if _beyond(text):
        return Fault("figure", f"{given} lies beyond ±{said(LARGEST)}")
    if cell.startswith("#") and cell.endswith(("!", "?")):
        return Fault("figure", f"{given} is a spreadsheet’s error: mend the formula")
    if cell.startswith("="):
        return Fault("figure", f"{given} is a formula: save its value")
    if found := _PERCENT.fullmatch(text):
        return Fault("figure", f"{given} has a percent sign: write {found[1]}, and % in the column’s name")
    if _MONEY.fullmatch(text):
        return Fault("figure", f"{given} has a currency sign: write the number alone")
    if found := _THOUSANDS.fullmatch(text):
        plain = re.sub(re.escape(found[1]), "", text[: found.start(2) if found[2] else None])
        return Fault("figure", f"{given} has thousands separators: write {plain}{(found[2] or '').replace(',', '.')}")
    if _DATE.fullmatch(text) or _TIME.fullmatch(text):
        what = "time" if _TIME.fullmatch(text) else "date"
        return Fault("maybe", f"{given} is a {what}: write a number, such as {_SINCE[what]}")
    if (found := _FRACTION.fullmatch(text)) and float(found[2]):
        return Fault("maybe", f"{given} is a fraction: write {said(float(found[1]) / float(found[2]))}")
    if _RANGE.fullmatch(text):
        return Fault("maybe", f"{given} is a range: write one number")
    if found := _UNIT.fullmatch(text):
        return Fault("maybe", f"{given} has a unit: write {found[1]}, and the unit in the column’s name")
    if any(mark in cell for mark in "\t;|"):
        return Fault("word", f"{given} is not a number: here another mark separates than in the first row")
    if low in _SWITCHES:
        return Fault("word", f"{given} is not a number: write 1 and 0")
    return Fault("word", f"{given} is not a number")


def shortened(text: str) -> str:
    """A cell as a piece of a sentence: one written from right to left is isolated, or it would turn round the quotes,
    arrows and numbers beside it."""
    flat = " ".join(text.split())
    flat = flat if len(flat) <= 40 else flat[:39] + "…"
    turns = not flat.isascii() and any(bidirectional(letter) in ("R", "AL") for letter in flat)
    return f"\u2068{flat}\u2069" if turns else flat


_SINCE = {"date": "the days since the first", "time": "the minutes since the first"}


def _beyond(text: str) -> bool:
    """Whether this is a number outside the bounds: 1e300, or 1e999, which no float holds."""
    try:
        return "_" not in text and abs(float(text.replace(",", "."))) > LARGEST
    except ValueError:
        return False
