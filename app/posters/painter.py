"""The process that draws, as the web process sees it: started, asked, seen dying."""

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import Self

import orjson

from app.errors import ApiError
from app.hosts.local import ONE_THREAD, ROOT
from app.posters.order import ANSWER, REFUSED

STARTS_WITHIN = 60.0  # seconds; it takes about one, and on a first start some more to look through the fonts


class Gone(Exception):
    """It has died, or been ended for taking too long."""


class Painter:
    """A child process that draws one poster at a time. Made by `start`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        assert process.stdin is not None and process.stdout is not None
        self._orders, self._answers = process.stdin, process.stdout

    @classmethod
    async def start(cls, cache: Path) -> Self:
        """A new one, once it can draw. `cache`: where matplotlib keeps its list of fonts."""
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": path, "MPLCONFIGDIR": str(cache), "MPLBACKEND": "agg"}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "app.posters.child",
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        painter = cls(process)
        try:
            await painter._answer(STARTS_WITHIN)
        except BaseException:
            await painter.end()
            raise
        return painter

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    @property
    def process_id(self) -> int:
        return self._process.pid

    async def draw(self, order: bytes, seconds: float) -> bytes:
        """The PNG. Raises ApiError for what cannot be drawn, Gone, or TimeoutError; then nothing more can be asked."""
        try:
            self._orders.write(order)
            await self._orders.drain()
        except (ConnectionError, RuntimeError):
            raise Gone from None
        return await self._answer(seconds)

    async def end(self) -> None:
        """End it now."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._orders.close()
        await self._process.wait()

    async def _answer(self, seconds: float) -> bytes:
        try:
            async with asyncio.timeout(seconds):
                kind, length = ANSWER.unpack(await self._answers.readexactly(ANSWER.size))
                content = await self._answers.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise Gone from None
        if kind == REFUSED:
            told = orjson.loads(content)
            raise ApiError(422, "bad_value", told["message"], told["field"])
        return content
