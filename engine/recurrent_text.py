"""A network that writes: each character that it says is its next input."""

from collections.abc import Sequence

import numpy as np

from engine.activations import ACTIVATIONS
from engine.cells import CELLS
from engine.losses import softmax
from engine.params import Params
from engine.recurrent import Shape, zero_state
from engine.rng import generator

FARTHEST = 1e30  # a score, of a network that diverges


def goes_on_writing(
    net: Shape, params: Params, symbols: Sequence[str], start: str, temperature: float, count: int, seed: int = 0
) -> str:
    """`start`, and after it so many characters that the network goes on with.

    p = softmax(scores / temperature): below 1 it prefers even more what is likely, at 0 it takes the likeliest always.
    The same random numbers every time: what changes from one update to the next is the network's doing. Characters of
    `start` that it does not know are passed over; of an empty one the first of its symbols leads.
    """
    cell, g, W = CELLS[net.cell], ACTIVATIONS[net.activation], {name: params[name] for name in params}
    known = {symbol: place for place, symbol in enumerate(symbols)}
    heard = [known[letter] for letter in start if letter in known] or [known.get("\n", 0)]
    chances = generator(seed, "writing").random(count)
    state, written = zero_state(net, 1), list[str]()
    for t in range(len(heard) + count - 1):
        x = np.zeros((1, net.inputs))
        x[0, heard[t]] = 1
        state = cell.forward(W, g, x, state).now
        if t < len(heard) - 1:
            continue
        scores = state.a @ params["W_ya"] + (params["b_y"] if net.bias else 0.0) if net.readout else state.a  # (1, K)
        heard.append(_chosen(scores[0], temperature, chances[len(written)]))
        written.append(symbols[heard[-1]])
    return start + "".join(written)


def _chosen(scores: np.ndarray, temperature: float, chance: float) -> int:
    """Which symbol: the first at which the probabilities before it and its own add up to more than `chance`."""
    scores = np.clip(np.nan_to_num(scores), -FARTHEST, FARTHEST)
    if temperature == 0:
        return int(scores.argmax())
    shares = np.cumsum(softmax(scores / max(temperature, 1e-3)))
    return int(min(np.searchsorted(shares, chance * shares[-1], side="right"), len(scores) - 1))
