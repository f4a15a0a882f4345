"""Updates per second of word vectors: each method at the lab's defaults and at other batch sizes, beside PyTorch's.

    python -m bench.embedding
    PYTORCH=/path/to/python-with-torch python -m bench.embedding

The project needs no PyTorch. Where `PYTORCH` names a Python that has it, it trains the same model of the same text in
the same batches, in a process of its own, eager, on one thread, in turn with the engine; both with the lab's own
optimizer, over all rows of W and C. The median of the ratios is what to quote. LSA is no training there.
"""

import time
from statistics import median
from typing import Any

import numpy as np

from bench.beside import pytorch
from engine.labs.embedding import Embedding
from engine.labs.embedding_counts import Glove
from engine.labs.embedding_windows import Windowed
from engine.types import Indices

ROUNDS, SECONDS, WARM = 15, 0.08, 5
BATCHES = (1, 32, 128, 1024)
METHODS: list[tuple[str, dict[str, Any]]] = [
    ("skip-gram, softmax", {"objective": "softmax"}),
    ("skip-gram, negative", {"objective": "negative"}),
    ("skip-gram, hierarchical", {"objective": "hierarchical"}),
    ("CBOW, softmax", {"method": "cbow"}),
    ("GloVe", {"method": "glove"}),
    ("LSA", {"method": "lsa"}),
]

TORCH = """
import json, sys, time, torch
torch.set_num_threads(1)
F = torch.nn.functional
bce = F.binary_cross_entropy_with_logits

def number(name):
    return torch.tensor(data[name])

for line in sys.stdin:
    data = json.loads(line)
    B, V, N, k, rows = data["B"], data["V"], data["N"], data["negatives"], data["rows"]
    W, C = (torch.nn.Parameter(0.1 * torch.randn(n, N)) for n in (V, rows))
    bw, bc = (torch.nn.Parameter(torch.zeros(V)) for _ in range(2))
    glove = data["method"] == "glove"
    parameters = [W, C, bw, bc] if glove else [W, C]
    rule = torch.optim.Adagrad(parameters, lr=0.05) if glove else torch.optim.Adam(parameters, lr=0.02)
    inputs, wanted = number("inputs"), number("wanted")
    there, weights, logs = number("there"), number("weights"), number("logs")
    noise, nodes, turns = number("noise"), number("nodes"), number("turns")
    known = (nodes >= 0).float()
    nodes = nodes.clamp(min=0)

    def loss(batch):
        if glove:
            i, j = inputs[batch, 0], wanted[batch]
            error = (W[i] * C[j]).sum(-1) + bw[i] + bc[j] - logs[batch]
            return (weights[batch] * error**2).mean()
        if data["method"] == "cbow":
            share = there[batch]
            h = (W[inputs[batch]] * share[..., None]).sum(1) / share.sum(1, keepdim=True)
        else:
            h = W[inputs[batch, 0]]
        word = wanted[batch]
        if data["objective"] == "softmax":
            return F.cross_entropy(h @ C.T, word)
        if data["objective"] == "negative":
            columns = torch.cat([word[:, None], torch.multinomial(noise, len(word) * k, True).view(-1, k)], 1)
            aim = torch.zeros(columns.shape)
            aim[:, 0] = 1
            return bce((C[columns] * h[:, None]).sum(-1), aim, reduction="sum") / len(word)
        some = known[word]
        return bce((C[nodes[word]] * h[:, None]).sum(-1), turns[word], some, reduction="sum") / len(word)

    at = made = 0
    while True:
        batch = slice(at, at + B)
        at = at + B if at + B < len(wanted) else 0
        rule.zero_grad()
        J = loss(batch)
        J.backward()
        rule.step()
        made += 1
        if made == data["warm"]:
            begun = time.perf_counter()
        elif made > data["warm"] and time.perf_counter() - begun > data["seconds"]:
            break
    print((time.perf_counter() - begun) / (made - data["warm"]), flush=True)
"""


def engine(run: Embedding) -> float:
    """Seconds of an update."""
    run.steps(WARM)
    made, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < SECONDS:
        run.step()
        made += 1
    return (time.perf_counter() - begun) / made


def told(run: Embedding) -> dict[str, Any]:
    """The model and its text, for the other process: every pair or window, or every cell of the table."""
    config, text, model = run.config, run.text, run.model
    inputs: Indices
    wanted: Indices
    found: dict[str, Any] = {
        "method": config.method,
        "objective": config.objective,
        "B": config.batch_size,
        "V": text.V,
        "N": config.dimensions,
        "rows": model.columns,
        "negatives": config.negatives,
        "warm": WARM,
        "seconds": SECONDS,
        **{name: [0] for name in ("there", "weights", "logs", "noise", "nodes", "turns")},
    }
    if isinstance(model, Windowed):
        windows, words = model.windows(0), text.tokens.words
        if config.method == "cbow":
            sizes = np.diff(windows.first)
            place = windows.first[:-1, None] + np.minimum(np.arange(sizes.max()), sizes[:, None] - 1)
            inputs, wanted = words[windows.contexts[place]], words[windows.centers]
            found["there"] = (np.arange(sizes.max()) < sizes[:, None]).astype(float).tolist()
        else:
            inputs, wanted = words[windows.centers[windows.owners]][:, None], words[windows.contexts]
        counts = text.vocabulary.counts**0.75
        found |= {"noise": (counts / counts.sum()).tolist(), "nodes": model.tree.nodes.tolist()}
        found |= {"turns": model.tree.turns.astype(float).tolist()}
    else:
        assert isinstance(model, Glove)
        inputs, wanted = model.cells.i[:, None], model.cells.j
        found |= {"weights": model.cells.weight.tolist(), "logs": model.cells.target.tolist()}
    return {**found, "inputs": inputs.tolist(), "wanted": wanted.tolist()}


def main() -> None:
    print("Word vectors of the small kingdom: updates and samples a second, and the ratio to PyTorch")
    print(f"{'method':>24} {'batch':>6} {'updates/s':>10} {'samples/s':>11} {'PyTorch':>8} {'ratio':>7}")
    with pytorch(TORCH) as torch:
        for name, knobs in METHODS:
            own = Embedding(**knobs).config.batch_size
            sizes = (*BATCHES, own) if own not in BATCHES else BATCHES
            for B in sizes if knobs.get("method") != "lsa" else (own,):
                run = Embedding(**knobs, batch_size=B)
                theirs = told(run) if torch and knobs.get("method") != "lsa" else None
                rows = [(engine(run), torch(theirs) if torch and theirs else float("nan")) for _ in range(ROUNDS)]
                ours = median(row[0] for row in rows)
                samples = min(B, run.batches.samples)
                size = "all" if B >= run.batches.samples else str(B)
                others = f"{1 / median(row[1] for row in rows):8.0f} {median(row[1] / row[0] for row in rows):6.1f}×"
                print(
                    f"{name:>24} {size:>6} {1 / ours:10.0f} {samples / ours:11.0f} {others if theirs else '':>16}",
                    flush=True,
                )


if __name__ == "__main__":
    np.seterr(all="ignore")
    main()
