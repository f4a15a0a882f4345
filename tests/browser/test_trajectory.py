"""The path on the map ends where θ is: the number, to its last digit, and the dot, to a pixel."""

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute

from tests.browser.driving import Lab

WITNESS = """() => {
    const map = document.querySelector("[data-view=surface]");
    const html = document.documentElement;
    window.witnessed = [];
    new MutationObserver(() => window.witnessed.push([Number(html.dataset.step), map.dataset.end]))
        .observe(map, { attributes: true, attributeFilter: ["data-step", "data-end"] });
    new MutationObserver(() => window.witnessed.push([Number(html.dataset.step), map.dataset.end]))
        .observe(html, { attributes: true, attributeFilter: ["data-step", "data-status"] });
}"""


def dot_is_at(lab: Lab, theta: list[float]) -> None:
    """The dot "now" (and, thin, the path) is magenta; its middle lies where θ belongs."""
    x, y = lab.place(theta)
    near = [(px, py) for px, py in lab.pixels("gradient") if abs(px - x) <= 3 and abs(py - y) <= 3]
    assert len(near) >= 20, f"no dot at {theta}"


@pytest.mark.parametrize(
    "query",
    ["", "landscape=ravine&optimizer=momentum&learning_rate=0.02&start_x=-3.3", "optimizer=adam&batch_size=3&seed=4"],
    ids=["regression", "momentum", "adam"],
)
def test_the_paths_end_is_theta(lab: Lab, query: str) -> None:
    lab.page.emulate_media(reduced_motion="reduce")  # nothing glides: what is drawn is where it is
    lab.open(f"{query}&pace=200")

    lab.page.evaluate(WITNESS)

    def is_theta_of(step: int) -> None:
        shown = lab.drawn()
        assert shown["step"] == step
        assert shown["end"] == lab.theta(step)
        dot_is_at(lab, shown["end"])

    is_theta_of(0)
    lab.run_to(25)
    end = lab.step
    is_theta_of(end)
    lab.page.get_by_role("button", name="Step back").click()
    lab.stands_at(end - 1)
    is_theta_of(end - 1)
    witnessed = lab.page.evaluate("window.witnessed.splice(0)")
    assert len(witnessed) > 5
    for step, shown in witnessed:  # at every moment, also between a message and its frame
        assert [float(part) for part in shown.split(",")] == lab.theta(step), f"step {step} was shown with another θ"
    lab.set("learning_rate", "0.03")
    lab.has_changes(1)
    is_theta_of(end - 1)
    ahead = lab.drawn()["ghost"]
    lab.forward()
    is_theta_of(end)
    assert lab.drawn()["end"] == pytest.approx(ahead, rel=1e-5, abs=1e-6)
    lab.page.keyboard.press("Home")
    lab.stands_at(0)
    is_theta_of(0)


def test_a_click_on_the_map_starts_there(lab: Lab) -> None:
    lab.open("at=2&learning_rate=0.3")  # long steps, over which no lens lies
    x, y = lab.place([0.5, 1.0])
    lab.map.click(position={"x": x, "y": y})
    lab.stands_at(0)
    start = lab.drawn()["end"]
    assert start == pytest.approx([0.5, 1.0], abs=0.05)
    config = lab.api()["config"]
    assert [config["start_x"], config["start_y"]] == pytest.approx(start, rel=1e-6)


def test_a_message_that_comes_before_its_frame_moves_nothing(page: Page) -> None:
    holding: list[str | bytes] = []
    streams: list[WebSocketRoute] = []

    def pass_on(stream: WebSocketRoute) -> None:
        streams.append(stream)
        stream.connect_to_server().on_message(
            lambda data: holding.append(data) if holding and isinstance(data, bytes) else stream.send(data)
        )

    page.route_web_socket(re.compile("/stream$"), pass_on)
    lab = Lab(page).open("at=4&pace=30")
    before, texts = lab.drawn(), lab.texts()
    holding.append("frames, from now on")
    lab.play.click()
    lab.has_status("playing")
    while lab.api()["step"] < 8:
        pass
    lab.play.click()
    lab.has_status("paused")
    assert (lab.step, lab.drawn(), lab.texts()) == (4, before, texts)
    page.get_by_role("button", name="Back to the start").click()
    frames = [data for data in holding if isinstance(data, bytes)]
    holding.clear()
    for frame in frames:
        streams[0].send(frame)
    lab.stands_at(0)
    assert lab.drawn()["end"] == lab.theta(0)
