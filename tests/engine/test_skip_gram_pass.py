"""The fast pass of skip-gram is the textbook's: the same loss, gradient and parameters, whatever comes between."""

import numpy as np
import pytest

from engine.labs.embedding import Embedding
from engine.labs.embedding_windows import Windowed
from engine.params import Params
from engine.skip_gram_pass import SkipGramPass
from engine.word_vectors import Examples, backward, softmax


@pytest.mark.parametrize("M", [1, 2, 7, 60])
def test_loss_and_gradient_are_those_of_the_definition(M):
    rng = np.random.default_rng(M)
    params = Params({"W": (9, 4), "C": (9, 4)})
    made = SkipGramPass(params)
    for _ in range(5):  # what the batch before has written must not stay
        params.vector[:] = rng.normal(size=len(params)) * 3
        centers, wanted = rng.integers(9, size=(2, M))
        loss = made.run(centers, wanted)
        m = np.arange(M)
        examples = Examples(centers, m, m, wanted)
        passed = softmax(params["W"], params["C"], examples)
        assert loss == pytest.approx(passed.loss, rel=1e-12)
        slopes = backward(params["C"], examples, passed, 9)
        np.testing.assert_allclose(made.gradient, np.concatenate([s.ravel() for s in slopes]), rtol=1e-11, atol=1e-13)


RANDOM = np.random.default_rng(2026)
CONFIGS = [
    {
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
    for optimizer in ("sgd", "sgd", "sgd", "adam", "momentum", "adagrad")
]


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: config["optimizer"])
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
        made.change(batch_of="windows")
        made.steps(20)
        return made

    fast = run()
    monkeypatch.setattr(Windowed, "has_pass", False)
    slow = run()
    assert fast.updates == slow.updates == 100
    np.testing.assert_allclose(fast.params.vector, slow.params.vector, rtol=0, atol=1e-12)
