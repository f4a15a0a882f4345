"""A student's table as a spreadsheet wrote it: what its columns are, and every mistake in it by row and column.

All columns but the last hold numbers. The last is the target: numbers, or else names of classes. A column is what
most of its cells are: among 200 numbers “1.o” is a mistake and not a class.
"""

import array
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

from app.cells import AMBIGUOUS, Fault, Kind, fault, number, shortened
from app.errors import Problem
from app.problems import MOST_PROBLEMS, bad, problem
from app.rows import Row, Rows
from engine.labs import LABS
from engine.landscapes import Regression
from engine.table import LONGEST_NAME, MOST_CLASSES, MOST_COLUMNS, MOST_INPUTS, Table, in_order, pack
from engine.types import Array
from engine.words import said

MANY_ROWS = 10  # from so many on a class of one row is odd
MOST_SEEN = 1000  # different cells of a column that are no numbers


def parse_table(text: str) -> tuple[bytes, dict[str, Any]]:
    """A table's canonical bytes and a summary. Raises ApiError with every problem's row and column."""
    table = _Reading(Rows(text)).table()
    return pack(table), summary(table)


def summary(table: Table) -> dict[str, Any]:
    """What was understood; a target in names has no lowest and no highest."""
    low, high = ([float(end) for end in ends] for ends in (table.values.min(axis=0), table.values.max(axis=0)))
    told: dict[str, Any] = {
        "rows": len(table.values),
        "columns": list(table.columns),
        "low": [*low[:-1], None] if table.classes else low,
        "high": [*high[:-1], None] if table.classes else high,
    }
    if table.classes:
        told["classes"] = table.counts()
    if note := _lonely(table):
        told["note"] = note
    elif note := _too_steep(table):
        told["remarks"] = {"descent": note}  # other labs scale what they take
    return told


class _Column:
    """What has been met in a column so far, with the first faults of each kind."""

    def __init__(self) -> None:
        self.numbers, self.kinds = 0, Counter[Kind]()
        self.faults: dict[Kind, list[tuple[int, str]]] = {}
        self.seen: dict[str, Fault] = {}

    def take(self, row: int, cell: str) -> None:
        """A cell that is no number. Where there are many different ones, only the first are looked at closely."""
        wrong = self.seen.get(cell)
        if wrong is None:
            wrong = fault(cell) if len(self.seen) < MOST_SEEN else Fault("word", f"“{shortened(cell)}” is not a number")
            if len(self.seen) < MOST_SEEN:
                self.seen[cell] = wrong
        self.kinds[wrong.kind] += 1
        told = self.faults.setdefault(wrong.kind, [])
        if len(told) < MOST_PROBLEMS:
            told.append((row, wrong.words))

    def holds_names(self) -> bool:
        """Whether most cells are words; quantities such as “12 kg” only where few of them come again and again."""
        words = self.kinds["word"] + self.kinds["maybe"]
        if words <= self.numbers + self.kinds["figure"]:
            return False
        return self.kinds["word"] > 0 or (len(self.seen) <= MOST_CLASSES and len(self.seen) < words)

    def problems(self, column: int, last: bool) -> list[Problem]:
        """What is wrong with a column of numbers: where there is none in it, told once."""
        faults = sorted(one for told in self.faults.values() for one in told)
        wrong = self.kinds.total()
        if wrong > 1 and not self.numbers:
            row, words = faults[0]
            only = "" if last or not self.kinds["word"] else ", and only the last may hold names"
            return [problem(row, column, f"{words}; no cell of this column is a number{only}")]
        words_of = dict(self.faults.get("word", []))
        like = f", and {said(self.numbers)} cells of this column are" if self.numbers > 2 else ""
        return [problem(row, column, words + like * (words_of.get(row) == words)) for row, words in faults]


