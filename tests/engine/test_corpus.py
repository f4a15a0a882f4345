"""The lecture's sentence, and the corpus that a grammar makes."""

from engine import data


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
