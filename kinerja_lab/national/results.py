"""Checks of a region that need counts only, and so no row of it; all others load the region and run as ever.

What is counted goes through the same method of the check as what is read row by row. Wherever a check would not answer,
the region is loaded and the check itself says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from kinerja_lab import columns as col
from kinerja_lab.checks.agreement import COEFFICIENTS, FEWEST, Agreement
from kinerja_lab.checks.groups import registered
from kinerja_lab.checks.impact_ratio import ImpactRatio
from kinerja_lab.checks.inflation import Inflation
from kinerja_lab.checks.protocol import Check, CheckResult
from kinerja_lab.checks.results import Results
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures import agreement_from_counts
from kinerja_lab.national.engine import Engine
from kinerja_lab.national.patterns import units_of_roles
from kinerja_lab.national.store import RATINGS, Region

_APPRAISALS, _PEOPLE = "penilaian", "pegawai"
_RATERS = f"select count(distinct {col.RATER}) as n from read_parquet(?) where list_contains(?, {col.ROLE})"
_COUNTS = f"""
    select {{columns}}, count(*) as n
    from read_parquet(?) as appraisal join read_parquet(?) as person using ({col.EMPLOYEE})
    where {col.REGIME} = ? and {col.OUTCOME} is not null and {{named}} and not {{head}}
    group by all order by all
"""


def counted(database: Engine, region: Region, period: str) -> Results:
    """What counts say of a region: agreement of colleagues, spread of predikat, impact ratios of the registered groups.

    Parameters
    ----------
    database
        Sees the store.
    region, period
        Which region, and a period of it.

    Returns
    -------
    Results
        The same answers and verdicts as from the rows.

    Raises
    ------
    ReportFailed
        Files are broken, or the memory does not do.
    """
    people = region.table(_PEOPLE)
    known = Dataset(profile=region.profile, period=period, tables={_PEOPLE: people})
    ratios = [ImpactRatio(column=pair.column, focal=pair.focal, reference=pair.reference) for pair in registered(known)]
    asked = _Region(database, region, known)
    return Results(
        profile=region.profile,
        period=period,
        content_hash=region.fingerprint,
        n_employees=len(people),
        n_units=int(people[col.UNIT].nunique()),
        items=tuple(asked.answer(check) for check in (Agreement(), Inflation(), *ratios)),
    )


class _Region:
    """One region as its checks see it: counts where these do, its rows where not."""

    def __init__(self, database: Engine, region: Region, known: Dataset) -> None:
        self._database, self._region, self._known = database, region, known
        self._rows: Dataset | None = None

    def answer(self, check: Check) -> CheckResult:
        """Answer from counts, or from the rows where these do not do."""
        how = _COUNTED[type(check)]
        try:
            found = how(self, check)
        except NotAssessable:
            found = None
        if found is not None:
            return found
        self._rows = self._rows or self._region.data(self._known.period)
        return check(self._rows)

    def agreement(self, check: Agreement) -> CheckResult | None:
        """Agreement from the patterns of each employee and aspect; an employee's aspects are one cluster."""
        part = self._region.part(RATINGS, self._known.period)
        if part not in self._region.rows:
            return None
        units = units_of_roles(self._database, self._region, self._known.period, check.roles)
        if units is None:
            return None
        levels = self._region.profile.score_levels
        people = units.loc[units[list(levels)].sum(axis=1) > 1, col.EMPLOYEE].nunique()
        if people < FEWEST:
            return None
        coefficients = agreement_from_counts(
            units,
            scale=self._region.profile.score_scale,
            cluster=col.EMPLOYEE,
            weights=check.weights,
            coefficients=COEFFICIENTS,
            confidence=check.confidence,
        )
        codes = [col.ROLES.index(role) for role in check.roles]
        raters = self._database.ask(_RATERS, [str(self._region.folder / part)], codes)["n"][0]
        return check.answer(coefficients, int(people), int(raters))

    def inflation(self, check: Inflation) -> CheckResult | None:
        """Spread of predikat from their counts in each period."""
        rows = self._outcomes((col.PERIOD,), self._region.parts(_APPRAISALS, self._known.period))
        return None if rows is None else check.answer(rows[rows[col.PERIOD] == self._known.period], rows)

    def impact_ratio(self, check: ImpactRatio) -> CheckResult | None:
        """Impact ratio from the counts of groups and predikat."""
        rows = self._outcomes((check.column,), [self._region.part(_APPRAISALS, self._known.period)])
        if rows is None or rows.empty:
            return None
        groups = rows[check.column].isin((check.focal, check.reference))
        return check.answer(self._known, rows[groups].reset_index(drop=True))

    def _outcomes(self, columns: tuple[str, ...], parts: list[str]) -> pd.DataFrame | None:
        """Appraised staff by these columns and predikat, as if read row by row; None where a column is not stored."""
        staff = self._region.part(_PEOPLE)
        stored = {*self._stored(staff), *(col.PERIOD,)}
        there = all(part in self._region.rows and col.OUTCOME in self._stored(part) for part in parts)
        if not parts or not there or not set(columns) <= stored:
            return None
        head = f"coalesce({col.HEAD}, false)" if col.HEAD in stored else "false"
        named = " and ".join(f"{name} is not null" for name in columns)
        query = _COUNTS.format(columns=", ".join((*columns, col.OUTCOME)), named=named, head=head)
        paths = [str(self._region.folder / part) for part in parts]
        regime = col.REGIMES.index(self._region.profile.regime)
        found = self._database.ask(query, paths, [str(self._region.folder / staff)], regime)
        times = found.pop("n")
        return pd.DataFrame({name: np.repeat(_named(name, values), times) for name, values in found.items()})

    def _stored(self, part: str) -> list[str]:
        """Columns of a file."""
        names: list[str] = pq.read_schema(self._region.folder / part).names
        return names


_COUNTED: Mapping[type[Check], Callable[[_Region, Check], CheckResult | None]] = {
    Agreement: _Region.agreement,  # type: ignore[dict-item]
    Inflation: _Region.inflation,  # type: ignore[dict-item]
    ImpactRatio: _Region.impact_ratio,  # type: ignore[dict-item]
}


def _named(name: str, values: np.ndarray) -> np.ndarray:
    """Values of a column of ``pegawai`` or ``penilaian``, of which the store may hold places in a list."""
    column = next(
        (column for table in (_PEOPLE, _APPRAISALS) for column in col.TABLES[table].columns if column.name == name),
        None,
    )
    if column is not None and column.allowed:
        return np.array(column.allowed, dtype=object)[values]
    if column is not None and column.kind is col.Kind.FLAG:
        return np.where(values, *col.FLAGS)
    return values
