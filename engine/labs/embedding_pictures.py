"""Pictures of word vectors: the map that holds still, what moves a word, and the answers to what is asked.

Each gives arrays of `Embedding.picture`, by name. What they show is in engine/word_map.py, engine/pulls.py and
engine/word_asking.py.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from engine import word_asking, word_map
from engine.labs.embedding_counts import Glove
from engine.labs.embedding_passage import moved_word
from engine.labs.embedding_shows import ANSWERS, MOVERS, NEIGHBOURS, members
from engine.params import Params
from engine.pulls import told
from engine.records import Way
from engine.types import Array

if TYPE_CHECKING:
    from engine.labs.embedding import Embedding, Model


def vectors(model: "Model", params: Params) -> Array:
    """The words' vectors (V, N): the rows of W; of GloVe those of W + C, as published."""
    return params["W"] + params["C"] if isinstance(model, Glove) else params["W"]


def flat(run: "Embedding", W: Array, way: Way | None) -> dict[str, Array]:
    """Where the words W (V, N) lie on the map, and where the next update brings them."""
    basis = _basis(run, W, way)
    after = Params(run.model.shapes())
    after.vector[:] = run.params.vector - run.config.learning_rate * run.upcoming().direction
    moved = vectors(run.model, after) - W.mean(axis=0)  # the map's middle stays where it is in this step
    return {
        "map": word_map.projected(W, basis),
        "map_next": moved @ basis,
        "map_share": np.array([word_map.share(W, basis)]),
    }


def _basis(run: "Embedding", W: Array, way: Way | None) -> Array:
    """The map's plane: that of the words as they are, turned to be most like the map before; while the run stands
    before its end, that of the end, so that scrubbing shows words move and not the map turn."""
    before = run.latest_map
    later = way is not None and len(way.path) > 0 and way.path[-1, 0] > run.updates
    if later and before is not None and len(before[0]) == W.shape[1]:
        return before[0]
    if later and way is not None:
        end = Params(run.model.shapes())
        end.vector[:] = way.path[-1, 2:]
        W = vectors(run.model, end)
    basis = word_map.principal(W)
    if before is not None and len(before[1]) == len(W):
        basis = word_map.turned(W, basis, before[1])
    run.latest_map = basis, word_map.projected(W, basis)
    return basis


def pulled(run: "Embedding", look: Mapping[str, Any]) -> dict[str, Array]:
    """What moves the explained word in the update that comes next; of LSA, which follows no gradient, nothing."""
    index, epoch = run.upcoming().indices(run.batches.samples), run.batches.epoch
    word = run.ids.get(look.get("word", ""))
    if word is None:
        word = moved_word(run, index, look.get("pair", 0))
    forces = run.model.forces(run.params, index, epoch, run.updates, word)
    if forces is None:
        return {}
    pulls, pull = told(forces, run.params["C"])
    movers = run.model.movers(index, epoch)[:MOVERS].astype(np.float64)
    return {"explained": np.array([float(word)]), "pulls": pulls, "pull": pull, "movers": movers}


def answered(run: "Embedding", W: Array, look: Mapping[str, Any]) -> dict[str, Array]:
    """What the look asks for, and of which words that is; of words that there are not, nothing."""
    arrays: dict[str, Array] = {}
    ids = run.ids
    asked = [-1, -1, -1, -1]
    word = ids.get(look.get("neighbours", ""))
    if word is not None:
        asked[0] = word
        arrays["neighbours"] = word_asking.nearest(W, word, NEIGHBOURS)
    three = [ids[w] for w in look.get("analogy", ()) if w in ids]
    if len(three) == 3:
        asked[1:] = a, b, c = three
        arrays["answers"] = word_asking.analogy(W, a, b, c, ANSWERS)
    some = [ids[w] for w in look.get("similarity", ()) if w in ids]
    if some and len(some) == len(look["similarity"]):
        asked += some
        arrays["likeness"] = word_asking.likeness(W, some)
    ends = [[ids[w] for w in members(end) if w in ids] for end in look.get("axis", ())]
    if len(ends) == 2 and all(ends):
        arrays["axis"] = word_asking.along(W, (ends[0], ends[1]))
    return {**arrays, "asked": np.array(asked, dtype=np.float64)}
