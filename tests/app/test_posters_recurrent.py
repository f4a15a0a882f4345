"""A poster of the Recurrent lab: the states of one sequence through time, and how much of its error gets back."""

import warnings
from typing import Any

import numpy as np
import pytest

from app.posters import draw, states
from app.posters.brush import Picture
from app.posters.ink import ink
from app.posters.sheet import Sheet
from engine.frame import Preset
from engine.labs import LABS
from engine.poster import States
from engine.telling import Telling, in_words, tell
from tests.app.test_poster_words import written
from tests.app.test_posters import picture

RECURRENT = LABS["recurrent"]
WORDS = draw.Words("Title", "Sentence.", "")


def states_of(told: Telling) -> States:
    found = told.poster.states
    assert found is not None
    return found


def drawn(told: Telling, theme: str = "light") -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # as in the process that draws
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from", UserWarning)
        return draw.png(told, WORDS, theme, 320)


@pytest.mark.parametrize("preset", RECURRENT.presets, ids=lambda preset: preset.name)
def test_every_story_has_a_poster(preset: Preset) -> None:
    told = tell(RECURRENT, preset.config, preset.changes, min(20, preset.until), preset.compare, None, preset.look)
    assert (told.poster.states is None) == bool(preset.compare), "a race has its curves alone"
    for theme in ("light", "dark"):
        assert picture(drawn(told, theme)).size == (320, 213)
    standing = [stopped is None for stopped in told.stopped]
    assert [fact.endswith(" % right") for fact in told.poster.facts] == standing


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_it_tells_of_the_sequence_that_the_page_looks_at(cell: str) -> None:
    config, look = {"cell": cell, "truncate": 3}, {"sequence": 17}
    found = states_of(tell(RECURRENT, config, [], 6, None, None, look))
    run = RECURRENT(**config)
    run.steps(6)
    shown = run.shown(run.upcoming(), look)
    assert found.which == 17 and found.A.shape == (8, 5)
    np.testing.assert_allclose(found.A, shown["a"][1:].T)
    np.testing.assert_allclose(found.error, np.linalg.norm(shown["da"], axis=1))
    assert found.loss == shown["focus"][3] and found.counts == [0, 1, 2, 3, 4]
    assert found.cuts == [t for t in range(1, 5) if not shown["goes_on"][t]] != []
    usual = states_of(tell(RECURRENT, config, [], 6))
    assert usual.which == int(run.shown(run.upcoming(), {})["focus"][0])


def test_behind_the_end_of_a_sequence_there_is_nothing() -> None:
    for which in range(8):
        found = states_of(tell(RECURRENT, {"task": "negation"}, [], 0, None, None, {"sequence": which}))
        assert found.A.shape == (8, len(found.error)) and len(found.inputs) == len(found.error)
        assert found.counts == [len(found.error) - 1], "the verdict comes with the last word"


def test_its_words_name_what_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    told = tell(RECURRENT, {"task": "negation"}, [], 5, None, None, {"sequence": 2})
    words = written(monkeypatch, told)
    assert {"What it remembers", "How much error gets back", "unit 1", states.FORMULA} <= set(words)
    assert set(states_of(told).inputs) <= set(words)
    assert "training sequence 3." in " ".join(words)
    assert any(word.endswith("% right") for word in words[-3:-1])
    assert in_words(told).endswith("% right.")


def test_a_race_names_its_lanes_and_what_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    race = {"cell": ["elman", "lstm", "gru"]}
    words = written(monkeypatch, tell(RECURRENT, {"task": "remember"}, [], 3, race))
    assert {"Elman", "LSTM", "GRU"} <= set(words) and "What it remembers" not in words
    assert len([word for word in words if word.endswith("% right")]) == 3


def test_a_run_that_has_run_away_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    story = next(preset for preset in RECURRENT.presets if preset.name == "exploding")
    told = tell(RECURRENT, {**story.config, "clip": 0.0}, [], 40)
    assert told.ended == "diverged" and told.poster.facts == ("",)
    assert told.poster.states is None, "there is nothing that it remembers"
    words = " ".join(written(monkeypatch, told))
    assert "diverged at step" in words and "nan" not in words.lower() and "inf" not in words.lower()
    picture(drawn(told))


