"""What is left out or told in round figures, where the exact numbers would say more than was meant."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.report.coarse import LIMITS
from kinerja_lab.stats.interval import Interval

EVENED = "even_widths"
_MOVES = ("change",)  # differences between the shares of two periods
_FEWEST_DIGITS, _ALL_DIGITS = 2, 17


def aged(result: CheckResult, period: str) -> CheckResult:
    """Leave earlier periods to their own reports: who has left since would be the difference to them, however rounded.

    The course of a region over its periods is put together from its reports (``report/semesters.py``).
    """
    names = result.evidence["unit"].astype(str)
    old = names.str.fullmatch(col.PERIOD_PATTERN) & (names != period)
    if not old.any():
        return result
    quantities = {name: math.nan if name in _MOVES else value for name, value in result.quantities.items()}
    return replace(result, evidence=result.evidence[~old].reset_index(drop=True), quantities=quantities)


def evened(result: CheckResult, fewest: int) -> pd.DataFrame:
    """Nameless rows without their sizes, which their intervals would tell: few judged people give a wide one.

    Each interval is as wide as the widest of ``fewest`` or more that are about as wide, within the ends of all.
    """
    rows, log = result.evidence, getattr(result.check.rule, "log", False)
    known = rows[LIMITS].dropna().astype("float64")
    ends = np.log(known) if log else known
    reach = ends[["low", "high"]].sub(ends["estimate"], axis=0).abs()
    classes = (reach.sum(axis=1).rank(method="first") - 1) // fewest
    widest = reach.groupby(classes.clip(upper=max(len(known) // fewest - 1, 0))).transform("max")
    told = pd.DataFrame({"low": ends["estimate"] - widest["low"], "high": ends["estimate"] + widest["high"]})
    told = (np.exp(told) if log else told).clip(known["low"].min(), known["high"].max())
    return rows.assign(n=np.nan, **told.reindex(rows.index))


def blurred(result: CheckResult) -> CheckResult:
    """Tell odds ratios of nameless units in two digits, so that the four counts behind one do not follow from it.

    More digits are kept only where the verdict would be another one without them. So is the smallest difference that a
    refused comparison could have shown, which follows from the sizes and shares of its groups.
    """
    if result.status != "ok":
        return replace(result, detectable=_digits(_FEWEST_DIGITS)(result.detectable))
    if "observed" not in result.evidence:
        return result
    made = (_written(result, _digits(number)) for number in range(_FEWEST_DIGITS, _ALL_DIGITS))
    return next((item for item in made if item.verdict == result.verdict), result)


def _written(result: CheckResult, short: Callable[[float], float]) -> CheckResult:
    """The answer with all its numbers shortened; counts and medians of counts stay whole by themselves."""
    numbers = [name for name in result.evidence.select_dtypes("number") if name != "n"]
    return replace(
        result,
        estimate=short(result.estimate),
        interval=Interval(*map(short, result.interval)),
        equivalence=Interval(*map(short, result.equivalence)),
        p_value=short(result.p_value),
        p_adjusted=short(result.p_adjusted),
        detectable=short(result.detectable),
        quantities={
            name: value if float(value).is_integer() else short(value) for name, value in result.quantities.items()
        },
        evidence=result.evidence.assign(**{str(name): result.evidence[name].map(short) for name in numbers}),
    )


def _digits(number: int) -> Callable[[float], float]:
    """Rounding to so many significant digits."""
    return lambda value: float(f"{value:.{number}g}") if math.isfinite(value) else value
