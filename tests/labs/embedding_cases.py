"""Every method and objective of the Embedding lab, small, and its loss as another program would reckon it."""

import numpy as np
import pytest

SMALL = {"sentences": 60, "dimensions": 3, "batch_size": 7, "learning_rate": 0.05}
WINDOWED = [
    {"method": method, "objective": objective, **more}
    for method in ("skip-gram", "cbow")
    for objective in ("softmax", "negative", "hierarchical")
    for more in ({}, {"dynamic": True, "subsample": 0.01}, {"batch_of": "windows"})
]
COUNTED = [{"method": method} for method in ("glove", "glove-smoothed", "lsa")]
EVERY = WINDOWED + COUNTED


def name_of(config):
    return "-".join(str(value) for value in config.values())


every_method = pytest.mark.parametrize("config", EVERY, ids=name_of)


def words_of(run, ids):
    return [run.text.vocabulary.words[int(v)] for v in ids]


def by_the_contract(page, config):
    """The mean loss of a batch, reckoned pair by pair from what a page says, as another program would."""
    W, C, batch = page["params"]["W"], page["params"]["C"], page["batch"]
    context = batch["context"]
    total = 0.0
    for m in range(len(batch["center"])):
        cbow = config["method"] == "cbow"
        h = W[context[m]].mean(axis=0) if cbow else W[batch["center"][m]]
        wanted = batch["center"][m] if cbow else context[m]
        if config["objective"] == "softmax":
            scores = C @ h
            total += np.log(np.exp(scores).sum()) - scores[wanted]
        elif config["objective"] == "negative":
            total += np.log1p(np.exp(-C[wanted] @ h)) + np.log1p(np.exp(C[batch["negatives"][m]] @ h)).sum()
        else:
            for node, turn in zip(batch["nodes"][m], batch["turns"][m], strict=True):
                if node >= 0:
                    total += np.log1p(np.exp(-(C[node] @ h) * (2 * turn - 1)))
    return total / len(batch["center"])
