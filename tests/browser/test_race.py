"""Several runs side by side: proposed with a click, or put together in a table; how they stand, and whose details."""

import re
from itertools import pairwise

from playwright.sync_api import Page, expect

from engine.labs import LABS
from tests.browser.driving import Lab, until


def race(lab: Lab, name: str) -> None:
    """One click, and the run that it makes has come."""
    before = lab.run
    lab.page.locator("#race").get_by_role("button", name=name, exact=True).click()
    raced(lab, before)


def raced(lab: Lab, before: str) -> None:
    until(lab.page, "window.recorded.streams.at(-1).split('/').at(-2) !== x", before)
    lab.stands_at(0)
    lab.has_status("paused")
    until(lab.page, "document.querySelector('[data-race=standings]').hidden === false")


def standings(lab: Lab) -> list[list[str]]:
    rows = lab.page.locator("[data-race=standings] tbody tr")
    return [row.locator("th, td").all_inner_texts() for row in rows.all()]


def test_three_learning_rates_are_one_click(lab: Lab) -> None:
    lab.open("learning_rate=0.2&pace=30")
    race(lab, "Learning rates")
    run = lab.api()
    small, right, large = run["compare"]["learning_rate"]
    limit = LABS["descent"]().stable_rate()  # of the default landscape
    assert small < 0.1 * limit < right < limit < large
    assert run["config"]["learning_rate"] == 0.2, "what the race compares is left as it was, for the run after it"
    expect(lab.page.locator("[data-race=note]")).to_have_text("All at the start. Which will win?")
    lab.run_to(60)
    rows = standings(lab)
    theta = {lane: lab.recorded("arrays")[f"theta@{lane}" if lane else "theta"] for lane in range(3)}
    assert len({tuple(place) for place in theta.values()}) == 3
    assert float(rows[1][1]) < float(rows[0][1])
    expect(lab.page.locator("[data-race=note]")).to_contain_text("Lowest now: α = ")
    link = lab.page.url
    assert f"compare=learning_rate:{small:g},{right:g},{large:g}" in link
    step = lab.step
    lab.page.reload()
    lab.ready().stands_at(step)
    assert standings(lab) == rows


def test_a_lane_that_diverges_says_so_and_stops(lab: Lab) -> None:
    lab.open("compare=learning_rate:0.1,5&pace=30")
    high = lab.page.locator("#race").evaluate("card => card.offsetHeight")
    lab.play.click()
    expect(lab.page.locator("#live-region")).to_have_text(re.compile("Run 2, α = 5, diverged at step [0-9]+."))
    lab.reaches(40)
    lab.pause()
    rows = standings(lab)
    assert rows[1][1].startswith("diverged at ")
    assert float(rows[0][1]) > 0
    expect(lab.page.locator("[data-race=note]")).to_have_text("Lowest now: α = 0.1.")
    assert lab.page.locator("#race").evaluate("card => card.offsetHeight") == high
    table, *boxes = (
        found.evaluate("one => { const { top, bottom } = one.getBoundingClientRect(); return [top, bottom]; }")
        for found in [lab.page.locator(".standings"), *lab.page.locator(".standings tbody tr").all()]
    )
    assert all(table[0] <= top < bottom <= table[1] + 1 for top, bottom in boxes)
    assert all(above[1] <= below[0] + 1 for above, below in pairwise(boxes)), "no run lies on another"
    stopped = int(rows[1][1].removeprefix("diverged at "))
    assert stopped < 40
    assert lab.page.request.get(f"/api/runs/{lab.run}/steps/{stopped + 1}?lane=1").status == 422


def test_a_limit_of_0_is_called_none(lab: Lab) -> None:
    lab.open("compare=clip:0,5")
    assert [name.split("\n")[1] for name, _ in standings(lab)] == ["no clipping", "clip = 5"]
    assert lab.page.locator("#knob-clip").input_value() == "0"


def test_where_all_are_down_none_is_called_the_lowest(lab: Lab) -> None:
    note = lab.open("preset=four-starts&at=3").page.locator("[data-race=note]")
    expect(note).to_have_text(re.compile("^Lowest now: θ₀ = "))
    lab.open("preset=four-starts&at=30")
    expect(note).to_have_text("All are down to nearly 0.")
    lab.open("landscape=bowl&compare=learning_rate:0.001,0.8,0.9&at=30")
    expect(note).to_have_text("Down to nearly 0: 2, 3.")


