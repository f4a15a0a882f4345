"""Frames as the browser's own reader takes them apart."""

import struct

import orjson
import pytest
from playwright.sync_api import Page

from tests.app.test_protocol import ARRAYS, FIELDS, FIXTURE
from tests.browser.modules.calling import call

# protocol.js


def test_the_fixture_is_read_as_python_reads_it(page: Page) -> None:
    header, arrays = call(
        page,
        "protocol",
        """const { arrays, ...header } = m.decode(new Uint8Array(x).buffer);
        const told = [...arrays].map(([name, { shape, data }]) => [name, shape, [...data].map(String)]);
        return [header, told];""",
        list(FIXTURE.read_bytes()),
    )
    assert header == {**FIELDS, "scalars": {"loss": 0.5, "objective": None, "epoch": 4}}
    assert [(name, tuple(shape)) for name, shape, _ in arrays] == [(n, a.shape) for n, a in ARRAYS.items()]
    numbers = {name: [float(text.replace("Infinity", "inf")) for text in data] for name, _, data in arrays}
    assert numbers["loss"] == [0.5, 0.25] and numbers["theta"] == pytest.approx([1.5, -0.1])
    assert str(numbers["loss@1"]) == "[nan, inf]" and numbers["batch"] == []


def frame(header: object, body: bytes = b"", length: int | None = None) -> bytes:
    text = header if isinstance(header, bytes) else orjson.dumps(header)
    text += b" " * (-len(text) % 4)
    return struct.pack("<I", len(text) if length is None else length) + text + body


GOOD = {"type": "frame", "frame": 1, "history": 0, "step": 0, "end": 0, "from": 0, "scalars": {}, "arrays": []}
THETA = {"name": "theta", "shape": [2]}


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("short", b"\1\0"),
        ("padding", frame(GOOD, length=7)),
        ("header", frame(GOOD, length=4000)),
        ("json", frame(b"{nonsense")),
        ("json", frame([1])),
        ("type", frame({**GOOD, "type": "welcome"})),
        ("field", frame({**GOOD, "step": -1})),
        ("field", frame({**GOOD, "from": 0.5})),
        ("arrays", frame({**GOOD, "arrays": None})),
        ("shape", frame({**GOOD, "arrays": [{"name": "theta", "shape": [-2]}]})),
        ("truncated", frame({**GOOD, "arrays": [THETA]}, bytes(4))),
        ("surplus", frame({**GOOD, "arrays": [THETA]}, bytes(12))),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_each_mismatch_has_an_error_of_its_own(page: Page, code: str, data: bytes) -> None:
    body = "try { m.decode(new Uint8Array(x).buffer); return 'none' } catch (error) { return error.code }"
    assert call(page, "protocol", body, list(data)) == code
