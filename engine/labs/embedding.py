"""Embedding: from a window that slides over a text to a map on which words of a kind lie together.

    x W = h      h Cᵀ = u      p = softmax(u)      J = −1/M Σ log p[wanted]

The network is in engine/word_vectors.py, the window in engine/windows.py; GloVe and LSA, which need neither, in
engine/glove.py and engine/lsa.py.
"""

import copy
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Self

import numpy as np

from engine import word_asking, word_files, word_map
from engine.batches import Batches, VaryingBatches
from engine.config import CommonConfig
from engine.knobs import BadValue
from engine.lab import Lab
from engine.labs.embedding_config import EmbeddingConfig
from engine.labs.embedding_counts import Glove, Lsa
from engine.labs.embedding_passage import EXPLAINED, passage
from engine.labs.embedding_pictures import answered, flat, pulled, vectors
from engine.labs.embedding_poster import printed
from engine.labs.embedding_presets import PRESETS
from engine.labs.embedding_price import price
from engine.labs.embedding_shows import (
    ARRAYS,
    EXPORTS,
    LOOKS,
    SCALARS,
    TABLE,
    asked_words,
    parse_look,
)
from engine.labs.embedding_text import remark, text
from engine.labs.embedding_windows import Windowed
from engine.params import Params
from engine.poster import Poster, Story
from engine.records import Price, Update, Way
from engine.rng import generator
from engine.run import Run
from engine.spelling import spelled
from engine.types import Array, Indices

SPREAD = 0.1  # of the first vectors' numbers
Model = Windowed | Glove | Lsa


