"""The samples' own pulls: however short their mean becomes beside them, it is seen, and the factor is said."""

import re

from playwright.sync_api import expect

from tests.browser.driving import Lab, until

WITNESS = """() => {
    const paint = CanvasRenderingContext2D.prototype;
    const watch = (name, before) => {
        const plain = paint[name];
        paint[name] = function (...given) {
            if (this.canvas.closest("[data-view=pulls]")) before(this, ...given);
            return plain.apply(this, given);
        };
    };
    let [from, to] = [[0, 0], [0, 0]];
    watch("clearRect", () => (window.drawn = true));
    let corners = [];
    watch("beginPath", () => (corners = []));
    watch("moveTo", (c, x, y) => corners.push((from = [x, y])));
    watch("lineTo", (c, x, y) => corners.push((to = [x, y])));
    watch("closePath", () => corners.length > 40 && (window.ellipse = corners));
    watch("stroke", (c) => c.lineWidth === 4 && (window.stem = Math.hypot(to[0] - from[0], to[1] - from[1]))); // the mean's
    document.dispatchEvent(new CustomEvent("linkchange"));
}"""


def words(lab: Lab) -> str:
    """What stands below the picture about its arrows, once it is drawn."""
    lab.page.locator("[data-view=pulls]").scroll_into_view_if_needed()
    lab.page.evaluate(WITNESS)
    until(lab.page, "window.drawn")
    return " | ".join(lab.page.locator("[data-key=pulls] [data-part]:visible").all_inner_texts())


def test_a_mean_that_is_too_short_is_drawn_longer(lab: Lab) -> None:
    lab.open()
    assert words(lab) == "mean of all 24"
    lab.open("learning_rate=0.3&at=40")
    said = words(lab)
    factor = int(re.findall(r"the mean drawn (\d+)× longer", said.replace("\u202f", ""))[0])
    assert factor >= 10
    assert 20 < lab.page.evaluate("window.stem") <= 100
    lab.open("learning_rate=0.3&batch_size=12&at=40&seed=3")
    assert words(lab).startswith("batch mean | mean of all 24 | most other batches’ means")


def test_a_mean_that_is_none_is_not_drawn(lab: Lab) -> None:
    lab.open("learning_rate=0.3&at=500")
    assert "the mean of all 24 is 0, or nearly" in words(lab)
    assert lab.page.evaluate("window.stem") is None


def test_the_means_of_most_other_batches_are_inside_the_picture(lab: Lab) -> None:
    for query in ("batch_size=1&at=5", "batch_size=1&learning_rate=0.3&at=60", "preset=noise&at=30"):
        lab.open(query)
        assert "most other batches’ means" in words(lab)
        width, height = lab.page.locator("[data-view=pulls]").evaluate("one => [one.clientWidth, one.clientHeight]")
        corners = lab.page.evaluate("window.ellipse")
        assert len(corners) == 48
        assert all(0 <= x <= width and 0 <= y <= height for x, y in corners)


def test_a_run_that_has_diverged_says_so_instead(lab: Lab) -> None:
    page = lab.open("learning_rate=5&pace=60").page
    lab.play.click()
    lab.has_status("diverged")
    lab.rests("diverged")
    expect(page.locator(".pulls-card .stopped")).to_have_text(re.compile("This run has diverged: it makes no step"))
    expect(page.locator("[data-key=pulls]")).to_be_hidden()
    expect(page.locator(".numbers-card .said")).to_contain_text("This run has diverged: it makes no step from here.")
    lab.timeline.press("Home")
    expect(page.locator(".pulls-card .stopped p")).to_be_hidden()
    expect(page.locator("[data-key=pulls]")).to_be_visible()
