"""One viewer's stream: greets it, reads what it says, sends it what its run does.

    GREETING ──hello──▶ OPEN ──▶ CLOSED

One task greets and then reads, whatever the client takes of what is sent; another writes, and between the run and
the writer there is a queue. The queue stays short: frames come only on credit, two at most, and a viewer that lets
hundreds of messages pile up is sent away. Nothing is read while the welcome is being made, nor after a close.
Where nothing waits, frames and acks pass both tasks by (`websocket.py`).
"""

import asyncio
import contextlib
import hmac
from collections import deque
from dataclasses import dataclass
from enum import Enum
from typing import Any, Never

from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from app import jsontext, messages
from app.answers import error_answer
from app.errors import ApiError, from_engine
from app.limits import Window
from app.messages import Ack, BadMessage, Hello, Look, Message, error_message
from app.origins import admits
from app.record import Record
from app.runs import Runs
from app.services import Services, take
from app.websocket import SHORT_WAY, StreamSocket
from engine.knobs import BadValue
from engine.labs import LABS

MOST_ACKS = 1_000  # a second; there are 30 frames at most
MOST_WAITING = 512  # messages and frames that a viewer may leave unread


class State(Enum):
    """Where a stream is."""

    GREETING = "greeting"  # accepted; its hello has not been answered
    OPEN = "open"
    CLOSED = "closed"  # a close is on its way; nothing more is sent


class Broken(Exception):
    """A rule of the protocol was broken. The reason is told with code 1008."""


class Gone(Exception):
    """The client has left, or the server is ending."""


class Close:
    """The last entry of a queue."""

    def __init__(self, code: int, reason: str) -> None:
        self.code, self.reason = code, reason.encode()[:120].decode(errors="ignore")


@dataclass(frozen=True)
class QueuedFrame:
    """A frame that waits in a queue. Nobody can have drawn it yet, so an ack of it earns no credit for more."""

    data: bytes | str


