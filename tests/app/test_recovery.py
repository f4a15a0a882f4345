"""Hosts die, hang and are orphaned; runs go on as if nothing had been."""

import asyncio
import gc
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app import dispatch, supervisor
from app.errors import ApiError
from app.hosts.child import BOARD, Child
from app.hosts.host import RunHost
from app.hosts.local import LocalHost
from app.hosts.wire import Inflow, Kind, Message
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


@pytest.mark.parametrize("compare", [None, {"learning_rate": [50.0, 0.1, 70.0]}])
@pytest.mark.parametrize("goes_on", [False, True])
def test_a_run_that_was_kept_where_it_had_stopped(goes_on: bool, compare: dict[str, list[Any]] | None) -> None:
    """Gone back to that step, and perhaps changed there, it attempts the update again."""

    async def test() -> None:
        async with runs(step_limit=1000) as registry:
            record = await make(registry, {"learning_rate": 50.0, "batch_size": 24}, compare=compare)
            viewer = await Watcher(registry, record).attach()
            viewer.do("play", pace="max")
            await until(lambda: record.status in ("diverged", "done") and not record.pending)
            end, ended = record.end, record.status
            await until(lambda: record.kept is not None and record.kept.end == end)
            viewer.do("seek", step=0)
            viewer.do("seek", step=end)
            await until(lambda: record.status == "paused" and record.step == end and not record.pending)
            if goes_on and ended == "diverged":
                viewer.do("change", id=1, values={"learning_rate": 0.01, "theta[0]": 0.0, "theta[1]": 0.0})
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
                assert np.array_equal((await kept_losses(registry, record))[0], twin(record).losses(0, 0, stood + 1))
                await registry.explain(record, stood, 0, None)  # the lane has pages again
            else:
                await until(lambda: record.status == ended and not record.pending)
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


def test_a_death_is_laid_to_the_run_that_was_being_computed() -> None:
    """An innocent run may lose more hosts than a guilty one."""

    async def test() -> None:
        async with runs() as registry:
            neighbour = await make(registry)
            for _ in range(3):
                suspect = await make(registry)
                await registry.explain(neighbour, 0, 0, None)  # so its host is up
                host = murder(suspect, signal.SIGSTOP)
                BOARD.pack_into(host._board, 0, suspect.number)
                host.kill()
                await until(lambda host=host: neighbour.host not in (None, host))  # type: ignore[misc]
                assert (suspect.deaths, neighbour.deaths) == (1, 0)
                registry.drop(suspect)
            viewer = await Watcher(registry, neighbour).attach()
            viewer.do("step", n=5)
            await until(lambda: neighbour.step == 5)

    asyncio.run(test())


def test_a_suspect_waits_for_a_host_where_no_quarantine_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with runs() as registry:
            suspect = await make(registry, step=7)
            start, attempts = LocalHost.start, [0]

            async def fails(listener: Any) -> LocalHost:
                attempts[0] += 1
                if attempts[0] <= 3:
                    raise OSError("no more processes")
                return await start(listener)

            monkeypatch.setattr(LocalHost, "start", fails)
            host = murder(suspect, signal.SIGSTOP)
            BOARD.pack_into(host._board, 0, suspect.number)
            host.kill()
            await until(lambda: suspect.host not in (None, host))
            viewer = await Watcher(registry, suspect).attach()
            viewer.do("step", n=3)
            await until(lambda: suspect.step == 10)
            assert attempts[0] == 4

    asyncio.run(test())


def test_the_run_that_was_being_computed_cannot_take_its_neighbours_along() -> None:
    async def test() -> None:
        async with runs() as registry:
            suspect, neighbour = await make(registry), await make(registry)
            host = murder(suspect, signal.SIGSTOP)
            BOARD.pack_into(host._board, 0, suspect.number)
            host.kill()
            await until(lambda: all(run.host not in (None, host) for run in (suspect, neighbour)))
            assert suspect.host is not neighbour.host
            await registry.explain(suspect, 0, 0, None)  # so its host is up
            quarantine = murder(suspect)
            await until(lambda: suspect.status == "failed")
            assert (neighbour.status, neighbour.deaths) == ("paused", 0)
            await until(lambda: registry.health()["hosts"] == 1)
            await until(lambda: quarantine._process.poll() is not None)

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


def test_where_no_host_is_there_nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with runs() as registry:
            complaints: list[Any] = []
            asyncio.get_running_loop().set_exception_handler(lambda loop, context: complaints.append(context))
            hosts, registry._dispatch.supervisor.hosts = registry._dispatch.supervisor.hosts, []
            with pytest.raises(ApiError):
                await make(registry)
            registry._dispatch.supervisor.hosts = hosts
            gc.collect()
            assert not complaints and registry.health()["runs"] == 0

    asyncio.run(test())


# ---- what goes wrong in between ----


def test_a_message_that_leads_to_an_error_costs_no_host(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry)
            viewer = await Watcher(registry, record).attach()
            host, relay, failed = host_of(record), dispatch.Dispatch._relay, [0]

            def fails(self: dispatch.Dispatch, message: Message) -> None:
                if not failed[0]:
                    failed[0] = 1
                    raise ZeroDivisionError
                relay(self, message)

            viewer.do("step", n=3)
            await until(lambda: len(viewer.losses) == 3)
            with monkeypatch.context() as patched:
                patched.setattr(dispatch.Dispatch, "_relay", fails)
                other = await registry.attach(
                    record, Deaf(), control=False, history=None, start=0, encoding="binary", look={}
                )
                await until(lambda: failed[0])
            assert other["step"] == 3
            viewer.do("step", n=4)
            await until(lambda: len(viewer.losses) == 7)
            assert record.host is host and record.deaths == 0 and host.ready
            assert sum("has led to an error" in entry.message for entry in caplog.records) == 1

    asyncio.run(test())


class Deaf:
    """A viewer that is sent things."""

    def deliver(self, frame: bytes | str) -> None: ...

    def tell(self, message: dict[str, Any]) -> None: ...

    def close(self, code: int, reason: str) -> None: ...


def test_a_host_has_a_first_word_before_it_is_asked_anything() -> None:
    """So that a run that ends each host in its first moment is known to have done so."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.shutdown(socket.SHUT_WR)
        Child(theirs, RunHost()).serve()
        inflow = Inflow()
        assert [message.kind for message in inflow.received(ours.recv_into(inflow.room()))] == [Kind.BEAT]


def test_who_stops_waiting_takes_the_question_back() -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry, step=60_000)
            asking = asyncio.create_task(registry.explain(record, 59_000, 0, None))
            await asyncio.sleep(0)
            assert record.pending
            asking.cancel()
            await asyncio.wait([asking])
            assert asking.cancelled() and not record.pending and not record.answers
            making = asyncio.create_task(make(registry, step=200_000))
            await until(lambda: registry.health()["runs"] == 2)
            making.cancel()
            await asyncio.wait([making])
            assert registry.health()["runs"] == 1

    asyncio.run(test())
