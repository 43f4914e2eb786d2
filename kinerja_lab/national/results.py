"""Checks of a region that follow from counts, and so from no row of it.

What is counted goes through the same method of the check as what is read row by row, refusals included.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd
from scipy import sparse

from kinerja_lab import columns as col
from kinerja_lab.checks.agreement import COEFFICIENTS, Agreement
from kinerja_lab.checks.cohort import MULTIRATER, OTHERS
from kinerja_lab.checks.comparable_pairs import ComparablePairs
from kinerja_lab.checks.groups import grouped, of_groups, registered
from kinerja_lab.checks.impact_ratio import ImpactRatio
from kinerja_lab.checks.inflation import Inflation
from kinerja_lab.checks.protocol import Check, CheckResult
from kinerja_lab.checks.results import Results
from kinerja_lab.checks.severity import Severity
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures import agreement_from_counts
from kinerja_lab.models.multirater import fit_multirater
from kinerja_lab.national.engine import Engine
from kinerja_lab.national.patterns import units_of_roles
from kinerja_lab.national.store import RATINGS, Region
from kinerja_lab.profile import Comparison
from kinerja_lab.stats.diagonal_blocks import DiagonalBlocks
from kinerja_lab.stats.separators import separation

_APPRAISALS, _PEOPLE, _INDICATORS = "penilaian", "pegawai", "indikator"
_PAIRS = f"""
    select distinct {col.EMPLOYEE}, {col.RATER} from read_parquet(?) where list_contains(?, {col.ROLE})
"""
_SCORES = f"""
    select {col.EMPLOYEE}, {col.RATER}, {col.ROLE}, {col.ASPECT}, {col.SCORE}
    from read_parquet(?) where list_contains(?, {col.ROLE}) and {col.SCORE} is not null
"""
_MOST_LINKED = 2_000  # raters; the time of the model grows with their third power: ten seconds for so many
_COUNTS = f"""
    select {{columns}}, count(*) as n
    from read_parquet(?) as appraisal join read_parquet(?) as person using ({col.EMPLOYEE}) {{reached}}
    where {col.REGIME} = ? and {{known}} and not {{head}}
    group by all order by all
"""
_REACHED = f"""
    join (
        select {col.EMPLOYEE}, avg(least(greatest(100.0 * if({col.DIRECTION} = ?, 2.0 - share, share), 0.0), ?))
               as {col.ATTAINMENT}
        from (select *, {col.REALISATION} / {col.TARGET} as share from read_parquet(?)
              where {col.REALISATION} is not null and {col.TARGET} > 0)
        group by all
    ) as reached using ({col.EMPLOYEE})
