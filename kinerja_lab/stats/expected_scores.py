"""What score does each rater owe each ratee, if raters differ in severity only? Joint rating-scale fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.diagonal_blocks import DiagonalBlocks
from kinerja_lab.stats.separators import separation
from kinerja_lab.stats.threads import one_thread

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_STEPS = 50
_SETTLED = 1e-6
_LONGEST = 2.0  # logits: longer Newton steps overshoot far from the maximum
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
    with one_thread():
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
    level, steps = np.zeros(len(place)), np.zeros(categories - 1)
    for _ in range(_STEPS):
        up, apart = model.step(model.probability(level, steps))
        longest = max(float(np.abs(up).max()), float(np.abs(apart).max()))
        damping = min(1.0, _LONGEST / max(longest, _SETTLED))
        level, steps = level + damping * up, steps + damping * apart
        if longest < _SETTLED:
            return model.probability(level, steps).T, steps
    raise NotAssessable("not_converged", n=len(place))


class _Model:
    """Likelihood of places among the categories: ratees and raters apart, then the other facets with the steps.

    Raters who share no ratees, directly or through others, are blocks of their own.
    """

    def __init__(self, place: Integers, codes: Sequence[Integers], categories: int) -> None:
        self.place, self.codes, self.others = place, codes, range(2, len(codes))
        self.sizes = [int(each.max()) + 1 for each in codes]
        pairs, self.pair = np.unique(codes[0] * self.sizes[1] + codes[1], return_inverse=True)
        self.pairs = np.divmod(pairs, self.sizes[1])
        met = sparse.csr_array((np.ones(len(pairs)), self.pairs), shape=self.sizes[:2])
        self.blocks = DiagonalBlocks(*separation(met))
        self.category = np.arange(categories, dtype=np.float64)
        self.passed = (place >= np.arange(1, categories)[:, None]).sum(axis=1)

    def probability(self, level: Floats, steps: Floats) -> Floats:
        """Probability of every category in every row, shape (k, n)."""
        exponent = self.category[:, None] * level - np.append(0.0, np.cumsum(steps))[:, None]
        exponent -= exponent.max(axis=0)
        weight = np.exp(exponent, out=exponent)
        weight /= weight.sum(axis=0)
        return weight

    def step(self, probability: Floats) -> tuple[Floats, Floats]:
        """Newton step of the level of each row, and of the steps with their mean held."""
        mean = self.category @ probability
        variance, residual = self.category**2 @ probability - mean**2, self.place - mean
        beyond = np.cumsum(probability[:0:-1], axis=0)[::-1]  # of reaching category 1, 2 …
        above = np.cumsum((self.category[:, None] * probability)[:0:-1], axis=0)[::-1]
        joint = mean * beyond - above  # covariance of the place with minus "step passed"
        order, reached = np.arange(len(beyond)), beyond.sum(axis=1)
        steps = reached[np.maximum.outer(order, order)] - beyond @ beyond.T
        ratees, raters, *others = (self._beside(facet, variance, joint) for facet in range(len(self.codes)))
        corner = np.vstack([*others, np.hstack([*(each[:, -len(steps) :].T for each in others), steps])])
        own, wanted = self._summed(0, variance), self._summed(0, residual)
        met = sparse.csr_array((np.bincount(self.pair, variance), self.pairs), shape=self.sizes[:2])
        shares = met.multiply(1.0 / own[:, None]).T.tocsr()
        inner, diagonal = -self.blocks.filled(shares @ met), self.blocks.diagonal
        inner[diagonal] += self._summed(1, variance)
        inner[diagonal] += _RIDGE * (1.0 + inner[diagonal])
        corner -= ratees.T @ (ratees / own[:, None])
        corner[np.diag_indices_from(corner)] += _RIDGE * (1.0 + corner.diagonal())
        pull = np.concatenate([*(self._summed(facet, residual) for facet in self.others), reached - self.passed])
        border, lower = raters - shares @ ratees, self.blocks.cholesky(inner)
        right = np.column_stack([border, self._summed(1, residual) - shares @ wanted])
        carried, alone = np.split(self.blocks.solve(lower, right), [-1], axis=1)
        wish = pull - ratees.T @ (wanted / own) - carried.T @ right[:, -1]
        outside = linalg.solve(corner - border.T @ carried, wish, assume_a="pos")
        inside = alone[:, 0] - carried @ outside
        *moved, apart = np.split(outside, np.cumsum(self.sizes[2:]))
        moved = [(wanted - met @ inside - ratees @ outside) / own, inside, *moved]
        up = sum(part[codes] for part, codes in zip(moved, self.codes, strict=True))
        return up - apart.mean(), apart - apart.mean()

    def _summed(self, facet: int, values: Floats) -> Floats:
        """Sum of each level of a facet."""
        return np.bincount(self.codes[facet], values, self.sizes[facet]).astype(np.float64, copy=False)

    def _beside(self, facet: int, variance: Floats, joint: Floats) -> Floats:
        """Information that each level of a facet shares with those of the other facets and with the steps."""
        size, codes = self.sizes[facet], self.codes[facet]
        met = [
            np.bincount(codes * self.sizes[other] + self.codes[other], variance, size * self.sizes[other])
            for other in self.others
        ]
        return np.column_stack(
            [*(each.reshape(size, -1) for each in met), *(self._summed(facet, each) for each in joint)]
        )
