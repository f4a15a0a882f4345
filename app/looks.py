"""What a page looks at, as a part of its address: the engine's looks, and of a race the lane whose details are shown.

    &look=sample:2;plane:W1[0,0],W2[1,0];lane:1     name:value, a list's parts divided by commas outside of brackets
    &look=analogy:king,man,woman                    words as they are; within one a comma is %2C, a semicolon %3B, % %25

A look moves no run: it says which sample's numbers stand in the diagram, or which part of a map is seen. It is read by
the lab's own rules; what they refuse is left out and told in a note, as everything in a link.
"""

import math
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from engine.config import CommonConfig
from engine.knobs import BadValue
from engine.lanes import Comparison, lane_configs
from engine.run import Run

LANE = "lane"  # the page's own: no lab may call a look so
_DIVIDING = str.maketrans({sign: f"%{ord(sign):02X}" for sign in "%,;"})
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")


def read(lab: type[Run], text: str, lanes: int, notes: list[str]) -> tuple[dict[str, Any], int | None]:
    """The looks in a text and the lane in focus; a note for each that cannot be."""
    look: dict[str, Any] = {}
    lane = None
    for name, value in _parts(text):
        try:
            if name == LANE:
                lane = _lane(value, lanes)
            else:
                look |= _one(lab, name, value)
        except BadValue as error:
            notes.append(f"{error} It is ignored.")
    return _told(lab, look), lane


def asked(lab: type[Run], text: str) -> dict[str, Any]:
    """The looks in a text that asks for an answer: what cannot be is refused. Raises BadValue."""
    look: dict[str, Any] = {}
    for name, value in _parts(text):
        if name == LANE:
            raise BadValue(LANE, value, "asked for by itself, as in ?lane=1")
        look |= _one(lab, name, value)
    return look


def write(lab: type[Run], look: Mapping[str, Any], lane: int | None) -> str:
    """The text that `read` makes the same of: what differs from what is seen where nobody asks."""
    parts = {**_told(lab, look), **({LANE: lane} if lane else {})}
    return ";".join(f"{name}:{_spelled(value, _is(lab, name, 'words'))}" for name, value in parts.items())


def mend(
    lab: type[Run], look: dict[str, Any], config: Mapping[str, Any], compare: Comparison | None, data: bytes | None
) -> list[str]:
    """Take out what no lane of this run can show; a note for each."""
    try:
        lanes = lane_configs(lab, config, compare or {})
    except BadValue:
        return []  # there will be no such run, and it is told why
    notes = []
    for name, value in list(look.items()):
        refused = [error for lane in lanes if (error := _refusal(lab, {name: value}, lane, data))]
        if len(refused) == len(lanes):
            del look[name]
            notes.append(f"{refused[0]} It is ignored.")
    return notes


def _parts(text: str) -> list[tuple[str, str]]:
    """Names and values, as they are written."""
    return [(name, value) for name, _, value in (part.partition(":") for part in text.split(";") if part)]


def _one(lab: type[Run], name: str, value: str) -> dict[str, Any]:
    return lab.parse_look({name: _value(lab, name, value)})


def _refusal(lab: type[Run], look: dict[str, Any], config: CommonConfig, data: bytes | None) -> BadValue | None:
    try:
        lab.check_look(look, config, data)
    except BadValue as error:
        return error if error.field in look else None  # else there will be no such run, and it is told why
    return None


def _told(lab: type[Run], look: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is seen anyway, in the order in which the lab declares its looks."""
    return {one.name: look[one.name] for one in lab.looks if one.name in look and look[one.name] != one.default}


def _lane(text: str, lanes: int) -> int | None:
    lane = int(text) if _WHOLE.fullmatch(text) else -1
    if not 0 <= lane < lanes:
        allowed = f"0 to {lanes - 1}, the runs side by side" if lanes > 1 else "0: there is one run"
        raise BadValue(LANE, text, allowed)
    return lane or None


def _value(lab: type[Run], name: str, text: str) -> Any:
    """A value as JSON would have it: a list where there are commas, or where the lab says that there is always one."""
    listed = _is(lab, name, "shape")
    if _is(lab, name, "words"):
        words = [unquote(word) for word in text.split(",")]
        return words if listed or len(words) > 1 else words[0]
    parts = [_part(part) for part in _between_commas(text)]
    return parts if listed or len(parts) > 1 else parts[0]


def _is(lab: type[Run], name: str, what: str) -> bool:
    return any(look.name == name and getattr(look, what) for look in lab.looks)


def _between_commas(text: str) -> list[str]:
    """The parts of a list; a comma within brackets belongs to a name. By hand: a pattern would look back n times."""
    cuts, within = [-1], False
    for at, sign in enumerate(text):
        within = sign == "[" or (within and sign != "]")
        if sign == "," and not within:
            cuts.append(at)
    return [text[before + 1 : after] for before, after in pairwise([*cuts, len(text)])]


def _part(text: str) -> int | float | str:
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) and math.isfinite(float(text)) else text


def _spelled(value: Any, words: bool) -> str:
    if isinstance(value, list | tuple):
        return ",".join(_spelled(part, words) for part in value)
    if words:
        return str(value).translate(_DIVIDING)
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
