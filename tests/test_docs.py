"""What the documentation promises is there, and what is there is documented."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl, unquote

import orjson
import pytest

from app import assets, recipe
from app.guide import GUIDE
from app.messages import MESSAGES
from app.settings import Settings
from engine.labs import LABS
from scripts.document import settings_page

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "bench/README.md", "docs/settings.md", "docs/recurrent.md")
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = re.findall(r"^([a-z-]+):.*## ", MAKEFILE, flags=re.MULTILINE)


def test_the_page_of_settings_is_current() -> None:
    assert (ROOT / "docs" / "settings.md").read_text() == settings_page(), "run make docs"
    assert settings_page().count("\n| `--") == len(Settings.model_fields)


def test_help_tells_every_setting_in_the_words_of_the_page() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "app", "--help"], capture_output=True, text=True, check=True,
        cwd=ROOT, env={**os.environ, "COLUMNS": "1000"},
    ).stdout  # fmt: skip
    for name, field in Settings.model_fields.items():
        assert f"--{name.replace('_', '-')}" in told
        assert field.description is not None and field.description in told


def test_every_target_is_explained_and_every_explained_one_exists() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, flags=re.MULTILINE)
    assert phony is not None and sorted(phony[1].split()) == sorted(TARGETS)
    told = subprocess.run(["make", "help"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    for target in TARGETS:
        assert f"make {target} " in told
        assert target == "help" or f"`make {target}`" in CONTRIBUTING
    for target in re.findall(r"(?:`|^ {4})make ([a-z-]+)", README + CONTRIBUTING, flags=re.MULTILINE):
        assert target in TARGETS


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL))
def test_the_readme_s_python_runs(code: str) -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_readme_s_addresses_name_labs_and_knobs() -> None:
    addresses = re.findall(r"/(?:labs|embed)/([a-z]+)\?([^\s\"`]*)", README)
    assert addresses
    for lab, query in addresses:
        knobs = LABS[lab].knobs()
        for name, _, value in (part.partition("=") for part in query.split("&")):
            assert name in {*knobs, "changes", "at", "controls", "pace", "theme", "compare", "preset", "look"}
            if name == "changes":
                assert all(change.split(":")[1] in knobs for change in value.split(","))
        found, notes = recipe.read(LABS[lab], parse_qsl(query, keep_blank_values=True), 1000)
        assert "look=" not in query or (found.look and unquote(recipe.write(LABS[lab], found)) == query and not notes)


def test_as_many_changes_fit_as_is_said() -> None:
    """A knob's changes as a student makes them: three digits, some updates apart."""
    settings = Settings()
    changes = [{"step": 10 * n, "values": {"learning_rate": (100 + n % 900) / 1000}} for n in range(1, 2_000)]
    spelled = [f"{10 * n}:learning_rate:0.{100 + n % 900}" for n in range(1, 2_000)]
    longest = re.search(r"LONGEST_QUERY = (\d+)", (ROOT / "static" / "recipe.js").read_text())
    assert longest is not None
    headers = 1_000  # of a browser
    for limit, many, size in (
        (int(longest[1]), 325, lambda n: len("?changes=" + ",".join(spelled[:n]) + "&at=10000")),
        (settings.header_bytes, 1_200, lambda n: headers + len(",".join(spelled[:n]))),
        (settings.json_bytes, 1_400, lambda n: len(orjson.dumps({"lab": "descent", "changes": changes[:n]}))),
    ):
        assert size(round(0.95 * many)) <= limit < size(round(1.1 * many))
        assert f"about {many:,}" in README


def test_the_guide_tells_every_message() -> None:
    for name in MESSAGES:
        assert f'{{"type": "{name}"' in GUIDE
    assert all(f"- `{name}`" in GUIDE for name in ("welcome", "changed", "moved", "status", "error"))


@pytest.mark.parametrize("page", PAGES)
def test_links_between_files_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text()
    links = re.findall(r"\]\(([^)#\s]+)\)|(?:src|srcset)=\"(docs/[^\"]+)\"", text)
    for target in (first or second for first, second in links):
        if not target.startswith("http"):
            assert ((ROOT / page).parent / target).exists(), target


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.lock")), ids=lambda path: path.name)
def test_locks_hold_versions_and_nothing_about_a_machine(path: Path) -> None:
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.+!]*( ; [a-z_]+ [!=]= \"\w+\")?", line), line


def test_the_server_s_lock_is_part_of_the_tests_lock() -> None:
    run, dev = (set((ROOT / "requirements" / f"{name}.lock").read_text().splitlines()[1:]) for name in ("run", "dev"))
    assert run < dev


def test_the_lock_of_the_type_checker_names_no_registry() -> None:
    text = (ROOT / "package-lock.json").read_text()
    assert "resolved" not in text and "://" not in text


def test_the_container_has_what_the_server_reads() -> None:
    copied = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {"app", "engine", "static", "templates", "requirements/run.lock"} <= copied
    assert assets.STATIC.parent == ROOT
