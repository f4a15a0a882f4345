"""How far off a prediction was."""

import pytest
from playwright.sync_api import Page

from tests.browser.modules.calling import call

# prediction.js

PREDICTION = """
const trail = (...rows) => ({ rows: Float32Array.from(rows.flat()), length: rows.length, columns: 5 });
const at = (step, more = {}) => ({
    run: 1, history: 0, marks: [], step, trail: [trail(...Array.from({ length: step + 1 }, (_, t) => [t, 0, 0, 2 * t, 0]))],
    ...more,
});
const ball = (step) => [2 * step, 0];
const on = { over: false, away: false };
const p = m.create();
const see = (step, more = {}, lane = 0, end = on) => { m.see(p, at(step, more), lane, ball(step), end); return p.mode; };
m.aim(p);
m.set(p, at(3), 0, [16, 3], ball(3));
"""


def test_the_verdict_comes_when_it_is_due(page: Page) -> None:
    body = "const modes = [4, 5, 7, 8, 11].map((step) => see(step)); return [modes, p.result, p.shares, m.due(p)];"
    modes, result, shares, due = call(page, "prediction", PREDICTION + body)
    assert modes == ["running", "running", "running", "told", "told"] and due == 8
    assert result == {"off": 3, "moved": 10, "steps": 5, "ball": [16, 0], "away": False}
    assert shares == [0.3]


def test_a_step_that_nobody_saw_lies_between_its_neighbours(page: Page) -> None:
    """A fast run shows only some of its steps, and a long one keeps only some rows of its way."""
    body = """const rare = { trail: [trail([0, 0, 0, 0, 0], [3, 0, 0, 6, 0])] };
    see(6, rare); see(10, rare);
    return [p.mode, p.result.ball, p.result.moved];"""
    assert call(page, "prediction", PREDICTION + body) == ["told", [16, 0], 10]


@pytest.mark.parametrize(
    "next",
    [
        "see(4)",  # back
        "see(6, { run: 2 })",
        "see(6, { history: 1 })",
        "see(6, { marks: [{ step: 5, text: 'α 0.1 → 0.2', short: 'α' }] })",
        "see(6, {}, 1)",
    ],
)
def test_a_prediction_is_about_one_run_as_it_was(page: Page, next: str) -> None:
    assert call(page, "prediction", f"{PREDICTION} see(5); return [{next}, p.flag, p.result, p.shares.length]") == [
        "aiming",
        None,
        None,
        0,
    ]
    told = (
        f"{PREDICTION} see(8); const mode = {next.replace('6', '9').replace('4', '7')}; return [mode, p.shares.length]"
    )
    assert call(page, "prediction", told) == ["aiming", 1]  # it has been made all the same


def test_a_run_that_ends_on_the_way(page: Page) -> None:
    for away, shares in ((True, 0), (False, 1)):
        body = f"return [see(5, {{}}, 0, {{ over: true, away: {str(away).lower()} }}), p.result, p.shares.length]"
        mode, result, count = call(page, "prediction", PREDICTION + body)
        assert (mode, result["steps"], result["away"], count) == ("told", 2, away, shares)


def test_the_middle_of_the_predictions(page: Page) -> None:
    assert call(page, "prediction", "return x.map(m.median)", [[3], [5, 1], [9, 1, 2]]) == [3, 3, 2]
