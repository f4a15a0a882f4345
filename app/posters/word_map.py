"""The map of words: each where its vector lies, of several runs side by side, with the kinds' shapes below.

Words are written where there is room: those asked about, then those of a kind, then the most frequent. A word with
letters that the poster's font has not is left out, and a sentence says so.
"""

from functools import cache

import numpy as np
from matplotlib.font_manager import findfont
from matplotlib.ft2font import FT2Font

from app.posters.brush import Picture
from app.posters.labels import Labels, Wanted
from app.posters.marks import DOT, mark, ordered, reach, shapes
from app.posters.sheet import FONT, Sheet, cut, width_of, wrapped
from engine.poster import Sight, WordMap
from engine.types import Array
from engine.words import percent, said

SIZE, SMALL = 15.0, 13.0  # of a word, alone and where maps stand side by side
FAR = 8.0  # pixels from its dot, beyond which a line leads to a word
LONGEST = 140.0  # pixels of a word, before it is shortened
EDGE = 18.0  # pixels around the words
SPACE = 24.0  # between two maps
NAME = 28.0  # above each of several maps stands which run it is of
FEW = 250  # words, up to which none covers a dot
COVERED = 2  # dots that a word may cover where there are more


def draw(sheet: Sheet, words: WordMap, labels: list[str], lanes: int, place: tuple[float, float, float, float]) -> None:
    """The maps with their sentence and their key, in a place: left, top, width, height."""
    left, top, width, height = place
    missing = sum(not has_letters(word) for word in words.words)
    told = sentence(words, lanes, missing).replace(" %", "\N{NO-BREAK SPACE}%")
    for line in wrapped(told, 15, width, 3):
        sheet.write(line, left, top + 12, 15, color=sheet.ink.ink2)
        top, height = top + 20, height - 20
    top, height, count = top + 4, height - 4, len(words.sights)
    beside = count == 3  # the fourth place is the key's
    foot = 0.0 if beside or not words.kind_names else 34.0
    over, down = (count + 1) // 2 if count > 3 else min(count, 2), 1 if count < 3 else 2
    each = (width - SPACE * (over - 1)) / over, (height - foot - 14 * (down - 1)) / down
    for k, sight in enumerate(words.sights):
        x, y = left + k % over * (each[0] + SPACE), top + k // over * (each[1] + 14)
        name = NAME if count > 1 else 0.0
        if name:
            _name(Picture(sheet, x, y, each[0], name), sight, labels[sight.lane], lanes)
        _map(Picture(sheet, x, y + name, each[0], each[1] - name), words, sight, SMALL if count > 1 else SIZE)
    if beside:
        corner = left + each[0] + SPACE, top + each[1] + 14 + NAME
        _key(Picture(sheet, *corner, each[0], each[1] - NAME), words, 1)
    elif foot:
        _key(Picture(sheet, left, top + height - foot, width, foot), words, len(words.kind_names) + 1)


def sentence(words: WordMap, lanes: int, missing: int) -> str:
    """What the map shows, and what it does not."""
    V, (first, *others) = said(len(words.words)), words.sights
    if others:
        shares = [percent(sight.share) if np.isfinite(sight.places).all() else "–" for sight in words.sights]
        told = f"{V} word vectors of each run, seen along their two widest directions: {', '.join(shares[:-1])} and "
        told += f"{shares[-1]} of the spread; each map is turned and scaled to lie like the first" + (
            f". Of {lanes} runs the first {len(words.sights)} are shown" if lanes > len(words.sights) else ""
        )
    elif first.N == 1:
        told = f"{V} word vectors of one number each: all lie on a line"
    elif first.N == 2:
        told = f"{V} word vectors of two numbers each: the map hides nothing"
    else:
        told = f"{V} word vectors, seen along their two widest directions: {percent(first.share)} of the spread"
    if not missing:
        return told
    return (
        f"{told}. {said(missing)} of the words {'is' if missing == 1 else 'are'} not written: this print lacks "
        "their letters"
    )


def _name(picture: Picture, sight: Sight, label: str, lanes: int) -> None:
    """Which run a map is of."""
    color, y = picture.ink.lane(sight.lane, lanes), picture.top + 17
    picture.dots([picture.left + 11], [y - 5], 10, color)
    number = str(sight.lane + 1)
    picture.write(number, picture.left + 11, y, 14, color=picture.ink.card, bold=True, align="center")
    picture.write(cut(label, 15, picture.width - 28, bold=True), picture.left + 28, y, 15, color=color, bold=True)


