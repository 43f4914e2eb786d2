"""Area A of the fairness cases: is a group treated differently? One function a check."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import mannwhitneyu, norm

from kinerja_lab.checks.verdict import Gap, Measured, Rule, Verdict
from kinerja_lab.columns import Scale
from kinerja_lab.measures.impact_ratio import impact_ratio
from kinerja_lab.measures.intersections import intersections
from kinerja_lab.measures.item_functioning import item_functioning
from kinerja_lab.measures.kruskal_posthoc import kruskal_posthoc
from kinerja_lab.measures.oaxaca_blinder import oaxaca_blinder
from kinerja_lab.measures.ordinal_odds_ratio import ordinal_odds_ratio
from kinerja_lab.stats import ratio
from kinerja_lab.stats.cliff import cliffs_delta, permutation_p_value
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.ordinal import cumulative_logit, nominal_test, used_levels
from kinerja_lab.stats.screening import screen
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
    pairs = [(focal, reference) for focal in rows for reference in rows if focal != reference]
    top = {name: shares[0] + shares[1] for name, shares in rows.items()}
    return {
        **{f"ratio_top2_{a}_{b}".lower(): top[a] / top[b] for a, b in pairs},
        **{f"ratio_bottom_{a}_{b}".lower(): rows[a][-1] / rows[b][-1] for a, b in pairs},
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
    """Does the group's odds ratio differ by kind of employment? And in which of the cells are ratings lowest?"""
    if "status" not in people:
        return {}
    rarer = people["status"].value_counts().index[-1]
    group, other = people[columns["group"]] == focal, people["status"] == rarer
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
    fit = cumulative_logit(used_levels(people[columns["outcome"]].to_numpy()), numbers)
    names = {name: columns[name] for name in ("outcome", "attainment", "position", "unit")}
    cells = intersections(people, scale=PREDIKAT, first=columns["group"], second="status", **names)
    worst = cells.loc[cells["odds_ratio"].idxmin()]
    return {
        f"or_interaction_{focal}_{rarer}": math.exp(fit.coefficients[0]),
        "p_interaction": 2 * float(norm.sf(abs(fit.coefficients[0] / fit.errors[0]))),
        "worst_intersection": f"{worst['first']}|{worst['second']}",
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
    hits, sizes = (
        counts[[names[f"{what}_{side}"] for side in ("focal", "ref")]].to_numpy() for what in ("success", "n")
    )
    found = screen(np.stack([hits, sizes - hits], axis=2))
    large = (sizes.min(axis=1) >= SMALLEST_GROUP) & (np.abs(found.shrunken.estimates) >= math.log(ODDS.practical))
    return {
        "p_fisher": found.p_fisher.tolist(),
        "p_midp": found.p_midp.tolist(),
        "p_bh": found.p_bh.tolist(),
        "p_holm": found.p_holm.tolist(),
        "n_fisher_raw": int((found.p_fisher < 0.05).sum()),
        "n_bh": int(found.flagged.sum()),
        "n_holm": int((found.p_holm < 0.05).sum()),
        "n_four_fifths_flags": sum(_four_fifths(*rates) for rates in hits / sizes),
        "flagged_units": counts[names["unit"]][found.flagged & large].tolist(),
    }


def _four_fifths(*rates: float) -> bool:
    """Whether the lower rate is below four fifths of the higher one."""
    return min(rates) < 0.8 * max(rates)


def many_groups(people: pd.DataFrame, case: Answer) -> Answer:
    """More than two groups: Kruskal–Wallis, and pairs with both corrections."""
    names = case["columns"]
    levels = Scale(sorted(people[names["outcome"]].unique().tolist()))
    pairs = kruskal_posthoc(people, outcome=names["outcome"], scale=levels, group=names["group"])
    labels = pairs["group_1"].astype(str) + "-" + pairs["group_2"].astype(str)
    return {
        "H": pairs["statistic"].iloc[0],
        "df": int(pairs["df"].iloc[0]),
        "p": pairs["p_value"].iloc[0],
        "epsilon2": pairs["epsilon2"].iloc[0],
        **{name: dict(zip(labels, pairs[name], strict=True)) for name in ("p_raw", "p_holm", "p_bh")},
    }


def decomposition(people: pd.DataFrame, case: Answer) -> Answer:
    """A model ``outcome ~ a+b; A=focal, B=reference`` of two group means."""
    formula, *sides = re.split(r"[;,]", case["params"]["model"])
    outcome, predictors = (part.strip() for part in formula.split("~"))
    focal, reference = (side.split("=")[1].strip() for side in sides)
    group = next(name for name in people if {focal, reference} <= set(people[name].astype(str)))
    parts = oaxaca_blinder(
        people,
        outcome=outcome,
        group=group,
        focal=focal,
        reference=reference,
        predictors=[name.strip() for name in predictors.split("+")],
        fewest=SMALLEST_GROUP,
    ).set_index("part")["value"]
    named = {
        "threefold_endowments": "endowments",
        "threefold_coefficients": "coefficients",
        "threefold_interaction": "interaction",
        "twofold_pooled_explained": "explained_pooled",
        "twofold_pooledgroup_explained": "explained_pooled_group",
        "twofold_refA_explained": "explained_focal",
        "twofold_refB_explained": "explained_reference",
    }
    return {"gap": parts["gap"]} | {name: parts[part] for name, part in named.items()}


def items(people: pd.DataFrame, case: Answer) -> Answer:
    """Scores of two groups on items that together make a total."""
    named = _spelt_out(case["columns"]["items"])
    sides = {"group": case["columns"]["group"], **{side: case["params"][side] for side in ("focal", "reference")}}
    table = item_functioning(people, items=named, purify=False, **sides).set_index("item")
    found: Answer = {}
    for item, row in table.iterrows():
        found |= {f"{item}.{name}": row[name] for name in ("lr_uniform", "p_uniform", "lr_total", "p_total")}
        found |= {f"{item}.delta_r2_nagelkerke": row["delta_r2"], f"{item}.log_or_group": math.log(row["odds_ratio"])}
    purified = item_functioning(people, items=named, **sides)
    return found | {"flagged_items": purified["item"][purified["flagged"]].tolist()}


def _spelt_out(names: str) -> list[str]:
    """Names of columns from a list, or from the first and the last of a numbered row: ``b1..b3``."""
    if ".." not in names:
        return [name.strip() for name in names.split(",")]
    (stem, first), (_, last) = (re.fullmatch(r"(.*?)(\d+)", end.strip()).groups() for end in names.split(".."))
    return [f"{stem}{place}" for place in range(int(first), int(last) + 1)]
