"""What a viewer of the Network lab is shown, by name and shape: the scalars and arrays of its frames.

U stands for all units behind the inputs, layer after layer, the outputs last: of a 2-3-1 network three hidden ones and
one output, so that U = 4. n inputs, K outputs, P parameters, L layers with weights before them.
"""

from collections.abc import Mapping
from typing import Any

from engine.frame import Described, Look
from engine.knobs import BadValue
from engine.network import Shape
from engine.params import ELEMENT, Params

SHOWN_ROWS = 8  # samples of a batch whose every number is told
SHOWN_POINTS = 2048  # of the data, in the picture of ŷ
GRID = 41  # places along each input where ŷ is asked
FARTHEST = 1e6  # an input of the viewer's own
BINS = 24  # of the activations' distribution
FLAT = 0.01  # a slope below it: what comes back is lost

SCALARS = (
    Described("loss", "", "J of the batch of the next update, at the weights as they are"),
    Described("objective", "", "J of all the training data, the penalties of L1 and L2 included"),
    Described("test", "", "J of the test data, the same penalties included; only where some are held out"),
    Described("accuracy", "", "the share of the training data whose class is said rightly; only with classes"),
    Described("test_accuracy", "", "the same of the test data"),
    Described("gradient_norm", "", "‖∂J/∂θ‖ of that batch, after clipping"),
    Described("learning_rate", "", "α of the next update"),
    Described("epoch", "", "whole passes over the training data"),
    Described("samples", "", "samples that all updates have used"),
    Described("dataset_size", "", "m, the training samples of one epoch"),
    Described("picture", "", "the step to which field and histogram belong"),
)
ARRAYS = (
    Described("loss", "n", "the batch loss of each update since the last frame, before that update"),
    Described("trail", "n × (4 + L)", "step, samples seen, J of the training data, J of the test data, ‖∂J/∂Wˡ‖ each"),
    Described("params", "P", "all weights and biases: W1 row by row, b1, W2, …"),
    Described("gradient", "P", "∂J/∂ each of them, of the next update's batch; clipped where `clip` acts"),
    Described("direction", "P", "d: the next update is θ − α d"),
    Described("norms", "L", "‖∂J/∂Wˡ‖ of each layer, biases left out"),
    Described("batch", "B", "which training samples the next update looks at"),
    Described("x", f"≤ {SHOWN_ROWS} × n", "inputs of the batch's first samples"),
    Described("y", f"≤ {SHOWN_ROWS} × K", "their targets"),
    Described("z", f"≤ {SHOWN_ROWS} × U", "their sums z, layer after layer"),
    Described("a", f"≤ {SHOWN_ROWS} × U", "their activations a; the last K are ŷ"),
    Described("delta", f"≤ {SHOWN_ROWS} × U", "δ = ∂J/∂z of each"),
    Described("each", f"≤ {SHOWN_ROWS} × K", "the loss of each of their outputs (of cross-entropy one column)"),
    Described("focus", "1", "which training sample is looked at; −1: inputs of the viewer's own"),
    Described("focus_x", "n", "its inputs"),
    Described("focus_y", "K", "its target; empty for inputs of the viewer's own"),
    Described("focus_z", "U", "its sums"),
    Described("focus_a", "U", "its activations"),
    Described(
        "field", f"rows × {GRID} × K", "ŷ over the domain of the first two inputs; row 0 is the lowest second one"
    ),
    Described(
        "histogram", f"L × {BINS}", "the shares of a layer's activations over all training data, from low to high"
    ),
    Described("ranges", "L × 2", "from where to where each histogram goes"),
    Described("flat", "L", f"how many units of each layer have a slope f′ below {FLAT:g} for every training sample"),
    Described("norms_full", "L", "‖∂J/∂Wˡ‖ of each layer as it is now, over all training data, biases left out"),
    Described(
        "curvature", "1", "λ_max of the Hessian of J over all the training data, at θ: 2/λ_max is a local guide for α"
    ),
    Described(
        "plane_surface", "rows × columns", "J of all the training data over a plane through θ; row 0 is the lowest q"
    ),
    Described("plane_domain", "4", "the part of the plane shown: p from, to, q from, to"),
    Described("plane_levels", "n", "values of J at which to draw a line"),
    Described("plane_path", "n × 4", "where the run has been: step, p, q, and how far from the plane"),
    Described("plane_jumps", "n × 3", "where changes of weights have put it: step, p, q; the path tells from where"),
    Described(
        "plane_beside", "n × 5", "where the others of a race have been: lane, step, p, q, and 1 where a change put it"
    ),
    Described("plane_now", "2", "p and q of θ"),
    Described("plane_next", "2", "p and q after the next update"),
    Described("plane_share", "1", "the share of the path's movement that lies along the plane"),
    Described("plane_samples", "1", "how many training samples the surface is made of: all, or of many a part"),
    Described("layers", "L + 1", "inputs, units of each hidden layer, outputs"),
    Described("domain", "2 n", "the part of the inputs' space that is shown: from and to of each"),
    Described(
        "scale_x",
        "n × 3",
        "each input in the data's own units: the first number + the second + the third · x. Of a table that was handed "
        "in these are its column's mean, what float32 leaves out of it, and its spread; else 0, 0 and 1",
    ),
    Described(
        "scale_y",
        "3",
        "the same of the target, which of a table of numbers goes from 0.1 to 0.9; of classes 0, 0 and 1",
    ),
    Described("data_x", f"≤ {SHOWN_POINTS} × n", "inputs of the training data"),
    Described("data_y", f"≤ {SHOWN_POINTS} × K", "their targets"),
    Described("test_x", f"≤ {SHOWN_POINTS} × n", "inputs of the test data; only where some are held out"),
    Described("test_y", f"≤ {SHOWN_POINTS} × K", "their targets"),
)
LOOKS = (
    Look(
        "sample",
        "",
        "the training sample whose numbers stand in the diagram",
        default=0,
        tied=("dataset", "points", "test_share"),
    ),
    Look(
        "plane",
        "",
        "which plane of the parameters' space the loss surface shows: path, its two principal directions; or two "
        'parameters, ["W1[0,0]", "W2[0,0]"], whose values p and q are; empty for none',
        default="path",
        tied=("dataset", "hidden", "output"),
    ),
    Look(
        "inputs",
        "n",
        "what if: inputs of the viewer's own, sent through the network as it is",
        tied=("dataset",),
    ),
)


