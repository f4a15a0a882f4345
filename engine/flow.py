"""The ideal path: what gradient descent would walk if its steps were infinitely small.

    dθ/dt = −∂J/∂θ

Plain descent is Euler's method for this equation, with steps of length α; how far it strays from the ideal path is the
price of a large α. To draw that path itself a better method is needed, since in a ravine Euler's would need steps as
small as descent does. This one takes the surface for its own Taylor parabola, on which the flow is known exactly:

    θ(t + h) = θ − h φ(h H) g,    φ(z) = (1 − e⁻ᶻ) / z

with g and H at θ. On a quadratic any h is exact; elsewhere a step is compared with two of half its length.
Source: the exponential Rosenbrock–Euler method, Hochbruck and Ostermann, Exponential integrators (2010), section 2.4.
"""

import math

import numpy as np

from engine.landscapes.base import Landscape
from engine.types import Array

TRIES = 250  # steps at most, those that were too long included
SMOOTH = 1 / 50  # of the picture's size: no farther from one point to the next
EXACT = 2e-4  # of the picture's size: the error of one step
ROUND = 5e-4  # of the picture's size: how far the path bulges beside the straight line that is drawn for it


class Parabola:
    """The surface's own parabola at θ, on which the flow is known: made once, asked for several times h."""

    def __init__(self, landscape: Landscape, theta: Array) -> None:
        self.theta = theta
        g, H = landscape.gradient_and_hessian(theta)
        self._bends, self._V = np.linalg.eigh(H)  # H = V diag(bends) Vᵀ
        self._g = self._V.T.dot(g)

    def after(self, h: float) -> Array:
        """θ(t + h) = θ − h V φ(h bends) Vᵀ g."""
        phi = np.array([_phi(h * bend) for bend in self._bends.tolist()])
        moved: Array = self.theta - h * self._V.dot(phi * self._g)
        return moved


def gradient_flow(landscape: Landscape, start: Array, size: float) -> Array:
    """The path (n, 2) of the flow from `start` (2,), in a picture of this size; it ends where the slope does, when it
    has left the picture behind, or where it would take too long to go on."""
    points, theta, here = [start], start, Parabola(landscape, start)
    h = SMOOTH * size / (float(np.linalg.norm(landscape.gradient(start))) or 1.0)
    for _ in range(TRIES):
        whole, middle = here.after(h), here.after(h / 2)
        halves = Parabola(landscape, middle).after(h / 2)
        far, error = math.dist(halves, theta), math.dist(halves, whole)
        if not (far <= SMOOTH * size and error <= EXACT * size and _bulge(theta, middle, halves) <= ROUND * size):
            h /= 2
            if h < 1e-300:
                break
            continue
        if far < 1e-6 * size and h > 1e6:  # so long a time, and no way made
            break
        if far > 0.2 * SMOOTH * size or h > 1e6:
            points.append(halves)
        theta, here = halves, Parabola(landscape, halves)
        if np.abs(theta - start).max() > 1.5 * size:
            break
        if far < 0.5 * SMOOTH * size and error < 0.2 * EXACT * size:
            h *= 2
    points.append(theta)
    return np.array(points)


def _phi(z: float) -> float:
    """(1 − e⁻ᶻ) / z."""
    if abs(z) < 1e-8:
        return 1 - z / 2
    return -math.expm1(-max(z, -50.0)) / max(z, -50.0)


def _bulge(start: Array, middle: Array, end: Array) -> float:
    """How far a point lies from the line between two others."""
    x, y = map(float, end - start)
    a, b = map(float, middle - start)
    return abs(x * b - y * a) / (math.hypot(x, y) or 1.0)
