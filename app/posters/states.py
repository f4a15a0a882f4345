"""The states of one sequence, units × time, and below it for each time step how long the error is that comes back.

Both share one axis, so that a column of tints stands above its bar. A length of 0, or one far below all others, is
a hollow dot at the foot.
"""

import numpy as np

from app.posters.brush import Picture
from app.posters.chart import RAISED, decades
from app.posters.sheet import Sheet, cut, width_of, wrapped
from engine.poster import States
from engine.types import Array
from engine.words import said

SIZE = 15.0
AXIS = 58.0  # pixels left of the pictures, for units and powers of ten
ROW = 40.0  # the highest row of tints
APART = 9.0  # pixels of a cell, from which on cells stand apart
DEEPEST = 14.0  # decades of the logarithmic axis
SHARE = 0.4  # of the height, for the tints at most
NUMBER = 17.0  # pixels that a number above a bar takes
FORMULA = r"$\Vert\partial L/\partial A_t\Vert$"
LOWEST = 1e-30  # of a length that is told
Place = tuple[float, float, float, float]  # left, top, width, height


def draw(sheet: Sheet, states: States, place: Place) -> None:
    """Both pictures with their sentences, in a place."""
    left, top, width, height = place
    foot = top + height
    _ramp(sheet, full_at(float(np.abs(states.A).max())), left + width, top)
    top = _head(sheet, "What it remembers", remembered(states), left, top, width)
    tall = min(ROW * len(states.A), SHARE * height)
    _tints(sheet, states, (left + AXIS, top, width - AXIS, tall))
    top += tall + (54 if states.inputs else 34)
    sheet.write(FORMULA, left + width, top + 15, 18, math=True, color=sheet.ink.gradient, align="right")
    top = _head(sheet, "How much error gets back", gets_back(states), left, top, width)
    _bars(sheet, states, (left + AXIS, top, width - AXIS, foot - top - 26))


def full_at(most: float) -> float:
    """The round number up to which states of such a size are tinted in full: at least 1, as on the pages."""
    if not most > 1.05:
        return 1.0
    power = 10.0 ** np.floor(np.log10(most))
    return float(next((lead for lead in (1, 2, 5) if lead * power >= most * 0.95), 10) * power)


def remembered(states: States) -> str:
    """Whose states these are, and which unit keeps what there is to keep."""
    H, T = states.A.shape
    told = f"The state of {_count(H, 'unit')} at {_count(T, 'time step')} of training sequence {said(states.which + 1)}"
    if (found := states.follower) is None:
        return f"{told}."
    r = _short(found.r)
    does = "tells best" if found.what.startswith("whether") else "follows best"
    if abs(found.r) < 0.3:
        return f"{told}. No unit {'tells' if does == 'tells best' else 'follows'} {found.what} yet."
    return f"{told}. Unit {found.unit + 1} {does} {found.what}: r = {r}."


def gets_back(states: States) -> str:
    """How the error at t0 compares to that at the last step that counts."""
    last = states.counts[-1]
    there, back = states.error[last], states.error[0]
    if not there > 0:
        return f"There is no error at t{last}."
    if last == 0:
        return "Only t0 counts."
    cuts = [t for t in states.cuts if t <= last]
    if cuts and len(states.counts) == 1:
        return f"The error of t{last} is cut before t{cuts[-1]}: nothing of it gets back to t0."
    part = _short(back / there)
    adds = "" if len(states.counts) == 1 else "; each step adds its own"
    return f"At t0 it is {part} times as long as at t{last}{adds}." + (
        f" It is cut before t{cuts[-1]}." if cuts else ""
    )


def _head(sheet: Sheet, title: str, sentence: str, left: float, top: float, width: float) -> float:
    """A heading and its sentence; where the picture begins."""
    sheet.write(title, left, top + 15, 19, bold=True)
    lines = wrapped(sentence, SIZE, width, 2)
    for row, line in enumerate(lines):
        sheet.write(line, left, top + 40 + 20 * row, SIZE, color=sheet.ink.ink2)
    return top + 52 + 20 * (len(lines) - 1)


