"""The map: a height over a plane in bands of one hue, and the ways over it."""

import numpy as np

from app.posters.brush import Picture, Scale, number, symbol, ticks
from app.posters.ink import dashes
from app.posters.room import Room
from app.posters.sheet import width_of
from engine.poster import Change, Path, Plane
from engine.types import Array

FINER = 5  # places drawn for one of the grid
READABLE = 300  # points of a path that still get a dot each
LONG, RECENT = 100, 12  # of a longer path the end stands out
DOT, NUMBERED = 9.0, 12.0  # radius of where a lane stands
APART = 5.0  # pixels between two dots
SIZE = 18.0  # of words
MOST_LABELS = 8


def draw(picture: Picture, plane: Plane, changes: list[Change]) -> None:
    """The whole map."""
    x0, x1, y0, y1 = (float(end) for end in plane.domain)
    X, Y = picture.across(x0, x1), picture.up(y0, y1)
    room = Room(picture.left, picture.top, picture.width, picture.height)
    _bands(picture, plane)
    _axes(picture, plane, room)
    for flow in plane.ideal:
        picture.line(X(flow[:, 0]), Y(flow[:, 1]), picture.ink.card, 4.5, alpha=0.7)
        picture.line(X(flow[:, 0]), Y(flow[:, 1]), picture.ink.ink, 1.5, alpha=0.75)
    ways = [(path, _walked(path, X, Y)) for path in plane.paths]
    leaps = [[after + 1 + k for k, (after, _) in enumerate(path.leaps)] for path in plane.paths]
    for (_, way), put in zip(ways, leaps, strict=True):
        apart = np.insert(way, put, np.nan, axis=0)
        picture.line(apart[:, 0], apart[:, 1], picture.ink.card, 6.5, alpha=0.7)
    for (path, way), put in zip(ways, leaps, strict=True):
        _past(picture, path, way, len(ways), put)
        room.line(way)
    for at in plane.minima:
        x, y = float(X(at[0])), float(Y(at[1]))
        picture.cross(x, y, 10)
        room.box((x - 12, y - 12, x + 12, y + 12))
    _starts(picture, ways, room)
    for path, way in reversed(ways):
        _now(picture, path, way, len(ways), room)
    if plane.landings is not None:
        _landings(picture, np.column_stack([X(plane.landings[:, 0]), Y(plane.landings[:, 1])]), room)
    if plane.words:
        right = picture.left + picture.width - 12
        picture.write(plane.words, right, picture.top + 24, 15, color=picture.ink.ink2, align="right", halo=4)
        room.box((right - width_of(plane.words, 15), picture.top, right, picture.top + 32))
    path, _ = ways[0]
    marks = [(changes[k], float(X(at[0])), float(Y(at[1]))) for k, at in path.changes]
    _changes(picture, marks, room)


def _bands(picture: Picture, plane: Plane) -> None:
    """Filled between the lines of equal height, the valley in the card's own colour; then the lines."""
    ink, values = picture.ink, _finer(plane.values)
    x = np.linspace(picture.left, picture.left + picture.width, values.shape[1])
    y = np.linspace(picture.top + picture.height, picture.top, values.shape[0])
    count = len(plane.levels)
    low, high = float(values.min()), float(values.max())
    first = int(np.searchsorted(plane.levels, low, side="right"))
    inside = np.unique(plane.levels[(plane.levels > low) & (plane.levels < high)])
    colors = [ink.band((first + k) / max(1, count)) for k in range(len(inside) + 1)]
    picture.fill(colors[0])
    if len(inside):
        edges = [min(low, 2 * inside[0] - inside[-1]) - 1, *inside, high + 1]
        picture.axes.contourf(x, y, values, levels=edges, colors=colors, zorder=1)
        picture.axes.contour(x, y, values, levels=inside, colors=ink.ink, alpha=0.22, linewidths=0.85, zorder=2)


def _finer(values: Array) -> Array:
    """The field between the grid's places, by the spline of the pages (Catmull-Rom), which is exact for quadratics."""
    rows, columns = values.shape
    down, over = _weights(rows), _weights(columns)
    wide = np.pad(values, 1)
    wide[1:-1, 0] = 3 * values[:, 0] - 3 * values[:, 1] + values[:, 2]
    wide[1:-1, -1] = 3 * values[:, -1] - 3 * values[:, -2] + values[:, -3]
    wide[0], wide[-1] = 3 * wide[1] - 3 * wide[2] + wide[3], 3 * wide[-2] - 3 * wide[-3] + wide[-4]
    finer: Array = down @ wide @ over.T
    return finer


