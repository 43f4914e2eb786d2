"""Groups of employees that are compared: those recorded, those derived, and what all such checks share."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised, staff
from kinerja_lab.checks.protocol import Check, CheckResult, Topic, once
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.profile import Comparison
from kinerja_lab.stats.power import noticed_odds_ratio

TOP, GOOD = col.OUTCOMES.levels[-1], col.OUTCOMES.levels.index("baik")
_LEAST_PROTECTED = 30  # people of a protected attribute below which nothing is said about them
_AGES = (35, 50)


@dataclass(frozen=True, kw_only=True)
class GroupCheck(Check):
    """A check that compares a focal with a reference group."""

    topic: ClassVar[Topic] = Topic.EQUALITY

    column: str = col.SEX
    focal: str = "P"
    reference: str = "L"

    @property
    def slug(self) -> str:
        """Name and compared attribute."""
        return f"{self.name}:{self.column}"

    def evaluate(self, data: Dataset) -> CheckResult:
        """Find the people of the two groups; a group too small for a verdict gets none."""
        return self.answer(data, self.people(data))

    def answer(self, data: Dataset, rows: pd.DataFrame) -> CheckResult:
        """Answer about these people of the two groups, if there are enough of each."""
        least, fewest = self.least(data), min(self.sizes(rows))
        return self.refused(rows, n=fewest, need=least) if fewest < least else self.measured(data, rows)

    def least(self, data: Dataset) -> int:
        """Fewest people of a group about whom a verdict is given."""
        return smallest(data, self.column)

    def people(self, data: Dataset) -> pd.DataFrame:
        """Appraised people of the two groups."""
        return compared(data, self.column, (self.focal, self.reference))

    @abstractmethod
    def measured(self, data: Dataset, rows: pd.DataFrame) -> CheckResult:
        """Measure, with ``rows`` the people of the two groups, neither of them too few."""

    def sizes(self, rows: pd.DataFrame) -> tuple[int, int]:
        """How many of these people are in the focal and in the reference group?"""
        return int((rows[self.column] == self.focal).sum()), int((rows[self.column] == self.reference).sum())

    def refused(
        self, rows: pd.DataFrame, *, status: str = "too_few", n: int, need: float, lacking: tuple[str, ...] = ()
    ) -> CheckResult:
        """No answer, with the smallest difference that these people could have shown."""
        return CheckResult(
            check=self,
            n=n,
            need=float(need),
            status=status,
            lacking=lacking,
            detectable=self.noticeable(rows),
        )

    def noticeable(self, rows: pd.DataFrame) -> float:
        """Smallest odds ratio of a higher predikat that these people could have shown."""
        shares = rows[col.OUTCOME].value_counts(normalize=True)
        return noticed_odds_ratio(*self.sizes(rows), [float(share) for share in shares])


def compared(data: Dataset, column: str, groups: tuple[str, str]) -> pd.DataFrame:
    """Appraised people of the two groups.

    Raises
    ------
    NotAssessable
        The attribute is not there.
    """
    return _compared(data, column, groups).copy(deep=False)


@once
def _compared(data: Dataset, column: str, groups: tuple[str, str]) -> pd.DataFrame:
    return of_groups(_with_outcome(data), column, groups)


def of_groups(people: pd.DataFrame, column: str, groups: tuple[str, str]) -> pd.DataFrame:
    """Those of these people who are in one of the two groups.

    Raises
    ------
    NotAssessable
        The attribute is not there.
    """
    if column not in people or people[column].isna().all():
        raise NotAssessable("missing_data", lacking=(f"pegawai.{col.SOURCE.get(column, column)}",))
    return people[people[column].isin(groups)].reset_index(drop=True)


@once
def _with_outcome(data: Dataset) -> pd.DataFrame:
    """Appraised people who have a predikat, and the groups they belong to."""
    return grouped(appraised(data), data.period).dropna(subset=[col.OUTCOME])


def smallest(data: Dataset, column: str) -> int:
    """Fewest people of a group about whom a verdict is given: more where the law protects the attribute."""
    protected = column in [attribute.name for attribute in col.PROTECTED]
    return max(data.profile.small_group, _LEAST_PROTECTED if protected else 0)


def smallest_cell(group: pd.Series, hit: pd.Series) -> int:
    """Fewest people with or without an outcome in a group; where nobody is, nobody can be counted back."""
    member, had = pd.factorize(group)[0], pd.factorize(hit)[0]
    known = (member >= 0) & (had >= 0)
    cells = np.bincount(member[known] * (had.max(initial=0) + 1) + had[known])
    return int(cells[cells > 0].min(initial=len(group)))


def grouped(people: pd.DataFrame, period: str) -> pd.DataFrame:
    """People with their age band at the end of the period and their grade (PNS only), where these are known."""
    derived = {}
    if col.BIRTH in people:
        age = _age(people[col.BIRTH], period_end(period))
        bands = np.array(col.DERIVED[col.AGE_BAND], dtype=object)[np.searchsorted(_AGES, age.fillna(0), side="right")]
        derived[col.AGE_BAND] = pd.Series(bands, index=people.index).where(age.notna())
    if col.GRADE in people:
        roman = people[col.GRADE].astype("str").str.extract(r"^\s*(I{1,3}|IV)(?:\s*/\s*[a-e])?\s*$", flags=re.I)[0]
        names = dict(zip(("I", "II", "III", "IV"), col.DERIVED[col.GRADE_GROUP], strict=True))
        derived[col.GRADE_GROUP] = roman.str.upper().map(names).where(people[col.EMPLOYMENT] == "PNS").astype(object)
    flags = {name: people[name] for name in people if pd.api.types.is_bool_dtype(people[name])}
    named = dict(zip((True, False), col.FLAGS, strict=True))
    return people.assign(**derived, **{name: values.map(named) for name, values in flags.items()})


def period_end(period: str) -> pd.Timestamp:
    """Last day of a period such as ``2025-S1`` or ``2025-B07``."""
    return pd.Timestamp(col.period_months(period)[1]) + pd.offsets.MonthEnd(0)


def registered(data: Dataset) -> tuple[Comparison, ...]:
    """Comparisons of the profile, each reference named: ``terbanyak`` becomes the largest of the other groups."""
    people = grouped(staff(data), data.period)
    named = []
    for pair in data.profile.comparisons:
        if pair.reference == col.LARGEST and pair.column in people:
            others = people[pair.column][people[pair.column] != pair.focal].value_counts()
            largest = sorted(others[others == others.max()].index)
            pair = replace(pair, reference=largest[0] if largest else pair.reference)
        named.append(pair)
    return tuple(named)


def _age(born: pd.Series, day: pd.Timestamp) -> pd.Series:
    """Whole years of age on a day; missing where the date of birth is."""
    had_birthday = (born.dt.month * 100 + born.dt.day) <= day.month * 100 + day.day
    return (day.year - born.dt.year - (~had_birthday).astype("int64")).where(born.notna())
