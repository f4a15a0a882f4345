"""The web process as one ASGI application: pages, API, streams and files, behind what every request passes.

Proxies ▸ Headers ▸ Farewell ▸ FastAPI: pages · API · streams · files
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.routing import WebSocketRoute
from starlette.types import ASGIApp

from app import api, assets, exports, oembed, pages, readings
from app.answers import answer_errors
from app.farewell import Farewell
from app.guide import GUIDE
from app.posters import routes as posters
from app.proxies import Proxies
from app.security import Headers
from app.services import Services
from app.settings import Settings
from app.stream import Streams


def create_app(settings: Settings | None = None) -> ASGIApp:
    """The application; its runs start and end with its lifespan."""
    settings = settings or Settings()
    framed = Headers(Farewell(create_site(settings)), settings.frame_ancestors)
    return Proxies(framed, settings.trusted_proxies, settings.root_path)


def create_site(settings: Settings) -> FastAPI:
    """What answers, without what surrounds it."""
    site = FastAPI(
        title="Unrolled",
        version="1",
        description=GUIDE,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    site.state.services = found = Services(settings)
    answer_errors(site, pages.error_page)
    site.include_router(api.router)
    site.include_router(exports.router)
    site.include_router(readings.router)
    site.include_router(oembed.router)
    site.include_router(posters.router)  # before the pages: /embed/{lab} would take its addresses
    site.include_router(pages.router)
    site.router.routes.append(WebSocketRoute("/api/runs/{run}/stream", endpoint=Streams(found)))
    site.router.routes.extend(assets.routes())
    return site


@asynccontextmanager
async def _lifespan(site: FastAPI) -> AsyncIterator[None]:
    found: Services = site.state.services
    assets.warm()
    async with found.running():
        yield
