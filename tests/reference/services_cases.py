"""Area D of the fairness cases: did a service change, and how long do citizens wait? One function a check."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import statsmodels.api as sm

from kinerja_lab.checks.verdict import Impact, Verdict
from kinerja_lab.measures.difference_in_differences import difference_in_differences
from kinerja_lab.measures.interrupted_series import Series, interrupted_series
from kinerja_lab.measures.waiting_time import compare_waiting, waiting_time
from kinerja_lab.stats.interrupted_series import LEVEL, SLOPE, segmented
from kinerja_lab.stats.interval import UNDEFINED
from tests.reference.group_cases import Answer, judged

FEWEST_PROVABLE = 12
STANDARD_HOURS = 24.0


def series(table: pd.DataFrame, case: Answer) -> Answer:
    """An interrupted series: of values with AR(1) errors, or of counts with an offset."""
    names = case["columns"]
    start = table.loc[table[names["post"]] == 1, names["time"]].min()
    exposure = names["offset"].removeprefix("log(").removesuffix(")") if "offset" in names else ""
    found = interrupted_series(table, month=names["time"], value=names["y"], start=start, exposure=exposure).iloc[0]
    read = Series.read(table, month=names["time"], value=names["y"], start=start, exposure=exposure)
    return {
        "naive_diff": found["difference"],
        "naive_t_p": found["difference_p"],
        **({} if found["status"] != "ok" else _values(read) if read.offset is None else _counts(read)),
        "verdict": _impact(found, case),
    }


def panel(table: pd.DataFrame, case: Answer) -> Answer:
    """Difference in differences."""
    names = [case["columns"][role] for role in ("unit", "time", "y", "treated", "post")]
    found = difference_in_differences(table, columns=tuple(names)).set_index("model")
    plain, trend, before = (found.loc[model] for model in ("plain", "trend", "before"))
    few = trend["n_treated"] == 1
    return {
        "att": plain["estimate"],
        "se_cluster_hc1": plain["se"],
        "p_permutation_exact": plain["p_permutation"],
        "pretrend_slope": before["estimate"],
        "pretrend_se": before["se"],
        "pretrend_p": before["p_value"],
        "att_trend": trend["estimate"],
        "verdict": judged(
            Impact(),
            trend["status"] == "ok",
            estimate=_better(case) * trend["estimate"],
            interval=UNDEFINED,
            p_value=trend["p_permutation"] if few else max(trend["p_value"], trend["p_permutation"]),
        ),
    }


def waits(table: pd.DataFrame, case: Answer) -> Answer:
    """Waiting times before and after."""
    period, value = case["columns"]["period"], case["columns"]["value"]
    found = waiting_time(table, hours=value, closed=None, standard=STANDARD_HOURS, by=period).set_index(period)
    sides = {"before": "sebelum", "after": "sesudah"}
    change = compare_waiting(*(table.loc[table[period] == side, value].to_numpy() for side in sides.values())).iloc[0]
    answer = {"cliff_after_vs_before": change["cliffs_delta"], "hodges_lehmann_log": change["log_shift"]}
    for name, side in sides.items():
        answer |= {f"median_{name}": found.loc[side, "median"], f"p90_{name}": found.loc[side, "p90"]}
        answer[f"share_24h_{name}"] = found.loc[side, "within"]
    return answer | {"verdict": Verdict.UNPROVEN}  # before and after alone


def _values(read: Series) -> Answer:
    """Models of a series of values, and the Newey–West errors that the package does not offer."""
    plain, seasonal = read.fit(seasonal=False), read.fit(seasonal=True)
    design = segmented(read.months, read.start, seasonal=False)
    other = sm.OLS(read.values, design).fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True}, use_t=True)
    return {
        "level_reml_ar1": plain.coefficients[LEVEL],
        "level_se": plain.errors[LEVEL],
        "rho": plain.rho,
        "slope_change": plain.coefficients[SLOPE],
        "level_seasonal": seasonal.coefficients[LEVEL],
        "level_seasonal_se": seasonal.errors[LEVEL],
        "level_nw3": other.params[LEVEL],
        "level_nw3_se": other.bse[LEVEL],
    }


def _counts(read: Series) -> Answer:
    """Models of counts: without a change of slope, with two pairs of harmonics, with a change of slope."""
    design = segmented(read.months, read.start, seasonal=False)
    angles = np.outer(read.months, [2, 4]) * np.pi / 12
    harmonics = np.column_stack([np.sin(angles), np.cos(angles)])
    level = design[:, : LEVEL + 1]

    def fitted(columns: np.ndarray, scale: str | float) -> tuple[float, float, float, sm.GLM]:
        fit = sm.GLM(read.values, columns, family=sm.families.Poisson(), offset=read.offset).fit(scale=scale)
        reach = 1.959963984540054 * fit.bse[LEVEL]
        return *(math.exp(fit.params[LEVEL] + sign * reach) for sign in (0, -1, 1)), fit

    ratio, low, high, _ = fitted(level, 1.0)
    _, quasi_low, quasi_high, quasi = fitted(level, "X2")
    seasonal, seasonal_low, seasonal_high, _ = fitted(np.column_stack([level, harmonics]), "X2")
    slope = fitted(np.column_stack([design, harmonics]), "X2")[3]
    return {
        "rr_poisson": ratio,
        "rr_poisson_lo": low,
        "rr_poisson_hi": high,
        "rr_quasi_lo": quasi_low,
        "rr_quasi_hi": quasi_high,
        "dispersion": quasi.scale,
        "rr_seasonal": seasonal,
        "rr_seasonal_lo": seasonal_low,
        "rr_seasonal_hi": seasonal_high,
        "slope_change_p": slope.pvalues[SLOPE],
    }


def _impact(found: pd.Series, case: Answer) -> str:
    """Verdict on one series."""
    if found["status"] != "ok":
        return Verdict.INSUFFICIENT
    level = found["level"] if found["method"] == "reml_ar1" else math.log(found["level"])
    verdict = judged(Impact(), estimate=_better(case) * level, interval=UNDEFINED, p_value=found["p_value"])
    short = min(found["n_before"], found["n_after"]) < FEWEST_PROVABLE
    return Verdict.UNPROVEN if short or found["placebo_alarms"] else verdict


def _better(case: Answer) -> int:
    """+1 where more is better; waiting times and cases of illness are better when fewer."""
    default = "turun" if case["check"] == "its" else "naik"
    return -1 if case.get("params", {}).get("direction", default).startswith("turun") else 1
