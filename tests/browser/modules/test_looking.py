"""What several views of a page look at is told as one look, and each ends its own part of it alone."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.modules.calling import call

ASKED = """const sent = [];
const { actions, saw } = m.together({ look: (values, passing = false) => sent.push([values, passing]) });
for (const [values, passing] of x) if (passing === null) saw({ look: values }); else actions.look(values, passing);
return sent;"""


def told(page: Page, *looks: tuple[dict[str, Any], bool | None]) -> list[Any]:
    """What is sent; of a look with None it is a frame that tells of it."""
    sent: list[Any] = call(page, "looking", ASKED, looks)
    return sent


def test_each_part_stays_until_its_own_view_ends_it(page: Page) -> None:
    assert told(page, ({"time": 2}, False), ({"unit": 1}, False), ({"time": 3}, False)) == [
        [{"time": 2}, False],
        [{"time": 2, "unit": 1}, False],
        [{"time": 3, "unit": 1}, False],
    ]
    ends = "m.together({ look: (values) => (x = values) }).actions"
    assert call(page, "looking", f"{ends}.look({{ a: 1, b: undefined }}); return Object.keys(x);") == ["a"]


def test_what_a_frame_tells_of_is_what_the_next_look_joins(page: Page) -> None:
    assert told(page, ({"time": 2}, False), ({"sequence": 5}, None), ({"unit": 1}, False))[-1] == [
        {"sequence": 5, "unit": 1},
        False,
    ]


def test_what_is_looked_at_in_passing_is_in_no_link_and_ends_when_somebody_asks(page: Page) -> None:
    assert told(page, ({"word": "king"}, False), ({"pair": 3}, True), ({"axis": "a"}, False), ({"pair": 4}, False)) == [
        [{"word": "king"}, False],
        [{"word": "king", "pair": 3}, True],
        [{"word": "king", "axis": "a"}, False],
        [{"word": "king", "axis": "a", "pair": 3}, True],
        [{"word": "king", "axis": "a", "pair": 4}, False],
    ]
