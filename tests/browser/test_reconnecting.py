"""The line is cut, the server restarts, is full or gives a run up: each is told in a sentence, and there is a way out."""

import re
import socket
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from scripts.serving import serving
from tests.browser.conftest import Watch
from tests.browser.driving import Lab, until


class Line:
    """The line between a page and the server, which can be cut. Laid before the page's recorder listens to it."""

    def __init__(self, page: Page) -> None:
        self.cut = False
        self.streams: list[WebSocketRoute] = []
        page.route_web_socket(re.compile(r"/api/runs/[^/]+/stream$"), self._lay)

    def _lay(self, stream: WebSocketRoute) -> None:
        if self.cut:
            stream.close(code=1012)
        else:
            stream.connect_to_server()
            self.streams.append(stream)

    def lose(self) -> None:
        self.cut = True
        self.streams[-1].close(code=1012)


@pytest.fixture
def line(page: Page, watch: Watch) -> Line:
    watch.expect("already in CLOSING or CLOSED")  # the go-between sends what the page sent just before
    return Line(page)


@pytest.fixture
def lab(line: Line, page: Page) -> Lab:
    return Lab(page)


def test_a_cut_line_is_mended_and_no_loss_is_lost(lab: Lab, line: Line) -> None:
    page = lab.page
    lab.open("batch_size=4&pace=60&changes=2:learning_rate:0.05")
    lab.play.click()
    for broken in range(3):
        lab.reaches(lab.step + 5)
        line.lose()
        lab.has_status("reconnecting")
        said = lab.state("connection")
        expect(said).to_contain_text(re.compile(r"connection was lost.* in \d+ s.*no loss goes missing"))
        expect(lab.play).to_have_attribute("aria-disabled", "true")
        if not broken:
            step = lab.step
            lab.set("learning_rate", "0.3")
            expect(page.locator("#refusal-learning_rate")).to_contain_text("no connection")
            expect(lab.rate).to_have_value("0.05")
            assert lab.step == step
        line.cut = False
        now = said.get_by_role("button", name="Try now")
        now.evaluate_all(
            "buttons => buttons.forEach((button) => button.click())"
        )  # none, if it has just tried by itself
        lab.has_status("playing")
        expect(said).to_be_hidden()
    lab.reaches(lab.step + 5)
    step = lab.pause()
    chart = lab.charted("chart.data?.[1]?.x.at(-1) === x", step)
    assert len(line.streams) == 4
    expected = [float(row.split(",")[1]) for row in _metrics(lab)]
    assert len(expected) == step == lab.api()["end"]
    assert lab.losses() == pytest.approx(expected, rel=1e-6)  # each once: nothing missing, nothing twice
    if step <= 100:  # longer curves are drawn in fewer points
        assert chart["curves"]["batch loss"]["x"] == list(range(step))
    assert lab.drawn()["end"] == lab.theta(step)
    lab.has_changes(1)


def test_what_was_changed_twice_in_one_place_stays_one_change(lab: Lab, line: Line) -> None:
    lab.open("at=3")
    for value in ("0.2", "0.05"):
        lab.set("learning_rate", value)
        until(lab.page, "document.querySelector('#last-change').textContent.includes(`→ ${x} at`)", value)
    label = "Go to step 3: α 0.1 → 0.05 (α)"
    expect(lab.ticks).to_have_attribute("aria-label", label)
    line.lose()
    lab.has_status("reconnecting")
    line.cut = False
    lab.has_status("paused")  # it tries by itself
    lab.forward()
    expect(lab.ticks).to_have_attribute("aria-label", label)
    lab.page.wait_for_url("**/labs/descent?changes=3:learning_rate:0.05&at=4")


