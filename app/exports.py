"""The texts that a lab's runs give to take along: for a spreadsheet, a notebook, somebody else's program."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from app.api import Here, RunId, attached, check_lane, fails
from app.errors import unknown
from app.presence import while_present
from app.services import take
from engine.frame import Export
from engine.labs import LABS
from engine.run import Run

BYTES_PER_TOKEN = 20_000  # of a text: writing them takes about as long as answering a call

router = APIRouter(
    prefix="/api", tags=["runs"], responses=fails(_422="a value that cannot be", _429="too many requests")
)


@router.get(
    "/runs/{run}/exports/{name}",
    response_class=Response,
    summary="A text of the run, to take along",
    responses={
        200: {
            "description": "a file named after the lab, the step of which it tells, and what it is: "
            "`unrolled-embedding-580-vectors.tsv`, of a further lane `unrolled-embedding-580@1-vectors.tsv`",
            "headers": {"Content-Disposition": {"description": "the file's name", "schema": {"type": "string"}}},
            "content": {"text/*": {"schema": {"type": "string"}, "example": "fox\t0.31\t-1.2\ndog\t0.28\t-1.1\n"}},
        },
        **fails(
            _404="no such run, or no such text of its lab",
            _409="the run has failed",
            _410="the run was dropped",
            _413="the text is too long",
        ),
    },
)
async def export(
    request: Request,
    here: Here,
    run: RunId,
    name: Annotated[str, Path(description="one of the lab's `exports`", examples=["vectors"], max_length=60)],
    lane: Annotated[int, Query(description="the lane, 0 … 5", examples=[0], ge=0, le=5)] = 0,
) -> Response:
    """Of the run as it stands, which does not move it. What there is says `exports` of its lab."""
    record = here.runs.find(run)
    found = _named(LABS[record.lab], name)
    check_lane(record, lane)
    step, text = await while_present(request, here.runs.export(record, name, lane))
    take(request, len(text) / BYTES_PER_TOKEN)
    place = f"{step}@{lane}" if lane else step
    return Response(text, media_type=found.media_type, headers=attached(f"{record.lab}-{place}-{found.file}"))


def _named(lab: type[Run], name: str) -> Export:
    for export in lab.exports:
        if export.name == name:
            return export
    there = ", ".join(export.name for export in lab.exports)
    raise unknown("export", name, f"Those of {lab.name}: {there}." if there else f"{lab.name} has none.")
