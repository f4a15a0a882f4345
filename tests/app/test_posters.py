"""Posters: a picture of the run that the address means, bounded, kept, and drawn by a process that may die."""

import asyncio
import dataclasses
import io
import logging
import os
import signal
import struct
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import numpy as np
import pytest
from PIL import Image

from app.errors import ApiError
from app.posters import draw, price
from app.posters.ink import ink
from app.posters.order import Order
from app.posters.size import height
from app.posters.studio import Studio
from app.recipe import Recipe
from app.runs import affordable
from app.settings import Settings
from engine.frame import Preset
from engine.knobs import Choice, knob
from engine.labs import LABS
from engine.labs.descent_config import DescentConfig
from engine.poster import Poster
from engine.telling import Telling, tell
from scripts.serving import ROOT, Server
from tests.app.client import api, sentence, strict

DESCENT = LABS["descent"]


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with api(server.address) as client:
        yield client


def picture(content: bytes) -> Image.Image:
    """A PNG, decoded whole."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert content[12:16] == b"IHDR"
    found = Image.open(io.BytesIO(content))
    found.load()
    assert found.size == struct.unpack(">II", content[16:24])
    return found


def poster(client: httpx.Client, query: str) -> bytes:
    answer = client.get(f"/embed/descent.png?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/png"
    return answer.content


def order(**more: object) -> Order:
    usual = {
        "lab": "descent", "config": {}, "changes": [], "at": 10, "compare": None, "look": {}, "title": "Title",
        "sentence": "A sentence.", "address": "", "theme": "light", "width": 320,
    }  # fmt: skip
    return Order(**{**usual, **more})  # type: ignore[arg-type]


@asynccontextmanager
async def studio(**settings: object) -> AsyncIterator[Studio]:
    opened = Studio(Settings(**settings))  # type: ignore[arg-type]
    try:
        yield opened
    finally:
        await opened.stop()


def test_it_has_the_size_that_is_asked_for(client: httpx.Client) -> None:
    assert picture(poster(client, "preset=ravine")).size == (1200, 800)
    for width in (320, 601, 2400):
        assert picture(poster(client, f"preset=ravine&width={width}")).size == (width, height(width))


def test_it_shows_the_run_at_its_step(client: httpx.Client) -> None:
    one, other = (poster(client, f"learning_rate=0.05&width=400&at={at}") for at in (3, 20))
    assert one != other
    assert poster(client, "learning_rate=0.05&width=400&at=3") == one
    difference = np.asarray(picture(one), dtype=int) - np.asarray(picture(other), dtype=int)
    assert (np.abs(difference).max(axis=2) > 40).mean() > 0.001


def test_a_story_is_told_to_its_end(client: httpx.Client) -> None:
    until = next(preset for preset in DESCENT.presets if preset.name == "bowl").until
    assert poster(client, "preset=bowl&width=400").startswith(b"\x89PNG")
    at = {step: np.asarray(picture(poster(client, f"preset=bowl&width=400&at={step}"))) for step in (0, until)}
    told = np.asarray(picture(poster(client, "preset=bowl&width=400")))
    feet = int(0.93 * len(told))  # below stands the address, in which `at` is told
    assert np.array_equal(told[:feet], at[until][:feet])
    assert not np.array_equal(told[:feet], at[0][:feet])
    assert Preset.until == 40


def test_its_theme_is_that_of_the_pages(client: httpx.Client) -> None:
    for theme in ("light", "dark"):
        corner = picture(poster(client, f"preset=ravine&width=400&theme={theme}")).convert("RGB").getpixel((2, 2))
        assert "#" + "".join(f"{part:02x}" for part in corner) == ink(theme).card
    assert poster(client, "preset=ravine&width=400&theme=auto") == poster(client, "preset=ravine&width=400")


@pytest.mark.parametrize("preset", DESCENT.presets, ids=lambda preset: preset.name)
def test_every_story_has_a_poster(preset: Preset, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        telling = tell(DESCENT, preset.config, preset.changes, preset.until, preset.compare)
        words = draw.Words(preset.title, preset.sentence, "unrolled.example.org/labs/descent")
        drawn = draw.png(telling, words, "light", 320)
    assert picture(drawn).size == (320, 213)
    assert not caplog.records


def test_the_same_poster_has_the_same_bytes() -> None:
    words = draw.Words("Title", "Sentence.", "")
    first, second = (draw.png(tell(DESCENT, {"batch_size": 4}, [], 20), words, "dark", 320) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("landscape", [choice.value for choice in DESCENT.knobs()["landscape"].choices])
def test_every_landscape_has_one(landscape: str) -> None:
    usual = DESCENT.defaults({"landscape": landscape})
    told = tell(DESCENT, {**usual, "landscape": landscape}, [], 30)
    assert told.poster.plane is not None
    assert np.isfinite(told.poster.plane.values).all()
    assert (np.diff(told.poster.plane.levels) > 0).all()
    picture(draw.png(told, draw.Words("Title", "Sentence.", ""), "light", 320))


def test_a_lab_that_says_nothing_has_its_loss() -> None:
    told = tell(DESCENT, {"batch_size": 4}, [], 30)
    curves = told.poster.curves
    assert [curve.whole for curve in curves] == [False, True]
    plain = told._replace(poster=Poster(curves))
    picture(draw.png(plain, draw.Words("Title", "Sentence.", ""), "light", 320))


def test_its_words_are_those_of_the_pages() -> None:
    changes = [
        {"step": 3, "values": {"learning_rate": 0.2}},
        {"step": 5, "values": {"batch_size": 4, "theta[1]": 0.5}},
    ]
    told = tell(DESCENT, {"learning_rate": 0.02}, changes, 8)
    assert [change.text for change in told.changes] == ["α 0.02 → 0.2", "batch 24 → 4, θ₁ → 0.5"]
    assert told.knobs == ["α = 0.2", "batch = 4"]
    assert (told.step, told.ended, told.labels) == (8, "", [])
    race = tell(
        DESCENT, {"landscape": "ravine"}, [], 4, {"optimizer": ["sgd", "momentum"], "learning_rate": [0.1, 0.02]}
    )
    assert [label.partition(",")[0] for label in race.labels] == ["Gradient descent", "Momentum"]
    assert race.knobs == ["Ravine", "κ = 12"]


@dataclasses.dataclass(frozen=True)
class WithSource(DescentConfig):
    source: str = knob("xor", choices=(Choice("xor", "XOR"), Choice("moons", "Moons")), data="table", help="data")


def test_a_choice_that_is_a_student_s_own_is_called_so() -> None:
    """Its name is 71 letters long and says nothing."""
    lab = type("WithSource", (DESCENT,), {"Config": WithSource})
    assert "own table" in tell(lab, {"source": "sha256:" + "0" * 64}, [], 2).knobs
    assert "Moons" in tell(lab, {"source": "moons"}, [], 2).knobs
    assert not {"XOR", "own table", "own data"} & set(tell(lab, {}, [], 2).knobs)


def test_a_run_that_diverges_stands_where_it_ended() -> None:
    told = tell(DESCENT, {"learning_rate": 5.0}, [{"step": 90, "values": {"learning_rate": 0.1}}], 100)
    assert told.ended == "diverged" and told.step < 90 and told.changes == []
    picture(draw.png(told, draw.Words("Title", "Sentence.", ""), "dark", 320))


def test_a_student_s_own_data_are_shown_while_they_are_held(client: httpx.Client) -> None:
    table = "x,y\n0,5\n1,-3\n2,8\n"
    name = client.post("/api/data?kind=table", content=table.encode()).json()["data"]
    usual = np.asarray(picture(poster(client, "width=400&at=5")))
    own = np.asarray(picture(poster(client, f"width=400&at=5&dataset={name}")))
    assert not np.array_equal(own, usual)
    gone = np.asarray(picture(poster(client, f"width=400&at=5&dataset=sha256:{'0' * 64}")))
    assert np.array_equal(gone, usual)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("telepathy.png", 404, "unknown"),
        ("descent.png?width=319", 422, "bad_value"),
        ("descent.png?width=2401", 422, "bad_value"),
        ("descent.png?width=wide", 422, "bad_form"),
        ("descent.png?theme=sepia", 422, "bad_form"),
        ("network.png?dataset=spiral&hidden=32,32,32&at=200000", 422, "too_dear"),
        ("descent.png?at=60000&compare=learning_rate:0.01,0.02,0.03,0.04,0.05,0.06", 422, "too_dear"),
        ("network.png?dataset=spiral&hidden=32,32,32&batch_size=1&changes=1:batch_size:50&at=60000", 422, "too_dear"),
        ("descent.png?changes=3:theta[7]:1&at=5", 422, "bad_value"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(client: httpx.Client, path: str, status: int, code: str) -> None:
    answer = client.get(f"/embed/{path}")
    assert answer.status_code == status
    error = strict(answer.text)["error"]
    sentence(error)
    assert error["code"] == code


def test_a_course_page_may_keep_it(client: httpx.Client) -> None:
    answer = client.get("/embed/descent.png?preset=bowl&width=333")
    assert "max-age=86400" in answer.headers["cache-control"]
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    tag = answer.headers["etag"]
    for said in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get("/embed/descent.png?preset=bowl&width=333", headers={"If-None-Match": said})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/embed/descent.png?preset=bowl&width=334").headers["etag"] != tag
    head = client.head("/embed/descent.png?preset=bowl&width=333")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert int(head.headers["content-length"]) == len(answer.content)


def test_the_same_poster_is_drawn_once() -> None:
    async def test() -> None:
        async with studio() as opened:
            first, second = await asyncio.gather(*(opened.make(order(), None) for _ in range(2)))
            assert first is second
            assert opened.find(order()) is first
            assert opened.find(order(at=11)) is None
            assert (await opened.make(order(at=11), None)).digest != first.digest

    asyncio.run(test())


def test_finished_posters_are_kept_within_their_bytes() -> None:
    async def test() -> None:
        async with studio(poster_bytes=100_000) as opened:
            for at in range(8):
                await opened.make(order(at=at), None)
            kept = [at for at in range(8) if opened.find(order(at=at))]
            assert kept and kept == list(range(8 - len(kept), 8)) and len(kept) < 8

    asyncio.run(test())


def test_a_process_that_dies_is_replaced() -> None:
    async def test() -> None:
        async with studio() as opened:
            await opened.make(order(), None)
            assert opened.painter is not None
            first = opened.painter.process_id
            os.kill(first, signal.SIGKILL)
            found = await opened.make(order(at=12), None)
            picture(found.png)
            assert opened.painter is not None and opened.painter.process_id != first

    asyncio.run(test())


def test_what_takes_too_long_is_given_up_and_the_next_is_drawn() -> None:
    async def test() -> None:
        async with studio(poster_seconds=0.3) as opened:
            with pytest.raises(ApiError) as late:
                await opened.make(order(at=200_000), None)
            assert late.value.status == 503 and "Retry-After" in late.value.headers
            opened._settings = Settings(poster_seconds=60)
            picture((await opened.make(order(), None)).png)

    asyncio.run(test())


def test_the_queue_is_bounded() -> None:
    async def test() -> None:
        async with studio(poster_queue=2) as opened:
            waiting = [asyncio.create_task(opened.make(order(at=at), None)) for at in (1, 2)]
            await asyncio.sleep(0)
            with pytest.raises(ApiError) as full:
                await opened.make(order(at=3), None)
            assert (full.value.status, full.value.code) == (503, "full")
            assert full.value.headers["Retry-After"] == "5"
            assert len({poster.digest for poster in await asyncio.gather(*waiting)}) == 2

    asyncio.run(test())


def test_what_nobody_waits_for_is_not_drawn() -> None:
    async def test() -> None:
        async with studio() as posters:
            first = asyncio.create_task(posters.make(order(at=1), None))
            others = [asyncio.create_task(posters.make(order(at=at), None)) for at in (2, 3, 3)]
            await asyncio.sleep(0)  # all have asked
            others[0].cancel()
            others[1].cancel()  # somebody else still waits for the same
            await first
            assert (await others[2]).png
            assert posters.find(order(at=2)) is None
            assert posters.find(order(at=3)) is not None

    asyncio.run(test())


def test_a_run_is_priced_once_however_many_changes_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(price, "affordable", lambda *of: asked.append(of) or affordable(*of))
    settings = Settings()
    changes = [{"step": i, "values": {"batch_size": 1 + i % 7, "clip": 1.0}} for i in range(1900)]
    effort = price.effort(DESCENT, Recipe({"batch_size": 2}, changes, 1950), None, settings)
    assert len(asked) == 1 and asked[0][1]["batch_size"] == 7
    assert effort == 1950 * max(400, affordable(*asked[0]).operations)
    price.effort(DESCENT, Recipe({}, changes, 200_000, {"learning_rate": [0.1, 0.2]}), None, settings)
    assert len(asked) == 1, "too dear at first sight"


def test_its_process_ends_with_the_application() -> None:
    async def test() -> int:
        async with studio() as opened:
            await opened.make(order(), None)
            assert opened.painter is not None
            return opened.painter.process_id

    with pytest.raises(ProcessLookupError):
        os.kill(asyncio.run(test()), 0)


def test_it_draws_without_a_home() -> None:
    """On a machine without a folder that it may write to."""
    script = (
        "import asyncio\n"
        "from pathlib import Path\n"
        "from app.posters.order import Order\n"
        "from app.posters.studio import Studio\n"
        "from app.settings import Settings\n"
        "async def test():\n"
        "    studio = Studio(Settings())\n"
        "    order = Order('descent', {}, [], 3, None, {}, 'Title', 'Sentence.', '', 'light', 320)\n"
        "    assert (await studio.make(order, None)).png.startswith(b'\\x89PNG')\n"
        "    folder = Path(studio._temporary.name)\n"
        "    assert any(folder.iterdir())\n"
        "    await studio.stop()\n"
        "    assert not folder.exists()\n"
        "asyncio.run(test())\n"
    )
    nowhere = {"HOME": "/dev/null", "XDG_CACHE_HOME": "/dev/null/cache", "XDG_CONFIG_HOME": "/dev/null/config"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MPL")} | nowhere
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_a_telling_owes_nothing_to_who_draws_it() -> None:
    """The engine's part is plain numbers and words."""
    told: Telling = tell(DESCENT, {}, [], 3)
    kept = told.poster.curves[0].y.copy()
    draw.png(told, draw.Words("Title", "Sentence.", ""), "light", 320)
    assert np.array_equal(told.poster.curves[0].y, kept)
