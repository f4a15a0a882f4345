"""What a page calls a student's own data: a line for a list, and a sentence about what is to be learned."""

from collections.abc import Mapping
from typing import Any, Literal

from app.cells import shortened
from engine.words import said

SHOWN_INPUTS = 3


def label(kind: Literal["table", "text"], summary: Mapping[str, Any]) -> str:
    """A line: "Your table (120 rows: sleep, study → score)"."""
    if kind == "text":
        return f"Your text ({_many(summary.get('words', 0), 'word')})"
    return (
        f"Your table ({_many(summary['rows'], 'row')}: {_mapping(summary)})" if "columns" in summary else "Your table"
    )


def about(kind: Literal["table", "text"], summary: Mapping[str, Any]) -> str:
    """What is to be learned of a table, and what looks like a mistake in it; not what concerns one lab only."""
    if kind == "text" or "columns" not in summary:
        return ""
    if classes := summary.get("classes"):
        learned = ": " + ", ".join(f"{said(rows)} {shortened(name)}" for name, rows in classes.items())
    else:
        learned = f", which runs from {said(summary['low'][-1])} to {said(summary['high'][-1])}"
    note = "" if "note_lab" in summary else summary.get("note", "")
    return f"{_mapping(summary)}{learned}. {note}".strip()


def _mapping(summary: Mapping[str, Any]) -> str:
    """From what to what: "sleep, study → score"."""
    *inputs, target = (shortened(name) for name in summary["columns"])
    shown = inputs if len(inputs) <= SHOWN_INPUTS else inputs[: SHOWN_INPUTS - 1]
    more = f" and {len(inputs) - len(shown)} more" if len(inputs) > len(shown) else ""
    return f"{', '.join(shown)}{more} → {target}"


def _many(count: int, what: str) -> str:
    return f"{said(count)} {what}{'s' * (count != 1)}"
