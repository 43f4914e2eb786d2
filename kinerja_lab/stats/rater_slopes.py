"""Does a rater react to something that should not matter? One extra slope a rater beside free ratees and raters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.connectivity import connectivity
from kinerja_lab.stats.distributions import student
from kinerja_lab.stats.multiplicity import benjamini_hochberg
from kinerja_lab.stats.scatter import common_scatter
from kinerja_lab.stats.threads import one_thread

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_ROUNDS = 10
_RIDGE = 1e-9  # fixes the origin of each block of raters; no contrast inside a block feels it
_KNOWN = 1e-6  # share of a slope's information that must be left once ratees and raters are free


@dataclass(frozen=True, slots=True, eq=False)
class Sheets:
    """One row a ratee rated by a rater.

    Attributes
    ----------
    ratee, level, rater
        Codes 0 …: whose level is free (a ratee in a period), whose severity is free (a rater in a role), and whose
        slope is asked.
    score, information
        Observed minus expected place on the scale, summed over the sheet, and its variance.
    """

    ratee: Integers
    level: Integers
    rater: Integers
    score: Floats
    information: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Elsewhere:
    """What other parts of each sheet say of the rater's slope, uncorrelated with its sum: score and information."""

    score: Floats
    information: Floats


@dataclass(frozen=True, slots=True, eq=False)
class RaterSlopes:
    """One slope a rater, in logits per unit of the covariate.

    Attributes
    ----------
    estimate, se
        Shape (r,); NaN where the covariate does not vary beyond ratees and raters.
    p_value, q_value
        Of "no slope", and after Benjamini–Hochberg.
    freed
        Raters whose slope was free while the others were tested.
    dispersion
        Shape (r,): variance of the rater's sheets over what the model expects, 1 where nothing but chance
        moves a whole sheet; that of all raters, or the rater's own where clearly larger.
    degrees
        Shape (r,): degrees of freedom behind it.
    """

    estimate: Floats
    se: Floats
    p_value: Floats
    q_value: Floats
    freed: Mask
    dispersion: Floats
    degrees: Floats


def rater_slopes(
    sheets: Sheets, covariate: Floats, elsewhere: Elsewhere | None = None, level: float = 0.05
) -> RaterSlopes:
    """Which raters' scores follow the covariate, and how steeply?

    Efficient scores of an additive rating model: ratees and raters stay free (full information, so that the errors
    know that ratees' levels are estimated), each rater's own slope is added in turn. Raters found at ``level`` are
    freed and the others tested again until nothing changes, so that no one is flagged for a colleague's slope. Errors
    grow with the scatter of whole sheets (halo, mood) beyond that of single scores.

    Parameters
    ----------
    sheets
        Rows.
    covariate
        Shape (n,), one value a sheet.
    elsewhere
        Shape (n,) each: score and information of the slope in other parts of each sheet, uncorrelated with its sum.
    level
        Share of false discoveries among the freed raters.

    Raises
    ------
    NotAssessable
        ``not_identified`` where ratees and raters explain every sheet.

    References
    ----------
    Rao (1948) Mathematical Proceedings of the Cambridge Philosophical Society 44, 50 (score test). Benjamini and
    Hochberg (1995) JRSS B 57, 289. Holland and Wainer (1993) Differential Item Functioning (purification).
    """
    with one_thread():
        system = _System(sheets, covariate, elsewhere)
        freed = np.zeros(system.raters, dtype=bool)
        found = system.tested(freed)
        for _ in range(_ROUNDS):
            again = found.q_value < level
            if np.array_equal(again, freed):
                break
            freed = again
            found = system.tested(freed)
    return found


