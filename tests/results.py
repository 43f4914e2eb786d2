"""Results of every check with plausible numbers, for words and pictures; the checks themselves are tested elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult
from kinerja_lab.checks.suite import standard
from kinerja_lab.checks.verdict import Gap, Level, Shown
from kinerja_lab.stats.interval import Interval
from tests import small

STATUSES = (
    "missing_data",
    "too_few",
    "undefined_no_variation",
    "no_pairable_units",
    "not_identified",
    "separation",
    "not_converged",
)
DIAGNOSES = {
    "agreement": ("paradoks",),
    "ordinal_odds_ratio": ("kasar_berbeda",),
    "comparable_pairs": ("sejalan", "lemah", "acak", "seragam", "terbalik"),
}
QUANTITIES = {
    "completeness": ("n_rated", "n_attained", "n_units", "n_units_low"),
    "agreement": ("percent_agreement", "alpha", "alpha_low", "alpha_high", "n_raters"),
    "severity": ("n_ratees", "n_flagged", "n_beyond", "range_low", "range_high"),
    "halo": ("share", "n_raters", "n_aspects"),
    "self_superior_gap": ("d_z", "share_higher", "self_mean", "superior_mean"),
    "comparable_pairs": (
        "pairs",
        "concordant_100",
        "tied_100",
        "reversed_100",
        "inversion_rate",
        "differentiation",
        "min_gap",
    ),
    "predikat_matrix": ("n_different", "n_raised", "n_lowered"),
    "ordinal_odds_ratio": (
        "or_crude",
        "or_crude_low",
        "or_crude_high",
        "n_focal",
        "n_reference",
        "top_focal",
        "top_reference",
        "low_focal",
        "low_reference",
        "points_top",
        "affected",
    ),
    "impact_ratio": ("adverse_ratio", "adverse_low", "adverse_high", "four_fifths", "shortfall", "p_fisher"),
    "awards_on_target": (
        "n_false",
        "n_awards",
        "n_sanctions",
        "n_false_sanctions",
        "sanction_share",
        "sanction_low",
        "sanction_high",
        "coverage",
    ),
}
HUNDRED = {"concordant_100": 41.4, "tied_100": 33.3, "reversed_100": 25.3}


def checks() -> tuple[Check, ...]:
    """Every check of the standard suite, each with its options."""
    return standard(small.profile())


def verdicts(check: Check) -> tuple[str, ...]:
    """Verdicts that a check's rule can give."""
    if isinstance(check.rule, Shown):
        return ("ditampilkan", "data tidak cukup")
    return ("wajar", "perlu perhatian", "bermasalah", "data tidak cukup")


def result(check: Check, **changes: object) -> CheckResult:
    """Answered result of a check with all its quantities."""
    quantities = dict.fromkeys(QUANTITIES[check.name], 0.25) | {
        name: value for name, value in HUNDRED.items() if name in QUANTITIES[check.name]
    }
    made = CheckResult(
        check=check,
        estimate=0.45,
        interval=Interval(0.31, 0.58),
        equivalence=Interval(0.33, 0.56),
        p_value=0.001,
        p_adjusted=0.001,
        n=1234,
        detectable=0.17 if isinstance(check.rule, Gap | Level) else float("nan"),
        quantities=quantities,
        evidence=evidence(check),
    )
    return replace(made, **changes)


def evidence(check: Check) -> pd.DataFrame:
    """Evidence in the shape that the check gives it."""
    codes = {
        "agreement": ["gwet_ac", "krippendorff_alpha", "percent_agreement"],
        "halo": ["impression", "residual"],
        "ordinal_odds_ratio": ["crude", "adjusted", "within_unit"],
        "impact_ratio": ["favourable", "adverse"],
        "awards_on_target": ["awards_below_target", "sanctions_at_target"],
        "severity": [f"P{place:02d}" for place in range(1, 41)],
    }
    names = codes.get(check.name, ["Dinas Kesehatan", "Dinas Pendidikan", "Inspektorat"])
    estimates = np.linspace(-0.6, 0.6, len(names)) if check.name == "severity" else np.linspace(0.45, 0.6, len(names))
    rows = {"unit": names, "n": 60, "estimate": estimates, "low": estimates - 0.1, "high": estimates + 0.1}
    return pd.DataFrame(rows)[list(EVIDENCE)]
