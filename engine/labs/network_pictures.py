"""The dearer pictures of the Network lab: ŷ for every input, how activations are spread, and the real loss surface."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.activations import ACTIVATIONS
from engine.bounded import HIGHEST, bounded
from engine.knobs import BadValue
from engine.labs.network_shows import BINS, FLAT, GRID
from engine.network import forward, passing
from engine.network_surface import losses
from engine.plane import Plane, along_two, principal
from engine.poster import Curve, Poster, Story, path
from engine.poster import Plane as Ground
from engine.records import Way
from engine.sharpness import sharpness
from engine.telling import symbol
from engine.types import Array, Indices

if TYPE_CHECKING:
    from engine.labs.network import Network

WORK = 1_200_000  # units of all networks and samples of one surface, and their parameters: about 15 ms
FEWEST, MOST = (9, 13), (33, 45)  # rows and columns of a surface
LEVELS = 14
BENDING = 400_000  # samples times parameters, about, of one gradient for the sharpness: 32 of them take 20 ms
SHOWN_PATH, SHOWN_BESIDE = 300, 100  # points of the path, and of each other lane's
ROOM = 0.3  # around the path, as a part of its extent


def domain(run: "Network") -> Array:
    """From where to where each input is shown, (n, 2): all the data and some room, or 0 to 1 where that is all."""
    X = np.concatenate([run.X, run.test[0]])
    low, high = X.min(axis=0), X.max(axis=0)
    room = 0.08 * (high - low) + 1e-9
    within = (low >= 0) & (high <= 1)
    return np.stack([np.where(within, 0.0, low - room), np.where(within, 1.0, high + room)], axis=1)


def field(run: "Network") -> Array:
    """ŷ over the first two inputs, (rows, GRID, K); of one input a single row. Inputs beyond stay at their mean."""
    box = domain(run)
    first = np.linspace(box[0, 0], box[0, 1], GRID)
    rows = np.linspace(box[1, 0], box[1, 1], GRID) if len(box) > 1 else np.zeros(1)
    places = np.tile(run.X.mean(axis=0), (len(rows) * GRID, 1))
    places[:, 0] = np.tile(first, len(rows))
    if len(box) > 1:
        places[:, 1] = np.repeat(rows, GRID)
    return bounded(forward(run.net, run.params, places).yhat.reshape(len(rows), GRID, -1))


def spread(run: "Network") -> dict[str, Array]:
    """Of each layer how its activations over all training data are spread, over what, and how many units are flat."""
    shares, ranges, flat = [], [], []
    for layer, z, a in passing(run.net, run.params, run.X):  # no layer is kept: of all together these are megabytes
        values = bounded(a)
        f = run.net.output if layer == run.net.layers[-1] else run.net.activation
        low, high = BOUNDS.get(f) or (min(0.0, float(values.min())), float(values.max()))
        high = max(high, low + 1e-6)
        counts, _ = np.histogram(values.clip(low, high), BINS, (low, high))
        shares.append(counts / values.size)
        ranges.append((low, high))
        slope = ACTIVATIONS[f].slope(z, a) if f in ACTIVATIONS else np.ones_like(values)
        flat.append(np.count_nonzero((np.abs(slope) < FLAT).all(axis=0)))  # softmax has no slope of its own
    return {"histogram": np.array(shares), "ranges": np.array(ranges), "flat": np.array(flat, dtype=np.float64)}


BOUNDS = {"sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0), "tanh": (-1.0, 1.0), "sine": (-1.0, 1.0)}


def surface(run: "Network", wish: str | list[str], way: Way, beside: Sequence[Way] = ()) -> dict[str, Array]:
    """The loss of all the training data over a plane through θ, and the way in it.

    `wish`: "path", its two principal directions, or the names of two parameters. Where a change has put the run
    elsewhere, the point of the path that it left is among those that are shown. `beside`: the ways of others, in the
    same plane as far as they come into the picture.
    """
    theta, update, moved = run.params.vector, run.upcoming(), way.moved
    rows = way.path[_shown(way, SHOWN_PATH)]
    steps, walked = rows[:, 0], rows[:, 2:]
    step = -run.config.learning_rate * update.direction
    plane, two = _plane(run, wish, walked, step)
    now, following = plane.project(np.stack([theta, theta + step]))
    ahead = following - now
    following = np.where(np.abs(ahead) < 1e-12 * np.abs(ahead).max(), now, following)  # beside the step, not 10⁻¹⁷ off
    projected, jumps = plane.project(walked), plane.project(moved[:, 2:])
    box = _box(np.concatenate([projected, jumps, now[None]]), following, about_equal=not two)
    high, wide = _grid(run)
    places = plane.places(theta, np.linspace(box[0], box[1], wide), np.linspace(box[2], box[3], high))
    every = max(1, round(high * wide * len(run.X) * sum(run.sizes[1:]) / (4 * WORK)))
    heights = bounded(losses(run.net, places.reshape(high * wide, -1), run.X[::every], run.y[::every]))
    least, most = float(heights.min()), float(np.quantile(heights, 0.98))
    spaced = np.linspace(0, 1, LEVELS + 2)[1:-1] ** 2
    return {
        "plane_domain": box,
        "plane_surface": heights.reshape(high, wide),
        "plane_levels": least + max(most - least, 1e-12) * spaced,
        "plane_path": bounded(np.column_stack([steps, projected, plane.distance(walked, theta)])),
        "plane_jumps": bounded(np.column_stack([moved[:, 0], jumps])),
        "plane_beside": bounded(np.concatenate([np.empty((0, 5)), *(_beside(plane, way) for way in beside)])),
        "plane_now": bounded(now),
        "plane_next": bounded(following),
        "plane_share": np.array([plane.share]),
        "plane_samples": np.array([float(len(run.X[::every]))]),
    }


def printed(run: "Network", story: Story, poster: Poster, wish: str | list[str]) -> Poster:
    """A poster with the loss of the test data, and with the real loss surface and the path in it."""
    seen, trail = surface(run, wish, story.ways[0]), story.trails[0]
    way = path(0, story._replace(trails=[seen["plane_path"]]), slice(1, 3), seen["plane_jumps"])
    heights = (seen["plane_domain"], seen["plane_surface"], seen["plane_levels"])
    two = isinstance(wish, list) and all(run.has(name) for name in wish)
    axes = (symbol({}, wish[0]), symbol({}, wish[1])) if two else ("p", "q")
    plane = f"{axes[0]} and {axes[1]}" if two else "the path’s two main directions"
    held = f"{plane}: {100 * seen['plane_share'][0]:.1f} % of {'the path’s' if two else 'its'} movement"
    ground = Ground(axes, *heights, minima=np.empty((0, 2)), ideal=[], paths=[way], words=held)
    tested = [Curve(0, True, trail[:, 0], trail[:, 3], "test data")] if len(run.test[0]) else []
    return poster._replace(curves=poster.curves + tested, plane=ground)


def _shown(way: Way, most: int) -> Indices:
    """Which rows of its path are shown: as many in equal distances, and those from which it was put elsewhere."""
    left = np.maximum(np.searchsorted(way.path[:, 0], way.moved[:, 0], side="right") - 1, 0)
    return np.unique(np.concatenate([np.linspace(0, len(way.path) - 1, most).astype(int), left]))


def _beside(plane: Plane, way: Way) -> Array:
    """Another lane's way in a plane, (n, 5): lane, step, p, q, and 1 where no update led, but a change."""
    rows = way.path[_shown(way, SHOWN_BESIDE)]
    all_of_it = np.concatenate([rows, way.moved])
    put = np.concatenate([np.zeros(len(rows)), np.ones(len(way.moved))])
    order = np.lexsort((put, all_of_it[:, 0]))
    lane = np.full(len(order), float(way.lane))
    return np.column_stack([lane, all_of_it[:, 0], plane.project(all_of_it[:, 2:]), put])[order]


