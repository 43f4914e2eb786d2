"""What may a coefficient be called, given its uncertainty? Published labels with Gwet's cumulative membership."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy import special

from kinerja_lab.stats.ratings import FloatArray


class Labels(NamedTuple):
    """Published labels from the highest down, with the lower limit of each."""

    names: tuple[str, ...]
    lower: tuple[float, ...]


SCALES: Mapping[str, Labels] = {
    # Landis & Koch (1977) Biometrics 33, 165; Altman (1991), Practical Statistics for Medical Research, p. 404;
    # Fleiss (1981), Statistical Methods for Rates and Proportions, p. 218; Koo & Li (2016) J Chiropr Med 15, 161.
    "landis_koch": Labels(
        ("Almost Perfect", "Substantial", "Moderate", "Fair", "Slight", "Poor"), (0.8, 0.6, 0.4, 0.2, 0.0, -1.0)
    ),
    "altman": Labels(("Very Good", "Good", "Moderate", "Fair", "Poor"), (0.8, 0.6, 0.4, 0.2, -1.0)),
    "fleiss": Labels(("Excellent", "Intermediate to Good", "Poor"), (0.75, 0.4, -1.0)),
    "koo_li": Labels(("Excellent", "Good", "Moderate", "Poor"), (0.9, 0.75, 0.5, -1.0)),
}


def cumulative_membership(estimate: FloatArray, se: FloatArray, lower: tuple[float, ...]) -> FloatArray:
    """Probability (n, L) that the true coefficient reaches each lower limit, normal and cut to [−1, 1].

    References
    ----------
    Gwet (2021), Handbook of Inter-Rater Reliability, vol. 1, chapter 6.

    >>> cumulative_membership(np.array([0.77544]), np.array([0.14295]), (0.8, 0.6, 0.4)).round(3).tolist()
    [[0.397, 0.883, 0.995]]
    """
    limits = np.array(lower)
    spread = np.where(se > 0, se, np.nan)[:, None]
    below_one, reached, possible = (special.ndtr((estimate[:, None] - at) / spread) for at in (1.0, limits, -1.0))
    exact = np.where(np.isnan(estimate)[:, None], np.nan, estimate[:, None] >= limits)
    return np.where(se[:, None] == 0, exact, (reached - below_one) / (possible - below_one))


def first_reached(reached: FloatArray, enough: float) -> FloatArray:
    """Place (n,) of the highest label whose value is enough; the last one where none is, NaN where unknown."""
    high = reached >= enough
    place = np.where(high.any(axis=1), high.argmax(axis=1), reached.shape[1] - 1)
    return np.where(np.isnan(reached).any(axis=1), np.nan, place)