class Embedding(Run):
    name = "embedding"
    title = "Embedding"
    summary = "Words become vectors, and their neighbours become their kin: watch them find each other."
    Config = EmbeddingConfig
    config: EmbeddingConfig
    scalars = SCALARS
    arrays = ARRAYS
    looks = LOOKS
    presets = PRESETS
    exports = EXPORTS
    less_memory = ("fewer dimensions", "fewer words")
    less_work = ("a smaller batch size", "fewer words")

    # ---- the model ----

    latest_map: tuple[Array, Array] | None = None  # the basis (N, 2) of the latest map, and the words on it (V, 2)

    def build(self, data: bytes | None) -> Params:
        config = self.config
        self.text = text(config, data)
        self.ids = self.text.vocabulary.ids
        self.model: Model
        if config.slides:
            self.model = Windowed(config, self.text)
        else:
            self.model = Lsa(config, self.text) if config.method == "lsa" else Glove(config, self.text)
        self.reshape()
        params = Params(self.model.shapes())
        for name in ("W", "C"):
            params[name][:] = SPREAD * generator(config.seed, name).normal(size=params[name].shape)
        return params

    def reshape(self) -> None:
        self.model = copy.copy(self.model)  # another run may still have the one before
        self.model.config = self.config
        self.samples = self.model.samples(0)

    def batching(self) -> Batches:
        if isinstance(self.model, Windowed):
            return VaryingBatches(self.config.seed, self._samples_of, self.config.order == "shuffled")
        return super().batching()

    def _samples_of(self, epoch: int) -> int:
        return self.model.samples(epoch)  # of the model as it is then: a live knob may have changed it

    def loss_and_gradient(self, batch: Indices | None) -> tuple[float, Array]:
        return self.model.loss_and_gradient(self.params, batch, self.batches.epoch, self.updates)

    def _work_out(self) -> Update:
        """The next update: of LSA a step of its own, of all others the optimizer's, held within `row_limit`."""
        update, alpha = super()._work_out(), self.config.learning_rate
        if isinstance(self.model, Lsa):
            there = self.model.step(self.params)
            return update._replace(direction=(self.params.vector - there) / alpha, state=self.state)
        if self.config.row_limit > 0:
            return update._replace(direction=self._limited(update.direction, self.config.row_limit / alpha))
        return update

    def step(self) -> None:
        """`Run.step` for plain gradient descent, without what only pictures need: nothing is copied."""
        config, model = self.config, self.model
        plain = config.optimizer == "sgd" and config.clip == 0 and config.row_limit == 0
        if self._foreseen or self.diverged or not plain or not isinstance(model, Windowed) or not model.has_pass:
            return super().step()
        epoch = self.batches.epoch
        if model.bare(epoch):
            return super().step()
        made = model.passing(self.params)
        loss = model.run(made, self.batches.next(config.batch_size), epoch, self.updates)
        if loss is None:
            return super().step()
        if self._ends_with(loss):
            return None
        change = made.gradient
        np.multiply(change, config.learning_rate, change)
        np.subtract(self.params.vector, change, self.params.vector)
        return self._made(loss, bool(np.count_nonzero(change)))

    @property
    def settled(self) -> bool:
        """Never where each epoch draws other windows: one that moves nothing says nothing of the next."""
        varies = isinstance(self.model, Windowed) and self.model.sliding.varies
        return not varies and super().settled

    def _limited(self, direction: Array, longest: float) -> Array:
        """Each row of W and C no longer than that."""
        limited = direction.copy()
        for name, rows in self.params.named(limited).items():
            if name in ("W", "C"):
                lengths = np.sqrt(np.einsum("vn,vn->v", rows, rows))
                rows *= np.minimum(1.0, longest / np.maximum(lengths, 1e-300))[:, None]
        return limited

    def objective(self) -> float:
        return self.model.objective(self.params)

    def glance(self) -> float:
        return self.model.objective(self.params, glance=True)

    def equations(self, update: Update, look: Mapping[str, Any]) -> dict[str, Any]:
        """The batch by its words' numbers, h, scores and probabilities, and the words that the numbers stand for."""
        index = update.indices(self.batches.samples)
        told = self.model.equations(self.params, index, self.batches.epoch, self.updates)
        return {
            "batch": {"index": index.copy(), **told["batch"]},
            "forward": {**told["forward"], "J": update.loss, "direction": update.direction.copy()},
            "words": list(self.text.vocabulary.words),
        }

    def page_numbers(self, update: Update, look: Mapping[str, Any]) -> int:
        return 1 + len(self.params) + self.model.page_numbers(update.indices(self.batches.samples), self.batches.epoch)

    @property
    def vectors(self) -> Array:
        """The words' vectors, (V, N): the rows of W; of GloVe those of W + C, as published."""
        return vectors(self.model, self.params)

    # ---- what a viewer sees ----

    def shown(self, update: Update, look: Mapping[str, Any]) -> dict[str, Array]:
        arrays, word = passage(self, update.indices(self.batches.samples), look.get("pair", 0))
        arrays["focus"][EXPLAINED] = self.ids.get(look.get("word", ""), word)
        return arrays

    def numbers(self, update: Update) -> dict[str, float]:
        W = self.vectors
        numbers = {"variance_kept": word_map.share(W, word_map.principal(W))}
        if len(self.text.quads):
            numbers["analogy"] = word_asking.accuracy(W, self.text.quads)
        if self._kindred:
            numbers["purity"] = word_asking.purity(W, self.text.kinds)
        return numbers

    def picture(self, look: Mapping[str, Any], way: Way | None = None, beside: Sequence[Way] = ()) -> dict[str, Array]:
        W, matrices = self.vectors, {name: self.params[name].copy() for name in self.params}
        return matrices | flat(self, W, way) | pulled(self, look) | answered(self, W, look)

    def seen_as(self, before: Self) -> None:
        self.latest_map = before.latest_map

    def scene(self, look: Mapping[str, Any], lanes: Sequence[Lab] = ()) -> dict[str, Array]:
        found, tokens = self.text.vocabulary, len(self.text.tokens.words)
        return {
            "words": spelled(found.words),
            "counts": found.counts.astype(np.float64),
            "kinds": self.text.kinds.astype(np.float64),
            "kind_names": spelled(self.text.kind_names),
            **self._sizes(tokens),
        }

    def scene_beside(self, first: Lab) -> dict[str, Array]:
        """A lane's words are those of all; its matrices and its table may be others."""
        return self._sizes(len(self.text.tokens.words))

    def _sizes(self, tokens: int) -> dict[str, Array]:
        V, N = self.params["W"].shape
        found, model = self.text.vocabulary, self.model
        sizes = [V, N, model.columns, self.text.length, tokens, found.rare, found.beyond]
        scene = {"sizes": np.array(sizes, dtype=np.float64)}
        if isinstance(model, Windowed):
            if self.config.objective == "hierarchical":
                scene["tree"] = model.tree.children.astype(np.float64)
        elif V <= TABLE:
            scene["table"] = model.table
        return scene

    def scene_key(self, look: Mapping[str, Any]) -> Hashable:
        return None

    def trace(self, steps: Array, samples: Array, params: Array, look: Mapping[str, Any]) -> Array:
        then = Params(self.model.shapes())
        rows = np.zeros((len(steps), 5))
        rows[:, 0], rows[:, 1] = steps, samples
        with np.errstate(over="ignore", invalid="ignore"):
            for row, vector in zip(rows, params, strict=True):
                then.vector[:] = vector
                W = vectors(self.model, then)
                row[2] = self.model.objective(then, glance=True)
                row[3] = word_asking.accuracy(W, self.text.quads) if len(self.text.quads) else 0.0
                row[4] = word_asking.purity(W, self.text.kinds) if self._kindred else 0.0
        return np.nan_to_num(rows, posinf=1e30, neginf=-1e30)

    def poster(self, story: Story, lanes: Sequence[Lab], look: Mapping[str, Any]) -> Poster:
        return printed(lanes, super().poster(story, lanes, look), look)

    @property
    def _kindred(self) -> bool:
        """Whether at least two words share a kind and other kinds are there to be told apart."""
        return len(self.text.kind_names) > 1

    # ---- what it gives to take along ----

    def export(self, name: str) -> str:
        return "".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[str]:
        found, kinds, C = self.text.vocabulary, (*self.text.kind_names, ""), self.params["C"]
        if name == "vectors":
            return word_files.word2vec(found.words, self.vectors)
        if name == "contexts":
            nodes = [f"node_{node}" for node in range(len(C))]  # of a tree: the last one is its root
            return word_files.word2vec(found.words if len(C) == len(found.words) else nodes, C)
        if name == "vectors-table":
            return word_files.table(self.vectors)
        return word_files.about(found.words, found.counts.tolist(), [kinds[kind] for kind in self.text.kinds])

    # ---- what is allowed ----

    @classmethod
    def parse_look(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        return parse_look(values)

    @classmethod
    def check_look(cls, look: Mapping[str, Any], config: CommonConfig, data: bytes | None = None) -> None:
        assert isinstance(config, EmbeddingConfig)
        there = text(config, data).vocabulary.ids
        for name, word in asked_words(look):
            if word not in there:
                raise BadValue(name, look[name], "words of the text", f"“{word}” is not among the words of this text.")

    @classmethod
    def remark(cls, text: Mapping[str, Any]) -> str:
        return remark(text)

    @classmethod
    def price(cls, config: CommonConfig, data: bytes | None = None) -> Price:
        assert isinstance(config, EmbeddingConfig)
        return price(config, data)
