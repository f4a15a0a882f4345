"""Where a request really came from, when a proxy passed it on: believed of proxies that the settings name.

    X-Forwarded-For       the client's address → scope["client"]
    X-Forwarded-Proto     https                → scope["scheme"]
    X-Forwarded-Host      the host it asked for → the Host header
    X-Forwarded-Prefix    the path under which it found us → scope["root_path"]

A prefix may also be a setting. Either way a proxy may have cut it off the path or left it there.
"""

import ipaddress
import re
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_HOST = re.compile(rb"[A-Za-z0-9._~\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_PREFIX = re.compile(rb"(/[A-Za-z0-9._~\-]+)*/?")


class Proxies:
    """ASGI middleware that puts the scope right before anybody reads it."""

    def __init__(self, app: ASGIApp, trusted: Sequence[str], root_path: str) -> None:
        self._app, self._root_path = app, root_path
        self._networks = [ipaddress.ip_network(network, strict=False) for network in trusted]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            scope = dict(scope)
            root_path = self._root_path
            if scope["client"] and self._trusts(scope["client"][0]):
                root_path = self._forwarded(scope) or root_path
            self._place(scope, root_path)
        await self._app(scope, receive, send)

    def _forwarded(self, scope: Scope) -> str | None:
        """Take over what a trusted proxy says; the prefix that it names, if any."""
        said: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name.startswith(b"x-forwarded-"):
                said[name] = said[name] + b"," + value if name in said else value
        if client := self._client(said.get(b"x-forwarded-for", b"")):
            scope["client"] = (client, 0)
        if (proto := _last(said, b"x-forwarded-proto").lower()) in (b"http", b"https"):
            secure = proto == b"https"
            plain = "ws" if scope["type"] == "websocket" else "http"
            scope["scheme"] = plain + "s" if secure else plain
        if _HOST.fullmatch(host := _last(said, b"x-forwarded-host")):
            others = [(name, value) for name, value in scope["headers"] if name != b"host"]
            scope["headers"] = [(b"host", host), *others]
        prefix = _last(said, b"x-forwarded-prefix")
        return prefix.decode().rstrip("/") if prefix and _PREFIX.fullmatch(prefix) else None

    def _client(self, said: bytes) -> str | None:
        """The first address, read from the nearest proxy outwards, that is not one of ours."""
        address: str | None = None
        for part in reversed(said.decode("latin-1").split(",")):
            found = _address(part.strip())
            if found is None:
                break
            address = str(found)
            if not self._trusts(address):
                break
        return address

    def _trusts(self, host: str) -> bool:
        address = _address(host)
        return address is not None and any(address in network for network in self._networks)

    def _place(self, scope: Scope, root_path: str) -> None:
        """root_path and path as ASGI has them: the path holds the prefix."""
        if not root_path:
            return
        path: str = scope["path"]
        if path != root_path and not path.startswith(root_path + "/"):
            scope["path"] = root_path + path
            scope["raw_path"] = root_path.encode() + scope.get("raw_path", path.encode())
        elif path == root_path:  # the prefix without its slash is the home page, too
            scope["path"], scope["raw_path"] = root_path + "/", root_path.encode() + b"/"
        scope["root_path"] = root_path


def _last(said: dict[bytes, bytes], name: bytes) -> bytes:
    """What the nearest proxy said."""
    return said.get(name, b"").rsplit(b",", 1)[-1].strip()


def _address(text: str) -> Address | None:
    """An address, with or without a port."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
