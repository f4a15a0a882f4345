"""Hosts are killed at random moments while runs play, seek and change; nobody can tell afterwards."""

import asyncio
import itertools
import random
from typing import Any

import numpy as np
import pytest

from app.record import Record
from tests.app.watching import Watcher, kept_losses, make, murder, runs, settled, twin, until

AT_ONCE = 5  # registries


@pytest.mark.parametrize("seeds", [range(start, start + AT_ONCE) for start in range(0, 20, AT_ONCE)])
def test_killed_at_a_random_moment(seeds: range) -> None:
    """Each run's losses are those of a run that was never disturbed, to the last bit."""

    async def test() -> None:
        await asyncio.gather(*map(chaos, seeds))

    asyncio.run(test())


async def chaos(seed: int) -> None:
    """Three runs play, seek and change while their host is killed."""
    chance = random.Random(seed)
    async with runs() as registry:
        compare = {"learning_rate": [0.02, 0.1, 60.0]} if seed % 3 == 0 else None
        records = [
            await make(registry, {"learning_rate": 0.03, "batch_size": 5, "seed": seed}),
            await make(registry, {"optimizer": "adam"}, compare=compare),
            await make(registry, {"learning_rate": 0.6} if seed % 2 else {"landscape": "ravine"}),
        ]
        viewers = [
            await Watcher(registry, record).attach(encoding=chance.choice(["binary", "json"])) for record in records
        ]

        async def kill() -> None:
            await asyncio.sleep(chance.uniform(0, 0.4))
            murder(records[0])

        await asyncio.gather(kill(), *(student(random.Random(f"{seed} {n}"), v) for n, v in enumerate(viewers)))
        await until(lambda: any(record.deaths for record in records))  # it is noticed a moment later
        for viewer in viewers:
            await settled(viewer)
            record = viewer.record
            timeline = twin(record)
            truth = np.array([timeline.losses(lane, 0, record.end) for lane in range(record.lanes)])
            kept = await kept_losses(registry, record)
            assert np.array_equal(kept, np.where(np.isfinite(truth), truth, np.nan), equal_nan=True)
            assert np.array_equal(np.float32(viewer.losses), np.float32(truth[0]), equal_nan=True)
            told = [(message["step"], message["values"]) for message in viewer.told("changed")]
            assert all((change["step"], change["values"]) in told for change in record.changes)
            assert len(told) == len(viewer.told("changed")), "a change is told once, however often it was ordered"
            statuses = [message["status"] for message in viewer.told("status") if "lane" not in message]
            assert all(one != other for one, other in itertools.pairwise(statuses)), statuses


async def student(chance: random.Random, viewer: Watcher) -> None:
    """Somebody who cannot leave it alone."""
    for number in range(25):
        match chance.choice(["play", "play", "pause", "step", "back", "seek", "change", "change"]):
            case "play":
                viewer.do("play", pace=chance.choice([50.0, 1000.0, 6000.0]))
            case "pause":
                viewer.do("pause")
            case "step":
                viewer.do("step", n=chance.randrange(1, 60))
            case "back":
                viewer.do("step", n=-chance.randrange(1, 60))
            case "seek":
                viewer.do("seek", step=chance.randint(0, viewer.record.end))
            case "change":
                viewer.do("change", id=number, values=values(chance, viewer.record))
        await asyncio.sleep(chance.uniform(0, 0.03))


def values(chance: random.Random, record: Record) -> dict[str, Any]:
    """A change of any kind: of what is drawn, of how far an update goes, of where the run stands."""
    match chance.choice(["batch_size", "clip", "learning_rate", "theta[0]"]):
        case "batch_size":
            return {"batch_size": chance.randrange(1, 25)}
        case "clip":
            return {"clip": chance.choice([0.0, chance.uniform(0.1, 2.0)])}
        case "learning_rate":
            rates = [10 ** chance.uniform(-3, -0.3) for _ in range(record.lanes)]
            return {"learning_rate": rates if record.compare else rates[0]}
        case place:
            return {place: chance.uniform(-3.0, 3.0)}
