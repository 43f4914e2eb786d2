"""Many-facet Rasch model by joint maximum likelihood: Newton's method on all facets at once, ratees eliminated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.rasch_design import Layout
from kinerja_lab.stats.rasch_information import Information
from kinerja_lab.stats.rasch_measures import chances
from kinerja_lab.stats.threads import one_thread

Floats = npt.NDArray[np.float64]

_STEPS = 60
_HALVINGS = 20
_SETTLED = 1e-11


@dataclass(frozen=True, slots=True, eq=False)
class JointFit:
    """A many-facet Rasch model fitted by joint maximum likelihood.

    Attributes
    ----------
    main, others
        Measures by place in the layout.
    ratee, ratee_se
        Shape (N,): measures of the ratees, and standard errors from their own ratings, the facets taken as known.
    information
        Full information of the facets, ratees eliminated.
    log_likelihood, iterations, converged
        The fit.
    """

    main: Floats
    others: Floats
    ratee: Floats
    ratee_se: Floats
    information: Information
    log_likelihood: float
    iterations: int
    converged: bool


class _Joint:
    """Likelihood at given measures of everybody, with what a Newton step needs."""

    def __init__(self, layout: Layout, main: Floats, others: Floats, ratee: Floats) -> None:
        self.layout, ratings = layout, layout.ratings
        difficulties = layout.difficulties(main, others)
        chance = chances(ratee[ratings.ratee], difficulties.T[:, ratings.combination])
        self.height = float(np.log(chance[ratings.score, np.arange(len(ratings.score))]).sum())
        self.passing = np.cumsum(chance[:0:-1], axis=0)[::-1]

    def step(self) -> tuple[Information, tuple[Floats, Floats], Floats, Floats, float]:
        """Information, Newton step of the facets and of the ratees, information of each ratee, and the gain."""
        layout, ratings, passing = self.layout, self.layout.ratings, self.passing
        count = len(ratings.levels)
        steps, leaning = self._covariances()
        passed = ratings.score > np.arange(ratings.top)[:, None]
        missed = [np.bincount(ratings.combination, row, count) for row in passing - passed]
        excess = np.asarray(np.column_stack(missed), dtype="float64")
        own = np.add.reduceat(leaning.sum(axis=0), ratings.starts)
        root = np.sqrt(own)
        scaled = np.add.reduceat((passed - passing).sum(axis=0), ratings.starts) / root
        lost_main, lost_others = self._lost(leaning, root)
        main, border, others = layout.complete(steps)
        main = (main - lost_main.T.tocsr() @ lost_main).tocsr()
        border, others = border - lost_main.T @ lost_others, others - lost_others.T @ lost_others
        information = Information(layout, main, border, others)
        for_main = layout.to_main(excess) + lost_main.T @ scaled
        for_others = layout.to_others(excess)[0] + lost_others.T @ scaled
        layout.release(for_main, for_others)
        moved = information.solve(for_main, for_others)
        ratee = (scaled + lost_main @ moved[0] + lost_others @ moved[1]) / root
        gain = float(for_main @ moved[0] + for_others @ moved[1] + scaled @ scaled)
        return information, moved, ratee, own, gain

    def _covariances(self) -> tuple[Floats, Floats]:
        """Information between the steps of each combination (C, K, K), and of each rating with its ratee (K, n)."""
        passing, ratings = self.passing, self.layout.ratings
        top, count = len(passing), len(ratings.levels)
        steps, leaning = np.empty((count, top, top)), np.zeros_like(passing)
        for one in range(top):
            for other in range(one, top):
                joint = passing[other] - passing[one] * passing[other]
                steps[:, one, other] = steps[:, other, one] = np.bincount(ratings.combination, joint, count)
                leaning[one] += joint
                if other > one:
                    leaning[other] += joint
        return steps, leaning

    def _lost(self, leaning: Floats, root: Floats) -> tuple[Any, Floats]:
        """What not knowing each ratee costs: (ratees × main facet) sparse, and (ratees × others)."""
        layout, ratings = self.layout, self.layout.ratings
        top, count = len(leaning), len(ratings.levels)
        indptr = np.append(ratings.starts, len(ratings.score))
        lost_others = np.zeros((len(root), layout.n_others))
        for step, row in enumerate(leaning):
            by_ratee = sparse.csr_array((row, ratings.combination, indptr), shape=(len(root), count))
            lost_others += (by_ratee @ layout.others_map[step::top]).toarray()
        information = leaning.sum(axis=0) / root[ratings.ratee]
        level = ratings.levels[ratings.combination, layout.main]
        lost_main = sparse.csr_array((information, level, indptr), shape=(len(root), layout.sizes[layout.main]))
        lost_main.sum_duplicates()
        return lost_main, lost_others / root[:, None]


def fit_joint(layout: Layout) -> JointFit:
    """Which measures of ratees and facets make the ratings most likely? No ratee may have an extreme score.

    Raises
    ------
    NotAssessable
        ``not_identified``: a singular model; ``not_converged``.

    References
    ----------
    Linacre (1989) *Many-Facet Rasch Measurement*; Wright and Masters (1982) *Rating Scale Analysis*, ch. 4.
    """
    ratings = layout.ratings
    main, others = layout.start(0)
    share = ratings.raw / (ratings.top * np.diff(np.append(ratings.starts, len(ratings.score))))
    ratee = np.log(share / (1 - share))
    with one_thread():
        try:
            return _climb(layout, main, others, ratee)
        except np.linalg.LinAlgError as reason:
            raise NotAssessable("not_identified", n=len(ratings.score)) from reason


def _climb(layout: Layout, main: Floats, others: Floats, ratee: Floats) -> JointFit:
    """Newton steps to the maximum."""
    point = _Joint(layout, main, others, ratee)
    for iteration in range(_STEPS):
        information, moved, by_ratee, own, gain = point.step()
        if gain < max(_SETTLED, 1e-14 * abs(point.height)):
            se = 1.0 / np.sqrt(own)
            return JointFit(main, others, ratee, se, information, point.height, iteration, converged=True)
        for halving in range(_HALVINGS):
            length = 0.5**halving
            tried = main + length * moved[0], others + length * moved[1], ratee + length * by_ratee
            layout.hold(tried[0], tried[1])
            higher = _Joint(layout, *tried)
            if higher.height >= point.height:
                break
        (main, others, ratee), point = tried, higher
    raise NotAssessable("not_converged", n=len(layout.ratings.score))
