"""Where a picture puts its lines, ticks and names."""

import pytest
from playwright.sync_api import Page

from tests.browser.modules.calling import call

# views/lanes.js


def test_lanes_are_told_apart_by_the_sixteenth_digit(page: Page) -> None:
    body = """const knobs = [{ name: "learning_rate", symbol: "α", choices: [] }, { name: "batch_size", symbol: "", choices: [] }];
    const labels = (...lanes) => m.laneLooks({ lanes }, knobs).map(({ label }) => label);
    const method = { name: "method", choices: [{ value: "cbow", label: "CBOW" }, { value: "lsa", label: "LSA" }] };
    knobs.push(method);
    return [
        labels(...x.map((learning_rate) => ({ learning_rate, batch_size: 1 }))),
        labels({ learning_rate: 0.1, batch_size: 10 }, { learning_rate: 1 / 3, batch_size: 20 }),
        labels({ learning_rate: 0.1, method: "cbow" }, { learning_rate: 0.2, method: "lsa" }),
    ];"""
    alike, different, chosen = call(page, "views/lanes", body, [1, 1.0000000000000002])
    assert alike == ["α = 1", "α = 1.0000000000000002"]
    assert different == ["α = 0.1, batch = 10", "α = 0.3333, batch = 20"]
    assert chosen == ["CBOW", "LSA"], "a choice that tells them apart names them: the rest goes with it"
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
