"""Run hosts are kept alive: as many as there are cores, watched, and replaced when they die or hang.

A run that was being computed when its host died is the suspect. It goes on in quarantine, a host apart from the others,
so that if it brings that down too, its neighbours do not lose theirs a second time.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Protocol

from app.hosts.base import Host
from app.hosts.local import LocalHost
from app.hosts.wire import Message
from app.record import Record

TICK = 0.5  # seconds
SILENCE = 6  # ticks without a word, after which a host hangs. Ticks, not seconds: they stop when this process does
PATIENCE = 40  # ticks until a new host's first word: its interpreter may come from a slow disk
MOST_QUARANTINES = 4
LONGEST_PAUSE = 5.0  # seconds between attempts to start a host
HOPELESS = 3  # attempts in a row, after which runs no longer wait for another host

log = logging.getLogger(__name__)


class Owner(Protocol):
    """Who has runs on the hosts."""

    def arrived(self, host: Host, message: Message) -> None:
        """A host says something."""

    def lost(self, host: Host) -> None:
        """A host is dead; its replacement is on the way."""

    def complete(self) -> None:
        """There may be as many hosts again as there should be."""


class Supervisor:
    """The hosts of this machine."""

    def __init__(self, count: int, owner: Owner) -> None:
        self._count, self._owner = count, owner
        self.hosts: list[LocalHost] = []
        self.quarantines: list[LocalHost] = []
        self._stopping = False
        self._failures = 0  # attempts in a row that did not come to a word
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        for _ in range(self._count):
            await self._add()
        self._spawn(self._watch())

    async def stop(self) -> None:
        """All hosts end, within about a second."""
        self._stopping = True
        for task in self._tasks:
            task.cancel()
        everyone = [*self.hosts, *self.quarantines]
        for host in everyone:
            host.close()
        await asyncio.gather(*(host.wait(1.0) for host in everyone))

    @property
    def answering(self) -> int:
        """Hosts that have answered lately."""
        return sum(host.ready and host.silence <= SILENCE for host in self.hosts)

    @property
    def settled(self) -> bool:
        """There are as many hosts as there will be for now: all, or, where new ones keep failing, those that live."""
        return len(self.hosts) >= self._count or (self._failures >= HOPELESS and bool(self.hosts))

    def quarantine(self, then: Callable[[Host | None], None]) -> None:
        """A host for a suspect; where there are many already, they share. None: it cannot be started."""
        if len(self.quarantines) < MOST_QUARANTINES:
            self._spawn(self._start_quarantine(then))
        else:
            then(self.quarantines[0])

    def release_if_idle(self, host: Host, records: Iterable[Record]) -> None:
        """A quarantine that none of these runs is in has served."""
        for quarantine in self.quarantines:
            if quarantine is host and not any(record.host is host for record in records):
                quarantine.close()

    # ---- what hosts say ----

    def arrived(self, host: Host, message: Message) -> None:
        if not host.ready:
            self._failures = 0
        self._owner.arrived(host, message)

    def lost(self, host: Host) -> None:
        regular = [other for other in self.hosts if other is not host]
        missing, self.hosts = len(regular) < len(self.hosts), regular
        self.quarantines = [other for other in self.quarantines if other is not host]
        if self._stopping:
            return
        log.warning("a host has ended; %d left", len(self.hosts))
        self._failures += not host.ready
        self._owner.lost(host)
        if missing:
            self._spawn(self._replace())

    # ---- inside ----

    async def _started(self) -> LocalHost:
        host = await LocalHost.start(self)
        if not host.alive:  # lost before it was anybody's, and nobody would replace it
            raise OSError("it ended as soon as it was there")
        return host

    async def _add(self) -> None:
        host = await self._started()
        self.hosts.append(host)  # to the list of now: another host may have been lost meanwhile

    async def _replace(self) -> None:
        while True:
            if self._failures:
                await asyncio.sleep(min(LONGEST_PAUSE, 0.1 * 2**self._failures))
            try:
                await self._add()
                break
            except OSError as error:  # no process or no memory to be had
                self._failures += 1
                log.error("a host cannot be started: %s", error)
                self._owner.complete()
        self._owner.complete()

    async def _start_quarantine(self, then: Callable[[Host | None], None]) -> None:
        try:
            host = await self._started()
        except OSError as error:
            log.error("a quarantine cannot be started: %s", error)
            then(None)
        else:
            self.quarantines.append(host)
            then(host)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            for host in [*self.hosts, *self.quarantines]:
                host.silence += 1
                if host.silence > (SILENCE if host.ready else PATIENCE):
                    log.error("host %d hangs: it is replaced", host.process_id)
                    host.kill()

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
