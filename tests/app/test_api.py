"""The JSON API over a real socket, as another program uses it, held to what its documentation says."""

import asyncio
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import httpx
import numpy as np
import pytest

from app import models
from app.main import create_app
from app.settings import Settings
from engine.labs import LABS
from scripts.serving import Server, serving
from tests.app.client import api, look_up, make_run, strict


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with api(server.address) as client:
        yield client


def test_labs(client: httpx.Client) -> None:
    answer = client.get("/api/labs")
    assert answer.headers["content-type"] == "application/json"
    lines = [models.LabLine.model_validate(line) for line in strict(answer.text)]
    assert [line.lab for line in lines] == list(LABS)


@pytest.mark.parametrize("lab", LABS)
def test_a_lab_tells_all_that_a_form_needs(client: httpx.Client, lab: str) -> None:
    told = strict(client.get(f"/api/labs/{lab}").text)
    models.LabModel.model_validate(told)
    assert {knob["name"] for knob in told["knobs"]} == set(LABS[lab].knobs())
    wanted = "name symbol help kind default low high choices scale unit live applies label slider top zero data "
    wanted += "brings suits drawn measures seldom common comparable pattern allowed none"
    assert all(list(knob) == wanted.split() for knob in told["knobs"])
    assert told["arrays"][0]["name"] == "loss" or any(array["name"] == "loss" for array in told["arrays"])
    for preset in told["presets"]:
        wanted = "name title sentence config question answer changes compare pace until pictures linear lane look"
        assert set(preset) == set(wanted.split())


@pytest.mark.parametrize("lab", LABS)
def test_every_preset_can_be_made(server: Server, lab: str) -> None:
    for preset in LABS[lab].presets:
        told = preset.public()
        made = make_run(
            server.address, lab=lab, config=told["config"], changes=told["changes"], compare=told["compare"]
        )
        assert made["step"] == max((change["step"] for change in told["changes"]), default=0)


def test_a_run_from_nothing_but_its_lab(client: httpx.Client) -> None:
    answer = client.post("/api/runs", json={"lab": "descent"})
    made = models.CreatedModel.model_validate(strict(answer.text))
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/runs/{made.run}"
    assert made.stream == f"/api/runs/{made.run}/stream"
    assert made.config == {name: knob.default for name, knob in LABS["descent"].knobs().items()}
    assert len(made.run) >= 22 and len(made.key) >= 22 and made.run != made.key  # 128 bits each
    shown = client.get(f"/api/runs/{made.run}")
    assert made.key not in shown.text
    models.RunModel.model_validate(strict(shown.text))


def test_a_run_from_its_recipe_is_the_run(server: Server) -> None:
    recipe: dict[str, Any] = {
        "config": {"learning_rate": 0.02, "batch_size": 4, "seed": 3},
        "changes": [
            {"step": 4, "values": {"learning_rate": 0.12}},
            {"step": 9, "values": {"batch_size": 8, "theta[0]": 0.5}},
        ],
    }
    made = make_run(server.address, **recipe, step=12)
    assert made["step"] == 12
    found = look_up(server.address, made)
    assert (found["step"], found["end"], found["changes"]) == (12, 12, recipe["changes"])
    again = make_run(server.address, config=found["config"], changes=found["changes"], step=found["step"])
    with api(server.address) as client:
        tables = [client.get(f"/api/runs/{run['run']}/metrics.csv") for run in (made, again)]
    assert tables[0].headers["content-type"] == "text/csv; charset=utf-8"
    assert tables[0].text == tables[1].text
    assert [line.split(",")[0] for line in tables[0].text.splitlines()] == ["step", *map(str, range(12))]


