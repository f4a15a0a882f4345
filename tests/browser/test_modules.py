"""The browser's modules that touch neither page nor network, called one by one in the browser itself."""

import re
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import orjson
import pytest
from playwright.sync_api import Browser, Page

from app import recipe
from app.assets import static_url
from engine import points, telling
from engine.knobs import Knob
from engine.labs import LABS
from engine.landscapes import Regression, noisy_line
from engine.trail import BEGINNING
from scripts.serving import Server
from tests.app.test_protocol import ARRAYS, FIELDS, FIXTURE
from tests.engine.test_points import WORDS
from tests.engine.test_words import NUMBERS


@pytest.fixture(scope="module")
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of the product's own origin with nothing on it, for all tests here."""
    opened = browser.new_page(base_url=server.address)
    opened.goto("/healthz")
    yield opened
    opened.close()


def call(page: Page, module: str, body: str, argument: Any = None) -> Any:
    """What `body` returns, with `m` the module and `x` the argument."""
    address = static_url(f"{module}.js")
    return page.evaluate(f"async (x) => {{ const m = await import('{address}'); {body} }}", argument)


# protocol.js


def test_the_fixture_is_read_as_python_reads_it(page: Page) -> None:
    header, arrays = call(
        page,
        "protocol",
        """const { arrays, ...header } = m.decode(new Uint8Array(x).buffer);
        const told = [...arrays].map(([name, { shape, data }]) => [name, shape, [...data].map(String)]);
        return [header, told];""",
        list(FIXTURE.read_bytes()),
    )
    assert header == {**FIELDS, "scalars": {"loss": 0.5, "objective": None, "epoch": 4}}
    assert [(name, tuple(shape)) for name, shape, _ in arrays] == [(n, a.shape) for n, a in ARRAYS.items()]
    numbers = {name: [float(text.replace("Infinity", "inf")) for text in data] for name, _, data in arrays}
    assert numbers["loss"] == [0.5, 0.25] and numbers["theta"] == pytest.approx([1.5, -0.1])
    assert str(numbers["loss@1"]) == "[nan, inf]" and numbers["batch"] == []


def frame(header: object, body: bytes = b"", length: int | None = None) -> bytes:
    text = header if isinstance(header, bytes) else orjson.dumps(header)
    text += b" " * (-len(text) % 4)
    return struct.pack("<I", len(text) if length is None else length) + text + body


GOOD = {"type": "frame", "frame": 1, "history": 0, "step": 0, "end": 0, "from": 0, "scalars": {}, "arrays": []}
THETA = {"name": "theta", "shape": [2]}


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("short", b"\1\0"),
        ("padding", frame(GOOD, length=7)),
        ("header", frame(GOOD, length=4000)),
        ("json", frame(b"{nonsense")),
        ("json", frame([1])),
        ("type", frame({**GOOD, "type": "welcome"})),
        ("field", frame({**GOOD, "step": -1})),
        ("field", frame({**GOOD, "from": 0.5})),
        ("arrays", frame({**GOOD, "arrays": None})),
        ("shape", frame({**GOOD, "arrays": [{"name": "theta", "shape": [-2]}]})),
        ("truncated", frame({**GOOD, "arrays": [THETA]}, bytes(4))),
        ("surplus", frame({**GOOD, "arrays": [THETA]}, bytes(12))),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_each_mismatch_has_an_error_of_its_own(page: Page, code: str, data: bytes) -> None:
    body = "try { m.decode(new Uint8Array(x).buffer); return 'none' } catch (error) { return error.code }"
    assert call(page, "protocol", body, list(data)) == code


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


PARAMETERS = {"theta[0]": "θ₀", "W1[0,2]": "w¹₁₃", "b2[0]": "b²₁", "W3[9,0]": "w³₁₀,₁", "W_ax[1,0]": "W_ax₁,₀"}


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


# announce.js


