"""Tables of predikat are attacked with all that stands beside them: by differences, and by linear programming."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kinerja_lab import columns as col
from kinerja_lab.checks.groups import registered
from kinerja_lab.checks.impact_ratio import ImpactRatio
from kinerja_lab.checks.inflation import Inflation
from kinerja_lab.checks.results import Results
from kinerja_lab.checks.suite import run
from kinerja_lab.dataset import Dataset
from kinerja_lab.national import groups, write_region
from kinerja_lab.national.engine import engine
from kinerja_lab.national.results import CountedRegion
from kinerja_lab.national.store import folder_name, read_region
from kinerja_lab.report.record import public_record
from tests import small
from tests.report.attacker import LEVELS, Sum, of_record, ranges

FEWEST, WIDTH = 5, 3
REGION = "wilayah"
SIDES = ("fokal", "acuan", "lainnya")
SETS = [levels for size in range(1, len(LEVELS)) for levels in combinations(LEVELS, size)]
Counts = dict[tuple[str, ...], int]


def asked(folder: Path, period: str, every: Dataset | None = None) -> tuple[Results, pd.DataFrame, pd.DataFrame, Any]:
    """Answers, both tables and the compared pairs of a stored region; from counts, or with every check of its rows."""
    with engine(folder.parent) as database:
        region = CountedRegion(database, read_region(folder), period)
        found = region.results() if every is None else run(every)
        return found, *groups.tables(found, region), region.compared


def truth(data: Dataset, pairs: Any) -> Counts:
    """People by predikat in the region and on each side of each pair, counted row by row."""
    people = data.table("pegawai")
    staff = people[~people[col.HEAD].fillna(False).astype(bool)]
    rows = staff.merge(data.current("penilaian").dropna(subset=[col.OUTCOME]), on="id_pegawai")
    rows = rows[rows[col.REGIME] == data.profile.regime]
    sides = {(REGION,): rows}
    for pair in pairs:
        own = rows[pair.column]
        masks = own == pair.focal, own == pair.reference, ~own.isin([pair.focal, pair.reference])
        sides |= {(pair.column, side): rows[mask] for side, mask in zip(SIDES, masks, strict=True)}
    return {(*side, level): int((part[col.OUTCOME] == level).sum()) for side, part in sides.items() for level in LEVELS}


def told(found: Results | None, spread: pd.DataFrame, shares: pd.DataFrame, pairs: Any) -> Iterator[Sum]:
    """Everything that is published, as sums of cells: both tables, the record, and that sides make up the region."""
    for row in spread.itertuples():
        yield from cells([(REGION,)], row.predikat, row.n, row.n_pegawai)
    for pair in pairs:
        names = {pair.focal: SIDES[0], pair.reference: SIDES[1], groups.REST: SIDES[2]}
        for row in shares[(shares["kolom"] == pair.column) & shares["n_kelompok"].notna()].itertuples():
            yield from cells([(pair.column, names[row.kelompok])], row.predikat, row.n, row.n_kelompok)
        for level in LEVELS:
            whole = {(pair.column, side, level): 1.0 for side in SIDES}
            yield Sum({**whole, (REGION, level): -1.0}, 0, 0)
    for each in of_record(public_record(found), [REGION]) if found else ():
        yield Sum({own: sign for cell, sign in each.cells.items() for own in same(cell)}, each.least, each.most)


def same(cell: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Cells here for a cell of the record: a part of a side is the predikat that it holds."""
    if cell[0] == REGION:
        return [cell]
    slug, side, part = cell
    levels = {"low": LEVELS[:3], "mid": LEVELS[3:4], "top": LEVELS[4:]}[part]
    return [(slug.partition(":")[2], SIDES[("focal", "reference", "others").index(side)], level) for level in levels]


def cells(sides: list[tuple[str, ...]], names: str, n: Any, whole: Any) -> Iterator[Sum]:
    """What one line tells: the number of the group, and how many have one of these predikat."""
    for levels, number in ((LEVELS, whole), (names.split("+"), n)):
        if not pd.isna(number):
            yield Sum({(*side, level): 1.0 for side in sides for level in levels}, float(number), float(number))


def ratios(found: Results, counts: Counts, pairs: Any) -> Iterator[Sum]:
    """Impact ratios, taken for what they may be solved to: how many of either group stand above, or below, *Baik*."""
    for pair in pairs:
        item = found[f"impact_ratio:{pair.column}"]
        told_of = [LEVELS[-1:]] if item.status == "ok" else []
        told_of += [LEVELS[:3]] if np.isfinite(item.quantities.get("adverse_ratio", np.nan)) else []
        for levels in told_of:
            for side in SIDES[:2]:
                own = [(pair.column, side, level) for level in levels]
                yield Sum(dict.fromkeys(own, 1.0), sum(counts[cell] for cell in own), sum(counts[cell] for cell in own))


