"""What an unrolled network costs, known before it is built: the memory of its passes, and the time of an update."""

import math
from typing import NamedTuple

from engine.labs.recurrent_config import TEST, RecurrentConfig
from engine.optimizers import OPTIMIZERS
from engine.records import Price
from engine.recurrent import Shape
from engine.tasks import Wanted

PER_UPDATE, PER_STEP, WITH_GATES, FLOPS = 4_000, 900, 2_200, 100
"""Operations of an update, by its time, about 10 ns each: in all, for each time step of an Elman cell
and of one with gates, and how many products are one."""
BESIDES = 250_000
"""Bytes of a run that are none of these numbers, measured with the smallest."""
ROOM, FEWEST, MOST = 600_000, 32, 128
"""Numbers of a pass, and the fewest and the most sequences that it takes at once."""
GLANCED, LEAST, GLANCE_WORK = 256, 32, 600_000
"""Of a frame: sequences that J is told of, at most and at least, and about how many products they may take."""


def price(config: RecurrentConfig, data: bytes | None) -> Price:
    """Of one run, or of one lane of a race. Raises BadValue where there is no such network."""
    samples, held, net = extent(config, data)
    T, H, G = config.length, net.hidden, len(net.letters)
    parameters = sum(math.prod(shape) for shape in net.parameters().values())
    batch = min(config.batch_size, samples)
    T_B = T * (2 * together(net, T, samples) + 1)  # of time steps in passes
    told = T * 2 * glanced(net, T, samples) * (net.hidden + 3 * net.outputs)
    drawn = T * (samples + held) * (net.inputs + net.outputs + 4)
    computed = T_B * per_step(net) + told + 14 * parameters
    bytes = BESIDES + 8 * (drawn + max(drawn, computed))  # before there are passes, data are laid anew
    products = G * H * (net.inputs + H) + H * net.outputs
    operations = (
        PER_UPDATE
        + T * (PER_STEP if G == 1 else WITH_GATES)
        + 3 * T * batch * products // FLOPS
        + T * batch * (G * H + net.outputs)
    )
    operations += 10 * parameters if OPTIMIZERS[config.optimizer].memory else 0
    return Price(bytes, operations, parameters)


def per_step(net: Shape) -> int:
    """The numbers that a pass keeps of one time step of one sequence: engine/cell_pass.py, measured."""
    return net.inputs + 6 * net.outputs + net.hidden * (7 if len(net.letters) == 1 else 20)


def together(net: Shape, T: int, samples: int) -> int:
    """How many sequences go through a pass at once: all, or where that would take much memory, a part of them."""
    return min(samples, max(FEWEST, min(MOST, ROOM // (T * per_step(net)))))


def glanced(net: Shape, T: int, samples: int) -> int:
    """How many training sequences a frame tells J of: all, or where that would be dear the first of them."""
    work = T * net.hidden * len(net.letters) * (net.inputs + net.hidden)
    return min(samples, GLANCED, max(LEAST, GLANCE_WORK // work))


class Extent(NamedTuple):
    samples: int  # sequences to learn from
    held: int  # and those that are held out for testing
    net: Shape


def extent(config: RecurrentConfig, data: bytes | None) -> Extent:
    """How many sequences there will be, and the network. Raises BadValue where there is none."""
    config.check_length()
    task, few = config.task_itself, Wanted(config.length, 2, config.seed, config.own_text(data))
    made = task.make(few)
    net = config.shape(made.X.shape[2], made.y.shape[2])
    there_are = task.there_are(few)
    samples = min(config.sequences, there_are)
    return Extent(samples, min(TEST, there_are - samples), net)
