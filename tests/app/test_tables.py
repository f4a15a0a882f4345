"""A table as spreadsheets, notebooks and hands write it: read alike, and every mistake told by row and column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data import DataStore, parse
from app.errors import ApiError
from engine.table import Table, unpack

MALFORMED = [
    ("1,2,cat\n3,4,dog\n5,6,Cat \n", 3, 3, "“Cat” and “cat” of row 1 differ only in capitals: write one of them"),
    (
        "x,y\n1,50%\n2,60%\n",
        2,
        2,
        "“50%” has a percent sign: write 50, and % in the column’s name; no cell of this column is a number",
    ),
    ("x;y\n1;1,234,567.5\n2;3\n", 2, 2, "“1,234,567.5” has thousands separators: write 1234567.5"),
    ('x,y\n1,"1,234"\n2,"3,456"\n', 2, 2, "“1,234” may mean 1.234 or 1234: write the one that it is"),
    (
        "x;y\n1.5;1.234\n2;3,4\n",
        2,
        2,
        "“1.234” may mean 1.234 or 1234; this table has decimal commas and decimal points, so write one kind only",
    ),
    ("x;y\n1;1 234\n2;3\n", 2, 2, "“1 234” has thousands separators: write 1234"),
    ("x;y\n1;1'234,5\n2;3\n", 2, 2, "“1'234,5” has thousands separators: write 1234.5"),
    (
        "x,y\n12 kg,3\n13 kg,4\n",
        2,
        1,
        "“12 kg” has a unit: write 12, and the unit in the column’s name; no cell of this column is a number",
    ),
    (
        "x,y\n1,12 kg\n2,13 kg\n3,14 kg\n",
        2,
        2,
        "“12 kg” has a unit: write 12, and the unit in the column’s name; no cell of this column is a number",
    ),
    (
        "day,y\n2024-05-01,3\n2024-05-02,4\n",
        2,
        1,
        "“2024-05-01” is a date: write a number, such as the days since the first; no cell of this column is a number",
    ),
    (
        "day;y\n01.05.2024;3\n02.05.2024;4\n",
        2,
        1,
        "“01.05.2024” is a date: write a number, such as the days since the first; no cell of this column is a number",
    ),
    ("day,y\n2-Jan,3\n5,4\n", 2, 1, "“2-Jan” is a date: write a number, such as the days since the first"),
    ("t,y\n12:30,3\n5,4\n", 2, 1, "“12:30” is a time: write a number, such as the minutes since the first"),
    ("t,y\n1/2,3\n5,4\n", 2, 1, "“1/2” is a fraction: write 0.5"),
    ("t,y\n10-20,3\n5,4\n", 2, 1, "“10-20” is a range: write one number"),
    ("t,y\n$5,3\n5,4\n", 2, 1, "“$5” has a currency sign: write the number alone"),
    ("t,y\nNA,3\n5,4\n6,7\n", 2, 1, "“NA” stands for a missing value: fill the cell, or delete the row"),
    ("t,y\n3,a\n5,NA\n6,b\n", 3, 2, "“NA” stands for a missing value: fill the cell, or delete the row"),
    (
        "name,age,score\nAnna,12,3\nBo,13,4\nCy,14,5\n",
        2,
        1,
        "“Anna” is not a number; no cell of this column is a number, and only the last may hold names",
    ),
    (",x,y\n0,1,2\n1,3,4\n", 1, 1, "this column has no name: give it one, or delete it if it only numbers the rows"),
    ("x,x,y\n0,1,2\n1,3,4\n", 1, 2, "the name “x” stands over column 1 too"),
    (
        "x\n1\n2\n",
        1,
        1,
        "this table has one column: wanted are two or more, with commas, semicolons or tabs between them",
    ),
    (
        "c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11,c12,c13,c14,c15,c16,c17,c18,c19\n",
        1,
        14,
        "this table has 20 columns: at most 12 inputs and the target are taken",
    ),
    ("x,y\n", 1, 1, "there is only a header in this table: it needs at least two rows of numbers"),
    ("x,y,z\n1,2,3\n1,5,6\n", 2, 1, "every x is the same: it tells no row from another"),
    ("x,y\n1,2\n2,2\n", 2, 2, "every y is the same: there is nothing to learn"),
    ("x,y\n1,a\n2,a\n", 2, 2, "every row is of the class “a”: there must be two classes or more"),
    ('x,y\n1,"2\n3,4\n', 2, 2, "the quotation mark in this cell never closes"),
    ('x,y\n1,"2\n3,"4\n', 2, 2, "the quotation mark in this cell closes only in row 3"),
    ('"x,y\n1,2\n3,4\n', 1, 1, "the quotation mark in this cell never closes"),
    ("x,y\n1,2\n3,4\x00\n", 3, 2, "a control character (0): a table has none"),
    (
        "<!DOCTYPE html><html>",
        1,
        1,
        "this is a web page or XML, not a table: save the table as “CSV UTF-8” and hand that file in",
    ),
    ('{"a":1}', 1, 1, "this is JSON, not a table: save the table as “CSV UTF-8” and hand that file in"),
    ("[[1,2],[3,4]]", 1, 1, "this is JSON, not a table: save the table as “CSV UTF-8” and hand that file in"),
    ("x,y\n1,5,2\n2,6,3\n", 2, 3, "this row has 3 columns: the header has 2; perhaps a column has no name"),
    (
        "x,y\n1,5,2,3\n2,5,3,1\n",
        2,
        3,
        "this row has 4 columns: the header has 2; where commas are decimal, semicolons separate",
    ),
    (
        "x,2020\n1,2\n2,3\n",
        1,
        1,
        "this row holds names and numbers: a header holds names only, and a row of data numbers",
    ),
    (
        "ill,y\nyes,2\nno,3\nyes,4\n",
        2,
        1,
        "“yes” is not a number: write 1 and 0; no cell of this column is a number, and only the last may hold names",
    ),
    ("x,y\n1,2\n3;4\n5,6\n", 3, 1, "this row has 1 column: the header has 2; perhaps other marks separate its cells"),
    ("x,y\n1,inf\n2,3\n", 2, 2, "“inf” is not a finite number"),
    ("x,y\n1,1e999\n2,3\n", 2, 2, "“1e999” lies beyond ±1 000 000 000"),
    ("x,y\n1,2e9\n2,3\n", 2, 2, "“2e9” lies beyond ±1 000 000 000"),
    ("x,y\n1,#DIV/0!\n2,3\n", 2, 2, "“#DIV/0!” is a spreadsheet’s error: mend the formula"),
    (
        "x,y\n20°C,1\n21 °C,2\n",
        2,
        1,
        "“20°C” has a unit: write 20, and the unit in the column’s name; no cell of this column is a number",
    ),
    ("x,y\n1,2\n3,four\n", 3, 2, "“four” is not a number"),
    ("x,y\n1,\n3,4\n5,6\n", 2, 2, "this cell is empty: fill it, or delete the row"),
    ("\n\n", 1, 1, "the file is empty: a table needs at least two rows of numbers"),
    ("x,y\n1,2\n3\n", 3, 1, "this row has 1 column: the header has 2"),
    ("x,y\n1,2\n3,4,5\n", 3, 3, "this row has 3 columns: the header has 2"),
    ("x,y\n1,2\n", 1, 1, "there is one row in this table: it needs at least two rows of numbers"),
    ("x;y\n1;5 €\n3;4\n5;6\n", 2, 2, "“5 €” has a currency sign: write the number alone"),
    ("x,pet\n1,cat\n2,dog\n3,Cat\n", 4, 2, "“Cat” and “cat” of row 2 differ only in capitals: write one of them"),
    (
        "x,y\n1,nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\n2,b\n",
        2,
        2,
        "the class “nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…” has a name of 61 characters: at most 60",
    ),
    (
        "x,y\n1,a" + "1" * 5000 + "\n2,b\n3,b\n",
        2,
        2,
        "the class “a11111111111111111111111111111111111111…” has a name of 5001 characters: at most 60",
    ),
    ("x;y\n1;12\xa0345\n2;3\n", 2, 2, "“12 345” has thousands separators: write 12345"),
    ("x,y\n1_0,2\n3,4\n", 2, 1, "“1_0” is not a number"),
    ("x,y,k\n1,?,a\n2,3,b\n", 2, 2, "“?” stands for a missing value: fill the cell, or delete the row"),
    ("x,y\n1,3 ± 0.1\n2,3\n", 2, 2, "“3 ± 0.1” is a range: write one number"),
    ("x,y\n<5,1\n2,3\n", 2, 1, "“<5” is a range: write one number"),
    (
        "<?xml version='1.0'?>\n",
        1,
        1,
        "this is a web page or XML, not a table: save the table as “CSV UTF-8” and hand that file in",
    ),
    ("x,y\n=A1,1\n2,3\n", 2, 1, "“=A1” is a formula: save its value"),
    ("x,y\n5 µm,1\n2,3\n", 2, 1, "“5 µm” has a unit: write 5, and the unit in the column’s name"),
]


def refused(data: bytes) -> ApiError:
    with pytest.raises(ApiError) as caught:
        parse("table", data)
    assert caught.value.status == 422
    return caught.value


def read(text: str) -> Table:
    return unpack(parse("table", text.encode())[0])


@pytest.mark.parametrize(("text", "row", "column", "message"), MALFORMED)
def test_what_is_wrong_is_told_where_it_stands(text: str, row: int, column: int, message: str) -> None:
    error = refused(text.encode())
    assert error.problems is not None
    assert error.problems[0] == {"row": row, "column": column, "message": message}
    assert error.message == f"Row {row}, column {column}: {message}."


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("x,y\n1,2\n".encode("utf-16"), "text in UTF-16, which Excel calls “Unicode Text”"),
        ("x,y\n1,2\n".encode("utf-16-be"), "text in UTF-16, which Excel calls “Unicode Text”"),
        ("x,y\n1,2\n".encode("utf-16-le"), "text in UTF-16, which Excel calls “Unicode Text”"),
        (b"PK\x03\x04\x14 xl/workbook.xml", "an Excel workbook (xlsx)"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "a LibreOffice spreadsheet (ods)"),
        (b"PK\x03\x04 word/document.xml", "a Word document (docx)"),
        (b"PK\x03\x04 a.csv", "a compressed file (zip)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word file (xls, doc)"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x89PNG\r\n", "a picture (PNG)"),
        (b"\x1f\x8b\x08", "a compressed file (gzip)"),
        (b"{\\rtf1", "formatted text (RTF)"),
        (b" <!DOCTYPE html><html>", "a web page or XML"),
        (b'{"x": [1, 2]}', "JSON"),
        (b"[[1, 2], [3, 4]]", "JSON"),
        (b"[" * 100_000, "JSON"),
    ],
)
def test_a_file_of_another_kind_is_called_by_its_name(data: bytes, what: str) -> None:
    message = refused(data).message
    assert (
        message == f"Row 1, column 1: this is {what}, not a table: save the table as “CSV UTF-8” and hand that file in."
    )


def test_a_mistyped_number_is_no_class() -> None:
    rows = "".join(f"{k},{k / 7:.2f}\n" for k in range(200))
    error = refused(f"x,y\n{rows}1,1.o\n".encode())
    assert error.message == "Row 202, column 2: “1.o” is not a number, and 200 cells of this column are."


def test_too_many_classes_are_told_at_the_first_too_many() -> None:
    error = refused("".join(f"{k},name {k % 12}\n" for k in range(50)).encode())
    assert error.message == "Row 11, column 2: the last column is the target, and has 12 classes: at most 10."


def test_latin_1_is_told_at_its_cell() -> None:
    error = refused("x;y\n1;2\n3;größe\n".encode("latin-1"))
    assert error.message == "Row 3, column 2: this is not UTF-8 text: save the file as UTF-8."


def test_all_mistakes_are_told_in_reading_order() -> None:
    error = refused(b"x,y,z\n1,two,3\n4,5,six\nseven,8,9\n1,2,3\n2,3,4\n")
    assert [(one["row"], one["column"]) for one in error.problems or ()] == [(2, 2), (3, 3), (4, 1)]


def test_a_target_in_names_becomes_classes() -> None:
    table = read("height,weight,kind\n1,2,cat \n3,4, dog\n5,6,cat\n7,8,a  mouse\n")
    assert (table.columns, table.classes) == (("height", "weight", "kind"), ("a mouse", "cat", "dog"))
    assert table.values.tolist() == [[1, 2, 1], [3, 4, 2], [5, 6, 1], [7, 8, 0]]


def test_numbers_among_names_are_names() -> None:
    table = read("1,A\n2,10\n3,9\n4,B\n5,B\n")
    assert table.classes == ("9", "10", "A", "B")
    assert table.values[:, 1].tolist() == [2, 1, 0, 3, 3]


@pytest.mark.parametrize("names", ["1st 2nd 1st", "18-25 26-40 18-25", "2023/24 2024/25 2023/24"])
def test_quantities_that_come_again_are_classes(names: str) -> None:
    text = "".join(f"{k},{name}\n" for k, name in enumerate(names.split()))
    assert read(text).classes == tuple(sorted(set(names.split())))


def test_the_summary_tells_what_was_understood() -> None:
    _, summary = parse("table", b"a;b;kind\n1,5;2;dog\n3;4;cat\n5;6;cat\n")
    assert summary == {
        "rows": 3,
        "columns": ["a", "b", "kind"],
        "low": [1.5, 2, None],
        "high": [5, 6, None],
        "classes": {"cat": 2, "dog": 1},
    }


def test_a_class_of_one_row_is_noted() -> None:
    rows = "".join(f"{k},{'cat' if k % 2 else 'dog'}\n" for k in range(12))
    assert "note" not in parse("table", rows.encode())[1]
    note = parse("table", f"{rows}12,cta\n".encode())[1]["note"]
    assert note == "Only one row is of the class “cta”: is it mistyped?"
    note = parse("table", f"{rows}12,cta\n13,dgo\n".encode())[1]["note"]
    assert note == "The classes “cta” and “dgo” have one row each: are they mistyped?"


@pytest.mark.parametrize(
    "text",
    [
        "sleep;study;score\n1,5;2;3\n4;5;6\n",
        "sleep,study,score\r\n1.5,2,3\r\n4,5,6\r\n",
        "\ufeffsleep\tstudy\tscore\n1.50\t2.0\t3\n\n4\t5\t6",
        "sleep study score\n1.5  2 3\n4 5 6\n",
        '"sleep","study","score"\n"1.5","2","3"\n"4","5","6"\n',
        "sep=;\nsleep;study;score\n1.5;2;3\n4;5;6\n",
        "sleep,study,score,,\n1.5,2,3,,\n4,5,6,,\n,,,,\n",
        "\u200bsleep,study,score\n1.5\u200b,2,\u00a03\n4,5,6\n",
        "\n\nsleep,study,score\r1.5e0,2,+3\r4,5,6\r",
    ],
)
def test_the_same_table_has_the_same_name_whatever_its_file_was(text: str) -> None:
    store = DataStore(10_000, seconds=60)
    usual, other = (
        store.add("table", *parse("table", one.encode())) for one in ("sleep,study,score\n1.5,2,3\n4,5,6\n", text)
    )
    assert other.name == usual.name
    assert other.public()["label"] == "Your table (2 rows: sleep, study → score)"


def test_names_differ_where_the_header_does() -> None:
    assert parse("table", b"a,b\n1,2\n3,4\n")[0] != parse("table", b"a,c\n1,2\n3,4\n")[0]


def test_long_names_are_cut_and_lines_of_a_header_joined() -> None:
    table = read(f'"hours\nof sleep",{"n" * 80}\n1,2\n3,4\n')
    assert table.columns == ("hours of sleep", "n" * 59 + "…")


def test_without_a_header_columns_are_numbered() -> None:
    assert read("1,2,3\n4,5,6\n").columns == ("x1", "x2", "y")
    assert read("1,2\n4,5\n").columns == ("x", "y")


@pytest.mark.parametrize(
    ("text", "label", "about"),
    [
        ("x,y\n1,2\n3,4\n", "Your table (2 rows: x → y)", "x → y, which runs from 2 to 4."),
        (
            "a,b,c,d,y\n1,2,3,4,no\n2,3,4,5,yes\n",
            "Your table (2 rows: a, b and 2 more → y)",
            "a, b and 2 more → y: 1 no, 1 yes.",
        ),
        (
            f"{'n' * 50},y\n1,2\n3,4\n",
            f"Your table (2 rows: {'n' * 39}… → y)",
            f"{'n' * 39}… → y, which runs from 2 to 4.",
        ),
    ],
)
def test_a_page_calls_it_by_what_is_in_it(text: str, label: str, about: str) -> None:
    told = DataStore(10_000, seconds=60).add("table", *parse("table", text.encode())).public()
    assert (told["label"], told["about"]) == (label, about)


CELLS = st.one_of(
    st.sampled_from(
        ["1", "2.5", "−3", "1,5", "1,234", "cat", "Cat", "NA", "", "50%", "1e999", '"', "2024-05-01", "1/0"]
    ),
    st.text(max_size=6),
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=6), st.sampled_from(",;\t |"))
def test_any_text_is_a_table_or_has_problems(rows: list[list[str]], separator: str) -> None:
    text = "\n".join(separator.join(cells) for cells in rows)
    try:
        content, summary = parse("table", text.encode(errors="replace"))
    except ApiError as error:
        assert error.status == 422 and error.problems and len(error.problems) <= 20
        assert all(one["row"] >= 1 and one["column"] >= 1 and one["message"] for one in error.problems)
    else:
        assert len(unpack(content).values) == summary["rows"]


NUMBERS = st.sampled_from(["1", "2", "3.5", "−4", "0,5", "1e3"])
VALUES = {"1": 1, "2": 2, "3.5": 3.5, "−4": -4, "0,5": 0.5, "1e3": 1000}


@given(
    st.integers(1, 3).flatmap(
        lambda inputs: st.lists(
            st.tuples(*[NUMBERS] * inputs, st.sampled_from(["a", "b b", "1", "2"])), min_size=2, max_size=8
        )
    )
)
def test_what_is_read_is_what_was_written(rows: list[tuple[str, ...]]) -> None:
    names = sum(row[-1] in ("a", "b b") for row in rows)
    mixed = 0 < 2 * names <= len(rows)
    still = any(len(set(column)) == 1 for column in zip(*rows, strict=True))
    text = "p;q;r;s".split(";")[: len(rows[0])]
    written = "\n".join(";".join(row) for row in (text, *rows)).encode()
    if mixed or still:
        refused(written)
        return
    table = unpack(parse("table", written)[0])
    assert table.values[:, :-1].tolist() == [[VALUES[cell] for cell in row[:-1]] for row in rows]
    said = [table.classes[int(value)] if table.classes else f"{value:g}" for value in table.values[:, -1]]
    assert said == [row[-1] for row in rows]
