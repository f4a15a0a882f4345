"""Hosts are killed at random moments while runs play, seek and change; nobody can tell afterwards.

A run may lose one host that computes it, not two. So only those hosts are killed that a round begins with, each once:
a run that was being computed goes on in quarantine, where nobody kills, and none loses more hosts than there were.
"""

import asyncio
import itertools
import os
import random
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from scripts.serving import Server, serving
from tests.app.client import TIMEOUT, Viewer, strict, watching
from tests.app.watching import losses_in, twin, until

HOSTS = 5  # and as many seeds in a round: each kills one
RUNS = 3  # of each seed
TURNS = 25
PATIENCE = 50.0  # seconds


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    with serving("--hosts", str(HOSTS)) as running:
        yield running


@pytest.mark.parametrize("seeds", [range(start, start + HOSTS) for start in range(0, 20, HOSTS)])
def test_killed_at_a_random_moment(own_server: Server, seeds: range) -> None:
    """Each run's losses are those of a run that was never disturbed, to the last bit."""
    asyncio.run(asyncio.wait_for(a_round(own_server, seeds), PATIENCE))
    assert own_server.process.poll() is None and "Traceback" not in own_server.stderr()


async def a_round(server: Server, seeds: range) -> None:
    """Three runs of each seed and their students, of whom one kills a host while all give orders."""
    victims = hosts_of(server)
    assert len(victims) == HOSTS
    async with httpx.AsyncClient(base_url=server.address, timeout=TIMEOUT, trust_env=False) as client:
        async with AsyncExitStack() as streams:
            students = [
                await streams.enter_async_context(studying(client, seed, number, victim))
                for seed, victim in zip(seeds, victims, strict=True)
                for number in range(RUNS)
            ]
            async with asyncio.TaskGroup() as tasks:
                listening = [tasks.create_task(student.listen()) for student in students]
                await asyncio.gather(*(student.act() for student in students))
                await until(lambda: not {*victims} & {*hosts_of(server)}, PATIENCE)
                await asyncio.gather(*(student.rest() for student in students))
                for task in listening:
                    task.cancel()
            for student in students:
                await student.compare_with_its_twin()
                await student.drop()
        while not await whole(server, client):
            await asyncio.sleep(0.02)


async def whole(server: Server, client: httpx.AsyncClient) -> bool:
    """Nothing is left of the round: there are as many hosts as at first, and no quarantines."""
    answering = strict((await client.get("/healthz")).text)["hosts"]
    return bool(answering == len(hosts_of(server)) == HOSTS)


def hosts_of(server: Server) -> list[int]:
    """The server's children: its hosts, quarantines among them."""
    threads = Path(f"/proc/{server.process.pid}/task").iterdir()
    return [int(child) for thread in threads for child in (thread / "children").read_text().split()]


@asynccontextmanager
async def studying(client: httpx.AsyncClient, seed: int, number: int, victim: int) -> AsyncIterator["Student"]:
    """A run, and the stream of somebody who has its key."""
    recipe: dict[str, Any] = [
        {"config": {"learning_rate": 0.03, "batch_size": 5, "seed": seed}},
        {"config": {"optimizer": "adam"}, "compare": None if seed % 3 else {"learning_rate": [0.02, 0.1, 60.0]}},
        {"config": {"learning_rate": 0.6} if seed % 2 else {"landscape": "ravine"}},
    ][number]
    chance = random.Random(f"{seed} {number}")
    made = strict((await client.post("/api/runs", json={"lab": "descent", **recipe})).text)
    async with watching(str(client.base_url).rstrip("/"), made) as viewer:
        await viewer.hello(key=made["key"], encoding=chance.choice(["binary", "json"]))
        yield Student(client, viewer, made, chance, victim if seed % RUNS == number else None)


