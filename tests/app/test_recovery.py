"""Hosts die, hang and are orphaned; runs go on as if nothing had been."""

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app import supervisor
from app.errors import ApiError
from app.hosts.child import BOARD
from app.hosts.local import LocalHost
from tests.app.watching import Watcher, host_of, kept_losses, make, murder, runs, settled, twin, until

ROOT = Path(__file__).parents[2]


# ---- one thing at a time ----


def test_a_playing_run_plays_on() -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry)
            viewer = await Watcher(registry, record).attach()
            viewer.do("play", pace=2000.0)
            await until(lambda: record.kept is not None and record.step > record.kept.end)
            seen = record.step
            murder(record)
            await until(lambda: record.deaths == 1 and record.step > seen + 100)
            assert [message["status"] for message in viewer.told("status")] == ["playing"]
            await settled(viewer)
            assert np.array_equal(np.float32(viewer.losses), np.float32(twin(record).losses(0, 0, record.end)))

    asyncio.run(test())


def test_orders_given_meanwhile_are_done_once_each() -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry)
            viewer = await Watcher(registry, record).attach()
            murder(record)
            for number in range(5):
                viewer.do("step", n=3)
                viewer.do("change", id=number, values={"learning_rate": 0.01})
            page = asyncio.create_task(registry.explain(record, 0, 0, None))
            other = await Watcher(registry, record).attach(start=0)
            await page
            await settled(viewer)
            assert record.deaths == 1
            assert record.end == 15
            assert [message["id"] for message in viewer.told("changed")] == [0, 1, 2, 3, 4]
            await until(lambda: len(other.losses) == 15)

    asyncio.run(test())


def test_a_run_without_viewers_and_one_with_a_void_history_come_back() -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry, changes=[{"step": 20, "values": {"learning_rate": 0.01}}], step=50)
            viewer = await Watcher(registry, record).attach()
            viewer.do("seek", step=30)
            viewer.do("change", id=1, values={"batch_size": 3})
            viewer.do("step", n=10)
            await until(lambda: record.step == 40)
            viewer.registry.detach(record, viewer)
            lonely = await make(registry, step=500)
            record.kept = None  # as if the host had died before it handed over the new history
            murder(record)
            await until(lambda: record.deaths == 1 and record.host is not None)
            for one in (record, lonely):
                assert np.array_equal((await kept_losses(registry, one))[0], twin(one).losses(0, 0, one.end))
            again = await Watcher(registry, record).attach()
            assert (again.welcome["history"], again.welcome["step"], again.welcome["end"]) == (1, 40, 40)
            assert [change["step"] for change in again.welcome["changes"]] == [20, 30]

    asyncio.run(test())


@pytest.mark.parametrize("step", [None, 3])
def test_a_stopped_run_is_where_it_was(step: int | None) -> None:
    """Diverged, or gone back from there; and changed at the very step where it had stopped."""

    async def test() -> None:
        async with runs() as registry:
            record = await make(registry, {"learning_rate": 50.0})
            viewer = await Watcher(registry, record).attach()
            viewer.do("play", pace="max")
            await until(lambda: record.status == "diverged" and not record.pending)
            end = record.end
            if step is not None:
                viewer.do("seek", step=end)
                viewer.do("change", id=1, values={"learning_rate": 0.01, "theta[0]": 0.0, "theta[1]": 0.0})
                viewer.do("step", n=step)
                await until(lambda: record.step == end + step and record.goal is None)
            status = record.status
            messages = len(viewer.messages)
            murder(record)
            await until(lambda: record.deaths == 1 and record.host is not None)
            await registry.explain(record, 0, 0, None)  # answered by the new host
            assert (record.status, record.end) == (status, end + (step or 0))
            assert len(viewer.messages) == messages
            viewer.do("step", n=1)
            await until(lambda: viewer.told("error") if step is None else record.step == end + step + 1)

    asyncio.run(test())


def test_a_run_that_is_being_built_is_built_elsewhere() -> None:
    async def test() -> None:
        async with runs() as registry:
            warm = await make(registry)
            making = asyncio.create_task(make(registry, step=60_000))
            await asyncio.sleep(0)
            murder(warm)
            record = await making
            assert record.step == record.end == 60_000 and record.deaths == 1

    asyncio.run(test())


