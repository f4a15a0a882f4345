"""A network that writes: what it says is its next input, and the temperature decides how bold it is."""

import numpy as np
import pytest

from engine.losses import softmax
from engine.params import Params
from engine.recurrent import Shape, forward
from engine.recurrent_text import _chosen, goes_on_writing

SYMBOLS = ("a", "b", "\n", "c")


def network(seed: int = 0) -> tuple[Shape, Params]:
    net = Shape(4, 5, 4, "gru", output="softmax", loss="cross-entropy")
    params = Params(net.parameters())
    params.vector[:] = np.random.default_rng(seed).normal(0, 1.5, len(params))
    return net, params


@pytest.mark.parametrize(
    ("temperature", "shares"), [(1.0, (1 / 4, 3 / 4)), (0.5, (1 / 10, 9 / 10)), (2.0, (0.366, 0.634))]
)
def test_the_temperature_divides_the_scores(temperature: float, shares: tuple[float, float]) -> None:
    scores = np.log([1.0, 3.0])
    np.testing.assert_allclose(softmax(scores / temperature), shares, atol=5e-4)
    assert _chosen(scores, temperature, shares[0] - 0.01) == 0
    assert _chosen(scores, temperature, shares[0] + 0.01) == 1


def test_at_zero_it_takes_the_likeliest_always() -> None:
    assert [_chosen(np.array([0.1, 0.3, 0.2]), 0.0, chance) for chance in (0.0, 0.5, 0.999)] == [1, 1, 1]


def test_scores_beyond_measure_are_no_reason_to_stop() -> None:
    assert _chosen(np.array([np.nan, np.inf, -np.inf]), 0.5, 0.5) == 1


def test_each_symbol_is_the_next_input() -> None:
    net, params = network()
    text = goes_on_writing(net, params, SYMBOLS, "ab", 0.0, 12)
    ids = [SYMBOLS.index(symbol) for symbol in text]
    said = forward(net, params, np.eye(4)[ids][:, None]).scores[:, 0].argmax(axis=1)
    assert ids[2:] == said[1:-1].tolist()


def test_an_empty_beginning_is_a_line_of_its_own() -> None:
    net, params = network(1)
    assert goes_on_writing(net, params, SYMBOLS, "", 0.0, 6) == goes_on_writing(net, params, SYMBOLS, "\n", 0.0, 6)[1:]
