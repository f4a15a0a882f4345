"""A WebSocket client for load: as little work a frame as possible, so that what is measured is the server.

It reads only what the server sends (short or long unmasked frames, never fragmented) and writes only small text
messages. Correctness towards any other server is not its aim.
"""

import asyncio
import base64
import struct
import time
from collections.abc import Callable
from typing import Any

import orjson

HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Socket(asyncio.Protocol):
    """One connection; `on_message(kind, payload)` is called for each message that arrives."""

    def __init__(self, host: str, port: int, path: str, on_message: Callable[[int, bytes], None]) -> None:
        self.on_message = on_message
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed: str | None = None
        self.received = 0
        key = base64.b64encode(b"unrolled-bench-1").decode()
        self._hello = HANDSHAKE.format(host=host, port=port, path=path, key=key).encode()
        self._buffer = bytearray()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self._hello)

    def connection_lost(self, error: Exception | None) -> None:
        self.closed = self.closed or "connection lost"
        if not self.open.done():
            self.open.set_exception(ConnectionError(self.closed))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self.open.done():
            head, found, rest = bytes(self._buffer).partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head[:20]:
                self.open.set_exception(ConnectionError(head.decode(errors="replace")[:200]))
                return
            self._buffer = bytearray(rest)
            self.open.set_result(None)
        self._messages()

    def _messages(self) -> None:
        buffer, at = self._buffer, 0
        while len(buffer) - at >= 2:
            kind, length, start = buffer[at] & 15, buffer[at + 1], at + 2
            if length >= 126:
                size = 2 if length == 126 else 8
                if len(buffer) < start + size:
                    break
                length = int.from_bytes(buffer[start : start + size], "big")
                start += size
            if len(buffer) < start + length:
                break
            payload, at = bytes(memoryview(buffer)[start : start + length]), start + length
            self.received += len(payload)
            if kind == PING:
                self._write(PONG, payload)
            elif kind == CLOSE:
                self.closed = payload.decode(errors="replace")
            else:
                self.on_message(kind, payload)
        del buffer[:at]

    def send(self, message: dict[str, Any]) -> None:
        self._write(TEXT, orjson.dumps(message))

    def _write(self, kind: int, payload: bytes) -> None:
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else struct.pack("!BH", 0x80 | 126, len(payload))
        self.transport.write(bytes([0x80 | kind]) + size + b"\0\0\0\0" + payload)  # a mask of zeros leaves it as it is


class Viewer:
    """A page: acknowledges every frame at once, and changes the learning rate now and then."""

    def __init__(self, run: dict[str, Any], host: str, port: int) -> None:
        self.run, self.frames, self.delays = run, 0, list[float]()
        self.losses = 0
        self._changed_at: float | None = None
        self._waiting_for: int | None = None
        self.socket = Socket(host, port, run["stream"], self._message)

    def hello(self, pace: float | str) -> None:
        self.socket.send({"type": "hello", "version": 1, "key": self.run["key"]})
        self.socket.send({"type": "play", "pace": pace})

    def change(self, rate: float) -> None:
        """Send a change, and time how long it takes until a frame shows the first update that it governs."""
        if self._changed_at is None:
            self._changed_at = time.perf_counter()
            self.socket.send({"type": "change", "id": 1, "values": {"learning_rate": rate}})

    def _message(self, kind: int, payload: bytes) -> None:
        if kind == BINARY:
            self.frames += 1
            header = orjson.loads(payload[4 : 4 + int.from_bytes(payload[:4], "little")])
            self.socket.send({"type": "ack", "frame": header["frame"]})
            self.losses += header["arrays"][0]["shape"][0]
            if self._waiting_for is not None and self._changed_at is not None and header["step"] > self._waiting_for:
                self.delays.append(time.perf_counter() - self._changed_at)
                self._changed_at = self._waiting_for = None
        elif b'"changed"' in payload[:40] and self._changed_at is not None:
            self._waiting_for = orjson.loads(payload)["step"]
