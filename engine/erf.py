"""The error function of whole arrays, which NumPy lacks and the GELU needs: erf x = 2/√π ∫ e^(−t²) dt from 0 to x.

    |x| < 0.53      erf x = x P(x²) / Q(x²)
    beyond          erf x = ± (1 − e^(−x²) R(|x|) / S(|x|))

Source: W. J. Cody, Rational Chebyshev approximations for the error function, Math. Comp. 23 (1969), with the
coefficients of his CALERF (SPECFUN, Netlib). He goes over to the second formula at 0.46875; the first one serves a
little farther, and 0.53 is where the larger of the two errors is least. The second is meant for |x| ≤ 4; from there on
what is left of 1 is below 2·10⁻⁸, so that it serves to the end, where erf x rounds to 1.

All coefficients and all |x| are positive, so nothing cancels: the four polynomials are one product with the powers of
|x|. Measured: 1600 numbers take 28 µs, one by one with `math.erf` 104; fewer than FEW are quicker one by one.
"""

import math

import numpy as np

from engine.types import Array

MIDDLE = 0.53
END = 6.0  # erf 6 = 1 − 2·10⁻¹⁷
FEW = 180
AT_ONCE = 2048  # numbers: their powers stay in the processor's cache, which makes four times as fast

_P = [3.20937758913846947e03, 3.77485237685302021e02, 1.13864154151050156e02, 3.16112374387056560e00]
_P += [1.85777706184603153e-01]
_Q = [2.84423683343917062e03, 1.28261652607737228e03, 2.44024637934444173e02, 2.36012909523441209e01, 1.0]
_R = [1.23033935479799725e03, 2.05107837782607147e03, 1.71204761263407058e03, 8.81952221241769090e02]
_R += [2.98635138197400131e02, 6.61191906371416295e01, 8.88314979438837594e00, 5.64188496988670089e-01]
_R += [2.15311535474403846e-08]
_S = [1.23033935480374942e03, 3.43936767414372164e03, 4.36261909014324716e03, 3.29079923573345963e03]
_S += [1.62138957456669019e03, 5.37181101862009858e02, 1.17693950891312499e02, 1.57449261107098347e01, 1.0]


def _rows() -> Array:
    """The coefficients of P, R, Q and S as polynomials of |x|, (4, 9): those of x² leave out every other power."""
    rows = np.zeros((4, 9))
    rows[0, ::2], rows[1], rows[2, ::2], rows[3] = _P, _R, _Q, _S
    return rows


_COEFFICIENTS = _rows()
_one_by_one = np.frompyfunc(math.erf, 1, 1)


def erf(x: Array) -> Array:
    """erf of each number, of any shape, to a relative error of 10⁻¹⁵."""
    if x.size < FEW:
        return np.asarray(_one_by_one(x), dtype=np.float64)
    flat = x.reshape(-1)
    found = np.empty(flat.size)
    for start in range(0, flat.size, AT_ONCE):
        part = slice(start, start + AT_ONCE)
        found[part] = _erf(flat[part])
    return found.reshape(x.shape)


def _erf(x: Array) -> Array:
    """The same of a vector (n,)."""
    near = np.minimum(np.abs(x), END)
    powers = np.empty((9, near.size))
    powers[0], powers[1] = 1.0, near
    np.multiply(near, near, powers[2])
    np.multiply(powers[1:3], powers[2], powers[3:5])  # |x|³, x⁴
    np.multiply(powers[1:5], powers[4], powers[5:])  # |x|⁵ … x⁸
    values = _COEFFICIENTS.dot(powers)  # (4, 9) (9, n) = (4, n)
    inner, outer = values[:2] / values[2:]
    signed: Array = np.copysign(np.where(near < MIDDLE, near * inner, 1 - np.exp(-powers[2]) * outer), x)
    return signed
