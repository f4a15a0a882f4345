"""Number fields and their sliders: what is typed is understood or refused in a sentence, and no value is ever lost."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.driving import Lab, until

THIN = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("typed", "value"),
    [(" 0,5 ", 0.5), ("1e-3", 0.001), (".25", 0.25), ("+2", 2), (f"0.{THIN}3", 0.3), ("50", 50), ("0.00001", 1e-5)],
)
def test_a_number_is_understood_however_it_is_written(lab: Lab, typed: str, value: float) -> None:
    lab.open()
    lab.set("learning_rate", typed)
    lab.has_changes(1)
    assert lab.api()["changes"] == [{"step": 0, "values": {"learning_rate": value}}]
    expect(lab.page.locator("#refusal-learning_rate")).to_be_empty()


RATE = "Learning rate α cannot be {}: allowed is a number from 0.00001 to 100. It stays at 0.1."
REFUSED = [
    ("learning_rate", "", RATE.format("empty")),
    ("learning_rate", "  ", RATE.format("empty")),
    ("learning_rate", "abc", RATE.format("“abc”")),
    ("learning_rate", "1e999", RATE.format("“1e999”")),
    ("learning_rate", "−1", RATE.format("“−1”")),
    ("learning_rate", "٣", RATE.format("“٣”")),
    ("learning_rate", "all", RATE.format("“all”")),
    ("learning_rate", "0.1" * 30, RATE.format(f"“{'0.1' * 13}…”")),
    (
        "batch_size",
        "2.5",
        "Batch size cannot be “2.5”: allowed is a whole number from 1 to 24, or all. It stays at 24.",
    ),
    ("batch_size", "25", "Batch size cannot be “25”: allowed is a whole number from 1 to 24, or all. It stays at 24."),
    ("start_x", "11", "Start θ₀ cannot be “11”: allowed is a number from −10 to 10. It stays at 2.5."),
    ("start_y", "x", "Start θ₁ cannot be “x”: allowed is a number from −10 to 10. It stays at −1.2."),
    (
        "seed",
        "3000000000",
        f"Seed cannot be “3000000000”: allowed is a whole number from 0 to 2{THIN}147{THIN}483{THIN}647. It stays at 0.",
    ),
]


def test_what_is_no_value_is_refused_and_the_value_stays(lab: Lab) -> None:
    lab.open()
    run = lab.run
    for knob, typed, sentence in REFUSED:
        field = lab.page.locator(f"#knob-{knob}")
        before = field.input_value()
        lab.set(knob, typed)
        expect(lab.page.locator(f"#refusal-{knob}")).to_have_text(sentence)
        expect(field).to_have_value(before)
        expect(field).to_have_attribute("aria-invalid", "true")
    assert lab.run == run and lab.api()["changes"] == []


def test_a_seed_is_shown_to_its_last_digit(lab: Lab) -> None:
    lab.open("seed=2147483647")
    expect(lab.page.locator("#knob-seed")).to_have_value("2147483647")
    lab.set("seed", "2,147,483,646")
    lab.page.wait_for_url("**seed=2147483646*")


# ---- sliders


def thumb(slider: Locator) -> float:
    """Where it stands, as a share of the way."""
    share: float = slider.evaluate("slider => slider.value / slider.max")
    return share


@pytest.mark.parametrize(
    ("beyond", "end", "inwards", "outwards"),
    [("50", "10", "ArrowLeft", "ArrowRight"), ("0.00002", "0.001", "ArrowUp", "ArrowDown")],
)
def test_a_value_beyond_the_slider_is_kept(lab: Lab, beyond: str, end: str, inwards: str, outwards: str) -> None:
    """The thumb waits at the end, the field says the value, and only a move inwards takes it there."""
    page = lab.open(f"learning_rate={beyond}").page
    slider = lab.slider
    expect(lab.rate).to_have_value(beyond)
    expect(slider).to_have_attribute("aria-valuetext", beyond)
    assert thumb(slider) == (1 if end == "10" else 0)

    lab.hold(slider, thumb(slider))  # a click on the thumb
    lab.let_go()
    slider.press(outwards)
    lab.rate.press("ArrowUp" if end == "10" else "ArrowDown")
    expect(lab.rate).to_have_value(beyond)
    expect(page.locator("#marks i")).to_have_count(0)
    assert lab.sent("change") == []

    slider.press(inwards)
    expect(lab.rate).to_have_value(end)
    lab.has_changes(1)
    slider.press(inwards)
    expect(lab.rate).to_have_value("9.4" if end == "10" else "0.0011")
    lab.rate.press("ArrowDown" if end == "10" else "ArrowUp")
    expect(lab.rate).to_have_value("8.9" if end == "10" else "0.0012")
    lab.forward()
    assert [change["step"] for change in lab.api()["changes"]] == [0, 0, 0]
    page.wait_for_url("**changes=0:learning_rate:*&at=1")
    assert page.url.count(":learning_rate:") == 1  # of what was set at one step the last counts


@pytest.mark.parametrize(
    ("knob", "values"), [("learning_rate", [0.001, 0.0011, 0.0012, 0.0013]), ("batch_size", [1, 2, 3, 4, 5])]
)
@pytest.mark.parametrize("place", ["slide", "knob"])
def test_a_key_always_leads_to_the_next_value(lab: Lab, place: str, knob: str, values: list[float]) -> None:
    """Where the slider's notches are finer than its values, one key press passes all that share a value."""
    page = lab.open(f"{knob}={values[0]}").page
    field, at = page.locator(f"#knob-{knob}"), page.locator(f"#{place}-{knob}")
    at.press("ArrowDown")
    for value in [*values, *values[-2::-1]]:
        expect(field).to_have_value(str(value))
        if value == values[-1]:
            key = "ArrowDown"
        elif value == values[0]:
            key = "ArrowUp"
        at.press(key)


