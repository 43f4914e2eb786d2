"""How long do citizens wait, and is the service standard met?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.frames import require
from kinerja_lab.measures.rating_tables import listed
from kinerja_lab.stats.cliff import cliffs_delta
from kinerja_lab.stats.proportion import proportion_interval
from kinerja_lab.stats.survival import kaplan_meier
from kinerja_lab.stats.working_time import working_hours

Floats = npt.NDArray[np.float64]
Moments = npt.NDArray[np.datetime64]


def public_holidays(first_year: int, last_year: int) -> Moments:
    """Days on which Indonesian offices are closed: national holidays and joint leave, shape (n,)."""
    import holidays

    years = range(first_year, last_year + 1)
    days = holidays.country_holidays("ID", years=years, categories=("public", "government"))
    return np.array(sorted(days), dtype="datetime64[D]")


def waiting_hours(
    requests: pd.DataFrame,
    *,
    begin: str = "waktu_masuk",
    end: str = "waktu_selesai",
    office: bool = True,
    as_of: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """How many hours did each request take, and is it closed?

    Parameters
    ----------
    requests
        One row a request.
    begin, end
        Columns with the moments at which it came in and was finished; a missing end is a request still open.
    office
        Count office hours, without weekends and Indonesian public holidays; else hours of the clock.
    as_of
        Moment at which open requests were last seen; by default the latest moment in the table.

    Returns
    -------
    DataFrame
        ``hours`` and ``closed``, indexed like ``requests``; requests whose end comes before their begin have no hours.

    Raises
    ------
    UnknownName
        A column that is not there.
    """
    require(requests, (begin, end))
    came, done = (requests[name].to_numpy(dtype="datetime64[s]") for name in (begin, end))
    seen = pd.concat([requests[begin], requests[end]]).max() if as_of is None else as_of
    closed = ~np.isnat(done)
    until = np.where(closed, done, np.datetime64(seen).astype("datetime64[s]"))
    if office:
        years = requests[begin].dropna().dt.year
        off = (
            public_holidays(int(years.min()), int(pd.Timestamp(seen).year)) if len(years) else np.zeros(0, until.dtype)
        )
        hours = working_hours(came, until, holidays=off)
    else:
        hours = np.where(until >= came, (until - came) / np.timedelta64(1, "h"), np.nan)
    return pd.DataFrame({"hours": hours, "closed": closed}, index=requests.index)


def waiting_time(
    waits: pd.DataFrame,
    *,
    hours: str = "hours",
    closed: str | None = "closed",
    standard: str | float | None = None,
    by: str | Sequence[str] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How long does a request take: median, ninth decile, and the share within the standard?

    Parameters
    ----------
    waits
        One row a request, as ``waiting_hours`` gives them, or durations of any kind.
    hours
        Column with the duration; rows without one are left out.
    closed
        Column with whether the request is closed; ``None``: all are. Open ones count as long as they have lasted.
    standard
        The service standard in hours: one number, or the column with it.
    by
        Columns that split the requests.
    confidence
        Of the intervals.

    Returns
    -------
    DataFrame
        One row a group: ``[*by,] median, median_low, median_high, p90, within, within_low, within_high`` (share of
        requests within the standard; an open one beyond it is not, an open one short of it is left out), ``n``,
        ``n_open``, ``n_judged``, ``status``.

    Raises
    ------
    UnknownName
        A column that is not there.
    """
    names = listed(by)
    require(waits, (hours, closed, *names, standard if isinstance(standard, str) else None))
    known = waits.dropna(subset=[hours])
    groups = known.groupby(list(names), sort=True, observed=True) if names else [((), known)]
    rows = []
    for key, group in groups:
        own = dict(zip(names, key if isinstance(key, tuple) else (key,), strict=True))
        rows.append({**own, **_group(group, hours, closed, standard, confidence)})
    return pd.DataFrame(rows, columns=[*names, *_COLUMNS])


_COLUMNS = (
    *("median", "median_low", "median_high", "p90", "within", "within_low", "within_high"),
    *("n", "n_open", "n_judged", "status"),
)


