"""A picture of a run for print: `/embed/descent.png?preset=ravine`, with the query of the page that shows the run.

It shows the run at its step `at`; without one at the end of its story. What a link cannot mean is mended as on the
page, only that a picture has no place for a note.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from app import models, recipe
from app.errors import unknown
from app.pages import forget_lost_data
from app.posters import price
from app.posters.order import Order
from app.posters.size import NARROWEST, USUAL, WIDEST
from app.presence import while_present
from app.services import take
from engine.knobs import BadValue
from engine.labs import LABS
from engine.run import Run

TOKENS = 1
DRAWN_TOKENS = 200  # more, where it is not finished yet: drawing takes as long as hundreds of calls
KEEP = "public, max-age=86400"
OWN = ("theme", "width", "controls")

router = APIRouter(tags=["embedding"])


@router.head("/embed/{lab}.png", include_in_schema=False)
@router.get(
    "/embed/{lab}.png",
    summary="A picture of a run, for print",
    response_class=Response,
    responses={
        200: {
            "description": "the picture; its height is two thirds of its width",
            "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
        },
        404: {"model": models.ErrorModel, "description": "no such lab"},
        422: {"model": models.ErrorModel, "description": "a value that cannot be, or a run that is too long"},
        429: {"model": models.ErrorModel, "description": "too many requests"},
        503: {"model": models.ErrorModel, "description": "no room at present: see Retry-After"},
    },
)
async def poster(
    request: Request,
    lab: Annotated[str, Path(description="the lab's name", examples=["descent"], max_length=60)],
    width: Annotated[int, Query(description=f"pixels, {NARROWEST} to {WIDEST}")] = USUAL,
    theme: Annotated[Literal["light", "dark", "auto"], Query(description="auto is light")] = "light",
) -> Response:
    """The run at its step `at`, or at the end of its story; with the query of the page `/embed/{lab}`."""
    here = take(request, TOKENS)
    if lab not in LABS:
        raise unknown("lab", lab, "The labs here: " + ", ".join(LABS) + ".")
    if not NARROWEST <= width <= WIDEST:
        raise BadValue("width", width, f"a whole number from {NARROWEST} to {WIDEST}")
    kind = LABS[lab]
    query = [part for part in request.query_params.multi_items() if part[0] not in OWN]
    found, notes = recipe.read(kind, query, here.settings.step_limit)
    forget_lost_data(kind, found, here.data, notes)
    order = _order(request, kind, found, "dark" if theme == "dark" else "light", width)
    picture = here.posters.find(order)
    if picture is None:
        take(request, DRAWN_TOKENS)
        data = price.checked(here, kind, found)
        picture = await while_present(request, here.posters.make(order, data))
    tag = f'"{picture.digest}"'
    headers = {"Cache-Control": KEEP, "ETag": tag, "Cross-Origin-Resource-Policy": "cross-origin"}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(picture.png, media_type="image/png", headers=headers)


def _order(request: Request, lab: type[Run], found: recipe.Recipe, theme: str, width: int) -> Order:
    story = next((preset for preset in lab.presets if preset.name == found.preset), None)
    at = price.step_of(lab, found)
    query = recipe.write(lab, found)
    site = str(request.base_url).partition("://")[2].rstrip("/")
    return Order(
        lab=lab.name,
        config=found.config,
        changes=[change for change in found.changes if change["step"] <= at],
        at=at,
        compare=found.compare,
        look=found.look,
        title=story.title if story else lab.title,
        sentence=story.sentence if story else lab.summary,
        address=f"{site}/labs/{lab.name}" + (f"?{query}" if query else ""),
        theme=theme,
        width=width,
    )
