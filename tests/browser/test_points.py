"""A student's own points: added, dragged and removed in the picture or in its table, and brought back by a link."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect

from scripts.serving import Server
from tests.browser.conftest import Watch
from tests.browser.driving import Lab, tab_to, until

TRIANGLE = "points=0+0+1+2+2+1"


class Picture:
    """The picture of the points, used by a hand."""

    def __init__(self, lab: Lab) -> None:
        until(lab.inside, "document.querySelector('[data-view=fit] canvas')")  # its data may come after the first step
        self.lab = lab
        self.element = lab.inside.locator("[data-view=fit]")
        self.editor = lab.inside.locator("[data-edit=points]")
        self.refusal = self.editor.locator(".refusal")
        self.table = self.editor.locator("details")

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point is on the screen: the axes have room for 7 % and 16 % of what the triangle fills."""
        self.element.scroll_into_view_if_needed()
        box = self.element.bounding_box()
        assert box is not None
        left, right, top, bottom = (
            box["x"] + 30,
            box["x"] + box["width"] - 8,
            box["y"] + 8,
            box["y"] + box["height"] - 26,
        )
        return left + (x + 0.14) / 2.28 * (right - left), bottom - (y + 0.32) / 2.64 * (bottom - top)

    def click(self, x: float, y: float) -> None:
        self.lab.page.mouse.click(*self.place(x, y))

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Take a point and pull it. It stays under the finger."""
        self.lab.page.mouse.move(*self.place(*start))
        self.lab.page.mouse.down()
        self.lab.page.mouse.move(*self.place(*end), steps=5)

    def points(self) -> list[list[float]]:
        """What the server's data are at the step where the run stands."""
        batch = self.lab.update(self.lab.api()["step"])["batch"]
        return [[x[0], y[0]] for x, y in zip(batch["x"], batch["y"], strict=True)]

    def row(self, point: int) -> Locator:
        return self.table.locator("tbody tr").nth(point - 1)

    def marked(self, words: str) -> None:
        """The newest mark on the timeline says so."""
        until(self.lab.inside, "document.querySelector('#last-change')?.textContent.startsWith(x)", words)


@pytest.fixture
def phone(browser: Browser, server: Server, watch: Watch) -> Iterator[Lab]:
    """The lab on a screen for fingers, not opened yet."""
    context = browser.new_context(
        base_url=server.address, viewport={"width": 390, "height": 760}, has_touch=True, is_mobile=True
    )
    context.set_default_timeout(15_000)
    watch.follow(context)
    yield Lab(context.new_page())
    context.close()


@pytest.fixture
def picture(lab: Lab) -> Picture:
    lab.open(f"{TRIANGLE}&learning_rate=0.05")
    return Picture(lab)


def test_a_click_on_an_empty_place_adds_a_point(picture: Picture) -> None:
    lab = picture.lab
    expect(picture.editor.locator(".hint")).to_have_text(
        "Click to add a point, drag to move it, double-click to remove it."
    )
    lab.forward(2)
    picture.click(0.5, 1.5)
    picture.marked("A point added at step 2.")
    found = picture.points()
    assert found[:3] == [[0, 0], [1, 2], [2, 1]]
    assert found[3] == pytest.approx([0.5, 1.5], abs=0.02)
    assert len(lab.sent("change")) == 1
    lab.has_changes(1)
    assert lab.api()["changes"][0]["step"] == 2
    lab.forward()
    assert lab.drawn()["end"] == lab.theta(3)


def test_a_point_follows_the_finger_and_is_one_change_when_it_is_let_go(picture: Picture) -> None:
    lab = picture.lab
    picture.drag((1, 2), (1.2, 1))
    until(lab.inside, "document.querySelector('[data-view=fit]').style.cursor === 'grabbing'")
    until(
        lab.inside, "document.querySelector('[data-view=surface]').dataset.ghost === ''"
    )  # the next step depends on it
    assert lab.sent("change") == []
    lab.let_go()
    picture.marked("A point moved at step 0.")
    found = picture.points()
    assert [found[0], found[2]] == [[0, 0], [2, 1]]
    assert found[1] == pytest.approx([1.2, 1], abs=0.02)
    assert len(lab.sent("change")) == 1