def test_a_pause_right_after_it_spoke_says_the_same_again(page: Page) -> None:
    """Nothing has moved since then, but the loss is not steady for that."""
    body = """const region = { textContent: "" };
    const announce = m.announcer(region);
    const tell = (step, objective, playing) => {
        announce.update({ step, scalars: { objective }, playing, status: playing ? "playing" : "paused" });
        return region.textContent;
    };
    const now = performance.now;
    let clock = now.call(performance);
    performance.now = () => clock;
    tell(0, 8, true);
    clock += 6000;
    const said = [tell(5, 4, true), tell(5, 4, false)];
    tell(5, 4, true);
    said.push(tell(9, 4, false));
    performance.now = now;
    return said;"""
    falling = "Step 5: loss 4.00, falling"
    assert call(page, "announce", body) == [falling, falling, "Step 9: loss 4.00, steady"]


# situations.js


def test_a_way_out_is_offered_anew_when_the_limit_is_known(page: Page) -> None:
    body = """const said = [];
    const session = {
        phase: "live", restored: null, store: { compare: null }, page: { embed: false, schema: { knobs: [] } },
        frame: { status: "diverged", step: 20, message: "", marks: [], config: { learning_rate: 5 }, scalars: {} },
    };
    const board = { say: (_, { ways }) => said.push(ways[1].label), hush() {} };
    const told = m.situations(board, () => session, () => ({ may: () => true }));
    told.update();
    session.frame.scalars = { stable_rate: 0.45 };
    told.update();
    told.update();
    return said;"""
    halved, below = "Halve α to 2.5 and go back 10 steps", "Set α to 0.2, below the limit, and go back 10 steps"
    assert call(page, "situations", body) == [halved, below]


# recipe.js is the mirror of app/recipe.py


@pytest.mark.parametrize(
    "query",
    [
        "",
        "learning_rate=0.02&changes=28:learning_rate:0.12,46:batch_size:8&at=60",
        "landscape=ravine&condition=40&start_x=-3.5",
        "preset=mini-batch&at=30",
        "preset=ravine&learning_rate=0.1&pace=max",
        "compare=learning_rate:0.01,0.3&changes=3:learning_rate:0.02|0.4,5:theta[0]:-1.5",
        "optimizer=adam&seed=7&learning_rate=0.00002&pace=0.5",
        "batch_size=all&changes=3:batch_size:4,9:batch_size:all",
        "compare=batch_size:1,all&changes=2:batch_size:all|8",
        "compare=start_x:1,-3;start_y:2,0.5&learning_rate=0.3",
        "look=domain:-1,3.5,-2,1",
        "at=40&look=sample:2;plane:W1[0,0],W2[1,0]",
        "look=inputs:0.3,-0.00001",
        "compare=activation:sigmoid,tanh&look=sample:1;lane:1",
    ],
)
def test_an_address_comes_back(page: Page, query: str) -> None:
    lab = LABS["network" if "sample" in query or "inputs" in query else "descent"]
    read, notes = recipe.read(lab, parse_qsl(query), 200_000)
    assert notes == []
    schema = {
        "knobs": [knob.public() for knob in lab.knobs().values()],
        "presets": [preset.public() for preset in lab.presets],
        "looks": [look.public() for look in lab.looks],
    }
    text = call(page, "recipe", "return m.written(m.query(x[0], x[1]))", [schema, read.public()])
    again, notes = recipe.read(lab, parse_qsl(text.removeprefix("?")), 200_000)
    assert notes == [] and again == read
    assert query.count("all") == text.count("all") and ("look=" in query) == ("look=" in text)


def test_a_run_takes_over_what_of_a_look_it_has_too(page: Page) -> None:
    looks = [look.public() for look in LABS["network"].looks]
    body = "return m.lasting(x[1], x[0], (knob) => knob === x[2])"
    look = {"sample": 2, "plane": ["W1[0,0]", "W2[0,0]"], "inputs": [1, 2]}
    assert call(page, "recipe", body, [looks, look, "activation"]) == look
    assert call(page, "recipe", body, [looks, look, "hidden"]) == {"sample": 2, "inputs": [1, 2]}
    assert call(page, "recipe", body, [looks, look, "dataset"]) == {}


# format.js, slider.js, pace.js


def test_numbers_are_written_for_people(page: Page) -> None:
    body = "return x.map((n) => m.num(n === 'nan' ? NaN : n === 'inf' ? Infinity : n))"
    numbers = [0, 0.123456, -1.5, 12345.6, 1e-7, -2.5e9, "nan", "inf", None]
    assert call(page, "format", body, numbers) == [
        "0", "0.123", "−1.50", "12\u202f346", "1.00·10⁻⁷", "−2.50·10⁹", "–", "–", "–",
    ]  # fmt: skip


