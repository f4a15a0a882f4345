"""Names in a row: apart from each other, within their bounds, and no farther from their places than that asks for."""

import pytest
from playwright.sync_api import Page

from engine.rng import generator
from tests.browser.modules.calling import call

GAP = 12


def middles(page: Page, names: list[tuple[float, float]], low: float = 0, high: float = 400) -> list[float]:
    body = "return m.apart(x.names.map(([at, width]) => ({ at, width })), x.low, x.high)"
    found: list[float] = call(page, "views/apart", body, {"names": names, "low": low, "high": high})
    return found


def test_names_that_have_room_stand_at_their_places(page: Page) -> None:
    assert middles(page, [(50, 40), (150, 60), (380, 30)]) == [50, 150, 380]


def test_two_that_would_touch_share_the_way(page: Page) -> None:
    assert middles(page, [(100, 40), (110, 60), (300, 20)]) == [74, 136, 300]


def test_at_an_end_the_others_give_way(page: Page) -> None:
    assert middles(page, [(5, 40), (10, 20)]) == [20, 62]
    assert middles(page, [(370, 40), (395, 60)]) == [308, 370]


@pytest.mark.parametrize("seed", range(5))
def test_wherever_they_belong_none_touches_another(page: Page, seed: int) -> None:
    numbers = generator(seed, "names")
    places, widths = sorted(numbers.uniform(-20, 420, 6)), numbers.uniform(5, 50, 6)
    found = middles(page, [(float(at), float(width)) for at, width in zip(places, widths, strict=True)])
    left, right = [found - widths / 2, found + widths / 2]
    assert (left[1:] - right[:-1] >= GAP - 1e-9).all()
    assert left[0] >= -1e-9 and right[-1] <= 400 + 1e-9


def test_the_last_name_has_what_the_others_leave(page: Page) -> None:
    assert call(page, "views/apart", "return m.roomBeside([50, 70], 300)") == 300 - 50 - 70 - 2 * GAP