def test_escape_lets_a_point_go_back(picture: Picture) -> None:
    lab = picture.lab
    picture.drag((1, 2), (1.2, 1))
    lab.page.keyboard.press("Escape")
    lab.let_go()
    picture.click(0.5, 1.5)
    picture.marked("A point added")
    assert picture.points()[1] == [1, 2]


@pytest.mark.parametrize("way", ["out of the picture", "twice", "Delete"])
def test_a_point_is_removed(picture: Picture, way: str) -> None:
    lab = picture.lab
    picture.click(0.5, 1.5)
    picture.marked("A point added")
    lab.forward()
    if way == "twice":
        lab.page.mouse.dblclick(*picture.place(1, 2))
    elif way == "Delete":
        picture.click(1, 2)
        lab.page.keyboard.press("Delete")
    else:
        picture.drag((1, 2), (1, 2.7))
        lab.let_go()
    picture.marked("A point removed at step 1.")
    found = picture.points()
    assert len(found) == 3 and [1, 2] not in found
    assert len(lab.sent("change")) == 2


def test_a_double_click_on_an_empty_place_adds_one_point(picture: Picture) -> None:
    picture.lab.page.mouse.dblclick(*picture.place(0.5, 1.5))
    picture.marked("A point added")
    picture.click(1.5, 0.5)
    until(picture.lab.inside, "window.recorded.heard.filter(({ type }) => type === 'changed').length === 2")
    assert len(picture.points()) == 5


def test_while_it_plays_points_come_and_the_surface_with_them(picture: Picture) -> None:
    lab = picture.lab
    lab.play.click()
    lab.reaches(2)
    before = lab.recorded("arrays")["domain"]
    picture.click(0.3, 1.9)
    picture.marked("A point added")
    until(lab.inside, "String(window.recorded.arrays.domain) !== String(x)", before)
    lab.pause()
    assert len(picture.points()) == 4
    assert lab.drawn()["end"] == lab.theta(lab.step)
    expect(lab.inside.locator("button.fit")).to_be_hidden()  # it is the map of these data, not a part of another


def test_going_back_undoes_and_a_link_brings_back(picture: Picture, context: BrowserContext) -> None:
    lab = picture.lab
    lab.forward()
    picture.click(0.5, 1.5)
    picture.marked("A point added at step 1.")
    lab.forward()
    picture.click(1.5, 0.4)
    picture.marked("A point added at step 2.")
    lab.forward()
    found = picture.points()
    assert len(found) == 5
    until(lab.inside, "location.search.endsWith('at=3')")
    link = lab.page.url
    lab.inside.locator("#step-back").click()
    lab.inside.locator("#step-back").click()
    lab.stands_at(1)
    until(lab.inside, "window.recorded.arrays.points.length === 8")
    lab.inside.locator("#step-back").click()
    until(lab.inside, "window.recorded.arrays.points.length === 6")

    other = Lab(context.new_page())
    other.page.goto(link)
    other.ready().stands_at(3)
    other.has_changes(2)
    assert Picture(other).points() == found
    assert other.theta(3) == lab.theta(3)
    titles = other.ticks.evaluate_all("all => all.map((tick) => tick.title || tick.ariaLabel)")
    assert all("a point added" in title for title in titles)


