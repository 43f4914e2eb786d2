"""Columns beside the evidence: counts as counts, other numbers with decimals."""

from __future__ import annotations

import re

import pytest

from kinerja_lab.checks.contrast import Contrast
from kinerja_lab.checks.coverage import Coverage
from kinerja_lab.checks.pre_post import PrePost
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.role_agreement import RoleAgreement
from kinerja_lab.checks.unit_screen import UnitScreen
from kinerja_lab.report.document import Number
from kinerja_lab.report.tables import evidence_table, has_table
from kinerja_lab.report.tables import tests_table as listed_checks
from kinerja_lab.stats.interval import Interval
from tests.results import checks, evidence, result


def test_coefficients_beside_the_estimate_keep_their_decimals() -> None:
    check = RoleAgreement()
    rows = evidence(check).assign(kappa=[0.41, 0.52, 0.63], pairs=[7.0, 800.0, 9000.0])
    made = evidence_table(result(check, evidence=rows), "id")
    assert made is not None
    shown = [str(cell) for row in made.rows for cell in row]
    assert "0,41" in shown
    assert "9.000" in shown
    assert "Atasan dan rekan kerja" in shown


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_n_is_told_with_what_it_counts(lang: str) -> None:
    found = [result(check) for check in checks()]
    listed = listed_checks(found, lang)
    assert all(row[2] for row in listed.rows)
    notes = [made.note for item in found if (made := evidence_table(item, lang)) is not None]
    assert len(notes) == sum(map(has_table, found)) > 20
    assert all(re.match(r"n: .*: ([a-z]{2}|[A-Z][A-Z ])", note) for note in notes)


def test_n_of_a_row_and_n_of_the_answer_may_count_different_things() -> None:
    item = result(Contrast())
    made = evidence_table(item, "id")
    assert made is not None
    assert made.note.startswith("n: banyaknya lembar penilaian. Taksiran: perubahan skor")
    assert listed_checks([item], "id").rows[0][2] == "atasan"


def test_where_there_are_too_few_n_counts_what_there_are_too_few_of() -> None:
    few = CheckResult(check=UnitScreen(column="jenis_kelamin"), status="too_few", n=3, need=5)
    assert listed_checks([few], "id").rows[0][2] == "unit kerja"
    assert listed_checks([result(few.check)], "id").rows[0][2] == "pegawai"


def test_a_difference_of_shares_is_told_in_percentage_points() -> None:
    cell = listed_checks([result(Coverage(), estimate=0.127, interval=Interval(0.09, 0.164))], "id").rows[0][3]
    assert isinstance(cell, Number)
    assert cell.text == "+12,7 poin persentase (+9,0 sampai +16,4)"
    assert cell.values == pytest.approx((12.7, 9.0, 16.4))
    made = evidence_table(result(PrePost()), "id")
    assert made is not None
    assert "nilai tertinggi 20" in made.note
