"""Skip-gram and CBOW: a window slides over the text, and a small network predicts words.

Skip-gram has a row of the batch for each different center word in it: all pairs of one center ask the same h, so that
they are answered in one go. `per_pair` is the same pair by pair, as the lecture has it; a test holds both equal.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from engine import word_vectors
from engine.huffman import tree
from engine.labs.embedding_config import EmbeddingConfig
from engine.labs.embedding_text import Text
from engine.labs.embedding_whole import WHOLE, WholeText
from engine.noise_words import drawn, noise
from engine.params import Params
from engine.pulls import Forces
from engine.types import Array, Indices
from engine.windows import Sliding, Windows
from engine.word_objective import Forks
from engine.word_pass import Decisions, WordPass, worth
from engine.word_vectors import Examples, Passed, backward, summed

ROOM = 1 << 18  # numbers of one array at a time: a batch of all a text's windows goes in parts


class Asked(NamedTuple):
    """Part of a batch, ready to be predicted."""

    examples: Examples
    negatives: Indices | None  # (M, k)


class Acting(NamedTuple):
    """What acts on a word in part of a batch, along each row of C: sums over the samples that ask it."""

    wanted: Array  # (Q,)
    now: Array  # (Q,)
    strength: Array  # (Q,)
    weight: Array  # (Q,): how many ask it, each counted by the word's share of h


class Windowed:
    def __init__(self, config: EmbeddingConfig, text: Text) -> None:
        self.config, self.text, self.V = config, text, text.V
        self.sliding = Sliding(
            text.tokens, text.vocabulary, config.window, config.subsample, config.dynamic, config.seed
        )
        self.noise = noise(text.vocabulary.counts)
        self.tree = tree(text.vocabulary.counts.tolist())
        self._there = self.tree.there
        self._forks: Forks | None = None
        self._kept: dict[int, Windows] = {}
        self._pass: WordPass | None = None
        self.whole = WholeText()

    @property
    def columns(self) -> int:
        """The rows of C: one for each word, or for each inner node of the tree."""
        return self.V - 1 if self.config.objective == "hierarchical" else self.V

    def shapes(self) -> dict[str, tuple[int, ...]]:
        N = self.config.dimensions
        return {"W": (self.V, N), "C": (self.columns, N)}

    # ---- the samples of an epoch ----

    def windows(self, epoch: int) -> Windows:
        epoch = epoch if self.sliding.varies else WHOLE
        if epoch not in self._kept:
            if len(self._kept) > 2:
                del self._kept[next(old for old in self._kept if old != WHOLE)]
            whole = self.sliding._replace(subsample=0.0, dynamic=False)
            self._kept[epoch] = whole.windows(0) if epoch == WHOLE else self.sliding.windows(epoch)
        return self._kept[epoch]

    def samples(self, epoch: int) -> int:
        windows = self.windows(epoch)
        return max(1, len(windows.centers if self.config.per_window else windows.contexts))

    def line(self, batch: Indices | None, epoch: int) -> Indices:
        """What the samples of a batch (None: all) predict, one after the other: pairs; of CBOW windows."""
        if batch is None:
            batch = np.arange(self.samples(epoch))
        if self.config.method == "cbow" or not self.config.per_window:
            return batch
        return self.pairs_of(batch, epoch)

    def pairs_of(self, windows: Indices, epoch: int) -> Indices:
        """The pairs of some windows, one window after the other."""
        first = self.windows(epoch).first
        sizes = first[windows + 1] - first[windows]
        begins = np.repeat(first[windows] - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
        return begins + np.arange(sizes.sum())

    def bare(self, epoch: int) -> bool:
        """Whether subsampling has left no two words side by side in this epoch: there is nothing to predict."""
        return not len(self.windows(epoch).centers)

    # ---- the network ----

    def examples(self, line: Indices, epoch: int) -> Examples:
        windows = self.windows(epoch)
        if self.config.method == "cbow":
            sizes = windows.first[line + 1] - windows.first[line]
            starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
            around = windows.context_words[self.pairs_of(line, epoch)]
            return Examples(around, starts, np.arange(len(line)), windows.center_words[windows.first[line]])
        each = windows.center_words[line]  # (M,)
        there = np.bincount(each, minlength=self.V) > 0
        centers = there.nonzero()[0]
        rows = (np.cumsum(there) - 1)[each]
        return Examples(centers, np.arange(len(centers)), rows, windows.context_words[line])

    def per_pair(self, line: Indices, epoch: int) -> Examples:
        """The same with a row for each that is predicted, in their order."""
        grouped = self.examples(line, epoch)
        if self.config.method == "cbow":
            return grouped
        M = np.arange(len(grouped.wanted))
        return Examples(grouped.inputs[grouped.rows], M, M, grouped.wanted)

    def forward(self, params: Params, asked: Asked) -> Passed:
        W, C, examples = params["W"], params["C"], asked.examples
        if asked.negatives is not None:
            columns = np.column_stack([examples.wanted, asked.negatives])  # (M, 1 + k)
            wish = np.zeros(columns.shape)
            wish[:, 0] = 1.0
            return word_vectors.decisions(W, C, examples, columns, wish)
        if self.config.objective == "hierarchical":
            wanted = examples.wanted
            nodes = np.maximum(self.tree.nodes[wanted], 0)
            return word_vectors.decisions(W, C, examples, nodes, self.tree.turns[wanted], self._there[wanted])
        return word_vectors.softmax(W, C, examples)

    def asked(self, line: Indices, places: Indices, epoch: int, update: int, each: bool = False) -> Asked:
        """Part of a batch's line, which stands at these `places` in it; `each`: a row for each that is predicted."""
        examples = (self.per_pair if each else self.examples)(line, epoch)
        sampled = self.config.objective == "negative"
        return Asked(examples, self.negatives(examples.wanted, places, update) if sampled else None)

    def negatives(self, wanted: Indices, places: Indices, update: int) -> Indices:
        """The words that are drawn for some wanted ones, by their places in the batch, (M, k)."""
        return drawn(self.noise, wanted, places, self.config.negatives, self.config.seed, update)

    def loss_and_gradient(self, params: Params, batch: Indices | None, epoch: int, update: int) -> tuple[float, Array]:
        gradient = np.zeros(len(params))
        parts = params.named(gradient)
        if self.bare(epoch):
            return 0.0, gradient
        if self.has_pass:
            made = self.passing(params)
            loss = self.run(made, batch, epoch, update)
            if loss is not None:
                return loss, made.gradient.copy()
        loss, M = 0.0, 0
        for line, places in self._parts(self.line(batch, epoch)):
            asked = self.asked(line, places, epoch, update)
            passed = self.forward(params, asked)
            m = len(asked.examples.wanted)
            for name, slope in zip(("W", "C"), backward(params["C"], asked.examples, passed, self.V), strict=True):
                parts[name] += m * slope
            loss, M = loss + m * passed.loss, M + m
        gradient /= M
        return loss / M, gradient

    # ---- the same, faster ----

    has_pass = True  # whether there is a faster way than `forward` and `backward`

    def passing(self, params: Params) -> WordPass:
        if self._pass is None or not self._pass.of(params):
            self._pass = WordPass(params, once=self.config.method == "skip-gram")
        return self._pass

    def run(self, made: WordPass, batch: Indices | None, epoch: int, update: int) -> float | None:
        """J of a batch; its gradient is then in the pass. None: the pass would not be faster."""
        line = self.line(batch, epoch)
        if len(line) == 1 and self.config.method == "skip-gram" and self.config.objective == "softmax":
            windows = self.windows(epoch)
            return made.pair(windows.center_words.item(line.item()), windows.context_words.item(line.item()))
        examples, softmax = self.examples(line, epoch), self.config.objective == "softmax"
        if len(line) * self._each() > ROOM:
            return None
        if not softmax and not worth(len(examples.starts), self.columns, len(line) * self.asks):
            return None
        return made.run(examples, None if softmax else self.decisions(examples, update))

    def decisions(self, examples: Examples, update: int) -> Decisions:
        """What `forward` asks of a whole batch, one decision after the other."""
        wanted = examples.wanted
        if self.config.objective == "hierarchical":
            nodes = self.tree.nodes[wanted]  # (M, L)
            there = nodes >= 0
            return Decisions(np.repeat(examples.rows, there.sum(axis=1)), nodes[there], self.tree.turns[wanted][there])
        columns = np.column_stack([wanted, self.negatives(wanted, np.arange(len(wanted)), update)])  # (M, 1 + k)
        wish = np.zeros(columns.shape)
        wish[:, 0] = 1.0
        return Decisions(np.repeat(examples.rows, columns.shape[1]), columns.ravel(), wish.ravel())

    @property
    def forks(self) -> Forks:
        if self._forks is None:
            self._forks = Forks.of(self.tree)
        return self._forks

    def _parts(self, line: Indices) -> Iterator[tuple[Indices, Indices]]:
        """A batch's line cut so that nothing takes too much room, nearly always in one piece; with the places in it."""
        most = max(1, ROOM // self._each())
        for start in range(0, len(line), most):
            some = line[start : start + most]
            yield some, np.arange(start, start + len(some))

    def _each(self) -> int:
        """The numbers that one in line takes."""
        config = self.config
        if config.objective == "softmax":
            return self.V if config.method == "cbow" else 8  # of skip-gram there are never more than V rows
        return config.dimensions * self.asks

    @property
    def asks(self) -> int:
        """Q: how many rows of C one that is predicted asks, at most."""
        if self.config.objective == "softmax":
            return self.V
        return 1 + self.config.negatives if self.config.objective == "negative" else len(self.tree.nodes.T)

    # ---- all the data ----

    def objective(self, params: Params, glance: bool = False) -> float:
        """J of all windows of the text in full; `glance`: quickly, of a part of them where that would be dear."""
        return self.whole.objective(self, params, glance)

    def in_full(self) -> Iterator[Asked]:
        """All windows of the text, part by part."""
        for line, places in self._parts(self.line(None, WHOLE)):
            yield self.asked(line, places, WHOLE, 0)

    def spread(self, most: int) -> Asked:
        """A few pairs, of CBOW windows, evenly spread over the text: always the same ones."""
        windows = self.windows(WHOLE)
        n = len(windows.centers if self.config.method == "cbow" else windows.contexts)
        line = np.linspace(0, n - 1, min(n, most)).astype(np.int64)
        return self.asked(line, np.arange(len(line)), WHOLE, 0)

    # ---- why a word moves ----

    def forces(self, params: Params, batch: Indices, epoch: int, update: int, word: int) -> Forces | None:
        """What acts on a word's row of W in a batch, along each row of C."""
        if self.bare(epoch):
            return None
        whole = self.line(batch, epoch)
        wanted, now, strength, weight = np.zeros((4, self.columns))
        mine = self._with(whole, epoch, word)
        most = max(1, ROOM // self._each())
        for start in range(0, len(mine), most):
            chosen = mine[start : start + most]
            asked = self.asked(whole[chosen], chosen, epoch, update)
            part = self._acting(asked, self.forward(params, asked), word)
            wanted += part.wanted
            now += part.now
            strength += part.strength * (len(chosen) / len(whole))
            weight += part.weight
        least = np.maximum(weight, 1e-300)
        shares = self.config.objective == "softmax"
        return Forces(wanted / least, now / least, strength, weight, shares, (len(mine), len(whole)))

    def _with(self, line: Indices, epoch: int, word: int) -> Indices:
        """The places in line where the word is one that predicts."""
        windows = self.windows(epoch)
        if self.config.method != "cbow":
            return np.flatnonzero(windows.center_words[line] == word)
        beside = np.unique(windows.owners[windows.context_words == word])
        return np.flatnonzero(np.isin(line, beside))

    def _acting(self, asked: Asked, passed: Passed, word: int) -> "Acting":
        Q, examples = self.columns, asked.examples
        here = examples.inputs == word
        share = summed(examples.owners[here], examples.shares[here], len(examples.starts))  # (R,)
        if passed.columns is None:
            asks = passed.wish.sum(axis=1)  # (R,): how many words each row predicts
            now = (share * asks) @ passed.p
            return Acting(share @ passed.wish, now, -share @ passed.delta, np.full(Q, share @ asks))
        each = np.repeat(share[examples.rows], passed.columns.shape[1])
        if self.config.objective == "hierarchical":
            each = each * self._there[examples.wanted].ravel()
        columns = passed.columns.ravel()
        wanted, now, strength = (
            summed(columns, each * part.ravel(), Q) for part in (passed.wish, passed.p, -passed.delta)
        )
        return Acting(wanted, now, strength, summed(columns, each, Q))

    def movers(self, batch: Indices, epoch: int) -> Indices:
        """The words whose rows of W a batch acts on, in rising order."""
        return np.unique(self.examples(self.line(batch, epoch), epoch).inputs)

    def page_numbers(self, batch: Indices, epoch: int) -> int:
        """How many numbers `equations` has."""
        return len(self.line(batch, epoch)) * (self.config.dimensions + 2 * self.asks + 3)

    def equations(self, params: Params, batch: Indices, epoch: int, update: int) -> dict[str, Any]:
        """The batch pair by pair, with what the network makes of it, by the lecture's names."""
        if self.bare(epoch):
            return {"batch": {"center": [], "context": []}, "forward": {}}
        line = self.line(batch, epoch)
        asked = self.asked(line, np.arange(len(line)), epoch, update, each=True)
        examples, passed = asked.examples, self.forward(params, asked)
        told: dict[str, Any] = {"center": examples.inputs, "context": examples.wanted}
        if self.config.method == "cbow":
            context = [part.tolist() for part in np.split(examples.inputs, examples.starts[1:])]
            told = {"center": examples.wanted, "context": context}
        if asked.negatives is not None:
            told["negatives"] = asked.negatives
        if self.config.objective == "hierarchical":
            told |= {"nodes": self.tree.nodes[examples.wanted], "turns": self.tree.turns[examples.wanted]}
        values = {"h": passed.h}
        if passed.columns is None:
            values |= {"scores": passed.u, "probabilities": passed.p}
        else:
            values["logits"] = passed.u
        return {"batch": told, "forward": values}
