"""A text whose letters can be foretold, most of them: lines of a nursery rhyme, made by a small grammar.

    the cat sits on the mat.
    two bees sing by the trees.

To spell it a network must learn the words; that the cat "sits" and two bees "sing", which is decided some letters
before; and that what an animal sits on rhymes with it, which is decided at the beginning of the line.
"""

import functools
from itertools import product

from engine.rng import generator

LINES = 240
SEED = 1

ANIMALS = {
    "cat": ("mat", "hat"),
    "dog": ("log", "frog"),
    "hen": ("pen", "den"),
    "bee": ("tree", "knee"),
    "goat": ("boat", "coat"),
    "bear": ("chair", "pear"),
    "snail": ("pail", "nail"),
    "king": ("swing", "ring"),
}
"""What each of them rhymes with."""

ONE, MORE = ("the", "a", "one"), ("two", "the", "some")
VERBS = ("sit", "jump", "sing", "hide", "look")
PLACES = ("on", "by", "over")


@functools.lru_cache(maxsize=1)
def rhymes() -> str:
    """Always the same lines, each of them once."""
    every = [
        line(animal, rhyme, number, more, verb, place)
        for animal, (more, verb, place) in product(ANIMALS, product((False, True), VERBS, PLACES))
        for rhyme, number in product(ANIMALS[animal], MORE if more else ONE)
    ]
    order = generator(SEED, "rhymes").permutation(len(every))[:LINES]
    return "".join(every[i] for i in order)


def line(animal: str, rhyme: str, number: str, more: bool, verb: str, place: str) -> str:
    """Of one animal the verb ends in s, of more the nouns do."""
    who, does, what = (f"{animal}s", verb, f"{rhyme}s") if more else (animal, f"{verb}s", rhyme)
    return f"{number} {who} {does} {place} the {what}.\n"
