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
from tests.app.watching import Watcher, kept_losses, make, murder, runs, settled, twin, until

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
            assert np.array_equal(np.float32(viewer.losses), np.float32(twin(vars(record)).losses(0, 0, record.end)))

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
                assert np.array_equal((await kept_losses(registry, one))[0], twin(vars(one)).losses(0, 0, one.end))
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


@pytest.mark.parametrize("compare", [None, {"learning_rate": [50.0, 60.0, 3.0]}])
@pytest.mark.parametrize("goes_on", [False, True])
def test_a_run_that_was_kept_where_it_had_stopped(goes_on: bool, compare: dict[str, list[Any]] | None) -> None:
    """Gone back to that step, and perhaps changed there, it attempts the update again."""

    async def test() -> None:
        async with runs() as registry:
            record = await make(registry, {"learning_rate": 50.0, "batch_size": 24}, compare=compare)
            viewer = await Watcher(registry, record).attach()
            viewer.do("play", pace="max")
            await until(lambda: record.status == "diverged" and not record.pending)
            end = record.end
            await until(lambda: record.kept is not None and record.kept.end == end)
            viewer.do("seek", step=0)
            viewer.do("seek", step=end)
            await until(lambda: record.status == "paused" and record.step == end and not record.pending)
            if goes_on:
                rate = [0.01] * 3 if compare else 0.01
                viewer.do("change", id=1, values={"learning_rate": rate, "theta[0]": 0.0, "theta[1]": 0.0})
                viewer.do("step", n=3)
                await until(lambda: record.step == end + 3 and record.goal is None)
            stood = record.end
            murder(record)
            await until(lambda: record.deaths == 1 and record.host is not None)
            await registry.explain(record, 0, 0, None)  # answered by the new host
            assert (record.end, record.status, record.history) == (stood, "paused", 0)
            viewer.do("step", n=1)
            if stood > end:
                await until(lambda: record.step == stood + 1)
                last = record.lanes - 1  # the one that had come farthest
                assert np.array_equal(
                    (await kept_losses(registry, record))[last], twin(vars(record)).losses(last, 0, stood + 1)
                )
                await registry.explain(record, stood, last, None)  # the lane has pages again
            else:
                await until(lambda: record.status == "diverged" and not record.pending)
                assert viewer.told("status")[-1]["message"] == viewer.told("status")[-3]["message"]

    asyncio.run(test())


def test_a_run_that_diverges_again_says_why_it_did_now() -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry, {"learning_rate": 50.0, "batch_size": 24})
            viewer = await Watcher(registry, record).attach()
            viewer.do("play", pace="max")
            await until(lambda: record.status == "diverged")
            end = record.end
            viewer.do("seek", step=end)
            viewer.do("change", id=1, values={"learning_rate": 0.01, "theta[0]": 0.0, "theta[1]": 0.0})
            viewer.do("step", n=3)
            await until(lambda: record.step == end + 3 and record.goal is None)
            viewer.do("change", id=2, values={"learning_rate": 90.0})
            viewer.do("play", pace="max")
            await until(lambda: record.status == "diverged")
            assert f"update {record.end} " in record.reason

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
        print(f"the hosts have ended {time.monotonic() - began:.2f} s after the web process")
        assert not any(map(alive, hosts))


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
