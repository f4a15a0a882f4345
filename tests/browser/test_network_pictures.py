"""The Network lab's pictures beside the diagram: what they draw and say is what the server has computed."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from engine.activations import ACTIVATIONS
from tests.browser.driving import DRAWN, Lab, tab_to, until

PLACE = "/labs/network"
PIXELS = """(picture, name) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = `var(--${name})`;
    const [r, g, b] = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
    probe.remove();
    return [...picture.querySelectorAll("canvas")].reduce((count, canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 4) count += data[i] === r && data[i + 1] === g && data[i + 2] === b;
        return count;
    }, 0);
}"""


def told(lab: Lab, view: str, pattern: str) -> str:
    """What a picture says in words, once it says this."""
    picture = lab.page.locator(f"[data-view={view}] [role=img], [data-view={view}][role=img]").first
    expect(picture).to_have_attribute("aria-label", re.compile(pattern))
    return picture.get_attribute("aria-label") or ""


def percent(share: float) -> int:
    """As the pages round: halves upwards."""
    return int(100 * share + 0.5)


def columns(lab: Lab, wide: int) -> np.ndarray:
    """The rows of the path that came last, as (rows, columns)."""
    return np.array(lab.recorded("arrays")["trail"]).reshape(-1, wide)


def test_a_sample_is_chosen_in_the_picture_and_by_keyboard(lab: Lab) -> None:
    lab.open()
    page = lab.page
    expect(page.locator("[data-said=inputs]")).to_have_text("score after sleep and study")
    told(lab, "inputs", "3 training samples$")
    picture = page.locator("[data-view=inputs] .stage")
    picture.scroll_into_view_if_needed()
    arrays = lab.recorded("arrays")
    x0, x1, y0, y1 = arrays["domain"]
    x, y = arrays["data_x"][4:6]
    width, height = picture.evaluate("one => [one.clientWidth, one.querySelector('canvas').clientHeight]")
    picture.click(position={"x": (x - x0) / (x1 - x0) * width, "y": (y1 - y) / (y1 - y0) * height})
    until(page, "window.recorded.arrays.focus[0] === 2")
    assert lab.sent("look")[-1]["values"] == {"sample": 2}
    slider = page.locator("[data-view=inputs] .pick")
    expect(slider).to_have_js_property("value", "3")
    page.get_by_role("button", name="The sample before").click()  # chosen elsewhere, and said here
    expect(slider).to_have_attribute("aria-valuetext", "sample 2: sleep 0.8, study 0.5, wanted 0.65")
    page.get_by_role("button", name="The sample after").click()
    until(page, "window.recorded.arrays.focus[0] === 2")
    expect(slider).to_have_js_property("value", "3")
    tab_to(page, slider)
    page.keyboard.press("ArrowLeft")
    until(page, "window.recorded.arrays.focus[0] === 1")
    expect(slider).to_have_attribute("aria-valuetext", "sample 2: sleep 0.8, study 0.5, wanted 0.65")


def test_a_ball_is_put_elsewhere_and_a_click_leaves_it_there(lab: Lab) -> None:
    lab.open("at=5")
    page = lab.page
    pane = page.locator("[data-view=plane] .grab")
    expect(pane).to_be_hidden()
    page.locator("[data-view=plane] [data-part=which]").select_option("weights")
    expect(pane).to_be_visible()
    pane.scroll_into_view_if_needed()
    arrays = lab.recorded("arrays")
    (p, q), (p0, p1, q0, q1) = arrays["plane_now"], arrays["plane_domain"]
    assert [p, q] == pytest.approx([arrays["params"][0], arrays["params"][-1]])
    box = pane.bounding_box()
    assert box is not None
    pane.click(position={"x": (p - p0) / (p1 - p0) * box["width"], "y": (q1 - q) / (q1 - q0) * box["height"]})
    expect(pane).to_be_focused()
    held = pane.locator(".held")
    expect(held).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(held).to_have_text(re.compile(r"^w¹₁₁ = −?[\d.]+, w²₃₁ = −?[\d.]+$"))
    expect(page.locator("[data-part=hint]")).to_have_text(re.compile("has those two weights.$"))
    inside = "held => [held.parentElement, held.firstElementChild].map((one) => one.getBoundingClientRect())"
    whole, words = held.evaluate(f"held => ({inside})(held).map(({{ left, right }}) => [left, right])")
    assert whole[0] <= words[0] < words[1] <= whole[1]
    lab.play.focus()
    expect(held).to_be_hidden()  # let go, it is where it was
    pane.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    lab.has_changes(1)
    (change,) = lab.api()["changes"]
    assert change["step"] == 5
    assert list(change["values"].values()) == pytest.approx([p + (p1 - p0) / 40, q], abs=2e-3)
    assert lab.update(5)["params"]["W1"][0][0] == change["values"]["W1[0,0]"]
    assert len(lab.sent("change")) == 1, "the click has changed nothing"


def test_in_a_race_a_weight_is_set_in_all_runs(lab: Lab) -> None:
    lab.open("preset=noise&at=3")
    page = lab.page
    page.locator("[data-view=plane] [data-part=which]").select_option("weights")
    expect(page.locator("[data-part=hint]")).to_have_text(re.compile("has those two weights, in all runs.$"))
    page.locator("[data-view=diagram] rect[data-at=e-1-0-0]").click()
    expect(page.locator(".weight-field .all")).to_have_text("in all runs")
    page.locator(".weight-field input").fill("0.5")
    page.keyboard.press("Enter")
    lab.has_changes(1)
    until(page, "recorded.arrays.params[0] === 0.5 && recorded.arrays['params@2'][0] === 0.5")
    lab.open()
    page.locator("[data-view=diagram] rect[data-at=e-1-0-0]").click()
    expect(page.locator(".weight-field input")).to_be_visible()
    expect(page.locator(".weight-field .all")).to_be_hidden()


def test_a_sample_and_a_plane_are_looked_at_together(lab: Lab) -> None:
    lab.open()
    page = lab.page
    page.locator("[data-view=plane] [data-part=which]").select_option("weights")
    until(page, "window.recorded.sent.some(({ type }) => type === 'look')")
    plane = lab.sent("look")[-1]["values"]
    tab_to(page, page.locator("[data-view=inputs] .pick"))
    page.keyboard.press("End")
    until(page, "window.recorded.arrays.focus[0] === 2")
    assert lab.sent("look")[-1]["values"] == {**plane, "sample": 2}


def test_the_field_shows_what_is_said_of_every_input(lab: Lab) -> None:
    lab.open("dataset=moons&test_share=0.3&pace=max")
    expect(lab.page.locator("[data-key=inputs] > span")).to_contain_text(
        ["y = 0", "y = 1", "test data", "ŷ = ½", "in the batch"]
    )
    lab.run_to(400)
    until(lab.page, "String(window.recorded.picture) === document.documentElement.dataset.step")
    lab.page.locator("[data-view=inputs]").scroll_into_view_if_needed()
    share = percent(float(np.mean(np.array(lab.recorded("arrays")["field"]) > 0.5)))
    told(lab, "inputs", rf"above ½ on {share} % of the picture; 140 training samples and 60 test samples, 10 of them")
    picture = lab.page.locator("[data-view=inputs]")
    until(lab.page, DRAWN)
    for name in ("positive", "negative", "ink"):  # both classes' samples, and the boundary with the batch's rings
        assert picture.evaluate(PIXELS, name) > 100, name


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("dataset=blobs", "class 1 on .* class 2 on .* class 3 on"),
        ("dataset=blobs&hidden=", "class 3 on"),
        ("dataset=sine", "along x: from .* 140 training samples and 60 test samples, 10 of them in the batch"),
        ("dataset=xor&activation=relu&learning_rate=1000&initializer=normal", "above ½"),
    ],
)
def test_every_kind_of_output_has_its_picture(lab: Lab, query: str, says: str) -> None:
    lab.open(f"{query}&pace=max")
    lab.run_to(20)
    told(lab, "inputs", says)
    said = lab.page.locator("main").inner_text() + "".join(
        one.get_attribute("aria-label") or "" for one in lab.page.locator("main [aria-label]").all()
    )
    assert not re.search(r"NaN|Infinity|undefined|null", said)


def test_two_classes_with_an_output_each(lab: Lab) -> None:
    lab.open("dataset=gauss")
    lab.page.locator("#knob-loss").select_option("cross-entropy")
    expect(lab.page.locator("#knob-output")).to_have_value("softmax")  # which it brings along
    told(lab, "inputs", r"class 1 on \d+ % of the picture, class 2 on")
    expect(lab.page.locator("[data-key=inputs] > span").first).to_have_text("class 1")


@pytest.mark.parametrize("activation", ["sigmoid", "sine"])
def test_units_stand_where_their_sums_are(lab: Lab, activation: str) -> None:
    lab.open(f"activation={activation}&output=same")
    lab.forward(2)
    label = ACTIVATIONS[activation].label
    z = np.array(lab.recorded("arrays")["focus_z"])
    a = np.array(lab.recorded("arrays")["focus_a"])
    slopes = ACTIVATIONS[activation].slope(z, ACTIVATIONS[activation].f(z))
    words = told(lab, "units", rf"^{label} and its slope, of sample 1\. a²₁ = ")
    expect(lab.page.locator("[data-said=units]")).to_have_text(f"{label} and its slope, of sample 1")
    found = [
        [float(n.replace("−", "-")) for n in re.findall(r"−?\d+\.?\d*$|(?<= )−?\d+\.?\d*", part)]
        for part in words.split(". ", 1)[1].split("; ")
    ]
    assert np.array(found) == pytest.approx(np.array([a, z, slopes]).T, abs=0.006, rel=0.03)


def test_many_units_are_ticks_and_softmax_has_no_curve(lab: Lab) -> None:
    lab.open("dataset=blobs&hidden=8,8")
    told(lab, "units", "and 8 more units$")
    expect(lab.page.locator("[data-note=units]")).not_to_be_empty()
    lab.open("dataset=blobs&hidden=")
    told(lab, "units", "No curve")


def test_activations_are_told_by_layer(lab: Lab) -> None:
    lab.open("dataset=spiral&activation=relu&hidden=6,5")
    until(lab.page, "window.recorded.arrays.histogram")
    shares = np.array(lab.recorded("arrays")["histogram"]).reshape(3, -1)
    words = told(lab, "histogram", "^Activations")
    assert f"{percent(shares[0, 0])} % of a² are 0 or almost; {percent(shares[1, 0])} % of a³ are" in words
    worst = max(shares[0, 0], shares[1, 0])
    expect(lab.page.locator("[data-note=histogram]")).to_contain_text(f"{percent(worst)} %")


def test_dead_units_are_counted(lab: Lab) -> None:
    lab.open("preset=dead-relus&at=200")
    said = "7 of 8 units of layer 2 are flat for every sample: they learn nothing."
    expect(lab.page.locator("[data-note=histogram]")).to_contain_text(said)
    expect(lab.page.locator("[data-note=units]")).to_contain_text("where f is flat: nothing gets back through")
    lab.open("preset=too-large&at=1")
    lab.page.locator(".lane-key button").last.click()
    said = "1 of 1 unit of layer 3 is flat for every sample: it learns hardly anything."
    expect(lab.page.locator("[data-note=histogram]")).to_contain_text(said)


def test_gradients_and_test_loss_are_those_of_the_path(lab: Lab) -> None:
    lab.open("dataset=spiral&test_share=0.3")
    lab.forward(3)
    page = lab.page
    *_, step, samples, J, held, n1, n2, n3 = columns(lab, 7)[-1].tolist(), *columns(lab, 7)[-1]
    assert (step, samples) == (3, 30)
    chart = lab.charted("chart.data?.find(({ name }) => name === 'test data')?.x.length === 4")
    assert chart["curves"]["test data"]["y"][-1] == pytest.approx(held, rel=1e-6)
    assert chart["curves"]["training data"]["y"][-1] == pytest.approx(J, rel=1e-6)
    expect(page.locator("[data-key=loss] > span:visible")).to_have_text(["training data", "test data", "each batch"])
    page.locator("[data-table=norms] summary").click()
    row = page.locator("[data-table=norms] tbody tr, [data-table=norms] tr").last
    expect(row).to_contain_text("3")
    cells = [float(text) for text in row.locator("td").all_inner_texts()]
    assert cells == pytest.approx([3, n1, n2, n3], rel=6e-3)
    told(lab, "norms", f"at step 3: of W¹ {n1:#.3g}"[:24])
    page.locator("[data-table=loss] summary").click()
    last = page.locator("[data-table=loss] tr").last.locator("td")
    expect(last).to_have_count(4)
    assert float(last.nth(3).inner_text()) == pytest.approx(held, rel=6e-3)
    expect(page.locator("[data-view=standing]")).to_have_text(
        re.compile(r"^training 0\.\d+, test 0\.\d+ right: \d+ % of training, \d+ % of test data$")
    )


def test_all_are_right_only_where_all_are(lab: Lab) -> None:
    lab.open()
    said = """async (scalars) => {
        const at = document.querySelector("script[type=module]").src.replace("main.js", "views/standing.js");
        const element = document.createElement("p");
        (await import(at)).create(element).update({ scalars, config: {}, arrays: {} });
        return element.textContent;
    }"""
    scalars = {"objective": 0.25, "test": 0.5, "accuracy": 0.997, "test_accuracy": 1}
    words = "training 0.250, test 0.500 right: 99.7 % of training, 100 % of test data"
    assert lab.page.evaluate(said, scalars) == words
    assert lab.page.evaluate(said, {"objective": 0.25, "accuracy": 0.5}) == "now 0.250 right: 50 %"


@pytest.mark.parametrize(("share", "whose"), [(0.3, "of each"), (0, "of it")])
def test_what_of_the_loss_is_penalty_is_said(lab: Lab, share: float, whose: str) -> None:
    lab.open(f"dataset=moons&test_share={share}&l2=0.01&at=20")
    weights = [w for name, W in lab.update(20)["params"].items() if name[0] == "W" for w in np.ravel(W)]
    standing = lab.page.locator("[data-view=standing]")
    expect(standing).to_contain_text(f"{whose} L2 Σw² {0.01 * np.square(weights).sum():#.3g}")
    lab.set("l1", "0.02")
    more = 0.02 * np.abs(weights).sum() + 0.01 * np.square(weights).sum()
    expect(standing).to_contain_text(f"{whose} L1 Σ|w| + L2 Σw² {more:#.3g}")
    lab.set("l1", "0")
    lab.set("l2", "0")
    expect(standing).not_to_contain_text("Σ")


def test_without_test_data_there_is_one_curve(lab: Lab) -> None:
    lab.open()
    lab.forward()
    assert list(lab.charted("chart.data?.length === 2")["curves"]) == ["J", "now"]
    expect(lab.page.locator("[data-key=loss]")).to_be_hidden()
    expect(lab.page.locator("[data-view=standing]")).to_contain_text("now 0.")


def test_a_gradient_of_0_is_said_and_not_drawn(lab: Lab) -> None:
    lab.open("preset=zeros&at=20")
    note = lab.page.locator("[data-note=norms]")
    expect(note).to_have_text("All gradients of W1 and W2 are 0: a log scale has no place for 0.")
    assert note.locator("sup.layer").all_text_contents() == ["1", "2"]  # no exponents
    lab.page.locator(".lane-key button").last.click()
    note.scroll_into_view_if_needed()  # what is out of sight rests
    expect(note).to_contain_text("Now W1 has ")
    expect(note).not_to_contain_text("log scale")


def test_now_is_the_gradient_after_what_was_set_by_hand(lab: Lab) -> None:
    lab.open("at=3")
    page = lab.page
    page.locator("[data-view=diagram] rect[data-at=e-1-0-2]").click()
    page.locator(".weight-field input").fill("-5")
    page.keyboard.press("Enter")
    lab.has_changes(1)
    until(page, "recorded.arrays.params[2] === -5")
    first, last = lab.recorded("arrays")["norms"]  # of the batch, which is all the data here
    note = page.locator("[data-note=norms]")
    note.scroll_into_view_if_needed()
    expect(note).to_contain_text(f"has {first:#.2g}: {first / last:#.2g} times that of")
    told(lab, "norms", f"at step 3: of W¹ {first:#.3g}, of W² {last:#.3g}")
    assert lab.recorded("arrays")["norms_full"] == pytest.approx([first, last])


def test_a_path_ends_where_training_arrived_and_a_change_is_drawn_as_one(lab: Lab) -> None:
    lab.open("at=3")
    page = lab.page
    page.locator("[data-view=plane] [data-part=which]").select_option("weights")
    until(page, "window.recorded.sent.some(({ type }) => type === 'look')")
    arrived = [lab.recorded("arrays")["params"][k] for k in (0, -1)]
    page.locator("[data-view=diagram] rect[data-at=e-1-0-0]").click()
    page.locator(".weight-field input").fill("-2")
    page.keyboard.press("Enter")
    until(page, "recorded.arrays.plane_jumps?.length === 3 && recorded.arrays.plane_now[0] === -2")
    arrays = lab.recorded("arrays")
    assert arrays["plane_path"][-4:-1] == pytest.approx([3, *arrived])
    assert arrays["plane_jumps"] == pytest.approx([3, -2, arrived[1]])
    module = page.evaluate("document.querySelector('script[type=module]').src")
    drawn = """async ([main, arrays]) => {
        const [{ inPlane }, { pastOf }] = await Promise.all(["inplane", "tracks"].map((name) => import(main.replace("main.js", `views/${name}.js`))));
        const block = (name, shape) => ({ shape, data: Float32Array.from(arrays[name]) });
        const shapes = { plane_surface: [3, 3], plane_domain: [4], plane_levels: [1], plane_path: [4, 4], plane_now: [2], plane_next: [2], plane_jumps: [1, 3] };
        arrays.plane_surface = arrays.plane_surface.slice(0, 9);
        const frame = { step: 3, end: 3, scalars: { learning_rate: 3 }, marks: [], lanes: [{}], arrays: Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, block(name, shape)])) };
        const plain = { X: (x) => 1000 * x, Y: (y) => 1000 * y };
        const now = [-2000, 1000 * arrays.plane_now[1]];
        const { past, leaps } = pastOf(inPlane(frame), plain, 0, now);
        const later = pastOf({ ...inPlane(frame), step: 4 }, plain, 0, [0, 0]);
        return [past, leaps.has(now), later.past, later.past.map((point) => later.leaps.has(point))];
    }"""
    past, put, later, leaps = page.evaluate(drawn, [module, arrays])
    assert len(past) == 4 and past[-1] == pytest.approx([1000 * v for v in arrived], rel=1e-5) and put
    assert later[-1] == pytest.approx([-2000, 1000 * arrived[1]], rel=1e-5) and leaps == [False] * 4 + [True]


def test_over_samples_each_run_stands_where_it_has_seen_so_many(lab: Lab) -> None:
    lab.open("preset=noise&at=20")
    lab.page.locator("[data-axes=loss] [value=samples]").check(force=True)
    chart = lab.charted("chart.layout?.xaxis.title.text === 'samples seen' && chart.data.length === 4")
    ends = [20, 200, 2800]
    assert [curve["x"][-1] for curve in list(chart["curves"].values())[:3]] == ends
    assert chart["curves"]["now"]["x"] == ends
    assert lab.page.locator("[data-view=loss]").evaluate("chart => chart.layout.xaxis.range[1]") >= 2800
    lab.page.locator("#step-back").click()
    lab.stands_at(19)
    lab.charted("chart.data.find(({ name }) => name === 'now')?.x.join() === '19,190,2660'")


def test_overfitting_is_seen_in_its_chart(lab: Lab) -> None:
    lab.open("preset=overfitting&at=800")
    chart = lab.charted("chart.data?.find(({ name }) => name === 'lowest')")
    test = chart["curves"]["test data"]
    lowest = min(test["y"])
    assert chart["curves"]["lowest"] == {"x": [test["x"][test["y"].index(lowest)]], "y": [lowest]}
    assert 100 < chart["curves"]["lowest"]["x"][0] < 400
    assert chart["marks"] == ["test", "training", f"lowest {lowest:#.3g}"]
    look = "(chart => [chart.layout.yaxis.type, chart.layout.yaxis.range[0], chart.layout.yaxis.range[1]])"
    kind, low, high = lab.page.locator("[data-view=loss]").evaluate(look)
    assert kind == "linear" and low <= 0 and max(test["y"]) <= high < 1.5 * max(test["y"])
    lab.page.locator("[data-scale=loss] [value=log]").check(force=True)
    lab.charted("chart.layout.yaxis.type === 'log' && chart.layout.yaxis.range[0] < -1")
    heights = "chart => chart.layout.annotations.map(({ y }) => 10 ** y)"
    ends = [test["y"][-1], chart["curves"]["training data"]["y"][-1], lowest]
    assert lab.page.locator("[data-view=loss]").evaluate(heights) == pytest.approx(ends)
    lab.page.locator("[data-scale=loss] [value=linear]").focus()
    lab.page.keyboard.press("ArrowLeft")
    lab.page.keyboard.press("ArrowRight")
    lab.charted("chart.layout.yaxis.type === 'linear'")
    assert lab.step == 800, "arrows choose here"


def test_a_race_shows_first_the_run_that_its_story_is_about(lab: Lab) -> None:
    lab.open("preset=too-large&at=1")
    whose = lab.page.locator("section:has([data-view=diagram]) > header [data-first-lane] select")
    expect(whose).to_have_value("2")
    expect(whose.locator("option:checked")).to_have_text("α = 100")
    keys = lab.page.locator(".loss-card .lane-key button")
    expect(keys).to_have_text([re.compile("^1α = 3$"), re.compile("^2α = 30$"), re.compile("^3α = 100$")])
    expect(keys.nth(2)).to_have_attribute("aria-pressed", "true")
    arrays = until(lab.page, "window.recorded.arrays['curvature@2'] && window.recorded.arrays")
    guide = lab.page.locator("[data-slot=learning_rate]")
    limit = f"2/λmax is {2 / arrays['curvature'][0]:#.3g}"
    expect(guide).to_contain_text("2/λmax is ")
    expect(guide).not_to_contain_text(limit)
    keys.nth(0).focus()
    lab.page.keyboard.press("Enter")
    expect(whose).to_have_value("0")
    expect(guide).to_contain_text(limit)
    expect(keys.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(keys.nth(0)).to_be_focused()
    lab.page.get_by_role("button", name="Back to one run").click()
    expect(keys).to_have_count(0)
    lab.page.get_by_role("button", name="Learning rates").click()
    expect(whose).to_have_value("0")
    lab.open("preset=zeros")
    expect(whose.locator("option:checked")).to_have_text("zeros")
    lab.open()
    expect(keys).to_have_count(0)


def test_the_losss_axis_begins_close_to_its_first_value(lab: Lab) -> None:
    lab.open()
    first = lab.charted("chart.layout?.yaxis && chart.data.length")["curves"]["now"]["y"][0]
    top = 10 ** lab.page.locator("[data-view=loss]").evaluate("chart => chart.layout.yaxis.range[1]")
    assert first < top < 5 * first


def test_the_lectures_training_error(lab: Lab) -> None:
    lab.open()
    page = lab.page
    lines = page.locator(".squares .lines p")
    expect(lines.nth(0)).to_have_text("J = 13 ((6 − 10)² + (7 − 9)² + (9 − 6)²)")
    expect(lines.nth(1)).to_have_text("= 13 (16 + 4 + 9)")
    expect(lines.nth(2)).to_have_text("= 293 ≈ 9.67")
    handle = page.get_by_role("slider", name="Prediction for sample 1")
    handle.scroll_into_view_if_needed()
    side = page.locator(".squares .square").first
    assert float(side.get_attribute("width") or 0) == float(side.get_attribute("height") or 1)
    handle.focus()
    step = lab.step
    page.keyboard.press("ArrowUp")
    expect(handle).to_have_attribute("aria-valuenow", "6.5")
    page.keyboard.press("Shift+ArrowUp")
    expect(handle).to_have_attribute("aria-valuenow", "6.6")
    expect(lines.nth(1)).to_have_text("= 13 (11.56 + 4 + 9)")
    box = handle.bounding_box()
    assert box is not None
    unit = page.locator(".squares .wanted").first.evaluate(
        "(one) => (one.cy.baseVal.value - document.querySelectorAll('.squares .wanted')[1].cy.baseVal.value)"
    )
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 3.4 * abs(unit), steps=3)
    page.mouse.up()
    expect(handle).to_have_attribute("aria-valuenow", "10")
    expect(lines.nth(2)).to_have_text("= 133 ≈ 4.33")
    assert lab.step == step, "its keys are its own"
    page.get_by_role("button", name="Back to the lecture’s numbers").click()
    expect(lines.nth(2)).to_have_text("= 293 ≈ 9.67")


def test_the_start_of_the_gradients_is_told_beside_now(lab: Lab) -> None:
    lab.open("preset=vanishing&at=6")
    note = lab.page.locator("[data-note=norms]")
    expect(note).to_contain_text(re.compile(r"At the start .* times that of .*Now "))
    lab.open("preset=vanishing")
    expect(note).to_contain_text("Now ")
    expect(note).not_to_contain_text("At the start")
