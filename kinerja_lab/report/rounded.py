"""Numbers told in round figures, where the exact ones would say more than was meant."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.messages.numbers import SMALL_CELL
from kinerja_lab.report.coarse import LIMITS
from kinerja_lab.stats.interval import Interval

_PERIOD = r"\d{4}-(?:S[12]|T[1-4]|TAHUN|B?\d\d)"
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
_MOVES = ("change",)  # differences between the shares of two periods
_TENS = 10
_FEWEST_DIGITS, _ALL_DIGITS = 2, 17


def aged(result: CheckResult, period: str) -> CheckResult:
    """Tell older periods in round numbers: who has left since would be the difference to the report of that time.

    Shares are rounded to a step of five people or more, and numbers of people to tens.
    """
    rows = result.evidence
    names = rows["unit"].astype(str)
    old = names.str.fullmatch(_PERIOD) & (names != period)
    if not old.any():
        return result
    rows = rows.astype(dict.fromkeys(("n", *LIMITS), "float64"))
    steps = rows.loc[old, "n"].map(_step)
    for name in LIMITS:
        rows.loc[old, name] = (rows.loc[old, name] / steps).round() * steps
    rows.loc[old, "n"] = (rows.loc[old, "n"] / _TENS).round() * _TENS
    step = float(steps.max())
    moved = {name: round(value / step) * step for name, value in result.quantities.items() if name in _MOVES}
    return replace(result, evidence=rows, quantities={**result.quantities, **moved})


def blurred(result: CheckResult) -> CheckResult:
    """Tell odds ratios of nameless units in two digits, so that the four counts behind one do not follow from it.

    More digits are kept only where the verdict would be another one without them.
    """
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


def _step(n: float) -> float:
    """Smallest round step of a share that holds at least five people."""
    return next((step for step in _STEPS if step * n >= SMALL_CELL), 1.0)
