"""An attacker with every published number of the sample regions: what can be found about few people by subtraction?"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import permutations
from typing import Any

import pandas as pd
import pytest

from kinerja_lab.checks.awards_on_target import AwardsOnTarget
from kinerja_lab.checks.comparable_pairs import ComparablePairs
from kinerja_lab.checks.completeness import Completeness
from kinerja_lab.checks.inflation import Inflation
from kinerja_lab.checks.predikat_matrix import PredikatMatrix
from kinerja_lab.checks.protocol import Check
from kinerja_lab.checks.results import Results
from kinerja_lab.checks.self_superior_gap import SelfSuperiorGap
from kinerja_lab.checks.suite import run, standard
from kinerja_lab.loaders.samples import load_sample, sample_regions
from kinerja_lab.messages.narrate import narrate
from kinerja_lab.report.build import ROOT
from kinerja_lab.report.coarse import CAVEAT
from kinerja_lab.report.disclosure import MERGED, disclosed
from kinerja_lab.report.record import public_record

PERIODS = ("2024-S2", "2025-S1", "2025-S2")
BY_UNIT: tuple[Check, ...] = (Completeness(), SelfSuperiorGap(), ComparablePairs(), PredikatMatrix())
GROUP, CELL = 10, 5
everywhere = pytest.mark.parametrize("place", [(region, period) for region in sample_regions() for period in PERIODS])


@cache
def found(place: tuple[str, str]) -> Results:
    return run(load_sample(*place), (*BY_UNIT, AwardsOnTarget(), Inflation()))


def tables(place: tuple[str, str]) -> Iterator[tuple[dict[str, Any], pd.DataFrame, pd.DataFrame]]:
    """What ``hasil.json`` says of a check, its published rows, and the rows as they were."""
    record = public_record(found(place))["pemeriksaan"]
    for check in BY_UNIT:
        if record[check.slug]["bukti"]:
            yield record[check.slug], pd.DataFrame(record[check.slug]["bukti"]), found(place)[check.slug].evidence


def few(count: float, least: int = CELL) -> bool:
    return 0 < round(count) < least


@everywhere
def test_no_row_with_a_number_is_about_a_small_group(place: tuple[str, str]) -> None:
    for _, rows, _ in tables(place):
        assert not rows.loc[rows["estimate"].notna(), "n"].map(lambda n: few(n, GROUP)).any()


@everywhere
def test_what_the_total_leaves_over_is_never_one_unit_or_few_people(place: tuple[str, str]) -> None:
    for entry, rows, before in tables(place):
        named = rows[rows["unit"] != MERGED]
        hidden = before[~before["unit"].isin(named["unit"])]
        assert len(hidden) != 1
        assert not few(entry["n"] - named["n"].sum(), GROUP)
        assert not few(hidden["n"].sum(), GROUP)


@everywhere
def test_no_count_of_few_people_in_a_unit_follows_from_shares_and_totals(place: tuple[str, str]) -> None:
    slug = PredikatMatrix().slug
    entry = public_record(found(place))["pemeriksaan"][slug]
    rows = pd.DataFrame(entry["bukti"])
    named = rows[rows["unit"] != MERGED]
    counts = (named["estimate"] * named["n"]).round()
    assert not counts.map(few).any()
    assert not (named["n"] - counts).map(few).any()
    total = round(found(place)[slug].estimate * entry["n"])
    if len(named) and not few(total):
        assert not few(total - counts.sum())


@everywhere
def test_no_share_of_the_whole_region_counts_a_few_people(place: tuple[str, str]) -> None:
    record = public_record(found(place))["pemeriksaan"]
    for item in found(place):
        entry = record[item.check.slug]
        told = {"estimate": entry["estimasi"], "n": entry["n"], **entry["rincian"]}
        for name, whole in item.check.parts.items():
            if told.get(name) is None or not told.get(whole):
                continue
            hits = told[name] if name.startswith("n_") else told[name] * told[whole]
            blurred = abs(hits - round(hits)) > 1e-6 or (name == "estimate" and CAVEAT in entry["catatan"])
            assert blurred or not (few(hits) or few(told[whole] - hits)), (item.check.slug, name)


def shares(place: tuple[str, str]) -> Results:
    """Answers whose evidence are shares of people."""
    data = load_sample(*place)
    return run(data, [check for check in standard(data.profile) if check.shares])


@everywhere
def test_no_share_by_unit_or_period_counts_a_few_people(place: tuple[str, str]) -> None:
    results = shares(place)
    assert len(results) >= 7
    for item in disclosed(results):
        told = item.evidence.dropna(subset=["estimate"])
        hits = (told["estimate"] * told["n"]).round()
        assert not hits.map(few).any(), item.check.slug
        assert not (told["n"] - hits).map(few).any(), item.check.slug


def test_every_check_that_counts_people_by_unit_says_so() -> None:
    asked = standard(load_sample("sibolga").profile)
    counting = [check for check in asked if re.search(r"(?<![a-z_])share_by\(", inspect.getsource(type(check)))]
    assert len(counting) >= 6
    assert [check.slug for check in counting if not check.shares] == ["dialogue_frequency"]  # months of units


def test_the_attacker_counts_a_few_people_back_where_shares_by_unit_are_told_as_they_are() -> None:
    exact = set()
    for item in shares(("bukitintan", "2025-S1")):
        hits = (item.evidence["estimate"] * item.evidence["n"]).round()
        exact |= {item.check.name} if hits.map(few).any() or (item.evidence["n"] - hits).map(few).any() else set()
    assert {"completeness", "period_consistency", "predikat_matrix", "rating_timing"} <= exact


@everywhere
def test_no_withheld_count_is_the_difference_of_two_published_ones(place: tuple[str, str]) -> None:
    for item in found(place):
        published = public_record(found(place))["pemeriksaan"][item.check.slug]["rincian"]
        people = {name: value for name, value in published.items() if name.startswith("n_") and value}
        secret = {item.quantities[name] for name, value in published.items() if value is None} & {1, 2, 3, 4}
        assert not secret & {one - other for one, other in permutations(people.values(), 2)}


@everywhere
def test_nothing_is_said_about_a_few_sanctions(place: tuple[str, str]) -> None:
    counts = public_record(found(place))["pemeriksaan"][AwardsOnTarget().slug]["rincian"]
    if counts and (counts["n_sanctions"] is None or counts["n_sanctions"] < GROUP):
        assert counts["sanction_share"] is counts["sanction_low"] is counts["n_false_sanctions"] is None


@everywhere
def test_no_name_of_a_person_is_published(place: tuple[str, str]) -> None:
    results, data = found(place), load_sample(*place)
    written = json.dumps(public_record(results)) + "".join(narrate(disclosed(results), lang) for lang in ("id", "en"))
    people = pd.concat([data.table("pegawai")["id_pegawai"], data.current("butir")["id_penilai"]]).unique()
    assert [name for name in people if name in written] == []


def test_the_example_reports_hold_no_name_of_a_person() -> None:
    people = {name for region in sample_regions() for name in load_sample(region).table("pegawai")["id_pegawai"]}
    files = [path for path in (ROOT / "reports" / "contoh").rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_text("utf-8", errors="ignore")
        assert [name for name in people if name in content] == []
