"""The server's manners towards clients that have none: too slow, too large, never reading, pretending."""

import asyncio
import json
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed

from scripts.serving import Server, serving
from tests.app.client import TIMEOUT, api, make_run, watching


@pytest.fixture(scope="module")
def bounded() -> Iterator[Server]:
    """One with short deadlines and small bounds."""
    with serving(
        *("--hosts", "1", "--header-seconds", "0.4", "--body-seconds", "0.4", "--header-bytes", "4096"),
        *("--frame-ancestors", "https://course.example,'self'", "--trusted-proxies", "127.0.0.1"),
        *("--unread-seconds", "0.5", "--max-runs", "3", "--data-store-bytes", "1024"),
    ) as running:
        yield running


def connected(server: Server) -> socket.socket:
    """A plain TCP connection."""
    parts = urlsplit(server.address)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10)


def rest(connection: socket.socket) -> bytes:
    """Everything until the server closes; a hang would end in a timeout."""
    received = b""
    try:
        while data := connection.recv(65536):
            received += data
    except ConnectionResetError:
        pass
    return received


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: x\r\n",
        b"POST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{",
        b"POST /api/data?kind=text HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET / HT",
        b"POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{",
    ],
    ids=["nothing", "request line", "headers", "body", "chunks", "a second request", "an unread body"],
)
def test_who_does_not_finish_is_cut_off(bounded: Server, begun: bytes) -> None:
    with closing(connected(bounded)) as connection:
        connection.sendall(begun)
        rest(connection)


def test_who_goes_on_a_byte_at_a_time_is_cut_off_too(bounded: Server) -> None:
    with closing(connected(bounded)) as connection:
        connection.settimeout(0.05)
        deadline = time.monotonic() + TIMEOUT
        with pytest.raises(ConnectionError):
            while time.monotonic() < deadline:
                connection.sendall(b"X")
                with suppress(TimeoutError):
                    if connection.recv(100) == b"":
                        raise ConnectionResetError


@pytest.mark.parametrize("begun", [b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"GET /labs/descent?changes="])
def test_an_address_or_headers_that_are_too_long_are_refused_in_a_sentence(bounded: Server, begun: bytes) -> None:
    """A link that holds a long run is such an address; whoever opened it is told why nothing is shown."""
    with closing(connected(bounded)) as connection:
        connection.sendall(begun + b"1" * 3000)
        connection.sendall(b"1" * 3000)
        answer = rest(connection)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b"longer than the 4096 bytes" in answer and b"x-content-type-options: nosniff" in answer
    with api(bounded.address) as client:
        assert client.get("/healthz").status_code == 200


def test_garbage_is_refused(bounded: Server) -> None:
    for garbage in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
    ):
        with closing(connected(bounded)) as connection:
            connection.sendall(garbage)
            answer = rest(connection)
            assert answer == b"" or answer.startswith(b"HTTP/1.1 4")


def test_a_client_that_leaves_in_the_middle_leaves_no_trace(server: Server) -> None:
    for begun in (
        b"POST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{",
        b"GET / HTTP/1.1\r\nHost",
    ):
        with closing(connected(server)) as connection:
            connection.sendall(begun)
    with api(server.address) as client:
        assert client.get("/healthz").status_code == 200
    assert "Traceback" not in server.stderr()


def test_a_stream_that_never_reads_is_cut_off(bounded: Server) -> None:
    """It answers nothing, the server's pings included."""
    made = make_run(bounded.address)
    with closing(silent_viewer(bounded, made["run"])), api(bounded.address) as client:
        until_viewers(bounded, 0)
        client.delete(f"/api/runs/{made['run']}", headers={"Authorization": f"Bearer {made['key']}"})


def silent_viewer(server: Server, run: str) -> socket.socket:
    """A viewer that said hello and reads nothing of what comes, not even pings."""
    connection = connected(server)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    lines = (
        f"GET /api/runs/{run}/stream HTTP/1.1",
        f"Host: {urlsplit(server.address).netloc}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
    )
    connection.sendall("\r\n".join((*lines, "", "")).encode())
    assert connection.recv(12) == b"HTTP/1.1 101"
    hello = json.dumps({"type": "hello", "version": 1}).encode()
    connection.sendall(bytes((0x81, 0x80 | len(hello), 0, 0, 0, 0)) + hello)  # text, masked with zeros
    until_viewers(server, 1)
    return connection