def _tints(sheet: Sheet, states: States, place: Place) -> None:
    left, top, width, height = place
    H, T = states.A.shape
    full = full_at(float(np.abs(states.A).max()))
    colors = [[sheet.ink.signed(float(value) / full) for value in row] for row in states.A]
    wide, high = width / T, height / H
    picture = Picture(sheet, left - AXIS, top, width + AXIS, height + 46)
    if min(wide, high) < APART:
        picture.tints(left, top, width, height, colors)
    else:
        for u, row in enumerate(colors):
            for t, color in enumerate(row):
                picture.block(left + t * wide + 1, top + u * high + 1, wide - 2, high - 2, color)
                if wide > 52 and high > 18:
                    words, x, y = _short(float(states.A[u, t])), left + (t + 0.5) * wide, top + (u + 0.5) * high
                    picture.write(words, x, y + 5, SIZE - 1, align="center", halo=3)
    picture.line([left, left + width, left + width, left, left], np.array([0, 0, 1, 1, 0]) * height + top,
                 sheet.ink.rule, 1.2, z=2.5)  # fmt: skip
    stride = max(1, int(np.ceil(20 / high)))
    for u in range(0, H, stride):
        words = f"unit {u + 1}" if u == 0 else str(u + 1)
        picture.write(words, left - 8, top + (u + 0.5) * high + 5, SIZE, color=sheet.ink.ink2, align="right")
    _times(picture, T, left, width, top + height + 18)
    if states.inputs and wide >= 14:
        for t, symbol in enumerate(states.inputs):
            shown = cut(symbol.replace(" ", "␣").replace("\n", "↵"), SIZE, wide - 2)
            picture.write(shown, left + (t + 0.5) * wide, top + height + 38, SIZE, align="center")


def _times(picture: Picture, T: int, left: float, width: float, base: float) -> None:
    """t0 … below the columns, as many as have room."""
    wide = width / T
    stride = next(n for n in (1, 2, 5, 10, 20, 50, 100) if n * wide > width_of(f"t{T - 1}", SIZE) + 8)
    for t in range(0, T, stride):
        picture.write(f"t{t}", left + (t + 0.5) * wide, base, SIZE, color=picture.ink.ink2, align="center")


def _ramp(sheet: Sheet, full: float, right: float, top: float) -> None:
    """Which tint is which number, up to the right edge."""
    low, high, wide = f"−{said(full)}", said(full), 120.0
    x = right - width_of(high, SIZE) - 8 - wide
    picture = Picture(sheet, x - 90, top, right - x + 90, 22)
    picture.write(low, x - 8, top + 15, SIZE, color=sheet.ink.ink2, align="right")
    picture.tints(x, top + 3, wide, 13, [[sheet.ink.signed(share) for share in np.linspace(-1, 1, 60)]])
    picture.write(high, right, top + 15, SIZE, color=sheet.ink.ink2, align="right")


def _bars(sheet: Sheet, states: States, place: Place) -> None:
    left, top, width, height = place
    ink, error = sheet.ink, states.error
    T = len(error)
    low, high = ends(error)
    bottom, wide = top + height, width / T
    Y = Picture(sheet, left, top + NUMBER, width, height - NUMBER).up(low, high)
    picture = Picture(sheet, left - AXIS, top - 8, width + AXIS, height + 34)
    last = np.inf
    for value, words in decades(low, high):
        y = float(Y(value))
        if last - y < NUMBER:
            continue
        last = y
        picture.line([left, left + width], [y, y], ink.rule, 1.2, z=1)
        picture.write(words, left - 8, y + 5, SIZE, color=ink.ink2, align="right")
    picture.line([left, left + width], [bottom, bottom], ink.edge, 1.4, z=2)
    across = min(24.0, max(1.5, wide * 0.68))
    numbers = [_short(value) for value in error]
    roomy = max(width_of(words, SIZE) for words in numbers) + 6 < wide
    for t, value in enumerate(error):
        x = left + (t + 0.5) * wide
        there = value > LOWEST and np.log10(value) > low
        y = float(Y(min(np.log10(value), high))) if there else bottom - 6
        if there:
            picture.block(x - across / 2, y, across, bottom - y, ink.gradient)
        else:
            picture.dots([x], [y], min(3.5, max(1.5, wide / 3)), ink.card, ink.gradient, 1.3)
        if roomy:
            picture.write(numbers[t], x, y - 6, SIZE, align="center", halo=3)
    for t in states.cuts:
        x = left + t * wide
        picture.line([x, x], [top, bottom], ink.ink, 1.6, (3, 3), z=4)
        picture.write("cut", x + 4, top + 10, SIZE, bold=True, halo=3)
    _times(picture, T, left, width, bottom + 19)


def ends(error: Array) -> tuple[float, float]:
    """The ends of the logarithmic axis, in powers of ten: half decades, with room above."""
    logs = np.log10(error[error > LOWEST])
    least, most = (float(logs.min()), float(logs.max())) if len(logs) else (-1.0, 0.0)
    high = float(np.ceil(2 * (most + 0.12)) / 2)
    low = max(float(np.floor(2 * (least - 0.15)) / 2), most - DEEPEST)
    return min(low, high - 1.5), high


def _short(value: float) -> str:
    """Two digits: 0.34, −0.87, 2.1·10⁻⁸."""
    if value and not 1e-3 <= abs(value) < 1e4:
        lead, _, power = f"{value:.1e}".partition("e")
        return f"{lead}·10{str(int(power)).translate(RAISED)}".replace("-", "−")
    return said(float(f"{value:.2g}")).replace("-", "−")


def _count(number: int, what: str) -> str:
    return f"{said(number)} {what}{'' if number == 1 else 's'}"
