"""The short way of a stream's frames and acks: what comes and goes by it is what would have by the long one."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from app import messages
from app.server import config
from app.settings import Settings
from app.stream import MOST_WAITING, Close, QueuedFrame, State, Stream
from app.websocket import SHORT_WAY, StreamSocket

UPGRADE = (
    b"GET /api/runs/x/stream HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dW5yb2xsZWQtYmVuY2gtMQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Wire(asyncio.Transport):
    """A transport that notes what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.closing = self.paused = False

    def write(self, data: Any) -> None:
        self.written.append(bytes(data))

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False


class Application:
    """Accepts, then waits: what it was connected with."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scope, self.receive, self.send = scope, receive, send
        await receive()
        await send({"type": "websocket.accept"})
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()


@cache
def own_settings() -> uvicorn.Config:
    settings = config(Settings())
    settings.load()
    return settings


async def connected() -> tuple[StreamSocket, Wire, Application]:
    """A connection as this server's own settings make it, its handshake done."""
    settings, application, wire = own_settings(), Application(), Wire()
    settings.loaded_app = application
    made = settings.ws_protocol_class
    assert made is StreamSocket
    socket = made(settings, ServerState(), {})
    socket.connection_made(wire)
    socket.data_received(UPGRADE)
    while not socket.handshake_complete:
        await asyncio.sleep(0)
    wire.written.clear()
    assert application.scope["extensions"][SHORT_WAY] is socket
    return socket, wire, application


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 50))


def sent(opcode: Opcode, data: bytes, fin: bool = True) -> bytes:
    """A frame as a client sends it, masked."""
    return Frame(opcode, data, fin).serialize(mask=True)


def ack(frame: int) -> bytes:
    return b'{"type":"ack","frame":%d}' % frame


SAID = [
    sent(Opcode.TEXT, ack(1)),
    sent(Opcode.TEXT, ack(2)),
    sent(Opcode.TEXT, b'{"type":"pause"}'),
    sent(Opcode.TEXT, ack(3)),
    sent(Opcode.PING, b"still there?"),
    sent(Opcode.TEXT, ack(4)[:9], fin=False) + sent(Opcode.PING, b"") + sent(Opcode.CONT, ack(4)[9:]),
    sent(Opcode.TEXT, ack(5)),
    sent(Opcode.TEXT, ack(6) + b" " * 126),
    sent(Opcode.BINARY, ack(7)),
    sent(Opcode.TEXT, ack(8)),
    sent(Opcode.TEXT, ack(9)),
]
"""Acks, and all that may come between them."""


async def heard(pieces: list[bytes], short: bool) -> tuple[list[Any], int]:
    """What a client has said, in order, and how much of it came by the short way."""
    socket, _, application = await connected()
    said: list[Any] = []
    by_short_way = 0

    def hear(text: bytes) -> bool:
        nonlocal by_short_way
        if messages.acknowledged(text) is None:
            return False
        by_short_way += 1
        said.append(text.decode())
        return True

    if short:
        socket.hear = hear
    for piece in pieces:
        socket.data_received(piece)
        while not socket.queue.empty():
            event = await application.receive()
            said.append(event.get("text") or event["bytes"])
    return said, by_short_way


def test_what_is_said_arrives_in_order_however_it_is_cut() -> None:
    async def test() -> None:
        stream = b"".join(SAID)
        expected, none = await heard(SAID, short=False)
        assert len(expected) == 10 and none == 0
        cuts = [[stream[:cut], stream[cut:]] for cut in range(1, len(stream))]
        for pieces in [SAID, [stream], [stream[at : at + 1] for at in range(len(stream))], *cuts]:
            said, by_short_way = await heard(pieces, short=True)
            assert said == expected
            assert by_short_way <= 6
        assert (await heard(SAID, short=True))[1] == 6, "an ack in two pieces, a long one, one as bytes: the long way"
        assert (await heard([stream], short=True))[1] == 2, "what comes behind a message waits for it"

    run(test)


