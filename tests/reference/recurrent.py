"""Makes recurrent.json: gradients and 40 updates of small recurrent networks by PyTorch, to compare ours with.

Needs PyTorch, which the project does not: `pip install torch`, then `python tests/reference/recurrent.py`.
The values that are kept were made with PyTorch 2.13.0 (CPU, float64).

Parameters have our names and shapes. PyTorch wants the gates of a cell in one matrix, in an order of its own, and has
two biases, of which the second is 0 here.
"""

import json
from pathlib import Path

import torch
from torch.func import functional_call

UPDATES, T, N, H, K, RATE, CLIP = 40, 6, 2, 3, 2, 0.05, 0.2
LENGTHS = [6, 4, 3]
CELLS = {"elman": (torch.nn.RNNCell, [""]), "lstm": (torch.nn.LSTMCell, "ifgo"), "gru": (torch.nn.GRUCell, "rzn")}
LAYERS = {"elman": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
OURS = {"elman": [""], "lstm": "ifog", "gru": "zrn"}  # the order of engine/cells.py


def double(*shape):
    return torch.zeros(*shape, dtype=torch.float64)


def parameters(cell, bias, generator):
    shapes = {}
    for letter in OURS[cell]:
        end = f"_{letter}" if letter else ""
        shapes |= {f"W_ax{end}": (N, H), **({f"b_a{end}": (H,)} if bias else {}), f"W_aa{end}": (H, H)}
    shapes |= {**({"b_y": (K,)} if bias else {}), "W_ya": (H, K)}
    return {
        name: (0.6 * torch.randn(*shape, generator=generator, dtype=torch.float64)).requires_grad_()
        for name, shape in shapes.items()
    }


def as_torch_has_them(cell, W, bias):
    order = CELLS[cell][1]
    joined = {
        theirs: torch.cat([W[f"{ours}_{letter}" if letter else ours] for letter in order], dim=-1).movedim(0, -1)
        for theirs, ours in {"weight_ih": "W_ax", "weight_hh": "W_aa", **({"bias_ih": "b_a"} if bias else {})}.items()
    }
    return joined | ({"bias_hh": double(len(order) * H)} if bias else {})


def unrolled(cell, nonlinearity, W, X, goes_on, bias):
    """A_t of each step, a list of (B, H) that keep their gradients."""
    told = {"nonlinearity": nonlinearity} if cell == "elman" else {}
    kind, weights = CELLS[cell][0](N, H, bias=bias, dtype=torch.float64, **told), as_torch_has_them(cell, W, bias)
    a, c, states = double(X.shape[1], H), double(X.shape[1], H), []
    for t, x in enumerate(X):
        if t:
            a, c = (torch.where(goes_on[t, :, None], s, s.detach()) for s in (a, c))
        if cell == "lstm":
            a, c = functional_call(kind, weights, (x, (a, c)))
        else:
            a = functional_call(kind, weights, (x, a))
        a.retain_grad()
        states.append(a)
    layer = LAYERS[cell](N, H, bias=bias, dtype=torch.float64, **told)
    whole = functional_call(layer, {f"{name}_l0": w for name, w in weights.items()}, (X,))[0]
    assert torch.allclose(whole, torch.stack(states), rtol=1e-12, atol=1e-14)
    return states


def loss_of(loss, output, scores, y, mask):
    F = torch.nn.functional
    if loss == "cross-entropy":
        each = F.cross_entropy(scores.reshape(-1, K), y.argmax(-1).reshape(-1), reduction="none").reshape(mask.shape)
    elif loss == "bce":
        each = F.binary_cross_entropy_with_logits(scores, y, reduction="none").mean(-1)
    else:
        said = torch.sigmoid(scores) if output == "sigmoid" else scores
        each = F.mse_loss(said, y, reduction="none").mean(-1)
    return (each * mask).sum() / mask.sum()


def path(cell, output, loss, counts, truncate=0, nonlinearity="tanh", bias=True, seed=0):
    generator = torch.Generator().manual_seed(seed)
    lengths, times = torch.tensor(LENGTHS), torch.arange(T)[:, None]
    there = times < lengths
    mask = (there if counts == "every step" else times == lengths - 1).double()
    X = torch.randn(T, len(LENGTHS), N, generator=generator, dtype=torch.float64).round(decimals=3) * there[..., None]
    classes = torch.randint(K, mask.shape, generator=generator)
    y = torch.nn.functional.one_hot(classes, K).double()
    if loss == "mse":
        y = torch.rand(*mask.shape, K, generator=generator, dtype=torch.float64).round(decimals=3)
    left = lengths - times  # steps from t to the end of a sequence, its own among them
    goes_on = torch.ones(T, len(LENGTHS), dtype=torch.bool)
    if truncate:
        goes_on = (left <= 0) | (left % truncate != 0)
    W = parameters(cell, bias, generator)
    start = {name: w.tolist() for name, w in W.items()}
    rule, losses, first = torch.optim.Adam(W.values(), lr=RATE), [], {}
    for update in range(UPDATES):
        states = unrolled(cell, nonlinearity, W, X, goes_on, bias)
        scores = torch.stack(states) @ W["W_ya"] + (W["b_y"] if bias else 0.0)
        J = loss_of(loss, output, scores, y, mask)
        rule.zero_grad()
        J.backward()
        if update == 0:
            first = {
                "a": [a.tolist() for a in states],
                "gradients": {name: w.grad.tolist() for name, w in W.items()},
                "da": [a.grad.tolist() for a in states],
            }
        torch.nn.utils.clip_grad_norm_(W.values(), CLIP)
        rule.step()
        losses.append(J.item())
    return {
        "cell": cell, "activation": nonlinearity, "output": output, "loss": loss, "counts": counts,
        "truncate": truncate, "bias": bias, "X": X.tolist(), "y": y.tolist(), "mask": mask.tolist(),
        "start": start, **first, "losses": losses, "end": {name: w.tolist() for name, w in W.items()},
    }  # fmt: skip


if __name__ == "__main__":
    torch.set_num_threads(1)
    paths = [
        path("elman", "sigmoid", "bce", "every step", seed=1),
        path("elman", "identity", "mse", "the last", nonlinearity="relu", seed=2),
        path("elman", "softmax", "cross-entropy", "every step", truncate=3, seed=3),
        path("lstm", "softmax", "cross-entropy", "the last", seed=4),
        path("lstm", "sigmoid", "bce", "every step", truncate=2, seed=5),
        path("lstm", "identity", "mse", "every step", bias=False, seed=6),
        path("gru", "sigmoid", "bce", "the last", seed=7),
        path("gru", "softmax", "cross-entropy", "every step", truncate=3, seed=8),
        path("gru", "sigmoid", "mse", "every step", bias=False, seed=9),
    ]
    told = {"lengths": LENGTHS, "learning_rate": RATE, "clip": CLIP, "paths": paths}
    Path(__file__).with_suffix(".json").write_text(json.dumps(told, separators=(",", ":")) + "\n", "utf-8")
