"""A lab in a frame of somebody else's page: sandboxed, on another origin, and below the fold until it is scrolled to."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Frame, Page, expect

from engine.labs import LABS
from scripts.serving import Server
from tests.browser.driving import Lab, until

COURSE = """<!doctype html><html lang="en"><title>A course</title>
<body style="margin: 0"><h1>Week 3</h1><input id="note" aria-label="Note">
<div style="height: 3000px"></div>
{frame}
<div style="height: 3000px"></div>
<script>
  window.said = [];
  addEventListener("message", ({{ data, source, origin }}) => {{
    said.push({{ data, origin, frame: source === document.querySelector("iframe").contentWindow }});
  }});
</script></body></html>"""


class Course(BaseHTTPRequestHandler):
    """Somebody's course page."""

    def __init__(self, frame: str, *rest: object) -> None:
        self.frame = frame
        super().__init__(*rest)

    def do_GET(self) -> None:
        page = COURSE.format(frame=self.frame).encode() if self.path == "/" else b""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *words: object) -> None:
        """Nothing to say."""


class Reader:
    """Somebody who reads that page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lab = Lab(page)
        self.made = 0
        page.on("request", self._count)

    def _count(self, request: object) -> None:
        self.made += request.method == "POST" and request.url.endswith("/api/runs")

    def open(self, course: str) -> None:
        self.page.goto(course)
        frame = self.page.frame(url="**/embed/**")
        assert isinstance(frame, Frame)
        frame.wait_for_load_state("load")
        self.lab.inside = frame

    def scroll_to_it(self) -> None:
        self.page.locator("#lab").evaluate("frame => frame.scrollIntoView({ block: 'center' })")

    def scroll_away(self) -> None:
        self.page.evaluate("scrollTo(0, 0)")

    def turn(self) -> None:
        """Let the page around it draw once more."""
        self.page.evaluate("new Promise(requestAnimationFrame)")

    def acks(self) -> int:
        return len(self.lab.sent("ack"))


@pytest.fixture
def publish() -> Iterator[Callable[[str], str]]:
    """The address of a course page with this frame in it."""
    running: list[ThreadingHTTPServer] = []

    def serve(frame: str) -> str:
        outside = ThreadingHTTPServer(("127.0.0.1", 0), partial(Course, frame))
        threading.Thread(target=outside.serve_forever, daemon=True).start()
        running.append(outside)
        return f"http://localhost:{outside.server_port}/"  # another name: another site altogether

    yield serve
    for outside in running:
        outside.shutdown()
        outside.server_close()


@pytest.fixture
def course(server: Server, publish: Callable[[str], str]) -> Callable[[str], str]:
    """The address of a course page that embeds the lab with this query, in a sandbox."""

    def serve(query: str) -> str:
        address = f"{server.address}/embed/descent?{query}".replace("&", "&amp;")
        size = 'width="700" height="600"'
        return publish(f'<iframe id="lab" title="Descent" sandbox="allow-scripts" {size} src="{address}"></iframe>')

    return serve


PLAYER = {"to-start", "step-back", "step-on", "timeline", "pace-menu"}


def touchable(lab: Lab) -> set[str]:
    """The names of all controls that a reader sees."""
    shown = lab.inside.locator("button, input, select").filter(visible=True)
    return set(shown.evaluate_all("all => all.map((element) => element.id || element.className)"))


def test_it_wakes_when_it_is_seen_and_waits_to_be_played(page: Page, course: Callable[[str], str]) -> None:
    reader = Reader(page)
    lab = reader.lab
    reader.open(course("controls=learning_rate,play&pace=30&learning_rate=0.05"))
    page.locator("#note").focus()
    assert lab.inside.evaluate("origin") == "null"
    assert lab.inside.evaluate("import(document.querySelector('script[type=module]').src).then(() => true)")
    assert reader.made == 0 and lab.recorded("streams") == []
    assert lab.html.get_attribute("data-ready") is None

    reader.scroll_to_it()
    lab.ready().stands_at(0)
    lab.has_status("paused")
    assert reader.made == 1
    assert lab.sent("play", "step", "seek", "change") == [] and lab.api()["end"] == 0
    assert lab.drawn()["end"] == lab.theta(0)
    expect(page.locator("#note")).to_be_focused()

    assert touchable(lab) == {"knob-learning_rate", "slide-learning_rate", "what", "play", *PLAYER}
    expect(lab.inside.get_by_role("navigation")).to_have_count(0)

    lab.play.click()
    lab.reaches(5)
    lab.set("learning_rate", "0.2")
    until(lab.inside, "window.recorded.heard.some(({ type }) => type === 'changed')")
    lab.pause()
    assert lab.drawn()["end"] == lab.theta(lab.step)
    assert lab.api()["changes"][0]["values"] == {"learning_rate": 0.2}
    assert reader.made == 1

    said = page.evaluate("window.said")
    assert said and all(one["frame"] and one["origin"] == "null" for one in said)
    height = lab.inside.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    assert said[-1]["data"] == {"source": "unrolled", "v": 1, "type": "height", "height": height}
    page.locator("#lab").evaluate("frame => frame.width = 320")
    until(page, "window.said.at(-1).data.height > x", height)


def test_it_never_takes_the_focus(page: Page, course: Callable[[str], str]) -> None:
    reader = Reader(page)
    reader.open(course("learning_rate=5&pace=60"))
    page.locator("#note").focus()
    page.evaluate("window.lost = 0; document.querySelector('#note').addEventListener('blur', () => window.lost++)")
    reader.scroll_to_it()
    lab = reader.lab
    lab.ready()
    lab.play.evaluate("button => button.click()")
    lab.has_status("diverged")
    expect(lab.state("ended")).to_be_visible()
    lab.state("ended").get_by_role("button").last.evaluate("button => button.click()")
    lab.has_changes(1)
    assert page.evaluate("window.lost") == 0
    page.keyboard.type("k ")  # keys that would play
    expect(page.locator("#note")).to_have_value("k ")
    lab.has_status("paused")


def test_out_of_sight_it_asks_for_nothing_and_loses_nothing(page: Page, course: Callable[[str], str]) -> None:
    reader = Reader(page)
    lab = reader.lab
    reader.open(course("batch_size=4&pace=300"))
    reader.scroll_to_it()
    lab.ready()
    lab.play.click()
    lab.reaches(50)
    assert reader.acks() > 2

    reader.scroll_away()
    until(page, "document.querySelector('#lab').getBoundingClientRect().top > innerHeight")
    asked, end = reader.acks(), lab.api()["end"]
    while lab.api()["end"] < end + 100:  # the last pictures are drawn, and acknowledged
        reader.turn()
    asked, end = reader.acks(), lab.api()["end"]
    while lab.api()["end"] < end + 1200:  # four seconds
        reader.turn()
    assert reader.acks() == asked
    expect(lab.state("silence")).to_have_count(0)  # nor does it miss what it has not asked for
    assert len(lab.losses()) < end + 300 and lab.step < end

    reader.scroll_to_it()
    lab.reaches(end + 1200)
    assert reader.acks() > asked
    step = lab.pause()
    assert len(lab.losses()) == step == lab.api()["end"]
    assert lab.losses()[end + 100] == pytest.approx(lab.update(end + 100)["loss"], rel=1e-6)
    assert lab.drawn()["end"] == lab.theta(step)


def test_it_shows_only_the_controls_that_are_named(page: Page) -> None:
    lab = Lab(page, "/embed/descent").open("controls=batch_size,step,back")
    assert touchable(lab) == {"knob-batch_size", "slide-batch_size", "what", "step-on", "step-back"}
    lab.forward()
    page.goto("/embed/descent?controls=play,3d")
    lab.ready()
    expect(page.get_by_role("radio", name="3-D")).to_be_visible()
    page.goto("/embed/descent?controls=play,landscape,colour")
    lab.ready()
    assert touchable(lab) == {"knob-landscape", "what", "play", "close", *PLAYER}
    expect(lab.state("note-0")).to_contain_text("colour")
    lab.inside.locator("#knob-landscape").select_option("bowl")
    until(page, "document.querySelector('[data-view=fit]').closest('[data-when]').hidden")


def test_the_snippet_that_the_lab_writes_works(lab: Lab, publish: Callable[[str], str]) -> None:
    page = lab.open("preset=ravine&at=5").page
    page.get_by_role("button", name="Embed").click()
    page.goto(publish(page.locator("#embed-snippet").input_value()))
    page.locator("iframe").scroll_into_view_if_needed()  # its frame is a lazy one
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame is not None
    lab.inside = frame
    lab.ready().stands_at(5)
    expect(frame.get_by_role("heading", level=1)).to_have_text("Zigzag in a ravine")
    whole = frame.get_by_role("link", name="Open the lab").get_attribute("href") or ""
    assert whole.endswith("/labs/descent?preset=ravine&at=5")


@pytest.mark.parametrize("query", ["preset=first-look", "preset=momentum", "preset=mini-batch", "preset=three-rates"])
def test_on_a_slide_everything_is_in_sight_without_scrolling(page: Page, query: str) -> None:
    page.set_viewport_size({"width": 960, "height": 540})
    lab = Lab(page, "/embed/descent").open(f"{query}&controls=learning_rate,batch_size,momentum,play")
    lab.stands_at(0)
    for shown in (lab.map, page.locator("p.line"), lab.slider, page.locator("#slide-batch_size"), lab.play):
        if (box := shown.bounding_box()) is not None:  # a knob that does not matter here is not there
            assert box["y"] >= 0 and box["y"] + box["height"] <= 540
    map_box = lab.map.bounding_box()
    assert map_box is not None and map_box["height"] > 250


@pytest.mark.parametrize("preset", [one.name for one in LABS["network"].presets if "plane" not in one.pictures])
def test_on_a_slide_the_pictures_of_a_story_are_in_sight(page: Page, preset: str) -> None:
    page.set_viewport_size({"width": 960, "height": 540})
    lab = Lab(page, "/embed/network").open(f"preset={preset}&controls=learning_rate,batch_size,play")
    lab.stands_at(0)
    for shown in (*page.locator("[data-picture] > .plot").all(), lab.slider, lab.play):
        if (box := shown.bounding_box()) is not None:  # a knob that differs between the lanes has no slider
            assert box["y"] >= 0 and box["y"] + box["height"] <= 540
