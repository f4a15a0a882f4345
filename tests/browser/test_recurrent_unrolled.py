"""The recurrent network unrolled: its numbers are the server's, however many steps and units there are."""

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.driving import DRAWN, Lab, tab_to, until
from tests.browser.test_accessibility import audit
from tests.browser.test_small_screens import fits
from tests.browser.unrolled_page import ONE, choose, net, passes, scroller, texts, two

PLACE = "/labs/recurrent"


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
