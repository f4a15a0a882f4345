"""Texts of which the next character is learnt: our own rhymes, and a student's, whatever they are made of."""

import unicodedata

import numpy as np
import pytest

from engine.knobs import BadValue
from engine.tasks import TASKS, Sequences, Wanted
from engine.tasks.characters import MOST_CHARACTERS, MOST_SYMBOLS, OTHER
from engine.tasks.rhymes import rhymes


def made(T: int, count: int = 300, text: str | None = None) -> Sequences:
    return TASKS["characters"].make(Wanted(T, count, seed=0, text=text))


def spelled(data: Sequences, i: int, ahead: bool = False) -> str:
    ids = (data.y if ahead else data.X)[i, : data.lengths[i]].argmax(axis=1)
    return "".join(data.inputs[k] for k in ids)


@pytest.mark.parametrize("T", [2, 25, 100])
def test_each_character_is_followed_by_the_next_of_the_text(T):
    data = made(T, 10_000)
    text = rhymes()
    for i in range(len(data)):
        x, y = spelled(data, i), spelled(data, i, ahead=True)
        assert x[1:] == y[:-1] and x + y[-1] in text
    starts = {text[k : k + T + 1] for k in range(0, len(text) - 1, T)}
    assert {spelled(data, i) + spelled(data, i, ahead=True)[-1] for i in range(len(data))} == starts
    assert data.inputs == data.outputs
    assert (data.lengths < T).sum() == ((len(text) - 1) % T > 0), "the last window is kept"


def test_the_rhymes_agree_and_rhyme():
    lines = rhymes().splitlines()
    assert 3000 < len(rhymes()) < 8000 and len(set(lines)) == len(lines) and 20 <= len(set(rhymes())) <= 30
    pairs: dict[str, set[str]] = {}
    for line in lines:
        number, who, does, _, the, what = line.removesuffix(".").split()
        assert (
            the == "the" and does.endswith("s") == (not who.endswith("s")) and what.endswith("s") == who.endswith("s")
        )
        assert not (number in {"two", "some"} and not who.endswith("s")), line
        assert not (number in {"a", "one"} and who.endswith("s")), line
        pairs.setdefault(who.removesuffix("s"), set()).add(what.removesuffix("s"))
    assert all(len(rhyming) == 2 for rhyming in pairs.values()) and len(pairs) == 8


def test_the_most_frequent_characters_come_first():
    assert made(4, text="banana nn").inputs == ("n", "a", "b", " ")


@pytest.mark.parametrize(
    ("text", "says"),
    [("a", "one character only"), ("\n", "one character only"), ("\r\n", "one character only"),
     ("aaaa", "are the same"), (" " * 100, "are the same"), ("\ufeff", "is empty"), ("e\u0301", "one character only")],
)  # fmt: skip
def test_a_text_from_which_nothing_can_be_learnt_is_refused(text, says):
    with pytest.raises(BadValue, match=says) as refused:
        made(5, text=text)
    assert refused.value.field == "text" and "two different" in refused.value.allowed


def test_a_long_text_of_one_character_is_not_handed_back():
    with pytest.raises(BadValue) as refused:
        made(5, text="a" * 100_000)
    assert len(str(refused.value.value)) <= 60


def test_a_short_text_is_one_short_sequence():
    data = made(10, text="abc")
    assert len(data) == 1 and data.lengths.tolist() == [2]
    assert (spelled(data, 0), spelled(data, 0, ahead=True)) == ("ab", "bc")
    assert len(made(3, text="abcd")) == 1 and made(3, text="abcd").lengths.tolist() == [3]
    assert len(made(2, text="ab")) == 1


@pytest.mark.parametrize(
    "text",
    ["我很帥，我很帥，你也很帥", "🐈🐕🐈🐕🐈‍⬛", "שלום עולם", "नमस्ते दुनिया", "no line break here, none at all",
     "\n\n\n\na", "tab\tand\0zero", "□■□■"],
)  # fmt: skip
def test_any_script_is_read_code_point_by_code_point(text):
    data = made(3, 1000, text=text)
    assert set(data.inputs) == set(unicodedata.normalize("NFC", text))
    for i in range(len(data)):
        assert spelled(data, i) in unicodedata.normalize("NFC", text)


def test_marks_are_composed_and_line_ends_are_one():
    assert set(made(3, text="e\u0301te\u0301\r\nde\rla\u2028").inputs) == set("été\ndela")
    assert set(made(3, text="a\ud800b").inputs) == {"a", "b", OTHER}


def test_the_rarest_of_too_many_characters_become_one():
    common = "".join(chr(0x4E00 + k) * 3 for k in range(59))
    rare = "".join(chr(0x6E00 + k) for k in range(200))
    data = made(5, 1000, text=rare + common + OTHER)
    assert len(data.inputs) == MOST_SYMBOLS and data.inputs[0] == OTHER
    assert set(data.inputs[1:]) == set(common)
    assert (data.X.sum(axis=2) == (np.arange(5) < data.lengths[:, None])).all()
    exactly = "".join(chr(0x4E00 + k) for k in range(60))
    assert OTHER not in made(5, text=exactly).inputs


def test_only_the_beginning_of_a_long_text_is_read():
    data = made(100, 10_000, text="ab" * (MOST_CHARACTERS // 2) + "c" * 100)
    assert data.inputs == ("a", "b")
    assert made(100, 10_000, text="e\u0301a" * MOST_CHARACTERS).inputs == ("é", "a")


def test_windows_that_are_the_same_come_once():
    assert len(made(4, text="ab" * 200)) == 2  # the last one is shorter
    assert TASKS["characters"].there_are(Wanted(4, 1, seed=0, text="ab" * 200)) == 2
