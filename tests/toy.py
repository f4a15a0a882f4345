"""A copy of the project with one lab more, the smallest that there can be: in five places, and no other."""

import shutil
from pathlib import Path

from scripts.serving import ROOT

TOY = Path(__file__).parent / "toy_lab"
PLACES = {
    "parabola.py": "engine/labs/parabola.py",
    "parabola.js": "static/labs/parabola.js",
    "parabola.html": "templates/labs/parabola.html",
    "parabola_checks.py": "tests/labs/test_parabola.py",
}
CONTENTS = "engine/labs/__init__.py"  # the fifth: imported and listed


def with_toy_lab(root: Path) -> Path:
    """The project at `root`, with the lab."""
    for folder in ("app", "engine", "scripts", "static", "templates", "tests"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    for name, place in PLACES.items():
        (root / place).parent.mkdir(exist_ok=True)
        shutil.copy(TOY / name, root / place)
    contents = root / CONTENTS
    words = contents.read_text()
    added = words.replace(")}", ", Parabola)}").replace(
        "from engine.run", "from engine.labs.parabola import Parabola\nfrom engine.run"
    )
    assert added.count("Parabola") == 2, "the table of contents has another form now"
    contents.write_text(added)
    return root
