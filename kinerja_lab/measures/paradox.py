"""Is a low kappa beside high agreement the paradox of unequal categories? For two raters, long or in a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.measures.rating_tables import LongRatings, Names, listed, read_long, read_table
from kinerja_lab.stats.paradox import HIGH, LOW, Paradox, tables_of_two
from kinerja_lab.stats.paradox import paradox as indices
from kinerja_lab.stats.ratings import sizes


def paradox(
    ratings: pd.DataFrame,
    *,
    scale: Scale,
    unit: str = "id_pegawai",
    rater: str = "id_penilai",
    rating: str = "skor",
    by: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """What do unequal categories do to the kappa of two raters, in each group?

    Parameters
    ----------
    ratings
        One row a rating; only units with both ratings count.
    scale
        The declared levels.
    unit, rater, rating, by
        Names of the columns: what is rated, by whom, how, in which groups.

    Returns
    -------
    DataFrame
        One row a group and level: ``[*by,] level, agreement`` (of the ratings in this level) and, the same in all rows
        of a group, ``prevalence, bias`` (two levels only), ``pabak, kappa, kappa_max`` (unweighted), ``paradox`` (kappa
        below 0.40 although PABAK reaches 0.60), ``n_pairable, status`` (``ok``, ``not_identified`` where the raters
        are not two, ``no_pairable_units``, ``undefined_no_variation``).

    Raises
    ------
    InvalidOption
        Two ratings of a unit by the same rater, a missing name.
    UnknownName
        A column that does not exist, a rating that is no level of the scale.

    References
    ----------
    Feinstein & Cicchetti (1990); Byrt, Bishop & Carlin (1993).
    """
    return _tidy(read_long(ratings, scale, Names(unit=unit, rater=rater, rating=rating, by=listed(by))), scale)


def paradox_from_table(table: pd.DataFrame | npt.ArrayLike, *, scale: Scale) -> pd.DataFrame:
    """What do unequal categories do to the kappa of two raters, whose ratings are counted in a table?

    Parameters
    ----------
    table : (q, q)
        As in ``agreement_from_table``.
    scale
        The declared levels.

    Returns
    -------
    DataFrame
        As from ``paradox``, without groups.

    Raises
    ------
    InvalidOption
        Counts that are not whole numbers from 0 up, a table of another shape.
    UnknownName
        A label that is no level of the scale.
    """
    return _tidy(read_table(table, scale), scale)


def _tidy(long: LongRatings, scale: Scale) -> pd.DataFrame:
    """One row a group and level."""
    size, levels = sizes(long.ratings), len(scale.levels)
    found = [indices(cells) for cells in tables_of_two(long.ratings, size)]
    kappa, pabak = (np.array([getattr(one, name) for one in found]) for name in ("kappa", "pabak"))
    reasons = [size.pairable == 0, size.raters != 2, np.isnan(kappa)]
    status = np.select(reasons, ["no_pairable_units", "not_identified", "undefined_no_variation"], "ok")
    of_groups = {name: np.array([getattr(one, name) for one in found]) for name in Paradox._fields[:-1]}
    of_groups |= {
        "paradox": (kappa < LOW) & (pabak >= HIGH),
        "n_pairable": size.pairable.astype(int),
        "status": status,
    }
    table = long.groups.loc[np.repeat(np.arange(len(found)), levels)].reset_index(drop=True)
    return table.assign(
        level=np.tile(np.array(scale.levels, dtype=object), len(found)),
        agreement=np.concatenate([one.by_level for one in found]) if found else np.empty(0),
        **{name: np.repeat(values, levels) for name, values in of_groups.items()},
    )
