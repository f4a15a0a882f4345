"""The browser's modules that touch neither page nor network, called one by one in the browser itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from scripts.serving import Server


@pytest.fixture(scope="module")
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of the product's own origin with nothing on it, for all tests of a file."""
    opened = browser.new_page(base_url=server.address)
    opened.goto("/healthz")
    yield opened
    opened.close()
