"""A student's own points by API and stream: in a recipe, changed on the way, refused in a sentence."""

import asyncio

import pytest

from scripts.serving import Server
from tests.app.client import api, look_up, make_run, strict, watching

TRIANGLE, SQUARE = "0 0 1 2 2 1", "0 0 1 2 2 1 1 −1"


def test_a_run_is_made_with_points_and_changes_of_them(server: Server) -> None:
    changes = [{"step": 3, "values": {"points": SQUARE}}, {"step": 5, "values": {"points": ""}}]
    made = make_run(server.address, config={"points": TRIANGLE}, changes=changes, step=6)
    assert made["config"]["points"] == TRIANGLE
    assert look_up(server.address, made)["changes"] == changes
    with api(server.address) as client:
        seen = [strict(client.get(f"/api/runs/{made['run']}/steps/{t}").text) for t in range(7)]
    assert [len(step["batch"]["x"]) for step in seen] == [3, 3, 3, 4, 4, 24, 24]
    assert seen[3]["batch"]["y"][3] == [-1]


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ("1 2 3", "these are 3 numbers, and each point takes two, x and y"),
        ("1 2 x 4", "“x” is not a number"),
        ("1 2", "a line needs 2 points or more"),
        ("1 2 3 4000", "“4000” lies beyond ±100"),
        ("1 2 " * 65, "these are 65 points, and there can be 64"),
    ],
)
def test_points_that_cannot_be_are_refused_in_a_sentence(server: Server, points: str, says: str) -> None:
    with api(server.address) as client:
        for more in ({"config": {"points": points}}, {"changes": [{"step": 1, "values": {"points": points}}]}):
            answer = client.post("/api/runs", json={"lab": "descent", **more})
            assert answer.status_code == 422
            error = strict(answer.text)["error"]
            assert error["field"] == "points"
            assert says in error["message"]
            assert error["range"].startswith("2 to 64 points within ±100")


def test_all_viewers_are_told_and_sent_the_new_data(server: Server) -> None:
    async def test() -> None:
        made = make_run(server.address, config={"points": TRIANGLE})
        async with watching(server.address, made) as hand, watching(server.address, made) as eye:
            await hand.hello(key=made["key"])
            await eye.hello()
            for viewer in (hand, eye):
                while "points" not in (first := await viewer.until("frame"))["arrays"]:
                    pass
                assert first["arrays"]["points"] == [[0, 0], [1, 2], [2, 1]]
            await hand.send(type="change", id=1, values={"points": "1 2 3"})
            error = await hand.until("error", id=1)
            assert "these are 3 numbers" in error["error"]["message"]
            await hand.send(type="change", id=2, values={"points": SQUARE})
            for viewer in (hand, eye):
                assert (await viewer.until("changed"))["values"] == {"points": SQUARE}
                while "points" not in (frame := await viewer.until("frame"))["arrays"]:
                    pass
                assert frame["arrays"]["points"] == [[0, 0], [1, 2], [2, 1], [1, -1]]
                assert frame["arrays"]["surface"] != first["arrays"]["surface"]

    asyncio.run(asyncio.wait_for(test(), 30))


def test_a_batch_of_all_is_told_to_stay_one(server: Server) -> None:
    async def test() -> None:
        made = make_run(server.address)
        async with watching(server.address, made) as hand:
            await hand.hello(key=made["key"])
            points = " ".join(f"{i} {i % 5}" for i in range(30))
            await hand.send(type="change", id=1, values={"points": points})
            told = await hand.until("changed", id=1)
            assert told["values"] == {"points": points, "batch_size": 1_000_000}

    asyncio.run(asyncio.wait_for(test(), 30))