def _map(picture: Picture, words: WordMap, sight: Sight, size: float) -> None:
    ink = picture.ink
    picture.fill(ink.sunk)
    if not np.isfinite(sight.places).all():
        middle = picture.left + picture.width / 2, picture.top + picture.height / 2
        picture.write("These vectors have run away.", *middle, size, color=ink.ink2, align="center")
        return
    at, chosen = _pixels(picture, sight.places), set(words.chosen)
    if words.ends is not None:
        _axis(picture, *(at[end].mean(axis=0) for end in words.ends))
    radii = _marks(picture, words, at, size / SIZE)
    boxes = np.column_stack([at - radii[:, None], at + radii[:, None]])
    faint = np.array([kind < 0 and v not in chosen for v, kind in enumerate(words.kinds)])
    room = Labels(picture.left, picture.top, picture.width, picture.height, boxes[~faint], boxes[faint])
    order = sorted(range(len(at)), key=lambda v: (v not in chosen, words.kinds[v] < 0))  # then the most frequent
    wanted = []
    for v in order:
        if has_letters(words.words[v]):
            strong = v in chosen
            wide = width_of(cut(words.words[v], size, LONGEST, strong), size, strong)
            wanted.append(Wanted(v, float(at[v, 0]), float(at[v, 1]), radii[v], wide, size, strong))
    for v, box in room.place(wanted, COVERED if len(at) > FEW else 0).items():
        strong = v in chosen
        foot = np.clip(at[v], box[:2], box[2:])
        if np.hypot(*(foot - at[v])) > radii[v] + FAR:
            picture.line([at[v, 0], foot[0]], [at[v, 1], foot[1]], ink.ink, 1.2, z=6)
        color = ink.ink if strong or words.kinds[v] >= 0 else ink.ink2
        shown = cut(words.words[v], size, LONGEST, strong)
        picture.write(shown, box[0], box[1] + 0.8 * size, size, color=color, bold=strong, halo=4, ground=ink.sunk)


def _marks(picture: Picture, words: WordMap, at: Array, part: float) -> Array:
    """The dots, `part` as large as usual: those of no kind below all others, those asked about above. How far each
    reaches, (V,)."""
    ink, radii = picture.ink, np.empty(len(at))
    of_kind = [*shapes(words.kind_names), DOT]  # −1, the last, is of none
    asked = np.isin(np.arange(len(at)), words.chosen)
    for strong in (False, True):
        for kind in range(-1, len(words.kind_names)):
            some = (words.kinds == kind) & (asked == strong)
            shape = of_kind[kind]
            radii[some] = radius = part * reach(shape) + (1.5 if strong and shape == DOT else 0)
            color = ink.ink if strong else ink.edge if shape == DOT else ink.ink2
            mark(picture, shape, at[some], color, radius, ink.sunk)
    return radii


def _pixels(picture: Picture, places: Array) -> Array:
    """Where the words are in the picture, (V, 2): all within it, with one scale for both directions."""
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.maximum(high - low, max(0.05 * float((high - low).max()), 1e-9))
    size = np.array([picture.width, picture.height])
    scale = float(((size - 2 * EDGE) / span).min())
    middle = np.array([picture.left, picture.top]) + size / 2
    found: Array = middle + (places - (low + high) / 2) * scale * [1, -1]
    return found


def _axis(picture: Picture, start: Array, stop: Array) -> None:
    """An arrow from the middle of one group of words to that of the other, and the line on which it lies."""
    way, ink = stop - start, picture.ink
    length = float(np.hypot(*way))
    if length < 1:
        return
    far = (picture.width + picture.height) / length * way
    beyond = np.array([start - far, stop + far])
    picture.line(beyond[:, 0], beyond[:, 1], ink.ink, 1.4, (2, 4), alpha=0.4, z=2)
    along = way / length
    aside = np.array([-along[1], along[0]])
    neck = stop - 11 * along
    picture.line([start[0], neck[0]], [start[1], neck[1]], ink.ink, 2, alpha=0.75, z=2)
    head = np.array([stop, neck + 5 * aside, neck - 5 * aside])
    picture.area(head[:, 0], head[:, 1], ink.ink, 0.75)


def _key(picture: Picture, words: WordMap, columns: int) -> None:
    """What each shape means: beside one another, or below."""
    of_kind = shapes(words.kind_names)
    found = [(of_kind[kind], words.kind_names[kind]) for kind in ordered(words.kind_names)]
    found += [(DOT, "other words")] if (words.kinds < 0).any() else []
    x, y = picture.left + 8, picture.top + 22
    for shape, name in found:
        mark(picture, shape, np.array([[x, y - 5]]), picture.ink.ink2, reach(shape), picture.ink.card)
        picture.write(name, x + 13, y, 15, color=picture.ink.ink2)
        if columns == 1:
            y += 26
        else:
            x += width_of(name, 15) + 40


def has_letters(word: str) -> bool:
    """Whether the font has all of its letters."""
    return all(ord(letter) in _letters() for letter in word)


@cache
def _letters() -> frozenset[int]:
    return frozenset(FT2Font(findfont(FONT)).get_charmap())
