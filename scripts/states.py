"""Every state of the pages that is to be looked at: where the page is, and what is done to it.

A state is an address (a recipe: the same numbers every time) and what is done to the page that it opens. Lost
connections, a full server and a failed run are arranged between browser and server, so nothing has to break.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from playwright.sync_api import FilePayload, Page, Request, Response, Route, WebSocketRoute, expect

from engine.labs import LABS

WIDTHS = (360, 1024, 1440)
NARROW = (320, *WIDTHS)  # of a frame in a narrow column
THEMES = ("light", "dark")
STREAM = re.compile(r"/api/runs/[^/]+/stream$")
TABLE = "hours,points\n0.5,9\n1,14\n1.5,13\n2,21\n2.5,19\n3,28\n3.5,30\n4,29\n4.5,38\n5,41\n"


# What is done to a page, before or after it is opened


def nothing(page: Page) -> None:
    """The page as its address shows it."""


def play(page: Page) -> None:
    page.locator("#play").click()
    expect(page.locator("html")).to_have_attribute("data-status", "playing")


def play_to_the_end(page: Page) -> None:
    page.locator("#play").click()
    expect(page.locator("html")).to_have_attribute("data-status", re.compile("diverged|done"), timeout=60_000)


def make_steps(page: Page, count: int) -> None:
    for _ in range(count):
        before = page.locator("html").get_attribute("data-step")
        page.locator("#step-on").click()
        expect(page.locator("html")).not_to_have_attribute("data-step", str(before))


def tell(page: Page, until: int) -> None:
    """A story to its end, by keys: ten steps at a time, and what is left one by one."""
    for key, times in (("Shift+ArrowRight", until // 10), ("ArrowRight", until % 10)):
        for _ in range(times):
            page.keyboard.press(key)
    expect(page.locator(f"html:is([data-step='{until}'], [data-status=diverged])")).to_be_attached(timeout=30_000)


def predict(page: Page) -> None:
    page.get_by_role("button", name="Predict").click()
    expect(page.locator(".aim")).to_be_visible()


def predict_and_run(page: Page) -> None:
    predict(page)
    size = page.locator(".aim").bounding_box()
    assert size is not None
    page.locator(".aim").click(position={"x": 0.4 * size["width"], "y": 0.4 * size["height"]})
    expect(page.locator(".prediction .said")).to_contain_text("You were", timeout=20_000)


def full(page: Page) -> None:
    """The server refuses to make a run."""
    error = {"error": {"code": "full", "message": "The server is full."}}

    def refuse(route: Route, request: Request) -> None:
        if request.method == "POST":
            route.fulfill(status=503, headers={"Retry-After": "20"}, json=error)
        else:
            route.continue_()

    page.route("**/api/runs", refuse)


def silent(page: Page) -> None:
    """The stream opens and nobody says anything."""
    page.route_web_socket(STREAM, lambda stream: None)


def away(page: Page) -> None:
    """Nobody answers where runs are made."""
    page.route("**/api/runs", lambda route: route.abort())


class Line:
    """The line to the server, which can be cut, and on which something else can be said."""

    def __init__(self) -> None:
        self.cut = False
        self.streams: list[WebSocketRoute] = []
        self.made: Response | None = None  # the server's word about the run that it made last

    def lay(self, page: Page) -> None:
        page.route_web_socket(STREAM, self._take)
        page.on("response", self._hear)

    def _hear(self, answer: Response) -> None:
        if answer.request.method == "POST" and answer.url.endswith("/api/runs"):
            self.made = answer

    def _take(self, stream: WebSocketRoute) -> None:
        if self.cut:
            stream.close(code=1012)
        else:
            stream.connect_to_server()
            self.streams.append(stream)


def lose_the_connection(page: Page, line: Line) -> None:
    line.cut = True
    line.streams[-1].close(code=1012)
    expect(page.locator("html")).to_have_attribute("data-status", "reconnecting")


def forget(page: Page, line: Line) -> None:
    """The server has dropped the run, and the page brings it back."""
    assert line.made is not None
    made = line.made.json()
    gone = page.request.delete(f"/api/runs/{made['run']}", headers={"Authorization": f"Bearer {made['key']}"})
    assert gone.status == 204
    expect(page.locator("[data-state=restored]")).to_contain_text("no longer had this run")
    expect(page.locator("html")).to_have_attribute("data-status", "restored")


def fail(page: Page, line: Line) -> None:
    line.streams[-1].send(
        '{"type": "status", "status": "failed", "step": 12, "message": "The run lost its host twice."}'
    )
    expect(page.locator("html")).to_have_attribute("data-status", "failed")


def dismiss(page: Page) -> None:
    """Close what the page says about the link that it was opened by."""
    for button in page.locator("[data-state] button.close").all():
        button.click()
    page.mouse.move(0, 0)  # a chart shows its tools under the pointer


def show_in_three_dimensions(page: Page) -> None:
    page.get_by_role("radio", name="3-D").check()
    expect(page.locator("[data-view=solid] .js-plotly-plot")).to_be_visible(timeout=20_000)


def open_the_keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()


def take_along(page: Page) -> None:
    page.get_by_role("button", name="Take along").click()
    expect(page.locator("#files-dialog")).to_be_visible()


def build_a_race(page: Page) -> None:
    page.get_by_role("button", name="Build your own…").click()
    page.get_by_label("Compare another knob").select_option("batch_size")
    expect(page.locator("#race-dialog td").get_by_role("textbox")).to_have_count(6)


def copy_the_link(page: Page) -> None:
    page.locator("#copy-link").click()
    expect(page.locator("[data-state=link]")).to_be_visible()


def type_nonsense(page: Page) -> None:
    page.locator("#knob-learning_rate").fill("fast")
    page.locator("#knob-learning_rate").press("Enter")
    expect(page.locator("#refusal-learning_rate")).not_to_be_empty()


def hand_in(page: Page, table: str = TABLE) -> None:
    """A table of the student's own."""
    file: FilePayload = {"name": "hours.csv", "mimeType": "text/csv", "buffer": table.encode()}
    page.locator("#knob-dataset").set_input_files(file)


