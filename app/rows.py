"""A table's rows as they stand in the file: which mark separates cells, where quotation marks end, what is blank."""

import csv
import re
from collections.abc import Iterator
from typing import NamedTuple

from app.problems import bad, problem

_QUOTED = re.compile(r'"[^"]*"')
_SEPARATOR = re.compile(r"sep=([\t;,| ])", re.IGNORECASE)


class Row(NamedTuple):
    """Its number in the file, and its cells without the empty ones that a spreadsheet adds after the last column."""

    number: int
    cells: list[str]


class Rows:
    """The rows of a text, blank ones left out. Raises ApiError at one that cannot be read.

    One at a time: half a million lists at once would keep the garbage collector, and all who wait for it, busy.
    """

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        first = next((k for k, line in enumerate(self._lines) if line.strip()), 0)
        self._from = first
        if said := _SEPARATOR.fullmatch(self._lines[first].strip(' "')):  # Excel's own line, which is no row
            self._from, self.separator = first + 1, said[1]
        else:
            bare = _QUOTED.sub("", self._first(first))
            self.separator = next((mark for mark in "\t;," if mark in bare), " ")

    def _first(self, start: int) -> str:
        """The first row, which goes over several lines where a quotation mark is open at the end of one."""
        lines, is_open = list[str](), False
        for line in self._lines[start:]:
            lines.append(line)
            is_open ^= line.count('"') % 2 == 1
            if not is_open:
                break
        return "\n".join(lines)

    def __iter__(self) -> Iterator[Row]:
        lines = (line + "\n" for line in self._lines[self._from :])
        reader = csv.reader(lines, delimiter=self.separator, skipinitialspace=True)
        end, width = self._from, 0  # the width: of the first row
        try:
            for cells in reader:
                start, end = end + 1, self._from + reader.line_num
                if end > start:
                    self._closed(start, end, cells)
                cells = [cell.strip() for cell in cells]
                while len(cells) > width and not cells[-1]:
                    cells.pop()
                width = width or len(cells)
                if any(cells):
                    yield Row(start, cells)
        except csv.Error as error:
            if self._from + reader.line_num > end + 1:
                raise bad([problem(end + 1, 1, "a quotation mark in this row never closes")]) from None
            raise bad([problem(end + 1, 1, f"this row cannot be read: {error}")]) from None

    def _closed(self, start: int, end: int, cells: list[str]) -> None:
        """A cell goes over several lines. In a header it may, if what it opens with is closed."""
        marks = sum(line.count('"') for line in self._lines[start - 1 : end])
        if marks % 2 == 0 and start == self._from + 1:
            return
        column = next((k for k, cell in enumerate(cells, start=1) if "\n" in cell), 1)
        ends = "never closes" if marks % 2 else f"closes only in row {end}"
        raise bad([problem(start, column, f"the quotation mark in this cell {ends}")])
