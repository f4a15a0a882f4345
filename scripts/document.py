"""Writes docs/settings.md from app/settings.py, so that no setting is undocumented. `make docs` runs it."""

from pathlib import Path

from app.settings import Settings

PAGE = Path(__file__).resolve().parent.parent / "docs" / "settings.md"
HEAD = """# Settings

Each is an option of `python -m app` and an environment variable; the option wins. The parts of a list are
separated by commas. This page is written by `make docs` from `app/settings.py`.

| option | variable | default | what it sets |
|---|---|---|---|
"""


def settings_page() -> str:
    """The page, from the fields' names, defaults and descriptions."""
    rows = []
    for name, field in Settings.model_fields.items():
        option, variable = f"--{name.replace('_', '-')}", f"UNROLLED_{name.upper()}"
        rows.append(f"| `{option}` | `{variable}` | {shown(field.default)} | {field.description} |\n")
    return HEAD + "".join(rows)


def shown(default: object) -> str:
    """A default in words."""
    if isinstance(default, bool):
        return "on" if default else "off"
    return "none" if default in ("", ()) else str(default)


if __name__ == "__main__":
    PAGE.write_text(settings_page())
    print(f"wrote {PAGE}")
