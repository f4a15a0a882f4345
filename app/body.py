"""Reading what a request carries: bounded while it arrives, and strict about what it says.

Starlette alone would take a body of any size and JSON with NaN in it.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from app import jsontext
from app.errors import ApiError
from app.services import services
from engine.words import said


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body, or an ApiError as soon as it is known to be longer than `limit` bytes."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared[:20]) > limit:
        raise _too_large(limit)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


class JsonRequest(Request):
    """A request whose body has been read already."""

    def __init__(self, request: Request, body: bytes, value: Any) -> None:
        super().__init__(request.scope, request.receive)
        self._read, self._value = body, value

    async def body(self) -> bytes:
        return self._read

    async def json(self) -> Any:
        return self._value


class JsonRoute(APIRoute):
    """A route whose body, if it takes one, is JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def handle_json(request: Request) -> Response:
            kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
            if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
                raise ApiError(
                    415,
                    "wrong_type",
                    f"The body has the type “{kind[:60]}”: send JSON, with Content-Type: application/json.",
                )
            body = await read_body(request, services(request).settings.json_bytes)
            return await handle(JsonRequest(request, body, jsontext.read(body) if body else None))

        return handle_json


def _too_large(limit: int) -> ApiError:
    return ApiError(413, "too_large", f"The body is larger than the {said(limit)} bytes that this address takes.")
