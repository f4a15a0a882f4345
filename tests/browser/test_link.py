"""A link brings back this run at this step, in any other browser; what cannot be is told and mended."""

from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Watch
from tests.browser.driving import Lab, fresh


def test_a_copied_link_brings_back_the_run(lab: Lab, elsewhere: BrowserContext) -> None:
    lab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = lab.open("start_x=-2").page
    lab.forward(7)
    at = lab.step
    lab.set("learning_rate", "0.037")
    lab.has_changes(1)
    lab.forward(2)
    lab.set("batch_size", "5")
    lab.has_changes(2)
    lab.forward(2)
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#copy-link")).to_have_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    page.wait_for_url(link)  # the address bar holds the same

    other = fresh(elsewhere)
    other.page.goto(link)
    other.ready().stands_at(at + 4)
    other.has_status("restored")
    expect(other.state("restored")).to_contain_text(f"back to step {at + 4}, with its 2 changes on the way")
    assert other.run != lab.run
    assert other.drawn() == lab.drawn()
    assert other.texts() == lab.texts()
    assert other.losses() == lab.losses()
    for mark in range(2):
        label = lab.ticks.nth(mark).get_attribute("aria-label") or ""
        expect(other.ticks.nth(mark)).to_have_attribute("aria-label", label)
    mine, theirs = lab.api(), other.api()
    assert all(mine[name] == theirs[name] for name in ("config", "changes", "step", "end"))

    lab.forward(3)
    other.forward(3)
    assert other.drawn() == lab.drawn()
    other.page.wait_for_url(f"**&at={at + 7}*")


def test_a_link_may_lead_below_its_last_change(lab: Lab) -> None:
    lab.open("changes=5:learning_rate:0.3,12:batch_size:4&at=8&pace=60")
    lab.stands_at(8)
    assert lab.end == 12
    lab.has_changes(2)
    expect(lab.rate).to_have_value("0.3")
    expect(lab.page.locator("#knob-batch_size")).to_have_value("24")
    assert lab.drawn()["end"] == lab.theta(8)
    lab.run_to(14)
    expect(lab.page.locator("#knob-batch_size")).to_have_value("4")
    assert [len(lab.update(t)["batch"]["index"]) for t in (11, 12)] == [24, 4]
    lab.page.wait_for_url(f"**changes=5:learning_rate:0.3,12:batch_size:4&at={lab.step}*")


def test_what_cannot_be_is_told_and_mended(lab: Lab) -> None:
    page = lab.open("learning_rate=1000&colour=red&start_x=abc&at=-4&preset=nonsense").page
    notes = page.locator("[data-state^=note]")
    for number, words in enumerate(["preset", "At lies between 0", "Learning rate α", "colour", "Start θ₀"]):
        expect(notes.nth(number)).to_be_visible()
        expect(notes.nth(number)).to_contain_text(words)
    expect(notes).to_have_count(5)
    expect(lab.rate).to_have_value("100")
    lab.stands_at(0)
    expect(page.locator("#knob-start_x")).to_have_value("2.5")
    notes.nth(0).get_by_role("button", name="Close").click()
    expect(notes).to_have_count(4)
    page.wait_for_url("**/labs/descent?learning_rate=100")


def test_what_only_the_server_can_refuse_is_left_out(lab: Lab, watch: Watch) -> None:
    """Whether there are such data, or such a parameter, is known where the run is made."""
    watch.expect("422")
    page = lab.open("dataset=hello&changes=5:theta[7]:1,8:learning_rate:0.2&at=10").page
    lab.stands_at(10)
    lab.has_changes(1)
    expect(page.locator("[data-state=refused]")).to_contain_text("It is ignored.")
    page.wait_for_url("**/labs/descent?changes=8:learning_rate:0.2&at=10")


def test_a_preset_with_several_runs_comes_back(lab: Lab) -> None:
    lab.open("preset=three-rates&at=4")
    expect(lab.page.locator("#lanes-learning_rate")).to_have_value("0.012 · 0.19 · 0.47")
    expect(lab.page.locator(".lane-key").first).to_contain_text("α = 0.19")
    lab.page.locator("#lanes-learning_rate").fill("0.012 0.19 0.3")
    lab.page.locator("#lanes-learning_rate").press("Enter")
    lab.has_changes(1)
    lab.forward()
    lab.page.wait_for_url("**?preset=three-rates&changes=4:learning_rate:0.012|0.19|0.3&at=5")
    lab.page.reload()
    lab.ready().stands_at(5)
    expect(lab.page.locator("#lanes-learning_rate")).to_have_value("0.012 · 0.19 · 0.3")
    assert lab.drawn()["end"] == lab.theta(5)
