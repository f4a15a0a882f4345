"""Every page loads without an error in the console or a request to another host (see conftest.py)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.driving import PATIENCE


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_without_a_run(page: Page, path: str) -> None:
    answer = page.goto(path, wait_until="networkidle")
    assert answer is not None and answer.status == 200
    if path == "/docs":
        expect(page.locator(".opblock").first).to_be_visible()


@pytest.mark.parametrize("path", ["/labs/descent", "/embed/descent", "/labs/recurrent", "/embed/recurrent"])
def test_pages_with_a_run(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("html")).to_have_attribute("data-ready", "true", timeout=PATIENCE)


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("console.error('wrong')", "console: wrong"),
        ("setTimeout(() => { throw new Error('thrown') })", "exception: thrown"),
        ("fetch('https://elsewhere.invalid/x').catch(() => null)", "request to another host"),
    ],
)
def test_a_fault_would_be_noticed(page: Page, watch: Watch, script: str, fault: str) -> None:
    page.goto("about:blank")  # the product's own pages would refuse the request themselves
    with page.expect_event("request" if "fetch" in script else "console" if "console" in script else "pageerror"):
        page.evaluate(script)
    page.evaluate("null")
    with pytest.raises(AssertionError, match=fault):
        watch.verdict()
    watch.faults.clear()
