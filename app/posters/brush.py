"""A picture on a sheet, and what pictures are made of: lines, dots, crosses, diamonds, words with a halo.

Everything is told in pixels of the sheet, from its left and from its top, as on the pages' canvases.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from app.posters.sheet import POINT, Sheet, text_look
from engine.types import Array
from engine.words import INDEXED

Scale = Callable[[Any], Array]


class Picture:
    """A rectangle of a sheet in which is drawn; what lies outside of it is cut off."""

    def __init__(self, sheet: Sheet, left: float, top: float, width: float, height: float) -> None:
        self.left, self.top, self.width, self.height = left, top, width, height
        self.ink = sheet.ink
        self.axes: Axes = sheet.axes(left, top, width, height)
        self.axes.set_xlim(left, left + width)
        self.axes.set_ylim(top + height, top)

    def across(self, low: float, high: float) -> Scale:
        """From numbers to places, from the left edge to the right one."""
        return lambda values: self.left + (np.asarray(values) - low) / (high - low) * self.width

    def up(self, low: float, high: float) -> Scale:
        """From numbers to places, from the lower edge to the upper one."""
        return lambda values: self.top + self.height - (np.asarray(values) - low) / (high - low) * self.height

    def fill(self, color: str) -> None:
        corner = (self.left, self.top)
        self.axes.add_patch(Rectangle(corner, self.width, self.height, facecolor=color, edgecolor="none", zorder=0))

    def area(self, x: Any, y: Any, color: str, alpha: float) -> None:
        self.axes.fill(x, y, facecolor=color, edgecolor="none", alpha=alpha, zorder=2.5)

    def line(
        self, x: Any, y: Any, color: str, width: float, dash: Sequence[float] = (), alpha: float = 1, z: float = 3
    ) -> None:
        style: Any = (0, [length / 2 for length in dash]) if dash else "solid"
        self.axes.plot(
            x,
            y,
            color=color,
            linewidth=width * POINT,
            linestyle=style,
            alpha=alpha,
            solid_capstyle="round",
            solid_joinstyle="round",
            zorder=z,
        )

    def dots(
        self,
        x: Any,
        y: Any,
        radius: float,
        face: str,
        edge: str = "none",
        rim: float = 0,
        alpha: float = 1,
        z: float = 4,
    ) -> None:
        self.marks(x, y, "o", radius, face, edge, rim, alpha, z)

    def block(self, left: float, top: float, width: float, height: float, color: str, z: float = 3) -> None:
        self.axes.add_patch(Rectangle((left, top), width, height, facecolor=color, edgecolor="none", zorder=z))

    def tints(self, left: float, top: float, width: float, height: float, colors: list[list[str]]) -> None:
        """A matrix of colours, row 0 at the top: a dot each, enlarged."""
        dots = np.array([[[int(color[at : at + 2], 16) for at in (1, 3, 5)] for color in row] for row in colors])
        x, y = self.axes.get_xlim(), self.axes.get_ylim()
        self.axes.imshow(
            dots.astype(np.uint8),
            extent=(left, left + width, top + height, top),
            interpolation="nearest",
            aspect="auto",
            zorder=2,
        )
        self.axes.set_xlim(x)
        self.axes.set_ylim(y)

    def diamond(self, x: float, y: float, radius: float) -> None:
        """A knob was changed here."""
        self.marks([x], [y], "D", radius * 0.74, self.ink.accent, self.ink.card, 2, 1, 7)

    def cross(self, x: float, y: float, arm: float) -> None:
        """A minimum."""
        for color, width in ((self.ink.card, 5.0), (self.ink.ink, 2.2)):
            self.line([x - arm, x + arm], [y, y], color, width, z=5)
            self.line([x, x], [y - arm, y + arm], color, width, z=5)

    def write(self, words: str, x: float, y: float, size: float, **look: Any) -> None:
        self.axes.text(x, y, words, zorder=9, **text_look(self.ink, size, **look))

    def marks(
        self, x: Any, y: Any, form: str, radius: float, face: str, edge: str, rim: float, alpha: float, z: float
    ) -> None:
        """Marks of one of matplotlib's forms."""
        self.axes.plot(
            x,
            y,
            linestyle="none",
            marker=form,
            markersize=2 * radius * POINT,
            markerfacecolor=face,
            markeredgecolor=edge,
            markeredgewidth=rim * POINT,
            alpha=alpha,
            zorder=z,
        )


def ticks(low: float, high: float, count: float) -> tuple[Array, int]:
    """About `count` round values between two ends, and the decimals that they need."""
    raw = (high - low) / max(1.0, count)
    power = 10.0 ** np.floor(np.log10(raw))
    lead = raw / power
    step = float((1 if lead < 1.5 else 2 if lead < 3.5 else 5 if lead < 7.5 else 10) * power)
    values = np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) * step
    return values, max(0, -int(np.floor(np.log10(step) + 1e-9)))


def number(value: float, digits: int) -> str:
    """A tick's words, with a true minus sign."""
    text = f"{value:.{digits}f}" if abs(value) >= 0.5 * 10**-digits else "0"
    return text.replace("-", "−")


_RAISED, _DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"
_LETTERS = {"θ": r"\theta", "λ": r"\lambda"}


def symbol(letters: str) -> str:
    """θ₀, w_rec or w²₃₁ as a formula."""
    raised = "".join(sign for sign in letters if sign in _RAISED).translate(str.maketrans(_RAISED, _DIGITS))
    letter, *rest = (sign for sign in letters if sign not in _RAISED)
    index = "".join(rest).translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", _DIGITS)).removeprefix("_")
    upright = rf"\mathrm{{{index}}}" if index.isalpha() else index
    above, below = (f"^{{{raised}}}" if raised else ""), (f"_{{{upright}}}" if index else "")
    return f"${_LETTERS.get(letter, letter)}{above}{below}$"


def sentence(text: str) -> str:
    """A sentence with its letters such as λ_max set as formulas; there must be such."""
    return INDEXED.sub(lambda found: symbol(found[0]), text.replace("$", r"\$"))
