"""How often does a group get an outcome, relative to another group? Both directions, on a table of people."""

from __future__ import annotations

import math
from typing import Literal

import pandas as pd

from kinerja_lab.measures.frames import require
from kinerja_lab.stats import ratio

Direction = Literal["favourable", "adverse"]


def impact_ratio(
    people: pd.DataFrame,
    *,
    group: str,
    focal: str,
    reference: str,
    favourable: str | pd.Series,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How often does the focal group get the outcome, and how often does it miss it, relative to the reference group?

    Both directions are always given: where nearly everybody passes, 92 % against 98 % is a ratio of 0.94 and passes the
    four-fifths rule, while four times as many of the focal group fail.

    Parameters
    ----------
    people
        One row a person. Rows without a group or outcome, and rows of other groups, are left out.
    group, focal, reference
        Column of the group and the two labels compared.
    favourable
        Column of, or series aligned with, ``people``: True where the person got the outcome.
    confidence
        Of the interval of the ratio.

    Returns
    -------
    DataFrame
        Rows ``favourable`` and ``adverse``; columns ``direction, focal_successes, focal_n, reference_successes,
        reference_n, rate_focal, rate_reference, impact_ratio, low, high, p_fisher, p_midp, shortfall, status``.

    Raises
    ------
    UnknownName
        A column that ``people`` does not have.

    See Also
    --------
    kinerja_lab.stats.ratio.impact_ratio : the same for four counts.

    Examples
    --------
    >>> passed = [True] * 12 + [False] * 28 + [True] * 48 + [False] * 32
    >>> people = pd.DataFrame({"sex": ["P"] * 40 + ["L"] * 80, "passed": passed})
    >>> table = impact_ratio(people, group="sex", focal="P", reference="L", favourable="passed")
    >>> table["impact_ratio"].round(2).tolist()
    [0.5, 1.75]
    """
    require(people, (group, favourable if isinstance(favourable, str) else None))
    outcome = people[favourable] if isinstance(favourable, str) else favourable
    known = outcome.notna()
    passed, groups = outcome[known].astype(bool), people.loc[known, group]
    counts = {label: (int(passed[groups == label].sum()), int((groups == label).sum())) for label in (focal, reference)}
    return pd.DataFrame(
        [_row(direction, counts[focal], counts[reference], confidence) for direction in ("favourable", "adverse")]
    )


def _row(
    direction: Direction, focal: tuple[int, int], reference: tuple[int, int], confidence: float
) -> dict[str, object]:
    """One direction of the comparison."""
    if direction == "adverse":
        focal, reference = (focal[1] - focal[0], focal[1]), (reference[1] - reference[0], reference[1])
    answer = ratio.impact_ratio(*focal, *reference, confidence=confidence)
    return {
        "direction": direction,
        "focal_successes": focal[0],
        "focal_n": focal[1],
        "reference_successes": reference[0],
        "reference_n": reference[1],
        "rate_focal": answer.rate_focal,
        "rate_reference": answer.rate_reference,
        "impact_ratio": answer.ratio,
        "low": answer.interval.low,
        "high": answer.interval.high,
        "p_fisher": answer.p_fisher,
        "p_midp": answer.p_midp,
        "shortfall": answer.shortfall,
        "status": _status(answer.ratio, min(focal[1], reference[1])),
    }


def _status(estimate: float, smaller: int) -> str:
    """Why there is no ratio."""
    if smaller == 0:
        return "too_few"
    return "undefined_no_variation" if math.isnan(estimate) else "ok"
