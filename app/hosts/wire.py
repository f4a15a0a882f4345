"""Messages between the web process and a run host, as they lie in the pipe between them.

A message is a header of fixed size and a body. What is relayed thirty times a second for each viewer (frames one
way, acks the other) says all that its relayer must know in the header, so nobody parses JSON for it. Everything
else has a body of two parts: a JSON head, and bytes.
"""

import enum
import struct
from typing import Any, NamedTuple

import orjson


class Kind(enum.IntEnum):
    COMMAND = 1  # web → host: do something to a run or for a viewer
    ACK = 2  # web → host: viewer `viewer` has drawn frames up to `frame`
    EVENT = 3  # host → web: something happened to a run; atomic, see hosted.py
    FRAME = 4  # host → web: for viewer `viewer`, as it goes to the browser
    KEEP = 5  # host → web: a run as bytes, from which another host can go on
    BEAT = 6  # host → web: still here, and where runs stand


class Message(NamedTuple):
    """One message. Fields that its kind does not use are 0."""

    kind: int
    text: int = 0  # 1: the body of this frame is JSON text
    run: int = 0
    viewer: int = 0
    frame: int = 0
    history: int = 0
    step: int = 0
    end: int = 0
    next: int = 0  # of a frame: the first loss that this viewer now lacks; of a keep: the first it brings
    loss: float = 0.0
    body: bytes = b""


_HEADER = struct.Struct("<IBBxx7Id")
SIZE = _HEADER.size


def pack(message: Message) -> bytes:
    """The message as bytes."""
    return _HEADER.pack(len(message.body), *message[:-1]) + message.body


def two_parts(head: Any, *blobs: bytes) -> bytes:
    """A body: anything that JSON can say, and bytes."""
    text = head if isinstance(head, bytes) else orjson.dumps(head, option=orjson.OPT_SERIALIZE_NUMPY)
    return b"".join((len(text).to_bytes(4, "little"), text, *blobs))


def split(body: bytes) -> tuple[bytes, bytes]:
    """The two parts of a body: the head, still as JSON, and the bytes."""
    stop = 4 + int.from_bytes(body[:4], "little")
    return body[4:stop], body[stop:]


class Inflow:
    """What arrives in a pipe, cut into messages. Bytes are received in place: no copies but each message's own."""

    USUAL = 256 * 1024

    def __init__(self) -> None:
        self._buffer = bytearray(self.USUAL)
        self._start = self._stop = 0

    def room(self) -> memoryview:
        """Where the next bytes are to be written: never empty."""
        waiting = self._stop - self._start
        needed = self.USUAL
        if waiting >= SIZE:
            needed = max(needed, SIZE + _HEADER.unpack_from(self._buffer, self._start)[0])
        if needed > len(self._buffer):  # one large message is on its way
            self._move(bytearray(needed))
        elif needed == self.USUAL < len(self._buffer) and waiting < self.USUAL:  # it is through
            self._move(bytearray(self.USUAL))
        elif self._stop == len(self._buffer):
            self._move(self._buffer)
        return memoryview(self._buffer)[self._stop :]

    def received(self, count: int) -> list[Message]:
        """`count` bytes have been written: the messages that are complete now."""
        self._stop += count
        messages: list[Message] = []
        buffer, start = memoryview(self._buffer), self._start
        while self._stop - start >= SIZE:
            length, *fields = _HEADER.unpack_from(buffer, start)
            body = start + SIZE
            if body + length > self._stop:
                break
            start = body + length
            messages.append(Message._make((*fields, bytes(buffer[body:start]))))
        self._start = start
        if start == self._stop:
            self._start = self._stop = 0
        return messages

    def _move(self, buffer: bytearray) -> None:
        waiting = bytes(memoryview(self._buffer)[self._start : self._stop])
        buffer[: len(waiting)] = waiting
        self._buffer, self._start, self._stop = buffer, 0, len(waiting)
