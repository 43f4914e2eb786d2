"""How regularly heads meet their staff."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.checks.dialogue_frequency import DialogueFrequency
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.dataset import Dataset
from tests import small

UNITS = [f"Dinas {letter}" for letter in "ABCDEF"]


def answer(months: dict[str, range], units: int = 6) -> CheckResult:
    """A region of so many units, each with dialogues in these months."""
    tables = small.tables()
    tables["pegawai"] = tables["pegawai"].assign(unit_kerja=[UNITS[place % units] for place in range(12)])
    rows = [(f"2025-{month:02d}-10", unit) for unit, numbers in months.items() for month in numbers]
    table = pd.DataFrame(rows, columns=["tanggal", "unit_kerja"])
    return DialogueFrequency()(Dataset(profile=small.profile(), period="2025-S1", tables=tables | {"dialog": table}))


def test_every_month_in_every_unit_is_regular() -> None:
    result = answer(dict.fromkeys(UNITS, range(1, 7)))
    assert (result.estimate, result.n) == (1.0, 6)
    assert result.quantities["n_months"] == 6.0


def test_two_dialogues_in_a_month_are_one_month_and_those_after_the_period_do_not_count() -> None:
    result = answer({unit: range(1, 4) for unit in UNITS} | {"Dinas A": range(1, 9)})
    assert result.estimate == pytest.approx((5 * 3 + 6) / 36)


def test_units_without_any_dialogue_count_too() -> None:
    result = answer({"Dinas A": range(1, 7)})
    assert result.estimate == pytest.approx(1 / 6)
    assert result.verdict is Verdict.PROBLEM


def test_few_units_are_too_few() -> None:
    assert answer({"Dinas A": range(1, 7)}, units=4).status == "too_few"
