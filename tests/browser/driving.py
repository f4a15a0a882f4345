"""What the tests of the pages share: a hand that does what a student does, and eyes for what the page says and draws."""

import json
import time
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from playwright.sync_api import BrowserContext, Frame, Locator, Page, expect

from engine.words import INDEXED
from tests.browser.recording import RECORDER

PATIENCE = 15_000  # milliseconds, as the pages' own
DRAWN = "(await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))"
"""True after two animation frames: what was heard before has been drawn."""


def until(page: Page | Frame, condition: str, argument: Any = None) -> Any:
    """The value of a JavaScript expression (of `x`), as soon as it is true in an animation frame.

    Playwright's own `wait_for_function` needs `eval`, which these pages forbid.
    """
    return page.evaluate(
        f"""async (x) => {{
            const patience = performance.now() + {PATIENCE};
            for (;;) {{
                const value = {condition};
                if (value) return value;
                if (performance.now() > patience) throw new Error({json.dumps("never true: " + condition)});
                await new Promise(requestAnimationFrame);
            }}
        }}""",
        argument,
    )


class Lab:
    """The page of a lab (or a frame with one in it), used as a student would."""

    def __init__(self, page: Page, path: str = "/labs/descent") -> None:
        self.page = page
        self.path = path
        self.inside: Page | Frame = page
        page.add_init_script(RECORDER)

    def open(self, query: str = "") -> "Lab":
        self.page.goto(f"{self.path}?{query}" if query else self.path)
        return self.ready()

    def ready(self) -> "Lab":
        expect(self.html).to_have_attribute("data-ready", "true", timeout=PATIENCE)
        return self

    # ---- what is there

    @property
    def html(self) -> Locator:
        return self.inside.locator("html")

    @property
    def map(self) -> Locator:
        return self.inside.locator("[data-view=surface]")

    @property
    def play(self) -> Locator:
        return self.inside.locator("#play")

    @property
    def rate(self) -> Locator:
        """The number field of α."""
        return self.inside.locator("#knob-learning_rate")

    @property
    def slider(self) -> Locator:
        """The slider of α."""
        return self.inside.locator("#slide-learning_rate")

    @property
    def timeline(self) -> Locator:
        return self.inside.locator("#timeline")

    @property
    def ticks(self) -> Locator:
        """The changes on the timeline."""
        return self.inside.locator("#marks button")

    def number(self, name: str) -> Locator:
        """A number of "This step in numbers", by its data-link."""
        return self.inside.locator(f"[data-view=numbers] :is([data-link~='{name}'], [data-fact='{name}'])").filter(
            visible=True
        )

    def state(self, kind: str) -> Locator:
        """A sentence about the run: `connection`, `restored`, `ended`, `refused`, `note-0` …"""
        return self.inside.locator(f"[data-state='{kind}']")

    # ---- doing

    def set(self, knob: str, value: str) -> None:
        """Type a value into a knob's field."""
        field = self.inside.locator(f"#knob-{knob}")
        field.fill(value)
        field.press("Enter")

    def forward(self, times: int = 1) -> None:
        """Single steps; each is seen before the next."""
        for _ in range(times):
            step = self.step
            self.inside.locator("#step-on").click()
            self.stands_at(step + 1)

    def run_to(self, step: int) -> None:
        """Play until at least this step, and pause."""
        self.play.click()
        self.reaches(step)
        self.pause()

    def pause(self) -> int:
        """Pause; the step at which it stands."""
        self.play.click()
        return self.rests("paused")

    def hold(self, slider: Locator, share: float) -> None:
        """Press the pointer on a slider's thumb and pull it to a share of the way. It stays pressed."""
        box = slider.bounding_box()
        assert box is not None
        now, most = slider.evaluate("slider => [Number(slider.value), Number(slider.max)]")
        self.page.mouse.move(*_on(box, now / most))
        self.page.mouse.down()
        self.pull(slider, share)

    def pull(self, slider: Locator, share: float) -> None:
        """Move the pressed pointer to a share of a slider's way."""
        box = slider.bounding_box()
        assert box is not None
        self.page.mouse.move(*_on(box, share), steps=4)

    def let_go(self) -> None:
        self.page.mouse.up()

    # ---- seeing

    @property
    def step(self) -> int:
        return int(self.html.get_attribute("data-step") or -1)

    def stands_at(self, step: int) -> None:
        until(self.inside, "document.documentElement.dataset.step === String(x)", step)

    def reaches(self, step: int) -> None:
        until(self.inside, "Number(document.documentElement.dataset.step) >= x", step)

    def has_status(self, word: str) -> None:
        until(self.inside, "document.documentElement.dataset.status === x", word)

    def rests(self, word: str) -> int:
        """It comes to rest, in this state, and everything that was made until then is seen; the step."""
        until(self.inside, "document.querySelector('#player').dataset.state === x", word)
        found = self.api()
        self.stands_at(found["step"])
        until(
            self.inside, "window.recorded.losses.some(({ from, values }) => from + values.length === x)", found["end"]
        )
        return self.step

    def has_changes(self, count: int) -> None:
        until(self.inside, "document.querySelectorAll('#marks i').length === x", count)

    @property
    def end(self) -> int:
        """Where the timeline ends."""
        return int(self.timeline.get_attribute("max") or -1)

    def drawn(self) -> dict[str, Any]:
        """What the map shows, all of one moment: its step, θ at the path's end, and θ after the next step."""
        found = self.map.evaluate("({ dataset }) => ({ ...dataset })")
        return {
            "step": int(found["step"]),
            "end": [float(part) for part in found["end"].split(",")],
            "ghost": [float(part) for part in found["ghost"].split(",") if part],
        }

    def texts(self) -> dict[str, str]:
        """Every number of "This step in numbers" as it is written, once the pictures of this step have come."""
        until(
            self.inside,
            """(({ dataset: { step, status } }) => (String(recorded.picture) === step || status === "diverged")
                && !document.querySelector("[data-view=numbers] [data-late]"))(document.documentElement)""",
        )
        until(self.inside, DRAWN)
        return self.inside.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll("[data-view=numbers] :is([data-link], [data-fact])")]
                .filter((place) => place.checkVisibility())
                .map((place) => [place.dataset.link ?? place.dataset.fact, place.textContent]))"""
        )

    def painted(self, colour: str) -> list[list[int]]:
        """The same, once there is any of it."""
        found: list[list[int]] = []
        until(self.inside, "document.querySelector('[data-view=surface] canvas')")
        deadline = time.monotonic() + PATIENCE / 1000
        while not found and time.monotonic() < deadline:
            found = self.pixels(colour)
        return found

    def pixels(self, colour: str) -> list[list[int]]:
        """Where on the map's upper canvas a colour of the style sheet stands unmixed, in pixels of the picture."""
        until(self.inside, DRAWN)
        return self.map.evaluate(
            """(map, name) => {
                const canvas = map.querySelectorAll("canvas")[1];
                const probe = document.body.appendChild(Object.assign(document.createElement("i")));
                probe.style.color = `var(--${name})`;
                const [r, g, b] = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
                probe.remove();
                const { data, width } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                const ratio = canvas.width / map.clientWidth;
                const found = [];
                for (let i = 0; i < data.length; i += 4)
                    if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255)
                        found.push([((i / 4) % width) / ratio, Math.floor(i / 4 / width) / ratio]);
                return found;
            }""",
            colour,
        )

    def place(self, theta: list[float]) -> tuple[float, float]:
        """Where θ is on the map, in pixels of the picture."""
        x0, x1, y0, y1 = self.recorded("arrays")["domain"]
        width, height = self.map.evaluate("map => [map.clientWidth, map.querySelector('canvas').clientHeight]")
        return (theta[0] - x0) / (x1 - x0) * width, (y1 - theta[1]) / (y1 - y0) * height

    def chart(self) -> dict[str, Any]:
        """What Plotly was given for the loss chart: its curves by name, and the words of its marks."""
        return self.inside.locator("[data-view=loss]").evaluate(
            """(chart) => ({
                curves: Object.fromEntries(chart.data.map(({ name, x, y }) => [name, { x: [...x], y: [...y] }])),
                marks: chart.layout.annotations.map(({ text }) => text),
                lines: chart.layout.shapes.filter(({ type, line }) => type === "line" && line.dash).map(({ x0 }) => x0),
            })"""
        )

    def charted(self, condition: str, argument: Any = None) -> dict[str, Any]:
        """The same, once a condition on the chart holds."""
        until(self.inside, f"((chart) => {condition})(document.querySelector('[data-view=loss]'))", argument)
        return self.chart()

    # ---- what went over the wire

    def recorded(self, what: str) -> Any:
        return self.inside.evaluate("(what) => window.recorded[what]", what)

    def sent(self, *kinds: str) -> list[dict[str, Any]]:
        """What the page has told the server, `at` milliseconds of its life; acknowledgements only when asked for."""
        return [
            message
            for message in self.recorded("sent")
            if (message["type"] in kinds if kinds else message["type"] != "ack")
        ]

    def losses(self) -> list[float]:
        """All losses that have come, those of a rewritten history cut off. Each must have come exactly once."""
        known: list[float] = []
        history = 0
        for block in self.recorded("losses"):
            if block["history"] > history:
                history = block["history"]
                known = known[: block["from"]]
            assert block["from"] == len(known), f"losses from {block['from']} after {len(known)} of them"
            known += block["values"]
        return known

    # ---- what the server knows

    @property
    def run(self) -> str:
        return urlsplit(self.recorded("streams")[-1]).path.split("/")[-2]

    def api(self, path: str = "") -> dict[str, Any]:
        """What GET /api/runs/{run}… of the page's own run answers."""
        site = self.inside.evaluate("document.querySelector('script[src]').src.split('/static/')[0]")
        answer = self.page.request.get(f"{site}/api/runs/{self.run}{path}")
        assert answer.ok, answer.text()
        found: dict[str, Any] = answer.json()
        return found

    def update(self, step: int) -> dict[str, Any]:
        """The update step → step + 1 in full."""
        return self.api(f"/steps/{step}")

    def theta(self, step: int) -> list[float]:
        """θ at a step as the page gets it: the server's doubles, rounded to float32 on the wire."""
        return single(self.update(step)["params"]["theta"])


def plain(sentence: str) -> str:
    """A lab's sentence as its letters stand in a page's text: λ_max as λmax."""
    return INDEXED.sub(r"\1\2", sentence)


def single(values: list[float]) -> list[float]:
    """Numbers as they come over the wire, in float32."""
    return [float(np.float32(value)) for value in values]


def tab_to(page: Page, place: Locator, key: str = "Tab") -> None:
    """Press Tab until the focus is there."""
    for _ in range(240):
        if place.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never leads to {place}")


def fresh(context: BrowserContext) -> Lab:
    """Another student: a lab on a page of its own."""
    return Lab(context.new_page())


def _on(box: Any, share: float) -> tuple[float, float]:
    thumb = 16
    return box["x"] + thumb / 2 + share * (box["width"] - thumb), box["y"] + box["height"] / 2