def train_on_own_data(page: Page) -> None:
    hand_in(page)
    expect(page.locator("[data-fact=batch]:visible")).to_have_text("all 10 samples")
    make_steps(page, 12)


def hand_in_nonsense(page: Page) -> None:
    hand_in(page, TABLE.replace("14", "many").replace("28", ""))
    expect(page.locator("#refusal-dataset")).not_to_be_empty()


@dataclass(frozen=True)
class State:
    """One picture: where the page is, and what is done before and after it is opened."""

    path: str
    before: Callable[[Page], None] = nothing
    after: Callable[[Page], None] = nothing
    cut: Callable[[Page, Line], None] | None = None  # what is done to the line once the page is ready
    status: str | None = None  # the page's data-status to wait for, where no picture of a run will come
    lab: bool = True
    widths: tuple[int, ...] = WIDTHS
    themes: tuple[str, ...] = THEMES


def open_state(page: Page, state: State) -> None:
    """Bring the page into the state and wait until it has drawn it."""
    line = Line()
    if state.cut:
        line.lay(page)
    state.before(page)
    answer = page.goto(state.path)
    assert answer is not None and answer.status < 500, f"{state.path} is answered by a {answer}"
    if state.lab:
        html = page.locator("html")
        if state.status:
            expect(html).to_have_attribute("data-status", state.status)
        else:
            expect(html).to_have_attribute("data-ready", "true", timeout=30_000)
        if at := re.search(r"\bat=(\d+)", state.path):
            expect(html).to_have_attribute("data-step", at[1])
    state.after(page)
    if state.cut:
        state.cut(page, line)


