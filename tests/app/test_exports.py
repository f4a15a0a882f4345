"""A lab's texts to take along: the one that was asked for, of the step where the run stands, at nobody's cost."""

import asyncio
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from app.hosts import requests
from app.hosts.slices import Meter
from app.main import create_site
from app.record import Record
from app.settings import Settings
from engine.frame import Export
from engine.labs import LABS
from engine.labs.descent import Descent
from engine.pricing import price
from engine.timeline import Timeline
from scripts.serving import Server, serving
from tests.app.client import api, look_up, make_run, sentence, strict
from tests.app.desk import SLOW, Desk
from tests.toy import with_toy_lab

DIVERGES = {"learning_rate": 2.0, "start": 4.0}
"""θ − 3 becomes −3 times what it was in each update."""


@pytest.fixture(scope="module")
def toys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a lab that has a text."""
    root = with_toy_lab(tmp_path_factory.mktemp("unrolled"))
    with serving("--hosts", "1", root=root) as running:
        yield running
        assert "Traceback" not in running.stderr()


@pytest.fixture(scope="module")
def client(toys: Server) -> Iterator[httpx.Client]:
    with api(toys.address) as client:
        yield client


def text_of(client: httpx.Client, made: dict[str, Any], query: str = "") -> httpx.Response:
    return client.get(f"/api/runs/{made['run']}/exports/theta{query}")


def theta(text: str) -> float:
    header, line = text.splitlines()
    assert header == "step,theta"
    return float(line.split(",")[1])


def refused(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    error: dict[str, Any] = strict(answer.text)["error"]
    sentence(error)
    return error


def test_a_lab_says_what_it_gives(client: httpx.Client) -> None:
    assert strict(client.get("/api/labs/parabola").text)["exports"] == [
        {"name": "theta", "media_type": "text/csv", "help": "The step, and θ there.", "file": "theta.csv"}
    ]
    assert strict(client.get("/api/labs/descent").text)["exports"] == []


def test_a_text_is_of_the_step_where_the_run_stands(toys: Server, client: httpx.Client) -> None:
    made = make_run(toys.address, lab="parabola", config={"learning_rate": 0.1}, step=7)
    answer = text_of(client, made)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="unrolled-parabola-7-theta.csv"'
    assert answer.headers["cache-control"] == "no-store"
    page = client.get(f"/api/runs/{made['run']}/steps/7").json()
    assert answer.text == f"step,theta\n7,{page['params']['theta'][0]!r}\n"
    assert look_up(toys.address, made)["step"] == 7


def test_a_run_below_its_end_tells_of_its_step(toys: Server, client: httpx.Client) -> None:
    changes = [{"step": 9, "values": {"learning_rate": 0.2}}]
    made = make_run(toys.address, lab="parabola", changes=changes, step=4)
    assert text_of(client, made).text.splitlines()[1].startswith("4,")


def test_each_lane_has_its_own(toys: Server, client: httpx.Client) -> None:
    made = make_run(toys.address, lab="parabola", compare={"learning_rate": [0.1, 0.5]}, step=1)
    first, second = (text_of(client, made, f"?lane={lane}") for lane in (0, 1))
    assert (theta(first.text), theta(second.text)) == (pytest.approx(0.6), 3.0)
    assert first.headers["content-disposition"].endswith('"unrolled-parabola-1-theta.csv"')
    assert second.headers["content-disposition"].endswith('"unrolled-parabola-1@1-theta.csv"')
    error = refused(text_of(client, made, "?lane=2"), 422)
    assert (error["field"], error["value"], error["range"]) == ("lane", 2, "a lane of this run, 0 to 1")
    for lane in ("-1", "6", "x", "0.5"):
        assert refused(text_of(client, made, f"?lane={lane}"), 422)["field"] == "lane"


def test_an_unknown_one_is_404_and_says_which_there_are(toys: Server, client: httpx.Client) -> None:
    made = make_run(toys.address, lab="parabola")
    error = refused(client.get(f"/api/runs/{made['run']}/exports/weights"), 404)
    assert (error["code"], error["message"]) == (
        "unknown",
        "There is no export “weights”. Those of parabola: theta.",
    )
    plain = make_run(toys.address)
    error = refused(client.get(f"/api/runs/{plain['run']}/exports/theta"), 404)
    assert error["message"] == "There is no export “theta”. descent has none."


def test_a_run_that_is_not_there_gives_nothing(toys: Server, client: httpx.Client) -> None:
    made = make_run(toys.address, lab="parabola")
    client.delete(f"/api/runs/{made['run']}", headers={"Authorization": f"Bearer {made['key']}"})
    assert refused(text_of(client, made), 410)["code"] == "gone"
    assert refused(text_of(client, {"run": "nothing"}), 404)["code"] == "unknown"


def test_a_run_that_has_diverged_tells_where(toys: Server, client: httpx.Client) -> None:
    made = make_run(toys.address, lab="parabola", config=DIVERGES, step=100)
    step = look_up(toys.address, made)["step"]
    assert 0 < step < 100
    answer = text_of(client, made)
    assert theta(answer.text) == 3.0 + (-3.0) ** step
    assert f"-{step}-theta.csv" in answer.headers["content-disposition"]


def test_a_lane_that_stopped_alone_tells_of_its_own_step(toys: Server, client: httpx.Client) -> None:
    compare = {"learning_rate": [0.1, 2.0], "start": [0.0, 4.0]}
    made = make_run(toys.address, lab="parabola", compare=compare, step=100)
    assert look_up(toys.address, made)["step"] == 100
    answer = text_of(client, made, "?lane=1")
    stopped = int(answer.text.splitlines()[1].split(",")[0])
    assert 0 < stopped < 100 and theta(answer.text) == 3.0 + (-3.0) ** stopped
    assert f"-{stopped}@1-theta.csv" in answer.headers["content-disposition"]


def test_losses_have_a_name_too(toys: Server, client: httpx.Client) -> None:
    made = make_run(toys.address, lab="parabola", step=12)
    table = client.get(f"/api/runs/{made['run']}/metrics.csv")
    assert table.headers["content-disposition"] == 'attachment; filename="unrolled-parabola-12-losses.csv"'


def test_a_long_text_counts_as_many_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing 8 MB takes half a second; a thousand of them may not cost as little as a thousand questions."""
    monkeypatch.setitem(LABS, Wordy.name, Wordy)
    site = create_site(Settings(request_burst=100, requests_per_second=0.01))

    async def long(record: Record, name: str, lane: int) -> tuple[int, bytes]:
        return 7, b"word " * 200_000  # 1 MB: 50 tokens, and one for the call

    record = Record(1, "id", "key", "wordy", {}, None, None, price(Wordy, {}), [], step=7, end=7)
    site.state.services.runs = SimpleNamespace(find=lambda run: record, export=long)

    async def ask() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://test") as client:
            return [await client.get("/api/runs/x/exports/lines") for _ in range(2)]

    first, second = asyncio.run(ask())
    assert (first.status_code, len(first.content)) == (200, 1_000_000)
    assert refused(second, 429)["code"] == "too_fast" and int(second.headers["retry-after"]) > 0


