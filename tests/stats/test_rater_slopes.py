"""One slope a rater: equal to weighted least squares with everything free, and purified of colleagues' slopes."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.rater_slopes import Elsewhere, Sheets, rater_slopes

RATEES, RATERS = 60, 8


def sheets(effect: float = 0.0, seed: int = 2) -> tuple[Sheets, np.ndarray]:
    """Three raters a ratee; rater 0 follows the covariate."""
    random = np.random.default_rng(seed)
    rater = np.concatenate([random.permutation(RATERS)[:3] for _ in range(RATEES)])
    ratee, weight = np.repeat(np.arange(RATEES), 3), random.uniform(2.0, 4.0, 3 * RATEES)
    covariate = random.normal(size=len(rater))
    level = random.normal(size=RATEES)[ratee] + random.normal(size=RATERS)[rater] + effect * covariate * (rater == 0)
    value = level + random.normal(size=len(rater)) / np.sqrt(weight)
    return Sheets(ratee, rater, rater, value * weight, weight), covariate


def least_squares(rows: Sheets, covariate: np.ndarray, rater: int) -> tuple[float, float]:
    """Slope and error of one rater beside indicators of all ratees and raters, variance known."""
    x = np.column_stack(
        [np.eye(RATEES)[rows.ratee], np.eye(RATERS)[rows.rater][:, 1:], covariate * (rows.rater == rater)]
    )
    inverse = np.linalg.inv(x.T @ (rows.information[:, None] * x))
    return float((inverse @ (x.T @ rows.score))[-1]), float(np.sqrt(inverse[-1, -1]))


def test_a_slope_is_that_of_least_squares_with_free_ratees_and_raters() -> None:
    rows, covariate = sheets()
    found = rater_slopes(rows, covariate)
    assert not found.freed.any()
    for rater in range(RATERS):
        slope, error = least_squares(rows, covariate, rater)
        assert_allclose(found.estimate[rater], slope, rtol=1e-5)
        assert_allclose(found.se[rater], error * np.sqrt(found.dispersion[rater]), rtol=1e-5)


def test_a_planted_slope_is_found_and_colleagues_are_left_alone() -> None:
    rows, covariate = sheets(effect=1.5)
    found = rater_slopes(rows, covariate)
    assert found.freed.tolist() == [True] + [False] * (RATERS - 1)
    assert abs(found.estimate[0] - 1.5) < 3 * found.se[0]
    assert (found.q_value[1:] > 0.05).all()


def test_a_covariate_of_ratees_alone_says_nothing_of_a_common_slope_but_all_of_a_raters_own() -> None:
    rows, _ = sheets()
    found = rater_slopes(rows, np.asarray(rows.ratee % 2, dtype=np.float64))
    assert np.isfinite(found.estimate).all()


def test_a_rater_with_one_value_of_the_covariate_has_no_slope() -> None:
    rows, covariate = sheets()
    found = rater_slopes(rows, np.where(rows.rater == 3, 0.7, covariate))
    assert np.isnan([found.estimate[3], found.se[3], found.q_value[3]]).all()
    assert np.isfinite(np.delete(found.estimate, 3)).all()


def test_evidence_from_elsewhere_counts_by_its_information() -> None:
    rows, covariate = sheets()
    alone = rater_slopes(rows, covariate)
    noise = np.random.default_rng(3).normal(size=len(covariate)) * 3.0
    both = rater_slopes(rows, covariate, Elsewhere(noise + 9.0 * 0.5, np.full(len(covariate), 9.0)))
    assert (both.se < alone.se).all()
    assert_allclose(both.estimate, 0.5, atol=0.2)


def test_without_a_sheet_to_spare_nothing_is_identified() -> None:
    one = np.arange(4)
    rows = Sheets(one, np.zeros(4, dtype=np.int64), np.zeros(4, dtype=np.int64), np.ones(4), np.ones(4))
    with pytest.raises(NotAssessable, match="not_identified"):
        rater_slopes(rows, one.astype(np.float64))
