"""A text becomes numbers: its words are counted, the rare ones left out, and what is known of its words looked up."""

import functools
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import numpy as np

from engine.data.corpus import Corpus, Sentence
from engine.data.kingdom import FUNCTION_WORDS, kingdom
from engine.data.lecture import sentence
from engine.knobs import BadValue, shown
from engine.labs.embedding_config import MOST_TOKENS, EmbeddingConfig
from engine.rng import generator
from engine.tokens import LONGEST_WORD, Split, read
from engine.types import Indices
from engine.vocabulary import Vocabulary, vocabulary
from engine.windows import Tokens
from engine.words import said

FEW = 20  # words, of which little can be learned


class Text(NamedTuple):
    """A corpus, its V words, and its n tokens."""

    sentences: tuple[Sentence, ...]
    vocabulary: Vocabulary
    tokens: Tokens
    kind_names: tuple[str, ...]
    kinds: Indices  # (V,): which kind each word is of; −1: none
    quads: Indices  # (n, 4): planted analogies a : b = c : d, all four in the vocabulary
    length: int  # words of the text, the left-out ones counted

    @property
    def V(self) -> int:
        return len(self.vocabulary.words)


def text(config: EmbeddingConfig, data: bytes | None) -> Text:
    """The text that a configuration chooses. Raises BadValue where nothing can be learnt from it."""
    found = _text(
        config.corpus,
        data,
        (config.sentences, config.function_words, config.seed) if config.corpus == "grammar" else (),
        cast(Split, config.split),
        config.lowercase,
        config.min_count,
        config.max_words,
    )
    if isinstance(found, BadValue):
        raise BadValue(found.field, found.value, found.allowed, str(found))
    return found


@functools.lru_cache(maxsize=6)  # the lanes of a race have the same text, and so have many students; 6 MiB each
def _text(
    name: str,
    data: bytes | None,
    grammar: tuple[int, bool, int] | tuple[()],
    split: Split,
    lowercase: bool,
    min_count: int,
    most: int,
) -> Text | BadValue:
    """The text, or what is wrong with it: that is kept, too."""
    corpus = _corpus(name, data, grammar, split, lowercase)
    sentences = corpus.sentences
    without = FUNCTION_WORDS if grammar and not grammar[1] else ()
    found = vocabulary((one.words for one in sentences), min_count, most, without)
    ids = found.ids
    kept = [
        (ids[word], s, place) for s, one in enumerate(sentences) for place, word in enumerate(one.words) if word in ids
    ]
    tokens = Tokens(*np.array(kept, dtype=np.int64).reshape(-1, 3).T)
    if len(ids) < 2:
        rare = f" Fewer than two of its words occur {min_count} times." if min_count > 1 else ""
        words = (
            f"This text has {'no word' if not ids else 'one word only'} to learn from: at least two are needed.{rare}"
            if rare or len(kept) < 2
            else f"All {said(len(kept))} words of this text count as one: at least two different words are needed."
        )
        if any(word.endswith("…") for word in ids):
            words += f" Of words with more than {LONGEST_WORD} letters only the beginning counts."
        return BadValue(
            "min_count" if rare else "corpus", min_count if rare else name, "a text with two words or more", words
        )
    if not (np.diff(tokens.sentences) == 0).any():
        return BadValue(
            "corpus",
            name,
            "a text with two words or more in a sentence",
            "Every sentence of this text has one word only, so that no word has another beside it: "
            "set no full stops or line breaks between them."
            if found.rare + found.beyond == 0
            else f"Of this text {len(ids)} words take part, and no two of them stand side by side: "
            "let more of them take part.",
        )
    names = tuple(dict.fromkeys(corpus.kinds[word] for word in found.words if word in corpus.kinds))
    kinds = np.array([names.index(corpus.kinds[w]) if w in corpus.kinds else -1 for w in found.words], dtype=np.int64)
    quads = [[ids[w] for w in quad] for quad in corpus.analogies if all(w in ids for w in quad)]
    length = sum(len(one.words) for one in sentences)
    return Text(sentences, found, tokens, names, kinds, np.array(quads, dtype=np.int64).reshape(-1, 4), length)


def _corpus(
    name: str, data: bytes | None, grammar: tuple[int, bool, int] | tuple[()], split: Split, lowercase: bool
) -> Corpus:
    if name.startswith("sha256:"):
        if data is None:
            raise BadValue(
                "corpus",
                name,
                "data that the server still holds",
                f"There is no data {shown(name)} here: it may have expired. Send it again.",
            )
        return Corpus(read(data.decode(), split, lowercase, MOST_TOKENS), {}, ())
    if grammar:
        sentences, _, seed = grammar
        corpus = kingdom(sentences, generator(seed, "corpus"))
    else:
        corpus = sentence()
    if split != "characters" and lowercase:
        return corpus
    lines = "\n".join(" ".join(one.shown) for one in corpus.sentences)
    return corpus._replace(sentences=read(lines, split, lowercase, MOST_TOKENS))


def remark(text: Mapping[str, Any]) -> str:
    """What there is to say of a student's text, of which a summary is given. Raises BadValue where it has no word."""
    words, different, cut = text["words"], text["different"], text.get("cut")
    if not words:
        sentence = "There is no word in this text: only punctuation, signs or pictures."
        raise BadValue("corpus", "", "a text with words", sentence)
    found: list[str] = []
    if words == 1:
        found.append("It is a single word, which has no neighbours to learn from.")
    elif different == 1:
        word = cut or text["frequent"][0][0]
        found.append(f"All its words {'count as one' if cut else 'are the same'}: “{word}”.")
    elif text["longest"] == 1:
        found.append("Each of its sentences is a single word, which has no neighbours to learn from.")
    elif words < FEW:
        found.append(f"There is little to learn from {said(words)} words.")
    if cut:
        alike = ": those that begin alike count as one" if words > 1 else ""
        found.append(f"Words of more than {LONGEST_WORD} letters are cut, as “{cut}”{alike}.")
    if 3 * different > 2 * words > 2 * MOST_TOKENS:
        found.append(f"Of its {said(different)} different words most occur once: the lab takes the most frequent.")
    if words > MOST_TOKENS:
        found.append(f"The lab takes its first {said(MOST_TOKENS)} words.")
    return " ".join(found)
