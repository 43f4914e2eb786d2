"""Whether respondents stand for all employees."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.checks.nonresponse import Nonresponse
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import appraised_region
from tests.checks.surveys import dataset, wave


def answer(rates: tuple[float, ...], n: int = 600, *, anonymous: bool = False) -> CheckResult:
    """Six units of which these shares answer; units that answer less agree more."""
    tables = appraised_region(n)
    people, place = tables["pegawai"]["id_pegawai"].to_numpy(), np.arange(n)
    who = place // 6 % 100 < 100 * np.array(rates)[place % 6]
    rows = wave(n, 3.0)
    names = dict(zip(sorted(set(rows["id_responden"])), people, strict=True))
    rows = rows.assign(skor=(rows["skor"] + (np.repeat(place % 6, 12) == 0)).clip(upper=5))
    rows = rows[np.repeat(who, 12)]
    if not anonymous:
        rows["id_responden"] = rows["id_responden"].map(names)
    return Nonresponse()(dataset(rows, tables=tables))


def test_units_that_answer_alike_are_represented() -> None:
    result = answer((0.6,) * 6)
    assert result.verdict is Verdict.FAIR
    assert result.quantities["response_rate"] == pytest.approx(0.6)
    assert result.quantities["mean"] == pytest.approx(result.quantities["mean_weighted"])


def test_a_unit_that_hardly_answers_is_seen_and_weighted() -> None:
    result = answer((0.1, 0.8, 0.8, 0.8, 0.8, 0.8))
    assert result.verdict is Verdict.PROBLEM
    rates = np.array([0.1, 0.8, 0.8, 0.8, 0.8, 0.8])
    overall = rates.mean()
    v = np.sqrt(((rates - overall) ** 2).mean() / (overall * (1 - overall)))
    assert result.estimate == pytest.approx(v)
    assert result.interval.low < v < result.interval.high
    assert result.quantities["capped"] == 1.0  # 0.683 / 0.1 is more than four
    assert result.quantities["mean_weighted"] > result.quantities["mean"] + 0.05


def test_a_survey_without_names_has_no_frame() -> None:
    result = answer((0.6,) * 6, anonymous=True)
    assert (result.status, result.lacking) == ("missing_data", ("survei.id_responden",))


def test_where_everybody_answers_nothing_varies() -> None:
    assert answer((1.0,) * 6, n=60).status == "undefined_no_variation"


def test_small_units_are_taken_together() -> None:
    assert answer((0.6,) * 6, n=48).status == "undefined_no_variation"


def test_the_unit_stands_beside_other_characteristics() -> None:
    result = answer((0.1, 0.8, 0.8, 0.8, 0.8, 0.8))
    assert list(result.evidence["unit"]) == ["unit_kerja", "jenis_kelamin"]  # all are PNS in the same kind of position
    assert result.evidence["estimate"].iloc[0] == result.estimate > result.evidence["estimate"].iloc[1]
    assert (result.quantities["rate_low"], result.quantities["rate_high"]) == pytest.approx((0.1, 0.8))


def test_an_answer_of_few_is_told() -> None:
    assert answer((0.4,) * 6).caveats == ("low_response",)
    assert answer((0.6,) * 6).caveats == ()