def test_by_keyboard_in_the_table(picture: Picture) -> None:
    lab = picture.lab
    page = lab.page
    tab_to(page, picture.table.locator("summary"))
    page.keyboard.press("Enter")
    field = picture.row(2).get_by_label("y of point 2")
    expect(field).to_have_value("2")
    tab_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type("−1,5\n")
    picture.marked("A point moved")
    assert picture.points() == [[0, 0], [1, -1.5], [2, 1]]

    page.keyboard.press("Escape")
    lab.forward()
    tab_to(page, picture.table.get_by_label("x of a new point"))
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    picture.marked("A point added")
    expect(picture.row(4).get_by_label("y of point 4")).to_have_value("4")
    assert picture.points()[3] == [3, 4]

    lab.forward()
    away = picture.row(1).get_by_role("button", name="Remove point 1")
    tab_to(page, away, "Shift+Tab")
    page.keyboard.press("Enter")
    picture.marked("A point removed")
    expect(picture.row(1).get_by_label("x of point 1")).to_have_value("1")
    expect(away).to_be_focused()  # it is the next one's now

    picture.table.get_by_role("button", name="Back to the first points").press("Enter")
    picture.marked("The first points again")
    expect(picture.table.locator("tbody tr")).to_have_count(24)
    assert len(picture.points()) == 24


def test_what_cannot_be_is_told_and_the_picture_shows_what_is_in_force(picture: Picture) -> None:
    lab = picture.lab
    picture.table.locator("summary").click()
    field = picture.row(2).get_by_label("y of point 2")
    field.fill("high")
    field.press("Enter")
    expect(picture.refusal).to_have_text("The y of point 2 cannot be “high”: it is a number.")
    expect(field).to_have_value("2")
    field.fill("101")
    field.press("Enter")
    expect(picture.refusal).to_have_text("Points cannot be “0 0 1 101 2 1”: “101” lies beyond ±100.")
    lab.page.locator("h1").click()
    expect(field).to_have_value("2")

    for point in (3, 2):
        picture.row(point).get_by_role("button").click()
    expect(picture.refusal).to_have_text("Points cannot be “0 0”: a line needs 2 points or more.")
    expect(picture.table.locator("tbody tr")).to_have_count(2)
    assert picture.points() == [[0, 0], [1, 2]]
    expect(lab.state("refused")).to_have_count(0)
    lab.forward()
    lab.page.mouse.click(*picture.place(0.5, 1))
    picture.marked("A point added")
    expect(picture.refusal).to_be_empty()


def test_where_the_run_has_ended_the_picture_says_so(lab: Lab) -> None:
    lab.open(f"{TRIANGLE}&learning_rate=50")
    lab.play.click()
    lab.has_status("diverged")
    picture = Picture(lab)
    picture.click(0.5, 1.5)
    expect(picture.refusal).to_contain_text("The run has diverged at step")
    assert len(lab.api()["changes"]) == 0
    until(lab.inside, "document.querySelector('[data-view=fit]').ariaLabel.startsWith('3 points')")


def test_the_labs_own_points_become_the_students(lab: Lab) -> None:
    """All of the first 24 stay, with four digits; a batch of all of them stays one of all."""
    picture = Picture(lab.open())
    box = picture.element.bounding_box()
    assert box is not None
    lab.page.mouse.click(box["x"] + 60, box["y"] + 330)
    picture.marked("A point added at step 0.")
    found = picture.points()
    assert len(found) == 25
    expect(lab.inside.locator("#knob-batch_size")).to_have_value("25")
    first = lab.recorded("arrays")["own_points"]
    for point, (x, y) in zip(found, zip(first[::2], first[1::2], strict=True), strict=False):
        assert point == pytest.approx([x, y], rel=1e-3)


def test_a_table_that_is_handed_in_takes_the_place_of_the_points(lab: Lab) -> None:
    lab.open(TRIANGLE)
    table = FilePayload(name="t.csv", mimeType="text/csv", buffer=b"x,y\n1,2\n3,4\n5,7\n6,6\n")
    lab.inside.locator("input[type=file]").set_input_files(table)
    until(lab.inside, "window.recorded.arrays.points.length === 8")
    assert Picture(lab).points() == [[1, 2], [3, 4], [5, 7], [6, 6]]


