"""Addresses, numbers and sentences, as the page writes and reads them."""

import re
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from playwright.sync_api import Page

from app import recipe
from app.assets import static_url
from engine.knobs import Knob
from engine.labs import LABS
from tests.browser.modules.calling import call
from tests.engine.test_words import NUMBERS

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
        "look=neighbours:1984;analogy:king,man,woman",
        "look=similarity:狐,ثعلب,1%252C5,a%253Bb,50%2525",
    ],
)
def test_an_address_comes_back(page: Page, query: str) -> None:
    words = "neighbours" in query or "similarity" in query
    lab = LABS["embedding" if words else "network" if "sample" in query or "inputs" in query else "descent"]
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


# story.js


def test_when_a_story_has_been_seen(page: Page) -> None:
    frames = [(39, "paused"), (40, "playing"), (41, "paused"), (3, "diverged"), (3, "done")]
    body = "return x.map(([end, status]) => m.seen({ until: 40 }, { end, step: 0, status }))"
    assert call(page, "story", body, frames) == [False, True, True, True, True]


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
