"""A poster put together: title and sentence, what the lab has to show, beside it loss and data, a line with the knobs.

┌──────────────────────────────────────┐
│ Title                                │
│ Sentence.                            │
│ ┌───────────────────┐ ┌────────────┐ │
│ │ plane, words or   │ │ data       │ │
│ │ states            │ ├────────────┤ │
│ │                   │ │ loss       │ │
│ └───────────────────┘ └────────────┘ │
│ α = 0.12 · step 40 · J = 0.29        │
│ Unrolled   the address               │
└──────────────────────────────────────┘
"""

from bisect import bisect_right
from typing import NamedTuple

from app.posters import chart, plane, states, word_map
from app.posters.brush import Picture, sentence
from app.posters.ink import dashes, ink
from app.posters.sheet import HIGH, WIDE, Sheet, cut, width_of, wrapped
from engine.telling import Telling, in_words
from engine.words import INDEXED, said

EDGE = 44.0
SIDE = 348.0  # the width of the column beside the plane
HEADING = 19.0
ADDRESS = (16.0, 14.0, 12.0)  # sizes, the first that fits
KNOBS = (20.0, 17.0, 15.0)  # and of the line with the knobs
ROW, FACT = 30.0, 19.0  # of the key of several runs, and of a second line in it


class Words(NamedTuple):
    """What stands around the pictures."""

    title: str
    sentence: str
    address: str  # without scheme; empty: only the product's name


def png(telling: Telling, words: Words, theme: str, width: int) -> bytes:
    """The poster as a PNG."""
    sheet = Sheet(ink(theme), width)
    top = _head(sheet, words)
    bottom = HIGH - 108
    lanes = max(1, len(telling.labels))
    poster = telling.poster
    left = EDGE
    if poster.plane is not None:
        wide = WIDE - 2 * EDGE - SIDE - 76
        plane.draw(Picture(sheet, EDGE, top, wide, bottom - top), poster.plane, telling.changes)
        left += wide + 76
    if poster.words is not None:
        wide = WIDE - 2 * EDGE - SIDE - 76
        _heading(sheet, "The map of words", left, top)
        word_map.draw(sheet, poster.words, telling.labels, lanes, (left, top + 28, wide, bottom - top - 28))
        left += wide + 76
    if poster.states is not None:
        wide = WIDE - 2 * EDGE - SIDE - 76
        states.draw(sheet, poster.states, (left, top, wide, bottom - top))
        left += wide + 76
    wide = WIDE - EDGE - left
    if left == EDGE:
        left, wide = left + 50, wide - 50
    bottom -= _key(sheet, telling, left, bottom, wide)
    if poster.scatter is not None and bottom - top > 380:
        half = (bottom - top - 96) / 2
        _heading(sheet, "The data and the model", left, top)
        chart.draw_scatter(Picture(sheet, left, top + 32, wide, half - 28), poster.scatter, lanes)
        top += half + 48
    marked = 20 if telling.changes else 0
    _heading(sheet, "Loss $J$", left, top, math=True)
    place = Picture(sheet, left, top + 30 + marked, wide, bottom - top - 74 - marked)
    chart.draw_loss(place, poster.curves, telling.changes, lanes)
    _foot(sheet, telling, words)
    return sheet.png(words.title, in_words(telling))


def _head(sheet: Sheet, words: Words) -> float:
    """Title and sentence; where the pictures begin."""
    sheet.write(cut(words.title, 36, WIDE - 2 * EDGE, bold=True), EDGE, 68, 36, bold=True)
    lines = wrapped(words.sentence, 21, WIDE - 2 * EDGE, 2)
    for row, line in enumerate(lines):
        formula = INDEXED.search(line) is not None
        shown = sentence(line) if formula else line
        sheet.write(shown, EDGE, 106 + 29 * row, 21, color=sheet.ink.ink2, math=formula)
    return 106 + 29 * (len(lines) - 1) + 26