def test_numbers_are_written_as_the_server_writes_them(page: Page) -> None:
    body = "return x.map(({ value }) => [m.plain(value), m.editable(value)])"
    for row, (plain, editable) in zip(NUMBERS, call(page, "format", body, NUMBERS), strict=True):
        assert plain == row["said"], row
        assert editable == row.get("editable", editable), row


def test_what_is_typed_is_understood(page: Page) -> None:
    typed = ["0.1", "−1.2", "0,05", " 1 000 ", "1e-3", ".5", "", "abc", "1,2,3", "Infinity", "NaN", "1e999", "٣"]
    assert call(page, "format", "return x.map(m.parse)", typed) == [
        0.1, -1.2, 0.05, 1000, 0.001, 0.5, None, None, None, None, None, None, None,
    ]  # fmt: skip


def test_what_the_page_writes_into_a_field_is_understood(page: Page) -> None:
    body = "return x.map(({ value }) => [m.parse(m.editable(value)), Number(value.toPrecision(6)), value])"
    for read, rounded, value in call(page, "format", body, NUMBERS):
        assert read == (value if value == int(value) else rounded)


def test_a_whole_number_may_be_typed_in_thousands_or_as_a_word(page: Page) -> None:
    knob = LABS["descent"].knobs()["batch_size"].public()
    body = "return x[1].map((text) => m.understood(x[0], text))"
    typed = ["2,500", "1,000,000", " All ", "12", "2,5", "1 000", "every"]
    assert call(page, "knob-words", body, [knob, typed]) == [2500, 10**6, 10**6, 12, 2.5, 1000, None]
    rate = LABS["descent"].knobs()["learning_rate"].public()
    assert call(page, "knob-words", body, [rate, ["0,125", "all"]]) == [0.125, None]


NUMERIC = [knob for knob in LABS["descent"].knobs().values() if knob.kind in ("float", "int")]


@pytest.mark.parametrize(
    ("knob", "log"),
    [(knob, log) for knob in NUMERIC for log in (False, True) if not log or (knob.low or 0) >= 0],
    ids=lambda value: value.name if isinstance(value, Knob) else "log" if value else "linear",
)
def test_every_notch_is_a_value_that_the_knob_takes(page: Page, knob: Any, log: bool) -> None:
    body = """const s = m.scale(x);
    const values = Array.from({ length: s.notches + 1 }, (_, i) => s.value(i));
    const again = values.map((value) => s.value(Math.round(s.position(value))));
    return [values, again, s.ticks.map(({ at }) => at)];"""
    ends = list(knob.slider or (knob.low, knob.high))
    asked = {"low": ends[0], "high": ends[1], "log": log, "whole": knob.kind == "int"}
    values, again, ticks = call(page, "slider", body, asked)
    for value in values:
        knob.parse(int(value) if knob.kind == "int" else value)
    assert values == sorted(values) == again
    assert [values[0], values[-1]] == ends
    assert all(0 <= at <= 1 for at in ticks)


# views/lanes.js


def test_lanes_are_told_apart_by_the_sixteenth_digit(page: Page) -> None:
    body = """const knobs = [{ name: "learning_rate", symbol: "α", choices: [] }, { name: "batch_size", symbol: "", choices: [] }];
    const labels = (...lanes) => m.laneLooks({ lanes }, knobs).map(({ label }) => label);
    return [
        labels(...x.map((learning_rate) => ({ learning_rate, batch_size: 1 }))),
        labels({ learning_rate: 0.1, batch_size: 10 }, { learning_rate: 1 / 3, batch_size: 20 }),
    ];"""
    alike, different = call(page, "views/lanes", body, [1, 1.0000000000000002])
    assert alike == ["α = 1", "α = 1.0000000000000002"]
    assert different == ["α = 0.1, batch = 10", "α = 0.3333, batch = 20"]
    listed = "return x.map(m.apart(x, (value) => value.toFixed(1)))"
    assert call(page, "knob-words", listed, [-0.51, -0.52]) == ["−0.51", "−0.52"]
    assert call(page, "knob-words", listed, [0.51, 0.62]) == ["0.5", "0.6"]


