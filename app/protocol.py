"""A frame as bytes, and back: what a page needs to draw one moment of a run. `static/protocol.js` is the mirror.

    ┌────────────┬──────────────────────────────┬──────────────────────────────────┐
    │ uint32 LE  │ JSON header, padded by       │ float32 LE, one array after the  │
    │ its length │ spaces to a multiple of 4    │ other in the order of the header │
    └────────────┴──────────────────────────────┴──────────────────────────────────┘

The padding lets a browser look at the arrays where they lie. The header is the frame's fields and, as the last of
them, `arrays`: name and shape of each. As text a frame is the same object with the arrays as nested lists; numbers
that are not finite are null there.
"""

import math
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

Floats = NDArray[Any]

_LENGTH = struct.Struct("<I")
_FLOAT32 = np.dtype("<f4")  # to read it from its name takes 1 µs each time


class BadFrame(ValueError):
    """Bytes that are not a frame. The message says where they stop being one."""


def encode_frame(fields: Mapping[str, Any], arrays: Mapping[str, Floats]) -> bytes:
    """A binary frame. `fields` is everything of the header but `arrays`."""
    described = [{"name": name, "shape": array.shape} for name, array in arrays.items()]
    header = orjson.dumps({**fields, "arrays": described}, option=orjson.OPT_SERIALIZE_NUMPY)
    header += b" " * (-len(header) % 4)
    return b"".join((_LENGTH.pack(len(header)), header, _narrow(list(arrays.values())).tobytes()))


def encode_text(fields: Mapping[str, Any], arrays: Mapping[str, Floats]) -> bytes:
    """The same frame as JSON, in UTF-8."""
    lists = {name: _narrow([array]).reshape(array.shape) for name, array in arrays.items()}
    return orjson.dumps({**fields, "arrays": lists}, option=orjson.OPT_SERIALIZE_NUMPY)


def decode_frame(data: bytes) -> tuple[dict[str, Any], dict[str, NDArray[np.float32]]]:
    """Header and arrays of a binary frame. Raises BadFrame."""
    if len(data) < _LENGTH.size:
        raise BadFrame(f"a frame begins with 4 bytes that tell the header's length; there are {len(data)}")
    (length,) = _LENGTH.unpack_from(data)
    start = _LENGTH.size + length
    if length % 4 or start > len(data):
        raise BadFrame(f"a header of {length} bytes is no multiple of 4, or more than the {len(data)} bytes here")
    try:
        header = orjson.loads(data[_LENGTH.size : start])
        described = [(part["name"], tuple(part["shape"])) for part in header["arrays"]]
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise BadFrame(f"the header is not JSON with a list of arrays: {error}") from None
    expected = start + 4 * sum(math.prod(shape) for _, shape in described)
    if expected != len(data):
        raise BadFrame(f"the arrays of the header need {expected} bytes in all; there are {len(data)}")
    arrays: dict[str, NDArray[np.float32]] = {}
    for name, shape in described:
        count = math.prod(shape)
        arrays[name] = np.frombuffer(data, dtype=_FLOAT32, count=count, offset=start).reshape(shape)
        start += 4 * count
    return header, arrays


def _narrow(arrays: list[Floats]) -> NDArray[np.float32]:
    """All arrays in one row of float32; what is too large for it becomes infinite."""
    if not arrays:
        return np.empty(0, dtype=_FLOAT32)
    with np.errstate(over="ignore", invalid="ignore"):
        narrow: NDArray[np.float32] = np.concatenate(arrays, axis=None, dtype=_FLOAT32, casting="unsafe")
    return narrow
