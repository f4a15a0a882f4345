"""What a proxy says about a request, and who is believed."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from app.proxies import Proxies


@pytest.mark.parametrize(
    ("trusted", "headers", "expected"),
    [
        (
            (),
            {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"},
            ("10.0.0.1", "http", "", "inner"),
        ),
        (("10.0.0.0/8",), {}, ("10.0.0.1", "http", "", "inner")),
        (
            ("10.0.0.0/8",),
            {
                "x-forwarded-for": "198.51.100.7, 203.0.113.9",
                "x-forwarded-proto": "https",
                "x-forwarded-host": "outer.example:8443",
                "x-forwarded-prefix": "/live/",
            },
            ("203.0.113.9", "https", "/live", "outer.example:8443"),
        ),
        (("10.0.0.0/8",), {"x-forwarded-for": "203.0.113.9, 10.0.0.2"}, ("203.0.113.9", "http", "", "inner")),
        (("10.0.0.1",), {"x-forwarded-for": "[2001:db8::1]:99"}, ("2001:db8::1", "http", "", "inner")),
        (
            ("10.0.0.1",),
            {
                "x-forwarded-for": "unknown",
                "x-forwarded-proto": "gopher",
                "x-forwarded-host": "evil.example/<script>",
                "x-forwarded-prefix": "//evil.example",
            },
            ("10.0.0.1", "http", "", "inner"),
        ),
    ],
)
def test_what_a_proxy_says(
    trusted: tuple[str, ...], headers: dict[str, str], expected: tuple[str, str, str, str]
) -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    async def nothing(*_: Message) -> Message:
        raise AssertionError

    scope = {
        "type": "http",
        "client": ("10.0.0.1", 5),
        "scheme": "http",
        "path": "/labs",
        "raw_path": b"/labs",
        "headers": [
            (b"host", b"inner"),
            *((name.encode(), value.encode()) for name, value in headers.items()),
        ],
    }
    asyncio.run(Proxies(app, trusted, "")(scope, nothing, nothing))
    found = seen[0]
    host = dict(found["headers"])[b"host"].decode()
    assert (found["client"][0], found["scheme"], found.get("root_path", ""), host) == expected
    assert scope["path"] == "/labs", "the scope that came in is not changed"
