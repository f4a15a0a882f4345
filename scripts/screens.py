"""Pictures of every state of the pages, for looking at, and the one in the README.

    python -m scripts.screens                          all into build/screens/{state}-{width}-{theme}.png
    python -m scripts.screens diverged --width 360     only some
    python -m scripts.screens stories                  every starting point, played to its end
    python -m scripts.screens --readme                 docs/descent-light.png and docs/descent-dark.png

The states are those of scripts/states.py.
"""

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from scripts import chromium
from scripts.serving import serving
from scripts.states import NARROW, README, STATES, STORIES, THEMES, State, open_state

ROOT = Path(__file__).resolve().parent.parent
HEIGHT = "Math.min(8000, Math.max(innerHeight, document.documentElement.scrollHeight))"


def settle(page: Page) -> None:
    """Fonts are there, requests are answered (Plotly among them), and two more pictures have been drawn."""
    page.evaluate("document.fonts.ready.then(() => null)")
    with suppress(TimeoutError):
        page.wait_for_load_state("networkidle", timeout=10_000)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))")
    page.wait_for_timeout(600)  # the longest transition; a picture, unlike a test, may wait for time


def picture(browser: Browser, base: str, state: State, width: int, theme: str, path: Path, *, whole: bool) -> None:
    context = browser.new_context(
        base_url=base,
        viewport={"width": width, "height": 800 if width < 600 else 900},
        color_scheme="dark" if theme == "dark" else "light",
    )
    try:
        page = context.new_page()
        open_state(page, state)
        settle(page)
        if whole:  # a screen as high as the page, so that the player stays at the bottom
            page.set_viewport_size({"width": width, "height": page.evaluate(HEIGHT)})
            settle(page)
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path)
    finally:
        context.close()


def main() -> int:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("states", nargs="*", metavar="state", help=f"stories, or of: {', '.join(STATES)}")
    said.add_argument("--width", type=int, choices=NARROW, action="append")
    said.add_argument("--theme", choices=THEMES, action="append")
    said.add_argument("--readme", action="store_true", help="only the README's two pictures")
    chosen = said.parse_args()
    wanted = [name for given in chosen.states for name in (STORIES if given == "stories" else [given])]
    if unknown := [name for name in wanted if name not in STATES]:
        said.error(f"there is no state {unknown[0]}; there are: {', '.join(STATES)}")
    path = chromium.find()
    if not path:
        said.error(chromium.MISSING)

    faults = 0
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-gpu", *sandbox])
        if chosen.readme:
            for theme in THEMES:
                file = ROOT / "docs" / f"descent-{theme}.png"
                picture(browser, server.address, README, 1440, theme, file, whole=False)
                print(file.relative_to(ROOT))
            return 0
        for name in wanted or STATES:
            for width in chosen.width or STATES[name].widths:
                for theme in chosen.theme or STATES[name].themes:
                    file = ROOT / "build" / "screens" / f"{name}-{width}-{theme}.png"
                    try:
                        picture(browser, server.address, STATES[name], width, theme, file, whole=True)
                        print(file.relative_to(ROOT), flush=True)
                    except Exception as fault:  # the other pictures are still wanted
                        faults += 1
                        print(f"{file.relative_to(ROOT)}: {str(fault).splitlines()[0]}", file=sys.stderr)
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
