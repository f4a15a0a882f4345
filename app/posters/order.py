"""What is said between the web process and the one that draws: an order, and its answer, through a pipe.

order    uint32 length, JSON; uint32 length, the student's own data
answer   uint8 kind, uint32 length; a PNG, or of an order that cannot be: a sentence in JSON
"""

import dataclasses
import struct
from typing import Any

import orjson

LENGTH = struct.Struct("<I")
ANSWER = struct.Struct("<BI")
READY, DRAWN, REFUSED = 0, 1, 2


@dataclasses.dataclass(frozen=True)
class Order:
    """A poster that is wanted: the run, where it stands, what is seen of it, the words around it, its colours."""

    lab: str
    config: dict[str, Any]
    changes: list[dict[str, Any]]
    at: int
    compare: dict[str, list[Any]] | None
    look: dict[str, Any]
    title: str
    sentence: str
    address: str
    theme: str
    width: int

    @property
    def key(self) -> bytes:
        """What tells it from every other poster. Data that it uses are named in its config."""
        return orjson.dumps(dataclasses.asdict(self), option=orjson.OPT_SORT_KEYS)

    def packed(self, data: bytes | None) -> bytes:
        return b"".join([LENGTH.pack(len(self.key)), self.key, LENGTH.pack(len(data or b"")), data or b""])


def unpacked(text: bytes) -> Order:
    return Order(**orjson.loads(text))
