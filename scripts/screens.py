"""Pictures of every state of the pages, for looking at, and the one in the README.

    python -m scripts.screens                          all into build/screens/{state}-{width}-{theme}.png
    python -m scripts.screens diverged --width 360     only some
    python -m scripts.screens --readme                 docs/descent-light.png and docs/descent-dark.png

A state is an address (a recipe: the same numbers every time) and what is done to the page that it opens. Lost
connections, a full server and a failed run are arranged between browser and server, so nothing has to break.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import (
    Browser,
    Page,
    Request,
    Route,
    TimeoutError,
    WebSocketRoute,
    expect,
    sync_playwright,
)

from scripts import chromium
from scripts.serving import serving

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = (360, 1024, 1440)
THEMES = ("light", "dark")
HEIGHT = "Math.min(8000, Math.max(innerHeight, document.documentElement.scrollHeight))"
STREAM = re.compile(r"/api/runs/[^/]+/stream$")


# What is done to a page, before or after it is opened


def nothing(page: Page) -> None:
    """The page as its address shows it."""


def play(page: Page) -> None:
    page.locator("#play").click()
    expect(page.locator("html")).to_have_attribute("data-status", "playing")


def play_to_the_end(page: Page) -> None:
    page.locator("#play").click()
    expect(page.locator("html")).to_have_attribute("data-status", re.compile("diverged|done"), timeout=60_000)


def full(page: Page) -> None:
    """The server refuses to make a run."""
    error = {"error": {"code": "full", "message": "The server is full."}}

    def refuse(route: Route, request: Request) -> None:
        if request.method == "POST":
            route.fulfill(status=503, headers={"Retry-After": "20"}, json=error)
        else:
            route.continue_()

    page.route("**/api/runs", refuse)


def silent(page: Page) -> None:
    """The stream opens and nobody says anything."""
    page.route_web_socket(STREAM, lambda stream: None)


class Line:
    """The line to the server, which can be cut, and on which something else can be said."""

    def __init__(self) -> None:
        self.cut = False
        self.streams: list[WebSocketRoute] = []

    def lay(self, page: Page) -> None:
        page.route_web_socket(STREAM, self._take)

    def _take(self, stream: WebSocketRoute) -> None:
        if self.cut:
            stream.close(code=1012)
        else:
            stream.connect_to_server()
            self.streams.append(stream)


def lose_the_connection(page: Page, line: Line) -> None:
    line.cut = True
    line.streams[-1].close(code=1012)
    expect(page.locator("html")).to_have_attribute("data-status", "reconnecting")


def fail(page: Page, line: Line) -> None:
    line.streams[-1].send(
        '{"type": "status", "status": "failed", "step": 12, "message": "The run lost its host twice."}'
    )
    expect(page.locator("html")).to_have_attribute("data-status", "failed")


def dismiss(page: Page) -> None:
    """Close what the page says about the link that it was opened by."""
    for button in page.locator("[data-state] button.close").all():
        button.click()
    page.mouse.move(0, 0)  # a chart shows its tools under the pointer


def open_the_keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()


@dataclass(frozen=True)
class State:
    """One picture: where the page is, and what is done before and after it is opened."""

    path: str
    before: Callable[[Page], None] = nothing
    after: Callable[[Page], None] = nothing
    cut: Callable[[Page, Line], None] | None = None  # what is done to the line once the page is ready
    status: str | None = None  # the page's data-status to wait for, where no picture of a run will come
    lab: bool = True


LAB = "/labs/descent"
DIVERGES = "landscape=ravine&condition=30&learning_rate=0.07&pace=60"
STATES = {
    "home": State("/", lab=False),
    "docs": State("/docs", lab=False),
    "not-found": State("/labs/telepathy", lab=False),
    "start": State(LAB),
    "standing": State(f"{LAB}?at=25"),
    "playing": State(f"{LAB}?at=10", after=play),
    "changed": State(f"{LAB}?changes=20:learning_rate:0.3,45:learning_rate:0.02&at=60"),
    "mini-batch": State(f"{LAB}?batch_size=4&at=60"),
    "momentum": State(f"{LAB}?landscape=ravine&condition=40&optimizer=momentum&learning_rate=0.02&at=60"),
    "adam": State(f"{LAB}?optimizer=adam&at=40"),
    "compare": State(f"{LAB}?compare=learning_rate:0.02,0.1,0.4&at=40"),
    "diverged": State(f"{LAB}?{DIVERGES}", after=play_to_the_end),
    "done": State(f"{LAB}?landscape=bowl&start_x=3&start_y=2&learning_rate=1", after=play_to_the_end),
    "notes": State(f"{LAB}?learning_rate=1000&colour=red"),
    "keys": State(LAB, after=open_the_keys),
    "connecting": State(LAB, before=silent, status="connecting"),
    "reconnecting": State(f"{LAB}?at=12", cut=lose_the_connection),
    "full": State(LAB, before=full, status="full"),
    "failed": State(f"{LAB}?at=12", cut=fail),
    "embed": State("/embed/descent?at=25&controls=learning_rate,batch_size,play,step,back,timeline,pace"),
    "embed-full": State("/embed/descent", before=full, status="full"),
    "embed-diverged": State(f"/embed/descent?{DIVERGES}", after=play_to_the_end),
}  # fmt: skip


README = State(f"{LAB}?batch_size=6&learning_rate=0.06&changes=12:learning_rate:0.3&at=18", after=dismiss)


# Making the pictures


def open_state(page: Page, state: State) -> None:
    """Bring the page into the state and wait until it has drawn it."""
    line = Line()
    if state.cut:
        line.lay(page)
    state.before(page)
    answer = page.goto(state.path)
    assert answer is not None and answer.status < 500, f"{state.path} is answered by a {answer}"
    if state.lab:
        html = page.locator("html")
        if state.status:
            expect(html).to_have_attribute("data-status", state.status)
        else:
            expect(html).to_have_attribute("data-ready", "true", timeout=30_000)
        if at := re.search(r"\bat=(\d+)", state.path):
            expect(html).to_have_attribute("data-step", at[1])
    state.after(page)
    if state.cut:
        state.cut(page, line)
    settle(page)


def settle(page: Page) -> None:
    """Fonts are there, requests are answered (Plotly among them), and two more pictures have been drawn."""
    page.evaluate("document.fonts.ready.then(() => null)")
    with suppress(TimeoutError):
        page.wait_for_load_state("networkidle", timeout=10_000)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))")
    page.wait_for_timeout(600)  # the longest transition; a picture, unlike a test, may wait for time


def picture(browser: Browser, base: str, state: State, width: int, theme: str, path: Path, *, whole: bool) -> None:
    context = browser.new_context(
        base_url=base,
        viewport={"width": width, "height": 800 if width < 600 else 900},
        color_scheme="dark" if theme == "dark" else "light",
    )
    try:
        page = context.new_page()
        open_state(page, state)
        if whole:  # a screen as high as the page, so that the player stays at the bottom
            page.set_viewport_size({"width": width, "height": page.evaluate(HEIGHT)})
            settle(page)
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path)
    finally:
        context.close()


def main() -> int:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("states", nargs="*", metavar="state", help=f"of: {', '.join(STATES)}")
    said.add_argument("--width", type=int, choices=WIDTHS, action="append")
    said.add_argument("--theme", choices=THEMES, action="append")
    said.add_argument("--readme", action="store_true", help="only the README's two pictures")
    chosen = said.parse_args()
    if unknown := [name for name in chosen.states if name not in STATES]:
        said.error(f"there is no state {unknown[0]}; there are: {', '.join(STATES)}")
    path = chromium.find()
    if not path:
        said.error(chromium.MISSING)

    faults = 0
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-gpu", *sandbox])
        if chosen.readme:
            for theme in THEMES:
                file = ROOT / "docs" / f"descent-{theme}.png"
                picture(browser, server.address, README, 1440, theme, file, whole=False)
                print(file.relative_to(ROOT))
            return 0
        for name in chosen.states or STATES:
            for width in chosen.width or WIDTHS:
                for theme in chosen.theme or THEMES:
                    file = ROOT / "build" / "screens" / f"{name}-{width}-{theme}.png"
                    try:
                        picture(browser, server.address, STATES[name], width, theme, file, whole=True)
                        print(file.relative_to(ROOT), flush=True)
                    except Exception as fault:  # the other pictures are still wanted
                        faults += 1
                        print(f"{file.relative_to(ROOT)}: {str(fault).splitlines()[0]}", file=sys.stderr)
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
