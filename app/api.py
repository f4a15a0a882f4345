"""The JSON API: labs, runs, one update in full, losses as a table, a student's own data."""

import asyncio
import hmac
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app import data as data_files
from app import looks, models
from app.answers import Answer
from app.body import JsonRoute, read_body
from app.cells import LARGEST
from app.data import Kind
from app.errors import ApiError, unknown
from app.presence import while_present
from app.record import Record
from app.schema import lab_line, lab_schema
from app.services import Services, take
from engine.knobs import BadValue
from engine.labs import LABS
from engine.run import Run
from engine.table import LONGEST_NAME, MOST_CLASSES, MOST_COLUMNS

TABLE_OR_TEXT = f"""The file itself, up to 2 MB, in UTF-8.

A **table** has 2 to {MOST_COLUMNS} columns, with commas, semicolons, tabs or spaces between them, and two rows or
more. A first row without numbers is the header; without one the columns are called x (x1, x2, …) and y. All columns
but the last hold numbers within ±{LARGEST:,.0f}, with decimal points or decimal commas. The last is the target:
numbers, or the names of 2 to {MOST_CLASSES} classes of up to {LONGEST_NAME} characters. In no column is every cell
the same. Whatever the file looks like, the same header and cells have the same name. The lab `descent` takes two
columns of numbers.

A **text** is words, in any script: letters, marks and digits, with apostrophes and hyphens between them. Scripts
without spaces count by characters. A sentence ends at . ! ? … 。 and at the end of a line. The summary tells with these
settings how many `words` there are, how many `different` ones, the most `frequent`, and the `first` sentence word by
word; how other settings read it tells `GET /api/data/{{data}}`. Some labs take texts, and of a long one its beginning:
`remarks` say how much, and `refused` which of them find nothing to learn in it, and why.
"""
BYTES_PER_TOKEN = 2_000  # of an uploaded file: reading them takes about as long as answering a call


async def bounded(request: Request) -> Services:
    """The services, for a client that does not ask too often."""
    return take(request, 1)


Here = Annotated[Services, Depends(bounded)]
Key = Annotated[
    HTTPAuthorizationCredentials | None,
    Security(HTTPBearer(auto_error=False, scheme_name="key", description="the key that came with the run")),
]
RunId = Annotated[str, Path(description="the run's id", examples=[models.RUN], max_length=100)]
LabName = Annotated[str, Path(description="the lab's name", examples=["descent"], max_length=60)]


def fails(**reasons: str) -> dict[int | str, dict[str, Any]]:
    """The errors of a call, for the documentation: _404="no such run"."""
    return {int(status[1:]): {"model": models.ErrorModel, "description": reason} for status, reason in reasons.items()}


router = APIRouter(
    prefix="/api",
    route_class=JsonRoute,
    strict_content_type=False,
    default_response_class=Answer,
    responses=fails(_422="a value that cannot be", _429="too many requests"),
)


@router.get("/labs", tags=["labs"], response_model=list[models.LabLine], summary="All labs")
async def labs(here: Here) -> Response:
    """What can be run."""
    return Answer([lab_line(lab) for lab in LABS.values()])


@router.get(
    "/labs/{lab}",
    tags=["labs"],
    response_model=models.LabModel,
    summary="One lab's knobs, arrays and presets",
    responses=fails(_404="no such lab"),
)
async def lab(here: Here, lab: LabName) -> Response:
    """Everything that a form or a program needs to know about a lab."""
    return Answer(lab_schema(_lab(lab)))


@router.post(
    "/runs",
    tags=["runs"],
    status_code=201,
    response_model=models.CreatedModel,
    summary="Make a run from its recipe",
    responses=fails(
        _404="no such lab or data",
        _413="the body is too large",
        _415="the body is not JSON",
        _503="no room at present: see Retry-After",
    ),
)
async def create(request: Request, here: Here, body: models.CreateRun) -> Response:
    """A run from its lab and knobs; with `changes` and `step`, one that has come that way already.

    Somebody must open its stream within 15 seconds.
    """
    lab, changes = _lab(body.lab), _changes(body)
    data = here.data.used_by(lab, body.config)
    making = here.runs.create(lab.name, body.config, changes, body.step, body.compare, data)
    record = await while_present(request, making)
    path = f"{request.scope.get('root_path', '')}/api/runs/{record.id}"
    made = {
        "run": record.id,
        "key": record.key,
        "lab": record.lab,
        "config": record.config,
        "step": record.step,
        "stream": f"{path}/stream",
    }
    return Answer(made, 201, {"Location": path})


@router.get(
    "/runs/{run}",
    tags=["runs"],
    response_model=models.RunModel,
    summary="A run's recipe and where it stands",
    responses=fails(_404="no such run", _410="the run was dropped"),
)
async def show(here: Here, run: RunId) -> Response:
    """The recipe brings the run back: POST it to /api/runs."""
    record = here.runs.find(run)
    return Answer(
        {
            "run": record.id,
            "lab": record.lab,
            "config": record.config,
            "changes": record.changes,
            "compare": record.compare,
            "step": record.step,
            "end": record.end,
            "status": record.status,
            "loss": record.loss,
        }
    )


