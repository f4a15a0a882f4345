"""A table in its one form: packed and unpacked it is the same, and nothing else is taken for one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.table import Table, in_order, pack, unpack

NAMES = st.text(min_size=1, max_size=60).filter(lambda name: name == name.strip() and name.isprintable())
PETS = Table(("height", "größe", "kind"), ("cat", "dog"), np.array([[1.0, 2.0, 0.0], [3.0, 4.0, 1.0]]))


@given(st.data(), st.lists(NAMES, min_size=2, max_size=13, unique=True), st.lists(NAMES, max_size=10, unique=True))
def test_it_comes_back_as_it_was(data, columns, classes):
    classes = in_order(classes) if len(classes) > 1 else ()
    rows = data.draw(st.integers(2, 5))
    numbers = st.floats(-1e9, 1e9)
    values = np.array([[data.draw(numbers) for _ in columns] for _ in range(rows)])
    if classes:
        values[:, -1] = [data.draw(st.integers(0, len(classes) - 1)) for _ in range(rows)]
    packed = pack(Table(tuple(columns), classes, values))
    again = unpack(packed)
    assert (again.columns, again.classes) == (tuple(columns), classes)
    assert again.values.tobytes() == values.tobytes()
    assert pack(again) == packed


def test_the_bytes_are_one_line_and_the_numbers():
    packed = pack(PETS)
    line = packed[: packed.index(b"\n") + 1]
    assert line.rstrip() == '{"classes":["cat","dog"],"columns":["height","größe","kind"]}'.encode()
    assert len(line) % 8 == 0
    assert np.frombuffer(packed, "<f8", offset=len(line)).tolist() == [1, 2, 0, 3, 4, 1]


def test_nobody_can_write_into_it():
    given = np.array([[1.0, 2.0], [3.0, 4.0]])
    table = Table(("x", "y"), (), given)
    given[0, 0] = 9.0
    assert table.values[0, 0] == 1.0
    for values in (table.values, unpack(pack(table)).values):
        with pytest.raises(ValueError, match="read-only"):
            values[0, 0] = 5.0


def test_it_says_what_it_holds():
    assert (PETS.inputs, PETS.target, PETS.counts()) == (("height", "größe"), "kind", {"cat": 1, "dog": 1})
    assert Table(("x", "y"), (), np.eye(2)).counts() == {}


def test_names_are_sorted_as_a_person_does():
    names = ["class 10", "class 2", "10", "9", "1.5", "1.25", "-3", "b", "A", "a", "inf"]
    assert in_order(names) == ("-3", "1.25", "1.5", "9", "10", "A", "a", "b", "class 2", "class 10", "inf")


@pytest.mark.parametrize(
    ("columns", "classes", "values", "says"),
    [
        (("x",), (), np.eye(2)[:, :1], "2 to 13 columns"),
        (tuple(f"c{k}" for k in range(14)), (), np.ones((2, 14)), "2 to 13 columns"),
        (("x", "x"), (), np.eye(2), "a name of its own"),
        (("x", ""), (), np.eye(2), "a name of its own"),
        (("x", "n" * 61), (), np.eye(2), "a name of its own"),
        (("x", "y"), ("cat",), np.zeros((2, 2)), "2 to 10 classes"),
        (("x", "y"), tuple("abcdefghijk"), np.zeros((2, 2)), "2 to 10 classes"),
        (("x", "y"), ("dog", "cat"), np.zeros((2, 2)), "sorted: cat, dog"),
        (("x", "y"), ("cat", "dog"), np.array([[1.0, 2.0], [1.0, 0.0]]), "whole number below 2"),
        (("x", "y"), ("cat", "dog"), np.array([[1.0, 0.5], [1.0, 0.0]]), "whole number below 2"),
        (("x", "y"), (), np.eye(3), "two rows or more of 2"),
        (("x", "y"), (), np.eye(2)[:1], "two rows or more of 2"),
        (("x", "y"), (), np.array([[1.0, np.nan], [1.0, 0.0]]), "finite"),
    ],
)
def test_what_is_no_table_is_refused(columns, classes, values, says):
    with pytest.raises(ValueError, match=says):
        Table(columns, classes, values)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"[" * 30_000 + b"\n",
        np.eye(2).tobytes(),
        pack(PETS)[:-1],
        pack(PETS)[:-8],
        pack(PETS) + bytes(8),
        pack(PETS).replace(b"cat", b"dog"),
        pack(PETS).replace(b'"cat"', b"17   "),
        pack(PETS).replace(b'{"classes"', b'{ "classes"').replace(b" \n", b"\n", 1),
        b'{"columns":["x","y"],"classes":[]}     \n' + np.eye(2).tobytes(),
        b'{"classes":[],"columns":[]}            \n' + np.eye(2).tobytes(),
        b'{"classes":[],"columns":["x","\xff"]}     \n' + np.eye(2).tobytes(),
    ],
)
def test_other_bytes_are_refused(data):
    with pytest.raises(ValueError):
        unpack(data)


@given(st.binary(max_size=200))
def test_no_bytes_break_it(data):
    with pytest.raises(ValueError):
        unpack(data)