def test_more_points_than_a_hand_can_set_are_only_shown(lab: Lab) -> None:
    rows = "".join(f"{i},{i % 7}\n" for i in range(65))
    lab.open()
    table = FilePayload(name="t.csv", mimeType="text/csv", buffer=rows.encode())
    lab.inside.locator("input[type=file]").set_input_files(table)
    until(lab.inside, "window.recorded.arrays.points.length === 130")
    picture = Picture(lab)
    expect(picture.editor.locator(".hint")).to_have_text("These are 65 points; up to 64 can be set here.")
    expect(picture.table).to_be_hidden()
    box = picture.element.bounding_box()
    assert box is not None
    lab.page.mouse.click(box["x"] + 60, box["y"] + 30)
    lab.forward()
    assert lab.sent("change") == []


def test_in_a_race_the_points_are_the_same_for_all(lab: Lab) -> None:
    picture = Picture(lab.open(f"{TRIANGLE}&compare=learning_rate:0.01,0.1"))
    picture.click(0.5, 1.5)
    picture.marked("A point added")
    lab.forward()
    for lane in (0, 1):
        assert len(lab.api(f"/steps/1?lane={lane}")["batch"]["x"]) == 4


@pytest.mark.parametrize("may", [True, False])
def test_an_embed_lets_only_those_edit_who_may(page: Page, may: bool) -> None:
    lab = Lab(page, "/embed/descent").open(f"{TRIANGLE}&controls=step{',points' if may else ''}")
    picture = Picture(lab)
    expect(picture.editor).to_be_visible(visible=may)
    expect(page.locator(".part[data-knob=points]")).to_have_count(0)
    picture.click(0.5, 1.5)
    if may:
        until(page, "window.recorded.heard.some(({ type }) => type === 'changed')")
    lab.forward()
    assert len(picture.points()) == (4 if may else 3)
    assert picture.element.evaluate("element => element.style.cursor") == ("grab" if may else "")


def test_a_finger_drags_points_and_elsewhere_moves_the_page(phone: Lab) -> None:
    lab = phone.open(TRIANGLE)
    picture = Picture(lab)
    x, y = picture.place(1, 2)
    session = lab.page.context.new_cdp_session(lab.page)

    def finger(kind: str, *places: tuple[float, float]) -> None:
        points: list[Any] = [{"x": px, "y": py} for px, py in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    box = picture.element.bounding_box()
    assert box is not None
    finger("touchStart", (x, y))
    for part in range(1, 6):
        finger("touchMove", (x, y + 12 * part))
    finger("touchEnd")
    picture.marked("A point moved")
    after = picture.element.bounding_box()
    assert after is not None and after["y"] == pytest.approx(box["y"], abs=2)  # the page stood still
    assert picture.points()[1][1] < 1.9
    lab.inside.locator("#step-on").tap()
    lab.stands_at(1)
    lab.page.touchscreen.tap(*picture.place(0.5, 1.5))
    picture.marked("A point added")
    x, y = picture.place(1.6, 1.9)
    top = lab.page.evaluate("scrollY")
    finger("touchStart", (x, y))
    for part in range(1, 9):
        finger("touchMove", (x, y - 15 * part))
    finger("touchEnd")
    until(lab.page, "scrollY > x", top)
    assert len(picture.points()) == 4


def test_only_a_line_takes_points(lab: Lab) -> None:
    page = lab.open("landscape=neuron").page
    editor = page.locator("[data-edit=points]")
    expect(editor).to_be_hidden()
    page.locator("[data-view=fit]").click(position={"x": 120, "y": 90})
    page.evaluate("new Promise(requestAnimationFrame)")
    assert lab.sent("change") == []
    page.locator("#knob-landscape").select_option("regression")
    expect(editor).to_be_visible()
