"""Is a low kappa beside high agreement the paradox of unequal categories? Indices of a table of two raters."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kinerja_lab.stats.ratings import FloatArray, Ratings, Sizes, add_up, unless_zero

LOW, HIGH = 0.40, 0.60  # kappa below, PABAK at or above: the paradox


class Paradox(NamedTuple):
    """What lies behind a kappa of two raters.

    ``prevalence`` and ``bias`` (two levels only, else NaN): how unequal the two levels are, and how differently the
    raters use them, both 0…1; ``pabak``: kappa if both were nil; ``kappa_max``: the highest kappa that these margins
    allow; ``by_level`` (q,): share of agreement among the ratings in each level.
    """

    prevalence: float
    bias: float
    pabak: float
    kappa: float
    kappa_max: float
    by_level: FloatArray


def paradox(cells: FloatArray) -> Paradox:
    """What do the margins do to the kappa of two raters?

    Parameters
    ----------
    cells : (q, q)
        Number of units by the level of the first rater (rows) and of the second (columns).

    References
    ----------
    Byrt, Bishop & Carlin (1993), eqs. 1-5; Feinstein & Cicchetti (1990); Cohen (1960), eq. 4 (kappa_max). Their table
    of high agreement with low kappa:

    >>> found = paradox(np.array([[80.0, 10.0], [5.0, 5.0]]))
    >>> round(found.kappa, 2), found.prevalence, round(found.pabak, 2)
    (0.32, 0.75, 0.7)
    """
    shares = cells / unless_zero(cells.sum())
    first, second = shares.sum(axis=1), shares.sum(axis=0)
    levels, observed, chance = len(cells), float(np.trace(shares)), float(first @ second)
    room = 1 - chance if chance < 1 - 1e-12 else np.nan
    prevalence = bias = np.nan
    if levels == 2:
        prevalence = abs(float(shares[0, 0] - shares[1, 1]))
        bias = abs(float(shares[0, 1] - shares[1, 0]))
    return Paradox(
        prevalence=prevalence,
        bias=bias,
        pabak=(observed - 1 / levels) / (1 - 1 / levels),
        kappa=(observed - chance) / room,
        kappa_max=(float(np.minimum(first, second).sum()) - chance) / room,
        by_level=2 * np.diag(shares) / unless_zero(first + second),
    )


def tables_of_two(ratings: Ratings, size: Sizes) -> FloatArray:
    """Table of the two raters of each group (G, q, q); zeros where raters are not two."""
    levels = ratings.n_levels
    rater = np.zeros(len(ratings.unit), dtype=np.int64) if ratings.rater is None else ratings.rater
    both = (ratings.number == 2) & (size.raters == 2)[ratings.group]
    order = np.lexsort((rater, ratings.unit))
    order = order[both[ratings.unit[order]]]
    pairs, unit = ratings.level[order].reshape(-1, 2), ratings.unit[order[::2]]
    cell = (ratings.group[unit] * levels + pairs[:, 0]) * levels + pairs[:, 1]
    return add_up(cell, ratings.frequency[unit], ratings.n_groups * levels**2).reshape(-1, levels, levels)