@router.get(
    "/runs/{run}/steps/{t}",
    tags=["runs"],
    response_model=models.StepModel,
    summary="One update in full",
    responses=fails(_404="no such run", _410="the run was dropped", _413="too many numbers: ask for fewer with `only`"),
)
async def explain(
    request: Request,
    here: Here,
    run: RunId,
    t: Annotated[int, Path(description="the update from t to t+1, 0 ≤ t ≤ end", examples=[412], ge=0, le=2**53)],
    lane: Annotated[int, Query(description="the lane, 0 … 5", examples=[0], ge=0, le=5)] = 0,
    only: Annotated[
        str | None,
        Query(
            description="parts of the answer, separated by commas; what tells the update apart comes always",
            examples=["params,grads"],
            max_length=200,
        ),
    ] = None,
    look: Annotated[
        str,
        Query(
            description="what `batch` and `forward` tell of, as in a page’s address, where a lab lets one choose it",
            examples=["sequence:7"],
            max_length=2000,
        ),
    ] = "",
) -> Response:
    """Every number of the update, by the lecture's names. The run does not move."""
    record = here.runs.find(run)
    if t > record.end:
        raise BadValue("t", t, f"a step from 0 to {record.end}, where the run's history ends")
    check_lane(record, lane)
    parts = [part.strip() for part in only.split(",") if part.strip()] if only is not None else None
    seen = looks.asked(LABS[record.lab], look)
    return Answer(await while_present(request, here.runs.explain(record, t, lane, parts, seen)))


@router.get(
    "/runs/{run}/metrics.csv",
    tags=["runs"],
    response_class=Response,
    summary="Every loss, as a table",
    responses={
        200: {
            "description": "a row for each update: step, loss, and loss@k of further lanes",
            "content": {"text/csv": {"schema": {"type": "string"}, "example": "step,loss\n0,3.52\n1,2.94\n"}},
        },
        **fails(_404="no such run", _410="the run was dropped"),
    },
)
async def metrics(here: Here, run: RunId) -> Response:
    """For a spreadsheet or a notebook. A table that cannot be finished ends in a line that says why."""
    record = here.runs.find(run)
    blocks = here.runs.metrics(record)
    first = await anext(blocks)  # what can be refused is refused here, before the answer is 200

    async def table() -> AsyncIterator[bytes]:
        yield first
        async for block in blocks:
            yield block

    headers = attached(f"{record.lab}-{record.end}-losses.csv")
    return StreamingResponse(table(), media_type="text/csv; charset=utf-8", headers=headers)


@router.delete(
    "/runs/{run}",
    tags=["runs"],
    status_code=204,
    summary="Drop a run",
    responses=fails(_403="the key is not this run's", _404="no such run", _410="it was dropped already"),
)
async def drop(here: Here, run: RunId, key: Key) -> Response:
    """With the run's key: `Authorization: Bearer …`."""
    record = here.runs.find(run)
    if key is None or not hmac.compare_digest(key.credentials.encode(), record.key.encode()):
        raise ApiError(403, "forbidden", "This needs the run's key: Authorization: Bearer <key>.")
    here.runs.drop(record)
    return Response(status_code=204)


@router.post(
    "/data",
    tags=["data"],
    status_code=201,
    response_model=models.DataModel,
    summary="Bring your own data",
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": TABLE_OR_TEXT,
            "content": {
                "text/csv": {"schema": {"type": "string"}, "example": "height,weight,pet\n25,4.1,cat\n60,23,dog\n"},
                "text/plain": {"schema": {"type": "string"}, "example": "The quick brown fox."},
            },
        }
    },
    responses=fails(
        _413="the file is too large",
        _415="a form instead of a file",
        _503="no room at present: see Retry-After",
    ),
)
async def upload(
    request: Request,
    here: Here,
    kind: Annotated[Kind, Query(description="table: 1 to 12 columns of numbers and a target; text: words")],
) -> Response:
    """The name that comes back is then a value of a lab's knob whose `data` is this kind."""
    form = request.headers.get("content-type", "").partition("/")[0].strip().lower()
    if form == "multipart":
        raise ApiError(415, "wrong_type", "Send the file itself as the body, not a form that holds it.")
    body = await read_body(request, here.settings.data_bytes)
    take(request, len(body) / BYTES_PER_TOKEN)
    async with here.parsing:
        content, summary = await asyncio.to_thread(data_files.parse, kind, body)
    return Answer(here.data.add(kind, content, summary).public(), 201)


def attached(name: str) -> dict[str, str]:
    """The headers of an answer that is a file to keep."""
    return {"Content-Disposition": f'attachment; filename="unrolled-{name}"'}


def check_lane(record: Record, lane: int) -> None:
    """Raises BadValue where the run has no such lane."""
    if lane >= record.lanes:
        raise BadValue("lane", lane, f"a lane of this run, 0 to {record.lanes - 1}")


def _lab(name: str) -> type[Run]:
    if name not in LABS:
        raise unknown("lab", name, "The labs here: " + ", ".join(LABS) + ".")
    return LABS[name]


def _changes(body: models.CreateRun) -> list[dict[str, Any]]:
    """The changes of a recipe, which come in their order. Whether they can be made is for the run to judge."""
    for before, change in pairwise(body.changes):
        if change.step < before.step:
            raise BadValue("changes.step", change.step, f"a step from {before.step}, the one before, on")
    return [{"step": change.step, "values": change.values} for change in body.changes]
