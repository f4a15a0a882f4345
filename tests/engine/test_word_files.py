"""Files of word vectors, read back by a loader that knows only the format's description."""

import numpy as np
import pytest

from engine import word_files
from engine.labs import LABS

WORDS = ["fox", "der Fuchs", "tab\there", "a_b", "a b", "a\u00a0b", "狐", "ثعلب", "😀", "12.5", "e\u0301", "x\u2028y"]
EMBEDDING = LABS["embedding"]


def loaded(text):
    """word2vec's text format: a line with V and N, then each word and its N numbers, divided by single spaces."""
    header, *lines = text.removesuffix("\n").split("\n")
    V, N = map(int, header.split(" "))
    assert len(lines) == V
    vectors = {}
    for line in lines:
        word, *numbers = line.rstrip().split(" ")
        assert len(numbers) == N and word not in vectors
        vectors[word] = np.array(numbers, dtype=np.float32)
    return vectors


def scanned(text):
    """The same, as C reads it: whatever stands between white space, one after the other."""
    parts = text.split()
    V, N = int(parts[0]), int(parts[1])
    rows = [parts[2 + v * (N + 1) : 2 + (v + 1) * (N + 1)] for v in range(V)]
    assert len(parts) == 2 + V * (N + 1)
    return {word: np.array(numbers, dtype=np.float32) for word, *numbers in rows}


@pytest.mark.parametrize("load", [loaded, scanned])
def test_words_of_any_script_come_back_with_the_same_numbers(load):
    random = np.random.default_rng(0)
    W = random.normal(size=(len(WORDS), 5)) * 10.0 ** random.integers(-30, 30, size=(len(WORDS), 5))
    found = load("".join(word_files.word2vec(WORDS, W)))
    assert list(found) == word_files.without_spaces(WORDS)
    for vector, row in zip(found.values(), W.astype(np.float32), strict=True):
        assert vector.tobytes() == row.tobytes()


def test_spaces_become_underscores_and_no_two_words_the_same():
    assert word_files.without_spaces(WORDS) == [
        "fox", "der_Fuchs", "tab_here", "a_b", "a_b_", "a_b__", "狐", "ثعلب", "😀", "12.5", "e\u0301", "x_y",
    ]  # fmt: skip
    assert word_files.without_spaces(["a b", "a_b", "a_b_"]) == ["a_b__", "a_b", "a_b_"]


def test_what_has_grown_beyond_all_measure_is_still_a_number():
    W = np.array([[np.inf, -np.inf], [np.nan, 1e300]])
    (x, y) = loaded("".join(word_files.word2vec(["x", "y"], W))).values()
    most = np.finfo(np.float32).max
    assert x.tolist() == [most, -most] and y.tolist() == [0, most]


def test_the_two_tables_belong_together_row_by_row():
    W = np.arange(len(WORDS) * 3, dtype=float).reshape(-1, 3) / 7
    kinds = ["animals", *[""] * (len(WORDS) - 1)]
    rows = "".join(word_files.table(W)).removesuffix("\n").split("\n")
    header, *lines = "".join(word_files.about(WORDS, range(len(WORDS)), kinds)).removesuffix("\n").split("\n")
    assert header.split("\t") == ["word", "count", "kind"]
    assert len(rows) == len(lines) == len(WORDS)
    assert [len(line.split("\t")) for line in lines] == [3] * len(WORDS)
    assert lines[0] == "fox\t0\tanimals" and lines[2] == "tab here\t2\tnone"
    numbers = np.array([row.split("\t") for row in rows], dtype=np.float32)
    assert numbers.tobytes() == W.astype(np.float32).tobytes()


def test_long_files_come_in_small_pieces():
    W = np.ones((1000, 64))
    pieces = list(word_files.word2vec([f"w{v}" for v in range(1000)], W))
    assert len(pieces) > 100
    assert len(loaded("".join(pieces))) == 1000
    assert max(map(len, word_files.table(W))) < 10_000


@pytest.mark.parametrize("method", ["skip-gram", "cbow", "glove", "lsa"])
def test_a_run_gives_its_vectors(method):
    run = EMBEDDING(method=method)
    run.steps(5)
    vectors, contexts = loaded(run.export("vectors")), loaded(run.export("contexts"))
    assert list(vectors) == list(contexts) == list(run.text.vocabulary.words)
    assert np.array(list(vectors.values())).tobytes() == run.vectors.astype(np.float32).tobytes()
    assert np.array(list(contexts.values())).tobytes() == run.params["C"].astype(np.float32).tobytes()
    rows, lines = run.export("vectors-table").splitlines(), run.export("words-table").splitlines()
    assert len(rows) == len(lines) - 1 == len(vectors)
    fox = next(line for line in lines if line.startswith("fox\t"))
    count = run.text.vocabulary.counts[run.ids["fox"]]
    assert fox == f"fox\t{count}\tanimals"
    assert sum(line.endswith("\tnone") for line in lines) == (run.text.kinds < 0).sum()


def test_of_a_tree_the_rows_are_its_nodes():
    run = EMBEDDING(corpus="lecture", objective="hierarchical")
    assert list(loaded(run.export("contexts"))) == [f"node_{node}" for node in range(7)]
    assert len(loaded(run.export("vectors"))) == 8
