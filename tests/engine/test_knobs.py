"""Every knob says what it takes, takes that, and refuses everything else with a sentence."""

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.knobs import BadValue, Choice, declared, knob


@dataclasses.dataclass(frozen=True)
class Example:
    rate: float = knob(0.3, low=0.001, high=10.0, help="a rate")
    count: int = knob(3, low=1, high=64, help="a count")
    on: bool = knob(True, help="a switch")
    shape: str = knob("bowl", choices=(Choice("bowl", "Bowl"), Choice("ravine", "Ravine")), help="a choice")
    text: str = knob("", high=8, help="a text")


KNOBS = declared(Example)


def test_kinds_follow_from_the_annotations():
    assert [k.kind for k in KNOBS.values()] == ["float", "int", "bool", "choice", "text"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("rate", 10), ("rate", 0.001), ("count", 64), ("on", False), ("shape", "ravine"), ("text", "eight...")],
)
def test_good_values(name, value):
    assert KNOBS[name].parse(value) == value


BAD = {
    "rate": [0, 10.001, -1, math.nan, math.inf, -math.inf, "0.3", None, True, [], {}, 1e400],
    "count": [0, 65, 1.5, 10**40, True, "3", None, math.nan],
    "on": [0, 1, "true", None],
    "shape": ["Bowl", "", 0, None, ["bowl"]],
    "text": ["nine.....", 0, None, True],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_bad_values_say_what_is_allowed(name, value):
    with pytest.raises(BadValue) as error:
        KNOBS[name].parse(value)
    assert error.value.field == name
    assert error.value.allowed in str(error.value)
    assert KNOBS[name].allowed == error.value.allowed


def test_whole_numbers_come_back_as_such():
    assert isinstance(KNOBS["count"].parse(3.0), int)
    assert isinstance(KNOBS["rate"].parse(3), float)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("rate", "99", 10.0), ("rate", "-5", 0.001), ("rate", "∞", 0.3), ("rate", "nan", 0.3), ("rate", "inf", 10.0),
     ("count", "2.4", 2), ("count", "x", 3), ("shape", "hill", "bowl"), ("on", "maybe", True)],
)  # fmt: skip
def test_an_address_is_clamped_with_a_note(name, text, value):
    read, note = KNOBS[name].read(text)
    assert read == value
    assert note is not None
    assert text in note


def test_a_good_address_has_no_note():
    assert KNOBS["rate"].read("0.25") == (0.25, None)
    assert KNOBS["on"].read("false") == (False, None)


@given(st.text(max_size=30))
def test_reading_never_fails_and_gives_an_allowed_value(text):
    for k in KNOBS.values():
        value, _ = k.read(text)
        assert k.parse(value) == value
