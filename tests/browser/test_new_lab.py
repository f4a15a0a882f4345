"""A new lab takes five places and no other: here one is added to a copy of the project, and used in a browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scripts.serving import ROOT, Server, serving

TOY = Path(__file__).parents[1] / "toy_lab"
PLACES = {
    "parabola.py": "engine/labs/parabola.py",
    "parabola.js": "static/labs/parabola.js",
    "parabola.html": "templates/labs/parabola.html",
    "parabola_checks.py": "tests/labs/test_parabola.py",
}
CONTENTS = "engine/labs/__init__.py"  # the fifth: imported and listed


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("unrolled")
    for folder in ("app", "engine", "scripts", "static", "templates", "tests"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    for name, place in PLACES.items():
        (root / place).parent.mkdir(exist_ok=True)
        shutil.copy(TOY / name, root / place)
    contents = root / CONTENTS
    words = contents.read_text()
    added = words.replace("(Descent,)", "(Descent, Parabola)").replace(
        "from engine.run", "from engine.labs.parabola import Parabola\nfrom engine.run"
    )
    assert added.count("Parabola") == 2, "the table of contents has another form now"
    contents.write_text(added)
    return root


@pytest.fixture(scope="module")
def server(copy: Path) -> Iterator[Server]:
    with serving("--hosts", "1", root=copy) as running:
        yield running
        assert "Traceback" not in running.stderr()


def test_it_passes_what_every_lab_must(copy: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/test_every_lab.py", "tests/labs", "-k", "parabola"],
        cwd=copy,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert " passed" in done.stdout


def test_it_has_a_page_with_controls_player_and_address(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Parabola").click()
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    theta = page.locator("#theta")
    expect(theta).to_have_text("0")

    page.get_by_role("button", name="Step forward").click()
    expect(theta).to_have_text("0.6000")
    rate = page.get_by_role("textbox", name="Learning rate")
    rate.fill("0.25")
    rate.press("Enter")
    page.get_by_role("button", name="Step forward").click()
    expect(theta).to_have_text("1.800")
    page.get_by_role("button", name="Step back").click()
    expect(theta).to_have_text("0.6000")
    page.wait_for_url("**/labs/parabola?changes=1:learning_rate:0.25&at=1")

    page.get_by_role("textbox", name="Start").fill("5")
    page.get_by_role("textbox", name="Start").press("Enter")
    expect(theta).to_have_text("5.000")


def test_it_embeds_and_documents_itself(page: Page) -> None:
    page.goto("/embed/parabola?controls=learning_rate,play&start=-4")
    expect(page.locator("#theta")).to_have_text("−4.000")
    schema = page.request.get("/api/labs/parabola").json()
    assert {"start", "learning_rate"} <= {knob["name"] for knob in schema["knobs"]}
    assert [preset["name"] for preset in schema["presets"]] == ["plain"]
    poster = page.request.get("/embed/parabola.png?preset=plain&width=400")
    assert poster.headers["content-type"] == "image/png", poster.text()