@pytest.mark.parametrize(
    "config",
    [
        {"task": "remember", "length": 100, "hidden": 128, "batch_size": 4, "sequences": 8},
        {"task": "linear"},
        {"task": "remember", "length": 2, "hidden": 1},
        {"task": "characters", "cell": "gru", "hidden": 3, "length": 25, "sequences": 8, "truncate": 4},
        {"task": "addition", "activation": "identity", "recurrent_initializer": "normal", "recurrent_scale": 10.0},
    ],
    ids=["many", "one-unit", "two-steps", "cut", "large"],
)
def test_whatever_its_size_it_has_one(monkeypatch: pytest.MonkeyPatch, config: dict[str, Any]) -> None:
    told = tell(RECURRENT, config, [], 2)
    for theme in ("light", "dark"):
        picture(drawn(told, theme))
    words = " ".join(written(monkeypatch, told))
    assert "nan" not in words and ("cut" in words) == ("truncate" in config)


def test_how_the_error_gets_back_is_said_in_words() -> None:
    usual = States(0, np.zeros((2, 3)), np.array([0.001, 0.02, 0.05]), [2], [], [], 0.1)
    assert states.gets_back(usual) == "At t0 it is 0.02 times as long as at t2."
    assert states.gets_back(usual._replace(counts=[0, 1, 2])).endswith("t2; each step adds its own.")
    assert states.gets_back(usual._replace(error=np.zeros(3))) == "There is no error at t2."
    assert states.gets_back(usual._replace(error=np.array([2.1e-9, 0, 0.1]))).startswith("At t0 it is 2.1·10⁻⁸ times")
    cut = "The error of t2 is cut before t1: nothing of it gets back to t0."
    assert states.gets_back(usual._replace(cuts=[1])) == cut
    assert states.gets_back(usual._replace(cuts=[1], counts=[1, 2])).endswith("It is cut before t1.")
    assert states.gets_back(usual._replace(counts=[0])) == "Only t0 counts."


def test_the_unit_that_remembers_is_named_once_there_is_one() -> None:
    story = next(preset for preset in RECURRENT.presets if preset.name == "carry")
    found = states_of(tell(RECURRENT, story.config, [], story.until))
    assert states.remembered(found).endswith("Unit 2 follows best the carry: r = −0.87.")
    assert found.follower is not None
    weak = found._replace(follower=found.follower._replace(r=0.2))
    assert states.remembered(weak).endswith("No unit follows the carry yet.")
    assert states.remembered(found._replace(follower=None)).endswith(f"training sequence {found.which + 1}.")


def test_tints_are_those_of_the_page() -> None:
    for theme in ("light", "dark"):
        colors = ink(theme)
        assert colors.signed(0) == colors.card and colors.signed(2) == colors.signed(1) != colors.signed(-1)
    assert [states.full_at(most) for most in (0.0, 0.3, 1.04, 1.5, 4, 30)] == [1, 1, 1, 2, 5, 50], "as on the page"


def test_a_bar_stands_for_each_error_and_a_hollow_dot_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks: list[str] = []
    dots: list[str] = []
    monkeypatch.setattr(Picture, "block", lambda self, *place: blocks.append(place[4]))
    monkeypatch.setattr(Picture, "dots", lambda self, x, y, radius, face, *rest: dots.append(face))
    sheet = Sheet(ink("light"), 320)
    some = States(0, np.zeros((2, 4)), np.array([0, 1e-40, 0.02, 0.05]), [3], [], [], 0.1)
    states._bars(sheet, some, (40, 40, 400, 200))
    assert blocks == [sheet.ink.gradient] * 2 and dots == [sheet.ink.card] * 2


def test_the_ends_of_the_axis_hold_what_is_told() -> None:
    low, high = states.ends(np.array([1e-5, 0.3, 0.0]))
    assert low < -5 and high > np.log10(0.3)
    assert states.ends(np.zeros(4))[1] > states.ends(np.zeros(4))[0]
    low, high = states.ends(np.array([1e-29, 1.0]))
    assert high - low < 16, "one far below is at the foot"


def test_the_same_run_has_the_same_bytes() -> None:
    first, second = (drawn(tell(RECURRENT, {}, [], 4)) for _ in range(2))
    assert first == second
