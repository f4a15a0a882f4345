"""What a client may say in a stream: one class for each message, one field for each thing that it may hold.

    hello                      first, once
    play · pause · step · seek move the run          (with the key)
    change                     sets knobs            (with the key)
    look · ack                 what is shown, what has been drawn

Forms only: whether a knob takes a value, or a run may move, is for those to say who know the lab and the run.
"""

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app import jsontext
from app.errors import ApiError, few_names, from_validation
from engine.words import sentence

VERSION = 1
MOST_UPDATES = 10_000
SLOWEST, FASTEST = 0.1, 100_000.0  # updates a second
MOST_ID = 1_000  # bytes of JSON: it comes back in every answer, and waits there for who does not read
FARTHEST = 2**53  # beyond it a browser's numbers are not whole any more


class Message(BaseModel):
    """A message from a client."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)
    controls: ClassVar[bool] = True  # needs the run's key

    few_names = model_validator(mode="before")(few_names)

    @classmethod
    def name(cls) -> str:
        return cls.__name__.lower()


class Hello(Message):
    """Who is there, what it has already, and how it wants to be answered."""

    controls = False
    type: Literal["hello"]
    version: Annotated[int, Field(ge=VERSION, le=VERSION)]
    key: Annotated[str, Field(max_length=200)] | None = None
    history: Annotated[int, Field(ge=0, le=FARTHEST)] | None = None
    start: int | None = Field(None, alias="from", ge=0, le=FARTHEST)
    encoding: Literal["binary", "json"] = "binary"
    look: dict[str, Any] | None = None


class Play(Message):
    """Go on by itself; without a pace, as fast as last time."""

    type: Literal["play"]
    pace: Annotated[float, Field(ge=SLOWEST, le=FASTEST)] | Literal["max"] | None = None


class Pause(Message):
    type: Literal["pause"]


class Step(Message):
    """n updates on, or back where n is negative."""

    type: Literal["step"]
    n: Annotated[int, Field(ge=-MOST_UPDATES, le=MOST_UPDATES)] = 1


class Seek(Message):
    """Stand at a step that is known already."""

    type: Literal["seek"]
    step: Annotated[int, Field(ge=0, le=FARTHEST)]


class Change(Message):
    """Values for live knobs and parameters, all at once; `id`, short, comes back with the answer."""

    type: Literal["change"]
    id: Any = None
    values: Annotated[dict[str, Any], Field(min_length=1)]


class Look(Message):
    """What to show. It never moves the run."""

    controls = False
    type: Literal["look"]
    values: dict[str, Any]


class Ack(Message):
    """Frames up to this one are drawn."""

    controls = False
    type: Literal["ack"]
    frame: Annotated[int, Field(ge=0, le=FARTHEST)]


MESSAGES: dict[str, type[Message]] = {kind.name(): kind for kind in (Hello, Play, Pause, Step, Seek, Change, Look, Ack)}

_PARTS = (b"", rb"\{", b'"type"', b":", b'"ack"', b",", b'"frame"', b":", b"(0|[1-9][0-9]{0,14})", rb"\}", b"")
_ACK = re.compile(rb"[ \t\r\n]*".join(_PARTS))


def acknowledged(text: bytes) -> int | None:
    """The frame, if the message is an ack in its usual spelling; else None, which `read` will explain.

    Acks are by far the most frequent message, 30 a second and viewer: this takes 0.4 µs, `read` 5.
    """
    found = _ACK.fullmatch(text)
    return int(found[1]) if found else None


class BadMessage(Exception):
    """A message that cannot be used: why, and the `id` it came with."""

    def __init__(self, error: ApiError, id: Any = None) -> None:
        super().__init__(error.message)
        self.error, self.id = error, id

    def public(self) -> dict[str, Any]:
        return error_message(self.error, self.id)


def error_message(error: ApiError, id: Any = None) -> dict[str, Any]:
    """An error as a message of the stream, with the `id` of the message that caused it."""
    return {"type": "error", **({} if id is None else {"id": id}), **error.public()}


def read(text: str) -> Message:
    """The message in `text`. Raises BadMessage."""
    id = None
    try:
        value = jsontext.read(text)
        if not isinstance(value, dict):
            raise ApiError(422, "bad_form", "A message is a JSON object with a “type”.")
        id = _id(value)
        return _kind(value).model_validate(value)
    except ApiError as error:
        raise BadMessage(error, id) from None
    except ValidationError as error:
        raise BadMessage(from_validation(error), id) from None


def _id(value: dict[str, Any]) -> Any:
    id = value.get("id")
    if len(jsontext.write(id)) > MOST_ID:
        allowed = f"anything of up to {MOST_ID} bytes"
        raise ApiError(422, "bad_value", f"The “id” of a message is {sentence(allowed)}.", "id", id, allowed)
    return id


def _kind(value: dict[str, Any]) -> type[Message]:
    name = value.get("type")
    kind = MESSAGES.get(name) if isinstance(name, str) else None
    if kind is None:
        allowed = "one of " + ", ".join(MESSAGES)
        raise ApiError(422, "bad_form", f"A message's “type” is {allowed}.", "type", name, allowed)
    return kind