class Student:
    """Somebody who cannot leave it alone, and who notes all that is told."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        viewer: Viewer,
        made: dict[str, Any],
        chance: random.Random,
        victim: int | None,
    ) -> None:
        self.client, self.viewer, self.chance, self.victim = client, viewer, chance, victim
        self.address, self.key = f"/api/runs/{made['run']}", made["key"]
        self.lanes = len(viewer.welcome["compare"]["learning_rate"]) if viewer.welcome["compare"] else 1
        self.asked: list[int] = []  # the ids of all changes
        self.answered: list[int] = []
        self.changes: list[dict[str, Any]] = []  # of this history
        self.statuses = [viewer.welcome["status"]]
        self.step = self.end = 0

    # ---- what it hears ----

    async def listen(self) -> None:
        while True:
            message = await self.viewer.message()
            match message["type"]:
                case "frame":
                    self.step, self.end = message["step"], message["end"]
                    await self.viewer.ack()
                case "moved":
                    self.end = message["end"]
                    self.changes = [change for change in self.changes if change["step"] <= self.end]
                case "changed":
                    self.answered.append(message["id"])
                    self.changes.append({"step": message["step"], "values": message["values"]})
                case "status" if "lane" not in message:
                    self.statuses.append(message["status"])
                case "error":
                    assert message["error"]["code"] in ("bad_value", "refused"), message
                    if "id" in message:
                        self.answered.append(message["id"])

    # ---- what it does ----

    async def act(self) -> None:
        """Give orders without waiting for what becomes of them; between two of them, kill the victim."""
        chance, send = self.chance, self.viewer.send
        when = chance.randrange(TURNS)
        for turn in range(TURNS):
            match chance.choice(["play", "play", "pause", "step", "back", "seek", "change", "change"]):
                case "play":
                    await send(type="play", pace=chance.choice([50.0, 1000.0, 6000.0]))
                case "pause":
                    await send(type="pause")
                case "step":
                    await send(type="step", n=chance.randrange(1, 60))
                case "back":
                    await send(type="step", n=-chance.randrange(1, 60))
                case "seek":
                    await send(type="seek", step=chance.randint(0, self.end))
                case "change":
                    await self.change(self.values())
            await asyncio.sleep(chance.uniform(0, 0.03))
            if turn == when and self.victim is not None:
                os.kill(self.victim, signal.SIGKILL)

    async def change(self, values: dict[str, Any]) -> None:
        self.asked.append(len(self.asked))
        await self.viewer.send(type="change", id=self.asked[-1], values=values)

    def values(self) -> dict[str, Any]:
        """A change of any kind: of what is drawn, of how far an update goes, of where the run stands."""
        chance = self.chance
        match chance.choice(["batch_size", "clip", "learning_rate", "theta[0]"]):
            case "batch_size":
                return {"batch_size": chance.randrange(1, 25)}
            case "clip":
                return {"clip": chance.choice([0.0, chance.uniform(0.1, 2.0)])}
            case "learning_rate":
                rates = [10 ** chance.uniform(-3, -0.3) for _ in range(self.lanes)]
                return {"learning_rate": rates if self.lanes > 1 else rates[0]}
            case place:
                return {place: chance.uniform(-3.0, 3.0)}

    async def rest(self) -> None:
        """Pause, and wait for all that there is. A change that cannot be is answered once the pause is obeyed."""
        await self.viewer.send(type="pause")
        await self.change({"nothing": 1})
        await until(lambda: self.asked[-1] in self.answered, PATIENCE)
        now = await self.look_up()
        await until(lambda: (self.step, self.viewer.next) == (now["step"], now["end"]), PATIENCE)

    # ---- what it finds ----

    async def compare_with_its_twin(self) -> None:
        found = await self.look_up()
        undisturbed = twin(found)
        truth = np.array([undisturbed.losses(lane, 0, found["end"]) for lane in range(self.lanes)])
        table = (await self.client.get(f"{self.address}/metrics.csv")).text
        assert np.array_equal(losses_in(table), np.where(np.isfinite(truth), truth, np.nan), equal_nan=True)
        heard = [self.viewer.losses, *(self.viewer.others[f"loss@{lane}"] for lane in range(1, self.lanes))]
        assert np.array_equal(np.float32(heard), np.float32(truth), equal_nan=True)
        assert found["changes"] == self.changes
        assert sorted(self.answered) == self.asked, "each change is answered once, however often it was ordered"
        assert all(one != other for one, other in itertools.pairwise(self.statuses)), self.statuses
        assert self.statuses[-1] == found["status"] != "failed"

    async def look_up(self) -> dict[str, Any]:
        found: dict[str, Any] = strict((await self.client.get(self.address)).text)
        return found

    async def drop(self) -> None:
        answer = await self.client.delete(self.address, headers={"Authorization": f"Bearer {self.key}"})
        assert answer.status_code == 204
