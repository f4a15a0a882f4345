"""The registry: what may be made, who may order what, and when a run goes."""

import asyncio
import math
from typing import Any

import numpy as np
import orjson
import pytest

from app.errors import ApiError
from app.jsontext import write
from app.runs import affordable
from app.settings import Settings
from engine.knobs import BadValue
from engine.labs import LABS
from engine.pricing import price
from engine.words import said
from tests.app.watching import Watcher, kept_losses, make, runs, twin, until

MiB = 1 << 20


def test_a_run_is_made_from_its_recipe() -> None:
    async def test() -> None:
        async with runs() as registry:
            changes = [
                {"step": 8, "values": {"batch_size": 24}},
                {"step": 5, "values": {"learning_rate": 0.3}},
            ]
            record = await make(registry, {}, changes=changes, step=6)
            assert (record.step, record.end, record.status, record.history) == (6, 8, "paused", 0)
            assert [change["step"] for change in record.changes] == [5, 8]
            assert record.config["learning_rate"] == 0.1, "the configuration that it began with"
            assert (await make(registry, {}, changes=changes)).step == 8
            assert (await make(registry, {})).step == 0
            assert registry.find(record.id) is record
            assert registry.health() == {"runs": 3, "viewers": 0, "hosts": 1}
            page = orjson.loads(write(await registry.explain(record, 7, 0, None)))
            assert (page["step"], page["config"]["learning_rate"]) == (7, 0.3)
            assert np.array_equal(await kept_losses(registry, record), [twin(vars(record)).losses(0, 0, 8)])

    asyncio.run(test())


@pytest.mark.parametrize(
    ("recipe", "status", "field"),
    [
        ({"changes": [{"step": 1, "values": {"nothing": 1}}]}, 422, "nothing"),
        ({"changes": [{"step": 1, "values": {"seed": 1}}]}, 422, "seed"),
        ({"changes": [{"step": 1, "values": {"learning_rate": -1}}]}, 422, "learning_rate"),
        (
            {"config": {"learning_rate": 50}, "changes": [{"step": 190_000, "values": {"learning_rate": 1}}]},
            409,
            None,
        ),
        (
            {"config": {"batch_size": 1}, "changes": [{"step": 1, "values": {"batch_size": 24}}]},
            422,
            "values",
        ),
        ({"config": {"dataset": "sha256:00"}}, 422, "dataset"),
    ],
)
def test_recipes_that_cannot_be_followed(recipe: dict[str, Any], status: int, field: str | None) -> None:
    async def test() -> None:
        async with runs(run_operations=price(LABS["descent"], {"batch_size": 4}).operations) as registry:
            with pytest.raises(ApiError) as refused:
                await make(registry, {"batch_size": 4} | recipe.pop("config", {}), **recipe)
            assert (refused.value.status, refused.value.field) == (status, field)
            assert registry.health()["runs"] == 0

    asyncio.run(test())


def test_what_is_wrong_in_itself_never_reaches_a_host() -> None:
    async def test() -> None:
        async with runs(step_limit=1000) as registry:
            for recipe in ({"step": 1001}, {"changes": [{"step": 1001, "values": {"clip": 1}}]}):
                with pytest.raises(BadValue):
                    await make(registry, **recipe)
            with pytest.raises(ApiError) as unknown:
                await registry.create("nothing", {}, [], None, None, None)
            assert unknown.value.status == 404

    asyncio.run(test())


def test_a_run_that_diverges_on_the_way_stands_where_it_came_to() -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry, {"learning_rate": 50.0}, step=5000)
            assert record.status == "diverged" and record.step == record.end < 100

    asyncio.run(test())


def test_prices_are_asked_before_anything_is_built() -> None:
    cost = price(LABS["descent"], {})

    async def test() -> None:
        async with runs(run_bytes=cost.bytes - 1) as registry:
            with pytest.raises(ApiError) as dear:
                await make(registry, {})
            assert (dear.value.status, dear.value.code) == (422, "too_dear")
        async with runs(run_operations=cost.operations * 2) as registry:
            await make(registry, {}, compare={"learning_rate": [0.1, 0.2]})
            with pytest.raises(ApiError) as dear:
                await make(registry, {}, compare={"learning_rate": [0.1, 0.2, 0.3]})
            assert dear.value.status == 422
        async with runs(server_bytes=2 * cost.bytes) as registry:
            first = await make(registry, {})
            await make(registry, {})
            with pytest.raises(ApiError) as full:
                await make(registry, {})
            assert full.value.status == 503 and full.value.retry_after
            registry.drop(first)
            await make(registry, {})
        async with runs(max_runs=1) as registry:
            await asyncio.gather(make(registry), make(registry), return_exceptions=True)
            assert registry.health()["runs"] == 1, "also while runs are still being built"

    asyncio.run(test())


def test_what_is_too_dear_is_told_with_what_to_choose_instead() -> None:
    """…in the words of the page: units, points, batch size; runs only where there are several."""
    network = LABS["network"]

    def refusal(config: dict[str, Any], compare: dict[str, list[Any]] | None = None, **limits: int) -> str:
        settings = Settings(**{"run_bytes": 32 << 20, **limits})
        with pytest.raises(ApiError) as dear:
            affordable(network, network.make_config(config).asdict(), compare, None, settings)
        return str(dear.value)

    large = {"hidden": "32,32,32,32,32,32", "dataset": "spiral", "points": 2000, "activation": "gelu"}
    alone = refusal(large)
    assert alone.startswith("Together these settings need ") and "; a run may have 33.5 MB. Choose " in alone
    assert alone.endswith(" Choose fewer hidden units or fewer points.")
    race = {"learning_rate": [0.1, 0.3]}
    assert refusal(large, race).endswith(" Choose fewer hidden units, fewer points or fewer runs in the race.")
    least = price(network, {}).bytes
    assert "need " + said(math.ceil(least / 1e5) / 10) in refusal({}, run_bytes=least - 1)
    assert refusal({}, run_operations=10).endswith(
        "; 10 are allowed. Choose fewer hidden units or a smaller batch size."
    )


