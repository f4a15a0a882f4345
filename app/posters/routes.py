"""A picture of a run for print: `/embed/descent.png?preset=ravine`, with the query of the page that shows the run.

It shows the run at its step `at`; without one at the end of its story. What a link cannot mean is mended as on the
page, only that a picture has no place for a note.
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from app import models, recipe
from app.errors import ApiError, unknown
from app.pages import forget_lost_data
from app.posters.order import Order
from app.posters.size import NARROWEST, USUAL, WIDEST
from app.presence import while_present
from app.runs import affordable
from app.services import Services, take
from app.settings import Settings
from engine.frame import Preset
from engine.knobs import BadValue
from engine.labs import LABS
from engine.run import Run
from engine.words import said

TOKENS = 1
DRAWN_TOKENS = 200  # more, where it is not finished yet: drawing takes as long as hundreds of calls
AN_UPDATE = 400  # operations that take about as long as everything else of one update does
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
        data = _bounded(here, kind, order)
        picture = await while_present(request, here.posters.make(order, data))
    tag = f'"{picture.digest}"'
    headers = {"Cache-Control": KEEP, "ETag": tag, "Cross-Origin-Resource-Policy": "cross-origin"}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(picture.png, media_type="image/png", headers=headers)


def _order(request: Request, lab: type[Run], found: recipe.Recipe, theme: str, width: int) -> Order:
    story = next((preset for preset in lab.presets if preset.name == found.preset), None)
    last = max((change["step"] for change in found.changes), default=0)
    at = max((story or Preset).until, last) if found.at is None else found.at
    query = recipe.write(lab, found)
    site = str(request.base_url).partition("://")[2].rstrip("/")
    return Order(
        lab=lab.name,
        config=found.config,
        changes=[change for change in found.changes if change["step"] <= at],
        at=at,
        compare=found.compare,
        title=story.title if story else lab.title,
        sentence=story.sentence if story else lab.summary,
        address=f"{site}/labs/{lab.name}" + (f"?{query}" if query else ""),
        theme=theme,
        width=width,
    )


def _bounded(here: Services, lab: type[Run], order: Order) -> bytes | None:
    """The data that the run uses. Raises ApiError where it is too dear: nothing has been built by then."""
    data = here.data.used_by(lab, order.config)
    needed, limit = _effort(lab, order, data, here.settings), here.settings.poster_operations
    if needed > limit:
        words = f"Up to step {said(order.at)} this run needs {said(needed)} operations, and a picture may need "
        words += f"{said(limit)}: ask for an earlier step, as in at=100."
        raise ApiError(422, "too_dear", words, "at", order.at, f"up to {limit} operations")
    return data


def _effort(lab: type[Run], order: Order, data: bytes | None, settings: Settings) -> int:
    """The operations up to the order's step, as if every knob always stood at the greatest value that it takes.

    So it is priced once, however many changes there are.
    """
    compare = {name: list(values) for name, values in (order.compare or {}).items()}
    lanes = len(next(iter(compare.values()))) if compare else 1
    least = AN_UPDATE * lanes * order.at
    if least > settings.poster_operations:
        return least
    config = dict(order.config)
    for change in order.changes:
        for name, value in change["values"].items():
            if name in compare:
                compare[name] = [_greater(*pair) for pair in zip(compare[name], value, strict=True)]
            elif name in lab.knobs():
                config[name] = _greater(config.get(name, value), value)
    cost = affordable(lab, config, compare or None, data, settings)
    return max(least, cost.operations * order.at)


def _greater(before: Any, now: Any) -> Any:
    return max(before, now) if isinstance(now, int | float) and isinstance(before, int | float) else now
