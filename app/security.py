"""What every answer says to the browser about what it may do with it.

Pages run only our own scripts, load nothing from elsewhere and, except under /embed, stay out of frames. API
and files may be read from any origin, since an embed in a sandbox has none. There are no cookies.
"""

from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Header = tuple[bytes, bytes]

CONTENT = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # Plotly and Swagger set styles
        "img-src 'self' data: blob:",  # Plotly saves its charts as pictures
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
ALWAYS: list[Header] = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]
SHARED: list[Header] = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"Retry-After, Location"),
]
PREFLIGHT: list[Header] = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, DELETE, OPTIONS"),
    (b"access-control-allow-headers", b"Authorization, Content-Type"),
    (b"access-control-max-age", b"86400"),
]
UNKEPT: Header = (b"cache-control", b"no-store")
BARE: list[Header] = [*ALWAYS, (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"), UNKEPT]
"""Of answers that the server gives without asking the application."""

BEGINNINGS = ("http.response.start", "websocket.http.response.start")  # the latter refuses a stream
SHARED_PATHS = ("/api/", "/static/", "/assets/", "/openapi.json", "/healthz", "/oembed")


class Headers:
    """ASGI middleware, outside of everything that answers: no answer leaves without its headers."""

    def __init__(self, app: ASGIApp, frame_ancestors: Sequence[str]) -> None:
        self._app = app
        page = f"{CONTENT}; frame-ancestors 'none'"
        # Without the directive even a page opened from a file may frame us; with `*` it could not.
        embed = f"{CONTENT}; frame-ancestors {' '.join(frame_ancestors)}" if frame_ancestors else CONTENT
        self._page = (b"content-security-policy", page.encode())
        self._embed = (b"content-security-policy", embed.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        shared = path.startswith(SHARED_PATHS)
        extra = [*ALWAYS, *(SHARED if shared else ()), self._embed if path.startswith("/embed/") else self._page]
        if shared and scope.get("method") == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": extra + PREFLIGHT})
            await send({"type": "http.response.body", "body": b""})
            return

        async def with_headers(message: Message) -> None:
            if message["type"] in BEGINNINGS:
                mine = {name for name, _ in extra}
                given = [header for header in message.get("headers", []) if header[0].lower() not in mine]
                if not any(name.lower() == b"cache-control" for name, _ in given):
                    given.append(UNKEPT)
                message = {**message, "headers": given + extra}
            await send(message)

        await self._app(scope, receive, with_headers)