# views/own-place.js


def test_inputs_beyond_the_picture_are_kept_at_its_edge(page: Page) -> None:
    body = """const scale = (v) => 100 * v;
    const at = (x, y) => m.ownPlace({ sizes: [2, 1], x: (_, i) => [x, y][i] }, scale, scale, { width: 100, height: 100 });
    return x.map(([x, y]) => at(x, y));"""
    inside, edge, right, far = call(page, "views/own-place", body, [[0.5, 0.4], [1, 0.4], [3, 0.5], [1e6, -1e6]])
    assert inside == {"at": [50, 40], "tip": None}
    assert edge == {"at": [92, 40], "tip": None}
    assert right == {"at": [72, 50], "tip": [97, 50]}
    assert far["at"] == [72, 28] and far["tip"][0] > 85 and far["tip"][1] < 15


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


# story.js


def test_when_a_story_has_been_seen(page: Page) -> None:
    frames = [(39, "paused"), (40, "playing"), (41, "paused"), (3, "diverged"), (3, "done")]
    body = "return x.map(([end, status]) => m.seen({ until: 40 }, { end, step: 0, status }))"
    assert call(page, "story", body, frames) == [False, True, True, True, True]


# points.js: the mirror of engine/points.py


def test_points_are_written_as_they_are_read(page: Page) -> None:
    given = [[0, -1.23456], [1e-7, 100], [-0.0, 0.30000000000000004]]
    text = call(page, "points", "return m.write(x)", given)
    assert text == "0 -1.235 1e-7 100 0 0.3"
    assert points.wrong(text) == ""
    assert call(page, "points", "return m.read(x)", text) == points.read(text).tolist()
    assert call(page, "points", "return m.read(x)", "−1  2\n3 4") == [[-1, 2], [3, 4]]


@pytest.mark.parametrize(("before", "after", "words"), WORDS)
def test_a_change_of_points_in_words(page: Page, before: str, after: str, words: str) -> None:
    own = "{ shape: [2, 2], data: Float32Array.from([7, 8, 9, 8]) }"
    assert call(page, "points", f"return m.described(x[0], x[1], {own})", [before, after]) == words


def test_the_best_line_is_the_engines(page: Page) -> None:
    data = noisy_line()
    body = "return m.bestLine({ shape: [x.length / 2, 2], data: Float32Array.from(x) })"
    assert call(page, "points", body, data.ravel().tolist()) == pytest.approx(
        list(Regression(data).minimum()), abs=1e-6
    )
    assert call(page, "points", body, [1, 2, 1, 5]) is None


def test_axes_rest_while_the_points_stay_among_the_others(page: Page) -> None:
    body = """const ends = new m.Ends(), kept = () => [...ends.box];
    const told = [ends.follow([0, 0, 10, 10], 1, false), kept()];
    for (const [data, key, held] of x) told.push(ends.follow(data, key, held));
    return told;"""
    told = call(
        page,
        "views/ends",
        body,
        [
            [[0, 0, 10, 10, 5, 11], 1, False],  # beyond the others, but within the axes
            [[0, 0, 10, 10, 5, 40], 1, True],  # outside, and under the finger
            [[0, 0, 10, 10, 5, 40], 1, False],  # let go
            [[0, 0, 10, 10, 5, 30], 1, False],
            [[0, 0, 1, 10], 1, False],  # they fill a tenth
            [[0, 0, 1, 10], 2, False],  # another run: the same data have the same axes
        ],
    )
    assert told == [True, pytest.approx([-0.7, 10.7, -1.6, 11.6]), False, False, True, False, True, False]


