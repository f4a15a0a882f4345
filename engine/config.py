"""The knobs that every lab has: how long a step is, how many samples decide it, what is made of the gradient."""

import dataclasses

from engine.knobs import Value, knob
from engine.optimizers import CHOICES


@dataclasses.dataclass(frozen=True)
class CommonConfig:
    """The knobs that every lab has. A lab's own Config adds to them and may declare one again."""

    learning_rate: float = knob(
        0.1,
        low=1e-5,
        high=100.0,
        scale="log",
        live=True,
        symbol="α",
        help="How long a step is: θ moves by α times the gradient.",
    )
    batch_size: int = knob(
        24,
        low=1,
        high=1_000_000,
        scale="log",
        live=True,
        unit="samples",
        help="How many samples decide one update.",
    )
    momentum: float = knob(
        0.9,
        low=0.0,
        high=0.999,
        live=True,
        symbol="β",
        help="The part of its speed that is kept from update to update.",
        applies={"optimizer": ["momentum"]},
    )
    clip: float = knob(
        0.0,
        low=0.0,
        high=1000.0,
        live=True,
        help="Gradients longer than this are shortened to it; 0 switches it off.",
    )
    optimizer: str = knob("sgd", choices=CHOICES, help="How the gradient becomes a step.")
    seed: int = knob(0, low=0, high=2**31 - 1, help="Where everything random starts from.")

    def asdict(self) -> dict[str, Value]:
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
