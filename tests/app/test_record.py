"""What the web process knows of a run, from what its host has told it."""

import struct
from typing import Any

import pytest

from app.record import Kept, Record, Watcher
from engine.records import Price


@pytest.fixture
def record() -> Record:
    """A run of two lanes that stands at step 10, kept and watched up to there."""
    nobody: Any = object()
    made = Record(
        number=1, id="id", key="key", lab="descent", config={}, compare={"learning_rate": [0.1, 0.2]}, data=None,
        price=Price(1, 1, 2), changes=[], step=10, end=10,
    )  # fmt: skip
    made.see({"state": standing(10)})
    made.losses = [bytearray(struct.pack("<10d", *range(start, start + 10))) for start in (0, 100)]
    made.kept = Kept(b"{}", b"", 10)
    made.seat(Watcher(1, nobody, True, False, {}, next=10))
    return made


def standing(end: int, history: int = 0) -> dict[str, Any]:
    return {
        "history": history, "step": end, "end": end, "loss": 0.1, "status": "paused", "reason": "", "pace": 10.0,
        "goal": None, "stops": 0,
    }  # fmt: skip


def test_a_rewritten_history_is_forgotten_at_once(record: Record) -> None:
    """Its host may die before the next frame, and before the run is handed over again."""
    record.see({"log": [0, {"step": 4, "values": {"learning_rate": [0.3, 0.4]}}], "state": standing(4, history=1)})
    assert [len(losses) // 8 for losses in record.losses] == [4, 4]
    assert record.kept is None
    assert [watcher.next for watcher in record.watchers.values()] == [4]
    assert [change["step"] for change in record.changes] == [4]


def test_going_back_forgets_nothing(record: Record) -> None:
    record.see({"state": standing(10) | {"step": 3}})
    assert [len(losses) // 8 for losses in record.losses] == [10, 10]
    assert record.kept is not None and [watcher.next for watcher in record.watchers.values()] == [10]
