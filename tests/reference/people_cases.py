"""Areas E and F of the fairness cases: surveys, tests, daily reports, feedback. One function a check."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, spearmanr

from kinerja_lab.checks.verdict import Level, Verdict
from kinerja_lab.measures.copied_text import copied, copied_text
from kinerja_lab.measures.daily_compliance import daily_compliance
from kinerja_lab.measures.nonresponse import nonresponse
from kinerja_lab.measures.pre_post import paired_shares, pre_post
from kinerja_lab.measures.reliability import reliability
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.survival import kaplan_meier
from tests.reference.group_cases import Answer, judged

FEWEST_TESTED, LOW_COMPLIANCE = 10, 0.80
WEAK, STRONG = 0.10, 0.20  # Cramér's V


def items(table: pd.DataFrame, case: Answer) -> Answer:
    """A scale of items: one row a person, one column an item."""
    names = case["columns"].get("items") or [
        name for name in table if pd.api.types.is_numeric_dtype(table[name]) and name not in ("id", "no")
    ]
    long = table[names].rename_axis("person").reset_index().melt("person", var_name="item", value_name="score")
    found = reliability(long, person="person", item="item", score="score", turn=False)
    total = found[found["item"] == ""].set_index("coefficient")
    rest = found[found["coefficient"] == "item_rest"].set_index("item").reindex(names)
    alpha = total.loc["cronbach_alpha"]
    return {
        "n": int(found["n_persons"].iloc[0]),
        "alpha": alpha["estimate"],
        "alpha_std": total["estimate"].get("standardized_alpha", math.nan),
        "feldt_lo": alpha["low"],
        "feldt_hi": alpha["high"],
        "omega_total_1factor_ml": total["estimate"].get("omega_total", math.nan),
        "item_rest_r": rest["estimate"].tolist(),
        "reversed_items": rest.index[rest["reversed"].astype(bool)].tolist(),
        "verdict": judged(
            Level(problem=0.60, fine=0.70),
            estimate=alpha["estimate"],
            interval=Interval(alpha["low"], alpha["high"]),
        ),
    }


def before_after(table: pd.DataFrame | Answer, case: Answer) -> Answer:
    """Scores of the same people before and after."""
    if isinstance(table, dict):
        frame, names, best = pd.DataFrame(table), {"pre": "pre", "post": "post"}, None
    else:
        frame, names, best = table, case["columns"], case["columns"].get("max_score")
    found = pre_post(frame, before=names["pre"], after=names["post"], best=best).iloc[0]
    shown = {"p_exact": "p_value", "p_exact_one_sided": "p_exact_upper", "p_wilcoxon": "p_normal", "dz": "standardised"}
    shown |= {"p_wilcoxon_cc": "p_corrected", "V": "statistic", "normalized_gain": "gain"}
    shown |= {name: name for name in ("n_zero", "z_pratt", "p_sign", "rank_biserial")}
    enough = found["n"] >= FEWEST_TESTED
    return {name: found[column] for name, column in shown.items()} | (
        {} if enough else {"verdict": Verdict.INSUFFICIENT}
    )


def changed_answers(counts: Answer, case: Answer) -> Answer:
    """A 2 × 2 table of the same people."""
    found = paired_shares(counts["table"]).iloc[0]
    return {
        "chi2": found["chi2"],
        "chi2_cc": found["chi2_corrected"],
        "p_cc": found["p_corrected"],
        "p_exact": found["p_value"],
    }


def who_answered(table: pd.DataFrame, case: Answer) -> Answer:
    """Non-response by every characteristic in the table."""
    responded, strata = case["columns"]["responded"], case["columns"]["strata"]
    answer: Answer = {}
    for name in table.columns.difference([responded, "id"]):
        found = nonresponse(table, responded=responded, strata=name)
        answer[f"chi2_{name}"], answer[f"p_{name}"] = found["chi2"].iloc[0], found["p_value"].iloc[0]
        answer[f"cramers_v_{name}"] = found["cramers_v"].iloc[0]
        if name == strata:
            answer["response_rate"] = found["response_rate"].iloc[0]
            answer["poststrat_weights"] = found.set_index(name)["weight"].to_dict()
    v = answer[f"cramers_v_{strata}"]
    answer["verdict"] = Verdict.FAIR if v < WEAK else Verdict.ATTENTION if v <= STRONG else Verdict.PROBLEM
    return answer


def diary(table: pd.DataFrame, case: Answer) -> Answer:
    """Daily reports."""
    names = case["columns"]
    entries = table.assign(
        **{name: pd.to_datetime(table[names[role]]) for role, name in (("work_date", "day"), ("created", "written"))}
    )
    twins = copied_text(entries, person=names["person"], date="day", text=names["text"])
    found = daily_compliance(
        entries,
        columns=(names["person"], "day", "written"),
        copied=twins,
        holidays=np.array(case["params"]["holidays"], dtype="datetime64[D]"),
    )
    shown = {"days": "hari_lapor", "compliance": "kepatuhan", "median_lag": "median_lag", "late": "pangsa_lebih_2_hari"}
    return {
        "per_person": found[list(shown)].rename(columns=shown).to_dict("index"),
        "flag_backfill": found.index[found["backfilled"]].tolist(),
        "flag_copy": found.index[found["copies"]].tolist(),
        "flag_low_compliance": found.index[found["compliance"] < LOW_COMPLIANCE].tolist(),
        "no_person_in_report": True,
    }


def twins(table: pd.DataFrame, case: Answer) -> Answer:
    """Pairs of texts with labels."""
    names = case["columns"]
    found, label = copied(table[names["a"]], table[names["b"]]), table[names["label"]].to_numpy(dtype=bool)
    hits = int((found & label).sum())
    return {"precision": hits / int(found.sum()), "recall": hits / int(label.sum())}


def latency(table: pd.DataFrame, case: Answer) -> Answer:
    """Time to follow-up, with cases still open."""
    days = table[case["columns"]["days"]].to_numpy(dtype=float)
    closed = table[case["columns"]["event"]].to_numpy(dtype=bool)
    curve = kaplan_meier(days, closed)
    low, high = curve.quantile_interval()
    return {
        "median": curve.quantile(),
        "median_lo": low,
        "median_hi": high,
        **{f"S{day}": curve.still_open(day) for day in (7, 14, 30)},
        "naive_median_closed_only": float(np.median(days[closed])),
    }


def meetings(table: pd.DataFrame, case: Answer) -> Answer:
    """Meetings of the head and results of the team."""
    x, y = table[case["columns"]["x"]], table[case["columns"]["y"]]
    tau = kendalltau(x, y)
    return {"spearman": float(spearmanr(x, y).statistic), "tau_b": float(tau.statistic), "p_tau": float(tau.pvalue)}
