r"""Every way in which a request can fail, and the words in which the client is told.

    Exception
    ├── engine.knobs.BadValue        a knob or parameter cannot take this value   → 422 bad_value
    ├── engine.replay.Refused        the run's state does not allow it            → 409 refused
    ├── pydantic.ValidationError     a body or message has the wrong form         → 422 bad_form
    └── ApiError                     says itself what it is:
          403 forbidden        the key, or the origin, does not allow this
          404 unknown          no such run, lab, data or page
          405 method           the page is there, but not for this method
          410 gone             the run was dropped
          413 too_large        a body, or an answer, above its bound
          415 wrong_type       the body's Content-Type is another
          422 bad_json, bad_form, bad_value, bad_data, too_dear
          429 too_fast         more requests than one client may make
          400, 414, 431        no HTTP, no proper handshake, or too long: refused by server.py, as plain text
          501 format           oEmbed in a form that is not spoken here
          503 full             no room at present; Retry-After says when to come back
          500 failed           our fault: logged here, never shown

A client sees `{"error": {"code", "message", "field"?, "value"?, "range"?, "problems"?}}`, in HTTP and in a
stream.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from pydantic import ValidationError

from engine.knobs import BadValue, shown
from engine.replay import Refused
from engine.words import sentence

Problem = Mapping[str, Any]

MOST_PROBLEMS = 20  # that are told of one body or message
VALUE_BYTES = 200  # of a refused value: what is told of it is short, however long it was
NAME_LETTERS = 60  # of a refused field's name

RULES = {
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "list_type": "a list",
    "string_type": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "too_short": "{min_length} or more of them",
    "too_long": "up to {max_length} of them",
    "string_too_long": "a text of up to {max_length} characters",
    "greater_than_equal": "a number from {ge} on",
    "less_than_equal": "a number up to {le}",
    "literal_error": "{expected}",
}
"""What pydantic's rules allow, in words."""


class ApiError(Exception):
    """What a client is told: a status, a code for programs, a sentence for people."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        field: str | None = None,
        value: Any = None,
        range: str | None = None,
        problems: Sequence[Problem] | None = None,
        retry_after: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.field, self.value, self.range = field, value, range
        self.problems, self.retry_after = problems, retry_after
        self.headers = dict(headers or {})
        if retry_after is not None:
            self.headers["Retry-After"] = str(max(1, round(retry_after)))

    def public(self) -> dict[str, Any]:
        """The error as the client sees it."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.field is not None:
            error["field"] = self.field
            error["value"] = _short(self.value)
        if self.range is not None:
            error["range"] = self.range
        if self.problems:
            error["problems"] = list(self.problems)
        return {"error": error}


def unknown(what: str, name: str, help: str = "") -> ApiError:
    """Nothing of this name is here."""
    return ApiError(404, "unknown", f"There is no {what} {shown(name)}. {help}".strip())


def from_engine(error: BadValue | Refused) -> ApiError:
    """The engine's refusals, which know nothing of the web, as what a client is told."""
    if isinstance(error, BadValue):
        return ApiError(422, "bad_value", str(error), error.field, error.value, error.allowed)
    return ApiError(409, "refused", str(error))


def from_form(errors: Sequence[Mapping[str, Any]]) -> ApiError:
    """A body, query or message of the wrong form: the first fault in a sentence, all of them as problems."""
    problems = [_problem(error) for error in errors[:MOST_PROBLEMS]]
    first = problems[0]
    return ApiError(
        422,
        "bad_form",
        first["message"],
        field=first["field"],
        value=first["value"],
        range=first["range"],
        problems=problems if len(problems) > 1 else None,
    )


def from_validation(error: ValidationError) -> ApiError:
    """The same for what pydantic found in a message."""
    return from_form([dict(found) for found in error.errors(include_url=False)])


def few_names(value: Any) -> Any:
    """A validator for what has a few known names: thousands of unknown ones would become as many errors, 12 µs each."""
    if isinstance(value, dict) and len(value) > MOST_PROBLEMS:
        raise ValueError(f"an object of at most {MOST_PROBLEMS} names")
    return value


_KIND = re.compile(r"constrained-\w+|literal\[.*\]")  # of what may be one of several kinds, pydantic's name for the one


def _problem(error: Mapping[str, Any]) -> dict[str, Any]:
    path = [part for part in error["loc"] if part not in ("body", "query", "path", "header")]
    if error["type"] != "extra_forbidden":  # then the last one is a client's name
        path = [part for part in path if not _KIND.fullmatch(str(part))]
    field = _cut(".".join(str(part) for part in path)) or "the body"
    value = error.get("input")
    rule = _rule(error)
    match error["type"]:
        case "missing":
            value, rule = None, "a value"
            message = f"The field “{field}” is missing."
        case "extra_forbidden":
            rule = "no such field"
            message = f"There is no field “{field}” here."
        case _:
            message = f"{field} cannot be {shown(_short(value))}: allowed is {sentence(rule)}."
    return {"field": field, "value": _short(value), "range": rule, "message": message}


def _cut(name: str) -> str:
    """A name that a client has written, in the length at which names are told."""
    return name if len(name) <= NAME_LETTERS else name[: NAME_LETTERS - 1] + "…"


def _rule(error: Mapping[str, Any]) -> str:
    words = RULES.get(error["type"])
    if words is not None:
        return words.format(**error.get("ctx", {}))
    return str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ").rstrip(".")


def _short(value: Any) -> Any:
    """The value itself where it is short, else its beginning as text. Of a text that was shortened: that text."""
    if isinstance(value, str):
        data = value.encode(errors="replace")
        return value if len(data) <= VALUE_BYTES else data[: VALUE_BYTES - 3].decode(errors="ignore") + "…"
    try:
        text = orjson.dumps(value)
    except (TypeError, ValueError):
        text = str(value).encode(errors="replace")
        value = text[:VALUE_BYTES].decode(errors="ignore")
    return value if len(text) <= VALUE_BYTES else text[: VALUE_BYTES - 3].decode(errors="ignore") + "…"
