"""Areas B, C and K of the fairness cases: do ratings, awards and verdicts follow the results? One function a check."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, somersd, spearmanr

from kinerja_lab.checks.verdict import Ceiling, Gap, Level, Verdict
from kinerja_lab.columns import OUTCOMES
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.awards_on_target import awards_on_target
from kinerja_lab.measures.comparable_pairs import comparable_pairs
from kinerja_lab.measures.distribution_pattern import violations
from kinerja_lab.stats.bunching import bunching
from kinerja_lab.stats.concordance import concordance
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.ordinal import cumulative_logit, used_levels
from kinerja_lab.stats.proportion import proportion_interval
from kinerja_lab.stats.strata import mantel_haenszel
from tests.reference.group_cases import (
    GOOD,
    PREDIKAT,
    Answer,
    common_odds_verdict,
    fitted,
    judged,
    odds_verdict,
    tables,
)

FEWEST_AWARDS, FEWEST_PAIRS, FEWEST_COMPARED = 10, 30, 20
ATTAINMENT_SPREAD = 11.0  # the po_slope of the pair cases is per 11 points of attainment


def pairs(people: pd.DataFrame, case: Answer) -> Answer:
    """Comparable pairs, and the same people without strata."""
    names, params = case["columns"], case["params"]
    results, rating = people[names["attainment"]].to_numpy(dtype=float), people[names["outcome"]]
    found = comparable_pairs(
        people,
        outcome=names["outcome"],
        scale=PREDIKAT,
        attainment=names["attainment"],
        strata=params["strata"],
        min_gap=params["min_gap"],
    ).iloc[0]
    codes = PREDIKAT.codes(rating)
    slope = cumulative_logit(used_levels(codes), (results[:, None] - results.mean()) / ATTAINMENT_SPREAD)
    good = int((rating >= GOOD).sum())
    wilson = proportion_interval(good, len(people), method="wilson")
    enough = found["pairs"] >= FEWEST_PAIRS and found["n_people"] >= FEWEST_COMPARED
    return {
        **found[["concordant", "discordant", "tied", "inversion_rate", "differentiation", "diagnosis"]].to_dict(),
        "somers_d_stratified": found["somers_d"],
        "tau_b": float(kendalltau(results, rating).statistic),
        "spearman": float(spearmanr(results, rating).statistic),
        "somers_d_rating_given_x": float(somersd(results, rating).statistic),
        "po_slope_per_sd": float(slope.coefficients[0]),
        "share_baik_up": good / len(people),
        "wilson_lo": wilson.low,
        "wilson_hi": wilson.high,
        "modal_share": float(rating.value_counts(normalize=True).max()),
        "verdict": judged(
            Level(problem=0.20, fine=0.40),
            enough,
            estimate=found["somers_d"],
            interval=Interval(found["low"], found["high"]),
            breach=bool(found["inversion_low"] > 0.15),
        ),
    }


def association(table: Answer, case: Answer) -> Answer:
    """A table of counts, both classifications ordered."""
    counts = np.array(table["table"])
    rows, columns = (np.repeat(place.ravel(), counts.ravel()) for place in np.indices(counts.shape))
    one = np.zeros(counts.sum(), dtype=np.int64)
    by_row, by_column = (
        concordance(codes, results.astype(float), one, min_gap=1.0)
        for codes, results in ((columns, rows), (rows, columns))
    )
    untied = by_row.concordant + by_row.discordant
    return {
        "concordant": by_row.concordant,
        "discordant": by_row.discordant,
        "gamma": (by_row.concordant - by_row.discordant) / untied,
        "tau_b": float(kendalltau(rows, columns).statistic),
        "somers_d_col_given_row": by_row.somers_d,
        "somers_d_row_given_col": by_column.somers_d,
    }


def awards(people: pd.DataFrame, case: Answer) -> Answer:
    """Awards and sanctions against targets, and awards by group within bands of attainment."""
    names, params = case["columns"], case["params"]
    table = awards_on_target(
        people, attainment_met=names["met"], awarded=names["award"], sanctioned=names["sanction"]
    ).set_index("consequence")
    award, sanction = table.loc["award"], table.loc["sanction"]
    bands = pd.cut(people[names["attainment"]], [-math.inf, *params["bands"], math.inf], right=False)
    group = names["group"]
    both = people[group].isin([params["focal"], params["reference"]])
    by_group = mantel_haenszel(
        tables(people.loc[both, group] == params["focal"], people.loc[both, names["award"]] == 1, bands[both])
    )
    return {
        "awards": award["n"],
        "false_awards": award["off_target"],
        "false_award_share": award["share"],
        "false_award_ci_lo": award["low"],
        "false_award_ci_hi": award["high"],
        "sanctions": sanction["n"],
        "false_sanctions": sanction["off_target"],
        "false_sanction_ci_hi": sanction["high"],
        "coverage": award["coverage"],
        f"or_mh_{group}_given_attainment": by_group.odds_ratio,
        f"or_mh_{group}_lo": by_group.interval.low,
        f"or_mh_{group}_hi": by_group.interval.high,
        f"{group}_verdict": common_odds_verdict(by_group),
        "verdict": judged(
            Ceiling(limit=0.10),
            award["n"] >= FEWEST_AWARDS,
            estimate=award["share"],
            interval=Interval(award["low"], award["high"]),
        ),
    }


def pattern(units: Answer, case: Answer) -> Answer:
    """Counts of people with each predikat, and the predikat of their organisation."""
    places = [units["order"].index(level) for level in OUTCOMES.levels]
    return {
        "violations": [
            list(violations(row["org"], [row["counts"][place] for place in places])) for row in units["rows"]
        ]
    }


def threshold(scores: pd.DataFrame, case: Answer) -> Answer:
    """Scores around a cut-off."""
    values = scores[case["columns"]["score"]].to_numpy(dtype=float)
    try:
        found = bunching(values, float(case["params"]["cutoff"]))
    except NotAssessable:
        return {"verdict": str(Verdict.INSUFFICIENT)}
    return {
        "delta_log": found.delta,
        "se": found.error,
        "z": found.z,
        "p_one_sided": found.p_value,
        "ratio_above": found.ratio_above,
        "verdict": judged(
            Gap(practical=1.25, exclusion=1.25, log=True, upward=True),
            estimate=found.ratio,
            interval=found.interval,
            equivalence=found.equivalence,
            p_value=found.p_value,
        ),
    }


def calibration(people: pd.DataFrame, case: Answer) -> Answer:
    """Many regions, with and without a planted gap."""
    names = case["columns"]
    truth = case["params"]["truth_column"].split(" ")[0]
    sides = {"focal": case["params"]["focal"]}
    sides["reference"] = next(side for side in people[names["group"]].unique() if side != sides["focal"])
    odds, verdicts, planted = {}, {}, {}
    for region, part in people.groupby(names["region"]):
        models = fitted(part, names, sides)
        odds[region] = models.loc["adjusted", "odds_ratio"]
        verdicts[region], planted[region] = odds_verdict(models), bool((part[truth] != 0).any())
    null, biased = ([verdicts[name] for name, gap in planted.items() if gap is wanted] for wanted in (False, True))
    return {
        "or_po_adjusted_by_region": odds,
        "false_alarm_rate_bermasalah_on_null": null.count(Verdict.PROBLEM) / len(null),
        "power_bermasalah_on_alt": biased.count(Verdict.PROBLEM) / len(biased),
        "wajar_on_alt": biased.count(Verdict.FAIR) / len(biased),
    }
