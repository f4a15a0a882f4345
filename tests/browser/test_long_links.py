"""A run can have more changes than an address can hold: then a link leads as far into it as it can, and says so."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.driving import Lab, until

MANY = 700


def test_a_link_that_cannot_hold_a_run_says_how_far_it_leads(lab: Lab) -> None:
    changes = ",".join(f"{t}:learning_rate:{round(0.1 + t / 10_000, 4)}" for t in range(1, MANY + 1))
    page = lab.open(f"changes={changes}&at={MANY + 5}").page
    until(page, "document.querySelectorAll('#marks i').length > 100")
    lines = page.locator("#marks i")
    at = sorted(lines.evaluate_all("all => all.map((line) => Number(line.style.getPropertyValue('--at')))"))
    assert len(at) < MANY  # lines that would lie upon one another are one
    assert at[0] == pytest.approx(1 / (MANY + 5), abs=1e-5) and at[-1] > 0.98
    assert len(lab.api()["changes"]) == MANY
    until(page, "location.search.length <= 8000")
    query = parse_qs(urlsplit(page.url).query)
    told = query["changes"][0].split(",")
    assert len(page.url) > 7900 and told == changes.split(",")[: len(told)]
    assert query["at"] == [str(len(told) + 1)]  # the step before the first change that is left out

    page.evaluate("navigator.clipboard.writeText = (text) => ((window.copied = text), Promise.resolve())")
    page.get_by_role("button", name="Copy link").click()
    expect(lab.state("link")).to_contain_text(
        f"This run has {MANY} changes, more than a link can hold. The link leads to step {len(told) + 1} of it"
    )
    assert page.evaluate("window.copied") == page.url
    expect(page.get_by_role("button", name="Copy link")).to_contain_text("Copied")
    theta = lab.theta(len(told) + 1)

    lab.forward()  # the run itself goes on as ever
    assert lab.step == MANY + 6

    lab.open(urlsplit(page.url).query)
    lab.stands_at(len(told) + 1)
    assert lab.theta(len(told) + 1) == theta
