"""While a run diverges its numbers leave every range; the page stays one that can be read, says why, and leads out."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watch
from tests.browser.driving import Lab, until

GUARD = r"""
(() => {
  if (window.unreadable) return;
  const found = (window.unreadable = new Set());
  window.looks = 0; // how often everything was looked through
  const bad = /\b(NaN|undefined|null)\b|Infinity|∞/;
  const report = (where, text) => bad.test(text) && found.add(`${where}: ${String(text).slice(0, 120)}`);
  const silent = (element) => !element || element.closest("script, style, template, noscript");
  const look = (node) => {
    const element = node.nodeType === 1 ? node : node.parentElement;
    if (silent(element)) return;
    if (node.nodeType === 3) return report(element.tagName, node.data);
    if (node.nodeType !== 1) return;
    for (const { name, value } of node.attributes) report(`${node.tagName} ${name}`, value);
    for (const child of node.childNodes) look(child);
  };
  new MutationObserver((changes) => {
    for (const { type, target, attributeName, addedNodes } of changes)
      if (type === "attributes") silent(target) || report(`${target.tagName} ${attributeName}`, target.getAttribute(attributeName) ?? "");
      else if (type === "characterData") look(target);
      else addedNodes.forEach(look);
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  const paint = CanvasRenderingContext2D.prototype;
  for (const name of ["fillText", "strokeText"]) {
    const plain = paint[name];
    paint[name] = function (text, x, y, ...rest) {
      report("canvas", `${text} at ${x}, ${y}`);
      return plain.call(this, text, x, y, ...rest);
    };
  }

  const numbers = (where, value) => {
    if (typeof value === "number" && !Number.isFinite(value)) found.add(`${where}: ${value}`);
    else if (typeof value === "string") report(where, value);
    else if (Array.isArray(value) || ArrayBuffer.isView(value)) for (const one of value) numbers(where, one ?? NaN);
  };
  const frame = () => {
    for (const input of document.querySelectorAll("input, textarea, output")) report(`value of ${input.id}`, input.value);
    const chart = document.querySelector("[data-view=loss]");
    for (const { name, x, y } of chart?.data ?? []) (numbers(`${name} x`, x), numbers(`${name} y`, y));
    const { xaxis, yaxis, shapes = [], annotations = [] } = chart?.layout ?? {};
    for (const range of [xaxis?.range, yaxis?.range]) numbers("range", range ?? []);
    for (const { x0, x1 } of shapes) numbers("shape", [x0, x1]);
    for (const { x, text } of annotations) numbers("annotation", [x, text]);
    window.looks += 1;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})();
"""


def readable(lab: Lab) -> None:
    looks = lab.page.evaluate("window.looks")
    until(lab.page, "window.looks > x + 2", looks)
    assert looks > 5 and lab.page.evaluate("[...window.unreadable]") == []


@pytest.mark.parametrize(
    "query",
    [
        "learning_rate=0.6&pace=30",
        "learning_rate=5&batch_size=3&pace=6",
        "learning_rate=20&clip=2&pace=200",
        "landscape=ravine&condition=1000&optimizer=momentum&learning_rate=1&pace=20",
        "landscape=bowl&start_x=10&start_y=-10&learning_rate=100&pace=4&changes=1:learning_rate:90",
        "compare=learning_rate:0.1,0.6,100&pace=30",
        "changes=2:theta[0]:1000000,2:theta[1]:-1000000&at=2&pace=60",
    ],
    ids=["slowly", "mini-batch", "clipped", "momentum", "bowl", "compare", "far-off"],
)
def test_nothing_unreadable_is_ever_shown(lab: Lab, query: str) -> None:
    lab.page.add_init_script(GUARD)
    page = lab.open(query).page
    page.locator("#lab details").evaluate_all("all => all.forEach((details) => (details.open = true))")
    lab.play.click()
    if "compare" in query:
        lab.reaches(40)  # one lane goes on
        lab.pause()
    elif "clip" in query:
        lab.reaches(60)  # steps of bounded length never run away
        lab.pause()
    else:
        lab.has_status("diverged")
    readable(lab)
    if "compare" not in query:
        lab.hold(lab.slider, 0.9)
        lab.pull(lab.slider, 1)
        lab.pull(lab.slider, 0.05)
        lab.let_go()
    page.locator("h1").click()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    lab.stands_at(0)
    page.set_viewport_size({"width": 360, "height": 740})
    readable(lab)


def test_the_guard_sees_what_it_is_there_for(lab: Lab) -> None:
    lab.page.add_init_script(GUARD)
    page = lab.open().page
    lab.charted("chart.data?.length")
    readable(lab)
    page.evaluate(
        """() => {
            document.querySelector("h1").textContent = "loss NaN";
            document.querySelector("h1").setAttribute("aria-label", "undefined");
            document.querySelector("svg").append("Infinity");
            document.querySelector("#knob-seed").value = "null";
            document.querySelector("canvas").getContext("2d").fillText("NaN", 1, 1);
            document.querySelector("[data-view=loss]").data[0].y[0] = NaN;
        }"""
    )
    until(page, "window.unreadable.size === 6")


def test_it_says_why_and_where_and_leads_out(lab: Lab) -> None:
    page = lab.open("learning_rate=0.6&pace=60").page
    lab.play.click()
    lab.rests("diverged")
    found = lab.api()
    assert found["status"] == "diverged" and found["end"] == found["step"] == lab.step
    said = lab.state("ended")
    expect(said).to_contain_text(f"step {lab.step}")
    expect(said).to_contain_text("loss")
    for button in (lab.play, page.get_by_role("button", name="Step forward")):
        expect(button).to_have_attribute("aria-disabled", "true")
    lab.play.click(force=True)
    assert len(lab.sent("play", "step")) == 1

    header = page.locator(".numbers-card > header")
    expect(header).to_contain_text(f"step {lab.step}")
    expect(header).not_to_contain_text("→", use_inner_text=True)  # no step follows
    expect(page.locator("[data-note=slice]")).to_contain_text("The run has diverged; it makes no step from here.")

    step = lab.step
    said.get_by_role("button", name="Halve α to 0.3 and go back 10 steps").click()
    lab.has_changes(1)
    lab.stands_at(step - 10)
    lab.has_status("paused")
    expect(said).to_be_hidden()
    expect(lab.rate).to_have_value("0.3")
    assert lab.end == step - 10
    lab.run_to(step + 20)
    losses = lab.losses()
    assert losses[step - 10] > losses[-1]
    assert lab.api()["changes"] == [{"step": step - 10, "values": {"learning_rate": 0.3}}]


def test_going_back_from_there_is_enough(lab: Lab) -> None:
    page = lab.open("learning_rate=5&pace=60").page
    lab.play.click()
    end = lab.rests("diverged")
    losses = lab.losses()
    assert len(losses) == end < 10
    lab.state("ended").get_by_role("button", name="Back to the start").click()
    lab.stands_at(0)
    lab.has_status("paused")
    page.keyboard.press("End")
    lab.stands_at(end)
    lab.has_status("paused")
    lab.play.click()
    lab.has_status("diverged")  # the same again: it is a matter of the run, not of having seen it
    expect(lab.state("ended")).to_be_visible()
    assert lab.losses() == losses


def test_a_recipe_that_leads_nowhere_is_told(lab: Lab, watch: Watch) -> None:
    watch.expect("409")
    lab.page.goto("/labs/descent?changes=2:theta[0]:1000000,9:learning_rate:0.2&at=12")
    lab.has_status("failed")
    said = lab.state("connection")
    expect(said).to_contain_text("This run cannot be made. ")
    expect(said).to_contain_text("diverged")
    said.get_by_role("button", name="Start with the defaults").click()
    lab.ready().stands_at(0)
    lab.has_status("paused")
    expect(said).to_be_hidden()
    assert lab.api()["changes"] == [] and lab.end <= 1


def test_a_start_beyond_the_knobs_ends_is_refused_in_words(lab: Lab, watch: Watch) -> None:
    """The map then shows far more than the places where a run may start."""
    watch.expect("422")
    page = lab.open("learning_rate=5&pace=60").page
    until(page, "window.recorded.arrays.domain")  # what the map shows at first: it grows from there
    lab.forward()  # a step that is seen: the map grows with it, and not at all for a ball beyond every bound
    until(page, "window.recorded.arrays.domain[0] < -20 && document.querySelector('button.fit:not([hidden])')")
    lab.play.click()
    lab.rests("diverged")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))")
    lab.map.click(position={"x": 8, "y": 8})
    refused = page.locator("#refusal-start_x, #refusal-start_y").filter(has_text="allowed is a number from −10 to 10")
    expect(refused).to_have_count(1)  # at the knob that the server names, the first of those beyond
    lab.has_status("diverged")


@pytest.mark.parametrize("order", ["5,0.05", "0.05,5"])
def test_samples_seen_are_those_of_the_run_that_goes_on(lab: Lab, order: str) -> None:
    page = lab.open(f"compare=learning_rate:{order}&batch_size=8&at=1000").page
    told = page.locator("#count b")
    expect(told).to_have_text(["1000", "8000"])  # of 24 samples in batches of 8; the other run ended long before
    lab.forward(2)
    expect(told).to_have_text(["1002", "8016"])
    lab.timeline.press("Home")
    expect(told).to_have_text(["0", "0"])
