"""Workshop 5: what do thresholds, awards and daily reports tell? Bunching, denominators, ranks, copies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised, staff
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.bunching import bunching
from kinerja_lab.measures.copied_text import copied_text
from kinerja_lab.simulate.people import employees
from kinerja_lab.simulate.plan import RegionPlan
from kinerja_lab.training.answers import Number
from kinerja_lab.training.course import Exercise, Told, Workshop
from kinerja_lab.training.elsewhere import draws, elsewhere
from kinerja_lab.training.session import Session

CUTOFFS = (70, 80, 90)
MOST_COPIED = 0.6
_MARKS, _MEAN, _SD, _HEAPED = 900, 80.0, 9.0, 0.25
_MOVED, _BELOW = (0.5, 0.7), 3
_OFF_TARGET = (0.12, 0.45)
_BAR, _REACH = 4, 6  # marks a sign of a bar stands for, and how many are shown on either side
_ROUNDING = 1e-9
_LAST_DAY, _EVIDENCE = "rating_timing", "evidence_timing"


def marks(data: Dataset) -> pd.DataFrame:
    """Simulated marks of one round of appraisals, whole numbers: many are round, and near one cut-off some are moved.

    The sample regions have no marks of their own that decide anything; these follow from who is in the data set.
    """
    return pd.DataFrame({col.MARK: _marks(data.table("pegawai"))[0]})


def around(table: pd.DataFrame, cutoff: float) -> pd.DataFrame:
    """How many marks are there on both sides of a cut-off? One row a mark, with a bar."""
    values = np.arange(int(cutoff) - _REACH, int(cutoff) + _REACH)
    counts = [int((table[col.MARK] == value).sum()) for value in values]
    return pd.DataFrame({"banyak": counts, "gambar": ["█" * round(n / _BAR) for n in counts]}, index=values)


def surplus(table: pd.DataFrame, cutoff: float) -> pd.Series:
    """Marks too many just above a cut-off and too few just below it, beside a smooth curve and round numbers."""
    return bunching(table, score=col.MARK, cutoffs=(cutoff,)).iloc[0]


def awarded(data: Dataset) -> pd.DataFrame:
    """Appraised staff with known attainment: who reached the target, and who got an award? One row each."""
    rows = appraised(data).dropna(subset=[col.ATTAINMENT])
    given = data.current("tindak_lanjut")
    receivers = given.loc[given[col.CONSEQUENCE] == "penghargaan", col.EMPLOYEE]
    met = rows[col.ATTAINMENT] >= data.profile.attainment_target - _ROUNDING
    table = rows[[col.EMPLOYEE, col.OUTCOME, col.ATTAINMENT]]
    return table.assign(tercapai=met, penghargaan=rows[col.EMPLOYEE].isin(receivers))


def copies(data: Dataset, *, numbers: bool = True) -> pd.DataFrame:
    """Daily reports and the share of each employee's that are copies of one's own of another day: one row an employee.

    ``numbers``: the same sentence with other numbers is no copy.
    """
    rows = data.during("aktivitas", "tanggal").dropna(subset=["uraian"])
    read = rows if numbers else rows.assign(uraian=rows["uraian"].str.replace(r"\d+", "", regex=True))
    twin = copied_text(read).groupby(rows[col.EMPLOYEE])
    return pd.DataFrame({"laporan": twin.size(), "salinan": twin.mean()}).reset_index()


def uploads(data: Dataset) -> pd.DataFrame:
    """Pieces of evidence of the period, with the days left until it ended: one row a piece."""
    rows = data.current("bukti").merge(staff(data)[[col.EMPLOYEE]], on=col.EMPLOYEE)
    end = pd.Timestamp(col.period_months(data.period)[1]) + pd.offsets.MonthBegin()
    return rows.assign(sisa_hari=(end - rows["waktu_unggah"]).dt.total_seconds() / 86_400)


def _marks(people: pd.DataFrame) -> tuple[np.ndarray, int]:
    """Marks, and the cut-off over which some were moved."""
    random = draws(people, "nilai")
    values = np.rint(random.normal(_MEAN, _SD, _MARKS)).clip(40, 100)
    values = np.where(random.random(_MARKS) < _HEAPED, 5 * np.rint(values / 5), values)
    cutoff = int(random.choice(CUTOFFS))
    near = (values >= cutoff - _BELOW) & (values < cutoff) & (random.random(_MARKS) < random.uniform(*_MOVED))
    return np.where(near, cutoff + random.integers(0, 2, _MARKS), values), cutoff


def _bunched(session: Session) -> float:
    """The cut-off at which the marks pile up most beyond chance."""
    found = bunching(marks(session.data), score=col.MARK, cutoffs=CUTOFFS).set_index("cutoff")
    return float(found["z"].idxmax())


def _fullest(session: Session) -> float:
    counts = marks(session.data)[col.MARK].value_counts()
    return float(max(CUTOFFS, key=lambda cutoff: int(counts.get(cutoff, 0))))


def _at_or_above(session: Session) -> float:
    cutoff = _bunched(session)
    return float(marks(session.data)[col.MARK].isin([cutoff, cutoff + 1]).sum())


def _share(session: Session, whole: str) -> float:
    """Awards below target: as a share of the awards, of the people below target, or of all staff."""
    rows = awarded(session.data)
    wrong = int((rows["penghargaan"] & ~rows["tercapai"]).sum())
    sizes = {"penghargaan": rows["penghargaan"].sum(), "di_bawah": (~rows["tercapai"]).sum(), "pegawai": len(rows)}
    return float(wrong / sizes[whole])


def _candidates(session: Session) -> CheckResult:
    return elsewhere(session, "bukittinggi").hasil("role_model")


def _copying(session: Session, *, numbers: bool = True) -> float:
    table = copies(elsewhere(session, "bukitintan").data, numbers=numbers)
    return float((table["salinan"] >= MOST_COPIED).sum())


def _copied_reports(session: Session) -> float:
    table = copies(elsewhere(session, "bukitintan").data)
    return float((table["laporan"] * table["salinan"]).sum().round())


def _timing(session: Session, slug: str) -> CheckResult:
    return elsewhere(session, "instansi-contoh").hasil(slug)


def _late(session: Session, days: float) -> float:
    return float((uploads(elsewhere(session, "instansi-contoh").data)["sisa_hari"] <= days).mean())


def _plant(plan: RegionPlan, random: np.random.Generator) -> RegionPlan:
    """Another share of the awards goes to people below their target."""
    wrong = round(float(random.uniform(*_OFF_TARGET)), 2)
    return replace(plan, awarding=replace(plan.awarding, off_target=wrong))


def _planted(plan: RegionPlan) -> Told:
    """The cut-off over which marks were moved, and the share of awards below target."""
    return {
        "ambang_yang_dilompati": _marks(employees(plan))[1],
        "bagian_penghargaan_di_bawah_target": plan.awarding.off_target,
    }


WORKSHOP = Workshop(
    slug="ambang",
    region="sawahlunto",
    plant=_plant,
    planted=_planted,
    exercises={
        "soal1": Exercise(Number(low=0, high=100, tolerance=0, digits=0), _bunched, {"puncak": _fullest}),
        "soal2": Exercise(
            Number(low=0, high=_MARKS, tolerance=1.5, digits=0),
            lambda session: float(surplus(marks(session.data), _bunched(session))["excess"]),
            {
                "semua": _at_or_above,
                "kurang": lambda session: float(surplus(marks(session.data), _bunched(session))["lack"]),
            },
        ),
        "soal3": Exercise(
            Number(low=0, high=1),
            lambda session: _share(session, "penghargaan"),
            {
                "di_bawah": lambda session: _share(session, "di_bawah"),
                "pegawai": lambda session: _share(session, "pegawai"),
                "sisanya": lambda session: 1 - _share(session, "penghargaan"),
            },
        ),
        "soal4": Exercise(
            Number(low=0, high=10_000, tolerance=0, digits=0),
            lambda session: _candidates(session).quantities["could_be_first"],
            {"satu": lambda _: 1.0, "semua": lambda session: float(_candidates(session).n)},
        ),
        "soal5": Exercise(
            Number(low=0, high=100_000, tolerance=0, digits=0),
            _copying,
            {"laporan": _copied_reports, "tanpa_angka": lambda session: _copying(session, numbers=False)},
        ),
        "soal6": Exercise(
            Number(low=0, high=1),
            lambda session: _timing(session, _LAST_DAY).estimate,
            {
                "sekaligus": lambda session: _timing(session, _LAST_DAY).quantities["bulk"],
                "sisanya": lambda session: 1 - _timing(session, _LAST_DAY).estimate,
            },
        ),
        "soal7": Exercise(
            Number(low=0, high=1),
            lambda session: _timing(session, _EVIDENCE).estimate,
            {
                "sebulan": lambda session: _late(session, 31),
                "cakupan": lambda session: _timing(session, _EVIDENCE).quantities["coverage"],
            },
        ),
    },
)
