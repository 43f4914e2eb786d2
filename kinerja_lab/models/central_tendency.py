"""Do raters use less of the scale, or more, than their colleagues do for the same ratees?"""

from __future__ import annotations

import numpy as np

from kinerja_lab.models.expectations import Expectations
from kinerja_lab.models.rater_screen import RaterScreen, screened
from kinerja_lab.stats.rater_slopes import Elsewhere, rater_slopes


def central_tendency(expected: Expectations) -> RaterScreen:
    """How far do a rater's scores spread where the ratees' levels differ by one point?

    Effects are slopes of what a rater gives beyond expectation on the expectation's distance from the middle of the
    scale: −0.4 says that one point becomes 0.6 (range restriction, central tendency), +0.4 that it becomes 1.4
    (extremity).
    Residuals are weighed as a rater whose steps lie further apart would spread them, between ratees and aspects. How
    often middle scores are used adds nothing, since it also tells how noisy a rater is. ``logit`` is the logarithm of
    the factor by which the steps lie further apart, + = central tendency.

    References
    ----------
    Saal, Downey and Lahey (1980) Psychological Bulletin 88, 413. Wolfe (2004) Psychology Science 46, 35 (slope of
    residuals on expectations). Jin and Wang (2018) Journal of Educational Measurement 55, 543 (spread of the steps).
    """
    sheets, names = expected.coded()
    rows, sheet = expected.rows, expected.rows["sheet"].to_numpy()
    rater, information = sheets.rater[sheet], rows["information"].to_numpy()
    logits = expected.fit.stretch()
    shift = np.bincount(sheet, logits * information) / sheets.information
    within = logits - shift[sheet]
    score = np.bincount(sheet, within * rows["residual"].to_numpy())
    known = np.bincount(sheet, within**2 * information)
    slopes = rater_slopes(sheets, shift, Elsewhere(np.asarray(score), np.asarray(known)))
    order = np.argsort(logits)
    middle = np.interp(0.0, logits[order], rows["expected"].to_numpy()[order])  # where steps further apart move nothing
    distance = rows["expected"].to_numpy() - middle
    points = np.bincount(rater, rows["slope"] * logits * distance) / np.bincount(rater, distance**2)
    return screened(expected.sheets, names, slopes, points)