# ---- in a host


class Wordy(Descent):
    """A lab with a text of ten thousand lines."""

    name = "wordy"
    exports = (Export("lines", "text/plain", "θ, again and again.", "lines.txt"),)
    lines = 10_000

    def export(self, name: str) -> str:
        return "".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[str]:
        for line in range(self.lines):
            yield f"{line} {self.updates} {self.params['theta'][0]!r}\n"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Two runs of it, the second alone with nothing to do."""
    monkeypatch.setitem(LABS, Wordy.name, Wordy)
    desk = Desk()
    for run in (1, 2):
        desk.build(run, SLOW, lab="wordy")
        desk.attach(run, run)
    return desk


def given_to(desk: Desk, seq: int) -> dict[str, Any] | None:
    return next((event for event in desk.events if event["seq"] == seq), None)


def test_a_long_text_is_written_in_slices_and_of_one_step(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run that it tells of, and its neighbours, go on meanwhile."""
    pieces = Wordy.pieces

    def slow(run: Wordy, name: str) -> Iterator[str]:
        for piece in pieces(run, name):
            desk.now += 0.0001
            yield piece

    monkeypatch.setattr(Wordy, "pieces", slow)
    monkeypatch.setattr(time, "perf_counter", lambda: desk.now)
    for run in (1, 2):
        desk.order("play", run=run, pace=100.0)
    began = [desk.timeline(run).step for run in (1, 2)]
    seq = desk.send({"type": "export", "name": "lines", "lane": 0})
    turns = 0
    while (answer := given_to(desk, seq)) is None:
        desk.turn()
        turns += 1
    assert turns > 80, "a second's work, of which a turn does 8 ms"
    made = [desk.timeline(run).step - start for run, start in zip((1, 2), began, strict=True)]
    assert all(90 <= updates <= 115 for updates in made), "at their pace"
    lines = [line.split() for line in answer["blob"].decode().splitlines()]
    assert len(lines) == Wordy.lines
    assert {(step, theta) for _, step, theta in lines} == {(str(answer["result"]), lines[0][2])}
    twin = Timeline(Descent, SLOW)
    twin.advance(answer["result"])
    assert lines[0][2] == repr(twin.lanes[0].params["theta"][0])


