"""Every field of every message gets values that cannot be, and the stream goes on. One without a case fails a test."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from app import jsontext
from app.messages import MESSAGES, MOST_ID, BadMessage
from app.messages import read as read_message
from scripts.serving import Server
from tests.app.client import Viewer, make_run, sentence, watching

HUGE = 10**18

MESSAGE_FIELDS: dict[str, list[Any]] = {
    "hello.type": [None, 1, "Hello", "", {}, []],
    "hello.version": [None, 0, 2, "1", 1.5, True, [], HUGE],
    "hello.key": [1, True, [], {}, "", "wrong", "x" * 1000],
    "hello.history": [-1, 1.5, "0", True, [], HUGE],
    "hello.from": [-1, 1.5, "0", True, [], HUGE],
    "hello.encoding": [None, 1, "", "xml", "BINARY", []],
    "hello.look": [1, "x", [], {"nothing": 1}, {"domain": None}, {"domain": [0, 0, 0, 0]}],
    "play.type": [None, "Play", "plays"],
    "play.pace": ["fast", "", 0, -1, 0.05, 100_001, HUGE, True, [], {}],
    "pause.type": [None, "PAUSE"],
    "step.type": [None, "steps", ["step"]],
    "step.n": [None, 1.5, "1", True, [], 10_001, -10_001, HUGE],
    "seek.type": [None, "seek ", {"type": "seek"}],
    "seek.step": [None, -1, 1.5, "1", True, [], HUGE, 99],
    "change.type": [None, "changed"],
    "change.id": ["x" * (MOST_ID - 1), [{"x": 1}] * MOST_ID],  # else anything goes
    "change.values": [None, 1, "x", [], {}, {"nothing": 1}, {"learning_rate": -1}, {"learning_rate": None},
        {"learning_rate": 0.2, "clip": -1}, {"optimizer": "adam"}, {"theta[9]": 1}, {"theta[0]": "x"},
        {"seed": 1}],
    "look.type": [None, "Look"],
    "look.values": [None, 1, "x", [], {"nothing": 1}, {"domain": [0, 1, 2]}, {"domain": [0, 1, 0, 1e9]},
        {"domain": [1, 0, 0, 1]}, {"domain": ["0", 1, 0, 1]}, {"domain": [True, 1, 0, 1]}],
    "ack.type": [None, "acks"],
    "ack.frame": [None, -1, 1.5, "1", True, [], HUGE, 1_000_000],
}  # fmt: skip

GOOD_MESSAGES: dict[str, dict[str, Any]] = {
    "hello": {"type": "hello", "version": 1},
    "play": {"type": "play", "pace": 2},
    "pause": {"type": "pause"},
    "step": {"type": "step", "n": 1},
    "seek": {"type": "seek", "step": 0},
    "change": {"type": "change", "id": 7, "values": {"learning_rate": 0.2}},
    "look": {"type": "look", "values": {}},
    "ack": {"type": "ack", "frame": 1},
}


def test_every_field_of_every_message_has_a_case() -> None:
    known = {
        f"{name}.{field.alias or attribute}"
        for name, kind in MESSAGES.items()
        for attribute, field in kind.model_fields.items()
    }
    assert known == set(MESSAGE_FIELDS)
    assert all(MESSAGE_FIELDS.values())
    assert set(GOOD_MESSAGES) == set(MESSAGES)


@pytest.mark.parametrize("name", [name for name in MESSAGES if name != "hello"])
def test_a_bad_value_in_a_message_is_told_and_the_stream_goes_on(server: Server, name: str) -> None:
    cases: list[dict[str, Any]] = []
    for field, values in MESSAGE_FIELDS.items():
        if field.startswith(f"{name}."):
            cases += [{**GOOD_MESSAGES[name], field.partition(".")[2]: value} for value in values]
    required = {field for field in GOOD_MESSAGES[name] if field not in ("id", "pace", "n")}
    cases += [
        {field: value for field, value in GOOD_MESSAGES[name].items() if field != missing} for missing in required
    ]
    cases += [{**GOOD_MESSAGES[name], "nothing": 1}]
    texts = [json.dumps(case) for case in cases]
    unreadable = [json.dumps(GOOD_MESSAGES[name])[:-1] + f', "x": {bad}}}' for bad in ("NaN", "Infinity", "1e999")]
    texts += unreadable

    async def test() -> None:
        made = make_run(server.address, config={"learning_rate": 0.05})
        for part in range(0, len(texts), 50):  # a stream takes 60 messages a second
            async with watching(server.address, made) as viewer:
                await viewer.hello(key=made["key"])
                for text in texts[part : part + 50]:
                    await viewer.socket.send(text)
                    error = await viewer.until("error")
                    sentence(error["error"])
                    if name == "change" and text not in unreadable and error["error"].get("field") != "id":
                        assert error["id"] == 7, text
                await viewer.send(type="step", n=1)
                frame = await viewer.until("frame", step=1 + part // 50)
                assert frame["scalars"]["learning_rate"] == pytest.approx(0.05)

    asyncio.run(asyncio.wait_for(test(), 30))


@pytest.mark.parametrize("field", [field for field in MESSAGE_FIELDS if field.startswith("hello.")])
def test_a_bad_value_in_a_hello_is_told_and_ends_the_stream(server: Server, field: str) -> None:
    async def test() -> None:
        made = make_run(server.address)
        for value in MESSAGE_FIELDS[field]:
            async with watching(server.address, made) as viewer:
                await viewer.send(**{**GOOD_MESSAGES["hello"], field.partition(".")[2]: value})
                error = await viewer.message()
                assert error["type"] == "error", (field, value)
                sentence(error["error"])
                await ended(viewer)
                assert viewer.socket.close_code == 1008

    asyncio.run(asyncio.wait_for(test(), 30))


async def ended(viewer: Viewer) -> None:
    with pytest.raises(ConnectionClosed):
        await viewer.message()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "7", '"play"', "{}", '{"type": "nothing"}', '{"type": "hello", "version": 1}',
     '{"type": "play", "type": "pause"}', '{"type": "pause", "a": ' + "[" * 5000 + "]" * 5000 + "}",
     '{"type": "seek", "step": ' + "9" * 5000 + "}", '{"type": "change", "id": "\\ud800", "values": {}}'],
    ids=range(13),
)  # fmt: skip
def test_a_malformed_message_is_told_and_the_stream_goes_on(server: Server, text: str) -> None:
    async def test() -> None:
        made = make_run(server.address)
        async with watching(server.address, made) as viewer:
            await viewer.hello(key=made["key"])
            await viewer.socket.send(text)
            sentence((await viewer.until("error"))["error"])
            await viewer.send(type="step", n=1)
            await viewer.until("frame", step=1)

    asyncio.run(asyncio.wait_for(test(), 30))


@pytest.mark.parametrize(
    "message",
    [
        {"type": "x" * 60_000},
        {"type": "pause", "id": "x" * 60_000},
        {"type": "pause", "x" * 60_000: 1},
        {"type": "pause", **{f"{n}{'x' * 1500}": "x" * 1500 for n in range(15)}},
        {"type": "change", "values": {"x" * 60_000: 1}},
        {"type": "play", "pace": "x" * 60_000},
    ],
    ids=["type", "id", "name", "names", "knob", "value"],
)
def test_an_answer_is_short_however_long_the_message(server: Server, message: dict[str, Any]) -> None:
    """Up to 512 of them wait for a client that does not read."""

    async def test() -> None:
        made = make_run(server.address)
        async with watching(server.address, made) as viewer:
            await viewer.hello(key=made["key"])
            await viewer.send(**message)
            error = await viewer.until("error")
            sentence(error["error"])
            assert len(jsontext.write(error)) < 10_000

    asyncio.run(asyncio.wait_for(test(), 30))


@given(st.text(max_size=100) | st.from_regex(r"\{\"type\": \"(play|seek|change|ack)\", .*\}", fullmatch=True))
def test_no_message_breaks_the_reader(text: str) -> None:
    try:
        message = read_message(text)
    except BadMessage as bad:
        sentence(bad.error.public()["error"])
    else:
        assert message.name() in MESSAGES
