"""The knobs of the Recurrent lab: what it learns, which cell, how it begins, and how far back its error goes."""

import dataclasses
from typing import Any

from engine.activations import ACTIVATIONS
from engine.cells import CELLS
from engine.config import CommonConfig
from engine.knobs import PREFIX, BadValue, Choice, knob, restated, shown
from engine.recurrent import Shape
from engine.recurrent_start import STARTS
from engine.tasks import TASKS, Task

LONGEST = 100  # time steps
TEST = 256  # sequences that are held out for testing, where there are so many more

_BRINGS: dict[str, dict[str, Any]] = {
    "addition": {"hidden": 8, "length": 5},
    "moving-dot": {"hidden": 16, "length": 8},
    "characters": {"hidden": 48, "length": 25, "cell": "gru"},
    "negation": {"hidden": 8, "length": 8},
    "remember": {"hidden": 12, "length": 10},
    "counting": {"hidden": 12, "length": 8, "cell": "gru"},
    "caption": {"hidden": 24, "length": 6, "cell": "gru", "learning_rate": 0.03},
    "linear": {
        "hidden": 1,
        "length": 10,
        "activation": "identity",
        "bias": False,
        "readout": False,
        "optimizer": "rprop",
        "learning_rate": 0.001,
        "batch_size": 1_000_000,
        "sequences": 20,
        "clip": 0.0,
    },
}


@dataclasses.dataclass(frozen=True)
class RecurrentConfig(CommonConfig):
    learning_rate: float = restated(CommonConfig, "learning_rate", default=0.01, slider=(0.0001, 1.0))
    batch_size: int = restated(CommonConfig, "batch_size", default=32, unit="sequences")
    optimizer: str = restated(CommonConfig, "optimizer", default="adam")
    clip: float = restated(CommonConfig, "clip", default=1.0, slider=(0.0, 10.0), symbol="‖∂J/∂W‖")
    task: str = knob(
        "addition",
        choices=tuple(Choice(name, task.label, task.shows, _BRINGS[name]) for name, task in TASKS.items()),
        common=True,
        label="Task",
        help="What the network learns to say, and when: at every step, at the last one, or from one input on.",
    )
    cell: str = knob(
        "elman",
        choices=tuple(Choice(name, cell.label, cell.help) for name, cell in CELLS.items()),
        label="Cell",
        help="How a state comes of an input and of the state before it.",
    )
    hidden: int = knob(
        8,
        low=1,
        high=128,
        slider=(1, 64),
        scale="log",
        label="Hidden units",
        symbol="H",
        help="How many numbers a state A has.",
    )
    length: int = knob(
        5,
        low=2,
        high=LONGEST,
        slider=(2, 30),
        common=True,
        label="Time steps",
        symbol="T",
        help="How long a sequence is.",
    )
    activation: str = knob(
        "tanh",
        choices=tuple(
            Choice(name, ACTIVATIONS[name].label, ACTIVATIONS[name].help)
            for name in ("tanh", "relu", "sigmoid", "leaky-relu", "elu", "softplus", "sine", "identity")
        ),
        label="Activation",
        symbol="g",
        help="What an Elman cell makes of its sum Z. LSTM and GRU have functions of their own.",
        applies={"cell": ["elman"]},
    )
    truncate: int = knob(
        0,
        low=0,
        high=LONGEST,
        slider=(0, 30),
        live=True,
        shapes=True,
        zero="no cut",
        unit="steps",
        label="Cut the error after",
        help="How many steps the error goes back before it is cut; 0: to the beginning. The states go on all the same.",
    )
    recurrent_initializer: str = knob(
        "uniform",
        choices=tuple(Choice(name, start.label, start.help) for name, start in STARTS.items()),
        label="Recurrent weights begin",
        help="The recurrent weights at step 0: whether what is remembered grows or shrinks from step to step.",
    )
    recurrent_scale: float = knob(
        1.0,
        low=0.0,
        high=10.0,
        slider=(0.1, 3.0),
        scale="linear",
        label="Scale of these weights",
        help="The recurrent weights W_aa of step 0 are multiplied by this: above 1 what is remembered grows.",
    )
    forget_bias: float = knob(
        1.0,
        low=-10.0,
        high=10.0,
        slider=(-2.0, 6.0),
        label="Forget bias",
        help="The forget gate’s bias at step 0: with 5 it is open, and c is kept.",
        applies={"cell": ["lstm"]},
    )
    text: str = knob(
        "grammar",
        choices=(Choice("grammar", "Small verses", "Lines from a small grammar."),),
        common=True,
        data="text",
        label="Text",
        help="What the characters are learnt from.",
        applies={"task": ["characters"]},
    )
    sequences: int = knob(
        512,
        low=4,
        high=2000,
        slider=(16, 2000),
        scale="log",
        common=True,
        seldom=True,
        label="Sequences",
        help="How many sequences there are to learn from, if the task has so many.",
    )
    bias: bool = knob(True, seldom=True, label="Biases", help="Whether b_a and b_y are there.")
    readout: bool = knob(
        True,
        seldom=True,
        label="Output weights",
        help="Whether W_ya leads from the state to the output. If not, the state is the output, and there are as many "
        "units as outputs.",
    )

    @property
    def task_itself(self) -> Task:
        return TASKS[self.task]

    def check_length(self) -> None:
        """Whether there are such sequences at all. Raises BadValue."""
        least, _, most = self.task_itself.lengths
        if not least <= self.length <= most:
            allowed = f"{least} to {most} time steps for “{self.task_itself.label}”"
            raise BadValue("length", self.length, allowed)

    def own_text(self, data: bytes | None) -> str | None:
        """The student's text, if one is named; None: the lab's own. Raises BadValue where it is not held any more."""
        if not self.text.startswith(PREFIX) or self.task != "characters":
            return None
        if data is None:
            sentence = f"There is no data {shown(self.text)} here: it may have expired. Send it again."
            raise BadValue("text", self.text, "data that the server still holds", sentence)
        return data.decode()

    def shape(self, inputs: int, outputs: int) -> Shape:
        """The network for a task of so many inputs and outputs. Raises BadValue where there is none."""
        task = self.task_itself
        if not self.readout and self.hidden != outputs:
            allowed = f"{outputs}, as many as there are outputs, since without output weights the state is the output"
            raise BadValue("hidden", self.hidden, allowed)
        return Shape(
            inputs,
            self.hidden,
            outputs,
            self.cell,
            self.activation,
            task.output,
            task.loss,
            self.bias,
            self.readout,
            self.truncate,
        )
