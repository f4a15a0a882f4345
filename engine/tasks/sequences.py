"""Sequences with what is to be said of them, step by step: the X and the y of a recurrent network.

A task says what a sequence is made of and what must be remembered on the way. The loss counts where the mask is 1: at
each step (many to many), at the last one (many to one), or until the caption ends (one to many).
"""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import numpy as np

from engine.types import Array, Indices

MOST_NUMBERED = 1 << 62
"""Up to so many sequences each has a number of its own that an integer can hold."""


@dataclasses.dataclass(frozen=True)
class Sequences:
    """m sequences of T time steps, n inputs, K outputs."""

    X: Array  # (m, T, n)
    y: Array  # (m, T, K): one-hot classes, 0 or 1, or numbers; 0 where the loss does not count
    mask: Array  # (m, T): 1 where the loss counts, else 0
    lengths: Indices  # (m,): the steps that are there; behind them x is 0 and the mask 0
    inputs: tuple[str, ...]  # what each input is called; of one-hot inputs the symbols or words
    outputs: tuple[str, ...]  # what each output, or class, is called
    memory: Array | None = None  # (m, T): what has to be remembered after step t, as a number: the carry out of it
    memory_name: str = ""  # "the carry"

    def __len__(self) -> int:
        return len(self.X)

    def take(self, which: Indices | slice) -> "Sequences":
        """Some of the sequences, in the order that is asked for."""
        memory = None if self.memory is None else self.memory[which]
        return dataclasses.replace(
            self,
            X=self.X[which],
            y=self.y[which],
            mask=self.mask[which],
            lengths=self.lengths[which],
            memory=memory,
        )

    def step_by_step(self) -> "Sequences":
        """The same, with X, y and mask so in memory that all sequences' first steps lie side by side, then the second
        ones: as a network reads them."""
        X, y, mask = (np.ascontiguousarray(part.swapaxes(0, 1)).swapaxes(0, 1) for part in (self.X, self.y, self.mask))
        return dataclasses.replace(self, X=X, y=y, mask=mask)


@dataclasses.dataclass(frozen=True)
class Wanted:
    """So many sequences at most, of so many steps; `text`: a student's own, for the task that reads one."""

    length: int
    count: int
    seed: int
    text: str | None = None


class Task(NamedTuple):
    """`make` gives at most `count` different sequences, shuffled by the seed; fewer where there are no more.

    `there_are`: how many different ones there are of that length, or in that text, known without making them.

    `answer`: of the inputs (T, n) of one sequence, made or edited, the right outputs (T, K), 0 where the loss does not
    count; None where there is no right answer.
    """

    label: str
    topology: Literal["many to many", "many to one", "one to many"]
    shows: str
    output: str
    loss: str
    lengths: tuple[int, int, int]  # least, usual, most T
    make: Callable[[Wanted], Sequences]
    there_are: Callable[[Wanted], int]
    answer: Callable[[Array], Array | None]
    symbolic: bool = False  # each step's input is one symbol of several, in one-hot form

    @property
    def classes(self) -> bool:
        """Whether one of several classes is said, and not bits or numbers."""
        return self.loss == "cross-entropy"

    @property
    def at_last(self) -> bool:
        """Whether nothing counts but the last step of a sequence."""
        return self.topology == "many to one"


def one_hot(ids: Indices, classes: int) -> Array:
    """1 in the place of each id, (…, classes); of −1 no place is 1."""
    places: Array = (ids[..., None] == np.arange(classes)).astype(np.float64)
    return places


def picked(row: Array) -> int | None:
    """The place of the only 1 among zeros; None where that is not what the row holds."""
    place = int(row.argmax())
    return place if row[place] == 1 and np.count_nonzero(row) == 1 else None


def bits(X: Array) -> bool:
    """Whether every number is 0 or 1."""
    return bool(((X == 0) | (X == 1)).all())


def last_steps(T: int, lengths: Indices) -> Array:
    """The mask of many to one, (m, T): 1 at the last step of each sequence."""
    return one_hot(lengths - 1, T)


def different(base: int, T: int, count: int, rng: np.random.Generator) -> Indices:
    """At most `count` different sequences of T symbols 0 … base − 1, (m, T), each as likely as any other.

    A sequence is a number written in this base. Where there are more than 2⁶² they differ in their first digits.
    """
    digits = T
    while base**digits > MOST_NUMBERED:
        digits -= 1
    numbers = rng.choice(base**digits, min(count, base**digits), replace=False)
    first = numbers[:, None] // base ** np.arange(digits) % base  # (m, digits)
    return np.concatenate([first, rng.integers(0, base, (len(numbers), T - digits))], axis=1)


def first_of_each(rows: Indices) -> Indices:
    """The rows without those that came before, in their order."""
    return rows[np.sort(np.unique(rows, axis=0, return_index=True)[1])]


def drawn(draw: Callable[[int], Indices], count: int) -> Indices:
    """So many different rows, of as many as `draw` gives at a time."""
    rows = first_of_each(draw(count))
    while len(rows) < count:
        rows = first_of_each(np.concatenate([rows, draw(count)]))
    return rows[:count]


def shuffled(rows: Sequence[tuple[int, ...]], width: int, count: int, rng: np.random.Generator) -> Indices:
    """At most `count` of the rows, in any order; shorter ones filled with −1 behind, (m, width)."""
    order = rng.permutation(len(rows))[:count]
    return np.array([(*rows[i], *[-1] * (width - len(rows[i]))) for i in order], dtype=np.int64).reshape(-1, width)
