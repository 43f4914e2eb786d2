"""Area A of the fairness cases: is a group treated differently? One function a check."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import kruskal, mannwhitneyu, norm

from kinerja_lab.checks.verdict import Gap, Measured, Rule, Verdict
from kinerja_lab.columns import Scale
from kinerja_lab.measures.impact_ratio import impact_ratio
from kinerja_lab.measures.ordinal_odds_ratio import ordinal_odds_ratio
from kinerja_lab.stats import ratio
from kinerja_lab.stats.cliff import cliffs_delta, permutation_p_value
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.multiplicity import benjamini_hochberg, holm
from kinerja_lab.stats.ordinal import cumulative_logit, nominal_test, used_levels
from kinerja_lab.stats.strata import CommonOdds, mantel_haenszel

Answer = dict[str, Any]

PREDIKAT = Scale((1, 2, 3, 4, 5))
GOOD = 4  # position of "baik" among the numbers of the scale
SMALLEST_GROUP = 10
ODDS = Gap(practical=1.5, exclusion=2.0, log=True)
RATES = Gap(practical=1.25, exclusion=2.0, log=True)


def judged(rule: Rule, enough: bool = True, **measured: Any) -> str:
    """Verdict of the engine; a broken floor is never judged."""
    return str(rule.judge(Measured(**measured)) if enough else Verdict.INSUFFICIENT)


def two_by_two(counts: Answer, case: Answer) -> Answer:
    """Four counts."""
    table = [counts[group][what] for group in ("focal", "reference") for what in ("success", "n")]
    found = ratio.impact_ratio(*table)
    return {
        "rate_focal": found.rate_focal,
        "rate_ref": found.rate_reference,
        "impact_ratio": found.ratio,
        "impact_ratio_ci_lo": found.interval.low,
        "impact_ratio_ci_hi": found.interval.high,
        "p_fisher": found.p_fisher,
        "p_midp": found.p_midp,
        "z": found.z,
        "phi": found.phi,
        "h_cohen": found.cohen_h,
        "shortfall": found.shortfall,
        "verdict": judged(
            RATES,
            min(table[1], table[3]) >= SMALLEST_GROUP,
            estimate=found.ratio,
            interval=found.interval,
            equivalence=ratio.koopman_interval(*table, confidence=0.90),
            p_value=found.p_midp,
        ),
    }


def percentages(table: Answer, case: Answer) -> Answer:
    """Shares without counts: ratios only, no test, no verdict."""
    rows = table["rows"]
    top = {name: shares[0] + shares[1] for name, shares in rows.items()}
    pairs = {"ethnic_white": ("Ethnic", "White"), "women_men": ("Women", "Men")}
    return {
        **{f"ratio_top2_{pair}": top[focal] / top[reference] for pair, (focal, reference) in pairs.items()},
        **{f"ratio_bottom_{pair}": rows[focal][-1] / rows[other][-1] for pair, (focal, other) in pairs.items()},
        "verdict": str(Verdict.INSUFFICIENT),
    }


def stratified(counts: Answer, case: Answer) -> Answer:
    """Success and failure of two groups in each stratum."""
    found = mantel_haenszel(np.array([[row[1:3], row[3:5]] for row in counts["strata"]]))
    verdict = common_odds_verdict(found)
    return {
        "or_mh": found.odds_ratio,
        "or_mh_lo": found.interval.low,
        "or_mh_hi": found.interval.high,
        "cmh_chi2_cc": found.chi2,
        "cmh_p_cc": found.p_value,
        "breslow_day": found.breslow_day,
        "breslow_day_p": found.p_homogeneous,
        "breslow_day_tarone": found.tarone,
        "strata_informative": found.informative,
        "strata_total": found.strata,
        "verdict": str(Verdict.ATTENTION) if found.p_homogeneous < 0.05 else verdict,
    }


def common_odds_verdict(found: CommonOdds) -> str:
    """Gap rule on an odds ratio shared by strata."""
    return judged(
        ODDS,
        estimate=found.odds_ratio,
        interval=found.interval,
        equivalence=found.equivalence,
        p_value=found.p_value,
    )


def dominance(groups: Answer, case: Answer) -> Answer:
    """Two groups of ratings."""
    focal, reference = np.array(groups["x"], dtype=float), np.array(groups["y"], dtype=float)
    found = cliffs_delta(focal, reference)
    return {
        "cliff_delta": found.delta,
        "cliff_var_unbiased": found.variance,
        "ci_lo": found.interval.low,
        "ci_hi": found.interval.high,
        "W": found.u_statistic,
        "p_wilcoxon": found.p_value,
        "p_wilcoxon_cc": float(mannwhitneyu(focal, reference, method="asymptotic").pvalue),
        "p_permutation": permutation_p_value(focal, reference),
        "verdict": judged(
            Gap(practical=0.147, exclusion=0.33),
            estimate=found.delta,
            interval=found.interval,
            equivalence=cliffs_delta(focal, reference, confidence=0.90).interval,
            p_value=found.p_value,
        ),
    }


def ordinal(people: pd.DataFrame, case: Answer) -> Answer:
    """A table of people, or any ordered outcome with named predictors."""
    if "predictors" in case["columns"]:
        return _cumulative_logit(people, case["columns"])
    columns, params = case["columns"], case["params"]
    sides = {name: params[name] for name in ("focal", "reference")}
    models = fitted(people, columns, sides)
    group, rating = people[columns["group"]], people[columns["outcome"]]
    focal, reference = (rating[group == side].to_numpy(dtype=float) for side in sides.values())
    top, low = (
        impact_ratio(people, group=columns["group"], favourable=hit, **sides).iloc[0]
        for hit in (rating == PREDIKAT.levels[-1], rating < GOOD)
    )
    units = tables(group == sides["focal"], rating == PREDIKAT.levels[-1], people[columns["unit"]])
    found = mantel_haenszel(units)
    return {
        "n": len(people),
        f"n_{sides['focal']}": len(focal),
        "impact_ratio_sangat_baik": top["impact_ratio"],
        "impact_ratio_di_bawah_baik": low["impact_ratio"],
        "p_fisher_sangat_baik": top["p_fisher"],
        **_odds(models.loc["crude"], "or_po_unadjusted"),
        **_odds(models.loc["adjusted"], "or_po_adjusted"),
        **_odds(models.loc["within_unit"], "or_po_within_unit"),
        f"p_nominal_test_{columns['group']}": models.loc["adjusted", "p_proportional"],
        "cliff_delta": cliffs_delta(focal, reference).delta,
        f"or_mh_{columns['unit']}_sangat_baik": found.odds_ratio,
        f"mh_{columns['unit']}_informative_strata": found.informative,
        "verdict": odds_verdict(models),
        **_disability(people, columns),
        **_interaction(people, columns, sides["focal"]),
    }


def fitted(people: pd.DataFrame, columns: Answer, sides: Answer) -> pd.DataFrame:
    """Crude, adjusted and within unit."""
    return ordinal_odds_ratio(
        people,
        outcome=columns["outcome"],
        scale=PREDIKAT,
        group=columns["group"],
        attainment=columns["attainment"],
        position=columns["position"],
        unit=columns["unit"],
        **sides,
    ).set_index("model")


def _odds(row: pd.Series, name: str) -> Answer:
    """Odds ratio with its limits."""
    return {name: row["odds_ratio"], f"{name}_lo": row["low"], f"{name}_hi": row["high"]}


def odds_verdict(models: pd.DataFrame) -> str:
    """Gap rule on the odds ratio within unit."""
    row = models.loc["within_unit"]
    return judged(
        ODDS,
        min(row["n_focal"], row["n_reference"]) >= SMALLEST_GROUP and row["status"] == "ok",
        estimate=row["odds_ratio"],
        interval=Interval(row["low"], row["high"]),
        equivalence=Interval(row["low_90"], row["high_90"]),
        p_value=row["p_value"],
    )


def _disability(people: pd.DataFrame, columns: Answer) -> Answer:
    """The same question for a second attribute of the table."""
    if "disabilitas" not in people:
        return {}
    models = fitted(people, columns | {"group": "disabilitas"}, {"focal": "ya", "reference": "tidak"})
    smallest = min(people["disabilitas"].value_counts())
    return {"disabilitas_verdict": odds_verdict(models), "disabilitas_suppressed": bool(smallest < SMALLEST_GROUP)}


def _interaction(people: pd.DataFrame, columns: Answer, focal: str) -> Answer:
    """Does the group's odds ratio differ by kind of employment? And in which of the four cells are ratings lowest?"""
    if "status" not in people:
        return {}
    group, other = people[columns["group"]] == focal, people["status"] == "PPPK"
    attainment = people[columns["attainment"]]
    numbers = np.column_stack(
        [
            group & other,
            group,
            other,
            (attainment - attainment.mean()) / attainment.std(),
            pd.get_dummies(people[columns["position"]], drop_first=True),
        ]
    ).astype(float)
    codes = used_levels(people[columns["outcome"]].to_numpy())
    fit = cumulative_logit(codes, numbers)
    cells = {
        f"{side}|{kind}": fit.coefficients[:3] @ [side == focal and kind == "PPPK", side == focal, kind == "PPPK"]
        for side in sorted(people[columns["group"]].unique())
        for kind in sorted(people["status"].unique())
    }
    return {
        f"or_interaction_{focal}_PPPK": math.exp(fit.coefficients[0]),
        "p_interaction": 2 * float(norm.sf(abs(fit.coefficients[0] / fit.errors[0]))),
        "worst_intersection": min(cells, key=lambda cell: cells[cell]),
    }


