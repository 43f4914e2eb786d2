"""How far do raters agree beyond chance? All groups at once.

Every coefficient is (pa - pe) / (1 - pe) with the same observed agreement pa; they differ in the chance agreement pe.
Units with two ratings or more give the observed agreement, all rated units the shares of the levels.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from scipy import sparse

from kinerja_lab.stats.ratings import (
    Coefficient,
    Family,
    FloatArray,
    IntArray,
    Numbers,
    Ratings,
    add_up,
    owners,
    unless_zero,
)

FROM_SHARES = ("percent_agreement", "brennan_prediger", "scott_pi", "fleiss_kappa", "gwet_ac")
_CERTAIN = 1e-12  # chance agreement this close to 1 leaves nothing to explain


def share_family(ratings: Ratings, matrix: FloatArray) -> Family:
    """Coefficients whose chance agreement follows from the shares of the levels, with weights ``matrix`` (q, q)."""
    counts, number, same = ratings.counts, ratings.number, ratings.same
    rated, pairable = (number > 0).astype(float), (number**2 > same).astype(float)
    alike = np.einsum("nk,nk->n", counts, counts @ matrix) - same
    agreement = np.divide(alike, number**2 - same, out=np.zeros_like(number), where=pairable > 0)
    shares = np.divide(counts, number[:, None], out=np.zeros_like(counts), where=number[:, None] > 0)
    formula = partial(from_shares, matrix=matrix)
    return Family(
        names=FROM_SHARES,
        features=np.column_stack([rated, pairable, agreement, shares, shares * pairable[:, None]]),
        formula=formula,
        tangent=formula,
    )


def from_shares(totals: Numbers, matrix: FloatArray) -> Numbers:
    """Coefficients whose chance agreement follows from the shares of the levels.

    Parameters
    ----------
    totals : (B, 3 + 2q)
        Sums over units: rated units, pairable units, their observed agreement, shares of the levels, the same over
        pairable units only.
    matrix : (q, q)
        Agreement weights.

    Returns
    -------
    (B, 5)
        In the order of ``FROM_SHARES``; NaN where chance agreement is certain or no unit is pairable.

    References
    ----------
    Brennan & Prediger (1981); Scott (1955); Fleiss (1971); Gwet (2008); weighted as in Gwet (2021), chapter 3.
    """
    levels = len(matrix)
    rated, pairable = unless_zero(totals[:, :1]), unless_zero(totals[:, 1:2])
    share, pair_share = totals[:, 3 : 3 + levels] / rated, totals[:, 3 + levels :] / pairable
    chance = np.column_stack(
        [
            np.zeros(len(totals)),
            np.full(len(totals), matrix.sum() / levels**2),
            ((pair_share @ matrix) * pair_share).sum(axis=1),
            ((share @ matrix) * share).sum(axis=1),
            matrix.sum() / (levels * (levels - 1)) * (share * (1 - share)).sum(axis=1),
        ]
    )
    return beyond_chance(totals[:, 2:3] / pairable, chance)


def beyond_chance(observed: Numbers, chance: Numbers) -> Numbers:
    """Share reached of the agreement that is possible beyond chance; NaN where chance agreement is certain."""
    return (observed - chance) / np.where(1 - chance.real > _CERTAIN, 1 - chance, np.nan)


class RaterMargins(NamedTuple):
    """Distributions of the raters and the chance that two of them agree.

    ``chance`` (B,); ``slope`` (R, q): its derivative with respect to the shares of each rater; ``shares`` (R, q);
    ``number`` (R,): ratings of each rater.
    """

    chance: FloatArray
    slope: FloatArray
    shares: FloatArray
    number: FloatArray


def rater_margins(counts: FloatArray, owner: IntArray, times: FloatArray, matrix: FloatArray) -> RaterMargins:
    """Chance that two different raters agree when each keeps to the own distribution.

    Parameters
    ----------
    counts : (R, q)
        Ratings of each rater in each level.
    owner : (R,)
        Group or replicate 0…B−1 of each rater; B − 1 occurs.
    times : (R,)
        How often each rater was drawn; 1 outside a bootstrap of raters.
    matrix : (q, q)
        Agreement weights.

    References
    ----------
    Conger (1980): the mean over pairs of raters; for two raters Cohen (1960, 1968).
    """
    number = counts.sum(axis=1)
    times = times * (number > 0)
    shares = np.divide(counts, number[:, None], out=np.zeros_like(counts), where=number[:, None] > 0)
    shape = (int(owner.max(initial=-1)) + 1, len(owner))
    adds = sparse.csr_array((times, (owner, np.arange(len(owner)))), shape=shape)
    together, raters, copies = adds @ shares, adds @ np.ones(len(owner)), adds @ times
    weighted = shares @ matrix
    alone = adds @ (times * (shares * weighted).sum(axis=1))
    pairs = unless_zero(raters**2 - copies)
    chance = (((together @ matrix) * together).sum(axis=1) - alone) / pairs
    slope = 2 * ((together @ matrix)[owner] - weighted) / pairs[owner, None]
    return RaterMargins(chance, slope, shares, number)


def rater_coefficient(ratings: Ratings, rater: IntArray, matrix: FloatArray, *, complete: bool) -> Coefficient:
    """Conger's kappa; with ``complete`` the margins rest on pairable units only (Cohen's kappa for two raters).

    Parameters
    ----------
    rater : (E,)
        Rater of each rating.
    matrix : (q, q)
        Agreement weights.
    """
    _, pairable, agreement = share_family(ratings, matrix).features[:, :3].T
    amount = ratings.amount * pairable[ratings.unit] if complete else ratings.amount
    cell, owner = rater * ratings.n_levels + ratings.level, owners(ratings, rater)
    counts = add_up(cell, amount * ratings.frequency[ratings.unit], len(owner) * ratings.n_levels)
    times = np.zeros(len(owner))
    times[rater] = ratings.amount
    margins = rater_margins(counts.reshape(-1, ratings.n_levels), owner, times, matrix)
    chance = np.full(ratings.n_groups, np.nan)
    chance[: len(margins.chance)] = margins.chance
    units = unless_zero(ratings.by_group @ pairable)
    observed = (ratings.by_group @ agreement) / units
    estimate = beyond_chance(observed, chance)
    of_observed = (agreement - pairable * observed[ratings.group]) / units[ratings.group]
    of_chance = add_up(ratings.unit, amount * _per_rating(margins)[cell], len(ratings.group))
    room = np.where(1 - chance > _CERTAIN, 1 - chance, np.nan)[ratings.group]
    return Coefficient(estimate, (of_observed - (1 - estimate)[ratings.group] * of_chance) / room)


def _per_rating(margins: RaterMargins) -> FloatArray:
    """How one rating more of a rater in a level moves the chance agreement (R · q,)."""
    centred = margins.slope - (margins.shares * margins.slope).sum(axis=1, keepdims=True)
    return (centred / np.maximum(margins.number, 1)[:, None]).ravel()
