"""Nothing comes for a while, and the page says what it waits for."""

import re
import threading

from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.driving import Lab


class Line:
    """A line on which what the server sends can be kept back for a while. Nothing is lost."""

    def __init__(self, page: Page) -> None:
        self.silent = False
        self._kept: list[str | bytes] = []
        self._stream: WebSocketRoute | None = None
        page.route_web_socket(re.compile(r"/api/runs/[^/]+/stream$"), self._lay)

    def _lay(self, stream: WebSocketRoute) -> None:
        self._stream = stream
        stream.connect_to_server().on_message(
            lambda said: self._kept.append(said) if self.silent else stream.send(said)
        )

    def speak(self) -> None:
        self.silent = False
        assert self._stream is not None
        for said in self._kept:
            self._stream.send(said)
        self._kept.clear()


def test_a_run_of_which_nothing_is_heard_is_told_of(page: Page) -> None:
    line, lab = Line(page), Lab(page)
    lab.open("batch_size=4&pace=20")
    lab.play.click()
    lab.reaches(3)
    line.silent = True
    said = lab.state("silence")
    expect(said).to_contain_text("No step has come for some seconds")
    expect(said).to_contain_text("nothing is lost")
    line.speak()
    expect(said).to_be_hidden()
    lab.reaches(lab.step + 5)
    lab.play.click()
    lab.has_status("paused")


def test_a_run_that_is_paused_owes_no_step(page: Page) -> None:
    line, lab = Line(page), Lab(page)
    lab.open("at=3")
    page.clock.install()
    line.silent = True
    page.clock.run_for(60_000)
    expect(lab.state("silence")).to_be_hidden()


def test_a_slow_run_has_time_for_its_steps(page: Page) -> None:
    line, lab = Line(page), Lab(page)
    lab.open("pace=0.5")
    page.clock.install()
    lab.play.click()
    lab.has_status("playing")
    line.silent = True
    page.clock.run_for(4_000)  # two of its steps
    expect(lab.state("silence")).to_be_hidden()
    page.clock.run_for(4_000)
    expect(lab.state("silence")).to_be_visible()


def test_a_long_way_that_is_gone_again_is_told_of(page: Page) -> None:
    made = threading.Event()

    def later(route: Route) -> None:
        if route.request.method == "POST":
            expect(page.locator("[data-state=connection]")).to_contain_text("makes the run anew, up to step 1234…")
            made.set()
        route.continue_()

    page.route(re.compile(r"/api/runs$"), later)
    lab = Lab(page)
    lab.open("at=1234")
    assert made.is_set() and lab.step == 1234
    expect(page.locator("[data-state=connection]")).to_be_hidden()