def waiting_curve(
    waits: pd.DataFrame,
    *,
    hours: str = "hours",
    closed: str = "closed",
    by: str | Sequence[str] | None = None,
    shares: Sequence[float] = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
) -> pd.DataFrame:
    """By when is which share of the requests done, open ones allowed for (Kaplan–Meier)?

    Parameters
    ----------
    waits, hours, closed, by
        See ``waiting_time``.
    shares
        Shares in (0, 1).

    Returns
    -------
    DataFrame
        One row a group and share: ``[*by,] share, hours`` (NaN where so many are not done yet).

    Raises
    ------
    UnknownName
        A column that is not there.
    """
    names = listed(by)
    require(waits, (hours, closed, *names))
    known = waits.dropna(subset=[hours])
    rows = []
    for key, group in known.groupby(list(names), sort=True, observed=True) if names else [((), known)]:
        own = dict(zip(names, key if isinstance(key, tuple) else (key,), strict=True))
        if len(group):
            curve = kaplan_meier(group[hours].to_numpy(dtype="float64"), group[closed].to_numpy(dtype=bool))
            rows += [{**own, "share": share, "hours": curve.quantile(share)} for share in shares]
    return pd.DataFrame(rows, columns=[*names, "share", "hours"]).replace({"hours": {np.inf: np.nan}})


def compare_waiting(before: Floats, after: Floats) -> pd.DataFrame:
    """By how much did waiting change, as two samples? A comparison of before and after alone proves no effect.

    Parameters
    ----------
    before, after
        Durations above zero, shapes (m,) and (n,).

    Returns
    -------
    DataFrame
        One row: ``cliffs_delta`` of after over before with ``low, high`` and ``p_value``, ``log_shift``
        (Hodges–Lehmann shift of the logarithms) and ``ratio`` (its exponential: typical wait after over before),
        ``n_before``, ``n_after``, ``status``.

    References
    ----------
    Hodges, J. L., & Lehmann, E. L. (1963). Annals of Mathematical Statistics, 34, 598.
    """
    row = {"n_before": len(before), "n_after": len(after), "status": "ok"}
    try:
        found = cliffs_delta(after, before)
    except NotAssessable as reason:
        return pd.DataFrame([row | {"status": reason.status}])
    shift = float(np.median(np.subtract.outer(np.log(after), np.log(before))))
    row |= {"cliffs_delta": found.delta, "low": found.interval.low, "high": found.interval.high}
    return pd.DataFrame([row | {"p_value": found.p_value, "log_shift": shift, "ratio": float(np.exp(shift))}])


def _group(
    group: pd.DataFrame, hours: str, closed: str | None, standard: str | float | None, confidence: float
) -> dict[str, object]:
    """Numbers of one group."""
    durations = group[hours].to_numpy(dtype="float64")
    done = np.ones(len(group), dtype=bool) if closed is None else group[closed].to_numpy(dtype=bool)
    row: dict[str, object] = dict.fromkeys(_COLUMNS, np.nan)
    row |= {"n": len(group), "n_open": int((~done).sum()), "n_judged": 0, "status": "ok"}
    if not done.any():
        return row | {"status": "too_few"}
    if done.all():
        row |= {"median": float(np.median(durations)), "p90": float(np.quantile(durations, 0.9))}
    curve = kaplan_meier(durations, done)
    if not done.all():
        row |= {"median": curve.quantile(0.5), "p90": curve.quantile(0.9)}
    row["median_low"], row["median_high"] = curve.quantile_interval(0.5, confidence)
    if standard is not None:
        limit = (
            group[standard].to_numpy(dtype="float64") if isinstance(standard, str) else np.full(len(group), standard)
        )
        judged = ~np.isnan(limit) & (done | (durations > limit))
        kept = int((done & (durations <= limit))[judged].sum())
        n = int(judged.sum())
        low, high = proportion_interval(kept, n, confidence=confidence, method="wilson")
        row |= {"within": kept / n if n else np.nan, "within_low": low, "within_high": high, "n_judged": n}
    return row