class Streams:
    """The ASGI application at the streams' address: refuses with a status, or accepts and stays until the end."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        services, socket = self._services, WebSocket(scope, receive, send)
        try:
            take(socket, 1)
            if not admits(socket.headers, services.settings.allowed_origins):
                raise ApiError(403, "forbidden", "A page of this origin may not open streams here.")
            record = services.runs.find(scope["path_params"]["run"])
        except ApiError as error:
            await socket.send_denial_response(error_answer(error))
            return
        await socket.accept()
        with services.place() as free:
            if not free:
                await socket.close(1013, "There is no room for another viewer at present.")
                return
            short_way = scope.get("extensions", {}).get(SHORT_WAY)
            await Stream(receive, send, record, services, short_way).run()


class Stream:
    """A viewer of one run, as the run sees it: `deliver`, `tell` and `close` never wait.

    It speaks ASGI, but for what happens 30 times a second: frames and acks go a short way, where there is one.
    """

    def __init__(
        self, receive: Receive, send: Send, record: Record, services: Services, short_way: StreamSocket | None = None
    ) -> None:
        self._receive, self._send, self._short_way = receive, send, short_way
        self._record, self._settings = record, services.settings
        self._runs: Runs = services.runs
        self._window = Window(services.settings.messages_per_second)
        self._acks = Window(MOST_ACKS)
        self._state = State.GREETING
        self._attached = self._control = False
        self._sent = 0  # frames, those in the queue not counted
        self._waiting: deque[str | QueuedFrame | Close] = deque()
        self._more = asyncio.Event()
        self._writing = False  # the writer has something in hand
        if short_way is not None:
            short_way.hear = self._acknowledged

    # ---- what the run calls ----

    def deliver(self, frame: bytes | str) -> None:
        """Send a frame: at once, or after what is still waiting."""
        free = self._state is State.OPEN and not self._writing and not self._waiting
        if free and self._short_way and isinstance(frame, bytes) and self._short_way.send_now(frame):
            self._sent += 1
        else:
            self._put(QueuedFrame(frame))

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message."""
        self._put(jsontext.write(message).decode())

    def close(self, code: int, reason: str) -> None:
        """Send what is waiting, then close."""
        if self._state is not State.CLOSED:
            self._put(Close(code, reason))
            self._state = State.CLOSED

    # ---- its life ----

    async def run(self) -> None:
        """Greet, then read until either side ends it."""
        writer = asyncio.create_task(self._write())
        try:
            await self._talk()
            await asyncio.wait({writer}, timeout=self._settings.unread_seconds)
        except Gone:
            self._state = State.CLOSED
        finally:
            if self._attached:
                self._runs.detach(self._record, self)
            writer.cancel()

    async def _talk(self) -> None:
        """Everything up to the close, which is then on its way."""
        try:
            await self._greet()
            while self._state is State.OPEN:
                await self._read()
        except Broken as broken:
            self.close(1008, str(broken))

    async def _greet(self) -> None:
        """Answer the hello with the welcome, which is the first message that the client gets."""
        hello = await self._hello()
        try:
            self._control = self._may_control(hello)
            look = LABS[self._record.lab].parse_look(hello.look or {})
            self._attached = True
            welcome = await self._runs.attach(
                self._record,
                self,
                control=self._control,
                history=hello.history,
                start=hello.start or 0,
                encoding=hello.encoding,
                look=look,
            )
        except BadValue as error:
            self._refuse(from_engine(error))
        except ApiError as error:
            self._refuse(error)
        self._waiting.appendleft(jsontext.write(welcome).decode())
        if self._state is State.GREETING:
            self._state = State.OPEN
        self._more.set()

    async def _hello(self) -> Hello:
        seconds = self._settings.hello_seconds
        try:
            async with asyncio.timeout(seconds):
                text = await self._text()
        except TimeoutError:
            raise Broken(f"No hello within {seconds:g} s.") from None
        try:
            message = messages.read(text) if text is not None else None
        except BadMessage as bad:
            self._refuse(bad.error, bad.id)
        if not isinstance(message, Hello):
            self._refuse(ApiError(422, "bad_form", "The first message is a hello, as text."))
        return message

    def _may_control(self, hello: Hello) -> bool:
        if hello.key is None:
            return False
        if hmac.compare_digest(hello.key.encode(), self._record.key.encode()):
            return True
        raise ApiError(403, "forbidden", "The key is not this run's. Without a key you may watch.")

    async def _read(self) -> None:
        text = await self._text()
        message: Message | None = None
        try:
            if text is None:
                raise BadMessage(ApiError(422, "bad_form", "Messages are text: JSON, in UTF-8."))
            message = messages.read(text)
            self._count(self._acks if isinstance(message, Ack) else self._window)
            self._obey(message)
        except BadMessage as bad:
            self._count(self._window)
            self.tell(bad.public())
        except BadValue as error:
            self.tell(error_message(from_engine(error), getattr(message, "id", None)))
        except ApiError as error:
            self.tell(error_message(error, getattr(message, "id", None)))

    def _acknowledged(self, text: bytes) -> bool:
        """Take an ack as it usually comes. False is no refusal: it is something else, or one too many."""
        frame = messages.acknowledged(text)
        if frame is None or frame > self._sent or self._state is not State.OPEN or not self._acks.allows():
            return False
        self._runs.acknowledge(self._record, self, frame)
        return True

    def _obey(self, message: Message) -> None:
        match message:
            case Hello():
                raise ApiError(422, "bad_form", "A hello comes only once.")
            case Ack(frame=frame) if frame > self._sent:
                allowed = f"0 to {self._sent}"
                raise ApiError(422, "bad_value", f"No frame {frame} has been sent.", "frame", frame, allowed)
            case Look(values=values):
                LABS[self._record.lab].parse_look(values)
            case _ if message.controls and not self._control:
                raise ApiError(403, "forbidden", "Without the run's key you may watch, not control.")
        self._runs.command(self._record, self, message.model_dump(by_alias=True))

    def _count(self, window: Window) -> None:
        if not window.allows():
            raise Broken(f"More than {window.most} messages within a second.")

    def _refuse(self, error: ApiError, id: Any = None) -> Never:
        """Say why, and end it."""
        self._waiting.append(jsontext.write(error_message(error, id)).decode())
        raise Broken(error.message)

    # ---- the socket ----

    async def _text(self) -> str | None:
        """The next message's text; None if it came as bytes."""
        event = await self._receive()
        if event["type"] == "websocket.disconnect":
            raise Gone
        return event.get("text")

    def _put(self, entry: str | QueuedFrame | Close) -> None:
        if self._state is State.CLOSED:
            return
        self._waiting.append(entry)
        if len(self._waiting) > MOST_WAITING and not isinstance(entry, Close):
            self._waiting.clear()
            self.close(1008, f"More than {MOST_WAITING} messages left unread.")
        self._more.set()

    async def _write(self) -> None:
        """Send what is waiting, in order, until a Close has been sent or the client is gone."""
        with contextlib.suppress(OSError):
            while True:
                await self._more.wait()
                self._more.clear()
                self._writing = True
                while self._waiting and self._state is not State.GREETING:
                    match self._waiting.popleft():
                        case str() as text:
                            await self._send({"type": "websocket.send", "text": text})
                        case QueuedFrame(data=data):
                            self._sent += 1
                            kind = "text" if isinstance(data, str) else "bytes"
                            await self._send({"type": "websocket.send", kind: data})
                        case Close(code=code, reason=reason):
                            await self._send({"type": "websocket.close", "code": code, "reason": reason})
                            return
                self._writing = False
