"""Who drives a coefficient, and do two groups or periods agree differently? From the influences of units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures.agreement import label_of, measure_of
from kinerja_lab.measures.frames import require
from kinerja_lab.measures.rating_tables import Names, listed, read_long
from kinerja_lab.stats.agreement_influence import Difference, difference, without_raters, without_units
from kinerja_lab.stats.coefficients import solve, status
from kinerja_lab.stats.ratings import sizes
from kinerja_lab.stats.weights import Weights

_SEVERITY = ("no_pairable_units", "not_identified", "undefined_no_variation", "too_few", "ok")


def compare_agreement(  # noqa: PLR0913 -- the options of ``agreement``
    ratings: pd.DataFrame,
    *,
    scale: Scale | Literal["interval"],
    by: str,
    pair: tuple[object, object],
    unit: str = "id_pegawai",
    rater: str = "id_penilai",
    rating: str = "skor",
    weights: Weights = "quadratic",
    coefficients: Sequence[str] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Do raters agree more in one group or period than in another?

    Parameters
    ----------
    ratings
        One row a rating, as for ``agreement``.
    by
        Column of the groups or periods.
    pair
        The two values of it to compare; differences are first − second. A unit that occurs in both is paired with
        itself.
    scale, unit, rater, rating, weights, coefficients, confidence
        As in ``agreement``.

    Returns
    -------
    DataFrame
        One row a coefficient: ``coefficient, weights, first, second`` (estimates), ``difference, se, low, high,
        p_value, n_first, n_second`` (pairable units), ``status`` (the worse one of the two groups).

    Raises
    ------
    InvalidOption, UnknownName
        As ``agreement``; a value of ``pair`` that does not occur.

    References
    ----------
    Efron (1982), The Jackknife, the Bootstrap and Other Resampling Plans, chapter 6.
    """
    if not 0 < confidence < 1:
        raise InvalidOption("confidence", confidence, "between 0 and 1")
    require(ratings, [by])
    for value in pair:
        if not ratings[by].eq(value).any():
            raise UnknownName(by, str(value), map(str, ratings[by].unique()))
    if pair[0] == pair[1]:
        raise InvalidOption("pair", pair, "two different groups")
    names = Names(unit=unit, rater=rater, rating=rating, by=(by,), cluster=(unit,))
    long = read_long(ratings[ratings[by].isin(pair)], scale, names)
    assert long.unit_cluster is not None
    places = [int(np.flatnonzero(long.groups[by].eq(value))[0]) for value in pair]
    measure, size = measure_of(scale, weights, coefficients, long.scores), sizes(long.ratings)
    rows = []
    for name, found in solve(long.ratings, measure, size).items():
        gap = difference(found, long.ratings, size, long.unit_cluster, (places[0], places[1]), confidence)
        reasons = status(name, found.estimate, size, measure)[places]
        rows.append(
            {
                "coefficient": name,
                "weights": label_of(weights),
                **dict(zip(("first", "second"), found.estimate[places].tolist(), strict=True)),
                **gap._asdict(),
                **dict(zip(("n_first", "n_second"), size.pairable[places].astype(int).tolist(), strict=True)),
                "status": min(map(str, reasons), key=_SEVERITY.index),
            }
        )
    columns = ["coefficient", "weights", "first", "second", *Difference._fields, "n_first", "n_second", "status"]
    return pd.DataFrame(rows, columns=columns)


def influence(  # noqa: PLR0913 -- the options of ``agreement``
    ratings: pd.DataFrame,
    *,
    scale: Scale | Literal["interval"],
    leave_out: Literal["rater", "unit"] = "rater",
    unit: str = "id_pegawai",
    rater: str = "id_penilai",
    rating: str = "skor",
    by: str | Sequence[str] | None = None,
    weights: Weights = "quadratic",
    coefficients: Sequence[str] | None = None,
) -> pd.DataFrame:
    """How would each coefficient change without one rater, or one unit?

    Parameters
    ----------
    ratings
        One row a rating, as for ``agreement``.
    leave_out
        ``rater`` (exact) or ``unit`` (to first order, from the influences).
    scale, unit, rater, rating, by, weights, coefficients
        As in ``agreement``.

    Returns
    -------
    DataFrame
        One row a left-out rater or unit and coefficient: ``[*by,] <rater or unit>, coefficient, weights, estimate`` (of
        all), ``without, change`` (without − estimate), ``status`` (of the coefficient without).

    Raises
    ------
    InvalidOption, UnknownName
        As ``agreement``.
    """
    if leave_out not in ("rater", "unit"):
        raise InvalidOption("leave_out", leave_out, "rater or unit")
    long = read_long(ratings, scale, Names(unit=unit, rater=rater, rating=rating, by=listed(by)))
    arrays, size = long.ratings, sizes(long.ratings)
    assert arrays.rater is not None
    measure = measure_of(scale, weights, coefficients, long.scores)
    found = solve(arrays, measure, size)
    column, member = (rater, arrays.rater) if leave_out == "rater" else (unit, arrays.unit)
    without = without_raters(arrays, measure) if leave_out == "rater" else without_units(arrays, measure, size, found)
    first = np.unique(member, return_index=True)[1]
    group = arrays.group[arrays.unit[first]]
    known = ratings[ratings[rating].notna()]
    base = long.groups.loc[group].reset_index(drop=True).assign(**{column: known[column].to_numpy()[first]})
    tables = [
        base.assign(
            coefficient=name,
            weights=label_of(weights),
            estimate=found[name].estimate[group],
            without=one.estimate,
            change=one.estimate - found[name].estimate[group],
            status=one.status,
        )
        for name, one in without.items()
    ]
    return pd.concat(tables, ignore_index=True)
