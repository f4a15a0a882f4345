"""Which pages may open a stream. Browsers tell the page's origin; programs tell none.

There are no cookies, so a foreign page could do no more than any program. It is still none of its business,
and a course site that shall embed streams of its own is named in the settings.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, urlsplit

PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def admits(headers: Mapping[str, str], allowed: Iterable[str]) -> bool:
    """May a page of this Origin connect? Ours, none, "null" (a sandbox) and allowed ones may.

    Our own is told by host and port, not by scheme: behind a proxy that nobody declared we cannot know
    whether it speaks https, and the host in the request is what the browser asked for either way.
    """
    origin = headers.get("origin")
    if origin is None or origin == "null":
        return True
    parsed = _origin(origin)
    if parsed is None:
        return False
    scheme, host, port = parsed
    if any(_origin(other) == parsed for other in allowed):
        return True
    return _authority(headers.get("host", ""), scheme) == (host, port)


def own_address(headers: Mapping[str, str], text: str) -> SplitResult | None:
    """The parts of an address that leads to this service, as the request's own host tells; None: it leads elsewhere."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        return None
    authority = parts.hostname, port if port is not None else PORTS[parts.scheme]
    return parts if _authority(headers.get("host", ""), parts.scheme) == authority else None


def _origin(text: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an origin that is nothing but an origin."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    if parts.username is not None or parts.path or parts.query or parts.fragment:
        return None
    return parts.scheme, parts.hostname, port if port is not None else PORTS[parts.scheme]


def _authority(host: str, scheme: str) -> tuple[str, int] | None:
    """Host and port of a Host header, for a page of that scheme."""
    try:
        parts = urlsplit(f"//{host}")
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname:
        return None
    return parts.hostname, port if port is not None else PORTS[scheme]