def until_viewers(server: Server, wanted: int) -> None:
    """Wait until the server knows of so many viewers; fail where it does not within a generous time."""
    deadline = time.monotonic() + TIMEOUT
    with api(server.address) as client:
        while (viewers := client.get("/healthz").json()["viewers"]) != wanted:
            assert time.monotonic() < deadline, f"{viewers} viewers instead of {wanted}"
            time.sleep(0.02)


def test_sigterm_ends_it_although_a_client_never_reads() -> None:
    with serving("--hosts", "1") as running:
        made = make_run(running.address)
        with closing(silent_viewer(running, made["run"])), closing(connected(running)) as half:
            half.sendall(b"POST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{")
            running.process.send_signal(signal.SIGTERM)
            running.process.wait(10)  # 2 s on an idle machine, 5 promised; waiting for the client itself would take 15
        assert "Traceback" not in running.stderr(), running.stderr()


def test_ctrl_c_ends_it_without_a_word() -> None:
    with serving("--hosts", "1") as running:
        running.process.send_signal(signal.SIGINT)
        running.process.wait(10)
        assert running.stderr() == ""


def test_a_restart_is_told_to_every_viewer() -> None:
    async def test(running: Server) -> None:
        made = make_run(running.address)
        async with watching(running.address, made) as viewer:
            await viewer.hello(key=made["key"])
            running.process.send_signal(signal.SIGTERM)
            with pytest.raises(ConnectionClosed):
                while True:
                    await viewer.message()
            assert viewer.socket.close_code == 1012

    with serving("--hosts", "1") as running:
        asyncio.run(asyncio.wait_for(test(running), 20))


def test_a_full_server_says_when_to_come_back(bounded: Server) -> None:
    with api(bounded.address) as client:
        answers = [client.post("/api/runs", json={"lab": "descent"}) for _ in range(4)]
        full = answers[-1]
        assert full.status_code == 503 and full.json()["error"]["code"] == "full"
        assert int(full.headers["retry-after"]) >= 1
        for answer in answers[:3]:
            if answer.status_code == 201:
                made = answer.json()
                client.delete(f"/api/runs/{made['run']}", headers={"Authorization": f"Bearer {made['key']}"})
        text = client.post("/api/data?kind=text", content=b"word " * 300)
        assert (text.status_code, text.json()["error"]["code"]) == (413, "too_large")


def test_who_may_frame_an_embed_is_a_setting(bounded: Server) -> None:
    with api(bounded.address) as client:
        policy = client.get("/embed/descent").headers["content-security-policy"]
        assert policy.endswith("frame-ancestors https://course.example 'self'")
        assert client.get("/labs/descent").headers["content-security-policy"].endswith("frame-ancestors 'none'")


def test_a_trusted_proxy_tells_the_origin_and_the_prefix(bounded: Server) -> None:
    async def test() -> None:
        made = make_run(bounded.address)
        forwarded = {
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "unrolled.example",
            "X-Forwarded-For": "203.0.113.9",
            "X-Forwarded-Prefix": "/live",
        }
        with api(bounded.address) as client:
            assert 'href="/live/' in client.get("/", headers=forwarded).text
            plain = client.get("/").text
            assert 'href="/live/' not in plain
        headers = {**forwarded, "Origin": "https://unrolled.example"}
        async with watching(bounded.address, made, additional_headers=headers) as viewer:
            await viewer.hello()

    asyncio.run(asyncio.wait_for(test(), 20))


def test_nobody_else_is_believed(server: Server) -> None:
    with api(server.address) as client:
        assert "/live/" not in client.get("/", headers={"X-Forwarded-Prefix": "/live"}).text


def test_requests_of_one_client_are_limited() -> None:
    with serving("--hosts", "1", "--request-burst", "5", "--requests-per-second", "0.01") as running:
        with api(running.address) as client:
            answers = [client.get("/api/labs") for _ in range(6)]
            assert [answer.status_code for answer in answers] == [200] * 5 + [429]
            assert answers[-1].json()["error"]["code"] == "too_fast"
            assert int(answers[-1].headers["retry-after"]) > 1
            assert client.get("/healthz").status_code == 200
