"""How much of the differences between ratings is explained by results, how much more by unit, and by rater?"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_ALIASED = 1e-9


def explained_shares(ratings: Floats, blocks: Sequence[Floats]) -> tuple[float, ...]:
    """Which share of the variance does each block of predictors explain beyond the blocks before it?

    Adjusted coefficients of determination, so that many effects for few people do not explain by chance; a block that
    explains nothing counts 0.

    Parameters
    ----------
    ratings
        Shape (n,).
    blocks
        Arrays of shape (n, k): columns of numbers, or of 0/1 for categories. Rank need not be full.

    Returns
    -------
    tuple of float
        One share a block, 0…1; NaN where ratings do not vary, or where a block leaves no people to judge it by.

    References
    ----------
    Ezekiel (1930), *Methods of Correlation Analysis*, for the adjustment.
    """
    n, total = len(ratings), float(np.var(ratings)) * len(ratings)
    if n < 3 or total == 0:
        return (math.nan,) * len(blocks)
    design, reached, shares = np.ones((n, 1)), 0.0, []
    for block in blocks:
        design = np.hstack([design, block])
        _, rest, rank = _fit(ratings, design)
        adjusted = 1 - rest / (n - rank) / (total / (n - 1)) if n > rank else math.nan
        shares.append(max(adjusted - reached, 0.0))
        reached = max(adjusted, reached)
    return tuple(shares)


def residuals(ratings: Floats, predictors: Floats) -> Floats:
    """What is left of ratings after a straight fit with a constant; shape (n,)."""
    left, _, _ = _fit(ratings, np.hstack([np.ones((len(ratings), 1)), predictors]))
    return left


def indicators(labels: npt.NDArray[np.int64]) -> Floats:
    """One 0/1 column a category, shape (n, categories)."""
    return np.eye(int(labels.max(initial=-1)) + 1)[labels]


def _fit(ratings: Floats, design: Floats) -> tuple[Floats, float, int]:
    """Residuals, their sum of squares, and the rank of the design.

    Normal equations with columns of length 1: many effects of few people are solved many times faster than by singular
    values, and 0/1 columns lose no accuracy by it.
    """
    lengths = np.sqrt((design**2).sum(axis=0))
    scaled = design / np.where(lengths > 0, lengths, 1.0)
    sizes, axes = np.linalg.eigh(scaled.T @ scaled)
    used = sizes > _ALIASED
    projected = scaled @ axes[:, used]
    left = ratings - projected @ ((projected.T @ ratings) / sizes[used])
    return left, float(left @ left), int(used.sum())