def parse_look(values: Mapping[str, Any]) -> dict[str, Any]:
    """A viewer's wishes, checked. Raises BadValue."""
    look: dict[str, Any] = {}
    for name, value in values.items():
        if name == "sample":
            if type(value) is not int or not 0 <= value < 1_000_000:
                raise BadValue(name, value, "the number of a training sample, counted from 0")
        elif name == "inputs":
            numbers = isinstance(value, list) and all(type(v) in (int, float) for v in value)
            if not numbers or not all(abs(v) <= FARTHEST for v in value):
                raise BadValue(name, value, f"a list of numbers within ±{FARTHEST:g}, one for each input")
            value = [float(v) for v in value]
        elif name == "plane":
            pair = isinstance(value, list) and len(value) == 2 and all(isinstance(v, str) for v in value)
            if not (pair and value[0] != value[1] and all(ELEMENT.fullmatch(v) for v in value)) and value not in (
                "path",
                "",
            ):
                raise BadValue(name, value, "path, nothing, or two different parameters such as W1[0,0] and W2[0,0]")
        else:
            allowed = ", ".join(look.name for look in LOOKS)
            raise BadValue(name, value, allowed, f"network has no look “{name[:60]}”. It has {allowed}.")
        look[name] = value
    return look


def check_look(look: Mapping[str, Any], samples: int, net: Shape) -> None:
    """Whether a network with these layers and so many training samples has what is looked at. Raises BadValue."""
    sample, inputs, plane = look.get("sample", 0), look.get("inputs"), look.get("plane")
    if sample >= samples:
        raise BadValue("sample", sample, f"0 to {samples - 1}, the training samples counted from 0")
    if inputs is not None and len(inputs) != net.sizes[0]:
        raise BadValue("inputs", inputs, f"a number for each of the {net.sizes[0]} inputs")
    if isinstance(plane, list):
        params = Params(net.parameters())
        for name in plane:
            try:
                params.locate(name)
            except BadValue as error:
                raise BadValue("plane", plane, error.allowed, str(error)) from None
