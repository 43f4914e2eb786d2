"""Tables of results that may leave the house, as Parquet: nothing about few people, no pattern, no row of a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.national.patterns import REGION
from kinerja_lab.national.store import Region

_NUMBERS = {"coefficient": "koefisien", "weights": "bobot", "estimate": "estimasi", "se": "galat_baku"} | {
    "low": "bawah",
    "high": "atas",
    "n_units": "n_pegawai",
    "n_pairable": "n_dinilai_berdua",
    "status": "status",
}


def publishable(table: pd.DataFrame, found: Sequence[Region]) -> pd.DataFrame:
    """Coefficients of regions, roles and aspects without those that rest on few people.

    Parameters
    ----------
    table
        As from ``agreement``.
    found
        The regions; each has its own smallest group and count.

    Returns
    -------
    DataFrame
        ``wilayah, peran, aspek, koefisien, bobot, estimasi, galat_baku, bawah, atas, n_pegawai, n_dinilai_berdua,
        status``: a coefficient of fewer people scored by two than the smallest group has no numbers (status
        ``disembunyikan``), counts below the smallest count are missing, and so is the number of people scored by two
        where the others are as few.
    """
    floors = pd.DataFrame(
        {
            REGION: [region.code for region in found],
            "least": [region.profile.small_group for region in found],
            "fewest": [region.profile.small_cell for region in found],
        }
    )
    rows = table.merge(floors, on=REGION, how="left", validate="many_to_one")
    together = rows.groupby([REGION, col.ROLE, col.ASPECT])["n_pairable"].transform("max").astype("float64")
    few = (together < rows["least"]) & rows["estimate"].notna()
    alone = rows["n_units"].astype("float64") - together
    hidden = (together < rows["fewest"]) | ((alone > 0) & (alone < rows["fewest"]))
    numbers = ["estimate", "se", "low", "high"]
    shown = rows.assign(
        **rows[numbers].mask(few),
        n_units=rows["n_units"].mask(rows["n_units"] < rows["fewest"]),
        n_pairable=together.mask(hidden).astype("Int64"),
        status=rows["status"].mask(few, "disembunyikan"),
    )
    return shown[[REGION, col.ROLE, col.ASPECT, *_NUMBERS]].rename(columns=_NUMBERS)


def results_table(records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Answers of all regions, one row a check, from records that may be published.

    Returns
    -------
    DataFrame
        ``wilayah`` (code with issuer), ``nama, periode, pemeriksaan, estimasi, bawah, atas, n, p, putusan, status``.
    """
    rows = [
        {
            REGION: f"{record['penerbit_kode']}-{record['kode']}",
            "nama": record["nama"],
            col.PERIOD: record[col.PERIOD],
            "pemeriksaan": slug,
            "estimasi": entry["estimasi"],
            "bawah": entry["selang"][0],
            "atas": entry["selang"][1],
            "n": entry["n"],
            "p": entry["p"],
            "putusan": entry["putusan"],
            "status": entry["status"],
        }
        for record in records
        for slug, entry in record["pemeriksaan"].items()
    ]
    numbers = {"estimasi": "float64", "bawah": "float64", "atas": "float64", "p": "float64", "n": "Int64"}
    return pd.DataFrame(rows).astype(numbers)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet, the same bytes for the same table."""
    table.to_parquet(path, index=False, compression="zstd")
