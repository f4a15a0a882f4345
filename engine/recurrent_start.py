"""Where does a recurrent network begin? Its weights at step 0.

W_aa multiplies the state at every step. Its powers decide what is remembered before anything is learned: where they
shrink, the error vanishes on its way back; where they grow, it explodes.

    uniform     evenly within ±1/√H, as torch.nn.RNN begins: its powers shrink
    normal      of spread 1/√H: its powers keep their size for a while (Girko's circular law: the spectral radius is 1)
    orthogonal  lengths are kept, there and back                             Saxe et al. (2014)
    identity    each unit keeps what it has                                  Le, Jaitly and Hinton (2015)

all times `scale`; of an LSTM or GRU each gate's. W_ax, W_ya and the biases begin evenly within ±1/√H, like torch's; the
forget gate's bias where the knob says (Gers et al. 2000; Jozefowicz et al. 2015).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.initializers import INITIALIZERS
from engine.params import Params
from engine.rng import generator
from engine.types import Array


class Start(NamedTuple):
    """`draw(generator, H)` makes a W_aa (H, H)."""

    label: str
    help: str
    draw: Callable[[np.random.Generator, int], Array]


STARTS: dict[str, Start] = {
    "uniform": Start(
        "uniform",
        "Evenly within ±1/√H: what is remembered fades.",
        lambda rng, H: rng.uniform(-1 / np.sqrt(H), 1 / np.sqrt(H), (H, H)),
    ),
    "orthogonal": Start(
        "orthogonal",
        "A random rotation: it keeps lengths, there and back.",
        lambda rng, H: INITIALIZERS["orthogonal"].draw(rng, H, H),
    ),
    "identity": Start("identity", "Each unit keeps what it has.", lambda rng, H: np.eye(H)),
    "normal": Start(
        "normal",
        "Of spread 1/√H: at scale 1 between fading and growing.",
        lambda rng, H: rng.normal(0, 1 / np.sqrt(H), (H, H)),
    ),
}


def begin(params: Params, H: int, seed: int, start: str, scale: float, forget_bias: float) -> None:
    """Draw the initial parameters, in place; each by its own stream, so that cells differ only in what they have."""
    limit = 1 / np.sqrt(H)
    for name in params:
        rng = generator(seed, name)
        if name.startswith("W_aa"):
            params[name][:] = scale * STARTS[start].draw(rng, H)
        else:
            params[name][:] = rng.uniform(-limit, limit, params[name].shape)
    if "b_a_f" in params:
        params["b_a_f"][:] = forget_bias