# ---- twice ----


def test_a_run_that_loses_its_host_twice_is_left_alone() -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry, step=10)
            viewer = await Watcher(registry, record).attach()
            murder(record)
            await until(lambda: record.deaths == 1 and record.host is not None)
            neighbour = await make(registry, step=10)
            await until(lambda: host_of(record).ready)
            murder(record)
            await until(lambda: record.status == "failed")
            assert "twice" in viewer.told("status")[-1]["message"]
            viewer.do("play", pace=None)
            assert viewer.told("error")[-1]["error"]["code"] == "refused"
            with pytest.raises(ApiError):
                await registry.explain(record, 0, 0, None)
            late = await Watcher(registry, record).attach()
            assert (late.welcome["status"], late.welcome["step"]) == ("failed", 10)
            other = await Watcher(registry, neighbour).attach()
            other.do("step", n=5)
            await until(lambda: neighbour.step == 15)

    asyncio.run(test())


def test_the_run_that_was_being_computed_cannot_take_its_neighbours_along() -> None:
    async def test() -> None:
        async with runs() as registry:
            suspect, neighbour = await make(registry), await make(registry)
            BOARD.pack_into(host_of(suspect)._board, 0, suspect.number)
            murder(suspect)
            await until(lambda: all(run.deaths == 1 and run.host is not None for run in (suspect, neighbour)))
            assert suspect.host is not neighbour.host
            await registry.explain(suspect, 0, 0, None)  # so its host is up
            ward = murder(suspect)
            await until(lambda: suspect.status == "failed")
            assert (neighbour.status, neighbour.deaths) == ("paused", 1)
            await until(lambda: registry.health()["hosts"] == 1)
            await until(lambda: ward._process.poll() is not None)

    asyncio.run(test())


# ---- hanging, orphaned ----


def test_a_host_that_hangs_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "TICK", 0.25)

    async def test() -> None:
        async with runs() as registry:
            record = await make(registry, step=7)
            viewer = await Watcher(registry, record).attach()
            hanging = murder(record, signal.SIGSTOP)
            viewer.do("step", n=3)
            await until(lambda: record.step == 10)
            assert record.host is not hanging and record.deaths == 1
            await until(lambda: hanging._process.poll() is not None)

    asyncio.run(test())


PARENT = """
import asyncio, sys
from tests.app.watching import Watcher, make, runs

async def main():
    async with runs(hosts=2) as registry:
        records = [await make(registry), await make(registry)]
        for record in records:
            (await Watcher(registry, record).attach()).do("play", pace="max")
        print(*[record.host.process_id for record in records], flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_hosts_do_not_outlive_the_web_process(sign: int) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert parent.stdout is not None
    with parent, parent.stdout:
        hosts = [int(number) for number in parent.stdout.readline().split()]
        assert len(hosts) == 2
        parent.send_signal(sign)
        parent.wait()
        began = time.monotonic()
        while any(map(alive, hosts)) and time.monotonic() < began + 10:
            time.sleep(0.01)
        assert time.monotonic() - began < 1.0


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_stopping_leaves_no_process() -> None:
    async def test() -> list[Any]:
        async with runs(hosts=2) as registry:
            record = await make(registry)
            viewer = await Watcher(registry, record).attach()
            viewer.do("play", pace="max")
            processes = [host._process for host in registry._dispatch.supervisor.hosts]
        assert viewer.closed is not None and viewer.closed[0] == 1012
        return processes

    assert all(process.poll() is not None for process in asyncio.run(test()))


def test_a_host_that_cannot_be_started_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry, step=5)
            start, attempts = LocalHost.start, [0]

            async def fails(listener: Any) -> LocalHost:
                attempts[0] += 1
                if attempts[0] < 3:
                    raise OSError("no more processes")
                return await start(listener)

            monkeypatch.setattr(LocalHost, "start", fails)
            murder(record)
            await until(lambda: attempts[0] == 1)
            assert registry.health()["hosts"] == 0
            with pytest.raises(ApiError) as refused:
                await make(registry)
            assert refused.value.status == 503
            await until(lambda: record.host is not None)
            await registry.explain(record, 5, 0, None)

    asyncio.run(test())
