"""Makes network.json: 60 updates of small networks by PyTorch, to compare ours with.

Needs PyTorch, which the project does not: `pip install torch`, then `python tests/reference/network.py`.
The values that are kept were made with PyTorch 2.13.0 (CPU, float64).
"""

import json
from itertools import pairwise
from pathlib import Path

import torch

UPDATES, BATCH = 60, 5
LOSSES = {
    "mse": torch.nn.MSELoss(),
    "bce": torch.nn.BCEWithLogitsLoss(),
    "cross-entropy": torch.nn.CrossEntropyLoss(),
}
ACTIVATIONS = {
    "sigmoid": torch.nn.Sigmoid(),
    "tanh": torch.nn.Tanh(),
    "relu": torch.nn.ReLU(),
    "leaky-relu": torch.nn.LeakyReLU(),
    "elu": torch.nn.ELU(),
    "gelu": torch.nn.GELU(),
    "softplus": torch.nn.Softplus(threshold=1e9),  # without its short cut for large z
    "sine": torch.sin,
    "identity": lambda z: z,
}
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.01),
    "rprop": lambda p: torch.optim.Rprop(p, lr=0.01),
    "adam": lambda p: torch.optim.Adam(p, lr=0.02),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.02),
}
KNOBS = {
    "sgd": {"learning_rate": 0.1},
    "momentum": {"learning_rate": 0.05, "momentum": 0.9},
    "nesterov": {"learning_rate": 0.05, "momentum": 0.8},
    "adagrad": {"learning_rate": 0.1},
    "rmsprop": {"learning_rate": 0.01},
    "rprop": {"learning_rate": 0.01},
    "adam": {"learning_rate": 0.02},
    "adamw": {"learning_rate": 0.02},
}


def path(sizes, activation, output, loss, optimizer, seed):
    torch.manual_seed(seed)
    f = ACTIVATIONS[activation]
    layers = [torch.nn.Linear(n, h, dtype=torch.float64) for n, h in pairwise(sizes)]
    X = torch.randn(4 * BATCH, sizes[0], dtype=torch.float64)
    if loss == "cross-entropy":
        target = torch.arange(len(X)) % sizes[-1]
        y = torch.nn.functional.one_hot(target, sizes[-1]).double()
    else:
        y = (torch.arange(len(X)) % 2).double()[:, None].repeat(1, sizes[-1])
    start = [(layer.weight.T.tolist(), layer.bias.tolist()) for layer in layers]
    parameters = [p for layer in layers for p in (layer.weight, layer.bias)]
    rule = OPTIMIZERS[optimizer](parameters)
    losses = []
    for update in range(UPDATES):
        part = slice(BATCH * (update % 4), BATCH * (update % 4) + BATCH)
        a = X[part]
        for layer in layers[:-1]:
            a = f(layer(a))
        z = layers[-1](a)
        if loss == "mse":
            yhat = {"same": f, "identity": lambda z: z, "sigmoid": torch.sigmoid}[output](z)
            J = LOSSES[loss](yhat, y[part])
        elif loss == "bce":
            J = LOSSES[loss](z, y[part])
        else:
            J = LOSSES[loss](z, target[part])
        rule.zero_grad()
        J.backward()
        rule.step()
        losses.append(J.item())
    end = [(layer.weight.T.tolist(), layer.bias.tolist()) for layer in layers]
    return {
        "sizes": sizes, "activation": activation, "output": output, "loss": loss, "optimizer": optimizer,
        "knobs": KNOBS[optimizer], "X": X.tolist(), "y": y.tolist(), "start": start, "losses": losses, "end": end,
    }  # fmt: skip


if __name__ == "__main__":
    paths = [path([2, 3, 1], "sigmoid", "same", "mse", optimizer, seed=1) for optimizer in OPTIMIZERS]
    paths += [path([2, 4, 3, 1], activation, "identity", "mse", "sgd", seed=2) for activation in ACTIVATIONS]
    paths += [
        path([2, 4, 1], "tanh", "sigmoid", "bce", "adam", seed=3),
        path([2, 5, 3], "relu", "softmax", "cross-entropy", "momentum", seed=4),
        path([3, 2], "tanh", "softmax", "cross-entropy", "sgd", seed=5),
        path([2, 3, 2], "gelu", "sigmoid", "mse", "rmsprop", seed=6),
    ]
    place = Path(__file__).with_suffix(".json")
    place.write_text(json.dumps({"batch": BATCH, "paths": paths}, separators=(",", ":")) + "\n", "utf-8")
