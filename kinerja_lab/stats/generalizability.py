"""Where does the variance of scores come from? Variance components of crossed and nested facets (Henderson 1, REML).

An *effect* is a set of facets closed under nesting: with raters nested in tasks, an effect with raters has tasks too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import NamedTuple

import numpy as np
from scipy import special

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.crossproducts import crossproducts
from kinerja_lab.stats.interval import UNDEFINED, Interval
from kinerja_lab.stats.ratings import FloatArray, IntArray, add_up
from kinerja_lab.stats.reml import fit_reml

Effect = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Facets and the cells of every effect.

    Parameters
    ----------
    facets
        Names; the first is what is measured.
    hosts
        For each facet the facets that it is nested in.
    effects
        Effects from the smallest to the one whose cells are the scores.
    cells : (E,) each
        Cell 0…C−1 of each score, by effect.
    """

    facets: tuple[str, ...]
    hosts: Mapping[str, Effect]
    effects: tuple[Effect, ...]
    cells: Mapping[Effect, IntArray]

    def name(self, effect: Effect) -> str:
        """Effect as written in the literature: ``p x r:t`` for persons and raters within tasks."""
        within = frozenset[str]().union(*(self.hosts[facet] for facet in effect))
        own = [facet for facet in self.facets if facet in effect and facet not in within]
        return " x ".join(
            ":".join([facet, *(host for host in self.facets if host in self.hosts[facet])]) for facet in own
        )

    @property
    def person(self) -> Effect:
        """Effect of what is measured."""
        return self.hosts[self.facets[0]] | {self.facets[0]}

    def sizes(self) -> dict[str, float]:
        """For each facet of measurement the harmonic mean number of its levels in the cells that it is counted in."""
        sizes = {}
        for facet in self.facets:
            if facet not in self.person:
                around = self.person | self.hosts[facet]
                levels = np.unique(np.column_stack([self.cells[around], self.cells[around | {facet}]]), axis=0)[:, 0]
                sizes[facet] = float(1 / (1 / np.bincount(levels)).mean())
        return sizes

    def weights(self, sizes: Mapping[str, float]) -> tuple[FloatArray, FloatArray, FloatArray]:
        """How much of each component (K,) is what is measured, relative error and absolute error of a mean score."""
        person = np.array([float(one == self.person) for one in self.effects])
        numbers = np.array([np.prod([sizes[facet] for facet in one - self.person]) for one in self.effects])
        absolute = np.array([not one <= self.person for one in self.effects]) / numbers
        return person, absolute * [one > self.person for one in self.effects], absolute


def layout(codes: Mapping[str, IntArray], nested: Mapping[str, Sequence[str]] | None = None) -> Layout:
    """Which effects does a set of facets have?

    Parameters
    ----------
    codes : (E,) each
        Level 0…L−1 of each score, by facet; what is measured first.
    nested
        The facets that a facet is nested in; None: read off the levels (one that meets only one level of another facet
        is nested in it).
    """
    facets = tuple(codes)
    hosts = {facet: frozenset((nested or {}).get(facet, ())) for facet in facets}
    if nested is None:
        for inner in facets:
            hosts[inner] = frozenset(
                outer for outer in facets if outer != inner and _inside(codes[inner], codes[outer])
            )
    subsets = chain.from_iterable(combinations(facets, size) for size in range(1, len(facets) + 1))
    effects = tuple(set_ for set_ in map(frozenset, subsets) if all(hosts[facet] <= set_ for facet in set_))
    return Layout(
        facets=facets,
        hosts=hosts,
        effects=effects,
        cells={one: _joint([codes[f] for f in facets if f in one]) for one in effects},
    )


def _inside(inner: IntArray, outer: IntArray) -> bool:
    """Whether each level of one facet meets only one level of the other, which has several of them."""
    pairs = len(np.unique(inner * (outer.max() + 1) + outer))
    return pairs == inner.max() + 1 > outer.max() + 1


def _joint(codes: Sequence[IntArray]) -> IntArray:
    """Cell of each combination that occurs."""
    joint = np.zeros(len(codes[0]), dtype=np.int64)
    for code in codes:
        joint = np.unique(joint * (code.max() + 1) + code, return_inverse=True)[1]
    return joint


