"""What counts say of a region is what its rows say."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.suite import run
from kinerja_lab.dataset import Dataset
from kinerja_lab.national import counted, regions, write_country, write_region
from kinerja_lab.national import results as national_results
from kinerja_lab.national.engine import engine
from kinerja_lab.national.store import Region, folder_name, read_region
from kinerja_lab.stats.connectivity import connectivity

NAMES = {"agreement", "severity", "comparable_pairs", "inflation", "impact_ratio"}


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
            for period in data.periods[-2:]:
                mine = counted(database, region, period)
                theirs = run(replace(data, period=period), tuple(item.check for item in mine))
                assert (mine.n_employees, mine.n_units) == (theirs.n_employees, theirs.n_units)
                for one, other in zip(mine, theirs, strict=True):
                    same(one, other)
                    known, statuses = known + (one.status == "ok"), statuses + 1
    assert known >= 45
    assert statuses > known


def test_answers_about_a_simulated_country_are_those_of_the_rows(tmp_path: Path) -> None:
    write_country(tmp_path, 1_400, n_regions=4)
    with engine(tmp_path) as database:
        for region in regions(tmp_path):
            data = region.data()
            mine = counted(database, region, data.period)
            told = {item.check.name: item.status for item in mine if item.check.name != "impact_ratio"}
            assert told == {**dict.fromkeys(told, "ok"), "comparable_pairs": "missing_data"}
            for one, other in zip(mine, run(data, tuple(item.check for item in mine)), strict=True):
                same(one, other)


def test_where_checks_refuse_counts_refuse_alike(samples: dict[str, Dataset], tmp_path: Path) -> None:
    whole = samples["kode=instansi-CONTOH-01"]
    few = whole.table("pegawai").groupby("jenis_kelamin").head(8)["id_pegawai"]
    scores = whole.current("butir")
    by_peers = scores[scores["peran"] == "rekan"]
    busiest = by_peers.groupby("id_penilai")["id_pegawai"].nunique().nlargest(9).index
    tables = {
        "few": {
            name: frame[frame["id_pegawai"].isin(few)] for name, frame in whole.tables.items() if "id_pegawai" in frame
        }
        | {"unit": whole.table("unit")},
        "superiors": {**whole.tables, "butir": scores[scores["peran"] == "atasan"]},
        "friends": {**whole.tables, "butir": by_peers[by_peers["id_penilai"].isin(busiest)]},
        "empty": {**whole.tables, "indikator": whole.table("indikator").assign(realisasi=np.nan)},
        "nobody": {name: whole.table(name) for name in ("pegawai", "unit", "butir")},
    }
    statuses = set()
    for place, frames in enumerate(tables.values(), 1):
        data = Dataset(profile=replace(whole.profile, code=str(place)), period=whole.period, tables=frames)
        write_region(data, tmp_path / folder_name(data.profile))
        with engine(tmp_path) as database:
            mine = counted(database, read_region(tmp_path / folder_name(data.profile)), data.period)
        for one, other in zip(mine, run(data, tuple(item.check for item in mine)), strict=True):
            same(one, other)
            statuses.add((one.check.name, one.status))
    assert statuses >= {
        ("agreement", "too_few"),
        ("agreement", "no_pairable_units"),
        ("severity", "not_identified"),
        ("severity", "too_few"),
        ("comparable_pairs", "too_few"),
        ("comparable_pairs", "missing_data"),
        ("inflation", "too_few"),
        ("inflation", "missing_data"),
        ("impact_ratio", "too_few"),
        ("impact_ratio", "missing_data"),
    }


def test_no_row_is_read_whether_checks_answer_or_not(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Region, "data", no_rows)
    with engine(store) as database:
        for region in regions(store):
            answers = counted(database, region, region.periods[-1])
            assert {item.check.name for item in answers} == NAMES


def test_severity_among_too_many_raters_is_left_to_the_rows(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    region = regions(store)[0]
    with engine(store) as database:
        monkeypatch.setattr(national_results, "_MOST_LINKED", 10)
        names = {item.check.name for item in counted(database, region, region.periods[-1])}
    assert names == NAMES - {"severity"}


def test_raters_without_common_ratees_are_counted_apart() -> None:
    ratee, rater = np.repeat(np.arange(20), 3), np.tile(np.arange(3), 20) + np.repeat(np.arange(20) // 10 * 3, 3)
    pairs = pd.DataFrame({"id_pegawai": ratee, "id_penilai": rater})
    assert national_results._linked(pairs) == pytest.approx((2 * 3**3) ** (1 / 3))
    assert national_results._linked(pairs.assign(id_penilai=rater % 3)) == pytest.approx(3)
    assert national_results._linked(pairs[:0]) == 0


def test_raters_whom_a_few_link_count_as_those_of_their_units() -> None:
    random, unit = np.random.default_rng(1), np.arange(1_200) // 30
    peers = pd.DataFrame({"id_pegawai": np.arange(1_200).repeat(5), "id_penilai": 0})
    peers["id_penilai"] = 30 * unit[peers["id_pegawai"]] + random.integers(1, 30, len(peers))
    led = pd.DataFrame({"id_pegawai": np.arange(1_200), "id_penilai": 30 * unit})
    heads = pd.DataFrame({"id_pegawai": 30 * np.arange(40).repeat(5), "id_penilai": 30 * random.integers(0, 40, 200)})
    pairs = pd.concat([peers, led, heads]).drop_duplicates()
    assert np.bincount(connectivity(*pairs.to_numpy().T).rater_block).max() > 1_100
    assert national_results._linked(pairs) < 200
    anybody = pairs.assign(id_penilai=random.integers(0, 1_200, len(pairs))).drop_duplicates()
    assert national_results._linked(anybody) == pytest.approx(anybody["id_penilai"].nunique())


def test_a_group_that_is_derived_or_has_gaps_is_compared_as_in_the_rows(
    samples: dict[str, Dataset], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
        monkeypatch.setattr(Region, "data", no_rows)
        mine = counted(database, read_region(folder), data.period)
    for one, other in zip(mine, run(data, tuple(item.check for item in mine)), strict=True):
        same(one, other)
    assert not math.isnan(mine["impact_ratio:disabilitas"].estimate)
    assert not math.isnan(mine["impact_ratio:kelompok_umur"].estimate)


def test_a_region_without_scores_says_so(samples: dict[str, Dataset], tmp_path: Path) -> None:
    data = next(iter(samples.values()))
    data = replace(data, tables={name: frame for name, frame in data.tables.items() if name != "butir"})
    write_region(data, tmp_path / "kode=bps-1")
    with engine(tmp_path) as database:
        answers = counted(database, read_region(tmp_path / "kode=bps-1"), data.period)
    assert answers["agreement:rekan"].status == "missing_data"
    assert answers["severity"].status == "missing_data"
    assert answers["inflation"].status == "ok"
