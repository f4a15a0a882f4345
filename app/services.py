"""What lives as long as the web process does, and is handed to whoever answers a request."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import cast

from starlette.requests import HTTPConnection

from app.data import DataStore
from app.limits import Buckets
from app.posters.studio import Studio
from app.runs import Runs
from app.settings import Settings

LAG_EVERY = 0.25  # seconds


class Services:
    """The runs, the data, the limits; and how many viewers there are."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.runs = Runs(settings)
        self.data = DataStore(settings.data_store_bytes, settings.data_seconds)
        self.posters = Studio(settings)
        self.buckets = Buckets(settings.requests_per_second, settings.request_burst)
        self.lag = Lag()
        self.parsing = asyncio.Semaphore(1)  # uploaded files are read one at a time: they share one core with all else
        self._viewers = 0

    @contextlib.contextmanager
    def place(self) -> Iterator[bool]:
        """A viewer's place while its stream lasts; False when all are taken."""
        free = self._viewers < self.settings.max_viewers
        self._viewers += free
        try:
            yield free
        finally:
            self._viewers -= free

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Everything is started, and stopped again at the end."""
        watch = asyncio.create_task(self.lag.watch())
        try:
            await self.runs.start()
            yield
        finally:
            watch.cancel()
            await self.posters.stop()
            await self.runs.stop()


class Lag:
    """By how much the event loop is late: the worst of the last second, in milliseconds."""

    def __init__(self) -> None:
        self._latest = [0.0] * round(1 / LAG_EVERY)

    @property
    def worst(self) -> float:
        return round(max(self._latest) * 1000, 2)

    async def watch(self) -> None:
        """Sleep for a known while, again and again, and see how much longer it took."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LAG_EVERY
            await asyncio.sleep(LAG_EVERY)
            self._latest = [*self._latest[1:], loop.time() - due]


def services(connection: HTTPConnection) -> Services:
    """The services of the application that a request came to."""
    return cast(Services, connection.app.state.services)


def take(connection: HTTPConnection, tokens: float) -> Services:
    """The services, for a client that still may ask for so much. Raises ApiError: too fast."""
    found = services(connection)
    found.buckets.take(connection.client.host if connection.client else "", tokens)
    return found
