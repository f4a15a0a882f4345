"""The forms of the HTTP API: what each body and answer holds, in words and with an example.

Bodies are checked against these. Answers are described by them in /openapi.json, and a test holds them to it.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from app.errors import few_names
from engine.timeline import MOST_CHANGES

RUN = "pJ0a7vWvX2n0mC1d3kQe5w"
KEY = "T1l0cX5u8Zb9yJ4s2mHq7A"
DATA = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

Number = float | None
"""A number; null where it is not finite."""


def field(description: str, example: Any, **rules: Any) -> Any:
    """A field with what the documentation says of it."""
    return Field(description=description, examples=[example], **rules)


class Body(BaseModel):
    """Something that a client sends: nothing is converted, nothing unknown is passed over."""

    model_config = ConfigDict(extra="forbid", strict=True)

    few_names = model_validator(mode="before")(few_names)


class ChangeBody(Body):
    """Live knobs or parameters that take a new value at a step."""

    step: int = field("the step at which they are in force: they govern the update from it to the next", 412, ge=0)
    values: dict[str, Any] = field(
        "values by knob or parameter; of a compared knob a list, one for each lane",
        {"learning_rate": 0.3},
        min_length=1,
    )


class CreateRun(Body):
    """The recipe of a run."""

    lab: str = field("the lab's name", "descent", max_length=60)
    config: dict[str, Any] = field(
        "knobs that differ from their defaults",
        {"learning_rate": 0.02, "batch_size": 4},
        default_factory=dict,
    )
    changes: list[ChangeBody] = field(
        "changes made on the way, in the order of their steps; with all of these the body may have 64 KiB, which is "
        "about 1,400 changes of one knob",
        [],
        default_factory=list,
        max_length=MOST_CHANGES,
        fail_fast=True,
    )
    step: int | None = field("where the run shall stand; absent: at the last change, or at 0", 580, default=None, ge=0)
    compare: dict[str, list[Any]] | None = field(
        "knobs in which up to six lanes differ, each with its value in every lane",
        {"learning_rate": [0.01, 0.3, 1.1]},
        default=None,
    )

    named = field_validator("compare", mode="before")(few_names)


class LabLine(BaseModel):
    lab: str = field("the lab's name, as in its address", "descent")
    title: str = field("its title", "Descent")
    summary: str = field("what it shows, in a sentence", "A ball, a surface, a learning rate.")


class ChoiceModel(BaseModel):
    value: str = field("what is sent", "momentum")
    label: str = field("what is shown", "Momentum")
    help: str = field("what it means", "The gradient changes the speed, the speed the place.")


class KnobModel(BaseModel):
    name: str = field("the knob's name", "learning_rate")
    symbol: str = field("its letter in formulas", "α")
    help: str = field("what it does", "How far one update goes.")
    kind: Literal["float", "int", "bool", "choice", "text"] = field("what it takes", "float")
    default: float | int | bool | str = field("its value where none is given", 0.1)
    low: float | None = field("the smallest value", 1e-5)
    high: float | None = field("the greatest value; of a text, its greatest length", 100)
    choices: list[ChoiceModel] = field("what a choice may be", [])
    scale: Literal["linear", "log"] = field("how a slider divides its range", "log")
    unit: str = field("what it counts", "samples")
    live: bool = field("whether it may change during a run; otherwise it starts a new one", True)
    applies: dict[str, list[Any]] | None = field(
        "values of other knobs with which it means something; null: always", {"optimizer": ["momentum"]}
    )
    label: str = field("what a form calls it", "Learning rate")
    slider: tuple[float, float] | None = field(
        "the useful part of the range, for a slider; null: all of it", [0.001, 10]
    )
    top: str = field("the word that a page's address may say for the greatest value; empty: none", "all")
    zero: str = field("what 0 is, in the name of a run that differs in it; empty: 0", "")
    data: Literal["", "table", "text"] = field("what may be handed in for it, by POST /api/data; empty: nothing", "")
    measures: bool = field(
        "whether it decides what J means, so that lanes that differ in it have J of different kinds", False
    )
    seldom: bool = field("whether a form folds it away: the usual run does not need it", False)
    common: bool = field("whether it is the same in all lanes of a race", False)
    comparable: bool = field("whether lanes may differ in it", True)
    pattern: str = field("a regular expression of all that a text can be; empty: there is none", "")
    allowed: str = field("what a text must be, in words; empty for all others", "")
    none: str = field("what an empty text is called where there is little room; empty: nothing", "")
    brings: dict[str, Any] = field("the defaults that data of one's own bring along", {})
    suits: dict[str, list[dict[str, Any]]] = field(
        "what goes with data of one’s own, the best first, by the least number of classes that their target names", {}
    )
    drawn: int = field("set in a picture and not in a form: how many pieces it takes there at most; 0: in a form", 0)


class DescribedModel(BaseModel):
    name: str = field("its name", "theta")
    shape: str = field("its shape", "2")
    help: str = field("what it is", "θ: intercept and slope")


class LookModel(DescribedModel):
    default: Any = field("what is seen where nobody asks; null: what the run itself suggests", 0)
    tied: list[str] = field("knobs of whose values it speaks: a page begins another one's run without it", ["dataset"])
    words: bool = field("whether it is told in words of a text, in which 1984 is one of them", False)


class ChangeModel(BaseModel):
    step: int = field("the step from which on they are in force", 412)
    values: dict[str, Any] = field("values by knob or parameter", {"learning_rate": 0.3})


class PresetModel(BaseModel):
    name: str = field("the preset's name, as in `preset=`", "too-large")
    title: str = field("its title", "Learning rate too large")
    sentence: str = field("what is to be seen", "Each step jumps across the valley.")
    config: dict[str, Any] = field("knobs that differ from their defaults", {"learning_rate": 0.44})
    question: str = field("what to ask before it is played", "Does J rise, stay or fall?")
    answer: str = field("what is seen then", "It falls, but slowly.")
    changes: list[ChangeModel] = field("changes on the way", [])
    compare: dict[str, list[Any]] | None = field("the compared knobs and their values", None)
    pace: float | Literal["max"] = field("updates a second at which the story takes 8 to 60 s", 2)
    until: int = field("the updates after which its story is told", 40)
    linear: bool = field("whether J is drawn on a linear axis first", False)
    lane: int = field("of runs side by side, the one whose details are looked at first", 0)
    pictures: list[str] = field("the pictures that tell it in a frame, as in `pictures=`; empty: the lab's first", [])
    look: dict[str, Any] = field("what is looked at from the beginning", {"sample": 2})


class ExportModel(BaseModel):
    name: str = field("its name, as in its address", "vectors")
    media_type: str = field("what kind of text it is", "text/tab-separated-values")
    help: str = field("what it holds", "A word in each line, and its vector.")
    file: str = field("how its file's name ends", "vectors.tsv")


class LabModel(LabLine):
    knobs: list[KnobModel] = field("the lab's hyperparameters", [])
    arrays: list[DescribedModel] = field(
        "the arrays in its frames; `loss` holds those of the updates since the last frame", []
    )
    scalars: list[DescribedModel] = field("the numbers in its frames; `loss` is that of the update to come", [])
    looks: list[LookModel] = field("what a viewer may ask to see", [])
    presets: list[PresetModel] = field("its stories", [])
    exports: list[ExportModel] = field("texts that a run gives to take along", [])


class CreatedModel(BaseModel):
    run: str = field("the run's id: the right to watch it", RUN)
    key: str = field("the right to control it; shown only here", KEY)
    lab: str = field("its lab", "descent")
    config: dict[str, Any] = field("all knobs, as the run begins", {"learning_rate": 0.02, "seed": 0})
    step: int = field("where it stands", 580)
    stream: str = field("the path of its stream", f"/api/runs/{RUN}/stream")


class RunModel(BaseModel):
    run: str = field("the run's id", RUN)
    lab: str = field("its lab", "descent")
    config: dict[str, Any] = field("all knobs, as the run began", {"learning_rate": 0.02, "seed": 0})
    changes: list[ChangeModel] = field("what was changed since", [{"step": 412, "values": {"learning_rate": 0.3}}])
    compare: dict[str, list[Any]] | None = field("the compared knobs and their values in each lane", None)
    step: int = field("where it stands", 580)
    end: int = field("up to where its history is known", 600)
    status: Literal["paused", "playing", "done", "diverged", "failed"] = field("what it does", "paused")
    loss: Number = field(
        "of the update that led to `step`, before it was made; at step 0 of the update to come, which in a stream is "
        "always the `loss` among a frame's scalars; null where it is not finite",
        0.213,
    )


class StepModel(BaseModel):
    """One update in full. Nested lists by name; null where a number is not finite."""

    model_config = ConfigDict(extra="allow")
    step: int = field("t: the update from t to t+1", 412)
    epoch: float = field("passes over the data before it", 17)
    lane: int = field("the lane", 0)
    config: dict[str, Any] = field("the knobs in force for this update", {"learning_rate": 0.3})
    loss: Number = field("of this update's batch, before the update", 0.213)
    objective: Number = field("of all the training data, before the update", 0.219)
    batch: dict[str, Any] = field("what reproduces the update exactly", {"index": [3], "x": [[0.5]], "y": [[1.2]]})
    params: dict[str, Any] = field("parameters before the update", {"theta": [1.9, -0.3]})
    forward: dict[str, Any] = field("every intermediate value, by the lecture's name", {"yhat": [1.75]})
    grads: dict[str, Any] = field("∂loss/∂params, as applied", {"theta": [1.1, 0.55]})
    grads_unclipped: dict[str, Any] | None = field("the same before clipping, where it acts", None, default=None)
    update: dict[str, Any] = field("params after − params before", {"theta": [-0.33, -0.165]})


class DataModel(BaseModel):
    data: str = field("the name under which a run may use them", DATA)
    kind: Literal["table", "text"] = field("what they are", "table")
    summary: dict[str, Any] = field(
        "what was understood: of a table its rows, columns, their bounds, and how many rows each class has; a note, "
        "where something is odd; `remarks` of single labs, and why some have `refused` them, each by the lab's name",
        {
            "rows": 24,
            "columns": ["height", "pet"],
            "low": [9, None],
            "high": [60, None],
            "classes": {"cat": 9, "dog": 15},
        },
    )
    expires: str = field("until when they are kept, longer if used", "2026-05-04T18:00:00Z")
    label: str = field("what a form calls them", "Your table (24 rows: height → pet)")
    about: str = field(
        "what is to be learned of a table, and what looks like a mistake in it", "height → pet: 9 cat, 15 dog."
    )
    classes: list[str] = field(
        "the names of a table's classes, in the order of the outputs; of numbers and texts none", ["cat", "dog"]
    )


class HealthModel(BaseModel):
    status: Literal["ok", "failing"] = field("ok, or failing when no host answers", "ok")
    runs: int = field("runs at present", 12)
    viewers: int = field("streams at present", 15)
    hosts: int = field("run hosts that answer", 2)
    loop_lag_ms: float = field("by how much the web process is late, worst of the last second", 0.4)


class FaultModel(BaseModel):
    code: str = field("for programs", "bad_value")
    message: str = field("for people", "learning_rate cannot be −1: allowed is a number from 0.00001 to 100.")
    field: str | None = Field(None, description="what it is about", examples=["learning_rate"])
    value: Any = Field(None, description="what was given, shortened", examples=[-1])
    range: str | None = Field(None, description="what is allowed", examples=["a number from 1e-05 to 100"])
    problems: list[dict[str, Any]] | None = Field(
        None, description="every fault, where there are several", examples=[[{"row": 3, "column": 2}]]
    )


class ErrorModel(BaseModel):
    error: FaultModel = field("what went wrong", {"code": "unknown", "message": "There is no run “abc”."})


class OembedModel(BaseModel):
    """An answer of oEmbed, of the type `rich`."""

    type: Literal["rich"] = field("what kind of thing it is", "rich")
    version: Literal["1.0"] = field("of oEmbed", "1.0")
    title: str = field("the story's title, or the lab's", "Learning rate too large")
    provider_name: str = field("this service", "Unrolled")
    provider_url: str = field("where it is", "https://unrolled.example.org/")
    cache_age: int = field("seconds for which this answer holds", 86_400)
    html: str = field("the frame", '<iframe src="https://unrolled.example.org/embed/descent"></iframe>')
    width: int = field("of the frame, in pixels", 700)
    height: int = field("of the frame, in pixels", 640)
    thumbnail_url: str | None = field("the poster; absent where it would have to be too small", None)
    thumbnail_width: int | None = field("of the poster, in pixels", 700)
    thumbnail_height: int | None = field("of the poster, in pixels", 467)
