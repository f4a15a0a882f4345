"""Is it praise? Sentences on a film, in thirteen words: “the film was not very good” is none.

The last judgement counts: “the plot was good but never so dull” is praise. The verdict falls at the last word, which
is an adjective. What must be remembered is whether it was negated, maybe several words before: a “not” or “never” is
open until the next adjective closes it.
"""

from collections import Counter
from itertools import chain

import numpy as np

from engine.rng import generator
from engine.tasks.sequences import Sequences, Task, Wanted, last_steps, one_hot, picked, shuffled
from engine.types import Array, Indices

NOUNS = ("film", "plot")
NEGATIONS = ("not", "never")
DEGREES = ("very", "so")
PRAISE = ("good", "great")
BLAME = ("bad", "dull")
ADJECTIVES = PRAISE + BLAME
WORDS = ("the", *NOUNS, "was", *NEGATIONS, *DEGREES, *ADJECTIVES, "but")
CLASSES = ("negative", "positive")

JUDGEMENT = (NEGATIONS, DEGREES, ADJECTIVES)
FOLLOW: dict[str, tuple[tuple[str, ...], ...]] = {
    "": (("the",),),
    "the": (NOUNS,),
    **dict.fromkeys(NOUNS, (("was",),)),
    "was": JUDGEMENT,
    **dict.fromkeys(NEGATIONS, JUDGEMENT[1:]),
    **dict.fromkeys(DEGREES, JUDGEMENT[1:]),
    **dict.fromkeys(ADJECTIVES, (("but",),)),
    "but": JUDGEMENT,
}
"""The kinds of word that may follow a word. Behind an adjective the sentence may also end."""

Words = tuple[str, ...]


def make(wanted: Wanted) -> Sequences:
    T, rng = wanted.length, generator(wanted.seed, "negation")
    if there_are(wanted) <= 2 * wanted.count:
        sentences = every_sentence(T)
    else:
        found: dict[Words, None] = {}
        while len(found) < wanted.count:
            found[sentence(T, rng)] = None
        sentences = list(found)
    ids = shuffled([tuple(WORDS.index(word) for word in words) for words in sentences], T, wanted.count, rng)
    lengths = (ids >= 0).sum(axis=1)
    X, mask = one_hot(ids, len(WORDS)), last_steps(T, lengths)
    negated = open_negations(ids)
    last = ids[np.arange(len(ids)), lengths - 1]
    before = negated[np.arange(len(ids)), lengths - 2]
    positive = (last < WORDS.index(BLAME[0])) ^ (before == 1)
    return Sequences(
        X,
        one_hot(positive.astype(np.int64), 2)[:, None] * mask[..., None],
        mask,
        lengths,
        WORDS,
        CLASSES,
        memory=negated,
        memory_name="whether a negation is open",
    )


def there_are(wanted: Wanted) -> int:
    """The sentences of each length, counted by their last word."""
    whole, begun = 0, Counter({"": 1})
    for _ in range(wanted.length):
        longer = Counter[str]()
        for last, many in begun.items():
            longer.update(dict.fromkeys(chain(*FOLLOW[last]), many))
        whole, begun = whole + sum(longer[word] for word in ADJECTIVES), longer
    return whole


def open_negations(ids: Indices) -> Array:
    """1 from a negation on to the word before the adjective that closes it, (m, T)."""
    opens = np.isin(ids, [WORDS.index(word) for word in NEGATIONS])
    closes = np.isin(ids, [WORDS.index(word) for word in ADJECTIVES])
    negated = np.zeros(ids.shape)
    state = np.zeros(len(ids))
    for t in range(ids.shape[1]):
        state = np.where(opens[:, t], 1.0, np.where(closes[:, t], 0.0, state))
        negated[:, t] = state
    return negated


def sentence(T: int, rng: np.random.Generator) -> Words:
    """One of at most T words: it ends with the first adjective from a length on that is drawn beforehand."""
    enough = int(rng.integers(4, T + 1))
    draws = rng.random((T, 2)).tolist()
    words: list[str] = []
    while not (words and words[-1] in ADJECTIVES and (len(words) >= enough or len(words) > T - 2)):
        kind, word = draws[len(words)]
        kinds = FOLLOW[words[-1] if words else ""]
        choices = kinds[int(kind * len(kinds))] if len(words) < T - 1 else ADJECTIVES
        words.append(choices[int(word * len(choices))])
    return tuple(words)


def every_sentence(T: int) -> list[Words]:
    """All of at most T words."""
    whole: list[Words] = []
    begun: list[Words] = [()]
    for _ in range(T):
        begun = [(*words, word) for words in begun for word in chain(*FOLLOW[words[-1] if words else ""])]
        whole += [words for words in begun if words[-1] in ADJECTIVES]
    return whole


def answer(X: Array) -> Array | None:
    """Of any words that end with an adjective; None where a judgement is negated twice, or a word is missing."""
    present = np.flatnonzero(X.any(axis=1))
    length = int(present[-1]) + 1 if len(present) else 0
    found = [picked(row) for row in X[:length]]
    if not found or None in found:
        return None
    negations = 0
    for word in (WORDS[place] for place in found[:-1] if place is not None):
        negations = 0 if word in ADJECTIVES or word == "but" else negations + (word in NEGATIONS)
    last = WORDS[found[-1] or 0]
    if last not in ADJECTIVES or negations > 1:
        return None
    y = np.zeros((len(X), 2))
    y[length - 1, int((last in PRAISE) != (negations == 1))] = 1
    return y


NEGATION = Task(
    "Negation",
    "many to one",
    "A word of praise is none after “not”, and words may stand between them: the “not” must be remembered.",
    "softmax",
    "cross-entropy",
    (4, 8, 20),
    make,
    there_are,
    answer,
    symbolic=True,
)
