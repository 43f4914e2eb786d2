"""Reports of two periods of one region under attack: what do they tell of the few who have left in between?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kinerja_lab import columns as col
from kinerja_lab.checks.acceptance_change import AcceptanceChange
from kinerja_lab.checks.inflation import Inflation
from kinerja_lab.checks.period_consistency import PeriodConsistency
from kinerja_lab.checks.results import Results
from kinerja_lab.checks.suite import run
from kinerja_lab.dataset import Dataset
from kinerja_lab.loaders.samples import load_sample
from kinerja_lab.report.comparison import compare, write_page
from kinerja_lab.report.index import write_index
from kinerja_lab.report.record import public_record
from kinerja_lab.report.semesters import write_pages
from tests.checks.surveys import dataset, wave
from tests.report import attacker
from tests.report.test_comparison import publish

BEFORE, AFTER, GONE = "2025-S1", "2025-S2", 3
SIDES, PARTS = ("stays", "leaves"), ("most", "other")
Record = dict[str, Any]


@cache
def results() -> tuple[Results, Results]:
    """Answers of a period, and of the next one, when three people have left."""
    data = load_sample("bukittinggi", BEFORE)
    asked = (Inflation(), PeriodConsistency())
    return run(data, asked), run(without(data, leavers(data)), asked)


def leavers(data: Dataset) -> set[str]:
    """The first of those who were appraised and head no unit."""
    people = data.table("pegawai").loc[lambda frame: ~frame[col.HEAD].fillna(False).astype(bool), col.EMPLOYEE]
    return set(people[people.isin(data.current("penilaian")[col.EMPLOYEE])].head(GONE))


def without(data: Dataset, gone: set[str]) -> Dataset:
    """The next period of a region whose files know some people no more, neither as rated nor as raters."""
    tables = dict(data.tables)
    for name, frame in tables.items():
        for column in {col.EMPLOYEE, col.RATER} & set(frame):
            tables[name] = tables[name][~tables[name][column].isin(gone)].reset_index(drop=True)
    return Dataset(profile=data.profile, period=AFTER, tables=tables)


def told(record: Record, sides: tuple[str, ...]) -> Iterator[attacker.Sum]:
    """What a record tells of who had the most frequent predikat in the earlier period."""
    for row in record["pemeriksaan"]["inflation"]["bukti"]:
        if row["unit"] == BEFORE and row["estimate"] is not None:
            hits = row["estimate"] * row["n"]
            yield attacker.Sum({(side, "other"): 1.0 for side in sides}, round(hits), round(hits))
            yield attacker.Sum({(side, part): 1.0 for side in sides for part in PARTS}, row["n"], row["n"])


def known_of_leavers(before: Record, after: Record) -> tuple[float, float]:
    """How many of those who left had another predikat."""
    size = attacker.Sum({("leaves", part): 1.0 for part in PARTS}, GONE, GONE)
    facts = [size, *told(before, SIDES), *told(after, SIDES[:1])]
    return attacker.ranges(facts, [[("leaves", "other")]])[0]


def exact(found: Results) -> Record:
    """What a record would tell if earlier periods were told again."""
    record = public_record(found)
    rows = found["inflation"].evidence
    record["pemeriksaan"]["inflation"]["bukti"] = rows.to_dict("records")
    return record


def test_nothing_is_known_of_those_who_left_between_two_reports() -> None:
    before, after = map(public_record, results())
    assert known_of_leavers(before, after) == (0, GONE)


def test_the_attacker_knows_those_who_left_where_earlier_periods_are_told_again() -> None:
    before, after = results()
    low, high = known_of_leavers(public_record(before), exact(after))
    assert low == high


def test_a_report_tells_of_the_predikat_of_its_own_period_only() -> None:
    record = public_record(results()[1])
    rows = [row["unit"] for entry in record["pemeriksaan"].values() for row in entry["bukti"]]
    assert set(rows) == {AFTER}
    assert record["pemeriksaan"]["inflation"]["rincian"]["change"] is None


def test_the_share_of_the_highest_predikat_is_withheld_where_few_have_it() -> None:
    found = run(load_sample("bukitintan", BEFORE), (PeriodConsistency(),))
    raw = found["period_consistency"].evidence.iloc[-1]
    assert 0 < round(raw["estimate"] * raw["n"]) < 5
    (row,) = public_record(found)["pemeriksaan"]["period_consistency"]["bukti"]
    assert row["estimate"] is row["low"] is row["high"] is None


@pytest.mark.parametrize(("once", "withheld"), [(0, False), (3, True), (20, False)])
def test_the_mean_answer_of_few_who_answered_once_does_not_follow_from_two_means(once: int, withheld: bool) -> None:
    later = wave(80, 3.6)
    later = later[~later["id_responden"].isin(sorted(later["id_responden"].unique())[:once])]
    found = AcceptanceChange()(dataset(wave(80, 3.0, name="2024-S2"), later))
    assert found.status == "ok"
    assert all((found.quantities[name] != found.quantities[name]) is withheld for name in ("mean_before", "mean_after"))


def pages(output: Path) -> dict[str, bytes]:
    """Every page that is made from records of several reports."""
    write_page(compare(output), output)
    write_pages(output, "id")
    write_index(output, "id")
    return {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*.html")}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    for slug, period in [*((slug, AFTER) for slug in "abc"), ("a", BEFORE)]:
        publish(tmp_path, slug, f"Kota {slug}", period)
    return tmp_path


def rewrite(output: Path, **values: Any) -> None:
    """Write other values into every entry of every record."""
    for path in output.rglob("hasil.json"):
        record = json.loads(path.read_text("utf-8"))
        for entry in record["pemeriksaan"].values():
            entry |= values
        path.write_text(json.dumps(record), "utf-8")


def test_pages_over_regions_and_periods_use_headline_numbers_only(output: Path) -> None:
    before = pages(output)
    assert set(before) == {"index.html", "banding.html", "a/semester.html"}
    rewrite(output, bukti=[], rincian={}, catatan=[])
    assert pages(output) == before
    rewrite(output, estimasi=0.5)
    assert pages(output) != before


def test_what_regions_say_together_holds_no_region_whose_number_is_withheld(output: Path) -> None:
    publish(output, "d", "Kota d", AFTER)
    path = output / "d" / AFTER / "hasil.json"
    record = json.loads(path.read_text("utf-8"))
    record["pemeriksaan"] = {
        slug: entry | {"estimasi": None, "selang": [None, None], "n": None}
        for slug, entry in record["pemeriksaan"].items()
    }
    path.write_text(json.dumps(record), "utf-8")
    for asked in compare(output).questions:
        three = replace(asked, entries={name: entry for name, entry in asked.entries.items() if name != "Kota d"})
        assert "Kota d" not in asked.comparable
        assert repr(asked.together) == repr(three.together)
