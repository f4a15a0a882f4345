"""What a printed page shows of the Recurrent lab: the states of one sequence through time, and its error's way back."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from engine.bounded import HIGHEST
from engine.labs.recurrent_pictures import correlation, focused, lengths, right
from engine.poster import Follower, Poster, States
from engine.words import percent

if TYPE_CHECKING:
    from engine.lab import Lab
    from engine.labs.recurrent import Recurrent

ALMOST = 0.99  # not all right is never told as 100 %


def printed(lanes: Sequence["Lab"], poster: Poster, look: Mapping[str, Any]) -> Poster:
    """The poster; of a run alone, unless it ran away, with the sequence that its page looks at."""
    runs = cast("list[Recurrent]", lanes)
    states = _states(runs[0], look) if len(runs) == 1 and runs[0].diverged is None else None
    return poster._replace(states=states, facts=tuple(_fact(run) for run in runs))


def _fact(run: "Recurrent") -> str:
    """How much is right, over the training sequences; "" of a run that ran away."""
    if run.diverged is not None:
        return ""
    with np.errstate(over="ignore", invalid="ignore"):
        seen = run.seen()
    share, _ = right(run.net, seen.said, seen.data.y, seen.data.mask)
    return f"{percent(share if share == 1 else min(share, ALMOST))} right"


def _states(run: "Recurrent", look: Mapping[str, Any]) -> States:
    which = run.looked_at(look)
    with np.errstate(over="ignore", invalid="ignore"):
        told = focused(run, which, look)
        length = int(told["focus"][1])
        A, error = told["a"][1 : length + 1].T, np.minimum(lengths(told["da"][:length]), HIGHEST)
    counts = np.flatnonzero(told["mask"])
    return States(
        which=which,
        A=A,
        error=error,
        counts=[int(t) for t in counts],
        cuts=[int(t) for t in np.flatnonzero(told["goes_on"][:length] == 0) if t],
        inputs=[run.data.inputs[int(k)] for k in told["x"][:length]] if run.config.task_itself.symbolic else [],
        loss=float(told["focus"][3]),
        follower=_follower(run),
    )


def _follower(run: "Recurrent") -> Follower | None:
    """The unit whose state goes best with what is to be remembered, if that has a name."""
    data = run.data
    if data.memory is None:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        seen = run.seen()
        r = correlation(seen.states, data.memory[: len(seen.data)], data.lengths[: len(seen.data)])
    best = int(np.argmax(np.abs(r)))
    return Follower(best, float(r[best]), data.memory_name)
