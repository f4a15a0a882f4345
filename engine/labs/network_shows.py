"""What a viewer of the Network lab is shown, by name and shape: the scalars and arrays of its frames.

U stands for all units behind the inputs, layer after layer, the outputs last: of a 2-3-1 network three hidden ones and
one output, so that U = 4. n inputs, K outputs, P parameters, L layers with weights before them.
"""

from engine.frame import Described

SHOWN_ROWS = 8  # samples of a batch whose every number is told
SHOWN_POINTS = 2048  # of the data, in the picture of ŷ
GRID = 41  # places along each input where ŷ is asked
BINS = 24  # of the activations' distribution

SCALARS = (
    Described("loss", "", "J of the batch of the next update, at the weights as they are"),
    Described("objective", "", "J of all the training data"),
    Described("test", "", "J of the test data; only where some are held out"),
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
    Described("layers", "L + 1", "inputs, units of each hidden layer, outputs"),
    Described("domain", "2 n", "the part of the inputs' space that is shown: from and to of each"),
    Described("data_x", f"≤ {SHOWN_POINTS} × n", "inputs of the training data"),
    Described("data_y", f"≤ {SHOWN_POINTS} × K", "their targets"),
    Described("test_x", f"≤ {SHOWN_POINTS} × n", "inputs of the test data; only where some are held out"),
    Described("test_y", f"≤ {SHOWN_POINTS} × K", "their targets"),
)
LOOKS = (
    Described("sample", "", "the training sample whose numbers stand in the diagram"),
    Described("inputs", "n", "what if: inputs of the viewer's own, sent through the network as it is"),
)
