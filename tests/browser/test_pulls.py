"""The samples' own pulls: however short their mean becomes beside them, it is seen, and the factor is said."""

import re

from tests.browser.driving import Lab, until

WITNESS = """() => {
    const words = (window.words = new Set());
    const paint = CanvasRenderingContext2D.prototype;
    const watch = (name, before) => {
        const plain = paint[name];
        paint[name] = function (...given) {
            if (this.canvas.closest("[data-view=pulls]")) before(this, ...given);
            return plain.apply(this, given);
        };
    };
    let [from, to] = [[0, 0], [0, 0]];
    watch("fillText", (c, text) => words.add(text));
    watch("moveTo", (c, x, y) => (from = [x, y]));
    watch("lineTo", (c, x, y) => (to = [x, y]));
    watch("stroke", (c) => c.lineWidth === 4 && (window.stem = Math.hypot(to[0] - from[0], to[1] - from[1]))); // the mean's
    document.dispatchEvent(new CustomEvent("linkchange"));
}"""


def words(lab: Lab) -> str:
    lab.page.locator("[data-view=pulls]").scroll_into_view_if_needed()
    lab.page.evaluate(WITNESS)
    until(lab.page, "window.words.size > 2")
    return " | ".join(lab.page.evaluate("[...window.words]"))


def test_a_mean_that_is_too_short_is_drawn_longer(lab: Lab) -> None:
    lab.open()
    assert "thick: mean of all 24" in words(lab) and "longer" not in words(lab)
    lab.open("learning_rate=0.3&at=40")
    said = words(lab)
    factor = int(re.findall(r"the mean drawn (\d+)× longer", said.replace("\u202f", ""))[0])
    assert factor >= 10
    assert 20 < lab.page.evaluate("window.stem") <= 100
    lab.open("learning_rate=0.3&batch_size=12&at=40&seed=3")
    assert "thick: batch mean" in words(lab) and "dashed: mean of all 24" in words(lab)


def test_a_mean_that_is_none_is_not_drawn(lab: Lab) -> None:
    lab.open("learning_rate=0.3&at=500")
    assert "the mean of all 24 is 0, or nearly" in words(lab)
    assert lab.page.evaluate("window.stem") is None