class _Reading:
    """One table on its way in: all rows once for the numbers, and once more where the target is in names."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.problems: list[Problem] = []
        self.numbers = array.array("d")
        first = next(iter(rows), None)
        if first is None:
            raise bad([problem(1, 1, "the file is empty: a table needs at least two rows of numbers")])
        self.header = first if _is_header(first.cells) else None
        self.begin, self.width = first.number, len(first.cells)
        self.columns = [_Column() for _ in first.cells]

    def table(self) -> Table:
        names = self._names()
        self._check_width()
        self._read()
        classes, target = tuple[str, ...](), None
        if self.columns[-1].holds_names():
            classes, target = self._classes()
            faults = self.columns[-1].faults.get("missing", [])
            self.problems += [problem(row, self.width, words) for row, words in faults]
        for column, met in enumerate(self.columns[: -1 if classes else None], start=1):
            self.problems += met.problems(column, column == self.width)
        if any(one["row"] == self.begin for one in self.problems) and self._half_a_header():
            message = "this row holds names and numbers: a header holds names only, and a row of data numbers"
            raise bad([problem(self.begin, 1, message)])
        self._stop_at_problems()
        values = np.array(self.numbers, dtype=np.float64).reshape(-1, self.width)
        if target is not None:
            values[:, -1] = target
        self._check_values(names, values, classes)
        self._stop_at_problems()
        return Table(names, classes, values)

    def _stop_at_problems(self) -> None:
        if self.problems:
            raise bad(self.problems)

    def _half_a_header(self) -> bool:
        """Whether names stand in the first row over columns of numbers."""
        if self.header:
            return False
        named = [met for met in self.columns if any(row == self.begin for row, _ in met.faults.get("word", []))]
        return any(met.numbers > 1 for met in named)

    def _data(self) -> Iterator[Row]:
        return islice(iter(self.rows), 1 if self.header else 0, None)

    def _names(self) -> tuple[str, ...]:
        """The columns' names: of the header, or x and y."""
        if self.header is None:
            inputs = ["x"] if self.width == 2 else [f"x{k}" for k in range(1, self.width)]
            return *inputs, "y"
        names = [_name(cell) for cell in self.header.cells]
        names = [name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…" for name in names]
        for column, name in enumerate(names, start=1):
            if not name:
                message = "this column has no name: give it one, or delete it if it only numbers the rows"
                self.problems.append(problem(self.begin, column, message))
            elif name in names[: column - 1]:
                before = names.index(name) + 1
                message = f"the name “{shortened(name)}” stands over column {before} too"
                self.problems.append(problem(self.begin, column, message))
        return tuple(names)

    def _check_width(self) -> None:
        if self.width == 1:
            message = "this table has one column: wanted are two or more, with commas, semicolons or tabs between them"
            raise bad([problem(self.begin, 1, message)])
        if self.width > MOST_COLUMNS:
            message = f"this table has {self.width} columns: at most {MOST_INPUTS} inputs and the target are taken"
            raise bad([problem(self.begin, MOST_COLUMNS + 1, message)])

    def _read(self) -> None:
        """Every cell's number, NaN where there is none, and what is wrong with the others."""
        good, widths, commas, points = 0, Counter[int](), False, False
        uneven: list[Problem] = []
        for row, cells in self._data():
            widths[len(cells)] += 1
            if len(cells) != self.width:
                if len(uneven) < MOST_PROBLEMS:
                    uneven.append(self._uneven(row, cells, good))
                continue
            good += 1
            for met, cell in zip(self.columns, cells, strict=True):
                found = number(cell)
                if found is None:
                    met.take(row, cell)
                    found = np.nan
                else:
                    met.numbers += 1
                    commas, points = commas or "," in cell, points or "." in cell
                self.numbers.append(found)
        self.problems += uneven[:1] if not good and len(widths) == 1 and len(uneven) > 1 else uneven
        if not self.problems and good < 2:
            raise bad([problem(self.begin, 1, self._short(good))])
        if commas and (points or self.rows.separator == ","):
            self._ambiguous()

    def _short(self, good: int) -> str:
        there = "one row" if good else "only a header" if self.header else "no row"
        return f"there is {there} in this table: it needs at least two rows of numbers"

    def _uneven(self, row: int, cells: list[str], good: int) -> Problem:
        there = len(cells)
        what = "header" if self.header else "first row"
        words = f"this row has {there} column{'s' * (there != 1)}: the {what} has {self.width}"
        if there == 2 * self.width and self.rows.separator == ",":
            words += "; where commas are decimal, semicolons separate"
        elif there == self.width + 1 and self.header and not good:
            words += "; perhaps a column has no name"
        elif there == 1 and any(mark in cells[0] for mark in "\t;,"):
            words += "; perhaps other marks separate its cells"
        return problem(row, min(there, self.width) + (there > self.width), words)

    def _ambiguous(self) -> None:
        """Cells that may be a thousand or a fraction, where the rest of the table does not tell."""
        marks, why = ",.", "; this table has decimal commas and decimal points, so write one kind only"
        if self.rows.separator == ",":
            marks, why = ",", ": write the one that it is"
        for row, cells in self._data():
            for column, cell in enumerate(cells, start=1):
                if AMBIGUOUS.fullmatch(cell) and cell[-4] in marks and len(self.problems) < MOST_PROBLEMS:
                    plain = f"{cell[:-4]}.{cell[-3:]} or {cell[:-4]}{cell[-3:]}"
                    self.problems.append(problem(row, column, f"“{cell}” may mean {plain}{why}"))

    def _classes(self) -> tuple[tuple[str, ...], Array]:
        """The classes of a target in names, and the index of each row's."""
        rows = [(row, _name(cells[-1])) for row, cells in self._data() if len(cells) == self.width]
        first = {name: row for row, name in reversed(rows)}  # where each is met first
        classes, alike = in_order(name for name in first if len(name) <= LONGEST_NAME), dict[str, str]()
        for name, row in sorted(first.items(), key=lambda one: one[1]):
            other = alike.setdefault(name.casefold(), name)
            if len(name) > LONGEST_NAME:
                words = f"the class “{shortened(name)}” has a name of {len(name)} characters: at most {LONGEST_NAME}"
                self.problems.append(problem(row, self.width, words))
            elif other != name:
                words = f"“{name}” and “{other}” of row {first[other]} differ only in capitals: write one of them"
                self.problems.append(problem(row, self.width, words))
        if not self.problems and len(classes) > MOST_CLASSES:
            row = sorted(first.values())[MOST_CLASSES]
            words = f"the last column is the target, and has {said(len(classes))} classes: at most {MOST_CLASSES}"
            self.problems.append(problem(row, self.width, words))
        index = {name: float(k) for k, name in enumerate(classes)}
        return classes, np.array([index.get(name, 0.0) for _, name in rows])

    def _check_values(self, names: tuple[str, ...], values: Array, classes: tuple[str, ...]) -> None:
        """Columns in which nothing changes."""
        row = self.begin + (self.header is not None)
        if len(classes) == 1:
            words = f"every row is of the class “{classes[0]}”: there must be two classes or more"
            self.problems.append(problem(row, self.width, words))
        for column in np.flatnonzero(values.min(axis=0) == values.max(axis=0)).tolist():
            if column < self.width - 1:
                one = "through such points goes no line" if self.width == 2 else "it tells no row from another"
                words = f"every {names[column]} is the same: {one}"
            elif not classes:
                words = f"every {names[column]} is the same: there is nothing to learn"
            else:
                continue
            self.problems.append(problem(row, column + 1, words))


def _is_header(cells: list[str]) -> bool:
    """Whether the first row names the columns: no number in it, nor what was meant as one."""
    if any(number(cell) is not None for cell in cells):
        return False
    kinds = [fault(cell).kind for cell in cells if cell]
    return "word" in kinds and "figure" not in kinds and "missing" not in kinds


def _name(cell: str) -> str:
    return " ".join(cell.split())


def _too_steep(table: Table) -> str | None:
    """A warning where the Descent lab's line diverges at every learning rate, as with years: λ_max grows like x².

    The largest learning rate that is stable is 2/λ_max.
    """
    if len(table.columns) != 2 or table.classes:
        return None
    lowest = LABS["descent"].knobs()["learning_rate"].low or 0
    if 2 / Regression(table.values).curvature(np.zeros(2))[0] >= lowest:
        return None
    low, high = table.values[:, 0].min(), table.values[:, 0].max()
    return (
        f"For the line of the Descent lab: {table.columns[0]} runs from {said(low)} to {said(high)}; "
        "subtract its mean and divide by its spread first, or no learning rate will be small enough."
    )


def _lonely(table: Table) -> str | None:
    """A warning of classes with a single row, which are often mistyped."""
    alone = [f"“{name}”" for name, rows in table.counts().items() if rows == 1]
    if not alone or len(table.values) < MANY_ROWS:
        return None
    if len(alone) == 1:
        return f"Only one row is of the class {alone[0]}: is it mistyped?"
    return f"The classes {', '.join(alone[:-1])} and {alone[-1]} have one row each: are they mistyped?"