def _weights(count: int) -> Array:
    """What each of `count` values, with one more on either side, adds to each place of a grid that is finer."""
    at = np.linspace(0, count - 1, FINER * (count - 1) + 1)
    cell = np.minimum(np.floor(at).astype(int), count - 2)
    t = at - cell
    spline = (
        -t / 2 + t**2 - t**3 / 2,
        1 - 2.5 * t**2 + 1.5 * t**3,
        t / 2 + 2 * t**2 - 1.5 * t**3,
        -(t**2) / 2 + t**3 / 2,
    )
    weights = np.zeros((len(at), count + 2))
    for offset, weight in enumerate(spline):
        weights[np.arange(len(at)), cell + offset] = weight
    return weights


def _axes(picture: Picture, plane: Plane, room: Room) -> None:
    """Numbers and letters inside the frame."""
    x0, x1, y0, y1 = (float(end) for end in plane.domain)
    X, Y, ink = picture.across(x0, x1), picture.up(y0, y1), picture.ink
    right, bottom = picture.left + picture.width, picture.top + picture.height
    values, digits = ticks(x0, x1, 6)
    for value in values:
        x = float(X(value))
        if picture.left + 60 < x < right - 60:
            words = number(value, digits)
            picture.write(words, x, bottom - 11, 16, color=ink.ink2, align="center", halo=4)
            half = width_of(words, 16) / 2
            room.box((x - half, bottom - 28, x + half, bottom))
    values, digits = ticks(y0, y1, 5)
    for value in values:
        y = float(Y(value))
        if picture.top + 56 < y < bottom - 44:
            words = number(value, digits)
            picture.write(words, picture.left + 10, y + 6, 16, color=ink.ink2, halo=4)
            room.box((picture.left, y - 12, picture.left + 14 + width_of(words, 16), y + 10))
    longer = 7 * max(0, len(plane.axes[0]) - 3)
    picture.write(symbol(plane.axes[0]), right - 38 - longer, bottom - 14, 25, math=True, halo=5)
    picture.write(symbol(plane.axes[1]), picture.left + 11, picture.top + 32, 25, math=True, halo=5)
    room.box((right - 46, bottom - 40, right, bottom))
    room.box((picture.left, picture.top, picture.left + 48, picture.top + 46))


def _walked(path: Path, X: Scale, Y: Scale) -> Array:
    """A way in pixels, with the places where changes have put it."""
    after, places = [k + 1 for k, _ in path.leaps], [place for _, place in path.leaps]
    points = np.insert(path.points, after, np.reshape(places, (-1, 2)), axis=0)
    return np.column_stack([X(points[:, 0]), Y(points[:, 1])])


def _past(picture: Picture, path: Path, way: Array, lanes: int, leaps: list[int]) -> None:
    """The way with a dot for each step while they can be told apart; of a long one the end stands out.

    `leaps`: which of its points no update led to, but a change: there it is as a change is, and dashed.
    """
    color, dash = picture.ink.lane(path.lane, lanes), dashes(path.lane, lanes)
    old = len(way) - RECENT if len(way) > LONG else 0
    if old:
        early = np.insert(way[: old + 1], [k for k in leaps if k <= old], np.nan, axis=0)
        picture.line(early[:, 0], early[:, 1], color, 2.4, dash, alpha=0.75)
    late = np.insert(way[old:], [k - old for k in leaps if k > old], np.nan, axis=0)
    picture.line(late[:, 0], late[:, 1], color, 3, dash)
    for k in leaps:
        picture.line(way[k - 1 : k + 1, 0], way[k - 1 : k + 1, 1], picture.ink.card, 6.5, alpha=0.7)
        picture.line(way[k - 1 : k + 1, 0], way[k - 1 : k + 1, 1], picture.ink.accent, 2.4, (5, 4))
    if len(way) > READABLE:
        return
    kept, last = [], np.array([np.nan, np.nan])
    for k, place in enumerate(way):
        if not np.abs(place - last).max() < APART:
            kept.append(k)
            last = place
    for part, alpha in (([k for k in kept if k < old], 0.75), ([k for k in kept if k >= old], 1.0)):
        picture.dots(way[part, 0], way[part, 1], 3.6, color, alpha=alpha)


