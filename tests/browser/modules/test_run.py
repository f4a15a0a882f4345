"""What the page knows of its run, and what it sends: kept whole, in order, and true of the step that is shown."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from engine import telling
from engine.trail import BEGINNING
from tests.browser.modules.calling import call

# store.js: what the page knows of its run

STORE = """
const knobs = [
    { name: "learning_rate", symbol: "α", default: 0.1, choices: [] },
    { name: "batch_size", symbol: "", default: 24, choices: [] },
];
const recipe = { config: {}, changes: [], compare: null, at: null, preset: null, pace: null, look: {}, lane: null };
const welcome = {
    config: { learning_rate: 0.1, batch_size: 24 }, changes: [], compare: null,
    history: 0, step: 0, end: 0, from: 0, status: "paused",
};
const block = (values, columns) => ({
    shape: columns ? [values.length / columns, columns] : [values.length], data: Float32Array.from(values),
});
const wire = (step, from, losses, more = {}) => ({
    step, end: step, from, history: 0, status: "playing", scalars: {},
    arrays: new Map(Object.entries({ loss: block(losses), ...more })),
});
const trail = (...steps) => ({ trail: block(steps.flatMap((step) => [step, 0, step / 2]), 3) });
const rows = (s) => Array.from({ length: s.frame.trail[0].length }, (_, i) => s.frame.trail[0].rows[3 * i]);
const s = m.welcome(m.create(knobs, recipe), welcome);
"""


def test_losses_are_kept_whole(page: Page) -> None:
    body = """for (const one of [wire(3, 0, [3, 2, 1]), wire(3, 3, []), wire(5, 3, [0.5, 0.25])]) m.receive(s, one);
    return [[...s.frame.losses[0]], s.frame.step, s.frame.playing];"""
    assert call(page, "store", STORE + body) == [[3, 2, 1, 0.5, 0.25], 5, True]


def test_a_gap_is_noticed(page: Page) -> None:
    body = """m.receive(s, wire(2, 0, [1, 1]));
    try { m.receive(s, wire(9, 4, [1])) } catch (error) { return error.code }"""
    assert call(page, "store", STORE + body) == "gap"


def test_many_losses_grow_without_loss(page: Page) -> None:
    body = """const some = (from) => Array.from({ length: 500 }, (_, i) => from + i);
    for (let t = 0; t < 5000; t += 500) m.receive(s, wire(t + 500, t, some(t)));
    return s.frame.losses[0].length === 5000 && s.frame.losses[0].every((loss, t) => loss === t);"""
    assert call(page, "store", STORE + body) is True


def test_a_rewritten_history_is_forgotten(page: Page) -> None:
    body = """m.receive(s, wire(4, 0, [4, 3, 2, 1], trail(0, 1, 2, 3, 4)));
    m.changed(s, { step: 3, values: { batch_size: 4 } });
    m.moved(s, { history: 1, step: 2, end: 2 });
    m.changed(s, { step: 2, values: { learning_rate: 0.3 } });
    return [[...s.frame.losses[0]], rows(s), s.changes, s.frame.history, s.frame.marks, s.frame.config];"""
    losses, rows, changes, history, marks, config = call(page, "store", STORE + body)
    assert losses == [4, 3] and rows == [0, 1, 2] and history == 1
    assert changes == [{"step": 2, "values": {"learning_rate": 0.3}}]
    assert marks == [{"step": 2, "text": "α 0.1 → 0.3", "short": "α"}]
    assert config == {"learning_rate": 0.3, "batch_size": 24}


def test_a_value_that_was_answered_stays_until_its_step_is_shown(page: Page) -> None:
    """Between the answer and its first frame the knob would jump back to what is shown of the run before."""
    body = """const seen = [];
    const see = () => seen.push(s.frame.preview.learning_rate ?? s.frame.config.learning_rate);
    m.receive(s, wire(2, 0, [2, 1]));
    m.preview(s, { learning_rate: 0.3 }); see();
    m.changed(s, { step: 4, values: { learning_rate: 0.3 } }); see();
    m.receive(s, wire(3, 2, [1])); see();
    m.receive(s, wire(4, 3, [1])); see();
    seen.push(Object.keys(s.frame.preview).length);
    m.preview(s, { learning_rate: 0.9 }); m.changed(s, { step: 8, values: { learning_rate: 0.9 } }); see();
    m.receive(s, wire(3, 4, [])); see();
    m.receive(s, wire(4, 4, []));
    m.preview(s, { learning_rate: 0.9 }); m.release(s); see();
    m.receive(s, wire(8, 4, [1, 1, 1, 1])); see();
    return [...seen, Object.keys(s.frame.preview).length];"""
    seen = [0.3, 0.3, 0.3, 0.3, 0, 0.9, 0.1, 0.9, 0.9, 0]
    assert call(page, "store", STORE + body) == seen


MARKS = """
const knobs = [
    { name: "points", symbol: "", choices: [], drawn: 64 },
    { name: "batch_size", symbol: "", choices: [], high: 1000, top: "all" },
];
const arrays = { own_points: { shape: [2, 2], data: Float32Array.from([0, 0, 1, 1]) } };
const initial = { points: "", batch_size: 2 };
return m.describe({ knobs, initial, compare: null, frame: { arrays }, changes: x.map((values) => ({ step: 4, values })) });
"""


def test_a_batch_of_all_that_comes_along_with_a_point_is_no_news(page: Page) -> None:
    more = "0 0 1 1 2 2"
    assert call(page, "marks", MARKS, [{"points": more, "batch_size": 1000}]) == [
        {"step": 4, "text": "a point added", "short": "points"}
    ]
    smaller = [{"batch_size": 1}, {"points": more, "batch_size": 1000}]
    assert call(page, "marks", MARKS, smaller)[1]["text"] == "a point added, batch 1 → all"


def test_what_changes_nothing_has_no_mark(page: Page) -> None:
    assert call(page, "marks", MARKS, [{"points": "0 0 1 1", "batch_size": 1000}]) == []
    assert call(page, "marks", MARKS, [{"batch_size": 2}]) == []
    assert len(call(page, "marks", MARKS, [{"theta[0]": 2}, {"theta[0]": 2}])) == 2, "θ has moved on in between"


PARAMETERS = {
    "theta[0]": "θ₀",
    "W1[0,2]": "w¹₁₃",
    "b2[0]": "b²₁",
    "W3[9,0]": "w³₁₀,₁",
    "W_ax[1,0]": "W_ax₂₁",
    "b_a_f[11]": "b_a_f₁₂",
}


def test_parameters_are_called_as_in_the_lecture_on_page_and_poster(page: Page) -> None:
    assert call(page, "format", "return x.map(m.parameter)", list(PARAMETERS)) == list(PARAMETERS.values())
    assert [telling.symbol({}, name) for name in PARAMETERS] == list(PARAMETERS.values())
    twice = [{"W1[0,2]": 0.5}, {"W1[0,2]": 0.7}]
    texts = [mark["text"] for mark in call(page, "marks", MARKS, twice)]
    assert texts == ["w¹₁₃ → 0.5", "w¹₁₃ → 0.7"], "in between training has moved it"


@pytest.mark.parametrize(
    ("value", "short", "slope"),
    (
        (0.0, "0.00", "0"),
        (-0.004, "0.00", "−0.0040"),
        (-2.194, "−2.19", "−2.19"),
        (0.25, "0.25", "0.250"),
        (12.34, "12.3", "12.3"),
        (-1234.5, "−1235", "−1235"),
        (1e30, "1·10³⁰", "1·10³⁰"),
        (1e-5, "0.00", "1·10⁻⁵"),
        (None, "–", "–"),
    ),
)
def test_numbers_are_brief_where_there_is_little_room(page: Page, value: float | None, short: str, slope: str) -> None:
    body = "return [m.brief(x ?? NaN), m.briefSlope(x ?? NaN)]"
    assert call(page, "views/brief", body, value) == [short, slope]


def test_a_further_digit_that_is_0_leaves_no_point_behind(page: Page) -> None:
    assert call(page, "views/brief", "return x.map((value) => m.brief(value, 1))", [146.0, 146.4, 5320.02, 1.5]) == [
        "146",
        "146.4",
        "5320",
        "1.50",
    ]


def test_the_numbers_on_the_lines_of_a_small_network_are_evenly_spaced(page: Page) -> None:
    body = """const plan = m.layout([2, 3, 1], 740);
    return [0, 1].flatMap((i) => [0, 1, 2].map((j) => m.place(plan, 1, i, j)));"""
    places = sorted((y, x) for x, y in call(page, "views/net-layout", body))
    gaps = [b[0] - a[0] for a, b in pairwise(places)]
    assert len({round(x, 6) for _, x in places}) == 1
    assert min(gaps) > 24 and max(gaps) < 1.01 * min(gaps)
    crowded = "return m.layout([2, 32, 32, 1], 740).chips.map(({ room }) => room)"
    assert call(page, "views/net-layout", crowded) == [False, False, False]


WALK = """let at = null;
const name = (spot) => (spot.kind === "unit" ? `${spot.l}.${spot.j}` : `${spot.k}:${spot.i}-${spot.j}`);
return x.map((key) => name((at = m.walk(at, key, [2, 3, 1]))));"""


def test_arrow_keys_walk_along_the_lines(page: Page) -> None:
    right, left, up, down = "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"
    keys = [right, right, down, right, right, right, right, left, up, left, left, left, "End"]
    steps = ["1.0", "1:0-0", "1:0-1", "2.1", "2:1-0", "3.0", "3.0", "2:1-0", "2:0-0", "2.0", "1:0-0", "1.0", "1.1"]
    assert call(page, "views/net-keys", WALK, keys) == steps


def test_a_trail_is_joined_and_replaced(page: Page) -> None:
    body = """m.receive(s, wire(3, 0, [1, 1, 1], trail(0, 1, 2, 3)));
    m.receive(s, wire(5, 3, [1, 1], trail(2, 4, 5)));
    return rows(s);"""
    assert call(page, "store", STORE + body) == [0, 1, 2, 4, 5]


def test_a_long_trail_keeps_its_beginning_and_its_zigzag(page: Page) -> None:
    body = """const trail = m.empty();
    for (let t = 0; t < 50_000; t += 100) {
        const steps = Array.from({ length: 100 }, (_, i) => t + i);
        m.extend(trail, { shape: [100, 4], data: Float32Array.from(steps.flatMap((step) => [step, 0, 0, step % 2])) });
    }
    return Array.from({ length: trail.length }, (_, row) => [trail.rows[4 * row], trail.rows[4 * row + 3]]);"""
    rows = call(page, "trail", body)
    assert len(rows) <= 4096 and rows[-1] == [49_999, 1]
    assert [step for step, _ in rows[: BEGINNING + 1]] == list(range(BEGINNING + 1))  # as the engine keeps them
    assert all(step % 2 == side for step, side in rows)
    assert all(a[1] != b[1] for a, b in pairwise(rows))  # from side to side, however much is left out


def test_knobs_in_force_follow_the_step(page: Page) -> None:
    body = """m.changed(s, { step: 2, values: { learning_rate: 0.3 } });
    m.changed(s, { step: 2, values: { batch_size: 4 } });
    return [1, 2].map((step) => m.configsAt(s, step)[0]).concat(s.changes);"""
    before, after, change = call(page, "store", STORE + body)
    assert before == {"learning_rate": 0.1, "batch_size": 24}
    assert after == change["values"] == {"learning_rate": 0.3, "batch_size": 4}


def test_lanes_have_knobs_and_losses_of_their_own(page: Page) -> None:
    body = """m.welcome(s, { ...welcome, compare: { learning_rate: [0.1, 1] } });
    m.changed(s, { step: 1, values: { learning_rate: [0.2, 2], batch_size: 4 } });
    m.receive(s, wire(1, 0, [1], { "loss@1": { shape: [1], data: Float32Array.of(5) } }));
    return [s.frame.lanes, s.frame.losses.map((losses) => [...losses])];"""
    lanes, losses = call(page, "store", STORE + body)
    assert lanes == [{"learning_rate": 0.2, "batch_size": 4}, {"learning_rate": 2, "batch_size": 4}]
    assert losses == [[1], [5]]


# views/upcoming.js


def test_a_lane_that_diverged_makes_no_step(page: Page) -> None:
    body = """const block = (...data) => ({ shape: [2], data });
    const frame = (step, status) => ({
        step, end: 5, status, playing: false, preview: {}, config: {}, lanes: [{}, {}], scalars: { learning_rate: 0.1, "learning_rate@1": 9 },
        arrays: { theta: block(1, 2), direction: block(1, 1), "theta@1": block(1, 2), "direction@1": block(1, 1) },
        losses: [[5, 4, 3, 2, 1], [5, 50, 500, NaN, NaN]],
    });
    const steps = (one) => [0, 1].map((lane) => m.upcoming(one, lane).next !== null);
    return [steps(frame(3, "paused")), steps(frame(4, "paused")), steps(frame(5, "diverged")), steps(frame(5, "paused"))];"""
    assert call(page, "views/upcoming", body) == [[True, True], [True, False], [False, False], [True, False]]


def test_the_step_of_all_the_data_keeps_the_momentum(page: Page) -> None:
    body = """const block = (...data) => ({ shape: [2], data });
    const step = (optimizer, direction, gradient, full) => m.stepOfAll({
        step: 3, end: 3, status: "paused", playing: false, preview: {}, config: { optimizer }, lanes: [{}], losses: [[]], scalars: { learning_rate: 0.5 },
        arrays: { theta: block(0, 0), direction: block(...direction), gradient: block(...gradient), gradient_full: block(...full), points: block() },
    });
    return [
        step("sgd", [2, 0], [2, 0], [4, 2]), step("momentum", [10, 6], [2, 0], [4, 2]),
        step("momentum", [10, 6], [2, 0], [2, 0]), step("sgd", [1, 0], [1, 0], [2, 0]), step("adam", [1, 1], [2, 0], [4, 2]),
    ];"""
    assert call(page, "views/upcoming", body) == [[-2, -1], [-6, -4], None, [-1, 0], None]


# brisk.js


def test_what_was_done_first_is_told_first(page: Page) -> None:
    """However quickly: several steps are one message, and a seek makes the moves before it needless."""
    told = call(
        page,
        "brisk",
        """const told = [];
        const hands = m.brisk((message) => told.push(message.type + " " + (message.step ?? message.n ?? "")));
        hands.step(1); hands.step(1); hands.step(1); hands.flush(); told.push("play");
        hands.step(1); hands.seek(0); hands.flush(); told.push("change");
        hands.seek(40); hands.seek(9); hands.step(-1); hands.step(-1);
        while (told.length < 7) await new Promise(requestAnimationFrame);
        hands.step(5); hands.forget(); hands.flush();
        return told;""",
    )
    assert told == ["step 1", "step 2", "play", "seek 0", "change", "seek 9", "step -2"]


def test_paces_are_named_and_found(page: Page) -> None:
    body = "return [m.PACES.at(-1), m.PACES.every((pace, i) => m.notch(pace) === i), x.map(m.spoken)]"
    last, every, words = call(page, "pace", body, [0.5, 1, 2, 1000, "max"])
    assert last == "max" and every
    assert words == ["1 step in 2 s", "1 step/s", "2 steps/s", "1000 steps/s", "full speed"]
