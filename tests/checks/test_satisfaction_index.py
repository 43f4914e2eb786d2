"""Whether citizens are more satisfied than before, and which letter it is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.satisfaction_index import SatisfactionIndex
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.messages.narrate import sentence, words
from kinerja_lab.messages.numbers import number
from tests.checks.services import OTHER, UNIT, dataset


def sheets(month: str, mean: float, n: int = 120, *, unit: str = UNIT, seed: int = 1) -> pd.DataFrame:
    """So many answer sheets around a mean answer."""
    drawn = np.random.default_rng(seed).normal(mean, 0.6, (n, 9))
    table = pd.DataFrame(np.clip(np.rint(drawn), 1, 4), columns=[f"u{place}" for place in range(1, 10)])
    return table.assign(bulan=month, unit_kerja=unit, id_responden=[f"{unit}{month}{place}" for place in range(n)])


def answer(*tables: pd.DataFrame) -> CheckResult:
    return SatisfactionIndex()(dataset(skm=pd.concat(tables, ignore_index=True)))


def test_a_clear_rise_is_measured_but_two_periods_prove_nothing() -> None:
    result = answer(sheets("2025-03", 2.9), sheets("2025-09", 3.2, seed=2))
    assert result.p_value < 0.001
    assert result.interval.low > 0
    assert result.verdict is Verdict.UNPROVEN
    assert result.estimate == pytest.approx(result.quantities["index"] - result.quantities["index_before"])
    assert 0 < result.detectable < result.estimate
    fallen = sentence(answer(sheets("2025-03", 3.2, seed=2), sheets("2025-09", 2.9)))
    assert f"turun {number(result.estimate)} poin dari {number(result.quantities['index'])}" in fallen


def test_the_letter_its_distance_and_the_old_letter_are_told() -> None:
    result = answer(sheets("2025-03", 3.1), sheets("2025-09", 3.15, seed=2))
    said = words(result).detail
    assert "bermutu B (baik)" in said
    assert "poin lagi ke mutu A" in said
    assert "kelas lama" not in said
    old = words(answer(sheets("2025-03", 3.0), sheets("2025-09", 2.9, seed=2))).detail
    assert "bermutu C (kurang baik)" in old
    assert "(KEP/25/M.PAN/2/2004) nilai yang sama bermutu B" in old


def test_the_mean_of_every_element_is_told_since_the_action_asks_for_the_lowest() -> None:
    now = sheets("2025-09", 3.15, seed=2).assign(u4=2)
    said = words(answer(sheets("2025-03", 3.1), now))
    assert "biaya 2,00" in said.detail
    assert f"persyaratan {now['u1'].mean():.2f}".replace(".", ",") in said.detail
    assert "rata-rata setiap unsur" in said.action


def test_an_element_that_few_answered_has_no_mean() -> None:
    now = sheets("2025-09", 3.15, seed=2)
    for answered, told in ((9, False), (10, True)):
        found = answer(sheets("2025-03", 3.1), now.assign(u4=[1] * answered + [None] * (len(now) - answered)))
        assert np.isfinite(found.quantities["u4"]) == told
        assert np.isfinite(found.quantities["u5"])


def test_only_units_surveyed_in_both_periods_are_compared() -> None:
    new = sheets("2025-09", 1.5, unit=OTHER, seed=3)
    with_new = answer(sheets("2025-03", 3.0), sheets("2025-09", 3.0, seed=2), new)
    without = answer(sheets("2025-03", 3.0), sheets("2025-09", 3.0, seed=2))
    assert (with_new.n, with_new.estimate) == (without.n, without.estimate)
    assert with_new.evidence["unit"].tolist() == [UNIT]


def test_the_same_data_give_the_same_interval() -> None:
    tables = [sheets("2025-03", 3.0), sheets("2025-09", 3.1, seed=2)]
    assert tuple(answer(*tables).interval) == tuple(answer(*tables).interval)


def test_without_the_period_before_the_months_lack_and_thirty_are_needed() -> None:
    only = answer(sheets("2025-09", 3.0))
    assert (only.status, only.lacking) == ("missing_data", ("skm.bulan",))
    few = answer(sheets("2025-03", 3.0, n=29), sheets("2025-09", 3.0))
    assert (few.status, few.n, few.need) == ("too_few", 29, 30)


def test_a_small_change_is_told_with_its_uncertainty() -> None:
    result = answer(sheets("2025-03", 3.00), sheets("2025-09", 3.01, seed=2))
    assert result.interval.low < 0 < result.interval.high
    assert "belum dapat dipastikan" in sentence(result)


def test_an_element_that_nobody_answered_before_is_what_lacks() -> None:
    before = sheets("2025-03", 3.0).assign(u9=np.nan)
    result = answer(before, sheets("2025-09", 3.0))
    assert (result.status, result.lacking) == ("missing_data", ("skm.u9",))
