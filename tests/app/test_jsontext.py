"""JSON in both directions: what comes in is refused unless it is plain, what goes out is always valid."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ApiError
from app.jsontext import read, write
from tests.app.client import strict

anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(anything)
def test_what_is_written_is_always_json(value: Any) -> None:
    """NaN and infinity go out as null, and everything else comes back as it was."""

    def finite(value: Any) -> Any:
        match value:
            case float() if value - value != 0:
                return None
            case list():
                return [finite(part) for part in value]
            case dict():
                return {name: finite(part) for name, part in value.items()}
        return value

    text = write(value)
    assert strict(text) == finite(value)


@given(st.binary(max_size=100) | st.text(max_size=100))
def test_reading_json_never_breaks(data: bytes | str) -> None:
    try:
        value = read(data)
    except ApiError as error:
        assert error.status == 422
    else:
        assert strict(write(value)) is not ...


def test_a_name_given_twice_is_found_at_once_among_many() -> None:
    """In a message as long as may be: counting each name would take half a second of everybody's time."""
    names = [f'"{n}":1' for n in range(7_000)]
    began = time.process_time()
    with pytest.raises(ApiError, match=r"“6999” is given twice"):
        read("{" + ",".join([*names, names[-1]]) + "}")
    assert time.process_time() - began < 0.2
