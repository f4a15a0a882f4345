"""oEmbed: a course system that is given a link asks here for the frame to put in its place, and finds it by itself.

    GET /oembed?url=https://…/labs/descent?preset=ravine&maxwidth=600&format=json        (https://oembed.com)

The head of every lab's page names this address in two `<link rel="alternate">`.
"""

from html import escape
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, urlencode
from xml.etree import ElementTree

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app import models, recipe
from app.answers import Answer
from app.errors import ApiError, unknown
from app.origins import own_address
from app.posters import price
from app.posters.size import NARROWEST, height
from app.services import services, take
from engine.knobs import shown
from engine.labs import LABS
from engine.run import Run

TOKENS = 2
WIDTH, HEIGHT, TALLER = 700, 800, 1040  # of a frame; below PHONE its pictures and knobs stand below one another
PHONE = 520
THUMBNAIL = 1200
CACHE_AGE = 86_400  # seconds
KINDS = {"json": "application/json+oembed", "xml": "text/xml+oembed"}
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
"""Of a frame: it needs its scripts, and "Open the lab" opens a tab that is none of the frame's."""
LONGEST = 8_000  # letters of an address that is told to whoever looks for oEmbed
PASSED_ON = ("controls", "pictures", "theme")

router = APIRouter(tags=["embedding"])


@router.head("/oembed", include_in_schema=False)
@router.get(
    "/oembed",
    summary="The frame for a link, as oEmbed has it",
    response_model=models.OembedModel,
    responses={
        404: {"model": models.ErrorModel, "description": "the address is not one of this service's labs"},
        422: {"model": models.ErrorModel, "description": "a value that cannot be"},
        429: {"model": models.ErrorModel, "description": "too many requests"},
        501: {"model": models.ErrorModel, "description": "a format that is not spoken here"},
    },
)
async def oembed(
    request: Request,
    url: Annotated[
        str,
        Query(
            description="a lab's address here, below /labs or /embed",
            examples=["https://unrolled.example.org/labs/descent?preset=ravine"],
        ),
    ],
    maxwidth: Annotated[int | None, Query(description="the frame is not wider, in pixels", ge=1)] = None,
    maxheight: Annotated[int | None, Query(description="the frame is not higher, in pixels", ge=1)] = None,
    format: Annotated[str, Query(description="json or xml", max_length=60)] = "json",
) -> Response:
    """What a course system needs in order to show a run in place of its link."""
    found = take(request, TOKENS)
    if format not in KINDS:
        words = f"The format cannot be {shown(format)}: allowed is json or xml."
        raise ApiError(501, "format", words, "format", format, "json or xml")
    answer = _answer(request, url, maxwidth, maxheight, found.settings.step_limit)
    if format == "json":
        return Answer(answer)
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = str(value)
    text = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n' + ElementTree.tostring(root, "unicode")
    return Response(text, media_type="text/xml")


def discovery(request: Request) -> dict[str, str]:
    """Where oEmbed tells of the page that was asked for, by content type; nothing for an address that is very long."""
    page = str(request.url)
    if len(page) > LONGEST:
        return {}
    return {
        kind: f"{request.base_url}oembed?{urlencode({'url': page, 'format': name})}" for name, kind in KINDS.items()
    }


def _answer(request: Request, url: str, maxwidth: int | None, maxheight: int | None, step_limit: int) -> dict[str, Any]:
    parts = own_address(request.headers, url)
    root = str(request.scope.get("root_path", "")).rstrip("/")
    path = parts.path.removesuffix("/") if parts else ""
    place = path.removeprefix(root).split("/") if path.startswith(f"{root}/") else []
    if parts is None or len(place) != 3 or place[1] not in ("labs", "embed"):
        raise ApiError(
            404, "unknown", f"{shown(url)} is not the address of a lab here: wanted is one below /labs or /embed."
        )
    lab = LABS.get(place[2])
    if lab is None:
        raise unknown("lab", place[2], "The labs here: " + ", ".join(LABS) + ".")
    query = parse_qsl(parts.query, keep_blank_values=True)
    own = {name: value for name, value in query if name in PASSED_ON}
    run, _notes = recipe.read(lab, [part for part in query if part[0] not in PASSED_ON], step_limit)
    told = recipe.write(lab, run)
    site = f"{parts.scheme}://{parts.netloc}{root}"
    width = min(WIDTH, maxwidth or WIDTH)
    tall = min(HEIGHT if width >= PHONE else TALLER, maxheight or TALLER)
    title = next((preset.title for preset in lab.presets if preset.name == run.preset), lab.title)
    passed = [f"{name}={quote(value, safe=',')}" for name, value in own.items()]
    frame = _address(f"{site}/embed/{lab.name}", told, *passed)
    answer: dict[str, Any] = {
        "type": "rich",
        "version": "1.0",
        "title": title,
        "provider_name": "Unrolled",
        "provider_url": f"{site}/",
        "cache_age": CACHE_AGE,
        "html": iframe(frame, title, width, tall),
        "width": width,
        "height": tall,
    }
    wide = min(THUMBNAIL, maxwidth or THUMBNAIL)
    if _too_dear(request, lab, run):
        wide = 0
    while wide >= NARROWEST and height(wide) > (maxheight or height(wide)):
        wide = min(wide - 1, round((maxheight or 0) * wide / height(wide)))
    if wide >= NARROWEST:
        theme = ["theme=dark"] if own.get("theme") == "dark" else []
        answer["thumbnail_url"] = _address(f"{site}/embed/{lab.name}.png", told, *theme, f"width={wide}")
        answer["thumbnail_width"], answer["thumbnail_height"] = wide, height(wide)
    return answer


def _too_dear(request: Request, lab: type[Run], run: recipe.Recipe) -> bool:
    """Whether a picture of the run would be refused for the steps that it needs."""
    try:
        price.checked(services(request), lab, run)
    except ApiError as error:
        return error.code == "too_dear"
    return False


def iframe(address: str, title: str, width: int, height: int) -> str:
    """A frame as a course page needs it."""
    return (
        f'<iframe src="{escape(address)}" sandbox="{SANDBOX}" title="{escape(title)}" '
        f'width="{width}" height="{height}" loading="lazy" style="border: 0"></iframe>'
    )


def _address(place: str, *query: str) -> str:
    parts = [part for part in query if part]
    return place + ("?" + "&".join(parts) if parts else "")
