"""A student's own data: read once, checked, kept for a while under a name made from their content.

Whatever the file looked like, what is kept is canonical, so the same data have the same name everywhere.
A table is its m × 2 numbers as little-endian float64, row by row. A text is UTF-8, NFC, lines end in \\n.
"""

import array
import csv
import hashlib
import io
import math
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import numpy as np

from app.errors import ApiError, Problem, unknown
from engine.labs import LABS
from engine.landscapes import Regression
from engine.run import Run
from engine.words import said

Kind = Literal["table", "text"]
PREFIX = "sha256:"
COLUMNS = 2
MOST_PROBLEMS = 20
LARGEST = 1e9  # squares and sums of such numbers are still far from the end of the floats


@dataclass
class Kept:
    """Data under their name, until nobody has used them for long enough."""

    name: str
    kind: Kind
    content: bytes
    summary: dict[str, Any]
    expires: float  # seconds since 1970

    def public(self) -> dict[str, Any]:
        until = datetime.fromtimestamp(self.expires, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {"data": self.name, "kind": self.kind, "summary": self.summary, "expires": until}


def named(lab: type[Run], config: Mapping[str, Any]) -> dict[str, tuple[str, Kind]]:
    """The names of data in a configuration, and the kind that is wanted there, by knob."""
    given = [(knob, config.get(knob.name)) for knob in lab.knobs().values() if knob.data]
    return {k.name: (v, k.data) for k, v in given if isinstance(v, str) and v.startswith(PREFIX) and k.data}


class DataStore:
    """All uploaded data, bounded in bytes and in time. Where room is needed, those least lately used go first.

    A run that has begun keeps its own data, whatever becomes of them here.
    """

    def __init__(self, bytes: int, seconds: float, clock: Callable[[], float] = time.time) -> None:
        self._bytes, self._seconds, self._clock = bytes, seconds, clock
        self._kept: dict[str, Kept] = {}  # the least lately used first

    def add(self, kind: Kind, content: bytes, summary: dict[str, Any]) -> Kept:
        """Keep canonical bytes; the same ones again only live longer. Raises ApiError where they alone are too many."""
        name = PREFIX + hashlib.sha256(kind.encode() + b"\n" + content).hexdigest()
        self._expire()
        if len(content) > self._bytes:
            words = f"These data need {said(len(content))} bytes, and there are {said(self._bytes)} for all together."
            raise ApiError(413, "too_large", words)
        kept = self._kept.pop(name, None) or Kept(name, kind, content, summary, 0)
        while self._used() + len(content) > self._bytes:
            del self._kept[next(iter(self._kept))]
        kept.expires = self._clock() + self._seconds
        self._kept[name] = kept
        return kept

    def get(self, name: str, kind: Kind) -> bytes:
        """The content kept under a name. Raises ApiError."""
        self._expire()
        kept = self._kept.pop(name, None)
        if kept is None:
            raise unknown("data", name, "They may have expired: send the file again.")
        kept.expires = self._clock() + self._seconds
        self._kept[name] = kept
        if kept.kind != kind:
            raise ApiError(
                422, "bad_value", f"These data are a {kept.kind}, and a {kind} is wanted.", "data", name, kind
            )
        return kept.content

    def used_by(self, lab: type[Run], config: Mapping[str, Any]) -> bytes | None:
        """The data that a configuration names, if it names any. Raises ApiError."""
        for name, kind in named(lab, config).values():
            return self.get(name, kind)
        return None

    def _used(self) -> int:
        return sum(len(kept.content) for kept in self._kept.values())

    def _expire(self) -> None:
        now = self._clock()
        for name in [name for name, kept in self._kept.items() if kept.expires <= now]:
            del self._kept[name]


def parse(kind: Kind, data: bytes) -> tuple[bytes, dict[str, Any]]:
    """A file as canonical bytes and a summary. Raises ApiError with every problem's row and column."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise _bad([_problem(row, column, "this is not UTF-8 text: save the file as UTF-8")]) from None
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _text(text) if kind == "text" else _table(text)


def _text(text: str) -> tuple[bytes, dict[str, Any]]:
    words = len(text.split())
    for row, line in enumerate(text.split("\n"), start=1):
        for column, letter in enumerate(line, start=1):
            if letter != "\t" and unicodedata.category(letter) == "Cc":
                raise _bad([_problem(row, column, f"a control character ({ord(letter)}): a text has none")])
    if not words:
        raise _bad([_problem(1, 1, "the text is empty")])
    return text.encode(), {"characters": len(text), "words": words, "lines": text.count("\n") + 1}


def _table(text: str) -> tuple[bytes, dict[str, Any]]:
    names, numbers, problems, first = ["x", "y"], array.array("d"), list[Problem](), 0
    for row, cells in _rows(text, problems):
        if not first and len(cells) == COLUMNS and not any(_number(cell) is not None for cell in cells):
            names = [cell[:60] or name for cell, name in zip(cells, names, strict=True)]
            first = -1
            continue
        first = row if first <= 0 else first
        _take(row, cells, numbers, problems)
        if len(problems) >= MOST_PROBLEMS:
            break
    if not problems:
        x, y = numbers[0::2], numbers[1::2]
        if len(x) < 2:
            problems.append(_problem(1, 1, "the table needs at least two rows of numbers"))
        elif min(x) == max(x):
            problems.append(_problem(first, 1, "every x is the same: through such points goes no line"))
    if problems:
        raise _bad(problems)
    canonical = np.array(numbers, "<f8").tobytes()
    summary: dict[str, Any] = {
        "rows": len(x),
        "columns": names,
        "low": [min(x), min(y)],
        "high": [max(x), max(y)],
    }
    if note := _too_steep(numbers, names[0]):
        summary["note"] = note
    return canonical, summary


def _too_steep(numbers: "array.array[float]", name: str) -> str | None:
    """A warning where descent diverges at every learning rate there is, as with x = 1990 … 2020: λ_max grows like x².

    The largest learning rate that is stable is 2/λ_max.
    """
    points = np.array(numbers).reshape(-1, COLUMNS)
    stable, lowest = 2 / Regression(points).curvature(np.zeros(2))[0], LABS["descent"].knobs()["learning_rate"].low or 0
    if stable >= lowest:
        return None
    low, high = points[:, 0].min(), points[:, 0].max()
    return (
        f"{name} runs from {said(low)} to {said(high)}: subtract its mean and divide by its spread first, "
        "or no learning rate will be small enough."
    )


def _rows(text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Rows with their number in the file, blank ones left out; ends at one that cannot be read, which is a problem.

    One at a time: half a million lists at once would keep the garbage collector, and all who wait for it, busy.
    """
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    separator = next((mark for mark in "\t;," if mark in first), " ")
    reader = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True)
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        problems[:] = [_problem(reader.line_num, 1, f"this row cannot be read: {error}")]


