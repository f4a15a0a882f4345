"""A poster of the Embedding lab: its map of words, whose labels keep clear of one another, in any script."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.posters import draw, price, word_map
from app.posters.brush import Picture
from app.posters.labels import Labels, Wanted
from app.posters.marks import OTHERS, shapes
from app.posters.sheet import Sheet, width_of
from app.recipe import Recipe
from app.settings import Settings
from engine.frame import Preset
from engine.labs import LABS
from engine.poster import WordMap
from engine.run import Run
from engine.telling import Telling, in_words, tell
from engine.types import Array
from tests.app.test_poster_words import written
from tests.app.test_posters import picture

EMBEDDING = LABS["embedding"]
SMALL = {"sentences": 60, "batch_size": 32}
OWN = {"corpus": "sha256:" + "0" * 64, "min_count": 1}
WORDS = draw.Words("Title", "Sentence.", "")


def map_of(told: Telling) -> WordMap:
    found = told.poster.words
    assert found is not None
    return found


def drawn(told: Telling, theme: str = "light") -> bytes:
    return draw.png(told, WORDS, theme, 320)


@pytest.mark.parametrize("preset", EMBEDDING.presets, ids=lambda preset: preset.name)
def test_every_story_has_a_poster(preset: Preset) -> None:
    told = tell(EMBEDDING, preset.config, preset.changes, min(30, preset.until), preset.compare, None, preset.look)
    lanes = max(1, len(told.labels))
    found = map_of(told)
    assert [sight.lane for sight in found.sights] == list(range(min(4, lanes)))
    assert all(np.isfinite(sight.places).all() and 0 < sight.share <= 1 for sight in found.sights)
    for theme in ("light", "dark"):
        assert picture(drawn(told, theme)).size == (320, 213)


@pytest.mark.parametrize("lab", LABS.values(), ids=LABS)
def test_no_story_is_too_dear_for_one(lab: type[Run]) -> None:
    settings = Settings()
    for preset in lab.presets:
        found = Recipe(dict(preset.config), list(preset.changes), preset.until, preset.compare)
        assert price.effort(lab, found, None, settings) <= settings.poster_operations, preset.name


def test_the_words_that_are_asked_about_are_always_written(monkeypatch: pytest.MonkeyPatch) -> None:
    look = {"analogy": ["king", "man", "woman"], "axis": ["france/italy", "paris/rome"]}
    told = tell(EMBEDDING, {}, [], 80, None, None, look)
    found = map_of(told)
    asked = [found.words[v] for v in found.chosen]
    assert asked == ["king", "man", "woman", "queen", "france", "italy", "paris", "rome"], "queen is the answer"
    assert found.ends is not None
    assert [[found.words[v] for v in end] for end in found.ends] == [["france", "italy"], ["paris", "rome"]]
    words = written(monkeypatch, told)
    assert set(asked) <= set(words)
    assert "163 word vectors, seen along their two widest directions" in " ".join(words)
    assert ["people", "places", "animals", "colours", "other words"] == [
        w for w in words if w in {*KINDS, "other words"}
    ]
    assert any(word.endswith("% of the planted analogies right") for word in words)
    assert map_of(tell(EMBEDDING, SMALL, [], 2, None, None, {"axis": ["king", "nobody"]})).ends is None


KINDS = ("people", "places", "animals", "colours")


def boxes_of(monkeypatch: pytest.MonkeyPatch, told: Telling) -> list[tuple[str, Array]]:
    """Every label of a poster's map with its box; a title or a tick is none."""
    found: list[tuple[str, Array]] = []
    with monkeypatch.context() as patch:

        def write(self: Picture, text: str, x: float, y: float, size: float, **look: Any) -> None:
            if look.get("ground"):
                wide = width_of(text, size, look["bold"])
                found.append((text, np.array([x, y - 0.8 * size, x + wide, y + 0.2 * size])))

        patch.setattr(Picture, "write", write)
        drawn(told)
    return found


@pytest.mark.parametrize("compare", [None, {"dimensions": [2, 5]}], ids=["one", "two"])
def test_no_label_stands_on_another(monkeypatch: pytest.MonkeyPatch, compare: Any) -> None:
    found = boxes_of(monkeypatch, tell(EMBEDDING, {}, [], 100, compare, None, {"neighbours": "king"}))
    assert len(found) > 40
    for k, (_, a) in enumerate(found):
        for _, b in found[:k]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_label_keeps_clear_of_dots_and_edges() -> None:
    none = np.empty((0, 4))
    wanted = [Wanted(0, 50, 50, 5, 30, 10)]
    assert Labels(0, 0, 100, 100, none, none).place(wanted) == {0: (59, 45, 89, 55)}
    right = np.array([[70.0, 48, 74, 52]])
    assert Labels(0, 0, 100, 100, right, none).place(wanted)[0][0] < 20, "on the other side"
    everywhere = np.array([[0.0, 0, 100, 100]])
    assert Labels(0, 0, 100, 100, everywhere, none).place(wanted) == {}
    assert Labels(0, 0, 100, 100, none, everywhere).place(wanted) == {}
    assert 0 in Labels(0, 0, 100, 100, none, everywhere).place(wanted, covered=1)
    close = np.array([[20.0, 20, 80, 80]])
    assert Labels(0, 0, 200, 200, close, none).place(wanted) == {}
    far = Labels(0, 0, 200, 200, close, none).place([wanted[0]._replace(important=True)])[0]
    assert far[2] <= 20 or far[0] >= 80 or far[3] <= 20 or far[1] >= 80


