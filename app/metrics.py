"""A run's losses as CSV, in blocks: from its host, or for a run that no host has any more, from what was kept of it.

Once the first block is on its way the answer is 200, whatever happens later. So a table that cannot be finished says
that in its last line, which no reader of numbers takes for a row.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import numpy as np

from app.errors import ApiError
from app.hosts.requests import ROWS, table_lines
from app.record import Record

Ask = Callable[[Record, dict[str, Any]], Awaitable[Any]]
"""Give an order to a run's host; its answer, a head and bytes. Raises ApiError."""


async def metrics(record: Record, ask: Ask) -> AsyncIterator[bytes]:
    """Every loss up to where the history ends now. Raises ApiError, but only in place of the first block."""
    block = ",".join(["step", "loss", *(f"loss@{lane}" for lane in range(1, record.lanes))]).encode() + b"\n"
    start, end, history = 0, None, None
    try:
        while end is None or start < end:
            head, lines = await _block(record, ask, start, end)
            if history not in (None, head["history"]):
                yield _broken(start, "the run's history was rewritten meanwhile")
                return
            start, end, history = head["next"], head["end"], head["history"]
            yield block + lines
            block = b""
            if not lines and start < end:
                yield _broken(start, record.reason)
                return
    except ApiError as error:
        if block:
            raise
        yield _broken(start, error.message)


async def _block(record: Record, ask: Ask, start: int, end: int | None) -> tuple[dict[str, Any], bytes]:
    """Rows from `start` on, and up to where they reach."""
    if not record.lost:
        try:
            head, lines = await ask(record, {"type": "table", "start": start, "stop": end})
            return head, lines
        except ApiError:
            if not record.lost:  # its host has not ended for good just now
                raise
    stop = min(start + ROWS, record.end if end is None else end)
    lanes = [np.frombuffer(bytes(losses[8 * start : 8 * stop]), "<f8").tolist() for losses in record.losses]
    rows = len(lanes[0]) if lanes else 0
    head = {"history": record.history, "next": start + rows, "end": record.end if end is None else end}
    return head, table_lines(start, lanes)


def _broken(step: int, reason: str) -> bytes:
    return f"# incomplete from step {step} on: {reason.rstrip('.')}\n".encode()