def recovered(
    found: Results,
    tables: tuple[pd.DataFrame, pd.DataFrame],
    pairs: Any,
    counts: Counts,
    further: Sequence[Sum] = (),
) -> list[str]:
    """Few people of a group, or of the region, whose number is known to less than four; ``further`` is known, too."""
    sums = [*told(found, *tables, pairs), *ratios(found, counts, pairs), *further]
    published = [pair for pair in pairs if tables[1].loc[tables[1]["kolom"] == pair.column, "n_kelompok"].notna().any()]
    sides = [(REGION,), *((pair.column, side) for pair in published for side in SIDES)]
    secrets = [
        [(*side, level) for level in levels]
        for side in sides
        for levels in SETS
        if 0 < sum(counts[*side, level] for level in levels) < FEWEST
        and sum(counts[*side, level] for level in LEVELS) > sum(counts[*side, level] for level in levels)
    ]
    known = {cell for each in sums for cell in each.cells}
    secrets = [secret for secret in secrets if set(secret) <= known]
    found_out = ranges(sums, secrets) if secrets else []
    return [f"{s}: {low}–{high}" for s, (low, high) in zip(secrets, found_out, strict=True) if high - low < WIDTH]


def random_region(seed: int) -> Dataset:
    """From thirty to four hundred people, few of whom are off the most frequent predikat; one attribute has gaps."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(30, 400))
    people = [f"{place:016x}" for place in range(n)]
    share = rng.dirichlet([0.15, 0.15, 0.4, 4.0, 0.8])
    staff = {
        "id_pegawai": people,
        "jenis_kelamin": rng.choice(["L", "P"], n),
        "jenis_pegawai": rng.choice(["PNS", "PPPK"], n, p=[0.8, 0.2]),
        "disabilitas": rng.choice(["ya", "tidak", ""], n, p=[0.25, 0.7, 0.05]),
        "jenis_jabatan": "pelaksana",
        "jabatan": "pengelola data",
        "unit_kerja": "Dinas A",
        "pimpinan_unit": "tidak",
    }
    appraisals = {
        "periode": "2025-S1",
        "id_pegawai": people,
        "id_penilai": people[0],
        "predikat": rng.choice(LEVELS, n, p=share),
        "rezim": "permenpanrb_6_2022",
    }
    pairs = [
        {"kolom": "jenis_kelamin", "fokal": "P", "acuan": "L"},
        {"kolom": "jenis_pegawai", "fokal": "PPPK", "acuan": "PNS"},
        {"kolom": "disabilitas", "fokal": "ya", "acuan": "tidak"},
    ]
    tables = {"pegawai": pd.DataFrame(staff), "penilaian": pd.DataFrame(appraisals)}
    return Dataset(profile=small.profile(kode=str(seed), pembandingan=pairs), period="2025-S1", tables=tables)


def stored(data: Dataset, store: Path) -> Path:
    """Folder of a region that was just stored."""
    folder = store / folder_name(data.profile)
    write_region(data, folder)
    return folder


@pytest.mark.parametrize("first", range(0, 12, 6))
def test_no_few_people_follow_from_tables_and_record_of_random_regions(first: int, tmp_path: Path) -> None:
    shown = 0
    for seed in range(first, first + 6):
        data = random_region(seed)
        found, spread, shares, pairs = asked(stored(data, tmp_path), data.period)
        counts = truth(with_flags(data), pairs)
        alone = recovered(found, (spread.iloc[:0], shares.iloc[:0]), pairs, counts)
        assert recovered(found, (spread, shares), pairs, counts) == alone, seed
        true_to(counts, spread, shares, pairs)
        shown += shares["n"].notna().sum()
    assert shown >= 12


def test_no_few_people_follow_where_one_pair_of_groups_lies_within_another(tmp_path: Path) -> None:
    # Grades III and IV are those of civil servants; nobody else has one, and every reader knows.
    one, other = ("jenis_pegawai", "kelompok_golongan")
    same = [{(one, "fokal"): 1.0, (other, "lainnya"): -1.0}]
    same += [{(one, "acuan"): 1.0, (other, "fokal"): -1.0, (other, "acuan"): -1.0}]
    known = [Sum({(*side, level): sign for side, sign in sides.items()}, 0, 0) for sides in same for level in LEVELS]
    shown = 0
    for seed in (*range(8), 1005):
        data = random_region(seed)
        rng, people = np.random.default_rng(seed), data.table("pegawai")
        grades = np.where(people[one] == "PNS", rng.choice(["III/a", "III/c", "IV/a"], len(people)), "IX")
        pairs = [{"kolom": one, "fokal": "PPPK", "acuan": "PNS"}]
        pairs += [{"kolom": other, "fokal": "golongan_iii", "acuan": "golongan_iv"}]
        profile = small.profile(kode=str(seed), pembandingan=pairs)
        tables = {"pegawai": people.assign(golongan=grades), "penilaian": data.table("penilaian")}
        data = Dataset(profile=profile, period=data.period, tables=tables)
        found, spread, shares, compared = asked(stored(data, tmp_path), data.period)
        grouped = people[one].where(
            people[one] == "PPPK", "golongan_" + pd.Series(grades).str[:3].str.rstrip("/").str.lower()
        )
        copied = copy(data)
        object.__setattr__(copied, "tables", {**tables, "pegawai": people.assign(**{other: grouped})})
        counts = truth(copied, compared)
        alone = recovered(found, (spread.iloc[:0], shares.iloc[:0]), compared, counts, known)
        after = recovered(found, (spread, shares), compared, counts, known)
        assert {told.partition(":")[0] for told in after} <= {told.partition(":")[0] for told in alone}, seed
        shown += shares["n"].notna().sum()
    assert shown >= 12


def with_flags(data: Dataset) -> Dataset:
    """The same with truth values as their words."""
    people = data.table("pegawai")
    words = people["disabilitas"].map({True: "ya", False: "tidak"}).astype(object)
    changed = copy(data)
    object.__setattr__(changed, "tables", {**data.tables, "pegawai": people.assign(disabilitas=words)})
    return changed


def true_to(counts: Counts, spread: pd.DataFrame, shares: pd.DataFrame, pairs: Any) -> None:
    """Compare everything that is told with the rows, and no count that is told is few, nor is its complement."""
    sums = list(told(found=None, spread=spread, shares=shares, pairs=pairs))
    for each in sums:
        assert each.least <= sum(sign * counts[cell] for cell, sign in each.cells.items()) <= each.most
    for table, whole in ((spread, "n_pegawai"), (shares, "n_kelompok")):
        seen = table[table["n"].notna()]
        for number in (seen["n"], seen[whole] - seen["n"]):
            assert ((number == 0) | (number >= FEWEST)).all()
        assert np.allclose(seen["bagian"].astype(float), (seen["n"] / seen[whole]).astype(float), rtol=1e-12)


@pytest.mark.parametrize("every", [False, True])
def test_no_few_people_follow_from_tables_and_record_of_the_samples(
    every: bool, store: Path, samples: dict[str, Dataset]
) -> None:
    for name, data in samples.items():
        if every and data.profile.slug not in ("sibolga", "bukitintan"):
            continue  # every check of a region takes long; these two have the fewest people off *Baik*
        found, spread, shares, pairs = asked(store / name, data.period, data if every else None)
        counts = truth(data, pairs)
        assert recovered(found, (spread, shares), pairs, counts) == [], name
        true_to(counts, spread, shares, pairs)
        assert spread["n"].notna().any()


def test_tables_that_hide_small_counts_only_are_seen_through() -> None:
    data = random_region(3)
    pairs = registered(data)
    counts = truth(with_flags(data), pairs)
    spread, shares = naive(counts, pairs)
    ratios_of = [ImpactRatio(column=pair.column, focal=pair.focal, reference=pair.reference) for pair in pairs]
    found = run(data, (Inflation(), *ratios_of))
    assert recovered(found, (spread.iloc[:0], shares.iloc[:0]), pairs, counts) == []
    assert recovered(found, (spread, shares), pairs, counts)


def naive(counts: Counts, pairs: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables from which only the small counts are left out."""
    lines = []
    for side in dict.fromkeys(cell[:-1] for cell in counts):
        whole = sum(counts[*side, level] for level in LEVELS)
        for level in LEVELS:
            n = counts[*side, level]
            lines.append((side, level, whole, np.nan if 0 < n < FEWEST else n))
    names = {
        (pair.column, side): name
        for pair in pairs
        for side, name in zip(SIDES, (pair.focal, pair.reference, groups.REST), strict=True)
    }
    spread = pd.DataFrame([line[1:] for line in lines if line[0] == (REGION,)], columns=["predikat", "n_pegawai", "n"])
    rows = [(side[0], names[side], *rest) for side, *rest in lines if side != (REGION,)]
    return spread, pd.DataFrame(rows, columns=["kolom", "kelompok", "predikat", "n_kelompok", "n"])


def test_a_protected_group_below_thirty_people_is_not_told(tmp_path: Path) -> None:
    data = random_region(1)
    faith = np.where(np.arange(len(data.table("pegawai"))) < 29, "Buddha", "Islam")
    profile = small.profile(
        kode="77",
        pembandingan=[{"kolom": "agama", "fokal": "Buddha", "acuan": "Islam"}],
        dasar_hukum={"agama": "Perda 1/2020, pasal 2"},
    )
    tables = {**data.tables, "pegawai": data.table("pegawai").assign(agama=faith)}
    data = Dataset(profile=profile, period=data.period, tables=tables)
    _, _, shares, _ = asked(stored(data, tmp_path), data.period)
    assert shares["status"].tolist() == [groups.HIDDEN] * 2
    assert shares[["n_kelompok", "predikat", "n", "bagian"]].isna().all(axis=None)


def test_where_nobody_is_appraised_nothing_is_told(tmp_path: Path) -> None:
    data = random_region(2)
    data = Dataset(profile=data.profile, period=data.period, tables={"pegawai": data.table("pegawai")})
    _, spread, shares, _ = asked(stored(data, tmp_path), data.period)
    assert spread.empty
    assert set(shares["status"]) == {groups.HIDDEN}
