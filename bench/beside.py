"""PyTorch beside the engine, where there is one: a Python of its own, which trains as it is told, eager, on one thread.

The project needs no PyTorch. `PYTORCH` names a Python that has it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Torch:
    """A program in such a Python: for each line of JSON that it is given it answers the seconds of an update."""

    def __init__(self, python: str, program: str) -> None:
        quiet = {**os.environ, "OMP_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            [python, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=quiet
        )

    def __call__(self, told: Any) -> float:
        assert self.process.stdin is not None and self.process.stdout is not None
        print(json.dumps(told), file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())

    def end(self) -> None:
        self.process.communicate()


@contextmanager
def pytorch(program: str) -> Iterator[Torch | None]:
    """This program, for as long as a table is made; None, and a word about it at the end, where no Python is named."""
    python = os.environ.get("PYTORCH", "")
    if not python:
        yield None
        print("(no PYTORCH=… was named)", file=sys.stderr)
        return
    torch = Torch(python, program)
    try:
        yield torch
    finally:
        torch.end()
