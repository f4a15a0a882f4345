"""A student's own data: read once, checked, kept for a while under a name made from their content.

Whatever the file looked like, what is kept is canonical, so the same data have the same name everywhere.
A table is as `engine.table` packs it. A text is UTF-8, NFC, lines end in \\n.
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from app import data_words
from app.decoding import decode
from app.errors import ApiError, unknown
from app.tables import parse_table
from app.texts import parse_text
from engine.knobs import PREFIX
from engine.run import Run
from engine.words import said

Kind = Literal["table", "text"]


@dataclass
class Kept:
    """Data under their name, until nobody has used them for long enough."""

    name: str
    kind: Kind
    content: bytes
    summary: dict[str, Any]
    expires: float  # seconds since 1970

    def public(self) -> dict[str, Any]:
        until = datetime.fromtimestamp(self.expires, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {
            "data": self.name,
            "kind": self.kind,
            "summary": self.summary,
            "expires": until,
            "label": data_words.label(self.kind, self.summary),
            "about": data_words.about(self.kind, self.summary),
            "classes": list(self.summary.get("classes", ())),
        }


def named(lab: type[Run], config: Mapping[str, Any]) -> dict[str, tuple[str, Kind]]:
    """The names of data in a configuration, and the kind that is wanted there, by knob."""
    given = [(knob, config.get(knob.name)) for knob in lab.knobs().values() if knob.data]
    return {k.name: (v, k.data) for k, v in given if isinstance(v, str) and v.startswith(PREFIX) and k.data}


def _matters(lab: type[Run], name: str, config: Mapping[str, Any]) -> bool:
    """Whether a knob decides anything in this configuration."""
    knobs = lab.knobs()
    return all(
        config.get(other, knobs[other].default) in values for other, values in (knobs[name].applies or {}).items()
    )


class DataStore:
    """All uploaded data, bounded in bytes and in time. Where room is needed, those least lately used go first.

    A run that has begun keeps its own data, whatever becomes of them here.
    """

    def __init__(self, bytes: int, seconds: float, clock: Callable[[], float] = time.time) -> None:
        self._bytes, self._seconds, self._clock = bytes, seconds, clock
        self._kept: dict[str, Kept] = {}  # the least lately used first

    def add(self, kind: Kind, content: bytes, summary: dict[str, Any]) -> Kept:
        """Keep canonical bytes; the same ones again only live longer. Raises ApiError where they alone are too many."""
        name = PREFIX + hashlib.sha256(kind.encode() + b"\n" + content).hexdigest()
        self._expire()
        if len(content) > self._bytes:
            words = f"These data need {said(len(content))} bytes, and there are {said(self._bytes)} for all together."
            raise ApiError(413, "too_large", words)
        kept = self._kept.pop(name, None) or Kept(name, kind, content, summary, 0)
        while self._used() + len(content) > self._bytes:
            del self._kept[next(iter(self._kept))]
        kept.expires = self._clock() + self._seconds
        self._kept[name] = kept
        return kept

    def get(self, name: str, kind: Kind) -> bytes:
        """The content kept under a name. Raises ApiError."""
        return self.find(name, kind).content

    def find(self, name: str, kind: Kind) -> Kept:
        """What is kept under a name, from now on a while longer. Raises ApiError."""
        self._expire()
        kept = self._kept.pop(name, None)
        if kept is None:
            raise unknown("data", name, "They may have expired: send the file again.")
        kept.expires = self._clock() + self._seconds
        self._kept[name] = kept
        if kept.kind != kind:
            raise ApiError(
                422, "bad_value", f"These data are a {kept.kind}, and a {kind} is wanted.", "data", name, kind
            )
        return kept

    def used_by(self, lab: type[Run], config: Mapping[str, Any]) -> bytes | None:
        """The data that a configuration names, if it names any. Raises ApiError."""
        for knob, (name, kind) in named(lab, config).items():
            kept = self.find(name, kind)
            if (why := kept.summary.get("refused", {}).get(lab.name)) and _matters(lab, knob, config):
                raise ApiError(422, "bad_value", why, knob, name)
            return kept.content
        return None

    def _used(self) -> int:
        return sum(len(kept.content) for kept in self._kept.values())

    def _expire(self) -> None:
        now = self._clock()
        for name in [name for name, kept in self._kept.items() if kept.expires <= now]:
            del self._kept[name]


def parse(kind: Kind, data: bytes) -> tuple[bytes, dict[str, Any]]:
    """A file as canonical bytes and a summary. Raises ApiError with every problem's row and column."""
    text = decode(kind, data)
    return parse_text(text) if kind == "text" else parse_table(text)
