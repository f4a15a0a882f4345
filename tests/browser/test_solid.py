"""The surface in 3-D: fetched when it is asked for, with the map's trajectories on it, turned by hand, button and key."""

import math
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.driving import Lab, until

PLOT = "document.querySelector('[data-view=solid] .js-plotly-plot')"
SCRIPT = re.compile(r"/plotly\.min\.js$")
WITHOUT_WEBGL = """
    const plain = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return /webgl/.test(kind) ? null : plain.call(this, kind, ...rest);
    };
"""


def choose(lab: Lab, value: str = "solid") -> None:
    lab.inside.locator(f"[data-choice=solid] input[value={value}]").check()


def drawn(lab: Lab) -> Lab:
    """Once the solid shows the step that the page shows."""
    until(lab.inside, f"{PLOT} && {PLOT}.closest('[data-view]').dataset.step === document.documentElement.dataset.step")
    return lab


def solid(lab: Lab, query: str = "") -> Lab:
    lab.open(query)
    choose(lab)
    return drawn(lab)


def traces(lab: Lab) -> dict[str, Any]:
    """What Plotly was given, by name."""
    found: dict[str, Any] = lab.inside.evaluate(
        f"""() => Object.fromEntries({PLOT}.data.map(({{ name, type, x, y, z, line, marker, customdata }}) => [name, type === "surface"
            ? {{ rows: z.length, columns: z[0].length }}
            : {{ x: [...x], y: [...y], z: [...z], line, marker, steps: customdata && [...customdata] }}]))"""
    )
    return found


def places(trace: dict[str, Any]) -> list[tuple[float, float]]:
    return [(x, y) for x, y in zip(trace["x"], trace["y"], strict=True) if x is not None]


def fetched(lab: Lab) -> int:
    """How many times the page has asked for Plotly."""
    return int(
        lab.inside.evaluate(
            "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/plotly.min.js')).length"
        )
    )


def eye(lab: Lab) -> list[float]:
    found: list[float] = lab.inside.evaluate(f"(({{ x, y, z }}) => [x, y, z])({PLOT}.layout.scene.camera.eye)")
    return found


def turned_from(lab: Lab, before: list[float]) -> list[float]:
    moved = "(({ x, y, z }, from) => Math.hypot(x - from[0], y - from[1], z - from[2]) > 1e-6)"
    until(lab.inside, f"{moved}({PLOT}.layout.scene.camera.eye, x)", before)
    return eye(lab)


def test_it_shows_the_trajectory_of_the_step_that_is_shown(lab: Lab) -> None:
    solid(lab, "at=6&learning_rate=0.3&changes=2:learning_rate:0.2")
    assert fetched(lab) == 1  # which the loss chart has asked for
    found = traces(lab)
    assert found["path"]["steps"] == list(range(7))
    at = [lab.theta(step) for step in range(7)]
    path = places(found["path"])
    assert [path.index((x, y)) for x, y in at] == sorted(path.index((x, y)) for x, y in at)  # exactly there, in order
    assert path[0] == tuple(at[0]) and path[-1] == tuple(at[-1])
    assert (found["J"]["rows"], found["J"]["columns"]) == (73, 97)
    symbols = found["balls"]["marker"]["symbol"]
    balls = places(found["balls"])
    assert balls[symbols.index("diamond")] == tuple(at[2])
    after = balls[symbols.index("circle-open")]
    assert places(found["next step"])[-1] == after
    assert "cross" in symbols and not places(found["ahead"])

    lab.forward()
    drawn(lab)
    assert traces(lab)["path"]["steps"] == list(range(8))
    assert lab.theta(7) == pytest.approx(after, abs=1e-5)
    lab.inside.locator("#step-back").click()
    lab.stands_at(6)
    drawn(lab)
    found = traces(lab)
    assert found["path"]["steps"] == list(range(7))
    assert places(found["ahead"])[-1] == tuple(lab.theta(7))


