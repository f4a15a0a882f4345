"""Makes optimizers.json: the first 100 updates of torch.optim on a ravine, to compare ours with.

Needs PyTorch, which the project does not: `pip install torch`, then `python tests/reference/optimizers.py`.
The values that are kept were made with PyTorch 2.13.0 (CPU, float64).
"""

import json
from pathlib import Path

import torch

UPDATES, KAPPA, START = 100, 12.0, (-3.6, 0.95)

RULES = {
    "sgd": (dict(learning_rate=0.145), lambda p: torch.optim.SGD(p, lr=0.145)),
    "momentum": (
        dict(learning_rate=0.05, momentum=0.9),
        lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    ),
    "nesterov": (
        dict(learning_rate=0.05, momentum=0.8),
        lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True),
    ),
    "adagrad": (dict(learning_rate=0.4), lambda p: torch.optim.Adagrad(p, lr=0.4)),
    "rmsprop": (dict(learning_rate=0.05), lambda p: torch.optim.RMSprop(p, lr=0.05)),
    "rprop": (dict(learning_rate=0.03), lambda p: torch.optim.Rprop(p, lr=0.03)),
    "adam": (dict(learning_rate=0.1), lambda p: torch.optim.Adam(p, lr=0.1)),
    "adamw": (dict(learning_rate=0.1), lambda p: torch.optim.AdamW(p, lr=0.1)),
}
CHANGED_AT, FACTOR = 40, 0.5  # in mid-run the learning rate is halved


def path(make, clip: float) -> list[list[float]]:
    theta = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = make([theta])
    points = []
    for update in range(UPDATES):
        if update == CHANGED_AT:
            optimizer.param_groups[0]["lr"] *= FACTOR
        optimizer.zero_grad()
        J = 0.5 * (theta[0] ** 2 + KAPPA * theta[1] ** 2)
        J.backward()
        if clip:
            torch.nn.utils.clip_grad_norm_([theta], clip)
        optimizer.step()
        points.append(theta.detach().tolist())
    return points


if __name__ == "__main__":
    cases = [
        {"optimizer": name, "knobs": {**knobs, "clip": clip}, "theta": path(make, clip)}
        for name, (knobs, make) in RULES.items()
        for clip in (0.0, 1.5)
    ]
    changed = {"at": CHANGED_AT, "factor": FACTOR}
    kept = {"torch": torch.__version__, "condition": KAPPA, "start": START, "changed": changed, "cases": cases}
    Path(__file__).with_suffix(".json").write_text(json.dumps(kept, indent=None, separators=(",", ":")) + "\n")
