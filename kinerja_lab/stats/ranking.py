"""Who is first, and who could be? Ranks of people scored by a few raters each, with all their uncertainty."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.distributions import chi2, norm
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.proportion import check_confidence

Floats = npt.NDArray[np.float64]

_DRAWS = 4000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """Candidates 0 … k−1.

    Attributes
    ----------
    difference, interval
        Smallest difference of two mean scores that can be told from chance, with the limits of its own estimation.
    reliability
        Share of the variance of mean scores that lies between candidates, 0…1.
    effects, errors
        Shrunken deviation from the mean of all, and its standard error, shape (k,).
    rank_low, rank_high
        Limits of each candidate's rank, 1 = highest, shape (k,).
    first
        Probability of being the highest, shape (k,).
    could_be_first
        Size of the smallest set of candidates that holds the highest one with the confidence asked for.
    """

    difference: float
    interval: Interval
    reliability: float
    effects: Floats
    errors: Floats
    rank_low: Floats
    rank_high: Floats
    first: Floats
    could_be_first: int


def ranking(scores: Floats, candidates: npt.NDArray[np.int64], *, confidence: float = 0.95, seed: int = 0) -> Ranking:
    """How sure is the order of candidates whose scores come from different raters?

    A score is the candidate's level plus a rater's deviation. Levels are shrunk towards their mean by their
    reliability; ranks come from draws of all levels at once (a parametric bootstrap), so that a lead within
    the noise is no lead.

    Parameters
    ----------
    scores
        Shape (n,): one a candidate and rater.
    candidates
        Candidate of each score, 0 … k−1, each used, shape (n,).
    confidence
        Of the limits and of the set.
    seed
        Of the draws.

    Raises
    ------
    NotAssessable
        ``too_few``: fewer than two candidates; ``not_identified``: nobody has two scores; ``undefined_no_variation``:
        raters never differ about a candidate.

    References
    ----------
    Goldstein and Spiegelhalter (1996) JRSS A 159, 385; Laird and Louis (1989) J. Educational Statistics 14, 29.
    """
    check_confidence(confidence)
    sizes = np.bincount(candidates)
    n, k = len(scores), len(sizes)
    if k < 2:
        raise NotAssessable("too_few", n=k, need=2)
    if n <= k:
        raise NotAssessable("not_identified", n=k)
    means = np.bincount(candidates, weights=scores) / sizes
    inside = float(((scores - means[candidates]) ** 2).sum())
    if inside <= 1e-12 * n:
        raise NotAssessable("undefined_no_variation", n=k)
    noise, chance = inside / (n - k), inside / (n - k) / sizes
    between = _between(means, sizes, noise, n)
    kept = between / (between + chance)
    effects, errors = kept * (means - float(scores.mean())), np.sqrt(kept * chance)
    ranks = _ranks(effects, errors, np.random.default_rng(seed))
    first = (ranks == 1).mean(axis=0)
    holding = np.cumsum(np.sort(first)[::-1])
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    low, high = np.quantile(ranks, tails, axis=0, method="closest_observation")
    reach = float(norm.ppf(tails[1])) * math.sqrt(2 / float(len(sizes) / (1 / sizes).sum()))
    limits = [reach * math.sqrt(inside / float(chi2.ppf(tail, n - k))) for tail in reversed(tails)]
    return Ranking(
        difference=reach * math.sqrt(noise),
        interval=Interval(*limits),
        reliability=float(between / (between + chance.mean())),
        effects=effects,
        errors=errors,
        rank_low=low,
        rank_high=high,
        first=first,
        could_be_first=int(np.searchsorted(holding, confidence - 1e-12)) + 1,
    )


def _between(means: Floats, sizes: npt.NDArray[np.int64], noise: float, n: int) -> float:
    """Variance between candidates (analysis of variance, unequal numbers of scores); never negative."""
    k = len(sizes)
    average = float(sizes @ means) / n
    square = float(sizes @ (means - average) ** 2) / (k - 1)
    usual = (n - float((sizes**2).sum()) / n) / (k - 1)
    return max((square - noise) / usual, 0.0)


def _ranks(effects: Floats, errors: Floats, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Ranks in every draw, shape (draws, k); 1 is the highest."""
    drawn = effects + errors * rng.standard_normal((_DRAWS, len(effects)))
    drawn = drawn + 1e-9 * rng.random(drawn.shape)  # without spread between candidates all levels are equal
    return np.argsort(np.argsort(-drawn, axis=1), axis=1) + 1
