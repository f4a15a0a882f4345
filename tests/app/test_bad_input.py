"""Every field that a request can hold gets values that cannot be. A field without such a case fails a test.

The fields are not listed by hand: they are walked, in the OpenAPI document and in the labs' knobs. What is
listed by hand is what to send.
"""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from app.messages import Play
from app.models import CreateRun
from engine.knobs import Knob
from engine.labs import LABS
from scripts.serving import Server
from tests.app.client import api, make_run, sentence, strict

HUGE = 10**18
DEEP: Any = []
for _ in range(30):
    DEEP = [DEEP]

# What is wrong for a field of each kind. None stands for null.
NOT_TEXT = [None, 1, True, [], {}]
NOT_WHOLE = ["1", 1.5, True, [], {}, -1, HUGE]
NOT_A_DICT = [1, "x", True, []]
NOT_A_LIST = [1, "x", True, {}]

BODIES: dict[str, list[Any]] = {
    "CreateRun.lab": [*NOT_TEXT, "", "nothing", "x" * 10_000, "../descent"],
    "CreateRun.config": [*NOT_A_DICT, None, {"nothing": 1}, {"learning_rate": {}}, {"": 1}],
    "CreateRun.changes": [*NOT_A_LIST, None, [1], [[]], [{}], [{"step": 2, "values": {"clip": 1}}] * 2 + [
        {"step": 1, "values": {"clip": 1}}]],
    "CreateRun.step": [*NOT_WHOLE, 200_001],
    "CreateRun.compare": [*NOT_A_DICT, {"learning_rate": 1}, {"learning_rate": []},
        {"learning_rate": [0.1] * 7}, {"nothing": [1, 2]}, {"learning_rate": [0.1, "x"]},
        {"learning_rate": [0.1, 0.2], "clip": [1, 2, 3]}, {"points": ["0 0 1 1", ""]}],
    "ChangeBody.step": [*NOT_WHOLE, None, 200_001],
    "ChangeBody.values": [*NOT_A_DICT, None, {}, {"nothing": 1}, {"learning_rate": -1},
        {"learning_rate": "x"}, {"optimizer": "adam"}, {"theta": 1}, {"theta[2]": 1}, {"theta[0,0]": 1},
        {"theta[-1]": 1}, {"theta[0]": None}, {"theta[0]": 1e300}, {"W1[0]": 1}, {"learning_rate": [0.1, 0.2]},
        {"theta[" + "9" * 5000 + "]": 1}],
}  # fmt: skip

PARAMETERS: dict[str, list[str]] = {
    "get /api/labs/{lab} lab": ["nothing", "%00", "x" * 1000, "..%2f", "%ff"],
    "get /api/runs/{run} run": ["nothing", "%00", "x" * 1000, "..%2f", "%ff", "null"],
    "delete /api/runs/{run} run": ["nothing", "%00", "x" * 1000],
    "get /api/runs/{run}/metrics.csv run": ["nothing", "%00", "x" * 1000],
    "get /api/runs/{run}/exports/{name} run": ["nothing", "%00", "x" * 1000],
    "get /api/runs/{run}/exports/{name} name": ["nothing", "%00", "x" * 1000, "..%2f", "%ff"],
    "get /api/runs/{run}/exports/{name} lane": ["-1", "1", "6", "x", "", str(HUGE)],
    "get /api/runs/{run}/steps/{t} run": ["nothing", "%00", "x" * 1000],
    "get /api/runs/{run}/steps/{t} t": ["-1", "1.5", "x", "1e3", "NaN", "%00", str(HUGE), "9" * 5000, "99"],
    "get /api/runs/{run}/steps/{t} lane": ["-1", "1", "6", "x", "", str(HUGE)],
    "get /api/runs/{run}/steps/{t} only": ["nothing", "params,nothing", "x" * 1000, "%00"],
    "get /api/runs/{run}/steps/{t} look": ["nothing", "sequence", "sample:7", "lane:0", "%00", "x" * 5000],
    "get /api/data/{data} data": ["nothing", "%00", "x" * 1000, "..%2f", "%ff", "sha256:0"],
    "get /api/data/{data} split": ["", "letters", "WORDS", "%00", "x" * 1000],
    "get /api/data/{data} lowercase": ["", "2", "%00", "x" * 1000],
    "post /api/data kind": ["", "nothing", "TABLE", "%00", "x" * 1000],
    "get /embed/{lab}.png lab": ["nothing", "%00", "x" * 1000, "..%2f", "%ff"],
    "get /embed/{lab}.png width": ["", "0", "-1", "319", "2401", "640.5", "1e3", "x", "NaN", "%00", str(HUGE)],
    "get /embed/{lab}.png theme": ["", "blue", "LIGHT", "%00", "x" * 1000],
    "get /oembed url": [
        "",
        "nothing",
        "/labs/descent",
        "http://elsewhere.example/labs/descent",
        "http://[",
        "%00",
        "%ff",
        "javascript:alert(1)",
        "x" * 1000,
    ],
    "get /oembed maxwidth": ["", "0", "-1", "x", "1.5", "NaN", "%00"],
    "get /oembed maxheight": ["", "0", "-1", "x", "1.5", "NaN", "%00"],
    "get /oembed format": ["", "yaml", "JSON", "%00"],
}

