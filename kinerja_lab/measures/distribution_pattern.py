"""Does the distribution of predikat in a unit keep to the pattern of SE MenPANRB 3/2023? Compliance, not fairness."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement
from typing import Literal

import numpy as np
import pandas as pd

from kinerja_lab.columns import ORGANISATION_OUTCOMES, OUTCOMES
from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures.frames import require

Counts = tuple[int, ...]
_COLUMNS = ["organisation", "n", "clause", "people", "limit", "broken", "testable"]
_ALWAYS_POSSIBLE = 20  # from this many people on, every pattern can be met with whole people


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the pattern, about the people with one of ``levels``.

    ``most`` and ``least`` are limits in ``percent``; ``mode`` asks that no other level be more frequent, ``some`` for
    at least one person, ``none`` for nobody.
    """

    kind: Literal["most", "least", "mode", "some", "none"]
    levels: tuple[str, ...]
    percent: int = 0

    @property
    def code(self) -> str:
        """Name of its violation, such as ``baik>70%``."""
        who = "_atau_".join(self.levels)
        return {
            "most": f"{who}>{self.percent}%",
            "least": f"{who}<{self.percent}%",
            "mode": f"{who}_bukan_mayoritas",
            "some": f"tidak_ada_{who}",
            "none": f"ada_{who}",
        }[self.kind]

    def people(self, counts: Counts) -> int:
        """How many people it is about."""
        return sum(counts[OUTCOMES.levels.index(level)] for level in self.levels)

    def limit(self, counts: Counts) -> int:
        """Largest number of people allowed (``most``, ``none``), or smallest (the others), in whole people."""
        n = sum(counts)
        others = (count for level, count in zip(OUTCOMES.levels, counts, strict=True) if level not in self.levels)
        return {
            "most": self.percent * n // 100,
            "least": -(-self.percent * n // 100),
            "mode": max(others),
            "some": 1,
            "none": 0,
        }[self.kind]

    def holds(self, counts: Counts) -> bool:
        """Whether whole people keep to it; percentages are never rounded."""
        people, limit = self.people(counts), self.limit(counts)
        return people <= limit if self.kind in ("most", "none") else people >= limit


# "Most" has no lower number in the circular; it is read as the mode. Source: SE MenPANRB 3/2023 as quoted in public.
PATTERN: Mapping[str, tuple[Clause, ...]] = {
    "istimewa": (Clause("most", ("sangat_baik",), 70), Clause("mode", ("sangat_baik",))),
    "baik": (
        Clause("most", ("baik",), 70),
        Clause("mode", ("baik",)),
        Clause("some", ("butuh_perbaikan", "kurang")),
    ),
    "butuh_perbaikan": (Clause("least", ("butuh_perbaikan",), 60), Clause("most", ("sangat_baik",), 10)),
    "kurang": (
        Clause("least", ("kurang",), 60),
        Clause("least", ("butuh_perbaikan",), 10),
        Clause("most", ("sangat_baik",), 10),
    ),
    "sangat_kurang": (
        Clause("least", ("sangat_kurang",), 60),
        Clause("least", ("kurang", "butuh_perbaikan"), 10),
        Clause("none", ("sangat_baik",)),
    ),
}


def violations(organisation: str, counts: Sequence[int]) -> tuple[str, ...]:
    """Which clauses does a unit with this predikat of the organisation break?

    Parameters
    ----------
    organisation
        Predikat of the organisation, ``sangat_kurang`` … ``istimewa``.
    counts
        People with each predikat, lowest first: five whole numbers, at least one person.

    Examples
    --------
    Of a hundred people 76 have *Baik* and 20 *Sangat Baik*, in a unit whose organisation is *Baik*:

    >>> violations("baik", [0, 0, 4, 76, 20])
    ('baik>70%',)
    """
    found = _checked(counts)
    return tuple(clause.code for clause in _clauses(organisation) if not clause.holds(found))


@cache
def can_be_kept(organisation: str, n: int) -> bool:
    """Can ``n`` whole people keep to the pattern at all, with every limit in per cent allowing at least one person?

    One person is always 100 per cent, and of nine people nobody may be *at most 10 per cent*; breaking a clause that
    nobody could keep says nothing.
    """
    clauses = _clauses(organisation)
    if n < 1 or any(clause.kind == "most" and clause.percent * n < 100 for clause in clauses):
        return False
    return n >= _ALWAYS_POSSIBLE or any(all(clause.holds(each) for clause in clauses) for each in _distributions(n))


def distribution_pattern(
    people: pd.DataFrame, *, outcome: str, organisation: str, by: Sequence[str] = ("unit_kerja",)
) -> pd.DataFrame:
    """Which clauses of the pattern does each unit keep, in whole people?

    Parameters
    ----------
    people
        One row a person; rows with a gap in the columns used are left out.
    outcome
        Column of the predikat.
    organisation
        Column of the predikat of the person's organisation, the same for all in a unit.
    by
        Columns that together name a unit. The circular does not say at which level it counts, and results may turn
        between levels: ask at two levels or more.

    Returns
    -------
    DataFrame
        One row a unit and clause: columns ``by``, ``organisation, n, clause`` (name of its violation), ``people,
        limit`` (whole people), ``broken, testable``. Where ``testable`` is false the pattern cannot be kept by so
        few people.

    Raises
    ------
    UnknownName
        A column that is not there, or a predikat that does not exist.
    InvalidOption
        Two predikat of the organisation in one unit.

    References
    ----------
    SE MenPANRB 3/2023, as quoted in public sources.
    """
    require(people, (outcome, organisation, *by))
    used = people[list(dict.fromkeys((outcome, organisation, *by)))].dropna()
    group = used.groupby(list(by), sort=True).ngroup().to_numpy()
    names = used[list(by)].iloc[np.unique(group, return_index=True)[1]]
    counts = np.zeros((len(names), len(OUTCOMES.levels)), dtype=np.int64)
    np.add.at(counts, (group, OUTCOMES.codes(used[outcome])), 1)
    known = pd.DataFrame({"group": group, "organisation": used[organisation].to_numpy()}).drop_duplicates()
    twice = known.loc[known["group"] == known.loc[known["group"].duplicated(), "group"].min(), "organisation"]
    if len(twice):
        raise InvalidOption("organisation", sorted(map(str, twice)), "one predikat of the organisation a unit")
    of_groups = known.sort_values("group")["organisation"].astype(str)
    rows = [(place, *row) for place, name in enumerate(of_groups) for row in _rows(name, tuple(counts[place].tolist()))]
    table = pd.DataFrame(rows, columns=["group", *_COLUMNS]).astype({"broken": "bool", "testable": "bool"})
    told = names.iloc[table.pop("group")].reset_index(drop=True)
    return pd.concat([told, table], axis=1)


def _rows(organisation: str, counts: Counts) -> Iterator[tuple[object, ...]]:
    """Clauses of one unit."""
    n = sum(counts)
    for clause in _clauses(organisation):
        told = clause.code, clause.people(counts), clause.limit(counts), not clause.holds(counts)
        yield organisation, n, *told, can_be_kept(organisation, n)


def _clauses(organisation: str) -> tuple[Clause, ...]:
    """Clauses for one predikat of the organisation."""
    if organisation not in PATTERN:
        raise UnknownName("level", organisation, map(str, ORGANISATION_OUTCOMES.levels))
    return PATTERN[organisation]


def _checked(counts: Sequence[int]) -> Counts:
    """Counts as whole numbers of at least one person."""
    whole = tuple(int(count) for count in counts)
    if (
        len(whole) != len(OUTCOMES.levels)
        or min(whole) < 0
        or sum(whole) < 1
        or not math.isclose(sum(whole), sum(counts))
    ):
        raise InvalidOption("counts", list(counts), f"{len(OUTCOMES.levels)} whole numbers, not all 0")
    return whole


def _distributions(n: int) -> Iterator[Counts]:
    """Every way to share ``n`` people out over the predikat."""
    places = range(len(OUTCOMES.levels))
    for chosen in combinations_with_replacement(places, n):
        yield tuple(chosen.count(place) for place in places)
