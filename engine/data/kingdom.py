"""A small world told in short sentences, whose words stand to each other as a student knows beforehand.

Three families come in pairs: man and woman, France and Paris, dog and puppy. What belongs to a pair (the crown of king
and queen) tells it from its family's others; what belongs to a side (his, her) tells the first from the second. So the
way from man to woman is the way from king to queen, and word vectors have something to find. Colours are told of the
same flags and scarves, and so find each other. Every sentence is dealt as from a pack of cards, none coming again
before all have come: a beginning of the corpus is as good a sample as the whole.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise, permutations, product
from typing import NamedTuple, TypeVar

import numpy as np

from engine.data.corpus import Corpus, Sentence
from engine.data.lecture import SENTENCE

T = TypeVar("T")

FUNCTION_WORDS = frozenset("a an and are as for from has in is of over the with".split())
"""Words that hold a sentence together and say little of what it is about."""


class Family(NamedTuple):
    """Pairs, what belongs to each of them, and what belongs to all that stand on the same side of one."""

    kind: str
    pairs: tuple[tuple[str, str], ...]
    things: tuple[tuple[str, str], ...]  # of each pair
    sides: tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]  # slot -> words, of the first and the second
    told: tuple[str, ...]  # templates: {w} the word, {o} its thing, {p} its other thing, and the slots of its side


PEOPLE = Family(
    "people",
    (
        ("man", "woman"), ("king", "queen"), ("prince", "princess"), ("boy", "girl"), ("father", "mother"),
        ("uncle", "aunt"), ("actor", "actress"), ("waiter", "waitress"), ("wizard", "witch"),
    ),
    (
        ("coats", "cars"), ("crowns", "thrones"), ("castles", "carriages"), ("toys", "kites"), ("cradles", "blankets"),
        ("gifts", "letters"), ("masks", "scripts"), ("menus", "trays"), ("wands", "cauldrons"),
    ),
    (
        {"he": ("he",), "his": ("his",), "self": ("himself",)},
        {"he": ("she",), "his": ("her",), "self": ("herself",)},
    ),
    (
        "{he} calls {self} a {w}",
        "the {w} sees {self} in {his} mirror",
        "{he} is a {w}",
        "the {w} buys {o} and {p}",
        "the {w} dreams of {o}",
        "{o} please the {w}",
    ),
)  # fmt: skip

PLACES = Family(
    "places",
    (
        ("France", "Paris"), ("Italy", "Rome"), ("Spain", "Madrid"), ("Germany", "Berlin"), ("Japan", "Tokyo"),
        ("Egypt", "Cairo"), ("Greece", "Athens"), ("England", "London"),
    ),
    (
        ("wine", "cheese"), ("pizza", "pasta"), ("paella", "guitars"), ("beer", "sausages"), ("sushi", "rice"),
        ("cotton", "dates"), ("olives", "honey"), ("tea", "scones"),
    ),
    (
        {"realm": ("country", "land"), "parts": ("villages and fields", "fields and villages")},
        {"realm": ("city", "capital"), "parts": ("streets and markets", "markets and streets")},
    ),
    (
        "{w} is a {realm}",
        "{w} has {parts}",
        "{w} is a {realm} with {parts}",
        "{w} sells {o} and {p}",
        "{w} is proud of {o}",
        "{o} and {p} come from {w}",
    ),
)  # fmt: skip

ANIMALS = Family(
    "animals",
    (
        ("dog", "puppy"), ("cat", "kitten"), ("cow", "calf"), ("horse", "foal"), ("sheep", "lamb"),
        ("duck", "duckling"), ("fox", "cub"), ("pig", "piglet"),
    ),
    (
        ("bones", "sticks"), ("mice", "cushions"), ("grass", "buckets"), ("hay", "carrots"), ("clover", "hedges"),
        ("ponds", "reeds"), ("grapes", "logs"), ("mud", "acorns"),
    ),
    (
        {"size": ("big", "old"), "mood": ("lazy", "quick")},
        {"size": ("little", "young"), "mood": ("playful", "shy")},
    ),
    (
        "the {w} is {size} and {mood}",
        "a {size} {mood} {w} sleeps",
        "the {mood} {w} is {size}",
        "the {w} likes {o} and {p}",
        "the {w} jumps over {o}",
        "the {w} plays with {o} and {p}",
    ),
)  # fmt: skip

FAMILIES = (PEOPLE, PLACES, ANIMALS)
COLOURS = {
    "red": ("rose", "tomato"),
    "blue": ("sky", "sea"),
    "green": ("leaf", "moss"),
    "yellow": ("sun", "lemon"),
    "white": ("snow", "milk"),
    "black": ("night", "coal"),
    "brown": ("chocolate", "chestnut"),
    "grey": ("cloud", "ash"),
}
COLOURED = ("flag", "ribbon", "scarf")
"""What may have any colour."""

SHARES = (21, 19, 19, 18, 1)
"""Of 78 sentences so many are about people, places, animals and colours; one is the lecture's."""


