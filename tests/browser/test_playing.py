"""Play, pause, step: the run moves as the student says, and the loss falls."""

import pytest
from playwright.sync_api import expect

from tests.browser.driving import Lab


def test_it_plays_until_it_is_paused(lab: Lab) -> None:
    lab.open("pace=60")
    lab.has_status("paused")
    expect(lab.play).to_have_text("Play")
    before = lab.update(0)

    lab.play.click()
    expect(lab.play).to_have_text("Pause")
    lab.reaches(12)
    step = lab.pause()
    expect(lab.play).to_have_text("Play")
    expect(lab.page.locator("#count b").first).to_have_text(str(step))

    losses = lab.losses()
    assert len(losses) == step == lab.api()["end"]
    assert losses == sorted(losses, reverse=True) and losses[-1] < losses[0] / 2
    assert lab.update(step)["objective"] < before["objective"] / 2
    chart = lab.charted("chart.data?.[0].x.at(-1) === x", step)
    assert chart["curves"]["J"]["y"][:2] == losses[:2]  # all data in each batch: the two are one


def test_pace_changes_while_it_plays(lab: Lab) -> None:
    page = lab.open("pace=2").page
    lab.play.click()
    lab.reaches(1)
    page.locator("#pace").fill("21")
    expect(page.locator("#pace-text")).to_have_text("full speed")
    lab.reaches(5000)  # at two steps a second nobody would wait for that
    step = lab.pause()
    spelled = f"{step:,}".replace(",", "\u202f") if step > 9999 else str(step)
    expect(page.locator("#count b").first).to_have_text(spelled)
    assert len(lab.losses()) == step  # of all these, each one
    page.wait_for_url("**pace=max*")


def test_where_nothing_moves_any_more_it_is_done(lab: Lab) -> None:
    lab.open("landscape=bowl&learning_rate=1&start_x=2&start_y=1&pace=60")
    assert lab.drawn()["ghost"] == [0, 0]  # with this rate one step is the whole way
    lab.play.click()
    assert lab.rests("done") == 2  # the second step led nowhere
    assert lab.drawn()["end"] == [0, 0]
    said = lab.state("ended")
    expect(said).to_contain_text("zero")
    expect(lab.play).to_have_attribute("aria-disabled", "true")
    lab.set("learning_rate", "0.5")
    expect(lab.page.locator("#refusal-learning_rate")).to_contain_text("has ended")
    said.get_by_role("button", name="Back to the start").click()
    lab.stands_at(0)
    lab.set("learning_rate", "0.5")
    lab.has_changes(1)
    expect(lab.page.locator("#refusal-learning_rate")).to_be_empty()
    lab.forward()
    assert lab.drawn()["end"] == [1, 0.5]


@pytest.mark.parametrize("width", [800, 1280, 1440])
def test_the_cards_stand_still_while_batches_play(lab: Lab, width: int) -> None:
    page = lab.page
    page.set_viewport_size({"width": width, "height": 900})
    lab.open("preset=stochastic&pace=60")
    lab.forward(2)  # from the second batch on, everything is said that will be said
    page.evaluate(
        """() => {
            window.tops = {};
            const look = () => {
                for (const card of document.querySelectorAll(".card")) (window.tops[card.className] ??= new Set()).add(card.offsetTop);
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    lab.run_to(150)
    moved = page.evaluate("Object.entries(window.tops).filter(([, tops]) => tops.size > 1).map(([card]) => card)")
    assert moved == []
