"""A student's text once more: what a run understands of it whose settings split it otherwise."""

import asyncio
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from app import models
from app.answers import Answer
from app.api import BYTES_PER_TOKEN, Here, fails
from app.services import take
from app.texts import summary
from engine.tokens import Split

router = APIRouter(
    prefix="/api", tags=["data"], responses=fails(_422="a value that cannot be", _429="too many requests")
)


@router.get(
    "/data/{data}",
    response_model=models.DataModel,
    summary="Your text, as these settings read it",
    responses=fails(_404="no such data, or they have expired"),
)
async def reading(
    request: Request,
    here: Here,
    data: Annotated[str, Path(description="the name of a text", examples=[models.DATA], max_length=100)],
    split: Annotated[Split, Query(description="into words, characters, or as the script has it")] = "auto",
    lowercase: Annotated[bool, Query(description="whether The and the are the same word")] = True,
) -> Response:
    """The same answer as when the text was sent, with another `summary`, `label` and `about`: those of a run of the lab
    `embedding` with the same `split` and `lowercase`."""
    kept = here.data.find(data, "text")
    take(request, len(kept.content) / BYTES_PER_TOKEN)
    async with here.parsing:
        told = await asyncio.to_thread(summary, kept.content.decode(), split, lowercase)
    return Answer(replace(kept, summary=told).public())
