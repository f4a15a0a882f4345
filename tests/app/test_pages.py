"""The pages, as a browser gets them: whole, under a policy, with all that their script needs to begin."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from app.data import DataStore, parse
from app.formulas import math
from app.pages import forget_lost_data
from app.recipe import Recipe
from engine.frame import Preset
from engine.labs import LABS
from engine.run import Run
from scripts.serving import Server, serving
from tests.app.client import api, strict

PAGES = ["/", "/docs", *(f"/{kind}/{lab}" for kind in ("labs", "embed") for lab in LABS)]


class Page(HTMLParser):
    """A page's parts: addresses that it loads, scripts in it, handlers in it, and its data."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.handlers: list[str] = []
        self.inline: list[str] = []
        self.data: Any = None
        self._script: dict[str, str | None] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.handlers += [name for name in named if name.startswith("on")]
        if tag in ("script", "img", "iframe") and named.get("src"):
            self.loads.append(named["src"] or "")
        if tag == "link" and named.get("rel") != "alternate":  # which no browser loads
            self.loads.append(named.get("href") or "")
        self._script = named if tag == "script" and not named.get("src") else None

    def handle_data(self, data: str) -> None:
        if self._script is None:
            return
        if self._script.get("type") == "application/json":
            self.data = strict(data)
        elif data.strip():
            self.inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._script = None


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with api(server.address) as client:
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(answer.text)
    assert page.loads and page.handlers == page.inline == []
    for address in page.loads:
        assert address.startswith("/"), f"{address} is on another host"
        assert client.get(address).status_code == 200, address
    assert "\\" not in re.sub(r"<script.*?</script>", "", answer.text, flags=re.DOTALL), "a formula was not understood"
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_its_policy(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = {
        part.split()[0]: part.split()[1:] for part in headers["content-security-policy"].split(";") if part.strip()
    }
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["connect-src"] == ["'self'"]
    assert policy.get("frame-ancestors") == (None if path.startswith("/embed/") else ["'none'"])
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/embed/nothing", 404),
        ("GET", "/static/nothing", 404),
        ("GET", "/healthz", 200),
        ("HEAD", "/healthz", 200),
        ("HEAD", "/embed/descent", 200),
        ("OPTIONS", "/api/runs", 204),
        ("OPTIONS", "/", 405),
        ("POST", "/labs/descent", 405),
        ("POST", "/api/runs", 422),
        ("POST", "/api/data", 422),
    ],
)
def test_every_answer_has_its_headers(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("kind", ["labs", "embed"])
def test_the_data_of_a_page(client: httpx.Client, kind: str) -> None:
    query = "learning_rate=0.02&changes=28:learning_rate:0.12&at=60&theme=dark&pace=3"
    data = Page(client.get(f"/{kind}/descent?{query}").text).data
    assert data == {
        "lab": "descent",
        "title": "Descent",
        "recipe": {
            "config": {"learning_rate": 0.02},
            "changes": [{"step": 28, "values": {"learning_rate": 0.12}}],
            "at": 60,
            "compare": None,
            "preset": None,
            "pace": 3,
            "look": {},
            "lane": None,
        },
        "notes": [],
        "data": {},
        "schema": client.get("/api/labs/descent").json(),
        "embed": kind == "embed",
        "controls": None,
        "pictures": [],
        "theme": "dark",
        "root": "",
    }


def test_what_a_query_cannot_mean_is_noted(client: httpx.Client) -> None:
    data = Page(client.get("/labs/descent?learning_rate=1e9&nonsense=1&theme=pink&controls=play").text).data
    assert data["recipe"]["config"] == {"learning_rate": 100}
    assert data["theme"] == "auto"
    assert [
        any(word in note for note in data["notes"]) for word in ("Learning rate α", "nonsense", "pink", "controls")
    ] == [True] * 4


def test_a_starting_point_names_its_page(client: httpx.Client) -> None:
    for kind in ("labs", "embed"):
        assert "<title>Descent · Unrolled</title>" in client.get(f"/{kind}/descent").text
        page = client.get(f"/{kind}/descent?preset=too-large").text
        assert "<title>Learning rate too large · Descent · Unrolled</title>" in page


def test_an_embed_has_the_pictures_that_are_named_or_that_tell_the_story(client: httpx.Client) -> None:
    def pictures(query: str, path: str = "/embed/network") -> list[str]:
        return re.findall(r'data-picture="(\w+)"', client.get(f"{path}?{query}").text)

    assert pictures("") == pictures("pictures=") == pictures("pictures=horse") == ["diagram"]
    assert pictures("preset=overfitting") == ["inputs", "loss"]
    assert pictures("preset=overfitting&pictures=norms,horse,matrices,norms") == ["norms", "matrices"]
    assert pictures("", "/embed/descent") == ["surface", "fit", "sums"]
    assert pictures("pictures=slice,loss,surface", "/embed/descent") == ["slice", "loss", "surface"]
    noted = Page(client.get("/labs/network?pictures=loss").text).data["notes"]
    assert any("pictures" in note for note in noted), "a lab's own page shows all of them"


@pytest.mark.parametrize("lab", LABS.values(), ids=LABS)
def test_what_may_be_in_a_frame_is_on_the_labs_page(client: httpx.Client, lab: type[Run]) -> None:
    def pictures(path: str) -> list[str]:
        return re.findall(r'data-picture="(\w+)"', client.get(path).text)

    whole = pictures(f"/labs/{lab.name}")
    assert sorted(pictures(f"/embed/{lab.name}?pictures={','.join(whole)}")) == sorted(set(whole))
    assert {name for preset in lab.presets for name in preset.pictures} <= set(whole)


def test_an_embed_names_its_controls(client: httpx.Client) -> None:
    data = Page(client.get("/embed/descent?controls=learning_rate,play,magic,learning_rate").text).data
    assert data["controls"] == ["learning_rate", "play"]
    assert len(data["notes"]) == 1 and "magic" in data["notes"][0]
    assert Page(client.get("/embed/descent?controls=").text).data["controls"] == []


def test_a_query_cannot_write_into_the_page(client: httpx.Client) -> None:
    attack = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    for path in ("/labs/descent", "/embed/descent"):
        for name in ("dataset", "preset", "theme", "controls", "changes", attack):
            page = Page(client.get(path, params={name: attack}).text)
            assert page.inline == [] and page.handlers == [] and "x" not in page.loads


def test_lost_data_are_noted(client: httpx.Client) -> None:
    data = Page(client.get("/labs/descent?dataset=sha256:" + "0" * 64).text).data
    assert data["recipe"]["config"] == {}
    assert len(data["notes"]) == 1
    sent = client.post("/api/data?kind=table", content=b"0,1\n1,3\n").json()["data"]
    data = Page(client.get(f"/labs/descent?dataset={sent}").text).data
    assert (data["recipe"]["config"], data["notes"]) == ({"dataset": sent}, [])


def test_where_data_are_lost_the_story_tells_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    descent, lost = LABS["descent"], "sha256:" + "0" * 64
    store = DataStore(1000, seconds=60)
    kept = store.add("table", *parse("table", b"0,1\n1,3\n"))
    monkeypatch.setattr(descent, "presets", (Preset("own", "Own", "Own.", {"dataset": kept.name}, "What?", "That."),))
    for preset, config in (("own", {"dataset": kept.name}), (None, {})):
        found, notes = Recipe({"dataset": lost}, preset=preset), list[str]()
        assert forget_lost_data(descent, found, store, notes) == {}
        assert (found.config, len(notes)) == (config, 1)
    found = Recipe({"dataset": kept.name})
    assert forget_lost_data(descent, found, store, []) == {kept.name: kept.public()}


def test_an_error_is_a_page_for_a_browser_and_json_for_a_program(client: httpx.Client) -> None:
    for path in ("/nothing", "/labs/nothing", "/embed/nothing"):
        page = client.get(path, headers={"Accept": "text/html,*/*"})
        assert page.status_code == 404 and page.headers["content-type"].startswith("text/html")
        assert ("<header" in page.text) == (path != "/embed/nothing")  # what stands in a frame is bare
        told = client.get(path, headers={"Accept": "*/*"})
        assert told.status_code == 404 and told.json()["error"]["code"] == "unknown"
    api_call = client.get("/api/nothing", headers={"Accept": "text/html"})
    assert api_call.headers["content-type"] == "application/json"
    wrong = client.post("/")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (405, "method")


def test_the_documentation_is_served_from_here(client: httpx.Client) -> None:
    html = client.get("/docs").text
    assert "/openapi.json" in html
    assert not re.search(r"https?://", html)


def test_everything_lies_under_a_prefix() -> None:
    with (
        serving("--hosts", "1", "--root-path", "/course/unrolled") as running,
        api(running.address) as client,
    ):
        for path in PAGES:
            answer = client.get(path)
            page = Page(answer.text)
            assert answer.status_code == 200, path
            links = re.findall(r'(?:href|src|action|data-openapi)="([^"]*)"', answer.text)
            assert [link for link in links if link.startswith("/") and not link.startswith("/course/unrolled/")] == []
            if page.data:
                assert page.data["root"] == "/course/unrolled"
        made = client.post("/api/runs", json={"lab": "descent"}).json()
        assert made["stream"] == f"/course/unrolled/api/runs/{made['run']}/stream"
        assert client.get("/openapi.json").json()["servers"] == [{"url": "/course/unrolled"}]
        embed = client.get("/embed/descent").headers["content-security-policy"]
        assert "frame-ancestors" not in embed
        with httpx.Client(base_url=running.address.removesuffix("/course/unrolled"), trust_env=False) as cut:
            assert cut.get("/course/unrolled").text == cut.get("/course/unrolled/").text == cut.get("/").text
            assert cut.get("/course/unrolledx").status_code == 404
            assert "/course/unrolled/static/" in cut.get("/labs/descent").text  # the proxy has cut the prefix off


def test_formulas_are_mathml_or_an_error() -> None:
    assert "<mfrac>" in math(r"J = \frac{1}{m} \sum_i (\hat y_i - y_i)^2")
    assert 'display="block"' in math(r"\theta \coloneqq \theta - \alpha g", block=True)
    with pytest.raises(ValueError, match=r"\\nonsense"):
        math(r"\nonsense x")
