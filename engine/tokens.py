"""A text as sentences of words, in whatever script it is written.

Each character first becomes a letter that says what it is (w a letter, d a digit, m a mark upon the one before, …), so
that one short pattern over these finds the words of every script. What stands between two words is then shared out:
a comma to the word before, an opening bracket to the word after, and it says whether a sentence ends.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

from engine.data.corpus import Sentence

Split = Literal["auto", "words", "characters"]

PIECE = 1 << 16  # characters that are read at a time
LONGEST_WORD = 60  # letters; of a longer one the beginning, with "…" to say so
MOST_MARKS = 30  # upon one letter: no language has more than a few
MOST_BESIDE = 12  # characters of punctuation that are shown at either side of a word

UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # radicals of Han
    (0x3005, 0x3007),
    (0x3021, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x9FFF),  # Han
    (0xA9E0, 0xA9FF),
    (0xAA60, 0xAA7F),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (0x1B000, 0x1B16F),
    (0x20000, 0x3FFFF),
)
"""Scripts that put no spaces between words: where a word ends cannot be seen, so each letter stands for itself."""

_NAMED = {
    **dict.fromkeys("\n\v\f\u2028\u2029", "n"),
    **dict.fromkeys("'\u2019\uff07\u05f3\u05f4", "a"),
    **dict.fromkeys("-\u2010\u2011\u00b7", "h"),
    **dict.fromkeys("\u200c\u200d", "z"),
    **dict.fromkeys("!?…", "e"),
    **dict.fromkeys("。！？｡．।॥؟۔።။", "E"),
    **dict.fromkeys("¿¡", "o"),
    **dict.fromkeys(",\u066b\u066c", ","),
    ".": ".",
    "\u200b": " ",
}
"""n line's end, a apostrophe, h hyphen, z joiner, e end of a sentence where a space follows, E anywhere, o opening."""

_UNSEEN = dict.fromkeys([0xAD, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF])
"""Characters without a shape: two words that differ in them only are the same."""

_PLAIN = str.maketrans("\u2019\uff07\u2010\u2011", "''--")
_PATTERNS: dict[Split, re.Pattern[str]] = {
    "auto": re.compile(r"cm*+|[wd][wdm]*+(?:(?:[ahz]|(?<=d)[.,](?=d))[wd][wdm]*+)*+"),
    "words": re.compile(r"[wcd][wcdm]*+(?:(?:[ahz]|(?<=d)[.,](?=d))[wcd][wcdm]*+)*+"),
    "characters": re.compile(r"[wcd]m*+"),
}
"""None of them ever looks back: the time is that of reading once."""

_RUNS: dict[Split, re.Pattern[str]] = {
    "auto": re.compile("[wdmahz.,]*+"),
    "words": re.compile("[wcdmahz.,]*+"),
    "characters": re.compile("m*+"),
}
"""Where no word ends for certain."""

_PILE = "m" * (MOST_MARKS + 1)
_CHUNK = re.compile("[^ n]+")


class Gap(NamedTuple):
    """What stands between two words: what of it belongs to the first, what to the second, whether a sentence ends."""

    before: str
    after: str
    ends: bool


class _Kinds(dict[int, str]):
    """What each character of a text is; worked out when it first comes."""

    def __missing__(self, code: int) -> str:
        self[code] = kind = _NAMED.get(chr(code)) or _kind(code)
        return kind


def read(text: str, split: Split, lowercase: bool, most: int) -> tuple[Sentence, ...]:
    """The first so many words of a text, in its sentences; a line's end ends one, too."""
    return tuple(each(text, split, lowercase, most))


def each(text: str, split: Split, lowercase: bool, most: int) -> Iterator[Sentence]:
    """The same, one sentence after the other, for who need not hold them all, or not read on."""
    left = most
    for piece in _pieces(text, split):
        for sentence in _sentences(piece, split, lowercase, left):
            left -= len(sentence.words)
            yield sentence
        if left <= 0:
            return


def _pieces(text: str, split: Split) -> Iterator[str]:
    """A text in parts of about `PIECE` characters: cut where a line ends, or in a longer line where a word does."""
    start = 0
    while start < len(text):
        stop = min(len(text), start + PIECE)
        if stop < len(text):
            line = text.rfind("\n", start, stop)
            space = text.rfind(" ", start, stop) if line < 0 else line
            stop = space + 1 if space >= 0 else _word_end(text, stop, split)
        yield text[start:stop]
        start = stop