def test_batch_sizes_and_optimizers(lab: Lab) -> None:
    lab.open()
    race(lab, "Batch sizes")
    assert lab.api()["compare"] == {"batch_size": [1, 5, 1_000_000]}
    race(lab, "Optimizers")
    compare = lab.api()["compare"]
    assert list(compare) == ["optimizer"] and len(compare["optimizer"]) == len(set(compare["optimizer"])) >= 3
    expect(lab.page.locator("[data-race=standings]")).to_contain_text("Momentum")
    lab.page.locator("#race").get_by_role("button", name="Back to one run").click()
    until(lab.page, "document.querySelector('[data-race=standings]').hidden")
    assert lab.api()["compare"] is None


def test_back_to_one_run_keeps_the_one_in_focus(lab: Lab) -> None:
    lab.open("compare=learning_rate:0.1,0.3;batch_size:24,4")
    lab.page.locator("[data-lane='1']").click()
    lab.page.locator("#race").get_by_role("button", name="Back to one run").click()
    until(lab.page, "document.querySelector('[data-race=standings]').hidden")
    run = lab.api()
    assert (run["compare"], run["config"]["learning_rate"], run["config"]["batch_size"]) == (None, 0.3, 4)


def test_the_details_are_those_of_the_run_in_focus(lab: Lab) -> None:
    lab.open("compare=learning_rate:0.1,0.3;batch_size:24,4&at=3")
    expect(lab.number("theta-0")).to_have_text(f"{lab.theta(3)[0]:.3f}".replace("-", "−"))
    lab.page.locator("[data-lane='1']").click()
    second = lab.api("/steps/3?lane=1")
    expect(lab.number("theta-0")).to_have_text(f"{second['params']['theta'][0]:.3f}".replace("-", "−"))
    expect(lab.number("learning_rate").first).to_have_text("0.3")
    expect(lab.page.locator("[data-fact=batch]")).to_have_text(re.compile(r"^batch of 4: samples [\d, ]+$"))
    chooser = lab.page.locator(".numbers-card [data-first-lane] select")
    expect(chooser.locator("option:checked")).to_have_text("α = 0.3, batch = 4")
    expect(lab.page.locator("[data-lane='1']")).to_have_attribute("aria-pressed", "true")
    chooser.select_option("α = 0.1, batch = 24")
    expect(lab.number("learning_rate").first).to_have_text("0.1")
    expect(lab.page.locator("[data-lane='0']")).to_have_attribute("aria-pressed", "true")


def test_the_rule_is_that_of_the_run_in_focus(lab: Lab) -> None:
    page = lab.open("compare=optimizer:sgd,momentum").page
    expect(page.locator("[data-knob=momentum]")).to_be_visible()  # it matters to one of them
    expect(page.locator(".rule:visible")).not_to_contain_text("v")
    page.locator("[data-lane='1']").click()
    expect(page.locator(".rule:visible")).to_contain_text("v")


def test_several_balls_and_a_click_adds_one(lab: Lab) -> None:
    lab.open("landscape=bowl")
    race(lab, "Starting points")
    compare = lab.api()["compare"]
    assert list(compare) == ["start_x", "start_y"]
    assert len(set(zip(compare["start_x"], compare["start_y"], strict=True))) == 5
    before = lab.run
    lab.map.click(position={"x": 200, "y": 120})
    raced(lab, before)
    more = lab.api()["compare"]
    assert more["start_x"][:5] == compare["start_x"] and len(more["start_x"]) == len(more["start_y"]) == 6
    before = lab.run
    lab.map.click(position={"x": 300, "y": 100})  # six are as many as there can be: one ball, elsewhere
    until(lab.page, "window.recorded.streams.at(-1).split('/').at(-2) !== x", before)
    until(lab.page, "document.querySelector('[data-race=standings]').hidden")
    assert lab.api()["compare"] is None


def test_a_race_of_ones_own(lab: Lab) -> None:
    page = lab.open("learning_rate=0.2").page
    page.get_by_role("button", name="Build your own…").click()
    window = page.locator("#race-dialog")
    rates = window.get_by_role("textbox", name="Learning rate α of run")
    expect(rates).to_have_count(3)
    window.get_by_role("button", name="One more run").click()
    expect(rates).to_have_count(4)
    window.get_by_role("button", name="Take run 1 out").click()
    rates.nth(0).fill("nonsense")
    rates.nth(0).press("Tab")
    expect(window.get_by_role("alert")).to_contain_text("Learning rate α cannot be “nonsense”")
    rates.nth(0).fill("0.05")
    rates.nth(0).press("Tab")
    expect(window.get_by_role("alert")).to_be_empty()
    window.get_by_label("Compare another knob").select_option("optimizer")
    window.get_by_label("Optimizer of run 2").select_option("adam")
    before = lab.run
    window.get_by_role("button", name="Start the race").click()
    raced(lab, before)
    assert lab.api()["compare"] == {"learning_rate": [0.05, 0.6, 0.6], "optimizer": ["sgd", "adam", "sgd"]}
    page.get_by_role("button", name="Build your own…").click()
    expect(rates.nth(0)).to_have_value("0.05")  # it opens with the race as it is
    window.get_by_role("button", name="Do not compare Learning rate α").click()
    for _ in range(3):
        window.get_by_role("button", name="One more run").click()
    expect(window.get_by_role("button", name="One more run")).to_be_disabled()  # six
    window.get_by_role("button", name="Close").click()
    assert lab.api()["compare"] == {"learning_rate": [0.05, 0.6, 0.6], "optimizer": ["sgd", "adam", "sgd"]}