def test_a_step_below_the_last_change_stands_in_a_longer_history(server: Server) -> None:
    changes = [{"step": 9, "values": {"learning_rate": 0.2}}]
    assert look_up(server.address, make_run(server.address, changes=changes, step=4)) | {"run": ""} == {
        "run": "",
        "lab": "descent",
        "config": {name: knob.default for name, knob in LABS["descent"].knobs().items()},
        "changes": changes,
        "compare": None,
        "step": 4,
        "end": 9,
        "status": "paused",
        "loss": pytest.approx(look_up(server.address, make_run(server.address, step=4))["loss"]),
    }


def test_one_update_in_full(server: Server, client: httpx.Client) -> None:
    made = make_run(server.address, config={"batch_size": 4, "learning_rate": 0.1}, step=6)
    pages = [strict(client.get(f"/api/runs/{made['run']}/steps/{t}").text) for t in range(7)]
    for t, page in enumerate(pages):
        models.StepModel.model_validate(page)
        assert (page["step"], page["lane"]) == (t, 0)
        assert np.allclose(page["grads"]["theta"], np.mean(page["forward"]["sample_grads"], axis=0))
        assert np.allclose(page["update"]["theta"], -0.1 * np.array(page["grads"]["theta"]))
    for before, after in pairwise(pages):
        moved = np.array(before["params"]["theta"]) + before["update"]["theta"]
        assert np.allclose(moved, after["params"]["theta"], atol=1e-12)
    assert look_up(server.address, made)["step"] == 6


def test_only_some_parts_and_only_some_steps(server: Server, client: httpx.Client) -> None:
    made = make_run(server.address, compare={"learning_rate": [0.1, 0.2]}, step=3)
    address = f"/api/runs/{made['run']}/steps"
    some = client.get(f"{address}/1?only=params,grads&lane=1").json()
    assert some["lane"] == 1 and "params" in some and "grads" in some and "forward" not in some
    for query in ("4", "-1", "x", "1?lane=2", "1?lane=x", "1?only=nothing", str(2**70)):
        answer = client.get(f"{address}/{query}")
        assert answer.status_code == 422, query
        assert answer.json()["error"]["field"]


def test_one_sequence_instead_of_the_batch(server: Server, client: httpx.Client) -> None:
    """Of a batch of 100 long ones the page would be too large; one of them can be had alone."""
    config = {"task": "remember", "length": 50, "hidden": 16, "batch_size": 100, "sequences": 100}
    made = make_run(server.address, lab="recurrent", config=config, step=3)
    address = f"/api/runs/{made['run']}/steps/2"
    assert client.get(address).status_code == 413
    page = strict(client.get(f"{address}?look=sequence:7").text)
    models.StepModel.model_validate(page)
    assert page["batch"]["index"] == [7] and len(page["forward"]["influence"]) == 51
    for look, field in (("sequence:100", "sequence"), ("sequence:x", "sequence"), ("nothing:1", "nothing")):
        answer = client.get(f"{address}?look={look}")
        assert answer.status_code == 422 and answer.json()["error"]["field"] == field


def test_lanes(server: Server, client: httpx.Client) -> None:
    made = make_run(server.address, compare={"learning_rate": [0.05, 0.1, 0.2]}, step=5)
    assert look_up(server.address, made)["compare"] == {"learning_rate": [0.05, 0.1, 0.2]}
    table = client.get(f"/api/runs/{made['run']}/metrics.csv").text.splitlines()
    assert table[0] == "step,loss,loss@1,loss@2" and len(table) == 6


def test_lanes_of_different_sizes(server: Server, client: httpx.Client) -> None:
    made = make_run(server.address, lab="network", compare={"hidden": ["3", "8,8", ""]}, step=5)
    for lane, names in enumerate((["W1", "W2"], ["W1", "W2", "W3"], ["W1"])):
        step = strict(client.get(f"/api/runs/{made['run']}/steps/4?lane={lane}").text)
        models.StepModel.model_validate(step)
        assert list(step["params"]) == list(step["grads"]) == names
    table = client.get(f"/api/runs/{made['run']}/metrics.csv").text.splitlines()
    assert table[0] == "step,loss,loss@1,loss@2" and len(table) == 6
    answer = client.post("/api/runs", json={"lab": "network", "compare": {"hidden": ["3", "99"]}})
    assert answer.status_code == 422 and "a layer has 1 to 32 units, not 99" in answer.text


