"""What stands on the page is not touched while it stays the same: a selection in it, and a reader's place, stay."""

import pytest
from playwright.sync_api import Page

from tests.browser.modules.calling import call


@pytest.mark.parametrize(("how", "again", "then"), [("say", "<b>5</b>", "6"), ("put", "<b>5</b>", "<b>6</b>")])
def test_only_what_is_new_is_written(page: Page, how: str, again: str, then: str) -> None:
    body = f"""const place = document.createElement("p");
        m.{how}(place, x[0]);
        const first = place.firstChild;
        m.{how}(place, x[0]);
        const same = place.firstChild === first;
        const before = place.textContent;
        m.{how}(place, x[1]);
        return [same, before, place.textContent];"""
    assert call(page, "written", body, [again, then]) == [True, "5" if how == "put" else again, "6"]


def test_a_place_that_is_not_there_is_no_matter(page: Page) -> None:
    assert call(page, "written", "m.say(null, 'a'); m.say(undefined, 'b'); return true")
