"""One viewer's stream over a real socket: nothing lost, nothing twice, nothing unbounded."""

import asyncio
import math
import random
from collections.abc import Callable, Coroutine
from typing import Any

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed

from scripts.serving import Server
from tests.app.client import api, look_up, make_run, watching

SLOW = {"learning_rate": 0.001, "batch_size": 4}
"""A run that neither ends nor diverges for a long time."""


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Drive a test on an event loop, and end it should it hang."""
    asyncio.run(asyncio.wait_for(test(), 50))


@pytest.mark.parametrize("encoding", ["binary", "json"])
def test_a_welcome_then_frames(server: Server, encoding: str) -> None:
    async def test() -> None:
        made = make_run(server.address, config=SLOW)
        async with watching(server.address, made) as viewer:
            welcome = await viewer.hello(key=made["key"], encoding=encoding)
            assert {name: welcome[name] for name in ("run", "lab", "config", "changes", "compare")} == {
                "run": made["run"],
                "lab": "descent",
                "config": made["config"],
                "changes": [],
                "compare": None,
            }
            assert [welcome[name] for name in ("history", "step", "end", "from", "status", "control")] == [
                *(0, 0, 0, 0, "paused", True)
            ]
            first = await viewer.until("frame")
            assert (first["step"], first["end"], first["history"], first["status"]) == (0, 0, 0, "paused")
            assert next(iter(first["arrays"])) == "loss"
            assert len(first["arrays"]["theta"]) == 2
            await viewer.send(type="step", n=3)
            frame = await viewer.until("frame", step=3)
            assert frame["end"] == 3 and len(viewer.losses) == 3
            with api(server.address) as client:
                page = client.get(f"/api/runs/{made['run']}/steps/2").json()
            assert viewer.losses[2] == pytest.approx(page["loss"], rel=1e-6)

    run(test)


def test_a_change_is_told_before_the_frame_that_it_governs(server: Server) -> None:
    async def test() -> None:
        made = make_run(server.address, config=SLOW)
        async with watching(server.address, made) as viewer:
            await viewer.hello(key=made["key"])
            await viewer.send(type="step", n=5)
            await viewer.until("frame", step=5)
            await viewer.send(type="change", id={"any": ["thing"]}, values={"learning_rate": 0.25})
            changed = await viewer.until("changed")
            assert changed == {
                "type": "changed",
                "id": {"any": ["thing"]},
                "step": 5,
                "values": {"learning_rate": 0.25},
            }
            await viewer.send(type="step")
            frame = await viewer.until("frame", step=6)
            assert frame["scalars"]["learning_rate"] == pytest.approx(0.25)
            assert look_up(server.address, made)["changes"] == [{"step": 5, "values": {"learning_rate": 0.25}}]

    run(test)


def test_a_change_in_the_past_voids_the_future(server: Server) -> None:
    async def test() -> None:
        made = make_run(server.address, config=SLOW)
        async with watching(server.address, made) as viewer:
            await viewer.hello(key=made["key"])
            await viewer.send(type="step", n=20)
            await viewer.until("frame", step=20)
            await viewer.send(type="seek", step=8)
            back = await viewer.until("frame", step=8)
            assert (back["end"], back["arrays"]["loss"]) == (20, [])
            await viewer.send(type="change", values={"learning_rate": 0.2})
            moved = await viewer.until("moved")
            assert (moved["history"], moved["step"], moved["end"]) == (1, 8, 8)
            assert len(viewer.losses) == 8
            await viewer.send(type="step", n=4)
            frame = await viewer.until("frame", step=12)
            assert (frame["history"], frame["end"], len(viewer.losses)) == (1, 12, 12)

    run(test)


def test_every_loss_comes_exactly_once_across_200_forced_reconnects(server: Server) -> None:
    async def test() -> None:
        chance = random.Random(7)
        made = make_run(server.address, config=SLOW)
        losses: list[float] = []
        history = 0
        for turn in range(200):
            async with watching(server.address, made) as viewer:
                more = {} if turn == 0 else {"from": len(losses), "history": history}
                try:
                    await viewer.send(type="hello", version=1, key=made["key"], **more)
                    if turn and chance.random() < 0.15:
                        viewer.socket.transport.abort()  # before the welcome has been read
                    viewer.welcome = await viewer.message()
                    assert viewer.welcome["from"] == len(losses)
                    viewer.start = len(losses)
                    if turn == 0:
                        await viewer.send(type="play", pace=3000)
                        await viewer.until("status", status="playing")
                    for _ in range(chance.randrange(4)):
                        message = await viewer.message()
                        if message["type"] == "frame" and (viewer.frames % 2 == 0 or chance.random() < 0.5):
                            await viewer.ack()  # with two unacknowledged nothing more would come
                except ConnectionClosed:
                    assert viewer.socket.close_code == 1006
                losses += viewer.losses
                viewer.socket.transport.abort()
        async with watching(server.address, made) as viewer:
            await viewer.hello(key=made["key"], history=history, **{"from": len(losses)})
            await viewer.send(type="pause")
            end = (await viewer.until("status", status="paused"))["step"]
            while viewer.next < end:
                await viewer.until("frame")
            losses += viewer.losses
        with api(server.address) as client:
            table = client.get(f"/api/runs/{made['run']}/metrics.csv").text
        rows = [line.split(",") for line in table.splitlines()[1:]]
        assert end > 500 and len(rows) == end == len(losses)
        truth = np.array([float(row[1]) for row in rows], dtype=np.float32)
        assert np.array_equal(np.array(losses, dtype=np.float32), truth)

    run(test)


def test_a_client_of_another_history_begins_again(server: Server) -> None:
    async def test() -> None:
        made = make_run(server.address, config=SLOW)
        async with watching(server.address, made) as viewer:
            await viewer.hello(key=made["key"])
            await viewer.send(type="step", n=9)
            await viewer.until("frame", step=9)
        async with watching(server.address, made) as viewer:
            assert (await viewer.hello(history=5, **{"from": 7}))["from"] == 0
        async with watching(server.address, made) as viewer:
            assert (await viewer.hello(history=0, **{"from": 7}))["from"] == 7
        async with watching(server.address, made) as viewer:
            assert (await viewer.hello(history=0, **{"from": 700}))["from"] == 9

    run(test)


def test_a_slow_reader_stays_bounded_and_fresh(server: Server) -> None:
    async def test() -> None:
        made = make_run(server.address, config=SLOW)
        async with watching(server.address, made) as viewer:
            await viewer.hello(key=made["key"])
            await viewer.send(type="play", pace="max")
            for _ in range(2):
                while (await viewer.message())["type"] != "frame":
                    pass
            seen = viewer.next
            while look_up(server.address, made)["step"] < seen + 20_000:
                await asyncio.sleep(0)  # the run goes on; this viewer is not told
            await viewer.send(type="look", values={"nothing": 1})
            assert (await viewer.message())["type"] == "error"  # what comes next is no frame: there is no credit
            behind = look_up(server.address, made)["step"]
            await viewer.ack()
            fresh = await viewer.message()
            assert fresh["type"] == "frame"
            assert fresh["step"] >= behind
            assert len(fresh["arrays"]["loss"]) <= 16_384
            await viewer.send(type="pause")
            paused = await viewer.until("status", status="paused")
            while viewer.next < paused["step"]:
                await viewer.until("frame")

    run(test)


def test_numbers_that_are_not_finite_are_null(server: Server) -> None:
    async def test() -> None:
        made = make_run(server.address, compare={"learning_rate": [0.1, 90.0]})
        async with watching(server.address, made) as viewer:
            await viewer.hello(key=made["key"], encoding="json")
            await viewer.send(type="step", n=20)
            lost: list[Any] = []
            frame = await viewer.until("frame")
            while frame["step"] < 20:
                lost += frame["arrays"]["loss@1"]
                frame = await viewer.until("frame")
            lost += frame["arrays"]["loss@1"]
            assert len(lost) == 20 and lost[0] is not None and lost[-1] is None
            assert all(math.isfinite(loss) for loss in viewer.losses)

    run(test)
