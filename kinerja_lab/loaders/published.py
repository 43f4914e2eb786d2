"""Published examples: their data, and the numbers that were printed for them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kinerja_lab.errors import UnknownName

PUBLISHED = Path(__file__).parents[2] / "data" / "terbit"


def load_published(name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Load a published example (a long table), and what was printed for it: ``ukuran, terbit, sumber``, all text.

    Raises
    ------
    UnknownName
        No such example; the error lists those there are.
    """
    numbers = pd.read_csv(PUBLISHED / "angka.csv", dtype="str")
    known = numbers["kumpulan"].unique()
    if name not in known:
        raise UnknownName("published example", name, known)
    data = pd.read_csv(PUBLISHED / f"{name}.csv", dtype={"id_pegawai": "str", "id_penilai": "str"})
    return data, numbers[numbers["kumpulan"] == name].drop(columns="kumpulan").reset_index(drop=True)


def beside(numbers: pd.DataFrame, ours: pd.Series) -> pd.DataFrame:
    """Give our numbers, by name of the measure, beside the printed ones of ``load_published``.

    Columns ``ukuran, terbit, kami, selisih, sama`` (whether ours rounds to what was printed) and ``sumber``.
    """
    places = numbers["terbit"].str.partition(".")[2].str.len()
    found = numbers["ukuran"].map(ours).astype("float64")
    gap = found - numbers["terbit"].astype("float64")
    told = numbers.assign(kami=found, selisih=gap, sama=gap.abs() <= 0.5 * 10.0**-places + 1e-9)
    return told[["ukuran", "terbit", "kami", "selisih", "sama", "sumber"]]
