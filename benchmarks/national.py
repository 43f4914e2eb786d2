"""Agreement of a whole country: how long, how much memory?

A simulated country of 220,000 employees (10 million scores), and of 4.5 million (about 205 million). Beside it stand
reading alone, by the same database, and Krippendorff's alpha from a pivot table of every region, role and aspect: one
coefficient, in every fortieth region, since it needs minutes. In the large country scores weigh more than coefficients,
so that at most three times the time of reading is allowed there; in the small one eight times.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from task import OURS, PEAK, WALL, Run, Side, Task, Told

SMALL, LARGE, NTH = 220_000, 4_500_000, 40
COLUMNS = ("id_pegawai", "id_penilai", "peran", "aspek", "skor")


def prepare(folder: Path, large: bool) -> None:
    """Write the countries, each into a folder named after its size."""
    from kinerja_lab.national import write_country

    for employees in (SMALL, LARGE) if large else (SMALL,):
        write_country(folder / str(employees), employees)


def files(folder: Path, employees: int) -> list[Path]:
    """The scores of each region."""
    return sorted(folder.glob(f"{employees}/kode=*/butir/periode=*/bagian.parquet"))


def ours(employees: int, memory: str, folder: Path) -> Run:
    """Six coefficients with standard errors, and the one-way correlation."""
    from kinerja_lab.national import agreement

    return lambda: agreement(folder / str(employees), memory=memory)


def decoded(employees: int, folder: Path) -> Run:
    """Reading alone: every number of the same columns once, by the same database."""
    from kinerja_lab.national.engine import engine

    def read() -> int:
        with engine(folder / str(employees)) as database:
            query = "select sum(id_pegawai) + sum(peran) + sum(aspek) + sum(skor) as s from read_parquet(?)"
            return sum(int(database.ask(query, [str(path)])["s"][0]) for path in files(folder, employees))

    return read


def pivoted(folder: Path) -> Run:
    """Krippendorff's alpha, and nothing else, of every fortieth region; tells what share of the scores these have."""
    import krippendorff
    import numpy as np
    import pandas as pd
    import pyarrow.parquet as pq

    def alphas() -> Told:
        for path in files(folder, SMALL)[::NTH]:
            rows = pd.read_parquet(path, columns=list(COLUMNS))
            for _, group in rows.groupby(["peran", "aspek"]):
                wide = group.pivot_table(index="id_penilai", columns="id_pegawai", values="skor")
                if wide.notna().sum().max() > 1 and np.unique(group["skor"]).size > 1:
                    domain = np.arange(5)
                    krippendorff.alpha(wide.to_numpy(), level_of_measurement="ordinal", value_domain=domain)
        sizes = [pq.read_metadata(path).num_rows for path in files(folder, SMALL)]
        return Told({"share": sum(sizes[::NTH]) / sum(sizes)})

    return alphas


def country(employees: int, *, large: bool = False) -> dict[str, Task]:
    """Tasks on a country of so many employees."""
    work = f"six coefficients with SE and ICC, {employees:,} employees"
    sides = {
        OURS: Side(partial(ours, employees, "1GB")),
        "decoding": Side(partial(decoded, employees), note="reading alone", at_least=1 / 3 if large else 1 / 8),
    }
    if not large:
        sides["krippendorff"] = Side(pivoted, "krippendorff", "alpha alone, after a pivot", at_least=10)
    goals = {WALL: 60.0, PEAK: 1536.0} if large else {PEAK: 1536.0}
    little = {
        OURS: Side(partial(ours, employees, "400MB")),
        "1 GB": Side(partial(ours, employees, "1GB"), at_least=0.5),
    }
    return {
        f"{employees}": Task(work, sides, goals, large=large),
        f"{employees}_400MB": Task(f"{work}, limit of 400 MB", little, {PEAK: 1536.0}, large=large, same=True),
    }


TASKS = country(SMALL) | country(LARGE, large=True)
