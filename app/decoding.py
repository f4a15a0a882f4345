"""A file as text, or what it is instead: an Excel workbook, a web page and a text in UTF-16 are often taken for CSV."""

import json
import re
import unicodedata
from typing import Literal

from app.problems import bad, problem
from engine.tokens import MOST_MARKS, pile

_SAVE = {
    "table": "save the table as “CSV UTF-8” and hand that file in",
    "text": "save the text as plain text in UTF-8 and hand that file in",
}
_FORMATS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word file (xls, doc)"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"{\\rtf", "formatted text (RTF)"),
    (b"SQLite format 3", "a database (SQLite)"),
    (b"PAR1", "a Parquet file"),
    (b"\x93NUMPY", "a NumPy file"),
    (b"\x89HDF", "an HDF5 file"),
)
"""How files begin that are no text, and what they are called."""

_IN_ZIP = (
    (b"xl/", "an Excel workbook (xlsx)"),
    (b"opendocument.spreadsheet", "a LibreOffice spreadsheet (ods)"),
    (b"word/", "a Word document (docx)"),
    (b"Index/", "a Numbers or Pages document"),
)
_UNSEEN = dict.fromkeys([0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF])
"""Characters without a shape, which come along when cells are copied from a web page."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_PAGE = re.compile(r"\s*<(!doctype|html|head|body|table|\?xml|!--)", re.IGNORECASE)


def decode(kind: Literal["table", "text"], data: bytes) -> str:
    """The text in a file, in Unicode's composed form, its lines ended by \\n. Raises ApiError with row and column."""
    if what := _format(data):
        told = f"{what}, not a table" if kind == "table" else what.partition(", ")[0]
        raise bad([problem(1, 1, f"this is {told}: {_SAVE[kind]}")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        message = "this is not UTF-8 text: save the file as UTF-8"
        raise bad([problem(*_place(before.replace("\r\n", "\n"), kind), message)]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (at := pile(text)) >= 0:
        raise bad([problem(*_place(text[:at], kind), f"there are more than {MOST_MARKS} marks upon one letter")])
    text = unicodedata.normalize("NFC", text)
    if kind == "table":
        return _for_table(text)
    if _PAGE.match(text):
        raise bad([problem(1, 1, f"this is a web page or XML: {_SAVE['text']}")])
    return text


def _for_table(text: str) -> str:
    if what := _other(text):
        raise bad([problem(1, 1, f"this is {what}, not a table: {_SAVE['table']}")])
    if found := _CONTROL.search(text):
        message = f"a control character ({ord(found[0])}): a table has none"
        raise bad([problem(*_place(text[: found.start()], "table"), message)])
    return text.translate(_UNSEEN)


def _format(data: bytes) -> str | None:
    """What a file that is no UTF-8 text is, if it can be told."""
    if data.startswith(b"PK\x03\x04"):
        return next((what for mark, what in _IN_ZIP if mark in data), "a compressed file (zip)")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (len(data) > 3 and 0 in data[:2] and data[:2] != b"\0\0"):
        return "text in UTF-16, which Excel calls “Unicode Text”"
    if len(data) > 3 and data[1] == data[3] == 0 != data[0]:
        return "text in UTF-16, which Excel calls “Unicode Text”"
    return next((what for mark, what in _FORMATS if data.startswith(mark)), None)


def _other(text: str) -> str | None:
    """What a text is that was written for another program, if it can be told."""
    if _PAGE.match(text):
        return "a web page or XML"
    begin = text.lstrip()[:1]
    if begin == "{":
        return "JSON"
    if begin == "[":
        try:
            json.loads(text)
            return "JSON"
        except ValueError:
            return None
        except RecursionError:
            return "JSON"
    return None


def _place(before: str, kind: str) -> tuple[int, int]:
    """The row and the column after this much of a file: of a table the cell, of a text the character."""
    line = before[before.rfind("\n") + 1 :]
    column = len(re.findall("[\t;,]", line)) if kind == "table" else len(line)
    return before.count("\n") + 1, column + 1