RAW_BODIES: list[tuple[bytes, str]] = [
    (b"", "missing"),
    (b"{", "JSON"),
    (b"[]", "the body"),
    (b'"descent"', "the body"),
    (b"null", "the body"),
    (b'{"lab": "descent", "config": {"learning_rate": NaN}}', "NaN"),
    (b'{"lab": "descent", "config": {"learning_rate": Infinity}}', "Infinity"),
    (b'{"lab": "descent", "config": {"learning_rate": -Infinity}}', "Infinity"),
    (b'{"lab": "descent", "config": {"learning_rate": 1e999}}', "too large"),
    (b'{"lab": "descent", "config": {"seed": ' + b"9" * 5000 + b"}}", "too large"),
    (b'{"lab": "descent", "config": {"seed": 9223372036854775808}}', "too large"),
    (b'{"lab": "descent", "lab": "descent"}', "twice"),
    (b'{"lab": "descent", "config": {"seed": 1, "seed": 2}}', "twice"),
    (b'{"lab": "\xff"}', "UTF-8"),
    (b'{"lab": "\\ud800"}', "surrogate"),
    (b'\xef\xbb\xbf{"lab": "descent"}', "JSON"),
    (b'{"lab": "descent", "config": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", "deep"),
    (b'{"lab": "descent", "config": ' + b'{"a":' * 30 + b"1" + b"}" * 30 + b"}", "deep"),
    (b'{"lab": "descent"} {"lab": "descent"}', "JSON"),
    (b'{"lab": "descent", "nothing": 1}', "nothing"),
]


MANY = [
    {"changes": [{}] * 9_000},
    {"changes": [{}] * 21_000},
    {"changes": [0] * 10_001},
    {"compare": {f"{n}": 1 for n in range(5_000)}},
    {f"{n}": 1 for n in range(5_000)},
    {"changes": [{f"{n}": 1 for n in range(5_000)}]},
]


@pytest.mark.parametrize("wrong", MANY, ids=range(len(MANY)))
def test_a_body_of_many_faults_costs_no_more_than_a_few(wrong: dict[str, Any]) -> None:
    """Every fault becomes an object with words; 42,000 of them would stop the web process for half a second."""
    with pytest.raises(ValidationError) as caught:
        CreateRun.model_validate({"lab": "descent", **wrong})
    assert caught.value.error_count() <= 20


def test_a_message_of_many_faults_costs_no_more_than_a_few() -> None:
    with pytest.raises(ValidationError) as caught:
        Play.model_validate({"type": "play", **{f"{n}": 1 for n in range(5_000)}})
    assert caught.value.error_count() == 1


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with api(server.address) as client:
        yield client


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> Any:
    return strict(client.get("/openapi.json").text)


def refused(answer: httpx.Response, *statuses: int) -> dict[str, Any]:
    """The answer is an error as it should be: the right status, a code, a sentence."""
    assert answer.status_code in statuses, (answer.status_code, answer.text[:300])
    error: dict[str, Any] = strict(answer.text)["error"]
    sentence(error)
    return error


def test_every_field_of_a_body_has_a_case(document: Any) -> None:
    bodies = set()
    for calls in document["paths"].values():
        for call in calls.values():
            for content in call.get("requestBody", {}).get("content", {}).values():
                bodies |= fields(document, content["schema"])
    assert bodies == set(BODIES)


def fields(document: Any, schema: Any) -> set[str]:
    """The fields of a schema and of those that it names, as "Model.field"."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        model = document["components"]["schemas"][name]
        own = {f"{name}.{field}" for field in model["properties"]}
        return own.union(*(fields(document, part) for part in model["properties"].values()))
    inner = [schema.get("items", {}), *schema.get("anyOf", [])]
    return set().union(*(fields(document, part) for part in inner if part))


def test_every_parameter_has_a_case(document: Any) -> None:
    parameters = {
        f"{method} {path} {parameter['name']}"
        for path, calls in document["paths"].items()
        for method, call in calls.items()
        for parameter in call.get("parameters", [])
    }
    assert parameters == set(PARAMETERS)


@pytest.mark.parametrize("field", BODIES)
def test_a_bad_value_in_a_body(client: httpx.Client, field: str) -> None:
    model, _, name = field.partition(".")
    for value in [*BODIES[field], DEEP]:
        body: dict[str, Any] = {"lab": "descent"}
        if model == "CreateRun":
            body[name] = value
        else:
            body["changes"] = [{"step": 1, "values": {"learning_rate": 0.2}, name: value}]
        error = refused(client.post("/api/runs", json=body), 422, 404 if field == "CreateRun.lab" else 422)
        if value is not DEEP:
            assert error["code"] in ("bad_form", "bad_value", "unknown"), (value, error)


def bad_values(knob: Knob) -> list[Any]:
    """What a knob of this kind cannot be."""
    wrong: list[Any] = [None, [], {}, [1]]
    match knob.kind:
        case "bool":
            return [*wrong, 0, 1, "true"]
        case "choice":
            return [*wrong, 1, True, "", "nothing", knob.default + " "]  # type: ignore[operator]
        case "text":
            return [*wrong, 1, True, "x" * (int(knob.high or 0) + 1)]
    assert knob.low is not None and knob.high is not None
    beyond = [knob.low - 1, knob.high + 1, knob.high * 1.001 + 1e-9, HUGE, -HUGE, 1e300]
    return [*wrong, *beyond, str(knob.default), True, *([knob.low + 0.5] if knob.kind == "int" else [])]


@pytest.mark.parametrize(("lab", "name"), [(lab, name) for lab, known in LABS.items() for name in known.knobs()])
def test_a_bad_value_for_every_knob(client: httpx.Client, lab: str, name: str) -> None:
    knob = LABS[lab].knobs()[name]
    for value in bad_values(knob):
        for body in ({"config": {name: value}}, {"compare": {name: [knob.default, value]}}):
            error = refused(client.post("/api/runs", json={"lab": lab, **body}), 422)
            field = name if "config" in body or knob.comparable else "compare"
            assert error["field"] == field and error["range"], error
        if knob.live:
            changes = [{"step": 1, "values": {name: value}}]
            error = refused(client.post("/api/runs", json={"lab": lab, "changes": changes}), 422)
            assert error["field"] == name


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_bad_value_for_every_parameter(client: httpx.Client, server: Server, parameter: str) -> None:
    method, path, name = parameter.split()
    made = make_run(server.address)
    good = {"run": made["run"], "t": "0", "lab": "descent", "name": "nothing", "data": "nothing"}
    for value in PARAMETERS[parameter]:
        address = path.format(**{**good, name: value})
        address += "" if f"{{{name}}}" in path else f"?{name}={value}"
        if path == "/oembed" and name != "url":  # all the rest is as it should be
            address += f"&url={server.address}/labs/descent"
        statuses = (404, 422, 501) if name == "format" else (404, 422)  # 501: as oEmbed has it
        refused(client.request(method, address, content=b"0,1\n1,2\n" if method == "post" else None), *statuses)
    if parameter == "post /api/data kind":
        refused(client.post("/api/data", content=b"0,1\n1,2\n"), 422)


@pytest.mark.parametrize(("body", "word"), RAW_BODIES, ids=range(len(RAW_BODIES)))
def test_a_body_that_is_no_proper_json(client: httpx.Client, body: bytes, word: str) -> None:
    error = refused(client.post("/api/runs", content=body, headers={"Content-Type": "application/json"}), 422)
    assert word in error["message"]


def test_a_body_of_another_type_or_size(client: httpx.Client) -> None:
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "x",
        "/",
    ):
        answer = client.post("/api/runs", content=b'{"lab": "descent"}', headers={"Content-Type": kind})
        refused(answer, 415)
    for kind in (
        "application/json",
        "application/json; charset=utf-8",
        "APPLICATION/JSON",
        "application/x+json",
    ):
        answer = client.post("/api/runs", content=b'{"lab": "descent"}', headers={"Content-Type": kind})
        assert answer.status_code == 201, kind
    large = b'{"lab": "' + b"x" * 70_000 + b'"}'
    refused(client.post("/api/runs", content=large, headers={"Content-Type": "application/json"}), 413)
    refused(client.post("/api/runs", content=iter([large[:40_000], large[40_000:]])), 413)  # its length not told
    refused(client.post("/api/data?kind=text", content=b"x " * 1_000_001), 413)
    refused(client.post("/api/data?kind=text", content=iter([b"x " * 500_001] * 2)), 413)
    refused(client.post("/api/data?kind=table", files={"file": b"0,1\n1,2\n"}), 415)


def test_a_method_that_is_not_there(client: httpx.Client) -> None:
    for method in ("PUT", "PATCH", "TRACE", "DELETE", "BREW"):
        refused(client.request(method, "/api/runs"), 405)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200) | st.text(max_size=60).map(lambda text: json.dumps({"lab": text}).encode()))
def test_no_body_breaks_the_server(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/api/runs", content=body, headers={"Content-Type": "application/json"})
    refused(answer, 404, 422)
