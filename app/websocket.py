"""The WebSocket of a stream: uvicorn's, with bounds, and with a short way for frames and their acks.

By ASGI a frame passes a task and the `send` of each of a dozen layers, and an ack stops reading, wakes a task through
as many, and lets reading go on. Both together took the web process 58 µs; by the short way they take 31, a third of
that in the kernel. It is open to whoever finds `SHORT_WAY` among the extensions of its scope, and goes only where the
long way would have done the same at once: everything else, and all where somebody reads too slowly, goes the long way.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.utils import apply_mask

from app.limits import Window
from app.security import BARE

SHORT_WAY = "unrolled.short_way"
WRITE_SECONDS = 1.0  # for a last message to a client that may not be reading
MOST_CONTROL = 100  # pings, pongs and later parts of messages that a stream may bring within a second

TEXT, BINARY = 0x81, 0x82  # first byte of a message in one piece (RFC 6455, 5.2)
HEAD = 6  # bytes before the text of a short message: kind, 128 + length, four of the mask


class Handshake(ServerProtocol):
    """The beginning of a WebSocket, whose refusals say the same to browsers as all other answers do."""

    def reject(self, status: int, text: str) -> Response:
        response = super().reject(status, text)
        response.headers.update((name.decode(), value.decode()) for name, value in BARE)
        return response


class StreamSocket(WebSocketsSansIOProtocol):
    """A connection that waits for ever for nobody, nor serves one that only makes work.

    As an extension of its scope the application has `hear` and `send_now`.
    """

    hear: Callable[[bytes], bool] | None = None
    """Is given each short text that nothing waits before. False: it goes the long way, with all that follow."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = Handshake(max_size=self.config.ws_max_size, logger=self.logger)
        self._control = Window(MOST_CONTROL)

    def send_now(self, data: bytes) -> bool:
        """Send a binary message, unless something stands in its way: then False, and nothing is sent."""
        if self.conn.state is not State.OPEN or not self.writable.is_set() or self.transport.is_closing():
            return False
        self.transport.write(_head(len(data)) + data)
        return True

    def refuse_unread(self) -> None:
        """Answer a handshake that was none: a line longer than 8 KiB, more than 128 headers, a body."""
        answer = b"".join(self.conn.data_to_send())
        refusal = self.conn.reject(HTTPStatus.BAD_REQUEST, "This cannot be read as the beginning of a stream.\n")
        self.transport.write(answer or refusal.serialize())
        self.transport.close()

    # ---- what uvicorn and its transport call ----

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:  # the handshake was in order: the application starts in a moment
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[SHORT_WAY] = self

    def data_received(self, data: bytes) -> None:
        start, end = 0, len(data)
        if self.hear is not None and not self.read_paused and self._between_messages():
            while start + HEAD <= end and data[start] == TEXT and 128 <= data[start + 1] < 254:
                stop = start + HEAD + data[start + 1] - 128
                if stop > end or not self.hear(apply_mask(data[start + HEAD : stop], data[start + 2 : start + HEAD])):
                    break
                start = stop
        if start < end:
            super().data_received(data[start:] if start else data)

    def handle_cont(self, event: Frame) -> None:
        if self._allowed():
            super().handle_cont(event)

    def handle_ping(self) -> None:
        if self._allowed():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._allowed():
            super().handle_pong(event)

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._abort_soon()

    def shutdown(self) -> None:
        super().shutdown()
        self._abort_soon()

    # ---- inside ----

    def _between_messages(self) -> bool:
        """The parser has nothing in hand: it stands where it waits for the first byte of a message."""
        parser: Any = self.conn.parser
        frames = parser.gi_yieldfrom  # the server's generator hands over to one for frames, and that to a reader's
        place = frames and frames.gi_yieldfrom
        return place is not None and place.__name__ == "at_eof" and self.conn.current_size is None

    def _allowed(self) -> bool:
        """Count what costs us work and never comes to a message; a client that brings too much of it is sent away."""
        if self._control.allows():
            return True
        if not self.transport.is_closing():
            self.conn.fail(1008, f"More than {MOST_CONTROL} pings, pongs and parts of messages within a second.")
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()
            self._abort_soon()
        return False

    def _abort_soon(self) -> None:
        """Closing waits until what was written is taken; a client that does not read never takes it."""
        self.loop.call_later(WRITE_SECONDS, self.transport.abort)


def _head(length: int) -> bytes:
    """The head of a binary message in one piece, unmasked."""
    if length < 126:
        return bytes((BINARY, length))
    if length < 1 << 16:
        return bytes((BINARY, 126)) + length.to_bytes(2, "big")
    return bytes((BINARY, 127)) + length.to_bytes(8, "big")