class _System:
    """Score and information of all raters' levels and slopes, the ratees eliminated."""

    def __init__(self, sheets: Sheets, covariate: Floats, elsewhere: Elsewhere | None) -> None:
        n, self.sheets, weight = len(sheets.score), sheets, sheets.information
        ratees, self.levels, self.raters = (int(each.max()) + 1 for each in (sheets.ratee, sheets.level, sheets.rater))
        self.beside = self._beside(elsewhere) if elsewhere else np.zeros((2, self.raters))
        total = np.bincount(sheets.level, weight, self.levels)
        centre = np.bincount(sheets.level, weight * covariate, self.levels) / total
        moved, rows = covariate - centre[sheets.level], np.arange(n)
        columns = np.concatenate([sheets.level, sheets.rater + self.levels])
        shape = (n, self.levels + self.raters)
        self.design = sparse.csr_array((np.append(np.ones(n), moved), (np.tile(rows, 2), columns)), shape=shape)
        weighted = self.design.multiply(weight[:, None]).tocsr()
        together = sparse.csr_array((np.ones(n), (sheets.ratee, rows)), shape=(ratees, n))
        across, own = (together @ weighted).tocsr(), together @ weight
        self.shares = across.multiply(1.0 / own[:, None]).tocsr()
        inner = self.design.T @ weighted
        self.whole = inner.diagonal()[self.levels :]
        self.information = (inner - across.T @ self.shares).toarray()
        self.pull = self.design.T @ sheets.score - self.shares.T @ (together @ sheets.score)
        self.left = sheets.score / weight - (together @ sheets.score / own)[sheets.ratee]
        self.degrees = n - ratees - connectivity(sheets.ratee, sheets.level).contrasts

    def _beside(self, elsewhere: Elsewhere) -> Floats:
        """Score and information of each rater, discounted by the scatter of whole sheets; shape (2, r)."""
        score, known = (self._summed(each) for each in (elsewhere.score, elsewhere.information))
        counts = self._summed(np.ones(len(self.sheets.rater)))
        weight = np.where(known > 0, known, np.inf)  # raters of whom nothing is known elsewhere add nothing
        squares = counts * self._summed(elsewhere.score**2) / weight - score**2 / weight
        scatter, _ = common_scatter(squares, np.where(known > 0, counts - 1.0, 0.0))
        return np.stack([score, known]) / scatter

    def _summed(self, values: Floats) -> Floats:
        """Sum by rater, shape (r,)."""
        return np.asarray(np.bincount(self.sheets.rater, values, self.raters), dtype=np.float64)

    def tested(self, freed: Mask) -> RaterSlopes:
        """Each slope beside free ratees, raters and the slopes of ``freed``."""
        base = np.concatenate([np.ones(self.levels, dtype=bool), freed])
        rest, degrees = np.flatnonzero(~base), self.degrees - int(freed.sum())
        if degrees < 1:
            raise NotAssessable("not_identified", n=self.raters)
        inner, outer = self.information[np.ix_(base, base)], self.information[np.ix_(base, rest)]
        inner[np.diag_indices_from(inner)] += _RIDGE * (inner.diagonal() + inner.diagonal().mean())
        inverse = linalg.inv(inner)
        solved = inverse @ self.pull[base]
        score, spare = np.empty(self.raters), np.empty(self.raters)
        spare[freed] = 1.0 / inverse.diagonal()[self.levels :]
        score[freed] = solved[self.levels :] * spare[freed]
        spare[~freed] = self.information.diagonal()[rest] - np.einsum("ij,ij->j", outer, inverse @ outer)
        score[~freed] = self.pull[rest] - outer.T @ solved
        spare = np.where(spare > _KNOWN * self.whole, spare, 0.0)
        own = np.where(freed | (spare == 0), 0.0, score**2 / np.maximum(spare, 1e-300))
        return self._answer(score, spare, freed, self._dispersion(base, solved, degrees, own))

    def _dispersion(self, base: Mask, solved: Floats, degrees: int, own: Floats) -> tuple[Floats, Floats]:
        """Scatter of each rater's sheets around the fit with the rater's own slope, over what the model expects."""
        effects = np.zeros(len(base))
        effects[base] = solved
        left = self.left - self.design @ effects + (self.shares @ effects)[self.sheets.ratee]
        behind = self._summed(np.full(len(left), degrees / len(left))) - 1.0
        squares = self._summed(self.sheets.information * left**2) - own
        return common_scatter(np.maximum(squares, 0.0), np.maximum(behind, 0.0))

    def _answer(self, score: Floats, spare: Floats, freed: Mask, dispersion: tuple[Floats, Floats]) -> RaterSlopes:
        """Weigh both sources by their information."""
        scatter, degrees = dispersion
        with np.errstate(divide="ignore", invalid="ignore"):
            information = spare / scatter + self.beside[1]
            estimate = (np.where(spare > 0, score / scatter, 0.0) + self.beside[0]) / information
            se = np.where(np.isfinite(estimate), 1.0 / np.sqrt(information), np.nan)
        p_values = 2.0 * student.sf(np.abs(estimate) / se, degrees)
        return RaterSlopes(estimate, se, p_values, benjamini_hochberg(p_values), freed, scatter, degrees)