def test_kinds_have_the_shapes_of_the_pages() -> None:
    assert shapes(["colours", "animals", "places", "people"]) == ["diamond", "triangle", "square", "circle"]
    assert shapes(["the sentence"]) == ["ring"]
    assert shapes(["people", "tools", "rivers"]) == ["circle", "square", "triangle"]
    assert len(shapes([str(k) for k in range(9)])) == 9 > len(OTHERS)


def test_words_whose_letters_the_font_lacks_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "狐狸 jumps über 狗. лиса прыгает. ثعلب يقفز. 狐狸 jumps über лиса."
    told = tell(EMBEDDING, {**OWN, "dimensions": 3}, [], 5, None, text.encode())
    lacking = [word for word in map_of(told).words if not word_map.has_letters(word)]
    assert lacking and all("\u4e00" <= word[0] <= "\u9fff" for word in lacking)
    words = written(monkeypatch, told)
    assert {"jumps", "über", "лиса", "ثعلب"} <= set(words) and not set(lacking) & set(words)
    assert f"{len(lacking)} of the words {'is' if len(lacking) == 1 else 'are'} not written" in " ".join(words)
    assert "not written" not in " ".join(written(monkeypatch, tell(EMBEDDING, SMALL, [], 2)))


def test_a_thousand_words_and_six_runs_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(f"word{i % 700} other{i % 431}" + ("." if i % 7 == 6 else "") for i in range(2000))
    race = {"dimensions": [1, 2, 3, 4, 5, 6]}
    config = {**OWN, "max_words": 1000, "objective": "negative", "batch_size": 8}
    told = tell(EMBEDDING, config, [], 2, race, text.encode())
    assert len(map_of(told).words) == 1000 and len(map_of(told).sights) == 4
    words = " ".join(written(monkeypatch, told))
    assert "Of 6 runs the first 4 are shown" in words and "planted" not in words


@pytest.mark.parametrize(("N", "words"), [(1, "all lie on a line"), (2, "hides nothing"), (5, "% of the spread")])
def test_few_numbers_are_told_as_what_they_are(monkeypatch: pytest.MonkeyPatch, N: int, words: str) -> None:
    told = tell(EMBEDDING, {**SMALL, "dimensions": N}, [], 3)
    assert words in " ".join(written(monkeypatch, told))


def test_vectors_that_have_run_away_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    told = tell(EMBEDDING, SMALL, [], 3, {"dimensions": [3, 4]})
    found = map_of(told)
    lost = found.sights[0]._replace(places=np.full_like(found.sights[0].places, np.nan))
    poster = told.poster._replace(words=found._replace(sights=[lost, found.sights[1]]))
    words = written(monkeypatch, told._replace(poster=poster))
    assert "These vectors have run away." in words and ": – and " in " ".join(words)


def test_a_lane_that_has_diverged_says_so_below_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    story = next(preset for preset in EMBEDDING.presets if preset.name == "row-limit")
    told = tell(EMBEDDING, story.config, [], 40, story.compare)
    assert told.labels == ["no limit", "row limit = 0.25"]
    words = written(monkeypatch, told)
    assert f"diverged at step {told.stopped[0]}" in words
    assert [word for word in words if word.startswith("J = ")] and told.poster.facts[1] in words


def test_a_poster_carries_in_words_what_it_shows() -> None:
    told = tell(EMBEDDING, SMALL, [], 1)
    assert in_words(told).startswith("After 1 update: J = ")
    assert in_words(told).endswith("% of the planted analogies right.")
    with Image.open(io.BytesIO(drawn(told))) as found:
        assert found.text == {"Title": "Title", "Description": in_words(told)}  # type: ignore[attr-defined]
    race = tell(LABS["descent"], {"landscape": "ravine"}, [], 30, {"learning_rate": [0.01, 5]})
    first, second = in_words(race).split("; ")
    assert first.startswith("After 30 updates: α = 0.01: J = ")
    assert second == f"α = 5: diverged at step {race.stopped[1]}."


def test_the_same_map_has_the_same_bytes() -> None:
    first, second = (drawn(tell(EMBEDDING, SMALL, [], 4)) for _ in range(2))
    assert first == second


def test_lanes_are_named_as_on_the_pages() -> None:
    race = {"method": ["skip-gram", "cbow"], "learning_rate": [0.02, 0.05], "batch_size": [32, 64]}
    assert tell(EMBEDDING, SMALL, [], 1, race).labels == ["Skip-gram", "CBOW"], "the choice alone tells them apart"
    race = {"method": ["cbow", "cbow", "skip-gram"], "learning_rate": [0.02, 0.05, 0.05]}
    assert tell(EMBEDDING, SMALL, [], 1, race).labels == ["CBOW, α = 0.02", "CBOW, α = 0.05", "Skip-gram, α = 0.05"]


def test_the_ground_of_a_map_is_the_page_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[str] = []
    monkeypatch.setattr(Picture, "fill", lambda self, color: filled.append(color))
    told = tell(EMBEDDING, SMALL, [], 2, {"dimensions": [2, 3, 4]})
    for theme in ("light", "dark"):
        filled.clear()
        drawn(told, theme)
        assert filled == [Sheet(draw.ink(theme), 320).ink.sunk] * 3
