"""Whose fault a host's death is, and what becomes of that run; what goes wrong with hosts otherwise."""

import asyncio
import gc
import os
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from app import dispatch, supervisor
from app.errors import ApiError
from app.hosts.child import BOARD, Child
from app.hosts.host import RunHost
from app.hosts.local import LocalHost
from app.hosts.wire import Inflow, Kind, Message
from app.record import Record
from app.runs import Runs
from tests.app.watching import Watcher, host_of, make, murder, murder_at_work, runs, until

ROOT = Path(__file__).parents[2]


def test_a_run_that_loses_its_host_twice_is_left_alone() -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry, step=10)
            viewer = await Watcher(registry, record).attach()
            first = await murder_at_work(record)
            await until(lambda: record.host not in (None, first))
            neighbour = await make(registry, step=10)
            await murder_at_work(record)
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


def test_a_host_that_dies_computing_nothing_is_laid_to_none_of_its_runs() -> None:
    """Somebody has ended it. Yet no run goes from host to host for ever."""

    async def test() -> None:
        async with runs() as registry:
            records = [await make(registry, step=5), await make(registry)]
            for deaths in (1, 2, 3):
                host = await murder_idle(registry, records[0])
                await until(lambda host=host: all(record.host not in (None, host) for record in records))  # type: ignore[misc]
                assert all((record.deaths, record.blamed) == (deaths, 0) for record in records)
            viewer = await Watcher(registry, records[0]).attach()
            viewer.do("step", n=5)
            await until(lambda: records[0].step == 10)
            records[0].deaths = dispatch.IDLE_LIVES - 1
            await murder_idle(registry, records[0])
            await until(lambda: records[0].status == "failed")
            assert "10 processes" in records[0].reason and records[1].status == "paused"

    asyncio.run(test())


async def murder_idle(registry: Runs, record: Record) -> LocalHost:
    """The host of this run dies while it waits."""
    await registry.explain(record, 0, 0, None)  # so it is up, and everything is built
    host = murder(record, signal.SIGSTOP)
    BOARD.pack_into(host._board, 0, 0)
    host.kill()
    return host


def test_a_death_is_laid_to_the_run_that_was_being_computed() -> None:
    """An innocent run may lose more hosts than a guilty one."""

    async def test() -> None:
        async with runs() as registry:
            neighbour = await make(registry)
            for _ in range(3):
                suspect = await make(registry)
                host = await murder_at_work(suspect)
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
            host = await murder_at_work(suspect)
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
            host = await murder_at_work(suspect)
            await until(lambda: all(run.host not in (None, host) for run in (suspect, neighbour)))
            assert suspect.host is not neighbour.host
            quarantine = await murder_at_work(suspect)
            await until(lambda: suspect.status == "failed")
            assert (neighbour.status, neighbour.deaths) == ("paused", 0)
            await until(lambda: registry.health()["hosts"] == 1)
            await until(lambda: quarantine._process.poll() is not None)

    asyncio.run(test())


def test_a_host_starts_beside_thousands_of_open_files() -> None:
    """Each stream is one in the web process, and the number of the host's pipe comes after them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 2_048)), hard))
    files: list[int] = []
    try:
        while not files or files[-1] < 1_100:
            files.append(os.dup(sys.stderr.fileno()))

        async def test() -> None:
            async with runs() as registry:
                await asyncio.wait_for(make(registry, step=5), 30)

        asyncio.run(test())
    finally:
        for file in files:
            os.close(file)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


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


def test_a_host_that_dies_while_another_is_started_is_replaced_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with runs(hosts=2) as registry:
            records = [await make(registry, step=5), await make(registry, step=5)]
            start, attempts, go_on = LocalHost.start, [0], asyncio.Event()

            async def hesitates(listener: Any) -> LocalHost:
                attempts[0] += 1
                host = await start(listener)
                await go_on.wait()
                return host

            monkeypatch.setattr(LocalHost, "start", hesitates)
            for deaths, record in enumerate(records, start=1):
                await murder_idle(registry, record)
                await until(lambda deaths=deaths: attempts[0] == deaths)  # type: ignore[misc]
            go_on.set()
            await until(lambda: registry.health()["hosts"] == 2)
            for record in records:
                await registry.explain(record, 5, 0, None)

    asyncio.run(test())


def test_where_no_other_host_can_be_had_those_that_live_take_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with runs(hosts=2) as registry:
            records = [await make(registry, step=5), await make(registry, step=5)]
            await until(lambda: registry.health()["hosts"] == 2)

            async def fails(listener: Any) -> LocalHost:
                raise OSError("no memory")

            monkeypatch.setattr(LocalHost, "start", fails)
            monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0.01)
            await murder_idle(registry, records[0])
            for record in records:
                await registry.explain(record, 5, 0, None)

    asyncio.run(test())


def test_a_host_that_ends_as_soon_as_it_is_there_is_replaced_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry, step=5)
            start, attempts = LocalHost.start, [0]

            async def ends_at_once(listener: Any) -> LocalHost:
                attempts[0] += 1
                host = await start(listener)
                if attempts[0] == 1:
                    host.kill()
                    await until(lambda: not host.alive)
                return host

            monkeypatch.setattr(LocalHost, "start", ends_at_once)
            await murder_idle(registry, record)
            await until(lambda: attempts[0] == 2 and registry.health()["hosts"] == 1)
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
