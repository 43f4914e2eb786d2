"""Workshop 6: did the service get better? Trend and season, date of the change, denominators, return to the mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.service_series import AIMED, MONTH, REACHED, VALUE, monthly
from kinerja_lab.claims.claim import Answer
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.interrupted_series import Series, interrupted_series
from kinerja_lab.measures.waiting_time import waiting_hours
from kinerja_lab.simulate.office import months
from kinerja_lab.simulate.plan import RegionPlan
from kinerja_lab.simulate.truths import Survey
from kinerja_lab.stats.interrupted_series import LEVEL
from kinerja_lab.training.answers import Name, Number
from kinerja_lab.training.course import Exercise, Told, Workshop
from kinerja_lab.training.elsewhere import about_claim, draws, elsewhere
from kinerja_lab.training.session import Session

SERVICE = "Akta kelahiran"
COMPARED = "Kartu keluarga"
_LAUNCH, _FIRST = "2024-07", "2022-07"
_START, _RISE, _SEASON, _NOISE = 70.0, (0.25, 0.45), 1.5, 0.6  # points of the series to which nothing was done
_A_SIDE = 12
_CHANGES = ("2023-11", "2024-01", "2024-03", "2024-05", "2024-07", "2024-09")
_ASKED, _WAVE = 60, "2025-S2"


def launched(data: Dataset) -> pd.DataFrame:
    """A simulated monthly index that rises every year by itself, with a season: ``bulan, nilai``.

    An application was launched in July 2024 and changed nothing.
    """
    random = draws(data.table("pegawai"), "aplikasi")
    month = months(_FIRST)
    place = np.arange(len(month))
    line = _START + float(random.uniform(*_RISE)) * place + _SEASON * np.sin(2 * np.pi * place / 12)
    return pd.DataFrame({MONTH: month, VALUE: np.round(line + random.normal(0, _NOISE, len(month)), 2)})


def change(table: pd.DataFrame, start: str = _LAUNCH) -> pd.Series:
    """What changed at ``start``: plainly (before and after), and beyond trend and season?

    ``difference`` with ``difference_p``; ``level`` with ``low``, ``high`` and ``p_value``.
    """
    return interrupted_series(table, month=MONTH, value=VALUE, start=start).iloc[0]


def waits(data: Dataset, service: str = SERVICE) -> pd.DataFrame:
    """Median office hours until a request was done, by the month in which it came: one row a month."""
    unit = str(data.table("permohonan").query("jenis_layanan == @service")[col.UNIT].iloc[0])
    return monthly(data, unit, service)


def dates(table: pd.DataFrame) -> pd.DataFrame:
    """How large is the jump at each date that leaves a year on both sides, in standard errors? One row a month."""
    starts = table[MONTH].iloc[_A_SIDE : len(table) - _A_SIDE + 1]
    fits = [Series.read(table, month=MONTH, value=VALUE, start=start).fit() for start in starts]
    jumps = np.array([[fit.coefficients[LEVEL], fit.errors[LEVEL]] for fit in fits])
    told = pd.DataFrame({"mulai": starts, "lompatan": jumps[:, 0], "z": np.abs(jumps[:, 0] / jumps[:, 1])})
    return told.round(2).reset_index(drop=True)


def hours(data: Dataset, *, office: bool = True) -> pd.DataFrame:
    """Hours of every request that came in the period, in office hours or by the clock, with service and standard."""
    rows = data.during("permohonan", "waktu_masuk")
    told = waiting_hours(rows, office=office)
    return rows[["jenis_layanan", "standar_jam"]].join(told.rename(columns={"hours": "jam", "closed": "selesai"}))


def reached(data: Dataset) -> pd.DataFrame:
    """Numerator and denominator of the coverage, this period and a year before: one row a period."""
    year, half = data.period.split("-")
    table = {
        period: data.during("layanan", MONTH, period)[[REACHED, AIMED]].sum()
        for period in (f"{int(year) - 1}-{half}", data.period)
    }
    return pd.DataFrame(table).T.assign(cakupan=lambda rows: rows[REACHED] / rows[AIMED])


def complaints(data: Dataset) -> pd.DataFrame:
    """Complaints and services given of the period: one row a unit."""
    voices = data.during("suara_warga", "tanggal")
    given = data.during("layanan", MONTH).groupby(col.UNIT)["n"].sum()
    told = voices[voices[col.CONSEQUENCE] == "pengaduan"].groupby(col.UNIT).size()
    return pd.DataFrame({"layanan": given, "pengaduan": told}).fillna(0).astype("int64")


def _jump(session: Session) -> str:
    table = dates(waits(session.data))
    return str(table["mulai"][table["z"].idxmax()])


def _month_before(session: Session) -> str:
    return str(np.datetime64(_jump(session)) - 1)


def _within(session: Session) -> float:
    rows = hours(session.data, office=False)
    return float((rows["jam"] <= rows["standar_jam"]).mean())


def _coverage(session: Session, after: str, aimed: str) -> float:
    """Numerator of this period or the year before, over the denominator of either."""
    table = reached(elsewhere(session, "bukittinggi").data)
    place = {"dulu": 0, "kini": 1}
    return float(table[REACHED].iloc[place[after]] / table[AIMED].iloc[place[aimed]])


def _rate(session: Session, per: float) -> float:
    sums = complaints(elsewhere(session, "sibolga").data).sum()
    return float(per * sums["pengaduan"] / sums["layanan"])


def _complaints(session: Session) -> float:
    return float(complaints(elsewhere(session, "sibolga").data)["pengaduan"].sum())


def _trained(session: Session, what: str) -> float:
    return elsewhere(session, "instansi-contoh").hasil("training_effect").quantities[what]


def _plant(plan: RegionPlan, random: np.random.Generator) -> RegionPlan:
    """Another month and size of the change, and a survey of acceptance or none."""
    month = str(random.choice(_CHANGES))
    before, median = round(float(random.uniform(18, 30)), 1), round(float(random.uniform(4, 8)), 1)
    requests = tuple(
        replace(item, change=month, before=before, median=median) if item.service == SERVICE else item
        for item in plan.document.requests
    )
    answers = (None, Survey(answering=_ASKED, waves={_WAVE: 2.4}), Survey(answering=_ASKED, waves={_WAVE: 3.9}))
    survey = answers[int(random.integers(len(answers)))]
    return replace(plan, document=replace(plan.document, requests=requests, survey=survey))


def _planted(plan: RegionPlan) -> Told:
    """When the wait for a birth certificate changed, from what to what."""
    item = next(item for item in plan.document.requests if item.service == SERVICE)
    return {
        "bulan_perubahan": item.change,
        "median_jam_sebelum": float(item.before or item.median),
        "median_jam_sesudah": item.median,
        "perubahan_indeks_saat_aplikasi_diluncurkan": 0.0,
    }


WORKSHOP = Workshop(
    slug="layanan",
    region="sawahlunto",
    plant=_plant,
    planted=_planted,
    exercises={
        "soal1": Exercise(
            Number(low=-100, high=100, tolerance=0.05),
            lambda session: float(change(launched(session.data))["level"]),
            {"selisih": lambda session: float(change(launched(session.data))["difference"])},
        ),
        "soal2": Exercise(
            Name(lambda session: dates(waits(session.data))["mulai"]), _jump, {"sebelumnya": _month_before}
        ),
        "soal3": Exercise(
            Number(low=-1000, high=1000, tolerance=0.2, digits=1),
            lambda session: float(change(waits(session.data, COMPARED), _jump(session))["level"]),
            {"akta": lambda session: float(change(waits(session.data), _jump(session))["level"])},
        ),
        "soal4": Exercise(
            Number(low=0, high=1, tolerance=0.01),
            lambda session: session.hasil("waiting_time").estimate,
            {"jam_dinding": _within, "terlambat": lambda session: 1 - session.hasil("waiting_time").estimate},
        ),
        "soal5": Exercise(
            Number(low=0, high=10_000, tolerance=0.3, digits=1),
            lambda session: elsewhere(session, "sibolga").hasil("waiting_time").quantities["median"],
            {
                "rata_rata": lambda session: float(hours(elsewhere(session, "sibolga").data)["jam"].mean()),
                "terbuka": lambda session: float(hours(elsewhere(session, "sibolga").data)["jam"].median()),
            },
        ),
        "soal6": Exercise(
            Number(low=0, high=2),
            lambda session: _coverage(session, "kini", "dulu"),
            {
                "tampak": lambda session: _coverage(session, "kini", "kini"),
                "dulu": lambda session: _coverage(session, "dulu", "dulu"),
            },
        ),
        "soal7": Exercise(
            Number(low=0, high=100_000, tolerance=0.05),
            lambda session: _rate(session, 1000),
            {"persen": lambda session: _rate(session, 100), "jumlah": _complaints},
        ),
        "soal8": Exercise(
            Number(low=-100, high=100, tolerance=0.05),
            lambda session: elsewhere(session, "instansi-contoh").hasil("training_effect").estimate,
            {
                "kenaikan": lambda session: _trained(session, "gain"),
                "memusat": lambda session: _trained(session, "expected_gain"),
            },
        ),
        "soal9": about_claim(25, {"berpihak": Answer.SUPPORTED, "menolak": Answer.UNSUPPORTED}),
    },
)
