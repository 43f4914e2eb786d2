"""What is a gap of predikat worth: in angka kredit, the points of a functional career, or in an allowance?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kinerja_lab.columns import OUTCOMES
from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.distributions import student
from kinerja_lab.stats.proportion import check_confidence

# Per cent of the yearly coefficient that a predikat earns (PermenPANRB 1/2023, Pasal 37), and the coefficients of the
# stages of functional positions in angka kredit a year, as quoted in public sources.
PERCENT: Mapping[str, float] = {
    "sangat_baik": 150.0,
    "baik": 100.0,
    "butuh_perbaikan": 75.0,
    "kurang": 50.0,
    "sangat_kurang": 25.0,
}
COEFFICIENT: Mapping[str, float] = {
    "pemula": 3.75,
    "terampil": 5.0,
    "mahir": 12.5,
    "penyelia": 25.0,
    "ahli_pertama": 12.5,
    "ahli_muda": 25.0,
    "ahli_madya": 37.5,
    "ahli_utama": 50.0,
}


def credit(outcome: pd.Series, stage: pd.Series) -> pd.Series:
    """How many angka kredit does a predikat earn in a year? NaN where the stage has no coefficient.

    Examples
    --------
    >>> credit(pd.Series(["sangat_baik"]), pd.Series(["Ahli Pertama"])).tolist()
    [18.75]
    """
    return outcome.map(dict(PERCENT)) / 100 * stage_of(stage).map(dict(COEFFICIENT))


def stage_of(stage: pd.Series) -> pd.Series:
    """Stage in the spelling of the coefficients: small letters, underscores."""
    return stage.astype("str").str.strip().str.lower().str.replace(r"[\s-]+", "_", regex=True)


def worth_gap(  # noqa: PLR0913 - one name for each role that a column plays
    people: pd.DataFrame,
    *,
    outcome: str,
    worth: Mapping[str, float],
    group: str,
    focal: str,
    reference: str,
    weight: str | None = None,
    strata: Sequence[str] = (),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """By how much does what predikat are worth differ between two groups, at the strata of the focal group?

    In every stratum with at least two people of both groups the mean of the focal group less that of the reference
    group, weighted by the number of people of the focal group: what one of them has more, or less, for the same place.

    Parameters
    ----------
    people
        One row a person; rows with a gap in a column used are left out.
    outcome, worth
        Column of the predikat, and what each is worth.
    group, focal, reference
        Column of the group and the two labels compared.
    weight
        Column of a number by which the worth is multiplied, such as the coefficient of the stage.
    strata
        Columns that say who may be compared, such as the stage.
    confidence
        Of the limits (Student's t with Satterthwaite's degrees of freedom).

    Returns
    -------
    DataFrame
        One row: ``gap, low, high`` (in the unit of the worth), ``n_focal, n_reference`` (people compared), ``strata``
        and ``status`` (``too_few`` where no stratum has both groups, ``undefined_no_variation``).

    Raises
    ------
    UnknownName
        A column that is not there, or a predikat that does not exist.
    InvalidOption
        A predikat without a worth.

    References
    ----------
    PermenPANRB 1/2023, Pasal 37; Satterthwaite (1946) Biometrics Bulletin 2, 110.
    """
    check_confidence(confidence)
    require(people, (outcome, group, weight, *strata))
    missing = [level for level in OUTCOMES.levels if level not in worth]
    if missing:
        raise InvalidOption("worth", dict(worth), f"a number for every predikat, also {', '.join(map(str, missing))}")
    needed = [name for name in (group, outcome, weight, *strata) if name is not None]
    used = people.loc[people[group].isin([focal, reference]), needed].dropna()
    values = np.array([worth[str(level)] for level in OUTCOMES.levels])[OUTCOMES.codes(used[outcome])]
    values = values * (used[weight].to_numpy(dtype=np.float64) if weight else 1.0)
    mine = (used[group] == focal).to_numpy(dtype=np.bool_)
    labels = used.groupby(list(strata), sort=False).ngroup().to_numpy() if strata else np.zeros(len(used), dtype=int)
    inside = [labels == label for label in range(labels.max(initial=-1) + 1)]
    parts = [(values[own & mine], values[own & ~mine]) for own in inside]
    return pd.DataFrame([_row([part for part in parts if min(map(len, part)) >= 2], confidence)])


def _row(parts: list[tuple[np.ndarray, np.ndarray]], confidence: float) -> dict[str, object]:
    """Weighted difference of means with its limits."""
    sizes = np.array([[len(side) for side in part] for part in parts]).reshape(-1, 2)
    counts = {"n_focal": int(sizes[:, 0].sum()), "n_reference": int(sizes[:, 1].sum()), "strata": len(parts)}
    unknown = dict.fromkeys(("gap", "low", "high"), math.nan)
    if not parts:
        return {**unknown, **counts, "status": "too_few"}
    weights = sizes[:, :1] / sizes[:, 0].sum()
    means = np.array([[side.mean() for side in part] for part in parts])
    variances = np.array([[side.var(ddof=1) for side in part] for part in parts]) / sizes * weights**2
    if not variances.sum() > 0:
        return {**unknown, **counts, "status": "undefined_no_variation"}
    gap = float((weights[:, 0] * (means[:, 0] - means[:, 1])).sum())
    df = float(variances.sum() ** 2 / (variances**2 / (sizes - 1)).sum())
    reach = float(student.ppf((1 + confidence) / 2, df)) * math.sqrt(float(variances.sum()))
    return {"gap": gap, "low": gap - reach, "high": gap + reach, **counts, "status": "ok"}
