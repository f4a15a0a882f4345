"""Where posters are ordered: finished ones are kept for a while, others drawn one after another, in a bounded queue.

One process draws them. It is started when the first poster is wanted, and replaced when it dies or takes too long.
"""

import asyncio
import contextlib
import hashlib
import tempfile
from collections import Counter, OrderedDict
from pathlib import Path
from typing import NamedTuple

from app.errors import ApiError
from app.kept import own_folder
from app.posters.order import Order
from app.posters.painter import Gone, Painter
from app.settings import Settings
from engine.words import said

RETRY_AFTER = 5.0  # seconds: a poster takes less than one
ATTEMPTS = 2  # a process that dies may have been somebody's victim; one that dies twice on an order is the order's


class Poster(NamedTuple):
    """A finished picture, and a digest of it for `ETag`."""

    png: bytes
    digest: str


class Studio:
    """All posters of this server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: OrderedDict[bytes, Poster] = OrderedDict()  # the least lately used first
        self._size = 0
        self._making: dict[bytes, asyncio.Task[Poster]] = {}
        self._wanted: Counter[bytes] = Counter()  # by how many who wait
        self._turn = asyncio.Lock()
        self._begun: bytes | None = None  # the one that is being drawn
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self.painter: Painter | None = None

    def find(self, order: Order) -> Poster | None:
        """The poster, if it is finished and kept."""
        poster = self._kept.get(order.key)
        if poster is not None:
            self._kept.move_to_end(order.key)
        return poster

    async def make(self, order: Order, data: bytes | None) -> Poster:
        """The poster, drawn if need be; who wants the same one meanwhile waits for the same. Raises ApiError."""
        if (poster := self.find(order)) is not None:
            return poster
        key = order.key
        if key not in self._making:
            if len(self._making) >= self._settings.poster_queue:
                words = "Many pictures are being drawn at present: come back in some seconds."
                raise ApiError(503, "full", words, retry_after=RETRY_AFTER)
            self._making[key] = task = asyncio.create_task(self._draw(order, data))
            task.add_done_callback(lambda done: self._finished(key, done))
        self._wanted[key] += 1
        try:
            return await asyncio.shield(self._making[key])
        finally:
            self._wanted[key] -= 1
            if not self._wanted[key]:
                del self._wanted[key]
                if key != self._begun and key in self._making:  # nobody waits for it any more
                    self._making[key].cancel()

    async def stop(self) -> None:
        """End the process, and whatever waits for it."""
        for task in list(self._making.values()):
            task.cancel()
        await asyncio.gather(*self._making.values(), return_exceptions=True)
        await self._end()
        if self._temporary is not None:
            self._temporary.cleanup()

    async def _draw(self, order: Order, data: bytes | None) -> Poster:
        async with self._turn:
            self._begun = order.key
            try:
                return await self._draw_now(order, data)
            finally:
                self._begun = None

    async def _draw_now(self, order: Order, data: bytes | None) -> Poster:
        seconds = self._settings.poster_seconds
        for _ in range(ATTEMPTS):
            try:
                if self.painter is None or not self.painter.alive:
                    await self._end()
                    self.painter = await Painter.start(self._cache())
                png = await self.painter.draw(order.packed(data), seconds)
            except Gone:
                await self._end()
                continue
            except TimeoutError:
                await self._end()
                words = f"This picture was not ready within {said(seconds)} s: try again later, or at an earlier step."
                raise ApiError(503, "full", words, retry_after=RETRY_AFTER) from None
            except asyncio.CancelledError:  # its answer would be taken for that of the next order
                await self._end()
                raise
            return Poster(png, hashlib.sha256(png).hexdigest()[:24])
        words = "The picture could not be drawn: its process has ended twice. Try again later."
        raise ApiError(503, "full", words, retry_after=RETRY_AFTER)

    def _finished(self, key: bytes, task: "asyncio.Task[Poster]") -> None:
        del self._making[key]
        if task.cancelled() or task.exception() is not None:
            return
        self._kept[key] = poster = task.result()
        self._size += len(key) + len(poster.png)
        while self._size > self._settings.poster_bytes:
            old, dropped = self._kept.popitem(last=False)
            self._size -= len(old) + len(dropped.png)

    async def _end(self) -> None:
        painter, self.painter = self.painter, None
        if painter is not None:
            with contextlib.suppress(ProcessLookupError):
                await painter.end()

    def _cache(self) -> Path:
        """Where the list of fonts is kept: between starts, if there is such a place."""
        own = own_folder()
        if own is not None:
            return own / "matplotlib"
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="unrolled-")
        return Path(self._temporary.name)
