"""The lecture's sentence, and the corpus that a grammar makes."""

import re

import numpy as np
import pytest

from engine import data
from engine.data.kingdom import FAMILIES, FUNCTION_WORDS, colours, told
from engine.rng import generator


def test_the_lectures_sentence_is_shown_as_it_is_written_and_counts_in_small_letters():
    corpus = data.sentence()
    (one,) = corpus.sentences
    assert " ".join(one.shown) == "The quick brown fox jumps over the lazy dog."
    assert one.words == ("the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog")
    assert set(corpus.kinds) == set(one.words)
    assert corpus.analogies == ()


def test_a_window_of_two_gives_the_lectures_pairs():
    """The pairs on the lecture's page, in its order."""
    words = data.sentence().sentences[0].words
    near = {t: [words[j] for j in range(max(0, t - 2), t + 3) if j != t] for t in range(4)}
    assert near[0] == ["quick", "brown"]
    assert near[1] == ["the", "brown", "fox"]
    assert near[2] == ["the", "quick", "fox", "jumps"]
    assert near[3] == ["quick", "brown", "jumps", "over"]


def made(sentences: int = 1500, seed: int = 0) -> data.Corpus:
    return data.kingdom(sentences, generator(seed, "corpus"))


def counted(one: data.Sentence, function_words: bool) -> list[str]:
    return [word for word in one.words if function_words or word not in FUNCTION_WORDS]


def everything() -> list[str]:
    """All sentences that the grammar can make."""
    return [text for subject in (*map(told, FAMILIES), colours()) for ways in subject for text in ways]


def test_the_grammar_says_a_before_a_consonant_and_an_before_a_vowel():
    texts = [f" {text} " for text in everything()]
    assert any(" an uncle " in text for text in texts)
    for text in texts:
        assert not re.search(r" a [aeiou]| an [^aeiou]", text.lower()), text


def test_the_grammars_sentences_are_whole_and_different():
    for ways in (ways for subject in (*map(told, FAMILIES), colours()) for ways in subject):
        assert len(set(ways)) == len(ways) > 7, ways
    for text in everything():
        assert re.fullmatch(r"[A-Za-z]+( [A-Za-z]+){2,}", text), text


def test_one_side_is_told_by_his_and_the_other_by_her():
    for text in everything():
        words = set(text.split())
        assert not (words & {"he", "his", "himself"} and words & {"she", "her", "herself"}), text
    assert "the queen sees herself in her mirror" in everything()


@pytest.mark.parametrize("function_words", [True, False])
def test_all_that_the_kingdom_promises_occurs(function_words):
    corpus = made(500)
    words = {word for sentence in corpus.sentences for word in counted(sentence, function_words)}
    assert set(corpus.kinds) <= words
    assert {word for four in corpus.analogies for word in four} <= words
    assert set(corpus.kinds.values()) == {"people", "places", "animals", "colours"}
    assert 140 <= len(words) <= 180
    others = {word for one in corpus.sentences if "quick brown fox" not in " ".join(one.words) for word in one.words}
    assert {"quick", "brown", "fox", "jumps", "lazy", "dog"} <= others


def test_the_lectures_sentence_comes_several_times():
    (one,) = data.sentence().sentences
    assert made(1).sentences == (one,) and made(1500).sentences.count(one) >= 10


def test_without_function_words_every_sentence_has_words_left():
    assert all(len(counted(one, False)) >= 2 for one in made(300).sentences)


def test_a_kingdom_is_its_seed_and_a_short_one_begins_a_long_one():
    assert made(200) == made(200)
    assert made(200).sentences == made(400).sentences[:200]
    assert made(200).sentences != made(200, seed=1).sentences
    assert made(0).sentences == ()


def test_analogies_go_there_and_back_and_stay_in_one_family():
    corpus = made(1)
    assert corpus.analogies[0] == ("man", "woman", "king", "queen")
    assert ("woman", "man", "queen", "king") in corpus.analogies
    assert ("rome", "italy", "paris", "france") in corpus.analogies
    assert ("dog", "puppy", "cat", "kitten") in corpus.analogies
    assert len(set(corpus.analogies)) == len(corpus.analogies)
    assert all(len({corpus.kinds[word] for word in four}) == 1 and len(set(four)) == 4 for four in corpus.analogies)


def test_shown_and_counted_words_belong_together():
    for one in made(300).sentences:
        assert [word.strip(".").lower() for word in one.shown] == list(one.words)
    assert "Paris." in {word for one in made(1500).sentences for word in one.shown[1:]}


@pytest.mark.parametrize("function_words", [True, False])
def test_a_word_keeps_the_company_that_its_kind_keeps(function_words):
    """Whatever learns from the counts, they must hold it: by the first twelve directions of the counts' surprise."""
    corpus = made(1500)
    sentences = [counted(one, function_words) for one in corpus.sentences]
    place = {word: i for i, word in enumerate(sorted({word for one in sentences for word in one}))}
    counts = np.zeros((len(place), len(place)))
    for words in sentences:
        for t, word in enumerate(words):
            for near in (*words[max(0, t - 4) : t], *words[t + 1 : t + 5]):
                counts[place[word], place[near]] += 1
    expected = np.outer(counts.sum(1), counts.sum(0)) / counts.sum()
    vectors = np.linalg.svd(np.log(np.maximum(counts / expected, 1)))[0][:, :12]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    alike = vectors @ vectors.T - 2 * np.eye(len(place))
    nearest = {word: list(place)[alike[place[word]].argmax()] for word in corpus.kinds}
    strangers = {word: other for word, other in nearest.items() if corpus.kinds.get(other) != corpus.kinds[word]}
    assert len(strangers) <= 0.1 * len(corpus.kinds), strangers