def _cumulative_logit(people: pd.DataFrame, columns: Answer) -> Answer:
    """Coefficients, thresholds and tests of proportional odds, predictors treatment-coded."""
    names = columns["predictors"].split(",")
    dummies = pd.get_dummies(people[names], prefix_sep="", drop_first=True)
    codes, predictors = used_levels(people[columns["outcome"]].to_numpy()), dummies.to_numpy(dtype=float)
    fit = cumulative_logit(codes, predictors)
    levels = sorted(people[columns["outcome"]].unique())
    found: Answer = {"loglik": fit.log_likelihood}
    for place, name in enumerate(dummies.columns):
        test = nominal_test(codes, predictors, place, proportional=fit)
        predictor = next(stem for stem in names if name.startswith(stem))
        found |= {f"coef_{name}": fit.coefficients[place], f"se_{name}": fit.errors[place]}
        found |= {f"nominal_lr_{predictor}": test.statistic, f"nominal_p_{predictor}": test.p_value}
    return found | {
        f"threshold_{low}|{high}": threshold
        for low, high, threshold in zip(levels[:-1], levels[1:], fit.thresholds, strict=True)
    }


def tables(focal: pd.Series, success: pd.Series, strata: pd.Series) -> npt.NDArray[np.int64]:
    """One 2×2 table a stratum: focal and reference group by success and failure."""
    labels = pd.factorize(strata)[0]
    counts = np.zeros((labels.max() + 1, 2, 2), dtype=np.int64)
    np.add.at(counts, (labels, (~focal).astype(int), (~success).astype(int)), 1)
    return counts


