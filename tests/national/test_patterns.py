"""Coefficients from patterns are those of the single ratings, region by region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kinerja_lab import columns as col
from kinerja_lab import measures
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable, ReportFailed
from kinerja_lab.national import Options, agreement, regions, write_region
from kinerja_lab.national import patterns as national_patterns
from kinerja_lab.national.engine import engine
from kinerja_lab.national.patterns import COEFFICIENTS, units_of_roles
from kinerja_lab.national.store import PEOPLE
from tests import small

BY = ["peran", "aspek"]


def by_region(samples: Mapping[str, Dataset], period: str, **options: object) -> pd.DataFrame:
    """The same table, each region by itself from its rows."""
    parts = []
    for name, data in sorted(samples.items()):
        rows = replace(data, period=period).current("butir")
        scale = data.profile.score_scale
        table = measures.agreement(rows, scale=scale, by=BY, coefficients=COEFFICIENTS, **options)
        within = measures.icc(rows, scale=scale, by=BY, method="anova")
        both = pd.concat([table, within[within["coefficient"] == "icc1"]]).drop(columns="n_raters")
        parts.append(both.sort_values(BY, kind="stable").assign(wilayah=name.partition("=")[2]))
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize("weights", ["quadratic", "identity"])
def test_seven_coefficients_of_five_regions_are_those_of_their_rows(
    weights: str, store: Path, samples: dict[str, Dataset]
) -> None:
    mine = agreement(store, "2025-S1", options=Options(weights=weights))
    theirs = by_region(samples, "2025-S1", weights=weights)
    assert (mine["status"] == "ok").sum() > 100
    pd.testing.assert_frame_equal(
        mine, theirs[list(mine)], rtol=1e-9, atol=1e-12, check_dtype=False, check_column_type=False
    )


@pytest.mark.parametrize("levels", [5, 8])
def test_many_levels_and_many_ratings_give_the_same(levels: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    ratee, rater = np.repeat(np.arange(12), 300), np.tile(np.arange(300), 12)
    scores = np.where(ratee < 2, 1, rng.integers(1, levels + 1, len(ratee)))  # 300 equal ones do not fit into a byte
    people = [f"{place:016x}" for place in range(300)]
    rows = pd.DataFrame({"periode": "2025-S1", "id_pegawai": np.array(people)[ratee], "skor": scores.astype(float)})
    rows = rows.assign(id_penilai=[f"f{place:015x}" for place in rater], peran="rekan", aspek="loyal")
    tables = {"pegawai": small.tables()["pegawai"], "butir": rows}
    profile = small.profile(skala_skor=list(range(1, levels + 1)))
    data = Dataset(profile=profile, period="2025-S1", tables=tables)
    write_region(data, tmp_path / "kode=bps-1")
    mine = agreement(tmp_path)
    theirs = by_region({"kode=bps-1": data}, "2025-S1")
    pd.testing.assert_frame_equal(mine, theirs[list(mine)], rtol=1e-9, check_dtype=False, check_column_type=False)


@pytest.mark.parametrize(("people", "piece"), [(4_000_000, 65_536), (5_000, 700)], ids=["whole", "parted"])
def test_units_are_those_of_the_rows(
    people: int, piece: int, store: Path, samples: dict[str, Dataset], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(national_patterns, "_AT_ONCE", people)
    monkeypatch.setattr(national_patterns, "_PIECE", piece)
    region = next(one for one in regions(store) if one.folder.name in samples)
    data, roles = samples[region.folder.name], ["rekan", "bawahan"]
    with engine(store) as database:
        mine = units_of_roles(database, region, "2025-S1", roles)
    assert mine is not None
    levels = list(data.profile.score_levels)
    rows = replace(data, period="2025-S1").current("butir")
    rows = rows[rows["peran"].isin(roles)]
    theirs = rows.groupby(["id_pegawai", "aspek"])["skor"].value_counts().unstack(fill_value=0)
    theirs = theirs.reindex(columns=levels, fill_value=0)
    assert len(theirs) > 100
    assert (mine[levels].to_numpy() == theirs.to_numpy()).all()
    names = pq.read_table(region.folder / PEOPLE).column(0).to_numpy()
    assert names[mine["id_pegawai"]].tolist() == theirs.index.get_level_values(0).tolist()


def one_region(folder: Path, **columns: object) -> None:
    """Store a region in which one employee has the scores told in these columns, each by another rater."""
    rows = pd.DataFrame({"periode": "2025-S1", "id_pegawai": f"{0:016x}", "aspek": "loyal", **columns})
    rows["id_penilai"] = [f"{place:016x}" for place in range(len(rows))]
    tables = {"pegawai": small.tables()["pegawai"], "butir": rows}
    write_region(Dataset(profile=small.profile(), period="2025-S1", tables=tables), folder / "kode=bps-1")


def test_units_of_two_roles_that_only_together_have_too_many_ratings_are_not_told(tmp_path: Path) -> None:
    one_region(tmp_path, peran=["rekan"] * 200 + ["bawahan"] * 200, skor=1.0)
    (region,) = regions(tmp_path)
    with engine(tmp_path) as database:
        alone, both = (
            units_of_roles(database, region, "2025-S1", roles) for roles in (["rekan"], ["rekan", "bawahan"])
        )
    assert alone is not None
    assert alone[1.0].tolist() == [200]
    assert both is None


@pytest.mark.parametrize("column", ["id_pegawai", "peran", "aspek", "skor"])
def test_a_number_that_stands_for_nothing_is_refused(column: str, tmp_path: Path) -> None:
    one_region(tmp_path, peran="rekan", skor=[1.0, 2.0])
    (part,) = tmp_path.glob("kode=*/butir/*/*.parquet")
    table = pq.read_table(part)
    beyond = pa.array([0, 100], table.schema.field(column).type)
    pq.write_table(table.set_column(table.schema.get_field_index(column), column, beyond), part)
    with pytest.raises(ReportFailed, match="store_broken"):
        agreement(tmp_path)


def test_the_number_of_workers_and_the_memory_change_no_byte(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = agreement(store)
    for name, value in {"_AT_ONCE": 20_000, "_PIECE": 1_000, "_LINES": 1_000}.items():
        monkeypatch.setattr(national_patterns, name, value)
    found = [agreement(store, workers=n, memory=memory) for n in (1, 2, 3) for memory in ("1GB", "50MB")]
    assert len({parted.to_csv() for parted in found}) == 1
    pd.testing.assert_frame_equal(found[0], at_once, rtol=1e-10, atol=1e-12)


def test_a_bootstrap_from_patterns_is_as_wide_as_the_standard_error(store: Path) -> None:
    options = Options(interval="bootstrap", n_resamples=400)
    mine, again = (agreement(store, "2025-S1", options=options) for _ in range(2))
    assert mine.equals(again)
    exact = agreement(store, "2025-S1")
    steady = (
        (exact["n_pairable"] >= 100).fillna(False) & (exact["coefficient"] == "gwet_ac") & (exact["status"] == "ok")
    )
    ratio = (mine["se"] / exact["se"])[steady]
    assert len(ratio) >= 5
    assert ratio.between(0.85, 1.15).all()


def test_a_country_without_scores_by_several_raters_says_what_is_missing(tmp_path: Path) -> None:
    tables = {name: frame for name, frame in small.tables().items() if name != "butir"}
    write_region(Dataset(profile=small.profile(), period="2025-S1", tables=tables), tmp_path / "kode=bps-1")
    with pytest.raises(NotAssessable) as refused:
        agreement(tmp_path)
    assert refused.value.lacking == ("butir",)


def test_counts_with_groups_and_frequencies_are_the_long_table() -> None:
    rng = np.random.default_rng(3)
    unit, rater = np.repeat(np.arange(60), 4), np.tile(np.arange(4), 60)
    rows = pd.DataFrame({"u": unit, "r": rater, "s": rng.integers(1, 4, 240), "g": unit % 2, "c": unit // 3})
    wide = (
        rows.groupby(["g", "c", "u"])["s"].value_counts().unstack(fill_value=0).reset_index().rename_axis(columns=None)
    )
    scale, names = measures.Scale([1, 2, 3]), {"unit": "u", "rater": "r", "rating": "s"}
    known = ["percent_agreement", "gwet_ac", "fleiss_kappa", "krippendorff_alpha", "krippendorff_alpha_w"]
    clustered = measures.agreement(rows, scale=scale, by="g", cluster="c", coefficients=known, **names)
    mine = measures.agreement_from_counts(wide.drop(columns="u"), scale=scale, by="g", cluster="c", coefficients=known)
    left = ["n_raters"]
    pd.testing.assert_frame_equal(
        mine.drop(columns=left), clustered.drop(columns=left), check_dtype=False, check_column_type=False
    )
    packed = wide.groupby(["g", 1, 2, 3]).size().rename("n").reset_index()
    mine = measures.icc_from_counts(packed, scale=scale, by="g", frequency="n")
    theirs = measures.icc(rows, scale=scale, by="g", method="anova", **names)
    theirs = theirs[theirs["coefficient"].isin(("icc1", "icc1k"))].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        mine.drop(columns=left), theirs.drop(columns=left), check_dtype=False, check_column_type=False
    )
    assert col.ROLE not in mine
