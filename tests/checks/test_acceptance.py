"""Whether employees find their appraisal fair."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.checks.acceptance import Acceptance
from kinerja_lab.checks.survey import questionnaire
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.errors import InvalidDataset
from tests.checks.surveys import ITEMS, dataset, wave


@pytest.mark.parametrize(("mean", "verdict"), [(3.9, Verdict.FAIR), (3.25, Verdict.ATTENTION), (2.4, Verdict.PROBLEM)])
def test_the_mean_answer_decides(mean: float, verdict: Verdict) -> None:
    result = Acceptance()(dataset(wave(200, mean)))
    assert result.verdict is verdict
    assert result.estimate == pytest.approx(mean, abs=0.12)
    assert list(result.evidence["unit"]) == ["distributif", "prosedural", "interpersonal", "informasional"]
    assert result.quantities["alpha"] > 0.8


def test_reversed_items_are_found_and_turned() -> None:
    plain = wave(200, 3.9)
    turned = plain.assign(skor=plain["skor"].where(~plain["butir"].isin(ITEMS[:2]), 6 - plain["skor"]))
    before, after = Acceptance()(dataset(plain)), Acceptance()(dataset(turned))
    assert (after.estimate, after.quantities["alpha"]) == pytest.approx((before.estimate, before.quantities["alpha"]))
    assert (before.quantities["turned"], after.quantities["turned"]) == (0.0, 2.0)
    assert after.caveats == ("turned",)


def test_items_that_do_not_measure_one_thing_allow_no_firm_verdict() -> None:
    rows = wave(300, 4.2, own=0.0)
    rows["skor"] = np.clip(4 + np.random.default_rng(3).integers(-1, 2, len(rows)), 1, 5)
    result = Acceptance()(dataset(rows))
    assert result.quantities["alpha"] < 0.6
    assert result.verdict is Verdict.ATTENTION
    assert "unreliable" in result.caveats


def test_the_latest_wave_of_the_period_counts_and_later_ones_do_not() -> None:
    waves = (wave(60, 2.2, name="2024-S2"), wave(60, 3.9, name="2025-03"), wave(60, 2.0, name="2025-S2"))
    assert Acceptance()(dataset(*waves)).estimate == pytest.approx(3.9, abs=0.25)
    for late in (wave(60, 3.9, name="2024-S2"), wave(60, 3.9, name="gelombang kedua")):
        result = Acceptance()(dataset(late))
        assert (result.status, result.lacking) == ("missing_data", ("survei.gelombang",))


def test_items_of_another_questionnaire_form_a_dimension_of_their_own() -> None:
    result = Acceptance()(dataset(wave(60, 3.5, items=("q1", "q2", "q3", ITEMS[0]))))
    assert list(result.evidence["unit"]) == ["distributif", "lainnya"]


def test_sheets_that_answer_less_than_half_do_not_count() -> None:
    rows = wave(40, 3.9)
    few = rows[(rows["id_responden"] > "r1-0029") | rows["butir"].isin(ITEMS[:5])]
    assert Acceptance()(dataset(few)).status == "too_few"
    half = rows[(rows["id_responden"] > "r1-0029") | rows["butir"].isin(ITEMS[:6])]
    assert Acceptance()(dataset(half)).n == 40


def test_thin_and_uniform_surveys_are_no_answer() -> None:
    assert Acceptance()(dataset(wave(29, 3.9))).status == "too_few"
    assert Acceptance()(dataset(wave(60, 3.9).assign(skor=4))).status == "undefined_no_variation"


def test_answers_off_the_scale_are_an_error() -> None:
    with pytest.raises(InvalidDataset, match="out_of_range"):
        dataset(wave(5, 3.0).assign(skor=6))


def test_the_questionnaire_has_three_statements_in_each_dimension() -> None:
    assert [len(codes) for codes in questionnaire().values()] == [3, 3, 3, 3]
    assert all(told.endswith(".") for codes in questionnaire().values() for told in codes.values())
