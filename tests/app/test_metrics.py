"""A run's losses as a table: refused before it begins, or else finished, or else it says that it is not."""

import asyncio
from types import SimpleNamespace
from typing import Any

import httpx
import numpy as np
import pytest

from app.errors import ApiError
from app.main import create_site
from app.metrics import Ask, metrics
from app.record import Record
from app.settings import Settings
from engine.labs import LABS
from engine.pricing import price

GONE = ApiError(410, "gone", "The run was dropped.")


def record(**more: Any) -> Record:
    compare = {"learning_rate": [0.1, 0.2]}
    cost = price(LABS["descent"], {}, compare)
    return Record(1, "id", "key", "descent", {}, compare, None, cost, [], step=0, end=6, **more)


def answering(*answers: Any) -> Ask:
    """A host that gives these answers, one after the other."""
    waiting = list(answers)

    async def ask(record: Record, order: dict[str, Any]) -> Any:
        answer = waiting.pop(0)
        if isinstance(answer, ApiError):
            raise answer
        (start, next, end, history), lines = answer
        assert (order["start"], order["stop"]) == (start, end if start else None)
        return {"next": next, "end": end, "history": history}, lines

    return ask


def table(run: Record, ask: Ask) -> str:
    async def read() -> bytes:
        return b"".join([block async for block in metrics(run, ask)])

    return asyncio.run(read()).decode()


FIRST, SECOND = ((0, 4, 6, 0), b"0,1.0,1.0\n"), ((4, 6, 6, 0), b"4,0.5,\n")


def test_it_comes_in_blocks() -> None:
    assert table(record(), answering(FIRST, SECOND)) == "step,loss,loss@1\n0,1.0,1.0\n4,0.5,\n"
    assert table(record(), answering(((0, 0, 0, 3), b""))) == "step,loss,loss@1\n"


def test_a_refusal_comes_in_place_of_the_first_block() -> None:
    with pytest.raises(ApiError):
        table(record(), answering(GONE))


def test_a_table_that_is_not_finished_says_so() -> None:
    """The status has been sent by then; a shorter table without a word would look whole."""
    for second, why in ((GONE, "dropped"), (((4, 5, 6, 1), b"4,0.4,0.4\n"), "rewritten")):
        *rows, last = table(record(), answering(FIRST, second)).splitlines()
        assert rows == ["step,loss,loss@1", "0,1.0,1.0"]
        assert last.startswith("# incomplete from step 4 on: ") and why in last


@pytest.mark.parametrize("kept", [6, 5000, 2])
def test_of_a_run_without_a_host_the_kept_losses_are_given(kept: int) -> None:
    lanes = np.arange(2.0 * kept).reshape(2, kept)
    losses = [bytearray(lane.astype("<f8").tobytes()) for lane in lanes]
    run = record(lost=True, losses=losses, reason="Its process has ended twice.")
    run.end = max(kept, 6)
    _, *rows = table(run, answering()).splitlines()
    assert rows[:kept] == [f"{step},{float(step)},{float(kept + step)}" for step in range(kept)]
    assert rows[kept:] == ([] if kept >= 6 else [f"# incomplete from step {kept} on: Its process has ended twice"])


def test_a_run_that_loses_its_host_meanwhile_is_finished_from_what_was_kept() -> None:
    run = record(losses=[bytearray(np.arange(6.0).tobytes()) for _ in range(2)])

    async def ask(run: Record, order: dict[str, Any]) -> Any:
        if order["start"]:
            run.lost = True
            raise ApiError(409, "refused", "It has failed.")
        return {"next": 4, "end": 6, "history": 0}, b"0,0.0,0.0\n"

    assert table(run, ask).splitlines()[2:] == ["4,4.0,4.0", "5,5.0,5.0"]


def test_over_http_a_refusal_is_an_error_and_not_a_broken_table() -> None:
    site = create_site(Settings())
    runs = SimpleNamespace(find=lambda run: record(), metrics=lambda run: metrics(run, answering(GONE)))
    site.state.services.runs = runs

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://test") as client:
            return await client.get("/api/runs/x/metrics.csv")

    answer = asyncio.run(ask())
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "gone")
