"""What a page calls a student's own data: a line for a list, and a sentence about what is to be learned."""

from collections.abc import Mapping
from typing import Any, Literal

from app.cells import shortened
from engine.words import said

SHOWN_INPUTS = 3


def label(kind: Literal["table", "text"], summary: Mapping[str, Any]) -> str:
    """A line: "Your table (120 rows: sleep, study → score)"."""
    if kind == "text":
        words, letters = summary.get("words", 0), summary.get("characters", 0)
        return f"Your text ({_many(words, 'word') if words or not letters else _many(letters, 'character')})"
    return (
        f"Your table ({_many(summary['rows'], 'row')}: {_mapping(summary)})" if "columns" in summary else "Your table"
    )


def about(kind: Literal["table", "text"], summary: Mapping[str, Any]) -> str:
    """What is to be learned of a table or was read of a text, and what looks like a mistake in it; not what concerns
    one lab only."""
    if kind == "text":
        return _read(summary)
    if "columns" not in summary:
        return ""
    if classes := summary.get("classes"):
        learned = ": " + ", ".join(f"{said(rows)} {shortened(name)}" for name, rows in classes.items())
    else:
        learned = f", which runs from {said(summary['low'][-1])} to {said(summary['high'][-1])}"
    return f"{_mapping(summary)}{learned}. {_note(summary)}".strip()


def _read(summary: Mapping[str, Any]) -> str:
    """What was read of a text: "9 words, 8 different, in 1 sentence; most often “the” (2)."."""
    if not summary.get("frequent"):
        return _note(summary)
    (word, count), *_ = summary["frequent"]
    often = f"; most often “{shortened(word)}” ({said(count)})" if count > 1 else ""
    words, sentences = _many(summary["words"], "word"), _many(summary["sentences"], "sentence")
    return f"{words}, {said(summary['different'])} different, in {sentences}{often}. {_note(summary)}".strip()


def _note(summary: Mapping[str, Any]) -> str:
    return str(summary.get("note", ""))


def _mapping(summary: Mapping[str, Any]) -> str:
    """From what to what: "sleep, study → score"."""
    *inputs, target = (shortened(name) for name in summary["columns"])
    shown = inputs if len(inputs) <= SHOWN_INPUTS else inputs[: SHOWN_INPUTS - 1]
    more = f" and {len(inputs) - len(shown)} more" if len(inputs) > len(shown) else ""
    return f"{', '.join(shown)}{more} → {target}"


def _many(count: int, what: str) -> str:
    return f"{said(count)} {what}{'s' * (count != 1)}"
