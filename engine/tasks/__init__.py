"""What the recurrent networks learn: sequences of our own making, by what goes in and comes out through time."""

from engine.tasks.addition import ADDITION
from engine.tasks.bit_sequences import COUNTING, LINEAR
from engine.tasks.caption import CAPTION
from engine.tasks.characters import CHARACTERS
from engine.tasks.moving_dot import MOVING_DOT
from engine.tasks.negation import NEGATION
from engine.tasks.remember import REMEMBER
from engine.tasks.sequences import Sequences, Task, Wanted

__all__ = ["TASKS", "Sequences", "Task", "Wanted"]

TASKS: dict[str, Task] = {
    "addition": ADDITION,
    "moving-dot": MOVING_DOT,
    "characters": CHARACTERS,
    "negation": NEGATION,
    "remember": REMEMBER,
    "counting": COUNTING,
    "caption": CAPTION,
    "linear": LINEAR,
}
