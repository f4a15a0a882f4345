"""JSON as this server reads and writes it: stricter than Python on the way in, always valid on the way out.

What is refused on reading has each cost somebody a crash: NaN and Infinity (not JSON at all), numbers beyond
64 bits, names given twice (two readers, two meanings), nesting deep enough to exhaust a stack, half surrogate
pairs (which cannot be written as UTF-8 again). What cannot be written, a number not finite, is sent as null.
"""

import json
import math
from typing import Any

import orjson

from app.errors import ApiError

DEPTH = 16  # the deepest message of the protocol nests five levels
INT64 = 2**63


def read(data: bytes | str) -> Any:
    """The value in `data`, or an ApiError that says in a sentence what is wrong with it."""
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
    except UnicodeDecodeError as error:
        raise _bad(f"the text is not UTF-8 (byte {error.start})") from None
    try:
        value = json.loads(
            text, parse_constant=_constant, parse_float=_float, parse_int=_int, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise _bad(f"{error.msg}, at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise _bad(f"it nests more than {DEPTH} levels deep") from None
    _check(value)
    return value


def write(value: Any) -> bytes:
    """`value` as JSON; numbers that are not finite become null."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


def _bad(reason: str) -> ApiError:
    return ApiError(422, "bad_json", f"This is not JSON that can be read: {reason}.")


def _constant(name: str) -> Any:
    raise _bad(f"{name} is not a number that JSON knows; send null or a finite number")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _bad(f"{text[:40]} is too large for a number")
    return number


def _int(text: str) -> int:
    if len(text) > 20 or not -INT64 <= (number := int(text)) < INT64:
        raise _bad(f"a whole number of {len(text.lstrip('-'))} digits is too large")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()  # counting each name in the list would take half a second for 64 KiB of them
        for name, _ in pairs:
            if name in seen:
                raise _bad(f"“{name[:40]}” is given twice")
            seen.add(name)
    return found


def _check(value: Any) -> None:
    """Depth and characters; level by level, so that depth costs no stack."""
    level = [value]
    for _ in range(DEPTH):
        below: list[Any] = []
        for item in level:
            match item:
                case str() if not item.isascii():
                    _encodable(item)
                case list():
                    below += item
                case dict():
                    below += item.keys()
                    below += item.values()
        if not below:
            return
        level = below
    raise _bad(f"it nests more than {DEPTH} levels deep")


def _encodable(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _bad("a text holds half of a surrogate pair") from None
