"""Columns beside the evidence: counts as counts, other numbers with decimals."""

from __future__ import annotations

from kinerja_lab.checks.role_agreement import RoleAgreement
from kinerja_lab.report.tables import evidence_table
from tests.results import evidence, result


def test_coefficients_beside_the_estimate_keep_their_decimals() -> None:
    check = RoleAgreement()
    rows = evidence(check).assign(kappa=[0.41, 0.52, 0.63], pairs=[7.0, 800.0, 9000.0])
    made = evidence_table(result(check, evidence=rows), "id")
    assert made is not None
    shown = [str(cell) for row in made.rows for cell in row]
    assert "0,41" in shown
    assert "9.000" in shown
    assert "Atasan dan rekan kerja" in shown
