"""Where in the text is the update that comes next, and what does the network say there?

One pair of the batch is in focus: its sentence, its window, its h, scores and probabilities; around it the pairs that
stand in line, those of this batch and those that come after.
"""

from typing import TYPE_CHECKING

import numpy as np

from engine.labs.embedding_counts import Glove
from engine.labs.embedding_shows import AROUND, FARTHEST, SHOWN_PAIRS
from engine.labs.embedding_windows import Windowed
from engine.spelling import spelled
from engine.types import Array, Indices
from engine.word_objective import told_by

if TYPE_CHECKING:
    from engine.labs.embedding import Embedding

NONE = -1.0
EXPLAINED = 7  # the place in `focus` of the word whose movement is explained


def passage(run: "Embedding", batch: Indices, wish: int) -> tuple[dict[str, Array], int]:
    """The arrays around the pair in focus, and the word whose vector it moves."""
    model = run.model
    if isinstance(model, Windowed) and not model.bare(run.batches.epoch):
        return _sliding(run, model, batch, wish)
    arrays, _ = _sentence(run, 0, (0, 0, 0))
    focus = np.array([0, len(batch), NONE, NONE, NONE, 0, len(run.text.sentences), 0, 0, 0, 0, 0], dtype=np.float64)
    word = 0
    if isinstance(model, Glove):
        at = min(wish, len(batch) - 1)
        cells = model.some(batch[at : at + 1])
        i, j = int(cells.i[0]), int(cells.j[0])
        W, C, bw, bc = (run.params[name] for name in ("W", "C", "bw", "bc"))
        says = float(W[i] @ C[j] + bw[i] + bc[j])
        arrays["cell"] = np.array([i, j, model.table[i, j], cells.target[0], says, cells.weight[0]])
        focus[0], word = at, i
    return {**arrays, "focus": focus, "pairs": np.empty((0, 6))}, word


def moved_word(run: "Embedding", batch: Indices, wish: int) -> int:
    """The word whose vector the pair in focus moves: its center, of CBOW the first word around it."""
    model = run.model
    if isinstance(model, Glove):
        return int(model.some(batch[min(wish, len(batch) - 1)][None]).i[0])
    epoch = run.batches.epoch
    if not isinstance(model, Windowed) or model.bare(epoch):
        return 0
    windows, words = model.windows(epoch), run.text.tokens.words
    if run.config.method == "cbow":
        return int(words[windows.contexts[windows.first[batch[min(wish, len(batch) - 1)]]]])
    line = model.line(batch, epoch)
    return int(words[windows.centers[windows.owners[line[min(wish, len(line) - 1)]]]])


def _sliding(run: "Embedding", model: Windowed, batch: Indices, wish: int) -> tuple[dict[str, Array], int]:
    epoch, config, tokens = run.batches.epoch, run.config, run.text.tokens
    windows = model.windows(epoch)
    cbow = config.method == "cbow"
    line = model.line(batch, epoch)
    at = min(wish, len(line) - 1)
    window = int(line[at] if cbow else windows.owners[line[at]])
    center = int(windows.centers[window])
    around = windows.contexts[windows.first[window] : windows.first[window + 1]]
    first, middle, last = (int(tokens.places[t]) for t in (min(around[0], center), center, max(around[-1], center)))
    arrays, start = _sentence(run, int(tokens.sentences[center]), (first, middle, last), windows.kept)
    shown = len(arrays["tokens"])
    place = np.full(len(tokens.words), NONE)  # of each token in the passage
    here = tokens.sentences == tokens.sentences[center]
    place[here] = tokens.places[here] - start
    place[(place < 0) | (place >= shown)] = NONE
    rows = _line(run, model, batch, line, at, place)
    one = model.asked(line[at : at + 1], np.array([at]), epoch, run.updates)
    passed = model.forward(run.params, one)
    word = int(one.examples.inputs[0])
    inputs = len(one.examples.inputs)
    count = len(line) if cbow else len(np.unique(windows.owners[line]))
    sentences = len(run.text.sentences)
    begin, end = max(0, first - start), min(shown - 1, last - start)
    before = int(np.sum(around < center))
    focus = [at, len(line), place[center], begin, end, tokens.sentences[center], sentences, word, inputs, count]
    focus += [before, len(around) - before]
    arrays |= {"pairs": rows, "h": passed.h[0], "focus": np.array(focus, dtype=np.float64)}
    if config.objective == "hierarchical":
        u = run.params["C"] @ passed.h[0]
        nodes = model.tree.nodes[one.examples.wanted[0]]
        there = nodes >= 0
        way = np.column_stack([nodes[there], model.tree.turns[one.examples.wanted[0]][there], passed.p[0][there]])
        return {**arrays, "scores": u, "probabilities": told_by(model.forks, u), "way": way}, word
    u = run.params["C"] @ passed.h[0]
    if one.negatives is not None:
        candidates = np.concatenate([one.examples.wanted, one.negatives[0]]).astype(np.float64)
        shares = 1 / (1 + np.exp(-np.clip(u, -700, 700)))
        return {**arrays, "scores": u, "probabilities": shares, "candidates": candidates}, word
    return {**arrays, "scores": u, "probabilities": passed.p[0]}, word


