"""What may leave the house of an evidence table: nothing about few people, not even by subtraction."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations
from typing import NamedTuple

import pandas as pd

from kinerja_lab.checks.protocol import CheckResult, once
from kinerja_lab.checks.results import Results
from kinerja_lab.report.coarse import coarse, counts_people
from kinerja_lab.report.rounded import EVENED, aged, blurred, evened

MERGED = "unit_kecil"
_LADDER = r"[PU]\d+"
_ALIKE = "undefined_no_variation"  # refused, with the number of those who differ


@once
def disclosed(results: Results) -> Results:
    """Give the same answers with evidence that may be published; tables and pictures are made from these."""
    least, fewest = results.profile.small_group, results.profile.small_cell
    return replace(results, items=tuple(disclosed_one(item, results.period, least, fewest) for item in results.items))


def disclosed_one(item: CheckResult, period: str, least: int, fewest: int) -> CheckResult:
    """One answer: rows that may be shown, then shares and counts that may be read, then round figures."""
    shown = replace(
        item,
        evidence=publishable(item, least, fewest),
        quantities=unsubtractable(item.quantities, fewest),
        caveats=(*item.caveats, *([EVENED] if item.check.anonymous and item.evidence["low"].notna().any() else [])),
    )
    return blurred(aged(sized(coarse(shown, fewest), least), period))


def sized(result: CheckResult, least: int) -> CheckResult:
    """The answer without sizes of groups smaller than ``least``.

    What it rests on becomes *fewer than so many*: than the floor where that is lower, since a refusal tells it anyway,
    and than the floor where those who differ from all others were counted, a sum of hidden parts. Then nothing is told
    that follows from it: no counts of its parts, no smallest difference. A group that is small and of which nothing is
    told has no size either; one that is itself a part of a group is known from its share.
    """
    if not result.check.of_people:
        return result
    refused = result.n < result.need and (result.status == _ALIKE or result.need < least)
    limit = math.ceil(result.need) if refused else least
    wholes = {whole for whole in result.check.parts.values() if whole not in ("n", *result.check.parts)}
    silent = [name for name in wholes if 0 < result.quantities.get(name, 0) < least and not _told_of(result, name)]
    few = 0 < result.n < limit
    if few:
        silent += [name for name, whole in result.check.parts.items() if whole == "n" and name.startswith("n_")]
    hidden = dict.fromkeys(set(silent) & set(result.quantities), math.nan)
    told = replace(result, quantities={**result.quantities, **hidden})
    return replace(told, n=1, fewer_than=float(limit), detectable=math.nan) if few else told


def publishable(result: CheckResult, least: int, fewest: int) -> pd.DataFrame:
    """Evidence of a check without numbers, or sizes, of groups smaller than ``least``, and counts under ``fewest``.

    Rows that divide the people among them (their ``n`` add up to no more than the size of the whole) are merged into
    one row ``unit_kecil`` without numbers; where the numbers are shares of people with an attribute, so are rows from
    which fewer than ``fewest`` people could be counted back. A row that would be alone in it, or would still be few,
    takes the next smallest row along, and so does a remainder of few people who are in no row, so that nothing can be
    found by subtracting the rest from the total. A row about nobody tells nothing and stays. Rows that describe
    overlapping people are blanked one by one. Raters stand on a ladder without what tells their ``n``.
    """
    evidence = result.evidence
    if evidence.empty:
        return evidence
    if result.check.anonymous:
        return evened(result, fewest)
    whole = {**result.quantities, "n": result.n}[result.check.parts.get("estimate", "n")]
    outside = int(whole - evidence["n"].sum())
    if outside >= 0:
        sizes = _sizes(result)
        small = (sizes["n"] > 0) & (sizes["n"] < least)
        return _merged(evidence, sizes, small | _few(sizes, fewest), _Safe(least, fewest, 0 < outside < least))
    numbers = evidence.columns.difference(["unit", "n"])
    enough = (evidence["n"] >= least) & ~_few(_sizes(result), fewest)
    shown = evidence["n"].where((evidence["n"] >= least) | (evidence["n"] == 0))
    return evidence.assign(**evidence[numbers].where(enough), n=shown)


def withholds(evidence: pd.DataFrame, least: int) -> bool:
    """Tell whether published evidence lacks numbers because they would be about few people."""
    few = ~(evidence["n"] >= least) & evidence["estimate"].isna()
    return not is_ladder(evidence) and bool(((evidence["unit"] == MERGED) | few).any())


def is_ladder(evidence: pd.DataFrame) -> bool:
    """Tell whether the rows are raters or units on an anonymous ladder P01, P02 ... or U01, U02 ..."""
    return bool(evidence["unit"].astype(str).str.fullmatch(_LADDER).all())


def countable(name: str, value: float, least: int) -> bool:
    """Tell whether a number may be shown that may be a count of people: zero, or enough of them."""
    return not (name == "n" or counts_people(name)) or math.isnan(value) or value == 0 or value >= least


def _told_of(result: CheckResult, whole: str) -> bool:
    """Whether any part of a group is told."""
    numbers = {"estimate": result.estimate, **result.quantities}
    parts = [part for part, group in result.check.parts.items() if group == whole]
    return any(math.isfinite(numbers.get(part, math.nan)) for part in parts)


class _Safe(NamedTuple):
    """Smallest group and count that may be shown, and whether few people are in no row at all."""

    least: int
    fewest: int
    few_outside: bool


def _sizes(result: CheckResult) -> pd.DataFrame:
    """People of every row, and those with and without the attribute where the numbers are shares of people."""
    n, estimate = result.evidence["n"], result.evidence["estimate"]
    counted = (estimate * n).round() if result.check.shares else 0 * n
    return pd.DataFrame({"n": n, "hit": counted, "rest": n - counted})


def _few(sizes: pd.DataFrame, fewest: int) -> pd.Series:
    """Rows from which between one and ``fewest`` people with or without the attribute could be counted back."""
    few: pd.Series = ((sizes[["hit", "rest"]] > 0) & (sizes[["hit", "rest"]] < fewest)).any(axis=1)
    return few


def unsubtractable(quantities: Mapping[str, float], fewest: int) -> dict[str, float]:
    """Quantities without counts of which one is few people and two others differ by just as many (30 − 27 = 3)."""
    people = {name: value for name, value in quantities.items() if counts_people(name) and value > 0}
    triples = [
        {few, whole, part}
        for few, whole, part in permutations(people, 3)
        if people[few] < fewest and people[whole] - people[part] == people[few]
    ]
    hidden = set().union(*triples)
    return {name: math.nan if name in hidden else value for name, value in quantities.items()}


def _merged(evidence: pd.DataFrame, sizes: pd.DataFrame, hidden: pd.Series, safe: _Safe) -> pd.DataFrame:
    """Replace hidden rows, and as many of the smallest others as safety asks for, by their sum."""
    order = sizes.assign(shown=~hidden).sort_values(["shown", "n"], kind="stable")[["n", "hit", "rest"]]
    number = max(int(hidden.sum()), int(safe.few_outside))
    if number == 0:
        return evidence
    sums = order.cumsum()
    unsafe = (sums["n"] < safe.least) | _few(sums, safe.fewest)
    while number < len(order) and (number == 1 or unsafe.iloc[number - 1]):
        number += 1
    places = order.index[:number]
    people = float(evidence.loc[places, "n"].sum())
    row = pd.DataFrame({"unit": [MERGED], "n": [people if people >= safe.least else math.nan]})
    return pd.concat([evidence.drop(index=places), row], ignore_index=True)[list(evidence.columns)]