def test_a_diverged_run_is_valid_json(server: Server, client: httpx.Client) -> None:
    made = make_run(server.address, compare={"learning_rate": [90.0, 0.1]}, step=40)
    models.RunModel.model_validate(look_up(server.address, made))
    table = client.get(f"/api/runs/{made['run']}/metrics.csv").text
    assert not re.search("nan|inf", table, re.IGNORECASE)
    assert client.get(f"/api/runs/{made['run']}/steps/39").status_code == 422
    models.StepModel.model_validate(strict(client.get(f"/api/runs/{made['run']}/steps/39?lane=1").text))


def test_a_run_is_dropped_with_its_key(server: Server, client: httpx.Client) -> None:
    made = make_run(server.address)
    address = f"/api/runs/{made['run']}"
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {made['key']}"}):
        refused = client.delete(address, headers=headers)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")
    done = client.delete(address, headers={"Authorization": f"Bearer {made['key']}"})
    assert (done.status_code, done.content) == (204, b"")
    for ask in (client.get, client.delete):
        gone = ask(address)
        assert (gone.status_code, gone.json()["error"]["code"]) == (410, "gone")


def test_unknown_things_are_404(client: httpx.Client) -> None:
    for path in ("/api/labs/nothing", "/api/runs/nothing", "/api/runs/nothing/steps/0", "/api/nothing"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown"), path
    assert client.post("/api/runs", json={"lab": "nothing"}).status_code == 404
    named = {"lab": "descent", "config": {"dataset": "sha256:" + "0" * 64}}
    assert client.post("/api/runs", json=named).status_code == 404


def test_own_data(server: Server, client: httpx.Client) -> None:
    sent = client.post("/api/data?kind=table", content=b"x,y\n0,1\n1,3\n2,5\n", headers={"Content-Type": "text/csv"})
    kept = models.DataModel.model_validate(strict(sent.text))
    assert (sent.status_code, kept.summary["rows"]) == (201, 3)
    made = make_run(server.address, config={"dataset": kept.data})
    page = client.get(f"/api/runs/{made['run']}/steps/0").json()
    assert (page["batch"]["x"], page["batch"]["y"]) == ([[0], [1], [2]], [[1], [3], [5]])


def test_a_table_with_classes_is_kept_and_descent_says_what_it_takes(client: httpx.Client) -> None:
    sent = client.post("/api/data?kind=table", content="größe;tier\n25,5;Katze\n60;Hund\n24;Katze\n".encode())
    kept = models.DataModel.model_validate(strict(sent.text))
    assert kept.summary["classes"] == {"Hund": 1, "Katze": 2}
    assert (kept.summary["low"], kept.summary["high"]) == ([24, None], [60, None])
    assert kept.classes == ["Hund", "Katze"]
    assert (kept.label, kept.about) == ("Your table (3 rows: größe → tier)", "größe → tier: 1 Hund, 2 Katze.")
    refused = client.post("/api/runs", json={"lab": "descent", "config": {"dataset": kept.data}})
    error = strict(refused.text)["error"]
    assert (refused.status_code, error["field"], error["range"]) == (
        422,
        "dataset",
        "a table of two columns of numbers, x and y",
    )
    assert error["message"].endswith("the last holds 2 classes (Hund, Katze).")


def test_the_documentation_says_what_a_table_is(client: httpx.Client) -> None:
    told = client.get("/openapi.json").json()["paths"]["/api/data"]["post"]["requestBody"]["description"]
    for words in ("2 to 13 columns", "within ±1,000,000,000", "2 to 10 classes of up to 60 characters"):
        assert words in " ".join(told.split())


def test_a_run_above_its_budget_is_422(client: httpx.Client) -> None:
    """Data and lanes, each within its own bounds, are too much together."""
    rows = "".join(f"{i},{i % 7}\n" for i in range(200_000))
    data = client.post("/api/data?kind=table", content=rows.encode()).json()["data"]
    recipe = {"lab": "descent", "config": {"dataset": data}}
    assert client.post("/api/runs", json=recipe).status_code == 201
    dear = client.post("/api/runs", json={**recipe, "compare": {"learning_rate": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]}})
    assert (dear.status_code, dear.json()["error"]["code"]) == (422, "too_dear")
    assert dear.json()["error"]["range"]


