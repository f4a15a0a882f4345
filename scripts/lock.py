"""Writes requirements/*.lock: the exact version of everything that gets installed.

pip itself resolves (`pip install --dry-run --report`), from whatever index this machine uses. The locks
hold names, versions and environment markers, and nothing about that machine. `make lock` runs it.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# {what}. Written by `make lock` from pyproject.toml; not meant to be edited.\n"


def main() -> None:
    if sys.version_info[:2] != (3, 11):
        sys.exit("The locks are made with the oldest Python that is supported: make lock PYTHON=python3.11")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    runtime, extras = project["dependencies"], project["optional-dependencies"]
    write("run.lock", "What the server needs", runtime)
    write("dev.lock", "What the server, its tests and its checks need", runtime + extras["dev"])
    write("node.lock", "Node.js, for machines without it", extras["node"])


def write(name: str, what: str, wanted: list[str]) -> None:
    packages = resolve(wanted)
    lines = [f"{package}=={packages[package]['version']}{marker}" for package, marker in pins(wanted, packages)]
    path = ROOT / "requirements" / name
    path.write_text(HEADER.format(what=what) + "\n".join(lines) + "\n")
    print(f"{path.relative_to(ROOT)}: {len(lines)} packages")


def resolve(wanted: list[str]) -> dict[str, dict[str, Any]]:
    """The metadata of every package that pip would install for these requirements, by name."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--dry-run",
        "--ignore-installed",
        "--report",
        "-",
    ]
    report = subprocess.run([*pip, *wanted], check=True, stdout=subprocess.PIPE).stdout
    found = [item["metadata"] for item in json.loads(report)["install"]]
    return {canonicalize_name(metadata["name"]): metadata for metadata in found}


def pins(wanted: list[str], packages: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """Every package with its marker: "" unless all that ask for it do so on some platforms only.

    Markers about Python's version are left out. The locks are made with the oldest that is supported: there
    they only ask for small backports, which do no harm on a newer one.
    """
    roads = wanted + [text for metadata in packages.values() for text in metadata.get("requires_dist", [])]
    asked: dict[str, set[str]] = {name: set() for name in packages}
    for requirement in map(Requirement, roads):
        name, marker = canonicalize_name(requirement.name), requirement.marker
        if name in packages and (marker is None or marker.evaluate({"extra": ""})):
            on_some = marker is not None and any(word in str(marker) for word in ("platform", "os_name"))
            asked[name].add(str(marker) if on_some else "")
    return [
        (name, "" if "" in markers or not markers else " ; " + " or ".join(sorted(markers)))
        for name, markers in sorted(asked.items())
    ]


if __name__ == "__main__":
    main()
