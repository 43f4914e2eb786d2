"""How alike are the scores that ratees get on different aspects? The classic indices of halo, for a complete table."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.internal_consistency import alpha

Floats = npt.NDArray[np.float64]


class HaloIndices(NamedTuple):
    """Indices of a table of ratees × aspects.

    ``mean_correlation`` and ``median_correlation`` between aspects; ``eigenvalues`` of their correlations (descending)
    and ``first_share``, the first one's; ``within_sd``, mean standard deviation of a ratee's scores over the aspects,
    and ``within_sd_centred``, the same once aspects have equal means; ``alpha`` and ``alpha_standardised``; mean
    squares between ratees, between aspects and of the rest; intraclass correlations of single scores ``icc3``
    (consistency) and ``icc2`` (absolute agreement).
    """

    mean_correlation: float
    median_correlation: float
    eigenvalues: Floats
    first_share: float
    within_sd: float
    within_sd_centred: float
    alpha: float
    alpha_standardised: float
    ms_ratees: float
    ms_aspects: float
    ms_rest: float
    icc3: float
    icc2: float


def halo_indices(scores: Floats) -> HaloIndices:
    """How strong is the common part of all aspects? It contains true halo: alone it proves no rater wrong.

    Parameters
    ----------
    scores
        Shape (n, k): ratees × aspects, complete.

    Raises
    ------
    NotAssessable
        ``too_few`` ratees or aspects; ``undefined_no_variation`` in an aspect.

    References
    ----------
    Saal, Downey and Lahey (1980) Psychological Bulletin 88, 413 (indices). Shrout and Fleiss (1979) Psychological
    Bulletin 86, 420.
    """
    n, k = scores.shape
    if n < 3 or k < 2:
        raise NotAssessable("too_few", n=min(n, k), need=3 if n < 3 else 2)
    if not np.all(np.ptp(scores, axis=0) > 0):
        raise NotAssessable("undefined_no_variation", n=n)
    covariance: Floats = np.atleast_2d(np.cov(scores.T))
    correlation: Floats = np.atleast_2d(np.corrcoef(scores.T))
    pairs = correlation[np.triu_indices(k, 1)]
    eigenvalues: Floats = np.linalg.eigvalsh(correlation)[::-1].astype(np.float64)
    of_ratee, of_aspect = scores.mean(axis=1, keepdims=True), scores.mean(axis=0)
    between = k * float(of_ratee.var(ddof=1))
    aspects = n * float(of_aspect.var(ddof=1))
    rest = float(((scores - of_ratee - of_aspect + scores.mean()) ** 2).sum()) / ((n - 1) * (k - 1))
    return HaloIndices(
        mean_correlation=float(pairs.mean()),
        median_correlation=float(np.median(pairs)),
        eigenvalues=eigenvalues,
        first_share=float(eigenvalues[0] / k),
        within_sd=float(scores.std(axis=1, ddof=1).mean()),
        within_sd_centred=float((scores - of_aspect).std(axis=1, ddof=1).mean()),
        alpha=alpha(covariance),
        alpha_standardised=alpha(correlation),
        ms_ratees=between,
        ms_aspects=aspects,
        ms_rest=rest,
        icc3=(between - rest) / (between + (k - 1) * rest),
        icc2=(between - rest) / (between + (k - 1) * rest + k * (aspects - rest) / n),
    )
