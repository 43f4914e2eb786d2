"""What counts say of a region is what its rows say."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from pathlib import Path

import pandas as pd
import pytest

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.suite import run
from kinerja_lab.dataset import Dataset
from kinerja_lab.national import counted, regions, write_region
from kinerja_lab.national import results as national_results
from kinerja_lab.national.engine import engine
from kinerja_lab.national.store import Region, folder_name, read_region


def same(mine: CheckResult, theirs: CheckResult) -> None:
    """Compare every field: numbers to 1e-9, the rest exactly."""
    for field in fields(CheckResult):
        a, b = getattr(mine, field.name), getattr(theirs, field.name)
        if field.name == "evidence":
            pd.testing.assert_frame_equal(a, b, rtol=1e-9, atol=1e-12)
        elif field.name == "quantities":
            assert a == pytest.approx(b, rel=1e-9, nan_ok=True)
        elif isinstance(b, float):
            assert a == pytest.approx(b, rel=1e-9, nan_ok=True), field.name
        elif isinstance(b, tuple) and b and isinstance(b[0], float):
            assert tuple(a) == pytest.approx(tuple(b), rel=1e-9, nan_ok=True), field.name
        else:
            assert a == b, field.name
    assert mine.verdict is theirs.verdict


def no_rows(self: Region, period: str = "") -> Dataset:
    raise AssertionError("rows were read")


def test_every_answer_and_verdict_is_that_of_the_rows(store: Path, samples: dict[str, Dataset]) -> None:
    known = statuses = 0
    with engine(store) as database:
        for region in regions(store):
            data = samples[region.folder.name]
            for period in data.periods:
                mine = counted(database, region, period)
                theirs = run(replace(data, period=period), tuple(item.check for item in mine))
                assert (mine.n_employees, mine.n_units) == (theirs.n_employees, theirs.n_units)
                for one, other in zip(mine, theirs, strict=True):
                    same(one, other)
                    known, statuses = known + (one.status == "ok"), statuses + 1
    assert known >= 20
    assert statuses > known


def test_no_row_is_read_where_the_checks_answer(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Region, "data", no_rows)
    (region,) = (found for found in regions(store) if found.profile.slug == "bukittinggi")
    with engine(store) as database:
        answers = counted(database, region, region.periods[-1])
    assert {item.check.name for item in answers} == {"agreement", "inflation", "impact_ratio"}
    assert [item.status for item in answers] == ["ok"] * len(answers)


def test_a_group_that_is_derived_or_has_gaps_is_compared_as_in_the_rows(
    samples: dict[str, Dataset], tmp_path: Path
) -> None:
    data = next(data for data in samples.values() if data.profile.slug == "bukittinggi")
    people = data.table("pegawai")
    gaps = people.assign(
        **{col.DISABILITY: [None if place % 9 == 0 else place % 3 == 0 for place in range(len(people))]}
    )
    pairs = [
        {"kolom": col.DISABILITY, "fokal": "ya", "acuan": "tidak"},
        {"kolom": col.AGE_BAND, "fokal": "di_bawah_35", "acuan": col.LARGEST},
    ]
    told = data.profile.from_mapping(
        {
            **{"slug": "x", "nama": "X", "kode": "1", "penerbit_kode": "bps", "tingkat": "kota", "siklus": "semester"},
            **{"sumber_siklus": "uji", "rezim": data.profile.regime, "pembandingan": pairs},
        }
    )
    data = replace(data, profile=told, tables={**data.tables, "pegawai": gaps})
    folder = tmp_path / folder_name(told)
    write_region(data, folder)
    with engine(tmp_path) as database:
        mine = counted(database, read_region(folder), data.period)
    for one, other in zip(mine, run(data, tuple(item.check for item in mine)), strict=True):
        same(one, other)
    assert not math.isnan(mine["impact_ratio:disabilitas"].estimate)


def test_a_region_without_scores_says_so(samples: dict[str, Dataset], tmp_path: Path) -> None:
    data = next(iter(samples.values()))
    data = replace(data, tables={name: frame for name, frame in data.tables.items() if name != "butir"})
    write_region(data, tmp_path / "kode=bps-1")
    with engine(tmp_path) as database:
        answers = counted(database, read_region(tmp_path / "kode=bps-1"), data.period)
    assert answers["agreement:rekan"].status == "missing_data"
    assert answers["inflation"].status == "ok"


def test_every_counted_check_has_its_method() -> None:
    assert {kind.__name__ for kind in national_results._COUNTED} == {"Agreement", "Inflation", "ImpactRatio"}
