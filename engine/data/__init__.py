"""What there is to learn from: data sets of our own making, each a rule and some noise."""

from engine.data.corpus import Corpus, Sentence
from engine.data.dataset import Dataset
from engine.data.kingdom import kingdom
from engine.data.lecture import lecture, sentence
from engine.data.planar import blobs, circle, gauss, moons, spiral, xor
from engine.data.regression import plane, sine, step

__all__ = [
    "Corpus",
    "Dataset",
    "Sentence",
    "blobs",
    "circle",
    "gauss",
    "kingdom",
    "lecture",
    "moons",
    "plane",
    "sentence",
    "sine",
    "spiral",
    "step",
    "xor",
]
