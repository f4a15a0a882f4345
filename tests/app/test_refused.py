"""What is refused before a page, an API call or a stream begins: with the headers of every answer, and not logged."""

import re
import resource
import socket
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from scripts.serving import Server, serving
from tests.app.client import api, make_run

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "content-security-policy": "default-src 'none'",  # how it begins
    "cache-control": "no-store",
}


@pytest.fixture(scope="module")
def bounded() -> Iterator[Server]:
    with serving("--hosts", "1", "--header-bytes", "12288") as running:
        yield running


@pytest.fixture
def quiet(bounded: Server) -> Iterator[Server]:
    """A server that writes nothing to its log, whatever a test asks of it."""
    before = bounded.stderr()
    yield bounded
    with api(bounded.address) as client:
        assert client.get("/healthz").status_code == 200  # so the loop has come to the end of what it had to do
    assert bounded.stderr() == before


def answer(server: Server, *parts: bytes) -> bytes:
    """What comes back until the server closes; the parts are sent one after the other's answer has begun."""
    where = urlsplit(server.address)
    with closing(socket.create_connection((where.hostname or "", where.port or 0), timeout=10)) as connection:
        received = b""
        for part in parts:
            connection.sendall(part)
            received += connection.recv(65536)
        while data := connection.recv(65536):
            received += data
    return received


def handshake(path: str, *more: str, method: str = "GET", key: str = "dGhlIHNhbXBsZSBub25jZQ==") -> bytes:
    """A request to open a stream."""
    lines = (
        f"{method} {path} HTTP/1.1",
        "Host: here.example",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {key}",
    )
    return "\r\n".join((*lines, *more, "", "")).encode("latin-1")


def message(kind: int, text: bytes, final: bool = True) -> bytes:
    """A frame of a WebSocket, masked with zeros."""
    return bytes((kind | 0x80 * final, 0x80 | len(text), 0, 0, 0, 0)) + text


STREAM = "/api/runs/nothing/stream"
REFUSED = {
    "foreign origin": (403, handshake(STREAM, "Origin: https://elsewhere.example")),
    "origin of other letters": (403, handshake(STREAM, "Origin: https://\xe9")),
    "unknown run": (404, handshake(STREAM)),
    "no stream there": (403, handshake("/labs/descent")),
    "bad key": (400, handshake(STREAM, key="?")),
    "two origins": (400, handshake(STREAM, "Origin: https://a.example", "Origin: https://b.example")),
    "other method": (405, handshake(STREAM, method="POST")),
    "long address": (414, handshake(STREAM + "?" + "1" * 9_000)),
    "long header": (431, handshake(STREAM, "X: " + "1" * 9_000)),
    "many headers": (431, handshake(STREAM, *(f"X-{n}: 1" for n in range(200)))),
    "with a body": (400, handshake(STREAM, "Content-Length: 5") + b"hello"),
    "not HTTP": (400, b"hello\r\n\r\n"),
    "no host": (400, b"GET / HTTP/1.1\r\n\r\n"),
    "two lengths": (400, b"POST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}"),
    "bad chunk": (400, b"POST /api/runs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n"),
    "bad chunk of no body": (400, b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n"),
    "endless": (431, b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"1" * 14_000),
    "complete and too long": (431, b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"1" * 14_000 + b"\r\n\r\n"),
    "other protocol": (
        200,
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ),
}


@pytest.mark.parametrize(("status", "request_"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_has_the_headers_of_every_answer_and_no_line_in_the_log(
    quiet: Server, status: int, request_: bytes
) -> None:
    head, _, _ = answer(quiet, request_).partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    assert first.startswith(f"HTTP/1.1 {status} ")
    for name, value in HEADERS.items():
        given = [line for line in lines if line.lower().startswith(f"{name}: ")]
        assert len(given) == 1 and given[0].partition(": ")[2].startswith(value), (name, given)


SPOILED = {
    "other letters": [message(1, b"\xff\xfe")],
    "no such kind": [b"\xff" * 10],
    "no beginning": [message(0, b"hello")],
    "long ping": [bytes((0x89, 0xFE, 0, 200, 0, 0, 0, 0)) + b"x" * 200],
}


@pytest.mark.parametrize("parts", SPOILED.values(), ids=SPOILED)
def test_a_message_that_is_none_ends_the_stream_without_a_line_in_the_log(quiet: Server, parts: list[bytes]) -> None:
    stream = make_run(quiet.address)["stream"]
    assert answer(quiet, handshake(stream), *parts).startswith(b"HTTP/1.1 101 ")


@pytest.mark.parametrize("kind", [message(9, b""), message(10, b""), message(0, b"", final=False)])
def test_who_sends_only_what_makes_work_is_sent_away(quiet: Server, kind: bytes) -> None:
    """Pings, pongs and parts of a message that never ends are no messages, and yet are counted."""
    stream = make_run(quiet.address)["stream"]
    said = answer(quiet, handshake(stream), message(1, b"{", final=False) + 110 * kind)
    assert re.search(rb"\x88.\x03\xf0More than 100 ", said, re.DOTALL)


def test_a_body_that_is_spoiled_after_the_answer_ends_the_connection(quiet: Server) -> None:
    begun = b"POST /nothing HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
    assert answer(quiet, begun, b"hello\r\n").startswith(b"HTTP/1.1 404 ")


def test_as_many_streams_may_be_open_as_the_system_allows(quiet: Server) -> None:
    soft, hard = resource.prlimit(quiet.process.pid, resource.RLIMIT_NOFILE)
    assert soft == hard or soft >= 65_536