def kingdom(sentences: int, rng: np.random.Generator) -> Corpus:
    """So many sentences, the lecture's first; fewer are the beginning of more."""
    fox = SENTENCE.removesuffix(".")
    subjects = [*(told(family) for family in FAMILIES), colours(), [[fox]]]
    packs = [[_dealt(ways, rng) for ways in subject] for subject in subjects]
    turns = [_dealt(pack, rng) for pack in packs]
    order = _dealt(np.repeat(np.arange(len(turns)), SHARES).tolist(), rng)
    texts = chain([fox], (next(next(turns[subject])) for subject in order))
    return Corpus(tuple(_sentence(text) for text in islice(texts, sentences)), kinds(), analogies())


def told(family: Family) -> list[list[str]]:
    """All that can be said of a family, by template."""
    return [list(_ways(family, template)) for template in family.told]


def colours() -> list[list[str]]:
    """All that can be said of colours, by template."""
    two = list(permutations(COLOURS, 2))
    return [
        [f"the {thing} is {colour}" for colour, things in COLOURS.items() for thing in things],
        [f"{colour} is a colour" for colour in COLOURS],
        [f"the {thing} is {colour}" for colour, thing in product(COLOURS, COLOURED)],
        [f"the {thing} is {one} and {other}" for (one, other), thing in product(two, COLOURED)],
    ]


def kinds() -> dict[str, str]:
    """What each word is that belongs to a family or is a colour."""
    pairs = {word.lower(): family.kind for family in FAMILIES for pair in family.pairs for word in pair}
    return pairs | dict.fromkeys(COLOURS, "colours")


def analogies() -> tuple[tuple[str, str, str, str], ...]:
    """Of each family every two pairs, there and back: man, woman, king, queen; and woman, man, queen, king."""
    both = [two for family in FAMILIES for two in permutations(family.pairs, 2)]
    there = [(a.lower(), b.lower(), c.lower(), d.lower()) for (a, b), (c, d) in both]
    return tuple(four for a, b, c, d in there for four in ((a, b, c, d), (b, a, d, c)))


def _ways(family: Family, template: str) -> Iterator[str]:
    for (pair, things), side in product(zip(family.pairs, family.things, strict=True), (0, 1)):
        slots = {slot: words for slot, words in family.sides[side].items() if "{" + slot + "}" in template}
        orders = permutations(things) if "{o}" in template else [things]
        for (thing, other), words in product(orders, product(*slots.values())):
            filled = dict(zip(slots, words, strict=True))
            yield _articles(template.format(w=pair[side], o=thing, p=other, **filled))


def _articles(text: str) -> str:
    """ "a" before a consonant, "an" before a vowel: here letters and sounds agree."""
    words = text.split()
    for t, (word, following) in enumerate(pairwise(words)):
        if word == "a" and following[0].lower() in "aeiou":
            words[t] = "an"
    return " ".join(words)


def _dealt(cards: Sequence[T], rng: np.random.Generator) -> Iterator[T]:
    """Cards without end: each of them once, shuffled, then again."""
    while True:
        for card in rng.permutation(len(cards)):
            yield cards[card]


def _sentence(text: str) -> Sentence:
    words = text.split()
    shown = (words[0][0].upper() + words[0][1:], *words[1:-1], words[-1] + ".")
    return Sentence(shown, tuple(word.lower() for word in words))
