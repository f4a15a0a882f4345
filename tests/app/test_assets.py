"""Every file that a page needs comes from this server, in full, kept for ever and never stale."""

import asyncio
import gzip
from collections.abc import Callable
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import brotli
import httpx
import pytest
from fastapi import FastAPI
from fontTools.ttLib import TTFont

from app import assets, files
from app.mathfont import characters

Get = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def get() -> Get:
    """Asks an application that has these routes and nothing else."""
    app = FastAPI()
    app.router.routes.extend(assets.routes())

    async def ask(path: str, headers: dict[str, str] | None) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get(path, headers=headers)

    return lambda path, headers=None: asyncio.run(ask(path, headers))


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "labs").mkdir()
    (tmp_path / "main.js").write_text("import './labs/descent.js'\n" * 100)
    (tmp_path / "labs" / "descent.js").write_text("export {}\n")
    monkeypatch.setattr(assets, "tree", assets.StaticTree(tmp_path, every=0))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "media_type", "least"),
    [
        ("plotly", "text/javascript", 3_000_000),
        ("swagger-js", "text/javascript", 500_000),
        ("swagger-css", "text/css", 50_000),
        ("math-font", "font/woff2", 50_000),
    ],
)
def test_others_files_are_whole_typed_and_kept(get: Get, name: str, media_type: str, least: int) -> None:
    answer = get(assets.url(name))
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert len(answer.content) > least


@pytest.mark.parametrize(("encoding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_compressed_forms_hold_the_same_bytes(encoding: str, unpack: Callable[[bytes], bytes]) -> None:
    file = files.ServedFile(lambda: b"gradient " * 1000, "text/plain")
    assert unpack(file.body(encoding)) == file.body() == b"gradient " * 1000


@pytest.mark.parametrize(
    ("accepts", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("gzip; q=0.000", None),
        ("identity", None),
        ("", None),
    ],
)
def test_the_browser_gets_what_it_reads(get: Get, accepts: str, sent: str | None) -> None:
    answer = get(assets.url("swagger-css"), {"accept-encoding": accepts})
    assert answer.headers.get("content-encoding") == sent
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_file_is_read_and_compressed_once() -> None:
    contents = iter([b"first"])  # a second reading would find nothing
    file = files.ServedFile(lambda: next(contents), "text/plain")
    assert file.body("gzip") is file.body("gzip")
    assert gzip.decompress(file.body("gzip")) == brotli.decompress(file.body("br")) == file.body()


def test_addresses_name_the_version() -> None:
    assert assets.url("plotly") == f"/assets/plotly-{version('plotly')}/plotly.min.js"
    with pytest.raises(KeyError):
        assets.url("jquery")


def test_an_address_of_another_version_still_answers_but_is_not_kept(get: Get) -> None:
    answer = get("/assets/plotly-0.0.1/plotly.min.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert get("/assets/plotly-0.0.1/other.js").status_code == 404


def test_the_font_has_a_math_table_and_the_lecture_s_characters(get: Get) -> None:
    content = get(assets.url("math-font")).content
    assert len(content) < 130_000
    with TTFont(BytesIO(content)) as font:
        assert "MATH" in font
        held = set(font.getBestCmap())
    missing = "".join(map(chr, sorted(set(characters()) - held)))
    assert missing == ""
    for letter in "θαβκ∂∇𝜃𝛼𝜕𝑥𝐽ŷ≔−√∑Δ·×⋅":
        assert ord(letter) in held or letter in "ŷ", letter  # ŷ is y and an accent


def test_warming_makes_every_form() -> None:
    thread = assets.warm()
    thread.join(timeout=60)
    assert not thread.is_alive()


def test_own_files_are_served_under_the_folder_s_digest(get: Get, tree: Path) -> None:
    address = assets.static_url("main.js")
    answer = get(address)
    assert answer.content == (tree / "main.js").read_bytes()
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"].endswith("immutable")
    relative = get(f"{address.rpartition('/')[0]}/labs/descent.js")
    assert relative.text == "export {}\n"


def test_a_changed_file_has_another_address(get: Get, tree: Path) -> None:
    before = assets.static_url("main.js")
    assert get(before).headers["cache-control"].endswith("immutable")
    (tree / "labs" / "descent.js").write_text("export const changed = true\n")
    after = assets.static_url("main.js")
    assert after != before
    assert "changed" in get(after.replace("main.js", "labs/descent.js")).text
    stale = get(before.replace("main.js", "labs/descent.js"))
    assert "changed" in stale.text
    assert stale.headers["cache-control"] == "no-cache"


def test_the_folder_is_looked_at_once_a_second_at_most(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine addresses of one page would otherwise be nine walks over the folder."""
    now = 100.0
    monkeypatch.setattr(assets, "monotonic", lambda: now)
    monkeypatch.setattr(assets, "tree", assets.StaticTree(tree))
    before = assets.static_url("main.js")
    (tree / "main.js").write_text("export const changed = true\n")
    now += 0.5
    assert assets.static_url("main.js") == before
    now += 0.6
    assert assets.static_url("main.js") != before


@pytest.mark.parametrize("path", ["../app/assets.py", "%2e%2e/app/assets.py", "/etc/passwd", "", "labs"])
def test_only_files_of_the_folder_are_served(get: Get, tree: Path, path: str) -> None:
    answer = get(f"/static/{assets.tree.refresh()}/{path}")
    assert answer.status_code == 404


def test_this_checkout_s_static_folder_is_served(get: Get) -> None:
    assets.tree.refresh()
    for name in assets.tree.files:
        assert get(assets.static_url(name)).status_code == 200, name
