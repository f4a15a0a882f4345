"""Back in time: every step that was seen is there again to the last digit; a change below the end drops the future."""

from playwright.sync_api import expect

from tests.browser.driving import Lab


def test_steps_that_were_seen_are_there_again(lab: Lab) -> None:
    lab.open("batch_size=4&learning_rate=0.05&changes=3:learning_rate:0.2")
    seen = {}
    for step in range(6):
        lab.stands_at(step)
        seen[step] = lab.texts(), lab.drawn()
        lab.forward()
    assert len({tuple(texts.items()) for texts, _ in seen.values()}) == 6
    losses = lab.losses()
    assert len(losses) == 6

    back = lab.page.get_by_role("button", name="Step back")
    for step in (5, 4, 3):
        back.click()
        lab.stands_at(step)
        assert (lab.texts(), lab.drawn()) == seen[step]

    box = lab.timeline.bounding_box()
    assert box is not None and lab.end == 6
    lab.hold(lab.timeline, 1 / 6)
    lab.stands_at(1)
    assert (lab.texts(), lab.drawn()) == seen[1]
    for step in (4, 2):
        lab.pull(lab.timeline, step / 6)
        lab.stands_at(step)
        assert (lab.texts(), lab.drawn()) == seen[step]
    lab.let_go()
    lab.page.get_by_role("button", name="Back to the start").click()
    lab.stands_at(0)
    assert (lab.texts(), lab.drawn()) == seen[0]
    expect(back).to_have_attribute("aria-disabled", "true")
    expect(lab.rate).to_have_value("0.05")
    assert lab.end == 6 and lab.losses() == losses  # nothing was rewritten, and nothing sent twice


def test_from_there_it_follows_what_was_recorded(lab: Lab) -> None:
    lab.open("pace=60&changes=8:learning_rate:0.3&at=14")
    seen, losses = lab.drawn(), lab.losses()
    lab.page.keyboard.press("Home")
    lab.stands_at(0)
    lab.run_to(16)
    assert lab.losses()[:14] == losses and len(lab.losses()) == lab.end
    assert lab.update(7)["config"]["learning_rate"] == 0.1 and lab.update(8)["config"]["learning_rate"] == 0.3
    lab.page.keyboard.press("Escape")
    for _ in range(lab.step - 14):
        lab.page.get_by_role("button", name="Step back").click()
    lab.stands_at(14)
    assert lab.drawn() == seen


def test_a_change_below_the_end_drops_the_future(lab: Lab) -> None:
    lab.open("batch_size=4&changes=5:learning_rate:0.2,15:clip:1&at=20")
    lab.has_changes(2)
    assert lab.end == 20 and len(lab.losses()) == 20
    before = lab.theta(10)
    lab.ticks.nth(0).click()
    lab.stands_at(5)
    for _ in range(5):
        lab.page.get_by_role("button", name="Step forward").click()
    lab.stands_at(10)
    assert lab.end == 20
    lab.set("learning_rate", "0.02")
    expect(lab.timeline).to_have_attribute("max", "10")
    expect(lab.ticks).to_have_count(2)
    expect(lab.ticks.nth(1)).to_have_attribute("aria-label", "Go to step 10: α 0.2 → 0.02 (α)")
    found = lab.api()
    assert (found["step"], found["end"]) == (10, 10)
    assert [change["step"] for change in found["changes"]] == [5, 10]
    assert lab.drawn()["end"] == before == lab.theta(10)
    chart = lab.charted("chart.data?.every((curve) => curve.x.at(-1) <= x)", 10)
    assert chart["curves"]["batch loss"]["x"] == list(range(10))
    assert chart["curves"]["all data"]["x"] == list(range(11))
    assert chart["lines"] == [5, 10]

    lab.forward(2)
    assert lab.drawn()["end"] == lab.theta(12)
    assert lab.end == 12
    assert lab.recorded("losses")[-1]["history"] == 1
