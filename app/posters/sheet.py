"""One sheet of a poster: a figure of fixed proportions on which everything is measured in pixels of a width of 1200.

Only matplotlib's `Figure` is used, never pyplot: nothing is kept between two posters.
"""

from functools import lru_cache
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke

from app.posters.ink import Ink
from app.posters.size import height

WIDE, HIGH = 1200.0, 800.0
"""The sheet's own pixels. A poster of another width is the same, larger or smaller."""

POINT = 0.72  # a pixel of the sheet in points: it is 12 inches wide
FONT = "DejaVu Sans"  # comes with matplotlib, so that a poster is the same everywhere
_RULER: Any = RendererAgg(1, 1, 100)  # type: ignore[no-untyped-call]


class Sheet:
    """Where a poster is drawn. Places are pixels from the left and from the top."""

    def __init__(self, ink: Ink, width: int) -> None:
        self.ink = ink
        dpi = width * 100 / WIDE
        size = ((width + 0.1) / dpi, (height(width) + 0.1) / dpi)  # of a part of a pixel nothing is left
        self.figure = Figure(figsize=size, dpi=dpi, facecolor=ink.card)
        FigureCanvasAgg(self.figure)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """A part of the sheet with axes of its own, without ticks and frame."""
        axes = self.figure.add_axes(
            (left / WIDE, 1 - (top + height) / HIGH, width / WIDE, height / HIGH), facecolor=self.ink.card
        )
        axes.set_xticks([])
        axes.set_yticks([])
        for spine in axes.spines.values():
            spine.set_visible(False)
        return axes

    def write(self, words: str, left: float, top: float, size: float, **look: Any) -> None:
        """Words whose first line's base is at `top`; `math`: with formulas between dollar signs."""
        self.figure.text(left / WIDE, 1 - top / HIGH, words, **text_look(self.ink, size, **look))

    def png(self, title: str = "", told: str = "") -> bytes:
        """The finished picture: the same bytes for the same poster. It carries its title and what it shows in words."""
        said = {"Title": title, "Description": told}
        out = BytesIO()
        self.figure.savefig(out, format="png", facecolor=self.ink.card, metadata={"Software": None, **said})
        return out.getvalue()


def text_look(
    ink: Ink,
    size: float,
    *,
    color: str | None = None,
    bold: bool = False,
    math: bool = False,
    halo: float = 0,
    ground: str | None = None,
    align: str = "left",
) -> dict[str, Any]:
    """How words look, as matplotlib wants to know it. `halo`: the width of a rim in the colour of the ground."""
    look: dict[str, Any] = {
        "color": color or ink.ink,
        "fontsize": size * POINT,
        "family": FONT,
        "weight": "bold" if bold else "normal",
        "ha": align,
        "va": "baseline",
        "parse_math": math,
        "math_fontfamily": "stix",
    }
    if halo:
        look["path_effects"] = [withStroke(linewidth=halo * POINT, foreground=ground or ink.card)]
    return look


@lru_cache(4096)  # a millisecond each, and the same words stand on each of several maps
def width_of(words: str, size: float, bold: bool = False) -> float:
    """The width of words in pixels of the sheet."""
    font = FontProperties(family=FONT, weight="bold" if bold else "normal", size=size * POINT)
    return float(_RULER.get_text_width_height_descent(words, font, ismath=False)[0]) if words else 0.0


def wrapped(words: str, size: float, width: float, lines: int, bold: bool = False) -> list[str]:
    """Words in lines of at most this width; what does not fit into so many lines ends in an ellipsis."""
    found: list[str] = [""]
    for word in words.split(" "):  # not where a space holds a number and its unit together
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and width_of(longer, size, bold) > width:
            found.append(word)
        else:
            found[-1] = longer
    if len(found) <= lines:
        return found
    return [*found[: lines - 1], cut(" ".join(found[lines - 1 :]), size, width, bold)]


def cut(words: str, size: float, width: float, bold: bool = False) -> str:
    """Words shortened to a width, with an ellipsis where something is lost."""
    if width_of(words, size, bold) <= width:
        return words
    while words and width_of(words + "…", size, bold) > width:
        words = words[:-1].rstrip()
    return words + "…"