def test_who_only_watches_moves_nothing() -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry)
            viewer = await Watcher(registry, record).attach(control=False)
            assert viewer.welcome["control"] is False
            orders: list[dict[str, Any]] = [
                {"type": "play", "pace": "max"},
                {"type": "step", "n": 1},
                {"type": "change", "id": 7, "values": {"learning_rate": 1}},
            ]
            for order in orders:
                viewer.do(**order)
            assert [message["error"]["code"] for message in viewer.told("error")] == ["forbidden"] * 3
            assert viewer.told("error")[2]["id"] == 7
            viewer.do("look", values={"domain": [0, 1, 0, 1]})
            await until(lambda: len(viewer.frames) >= 2)
            with pytest.raises(BadValue):
                viewer.do("look", values={"domain": 5})
            assert record.step == 0

    asyncio.run(test())


def test_everybody_is_told_and_errors_go_to_whom_they_concern() -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry, {}, compare={"learning_rate": [0.01, 0.1]})
            one = await Watcher(registry, record).attach()
            other = await Watcher(registry, record).attach(control=False, encoding="json")
            one.do("change", id="x", values={"learning_rate": [0.02, 0.2]})
            one.do("change", id="y", values={"learning_rate": 0.5})
            one.do("play", pace=400.0)
            await until(lambda: len(one.losses) > 50 and len(other.losses) > 50)
            one.do("seek", step=20)
            one.do("change", id="z", values={"momentum": 0.5})
            await until(lambda: record.history == 1 and not record.pending)
            for viewer in (one, other):
                assert [message["id"] for message in viewer.told("changed")] == ["x", "z"]
                assert [message["status"] for message in viewer.told("status")] == ["playing", "paused"]
                moved = viewer.told("moved")[0]
                assert (moved["step"], moved["end"], moved["history"]) == (20, 20, 1)
                assert len(viewer.losses) == len(viewer.losses_of_lane_1) == 20
            assert not other.told("error")
            error = one.told("error")[0]
            assert error["id"] == "y" and error["error"]["field"] == "learning_rate"
            late = await Watcher(registry, record).attach(history=0, start=15)
            assert (late.welcome["from"], late.welcome["history"]) == (0, 1)
            assert late.welcome["compare"] == {"learning_rate": [0.01, 0.1]}
            assert late.welcome["changes"] == record.changes

    asyncio.run(test())


def test_two_lanes_are_two_columns_and_an_end_is_empty() -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry, {}, compare={"learning_rate": [0.01, 50.0]}, step=5000)
            table = b"".join([block async for block in registry.metrics(record)]).decode().splitlines()
            assert table[0] == "step,loss,loss@1"
            assert len(table) == 5001 and table[5000].startswith("4999,0.") and table[5000].endswith(",")

    asyncio.run(test())


def test_a_run_that_nobody_comes_to_goes() -> None:
    async def test() -> None:
        async with runs(unattached_seconds=0.2, drop_seconds=60) as registry:
            left, watched = await make(registry), await make(registry)
            viewer = await Watcher(registry, watched).attach()
            registry.detach(watched, viewer)
            await until(lambda: registry.health()["runs"] == 1)
            with pytest.raises(ApiError) as gone:
                registry.find(left.id)
            assert gone.value.status == 410
            with pytest.raises(ApiError) as unknown:
                registry.find("nothing")
            assert unknown.value.status == 404
            assert registry.find(watched.id) is watched

    asyncio.run(test())


def test_without_viewers_a_run_pauses_and_is_dropped_later() -> None:
    async def test() -> None:
        for settings in ({"pause_seconds": 0.1, "drop_seconds": 600}, {"pause_seconds": 600, "drop_seconds": 0.2}):
            async with runs(**settings) as registry:
                record = await make(registry)
                viewer = await Watcher(registry, record).attach()
                viewer.do("play", pace=100.0)
                await until(lambda record=record: record.status == "playing")  # type: ignore[misc]
                registry.detach(record, viewer)
                if settings["drop_seconds"] == 600:
                    await until(lambda record=record: record.status == "paused")  # type: ignore[misc]
                    assert registry.find(record.id) is record
                else:
                    await until(lambda registry=registry: registry.health()["runs"] == 0)  # type: ignore[misc]

    asyncio.run(test())


def test_dropping_sends_viewers_back() -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry)
            viewer = await Watcher(registry, record).attach()
            page = asyncio.create_task(registry.explain(record, 0, 0, None))
            await asyncio.sleep(0)
            registry.drop(record)
            with pytest.raises(ApiError) as gone:
                await page
            assert gone.value.status == 410
            assert viewer.closed is not None and viewer.closed[0] == 1012
            registry.detach(record, viewer)
            viewer.do("play", pace=None)
            assert registry.health() == {"runs": 0, "viewers": 0, "hosts": 1}

    asyncio.run(test())


def test_a_viewer_who_leaves_while_being_let_in() -> None:
    async def test() -> None:
        async with runs() as registry:
            record = await make(registry)
            viewer = Watcher(registry, record)
            attaching = asyncio.create_task(viewer.attach())
            await asyncio.sleep(0)
            attaching.cancel()
            registry.detach(record, viewer)
            other = await Watcher(registry, record).attach()
            other.do("step", n=3)
            await until(lambda: len(other.losses) == 3)
            assert not viewer.frames and not viewer.messages
            assert not record.pending and not record.answers

    asyncio.run(test())