def test_a_text_beyond_the_bound_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    text = desk.order("export", name="lines", lane=0)["blob"]
    monkeypatch.setattr(requests, "LONGEST", len(text))
    assert desk.order("export", name="lines", lane=0)["blob"] == text
    monkeypatch.setattr(requests, "LONGEST", len(text) - 1)
    error = desk.order("export", name="lines", lane=0)["error"]
    assert (error["status"], error["code"]) == (413, "too_large")
    assert desk.host.runs[1].status == "paused", "the run is none the worse"


def test_a_text_that_cannot_be_written_harms_no_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(run: Wordy, name: str) -> Iterator[str]:
        yield "first"
        raise ZeroDivisionError

    monkeypatch.setattr(Wordy, "pieces", fails)
    assert desk.order("export", name="lines", lane=0)["error"]["status"] == 500
    assert len(caplog.records) == 1 and desk.host.runs[1].status == "paused"
    assert "error" not in desk.order("step", n=1)


def test_nobody_waits_for_it_any_more(desk: Desk) -> None:
    seq = desk.send({"type": "export", "name": "lines", "lane": 0})
    desk.send({"type": "forget", "order": seq})
    desk.settle()
    assert given_to(desk, seq) is None and not desk.host.runs[1].requests


def test_a_lab_that_gives_its_text_whole_gives_one_piece() -> None:
    class Brief(Descent):
        def export(self, name: str) -> str:
            return f"{name}: {self.updates}"

    work = requests.requested(Timeline(Brief, SLOW), {"type": "export", "name": "words", "lane": 0}, Meter())
    next(work)
    with pytest.raises(StopIteration) as answer:
        next(work)
    assert answer.value.value == (0, b"words: 0")


def test_word_vectors_come_as_files_of_word2vec_and_of_projectors(toys: Server, client: httpx.Client) -> None:
    made = make_run(toys.address, lab="embedding", config={"corpus": "lecture"}, step=4)
    run = LABS["embedding"](corpus="lecture")
    run.steps(4)
    names = {export["name"]: export["file"] for export in strict(client.get("/api/labs/embedding").text)["exports"]}
    assert len(names) == 4
    for name, file in names.items():
        answer = client.get(f"/api/runs/{made['run']}/exports/{name}")
        assert answer.text == run.export(name)
        assert answer.headers["content-disposition"].endswith(f'filename="unrolled-embedding-4-{file}"')
