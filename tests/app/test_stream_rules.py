"""Who may open a stream and what ends it: every rule has its status or its close code."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from scripts.serving import Server, serving
from tests.app.client import Viewer, api, look_up, make_run, watching

SLOW = {"learning_rate": 0.001, "batch_size": 4}
"""A run that neither ends nor diverges for a long time."""


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Drive a test on an event loop, and end it should it hang."""
    asyncio.run(asyncio.wait_for(test(), 50))


@asynccontextmanager
async def closing(viewer: Viewer) -> AsyncIterator[list[Any]]:
    """The server closes within: its code and reason."""
    closed: list[Any] = []
    with pytest.raises(ConnectionClosed):
        yield closed
        while True:
            await viewer.message()
    closed += [viewer.socket.close_code, viewer.socket.close_reason]


def test_without_the_key_one_may_watch(server: Server) -> None:
    async def test() -> None:
        made = make_run(server.address, config=SLOW)
        async with watching(server.address, made) as viewer:
            assert (await viewer.hello())["control"] is False
            for message in (
                {"type": "play"},
                {"type": "pause"},
                {"type": "step", "n": 1},
                {"type": "seek", "step": 0},
                {"type": "change", "id": 4, "values": {"learning_rate": 0.2}},
            ):
                await viewer.send(**message)
                error = await viewer.until("error")
                assert error["error"]["code"] == "forbidden"
                assert error.get("id") == message.get("id")
            await viewer.send(type="look", values={"domain": [-1, 1, -1, 1]})
            frame = await viewer.until("frame")
            while frame["arrays"].get("domain") != [-1, 1, -1, 1]:
                frame = await viewer.until("frame")
        assert look_up(server.address, made)["step"] == 0

    run(test)


def test_a_wrong_key_is_told_and_ends_it(server: Server) -> None:
    async def test() -> None:
        made = make_run(server.address)
        for key in ("wrong", made["key"] + "x", made["run"], "ключ"):
            async with watching(server.address, made) as viewer:
                await viewer.send(type="hello", version=1, key=key)
                assert (await viewer.message())["error"]["code"] == "forbidden"
                async with closing(viewer) as closed:
                    pass
                assert closed[0] == 1008

    run(test)


@pytest.mark.parametrize(
    "first",
    [
        '{"type": "play"}',
        '{"type": "hello"}',
        '{"type": "hello", "version": 2}',
        '{"type": "hello", "version": 1, "look": {"nothing": 1}}',
        "hello",
        b'{"type": "hello", "version": 1}',
    ],
)
def test_a_stream_begins_with_a_proper_hello(server: Server, first: str | bytes) -> None:
    async def test() -> None:
        async with watching(server.address, make_run(server.address)) as viewer:
            await viewer.socket.send(first)
            error = await viewer.message()
            assert error["type"] == "error"
            async with closing(viewer) as closed:
                pass
            assert closed[0] == 1008 and closed[1]

    run(test)


def test_61_messages_within_a_second_are_too_many_and_acks_do_not_count(server: Server) -> None:
    async def test() -> None:
        made = make_run(server.address)
        async with watching(server.address, made) as viewer:
            await viewer.hello(key=made["key"])
            await viewer.until("frame")
            for _ in range(200):
                await viewer.ack()
            for n in range(60):
                await viewer.send(type="look", values={"nothing": n})
            for _ in range(60):
                assert (await viewer.until("error"))["error"]["code"] == "bad_value"
            async with closing(viewer) as closed:
                for _ in range(61):  # too many by themselves, should the first ones lie a second back by now
                    await viewer.send(type="pause")
            assert closed == [1008, "More than 60 messages within a second."]

    run(test)


def test_a_message_above_64_kib_ends_it(server: Server) -> None:
    async def test() -> None:
        made = make_run(server.address)
        async with watching(server.address, made) as viewer:
            await viewer.hello(key=made["key"])
            async with closing(viewer) as closed:
                await viewer.socket.send('{"type": "look", "values": {"a": "' + "x" * 70_000 + '"}}')
            assert closed[0] == 1009

    run(test)


