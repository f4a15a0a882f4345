"""The window over the text: the lecture's pairs literally, and word2vec's refinements."""

import numpy as np
import pytest

from engine.data.lecture import sentence
from engine.huffman import tree
from engine.noise_words import drawn, noise
from engine.vocabulary import vocabulary
from engine.windows import Sliding, Tokens, cooccurrences

LECTURE = """
(the, quick) (the, brown)
(quick, the) (quick, brown) (quick, fox)
(brown, the) (brown, quick) (brown, fox) (brown, jumps)
(fox, quick) (fox, brown) (fox, jumps) (fox, over)
"""
"""As the lecture's slide has them, for the first four windows."""


def sliding(*sentences, window=2, subsample=0.0, dynamic=False, seed=0, min_count=1, most=1000):
    found = vocabulary(sentences, min_count, most)
    ids = found.ids
    rows = [(ids[w], s, p) for s, words in enumerate(sentences) for p, w in enumerate(words) if w in ids]
    return Sliding(Tokens(*np.array(rows).T), found, window, subsample, dynamic, seed)


def pairs(slide, epoch=0):
    """Each window's pairs in words."""
    windows, words = slide.windows(epoch), slide.vocabulary.words
    said = [words[v] for v in slide.tokens.words]
    return [
        [(said[center], said[context]) for context in windows.contexts[windows.first[k] : windows.first[k + 1]]]
        for k, center in enumerate(windows.centers)
    ]


def test_the_lectures_pairs_in_the_lectures_order():
    words = sentence().sentences[0].words
    found = pairs(sliding(words))
    lines = [" ".join(f"({a}, {b})" for a, b in window) for window in found[:4]]
    assert lines == LECTURE.split("\n")[1:5]
    assert len(found) == 9 and [len(window) for window in found] == [2, 3, 4, 4, 4, 4, 4, 3, 2]
    assert found[8] == [("dog", "the"), ("dog", "lazy")]


def test_each_pair_knows_its_window():
    slide = sliding("a b c d".split(), "e f".split())
    windows = slide.windows(0)
    for k in range(len(windows.centers)):
        assert (windows.owners[windows.first[k] : windows.first[k + 1]] == k).all()
    assert len(windows.owners) == len(windows.contexts) == windows.first[-1]


def test_a_window_ends_with_its_sentence_and_a_lonely_word_has_none():
    found = pairs(sliding("a b".split(), ["c"], "d e".split(), window=5))
    assert found == [[("a", "b")], [("b", "a")], [("d", "e")], [("e", "d")]]


def test_rare_words_are_left_out_before_the_window_slides():
    slide = sliding("a x b a y b".split(), window=1, min_count=2)
    assert slide.vocabulary.words == ("a", "b") and slide.vocabulary.rare == 2
    assert pairs(slide) == [[("a", "b")], [("b", "a"), ("b", "a")], [("a", "b"), ("a", "b")], [("b", "a")]]


def test_only_the_most_frequent_words_stay_and_the_others_are_counted():
    found = vocabulary(["a b b c c c d".split()], 1, 2)
    assert found.words == ("c", "b") and found.counts.tolist() == [3, 2]
    assert found.beyond == 2 and found.rare == 0
    assert vocabulary(["b a".split()], 1, 5).words == ("b", "a"), "of words as frequent the first one comes first"


def test_a_dynamic_window_draws_each_size_as_often_and_anew_in_each_epoch():
    words = [f"w{k}" for k in range(3000)]
    slide = sliding(words, window=3, dynamic=True)
    sizes = np.diff(slide.windows(0).first)[10:-10]
    assert set(sizes) == {2, 4, 6}
    assert all(abs((sizes == size).mean() - 1 / 3) < 0.04 for size in (2, 4, 6))
    assert pairs(slide, 0) == pairs(slide, 0) != pairs(slide, 1)


def test_subsampling_leaves_out_frequent_words_as_word2vec_does():
    rng = np.random.default_rng(0)
    words = ["the" if rng.random() < 0.4 else f"w{rng.integers(200)}" for _ in range(20_000)]
    slide = sliding(words, subsample=0.01)
    f = slide.vocabulary.counts[0] / len(words)
    kept = np.mean([slide.windows(epoch).kept[slide.tokens.words == 0].mean() for epoch in range(5)])
    assert kept == pytest.approx(np.sqrt(0.01 / f) + 0.01 / f, abs=0.01)
    rare = slide.windows(0).kept[slide.tokens.words != 0]
    assert rare.mean() == 1.0, "none of the others is more than a hundredth of the text"
    assert not np.array_equal(slide.windows(0).kept, slide.windows(1).kept)
    assert np.array_equal(slide.windows(3).kept, slide.windows(3).kept)


def test_counts_of_who_stands_near_whom():
    slide = sliding("a b c".split(), "a b".split())
    a, b, c = (slide.vocabulary.ids[word] for word in "abc")
    X = cooccurrences(slide.tokens, 3, 2, weighted=False)
    assert np.array_equal(X, X.T) and not X.diagonal().any()
    assert (X[a, b], X[b, c], X[a, c]) == (2, 1, 1)
    assert cooccurrences(slide.tokens, 3, 2, weighted=True)[a, c] == 0.5
    assert cooccurrences(slide.tokens, 3, 1, weighted=False)[a, c] == 0


def test_huffmans_own_example():
    """Huffman (1952), table I: these shares have codes of these lengths."""
    shares = [20, 18, 10, 10, 10, 6, 6, 4, 4, 4, 4, 3, 1]
    found = tree(shares)
    lengths = found.there.sum(axis=1)
    assert (lengths * shares).sum() == 342  # 3.42 binary digits on average
    codes = [found.code(v) for v in range(len(shares))]
    assert not any(a != b and b.startswith(a) for a in codes for b in codes), "no code begins another"


def test_the_codes_of_a_known_tree():
    found = tree([45, 13, 12, 16, 9, 5])  # Cormen et al., Introduction to Algorithms: the characters a to f
    assert [found.code(v) for v in range(6)] == ["0", "101", "100", "111", "1101", "1100"]
    assert found.nodes[0].tolist() == [4, -1, -1, -1], "the root is the node that was made last"


def test_negatives_are_drawn_by_their_noise_and_never_the_wanted_word():
    counts = np.array([1000, 100, 10, 1])
    q = noise(counts)
    assert q.sum() == pytest.approx(1) and q[0] / q[1] == pytest.approx(10**0.75)
    wanted = np.repeat(np.arange(4), 5000)
    places = np.arange(len(wanted))
    found = drawn(q, wanted, places, 5, seed=1, update=7)
    assert not (found == wanted[:, None]).any()
    for word in range(4):
        mine = found[wanted == word]
        for other in set(range(4)) - {word}:
            assert (mine == other).mean() == pytest.approx(q[other] / (1 - q[word]), abs=0.012)
    assert np.array_equal(found, drawn(q, wanted, places, 5, seed=1, update=7))
    assert not np.array_equal(found, drawn(q, wanted, places, 5, seed=1, update=8))
    some = np.array([3, 300, 19_999])
    assert np.array_equal(found[some], drawn(q, wanted[some], some, 5, seed=1, update=7)), "whoever else is asked about"
