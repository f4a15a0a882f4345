"""Work for a client ends when the client has gone."""

import asyncio
import socket
import time
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest
from starlette.requests import ClientDisconnect, Request

from app.presence import while_present
from scripts.serving import serving
from tests.app.client import api

SIX_LANES = {"learning_rate": [1e-5, 1e-4, 1e-3, 2e-5, 2e-4, 2e-3]}


def request(leaves: asyncio.Event) -> Request:
    """A request whose client leaves when it is told to."""

    async def receive() -> dict[str, Any]:
        await leaves.wait()
        return {"type": "http.disconnect"}

    return Request({"type": "http"}, receive)


def test_who_stays_gets_what_there_is() -> None:
    async def work() -> int:
        await asyncio.sleep(0)
        return 7

    async def fails() -> int:
        raise ZeroDivisionError

    async def test() -> None:
        assert await while_present(request(asyncio.Event()), work()) == 7
        with pytest.raises(ZeroDivisionError):
            await while_present(request(asyncio.Event()), fails())

    asyncio.run(test())


def test_the_work_for_who_leaves_is_cancelled() -> None:
    async def test() -> None:
        leaves, cancelled = asyncio.Event(), asyncio.Event()

        async def work() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                cancelled.set()

        asking = asyncio.create_task(while_present(request(leaves), work()))
        await asyncio.sleep(0)
        leaves.set()
        with pytest.raises(ClientDisconnect):
            await asking
        assert cancelled.is_set()

    asyncio.run(test())


def test_a_recipe_that_nobody_waits_for_is_not_followed() -> None:
    """Its client hangs up while a host is at it; the room that it took is free again."""
    with serving() as server, api(server.address) as client:
        address = urlsplit(server.address)
        body = orjson.dumps({"lab": "descent", "step": 200_000, "compare": SIX_LANES})
        head = f"POST /api/runs HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/json\r\n"

        def runs_become(count: int) -> None:
            deadline = time.monotonic() + 15
            while client.get("/healthz").json()["runs"] != count:
                assert time.monotonic() < deadline
                time.sleep(0.01)

        with socket.create_connection((address.hostname, address.port)) as connection:
            connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            runs_become(1)
        runs_become(0)
