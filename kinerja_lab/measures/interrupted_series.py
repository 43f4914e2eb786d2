"""Did a monthly service figure change when something was done?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.interrupted_series import LEVEL, SLOPE, SeriesFit, autoregressive, segmented

Floats = npt.NDArray[np.float64]

_FEWEST_A_SIDE = 8
_PLACEBO_A_SIDE = 6
_ALPHA = 0.05
_NO_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Series:
    """A service figure, month by month, in order; ``months`` are running numbers, ``start`` the first after the change.

    ``offset``: logarithm of what the counts refer to (served people, population); the figure is then a count.
    """

    months: Floats
    values: Floats
    start: float
    offset: Floats | None = None

    @classmethod
    def read(cls, frame: pd.DataFrame, *, month: str, value: str, start: object, exposure: str = "") -> Series:
        """Take a series from a table with one row a month.

        Parameters
        ----------
        frame
            One row a month; rows without a value are left out.
        month
            Column with ``YYYY-MM`` or running numbers.
        value
            Column with the figure; a count where ``exposure`` is named.
        start
            First month after the change, written as in the column.
        exposure
            Column with what the counts refer to; empty: the figure is no count.

        Raises
        ------
        UnknownName
            A column that is not there.
        InvalidOption
            A month twice, or one that cannot be read.
        """
        require(frame, (month, value, *([exposure] if exposure else [])))
        known = frame.dropna(subset=[month, value])
        numbers = running(known[month])
        if len(np.unique(numbers)) < len(numbers):
            raise InvalidOption(month, "a month twice", "one row a month")
        order = np.argsort(numbers, kind="stable")
        offset = np.log(known[exposure].to_numpy(dtype="float64"))[order] if exposure else None
        first = float(running(pd.Series([start]))[0])
        return cls(numbers[order], known[value].to_numpy(dtype="float64")[order], first, offset)

    @property
    def sides(self) -> tuple[int, int]:
        """Months before and after the change."""
        after = int((self.months >= self.start).sum())
        return len(self.months) - after, after

    def fit(self, *, seasonal: bool | None = None) -> SeriesFit:
        """Model of the series: AR(1) errors, or quasi-Poisson for counts."""
        return self._fit(segmented(self.months, self.start, seasonal=seasonal))

    def placebos(self) -> Floats:
        """p-values of a second change of level at every earlier date that leaves six months on both sides.

        The real change stays in the model: half a series alone is too short to tell a season from a change.
        """
        design, early = segmented(self.months, self.start), self.months[self.months < self.start]
        dates = early[_PLACEBO_A_SIDE : len(early) - _PLACEBO_A_SIDE + 1]
        steps = (np.column_stack([design, self.months >= date]) for date in dates)
        return np.array([self._fit(step).p_value(design.shape[1]) for step in steps])

    def _fit(self, design: Floats) -> SeriesFit:
        """Model of the series with these regressors."""
        if self.offset is None:
            return autoregressive(self.values, design, self.months)
        return _quasi_poisson(self.values, design, self.offset)


def running(months: pd.Series) -> Floats:
    """Running number of each month: numbers stay, ``YYYY-MM`` counts months.

    Raises
    ------
    InvalidOption
        A value that is neither.
    """
    if pd.api.types.is_numeric_dtype(months):
        return months.to_numpy(dtype="float64")
    dates = pd.to_datetime(months.astype("str").str.slice(0, 7), format="%Y-%m", errors="coerce")
    if dates.isna().any():
        raise InvalidOption(str(months.name), str(months[dates.isna()].iloc[0]), "YYYY-MM, or a running number")
    return np.asarray(12.0 * dates.dt.year + dates.dt.month, dtype="float64")


def interrupted_series(
    frame: pd.DataFrame,
    *,
    month: str = "bulan",
    value: str = "nilai",
    start: object,
    exposure: str = "",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Did the level of a monthly figure change at ``start``, beyond its trend and season?

    Parameters
    ----------
    frame, month, value, start, exposure
        See ``Series.read``.
    confidence
        Of the intervals.

    Returns
    -------
    DataFrame
        One row: ``level, low, high, low_90, high_90, se, p_value`` (change of level; for counts the ratio of rates,
        ``se`` of its logarithm), ``slope, slope_low, slope_high, slope_p`` (change of slope a month, for counts a
        ratio), ``rho`` (NaN for counts), ``df``, ``mean_before``, ``difference`` and ``difference_p`` (the plain
        before/after comparison by Welch's test, which proves nothing: it counts the trend and takes the months for
        independent), ``n_before``, ``n_after``, ``placebo_dates``, ``placebo_alarms`` (Bonferroni over the dates),
        ``method``, ``status`` (``too_few``: fewer than eight months on a side; ``undefined_no_variation``: no month
        leaves the line, so that nothing tells how large chance is; ``not_identified``: the months cannot tell trend,
        season and change apart).

    Notes
    -----
    Newey–West errors with three lags find a change in 17–30 % of unchanged series of 36 months; they are not offered.

    References
    ----------
    Lopez Bernal, J., Cummins, S., & Gasparrini, A. (2017). International Journal of Epidemiology, 46, 348.
    """
    series = Series.read(frame, month=month, value=value, start=start, exposure=exposure)
    n_before, n_after = series.sides
    row: dict[str, object] = dict.fromkeys(_COLUMNS, np.nan)
    row |= {"n_before": n_before, "n_after": n_after, **_plain(series), "placebo_dates": 0, "placebo_alarms": 0}
    row["method"] = "reml_ar1" if series.offset is None else "quasi_poisson"
    if min(n_before, n_after) < _FEWEST_A_SIDE:
        return pd.DataFrame([row | {"status": "too_few"}])
    if np.ptp(series.values) == 0:
        return pd.DataFrame([row | {"status": "undefined_no_variation"}])
    try:
        fit, placebos = series.fit(), series.placebos()
    except np.linalg.LinAlgError:
        return pd.DataFrame([row | {"status": "not_identified"}])
    if series.offset is None and not fit.errors[LEVEL] > _NO_NOISE * np.ptp(series.values):
        return pd.DataFrame([row | {"status": "undefined_no_variation"}])
    alarms = int((placebos < _ALPHA / max(len(placebos), 1)).sum())
    row |= _told(series, fit, confidence) | {"placebo_dates": len(placebos), "placebo_alarms": alarms, "status": "ok"}
    return pd.DataFrame([row])


