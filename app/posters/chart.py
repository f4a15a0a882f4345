"""The course of the loss on a logarithmic axis, marked where a knob was changed; and the data with the model."""

from collections.abc import Sequence

import numpy as np

from app.posters.brush import Picture, Scale, number, ticks
from app.posters.ink import dashes, mix
from app.posters.sheet import width_of
from engine.poster import Change, Curve, Scatter
from engine.types import Array
from engine.words import said

FLOOR = 1e-30  # a loss of exactly 0 has no logarithm
SIZE = 15.0
NAMED = (3.0, 2.0)  # dashes of a course of other data
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def draw_loss(picture: Picture, curves: list[Curve], changes: list[Change], lanes: int) -> None:
    """The curves in a picture; its ticks stand outside, to the left and below."""
    ink = picture.ink
    low, high = _ends(curves, lanes)
    end = max(1.0, *(float(curve.x[-1]) for curve in curves if len(curve.x)))
    X, Y = picture.across(-0.02 * end, 1.03 * end), picture.up(low, high)
    bottom = picture.top + picture.height
    for value, words in decades(low, high):
        y = float(Y(value))
        picture.line([picture.left, picture.left + picture.width], [y, y], ink.rule, 1.2, z=1)
        picture.write(words, picture.left - 8, y + 5, SIZE, color=ink.ink2, align="right")
    values, digits = ticks(0, end, min(5, end))
    for value in values:
        picture.write(number(value, digits), float(X(value)), bottom + 20, SIZE, color=ink.ink2, align="center")
    picture.write("step", picture.left + picture.width, bottom + 42, SIZE, color=ink.ink2, align="right")
    _flags(picture, X, changes)
    for curve in sorted(curves, key=lambda curve: curve.whole):
        places, heights = X(curve.x), Y(np.log10(np.maximum(curve.y, FLOOR)))
        known = np.isfinite(heights)
        if not curve.whole:
            picture.line(places[known], heights[known], mix(ink.ink2, ink.card, 0.75), 1.5)
            continue
        color = ink.lane(curve.lane, lanes) if lanes > 1 else ink.ink
        picture.line(places[known], heights[known], color, 3, NAMED if curve.name else dashes(curve.lane, lanes))
        if curve.name and known.any():
            x, y = float(places[known][-1]), float(heights[known][-1])
            picture.write(curve.name, x, y - 10, SIZE, color=color, align="right", halo=4)
        elif known.any():
            picture.dots(places[known][-1:], heights[known][-1:], 6, color, ink.card, 2, z=6)


def draw_scatter(picture: Picture, scatter: Scatter, lanes: int) -> None:
    """Points, and what the model of each lane says of them."""
    ink, points = picture.ink, scatter.points
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.where(high > low, 0.08 * (high - low), 1.0)
    low, high = low - room, high + room
    X, Y = picture.across(low[0], high[0]), picture.up(low[1], high[1])
    bottom = picture.top + picture.height
    picture.line([picture.left, picture.left + picture.width], [bottom, bottom], ink.rule, 1.5, z=1)
    picture.line([picture.left, picture.left], [picture.top, bottom], ink.rule, 1.5, z=1)
    picture.write("$x$", picture.left + picture.width, bottom + 20, 19, math=True, align="right", color=ink.ink2)
    picture.write("$y$", picture.left - 10, picture.top + 14, 19, math=True, align="right", color=ink.ink2)
    for lane, line in reversed(list(enumerate(scatter.lines))):
        if np.isfinite(line).all():
            picture.line(X(line[:, 0]), Y(line[:, 1]), ink.lane(lane, lanes), 3, dashes(lane, lanes), z=4)
    many = len(points) > 200
    picture.dots(X(points[:, 0]), Y(points[:, 1]), 2.2 if many else 4.6, ink.ink, ink.card, 0 if many else 1.2, z=5)
    words = outside([line[:, 1] for line in scatter.lines], float(low[1]), float(high[1]))
    if words:
        picture.write(words, picture.left + 12, picture.top + 16, SIZE, color=ink.ink2, halo=5)


def outside(lines: Sequence[Array], low: float, high: float) -> str:
    """Which of the lines, given by their heights, nowhere come between two heights; empty if all of them do."""
    away = [lane for lane, y in enumerate(lines) if not (np.isfinite(y).all() and y.min() <= high and y.max() >= low)]
    if not away:
        return ""
    if len(lines) == 1:
        return "the line lies outside"
    if len(away) == 1:
        return f"line {away[0] + 1} lies outside"
    numbers = [str(lane + 1) for lane in away]
    return f"lines {', '.join(numbers[:-1])} and {numbers[-1]} lie outside"


def _ends(curves: list[Curve], lanes: int) -> tuple[float, float]:
    """The ends of the loss axis in powers of ten; of several runs one that runs away does not flatten the others."""
    whole = [np.log10(np.maximum(curve.y[np.isfinite(curve.y)], FLOOR)) for curve in curves if curve.whole]
    noisy = [np.log10(np.maximum(curve.y[np.isfinite(curve.y)], FLOOR)) for curve in curves if not curve.whole]
    low = min(float(y.min()) for y in whole)
    high = max(float(y.max()) for y in (*whole, *noisy))
    if noisy:  # a batch that happens to fit stretches the axis only so far
        low = min(low, max(min(float(y.min()) for y in noisy), low - 1.5))
    if lanes > 1:
        high = min(high, max(float(y[0]) for y in whole) + 1.5)
    room = 0.06 * max(high - low, 0.3)
    return min(low, high - 0.3) - room, high + room


def decades(low: float, high: float) -> list[tuple[float, str]]:
    """Decades, or some between them where there are few: their logarithms and their words."""
    span = high - low
    leads: tuple[float, ...] = (
        (1, 1.5, 2, 3, 4, 5, 7) if span < 0.6 else (1, 2, 5) if span < 1.3 else (1, 3) if span < 2.6 else (1,)
    )
    stride = max(1, int(np.ceil(span / 5)))
    found = []
    for power in range(int(np.floor(low)), int(np.ceil(high)) + 1):
        for lead in leads:
            at = power + float(np.log10(lead))
            if low + 0.02 * span <= at <= high and (power % stride == 0 or len(leads) > 1):
                plain = -4 < power < 5
                words = said(float(f"{lead}e{power}")) if plain else f"10{str(power).translate(RAISED)}"
                found.append((at, words))
    return found


def _flags(picture: Picture, X: Scale, changes: list[Change]) -> None:
    """A dashed line where a knob was changed, with its short name where there is room; the newest first."""
    taken: list[tuple[float, float]] = []
    places = [float(X(change.step)) for change in changes]
    last = -np.inf
    for x in places:
        if x - last >= 8:
            picture.line([x, x], [picture.top, picture.top + picture.height], picture.ink.accent, 1.6, (3, 3), z=2)
            last = x
    for change, x in list(zip(changes, places, strict=True))[::-1]:
        width = width_of(change.short, SIZE) + 8
        for left in (x, x - width):
            inside = picture.left <= left and left + width <= picture.left + picture.width
            if inside and not any(a < left + width and left < b for a, b in taken):
                taken.append((left, left + width))
                picture.write(change.short, left + 4, picture.top - 6, SIZE, color=picture.ink.accent)
                break
