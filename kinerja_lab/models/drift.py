"""Do raters grow more lenient or more severe from period to period?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.expectations import Expectations
from kinerja_lab.models.rater_screen import RaterScreen, points_per_logit, screened
from kinerja_lab.stats.rater_slopes import rater_slopes


def drift(expected: Expectations) -> RaterScreen:
    """By how many points a period do a rater's scores move away from those of the other raters of the same ratees?

    Ratees' levels are free in every period, so that real improvement is no drift: only raters who part from their
    colleagues drift. A drift that all raters share cannot be seen. Effects are points a period, + = growing lenient.

    Parameters
    ----------
    expected
        Fitted with ``period`` and without ``by_period``; periods count in their sorted order, one step each.

    Raises
    ------
    NotAssessable
        ``too_few`` with fewer than two periods.

    References
    ----------
    Myford and Wolfe (2009) Journal of Educational Measurement 46, 371 (drift of raters over time). Wolfe, Moulder and
    Myford (2001) Journal of Applied Measurement 2, 256 (differential rater functioning over time).
    """
    step, periods = pd.factorize(expected.sheets["period"], sort=True)
    if len(periods) < 2:
        raise NotAssessable("too_few", n=len(periods), need=2, lacking=("periods",))
    sheets, names = expected.coded()
    slopes = rater_slopes(sheets, step.astype(np.float64))
    return screened(expected.sheets, names, slopes, points_per_logit(expected.sheets, names))
