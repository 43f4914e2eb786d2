"""Services to citizens: requests and how long they take, monthly figures, and checked financial documents."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate.office import LAST_MONTH, later, months, office_moments, told, working_days
from kinerja_lab.simulate.plan import PERIODS, RegionPlan
from kinerja_lab.simulate.truths import Coverage, Findings, Requests, Voices

SERVICES = "Layanan diberikan"
_RETURNED = 0.05
_SD_NUMERATOR = 0.02
SERVICES_FIRST = "2024-01"
_SEEN = (np.datetime64(LAST_MONTH) + 1).astype("datetime64[m]")  # what was not finished before is still open


def requests(plan: RegionPlan) -> pd.DataFrame:
    """The table ``permohonan``; requests come and go in office hours."""
    tables = [_of_service(plan, item) for item in plan.document.requests]
    table = pd.concat(tables, ignore_index=True)
    done = table["done"].to_numpy(dtype="datetime64[m]")
    table["waktu_selesai"] = np.where(done < _SEEN, told(done), "")
    return table[[name for name in col.TABLES["permohonan"].names if name in table]]


def service_figures(plan: RegionPlan) -> pd.DataFrame:
    """The table ``layanan``: services given and coverage, month by month."""
    document = plan.document
    tables = [_services(plan, document.voices)] if document.voices else []
    tables += [_coverage(plan, document.coverage)] if document.coverage else []
    table = pd.concat(tables, ignore_index=True)
    return table[[name for name in col.TABLES["layanan"].names if name in table]]


def findings(plan: RegionPlan, planted: Findings) -> pd.DataFrame:
    """The table ``temuan_keuangan``: small samples of every unit, with the planted share of wrong documents in all."""
    units = [unit.name for unit in plan.units]
    tables = []
    for period in PERIODS:
        random = plan.random("temuan_keuangan", period)
        checked = random.integers(planted.checked - 2, planted.checked + 3, len(units))
        owner = np.repeat(np.arange(len(units)), checked)
        wrong = random.choice(owner, round(planted.wrong * len(owner)), replace=False)
        found = np.bincount(wrong, minlength=len(units))
        table = pd.DataFrame({col.PERIOD: period, col.UNIT: units, "n_sampel": checked, "n_salah": found})
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _of_service(plan: RegionPlan, item: Requests) -> pd.DataFrame:
    """Requests of one service, with the moment at which they are ``done``."""
    random = plan.random("permohonan", item.service)
    tables = []
    for month in months(item.first):
        n = int(random.poisson(item.monthly))
        came = office_moments(random, working_days(month, month), n)
        middle = item.median if item.before is None or month >= item.change else item.before
        hours = middle * np.exp(item.spread * random.standard_normal(n))
        table = pd.DataFrame({"id": [f"{item.code}-{month}-{place:03d}" for place in range(1, n + 1)]})
        returned = random.random(n) < _RETURNED
        tables.append(table.assign(waktu_masuk=told(came), done=later(came, hours), dikembalikan=returned))
    whole = pd.concat(tables, ignore_index=True)
    return whole.assign(**{col.UNIT: item.unit, "jenis_layanan": item.service, "standar_jam": item.standard})


def services_given(plan: RegionPlan, planted: Voices) -> np.ndarray:
    """Number of services: one row a month, one column a unit."""
    shape = (len(months(SERVICES_FIRST)), len(planted.units))
    return np.asarray(plan.random("layanan", SERVICES).poisson(planted.services, shape))


def _services(plan: RegionPlan, planted: Voices) -> pd.DataFrame:
    """Services given, the denominator of complaints."""
    given = services_given(plan, planted)
    return pd.DataFrame(
        {
            "bulan": np.repeat(months(SERVICES_FIRST), len(planted.units)),
            col.UNIT: np.tile(np.array(planted.units), len(given)),
            col.INDICATOR: SERVICES,
            "n": given.ravel(),
        }
    )


def _coverage(plan: RegionPlan, planted: Coverage) -> pd.DataFrame:
    """Coverage whose denominator shrinks."""
    month = months(planted.first)
    random = plan.random("layanan", planted.indicator)
    reached = np.rint(planted.numerator * (1 + random.normal(0.0, _SD_NUMERATOR, len(month)))).astype("int64")
    aimed = np.rint(planted.denominator * (1 - planted.shrinking) ** np.arange(len(month))).astype("int64")
    return pd.DataFrame(
        {
            "bulan": month,
            col.UNIT: planted.unit,
            col.INDICATOR: planted.indicator,
            "pembilang": np.minimum(reached, aimed),
            "penyebut": aimed,
        }
    )
