"""What may a coefficient be called? Published labels that its uncertainty supports, the naive ones only beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.benchmark import SCALES, cumulative_membership, first_reached
from kinerja_lab.stats.ratings import FloatArray


def benchmark(
    coefficients: pd.DataFrame, *, scales: Sequence[str] = tuple(SCALES), confidence: float = 0.95
) -> pd.DataFrame:
    """Which label may each coefficient carry, with confidence?

    The label is the highest one that the true coefficient reaches with the asked probability. A coefficient without
    standard error (an intraclass correlation) gets the label of its lower limit.

    Parameters
    ----------
    coefficients
        Any table with ``estimate`` and ``se`` or ``low``, as the measures return it.
    scales
        Out of ``landis_koch``, ``altman``, ``fleiss``, ``koo_li``.
    confidence
        Probability that must be reached, in (0, 1).

    Returns
    -------
    DataFrame
        One row a coefficient, scale and level, the columns of the input first, then ``benchmark, level, membership``
        (cumulative from the highest level down; NaN without standard error), ``label`` (supported by the data) and
        ``naive`` (of the bare estimate); missing where there is no estimate or no uncertainty.

    Raises
    ------
    UnknownName
        A scale or column that does not exist.
    InvalidOption
        A confidence outside (0, 1).

    References
    ----------
    Gwet (2021), Handbook of Inter-Rater Reliability, vol. 1, chapter 6; Koo & Li (2016), table 1 and its note.
    """
    if not 0 < confidence < 1:
        raise InvalidOption("confidence", confidence, "between 0 and 1")
    if not scales:
        raise InvalidOption("scales", tuple(scales), f"one or more of {', '.join(SCALES)}")
    require(coefficients, ["estimate", "se" if "low" not in coefficients else None])
    for scale in scales:
        if scale not in SCALES:
            raise UnknownName("benchmark", scale, SCALES)
    nothing = np.full(len(coefficients), np.nan)
    estimate, se, low = (
        coefficients[name].to_numpy(dtype=float) if name in coefficients else nothing
        for name in ("estimate", "se", "low")
    )
    tables = []
    for scale in scales:
        labels, lower = SCALES[scale]
        membership = cumulative_membership(estimate, se, lower)
        from_limit = first_reached(_reaches(low, lower), 1.0)
        place = np.where(np.isnan(se), from_limit, first_reached(membership, confidence))
        naive = first_reached(_reaches(estimate, lower), 1.0)
        repeated = coefficients.iloc[order := np.repeat(np.arange(len(coefficients)), len(labels))].set_index(order)
        tables.append(
            repeated.assign(
                benchmark=scale,
                level=labels * len(coefficients),
                membership=membership.ravel(),
                label=np.repeat(_named(labels, place), len(labels)),
                naive=np.repeat(_named(labels, naive), len(labels)),
            )
        )
    return pd.concat(tables).sort_index(kind="stable").reset_index(drop=True)


def _reaches(value: FloatArray, lower: tuple[float, ...]) -> FloatArray:
    """Whether each value reaches each lower limit (n, L); NaN where there is no value."""
    return np.where(np.isnan(value)[:, None], np.nan, value[:, None] >= np.array(lower))


def _named(labels: tuple[str, ...], place: FloatArray) -> np.ndarray:
    """Label at each place, None where there is none."""
    return np.array([*labels, None], dtype=object)[np.where(np.isnan(place), len(labels), place).astype(int)]