LAB, EMBED = "/labs/descent", "/embed/descent"
NETWORK = "/labs/network"
EMBEDDING = "/labs/embedding"
RECURRENT = "/labs/recurrent"
DIVERGES = "landscape=ravine&condition=30&learning_rate=0.07&pace=60"
RAVINE = "landscape=ravine&condition=40"
RACE = "compare=learning_rate:0.02,0.1,0.4"
STARTS = "compare=start_x:-3,-2,2,3,0.5;start_y:2,-2.5,-2,2.5,-3"
MANY = ",".join(f"{t}:learning_rate:{0.1 + t / 10_000:.4f}" for t in range(1, 501))
NAMED = "controls=learning_rate,batch_size,play,step,back,timeline,pace"
STATES = {
    "home": State("/", lab=False),
    "docs": State("/docs", lab=False),
    "not-found": State("/labs/telepathy", lab=False),
    "start": State(LAB),
    "standing": State(f"{LAB}?at=25"),
    "playing": State(f"{LAB}?at=10", after=play),
    "changed": State(f"{LAB}?changes=20:learning_rate:0.3,45:learning_rate:0.02&at=60"),
    "mini-batch": State(f"{LAB}?batch_size=4&at=60"),
    "near-the-minimum": State(f"{LAB}?batch_size=6&learning_rate=0.3&at=150"),
    "momentum": State(f"{LAB}?{RAVINE}&optimizer=momentum&learning_rate=0.02&at=60"),
    "adam": State(f"{LAB}?optimizer=adam&at=40"),
    "clipped": State(f"{LAB}?learning_rate=0.4&clip=0.5&at=4"),
    "compare": State(f"{LAB}?{RACE}&at=40"),
    "compare-diverged": State(f"{LAB}?compare=learning_rate:0.02,0.1,0.6&at=60"),
    "race-starts": State(f"{LAB}?landscape=bowl&learning_rate=0.2&{STARTS}&at=6"),
    "race-optimizers": State(f"{LAB}?{RAVINE}&learning_rate=0.02&compare=optimizer:sgd,momentum,adam&at=30"),
    "race-builder": State(f"{LAB}?{RACE}&at=10", after=build_a_race),
    "predicting": State(f"{LAB}?learning_rate=0.2&at=2", after=predict),
    "predicted": State(f"{LAB}?learning_rate=0.2&at=2", after=predict_and_run),
    "solid": State(f"{LAB}?landscape=rosenbrock&at=40", after=show_in_three_dimensions),
    "solid-race": State(f"{LAB}?{RACE}&at=40", after=show_in_three_dimensions),
    "own-data": State(LAB, after=train_on_own_data),
    "own-data-refused": State(LAB, after=hand_in_nonsense),
    "refused": State(f"{LAB}?at=12", after=type_nonsense),
    "diverged": State(f"{LAB}?{DIVERGES}", after=play_to_the_end),
    "done": State(f"{LAB}?landscape=bowl&start_x=3&start_y=2&learning_rate=1", after=play_to_the_end),
    "notes": State(f"{LAB}?learning_rate=1000&colour=red"),
    "many-changes": State(f"{LAB}?changes={MANY}&at=520", after=copy_the_link),
    "keys": State(LAB, after=open_the_keys),
    "files": State(f"{LAB}?{RACE}&at=12", after=take_along),
    "connecting": State(LAB, before=silent, status="connecting"),
    "reconnecting": State(f"{LAB}?at=12", cut=lose_the_connection),
    "restored": State(f"{LAB}?changes=5:learning_rate:0.3&at=12", cut=forget),
    "away": State(LAB, before=away, status="reconnecting"),
    "full": State(LAB, before=full, status="full"),
    "failed": State(f"{LAB}?at=12", cut=fail),
    "network": State(f"{NETWORK}?changes=60:learning_rate:6&at=120"),
    "network-classes": State(f"{NETWORK}?dataset=moons&at=60"),
    "network-three-classes": State(f"{NETWORK}?dataset=blobs&at=20"),
    "network-curve": State(f"{NETWORK}?dataset=sine&at=200"),
    "network-deep": State(f"{NETWORK}?dataset=spiral&hidden=8,8,8&optimizer=adam&learning_rate=0.02&at=200"),
    "network-without-hidden": State(f"{NETWORK}?hidden=&dataset=gauss&at=10"),
    "network-race": State(f"{NETWORK}?dataset=xor&compare=activation:sigmoid,tanh,relu&at=80"),
    "embedding": State(f"{EMBEDDING}?changes=150:batch_size:4&at=152"),
    "embedding-lecture": State(f"{EMBEDDING}?corpus=lecture&at=20"),
    "embedding-cbow": State(f"{EMBEDDING}?method=cbow&at=40"),
    "embedding-negative": State(f"{EMBEDDING}?objective=negative&at=40"),
    "embedding-tree": State(f"{EMBEDDING}?objective=hierarchical&at=40"),
    "embedding-glove": State(f"{EMBEDDING}?method=glove-smoothed&optimizer=adagrad&learning_rate=0.05&at=40"),
    "embedding-lsa": State(f"{EMBEDDING}?method=lsa&at=5"),
    "embedding-race": State(f"{EMBEDDING}?compare=dimensions:2,12&at=60"),
    "recurrent": State(f"{RECURRENT}?changes=60:learning_rate:0.03&at=120"),
    "recurrent-frames": State(f"{RECURRENT}?task=moving-dot&cell=lstm&at=60"),
    "recurrent-words": State(f"{RECURRENT}?task=negation&cell=gru&truncate=3&at=120"),
    "recurrent-long": State(f"{RECURRENT}?task=remember&length=40&at=40"),
    "recurrent-counting": State(f"{RECURRENT}?task=counting&at=200"),
    "recurrent-race": State(f"{RECURRENT}?task=remember&compare=cell:elman,lstm,gru&at=20"),
    "embed-recurrent": State("/embed/recurrent?at=40", widths=NARROW),
    "embed-embedding": State("/embed/embedding?at=40", widths=NARROW),
    "embed-network": State("/embed/network?at=40", widths=NARROW),
    "embed": State(f"{EMBED}?at=25&{NAMED}", widths=NARROW),
    "embed-solid": State(f"{EMBED}?landscape=himmelblau&at=25", after=show_in_three_dimensions, widths=NARROW),
    "embed-momentum": State(f"{EMBED}?{RAVINE}&optimizer=momentum&learning_rate=0.02&at=30&{NAMED}", widths=NARROW),
    "embed-adam": State(f"{EMBED}?optimizer=adam&at=30&{NAMED}", widths=NARROW),
    "embed-compare": State(f"{EMBED}?{RACE}&at=30&{NAMED}", widths=NARROW),
    "embed-preset": State(f"{EMBED}?preset=too-large&at=8&{NAMED}", widths=NARROW),
    "embed-predicted": State(f"{EMBED}?learning_rate=0.2&at=2&{NAMED},predict", after=predict_and_run, widths=NARROW),
    "embed-connecting": State(EMBED, before=silent, status="connecting", widths=NARROW),
    "embed-reconnecting": State(f"{EMBED}?at=12", cut=lose_the_connection, widths=NARROW),
    "embed-full": State(EMBED, before=full, status="full", widths=NARROW),
    "embed-failed": State(f"{EMBED}?at=12", cut=fail, widths=NARROW),
    "embed-diverged": State(f"{EMBED}?{DIVERGES}", after=play_to_the_end, widths=NARROW),
    "embed-not-found": State("/embed/telepathy", lab=False, widths=NARROW),
}  # fmt: skip

STORIES = {
    f"story-{lab}-{preset.name}": State(
        f"/labs/{lab}?preset={preset.name}",
        after=partial(tell, until=preset.until),
        widths=(360, 1440),
        themes=("light",),
    )
    for lab, found in LABS.items()
    for preset in found.presets
}
"""Every starting point, played to its end."""
STATES |= STORIES


README = State(f"{LAB}?batch_size=6&learning_rate=0.06&changes=12:learning_rate:0.3&at=18", after=dismiss)
