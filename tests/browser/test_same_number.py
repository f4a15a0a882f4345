"""One number is lit wherever it stands: in the rows of numbers, in the table, and in the pictures."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.driving import Lab, until


def lit(page: Page, view: str) -> int:
    """How much of a picture is in the highlighter's yellow (for a line it is mixed with what lies below)."""
    return page.locator(f"[data-view={view}]").evaluate(
        """(view) => {
            const probe = document.body.appendChild(document.createElement("i"));
            probe.style.color = "var(--mark)";
            const [r, g, b] = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
            probe.remove();
            const canvas = [...view.querySelectorAll("canvas")].at(-1);
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            let count = 0;
            for (let i = 0; i < data.length; i += 4) count += data[i] === r && data[i + 1] === g && data[i + 2] === b;
            return count;
        }"""
    )


def is_lit(page: Page, view: str, yes: bool = True) -> None:
    """Once the next pictures are drawn."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))")
    assert (lit(page, view) > 0) == yes, f"{view} is {'not ' if yes else ''}lit"


def away(page: Page) -> None:
    page.mouse.move(2, 2)


@pytest.fixture
def rows(lab: Lab) -> Locator:
    """The samples as a table, open, in a lab whose next step is easy to tell from where it stands."""
    page = lab.open("at=1&batch_size=5&learning_rate=0.3").page
    page.set_viewport_size({"width": 1440, "height": 2400})  # all pictures are in sight
    page.get_by_text("The samples as a table").click()
    rows = page.locator("[data-view=samples] tbody tr")
    expect(rows).to_have_count(24)
    away(page)
    return rows


def test_a_number_lights_up_its_places_in_the_pictures(lab: Lab, rows: Locator) -> None:
    page = lab.page
    for name, views in {
        "theta-0": ["surface", "fit"],
        "theta-1": ["surface", "fit"],
        "next-0": ["surface", "fit"],
        "direction-1": ["surface"],
        "learning_rate": ["surface", "slice"],
    }.items():
        for view in views:
            is_lit(page, view, False)
        lab.number(name).hover()
        expect(lab.number(name)).to_contain_class("linked")
        for view in views:
            is_lit(page, view)
        away(page)
        expect(page.locator(".linked")).to_have_count(0)

    rows.nth(4).hover()
    expect(rows.nth(4)).to_contain_class("linked")
    for view in ("pulls", "fit"):
        is_lit(page, view)


def test_a_place_in_a_picture_lights_up_its_number(lab: Lab, rows: Locator) -> None:
    page = lab.page
    shown = lab.drawn()
    now, ahead = lab.place(shown["end"]), lab.place(shown["ghost"])
    for place, name in (
        ((now[0] + 3, now[1]), "theta-0"),
        ((now[0], now[1] + 3), "theta-1"),
        ((ahead[0] + 3, ahead[1]), "next-0"),
    ):
        lab.map.hover(position={"x": place[0], "y": place[1]})
        expect(lab.number(name)).to_contain_class("linked")
        expect(page.locator("[data-view=numbers] .linked").filter(visible=True)).to_have_count(1)
    away(page)
    expect(page.locator(".linked")).to_have_count(0)

    fit = page.locator("[data-view=fit]")
    box = fit.bounding_box()
    assert box is not None
    found = set()
    for x in range(40, int(box["width"]) - 10, 6):  # along the middle, over whatever points lie there
        fit.hover(position={"x": x, "y": box["height"] / 2})
        found |= set(page.locator("tr.linked").evaluate_all("rows => rows.map((row) => row.dataset.link)"))
        if found:
            break
    assert len(found) == 1
    is_lit(page, "pulls")


def test_a_tap_keeps_it_and_escape_lets_go(lab: Lab, rows: Locator) -> None:
    page = lab.page
    theta, other = lab.number("theta-0"), lab.number("next-1")
    theta.click()
    away(page)
    page.evaluate("document.activeElement.blur()")
    expect(theta).to_contain_class("linked")
    is_lit(page, "surface")
    other.hover()
    expect(other).to_contain_class("linked")
    expect(theta).not_to_contain_class("linked")
    away(page)
    expect(theta).to_contain_class("linked")

    lab.forward()  # kept while the run goes on
    expect(theta).to_contain_class("linked")
    page.keyboard.press("Escape")
    expect(page.locator(".linked")).to_have_count(0)
    is_lit(page, "surface", False)
    theta.click()
    theta.click()
    away(page)
    page.evaluate("document.activeElement.blur()")
    until(page, "!document.querySelector('.linked')")  # a second tap lets go as well
