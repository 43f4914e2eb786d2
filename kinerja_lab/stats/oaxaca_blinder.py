"""How much of the gap between two group means goes with what is measured about the people? Oaxaca–Blinder."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import NotAssessable

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    """Parts of the difference of the means, focal group minus reference group: an account, never a verdict.

    Attributes
    ----------
    gap
        Difference of the means.
    endowments, coefficients, interaction
        Threefold: the focal group's other characteristics at the reference group's coefficients, its other coefficients
        at the reference group's characteristics, and what both do together.
    explained_pooled, explained_pooled_group, explained_focal, explained_reference
        Twofold: what goes with other characteristics at coefficients pooled without and with a term for the group, at
        those of the focal and those of the reference group. The rest of the gap is unexplained.
    n_focal, n_reference
        People.
    """

    gap: float
    endowments: float
    coefficients: float
    interaction: float
    explained_pooled: float
    explained_pooled_group: float
    explained_focal: float
    explained_reference: float
    n_focal: int
    n_reference: int


def oaxaca_blinder(outcome: Floats, predictors: Floats, focal: Flags) -> Decomposition:
    """How much of the gap in means goes with other characteristics, and how much with other returns to them?

    Parameters
    ----------
    outcome
        Shape (n,).
    predictors
        Characteristics, shape (n, p), without a constant; categories as 0/1 columns.
    focal
        Whether the person belongs to the focal group, shape (n,).

    Raises
    ------
    NotAssessable
        ``not_identified`` where the groups do not overlap: a characteristic that only one of them has, or that does not
        vary in one of them while it does in the other. There statsmodels, with the same least squares, answers with
        parts of any size. ``too_few`` where a group has no more people than coefficients.

    References
    ----------
    Oaxaca (1973) International Economic Review 14, 693; Blinder (1973) J. Human Resources 8, 436; Neumark (1988) J.
    Human Resources 23, 279 for the coefficients pooled without, Jann (2008) Stata Journal 8, 453 for those pooled with
    a term for the group.
    """
    columns = np.column_stack([np.ones(len(outcome)), predictors])
    sides = (focal, ~focal)
    smaller = int(min(side.sum() for side in sides))
    if smaller <= columns.shape[1]:
        raise NotAssessable("too_few", n=smaller, need=columns.shape[1] + 1)
    if not _overlap(predictors, focal):
        raise NotAssessable("not_identified", n=len(outcome))
    means = [columns[side].mean(axis=0) for side in sides]
    betas = [_least_squares(columns[side], outcome[side]) for side in sides]
    apart, other = means[0] - means[1], betas[0] - betas[1]
    pooled = _least_squares(columns, outcome)
    with_group = _least_squares(np.column_stack([columns, focal]), outcome)[:-1]
    return Decomposition(
        gap=float(outcome[focal].mean() - outcome[~focal].mean()),
        endowments=float(apart @ betas[1]),
        coefficients=float(means[1] @ other),
        interaction=float(apart @ other),
        explained_pooled=float(apart @ pooled),
        explained_pooled_group=float(apart @ with_group),
        explained_focal=float(apart @ betas[0]),
        explained_reference=float(apart @ betas[1]),
        n_focal=int(focal.sum()),
        n_reference=int((~focal).sum()),
    )


def _overlap(predictors: Floats, focal: Flags) -> bool:
    """Whether in both groups all columns vary, none is a combination of others, and their ranges meet."""
    if not predictors.shape[1]:
        return True
    for side in (focal, ~focal):
        centred = predictors[side] - predictors[side].mean(axis=0)
        scale = np.sqrt((centred**2).sum(axis=0))
        if (scale == 0).any() or np.linalg.matrix_rank(centred / scale, tol=1e-8) < predictors.shape[1]:
            return False
    lowest = np.maximum(predictors[focal].min(axis=0), predictors[~focal].min(axis=0))
    return bool((lowest <= np.minimum(predictors[focal].max(axis=0), predictors[~focal].max(axis=0))).all())


def _least_squares(columns: Floats, outcome: Floats) -> Floats:
    """Coefficients, the constant first."""
    return np.asarray(np.linalg.lstsq(columns, outcome, rcond=None)[0], dtype=np.float64)


def share(part: float, gap: float) -> float:
    """Part of the gap, 1 for all of it; NaN where there is no gap."""
    return part / gap if not math.isclose(gap, 0, abs_tol=1e-12) else math.nan
