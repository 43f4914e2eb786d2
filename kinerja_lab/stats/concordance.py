"""Where two people can be compared, does the higher result get the higher rating? Concordance within strata."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kinerja_lab.stats.distributions import student
from kinerja_lab.stats.interval import UNDEFINED, Interval
from kinerja_lab.stats.proportion import check_confidence, proportion_interval

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

_ENOUGH_STRATA = 10
_EQUIVALENCE = 0.90
_CELLS = 1_000_000  # reshufflings are counted in blocks of this many numbers
_PERMUTATIONS = 1999
_DECIMALS = 10  # results that differ by rounding only are equal
_EXACT = 1e-9  # a gap of exactly ``min_gap`` counts, however 96.7 − 86.7 is rounded in binary


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """Pairs within strata and what their directions say.

    Attributes
    ----------
    concordant, discordant, tied
        Pairs rated in the direction of the results, against it, and the same.
    n_people, n_strata
        People in at least one pair, and strata with at least one pair.
    somers_d, error, interval, equivalence, p_value
        (concordant − discordant) / pairs, its jackknife standard error and limits (the 90 % ones for two one-sided
        tests), and the two-sided p-value of "no relation".
    inversion, inversion_interval
        discordant / pairs.
    differentiation
        (concordant + discordant) / pairs: how often clearly different results get different ratings at all.
    """

    concordant: int
    discordant: int
    tied: int
    n_people: int
    n_strata: int
    somers_d: float = math.nan
    error: float = math.nan
    interval: Interval = UNDEFINED
    equivalence: Interval = UNDEFINED
    p_value: float = math.nan
    inversion: float = math.nan
    inversion_interval: Interval = UNDEFINED
    differentiation: float = math.nan

    @property
    def pairs(self) -> int:
        """All comparable pairs."""
        return self.concordant + self.discordant + self.tied


def concordance(
    codes: Codes,
    results: Floats,
    strata: Codes,
    *,
    min_gap: float,
    confidence: float = 0.95,
    seed: int | None = 0,
) -> Concordance:
    """Of the pairs in one stratum whose results differ by at least ``min_gap``, how many are rated in that direction?

    Parameters
    ----------
    codes
        Rating of each person as its position on the scale, shape (n,).
    results
        Measured result, shape (n,), in the unit of ``min_gap``.
    strata
        Label of the people who may be compared with each other, shape (n,).
    min_gap
        Smallest difference of results that counts as clear, above 0.
    confidence
        Of ``interval`` and ``inversion_interval``.
    seed
        Of the permutation test; ``None`` leaves it out, and the p-value is NaN where only it could give one.

    Notes
    -----
    With 10 strata or more the limits come from leaving out one stratum at a time, with Student's t; with fewer from
    leaving out one person at a time, and p from permuting the ratings within strata. Where every pair points the same
    way the jackknife sees no spread; the limits are then those of an exact binomial with half as many pairs as people,
    since no more pairs than that are independent.

    References
    ----------
    Somers (1962) American Sociological Review 27, 799; Newson (2006) Stata Journal 6, 309 for strata and the jackknife;
    Phipson and Smyth (2010) Stat. Appl. Genet. Mol. Biol. 9, 39 for a permutation p that is never 0.
    """
    check_confidence(confidence)
    results = np.round(results, _DECIMALS)
    order = np.lexsort((codes, results, strata))  # by what is measured alone, so that no other order of rows tells
    codes, partners = codes[order], _partners(results[order], strata[order], min_gap)
    lower, higher = partners.directions(codes)
    by_stratum = partners.sums(lower)
    total, by_person = lower.sum(axis=0), (lower + higher)[(lower + higher).sum(axis=1) > 0]
    answer = Concordance(
        concordant=int(total[0]),
        discordant=int(total[1]),
        tied=int(total[2]),
        n_people=len(by_person),
        n_strata=len(by_stratum),
    )
    if answer.pairs == 0:
        return answer
    left_out = by_stratum if len(by_stratum) >= _ENOUGH_STRATA else by_person
    somers, inversion = (_jackknife(left_out, total, weights) for weights in ((1, -1, 0), (0, 1, 0)))
    if left_out is by_stratum and somers.error > 0:
        p_value = 2 * float(student.sf(abs(somers.estimate) / somers.error, somers.df))
    else:
        p_value = math.nan if seed is None else _permutation_p_value(codes, partners, np.random.default_rng(seed))
    return replace(
        answer,
        somers_d=somers.estimate,
        error=somers.error,
        interval=somers.limits(confidence, answer.n_people, lowest=-1.0),
        equivalence=somers.limits(_EQUIVALENCE, answer.n_people, lowest=-1.0),
        p_value=p_value,
        inversion=inversion.estimate,
        inversion_interval=inversion.limits(confidence, answer.n_people, lowest=0.0),
        differentiation=float((total[0] + total[1]) / total.sum()),
    )


class _Jackknifed(NamedTuple):
    """A share or difference of shares of pairs, its standard error and degrees of freedom."""

    estimate: float
    error: float
    df: int

    def limits(self, confidence: float, people: int, *, lowest: float) -> Interval:
        """Student's limits; exact ones where all parts say the same and the jackknife sees no spread."""
        if self.error > 0:
            reach = float(student.ppf((1 + confidence) / 2, self.df)) * self.error
        else:
            unseen = proportion_interval(0, people // 2, confidence=confidence).high
            reach = unseen * (1 + abs(self.estimate)) if lowest < 0 else unseen
        return Interval(max(self.estimate - reach, lowest), min(self.estimate + reach, 1.0))


class _Partners(NamedTuple):
    """For people sorted by stratum and result: which rows are clearly lower and clearly higher in the same stratum.

    Every field has shape (n,); rows ``start:lower`` are a person's lower partners, rows ``higher:end`` the higher ones.
    """

    stratum: Codes
    start: Codes
    lower: Codes
    higher: Codes
    end: Codes

    def directions(self, codes: Codes) -> tuple[Floats, Floats]:
        """Concordant, discordant and tied partners of each person, lower and higher ones, each of shape (n, 3)."""
        levels = np.arange(codes.max(initial=0) + 1)
        running = np.vstack([np.zeros(len(levels)), np.cumsum(codes[:, None] == levels, axis=0)])
        worse, better, same = (compare(levels, codes[:, None]) for compare in (np.less, np.greater, np.equal))
        lower, higher = running[self.lower] - running[self.start], running[self.end] - running[self.higher]
        return (
            np.column_stack([(lower * side).sum(axis=1) for side in (worse, better, same)]),
            np.column_stack([(higher * side).sum(axis=1) for side in (better, worse, same)]),
        )

    def one_sidedness(self, codes: Codes) -> Floats:
        """Concordant less discordant pairs, without sign, for ratings of shape (B, n)."""
        levels = np.arange(codes.max(initial=0) + 1)
        running = np.zeros((len(codes), codes.shape[1] + 1, len(levels)))
        np.cumsum(codes[:, :, None] == levels, axis=1, out=running[:, 1:])
        below = running[:, self.lower] - running[:, self.start]
        surplus: Floats = np.abs((below * np.sign(codes[:, :, None] - levels)).sum(axis=(1, 2)))
        return surplus

    def sums(self, directions: Floats) -> Floats:
        """Totals of each stratum that has pairs."""
        totals = np.zeros((self.stratum.max(initial=-1) + 1, directions.shape[1]))
        np.add.at(totals, self.stratum, directions)
        return totals[totals.sum(axis=1) > 0]


def _partners(results: Floats, strata: Codes, min_gap: float) -> _Partners:
    """Bounds of everybody's partners, found on ranks so that strata never mix and ties never wobble."""
    stratum = np.unique(strata, return_inverse=True)[1].astype(np.int64)
    distinct, rank = np.unique(results, return_inverse=True)
    clearly_lower = np.searchsorted(distinct, distinct - min_gap + _EXACT, side="right")
    clearly_higher = np.searchsorted(clearly_lower, np.arange(len(distinct)), side="right")
    size = len(distinct) + 1
    keys = stratum * size + rank
    return _Partners(
        stratum=stratum,
        start=np.searchsorted(keys, stratum * size),
        lower=np.searchsorted(keys, stratum * size + clearly_lower[rank]),
        higher=np.searchsorted(keys, stratum * size + clearly_higher[rank]),
        end=np.searchsorted(keys, (stratum + 1) * size),
    )


def _jackknife(parts: Floats, total: Floats, weights: tuple[int, int, int]) -> _Jackknifed:
    """Weighted share of pairs, leaving out one part (stratum or person) at a time."""
    rest = total - parts
    rest = rest[rest.sum(axis=1) > 0]
    estimates = rest @ weights / rest.sum(axis=1)
    count = len(estimates)
    spread = float(np.sqrt((count - 1) / count * np.sum((estimates - estimates.mean()) ** 2))) if count > 1 else 0.0
    return _Jackknifed(float(total @ weights / total.sum()), spread if spread > _EXACT else 0.0, max(count - 1, 1))


def _permutation_p_value(codes: Codes, partners: _Partners, rng: np.random.Generator) -> float:
    """Share of reshufflings within strata that are at least as one-sided as the ratings are."""
    seen = partners.one_sidedness(codes[None])[0]
    rows = max(1, _CELLS // (len(codes) * (codes.max(initial=0) + 1)))
    as_extreme = 0
    for first in range(0, _PERMUTATIONS, rows):
        keys = partners.stratum + rng.random((min(rows, _PERMUTATIONS - first), len(codes)))
        as_extreme += int((partners.one_sidedness(codes[np.argsort(keys, axis=1)]) >= seen).sum())
    return (1 + as_extreme) / (1 + _PERMUTATIONS)
