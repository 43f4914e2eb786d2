"""What may leave the house of an evidence table: nothing about few people, not even by subtraction."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.results import Results

MERGED = "unit_kecil"
_LADDER = r"P\d+"
_THINGS = ("n_units", "n_aspects")  # counts that are not of people


def disclosed(results: Results) -> Results:
    """Give the same answers with evidence that may be published; tables and pictures are made from these."""
    least, fewest = results.profile.small_group, results.profile.small_cell
    items = tuple(replace(item, evidence=publishable(item, least, fewest)) for item in results.items)
    return replace(results, items=items)


def publishable(result: CheckResult, least: int, fewest: int) -> pd.DataFrame:
    """Evidence of a check without numbers of groups smaller than ``least`` and counts smaller than ``fewest``.

    Rows that divide the people among them (their ``n`` add up to no more than the ``n`` of the check) are merged into
    one row ``unit_kecil`` without numbers; where the numbers are shares of people with an attribute, so are rows from
    which fewer than ``fewest`` people could be counted back. A row that would be alone in it, or would still be few,
    takes the next smallest row along, so that nothing can be found by subtracting the rest from the total. Rows that
    describe overlapping people are blanked one by one. Raters stand on a ladder without their ``n``.
    """
    evidence = result.evidence
    if evidence.empty:
        return evidence
    if is_ladder(evidence):
        return evidence.assign(n=np.nan)
    if evidence["n"].sum() <= result.n:
        hidden = evidence["n"] < least
        if result.check.shares:
            counted = (evidence["estimate"] * evidence["n"]).round()
            fewer = np.minimum(counted, evidence["n"] - counted)
            hidden |= (fewer > 0) & (fewer < fewest)
        return _merged(evidence, hidden, least)
    numbers = evidence.columns.difference(["unit", "n"])
    enough = evidence["n"] >= least
    shown = evidence["n"].where((evidence["n"] >= fewest) | (evidence["n"] == 0))
    return evidence.assign(**evidence[numbers].where(enough), n=shown)


def withholds(evidence: pd.DataFrame, least: int) -> bool:
    """Tell whether published evidence lacks numbers because they would be about few people."""
    return not is_ladder(evidence) and bool(((evidence["unit"] == MERGED) | ~(evidence["n"] >= least)).any())


def is_ladder(evidence: pd.DataFrame) -> bool:
    """Tell whether the rows are raters on the anonymous ladder P01, P02 ..."""
    return bool(evidence["unit"].astype(str).str.fullmatch(_LADDER).all())


def countable(name: str, value: float, least: int) -> bool:
    """Tell whether a number may be shown that may be a count of people: zero, or enough of them."""
    is_people = name.startswith("n_") and not name.startswith(_THINGS)
    return not is_people or math.isnan(value) or value == 0 or value >= least


def _merged(evidence: pd.DataFrame, hidden: pd.Series, least: int) -> pd.DataFrame:
    """Replace hidden rows, and as many of the smallest others as safety asks for, by their sum."""
    order = evidence.assign(shown=~hidden).sort_values(["shown", "n"], kind="stable")["n"]
    number = int(hidden.sum())
    if number == 0:
        return evidence
    while number < len(order) and (number == 1 or order.iloc[:number].sum() < least):
        number += 1
    places = order.index[:number]
    row = pd.DataFrame({"unit": [MERGED], "n": [evidence.loc[places, "n"].sum()]})
    return pd.concat([evidence.drop(index=places), row], ignore_index=True)[list(evidence.columns)]
