"""A run host as a process: a RunHost, the pipe to the web process, and the wait between two turns.

    python -m app.hosts.child PIPE BOARD        two inherited file descriptors

It ends when its pipe does, so it never outlives the web process, however that ends. It never waits for the web
process to read: what cannot be written stays here, bounded since frames need credit, and meanwhile nothing is added.
"""

import ctypes
import gc
import logging
import mmap
import os
import select
import signal
import socket
import struct
import sys
import time

from app.hosts.host import RunHost
from app.hosts.wire import Inflow, pack

BACKLOG = 4 << 20  # bytes not yet written, above which no frames are made
NAP = 0.004  # seconds not to be woken: acks come one by one, and are cheaper met together
PARENT_DIED = 1  # PR_SET_PDEATHSIG
GIVE_WAY = 5  # on a busy machine the web process comes first: it is quick, and everybody waits for it

BOARD = struct.Struct("<I")
"""A few bytes of memory shared with the web process: the number of the run that is being computed."""


def main(pipe: int, board: int) -> None:
    """Serve until the pipe ends."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_IGN)  # meant for the web process; when it has ended, so has the pipe
    _die_with_parent()
    os.nice(GIVE_WAY)
    gc.freeze()  # modules stay: no need to look through them for garbage
    shared = mmap.mmap(board, BOARD.size)
    os.close(board)
    low = os.dup(pipe)  # `select` takes none beyond 1,023, and a web process with many viewers counts farther
    os.close(pipe)
    with socket.socket(fileno=low) as connection:
        Child(connection, RunHost(lambda number: BOARD.pack_into(shared, 0, number))).serve()


class Child:
    """Reads, gives the host its turn, writes."""

    def __init__(self, connection: socket.socket, host: RunHost) -> None:
        self._connection, self._host = connection, host
        self._inflow = Inflow()
        self._unsent = bytearray()
        connection.setblocking(False)

    def serve(self) -> None:
        self._turn()  # the first word, before anything that could end this process
        wait = 0.0
        while self._read(wait):
            wait = self._turn()
            nap = min(NAP, wait)
            if nap > 0.0:
                time.sleep(nap)
                wait -= nap

    def _turn(self) -> float:
        """Do what is due and send what came of it, then long work; seconds until there is something to do again."""
        self._host.turn()
        self._write()
        wait = self._host.spare()
        self._write()
        return wait

    def _read(self, wait: float) -> bool:
        """Take what has come, waiting for it up to some seconds; False when the pipe has ended."""
        writing = [self._connection] if self._unsent else []
        readable, writable, _ = select.select([self._connection], writing, [], wait)
        if writable:
            self._write()
        while readable:
            room = self._inflow.room()
            try:
                count = self._connection.recv_into(room)
            except BlockingIOError:
                break
            except ConnectionError:
                return False
            if count == 0:
                return False
            for message in self._inflow.received(count):
                self._host.take(message)
            if count < len(room):
                break
        return True

    def _write(self) -> None:
        """As much as the pipe takes now."""
        out = self._host.out
        if out:
            self._unsent += b"".join(map(pack, out))
            out.clear()
        try:
            while self._unsent:
                sent = self._connection.send(self._unsent)
                del self._unsent[:sent]
        except BlockingIOError:
            pass
        except ConnectionError:
            self._unsent.clear()  # reading finds the end of the pipe
        self._host.crowded = len(self._unsent) > BACKLOG


def _die_with_parent() -> None:
    """Linux ends this process when its parent dies, even in the middle of a long computation."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PARENT_DIED, signal.SIGKILL)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="host %(process)d %(levelname)s %(message)s")
    main(int(sys.argv[1]), int(sys.argv[2]))
