"""Files of a run to take along: those of the run and the step that are on screen, whatever has become of the run before."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from scripts.serving import Server, serving
from tests.browser.conftest import Watch
from tests.browser.driving import Lab, tab_to
from tests.browser.test_accessibility import audit
from tests.toy import with_toy_lab

PLACE = "/labs/parabola"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With a lab that has a text, and labs that have none."""
    with serving("--hosts", "1", root=with_toy_lab(tmp_path_factory.mktemp("unrolled"))) as running:
        yield running
        assert "Traceback" not in running.stderr()


def opened(page: Page) -> Locator:
    dialog = page.get_by_role("dialog", name="Take this run along")
    page.get_by_role("button", name="Take along").click()
    expect(dialog).to_be_visible()
    return dialog


def close(dialog: Locator) -> None:
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def take(page: Page, link: Locator) -> tuple[str, str]:
    """A click on it: the name of the file that comes, and what is in it."""
    with page.expect_download() as coming:
        link.click()
    found: Download = coming.value
    return found.suggested_filename, Path(found.path()).read_text()


def test_a_link_downloads_the_file_of_the_step_that_is_shown(lab: Lab) -> None:
    page = lab.open("learning_rate=0.25").page
    for step, theta in ((2, "2.25"), (3, "2.625")):
        lab.forward(step - lab.step)
        dialog = opened(page)
        expect(dialog).to_contain_text(f"As it stands, at step {step}.")
        link = dialog.get_by_role("link", name="theta.csv")
        expect(link).to_have_accessible_description("The step, and θ there.")
        assert take(page, link) == (f"unrolled-parabola-{step}-theta.csv", f"step,theta\n{step},{theta}\n")
        close(dialog)
    page.get_by_role("button", name="Step back").click()
    lab.stands_at(2)
    dialog = opened(page)
    assert take(page, dialog.get_by_role("link", name="theta.csv"))[0] == "unrolled-parabola-2-theta.csv"
    name, table = take(page, dialog.get_by_role("link", name="losses.csv"))
    assert (name, table) == ("unrolled-parabola-3-losses.csv", "step,loss\n0,9.0\n1,2.25\n2,0.5625\n")


def test_a_run_that_plays_waits_so_that_all_files_are_of_the_step_that_is_said(lab: Lab) -> None:
    page = lab.open("learning_rate=0.001&pace=60").page
    lab.play.click()
    lab.reaches(5)
    dialog = opened(page)
    step = lab.rests("paused")
    expect(dialog).to_contain_text(f"As it stands, at step {step}. The run waits while this is open.")
    names = [take(page, dialog.get_by_role("link", name=name))[0] for name in ("theta.csv", "losses.csv")]
    assert names == [f"unrolled-parabola-{step}-theta.csv", f"unrolled-parabola-{step}-losses.csv"]
    page.keyboard.press("Escape")
    lab.has_status("playing")
    lab.reaches(step + 5)
    lab.pause()
    opened(page)
    expect(dialog.get_by_text("The run waits")).to_be_hidden()
    close(dialog)
    assert lab.api()["status"] == "paused", "what stood stands"


def test_the_links_follow_the_page_to_a_new_run(lab: Lab) -> None:
    page = lab.open("learning_rate=0.25&at=1").page
    before = lab.run
    lab.set("start", "5")
    page.wait_for_url("**start=5*")
    expect(page.locator("#theta")).to_have_text("5.000")
    assert lab.run != before
    dialog = opened(page)
    assert take(page, dialog.get_by_role("link", name="theta.csv")) == (
        "unrolled-parabola-0-theta.csv",
        "step,theta\n0,5.0\n",
    )


def test_they_lead_to_a_run_that_was_brought_back(lab: Lab, watch: Watch) -> None:
    watch.expect("410")
    with lab.page.expect_response(lambda answer: answer.url.endswith("/api/runs")) as made:
        page = lab.open("learning_rate=0.25&at=3").page
    run = made.value.json()
    dialog = opened(page)
    link = dialog.get_by_role("link", name="theta.csv")
    expect(link).to_have_attribute("href", re.compile(run["run"]))
    page.request.delete(f"/api/runs/{run['run']}", headers={"Authorization": f"Bearer {run['key']}"})
    lab.has_status("restored")
    expect(link).to_have_attribute("href", re.compile(f"/api/runs/(?!{re.escape(run['run'])})[^/]+/exports/theta$"))
    assert take(page, link) == ("unrolled-parabola-3-theta.csv", "step,theta\n3,2.625\n")


def test_of_runs_side_by_side_it_is_the_one_that_is_chosen(lab: Lab) -> None:
    page = lab.open("compare=learning_rate:0.25,0.5&at=1").page
    dialog = opened(page)
    assert take(page, dialog.get_by_role("link", name="theta.csv"))[1] == "step,theta\n1,1.5\n"
    dialog.get_by_label("Run whose details are shown").select_option("α = 0.5")
    link = dialog.get_by_role("link", name="theta.csv")
    expect(link).to_have_attribute("href", re.compile("[?]lane=1$"))
    assert take(page, link) == ("unrolled-parabola-1@1-theta.csv", "step,theta\n1,3.0\n")
    assert take(page, dialog.get_by_role("link", name="losses.csv"))[1] == "step,loss,loss@1\n0,9.0,9.0\n"


def test_while_the_run_cannot_be_reached_there_are_no_links(page: Page) -> None:
    page.route_web_socket(re.compile("/stream$"), lambda stream: None)  # nobody ever says anything
    page.goto(PLACE)
    expect(page.locator("html")).to_have_attribute("data-status", "connecting")
    dialog = opened(page)
    expect(dialog.get_by_role("link")).to_have_count(0)
    expect(dialog.get_by_text("There is no connection to the run just now")).to_be_visible()


def test_a_lab_without_texts_offers_its_losses(lab: Lab) -> None:
    lab.page.goto("/labs/descent?at=2")
    dialog = opened(lab.ready().page)
    expect(dialog.get_by_role("link")).to_have_text(["losses.csv"])
    expect(dialog.get_by_text("There is no connection")).to_be_hidden()
    assert take(lab.page, dialog.get_by_role("link"))[0] == "unrolled-descent-2-losses.csv"


def test_a_frame_has_none(lab: Lab) -> None:
    lab.page.goto("/embed/parabola")
    lab.ready()
    expect(lab.page.locator("#files, #files-dialog")).to_have_count(0)


def test_it_is_reached_and_left_by_keys(lab: Lab) -> None:
    page = lab.open("at=1").page
    button = page.get_by_role("button", name="Take along")
    tab_to(page, button)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Take this run along")
    expect(dialog.get_by_role("link", name="losses.csv")).to_be_focused()
    with page.expect_download():
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize("width", [320, 1024])
def test_it_can_be_read_and_touched(lab: Lab, width: int) -> None:
    page = lab.page
    page.set_viewport_size({"width": width, "height": 700})
    dialog = opened(lab.open("compare=learning_rate:0.25,0.5&at=1").page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tops = page.locator(".brand, .site .end button").evaluate_all(
        "all => all.map((one) => { const { y, height } = one.getBoundingClientRect(); return y + height / 2; })"
    )
    assert max(tops) - min(tops) < 2, "name and buttons on one line"
    outer = dialog.bounding_box()
    for part in dialog.locator("a, select, button").all():
        box = part.bounding_box()
        assert outer and box and box["height"] >= 24
        assert outer["x"] <= box["x"] and box["x"] + box["width"] <= outer["x"] + outer["width"]
    audit(page, (width,))
