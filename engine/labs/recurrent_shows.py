"""What a viewer of the Recurrent lab is shown, by name and shape: the scalars and arrays of its frames.

T time steps, n inputs, H units, K outputs, P parameters in M matrices, G gates (an Elman cell has one sum and no gate).
Row t of a matrix belongs to time t; of `a` and `c`, which have T + 1 rows, row 0 is the state before the first step,
all 0, and row t + 1 is that of time t. L is the loss of the one sequence that is looked at, J that of the batch.
"""

from collections.abc import Mapping
from typing import Any

from engine.frame import Described, Look
from engine.knobs import BadValue
from engine.labs.recurrent_config import RecurrentConfig
from engine.recurrent import Shape

MOST_INPUTS = 4000  # numbers of a sequence of the viewer's own
FARTHEST = 1e6
GENERATED = 160  # characters
TOLD_STEPS = 24  # time steps of a unit's history
TOLD_JACOBIANS = 40_000  # T H², up to which ‖∂A_t/∂A_0‖ is told

SCALARS = (
    Described("loss", "", "J of the batch of the next update, at the weights as they are"),
    Described("objective", "", "J of the training sequences; where these are many and long, of the first of them"),
    Described("test", "", "J of sequences that are held out; only where there are some"),
    Described("accuracy", "", "the share of the steps that count at which the right thing is said, in training data"),
    Described("exact", "", "the share of the sequences in which it is said at every such step"),
    Described("test_accuracy", "", "accuracy of the sequences that are held out"),
    Described("test_exact", "", "the share of these with everything right"),
    Described("gradient_norm", "", "‖∂J/∂W‖ of that batch, after clipping"),
    Described("learning_rate", "", "α of the next update"),
    Described("epoch", "", "whole passes over the training sequences"),
    Described("samples", "", "sequences that all updates have used"),
    Described("dataset_size", "", "m, the training sequences of one epoch"),
    Described("picture", "", "the step to which memory, influence and text belong"),
)
ARRAYS = (
    Described("loss", "n", "the batch loss of each update since the last frame, before that update"),
    Described(
        "trail",
        f"n × (6 + ≤ {TOLD_STEPS})",
        "step, samples; J and accuracy of the training sequences that `objective` tells of; of the one looked at "
        "‖∂L/∂A‖ of the first step and of the last one that counts, and A of the unit in focus at each time step, of "
        "many at some, evenly spread",
    ),
    Described("params", "P", "all weights and biases, in the order of a page's `params`"),
    Described("norms", "2 + M", "‖∂J/∂W‖ before clipping and after it, then of each matrix after it"),
    Described(
        "focus",
        "7",
        "of the sequence looked at: which training sequence; its steps; how many of them count; L; 1 where all is "
        "right; the time step and the unit in focus",
    ),
    Described("x", "T × n", "its inputs; where each is one symbol of many, T: which (−1 behind its end)"),
    Described("wanted", "T × K", "what is to be said; of classes T: which (−1 where nothing counts)"),
    Described("mask", "T", "1 where the loss counts"),
    Described("goes_on", "T", "1 where the error of a step goes on to the step before, 0 where it is cut"),
    Described("a", "(T + 1) × H", "the states A"),
    Described("c", "(T + 1) × H", "the states c of an LSTM"),
    Described("gates", "T × G H", "what became of each gate's sum: LSTM i, f, o, g, GRU z, r, n, each H numbers"),
    Described("said", "T × K", "Y, what is said"),
    Described("each", "T", "the loss of each step; L is their sum over the number that count"),
    Described("own", "T × H", "∂L/∂A_t by way of Y_t"),
    Described("da", "T × H", "∂L/∂A_t in all: what is not its own has come back from the step after"),
    Described("dc", "T × H", "∂L/∂c_t of an LSTM by way of c_(t+1): what has come back from the step after"),
    Described("sums", "G H", "of the time step in focus: the sums Z of each gate"),
    Described("parts", "2 × G H", "of that: what X_t and the bias give, and what the state before gives"),
    Described("dz", "G H", "of that: ∂L/∂Z of each gate"),
    Described("scores", "K", "of that: the scores before the output function"),
    Described("shares", "T × M", "how long each step's share of ∂L/∂ of each matrix is"),
    Described("other_x", "T × n or T", "inputs of the viewer's own"),
    Described("other_wanted", "T × K or T", "what would be right for them; empty where nobody knows"),
    Described("other_mask", "T", "where that would count"),
    Described("other_a", "(T + 1) × H", "the states A′ that they lead to"),
    Described("other_said", "T × K", "what is said of them"),
    Described("follows", "H", "the correlation of each unit's state with what is to be remembered, over the sequences"),
    Described("follows_stepwise", "H", "the same at each time step by itself: the mean of its sizes"),
    Described("memory", "T", "what is to be remembered in the sequence looked at, if the task has such a thing"),
    Described("influence", "T + 1", "‖∂A_t/∂A_0‖, the greatest stretching; A_0 the state before the first step"),
    Described(
        "generated",
        "letters",
        "text that the network goes on with, when each character said is its next input; its line feeds are 10",
    ),
    Described("sizes", "7", "T, n, H, K, m, sequences for testing, sequences that J is told of"),
    Described(
        "kind",
        "4",
        "of the task, 1 if so: inputs are symbols; one of several classes is said; bits are said; nothing counts but "
        "the last step",
    ),
    Described(
        "inputs",
        "letters",
        "the inputs' names, or the symbols that an input can be, a line feed as ↵; each ended by 10",
    ),
    Described("outputs", "letters", "the outputs' names or classes, each ended by 10"),
    Described("remembered", "letters", "what there is to remember, in words; empty where that has no name"),
)
LOOKS = (
    Look("sequence", "", "which training sequence is looked at; −1: the first of the batch", default=-1),
    Look("time", "", "the time step in focus, counted from 0; −1: the last one that counts", default=-1),
    Look("unit", "", "the unit in focus, counted from 0", default=0),
    Look(
        "inputs",
        f"≤ {MOST_INPUTS}",
        "a sequence of one's own, to see what the network makes of it: T × n numbers, step after step, or as many "
        "symbols' numbers as there are steps",
        default=[],
        tied=("task", "length", "text"),
    ),
    Look("temperature", "", "of the text that is generated: 0 always takes what is likeliest", default=0.5),
    Look("start", "", "what the generated text begins with", default="", tied=("text",), words=True),
)


