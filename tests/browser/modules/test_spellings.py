"""What is typed as words of a text: found whatever its capitals, or the nearest spellings."""

import pytest
from playwright.sync_api import Page

from tests.browser.modules.calling import call

WORDS = ["the", "king", "kind", "queen", "Fuchs", "1984", "1,5", "é", "狐狸", "الثعلب"]
VOCABULARY = "const v = { words: x[1], ids: new Map(x[1].map((word, i) => [word, i])) };"


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("king", "king"),
        (" King ", "king"),
        ("Fuchs", "Fuchs"),
        ("fuchs", ""),
        ("e\u0301", "é"),
        ("狐狸", "狐狸"),
        ("kingg", ""),
        ("constructor", ""),
        ("", ""),
    ],
)
def test_a_word_is_found(page: Page, typed: str, word: str) -> None:
    assert call(page, "views/spellings", VOCABULARY + "return m.found(x[0], v)", [typed, WORDS]) == word


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("king queen", ["king", "queen"]),
        (" king,queen;  1,5 1984 ", ["king", "queen", "1,5", "1984"]),
        ("الثعلب، 狐狸", ["الثعلب", "狐狸"]),
        ("1,5, king", ["1,5", "king"]),
        ("king,1,5,1984", ["king", "1,5", "1984"]),
        ("1,6,king", ["1", "6", "king"]),
        (",", []),
        ("", []),
    ],
)
def test_a_line_is_divided_but_no_word(page: Page, line: str, words: list[str]) -> None:
    assert call(page, "views/spellings", VOCABULARY + "return m.listed(x[0], v)", [line, WORDS]) == words


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("kingg", ["king"]),
        ("KIN", ["king", "kind"]),
        ("qeuen", ["queen"]),
        ("1985", ["1984"]),
        ("Zwetschge", []),
        ("x", []),
        ("الثعلبب", ["الثعلب"]),
        ("狐x", ["狐狸"]),
    ],
)
def test_the_nearest_spellings_are_offered(page: Page, typed: str, near: list[str]) -> None:
    assert call(page, "views/spellings", VOCABULARY + "return m.like(x[0], v)", [typed, WORDS]) == near


def test_how_far_spellings_are_apart(page: Page) -> None:
    body = "return x.map(([a, b]) => m.distance([...a], [...b]))"
    pairs = [["king", "king"], ["", "abc"], ["kitten", "sitting"], ["ab", "ba"], ["ca", "abc"]]
    assert call(page, "views/spellings", body, pairs) == [0, 3, 3, 1, 3]