"""  # as measures.attainment
_LESS_IS_BETTER = col.TABLES[_INDICATORS].column(col.DIRECTION).allowed.index("turun")


def counted(database: Engine, region: Region, period: str) -> Results:
    """What counts say of a region: agreement of colleagues, comparable pairs, spread of predikat, impact ratios.

    Severity needs who scored whom. It is told where raters fall apart into groups, once the few are put aside who link
    them (heads who rate one another), or are no more than two thousand: not where everybody rates anybody.

    Parameters
    ----------
    database
        Sees the store.
    region, period
        Which region, and a period of it.

    Returns
    -------
    Results
        The same answers and verdicts as from the rows; impact ratios of the registered groups.

    Raises
    ------
    ReportFailed
        Files are broken, or the memory does not do.
    """
    return CountedRegion(database, region, period).results()


class CountedRegion:
    """One region as its checks see it, counted by a database; its employees are known one by one."""

    def __init__(self, database: Engine, region: Region, period: str) -> None:
        self._database, self._region, self._period = database, region, period
        self.known = Dataset(profile=region.profile, period=period, tables={_PEOPLE: region.table(_PEOPLE)})
        self.compared: tuple[Comparison, ...] = registered(self.known)

    def results(self) -> Results:
        """Answers to all checks that follow from counts, impact ratios of the registered groups among them."""
        people = self.known.table(_PEOPLE)
        severity = (Severity(),) if _linked(self._pairs(OTHERS)) <= _MOST_LINKED else ()
        ratios = [ImpactRatio(column=pair.column, focal=pair.focal, reference=pair.reference) for pair in self.compared]
        return Results(
            profile=self._region.profile,
            period=self._period,
            content_hash=self._region.fingerprint,
            n_employees=len(people),
            n_units=int(people[col.UNIT].nunique()),
            items=tuple(map(self.answer, (Agreement(), *severity, ComparablePairs(), Inflation(), *ratios))),
        )

    def answer(self, check: Check) -> CheckResult:
        """Answer of a check, as it would give it from the rows."""
        return check.asked(self._lacking, partial(_COUNTED[type(check)], self, check))

    def outcomes(self, columns: Sequence[str], upto: bool = False) -> pd.DataFrame:
        """Appraised staff by these columns and predikat, none of them missing, as if read row by row.

        Parameters
        ----------
        columns
            Of ``pegawai`` or ``penilaian``, groups derived from them, and ``capaian``.
        upto
            All periods up to the reported one, not that one alone.
        """
        source = dict.fromkeys(name for column in columns for name in _SOURCES.get(column, (column,)))
        staff, reported = self._region.part(_PEOPLE), self._region.part(_APPRAISALS, self._period)
        parts = self._region.parts(_APPRAISALS, self._period) if upto else [reported]
        stored, named = (
            {*self._stored(staff), *self._stored(reported), col.PERIOD, col.ATTAINMENT},
            (*source, col.OUTCOME),
        )
        if not stored.issuperset(named):
            return pd.DataFrame(columns=[*columns, col.OUTCOME])
        query = _COUNTS.format(
            columns=", ".join(named),
            known=" and ".join(f"{name} is not null" for name in named),
            head=f"coalesce({col.HEAD}, false)" if col.HEAD in stored else "false",
            reached=_REACHED if col.ATTAINMENT in source else "",
        )
        values: list[object] = [[self._path(part) for part in parts], self._path(staff)]
        if col.ATTAINMENT in source:
            cap, targets = self._region.profile.attainment_cap, self._region.part(_INDICATORS, self._period)
            values += [_LESS_IS_BETTER, cap, self._path(targets)]
        found = self._database.ask(query, *values, col.REGIMES.index(self._region.profile.regime))
        times = found.pop("n")
        rows = pd.DataFrame({name: np.repeat(_named(name, cells), times) for name, cells in found.items()})
        return grouped(rows, self._period)

    def _pairs(self, roles: Sequence[str]) -> pd.DataFrame:
        """Who is scored by whom in these roles, as numbers."""
        part, codes = self._region.part(RATINGS, self._period), [col.ROLES.index(role) for role in roles]
        there = part in self._region.rows
        return pd.DataFrame(
            self._database.ask(_PAIRS, [self._path(part)], codes) if there else None, columns=[col.EMPLOYEE, col.RATER]
        )

    def _agreement(self, check: Agreement) -> CheckResult:
        """Agreement from the patterns of each employee and aspect; an employee's aspects are one cluster."""
        units = units_of_roles(self._database, self._region, self._period, check.roles)
        if units is None:
            return check.evaluate(self._region.data(self._period))
        levels = self._region.profile.score_levels
        people = units.loc[units[list(levels)].sum(axis=1) > 1, col.EMPLOYEE].nunique()
        pairs = self._pairs(check.roles)
        check.refuse_few(int(people), pairs)
        coefficients = agreement_from_counts(
            units,
            scale=self._region.profile.score_scale,
            cluster=col.EMPLOYEE,
            weights=check.weights,
            coefficients=COEFFICIENTS,
            confidence=check.confidence,
        )
        return check.answer(coefficients, int(people), int(pairs[col.RATER].nunique()))

    def _inflation(self, check: Inflation) -> CheckResult:
        """Spread of predikat from their counts in each period."""
        rows = self.outcomes((col.PERIOD,), upto=True)
        return check.answer(rows[rows[col.PERIOD] == self._period], rows)

    def _impact_ratio(self, check: ImpactRatio) -> CheckResult:
        """Impact ratio from the counts of groups and predikat."""
        rows = self.outcomes((check.column,))
        return check.answer(self.known, of_groups(rows, check.column, (check.focal, check.reference)))

    def _comparable_pairs(self, check: ComparablePairs) -> CheckResult:
        """Pairs from the counts of units, positions, attainments and predikat."""
        return check.answer(self.outcomes((col.UNIT, col.POSITION, col.ATTAINMENT)))

    def _severity(self, check: Severity) -> CheckResult:
        """Severity from the scores alone: the model needs who scored whom on which aspect, and no name."""
        path = self._path(self._region.part(RATINGS, self._period))
        rows = pd.DataFrame(self._database.ask(_SCORES, [path], [col.ROLES.index(role) for role in OTHERS]))
        lists = {col.ROLE: col.ROLES, col.ASPECT: self._region.aspects, col.SCORE: self._region.profile.score_levels}
        rows = rows.assign(**{name: np.array(values)[rows[name]] for name, values in lists.items()})
        return check.answer(fit_multirater(rows, **MULTIRATER))

    def _lacking(self, table: str, columns: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Which of these columns (or the table itself) hold nothing for the period? As ``Dataset.lacking``."""
        by_period = any(column.name == col.PERIOD for column in col.TABLES[table].columns)
        part = self._region.part(table, self._period if by_period else "")
        if not self._region.rows.get(part):
            return (table,)
        stored = self._stored(part)
        return tuple(f"{table}.{name}" for name in columns if name not in stored or not self._holds(part, name))

    def _holds(self, part: str, column: str) -> bool:
        """Whether any cell of a column is filled."""
        query = f"select 1 as one from read_parquet(?) where {column} is not null limit 1"
        return len(self._database.ask(query, self._path(part))["one"]) > 0

    def _stored(self, part: str) -> list[str]:
        """Columns of a file; none where it is not there."""
        there = part in self._region.rows
        return list(self._database.ask("select * from read_parquet(?) limit 0", self._path(part))) if there else []

    def _path(self, part: str) -> str:
        return str(self._region.folder / part)


_SOURCES = {col.AGE_BAND: (col.BIRTH,), col.GRADE_GROUP: (col.GRADE, col.EMPLOYMENT)}
_COUNTED: Mapping[type[Check], Callable[[CountedRegion, Check], CheckResult]] = {
    Agreement: CountedRegion._agreement,  # type: ignore[dict-item]
    ComparablePairs: CountedRegion._comparable_pairs,  # type: ignore[dict-item]
    Severity: CountedRegion._severity,  # type: ignore[dict-item]
    Inflation: CountedRegion._inflation,  # type: ignore[dict-item]
    ImpactRatio: CountedRegion._impact_ratio,  # type: ignore[dict-item]
}


def _linked(pairs: pd.DataFrame) -> float:
    """How many raters of whom none can be put aside, all linked by common ratees, would take the model as long?"""
    if pairs.empty:
        return 0.0
    ratee, rater = (np.unique(pairs[name], return_inverse=True)[1] for name in (col.EMPLOYEE, col.RATER))
    met = sparse.coo_array((np.ones(len(pairs)), (ratee, rater))).tocsr()
    return float(np.cbrt(DiagonalBlocks(*separation(met)).work))


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
