"""A student's text: whether there are words in it to learn from, and what was understood, so that a mistake is seen."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from app.cells import shortened
from app.problems import bad, problem
from engine.labs.embedding_config import MOST_TOKENS
from engine.tokens import LONGEST_WORD, Split, each
from engine.words import said

MOST_FREQUENT = 10
MOST_FIRST = 24  # words of the first sentence that are shown
FEW = 20  # words, of which little can be learned
MANY_LINES = 3  # of as many cells each make a table

_BREAKS = str.maketrans("\v\f\x85\u2028\u2029", "\n" * 5)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_CELLS = re.compile("\t|[;,](?! )")


def parse_text(text: str) -> tuple[bytes, dict[str, Any]]:
    """A text's canonical bytes and a summary. Raises ApiError where there is no word in it."""
    text = text.translate(_BREAKS)
    if found := _CONTROL.search(text):
        row, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
        raise bad([problem(row, column, f"a control character ({ord(found[0])}): a text has none")])
    if not text.strip():
        raise bad(
            [problem(1, 1, "the text is empty" if not text else "the text is empty: there are only spaces in it")]
        )
    told = summary(text)
    if not told["words"]:
        raise bad([problem(1, 1, "there is no word in this text: only punctuation, signs or pictures")])
    return text.encode(), told


def summary(text: str, split: Split = "auto", lowercase: bool = True) -> dict[str, Any]:
    """What is understood of a text; usually words, or characters in scripts without spaces, in small letters."""
    counts = Counter[str]()
    sentences = longest = 0
    first: list[str] = []
    for sentence in each(text, split, lowercase, len(text)):
        sentences += 1
        counts.update(sentence.words)
        longest = max(longest, len(sentence.words))
        if sentences == 1:
            first = list(sentence.shown[:MOST_FIRST])
            first += ["…"] if len(sentence.words) > MOST_FIRST else []
    told: dict[str, Any] = {
        "characters": len(text),
        "words": counts.total(),
        "lines": text.count("\n") + 1,
        "sentences": sentences,
        "different": len(counts),
        "frequent": [list(pair) for pair in counts.most_common(MOST_FREQUENT)],
        "first": first,
    }
    notes = list(_odd(text, counts, longest))
    if told["words"] > MOST_TOKENS:
        told |= {} if notes else {"note_lab": "embedding"}
        notes.append(f"The lab takes its first {said(MOST_TOKENS)} words.")
    return told | ({"note": " ".join(notes)} if notes else {})


def _odd(text: str, counts: Counter[str], longest: int) -> Iterator[str]:
    """What looks like a mistake, or lets nothing be learned."""
    words = counts.total()
    cut = next((word for word in counts if word.endswith("…")), None)
    if words == 1:
        yield "It is a single word, which has no neighbours to learn from."
    elif len(counts) == 1:
        yield f"All its words {'count as one' if cut else 'are the same'}: “{shortened(next(iter(counts)))}”."
    elif longest == 1:
        yield "Each of its sentences is a single word, which has no neighbours to learn from."
    elif words < FEW:
        yield f"There is little to learn from {said(words)} words."
    if cells := _table(text):
        yield f"It looks like a table, as each line has {said(cells)} cells."
    elif words >= FEW and sum(count for word, count in counts.items() if word[0].isdecimal()) > words / 2:
        yield "Most of its words are numbers."
    if cut:
        alike = ": those that begin alike count as one" if words > 1 else ""
        yield f"Words of more than {LONGEST_WORD} letters are cut, as “{shortened(cut)}”{alike}."
    if 3 * len(counts) > 2 * words > 2 * MOST_TOKENS:
        yield f"Of its {said(len(counts))} different words most occur once: the lab takes the most frequent."


def _table(text: str) -> int:
    """How many cells each of its lines has, if they all have as many; 0: it is no table."""
    lines = [line for line in text.split("\n", 1000)[:1000] if line.strip()]
    cells = {len(_CELLS.findall(line)) for line in lines}
    return cells.pop() + 1 if len(lines) >= MANY_LINES and len(cells) == 1 and cells != {0} else 0
