"""What word vectors are learned from: sentences, each word as it is shown and as it counts.

"The" and "the" count as one word, and the full stop of "dog." as none; on the page the sentence stands as it was
written. Of a corpus of our own making it is also known what each word is, and which pairs of words are alike: that is
what the vectors are measured by.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Sentence(NamedTuple):
    shown: tuple[str, ...]  # as the text has them: "The", "quick", …, "dog."
    words: tuple[str, ...]  # what they count as: "the", "quick", …, "dog"; as many


class Corpus(NamedTuple):
    sentences: tuple[Sentence, ...]
    kinds: Mapping[
        str, str
    ]  # a word's kind: "people", "places", "animals", "colours", "the sentence"; none of own texts
    analogies: tuple[tuple[str, str, str, str], ...]  # a is to b as c is to d: man, woman, king, queen
