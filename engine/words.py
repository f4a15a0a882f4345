"""Numbers as people read them: few digits, a true minus sign, narrow spaces, and 3.71·10⁻⁷ rather than 3.71e-07.

The pages write theirs alike (`plain` and `editable` in static/format.js): one table, tests/fixtures/numbers.json,
holds for both.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

INDEXED = re.compile(r"\b([^\W\d_])_([a-z]+)\b")
"""A letter with an index in a sentence, λ_max or w_rec, to be set as in a formula."""

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_NUMBER = re.compile(r"(?<![\w.\[])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?!\w)")


def said(value: float) -> str:
    """A value in a sentence: whole numbers in full, up to 10¹²; others with four digits at most."""
    exact = Decimal(value)
    if not exact.is_finite():
        return str(value)
    size, whole = abs(exact), exact == exact.to_integral_value()
    if whole and size < 10**12:
        return _grouped(str(int(exact)))
    if size < Decimal("1e-5") or size >= 10**6:
        return _power(f"{_rounded(exact, 3):.2e}")
    return _grouped(f"{_rounded(exact, 4).normalize():f}")


def exactly(value: float | Decimal) -> str:
    """A value with all its digits, for a sentence that says where a bound is and what is beyond it."""
    exact = Decimal(float.__repr__(value) if isinstance(value, float) else value)
    if not exact.is_finite():
        return str(value)
    exact = (exact + 0).normalize()  # never −0
    return _grouped(f"{exact:f}") if exact == 0 or Decimal("1e-5") <= abs(exact) < 10**12 else _power(f"{exact:e}")


def editable(value: float) -> str:
    """A value in a number field: whole numbers in full, others with six digits at most."""
    text = str(int(value)) if value == int(value) else f"{_rounded(Decimal(value), 6).normalize():f}"
    return text.replace("-", "−")


def percent(share: float) -> str:
    """A share of 0 to 1 in whole percents; of one that rounds to none, its first digit."""
    parts = Decimal(100 * share)
    return f"{int(parts.to_integral_value(ROUND_HALF_UP)) or said(float(_rounded(parts, 1)))} %"


def sentence(text: str) -> str:
    """A text with its numbers written so: "from 1e-05 to 1000000" becomes "from 0.00001 to 1 000 000"."""
    return _NUMBER.sub(lambda found: exactly(Decimal(found[0])), text)


def _rounded(value: Decimal, digits: int) -> Decimal:
    """As the browser rounds: of two decimals equally near, the one farther from 0."""
    return Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(value)


def _power(text: str) -> str:
    """1.2e-07 as 1.2·10⁻⁷."""
    mantissa, exponent = text.split("e")
    return f"{mantissa}·10{str(int(exponent)).translate(_RAISED)}".replace("-", "−")


def _grouped(text: str) -> str:
    """Digits in threes, from five on."""
    whole, point, rest = text.replace("-", "−").partition(".")
    if len(whole.removeprefix("−")) > 4:
        whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", "\N{NARROW NO-BREAK SPACE}", whole)
    return whole + point + rest
