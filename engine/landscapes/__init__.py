"""Loss surfaces over two parameters, from the lecture's bowl to surfaces that no single learning rate suits."""

from engine.landscapes.base import Landscape
from engine.landscapes.linear_rnn import LinearRNN, bit_sums
from engine.landscapes.neuron import Neuron, hours_and_passes
from engine.landscapes.quadratics import Bowl, Quadratic, Ravine, Regression, noisy_line
from engine.landscapes.textbook import Beale, Himmelblau, Rastrigin, Rosenbrock, Saddle

__all__ = [
    "Beale",
    "Bowl",
    "Himmelblau",
    "Landscape",
    "LinearRNN",
    "Neuron",
    "Quadratic",
    "Rastrigin",
    "Ravine",
    "Regression",
    "Rosenbrock",
    "Saddle",
    "bit_sums",
    "hours_and_passes",
    "noisy_line",
]
