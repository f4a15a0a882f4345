"""Texts of many scripts as sentences of words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tokens import LONGEST_WORD, MOST_BESIDE, MOST_MARKS, PIECE, pile, read

ALL = 10**9


def words(text, split="auto", lowercase=True, most=ALL):
    return [" ".join(one.words) for one in read(text, split, lowercase, most)]


def shown(text, split="auto"):
    return ["|".join(one.shown) for one in read(text, split, True, ALL)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The quick brown fox jumps over the lazy dog.", ["the quick brown fox jumps over the lazy dog"]),
        ("Don't stop! It’s John's well-known rock'n'roll", ["don't stop", "it's john's well-known rock'n'roll"]),
        ("l’eau et l'eau", ["l'eau et l'eau"]),
        ("'tis the dogs' bone -- and-", ["tis the dogs bone and"]),
        ("Pi is 3.14. Or 1,000?Yes", ["pi is 3.14", "or 1,000 yes"]),
        ("Wait… what?! No.", ["wait", "what", "no"]),
        ("one line\nanother\r\n\r\na third", ["one line", "another", "a third"]),
        ("a-b a--b a/b foo_bar C++", ["a-b a b a b foo bar c"]),
        ("Straße STRASSE ΟΔΟΣ İstanbul", ["straße strasse οδος istanbul"]),
        ("cafe\u0301 café co\u00adop \ufeffzero", ["café café coop zero"]),
        ("👍 hello 👩‍👩‍👧 world ☂", ["hello world"]),
        ("Bonjour ! « Ça va ? »", ["bonjour", "ça va"]),
        ("我喜欢手机。你好", ["我 喜 欢 手 机", "你 好"]),
        ("我的iPhone手机 OK", ["我 的 iphone 手 机 ok"]),
        ("你好!再见", ["你 好", "再 见"]),
        ("ぱぴか\u3099 ラーメン", ["ぱ ぴ が ラ ー メ ン"]),
        ("สวัสดี ที่นี่", ["ส วั ส ดี ที่ นี่"]),
        ("한국어 문장. 둘", ["한국어 문장", "둘"]),
        ("مرحبا بالعالم؟ نعم، ٣٫١٤", ["مرحبا بالعالم", "نعم ٣٫١٤"]),
        ("שלום, צה״ל", ["שלום צה״ל"]),
        ("क्षत्रिय हिन्दी है। नमस्ते", ["क्षत्रिय हिन्दी है", "नमस्ते"]),
        ("می\u200cخواهم می\u200c", ["می\u200cخواهم می"]),
        ("", []),
        (" \n\t ", []),
        ("?! … — 。", []),
        ("👍👎", []),
    ],
)
def test_words_and_sentences(text, sentences):
    assert words(text) == sentences


@pytest.mark.parametrize(
    ("text", "boxes"),
    [
        ("The lazy dog.", ["The|lazy|dog."]),
        ("“Don't,” he (once) said…", ["“Don't,”|he|(once)|said…"]),
        ("Pi – or 3.14 – is it", ["Pi –|or|3.14 –|is|it"]),
        ("« Bonjour ! » ¿Qué?", ["« Bonjour ! »", "¿Qué?"]),
        ("朋友「東京」と。『我』", ["朋|友|「東|京」|と。", "『我』"]),
        ("- one\n* two\n\n***\n#three", ["- one", "* two", "#three"]),
        ("👍 hello 👎", ["👍 hello 👎"]),
        ("foo—bar foo(bar)", ["foo—|bar|foo|(bar)"]),
    ],
)
def test_punctuation_is_shown_at_its_word(text, boxes):
    assert shown(text) == boxes


def test_characters_stand_each_alone_with_their_marks():
    assert words("Hi, you! e\u0323\u0301 我", "characters") == ["h i y o u", "ẹ́ 我"]
    assert words("क्षि", "characters") == ["क् षि"]


def test_words_leave_a_script_without_spaces_as_it_stands():
    assert words("我喜欢 แมว 手机", "words") == ["我喜欢 แมว 手机"]


def test_letters_stay_large_where_that_is_asked_for():
    assert words("The İ Dog", lowercase=False) == ["The İ Dog"]


def test_it_stops_after_so_many_words():
    assert words("a b. c d. e", most=3) == ["a b", "c"]
    assert words("a b. c d. e", most=2) == ["a b"]
    assert words("a b", most=0) == []
    assert read("a b. c", "auto", True, 2)[0].shown == ("a", "b.")


def test_a_long_word_and_much_punctuation_are_cut():
    (one,) = read("a" * 10_000 + "!" * 500 + " b", "auto", True, ALL)[:1]
    assert one.words == ("a" * (LONGEST_WORD - 1) + "…",)
    assert one.shown == ("a" * (LONGEST_WORD - 1) + "…" + "!" * (MOST_BESIDE - 1) + "…",)
    exact = "b" * LONGEST_WORD
    assert words(exact) == [exact]


def test_a_word_is_one_however_long_a_line_has_no_space():
    assert words("a" * 300_000) == ["a" * (LONGEST_WORD - 1) + "…"]
    assert words("狐" * PIECE + "a" * 300_000 + "狐", most=PIECE + 2)[1] == "狐"
    found = [word for sentence in words("fox,dog;" * 20_000) for word in sentence.split()]
    assert found == ["fox", "dog"] * 20_000
    assert sum(len(one.words) for one in read("a" * 300_000, "characters", True, ALL)) == 300_000
    assert len(read("狐" * 300_000, "words", True, ALL)) == 1


def test_of_a_pile_of_marks_the_first_are_kept():
    heap = "a" + "\u0316\u0301" * 200 + "b"
    ((word,),) = [one.words for one in read(heap, "auto", True, ALL)]
    assert word.startswith("á\u0316")
    assert word.endswith("b")
    assert len(word) <= MOST_MARKS + 2
    assert pile(heap) == 1
    assert pile("a" + "\u0301" * MOST_MARKS) == pile("plain") == -1


@pytest.mark.parametrize(
    "text",
    [
        "The quick, brown fox. " * 100_000,
        "a" * 2_000_000,
        "a'" * 1_000_000,
        "a-" * 1_000_000,
        "1,." * 700_000,
        "-" * 2_000_000,
        " ." * 1_000_000 + "a",
        "a" + " (" * 1_000_000 + "b",
        "a" + "\u0316\u0301" * 500_000,
        "\n" * 2_000_000 + "a",
        "“”" * 700_000,
    ],
    ids=range(11),
)
def test_two_megabytes_take_no_time(text):
    """A second or less, with room for a busy machine; what looks back takes minutes."""
    begun = time.process_time()
    read(text, "auto", True, ALL)
    assert time.process_time() - begun < 20


@given(st.text(alphabet=st.sampled_from("aB'’-.,!?。 \n\u0301“”(«3我กक्\u200dİ👍\u00ad"), max_size=40), st.booleans())
def test_whatever_is_written_is_read(text, lowercase):
    for split in ("auto", "words", "characters"):
        sentences = read(text, split, lowercase, ALL)
        for one in sentences:
            assert len(one.shown) == len(one.words) > 0
            assert all(one.words)
            assert not any(word.isspace() or "\n" in word for word in (*one.words, *one.shown))
        total = sum(len(one.words) for one in sentences)
        for most in (0, 1, 2, total):
            assert sum(len(one.words) for one in read(text, split, lowercase, most)) == min(most, total)
