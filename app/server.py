"""The server around the application: how long a client may take, how much it may send, how it is told to go.

HTTP by uvicorn's h11 with deadlines: its faster parser, httptools, bounds neither time nor size of headers.
WebSockets by `websockets-sansio`: it stops reading from a client while a message waits, and a frame with its
ack costs 23 µs, 26 with the older `websockets`.
"""

import asyncio
import socket
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from app.main import create_app
from app.settings import Settings

WRITE_SECONDS = 1.0  # for a last message to a client that may not be reading


def bound_socket(settings: Settings) -> socket.socket:
    """A listening address. The accepted connections inherit its options."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux: the kernel gives up on data that nobody takes
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(settings.unread_seconds * 1000))
    listener.bind((settings.host, settings.port))
    listener.set_inheritable(False)
    return listener


def config(settings: Settings) -> uvicorn.Config:
    """Uvicorn's settings, all in one place."""
    return uvicorn.Config(
        create_app(settings),
        loop="uvloop",
        http=bounded_http(settings),
        ws=BoundedWebSocket,
        ws_max_size=settings.json_bytes,
        ws_per_message_deflate=False,  # 150 µs a frame to save 5 %
        ws_ping_interval=settings.unread_seconds,
        ws_ping_timeout=settings.unread_seconds,
        h11_max_incomplete_event_size=settings.header_bytes,
        timeout_keep_alive=max(1, round(settings.header_seconds)),
        timeout_graceful_shutdown=max(1, round(settings.stop_seconds)),
        proxy_headers=False,  # app/proxies.py reads them, from those it trusts
        server_header=False,
        access_log=settings.access_log,
        log_level="info" if settings.access_log else "warning",
        lifespan="on",
    )


def serve(settings: Settings) -> None:
    """Serve until told to stop."""
    with bound_socket(settings) as listener:
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        print(f"Unrolled is at http://{shown}:{port}{settings.root_path}/", flush=True)
        uvicorn.Server(config(settings)).run(sockets=[listener])


def bounded_http(settings: Settings) -> type[H11Protocol]:
    """The HTTP protocol with these settings' deadlines."""

    class Bounded(BoundedHttp):
        header_seconds = settings.header_seconds
        body_seconds = settings.body_seconds

    return Bounded


class BoundedHttp(H11Protocol):
    """A connection whose client must finish what it begins: headers by one deadline, the body by another."""

    header_seconds: float
    body_seconds: float

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._deadline: asyncio.TimerHandle | None = None
        self._awaited: Any = None
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def send_400_response(self, msg: str) -> None:
        """What cannot be read as HTTP is refused; where it was only too long, whoever followed a link is told so."""
        waiting, most = len(self.conn.trailing_data[0]), self.config.h11_max_incomplete_event_size or 0
        if waiting <= most or self.conn.our_state is not h11.IDLE:
            super().send_400_response(msg)
            return
        words = f"The address and headers of this request are longer than the {most:,} bytes that are read here.\n"
        words += "A link that holds very many changes cannot be followed: open its lab without them.\n"
        headers = {
            "content-type": "text/plain; charset=utf-8",
            "x-content-type-options": "nosniff",
            "cache-control": "no-store",
            "connection": "close",
        }
        phrase = b"Request Header Fields Too Large"
        for event in (
            h11.Response(status_code=431, headers=list(headers.items()), reason=phrase),
            h11.Data(data=words.encode()),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event))
        self.transport.close()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _watch(self) -> None:
        """Set the deadline of what the client sends next; leave it while the same thing is still coming."""
        awaited: Any = self.conn.their_state
        if self.transport.get_protocol() is not self or (awaited is h11.IDLE and self._between_requests):
            awaited = None  # a WebSocket now; or nothing has come since the last answer: uvicorn's keep-alive
        if awaited is self._awaited:
            return
        self._stop()
        self._awaited = awaited
        seconds = {h11.IDLE: self.header_seconds, h11.SEND_BODY: self.body_seconds}.get(awaited)
        if seconds is not None:
            self._deadline = self.loop.call_later(seconds, self.transport.abort)

    @property
    def _between_requests(self) -> bool:
        return self.cycle is not None and self.cycle.response_complete and not self.conn.trailing_data[0]

    def _stop(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        self._awaited = None


class BoundedWebSocket(WebSocketsSansIOProtocol):
    """A WebSocket that does not wait for ever for a client that does not read."""

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._abort_soon()

    def shutdown(self) -> None:
        super().shutdown()
        self._abort_soon()

    def _abort_soon(self) -> None:
        """Closing waits until what was written is taken; a client that does not read never takes it."""
        self.loop.call_later(WRITE_SECONDS, self.transport.abort)