@pytest.mark.parametrize(
    "unfit",
    [sent(Opcode.TEXT, b"\xff"), b"\x81\x02hi", sent(Opcode.CONT, b"x"), b"\x91\x80abcd"],
    ids=["no UTF-8", "no mask", "no beginning", "an unknown bit"],
)
def test_what_breaks_the_rules_does_so_by_either_way(unfit: bytes) -> None:
    async def test() -> None:
        closes: list[list[bytes]] = []
        for hear in (None, lambda text: messages.acknowledged(text) is not None):
            socket, wire, _ = await connected()
            socket.hear = hear
            for piece in (sent(Opcode.TEXT, ack(1)), unfit):
                socket.data_received(piece)
            socket.data_received(sent(Opcode.TEXT, ack(2)))
            closes.append([data for data in wire.written if data[:1] == b"\x88"])
        assert closes[0] == closes[1] and len(closes[0]) == 1

    run(test)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_a_frame_is_the_same_bytes_by_either_way(size: int) -> None:
    async def test() -> None:
        socket, wire, application = await connected()
        frame = bytes(range(256)) * (size // 256 + 1)
        assert socket.send_now(frame[:size])
        await application.send({"type": "websocket.send", "bytes": frame[:size]})
        assert wire.written[0] == wire.written[1]

    run(test)


def test_nothing_is_sent_where_something_stands_in_the_way() -> None:
    async def test() -> None:
        socket, wire, application = await connected()
        socket.pause_writing()
        assert not socket.send_now(b"frame"), "the client does not read"
        socket.resume_writing()
        assert socket.send_now(b"frame")
        await application.send({"type": "websocket.close"})
        assert not socket.send_now(b"frame"), "a close is on its way"
        other, other_wire, _ = await connected()
        other_wire.closing = True
        assert not other.send_now(b"frame"), "the connection is being given up"
        assert len(wire.written) == 2 and not other_wire.written

    run(test)


class Way:
    """A short way that notes what goes by it."""

    hear: Any = None

    def __init__(self) -> None:
        self.free, self.sent = True, list[bytes]()

    def send_now(self, data: bytes) -> bool:
        if self.free:
            self.sent.append(data)
        return self.free


def test_a_frame_never_overtakes_what_was_said_before_it() -> None:
    async def test() -> None:
        way, sent_long, leave = Way(), list[Any](), asyncio.Semaphore(0)

        async def send(event: Any) -> None:
            await leave.acquire()
            sent_long.append(event.get("text") or event.get("bytes"))

        services: Any = SimpleNamespace(settings=Settings(), runs=None)
        nothing: Any = None
        short_way: Any = way
        stream = Stream(nothing, send, nothing, services, short_way)
        stream.deliver(b"0")
        assert not way.sent, "the welcome comes first"
        stream._waiting.clear()
        stream._state = State.OPEN
        writer = asyncio.create_task(stream._write())
        await asyncio.sleep(0)
        stream.deliver(b"1")
        stream.tell({"type": "changed"})
        stream.deliver(b"2")
        leave.release()
        while stream._waiting:
            await asyncio.sleep(0)
        assert len(sent_long) == 1, "the writer has a frame in hand, and nothing waits"
        stream.deliver(b"3")
        assert way.sent == [b"1"]
        leave.release()
        leave.release()
        while stream._writing:
            await asyncio.sleep(0)
        assert sent_long == ['{"type":"changed"}', b"2", b"3"]
        stream.deliver(b"4")
        way.free = False
        stream.deliver(b"5")
        assert way.sent == [b"1", b"4"] and list(stream._waiting) == [QueuedFrame(b"5")]
        stream.close(1012, "")
        stream.deliver(b"6")
        assert isinstance(stream._waiting[-1], Close), "nothing follows a close"
        writer.cancel()

    run(test)


def test_acks_are_taken_only_from_an_open_stream_and_only_so_many() -> None:
    acked: list[int] = []
    runs = SimpleNamespace(acknowledge=lambda record, viewer, frame: acked.append(frame))
    way = Way()
    services: Any = SimpleNamespace(settings=Settings(), runs=runs)
    nothing: Any = None
    short_way: Any = way

    async def test() -> None:
        stream = Stream(nothing, nothing, nothing, services, short_way)
        stream._sent = 5
        assert not way.hear(ack(1)), "there was no hello"
        stream._state = State.OPEN
        assert way.hear(ack(5)) and way.hear(b' { "type" : "ack", "frame": 2 } ')
        others = b'{"frame":1,"type":"ack"}', b'{"type":"pause"}', b'{"type":"ack","frame":01}', b"\xff", b"\v" + ack(1)
        for other in (ack(6), *others):
            assert not way.hear(other)
        way.free = False
        stream.deliver(b"")
        assert not way.hear(ack(6)), "a frame that is still waiting has not been drawn"
        taken = sum(way.hear(ack(1)) for _ in range(2_000))
        assert taken == stream._acks.most - 2, "a thousand a second"
        stream.close(1012, "")
        assert not way.hear(ack(1))
        assert acked[:2] == [5, 2] and len(acked) == stream._acks.most

    run(test)


def test_who_leaves_too_much_unread_is_sent_away() -> None:
    async def test() -> None:
        sent: list[Any] = []
        full = asyncio.Event()

        async def send(event: Any) -> None:
            sent.append(event)
            if event["type"] == "websocket.send":
                await full.wait()  # the client does not read

        services: Any = SimpleNamespace(settings=Settings(), runs=None)
        nothing: Any = None
        stream = Stream(nothing, send, nothing, services)
        stream._state = State.OPEN
        writer = asyncio.create_task(stream._write())
        for number in range(MOST_WAITING + 1):
            stream.tell({"type": "changed", "step": number})
            await asyncio.sleep(0)
        assert stream._state is State.OPEN and len(stream._waiting) == MOST_WAITING
        stream.tell({"type": "changed", "step": -1})
        assert stream._state is State.CLOSED and len(stream._waiting) == 1, "what waited is forgotten"
        full.set()
        await writer
        assert len(sent) == 2 and (sent[1]["type"], sent[1]["code"]) == ("websocket.close", 1008)

    run(test)
