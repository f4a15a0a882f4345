"""The files that a page is made of besides its HTML: our own from static/, others' from their packages.

Nothing of others is copied into this repository and nothing is loaded from another host: Plotly, Swagger's
interface and the math font are served out of the packages that pip has installed. Every address names the
version or a digest of the content, so browsers may keep each file for ever and still never show a stale one:

    /assets/plotly-7.1.0/plotly.min.js        the package's name and version
    /static/3f9c2a71b0d4/labs/descent.js      a digest of the whole folder, so that modules' relative imports
                                              ("../store.js") stay within one consistent set of files
"""

import hashlib
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.metadata import version
from importlib.util import find_spec
from math import inf
from pathlib import Path
from threading import Thread
from time import monotonic

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app.files import ServedFile
from app.mathfont import characters, math_font

STATIC = Path(__file__).resolve().parent.parent / "static"
SCRIPT, STYLE, FONT = "text/javascript", "text/css", "font/woff2"


# Others' files


@dataclass(frozen=True)
class Asset:
    """A file of another project: the name that templates use, where it is found, and under which address."""

    tag: str  # what changes whenever the content does
    filename: str
    file: ServedFile

    @property
    def path(self) -> str:
        return f"/assets/{self.tag}/{self.filename}"


@cache
def _assets() -> dict[str, Asset]:
    font_tag = f"{_tag('ziamath')}-{hashlib.sha256(repr(characters()).encode()).hexdigest()[:8]}"
    return {
        "plotly": _packaged("plotly", "package_data/plotly.min.js", SCRIPT),
        "swagger-js": _packaged("fastapi-offline", "static/swagger-ui-bundle.js", SCRIPT),
        "swagger-css": _packaged("fastapi-offline", "static/swagger-ui.css", STYLE),
        "math-font": Asset(
            font_tag, "stix-two-math.woff2", ServedFile(math_font, FONT, packed=True, keep_as=f"{font_tag}.woff2")
        ),
    }


def _packaged(project: str, path: str, media_type: str) -> Asset:
    tag, filename = _tag(project), Path(path).name
    return Asset(tag, filename, ServedFile(_reader(project, path), media_type, keep_as=f"{tag}-{filename}"))


def _tag(project: str) -> str:
    return f"{project}-{version(project)}"


def _reader(project: str, path: str) -> Callable[[], bytes]:
    """Reads a file of an installed project, found without importing it."""

    def read() -> bytes:
        package = find_spec(project.replace("-", "_"))
        assert package is not None and package.origin is not None  # version() has found it
        return (Path(package.origin).parent / path).read_bytes()

    return read


def url(name: str) -> str:
    """The path of "plotly", "math-font", "swagger-js" or "swagger-css"; a root path comes before it."""
    return _assets()[name].path


def warm() -> Thread:
    """Make the font and the compressed forms now, in a thread: 2 s on a first start, nothing on later ones."""

    def make() -> None:
        for asset in _assets().values():
            for encoding in asset.file.encodings():
                asset.file.body(encoding)

    thread = Thread(target=make, name="warm assets", daemon=True)
    thread.start()
    return thread


# Our own files


@dataclass
class StaticTree:
    """All of static/, in memory; read again when a file there has changed, so editing needs no restart."""

    folder: Path = STATIC
    every: float = 1.0  # seconds between two looks at the disk; a look takes 0.8 ms, and a page has nine addresses
    digest: str = ""
    files: dict[str, ServedFile] = field(default_factory=dict)
    _seen: list[tuple[str, int, int]] = field(default_factory=list)
    _looked: float = -inf

    def refresh(self) -> str:
        """The digest of what is on the disk, or was a second ago. Costs one look at each file's date."""
        now = monotonic()
        if now - self._looked < self.every:
            return self.digest
        self._looked = now
        found = [path for path in sorted(self.folder.rglob("*")) if path.is_file()]
        seen = [(str(path), (stat := path.stat()).st_mtime_ns, stat.st_size) for path in found]
        if seen != self._seen:
            total = hashlib.sha256()
            files = {}
            for path in found:
                name, content = path.relative_to(self.folder).as_posix(), path.read_bytes()
                total.update(f"{name}\0{len(content)}\0".encode() + content)
                files[name] = ServedFile(partial(bytes, content), _media_type(name))
            self._seen, self.files, self.digest = seen, files, total.hexdigest()[:12]
        return self.digest


def _media_type(name: str) -> str:
    """By our own table first: what a machine's list says of .js differs, and browsers refuse a wrong one."""
    known = {".js": SCRIPT, ".mjs": SCRIPT, ".css": STYLE, ".svg": "image/svg+xml", ".woff2": FONT}
    return known.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


tree = StaticTree()


def static_url(path: str) -> str:
    """The path of a file of static/, such as "main.js", as it is now; a root path comes before it."""
    return f"/static/{tree.refresh()}/{path}"


def sheet_of(lab: str) -> str | None:
    """The style sheet that a lab has for itself, if it has one."""
    tree.refresh()
    path = f"css/labs/{lab}.css"
    return path if path in tree.files else None


# Both


async def _asset(request: Request) -> Response:
    tag, filename = request.path_params["tag"], request.path_params["filename"]
    for asset in _assets().values():
        if asset.filename == filename:
            return await asset.file.respond(request, current=asset.tag == tag)
    raise HTTPException(404, f"there is no file {filename}")


async def _static(request: Request) -> Response:
    digest, path = request.path_params["digest"], request.path_params["path"]
    current = digest == tree.digest or digest == tree.refresh()
    file = tree.files.get(path)  # a name in a table: no path that a client writes reaches the disk
    if file is None:
        raise HTTPException(404, f"there is no file {path}")
    return await file.respond(request, current=current)


def routes() -> list[BaseRoute]:
    """To be added to the application as they are: `app.router.routes.extend(assets.routes())`."""
    return [
        Route("/assets/{tag}/{filename}", _asset, include_in_schema=False),
        Route("/static/{digest}/{path:path}", _static, include_in_schema=False),
    ]


if __name__ == "__main__":  # a container image is built with everything made
    warm().join()