def test_heights_are_those_of_the_loss(lab: Lab) -> None:
    """With a floor log(1 + J/floor), and the paths lie just above the surface."""
    solid(lab, "landscape=rosenbrock&at=9")
    floor = lab.recorded("arrays")["floor"][0]
    expect(lab.inside.locator("[data-view=solid] .height")).to_have_text("Height: log(1 + J/0.3)")
    path = traces(lab)["path"]
    low, high = lab.inside.evaluate(f"{PLOT}.layout.scene.zaxis.range")
    for step, height in ((0, path["z"][0]), (9, path["z"][-1])):
        exact = math.log10(1 + lab.update(step)["objective"] / floor)
        assert exact < height < exact + 0.06 * (high - low)  # as seen from the grid, and lifted
    ticks = lab.inside.evaluate(f"(({{ tickvals, ticktext }}) => [tickvals, ticktext])({PLOT}.layout.scene.zaxis)")
    assert ticks[0] == pytest.approx([math.log10(1 + float(text) / floor) for text in ticks[1]]) and len(ticks[0]) > 2


def test_races_have_a_path_for_each_lane(lab: Lab) -> None:
    solid(lab, "compare=learning_rate:0.012,0.19,0.47&at=5")
    found = traces(lab)
    paths = [trace for name, trace in found.items() if name.startswith("α = ")]
    assert len(paths) == 3 and all(trace["steps"] == list(range(6)) for trace in paths)
    assert len({trace["line"]["color"] for trace in paths}) == 3
    assert [trace["line"]["dash"] for trace in paths] == ["solid", "dot", "dash"]
    labels = lab.inside.evaluate(f"{PLOT}.layout.scene.annotations.map(({{ text }}) => text)")
    assert labels == ["<b>1</b>", "<b>2</b>", "<b>3</b>"]


def test_keys_turn_it_and_step_nothing(lab: Lab) -> None:
    solid(lab, "at=3")
    figure = lab.inside.get_by_role("application")
    expect(figure).to_have_accessible_name(re.compile(r"^The loss surface in 3-D over θ₀ from .* At step 3: "))
    expect(figure).to_have_accessible_description(re.compile("Arrow keys turn it"))
    first = eye(lab)
    figure.focus()
    before = first
    for key in ("ArrowLeft", "ArrowUp", "+", "Home", "ArrowRight", "-", "0"):
        lab.page.keyboard.press(key)
        before = turned_from(lab, before)
        if key in ("Home", "0"):
            assert before == pytest.approx(first)
    for _ in range(12):
        lab.page.keyboard.press("ArrowDown")
    turned_from(lab, before)
    until(lab.inside, f"{PLOT}.layout.scene.camera.eye.z < 0.1 && {PLOT}.layout.scene.camera.eye.z > -0.24")
    assert lab.step == 3 and lab.sent("step", "seek") == []

    lab.inside.get_by_role("button", name="First view").click()
    until(lab.inside, f"Math.abs({PLOT}.layout.scene.camera.eye.z - x) < 1e-6", first[2])
    lab.inside.locator("h1").click()
    lab.page.keyboard.press("ArrowRight")  # elsewhere the page's own keys hold
    lab.stands_at(4)


def test_it_is_turned_by_hand_and_stays_so(lab: Lab) -> None:
    solid(lab, "at=3")
    box = lab.inside.get_by_role("application").bounding_box()
    assert box is not None
    first = eye(lab)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lab.page.mouse.move(x, y)
    lab.page.mouse.wheel(0, 60)  # not yet touched: the page scrolls
    until(lab.inside, "scrollY > 0")
    assert eye(lab) == first
    lab.page.evaluate("scrollTo(0, 0)")
    lab.page.mouse.down()
    lab.page.mouse.move(x + 80, y + 20, steps=4)
    lab.page.mouse.up()
    turned = turned_from(lab, first)
    lab.page.mouse.wheel(0, -60)  # now it has the focus
    near = turned_from(lab, turned)
    assert math.dist(near, [0, 0, -0.24]) < math.dist(turned, [0, 0, -0.24])
    assert lab.page.evaluate("scrollY") == 0
    lab.forward()
    drawn(lab)
    assert eye(lab) == pytest.approx(near, abs=1e-6)


def test_it_takes_the_theme(lab: Lab) -> None:
    lab.page.emulate_media(color_scheme="light")
    solid(lab, "at=3")
    colours = f"JSON.stringify([{PLOT}.data[0].colorscale, {PLOT}.data.at(-1).marker.color])"
    light = lab.inside.evaluate(colours)
    lab.page.emulate_media(color_scheme="dark")
    until(lab.inside, f"{colours} !== x", light)