def test_a_dropped_run_says_so(server: Server) -> None:
    async def test() -> None:
        made = make_run(server.address)
        async with watching(server.address, made) as viewer:
            await viewer.hello()
            headers = {"Authorization": f"Bearer {made['key']}"}
            async with closing(viewer):
                with api(server.address) as client:
                    assert client.delete(f"/api/runs/{made['run']}", headers=headers).status_code == 204
        with pytest.raises(InvalidStatus) as refused:
            async with watching(server.address, made):
                pass
        assert refused.value.response.status_code == 410

    run(test)


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 101),
        ("null", 101),
        ("{own}", 101),
        ("https://course.example", 101),
        ("http://course.example", 403),
        ("https://course.example.evil.example", 403),
        ("http://127.0.0.1:1", 403),
        ("http://localhost", 403),
        ("file://", 403),
        ("{own}/path", 403),
        ("{own}.evil.example", 403),
        ("", 403),
        ("http://[", 403),
    ],
)
def test_the_origin_is_looked_at_before_accepting(strict_server: Server, origin: str | None, status: int) -> None:
    async def test() -> None:
        made = make_run(strict_server.address)
        own = origin.format(own=strict_server.address) if origin is not None else None
        headers = [] if own is None else [("Origin", own)]
        if status == 101:
            async with watching(strict_server.address, made, additional_headers=headers) as viewer:
                await viewer.hello()
        else:
            with pytest.raises(InvalidStatus) as refused:
                async with watching(strict_server.address, made, additional_headers=headers):
                    pass
            assert refused.value.response.status_code == status
            assert b'"forbidden"' in (refused.value.response.body or b"")

    run(test)


def test_an_unknown_run_is_404_before_accepting(server: Server) -> None:
    async def test() -> None:
        for name in ("nothing", "x" * 300, "%00", "..%2f..%2fetc"):
            with pytest.raises(InvalidStatus) as refused:
                async with watching(server.address, {"run": name}):
                    pass
            assert refused.value.response.status_code in (403, 404)
            assert refused.value.response.status_code == 404 or "/" in name or "%2f" in name

    run(test)


def test_opening_streams_is_asking_too() -> None:
    async def test(address: str) -> None:
        made = make_run(address)  # one of three
        for _ in range(2):
            async with watching(address, made) as viewer:
                await viewer.hello()
        with pytest.raises(InvalidStatus) as refused:
            async with watching(address, made):
                pass
        assert refused.value.response.status_code == 429 and refused.value.response.headers["Retry-After"]

    with serving("--hosts", "1", "--request-burst", "3", "--requests-per-second", "0.01") as running:
        asyncio.run(test(running.address))


@pytest.fixture(scope="module")
def strict_server() -> Iterator[Server]:
    """One with tight bounds and another origin allowed."""
    with serving(
        *("--hosts", "1", "--hello-seconds", "0.3", "--max-viewers", "2"),
        *("--allowed-origins", "https://course.example"),
    ) as running:
        yield running


def test_who_says_nothing_is_sent_away(strict_server: Server) -> None:
    async def test() -> None:
        async with watching(strict_server.address, make_run(strict_server.address)) as viewer:
            async with closing(viewer) as closed:
                pass
            assert closed == [1008, "No hello within 0.3 s."]

    run(test)


def test_a_full_server_says_come_back(strict_server: Server) -> None:
    async def test() -> None:
        made = make_run(strict_server.address)
        async with watching(strict_server.address, made) as one, watching(strict_server.address, made) as two:
            await one.hello()
            await two.hello()
            async with watching(strict_server.address, made) as three:
                async with closing(three) as closed:
                    pass
                assert closed[0] == 1013
            await one.send(type="look", values={})
        async with watching(strict_server.address, made) as again:
            await again.hello()

    run(test)
