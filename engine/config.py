"""The knobs that every lab has: how long a step is, how many samples decide it, what is made of the gradient."""

import dataclasses

from engine.knobs import Value, knob
from engine.optimizers import CHOICES


@dataclasses.dataclass(frozen=True)
class CommonConfig:
    """The knobs that every lab has. A lab's own Config adds to them, and changes one with `restated`."""

    learning_rate: float = knob(
        0.1,
        low=1e-5,
        high=100.0,
        scale="log",
        live=True,
        slider=(0.001, 10.0),
        symbol="α",
        help="How long a step is: α times the gradient, or times what the optimizer makes of it.",
    )
    batch_size: int = knob(
        24,
        low=1,
        high=1_000_000,
        scale="log",
        live=True,
        top="all",
        unit="samples",
        help="How many samples decide one update; if there are fewer, all of them do.",
    )
    momentum: float = knob(
        0.9,
        low=0.0,
        high=0.999,
        live=True,
        symbol="β",
        help="How much of the speed v is kept from one update to the next.",
        applies={"optimizer": ["momentum", "nesterov"]},
    )
    clip: float = knob(
        0.0,
        low=0.0,
        high=1000.0,
        slider=(0.0, 100.0),
        zero="no clipping",
        live=True,
        help="A gradient longer than this is shortened to it; 0 switches clipping off.",
    )
    optimizer: str = knob("sgd", choices=CHOICES, help="How the gradient becomes a step.")
    seed: int = knob(0, low=0, high=2**31 - 1, help="The number from which everything random is drawn.")

    def asdict(self) -> dict[str, Value]:
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
