"""A browser that fails a test for whatever a visitor's console would complain about.

Any error in the console, uncaught exception or request to another host fails the test that caused it.
A test that provokes an error says so: `watch.expect(r"503")`.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts import chromium
from scripts.serving import Server
from tests.browser.driving import PATIENCE, Lab

PICTURES = Path(__file__).resolve().parents[2] / "build" / "failures"
QUIET = (  # Chromium's own errands: no test may depend on a network
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
)
OWN_HOSTS = {"127.0.0.1", "localhost"}  # two names, so that a test can have two origins
passed = pytest.StashKey[bool]()


@dataclass
class Watch:
    """What went wrong in the pages of one browser context."""

    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Errors that match this regular expression are what this test is about."""
        self.expected.append(pattern)

    def follow(self, context: BrowserContext) -> None:
        context.on("console", lambda said: said.type == "error" and self.note(f"console: {said.text}"))
        context.on("weberror", lambda fault: self.note(f"exception: {fault.error}"))
        context.on("request", lambda request: self.note_address(request.url))
        for page in context.pages:
            self.hear(page)
        context.on("page", self.hear)

    def hear(self, page: Page) -> None:
        page.on("websocket", lambda socket: self.note_address(socket.url))

    def note(self, fault: str) -> None:
        self.faults.append(fault)

    def note_address(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob", "about", "file") and parts.hostname not in OWN_HOSTS:
            self.note(f"request to another host: {address}")

    def verdict(self) -> None:
        unexpected = [fault for fault in self.faults if not any(re.search(pattern, fault) for pattern in self.expected)]
        assert not unexpected, "\n".join(unexpected)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    assert path, chromium.MISSING
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()  # Chromium refuses to sandbox itself as root
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*QUIET, *sandbox])
        yield running
        running.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """The faults of this test's pages; `page` and `context` are watched already."""
    watching = Watch()
    yield watching
    watching.verdict()


@pytest.fixture
def context(browser: Browser, server: Server, watch: Watch) -> Iterator[BrowserContext]:
    """A fresh profile on a screen of 1440 × 900. Addresses may be relative to the server's."""
    fresh = browser.new_context(base_url=server.address, viewport={"width": 1440, "height": 900})
    fresh.set_default_timeout(15_000)
    watch.follow(fresh)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page; when its test fails, build/failures has a picture of it."""
    opened = context.new_page()
    yield opened
    picture_if_failed(opened, request)


@pytest.fixture
def elsewhere(browser: Browser, server: Server, watch: Watch) -> Iterator[BrowserContext]:
    """Somebody else's browser."""
    other = browser.new_context(base_url=server.address, viewport={"width": 1440, "height": 900})
    watch.follow(other)
    yield other
    other.close()


@pytest.fixture(scope="module")
def tab(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """One page for the labs of a whole file, at its PLACE if it names one: in a new one Plotly is compiled anew, which
    takes longer than most tests."""
    context = browser.new_context(base_url=server.address)
    context.set_default_timeout(PATIENCE)
    yield Lab(context.new_page(), getattr(request.module, "PLACE", "/labs/descent"))
    context.close()


@pytest.fixture
def lab(tab: Lab, watch: Watch, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """The lab, not opened yet, on a page on which nothing is left of the test before; as high as the file's HIGH."""
    page = tab.page
    page.mouse.up()
    page.unroute_all()
    page.goto("about:blank")
    page.emulate_media(color_scheme="null", reduced_motion="null")
    page.set_viewport_size({"width": 1440, "height": getattr(request.module, "HIGH", 900)})
    watch.follow(page.context)
    tab.inside = page
    yield tab
    picture_if_failed(page, request)


def picture_if_failed(page: Page, request: pytest.FixtureRequest) -> None:
    if not request.node.stash.get(passed, False) and not page.is_closed():
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{re.sub(r'[^a-z0-9]+', '-', request.node.name.lower())}.png")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Remember whether the test itself passed, for `page`."""
    report = yield
    if call.when == "call":
        item.stash[passed] = call.excinfo is None
    return report
