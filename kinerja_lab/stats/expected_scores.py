"""What score does each rater owe each ratee, if raters differ in severity only? Joint rating-scale fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse
from threadpoolctl import threadpool_limits

from kinerja_lab.errors import NotAssessable

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_STEPS = 50
_SETTLED = 1e-6
_LONGEST = 1.0  # logits: longer Newton steps overshoot far from the maximum
_RIDGE = 1e-8  # share of the diagonal; fixes the origin of each block of facets without moving any expectation


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedScores:
    """Expectation of every score, shape (n,) where nothing else is said.

    Attributes
    ----------
    used
        Rows in the fit. Ratees and raters with only lowest or only highest scores fit any expectation and are left
        out; all other arrays hold the used rows only.
    values
        Shape (k,): the different scores in points, lowest first.
    steps
        Shape (k − 1,): log-odds at which one score gives way to the next, mean 0.
    place
        Score as its place among ``values``.
    probability
        Shape (n, k): of each score.
    expected, variance
        In points, and points squared.
    slope
        Points that one logit more would add to the expectation.
    residual, information
        Place minus expected place, and its variance: score and information of one logit.
    """

    used: Mask
    values: Floats
    steps: Floats
    place: Integers
    probability: Floats
    expected: Floats
    variance: Floats
    slope: Floats
    residual: Floats
    information: Floats

    def stretch(self) -> Floats:
        """By how many logits would the mean of each score move if its rater's steps lay e times as far apart?

        References
        ----------
        Jin and Wang (2018) Journal of Educational Measurement 55, 543 (rater-specific spread of the steps).
        """
        passed = -np.concatenate([[0.0], np.cumsum(self.steps)])
        category = np.arange(len(self.values), dtype=np.float64)
        joint = self.probability @ (passed * category) - (self.probability @ passed) * (self.probability @ category)
        return np.asarray(joint / self.information)


def expected_scores(score: Floats, ratee: Integers, others: Sequence[Integers]) -> ExpectedScores:
    """Which score is expected of each rater for each ratee and aspect, at equal use of the scale?

    log(P_k / P_{k−1}) = ratee + rater + aspect − step_k, joint maximum likelihood by Newton steps on all parameters at
    once, the ratees eliminated.

    Parameters
    ----------
    score
        Shape (n,), in points; the different values are the categories.
    ratee
        Shape (n,): codes 0 … of those whose level is free (a ratee in a period).
    others
        Codes of the further facets, each shape (n,): raters, then aspects.

    Raises
    ------
    NotAssessable
        ``undefined_no_variation`` where no ratee or fewer than two different scores are left; ``not_converged``.

    References
    ----------
    Andrich (1978) Psychometrika 43, 561 (rating scale). Linacre (1989) Many-Facet Rasch Measurement (facets, joint
    estimation, ratees with extreme scores).
    """
    used = _informative(score, (ratee, others[0]))
    if not used.any():
        raise NotAssessable("undefined_no_variation", n=len(score))
    values, place = np.unique(score[used], return_inverse=True)
    codes = [np.unique(each[used], return_inverse=True)[1] for each in (ratee, *others)]
    with threadpool_limits(1, "blas"):
        probability, steps = _climb(place, codes, len(values))
    category = np.arange(len(values), dtype=np.float64)
    expected, mean = probability @ values, probability @ category
    return ExpectedScores(
        used=used,
        values=values,
        steps=steps - steps.mean(),
        place=place,
        probability=probability,
        expected=expected,
        variance=probability @ values**2 - expected**2,
        slope=probability @ (values * category) - expected * mean,
        residual=place - mean,
        information=probability @ category**2 - mean**2,
    )


def _informative(score: Floats, facets: Sequence[Integers]) -> Mask:
    """Rows whose ratee and rater have neither only lowest nor only highest scores, whoever else is left out."""
    used = np.ones(len(score), dtype=bool)
    while used.any():
        inside = (score > score[used].min()) & used, (score < score[used].max()) & used
        kept = used.copy()
        for codes in facets:
            for each in inside:
                kept &= np.bincount(codes[each], minlength=int(codes.max()) + 1)[codes] > 0
        if np.array_equal(kept, used):
            return used
        used = kept
    return used


def _climb(place: Integers, codes: Sequence[Integers], categories: int) -> tuple[Floats, Floats]:
    """Newton steps to the maximum; probabilities of each row there, and the steps."""
    model = _Model(place, codes, categories)
    parameters = [np.zeros(model.sizes[0]), np.zeros(model.rest.shape[1] + categories - 1)]
    for _ in range(_STEPS):
        probability = model.probability(*parameters)
        step = model.step(probability)
        longest = max(float(np.abs(part).max()) for part in step)
        damping = min(1.0, _LONGEST / max(longest, _SETTLED))
        parameters = [old + damping * part for old, part in zip(parameters, step, strict=True)]
        if longest < _SETTLED:
            return model.probability(*parameters), parameters[1][1 - categories :]
    raise NotAssessable("not_converged", n=len(place))


class _Model:
    """Likelihood of places among the categories: ratees apart, then the other facets and the steps."""

    def __init__(self, place: Integers, codes: Sequence[Integers], categories: int) -> None:
        self.place, self.ratee, n = place, codes[0], len(place)
        self.sizes = [int(each.max()) + 1 for each in codes]
        ones, rows = np.ones(n), np.arange(n)
        indicators = [
            sparse.csr_array((ones, (rows, each)), shape=(n, size))
            for each, size in zip(codes, self.sizes, strict=True)
        ]
        self.rest = sparse.hstack(indicators[1:]).tocsr()
        self.ratees = indicators[0].T.tocsr()
        self.category = np.arange(categories, dtype=np.float64)
        self.passed = (place[:, None] >= np.arange(1, categories)).astype(np.float64)

    def probability(self, ratees: Floats, others: Floats) -> Floats:
        """Probability of every category in every row."""
        facets = self.rest.shape[1]
        level = ratees[self.ratee] + self.rest @ others[:facets]
        steps = np.concatenate([[0.0], np.cumsum(others[facets:])])
        exponent = np.outer(level, self.category) - steps
        exponent -= exponent.max(axis=1, keepdims=True)
        weight = np.exp(exponent)
        return np.asarray(weight / weight.sum(axis=1, keepdims=True))

    def step(self, probability: Floats) -> tuple[Floats, Floats]:
        """Newton step of the ratees and of everything else."""
        mean = probability @ self.category
        variance = probability @ self.category**2 - mean**2
        beyond = np.cumsum(probability[:, :0:-1], axis=1)[:, ::-1]  # of reaching category 1, 2 …
        above = np.cumsum((probability * self.category)[:, :0:-1], axis=1)[:, ::-1]
        joint = -(above - mean[:, None] * beyond)  # covariance of the place with minus "step passed"
        residual = self.place - mean
        weighted = self.rest.multiply(variance[:, None]).tocsr()
        corner = self.rest.T @ joint
        order = np.arange(len(self.category) - 1)
        steps = beyond.sum(axis=0)[np.maximum.outer(order, order)] - beyond.T @ beyond
        inner = np.block([[(self.rest.T @ weighted).toarray(), corner], [corner.T, steps]])
        pull = np.concatenate([self.rest.T @ residual, (beyond - self.passed).sum(axis=0)])
        own = self.ratees @ variance
        across = np.hstack([(self.ratees @ weighted).toarray(), self.ratees @ joint])
        wanted = self.ratees @ residual
        inner -= across.T @ (across / own[:, None])
        inner[np.diag_indices_from(inner)] *= 1.0 + _RIDGE
        inner[np.diag_indices_from(inner)] += _RIDGE
        moved = linalg.solve(inner, pull - across.T @ (wanted / own), assume_a="pos")
        return (wanted - across @ moved) / own, moved
