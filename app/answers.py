"""Answers: JSON that is always valid, and errors as JSON for programs or as a page for people.

A stack trace is never part of an answer; it goes to the log.
"""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from app import jsontext
from app.errors import ApiError, from_engine, from_form
from engine.knobs import BadValue
from engine.replay import Refused

METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
WORDS = {
    404: ("unknown", "There is nothing at this address."),
    405: ("method", "This address does not take this method."),
    500: ("failed", "Something went wrong here, and it has been written down. Please try again."),
}


class Answer(JSONResponse):
    """JSON in which numbers that are not finite are null."""

    def render(self, content: Any) -> bytes:
        return jsontext.write(content)


def error_answer(error: ApiError) -> Response:
    """An error as JSON."""
    return Answer(error.public(), error.status, error.headers)


def answer_errors(app: FastAPI, page: Callable[[Request, ApiError], Response]) -> None:
    """Turn whatever is raised while a request is answered into an answer: a page for people, JSON for programs."""

    async def answer(request: Request, error: Exception) -> Response:
        told = _told(error)
        if told.status == 405:
            told.headers["Allow"] = ", ".join(_methods(request))
        if told.status == 500:
            told.headers["Connection"] = "close"  # as uvicorn does after an error that nobody foresaw
        return page(request, told) if _wants_page(request) else error_answer(told)

    async def gone(request: Request, error: Exception) -> Response:
        return Response(status_code=400)  # the client left before it had sent everything: nobody reads this

    for kind in (ApiError, BadValue, Refused, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, answer)
    app.add_exception_handler(ClientDisconnect, gone)


def _methods(request: Request) -> list[str]:
    """What this address takes: it may have a route of its own for each method, and one alone knows only its own."""
    found = []
    for method in METHODS:
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes):
            found.append(method)
    return found


def _told(error: Exception) -> ApiError:
    match error:
        case ApiError():
            return error
        case BadValue() | Refused():
            return from_engine(error)
        case RequestValidationError():
            return from_form(error.errors())
        case HTTPException(status_code=status):
            code, words = WORDS.get(status, ("refused", str(error.detail)))
            return ApiError(status, code, words, headers=error.headers)
    return ApiError(500, *WORDS[500])


def _wants_page(request: Request) -> bool:
    """A person is asking, with a browser."""
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    return "text/html" in request.headers.get("accept", "") and not path.startswith(("/api/", "/static/", "/assets/"))
