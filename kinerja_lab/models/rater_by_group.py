"""Do single raters treat two groups of ratees differently (differential rater functioning)?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.expectations import Expectations
from kinerja_lab.models.rater_screen import RaterScreen, points_per_logit, screened
from kinerja_lab.stats.rater_slopes import rater_slopes


def rater_by_group(expected: Expectations, focal: Mapping[object, bool]) -> RaterScreen:
    """How many points more does a rater give the focal group than the reference group, beyond what other raters give?

    Ratees' levels are free, so a real difference between the groups is no effect, and neither is a preference that all
    raters share: only raters who part from their colleagues are seen. + = higher scores for the focal group.

    Parameters
    ----------
    expected
        Fitted scores.
    focal
        Whether a ratee belongs to the focal group (else to the reference group); ratees without an entry count for
        levels only.

    Raises
    ------
    NotAssessable
        ``too_few`` where a group has no ratee, with the number of ratees in a group.

    References
    ----------
    Engelhard (2008) Measurement 6, 155, and Myford and Wolfe (2004) Journal of Applied Measurement 5, 189
    (differential rater functioning).
    """
    member = expected.sheets["ratee"].map(dict(focal))
    kept = member.notna().to_numpy()
    if not kept.any() or member[kept].nunique() < 2:
        raise NotAssessable("too_few", n=0, need=2)
    sheets, names = expected.coded(kept)
    slopes = rater_slopes(sheets, member[kept].to_numpy(dtype=np.float64))
    rows = expected.sheets[kept]
    return screened(rows, names, slopes, points_per_logit(rows, names))
