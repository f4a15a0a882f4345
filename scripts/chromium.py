"""Finds the Chromium or Chrome that drives the browser tests, and installs one where that is easy.

    python -m scripts.chromium        prints its path; on Debian, as root, installs one if there is none

Set CHROMIUM to use a particular one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
MISSING = "The browser tests need Chromium or Chrome: install one of them, or set CHROMIUM to its path."
PACKAGES = (
    "chromium",
    "fonts-dejavu-core",
)  # a bare machine has no font at all, and text without one has no size


def find() -> str | None:
    """The path of an installed Chromium or Chrome."""
    if chosen := os.environ.get("CHROMIUM"):
        return shutil.which(chosen)
    found = (shutil.which(name) for name in (*NAMES, *ELSEWHERE))
    return next((path for path in found if path), None)


def install() -> None:
    """By apt, as root on Debian; nothing anywhere else (Ubuntu's package is an empty pointer to a snap)."""
    release = Path("/etc/os-release")
    debian = release.exists() and "ID=debian" in release.read_text().splitlines()
    if not debian or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("There is no Chromium; installing the package.", file=sys.stderr)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
        subprocess.run(
            ["apt-get", "--quiet=2", *command],
            check=False,
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
        )


if __name__ == "__main__":
    if not find() and not os.environ.get("CHROMIUM"):
        install()
    path = find()
    print(path or MISSING, file=sys.stdout if path else sys.stderr)
    sys.exit(path is None)