def _plane(run: "Network", wish: str | list[str], walked: Array, step: Array) -> tuple[Plane, bool]:
    """The plane that is wished for, and whether it is that of two weights."""
    if isinstance(wish, list):
        try:
            first, second = (run.params.locate(name) for name in wish)
            return along_two(first, second, walked), True
        except BadValue:  # these are of another network
            pass
    return principal(walked, step), False


def _box(spots: Array, following: Array, about_equal: bool) -> Array:
    """What of the plane is shown, (4,): the path and some room; the next step too unless it leads far away."""
    low, high = spots.min(axis=0), spots.max(axis=0)
    extent = np.maximum(high - low, 0.25 if about_equal else 1.0)
    if len(spots) < 3:  # the path has hardly begun: its next step is what there is to see
        extent = np.maximum(extent, np.abs(following - spots[-1]).max() * 1.01)
    near = (following > low - extent) & (following < high + extent)
    low, high = np.where(near, np.minimum(low, following), low), np.where(near, np.maximum(high, following), high)
    if about_equal:  # a path that hardly leaves a line is not drawn as if it went as far to the side
        extent = np.maximum(extent, extent.max() / 3)
    middle, half = (low + high) / 2, np.maximum(high - low, extent) * (0.5 + ROOM)
    return bounded(np.stack([middle - half, middle + half], axis=1).reshape(-1))


def _grid(run: "Network") -> tuple[int, int]:
    """Rows and columns: as many as there is time for, and room for their parameters."""
    cells = WORK / (len(run.X) * sum(run.sizes[1:]) + len(run.params))
    share = np.clip(np.sqrt(cells / (MOST[0] * MOST[1])), FEWEST[0] / MOST[0], 1.0)
    return round(MOST[0] * share), round(MOST[1] * share)


def sharpest(run: "Network") -> float:
    """λ_max of the training loss at θ. The direction found is kept, to begin there next time; no part of the run."""
    most = max(1, BENDING // (len(run.params) + 10 * sum(run.sizes)))  # samples for which there is time
    then, made = run.scratch(every=-(-len(run.X) // most))

    def gradient(at: Array) -> Array:
        then.vector[:] = at
        made.run()
        return made.gradient.copy()

    theta = run.params.vector
    start = run.sharp_direction if run.sharp_direction.shape == theta.shape else gradient(theta)
    value, direction = sharpness(gradient, theta, start)
    if np.isfinite(direction).all() and direction.any():
        run.sharp_direction = direction
    return float(np.clip(np.nan_to_num(value), -HIGHEST, HIGHEST))
