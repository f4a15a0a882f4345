"""Every knob says what it takes, takes that, and refuses everything else with a sentence."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.knobs import BadValue, Choice, declared, knob, restated
from engine.words import sentence


@dataclasses.dataclass(frozen=True)
class Example:
    rate: float = knob(0.3, low=0.001, high=10.0, help="a rate")
    count: int = knob(3, low=1, high=64, help="a count")
    some: int = knob(8, low=1, high=1_000_000, top="all", label="Samples", symbol="B", help="some or all")
    on: bool = knob(True, help="a switch")
    shape: str = knob("bowl", choices=(Choice("bowl", "Bowl"), Choice("ravine", "Ravine")), help="a choice")
    text: str = knob("", high=8, help="a text")


KNOBS = declared(Example)


def test_kinds_follow_from_the_annotations():
    assert [k.kind for k in KNOBS.values()] == ["float", "int", "int", "bool", "choice", "text"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("rate", 10), ("rate", 0.001), ("count", 64), ("on", False), ("shape", "ravine"), ("text", "eight...")],
)
def test_good_values(name, value):
    assert KNOBS[name].parse(value) == value


BAD = {
    "rate": [0, 10**400, 10.001, -1, math.nan, math.inf, -math.inf, "0.3", None, True, [], {}, 1e400],
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
    assert sentence(error.value.allowed) in str(error.value)
    assert KNOBS[name].allowed == error.value.allowed


def test_whole_numbers_come_back_as_such():
    assert isinstance(KNOBS["count"].parse(3.0), int)
    assert isinstance(KNOBS["rate"].parse(3), float)


@pytest.mark.parametrize(("name", "value"), [("count", np.int64(8)), ("rate", np.float32(0.5)), ("rate", np.int16(2))])
def test_numbers_of_numpy_are_numbers(name, value):
    held = KNOBS[name].parse(value)
    assert held == value and type(held) in (int, float)


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


def test_numbers_are_plain_for_programs_and_written_out_for_people():
    with pytest.raises(BadValue) as error:
        KNOBS["some"].parse(-12345)
    assert error.value.allowed == "a whole number from 1 to 1000000"
    assert error.value.value == -12345
    assert str(error.value) == "some cannot be −12\u202f345: allowed is a whole number from 1 to 1\u202f000\u202f000."
    _, note = KNOBS["some"].read("0")
    assert note == (
        "Samples B cannot be “0”: allowed is a whole number from 1 to 1\u202f000\u202f000, or all. It is 1 now."
    )
    assert KNOBS["on"].read("maybe")[1] == "On cannot be “maybe”: allowed is true or false. It is true now."
    assert KNOBS["rate"].read("x")[1] == "Rate cannot be “x”: allowed is a number from 0.001 to 10. It is 0.3 now."


def test_a_word_for_the_greatest_value_is_for_addresses():
    assert KNOBS["some"].read("all") == (1_000_000, None)
    assert KNOBS["some"].spell(1_000_000) == "all"
    assert KNOBS["some"].spell(64) == KNOBS["count"].spell(64) == "64"
    with pytest.raises(BadValue):
        KNOBS["some"].parse("all")
    assert KNOBS["count"].read("all")[0] == 3  # it has no such word


def test_a_restated_knob_is_the_old_one_but_for_what_is_named():
    @dataclasses.dataclass(frozen=True)
    class Other(Example):
        some: int = restated(Example, "some", default=4, slider=(1, 24))
        rate: float = restated(Example, "rate")

    other = declared(Other)
    assert other["some"] == dataclasses.replace(KNOBS["some"], default=4, slider=(1, 24))
    assert other["rate"] == KNOBS["rate"]
    assert Other().some == 4
    assert list(other) == list(KNOBS)


def test_what_is_restated_must_be_there():
    with pytest.raises(ValueError, match="nothing"):
        restated(Example, "nothing")

    @dataclasses.dataclass(frozen=True)
    class Misspelt(Example):
        rate: float = restated(Example, "rate", lowest=0.1)

    with pytest.raises(TypeError, match="lowest"):
        declared(Misspelt)


def test_a_good_address_has_no_note():
    assert KNOBS["rate"].read("0.25") == (0.25, None)
    assert KNOBS["on"].read("false") == (False, None)


@given(st.text(max_size=30))
def test_reading_never_fails_and_gives_an_allowed_value(text):
    for k in KNOBS.values():
        value, _ = k.read(text)
        assert k.parse(value) == value


@dataclasses.dataclass(frozen=True)
class WithData:
    dataset: str = knob("xor", choices=(Choice("xor", "XOR"), Choice("moons", "Moons")), data="table", help="data")


NAME = "sha256:" + "0123456789abcdef" * 4


def test_a_choice_with_data_takes_a_name_of_data_too():
    dataset = declared(WithData)["dataset"]
    assert dataset.allowed == "one of xor, moons, or the name of a table that was handed in (sha256:…)"
    assert [dataset.parse(value) for value in ("moons", NAME)] == ["moons", NAME]
    assert (dataset.spell(NAME), dataset.read(NAME)) == (NAME, (NAME, None))
    assert (dataset.own(NAME), dataset.own("moons"), KNOBS["shape"].own(NAME)) == (True, False, False)
    assert (dataset.public()["kind"], dataset.public()["data"]) == ("choice", "table")


@pytest.mark.parametrize("value", ["", "sha256:", NAME[:-1], NAME + "0", NAME.upper(), NAME + "\n", " " + NAME])
def test_what_is_no_name_of_data_is_refused(value):
    dataset = declared(WithData)["dataset"]
    with pytest.raises(BadValue, match="or the name of a table"):
        dataset.parse(value)
    assert dataset.read(value)[0] == "xor"
    with pytest.raises(BadValue):
        KNOBS["shape"].parse(NAME)
