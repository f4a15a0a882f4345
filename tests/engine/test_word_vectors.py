"""The network of word2vec and GloVe's table: their gradients, and 40 updates of each beside PyTorch's."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine import glove, word_objective
from engine.gradcheck import numerical_gradient, relative_error
from engine.huffman import tree
from engine.optimizers import OPTIMIZERS
from engine.word_vectors import Examples, backward, decisions, softmax

SAVED = json.loads((Path(__file__).parent.parent / "reference" / "embedding.json").read_text("utf-8"))
V, N = 8, 3


class Rates:
    def __init__(self, rate):
        self.learning_rate, self.momentum = rate, 0.9


def ways(words):
    """Nodes, turns and whether they are there, of the tree in the saved values: (M, Q) each."""
    nodes, turns, there = (np.zeros((len(words), 7)) for _ in range(3))
    for row, word in enumerate(words):
        way = np.array(SAVED["ways"][word])
        nodes[row, : len(way)], turns[row, : len(way)], there[row, : len(way)] = way[:, 0], way[:, 1], 1
    return nodes.astype(int), turns, there


def examples_of(inputs, wanted):
    inputs = np.array(inputs)
    M = np.arange(len(wanted))
    return Examples(inputs.ravel(), M * inputs.shape[1], M, np.array(wanted))


def passed(objective, W, C, batch):
    inputs, wanted, negatives = batch
    examples = examples_of(inputs, wanted)
    if objective == "softmax":
        return examples, softmax(W, C, examples)
    if objective == "hierarchical":
        nodes, turns, there = ways(wanted)
        return examples, decisions(W, C, examples, nodes, turns, there)
    columns = np.column_stack([wanted, negatives])
    return examples, decisions(W, C, examples, columns, np.eye(1, columns.shape[1]).repeat(len(wanted), 0))


@pytest.mark.parametrize(
    "saved", SAVED["paths"], ids=[f"{p['method']}-{p['objective']}-{p['optimizer']}" for p in SAVED["paths"]]
)
def test_forty_updates_agree_with_pytorchs(saved):
    rule, rates = OPTIMIZERS[saved["optimizer"]], Rates(saved["rate"])
    theta = np.array(saved["start"]).ravel()
    state = rule.start(len(theta))
    for batch, loss in zip(saved["batches"], saved["losses"], strict=True):
        W, C = theta.reshape(2, V, N)
        examples, now = passed(saved["objective"], W, C, batch)
        assert now.loss == pytest.approx(loss, rel=1e-12)
        slopes = backward(C, examples, now, V)
        direction, state = rule.direction(np.concatenate([s.ravel() for s in slopes]), theta, state, rates)
        theta = theta - saved["rate"] * direction
    np.testing.assert_allclose(theta, np.array(saved["end"]).ravel(), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("saved", SAVED["glove"], ids=[table["optimizer"] for table in SAVED["glove"]])
def test_forty_updates_of_glove_agree_with_pytorchs(saved):
    rule, rates = OPTIMIZERS[saved["optimizer"]], Rates(saved["rate"])
    cells = glove.cells(np.array(saved["X"]), smoothed=False)
    theta = np.concatenate([np.array(saved["start"]).ravel(), np.zeros(2 * V)])
    state = rule.start(len(theta))
    for loss in saved["losses"]:
        W, C = theta[: 2 * V * N].reshape(2, V, N)
        bw, bc = theta[2 * V * N :].reshape(2, V)
        fitted = glove.fit(W, C, bw, bc, cells)
        assert fitted.loss == pytest.approx(loss, rel=1e-12)
        slopes = glove.backward(W, C, cells, fitted)
        at_once = glove.Table.of(cells, V).loss_and_slopes(W, C, bw, bc)
        assert at_once[0] == pytest.approx(fitted.loss, rel=1e-13)
        for one, other in zip(slopes, at_once[1], strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-15)
        direction, state = rule.direction(np.concatenate([s.ravel() for s in slopes]), theta, state, rates)
        theta = theta - saved["rate"] * direction
    end = np.concatenate([np.array(part).ravel() for part in saved["end"]])
    np.testing.assert_allclose(theta, end, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("objective", ["softmax", "negative", "hierarchical"])
@pytest.mark.parametrize("inputs", [1, 3], ids=["skip-gram", "cbow"])
def test_gradients_are_the_slopes_of_the_loss(objective, inputs):
    rng = np.random.default_rng(inputs)
    batch = rng.integers(V, size=(5, inputs)), rng.integers(V, size=5), rng.integers(V, size=(5, 4))
    theta = rng.normal(size=2 * V * N)

    def loss(at):
        W, C = at.reshape(2, V, N)
        return passed(objective, W, C, batch)[1].loss

    W, C = theta.reshape(2, V, N)
    examples, now = passed(objective, W, C, batch)
    gradient = np.concatenate([slope.ravel() for slope in backward(C, examples, now, V)])
    assert relative_error(gradient, numerical_gradient(loss, theta)) <= 1e-8


def test_pairs_of_one_center_are_answered_in_one_go_with_the_same_result():
    rng = np.random.default_rng(0)
    W, C = rng.normal(size=(2, V, N))
    center, wanted = np.array([2, 5, 2, 2, 5, 0]), np.array([1, 1, 3, 1, 7, 0])
    centers, rows = np.unique(center, return_inverse=True)
    together = Examples(centers, np.arange(len(centers)), rows, wanted)
    apart = examples_of(center[:, None], wanted)
    one, other = softmax(W, C, together), softmax(W, C, apart)
    assert one.loss == pytest.approx(other.loss, rel=1e-14)
    for a, b in zip(backward(C, together, one, V), backward(C, apart, other, V), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-15)


def test_large_scores_neither_overflow_nor_lose_the_loss():
    W, C = np.full((2, 1), 60.0), np.array([[60.0], [-60.0]])
    examples = examples_of([[0]], [1])
    assert softmax(W, C, examples).loss == pytest.approx(7200)
    now = decisions(W, C, examples, np.array([[1, 0]]), np.array([[1.0, 0.0]]))
    assert now.loss == pytest.approx(7200)
    assert all(np.isfinite(part).all() for part in (now.delta, *backward(C, examples, now, 2)))


def every_pair(P, W, C, examples_loss):
    """−Σ P · loss(i, o), pair by pair."""
    return sum(P[i, o] * examples_loss(i, o) for i in range(V) for o in range(V))


def test_the_objective_of_all_pairs_is_their_mean():
    rng = np.random.default_rng(3)
    W, C = rng.normal(size=(2, V, N))
    P = rng.random((V, V))
    P /= P.sum()
    expected = every_pair(P, W, C, lambda i, o: softmax(W, C, examples_of([[i]], [o])).loss)
    assert word_objective.of_softmax(W, C, P) == pytest.approx(expected, rel=1e-12)

    found = tree([9, 7, 5, 5, 3, 2, 1, 1])
    nodes = C[:-1]
    expected = every_pair(
        P,
        W,
        nodes,
        lambda i, o: (
            decisions(
                W,
                nodes,
                examples_of([[i]], [o]),
                np.maximum(found.nodes[[o]], 0),
                found.turns[[o]],
                found.there[[o]],
            ).loss
        ),
    )
    asks = word_objective.Asks.of_tree(P, word_objective.Forks.of(found))
    assert word_objective.of_decisions(W, nodes, asks) == pytest.approx(expected, rel=1e-12)

    noise = rng.random(V)
    noise /= noise.sum()

    def on_average(i, o, k=4):
        """k draws, each of the other words as likely as its share of theirs."""
        u = C @ W[i]
        others = np.delete(np.arange(V), o)
        return np.log1p(np.exp(-u[o])) + k * np.sum(noise[others] * np.log1p(np.exp(u[others]))) / (1 - noise[o])

    expected = every_pair(P, W, C, on_average)
    asks = word_objective.Asks.of_negatives(P, noise, 4)
    assert word_objective.of_decisions(W, C, asks) == pytest.approx(expected, rel=1e-12)


def test_a_trees_shares_add_up_to_one_and_are_what_its_decisions_say():
    rng = np.random.default_rng(4)
    found = tree([9, 7, 5, 5, 3, 2, 1, 1])
    u = rng.normal(size=V - 1) * 3
    p = word_objective.told_by(word_objective.Forks.of(found), u)
    assert p.sum() == pytest.approx(1, abs=1e-12)
    for word in range(V):
        sigma = 1 / (1 + np.exp(-u))
        expected = 1.0
        for node, turn in zip(found.nodes[word], found.turns[word], strict=True):
            if node >= 0:
                expected *= sigma[node] if turn else 1 - sigma[node]
        assert p[word] == pytest.approx(expected, rel=1e-12)