def test_data_cannot_be_compared(client: httpx.Client) -> None:
    """All lanes of a run learn from the same data; a table for each would be passed over without a word."""
    first, second = (
        client.post("/api/data?kind=table", content=f"0,{slope}\n1,{2 * slope}\n".encode()).json()["data"]
        for slope in (1, 2)
    )
    recipe = {"lab": "descent", "config": {"dataset": first}, "compare": {"dataset": [first, second]}}
    answer = client.post("/api/runs", json=recipe)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "compare")
    assert "dataset" in answer.json()["error"]["message"]


def test_large_files_count_as_many_requests() -> None:
    """Reading 2 MB takes a second; a thousand of them may not cost as little as a thousand questions."""
    with serving("--hosts", "1", "--request-burst", "60", "--requests-per-second", "0.01") as running:
        with api(running.address) as client:
            text = b"word " * 20_000  # 100 KB: 50 tokens, and one for the call
            assert client.post("/api/data?kind=text", content=text).status_code == 201
            full = client.post("/api/data?kind=text", content=text)
            assert (full.status_code, full.json()["error"]["code"]) == (429, "too_fast")
            assert client.get("/labs/descent").status_code == 200
            assert [client.get("/labs/descent").status_code for _ in range(2)] == [200, 429], "a page costs four"
            assert client.get("/healthz").status_code == 200


def test_the_api_may_be_read_from_anywhere(client: httpx.Client) -> None:
    for path in ("/api/labs", "/api/nothing", "/openapi.json"):
        answer = client.get(path, headers={"Origin": "null"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    asked = {
        "Origin": "null",
        "Access-Control-Request-Method": "DELETE",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    allowed = client.options("/api/runs/x", headers=asked)
    assert allowed.status_code == 204
    assert "DELETE" in allowed.headers["access-control-allow-methods"]
    assert {"authorization", "content-type"} <= {
        name.strip().lower() for name in allowed.headers["access-control-allow-headers"].split(",")
    }


def test_there_are_no_cookies(client: httpx.Client) -> None:
    for path in ("/", "/labs/descent", "/embed/descent", "/api/labs", "/docs"):
        assert "set-cookie" not in client.get(path).headers


def test_every_field_is_documented(client: httpx.Client) -> None:
    document = strict(client.get("/openapi.json").text)
    bare = []
    for name, schema in document["components"]["schemas"].items():
        for field, told in schema.get("properties", {}).items():
            if not told.get("description") or "examples" not in told:
                bare.append(f"{name}.{field}")
    for path, calls in document["paths"].items():
        for method, call in calls.items():
            assert call.get("summary") and call.get("description"), (method, path)
            for parameter in call.get("parameters", []):
                if not parameter.get("description"):
                    bare.append(f"{method} {path} {parameter['name']}")
    assert bare == []


def test_health(client: httpx.Client) -> None:
    answer = client.get("/healthz")
    told = models.HealthModel.model_validate(strict(answer.text))
    assert (answer.status_code, told.status) == (200, "ok")
    assert told.hosts >= 1


def test_health_fails_where_no_host_answers() -> None:
    """As before the first one has started."""

    async def test() -> None:
        transport = httpx.ASGITransport(create_app(Settings()))  # nothing is started by that
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answer = await client.get("/healthz")
        told = models.HealthModel.model_validate(strict(answer.text))
        assert (answer.status_code, told.status, told.hosts) == (503, "failing", 0)

    asyncio.run(test())
