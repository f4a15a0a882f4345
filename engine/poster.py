"""What a printed page shows of a run, as numbers and words: no colours, no fonts, no pixels.

A lab says what there is to see; whoever draws it decides how it looks. Every lab has the course of its loss, and one
that has more to show adds a plane with the ways of its lanes, data with what its model says of them, a map of words,
or states through time.
"""

from typing import NamedTuple

import numpy as np

from engine.records import Way
from engine.types import Array, Indices

STEP, OBJECTIVE = 0, 2  # where a row of the trail has its step, and J of all the data


class Change(NamedTuple):
    """A knob that was changed on the way, in words: "α 0.02 → 0.12", and where there is little room "α"."""

    step: int
    text: str
    short: str


class Story(NamedTuple):
    """What a poster is made from: the way of every lane up to where the run stands."""

    trails: list[Array]  # (n, columns) of each lane: step, samples, J of all the data, then the lab's own
    losses: list[Array]  # of each lane, the loss of every update's batch
    changes: list[Change]
    ways: list[Way]  # of each lane, through all its parameters


class Curve(NamedTuple):
    """The course of a loss: of all the data, or of each update's batch; a course of other data has a `name`."""

    lane: int
    whole: bool
    x: Array
    y: Array
    name: str = ""


class Path(NamedTuple):
    """The way of a lane over a plane, (n, 2), from its start to where it stands; `changes`: where its knobs were."""

    lane: int
    points: Array
    changes: list[tuple[int, Array]]  # which of the story's changes, and the place (2,)
    leaps: list[tuple[int, Array]]  # after which of the points it was put elsewhere, and where (2,)


class Plane(NamedTuple):
    """A height over a plane, with its lines of equal height, and who walks on it."""

    axes: tuple[str, str]  # their symbols: across, up
    domain: Array  # (4,): across from, to, up from, to
    values: Array  # (rows, columns), row 0 the lowest
    levels: Array  # ascending
    minima: Array  # (k, 2)
    ideal: list[Array]  # ways (n, 2) that infinitely small steps would take
    paths: list[Path]
    landings: Array | None = None  # (n, 2): round where the next step would lead with most other batches
    words: str = ""  # what plane it is, where the axes do not say it


class Scatter(NamedTuple):
    """Data as points (m, 2), and what the model of each lane says: a line of points (n, 2)."""

    points: Array
    lines: list[Array]


class Sight(NamedTuple):
    """Where the words of one lane lie on its map."""

    lane: int
    places: Array  # (V, 2), as nearly as can be like those of the first; of a lane that ran away not numbers
    share: float  # of the words' spread that the map shows
    N: int  # numbers of each word


class WordMap(NamedTuple):
    """Words on a plane, of one lane or of several."""

    words: list[str]  # V, the most frequent first
    kinds: Indices  # (V,): which kind each is of; −1: none
    kind_names: list[str]
    sights: list[Sight]
    chosen: list[int]  # words that are asked about
    ends: tuple[list[int], list[int]] | None = None  # an axis: from the middle of these words to that of those


class Follower(NamedTuple):
    """The unit whose state goes best with what is to be remembered, Pearson's r of both, and what that is."""

    unit: int
    r: float
    what: str


class States(NamedTuple):
    """What one sequence makes of a recurrent network, and how its error gets back."""

    which: int  # of the training sequences
    A: Array  # (H, T): each unit's state through time
    error: Array  # (T,): ‖∂L/∂A_t‖
    counts: list[int]  # the time steps at which the loss counts
    cuts: list[int]  # the time steps whose error does not go on to the step before
    inputs: list[str]  # (T,): the symbol that comes in at each; empty where inputs are numbers
    loss: float  # L of this sequence
    follower: Follower | None = None


class Poster(NamedTuple):
    """All that there is to draw of a run."""

    curves: list[Curve]
    plane: Plane | None = None
    scatter: Scatter | None = None
    words: WordMap | None = None
    states: States | None = None
    facts: tuple[str, ...] = ()  # of each lane what else can be said of where it stands; "" of one that ran away


def loss_curves(story: Story) -> list[Curve]:
    """J of all the data for every lane; of one alone also each batch's own, where that is another."""
    curves = [
        Curve(lane, True, trail[:, STEP], trail[:, OBJECTIVE]) for lane, trail in enumerate(story.trails) if len(trail)
    ]
    if len(story.losses) == 1:
        losses, (whole, *_) = story.losses[0], curves
        steps = np.arange(len(losses), dtype=np.float64)
        known = np.interp(steps, whole.x, whole.y)
        if len(losses) and np.abs(losses - known).max() > 1e-4 * np.abs(known).max():
            curves.insert(0, Curve(0, False, steps, losses))
    return curves


def path(lane: int, story: Story, columns: slice, moved: Array) -> Path:
    """The way of a lane over a plane whose two coordinates stand in these columns of its trail.

    `moved`: step and place (k, 3) where a change of parameters has put it.
    """
    trail = story.trails[lane]
    points = trail[:, columns]
    last = int(trail[-1, STEP])
    marked = [(k, change.step) for k, change in enumerate(story.changes) if change.step <= last]
    places = [
        (k, np.array([np.interp(step, trail[:, STEP], points[:, axis]) for axis in (0, 1)])) for k, step in marked
    ]
    after = np.searchsorted(trail[:, STEP], moved[:, 0], side="right") - 1
    leaps = [(int(k), place) for k, place in zip(after, moved[:, 1:], strict=True) if k >= 0]
    return Path(lane, points, places, leaps)