def _take(row: int, cells: list[str], numbers: "array.array[float]", problems: list[Problem]) -> None:
    """The two numbers of a row, or what is wrong with it."""
    if len(cells) != COLUMNS:
        wide = f"this row has {len(cells)} column{'s' * (len(cells) != 1)}: two are wanted, x and y"
        problems.append(_problem(row, min(len(cells), COLUMNS) + (len(cells) > COLUMNS), wide))
        return
    for column, cell in enumerate(cells, start=1):
        number = _number(cell)
        if number is None or not abs(number) <= LARGEST:
            given = f"“{cell[:40]}” is not a number" if cell else "this cell is empty: wanted is a number"
            problems.append(_problem(row, column, f"{given} within ±{said(LARGEST)}"))
        else:
            numbers.append(number)


def _number(cell: str) -> float | None:
    text = cell.replace("−", "-")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")  # a decimal comma: here a comma no longer separates
    try:
        number = float(text) if "_" not in text else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _problem(row: int, column: int, message: str) -> dict[str, Any]:
    return {"row": row, "column": column, "message": message}


def _bad(problems: list[Problem]) -> ApiError:
    first = problems[0]
    message = f"Row {first['row']}, column {first['column']}: {first['message']}."
    return ApiError(422, "bad_data", message, problems=problems)
