from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kinerja_lab.errors import ReportFailed
from kinerja_lab.report.record import public_record, save
from tests.report.test_display import empty, results


def test_an_empty_folder_name_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save(results(), "")
    assert list(tmp_path.iterdir()) == []


def test_the_record_is_strict_json_with_sorted_keys(tmp_path: Path) -> None:
    save(empty(), tmp_path)
    text = (tmp_path / "hasil.json").read_text("utf-8")
    assert "NaN" not in text
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert [path.name for path in tmp_path.iterdir()] == ["hasil.json"]


def test_the_record_names_the_headline_checks_and_the_rules_of_appraisal() -> None:
    record = public_record(results())
    assert record["utama"][0] == "completeness"
    assert record["aturan"]["rezim"] == "permenpanrb_6_2022"
    assert record["nama"] == "Kota Uji"


def test_counts_of_few_people_are_left_out() -> None:
    found = results()
    item = replace(found["awards_on_target"], quantities={"n_false": 3.0, "n_awards": 40.0, "n_sanctions": 0.0})
    record = public_record(replace(found, items=(item,)))
    assert record["pemeriksaan"]["awards_on_target"]["rincian"] == {
        "n_false": None,
        "n_awards": 40.0,
        "n_sanctions": 0.0,
    }


def test_evidence_of_small_units_is_merged() -> None:
    found = results()
    item = replace(found["completeness"], n=180, evidence=found["completeness"].evidence.assign(n=[100, 76, 4]))
    rows = public_record(replace(found, items=(item,)))["pemeriksaan"]["completeness"]["bukti"]
    assert rows[-1] == {"unit": "unit_kecil", "n": 80, "estimate": None, "low": None, "high": None}
    assert "Inspektorat" not in str(rows)


def test_a_folder_that_is_none_is_an_error_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(ReportFailed, match="not_writable"):
        save(results(), tmp_path / "tidak ada")