class Components(NamedTuple):
    """Variance components (K,), as estimated (may be negative), with their covariance (K, K).

    ``mean_square`` and ``df`` (K,) belong to the analysis of variance; NaN with REML.
    """

    variance: FloatArray
    covariance: FloatArray
    mean_square: FloatArray
    df: FloatArray

    def interval(self, confidence: float) -> tuple[FloatArray, FloatArray]:
        """Satterthwaite's limits; where an estimate is not positive, the normal ones.

        The upper limit is infinite where an estimate has next to no degrees of freedom.

        References
        ----------
        Satterthwaite (1946) Biometrics Bulletin 2, 110; Brennan (2001), Generalizability Theory, section 6.2.
        """
        se, tail = np.sqrt(np.diag(self.covariance)), np.array([(1 + confidence) / 2, (1 - confidence) / 2])
        positive = (self.variance > 0) & (se > 0)
        degrees = 2 * np.divide(self.variance, se, out=np.full_like(se, np.nan), where=positive) ** 2
        with np.errstate(divide="ignore", over="ignore"):
            low, high = (degrees * self.variance / special.chdtri(degrees, 1 - one) for one in tail)
        width = special.ndtri(tail[0]) * se
        return np.where(positive, low, self.variance - width), np.where(positive, high, self.variance + width)


def henderson(scores: FloatArray, design: Layout) -> Components:
    """Components from sums of squares of cell means, balanced or not; equal to the ANOVA estimates when balanced.

    The covariance takes the mean squares as independent chi-squares, exact when balanced.

    Raises
    ------
    NotAssessable
        ``not_identified``: two effects have the same cells or there are no degrees of freedom for one.

    References
    ----------
    Henderson (1953) Biometrics 9, 226, method 1; Brennan (2001), Generalizability Theory, eq. 6.1 and section 7.1.
    """
    effects, n = design.effects, len(scores)
    score = scores - scores.mean()
    counts = {one: add_up(cell, np.ones(n), int(cell.max()) + 1) for one, cell in design.cells.items()}
    totals = np.array(
        [(add_up(design.cells[one], score, len(counts[one])) ** 2 / counts[one]).sum() for one in effects]
    )
    expected = np.array([[_coefficient(design, counts, one, other) for other in effects] for one in effects])
    of_mean = np.array([(counts[one] ** 2).sum() / n for one in effects])
    # Sums of squares and degrees of freedom: what a cell has beyond the cells around it.
    steps = np.eye(len(effects))
    for place, one in enumerate(effects):
        for below in range(place):
            if effects[below] < one:
                steps[place] -= steps[below]
    df = steps @ (np.array([len(counts[one]) for one in effects]) - 1.0)
    if (df < 1).any() or np.linalg.matrix_rank(expected - of_mean) < len(effects):
        raise NotAssessable("not_identified", n=n)
    mean_square = steps @ totals / df
    solve = np.linalg.inv(steps @ (expected - of_mean) / df[:, None])
    return Components(solve @ mean_square, (solve * (2 * mean_square**2 / (df + 2))) @ solve.T, mean_square, df)


def _coefficient(design: Layout, counts: Mapping[Effect, FloatArray], one: Effect, other: Effect) -> float:
    """How often a component is in the expected sum of squared cell totals over cell sizes."""
    joint = one | other
    owner = np.zeros(len(counts[joint]), dtype=np.int64)
    owner[design.cells[joint]] = design.cells[one]
    return float((counts[joint] ** 2 / counts[one][owner]).sum())


def restricted(scores: FloatArray, design: Layout) -> Components:
    """Components by restricted maximum likelihood, never negative.

    Raises
    ------
    NotAssessable
        No variation, or components that cannot be told apart.
    """
    levels = {one: int(cell.max(initial=-1)) + 1 for one, cell in design.cells.items()}
    if any(levels[one] == levels[other] for one, other in combinations(design.effects, 2) if one < other):
        raise NotAssessable("not_identified", n=len(scores))
    codes = [design.cells[one] for one in design.effects[:-1]]
    fit = fit_reml(crossproducts(scores - scores.mean(), np.ones((len(scores), 1)), codes))
    if not fit.converged:
        raise NotAssessable("not_converged", n=len(scores))
    nothing = np.full(len(design.effects), np.nan)
    return Components(fit.variances, np.nan_to_num(fit.variance_covariance), nothing, nothing)


def reached(
    variance: FloatArray, covariance: FloatArray, person: FloatArray, error: FloatArray, confidence: float
) -> tuple[float, Interval]:
    """Share of what is measured in the variance of mean scores, with limits by the delta method on the logit.

    Nothing but what is measured: both limits are 1. Nothing of it: there are no limits.

    Parameters
    ----------
    variance, covariance : (K,), (K, K)
        Components, none negative, and their covariance.
    person, error : (K,)
        How much of each component is what is measured, and error.
    confidence
        Level of the interval, in (0, 1).
    """
    whole = float(variance @ (person + error))
    if not whole > 0:
        return np.nan, UNDEFINED
    share = float(variance @ person) / whole
    if not 0 < share < 1:
        return share, Interval(1.0, 1.0) if share == 1 else UNDEFINED
    slope = (person - share * (person + error)) / whole
    width = special.ndtri((1 + confidence) / 2) * float(np.sqrt(slope @ covariance @ slope)) / (share * (1 - share))
    return share, Interval(*(float(special.expit(special.logit(share) + one)) for one in (-width, width)))
