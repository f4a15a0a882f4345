"""Questions about a run that do not move it: an update in full, the losses as a table, a lab's texts. And refusals."""

import time
from typing import Any

import numpy as np
import orjson

from app.hosts import slices
from app.hosts.slices import Meter, Work
from engine.knobs import BadValue
from engine.replay import Refused, Replay
from engine.timeline import Timeline
from engine.words import said

MOST_NUMBERS = 200_000
MOST_ALONE = 2_000_000  # of what an update's equations have, even where they are asked for by name
EQUATIONS = frozenset(("batch", "forward"))
ROWS = 4096  # of the table, in one answer
LONGEST = 8_000_000  # bytes of a text


class TooLarge(Exception):
    """An answer above its bound."""


def requested(timeline: Timeline, command: dict[str, Any], meter: Meter) -> Work:
    """The work that answers a request; it returns a head for JSON and bytes."""
    if command["type"] == "explain":
        return _explain(timeline, command["step"], command["lane"], command["only"], command["look"], meter)
    if command["type"] == "export":
        return _export(timeline, command["name"], command["lane"], meter)
    return _table(timeline, command["start"], command["stop"])


def refusal(error: Exception) -> dict[str, Any]:
    """An error as plain data that the web process can tell a client."""
    match error:
        case BadValue():
            return {
                "status": 422,
                "code": "bad_value",
                "message": str(error),
                "field": error.field,
                "value": error.value,
                "range": error.allowed,
            }
        case Refused():
            return {"status": 409, "code": "refused", "message": str(error)}
        case TooLarge():
            return {"status": 413, "code": "too_large", "message": str(error)}
    return {"status": 500, "code": "failed", "message": "Something went wrong here; it has been logged."}


def _explain(timeline: Timeline, t: int, lane: int, only: list[str] | None, look: dict[str, Any], meter: Meter) -> Work:
    replay: Replay | None = None
    while replay is None:
        _refuse_unknown(timeline, t, lane)
        replay = yield from slices.arrive(timeline, t, meter)
    run, equations = replay.lanes[lane], not only or not EQUATIONS.isdisjoint(only)
    timeline.lab.check_look(look, run.config, timeline.data)
    numbers = run.page_numbers(run.upcoming(), look)  # told before they are made
    if equations and numbers > (MOST_ALONE if only else MOST_NUMBERS):
        words = f"The batch of this page and what is made of it have {said(numbers)} numbers"
        if only:
            raise TooLarge(f"{words}, more than {said(MOST_ALONE)}: ask for other parts, such as ?only=params,grads.")
        raise TooLarge(f"{words}, more than {said(MOST_NUMBERS)}: ask for some parts, such as ?only=params,grads.")
    page = timeline.explain(replay, lane, equations, look)
    parts = [name for name, value in page.items() if isinstance(value, dict) and name != "config"]
    parts += EQUATIONS.difference(parts)
    for name in only or ():
        if name not in parts:
            raise BadValue("only", name, f"some of {', '.join(parts)}")
    if only:
        page = {name: value for name, value in page.items() if name not in parts or name in only}
    numbers = _numbers(page)
    if numbers > MOST_NUMBERS and not only:
        words = f"This page has {said(numbers)} numbers, more than {said(MOST_NUMBERS)}: ask for some parts of it,"
        raise TooLarge(f"{words} such as ?only={','.join(parts[:2])}.")
    return None, orjson.dumps(page)


def _refuse_unknown(timeline: Timeline, t: int, lane: int) -> None:
    if not 0 <= t <= timeline.end:
        raise BadValue("t", t, f"0 to {timeline.end}, the steps that are known")
    if not 0 <= lane < len(timeline.lanes):
        raise BadValue("lane", lane, f"0 to {len(timeline.lanes) - 1}")
    for stop in timeline.stops:
        if stop.lane == lane and t > stop.step:
            raise BadValue("t", t, f"0 to {stop.step}: there lane {lane} diverged")


def _numbers(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_numbers(part) for part in value.values())
    if isinstance(value, list):
        return sum(map(_numbers, value)) if value and isinstance(value[0], list) else len(value)
    return 1


def _export(timeline: Timeline, name: str, lane: int, meter: Meter) -> Work:
    """A text of a lane as it stands, and the step of that.

    While it is written the run may go on: it is told of a second one, which stays there. Eight megabytes take half a
    second here and in the pipe; of the other runs' frames, 33 ms apart, one then came 95 ms after the one before.
    """
    lab, run = timeline.lab, timeline.lanes[lane]
    twin = lab(run.config, timeline.data).restore(run.snapshot())
    yield
    pieces, told, size, began = twin.pieces(name), list[bytes](), 0, time.perf_counter()
    while True:
        with np.errstate(over="ignore", invalid="ignore"):  # it may be about to diverge
            piece = next(pieces, None)
        if piece is None:
            return twin.updates, b"".join(told)
        told.append(piece.encode())
        size += len(told[-1])
        if size > LONGEST:
            raise TooLarge(f"This text is longer than {said(LONGEST)} bytes, the most that is given here.")
        if time.perf_counter() - began > meter.seconds:
            yield
            began = time.perf_counter()


def _table(timeline: Timeline, start: int, stop: int | None) -> Work:
    """The first of those lines of metrics.csv that are wanted, and how far they go."""
    yield
    end = timeline.end if stop is None else min(stop, timeline.end)
    last = min(end, start + ROWS)
    lanes = [timeline.losses(lane, start, last).tolist() for lane in range(len(timeline.lanes))]
    return {"history": timeline.history, "next": last, "end": end}, table_lines(start, lanes)


def table_lines(start: int, lanes: list[list[float]]) -> bytes:
    """Lines of metrics.csv from update `start` on: the step and each lane's loss, empty where that is not finite."""
    cells = [[repr(loss) if loss - loss == 0 else "" for loss in losses] for losses in lanes]
    lines = "".join(f"{start + row},{','.join(losses)}\n" for row, losses in enumerate(zip(*cells, strict=True)))
    return lines.encode()
