"""Regions with anything that the declared tables allow, made from the declaration: a new table comes by itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from kinerja_lab.columns import TABLES, Column, Kind, Table
from kinerja_lab.dataset import Dataset
from tests.small import profile

PERIOD = "2025-S1"
PERIODS = (*[PERIOD] * 6, "2024-S2", "2024-S2", "2024-S1", "2024-TAHUN", "2025-T1")
REGIME = "permenpanrb_6_2022"
ITEMS = [
    f"{name}_{place}" for name in ("distributif", "prosedural", "interpersonal", "informasional") for place in (1, 2, 3)
]
MONTHS = tuple(f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13))
TIMES = pd.date_range("2024-06-27 07:30", "2025-07-04 23:59", periods=400).astype("datetime64[s]")
PAIRS = [("jenis_kelamin", "P", "L"), ("jenis_pegawai", "PPPK", "PNS"), ("disabilitas", "ya", "tidak")]
PROFILE = {
    "pembandingan": [{"kolom": column, "fokal": focal, "acuan": reference} for column, focal, reference in PAIRS],
    "intervensi": [
        {"tanggal": "2025-01", "unit_kerja": "Dinas 0", "indikator": "teks 0", "arah": "naik", "sumber": "contoh uji"}
    ],
    "standar_layanan": {"teks 0": 24},
    "sumber_standar": "contoh uji",
}
HABITS = ("any", "any", "any", "any", "same", "ends", "gaps", "gaps", "empty")  # how a column is filled
OF_REQUIRED = 6  # the first ones leave no gaps


def regions() -> st.SearchStrategy[Dataset]:
    """A few employees and any of the tables, each of any length, each column filled by any habit."""
    return st.builds(
        region,
        seed=st.integers(0, 10_000),
        n=st.sampled_from([40, 160, 12, 3, 1]),
        rows=st.sampled_from([400, 900, 100, 30, 1]),
        units=st.sampled_from([3, 1, 12]),
        tables=st.sets(st.sampled_from(sorted(TABLES)), min_size=4),
    )


def region(seed: int, n: int, rows: int, units: int, tables: set[str]) -> Dataset:
    """One of them; the same arguments give the same region."""
    rng = np.random.default_rng(seed)
    people = np.array([f"{place:016x}" for place in range(n)])
    maker = _Maker(rng, people, [f"Dinas {place}" for place in range(units)])
    made = {name: maker.table(TABLES[name], n if name == "pegawai" else rows) for name in sorted(tables | {"pegawai"})}
    rated = [made[name]["periode"] for name in ("penilaian", "butir") if name in made]
    known = set(pd.concat(rated)) if rated else {PERIOD}
    period = PERIOD if PERIOD in known else max(known)
    return Dataset(profile=profile(**PROFILE), period=period, tables=made)


class _Maker:
    """Columns by their kind and name."""

    def __init__(self, rng: np.random.Generator, people: np.ndarray, units: list[str]) -> None:
        self.rng, self.people, self.units = rng, people, units

    def table(self, table: Table, rows: int) -> pd.DataFrame:
        frame = pd.DataFrame({column.name: self.column(table.name, column, rows) for column in table.columns})
        for column in table.columns:
            if not column.required and self.rng.random() < 0.15:
                frame = frame.drop(columns=column.name)
        if "n_salah" in frame:
            frame["n_salah"] = frame[["n_salah", "n_sampel"]].min(axis=1)
        return frame.drop_duplicates(list(table.key)) if table.key else frame

    def column(self, table: str, column: Column, rows: int) -> object:
        if table == "pegawai" and column.name == "id_pegawai":
            return self.people
        habit = HABITS[self.rng.integers(OF_REQUIRED if column.required else len(HABITS))]
        levels = self.levels(column)
        if habit == "same":
            return pd.Series([levels[self.rng.integers(len(levels))]] * rows)
        if habit == "ends":
            levels = [levels[0], levels[-1]]
        values = pd.Series([levels[place] for place in self.rng.integers(len(levels), size=rows)])
        missing = {"gaps": 0.4, "empty": 1.0}.get(habit, 0.0)
        return values.mask(self.rng.random(rows) < missing)

    def levels(self, column: Column) -> list[object]:
        """Some of the values that a column may hold."""
        named = {
            "periode": PERIODS,
            "bulan": MONTHS,
            "unit_kerja": self.units,
            "unit_induk": self.units,
            "rezim": (*[REGIME] * 5, *column.allowed),
            "id_penilai": self.people[:8],
            "gelombang": ("pra", "pasca"),
            "butir": ITEMS,
        }
        if column.name in named:
            return list(named[column.name])
        if column.name == "skor" and column.high is None:
            return [1.0, 2.0, 3.0, 4.0, 5.0]
        if column.kind is Kind.IDENTITY:
            return list(self.people)
        if column.kind is Kind.CATEGORY:
            return list(column.allowed)
        if column.kind is Kind.FLAG:
            return ["ya", "tidak"]
        if column.kind in (Kind.DATE, Kind.TIME):
            return list(TIMES.normalize() if column.kind is Kind.DATE else TIMES)
        if column.kind is Kind.NUMBER:
            return self.numbers(column)
        return [f"teks {place}" for place in range(4)]

    def numbers(self, column: Column) -> list[object]:
        """Small ones, huge ones, and the ends of what is allowed."""
        low = -1e9 if column.low is None else column.low
        high = 1e9 if column.high is None else column.high
        inside = [low + step for step in (0, 1, 2, 3, 0.5, 100) if low + step <= high]
        return [*inside, float(high)]
