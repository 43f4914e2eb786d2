"""Workshop 1: which rows of an export can be used, and how do numbers of people become pseudonyms?"""

from __future__ import annotations

import hashlib

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.period_coverage import PeriodCoverage
from kinerja_lab.loaders.identity import examine_nip
from kinerja_lab.loaders.log import Decision, balance
from kinerja_lab.loaders.pseudonym import Key
from kinerja_lab.loaders.text_tables import read_text
from kinerja_lab.messages.catalogue import text
from kinerja_lab.simulate.plan import RegionPlan
from kinerja_lab.training.answers import Choice, Number
from kinerja_lab.training.course import Exercise, Told, Workshop
from kinerja_lab.training.elsewhere import about_claim
from kinerja_lab.training.raw_export import DAMAGES, EXPORT, HARMLESS, export_rows, write_export
from kinerja_lab.training.session import Session

_NIP = "nip"
# What may have happened to a number, in the words of the exercise.
DAMAGE = {
    "nip_scientific": "notasi ilmiah",
    "nip_excel15": "digit akhir menjadi nol",
    "nip_length": "jumlah digit keliru",
    "nip_missing": "kosong",
    "nip_old": "nip lama",
}


def rows(session: Session) -> pd.DataFrame:
    """The export as it lies in the folder, every cell as text; the index is the row in the file."""
    with session.files() as (home, _):
        cells = read_text(home / EXPORT).cells
    head = next(place for place, row in cells.iterrows() if row.iloc[0] == _NIP)
    table = cells.loc[head + 1 :].set_axis(cells.loc[head], axis="columns")
    return table[table["skp_unor"].notna()].rename_axis("baris").rename_axis(None, axis="columns")


def account(session: Session) -> pd.Series:
    """How many rows were read, kept, dropped and quarantined."""
    told = balance(session.data.log)[["read", "kept", "dropped", "quarantined"]].sum()
    return told.set_axis(["dibaca", "dipakai", "dibuang", "dikarantina"])


def reasons(session: Session) -> pd.DataFrame:
    """Why rows are dropped or quarantined: one row a decision and reason, with how many rows."""
    log = session.data.log
    decided = log[log["decision"].isin((Decision.DROPPED, Decision.QUARANTINED))]
    counts = decided.groupby(["decision", "reason"]).size().rename("baris").reset_index()
    told = counts.assign(reason=[text("id", "load_reason", reason) for reason in counts["reason"]])
    return told.rename(columns={"decision": "keputusan", "reason": "alasan"})


def pseudonym(number: str, key: str = "lokakarya") -> str:
    """Pseudonym of a number, however it is written, under a key made from a phrase; empty for a damaged number."""
    digits = examine_nip(pd.Series([number], dtype="object"))["nip18"].iloc[0]
    return Key(hashlib.sha256(key.encode()).digest()).pseudonym(str(digits)) if digits else ""


def _quarantined(session: Session) -> pd.DataFrame:
    """Rows with a damaged number, in the order of the file: row, and what damaged it."""
    log = session.data.log
    return log[(log["decision"] == Decision.QUARANTINED) & log["reason"].isin(DAMAGES)].sort_values("row")


def first_damaged(session: Session) -> pd.Series:
    """The first row of the export that is quarantined for its number."""
    return rows(session).loc[_quarantined(session)["row"].iloc[0]]


def first_sound(session: Session) -> str:
    """The first number of the export that can be read."""
    found = examine_nip(rows(session)[_NIP])["nip18"]
    return str(found[found != ""].iloc[0])


def appraised_twice(session: Session) -> float:
    """Share of employees, 0–1, who have an appraisal in both semesters of the year."""
    return PeriodCoverage(times=2)(session.data).estimate


def _written(session: Session) -> list[str]:
    """One number as people write it."""
    return [write(first_sound(session)) for write in HARMLESS]


def _planted(plan: RegionPlan) -> Told:
    """How many numbers were damaged in which way, and how many people are in the export."""
    found = examine_nip(pd.Series([row[_NIP] for row in export_rows(plan)], dtype="object"))
    counts = found["damage"].value_counts()
    told = {f"nip rusak: {told}": int(counts.get(key, 0)) for key, told in DAMAGE.items()}
    return told | {"nip terbaca yang berbeda": int(found.loc[found["nip18"] != "", "nip18"].nunique())}


WORKSHOP = Workshop(
    slug="data_kotor",
    region="bukittinggi",
    write=write_export,
    planted=_planted,
    exercises={
        "soal1": Exercise(
            Number(low=0, tolerance=0, digits=0),
            lambda session: float(account(session)["dikarantina"]),
            {
                "dibuang": lambda session: float(account(session)["dibuang"]),
                "keduanya": lambda session: float(account(session)[["dibuang", "dikarantina"]].sum()),
            },
        ),
        "soal2": Exercise(
            Choice(tuple(DAMAGE.values())), lambda session: DAMAGE[str(_quarantined(session)["reason"].iloc[0])]
        ),
        "soal3": Exercise(
            Number(low=1900, high=2100, tolerance=0, year=True),
            lambda session: float(first_sound(session)[:4]),
            {"mulai": lambda session: float(first_sound(session)[8:12])},
        ),
        "soal4": Exercise(
            Number(low=0, tolerance=0, digits=0),
            lambda session: float(len({pseudonym(number) for number in _written(session)})),
            {"sebanyak_tulisan": lambda session: float(len(_written(session)))},
        ),
        "soal5": Exercise(
            Number(low=0, tolerance=0, digits=0),
            lambda session: float(session.data.table("pegawai")[col.EMPLOYEE].nunique()),
            {
                "baris": lambda session: float(account(session)["dipakai"]),
                "semua_baris": lambda session: float(len(rows(session))),
            },
        ),
        "soal6": Exercise(
            Number(low=0, high=1, tolerance=0.01),
            appraised_twice,
            {"sekali": lambda session: session.hasil("period_coverage:1").estimate},
        ),
        "soal7": about_claim(1),
    },
)
