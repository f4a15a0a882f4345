"""The pages: the home page, one page for each lab, the same for a frame, and the API's documentation.

A lab's page is the same for every lab; its knobs, pictures and stories come from the lab's own declarations.
What the script needs to know stands in the page as JSON, so that it can begin without a second request.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app import assets, jsontext, looks, oembed, recipe
from app.answers import Answer
from app.data import DataStore, named
from app.errors import ApiError, unknown
from app.formulas import indexed, math
from app.models import HealthModel
from app.schema import lab_line, lab_schema
from app.services import services, take
from engine.knobs import shown
from engine.labs import LABS
from engine.run import Run
from engine.words import editable

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
THEMES = ("auto", "light", "dark")
PLAYER = (
    "play",
    "step",
    "back",
    "restart",
    "timeline",
    "pace",
    "predict",
    "3d",
    "weights",
    "samples",
    "inputs",
    "questions",
    "link",
)
"""What `controls=` may name besides knobs."""

LAB_TOKENS = 4  # making a lab's page takes about as long as four calls of the API

LATER = (
    ("recurrent", "Recurrent", "One cell, unrolled in time: what it remembers, and what it forgets."),
    (
        "sequence",
        "Sequence to sequence",
        "A sentence goes in, a thought comes between, a sentence comes out.",
    ),
)
"""Labs of the lecture that are not here yet. One that appears in LABS is taken from there."""

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
async def home(request: Request) -> Response:
    """What this is, and where to start."""
    take(request, 1)
    return _page(request, "home.html", theme=_theme(request, []))


@router.api_route("/labs/{lab}", methods=["GET", "HEAD"])
async def lab_page(request: Request, lab: str) -> Response:
    """One lab, with everything around it."""
    return _lab_page(request, lab, embed=False)


@router.api_route("/embed/{lab}", methods=["GET", "HEAD"])
async def embed_page(request: Request, lab: str) -> Response:
    """The same for a frame in somebody else's page."""
    return _lab_page(request, lab, embed=True)


@router.api_route("/docs", methods=["GET", "HEAD"])
async def docs(request: Request) -> Response:
    """The API's documentation, drawn by Swagger's own files from this server."""
    take(request, 1)
    return _page(request, "docs.html", theme=_theme(request, []))


@router.head("/healthz")
@router.get(
    "/healthz",
    include_in_schema=True,
    tags=["service"],
    response_model=HealthModel,
    summary="Whether the service works",
    responses={503: {"model": HealthModel, "description": "no run host answers"}},
)
async def health(request: Request) -> Response:
    """What a load balancer asks. 503 when no run host answers."""
    now = services(request)
    found: dict[str, Any] = dict(now.runs.health())
    works = bool(found["hosts"])
    found = {"status": "ok" if works else "failing", **found, "loop_lag_ms": now.lag.worst}
    return Answer(found, 200 if works else 503, {"Cache-Control": "no-store"})


def error_page(request: Request, error: ApiError) -> Response:
    """An error for a person."""
    page = _page(request, "error.html", theme=_theme(request, []), error=error)
    page.status_code = error.status
    page.headers.update(error.headers)
    return page


def _lab_page(request: Request, name: str, embed: bool) -> Response:
    take(request, LAB_TOKENS)
    lab = LABS.get(name)
    if lab is None:
        raise unknown("lab", name, "The labs here: " + ", ".join(LABS) + ".")
    query, notes = list(request.query_params.multi_items()), list[str]()
    theme = _theme(request, notes)
    controls = _controls(lab, request.query_params.get("controls"), notes) if embed else None
    pictures = _named(request.query_params.get("pictures")) if embed else None
    own = ("theme", "controls", "pictures") if embed else ("theme",)
    found, more = recipe.read(
        lab, [part for part in query if part[0] not in own], services(request).settings.step_limit
    )
    notes += more
    own_data = forget_lost_data(lab, found, services(request).data, notes)
    if found.look:
        data = services(request).data.used_by(lab, found.config)
        notes += looks.mend(lab, found.look, found.config, found.compare, data)
    schema = lab_schema(lab)
    page = {
        "lab": lab.name,
        "title": lab.title,
        "recipe": found.public(),
        "notes": notes,
        "data": own_data,
        "schema": schema,
        "embed": embed,
        "controls": controls,
        "pictures": pictures or _told(lab, found.preset),
        "theme": theme,
        "root": _root(request),
    }
    return _page(
        request,
        "embed.html" if embed else "lab.html",
        lab=lab,
        page=page,
        schema=schema,
        recipe=page["recipe"],
        config=lab.make_config(found.config).asdict(),
        query=recipe.write(lab, found),
        own_data=own_data,
        notes=notes,
        embed=embed,
        theme=theme,
        discovery=oembed.discovery(request),
    )