def parse_look(values: Mapping[str, Any]) -> dict[str, Any]:
    """A viewer's wishes, checked but for what this network has. Raises BadValue."""
    look: dict[str, Any] = {}
    for name, value in values.items():
        if name in ("sequence", "time", "unit"):
            least = 0 if name == "unit" else -1
            if type(value) is not int or not least <= value < 1_000_000:
                raise BadValue(name, value, f"a whole number from {least}".replace("-", "−"))
        elif name == "inputs":
            listed = (
                isinstance(value, list) and len(value) <= MOST_INPUTS and all(type(v) in (int, float) for v in value)
            )
            if not listed or not all(abs(v) <= FARTHEST for v in value):
                raise BadValue(name, value, f"a list of up to {MOST_INPUTS} numbers within ±{FARTHEST:g}")
            value = [float(v) for v in value]
        elif name == "temperature":
            if type(value) not in (int, float) or not 0 <= value <= 5:
                raise BadValue(name, value, "a number from 0 to 5")
            value = float(value)
        elif name == "start":
            if not isinstance(value, str) or len(value) > GENERATED:
                raise BadValue(name, value, f"a text of up to {GENERATED} characters")
        else:
            allowed = ", ".join(one.name for one in LOOKS)
            raise BadValue(name, value, allowed, f"recurrent has no look “{name[:60]}”. It has {allowed}.")
        look[name] = value
    return look


def check_look(look: Mapping[str, Any], config: RecurrentConfig, samples: int, net: Shape) -> None:
    """Whether such a network, with so many training sequences, has what is looked at. Raises BadValue."""
    bounds = {"sequence": samples, "time": config.length, "unit": net.hidden}
    others = {"sequence": ", or −1 for the batch’s first", "time": ", or −1 for the last one that counts"}
    for name, count in bounds.items():
        if look.get(name, -1) >= count:
            raise BadValue(name, look[name], f"0 to {count - 1}{others.get(name, '')}")
    given = look.get("inputs", ())
    if not given:
        return
    if config.task_itself.symbolic:
        if len(given) > config.length or not all(v == int(v) and 0 <= v < net.inputs for v in given):
            allowed = f"up to {config.length} whole numbers from 0 to {net.inputs - 1}, one for each symbol"
            raise BadValue("inputs", given, allowed)
    elif len(given) != config.length * net.inputs:
        allowed = f"{config.length * net.inputs} numbers: {net.inputs} for each of {config.length} time steps"
        raise BadValue("inputs", given, allowed)
