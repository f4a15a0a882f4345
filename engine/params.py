"""All parameters of a model as one vector, so that one line of code updates them all.

Gradient descent does not care which weight belongs to which layer: θ is a point in a space with as many
dimensions as there are parameters. The layers do care, so each name ("W1", "theta") is a shaped view of its part.
"""

import math
import re
from collections.abc import Iterator, Mapping

import numpy as np

from engine.knobs import BadValue, shown
from engine.types import Array

_NUMBER = "(?:0|[1-9][0-9]{0,8})"  # one way to write each index, so that an element has one name
ELEMENT = re.compile(rf"(?P<name>[A-Za-z_][\w.]*)\[(?P<index>{_NUMBER}(?:,{_NUMBER})*)\]", re.ASCII)


class Params:
    """Named, shaped views of one flat float64 vector.

    >>> p = Params({"W1": (2, 3), "W2": (3, 1)})
    >>> p["W1"][0, 2] = 5.0
    >>> p.vector
    array([0., 0., 5., 0., 0., 0., 0., 0., 0.])
    """

    def __init__(self, shapes: Mapping[str, tuple[int, ...]]) -> None:
        self.vector: Array = np.zeros(sum(math.prod(shape) for shape in shapes.values()))
        self._views: dict[str, Array] = {}
        start = 0
        for name, shape in shapes.items():
            stop = start + math.prod(shape)
            self._views[name] = self.vector[start:stop].reshape(shape)
            start = stop

    def __getitem__(self, name: str) -> Array:
        return self._views[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    def __len__(self) -> int:
        return self.vector.size

    def like(self, other: "Params") -> bool:
        """Whether the other has parameters of the same names and shapes."""
        return [(name, self[name].shape) for name in self] == [(name, other[name].shape) for name in other]

    def named(self, vector: Array) -> dict[str, Array]:
        """Another vector of the same length (a gradient, an update), cut into the same names and shapes."""
        parts: dict[str, Array] = {}
        start = 0
        for name, view in self._views.items():
            parts[name] = vector[start : start + view.size].reshape(view.shape)
            start += view.size
        return parts

    def locate(self, element: str) -> int:
        """Where the element written "W1[0,2]" stands in the vector. Raises BadValue if there is none."""
        match = ELEMENT.fullmatch(element)
        if match is None or match["name"] not in self._views:
            allowed = f"one element of {', '.join(self._shapes())}, such as {self._example()}"
            raise BadValue(element, element, allowed, f"There is no parameter {shown(element)}: allowed is {allowed}.")
        index = tuple(int(i) for i in match["index"].split(","))
        view = self._views[match["name"]]
        if len(index) != view.ndim or any(i >= n for i, n in zip(index, view.shape, strict=False)):
            allowed = f"an index within {self._shape(match['name'])}, counted from 0"
            raise BadValue(element, element, allowed, f"There is no parameter {shown(element)}: allowed is {allowed}.")
        start = 0
        for name, earlier in self._views.items():
            if name == match["name"]:
                break
            start += earlier.size
        return start + int(np.ravel_multi_index(index, view.shape))

    def _shape(self, name: str) -> str:
        return f"{name} ({' × '.join(map(str, self._views[name].shape))})"

    def _shapes(self) -> list[str]:
        return [self._shape(name) for name in self._views]

    def _example(self) -> str:
        name, view = next(iter(self._views.items()))
        return f"{name}[{','.join('0' * view.ndim)}]"
