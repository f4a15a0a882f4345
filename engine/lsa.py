"""Latent semantic analysis, step by step: the N directions that say most of a table of words.

The table is M (V, V), positive pointwise mutual information: how much more often two words meet than by chance,

    M[i, j] = max(0, log(X[i, j] ΣX / (ΣX[i, ·] ΣX[·, j])))

and its best approximation of rank N is U S Vᵀ, cut off after the N largest singular values (Eckart and Young 1936). One
step of subspace iteration turns N directions towards those: multiply by the table and make them orthogonal again,

    U ← orthonormal(M C)      B = Mᵀ U      C = V √S,  W = U √S    of the small B's own singular values S

What is far from the N largest dies out by (S_{N+1} / S_N)² in each step: so the table's structure can be watched as it
comes out. No learning rate, no gradient: the loss that it brings down, mean (M − W Cᵀ)², is told for comparison.

Sources: Deerwester et al. (1990); Church and Hanks (1990) and Levy, Goldberg and Dagan (2015) for PPMI;
Halko, Martinsson and Tropp (2011) for subspace iteration.
"""

import numpy as np

from engine.types import Array


def ppmi(X: Array) -> Array:
    """M (V, V) of the counts X (V, V); 0 where two words never meet."""
    total, rows, columns = X.sum(), X.sum(axis=1), X.sum(axis=0)
    by_chance = np.outer(rows, columns)
    M = np.zeros_like(X)
    met = X > 0
    M[met] = np.maximum(0.0, np.log(X[met] * total / by_chance[met]))
    return M


def loss(M: Array, W: Array, C: Array) -> float:
    """Mean (M − W Cᵀ)² over all cells."""
    error = M - W @ C.T
    return float((error * error).mean())


def gradient(M: Array, W: Array, C: Array) -> tuple[Array, Array]:
    """∂loss/∂W and ∂loss/∂C: what gradient descent would follow, here only told."""
    error = 2 * (W @ C.T - M) / M.size
    return error @ C, error.T @ W


def iterate(M: Array, W: Array, C: Array) -> tuple[Array, Array]:
    """W and C (V, N) after one step. Columns keep their signs, so that a picture does not flip."""
    U, _ = np.linalg.qr(M @ C)  # (V, N) orthonormal
    right, S, turn = np.linalg.svd(M.T @ U, full_matrices=False)  # Mᵀ U = right S turn
    U = U @ turn.T
    signs = np.where((U * W).sum(axis=0) < 0, -1.0, 1.0)
    root = np.sqrt(S) * signs
    return U * root, right * root
