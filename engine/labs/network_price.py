"""What a network costs, known before it is built: the memory that its passes take, and the time of an update."""

import math

from engine.in_place import SLOPES
from engine.labs.network_config import NetworkConfig, units
from engine.labs.network_pictures import BENDING
from engine.network import Shape
from engine.optimizers import OPTIMIZERS
from engine.records import Price

PER_UPDATE, PER_LAYER, FLOPS, ERF = 500, 250, 40, 5
"""Operations of an update, by its time, about 10 ns each: in all, for each layer, how many products of numbers count as
one, and what each unit of a sample takes where f and f′ need an erf; of any other f it is one."""


def price(config: NetworkConfig, data: bytes | None) -> Price:
    """Of one run, or of one lane of a race. Raises BadValue where the data are none that a network takes."""
    samples, net = extent(config, data)
    parameters = sum(math.prod(shape) for shape in net.parameters().values())
    batch = min(config.batch_size, samples)
    columns = sum(net.sizes) + len(net.sizes)
    kept, made = (3, 1) if config.activation in SLOPES else (4, 4)  # arrays of a pass; those that come and go in it
    tried = min(samples, BENDING // (parameters + 10 * sum(net.sizes)) + 1)  # in one that comes and goes for a picture
    numbers = columns * (2 * kept * samples + max(made * samples, kept * tried))  # all; batches, whatever their sizes
    bytes = 8 * (numbers + 12 * parameters)
    operations = PER_UPDATE + PER_LAYER * len(net.layers) + 6 * batch * parameters // FLOPS
    operations += batch * sum(net.sizes[1:]) * (ERF if config.activation == "gelu" else 1)
    operations += 10 * parameters if OPTIMIZERS[config.optimizer].memory else 0
    return Price(bytes, operations, parameters)


def extent(config: NetworkConfig, data: bytes | None) -> tuple[int, Shape]:
    """How many samples there are, those for testing included, and the layers. Raises BadValue as `price` does."""
    samples = 3 if config.dataset == "lecture" else config.points
    inputs = 1 if config.dataset in ("sine", "step") else 2
    outputs = 3 if config.dataset == "blobs" else 2 if config.output == "softmax" else 1
    if data is not None:
        dataset = config.chosen(data)
        samples, inputs = dataset.X.shape
        outputs = dataset.y(one_hot=config.output == "softmax").shape[1]
    return samples, Shape((inputs, *units(config.hidden), outputs), "", "", "", config.bias)
