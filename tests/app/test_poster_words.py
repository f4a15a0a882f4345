"""What a poster says of a run that is not as usual: diverged lanes, noise, a line outside, an address that is long."""

import asyncio
from typing import Any

import numpy as np
import pytest

from app.posters import draw, plane
from app.posters.brush import Picture
from app.posters.sheet import Sheet
from engine.labs import LABS
from engine.optimizers import OPTIMIZERS
from engine.telling import Telling, tell
from engine.words import said
from tests.app.test_posters import order, picture, studio

DESCENT = LABS["descent"]


def written(monkeypatch: pytest.MonkeyPatch, told: Telling, address: str = "") -> list[str]:
    """All words on a poster."""
    words: list[str] = []
    with monkeypatch.context() as patch:
        for place in (Sheet, Picture):

            def write(self: Any, text: str, *rest: Any, plain: Any = place.write, **look: Any) -> None:
                words.append(text)
                plain(self, text, *rest, **look)

            patch.setattr(place, "write", write)
        picture(draw.png(told, draw.Words("Title", "Sentence.", address), "light", 320))
    return words


def test_a_lane_that_has_diverged_says_so_and_keeps_its_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    told = tell(DESCENT, {"landscape": "ravine"}, [], 40, {"learning_rate": [0.1, 0.2, 5]})
    assert told.stopped[0] is None and told.stopped[1] == 21
    words = written(monkeypatch, told)
    assert "diverged at step 21" in words and f"diverged at step {told.stopped[2]}" in words
    assert [word for word in words if word.startswith("J = ")] == [f"J = {said(told.heights[0])}"]
    assert all(words.count(number) >= 2 for number in "123"), "in the key and on the map"


def test_a_ball_outside_of_the_map_stands_where_its_way_leaves() -> None:
    low, high = np.array([0.0, 0.0]), np.array([10.0, 8.0])
    for way, edge in (
        ([[5, 4], [5, 400]], [5, 8]),
        ([[-9e9, 4], [9e9, 4]], [10, 4]),
        ([[50, 4], [90, 4]], [10, 4]),
        ([[5, -300]], [5, 0]),
    ):
        np.testing.assert_allclose(plane._leaving(np.array(way, dtype=float), low, high), edge)


@pytest.mark.parametrize(("count", "lines"), [(2, 1), (13, 1), (25, 2), (200, 0)])
def test_an_address_is_whole_or_not_there(monkeypatch: pytest.MonkeyPatch, count: int, lines: int) -> None:
    address = "example.org/labs/descent?changes=" + ",".join("9:clip:1" for _ in range(count))
    size, found = draw._fitted(address, 1000)
    assert len(found) == lines and "".join(found) == (address if lines else "")
    assert (size == 16) == (count == 2)
    words = written(monkeypatch, tell(DESCENT, {}, [], 2), address)
    assert not lines or "".join(words[-lines:]) == address
    assert "example.org/labs/descent" not in words, "that would be another run"


def test_a_line_outside_of_its_picture_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "the line lies outside" in written(monkeypatch, tell(DESCENT, {"learning_rate": 0.5}, [], 40))
    race = tell(DESCENT, {}, [], 60, {"learning_rate": [0.1, 0.48, 0.5]})
    assert "lines 2 and 3 lie outside" in written(monkeypatch, race)
    assert not [word for word in written(monkeypatch, tell(DESCENT, {}, [], 40)) if "outside" in word]


@pytest.mark.parametrize(("optimizer", "steps"), [("sgd", 0), ("momentum", 3), ("nesterov", 3)])
def test_the_noise_of_the_next_step_is_an_ellipse_round_where_other_batches_lead(optimizer: str, steps: int) -> None:
    config = {"batch_size": 1, "learning_rate": 0.03, "optimizer": optimizer, "momentum": 0.6}
    told = tell(DESCENT, config, [], steps).poster.plane
    assert told is not None and told.landings is not None
    run = DESCENT(**config)
    run.steps(steps)
    theta, state = run.params.vector, {name: value.copy() for name, value in run.state.items()}
    led = []
    for sample in range(24):  # whichever comes next
        g = run.loss_and_gradient(np.array([sample]))[1]
        led.append(theta - 0.03 * OPTIMIZERS[optimizer].direction(g, theta, state, run.config)[0])
    middle = np.mean(led, axis=0)
    np.testing.assert_allclose(told.landings.mean(axis=0), middle, atol=1e-9)
    off, around = np.array(led) - middle, told.landings - middle
    spread = off.T.dot(off) / 24
    far = (around.dot(np.linalg.inv(spread)) * around).sum(axis=1)
    np.testing.assert_allclose(np.sqrt(far), 2)  # standard deviations
    for other in ({"batch_size": 24}, {"clip": 1.0}, {"optimizer": "adam"}):
        poster = tell(DESCENT, {**config, **other}, [], steps).poster
        assert poster.plane is not None and poster.plane.landings is None


def test_the_story_of_the_noise_names_its_ellipse(monkeypatch: pytest.MonkeyPatch) -> None:
    story = next(preset for preset in DESCENT.presets if preset.name == "noise")
    told = tell(DESCENT, story.config, story.changes, story.until)
    assert "next step, most batches" in written(monkeypatch, told)


def test_letters_that_no_font_has_end_nothing() -> None:
    async def test() -> None:
        async with studio() as opened:
            strange = order(title="\u6570\u5b66 \U0001f600", address="\u4f8b.org/")
            picture((await opened.make(strange, None)).png)
            first = opened.painter
            picture((await opened.make(order(), None)).png)
            assert opened.painter is first

    asyncio.run(test())