def _metrics(lab: Lab) -> list[str]:
    answer = lab.page.request.get(f"/api/runs/{lab.run}/metrics.csv")
    return answer.text().split()[1:]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def visitor(browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page for a server of the test's own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    watch.follow(context)
    watch.expect(r"WebSocket connection|Failed to load resource")
    yield context.new_page()
    context.close()


def test_a_restarted_server_gets_the_run_back_from_its_recipe(visitor: Page) -> None:
    options = ("--hosts", "1", "--port", str(_free_port()))
    lab = Lab(visitor)
    with serving(*options) as server:
        visitor.goto(f"{server.address}/labs/descent?batch_size=4&changes=3:learning_rate:0.2&at=9")
        lab.ready().forward(2)
        lab.set("learning_rate", "0.03")
        lab.has_changes(2)
        lab.forward(2)
        lab.page.get_by_role("button", name="Step back").click()
        lab.stands_at(12)
        before, texts, losses, run = lab.drawn(), lab.texts(), lab.losses(), lab.run
    lab.has_status("reconnecting")
    expect(lab.state("connection")).to_be_visible()

    with serving(*options):
        expect(lab.html).to_have_attribute("data-status", "restored", timeout=25_000)
        expect(lab.state("restored")).to_contain_text("rebuilt from its recipe and stands at step 12 again")
        expect(lab.state("restored")).to_contain_text("with its 2 changes on the way")
        expect(lab.state("connection")).to_be_hidden()
        assert lab.run != run
        assert lab.drawn() == before and lab.texts() == texts
        blocks = lab.recorded("losses")
        again = [value for block in blocks for value in block["values"]][len(losses) :]
        assert again == losses[:12]
        lab.forward()
        expect(lab.state("restored")).to_be_hidden()
        assert lab.drawn()["end"] == lab.theta(13)
        visitor.wait_for_url("**changes=3:learning_rate:0.2,11:learning_rate:0.03&at=13")


def test_a_full_server_says_so_and_lets_in_who_waits(visitor: Page) -> None:
    with serving("--hosts", "1", "--max-runs", "1", "--unattached-seconds", "600") as server:
        taken = httpx.post(f"{server.address}/api/runs", json={"lab": "descent"}, trust_env=False).json()
        lab = Lab(visitor)
        visitor.goto(f"{server.address}/labs/descent?at=3")
        lab.has_status("full")
        said = lab.state("connection")
        expect(said).to_contain_text(re.compile(r"The server is full.* Trying again in \d+ s"))
        expect(lab.play).to_have_attribute("aria-disabled", "true")
        visitor.keyboard.press("Space")
        assert lab.recorded("streams") == []

        key = {"Authorization": f"Bearer {taken['key']}"}
        gone = httpx.delete(f"{server.address}/api/runs/{taken['run']}", headers=key, trust_env=False)
        assert gone.status_code == 204
        said.get_by_role("button", name="Try now").click()
        lab.ready().stands_at(3)
        expect(said).to_be_hidden()
        lab.forward()


def test_a_server_without_a_seat_says_so(lab: Lab, line: Line) -> None:
    lab.open()
    lab.forward()
    line.cut = True
    line.streams[-1].close(code=1013, reason="There is no room for another viewer at present.")
    lab.has_status("full")
    said = lab.state("connection")
    expect(said).to_contain_text("The server is full")
    line.cut = False
    said.get_by_role("button", name="Try now").click()
    lab.has_status("paused")
    expect(said).to_be_hidden()
    lab.forward()


def test_a_page_without_a_server_waits_for_it(page: Page, watch: Watch) -> None:
    watch.expect("Failed to load resource")
    lab = Lab(page)
    page.route("**/api/runs", lambda route: route.abort())
    page.goto("/labs/descent")
    lab.has_status("reconnecting")
    said = lab.state("connection")
    expect(said).to_contain_text("The server does not answer. Your run starts as soon as it does")
    with page.expect_request("**/api/runs"):
        said.get_by_role("button", name="Try now").click()
    page.unroute("**/api/runs")  # by itself it tries again soon
    lab.ready().has_status("paused")
    expect(said).to_be_hidden()


def test_a_run_that_failed_can_be_started_again(lab: Lab, line: Line) -> None:
    lab.open("changes=4:learning_rate:0.2&at=6")
    before, run = lab.drawn(), lab.run
    line.streams[-1].send('{"type": "status", "status": "failed", "step": 6, "message": "the run lost its host twice"}')
    lab.has_status("failed")
    said = lab.state("ended")
    expect(said).to_contain_text("The run lost its host twice.")
    expect(lab.play).to_have_attribute("aria-disabled", "true")
    said.get_by_role("button", name="Start it again").click()
    until(lab.page, "!window.recorded.streams.at(-1).includes(x)", run)
    until(lab.page, "document.documentElement.dataset.status === 'paused'")
    assert lab.run != run and lab.drawn() == before
    expect(said).to_be_hidden()
    lab.forward()
    lab.has_changes(1)


def test_a_broken_rule_is_told_and_mended(lab: Lab, line: Line) -> None:
    lab.open("at=2")
    line.streams[-1].close(code=1008, reason="More than 60 messages within a second.")
    lab.has_status("failed")
    said = lab.state("connection")
    expect(said).to_contain_text("More than 60 messages within a second.")
    said.get_by_role("button", name="Connect again").click()
    lab.has_status("restored")  # it still stands where the link has led
    expect(said).to_be_hidden()
    lab.forward()
    assert lab.losses() == pytest.approx([lab.update(t)["loss"] for t in range(3)], rel=1e-6)


def test_a_run_that_is_gone_comes_back_and_plays_on(page: Page, watch: Watch) -> None:
    watch.expect(r"WebSocket connection|Failed to load resource")
    lab = Lab(page).open("batch_size=4&pace=30")
    lab.play.click()
    lab.reaches(6)
    run, key = lab.run, lab.sent("hello")[-1]["key"]
    gone = page.request.delete(f"/api/runs/{run}", headers={"Authorization": f"Bearer {key}"})
    assert gone.status == 204
    said = lab.state("restored")
    expect(said).to_contain_text(re.compile(r"The server no longer had this run. It was rebuilt .* at step \d+ again"))
    step = int(re.findall(r"step (\d+)", said.inner_text())[0])
    assert lab.run != run and step >= 6
    lab.has_status("playing")
    lab.reaches(step + 5)
    lab.pause()
    assert lab.drawn()["end"] == lab.theta(lab.step)