def _sentence(
    run: "Embedding", number: int, window: tuple[int, int, int], kept: Array | None = None
) -> tuple[dict[str, Array], int]:
    """A sentence, or of a long one the part around a window: its words, their numbers; and where it begins.

    `window`: the places of its first word, its center and its last.
    """
    sentence = run.text.sentences[number]
    tokens = run.text.tokens
    first, middle, last = window
    start = max(0, middle - FARTHEST, min(middle - AROUND, first))
    stop = min(len(sentence.words), middle + FARTHEST + 1, max(middle + AROUND, start + 2 * AROUND, last) + 1)
    ids = np.array([run.ids.get(word, -1) for word in sentence.words[start:stop]], dtype=np.float64)
    if kept is not None:
        here = np.flatnonzero((tokens.sentences == number) & (kept == 0))
        out = tokens.places[here] - start
        ids[out[(out >= 0) & (out < len(ids))]] = -2
    return {"passage": spelled(sentence.shown[start:stop]), "tokens": ids}, start


def _line(run: "Embedding", model: Windowed, batch: Indices, line: Indices, at: int, place: Array) -> Array:
    """The pairs in line around the one in focus, and where there is room those that come after the batch."""
    windows, words, config = model.windows(run.batches.epoch), run.text.tokens.words, run.config
    cbow = config.method == "cbow"
    begin = max(0, min(at - SHOWN_PAIRS // 2, len(line) - SHOWN_PAIRS))
    these = line[begin : begin + SHOWN_PAIRS]
    later = np.empty(0, dtype=np.int64)
    if config.order == "text" and len(these) < SHOWN_PAIRS:
        most = len(windows.centers) if cbow else len(windows.contexts)
        end = int(line[-1]) + 1
        later = np.arange(end, min(end + SHOWN_PAIRS - len(these), most))
    shown = np.concatenate([these, later])
    widest = 2 * config.window if cbow else 1
    rows = np.full((len(shown), 5 + widest), NONE)
    rows[: len(these), 0] = begin + np.arange(len(these))
    rows[:, 1] = np.arange(len(shown)) >= len(these)
    if cbow:
        centers = windows.centers[shown]
        rows[:, 2], rows[:, 3], rows[:, 4] = place[centers], place[centers], words[centers]
        for row, window in zip(rows, shown.tolist(), strict=True):
            inputs = words[windows.contexts[windows.first[window] : windows.first[window + 1]]]
            row[5 : 5 + len(inputs)] = inputs
    else:
        centers, wanted = windows.centers[windows.owners[shown]], windows.contexts[shown]
        rows[:, 2], rows[:, 3], rows[:, 4], rows[:, 5] = place[centers], place[wanted], words[wanted], words[centers]
    return rows
