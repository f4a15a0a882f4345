"""The recurrent network folded and unrolled: its numbers are the server's, and time is walked forwards and backwards."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.driving import DRAWN, Lab, tab_to, until
from tests.browser.test_accessibility import audit
from tests.browser.test_small_screens import fits

PLACE = "/labs/recurrent"
ONE = "batch_size=1&hidden=4"  # of one sequence J is its L


def net(lab: Lab) -> Locator:
    return lab.page.locator("[data-view=unrolled]")


def scroller(lab: Lab) -> Locator:
    return net(lab).locator(".scroller")


def way(lab: Lab, label: str) -> Locator:
    return net(lab).get_by_role("button", name=label, exact=True)


def choose(lab: Lab, words: str) -> None:
    lab.page.locator("[data-ends=unrolled] label").filter(has_text=re.compile(f"^{words}$")).click()


def texts(lab: Lab, selector: str) -> list[str]:
    """What is written there and can be seen."""
    until(lab.page, DRAWN)
    found: list[str] = net(lab).evaluate(
        """(net, selector) => [...net.querySelectorAll(selector)]
            .filter((text) => getComputedStyle(text).visibility === "visible").map((text) => text.textContent)""",
        selector,
    )
    return found


def said(lab: Lab) -> Locator:
    return lab.page.locator("[data-said=unrolled]")


def two(value: float) -> str:
    """A number with two digits, as on an arrow."""
    if value == 0:
        return "0"
    if value < 1e-3:
        mantissa, exponent = f"{value:.0e}".split("e")
        return f"{mantissa}·10" + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(d)] if d.isdigit() else "⁻" for d in str(int(exponent)))
    return f"{value:.{max(0, 1 - int(np.floor(np.log10(value))))}f}"


def passes(lab: Lab, step: int) -> dict[str, Any]:
    """A step's values of the batch's first sequence: rows of time steps."""
    told = lab.update(step)
    arrays = told["forward"]
    return {name: np.array(arrays[name])[:, 0] for name in ("a", "y", "each", "dl_da", "dl_da_own")}


def test_its_numbers_are_those_of_the_pass(lab: Lab) -> None:
    lab.open(f"{ONE}&at=40")
    found = passes(lab, 40)
    cells = texts(lab, ".value")
    assert cells == [f"{a:.2f}".replace("-", "−") if abs(a) >= 0.005 else "0.00" for a in found["a"][1:].ravel()]
    lengths = np.linalg.norm(found["dl_da_own"], axis=1)
    assert texts(lab, ".error-number.beside") == [two(value) for value in lengths]
    back = np.linalg.norm(found["dl_da"] - found["dl_da_own"], axis=1)[:-1]
    assert texts(lab, ".error-number.above") == [two(value) for value in back]
    assert texts(lab, ".error-number.all") == [two(value) for value in np.linalg.norm(found["dl_da"], axis=1)]
    assert texts(lab, ".loss") == [two(value) for value in found["each"]]
    thick = [
        float(place.evaluate("path => Math.max(path.getBBox().width, path.getBBox().height)"))
        for place in net(lab).locator(".error-arrow").all()
    ]
    assert min(thick) > 0


def test_forward_shows_no_error(lab: Lab) -> None:
    lab.open(f"{ONE}&at=10")
    assert texts(lab, ".error-number.beside")
    choose(lab, "Forward")
    until(lab.page, "!document.querySelector('[data-key=unrolled][data-way=backward]')")
    assert texts(lab, ".error-number.beside") == []
    assert texts(lab, ".error-number.above") == []
    assert len(texts(lab, ".value")) == 20
    choose(lab, "Backward")
    until(lab.page, "document.querySelector('[data-key=unrolled][data-way=backward]')")
    assert len(texts(lab, ".error-number.beside")) == 5


def test_it_is_walked_forward_and_backward_through_time(lab: Lab) -> None:
    lab.open(f"{ONE}&at=10")
    on, back = way(lab, "One time step on"), way(lab, "One time step back")
    where = net(lab).locator("[data-where]")
    voice = net(lab).locator(":scope > p[aria-live]")
    expect(where).to_have_text("all at once")
    for t in range(5):
        on.click()
        expect(where).to_have_text(f"forward t{t}")
        expect(said(lab)).to_contain_text(f"the forward pass has reached t{t}")
        assert len([text for text in texts(lab, ".value") if text]) == 4 * (t + 1)  # what is still to come is blank
        assert texts(lab, ".error-number.beside") == []
        expect(voice).to_contain_text(f"Forward: t{t}: ")
    on.click()
    expect(where).to_have_text("the loss")
    expect(said(lab)).to_contain_text("the mean of 5 losses")
    found = passes(lab, 10)
    lengths = np.linalg.norm(found["dl_da"], axis=1)
    for t in range(4, -1, -1):
        on.click()
        expect(where).to_have_text(f"backward t{t}")
        expect(voice).to_have_text(f"Backward: t{t}: ‖∂L/∂A‖ {two(lengths[t])}")
        assert len(texts(lab, ".error-number.beside")) == 5 - t
    on.click()
    expect(where).to_have_text("the update")
    expect(on).to_have_attribute("aria-disabled", "true")
    back.click()
    expect(where).to_have_text("backward t0")
    way(lab, "Show all").click()
    expect(where).to_have_text("all at once")
    back.click()
    expect(where).to_have_text("the update")
    way(lab, "To the first time step forward").click()
    expect(where).to_have_text("forward t0")
    until(lab.page, "document.querySelector('.band.here').dataset.t === '0'")  # and the whole page looks there
    until(lab.page, "recorded.arrays.focus[5] === 0")


def test_slow_motion_walks_through_time(lab: Lab) -> None:
    lab.open(f"{ONE}&at=10")
    way(lab, "Slow motion").click()
    where = net(lab).locator("[data-where]")
    expect(where).to_have_text("forward t0")
    lab.page.locator("#step-on").click()
    expect(where).to_have_text("forward t1")
    lab.play.click()
    expect(where).to_have_text("forward t3")
    lab.play.click()
    assert lab.step == 10
    way(lab, "Show all").click()
    expect(way(lab, "Slow motion")).to_have_attribute("aria-pressed", "false")


def test_a_click_brings_time_step_and_unit_into_focus(lab: Lab) -> None:
    lab.open(f"{ONE}&at=10")
    until(lab.page, "document.querySelector('.band.here').dataset.t === '4'")
    net(lab).locator(".cell[data-t='1'][data-j='2']").click()
    until(lab.page, "recorded.arrays.focus[5] === 1 && recorded.arrays.focus[6] === 2")
    until(lab.page, "document.querySelector('.band.here').dataset.t === '1'")
    expect(net(lab).locator(".cell.here")).to_have_attribute("data-j", "2")
    expect(net(lab).locator(".cell[data-t='1'][data-j='2']")).to_have_class(re.compile("linked"))
    expect(net(lab).locator(".tip")).to_contain_text("unit 3 at t1")
    net(lab).locator(".band[data-t='3']").click(position={"x": 20, "y": 250})
    until(lab.page, "recorded.arrays.focus[5] === 3 && recorded.arrays.focus[6] === 2")
    until(lab.page, "/time:3/.test(decodeURIComponent(location.search))")


def test_it_is_walked_by_keys(lab: Lab) -> None:
    page = lab.open(f"{ONE}&at=10").page
    expect(scroller(lab)).to_have_accessible_name(re.compile(r"unrolled: 5 time steps with the same weights, 4 units"))
    tab_to(page, scroller(lab))
    voice = net(lab).locator(":scope > p[aria-live]")
    page.keyboard.press("ArrowLeft")
    expect(voice).to_have_text(re.compile(r"^t3: input [01] [01], says .*; unit 1: A .*; ‖∂L/∂A‖ "))
    page.keyboard.press("ArrowDown")
    expect(voice).to_contain_text("unit 2: A ")
    expect(net(lab).locator(".tip")).to_contain_text("unit 2 at t3")
    until(page, "recorded.arrays.focus[5] === 3 && recorded.arrays.focus[6] === 1")
    page.keyboard.press("Home")
    until(page, "document.querySelector('.band.here').dataset.t === '0'")
    page.keyboard.press("End")
    until(page, "document.querySelector('.band.here').dataset.t === '4'")
    assert lab.step == 10  # no key has moved the run
    page.keyboard.press("Enter")
    expect(net(lab).locator(".cell[data-t='4'][data-j='1']")).to_have_class(re.compile("linked"))


def test_it_is_folded_and_unfolded(lab: Lab) -> None:
    page = lab.open(f"{ONE}&at=10").page
    expect(net(lab)).to_have_attribute("data-folded", "false")
    choose(lab, "Folded")
    expect(net(lab)).to_have_attribute("data-folded", "true")
    expect(net(lab).locator(".box")).to_have_count(1)
    expect(net(lab).locator(".loop .matrix")).to_have_text("Waa")
    expect(net(lab).locator(".turn p")).to_have_text("t = 4 of 0 … 4")
    expect(net(lab).locator(".loop .left-out.end")).to_have_text("the last step: none comes back")
    found = passes(lab, 10)
    back = np.linalg.norm(found["dl_da"] - found["dl_da_own"], axis=1)
    for t in range(3, -1, -1):
        way(lab, "The time step before").click()
        expect(net(lab).locator(".turn p")).to_have_text(f"t = {t} of 0 … 4")
        expect(net(lab).locator(".loop .of-a")).to_have_text(two(back[t]))
        expect(net(lab).locator(".value").first).to_have_text(f"{found['a'][t + 1][0]:.2f}".replace("-", "−"))
    expect(way(lab, "The time step before")).to_have_attribute("aria-disabled", "true")
    page.emulate_media(reduced_motion="reduce")
    choose(lab, "Unrolled")
    expect(net(lab).locator(".box")).to_have_count(5)


def test_where_the_error_is_cut_it_says_so(lab: Lab) -> None:
    lab.open(f"{ONE}&length=6&truncate=2&at=10")
    expect(net(lab).locator(".cut:not([visibility=hidden]) text")).to_have_text(["cut", "cut"])
    assert len(texts(lab, ".error-number.above")) == 3
    lab.set("truncate", "0")
    expect(net(lab).locator(".cut:not([visibility=hidden])")).to_have_count(0)
    assert len(texts(lab, ".error-number.above")) == 5
    lab.open("task=remember&length=30&hidden=4&truncate=6&batch_size=2&sequences=8&at=2")
    expect(net(lab).locator(".cut:not([visibility=hidden]) text")).to_have_text(["4 cuts"])  # among the steps left out


def test_steps_that_do_not_count_say_nothing(lab: Lab) -> None:
    lab.open("task=remember&length=6&hidden=4&batch_size=1&at=10")
    assert texts(lab, ".says")[:5] == ["says nothing"] * 5
    assert texts(lab, ".wants")[:5] == ["yet"] * 5
    assert len(texts(lab, ".error-number.beside")) == 1
    expect(net(lab).locator(".out.quiet")).to_have_count(5)
    lab.open("task=negation&hidden=4&at=10")
    length = int(lab.recorded("arrays")["focus"][1])
    expect(net(lab).locator(".column.behind")).to_have_count(8 - length)


def test_the_c_of_an_lstm_has_a_way_of_its_own(lab: Lab) -> None:
    lab.open(f"{ONE}&cell=lstm&at=10")
    expect(net(lab).locator("[data-link^='c-']")).to_have_count(20)
    assert len(texts(lab, ".error-number.above")) == 8  # A and c, between five columns
    assert "0" not in texts(lab, ".error-number.above")


def test_of_a_long_sequence_only_some_columns_are_drawn(lab: Lab) -> None:
    page = lab.open("task=remember&length=12&hidden=4&batch_size=2&sequences=8&at=2").page
    expect(net(lab).locator(".foot")).to_have_count(12)
    fits(page)
    assert scroller(lab).evaluate("place => place.scrollWidth > place.clientWidth")
    lab.open("task=remember&length=30&hidden=4&batch_size=2&sequences=8&at=2")
    expect(net(lab).locator(".foot")).to_have_text(["t0", "t1", "t2", "t26", "t27", "t28", "t29"])
    expect(net(lab).locator(".sheet .gap + .left-out")).to_have_text(["23 steps"])
    assert scroller(lab).evaluate("place => place.scrollWidth <= place.clientWidth")
    lab.open("task=remember&length=60&hidden=4&batch_size=2&sequences=8&at=2")
    feet = texts(lab, ".foot")
    assert feet[:3] == ["t0", "t1", "t2"] and feet[-3:] == ["t57", "t58", "t59"] and len(feet) < 40
    expect(net(lab).locator(".sheet .gap + .left-out")).to_have_text(["53 steps"])
    tab_to(page, scroller(lab))
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    until(page, "document.querySelector('.band.here').dataset.t === '47'")
    expect(net(lab).locator(".sheet .gap + .left-out")).to_have_text(["44 steps", "9 steps"])
    assert scroller(lab).evaluate("place => place.scrollWidth <= place.clientWidth")  # both ends, and what is in focus
    assert scroller(lab).evaluate(
        """place => { const [a, b] = [place, place.querySelector(".band.here")].map((each) => each.getBoundingClientRect());
            return b.left >= a.left - 1 && b.right <= a.right + 1; }"""
    )
    expect(net(lab).locator("table tbody tr")).to_have_count(60)


def test_many_units_are_tints_with_their_numbers_at_hand(lab: Lab) -> None:
    page = lab.open("hidden=24&at=5&batch_size=1").page
    expect(net(lab).locator(".strips canvas")).to_have_count(5)
    place = net(lab).locator(".catch[data-t='2']")
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 10, box["y"] + box["height"] * 10.5 / 24)
    found = passes(lab, 5)
    expect(net(lab).locator(".tip")).to_contain_text("unit 11 at t2")
    expect(net(lab).locator(".tip")).to_contain_text(f"= {found['a'][3][10]:.2f}".replace("-", "−"))
    page.mouse.down()
    page.mouse.up()
    until(page, "recorded.arrays.focus[5] === 2 && recorded.arrays.focus[6] === 10")


def test_what_is_not_seen_is_told_in_a_table(lab: Lab) -> None:
    lab.open(f"{ONE}&at=10")
    found = passes(lab, 10)
    rows = net(lab).locator("table tbody tr")
    expect(rows).to_have_count(5)
    for t, row in enumerate(rows.all()):
        cells = row.locator("th, td").all_text_contents()
        assert cells[0] == f"t{t}"
        assert cells[2] == f"{found['y'][t][0]:.2f}"
        assert cells[5] == two(float(np.linalg.norm(found["dl_da"][t])))


@pytest.mark.parametrize("query", ["at=10", "task=negation&cell=lstm&hidden=8&at=5", "task=moving-dot&at=5"])
def test_on_a_phone_it_scrolls_inside_its_card(lab: Lab, query: str) -> None:
    page = lab.page
    page.set_viewport_size({"width": 360, "height": 800})
    lab.open(query)
    net(lab).scroll_into_view_if_needed()
    expect(net(lab)).to_have_attribute("data-folded", "true")
    fits(page)
    choose(lab, "Unrolled")
    expect(net(lab)).to_have_attribute("data-folded", "false")
    until(page, DRAWN)
    fits(page)
    assert scroller(lab).evaluate("place => place.scrollWidth > place.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(lab: Lab, scheme: Any) -> None:
    lab.page.emulate_media(color_scheme=scheme)
    lab.open("task=negation&cell=lstm&hidden=8&truncate=3&at=5")
    audit(lab.page)


def test_in_another_theme_its_cells_are_tinted_anew(lab: Lab) -> None:
    lab.page.emulate_media(color_scheme="light")
    lab.open(f"{ONE}&at=10")
    cell = net(lab).locator(".cell").first
    light = cell.evaluate("cell => getComputedStyle(cell).fill")
    lab.page.emulate_media(color_scheme="dark")
    until(lab.page, "getComputedStyle(document.querySelector('.rnn-net .cell')).fill !== x", light)


def test_of_runs_side_by_side_one_is_unrolled(lab: Lab) -> None:
    lab.open("hidden=4&at=5&compare=cell:elman,lstm")
    expect(net(lab).locator("[data-link^='c-']")).to_have_count(0)
    lab.page.locator("[data-picture=unrolled] select.of-run").select_option("1")
    expect(net(lab).locator("[data-link^='c-']")).to_have_count(20)