def test_a_number_that_cannot_be_starts_no_race(lab: Lab) -> None:
    page = lab.open("learning_rate=0.2").page
    page.get_by_role("button", name="Build your own…").click()
    window = page.locator("#race-dialog")
    box = window.get_by_role("textbox", name="Learning rate α of run 2")
    start = window.get_by_role("button", name="Start the race")
    before = start.bounding_box()
    run = lab.run
    box.fill("1e9")
    box.press("Enter")
    expect(window.get_by_role("alert")).to_have_text(
        re.compile("^Learning rate α cannot be “1e9”: allowed is a number from .+\\.$")
    )
    expect(window).to_be_visible()
    expect(box).to_have_value("1e9")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-invalid", "true")
    assert start.bounding_box() == before, "the sentence has its room: what a hand is about to press stays there"
    window.get_by_role("button", name="One more run").click()
    expect(box).to_have_value("1e9")  # laid anew, it still waits
    start.click()
    expect(box).to_be_focused()
    box.fill("0.3")
    start.click()  # the first click counts
    raced(lab, run)
    assert lab.api()["compare"] == {"learning_rate": [0.06, 0.3, 0.6, 0.6]}


def test_the_set_up_names_what_is_compared_as_its_choices_do(lab: Lab) -> None:
    page = lab.open("compare=optimizer:sgd,momentum,nesterov,rmsprop,adam,rprop").page
    names = page.locator("[data-knob=optimizer] .each")
    expect(names).to_have_text("Gradient descent · Momentum · Nesterov · RMSprop · Adam · Rprop")
    assert names.evaluate("one => one.scrollWidth <= one.clientWidth && one.clientHeight > 30"), "it wraps"


def test_a_race_in_a_frame(lab: Lab) -> None:
    lab.page.goto("/embed/descent?compare=start_x:-3,3;start_y:2,2&landscape=bowl&at=4&controls=play")
    lab.ready()
    keys = lab.page.locator(".lane-key button")
    expect(keys).to_have_count(2)
    keys.nth(1).click()
    theta = lab.recorded("arrays")["theta@1"]
    expect(lab.number("theta-0")).to_have_text(f"{theta[0]:.3f}".replace("-", "−"))


def test_in_a_frame_the_loss_of_each_run_stands_beside_its_name(page: Page) -> None:
    lab = Lab(page, "/embed/descent").open("preset=three-rates&at=12")
    keys = page.locator(".lane-key button")
    told = []
    for rate in lab.api()["compare"]["learning_rate"]:
        run = LABS["descent"](**{**lab.api()["config"], "learning_rate": rate})
        for _ in range(12):
            run.step()
        told.append(f"{run.objective():.3g}")
    assert [key.locator(".loss b").inner_text() for key in keys.all()] == told
    places = "all => all.map((key) => [key.offsetLeft, key.offsetTop, key.offsetWidth])"
    before = keys.evaluate_all(places)
    lab.forward()
    expect(keys.nth(2).locator(".loss b")).not_to_have_text(told[2])
    assert keys.evaluate_all(places) == before


def test_no_race_is_offered_about_a_knob_that_the_method_does_not_have(lab: Lab) -> None:
    page = lab.page
    offers = page.locator(".race-card .offers")
    Lab(page, "/labs/embedding").open("corpus=lecture")
    expect(offers.get_by_role("button")).to_have_text(["Learning rates", "Batch sizes", "Optimizers"])
    Lab(page, "/labs/embedding").open("corpus=lecture&method=lsa")  # it follows no gradient and has no batch
    expect(offers).to_be_hidden()
    expect(page.locator(".card.live")).to_be_hidden()
    Lab(page, "/labs/embedding").open("corpus=lecture&compare=method:skip-gram,lsa")  # one of them has all three
    expect(offers.get_by_role("button")).to_have_text(["Learning rates", "Batch sizes", "Optimizers"])
    expect(page.locator(".card.live")).to_be_visible()