# views/scales.js


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((0, 1e-8), ["0", "2·10⁻⁹", "4·10⁻⁹", "6·10⁻⁹", "8·10⁻⁹", "1·10⁻⁸"]),
        ((1.68, 1.68 + 4e-10), ["1.6800000000", "1.6800000001", "1.6800000002", "1.6800000003", "1.6800000004"]),
        ((-600, 300), ["−600", "−400", "−200", "0", "200"]),
        ((1e30, 1.002e30), ["1·10³⁰", "1.0005·10³⁰", "1.001·10³⁰", "1.0015·10³⁰", "1.002·10³⁰"]),
        ((0, 2.4e6), ["0", "500\u202f000", "1·10⁶", "1.5·10⁶", "2·10⁶"]),
        ((0, 0.25), ["0", "0.05", "0.10", "0.15", "0.20", "0.25"]),
    ],
    ids=["small", "close", "plain", "huge", "large", "decimals"],
)
def test_ticks_can_be_told_apart(page: Page, ends: tuple[float, float], words: list[str]) -> None:
    found = call(
        page,
        "views/scales",
        "const { values, digits } = m.ticks(...x, 5); return values.map((value) => m.tickText(value, digits));",
        ends,
    )
    assert found == words


def test_decades_are_short_however_large(page: Page) -> None:
    found = call(page, "views/scales", "return m.decades([-8, 12]).words")
    assert found == ["10⁻⁴", "1", "10\u202f000", "10⁸", "10¹²"]


# views/loss-range.js and views/loss-labels.js


def test_a_linear_axis_begins_at_0_and_rests(page: Page) -> None:
    body = """
    const frame = { history: 0, run: 1, scalars: { objective: 0.5 }, lanes: [{}], trail: [] };
    const curve = (width, y) => ({ name: "", x: y.map((_, i) => i), y, color: "", width, dash: [] });
    const grown = (range, ...lists) => m.stretched(range, frame, lists, 10, { axis: "steps", linear: true });
    const first = grown({ x: 0, low: 0, high: 0, key: "" }, curve(2, [0.8, 0.5]), curve(1, [9]));
    const rests = grown(first, curve(2, [1.2, 0.5]));
    const grows = grown(rests, curve(2, [2, 0.5]));
    return [first, rests, grows].map(({ low, high }) => [low, high]);"""
    (low, first), rests, grows = call(page, "views/loss-range", body)
    assert low == 0 and first == pytest.approx(1.15 * 1.4 * 0.8), "a batch far above is left out"
    assert rests == [0, first]
    assert grows == [0, pytest.approx(2.3)]


def test_curves_are_named_where_there_is_room(page: Page) -> None:
    body = """
    const curve = (name, y, held) => ({ name, x: y.map((_, i) => i), y, color: "", width: 2, dash: [], held });
    const told = (test, training, tall = 100) =>
      m.curveLabels([curve("test data", test, true), curve("training data", training)], 50, (J) => tall * J)
        .map(({ text, x, y, above }) => [text, x, y, above]);
    const falls = [0.9, 0.6, 0.5, 0.45, 0.42, 0.4];
    return [
      told(falls, falls),
      told([1, 0.8, 0.7, 0.68, 0.66, 0.65], falls),
      told([0.9, 0.5, 0.6, 0.7, 0.8, 0.9], [0.9, 0.4, 0.3, 0.2, 0.1, 0]),
      told([0.9], [0.5]),
      told([0.9, 0.5, 0.6, 0.7, 0.8, 0.9], [0.9, 0.1, 0.2, 0.2, 0.1, 0.1]),
    ];"""
    together, close, apart, one, both = call(page, "views/loss-labels", body)
    assert together == one == []
    assert close == [["test", 5, 0.65, True], ["training", 5, 0.4, False]]
    assert apart[:2] == [["test", 5, 0.9, True], ["training", 5, 0, True]]
    assert len(both) == 2, "both have risen: that is no overfitting"
    assert apart[2:] == [["lowest 0.500", 1, 0.5, False]]


def test_beside_a_kink_the_picture_of_every_input_does_not_swing(page: Page) -> None:
    body = """
        const data = Float32Array.from({ length: 81 }, (_, i) => Math.max(0.6, 0.6 + 0.1 * (i % 9 - Math.floor(i / 9) - 2)));
        const [field, smooth] = [true, false].map((kinked) => new m.Field({ shape: [9, 9], data }, [0, 8, 0, 8], 0, kinked));
        return [field, smooth].map((one) => Math.min(...one.lattice(m.places(0, 8, 97), m.places(0, 8, 97))));
    """
    kinked, smooth = call(page, "views/field", body)
    assert kinked == pytest.approx(0.6, abs=1e-7)
    assert smooth < 0.599