def test_predictions_are_made_on_the_map(lab: Lab) -> None:
    solid(lab, "at=3")
    lab.inside.get_by_role("button", name="Predict").click()
    expect(lab.map).to_be_visible()
    expect(lab.inside.locator("[data-view=solid]")).to_be_hidden()
    expect(lab.inside.locator("[data-choice=solid] [value=map]")).to_be_checked()
    lab.page.keyboard.press("Escape")
    choose(lab)
    drawn(lab)


def test_nothing_is_drawn_in_vain(lab: Lab) -> None:
    """Few times a second while it plays, and not at all while the map is shown."""
    solid(lab, "landscape=ravine&learning_rate=0.002&pace=60")
    lab.page.evaluate(
        """() => {
            const plain = Plotly.react;
            window.draws = [];
            Plotly.react = (element, ...rest) => {
                if (element.closest("[data-view=solid]")) draws.push([performance.now(), rest[0][0]]);
                return plain(element, ...rest);
            };
        }"""
    )
    lab.play.click()
    for count in range(1, 5):
        until(lab.inside, "draws.length > x", count)
    times, same = lab.page.evaluate("[draws.map(([time]) => time), new Set(draws.map(([, surface]) => surface)).size]")
    assert same == 1  # the surface itself is made once
    assert (times[-1] - times[1]) / (
        len(times) - 2
    ) > 225  # ms; a timer may be a little early, and the pause has its own pace
    choose(lab, "map")
    expect(lab.map).to_be_visible()
    count = lab.page.evaluate("draws.length")
    lab.reaches(lab.step + 30)
    lab.pause()
    assert lab.page.evaluate("draws.length") == count
    choose(lab)
    drawn(lab)  # at once where the run is now


def test_an_embed_fetches_plotly_on_demand(page: Page, watch: Watch) -> None:
    watch.expect("ERR_FAILED")
    page.route(SCRIPT, lambda route: route.abort())
    lab = Lab(page, "/embed/descent").open("at=2")
    assert not fetched(lab)
    choose(lab)
    told = page.locator("[data-view=solid] [role=status]")
    expect(told).to_contain_text("could not be loaded. The map shows the same.")
    choose(lab, "map")
    expect(lab.map).to_be_visible()
    choose(lab)  # asks again
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    page.unroute_all()
    again.click()
    drawn(lab)
    expect(told).to_be_hidden()
    lab.forward()
    drawn(lab)
    assert traces(lab)["path"]["steps"] == [0, 1, 2, 3]


def test_without_webgl_the_map_stays(page: Page) -> None:
    page.add_init_script(WITHOUT_WEBGL)
    lab = Lab(page).open("at=2")
    page.locator("[data-choice=solid] input[value=solid]").click()
    expect(page.locator(".picture .note", has_text="This browser cannot draw in 3-D")).to_be_visible()
    expect(lab.map).to_be_visible()
    expect(page.locator("[data-choice=solid] input[value=map]")).to_be_checked()
    expect(page.locator("[data-view=solid]")).to_be_hidden()


@pytest.mark.parametrize(
    ("query", "names"), [("at=3", ["p", "q", "J"]), ("at=3&look=plane:W1[0,1],W2[2,0]", ["w¹₁₂", "w²₃₁", "J"])]
)
def test_the_names_of_the_axes_stay_upright(page: Page, query: str, names: list[str]) -> None:
    """Plotly turns a name of more than four signs along its axis, where a p becomes a d."""
    lab = Lab(page, path="/labs/network").open(query)
    plane = lab.page.locator("[data-view=plane]")
    plane.locator("input[value=solid]").check()
    plot = "document.querySelector('[data-part=solid] .js-plotly-plot')"
    until(lab.page, f"{plot}?.layout?.scene?.xaxis")
    found = lab.page.evaluate(f"['xaxis', 'yaxis', 'zaxis'].map((axis) => {plot}.layout.scene[axis].title.text)")
    assert found == names and all(len(name) <= 4 for name in found)
