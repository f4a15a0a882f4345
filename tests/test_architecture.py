"""The direction of dependence: static → app → engine, never back, and nothing from another host."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ENGINE = sorted((ROOT / "engine").rglob("*.py"))
APP = sorted((ROOT / "app").rglob("*.py"))
SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
SENT = sorted(path for folder in ("static", "templates") for path in (ROOT / folder).rglob("*") if path.is_file())

# The engine also runs in a browser (Pyodide), where few of these exist; and a run that read a clock or
# drew from a global generator would not be its recipe.
NOT_IN_THE_ENGINE = {
    "asyncio", "concurrent", "ctypes", "datetime", "glob", "http", "logging", "multiprocessing", "os",
    "pathlib", "pickle", "queue", "random", "select", "selectors", "shutil", "signal", "socket", "sqlite3",
    "ssl", "subprocess", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip


def imports(path: Path) -> Iterator[str]:
    """The full name of every module that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


@pytest.mark.parametrize("path", ENGINE, ids=names(ENGINE))
def test_the_engine_needs_numpy_and_the_standard_library_only(path: Path) -> None:
    for name in imports(path):
        top = name.partition(".")[0]
        assert top in {"engine", "numpy"} or top in sys.stdlib_module_names, f"{name} is not for the engine"
        assert top not in NOT_IN_THE_ENGINE, f"the engine is pure mathematics: no {name}"


@pytest.mark.parametrize("path", ENGINE, ids=names(ENGINE))
def test_the_engine_opens_no_files_and_prints_nothing(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "print", "input", "exec", "eval"}, f"line {node.lineno}"


@pytest.mark.parametrize("path", APP, ids=names(APP))
def test_the_application_imports_no_tests_scripts_or_pickles(path: Path) -> None:
    for name in imports(path):
        assert name.partition(".")[0] not in {"tests", "scripts", "bench", "pickle", "marshal", "shelve"}


def test_a_run_host_knows_neither_the_web_nor_asyncio() -> None:
    """So that it can run anywhere: in a process of this machine, or on another one."""
    seen: set[str] = set()
    waiting = ["app.hosts.host"]
    while waiting:
        module = waiting.pop()
        path = ROOT / (module.replace(".", "/") + ".py")
        if module in seen or not path.exists():
            continue
        seen.add(module)
        for name in imports(path):
            assert name.partition(".")[0] not in {"asyncio", "fastapi", "starlette", "uvicorn"}, f"{module}: {name}"
            if name.startswith("app."):
                waiting.append(name)
    assert "app.hosts.host" in seen


@pytest.mark.parametrize("path", SENT, ids=names(SENT))
def test_pages_load_nothing_from_another_host(path: Path) -> None:
    text = path.read_text()
    text = re.sub(r"https?://www\.w3\.org/[\w/]+", "", text)  # names of XML languages, never loaded
    if path.suffix == ".html":
        text = re.sub(r'<a\s[^>]*href="https?://[^"]*"', "", text)  # a link is followed only by whoever clicks it
    else:
        text = re.sub(r"^\s*(//|\*|/\*).*$", "", text, flags=re.MULTILINE)  # comments
    found = re.findall(r"""(?:https?:|wss?:)//[\w$.-]+|(?:src|href)=["']//[^"']+|url\(["']?//[^)]+""", text)
    assert not [address for address in found if not address.endswith("//$")], found


@pytest.mark.parametrize("path", SCRIPTS, ids=names(SCRIPTS))
def test_modules_import_files_that_exist(path: Path) -> None:
    """By relative paths, so that they stay under the address, with its digest, from which the page began."""
    text = re.sub(r"^\s*(//|\*|/\*).*$", "", path.read_text(), flags=re.MULTILINE)
    statement = r"""(?:^(?:import|export)\s[^"';]*?from\s*|^import\s*|\bimport\()["']([^"']+)["']"""
    for name in re.findall(statement, text, flags=re.MULTILINE):
        assert name.startswith(("./", "../")), f"{name} is not a relative path"
        assert (path.parent / name).resolve().is_file(), f"{name} does not exist"


@pytest.mark.parametrize("path", SCRIPTS, ids=names(SCRIPTS))
def test_views_know_no_lab(path: Path) -> None:
    """static/views/ holds pictures that any lab may use."""
    if path.parent.name == "views":
        assert "labs/" not in "".join(re.findall(r"import[^;]*from[^;]*", path.read_text()))


def test_templates_hold_no_script_and_no_handler() -> None:
    """The pages' Content-Security-Policy would stop them."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        for tag in re.findall(r"<script\b[^>]*>", text):
            assert "src=" in tag or 'type="application/json"' in tag, f"{path.name}: {tag}"
        assert not re.search(r"<[^>]+\son[a-z]+=", text), path.name
