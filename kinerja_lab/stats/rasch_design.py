"""Ratings of a many-facet Rasch model, sorted and tabulated: combinations of levels, sheets and forms.

A *combination* is one level of every facet; a *sheet* is what one level of the largest facet gave one ratee; a *form*
is a kind of sheet: the same combinations. A rating enters a fit only through its combination and its ratee's raw score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.integer[Any]]
_TABLE = 20_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Ratings sorted by ratee.

    Attributes
    ----------
    order
        Shape (n,): place of each sorted rating in the original data.
    ratee, combination, score
        Shape (n,): codes of each rating; scores 0 … K.
    starts
        Shape (N,): first rating of each ratee.
    raw
        Shape (N,): raw score of each ratee.
    levels
        Shape (C, F): level of each facet in each combination.
    sheets, forms
        Ratees × forms, and forms × combinations, sparse counts.
    sheet_level
        Level of the largest facet on each sheet, in the order of the entries of ``sheets``.
    """

    order: Codes
    ratee: Codes
    combination: Codes
    score: Codes
    starts: Codes
    raw: Floats
    levels: Codes
    main: int
    sheets: Any
    forms: Any
    sheet_level: Codes

    @property
    def top(self) -> int:
        """Highest score K."""
        return int(self.score.max())


def tabulate(ratee: Codes, facets: Sequence[Codes], score: Codes) -> Ratings:
    """Which combinations, sheets and forms are there?

    Parameters
    ----------
    ratee
        Shape (n,): 0 … N−1, all used.
    facets
        Per facet, shape (n,): level 0 … L−1, all used.
    score
        Shape (n,): 0 … K.
    """
    sizes = [int(codes.max()) + 1 for codes in facets]
    main = int(np.argmax(sizes))
    key = ratee.astype(np.int64) * sizes[main] + facets[main]
    order = np.argsort(key, kind="stable") if np.any(key[1:] < key[:-1]) else np.arange(len(key))
    key = key[order]
    combination, levels = _combinations([codes[order] for codes in facets], sizes)
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    sheet_ratee = key[first] // sizes[main]
    sheet_level = (key[first] % sizes[main]).astype(np.int32)
    mark = np.random.default_rng(0).integers(0, 2**63, len(levels), dtype=np.uint64)
    # Sheets with the same sum of 63-bit marks hold the same combinations, but for a chance below 1e-6 at any real size.
    _, example, form = np.unique(np.add.reduceat(mark[combination], first), return_index=True, return_inverse=True)
    n_ratees = int(ratee.max()) + 1
    indptr = np.concatenate([[0], np.cumsum(np.bincount(sheet_ratee, minlength=n_ratees))])
    sheets = sparse.csr_array((np.ones(len(form)), form.astype(np.int32), indptr), shape=(n_ratees, len(example)))
    lengths = np.diff(np.append(first, len(key)))[example]
    inside = np.arange(lengths.sum()) + np.repeat(first[example] - np.cumsum(lengths) + lengths, lengths)
    rows = np.repeat(np.arange(len(example)), lengths)
    forms = sparse.csr_array(
        (np.ones(len(rows)), (rows, combination[inside])), shape=(len(example), len(levels))
    )  # summed where a combination comes twice
    starts = first[indptr[:-1]]
    sorted_score = score[order]
    return Ratings(
        order, (key // sizes[main]).astype(np.int32), combination, sorted_score, starts,
        np.add.reduceat(sorted_score, starts, dtype=np.int64).astype(np.float64),
        levels, main, sheets, forms, sheet_level,
    )  # fmt: skip


def _combinations(facets: Sequence[Codes], sizes: list[int]) -> tuple[Codes, Codes]:
    """Code of each rating's combination of levels, and the levels of each combination."""
    mixed = np.zeros(len(facets[0]), dtype=np.int64)
    for codes, size in zip(facets, sizes, strict=True):
        mixed = mixed * size + codes
    if np.prod([float(size) for size in sizes]) <= _TABLE:
        seen = np.zeros(int(np.prod(sizes)), dtype=bool)
        seen[mixed] = True
        kept: Codes = np.flatnonzero(seen)
        place = np.cumsum(seen, dtype=np.int32) - 1
        combination: Codes = place[mixed]
    else:
        kept, combination = np.unique(mixed, return_inverse=True)
    levels = np.empty((len(kept), len(sizes)), dtype=np.int64)
    for facet in range(len(sizes) - 1, -1, -1):
        levels[:, facet] = kept % sizes[facet]
        kept = kept // sizes[facet]
    return combination.astype(np.int32), levels


class Layout:
    """Where each parameter stands: the levels of the largest facet (*main*), then all the *others*.

    The difficulty of step j in combination c is the sum of its levels' measures and its step's, less its block's mean:
    ``main[level] + (others_map @ others)``. Others are the remaining facets, the steps, the means of the blocks of
    ratees (none where ratees have parameters of their own) and, last, whatever the estimator adds.

    Parameters
    ----------
    ratings
        The tabulated ratings.
    step_set
        Shape (C,): which set of steps a combination uses.
    block
        Shape (L₀,): block of each level of the first facet.
    n_means
        Number of blocks with a mean, or 0.
    anchors
        Per facet, shape (L,): fixed measure, NaN where free.
    """

    def __init__(self, ratings: Ratings, step_set: Codes, block: Codes, n_means: int, anchors: list[Floats]) -> None:
        self.ratings, self.anchors, self.n_means, self.block = ratings, anchors, n_means, block
        levels, top = ratings.levels, ratings.top
        self.sizes = [len(values) for values in anchors]
        self.n_sets, self.main = int(step_set.max()) + 1, ratings.main
        self.offsets = np.zeros(len(self.sizes), dtype=np.int64)
        end = 0
        for facet, size in enumerate(self.sizes):
            if facet != self.main:
                self.offsets[facet] = end
                end += size
        self.steps_at, self.means_at = end, end + self.n_sets * top
        self.n_others = self.means_at + n_means
        # Where the others stand that all steps of a combination share, and with which sign; and its first step.
        self.shared = [(1.0, self.offsets[f] + levels[:, f]) for f in range(len(self.sizes)) if f != self.main]
        if n_means:
            self.shared.append((-1.0, self.means_at + block[levels[:, 0]]))
        self.step_at = self.steps_at + step_set * top
        self.groups = self._groups(block)

    @cached_property
    def others_map(self) -> Any:
        """Sparse map from the others to the difficulties of the steps, (C·K × others)."""
        top, count = self.ratings.top, len(self.step_at)
        columns = [np.repeat(column, top) for _, column in self.shared]
        columns.append(np.repeat(self.step_at, top) + np.tile(np.arange(top), count))
        data = np.repeat([*(sign for sign, _ in self.shared), 1.0], count * top)
        row = np.tile(np.arange(count * top), len(columns))
        return sparse.csr_array((data, (row, np.concatenate(columns))), shape=(count * top, self.n_others))

    def _groups(self, block: Codes) -> list[tuple[bool, Codes]]:
        """Parameters that sum to zero: (of the main facet?, their places), for each unanchored facet and step set."""
        groups: list[tuple[bool, Codes]] = []
        for facet, anchor in enumerate(self.anchors):
            label = block if facet == 0 else np.zeros(len(anchor), dtype=np.int64)
            for one in np.unique(label):
                places = np.flatnonzero(label == one)
                if np.isnan(anchor[places]).all():
                    groups.append((facet == self.main, places + self.offsets[facet]))
        top = self.ratings.top
        groups.extend((False, self.steps_at + s * top + np.arange(top)) for s in range(self.n_sets))
        return groups

    def facet(self, facet: int, main: Floats, others: Floats) -> Floats:
        """Values of one facet's levels."""
        return main if facet == self.main else others[self.offsets[facet] : self.offsets[facet] + self.sizes[facet]]

    def difficulties(self, main: Floats, others: Floats) -> Floats:
        """Difficulty of every step in every combination, shape (C, K)."""
        shared = main[self.ratings.levels[:, self.main]]
        for sign, column in self.shared:
            shared = shared + sign * others[column]
        difficulty: Floats = shared[:, None] + others[self.step_at[:, None] + np.arange(self.ratings.top)]
        return difficulty

    def to_others(self, by_step: Floats, row: Codes | None = None, n_rows: int = 1) -> Floats:
        """Sums over each of the others, apart for each row, of values by combination and step (C, K): (rows, others).

        ``row``: shape (C,), to which row a combination belongs; by default there is one.
        """
        start = 0 if row is None else row * self.n_others
        size, whole = n_rows * self.n_others, by_step.sum(axis=1)
        answer = np.zeros(size)
        for sign, column in self.shared:
            answer += sign * np.bincount(start + column, whole, size)
        for step in range(self.ratings.top):
            answer += np.bincount(start + self.step_at + step, by_step[:, step], size)
        return answer.reshape(n_rows, self.n_others)

    def to_main(self, by_step: Floats) -> Floats:
        """Sums over each level of the main facet of values of the combinations' steps (C, K): (R,)."""
        return np.bincount(self.ratings.levels[:, self.main], by_step.sum(axis=1), self.sizes[self.main]).astype(float)

    def complete(self, steps: Floats) -> tuple[Any, Floats, Floats]:
        """Information between the steps of each combination (C, K, K), carried to the parameters.

        Of the main facet (R, R; diagonal), of it with the others (R, others), and of the others.
        """
        rows, of_main = steps.sum(axis=1), self.ratings.levels[:, self.main]
        main = sparse.diags_array(self.to_main(rows)).tocsr()
        others = np.zeros((self.n_others,) * 2)
        for sign, column in self.shared:
            others += sign * self.to_others(rows, column, self.n_others)
        for step in range(self.ratings.top):
            others += self.to_others(steps[:, step], self.step_at + step, self.n_others)
        return main, self.to_others(rows, of_main, self.sizes[self.main]), others

    def release(self, main: Floats, others: Floats) -> None:
        """Take the pull off anchored levels, in place."""
        for facet, anchor in enumerate(self.anchors):
            self.facet(facet, main, others)[~np.isnan(anchor)] = 0.0

    @cached_property
    def counts(self) -> Codes:
        """How often each score occurs in each combination, shape (C, K + 1)."""
        ratings, width = self.ratings, self.ratings.top + 1
        cell = ratings.combination.astype(np.int64) * width + ratings.score
        return np.bincount(cell, minlength=len(ratings.levels) * width).reshape(-1, width)

    def start(self, added: int) -> tuple[Floats, Floats]:
        """Measures of zero (or their anchors), steps from how often neighbouring categories occur."""
        main, others = np.zeros(self.sizes[self.main]), np.zeros(self.n_others + added)
        counts = self.counts.sum(axis=0)
        steps = np.log(counts[:-1] / counts[1:])
        others[self.steps_at : self.means_at] = np.tile(steps - steps.mean(), self.n_sets)
        others[self.means_at : self.n_others] = -steps.mean()
        self.hold(main, others)
        return main, others

    def hold(self, main: Floats, others: Floats) -> None:
        """Put anchored levels back to their anchors."""
        for facet, anchor in enumerate(self.anchors):
            values, fixed = self.facet(facet, main, others), ~np.isnan(anchor)
            values[fixed] = anchor[fixed]
