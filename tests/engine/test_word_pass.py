"""The fast pass is the textbook's: the same loss, gradient and parameters, whatever comes between."""

import numpy as np
import pytest

from engine.labs.embedding import Embedding
from engine.labs.embedding_windows import Windowed
from engine.params import Params
from engine.word_pass import Decisions, WordPass, cost, worth
from engine.word_vectors import Examples, backward, decisions, softmax

V, N = 9, 4
SIZES = [1, 2, 7, 60]


def same(made, loss, params, examples, passed):
    assert loss == pytest.approx(passed.loss, rel=1e-12)
    slopes = backward(params["C"], examples, passed, V)
    np.testing.assert_allclose(made.gradient, np.concatenate([s.ravel() for s in slopes]), rtol=1e-11, atol=1e-13)


def pairs(rng, M):
    """Pairs with a row for each different center."""
    centers, rows = np.unique(rng.integers(V, size=M), return_inverse=True)
    return Examples(centers, np.arange(len(centers)), rows, rng.integers(V, size=M))


def windows(rng, M):
    """CBOW's: each row the mean of one to four words, some of them the same."""
    sizes = rng.integers(1, 5, size=M)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    return Examples(rng.integers(V, size=sizes.sum()), starts, np.arange(M), rng.integers(V, size=M))


MADE = [pytest.param(pairs, True, id="pairs"), pytest.param(windows, False, id="windows")]


@pytest.mark.parametrize("M", SIZES)
@pytest.mark.parametrize(("make", "once"), MADE)
def test_softmax_is_that_of_the_definition(make, once, M):
    rng = np.random.default_rng(M)
    params = Params({"W": (V, N), "C": (V, N)})
    made = WordPass(params, once)
    for spread in (
        1,
        3,
        3,
        40,
    ):  # what the batch before has written must not stay; at 40 e to the u may overflow
        params.vector[:] = rng.normal(size=len(params)) * spread
        examples = make(rng, M)
        passed = softmax(params["W"], params["C"], examples)
        same(made, made.run(examples), params, examples, passed)
        assert cost(params["W"], params["C"], examples) == pytest.approx(passed.loss, rel=1e-12)


def test_one_pair_is_that_of_the_definition_after_another_and_after_a_batch():
    rng = np.random.default_rng(3)
    params = Params({"W": (V, N), "C": (V, N)})
    made = WordPass(params, once=True)
    for spread in (1, 3, 3, 40):
        params.vector[:] = rng.normal(size=len(params)) * spread
        one = pairs(rng, 1)
        loss = made.pair(int(one.inputs[0]), int(one.wanted[0]))
        same(made, loss, params, one, softmax(params["W"], params["C"], one))
        some = pairs(rng, 5)
        same(made, made.run(some), params, some, softmax(params["W"], params["C"], some))


@pytest.mark.parametrize("M", SIZES)
@pytest.mark.parametrize(("make", "once"), MADE)
def test_decisions_are_those_of_the_definition(make, once, M):
    rng = np.random.default_rng(M)
    params = Params({"W": (V, N), "C": (V - 1, N)})
    made = WordPass(params, once)
    for spread in (1, 3, 3, 40):
        params.vector[:] = rng.normal(size=len(params)) * spread
        examples = make(rng, M)
        columns = rng.integers(V - 1, size=(M, 6))  # some of them twice in a row
        wish, there = rng.integers(2, size=(2, M, 6)).astype(float)
        asked = there > 0
        one_by_one = Decisions(np.repeat(examples.rows, asked.sum(axis=1)), columns[asked], wish[asked])
        passed = decisions(params["W"], params["C"], examples, columns, wish, there)
        same(made, made.run(examples, one_by_one), params, examples, passed)


RANDOM = np.random.default_rng(2026)
CONFIGS = [
    {
        "method": method,
        "objective": objective,
        "sentences": int(RANDOM.integers(50, 120)),
        "dimensions": int(RANDOM.integers(1, 9)),
        "window": int(RANDOM.integers(1, 5)),
        "dynamic": bool(RANDOM.integers(2)),
        "batch_of": str(RANDOM.choice(["pairs", "windows"])),
        "order": str(RANDOM.choice(["text", "shuffled"])),
        "subsample": float(RANDOM.choice([0.0, 0.02])),
        "optimizer": optimizer,
        "learning_rate": 0.5 if optimizer == "sgd" else 0.02,
        "batch_size": int(RANDOM.integers(1, 40)),
        "row_limit": float(RANDOM.choice([0.0, 0.1])),
    }
    for method, objective, optimizer in [
        ("skip-gram", "softmax", "sgd"),
        ("skip-gram", "softmax", "adam"),
        ("skip-gram", "negative", "sgd"),
        ("skip-gram", "negative", "momentum"),
        ("skip-gram", "hierarchical", "sgd"),
        ("cbow", "softmax", "sgd"),
        ("cbow", "softmax", "adagrad"),
        ("cbow", "negative", "sgd"),
        ("cbow", "hierarchical", "adam"),
    ]
]


@pytest.mark.parametrize(
    "config", CONFIGS, ids=lambda config: f"{config['method']} {config['objective']} {config['optimizer']}"
)
def test_a_hundred_updates_with_changes_lead_to_the_same_parameters(config, monkeypatch):
    def run():
        made = Embedding(**config)
        made.steps(30)
        made.change(batch_size=1)
        made.steps(20)
        made.change(learning_rate=config["learning_rate"] / 2, batch_size=25)
        made.change(**{"W[0,0]": 0.5, "C[1,0]": -0.25})
        made.steps(30)
        made.frame({}), made.picture({})
        if config["method"] == "skip-gram":
            made.change(batch_of="windows")
        made.change(batch_size=300)  # where rows of C are picked, not whole matrices multiplied, or the other way round
        made.steps(20)
        return made

    fast = run()
    monkeypatch.setattr(Windowed, "has_pass", False)
    slow = run()
    assert fast.updates == slow.updates == 100
    np.testing.assert_allclose(fast.params.vector, slow.params.vector, rtol=0, atol=1e-12)


def test_whole_matrices_are_for_few_words_and_many_decisions():
    assert worth(R=100, Q=163, K=768)
    assert not worth(R=128, Q=1000, K=768)


def test_each_parameters_have_a_pass_of_their_own():
    run = Embedding(corpus="lecture")
    other = Params(run.model.shapes())
    other.vector[:] = 2 * run.params.vector
    for params in (run.params, other, run.params):
        loss, gradient = run.model.loss_and_gradient(params, None, 0, 0)
        fresh = Embedding(corpus="lecture")
        fresh.params.vector[:] = params.vector
        assert (loss, gradient.tolist()) == (
            fresh.loss_and_gradient(None)[0],
            fresh.loss_and_gradient(None)[1].tolist(),
        )
