"""Makes embedding.json: 40 updates of small word vectors by PyTorch, to compare ours with.

Needs PyTorch, which the project does not: `pip install torch`, then `python tests/reference/embedding.py`.
The values that are kept were made with PyTorch 2.13.0 (CPU, float64).
"""

import json
from pathlib import Path

import torch

UPDATES, BATCH, V, N, K = 40, 6, 8, 3, 4
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.5),
    "adam": lambda p: torch.optim.Adam(p, lr=0.05),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1),
}
RATES = {"sgd": 0.5, "adam": 0.05, "adagrad": 0.1}
WAYS = [[*[(6 - i, 1) for i in range(depth)], (6 - depth, 0)] for depth in range(7)] + [[(6 - i, 1) for i in range(7)]]
"""The ways to eight words in a tree made by hand: nodes from the root, 6, and the turns there, 1 to the right."""


def drawn(generator, *shape):
    return torch.randint(V, shape, generator=generator)


def loss_of(method, objective, W, C, inputs, wanted, negatives):
    h = W[inputs[:, 0]] if method == "skip-gram" else W[inputs].mean(dim=1)
    if objective == "softmax":
        return torch.nn.functional.cross_entropy(h @ C.T, wanted)
    bce = torch.nn.functional.binary_cross_entropy_with_logits
    if objective == "negative":
        columns = torch.cat([wanted[:, None], negatives], dim=1)
        logits = (C[columns] * h[:, None]).sum(-1)
        target = torch.zeros_like(logits)
        target[:, 0] = 1
        return bce(logits, target, reduction="sum") / len(wanted)
    total = torch.zeros((), dtype=torch.float64)
    for row, word in zip(h, wanted.tolist(), strict=True):
        for node, turn in WAYS[word]:
            total = total + bce(C[node] @ row, torch.tensor(float(turn), dtype=torch.float64))
    return total / len(wanted)


def path(method, objective, optimizer, seed):
    generator = torch.Generator().manual_seed(seed)
    W, C = (torch.randn(V, N, generator=generator, dtype=torch.float64, requires_grad=True) for _ in range(2))
    start = W.tolist(), C.tolist()
    rule = OPTIMIZERS[optimizer]([W, C])
    batches, losses = [], []
    for _ in range(UPDATES):
        inputs = drawn(generator, BATCH, 1 if method == "skip-gram" else 3)
        wanted, negatives = drawn(generator, BATCH), drawn(generator, BATCH, K)
        J = loss_of(method, objective, W, C, inputs, wanted, negatives)
        rule.zero_grad()
        J.backward()
        rule.step()
        batches.append([inputs.tolist(), wanted.tolist(), negatives.tolist()])
        losses.append(J.item())
    return {
        "method": method, "objective": objective, "optimizer": optimizer, "rate": RATES[optimizer], "start": start,
        "batches": batches, "losses": losses, "end": (W.tolist(), C.tolist()),
    }  # fmt: skip


def glove(optimizer, seed):
    """Of a table of counts, all of its cells at once, by the published formula."""
    generator = torch.Generator().manual_seed(seed)
    W, C = (torch.randn(V, N, generator=generator, dtype=torch.float64, requires_grad=True) for _ in range(2))
    bw, bc = (torch.zeros(V, dtype=torch.float64, requires_grad=True) for _ in range(2))
    X = torch.randint(0, 150, (V, V), generator=generator).double() * (torch.rand(V, V, generator=generator) < 0.6)
    start = W.tolist(), C.tolist()
    rule = OPTIMIZERS[optimizer]([W, C, bw, bc])
    i, j = torch.nonzero(X, as_tuple=True)
    f = torch.clamp((X[i, j] / 100) ** 0.75, max=1)
    losses = []
    for _ in range(UPDATES):
        J = (f * ((W[i] * C[j]).sum(-1) + bw[i] + bc[j] - torch.log(X[i, j])) ** 2).mean()
        rule.zero_grad()
        J.backward()
        rule.step()
        losses.append(J.item())
    end = W.tolist(), C.tolist(), bw.tolist(), bc.tolist()
    return {
        "optimizer": optimizer,
        "rate": RATES[optimizer],
        "X": X.tolist(),
        "start": start,
        "losses": losses,
        "end": end,
    }


if __name__ == "__main__":
    paths = [
        path(method, objective, optimizer, seed)
        for seed, (method, objective) in enumerate(
            (method, objective)
            for method in ("skip-gram", "cbow")
            for objective in ("softmax", "negative", "hierarchical")
        )
        for optimizer in ("sgd", "adam")
    ]
    tables = [glove("adagrad", 11), glove("adam", 12)]
    place = Path(__file__).with_suffix(".json")
    place.write_text(json.dumps({"ways": WAYS, "paths": paths, "glove": tables}, separators=(",", ":")) + "\n", "utf-8")