def units(counts: pd.DataFrame, case: Answer) -> Answer:
    """Counts of two groups in each unit: a screen."""
    names = case["columns"]
    rows = counts[[names[role] for role in ("success_focal", "n_focal", "success_ref", "n_ref")]].to_numpy()
    found = [ratio.impact_ratio(*map(int, row)) for row in rows]
    p_values = np.array([unit.p_fisher for unit in found])
    adjusted = {"bh": benjamini_hochberg(p_values), "holm": holm(p_values)}
    large = rows[:, 1::2].min(axis=1) >= SMALLEST_GROUP
    return {
        "p_fisher": p_values.tolist(),
        "n_fisher_raw": int((p_values < 0.05).sum()),
        **{f"p_{name}": values.tolist() for name, values in adjusted.items()},
        **{f"n_{name}": int((values < 0.05).sum()) for name, values in adjusted.items()},
        "n_four_fifths_flags": sum(_four_fifths(unit.rate_focal, unit.rate_reference) for unit in found),
        "flagged_units": counts[names["unit"]][(adjusted["bh"] < 0.05) & large].tolist(),
    }


def _four_fifths(*rates: float) -> bool:
    """Whether the lower rate is below four fifths of the higher one."""
    return min(rates) < 0.8 * max(rates)


def many_groups(people: pd.DataFrame, case: Answer) -> Answer:
    """More than two groups: Kruskal–Wallis, and pairs with both corrections."""
    names = case["columns"]
    groups = {name: part[names["outcome"]].to_numpy() for name, part in people.groupby(names["group"])}
    test = kruskal(*groups.values())
    pairs = [(first, second) for first in groups for second in groups if first < second]
    raw = [float(mannwhitneyu(groups[a], groups[b], method="asymptotic").pvalue) for a, b in pairs]
    columns = {"raw": raw, "holm": holm(raw).tolist(), "bh": benjamini_hochberg(raw).tolist()}
    return {
        "H": float(test.statistic),
        "df": len(groups) - 1,
        "p": float(test.pvalue),
        "epsilon2": float(test.statistic) / (len(people) - 1),
        **{
            f"p_{name}": {f"{a}-{b}": value for (a, b), value in zip(pairs, values, strict=True)}
            for name, values in columns.items()
        },
    }
