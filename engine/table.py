"""A student's own table in its one form: columns of numbers, the last of them what is to be learned.

    columns  ("sleep", "study", "passed")        the last is the target
    classes  ("no", "yes")                       of a target in names; () where it is a number
    values   (m, k), read-only                   the target is then an index into `classes`

As bytes: a line of JSON with columns and classes, filled up with spaces so that what follows begins at a multiple
of 8, then the numbers row by row as little-endian float64. The same table has the same bytes, whatever its file was.
"""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.types import Array

MOST_INPUTS = 12
MOST_COLUMNS = MOST_INPUTS + 1
MOST_CLASSES = 10
LONGEST_NAME = 60  # characters, of a column and of a class
LONGEST_HEADER = 32_768  # bytes: 23 names of 60 characters, each written with six bytes, and room
_DIGITS = re.compile("([0-9]+)")


@dataclass(frozen=True, eq=False)
class Table:
    """A table that can be learned from. Raises ValueError for anything else."""

    columns: tuple[str, ...]
    classes: tuple[str, ...]
    values: Array  # (m, k)

    def __post_init__(self) -> None:
        if not 2 <= len(self.columns) <= MOST_COLUMNS or not _names(self.columns):
            raise ValueError(f"A table has 2 to {MOST_COLUMNS} columns, each with a name of its own.")
        if len(self.classes) == 1 or len(self.classes) > MOST_CLASSES or not _names(self.classes):
            raise ValueError(f"A table has 2 to {MOST_CLASSES} classes, each with a name of its own, or none.")
        if self.classes != in_order(self.classes):
            raise ValueError(f"The classes of a table are sorted: {', '.join(in_order(self.classes))}.")
        values = np.array(self.values, dtype=np.float64, order="C") if self._writable() else self.values
        if values.ndim != 2 or values.shape[0] < 2 or values.shape[1] != len(self.columns):
            raise ValueError(f"The values are {values.shape}: wanted are two rows or more of {len(self.columns)}.")
        if not np.isfinite(values).all():
            raise ValueError("The values of a table are finite numbers.")
        target = values[:, -1]
        if self.classes and not np.isin(target, np.arange(len(self.classes))).all():
            raise ValueError(f"The target is an index into the classes: a whole number below {len(self.classes)}.")
        values.flags.writeable = False
        object.__setattr__(self, "values", values)

    def _writable(self) -> bool:
        """Whether somebody could still write into the values, or they are of another kind: then they are copied."""
        given: object = self.values
        return not (isinstance(given, np.ndarray) and given.dtype == np.float64 and not given.flags.writeable)

    @property
    def inputs(self) -> tuple[str, ...]:
        return self.columns[:-1]

    @property
    def target(self) -> str:
        return self.columns[-1]

    def counts(self) -> dict[str, int]:
        """How many rows each class has; empty where the target is a number."""
        rows = np.bincount(self.values[:, -1].astype(np.int64), minlength=len(self.classes)) if self.classes else ()
        return dict(zip(self.classes, map(int, rows), strict=True))


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names as a person sorts them: numbers by their value and first, "class 2" before "class 10"."""
    return tuple(sorted(names, key=_rank))


def pack(table: Table) -> bytes:
    """The table as bytes; `unpack` makes it of them again."""
    return _header(table.columns, table.classes) + table.values.astype("<f8", copy=False).tobytes()


def unpack(data: bytes) -> Table:
    """The table that `pack` made these bytes of. Raises ValueError for any others; the values are not copied."""
    end = data.find(b"\n", 0, LONGEST_HEADER) + 1
    try:
        header = json.loads(data[:end]) if end else None
    except RecursionError:
        header = None
    match header:
        case {"columns": list(columns), "classes": list(classes), **rest} if not rest and _texts(columns + classes):
            names = tuple(columns), tuple(classes)
        case _:
            raise ValueError("These bytes are no table: it begins with a line that names columns and classes.")
    if _header(*names) != data[:end]:
        raise ValueError("These bytes are no table: its first line has another form.")
    width = 8 * len(columns)
    if not width or (len(data) - end) % width:
        raise ValueError(f"These bytes are no table: each of its rows takes {width} bytes.")
    values = np.frombuffer(data, "<f8", offset=end).astype(np.float64, copy=False)
    values.flags.writeable = False
    return Table(*names, values.reshape(-1, len(columns)))


def _header(columns: tuple[str, ...], classes: tuple[str, ...]) -> bytes:
    names = {"columns": columns, "classes": classes}
    line = json.dumps(names, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return line + b" " * (-(len(line) + 1) % 8) + b"\n"


def _names(names: tuple[str, ...]) -> bool:
    """Whether these are short texts, no two of them the same."""
    return len(set(names)) == len(names) and all(
        isinstance(name, str) and 0 < len(name) <= LONGEST_NAME and name == name.strip() for name in names
    )


def _texts(names: list[Any]) -> bool:
    return all(isinstance(name, str) for name in names)


def _rank(name: str) -> tuple[float, list[str | int], str]:
    """What a name is sorted by. Between digits stand texts, so that equal places hold things of one kind."""
    try:
        number = float(name)
    except ValueError:
        number = math.inf
    parts: list[str | int] = list(_DIGITS.split(name.casefold()))
    parts[1::2] = [int(part) for part in parts[1::2]]
    return number if math.isfinite(number) else math.inf, parts, name
