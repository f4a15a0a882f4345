"""Every formula on a page can be set in the font that comes with it."""

import re
from html import unescape
from urllib.request import urlopen

import pytest

from app.mathfont import characters
from engine.labs import LABS
from scripts.serving import Server

# The letters that browsers turn italic in <mi>, and where the italic ones begin.
ITALIC = (("A", "Z", 0x1D434), ("a", "z", 0x1D44E), ("Α", "Ω", 0x1D6E2), ("α", "ω", 0x1D6FC))


@pytest.mark.parametrize("lab", LABS)
def test_the_font_holds_every_character_of_the_formulas(server: Server, lab: str) -> None:
    with urlopen(f"{server.address}/labs/{lab}") as answer:
        page = answer.read().decode()
    formulas = re.findall(r"<math\b.*?</math>", page, flags=re.DOTALL)
    assert formulas
    held = set(characters())
    for formula in formulas:
        for letter in unescape(re.sub(r"<[^>]*>|\s", "", formula)):
            assert ord(letter) in held, f"{letter} of {formula}"
            assert ord(italic(letter)) in held, f"the italic {letter} of {formula}"


def italic(letter: str) -> str:
    for first, last, begin in ITALIC:
        if first <= letter <= last:
            return "ℎ" if letter == "h" else chr(begin + ord(letter) - ord(first))
    return letter
