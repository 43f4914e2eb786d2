"""Ratings as arrays, and the one way from them to coefficients: features of units, totals of groups, a formula.

The *influence* of a unit on a coefficient is the derivative with respect to its weight. Standard errors, comparisons,
leave-one-out values and the acceleration of the bootstrap all follow from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Numbers = npt.NDArray[Any]  # real, or complex while differentiating

_STEP = 1e-20  # a complex step subtracts nothing, so it can be this small
_SPARSENESS = 20  # possible patterns a unit; with more of them few units are alike, and the table of them is large


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """Who rated whom, and how: one entry a rating, units and raters numbered over all groups.

    Parameters
    ----------
    unit : (E,)
        Unit 0…N−1 of each rating.
    level : (E,)
        Level 0…q−1 of each rating.
    rater : (E,) or None
        Rater 0…R−1 of each rating; a rater of two groups has two numbers. None where raters are anonymous.
    amount : (E,)
        How often the rating counts: 1, or the number of times its rater was drawn.
    group : (N,)
        Group 0…G−1 of each unit.
    frequency : (N,)
        How many units this unit stands for: 1, a cell of a table, or the number of times it was drawn.
    n_groups, n_levels
        G and q; groups without ratings and levels that nobody used count.
    """

    unit: IntArray
    level: IntArray
    rater: IntArray | None
    amount: FloatArray
    group: IntArray
    frequency: FloatArray
    n_groups: int
    n_levels: int

    @property
    def counts(self) -> FloatArray:
        """Ratings of each unit in each level (N, q)."""
        cell = self.unit * self.n_levels + self.level
        return add_up(cell, self.amount, len(self.group) * self.n_levels).reshape(-1, self.n_levels)

    @property
    def number(self) -> FloatArray:
        """Ratings of each unit (N,)."""
        return add_up(self.unit, self.amount, len(self.group))

    @property
    def same(self) -> FloatArray:
        """Pairs of a rating with itself, which are no evidence of agreement (N,)."""
        return add_up(self.unit, self.amount**2, len(self.group))

    @property
    def by_group(self) -> sparse.csr_array:
        """Matrix (G, N) that adds units up to groups."""
        place = (self.group, np.arange(len(self.group)))
        return sparse.csr_array((self.frequency, place), shape=(self.n_groups, len(self.group)))


def distinct(ratings: Ratings) -> Ratings:
    """Units of a group that the same raters rated alike, as one unit that stands for all of them.

    Nothing is lost: every total is a sum over units. Where raters are anonymous or could combine in many more ways than
    there are units, the ratings are returned as they are.
    """
    if ratings.rater is None or not len(ratings.unit):
        return ratings
    owner = owners(ratings, ratings.rater)
    order = np.argsort(owner, kind="stable")
    place = np.empty(len(owner), dtype=np.int64)
    place[order] = np.arange(len(owner)) - np.searchsorted(owner[order], owner[order])
    base, most = ratings.n_levels + 1.0, int(place.max()) + 1
    if most * np.log(base) > np.log(_SPARSENESS * len(ratings.group) / ratings.n_groups):
        return ratings
    digits = (ratings.level + 1) * base ** place[ratings.rater]
    pattern = (add_up(ratings.unit, digits, len(ratings.group)) + base**most * ratings.group).astype(np.int64)
    first = np.full(int(base**most) * ratings.n_groups, -1)
    first[pattern] = np.arange(len(pattern))
    example = first[first >= 0]
    number = np.full(len(pattern), -1)
    number[example] = np.arange(len(example))
    kept = number[ratings.unit] >= 0
    return replace(
        ratings,
        unit=number[ratings.unit[kept]],
        level=ratings.level[kept],
        rater=ratings.rater[kept],
        amount=ratings.amount[kept],
        group=ratings.group[example],
        frequency=add_up(pattern, ratings.frequency, len(first))[first >= 0],
    )


class Sizes(NamedTuple):
    """How much data each group has; all (G,). Raters are NaN where they are anonymous."""

    units: FloatArray
    pairable: FloatArray
    raters: FloatArray
    ratings: FloatArray


def sizes(ratings: Ratings) -> Sizes:
    """How many units, pairable units (two ratings or more), raters and ratings has each group?"""
    number = ratings.number
    pairable = number**2 > ratings.same
    totals = ratings.by_group @ np.column_stack([number > 0, pairable, number])
    raters = np.full(ratings.n_groups, np.nan)
    if ratings.rater is not None:
        raters = np.bincount(owners(ratings, ratings.rater), minlength=ratings.n_groups).astype(float)
    return Sizes(totals[:, 0], totals[:, 1], raters, totals[:, 2])


def owners(ratings: Ratings, rater: IntArray) -> IntArray:
    """Group of each rater (R,); raters are numbered without gaps."""
    owner = np.zeros(rater.max(initial=-1) + 1, dtype=np.int64)
    owner[rater] = ratings.group[ratings.unit]
    return owner


class Coefficient(NamedTuple):
    """A coefficient of each group (G,), NaN where undefined, and the influence of each unit on it (N,)."""

    estimate: FloatArray
    influence: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Coefficients that are functions of the same totals.

    Parameters
    ----------
    names
        The c coefficients.
    features : (N, p)
        What each unit adds to the totals; dense or sparse.
    formula
        Totals (B, p) of B groups or replicates → coefficients (B, c).
    tangent
        The formula to differentiate; it leaves out corrections that vanish in large samples.
    last_slopes
        Totals → slopes (B, p', c) in the last p' totals, where they are known in closed form.
    """

    names: tuple[str, ...]
    features: FloatArray | sparse.csr_array
    formula: Callable[[Numbers], Numbers]
    tangent: Callable[[Numbers], Numbers]
    last_slopes: Callable[[FloatArray], FloatArray] | None = None

    def coefficients(self, ratings: Ratings) -> dict[str, Coefficient]:
        """Each coefficient with its influences."""
        totals = dense(ratings.by_group @ self.features)
        estimate, slopes = self.formula(totals), self.slopes(totals)
        influence = np.zeros((len(ratings.group), len(self.names)))
        for column in range(totals.shape[1]):
            influence += dense(self.features[:, [column]]) * slopes[ratings.group, column]
        return {name: Coefficient(estimate[:, k], influence[:, k]) for k, name in enumerate(self.names)}

    def slopes(self, totals: FloatArray) -> FloatArray:
        """Slopes (B, p, c) of the tangent in the totals, by complex-step differentiation (Squire & Trapp 1998)."""
        known = np.empty((len(totals), 0, len(self.names)))
        if self.last_slopes is not None:
            known = self.last_slopes(totals)
        found = np.empty((len(totals), totals.shape[1] - known.shape[1], len(self.names)))
        for column in range(found.shape[1]):
            moved = totals.astype(complex)
            moved[:, column] += _STEP * 1j
            with np.errstate(invalid="ignore"):  # complex NaN of an undefined group warns, unlike a real one
                found[:, column] = self.tangent(moved).imag / _STEP
        return np.concatenate([found, known], axis=1)


def dense(matrix: Any) -> FloatArray:
    """Matrix as a plain array, whether sparse or not."""
    array: FloatArray = matrix.toarray() if sparse.issparse(matrix) else matrix
    return array


def unless_zero(number: Numbers) -> Numbers:
    """Number as a divisor: NaN instead of 0."""
    return np.where(number.real > 0, number, np.nan)


def add_up(place: IntArray, amount: FloatArray, size: int) -> FloatArray:
    """Sum of the amounts at each place 0…size−1; floats even where nothing is added."""
    return np.bincount(place, amount, size).astype(float)


def centred(ratings: Ratings, scores: FloatArray) -> FloatArray:
    """Scores (E,) from one score of their group on: exactly 0 without variation, no digits lost far from 0."""
    group = ratings.group[ratings.unit]
    origin = np.zeros(ratings.n_groups)
    origin[group] = scores
    return scores - origin[group]
