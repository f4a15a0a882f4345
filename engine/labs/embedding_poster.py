"""What a printed page shows of the Embedding lab: the map of words, and how many analogies are right."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from engine import word_asking, word_map
from engine.labs.embedding_shows import asked_words, members
from engine.poster import Poster, Sight, WordMap
from engine.types import Array
from engine.words import percent

if TYPE_CHECKING:
    from engine.lab import Lab
    from engine.labs.embedding import Embedding

MOST = 4  # maps on one page: of more no word could be read
BOUNDED = 1e100  # beyond, squares are no numbers any more


def printed(lanes: Sequence["Lab"], poster: Poster, look: Mapping[str, Any]) -> Poster:
    """The poster with the maps of its first lanes, each laid over that of the first one that has one."""
    runs: list[Embedding] = list(lanes)  # type: ignore[arg-type]
    text = runs[0].text
    sights: list[Sight] = []
    first: Array | None = None
    for lane, run in enumerate(runs[:MOST]):
        places, share = _places(run.vectors)
        if first is not None:
            places = word_map.laid_over(places, first) if np.isfinite(places).all() else places
        elif np.isfinite(places).all():
            first = places
        sights.append(Sight(lane, places, share, run.vectors.shape[1]))
    chosen, ends = _looked_at(runs[0], look)
    words = WordMap(list(text.vocabulary.words), text.kinds, list(text.kind_names), sights, chosen, ends)
    return poster._replace(words=words, facts=tuple(_fact(run) for run in runs))


def _places(W: Array) -> tuple[Array, float]:
    """Where the words lie on the map, and how much of their spread it shows."""
    if not _bounded(W):
        return np.full((len(W), 2), np.nan), 0.0
    basis = word_map.principal(W)
    return word_map.projected(W, basis), word_map.share(W, basis)


def _bounded(W: Array) -> bool:
    return bool((np.abs(W) < BOUNDED).all())


def _fact(run: "Embedding") -> str:
    if not len(run.text.quads) or not _bounded(run.vectors):
        return ""
    return f"{percent(word_asking.accuracy(run.vectors, run.text.quads))} of the planted analogies right"


def _looked_at(run: "Embedding", look: Mapping[str, Any]) -> tuple[list[int], tuple[list[int], list[int]] | None]:
    """The words that are asked about, with the answer; and those of the axis's two ends, if there is an axis."""
    ids, W = run.ids, run.vectors
    chosen = [ids[word] for _, word in asked_words({**look, "axis": ()}) if word in ids]
    three = [ids[word] for word in look.get("analogy", ()) if word in ids]
    if len(three) == 3 and _bounded(W):
        a, b, c = three
        chosen += [int(word) for word in word_asking.analogy(W, a, b, c, 1)[:, 0]]
    ends = [members(end) for end in look.get("axis", ())]
    found = [[ids[word] for word in end if word in ids] for end in ends]
    axis = (found[0], found[1]) if len(found) == 2 and all(found) else None
    return list(dict.fromkeys([*chosen, *(word for end in axis or () for word in end)])), axis
