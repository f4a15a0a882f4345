"""A window slides over the text: in its middle the center word, around it the words that it should predict.

    The quick [brown] fox jumps …      window 2:  (brown, the) (brown, quick) (brown, fox) (brown, jumps)

A window ends where its sentence ends. Two refinements of word2vec (Mikolov et al. 2013) change from epoch to epoch:

    subsampling       a word of share f of the text stays with probability min(1, √(t/f) + t/f): "the" more rarely
    dynamic window    each center's window has 1 … w words on either side, each as likely: near words count more

Both are drawn anew for each epoch from (seed, purpose, epoch), so that any step can be replayed.
"""

from typing import NamedTuple

import numpy as np

from engine.rng import generator
from engine.types import Array, Indices
from engine.vocabulary import Vocabulary


class Tokens(NamedTuple):
    """A text as numbers: its n words that are in the vocabulary, in their order."""

    words: Indices  # (n,): which word
    sentences: Indices  # (n,): of which sentence, never falling
    places: Indices  # (n,): the how manieth of that sentence, the left-out ones counted


class Windows(NamedTuple):
    """Every window of one epoch, in the order of the text; those without a word beside the center are left out.

    Window k has the pairs `first[k]` to `first[k + 1] − 1`.
    """

    centers: Indices  # (K,): which token stands in the middle
    first: Indices  # (K + 1,)
    contexts: Indices  # (pairs,): which token each pair predicts
    owners: Indices  # (pairs,): the window of each pair
    center_words: Indices  # (pairs,)
    context_words: Indices  # (pairs,)
    kept: Array  # (n,): 1 for a token that takes part in this epoch, 0 for one that subsampling has left out


class Sliding(NamedTuple):
    """What decides the windows of an epoch."""

    tokens: Tokens
    vocabulary: Vocabulary
    window: int  # w: words on either side
    subsample: float  # t; 0: every word stays
    dynamic: bool
    seed: int

    @property
    def varies(self) -> bool:
        """Whether one epoch has other windows than another."""
        return self.dynamic or self.subsample > 0

    def windows(self, epoch: int) -> Windows:
        kept, reach = self._kept(epoch), self._reach(epoch)
        token = np.flatnonzero(kept)  # (n′,) the tokens that are left: a window is over these
        n = len(token)
        sentence = self.tokens.sentences[token]
        steps = np.array([s for s in range(-self.window, self.window + 1) if s])  # (2w,)
        beside = np.arange(n)[:, None] + steps  # (n′, 2w)
        there = (beside >= 0) & (beside < n) & (np.abs(steps) <= reach[token][:, None])
        there &= sentence[np.clip(beside, 0, n - 1)] == sentence[:, None]
        sizes = there.sum(axis=1)  # (n′,) pairs of each center
        middle = np.flatnonzero(sizes)
        first = np.concatenate(([0], np.cumsum(sizes[middle])))
        owners = np.repeat(np.arange(len(middle)), sizes[middle])
        centers, contexts, words = token[middle], token[beside[there]], self.tokens.words
        return Windows(centers, first, contexts, owners, words[centers[owners]], words[contexts], kept)

    def _kept(self, epoch: int) -> Array:
        words = self.tokens.words
        if self.subsample == 0:
            return np.ones(len(words))
        f = self.vocabulary.counts / len(words)  # (V,)
        stays = np.minimum(1.0, np.sqrt(self.subsample / f) + self.subsample / f)
        kept: Array = (generator(self.seed, "subsample", epoch).random(len(words)) < stays[words]).astype(np.float64)
        return kept

    def _reach(self, epoch: int) -> Indices:
        """How far the window goes from each token, (n,)."""
        n = len(self.tokens.words)
        if not self.dynamic:
            return np.full(n, self.window)
        return generator(self.seed, "window", epoch).integers(1, self.window + 1, n)


def cooccurrences(tokens: Tokens, V: int, window: int, weighted: bool) -> Array:
    """X (V, V): how often word j stands within the window around word i; `weighted`: d words away 1/d."""
    X = np.zeros((V, V))
    words, sentences = tokens.words, tokens.sentences
    for d in range(1, min(window, len(words) - 1) + 1):
        together = sentences[d:] == sentences[:-d]
        i, j = words[:-d][together], words[d:][together]
        met = np.bincount(i * V + j, minlength=V * V).reshape(V, V)
        X += (met + met.T) / (d if weighted else 1)
    return X