def _heading(sheet: Sheet, words: str, left: float, top: float, math: bool = False) -> None:
    sheet.write(words, left, top + 15, HEADING, bold=True, math=math)


def _key(sheet: Sheet, telling: Telling, left: float, bottom: float, wide: float) -> float:
    """Which run is which, above `bottom`; the height that it takes."""
    lanes = len(telling.labels)
    if not lanes:
        return 0.0
    facts = _facts(telling)
    row = ROW + (FACT if any(facts) else 0)
    tall = row * lanes + 8
    picture = Picture(sheet, left, bottom - tall, wide, tall)
    ends = zip(telling.heights, telling.stopped, strict=True)
    stands = [f"J = {said(height)}" if at is None else "" if any(facts) else _diverged(at) for height, at in ends]
    widths = zip(telling.labels, stands, strict=True)
    roomy = all(width_of(label, 16, bold=True) + width_of(stand, 16) < wide - 92 for label, stand in widths)
    for lane, label in enumerate(telling.labels):
        y = bottom - tall + 8 + row * lane + ROW / 2
        color = sheet.ink.lane(lane, lanes)
        picture.line([left + 2, left + 38], [y, y], color, 3.4, dashes(lane, lanes))
        picture.dots([left + 57], [y], 11, color)
        picture.write(str(lane + 1), left + 57, y + 5.4, 15, color=sheet.ink.card, bold=True, align="center")
        picture.write(cut(label, 16, wide - 76, bold=True), left + 76, y + 6, 16, color=color, bold=True)
        if roomy:
            picture.write(stands[lane], left + wide, y + 6, 16, color=sheet.ink.ink2, align="right")
        if any(facts):
            picture.write(cut(facts[lane], 14, wide - 76), left + 76, y + 25, 14, color=sheet.ink.ink2)
    return tall + 6


def _facts(telling: Telling) -> list[str]:
    """What else is to be said of each lane; of one that has diverged, that."""
    if not any(telling.poster.facts):
        return []
    told = zip(telling.poster.facts, telling.stopped, strict=True)
    return [fact if at is None else _diverged(at) for fact, at in told]


def _diverged(step: int) -> str:
    return f"diverged at step {said(step)}"


def _foot(sheet: Sheet, telling: Telling, words: Words) -> None:
    """The knobs that matter, where the run stands, and whence the picture is."""
    stands = f"step {said(telling.step)}"
    if telling.ended == "diverged":
        stands = _diverged(telling.step)
    parts = [*telling.knobs, stands]
    if not telling.labels:
        parts += [f"J = {said(telling.heights[0])}", *filter(None, telling.poster.facts)]
    line, room = "  ·  ".join(parts), WIDE - 2 * EDGE
    size = next((size for size in KNOBS if width_of(line, size) <= room), KNOBS[-1])
    sheet.write(cut(line, size, room), EDGE, HIGH - 70, size)
    sheet.write("Unrolled", EDGE, HIGH - 30, 16, bold=True, color=sheet.ink.ink2)
    start = EDGE + width_of("Unrolled", 16, bold=True) + 14
    size, lines = _fitted(words.address, WIDE - EDGE - start)
    for row, line in enumerate(lines):
        below = (row - (len(lines) - 1) / 2) * (size + 4)
        sheet.write(line, start, HIGH - 30 + below, size, color=sheet.ink.ink2)


def _fitted(address: str, wide: float) -> tuple[float, list[str]]:
    """The size and the lines of an address, whole or not at all: a part of one would lead to another run."""
    for size in ADDRESS:
        if width_of(address, size) <= wide:
            return size, [address]
    size = ADDRESS[-1]
    most = bisect_right(range(len(address)), wide, key=lambda count: width_of(address[:count], size)) - 1
    cut = max(address.rfind(mark, 0, most) for mark in "?&,;") + 1 or most
    first, rest = address[:cut], address[cut:]
    return size, [first, rest] if width_of(rest, size) <= wide else []
