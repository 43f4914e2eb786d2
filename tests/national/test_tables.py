"""Nothing about few people leaves in the tables of the country."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kinerja_lab.national import agreement, regions
from kinerja_lab.national.tables import publishable


def row(pairable: int, units: int, coefficient: str = "gwet_ac") -> dict[str, object]:
    known = {"peran": "rekan", "aspek": f"{units}-{pairable}", "coefficient": coefficient, "weights": "quadratic"}
    numbers = {"estimate": 0.5, "se": 0.1, "low": 0.3, "high": 0.7, "n_units": units, "status": "ok"}
    return known | numbers | {"n_pairable": None if coefficient == "icc1" else pairable}


def test_coefficients_of_few_people_and_counts_that_tell_of_few_are_hidden(store: Path) -> None:
    region = regions(store)[0]
    name = region.folder.name.partition("=")[2]
    rows = [row(9, 30), row(9, 30, "icc1"), row(10, 30), row(4, 30), row(0, 30), row(28, 30), row(30, 30), row(3, 4)]
    shown = publishable(pd.DataFrame(rows).assign(wilayah=name), [region]).set_index(["aspek", "koefisien"])
    numbers = shown[["estimasi", "galat_baku", "bawah", "atas"]].notna().all(axis=1)
    hidden = shown.index[~numbers].tolist()
    assert hidden == [
        ("30-9", "gwet_ac"),
        ("30-9", "icc1"),
        ("30-4", "gwet_ac"),
        ("30-0", "gwet_ac"),
        ("4-3", "gwet_ac"),
    ]
    assert set(shown["status"][~numbers]) == {"disembunyikan"}
    missing = shown.index[shown["n_dinilai_berdua"].isna()].tolist()
    assert missing == [("30-4", "gwet_ac"), ("30-0", "gwet_ac"), ("30-28", "gwet_ac"), ("4-3", "gwet_ac")]
    assert shown.index[shown["n_pegawai"].isna()].tolist() == [("4-3", "gwet_ac")]


def test_no_published_coefficient_of_the_samples_rests_on_few(store: Path) -> None:
    table = agreement(store, "2025-S1")
    shown = publishable(table, regions(store))
    told = shown["estimasi"].notna()
    assert told.sum() > 100
    assert (table["n_pairable"].ffill()[told.to_numpy()] >= 10).all()
