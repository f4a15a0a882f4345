"""Frames as bytes: what is written is read again, by Python here and by the browser's code from the same file."""

import struct
from pathlib import Path

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from app.protocol import BadFrame, decode_frame, encode_frame, encode_text

FIXTURE = Path(__file__).parents[1] / "fixtures" / "frame.bin"

FIELDS = {
    "type": "frame",
    "frame": 3,
    "history": 1,
    "step": 40,
    "end": 42,
    "from": 40,
    "status": "paused",
    "scalars": {"loss": 0.5, "objective": float("nan"), "epoch": 4},
}
ARRAYS = {
    "loss": np.array([0.5, 0.25]),
    "loss@1": np.array([np.nan, np.inf]),
    "theta": np.array([1.5, -0.1]),
    "trail": np.array([[39.0, 936.0, 0.75, 1.5, -0.1]]),
    "batch": np.empty(0),
}


def test_the_fixture_is_what_is_written() -> None:
    """tests/fixtures/frame.bin is `encode_frame(FIELDS, ARRAYS)`; the browser's tests read it, too."""
    assert encode_frame(FIELDS, ARRAYS) == FIXTURE.read_bytes()


def test_the_fixture_can_be_read() -> None:
    header, arrays = decode_frame(FIXTURE.read_bytes())
    assert {name: header[name] for name in FIELDS if name != "scalars"} == {
        name: value for name, value in FIELDS.items() if name != "scalars"
    }
    assert header["scalars"] == {"loss": 0.5, "objective": None, "epoch": 4}
    assert list(arrays) == list(ARRAYS) == [described["name"] for described in header["arrays"]]
    for name, array in arrays.items():
        assert array.dtype == np.dtype("<f4") and np.array_equal(array, ARRAYS[name].astype("<f4"), equal_nan=True)


@given(
    text=st.text(max_size=9),
    arrays=st.dictionaries(
        st.text(min_size=1, max_size=5),
        arrays_of.arrays(np.float64, arrays_of.array_shapes(min_dims=0, min_side=0, max_side=4)),
        max_size=4,
    ),
)
def test_any_frame_is_read_as_it_was_written(text: str, arrays: dict[str, np.ndarray]) -> None:
    data = encode_frame({"type": "frame", "note": text}, arrays)
    (length,) = struct.unpack_from("<I", data)
    assert length % 4 == 0, "arrays begin where a browser can look at them in place"
    header, found = decode_frame(data)
    assert header["note"] == text and list(found) == list(arrays)
    with np.errstate(over="ignore"):
        for name, array in arrays.items():
            assert np.array_equal(found[name], array.astype("<f4"), equal_nan=True)


def test_as_text_it_is_the_same_object() -> None:
    frame = orjson.loads(encode_text(FIELDS, ARRAYS))
    assert list(frame) == [*FIELDS, "arrays"]
    assert frame["arrays"]["loss"] == [0.5, 0.25]
    assert frame["arrays"]["loss@1"] == [None, None], "not finite is null"
    assert frame["arrays"]["trail"] == [[39, 936, 0.75, 1.5, -0.1]]
    assert frame["arrays"]["batch"] == []
    assert frame["scalars"]["objective"] is None


def test_what_is_too_large_for_float32_is_infinite() -> None:
    _, arrays = decode_frame(encode_frame({}, {"loss": np.array([1e300])}))
    assert arrays["loss"].tolist() == [float("inf")]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "4 bytes"),
        (b"\x00\x00", "4 bytes"),
        (struct.pack("<I", 3) + b"{} ", "multiple of 4"),
        (struct.pack("<I", 400) + b"{}  ", "more than"),
        (struct.pack("<I", 4) + b"nope", "JSON"),
        (struct.pack("<I", 4) + b"{}  ", "arrays"),
        (struct.pack("<I", 4) + b"[]  ", "arrays"),
        (encode_frame(FIELDS, ARRAYS) + b"\0\0\0\0", "bytes in all"),
        (encode_frame(FIELDS, ARRAYS)[:-1], "bytes in all"),
    ],
)
def test_each_mistake_has_its_words(data: bytes, complaint: str) -> None:
    with pytest.raises(BadFrame, match=complaint):
        decode_frame(data)
