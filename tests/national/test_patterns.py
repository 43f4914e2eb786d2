"""Coefficients from patterns are those of the single ratings, region by region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kinerja_lab import columns as col
from kinerja_lab import measures
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.national import Options, agreement, write_region
from kinerja_lab.national import patterns as national_patterns
from kinerja_lab.national.patterns import COEFFICIENTS
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


def test_the_number_of_workers_and_the_memory_change_no_byte(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(national_patterns, "_AT_ONCE", 20_000)
    told = {agreement(store, workers=n, memory=memory).to_csv() for n in (1, 2, 3) for memory in ("1GB", "50MB")}
    assert len(told) == 1


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
