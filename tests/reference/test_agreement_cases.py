"""Every agreement case of the stored schema, within its tolerance, through the case runner."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reference.agreement_cases import ORIENTATIONS
from tests.reference.run import answer, printable

pytestmark = pytest.mark.reference

FOLDER = Path(__file__).parent / "agreement"
NUMBERS = (
    *("estimate", "se", "ci_low", "ci_high", "df", "se_linearized", "se_fleiss_cohen_everitt", "n", "n_units"),
    *("chi2", "p_value", "mean_square", "n0"),
)


def _cases() -> Iterator[Path]:
    """Cases whose tables a measure answers."""
    for path in sorted(FOLDER.glob("*.json")):
        if json.loads(path.read_text(encoding="utf-8"))["orientation"] in ORIENTATIONS:
            yield path


def _differences(expected: dict[str, Any], got: dict[str, Any], case: dict[str, Any]) -> Iterator[str]:
    """What is not as expected, coefficient by coefficient."""
    for name in expected:
        wanted, found = expected[name], got[name]
        if wanted["estimate"] is None and (found["estimate"] is not None or found["status"] == "ok"):
            yield f"{name}: undefined, but got {found}"
        for part in NUMBERS:
            if wanted.get(part) is None:
                continue
            of_error = part in ("se", "ci_low", "ci_high") and "tolerance_se" in wanted
            within = wanted["tolerance_se"] if of_error else wanted.get("tolerance", case["tolerance"])
            within = case.get("tolerance_by", {}).get(name, within)
            if found.get(part) is None or abs(found[part] - wanted[part]) > within * max(1, abs(wanted[part])):
                yield f"{name}.{part}: expected {wanted[part]}, got {found.get(part)}"


@pytest.mark.parametrize("path", list(_cases()), ids=lambda path: path.stem)
def test_every_coefficient_equals_the_reference(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    got = printable(answer(path))
    expected = case["expected"]
    if "error" in expected:
        assert "error" in got
        return
    assert not list(_differences(expected, got, case))
    for group, values in case.get("expected_by_group", {}).items():
        assert not list(_differences(values, got["by_group"][group], case))
    for row, scales in case.get("expected_by_row", {}).items():
        for scale, wanted in scales.items():
            found = got["by_row"][row][scale]
            assert found.pop("cumulative_membership") == pytest.approx(
                wanted.pop("cumulative_membership"), abs=case["tolerance"]
            )
            assert found == wanted


def test_a_duplicate_is_refused_by_name_of_unit_and_rater() -> None:
    error = answer(FOLDER / "contract-duplicate-rating.json")["error"]
    assert "pegawai A" in error
    assert "penilai r1" in error


def test_the_runner_prints_plain_json_and_nothing_on_stderr() -> None:
    path = FOLDER / "sim-single-category-quadratic.json"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "tests.reference.run", str(path)],
        cwd=root,
        env=os.environ | {"PYTHONWARNINGS": "default"},
        capture_output=True,
        check=True,
        text=True,
    )
    got = json.loads(done.stdout)
    assert done.stderr == ""
    assert got["fleiss_kappa"]["estimate"] is None
    assert got["fleiss_kappa"]["status"] == "undefined_no_variation"
    assert got["gwet_ac"]["estimate"] == 1.0


def test_a_file_of_another_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(SystemExit, match="not a reference case"):
        answer(path)
