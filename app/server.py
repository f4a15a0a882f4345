"""The server around the application: how long a client may take, how much it may send, how it is told to go.

HTTP by uvicorn's h11 with deadlines: its faster parser, httptools, bounds neither time nor size of headers.
WebSockets by `websockets-sansio`, which stops reading from a client while a message waits, with bounds and a short way
of our own for frames and acks (`websocket.py`).
"""

import asyncio
import contextlib
import gc
import logging
import resource
import socket
from http import HTTPStatus
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.main import create_app
from app.security import BARE
from app.settings import Settings
from app.websocket import StreamSocket
from engine.words import said

PIECE = 1_024  # bytes that the parser of headers is given at once
MOST_FILES = 65_536  # open at once: a stream is one

CLIENTS_FAULTS = (
    "Invalid HTTP request received.",
    "Unsupported upgrade request.",
    "Invalid UTF-8 sequence received from client.",
    "ASGI callable returned without completing handshake.",  # so uvicorn calls a stream that was refused
)
"""What uvicorn would write to the log. The client is told; a line for each would let anybody fill the disk."""


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
        ws=StreamSocket,
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
    _allow_many_files()
    with bound_socket(settings) as listener:
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        print(f"Unrolled is at http://{shown}:{port}{settings.root_path}/", flush=True)
        logging.getLogger("uvicorn.error").addFilter(lambda record: record.msg not in CLIENTS_FAULTS)
        server = uvicorn.Server(config(settings))
        gc.freeze()  # what is here by now stays: to look through it for garbage would hold up everybody for 40 ms
        server.run(sockets=[listener])


def _allow_many_files() -> None:
    """The usual 1,024 are fewer than a few classes have connections, and without one no host could be replaced."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        with contextlib.suppress(OSError, ValueError):  # some systems allow less than they say
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


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
        """Headers come to the parser piece by piece: of those that it is given at once it would take any size."""
        while self.conn.their_state is h11.IDLE and len(data) > PIECE and not self.transport.is_closing():
            super().data_received(data[:PIECE])
            data = data[PIECE:]
        if self.transport.get_protocol() is self and not self.transport.is_closing():
            super().data_received(data)
        self._watch()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """A handshake that cannot be read is answered, too, where uvicorn would leave the connection open for ever."""
        super().handle_websocket_upgrade(event)
        stream = self.transport.get_protocol()
        if isinstance(stream, StreamSocket) and not stream.handshake_initiated:
            stream.refuse_unread()

    def send_400_response(self, msg: str) -> None:
        """What cannot be read as HTTP is refused; where it was only too long, whoever followed a link is told so."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True  # whoever answers this request answers nobody any more
            self.cycle.message_event.set()
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()  # the answer has begun already, and what spoils it came later
            return
        status, waiting = HTTPStatus.BAD_REQUEST, len(self.conn.trailing_data[0])
        most = self.config.h11_max_incomplete_event_size or 0
        if waiting > most and self.conn.our_state is h11.IDLE:
            status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            msg = f"The address and headers of this request are longer than the {said(most)} bytes read here.\n"
            msg += "A link that holds very many changes cannot be followed: open its lab without them.\n"
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close"), *BARE]
        for sent in (
            h11.Response(status_code=status, headers=headers, reason=status.phrase),
            h11.Data(data=msg.encode()),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(sent))
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
