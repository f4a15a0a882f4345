"""The data of the lecture's kind: hours of sleep and of study before an exam, and the score in it; and its sentence.

sleep   study   score          in tens of hours and hundreds of points,
6 h     3 h     45             so that every number lies between 0 and 1
8 h     5 h     65             and a sigmoid can say it
5 h     9 h     90
"""

import numpy as np

from engine.data.corpus import Corpus, Sentence
from engine.data.dataset import Dataset

HOURS = np.array([[6.0, 3.0], [8.0, 5.0], [5.0, 9.0]])
SCORES = np.array([45.0, 65.0, 90.0])
SENTENCE = "The quick brown fox jumps over the lazy dog."


def lecture() -> Dataset:
    return Dataset(HOURS / 10, SCORES / 100, ("sleep", "study"), "score")


def sentence() -> Corpus:
    """The sentence on which the lecture shows skip-gram's pairs."""
    shown = tuple(SENTENCE.split())
    words = tuple(word.strip(".").lower() for word in shown)
    return Corpus((Sentence(shown, words),), dict.fromkeys(words, "the sentence"), ())