def test_a_slider_goes_over_what_is_useful(lab: Lab) -> None:
    page = lab.open("optimizer=momentum").page
    for knob, ticks in (
        ("learning_rate", ["0.001", "0.01", "0.1", "1", "10"]),
        ("batch_size", ["1", "24 = all samples"]),
        ("momentum", ["0", "0.999"]),
        ("clip", ["no clipping", "10", "100"]),
    ):
        assert page.locator(f"[data-knob={knob}] .ticks span").all_inner_texts() == ticks
    lab.set("clip", "0.02")  # below the slider's decades, but on
    lab.has_changes(1)
    assert thumb(page.locator("#slide-clip")) > 0
    lab.set("clip", "0")
    expect(page.locator("#slide-clip")).to_have_value("0")
    lab.has_changes(0)  # at the same step it is as it was


def test_nothing_jumps_when_the_run_begins(lab: Lab) -> None:
    """The server knows what is shown, so the form is whole before the first frame is there."""
    lab.page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {
            window.first = [...document.querySelectorAll(".part[data-knob]")].map(
                (part) => [part.dataset.knob, part.hidden, part.querySelector("input.number")?.value]);
            const ticks = () => document.querySelector("[data-knob=batch_size] .ticks").textContent;
            window.ticks = new Set();
            new MutationObserver(() => window.ticks.add(ticks())).observe(document.body, { childList: true, subtree: true });
        });"""
    )
    page = lab.open("landscape=regression&optimizer=momentum&learning_rate=0.00003&batch_size=4&clip=100").page
    first = page.evaluate("window.first")
    now = page.evaluate(
        """() => [...document.querySelectorAll(".part[data-knob]")].map(
            (part) => [part.dataset.knob, part.hidden, part.querySelector("input.number")?.value])"""
    )
    assert first == now
    assert ["momentum", False, "0.9"] in now and ["learning_rate", False, "0.00003"] in now
    assert [hidden for name, hidden, _ in now if name == "condition"] == [True]
    assert page.evaluate("[...window.ticks].filter(Boolean)") == ["124 = all samples"]


def test_all_of_the_data_is_a_word(lab: Lab) -> None:
    page = lab.open("batch_size=4").page
    field = page.locator("#knob-batch_size")
    lab.set("batch_size", "All")
    lab.has_changes(1)
    expect(field).to_have_value("24")
    assert thumb(page.locator("#slide-batch_size")) == 1
    lab.forward()
    expect(page.locator("#last-change")).to_have_text("Batch 4 → all at step 0.")
    page.wait_for_url("**batch_size=4&changes=0:batch_size:all&at=1")
    expect(lab.number("batch")).to_have_text("all 24 samples")
    page.reload()
    lab.ready().stands_at(1)
    assert lab.api()["changes"] == [{"step": 0, "values": {"batch_size": 1_000_000}}]
    sent = len(lab.sent("change"))
    lab.set("batch_size", "all")
    lab.set("batch_size", "24")
    assert len(lab.sent("change")) == sent  # it is already


def test_values_side_by_side_are_checked_like_one(lab: Lab) -> None:
    page = lab.open("compare=batch_size:1,4,all").page
    field, refusal = page.locator("#lanes-batch_size"), page.locator("#refusal-batch_size")
    expect(field).to_have_value("1 · 4 · all")
    for typed in ("1 2.5 all", "1 2", "1 4 many"):
        field.fill(typed)
        field.press("Enter")
        expect(refusal).to_contain_text("Here belong 3 values")
        expect(field).to_have_value("1 · 4 · all")
    field.fill("2 8 all")
    field.press("Enter")
    expect(refusal).to_be_empty()
    lab.has_changes(1)
    assert lab.api()["changes"][0]["values"] == {"batch_size": [2, 8, 1_000_000]}


# ---- the meter under α


@pytest.mark.parametrize(
    ("query", "said", "beyond"),
    [
        ("learning_rate=0.225", "α = 0.50 of the limit", None),
        ("learning_rate=50", "α = 111 times the limit", "1"),
        ("learning_rate=0.0001", "α = 2.2·10⁻⁴ of the limit", "-1"),
        ("landscape=ravine&condition=1000&learning_rate=0.001", "α = 0.50 of the limit", None),
        ("landscape=ravine&condition=1&learning_rate=10&optimizer=momentum", "α = 2.6 times the limit", None),
    ],
)
def test_the_meter_shows_the_limit_and_the_rate(lab: Lab, query: str, said: str, beyond: str | None) -> None:
    meter = lab.open(query).page.locator(".meter svg")
    expect(meter).to_contain_text("diverges")
    expect(meter).to_contain_text(said)
    assert meter.locator("polygon").get_attribute("data-beyond") == beyond
    width = meter.evaluate("svg => svg.viewBox.baseVal.width")
    limit = float(meter.locator("line").get_attribute("x1") or "nan")
    assert 8 + 0.1 * width < limit < width - 8 - 0.1 * width  # with room for what is on either side


def test_nothing_below_the_meter_moves_when_a_knob_does(lab: Lab) -> None:
    page = lab.open("learning_rate=0.1").page
    below = page.locator("#slide-batch_size")
    before = below.bounding_box()
    for knob, value in (
        ("learning_rate", "0.001"), ("learning_rate", "0.4"), ("learning_rate", "5"), ("batch_size", "3"), ("clip", "1")
    ):  # fmt: skip
        lab.set(knob, value)
        until(page, "document.querySelector(`#knob-${x[0]}`).value === x[1]", [knob, value])
        page.evaluate("new Promise(requestAnimationFrame)")
        assert below.bounding_box() == before, f"{knob} {value}"
    expect(page.locator(".meter .note")).to_contain_text("clipping")
    expect(page.locator(".meter svg")).to_contain_text("no limit known")


MARK = """(({ left, width }) => left + width / 2)(document.querySelector(".meter polygon").getBoundingClientRect())"""
THUMB = """((slider) => {
    const { left, width } = slider.getBoundingClientRect();
    return left + 8 + (slider.value / slider.max) * (width - 16);
})(document.querySelector("#slide-learning_rate"))"""


def test_the_meter_stands_under_its_slider(lab: Lab) -> None:
    """One rate, one place: the mark's point is under the middle of the thumb."""
    page = lab.open("learning_rate=0.1").page
    for rate in ("0.01", "0.1", "1"):
        lab.set("learning_rate", rate)
        expect(lab.rate).to_have_value(rate)
        until(page, f"Math.abs(({MARK}) - ({THUMB})) < 2")