_COLUMNS = (
    *("level", "low", "high", "low_90", "high_90", "se", "p_value", "slope", "slope_low", "slope_high", "slope_p"),
    *("rho", "df", "mean_before", "difference", "difference_p", "n_before", "n_after"),
    *("placebo_dates", "placebo_alarms", "method", "status"),
)


def counterfactual(frame: pd.DataFrame, *, month: str, value: str, start: object, exposure: str = "") -> pd.DataFrame:
    """What would the months have shown if the line before had gone on?

    Parameters
    ----------
    frame, month, value, start, exposure
        See ``Series.read``.

    Returns
    -------
    DataFrame
        One row a month: ``month`` (running number), ``observed``, ``fitted``, ``expected`` (without the change) with
        ``expected_low, expected_high`` (95 %, of the line, not of single months), on the scale of the figure.
    """
    series = Series.read(frame, month=month, value=value, start=start, exposure=exposure)
    fit, design = series.fit(), segmented(series.months, series.start)
    without = design.copy()
    without[:, [LEVEL, SLOPE]] = 0.0
    lines = np.column_stack([design @ fit.coefficients, without @ fit.coefficients, *fit.band(without)])
    if series.offset is not None:
        lines = np.exp(lines + series.offset[:, None])
    told = pd.DataFrame(lines, columns=["fitted", "expected", "expected_low", "expected_high"])
    told.insert(0, "month", series.months)
    told.insert(1, "observed", series.values)
    return told


def _told(series: Series, fit: SeriesFit, confidence: float) -> dict[str, object]:
    """Change of level and slope, on the scale of the figure."""
    scale = np.asarray if series.offset is None else np.exp
    low, high = scale(fit.interval(LEVEL, confidence))
    low_90, high_90 = scale(fit.interval(LEVEL, 0.90))
    slope_low, slope_high = scale(fit.interval(SLOPE, confidence))
    level, slope = scale(fit.coefficients[[LEVEL, SLOPE]])
    told = {"level": level, "low": low, "high": high, "low_90": low_90, "high_90": high_90, "se": fit.errors[LEVEL]}
    told |= {"slope": slope, "slope_low": slope_low, "slope_high": slope_high, "rho": fit.rho, "df": fit.df}
    numbers = {name: float(number) for name, number in told.items()}
    return {**numbers, "p_value": fit.p_value(LEVEL), "slope_p": fit.p_value(SLOPE)}


def _plain(series: Series) -> dict[str, float]:
    """Mean before, and the plain difference after it."""
    values = series.values if series.offset is None else series.values / np.exp(series.offset)
    after = series.months >= series.start
    if after.all() or not after.any():
        return {}
    told = {"mean_before": float(values[~after].mean())}
    told["difference"] = float(values[after].mean()) - told["mean_before"]
    if min(np.ptp(values[after]), np.ptp(values[~after])) > _NO_NOISE * np.abs(values).max():
        from scipy.stats import ttest_ind  # builds all its distributions, which takes long

        told["difference_p"] = float(ttest_ind(values[after], values[~after], equal_var=False).pvalue)
    return told


def _quasi_poisson(counts: Floats, design: Floats, offset: Floats) -> SeriesFit:
    """Log-linear model of counts with the dispersion of Pearson's chi-square."""
    import statsmodels.api as sm

    fit = sm.GLM(counts, design, family=sm.families.Poisson(), offset=offset).fit(scale="X2")
    return SeriesFit(np.asarray(fit.params), np.asarray(fit.cov_params()), float("nan"), float(fit.df_resid))
