"""The line breaks while a change is on its way: afterwards the page says what became of it, and never guesses."""

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.driving import Lab, until


class Line:
    """A line that swallows the next change, or the answer to it, and breaks."""

    def __init__(self, page: Page) -> None:
        self.swallow = ""
        page.route_web_socket(re.compile(r"/api/runs/[^/]+/stream$"), self._lay)

    def _lay(self, stream: WebSocketRoute) -> None:
        server = stream.connect_to_server()

        def up(message: str | bytes) -> None:
            if self.swallow == "change" and '"type":"change"' in str(message):
                self._break(stream)
            else:
                server.send(message)

        def down(message: str | bytes) -> None:
            if self.swallow == "answer" and isinstance(message, str) and '"changed"' in message:
                self._break(stream)
            elif not self.swallow:
                stream.send(message)

        stream.on_message(up)
        server.on_message(down)

    def _break(self, stream: WebSocketRoute) -> None:
        self.swallow = ""
        stream.close(code=1012)


@pytest.fixture
def line(page: Page) -> Line:
    return Line(page)


@pytest.fixture
def lab(line: Line, page: Page) -> Lab:
    return Lab(page)


def test_a_change_that_never_arrived_is_told_as_lost(lab: Lab, line: Line) -> None:
    lab.open("at=3")
    line.swallow = "change"
    lab.set("learning_rate", "0.3")
    refusal = lab.page.locator("#refusal-learning_rate")
    expect(refusal).to_contain_text("before the server took this change, so it is not in force")
    expect(lab.rate).to_have_value("0.1")
    assert lab.api()["changes"] == [] and len(lab.recorded("streams")) == 2


def test_a_change_whose_answer_was_lost_is_simply_in_force(lab: Lab, line: Line) -> None:
    lab.open("at=3")
    line.swallow = "answer"
    lab.set("learning_rate", "0.3")
    until(lab.page, "window.recorded.streams.length === 2")
    lab.has_changes(1)
    expect(lab.rate).to_have_value("0.3")
    expect(lab.page.locator("#refusal-learning_rate")).to_be_empty()
    lab.forward()
    assert lab.api()["changes"] == [{"step": 3, "values": {"learning_rate": 0.3}}]


def test_the_next_step_is_not_shown_under_a_knob_that_only_the_server_can_follow(lab: Lab) -> None:
    lab.open("optimizer=momentum&learning_rate=0.02&at=5")
    ahead = lab.drawn()["ghost"]
    beta = lab.page.locator("#slide-momentum")
    lab.hold(beta, 0.5)
    until(lab.page, "document.querySelector('[data-view=surface]').dataset.ghost === ''")
    expect(lab.number("next-0")).to_have_text("–")
    lab.let_go()
    lab.has_changes(1)
    until(lab.page, "document.querySelector('[data-view=surface]').dataset.ghost !== ''")
    ghost = lab.drawn()["ghost"]
    assert ghost != ahead
    lab.forward()
    assert lab.drawn()["end"] == pytest.approx(ghost, rel=1e-5) == lab.theta(6)