def _starts(picture: Picture, ways: list[tuple[Path, Array]], room: Room) -> None:
    """A ring where a way begins."""
    ink = picture.ink
    starts = {tuple(np.round(way[0], 1)) for _, way in ways}
    for path, way in ways:
        color = ink.ink2 if len(starts) < len(ways) else ink.lane(path.lane, len(ways))
        picture.dots(way[:1, 0], way[:1, 1], 7.5, ink.card, color if len(ways) > 1 else ink.gradient, 2.6, z=6)
    if len(starts) == 1:
        x, y = (float(part) for part in ways[0][1][0])
        room.box((x - 9, y - 9, x + 9, y + 9))
        _label(picture, room, "start", x, y)


def _landings(picture: Picture, around: Array, room: Room) -> None:
    """An ellipse: where the next step would lead with most other batches."""
    ring = np.vstack([around, around[:1]])
    picture.area(ring[:, 0], ring[:, 1], picture.ink.gradient, 0.12)
    if np.ptp(ring, axis=0).max() < 2 * DOT:  # it lies on the dot
        picture.line(ring[:, 0], ring[:, 1], picture.ink.card, 2, z=8.5)
    else:
        picture.line(ring[:, 0], ring[:, 1], picture.ink.card, 3.6, alpha=0.85, z=8.5)
        picture.line(ring[:, 0], ring[:, 1], picture.ink.gradient, 1.8, (4, 3), z=8.6)
    room.line(ring)
    x, y = (float(part) for part in around[np.argmin(around[:, 1])])
    _label(picture, room, "next step, most batches", x, y, color=picture.ink.gradient)


def _now(picture: Picture, path: Path, way: Array, lanes: int, room: Room) -> None:
    """Where a lane stands: a filled dot, of several with its number; at the map's edge if it is outside."""
    radius = NUMBERED if lanes > 1 else DOT
    corner, size = np.array([picture.left, picture.top]), np.array([picture.width, picture.height])
    inside = ((way[-1] >= corner) & (way[-1] <= corner + size)).all()
    x, y = (float(part) for part in (way[-1] if inside else _leaving(way, corner + radius, corner + size - radius)))
    picture.dots([x], [y], radius, picture.ink.lane(path.lane, lanes), picture.ink.card, 2.6, z=8)
    if lanes > 1:
        picture.write(str(path.lane + 1), x, y + 5.8, 16, color=picture.ink.card, bold=True, align="center")
    room.box((x - radius, y - radius, x + radius, y + radius))


def _leaving(way: Array, low: Array, high: Array) -> Array:
    """Where the last step of a way leaves a box, or, if it never was inside, where one looks from the middle."""
    middle = (low + high) / 2
    for origin in (*way[-2:-1], middle):
        along = way[-1] - origin
        ends = np.stack([low - origin, high - origin]) / np.where(along == 0, 1e-12, along)
        enter, leave = float(ends.min(axis=0).max()), float(ends.max(axis=0).min())
        if max(enter, 0.0) <= leave:
            place: Array = np.clip(origin + min(leave, 1.0) * along, low, high)
            return place
    return middle


def _changes(picture: Picture, marks: list[tuple[Change, float, float]], room: Room) -> None:
    """A diamond where a knob was changed, with its words where there is room; the newest first."""
    shown: list[tuple[Change, float, float]] = []
    for mark in marks:
        if not shown or np.hypot(mark[1] - shown[-1][1], mark[2] - shown[-1][2]) >= 8:
            shown.append(mark)
    for _, x, y in shown:
        picture.diamond(x, y, 11)
        room.box((x - 11, y - 11, x + 11, y + 11))
    for change, x, y in shown[::-1][:MOST_LABELS]:
        _label(picture, room, change.text, x, y, color=picture.ink.accent, bold=True)


def _label(
    picture: Picture, room: Room, words: str, x: float, y: float, color: str | None = None, bold: bool = False
) -> None:
    width = width_of(words, SIZE, bold)
    place = room.place(x, y, width, SIZE + 3, 15)
    if place is None:
        return
    left, top = place
    middle, base = left + width / 2, top + SIZE - 1
    if np.hypot(middle - x, top + SIZE / 2 - y) > 44 + width / 2:
        picture.line([x, middle], [y, base + 4 if base < y else top], color or picture.ink.ink, 1.4, z=6)
    picture.write(words, left, base, SIZE, color=color, bold=bold, halo=5)