def forget_lost_data(
    lab: type[Run], found: recipe.Recipe, store: DataStore, notes: list[str]
) -> dict[str, dict[str, Any]]:
    """A link may name data that are no longer kept: the knob is then as its story tells, or at its default.

    Those that are kept, by name.
    """
    own, told = dict[str, dict[str, Any]](), {one.name: one.config for one in lab.presets}.get(found.preset or "", {})
    for knob, (name, kind) in named(lab, found.config).items():
        try:
            own[name] = store.find(name, kind).public()
        except ApiError:
            del found.config[knob]
            found.config |= {knob: told[knob]} if knob in told else {}
            notes.append(f"The data {shown(name)} are not kept here any more; the lab's own are shown.")
    return own


def _theme(request: Request, notes: list[str]) -> str:
    theme = request.query_params.get("theme", "auto")
    if theme in THEMES:
        return theme
    notes.append(f"Theme cannot be {shown(theme)}: it is light, dark or auto. It is auto now.")
    return "auto"


def _controls(lab: type[Run], text: str | None, notes: list[str]) -> list[str] | None:
    """What a reader may touch; None: everything."""
    if text is None:
        return None
    wanted = _named(text)
    known = [name for name in wanted if name in lab.knobs() or name in PLAYER]
    lost = [name for name in wanted if name not in known]
    if lost:
        notes.append("There is no control " + ", ".join(shown(name) for name in lost[:6]) + " here; ignored.")
    return known


def _named(text: str | None) -> list[str]:
    """The names in a list with commas, each once."""
    return list(dict.fromkeys(name for part in (text or "").split(",") if (name := part.strip())))


def _told(lab: type[Run], preset: str | None) -> list[str]:
    """The pictures that tell a story in a frame; none named: the lab's first."""
    return next((list(one.pictures) for one in lab.presets if one.name == preset), [])


def _page(request: Request, template: str, **context: Any) -> Response:
    root = _root(request)
    shared = {
        "request": request,
        "root": root,
        "labs": _table_of_contents(),
        "asset": _rooted(root, assets.url),
        "static": _rooted(root, assets.static_url),
        "sheet_of": assets.sheet_of,
    }
    html = _environment().get_template(template).render(shared | context)
    return HTMLResponse(html, headers={"Cache-Control": "no-cache"})


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")


def _rooted(root: str, address: Callable[[str], str]) -> Callable[[str], str]:
    return lambda name: root + address(name)


def _table_of_contents() -> list[dict[str, Any]]:
    """All labs of the lecture; those that are not here yet without presets."""
    here = [
        {**lab_line(lab), "available": True, "presets": [preset.public() for preset in lab.presets]}
        for lab in LABS.values()
    ]
    later = [
        {"lab": name, "title": title, "summary": summary, "available": False, "presets": []}
        for name, title, summary in LATER
        if name not in LABS
    ]
    return here + later


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["math"] = math
    environment.filters["indexed"] = indexed
    environment.filters["editable"] = editable
    environment.policies["json.dumps_function"] = _json
    environment.policies["json.dumps_kwargs"] = {}
    return environment


def _json(value: Any) -> str:
    return jsontext.write(value).decode()
