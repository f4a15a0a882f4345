"""The colours of a poster: those of the pages, read from their style sheet, so that there is one list of them."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHEET = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
RUNS = 6
DEEPEST = 0.85  # share of a hue in the deepest tint, as on the pages
DASHES: tuple[tuple[float, ...], ...] = ((), (2, 3), (7, 3), (9, 3, 2, 3), (4, 4), (1, 3))
"""Of the runs side by side, as in static/views/lanes.js: in pixels drawn, then left out."""


@dataclass(frozen=True)
class Ink:
    """The colours that a poster uses, as #rrggbb, each with its meaning."""

    card: str
    sunk: str  # the ground of a map of words
    ink: str
    ink2: str
    rule: str
    edge: str  # what is there, and no more
    accent: str  # what was changed
    gradient: str  # the path
    field: str  # the height over a plane
    positive: str
    negative: str
    runs: tuple[str, ...]

    def band(self, share: float) -> str:
        """A height: the one hue mixed into the card, so that the valley is the card's own colour."""
        return mix(self.field, self.card, 0.02 + 0.36 * share)

    def signed(self, share: float) -> str:
        """A number as a tint, −1 to 1 of the most: between two hues through the card's own colour."""
        return mix(self.positive if share >= 0 else self.negative, self.card, DEEPEST * min(1.0, abs(share)))

    def lane(self, lane: int, lanes: int) -> str:
        return self.runs[lane % RUNS] if lanes > 1 else self.gradient


def dashes(lane: int, lanes: int) -> tuple[float, ...]:
    return DASHES[lane % len(DASHES)] if lanes > 1 else ()


def mix(a: str, b: str, share: float) -> str:
    """`share` of colour a in colour b."""
    parts = [round(low + (high - low) * share) for high, low in zip(_parts(a), _parts(b), strict=True)]
    return "#" + "".join(f"{part:02x}" for part in parts)


@cache
def ink(theme: str) -> Ink:
    """The colours of a theme, light or dark."""
    pairs = {name: pair[theme == "dark"] for name, *pair in _TOKEN.findall(SHEET.read_text())}
    runs = tuple(pairs[f"run-{n}"] for n in range(1, RUNS + 1))
    names = ("card", "sunk", "ink", "rule", "edge", "accent", "gradient", "field", "positive", "negative")
    return Ink(ink2=pairs["ink-2"], runs=runs, **{name: pairs[name] for name in names})


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