def _word_end(text: str, stop: int, split: Split) -> int:
    """Where the word ends that may stand at a place: there is no space for so long that it must be looked for."""
    while stop < len(text):
        more = text[stop : stop + PIECE].translate(_Kinds())
        run = _RUNS[split].match(more)
        size = run.end() if run else 0
        stop += size
        if size < len(more):
            break
    return stop


def _sentences(text: str, split: Split, lowercase: bool, most: int) -> Iterator[Sentence]:
    """Those of one part."""
    text = _composed(text.translate(_UNSEEN))
    kinds = text.translate(_Kinds())
    known: dict[str, tuple[str, str]] = {}  # as it stands -> as it is shown, what it counts as
    gaps: tuple[dict[str, Gap], dict[str, Gap]] = {}, {}  # after a script with spaces, and after one without
    shown: list[str] = []
    words: list[str] = []
    end, unspaced = 0, False
    for count, found in enumerate(_PATTERNS[split].finditer(kinds)):
        start, stop = found.span()
        after = ""
        if not count:
            after = _between("\n" + text[:start], "n" + kinds[:start], False).after
        elif start > end:
            gap = text[end:start]
            if (parts := gaps[unspaced].get(gap)) is None:
                parts = gaps[unspaced][gap] = _between(gap, kinds[end:start], unspaced)
            before, after, ends = parts
            if before:
                shown[-1] += before
            if ends:
                yield Sentence(tuple(shown), tuple(words))
                shown, words = [], []
        if count == most:
            break
        raw = text[start:stop]
        if (both := known.get(raw)) is None:
            both = known[raw] = _cut(raw, LONGEST_WORD), _counted(raw, lowercase)
        shown.append(after + both[0] if after else both[0])
        words.append(both[1])
        end, unspaced = stop, kinds[start] == "c"
    else:
        if words:
            shown[-1] += _between(text[end:] + "\n", kinds[end:] + "n", unspaced).before
    if words:
        yield Sentence(tuple(shown), tuple(words))


def pile(text: str) -> int:
    """Where more than `MOST_MARKS` marks stand upon one letter for the first time, or -1."""
    return -1 if text.isascii() else text.translate(_Kinds()).find(_PILE)


def _composed(text: str) -> str:
    """The text in Unicode's composed form. Its marks are sorted in n² steps, so that of a pile the first are kept."""
    if pile(text) >= 0:
        kept = re.finditer(f"[^m]+|m{{1,{MOST_MARKS}}}+(m*)", text.translate(_Kinds()))
        text = "".join(text[one.start() : one.start(1) if one[1] is not None else one.end()] for one in kept)
    return unicodedata.normalize("NFC", text)


def _kind(code: int) -> str:
    """w a letter, c one of a script without spaces, d a digit, m a mark, o what opens, p other signs, or a space."""
    character = chr(code)
    match unicodedata.category(character):
        case "Mn" | "Mc" | "Me":
            return "m"
        case "Nd":
            return "d"
        case category if category[0] in "LN":
            return "c" if code >= UNSPACED[0][0] and any(low <= code <= high for low, high in UNSPACED) else "w"
        case "Ps" | "Pi":
            return "o"
    return " " if character.isspace() else "p"


def _counted(raw: str, lowercase: bool) -> str:
    """What a word counts as. "İ" in small letters is "i" alone: the dot of it is no mark any more."""
    word = raw.translate(_PLAIN)
    if lowercase:
        word = word.lower().replace("i\u0307", "i")
    return _cut(word, LONGEST_WORD)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _between(gap: str, kinds: str, unspaced: bool) -> Gap:
    """What stands between two words, shared out. A line without a word belongs to neither."""
    first, last, size = kinds.find("n"), kinds.rfind("n"), len(kinds)
    spaced = last >= 0 or " " in kinds
    before, after, closing = [], [], ""
    for found in _CHUNK.finditer(kinds):
        start, stop = found.span()
        if not spaced:
            start = len(kinds.rstrip("o"))
            before, after, closing = [gap[:start]], [gap[start:]], kinds[:start]
        elif start > last >= 0 or (last < 0 < start and (stop == size or not found[0].strip("o"))):
            after.append(gap[start:stop])
        elif last < 0 or stop <= first:
            before.append(gap[start:stop])
            closing += found[0]
    ends = first >= 0 or "E" in closing or ((spaced or unspaced) and ("." in closing or "e" in closing))
    left, right = " ".join(before), " ".join(after)
    left = " " + left if before and kinds[0] == " " else left
    right = right + " " if after and kinds[-1] == " " else right
    return Gap(_cut(left, MOST_BESIDE), _cut(right, MOST_BESIDE), ends)
