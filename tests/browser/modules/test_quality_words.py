"""What is said when fewer words than before have one of their own kind nearest: only what the engine finds as well."""

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from engine import word_asking
from engine.labs import LABS
from engine.timeline import Timeline
from tests.browser.modules.calling import call

FALLEN = "return m.fallen({ rows: x.rows.flat(), length: x.rows.length, columns: 5 }, x.step, x.now);"
RISE = [[0, 0, 5, 0.0, 0.1], [50, 0, 4, 0.3, 0.9], [100, 0, 3, 0.7, 1.0], [200, 0, 3, 0.9, 0.9], [300, 0, 3, 1.0, 0.75]]


@pytest.mark.parametrize(
    ("step", "analogy", "purity", "found"),
    [
        (300, 1.0, 0.75, {"step": 100, "purity": 1.0}),
        (200, 0.9, 0.92, None),  # a word or two
        (300, 0.5, 0.75, None),  # analogies have fallen as well: there is another reason
        (50, 0.3, 0.9, None),  # what comes later is not known yet
    ],
)
def test_it_is_said_only_when_kinds_have_fallen_and_analogies_have_not(
    page: Page, step: int, analogy: float, purity: float, found: dict[str, float] | None
) -> None:
    now = {"analogy": analogy, "purity": purity}
    assert call(page, "views/quality-words", FALLEN, {"rows": RISE, "step": step, "now": now}) == found


def test_the_most_frequent_words_are_named_with_what_is_nearest_to_them(page: Page) -> None:
    known = {"words": ["cat", "mice", "dog", "rome", "pasta"], "kinds": [0, -1, 0, 1, -1], "counts": [5, 1, 9, 7, 2]}
    body = "const found = m.strays(x, [1, 0, 0, 4, 3]); return [found, m.told({ step: 1200, purity: 1 }, found)];"
    found, told = call(page, "views/quality-words", body, known)
    assert found == [["rome", "pasta"], ["cat", "mice"]]
    assert "100 % at step 1" in told and told.endswith("nearest to some (pasta to rome, mice to cat).")


@pytest.mark.parametrize("method", ["skip-gram", "cbow", "glove", "glove-smoothed", "lsa"])
def test_nearest_is_by_the_vectors_that_the_engine_goes_by(page: Page, method: str) -> None:
    run: Any = LABS["embedding"](method=method, dimensions=4)
    run.steps(20)
    arrays = {name: {"data": np.ravel(run.params[name]).tolist()} for name in ("W", "C")}
    known = {"words": list(range(run.text.V)), "kinds": np.asarray(run.text.kinds).tolist()}
    found = call(
        page,
        "views/map-words",
        "return m.nearest(m.vectors(x.frame), x.V, 4)",
        {"frame": {"arrays": arrays, "config": {"method": method}}, "V": run.text.V},
    )
    unit = run.vectors / np.linalg.norm(run.vectors, axis=1, keepdims=True)
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -np.inf)
    best = cosines.argmax(axis=1)
    np.testing.assert_allclose(cosines[np.arange(run.text.V), found], cosines.max(axis=1), atol=1e-6)
    known["counts"] = list(range(run.text.V, 0, -1))
    frame = {"arrays": arrays, "config": {"method": method}}
    strays = call(page, "views/quality-words", "return m.strayed(x.frame, x.known)", {"frame": frame, "known": known})
    kinds = known["kinds"]
    assert strays == [[v, best[v]] for v in range(run.text.V) if kinds[v] >= 0 and kinds[best[v]] != kinds[v]][:2]


def test_within_a_kind_words_move_apart_while_analogies_rise() -> None:
    """The reason that is given."""
    lab = LABS["embedding"]
    preset = next(one for one in lab.presets if one.name == "king-queen")
    timeline = Timeline(lab, preset.config, preset.compare)

    def facts(step: int) -> tuple[float, float, float]:
        timeline.advance(step - timeline.step)
        run: Any = timeline.lanes[0]
        unit = run.vectors / np.linalg.norm(run.vectors, axis=1, keepdims=True)
        kinds = np.asarray(run.text.kinds)
        pairs = (kinds[:, None] == kinds) & (kinds >= 0) & ~np.eye(len(kinds), dtype=bool)
        right = run.numbers(run.upcoming())["analogy"]
        return float((unit @ unit.T)[pairs].mean()), right, word_asking.purity(run.vectors, run.text.kinds)

    early, late = facts(100), facts(300)
    assert late[0] < early[0] - 0.1 and late[1] > early[1] and late[2] < early[2] - 0.1