# views/net-words.js


def test_what_the_tip_writes_of_a_sum_comes_to_what_it_writes(page: Page) -> None:
    """With random numbers, and where terms cancel; each in few digits where these do."""
    random = np.random.default_rng(4)
    cases: list[Any] = [[[[0.6, -0.00139], [0.8, -0.000222], [0.5, 0.001443]], None, True]]
    for _ in range(400):
        rows = int(random.integers(1, 7))
        terms = (random.normal(size=(rows, 2)) * 10.0 ** random.integers(-4, 2, size=(rows, 2))).tolist()
        bias = None if random.random() < 0.5 else float(random.normal())
        cases.append([terms, bias, random.random() < 0.5])
    for terms, bias, _ in cases[1:200]:  # what comes out is a hundredth of its parts
        whole = sum(a * b for a, b in terms[1:]) + (bias or 0.0)
        terms[0] = [1.0, -0.99 * whole]
    said = call(
        page,
        "views/net-words",
        """const { brief, briefSlope, read } = await import(document.location.origin + x.brief);
        return x.cases.map(([terms, bias, small]) => {
            const write = small && bias === null ? briefSlope : brief;
            const result = write(terms.reduce((so, [a, b]) => so + a * b, bias ?? 0));
            return [m.sum(terms, bias, result, write), result, read(result)];
        });""",
        {"cases": cases, "brief": static_url("views/brief.js")},
    )
    short = 0
    for text, result, read in said:
        plain = text.replace("\u00a0·\u00a0", "*").replace("−", "-")
        plain = re.sub(
            r"·10([⁻⁰¹²³⁴-⁹]+)", lambda p: "e" + p[1].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")), plain
        )
        comes = eval(plain, {})
        assert abs(comes - read["value"]) <= (0.5 + 1e-5) * read["unit"], f"{text} = {result}"
        short += len(text) < 60
    assert "0.60\u00a0·\u00a0(−0.001" in said[0][0] and short > 100


# views/flag-labels.js


@pytest.mark.parametrize(
    ("steps", "wide", "said"),
    [
        ((3, 12, 22), 900, ["w¹₁₃ → −5", "α 3 → 9", "batch 3 → 1"]),
        ((3, 3, 3), 900, ["w¹₁₃ → −5, α 3 → 9, batch 3 → 1"]),
        ((3, 3, 4), 200, ["3 changes"]),
        ((3, 4, 5), 220, ["3 changes"]),
        ((3, 4, 22), 260, ["batch 3 → 1", "w¹₁₃, α"]),
        ((3, 4, 22), 240, ["3 changes"]),
    ],
)
def test_a_label_of_changes_tells_all_or_is_brief(page: Page, steps: list[int], wide: int, said: list[str]) -> None:
    changes = zip(steps, (("w¹₁₃ → −5", "w¹₁₃"), ("α 3 → 9", "α"), ("batch 3 → 1", "batch")), strict=True)
    flags = [{"x": step, "text": text, "short": short} for step, (text, short) in changes]
    found = call(page, "views/flag-labels", "return m.flagLabels(x[0], [0, 32], x[1]);", [flags, wide])
    assert sorted(one["text"] for one in found) == sorted(said)


# views/beside.js


def test_the_ways_of_other_runs_end_at_the_step_and_break_where_a_change_put_them(page: Page) -> None:
    rows = [[1, 0, 0, 0, 0], [1, 1, 1, 1, 0], [1, 1, 5, 1, 1], [1, 2, 6, 2, 0], [2, 0, 0, 0, 0], [2, 3, 9, 9, 0]]
    found = call(
        page,
        "views/beside",
        """const ways = m.waysBeside({ shape: [6, 5], data: Float32Array.from(x.flat()) }, 2);
        return ways.map((way) => [way.lane, m.partsOf(way)]);""",
        rows,
    )
    assert found == [
        [1, {"made": [[[0, 0], [1, 1]], [[5, 1], [6, 2]]], "changed": [[[1, 1], [5, 1]]]}],
        [2, {"made": [[[0, 0]]], "changed": []}],
    ]
