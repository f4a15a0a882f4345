"""The unrolled network is walked through time: forwards and backwards, by hand and by keys, folded and in slow motion."""

import re

import numpy as np
from playwright.sync_api import expect

from tests.browser.driving import Lab, tab_to, until
from tests.browser.unrolled_page import ONE, choose, net, passes, said, scroller, texts, two, way

PLACE = "/labs/recurrent"


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
