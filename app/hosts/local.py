"""Run hosts as processes of this machine: started, spoken to through a pair of sockets, seen dying.

The child is a fresh interpreter, not a fork: a fork would inherit the sockets of every browser. It gets one end of
the pair and a few bytes of shared memory on which it notes the run that it is computing.
"""

import asyncio
import logging
import mmap
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Self, cast

from app.hosts.base import Listener
from app.hosts.child import BOARD
from app.hosts.wire import Inflow, Message, pack

ROOT = Path(__file__).parents[2]
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")}
"""A run's arrays are small, and its numbers must not depend on how many cores there are."""

log = logging.getLogger(__name__)


class LocalHost(asyncio.BufferedProtocol):
    """A child process, as the web process sees it. Made by `start`."""

    def __init__(self, listener: Listener, process: "subprocess.Popen[bytes]", board: mmap.mmap) -> None:
        self.ready = False
        self.silence = 0
        self._listener, self._process, self._board = listener, process, board
        self._inflow = Inflow()
        self._outflow: list[bytes] = []
        self._transport: asyncio.WriteTransport | None = None
        self._loop = asyncio.get_running_loop()
        self._ending: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, listener: Listener) -> Self:
        """A new host. It answers when its interpreter is up; messages sent before wait in the pipe."""
        ours, theirs = socket.socketpair()
        with theirs, tempfile.TemporaryFile() as file:
            file.truncate(BOARD.size)
            board = mmap.mmap(file.fileno(), BOARD.size)
            fds = (theirs.fileno(), file.fileno())
            command = [sys.executable, "-m", "app.hosts.child", *map(str, fds)]
            path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
            environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": path}
            try:
                process = subprocess.Popen(command, env=environment, pass_fds=fds, stdin=subprocess.DEVNULL)
            except OSError:
                ours.close()
                raise
        ours.setblocking(False)
        host = cls(listener, process, board)
        try:
            await asyncio.get_running_loop().create_unix_connection(lambda: host, sock=ours)
        except BaseException:  # cancelled: nobody would ever know of this process
            ours.close()
            host._reap()
            raise
        return host

    @property
    def alive(self) -> bool:
        """Its pipe has not ended."""
        return self._transport is not None

    @property
    def process_id(self) -> int:
        return self._process.pid

    def send(self, message: Message) -> None:
        """Messages of one turn of the event loop go out together."""
        if not self.alive:
            return
        if not self._outflow:
            self._loop.call_soon(self._flush)
        self._outflow.append(pack(message))

    def at_work(self) -> int:
        return int(BOARD.unpack_from(self._board)[0])

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        """End the pipe; the child ends with it."""
        if self._transport is not None:
            self._transport.abort()

    async def wait(self, seconds: float) -> None:
        """Until the process has ended; it is made to after some seconds."""
        try:
            async with asyncio.timeout(seconds):
                while self._process.poll() is None:
                    await asyncio.sleep(0.01)
        except TimeoutError:
            self.kill()
            await asyncio.to_thread(self._process.wait)
        except asyncio.CancelledError:  # the loop ends, and with it whoever could wait
            self._reap()
            raise

    def _reap(self) -> None:
        self.kill()
        self._process.wait()

    def _flush(self) -> None:
        if self._transport is not None:
            self._transport.write(b"".join(self._outflow))
        self._outflow.clear()

    # ---- what asyncio calls ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)  # uvloop's is one in all but its ancestry

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._inflow.room()

    def buffer_updated(self, count: int) -> None:
        self.silence = 0
        for message in self._inflow.received(count):
            try:
                self._listener.arrived(self, message)
            except Exception:  # let through, it would end the pipe, and every run of this host would lose its place
                log.exception("a message of host %d has led to an error", self.process_id)
        self.ready = True

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self.kill()
        self._ending = self._loop.create_task(self.wait(1.0))
        self._listener.lost(self)
