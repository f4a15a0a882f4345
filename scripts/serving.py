"""Starts the server as anybody would, and ends it: for the tests and for the script that makes the pictures.

with serving("--hosts", "1") as server:
    urlopen(server.address)
"""

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 30.0  # seconds; it takes about one
STOPS_WITHIN = 10.0


@dataclass
class Server:
    """A running server: where it is, its process, and what it has written to stderr."""

    address: str  # http://127.0.0.1:43210
    process: subprocess.Popen[str]
    log: IO[str]

    def stderr(self) -> str:
        self.log.seek(0)
        return self.log.read()


@contextmanager
def serving(*options: str, root: Path = ROOT) -> Iterator[Server]:
    """The server of the checkout `root`, on a free port of 127.0.0.1, once healthy; it ends with the block."""
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--host", "127.0.0.1", "--port", "0", *options],
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert process.stdout is not None
        try:
            first = process.stdout.readline()  # "Unrolled is at http://127.0.0.1:43210/"; empty when it died
            server = Server(first.rpartition(" ")[2].strip().rstrip("/"), process, log)
            _await_health(server)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise
            finally:
                process.stdout.close()


def _await_health(server: Server) -> None:
    patience = time.monotonic() + STARTS_WITHIN
    while server.process.poll() is None and server.address and time.monotonic() < patience:
        try:
            with urlopen(f"{server.address}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):  # 503 until the first host answers
            time.sleep(0.05)
    raise RuntimeError(f"The server has not started (exit code {server.process.poll()}):\n{server.stderr()}")
