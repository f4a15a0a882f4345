"""A student's own data: read however a spreadsheet wrote them, kept in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data import DataStore, parse
from app.data_words import about
from app.errors import ApiError
from engine.labs import LABS
from engine.table import unpack

DESCENT = LABS["descent"]


@pytest.mark.parametrize(
    "text",
    [
        "x,y\n1,2\n3,4.5\n",
        "1,2\n3,4.5",
        "1;2\n3;4,5\n",
        "1\t2\r\n3\t4.5\r\n",
        "1 2\n3   4.5",
        '"1","2"\n"3","4.5"\n',
        "\ufeffhours,marks\n 1 , 2 \n\n3,+4.50\n",
        "1e0,2\n3,45e-1\n",
    ],
)
def test_the_same_table_in_many_spellings(text: str) -> None:
    read = unpack(parse("table", text.encode())[0])
    assert (read.values.tolist(), read.classes) == ([[1, 2], [3, 4.5]], ())


def test_the_summary_tells_what_was_understood() -> None:
    _, summary = parse("table", b"hours,marks\n1,2\n3,-4\n")
    assert summary == {"rows": 2, "columns": ["hours", "marks"], "low": [1, -4], "high": [3, 2]}


@pytest.mark.parametrize(
    ("text", "row", "column", "word"),
    [
        (b"x,y\n1,2\n3,four\n", 3, 2, "four"),
        (b"1,2\n3,\n", 2, 2, "cell is empty"),
        (b"1,2\n3,4,5\n", 2, 3, "3 columns"),
        (b"1,2\n3\n", 2, 1, "1 column:"),
        (b"1,2\n3,nan\n", 2, 2, "nan"),
        (b"1,2\n3,inf\n", 2, 2, "inf"),
        (b"1,2\n3,1e300\n", 2, 2, "1e300"),
        (b"1,2\n1_0,3\n", 2, 1, "1_0"),
        (b"1,2\n", 1, 1, "two rows"),
        (b"", 1, 1, "two rows"),
        (b"x,y\n", 1, 1, "two rows"),
        (b"x,y\n1,2\n1,3\n", 2, 1, "same"),
        (b"1,2\n\xff,3\n", 2, 1, "UTF-8"),
        (b"1,2\n" + b'"' + b"9" * 200_000 + b'",3\n', 2, 1, "cannot be read"),
    ],
)
def test_a_problem_has_a_row_and_a_column(text: bytes, row: int, column: int, word: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse("table", text)
    assert caught.value.status == 422
    first = caught.value.problems[0]  # type: ignore[index]
    assert (first["row"], first["column"]) == (row, column)
    assert word in first["message"]
    assert f"Row {row}, column {column}" in caught.value.message


def test_all_problems_are_listed_up_to_a_bound() -> None:
    with pytest.raises(ApiError) as caught:
        parse("table", b"1,2\n" * 5 + b"a,b\n" * 5)
    assert len(caught.value.problems) == 10  # type: ignore[arg-type]
    with pytest.raises(ApiError) as caught:
        parse("table", b"1,2\n" * 500 + b"a,b\n" * 500)
    assert len(caught.value.problems) == 20  # type: ignore[arg-type]


def test_a_text_is_kept_in_one_form() -> None:
    content, summary = parse("text", "Cafe\u0301\r\nau lait".encode())
    assert content == "Café\nau lait".encode()
    assert (summary["characters"], summary["words"], summary["lines"]) == (12, 3, 2)


@pytest.mark.parametrize("text", [b"", b"  \n ", b"fox\x00", b"\xff"])
def test_what_is_no_text_is_refused(text: bytes) -> None:
    with pytest.raises(ApiError) as caught:
        parse("text", text)
    assert caught.value.status == 422


@given(st.binary(max_size=200), st.sampled_from(["table", "text"]))
def test_no_bytes_break_it(data: bytes, kind: str) -> None:
    try:
        parse(kind, data)  # type: ignore[arg-type]
    except ApiError as error:
        assert error.status == 422 and error.problems


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_same_data_have_the_same_name_and_live_longer() -> None:
    clock = Clock()
    store = DataStore(1000, seconds=60, clock=clock)
    first = store.add("table", b"abc", {})
    until = first.expires
    clock.now += 30
    again = store.add("table", b"abc", {})
    assert again.name == first.name and again.name.startswith("sha256:")
    assert again.expires == until + 30
    assert store.add("text", b"abc", {}).name != first.name


def test_data_expire_unless_they_are_used() -> None:
    clock = Clock()
    store = DataStore(1000, seconds=60, clock=clock)
    name = store.add("table", b"abc", {}).name
    clock.now += 59
    assert store.get(name, "table") == b"abc"
    clock.now += 59
    assert store.used_by(DESCENT, {"dataset": name, "seed": 1}) == b"abc"
    clock.now += 60
    with pytest.raises(ApiError) as caught:
        store.get(name, "table")
    assert caught.value.status == 404


def test_a_full_store_forgets_what_was_used_least_lately() -> None:
    """Else whoever fills it keeps everybody out for as long as data are kept."""
    store = DataStore(10, seconds=60)
    first, second = (store.add("text", content, {}).name for content in (b"1234", b"5678"))
    store.get(first, "text")
    third = store.add("text", b"abcdef", {}).name
    assert store.get(first, "text") == b"1234" and store.get(third, "text") == b"abcdef"
    with pytest.raises(ApiError) as caught:
        store.get(second, "text")
    assert caught.value.status == 404
    store.add("text", b"abcdef", {})  # known already: needs no room
    assert store.get(first, "text") == b"1234"


def test_data_that_the_store_could_never_hold_are_refused() -> None:
    store = DataStore(10, seconds=60)
    name = store.add("text", b"1234", {}).name
    with pytest.raises(ApiError) as caught:
        store.add("text", b"12345678901", {})
    assert caught.value.status == 413
    assert store.get(name, "text") == b"1234"


def test_a_table_on_which_every_run_diverges_says_how_to_mend_it() -> None:
    """2/λ_max is 2.5e-7 with x = years, and the learning rate begins at 1e-5."""
    years = b"year,ice\n" + b"".join(f"{year},{year % 7}\n".encode() for year in range(1990, 2021))
    found = parse("table", years)[1]
    remark = found["remarks"]["descent"]
    assert remark.startswith("For the line of the Descent lab: year runs from 1990 to 2020; subtract its mean")
    assert remark.endswith(".")
    assert "Descent" not in about("table", found)  # other labs scale what they take
    scaled = b"".join(f"{(year - 2005) / 9},{year % 7}\n".encode() for year in range(1990, 2021))
    assert not {"note", "remarks"} & parse("table", scaled)[1].keys()


def test_a_text_is_no_table() -> None:
    store = DataStore(1000, seconds=60)
    name = store.add("text", b"fox", {}).name
    with pytest.raises(ApiError) as caught:
        store.used_by(DESCENT, {"dataset": name})
    assert caught.value.status == 422
    assert store.used_by(DESCENT, {"dataset": ""}) is None
    assert store.used_by(DESCENT, {"seed": 3}) is None
