"""A student's text: what was understood of it, so that a mistake is seen, and what each lab has to say of it."""

import re
from collections import Counter
from typing import Any

from app.cells import shortened
from app.problems import bad, problem
from engine.knobs import BadValue
from engine.labs import LABS
from engine.run import Run
from engine.tokens import Split, each
from engine.words import said

MOST_FREQUENT = 10
MOST_FIRST = 24  # words of the first sentence that are shown
FEW = 20  # words, of which nothing is to be said
MANY_LINES = 3  # of as many cells each make a table

_BREAKS = str.maketrans("\v\f\x85\u2028\u2029", "\n" * 5)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_CELLS = re.compile("\t|[;,](?! )")


def parse_text(text: str) -> tuple[bytes, dict[str, Any]]:
    """A text's canonical bytes and a summary. Raises ApiError where there is nothing in it."""
    text = text.translate(_BREAKS)
    if found := _CONTROL.search(text):
        row, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
        raise bad([problem(row, column, f"a control character ({ord(found[0])}): a text has none")])
    if not text.strip():
        raise bad(
            [problem(1, 1, "the text is empty" if not text else "the text is empty: there are only spaces in it")]
        )
    told = summary(text)
    if told.get("refused", {}).keys() >= set(_readers()):
        raise bad([problem(1, 1, next(iter(told["refused"].values())).removesuffix("."))])
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
    cut = next((word for word in counts if word.endswith("…")), None)
    told: dict[str, Any] = {
        "characters": len(text),
        "symbols": len(set(text)),
        "words": counts.total(),
        "lines": text.count("\n") + 1,
        "sentences": sentences,
        "different": len(counts),
        "longest": longest,
        "frequent": [list(pair) for pair in counts.most_common(MOST_FREQUENT)],
        "first": first,
    }
    told |= {"cut": shortened(cut)} if cut else {}
    told |= {"note": note} if (note := _odd(text, counts)) else {}
    return told | _remarks(told)


def _remarks(told: dict[str, Any]) -> dict[str, dict[str, str]]:
    """What the labs that take texts say of this one, and why some of them do not take it, each by its name."""
    remarks, refused = dict[str, str](), dict[str, str]()
    for name, lab in _readers().items():
        try:
            if remark := lab.remark(told):
                remarks[name] = remark
        except BadValue as error:
            refused[name] = str(error)
    return {name: part for name, part in (("remarks", remarks), ("refused", refused)) if part}


def _readers() -> dict[str, type[Run]]:
    """The labs that take texts."""
    return {name: lab for name, lab in LABS.items() if any(knob.data == "text" for knob in lab.knobs().values())}


def _odd(text: str, counts: Counter[str]) -> str:
    """What looks like a mistake, whatever is to be learned."""
    words = counts.total()
    if cells := _table(text):
        return f"It looks like a table, as each line has {said(cells)} cells."
    if words >= FEW and sum(count for word, count in counts.items() if word[0].isdecimal()) > words / 2:
        return "Most of its words are numbers."
    return ""


def _table(text: str) -> int:
    """How many cells each of its lines has, if they all have as many; 0: it is no table."""
    lines = [line for line in text.split("\n", 1000)[:1000] if line.strip()]
    cells = {len(_CELLS.findall(line)) for line in lines}
    return cells.pop() + 1 if len(lines) >= MANY_LINES and len(cells) == 1 and cells != {0} else 0
