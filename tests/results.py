"""Results of every check with plausible numbers, for words and pictures; the checks themselves are tested elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult
from kinerja_lab.checks.suite import standard
from kinerja_lab.checks.verdict import Gap, Impact, Level, Shown
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
    "central_tendency": ("penilai_tertentu",),
    "drift": ("penilai_tertentu",),
    "severity": ("tanpa_beda",),
    "rater_by_group": ("penilai_tertentu",),
    "copied_scores": ("penilai_tertentu",),
    "enough_raters": ("paradoks",),
    "ordinal_odds_ratio": ("kasar_berbeda",),
    "intersections": ("lebih_dari_jumlahnya",),
    "unit_screen": ("lemah",),
    "coverage": ("penyebut_mengecil",),
    "comparable_pairs": ("sejalan", "lemah", "acak", "seragam", "terbalik"),
}
QUANTITIES = {
    "completeness": ("n_rated", "n_attained", "n_units", "n_units_low"),
    "agreement": ("percent_agreement", "alpha", "alpha_low", "alpha_high", "n_raters"),
    "role_agreement": ("kappa", "icc", "difference", "self_ccc", "n_self", "spread"),
    "enough_raters": (
        "n_now",
        "single",
        "single_low",
        "single_high",
        "needed",
        "needed_high",
        "more",
        "error",
        "n_raters",
    ),
    "severity": ("n_ratees", "n_flagged", "n_beyond", "range_low", "range_high"),
    "halo": ("share", "n_raters", "n_aspects"),
    "central_tendency": ("n_ratees", "n_tested", "n_flagged", "detectable_rater"),
    "drift": ("n_ratees", "n_tested", "n_flagged", "detectable_rater"),
    "rater_by_group": ("n_ratees", "n_tested", "n_flagged", "detectable_rater"),
    "copied_scores": ("n_ratees", "n_tested", "n_flagged", "repeated", "expected"),
    "similar_to_me": ("sheets", "like"),
    "contrast": ("sheets",),
    "rater_fit": ("n_muted", "n_erratic"),
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
        "n_others",
        "top_others",
        "low_others",
        "points_top",
        "affected",
    ),
    "mantel_haenszel": (
        "n_focal",
        "n_reference",
        "strata",
        "informative",
        "dropped",
        "breslow_day",
        "tarone",
        "p_homogeneous",
    ),
    "attainment_bands": ("n_focal", "n_reference", "bands_judged", "bands_lower", "bands_higher"),
    "unit_screen": ("screened", "left_out", "flagged", "waiting", "lowest", "highest"),
    "item_functioning": ("n_focal", "n_reference", "aspects", "flagged", "odds_ratio"),
    "intersections": ("cells", "cells_judged", "cells_apart", "shrunken", "beyond", "p_beyond"),
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
        "n_unmeasured",
    ),
    "attainment_quality": (
        "share_exact",
        "targets_compared",
        "share_unmoved",
        "indicators_measured",
        "indicators_mixed",
    ),
    "rating_slope": ("share_results", "share_unit", "share_rater", "or_results"),
    "inflation": (
        *("modal_share", "good_share", "top_share", "good_low", "good_high"),
        *("effective_levels", "periods", "change"),
    ),
    "distribution_pattern": (
        "n_units_broken",
        "n_units_untestable",
        "n_units_unknown",
        "n_units_teams",
        "share_teams",
    ),
    "organisation_link": ("levels",),
    "unit_residual": ("n_units", "n_units_high", "n_units_low", "waiting"),
    "credit_gap": ("n_focal", "n_allowance", "allowance", "allowance_low", "allowance_high"),
    "awards_by_group": ("n_given", "n_focal", "n_reference", "share_focal", "share_reference", "informative"),
    "training_access": ("n_given", "n_focal", "n_reference", "share_focal", "share_reference", "informative"),
    "bunching": ("cutoff", "ratio_above", "excess", "lack", "cutoffs"),
    "daily_compliance": ("backfilled", "late", "impossible_days", "n_entries"),
    "copied_text": ("n_reports", "mostly"),
    "feedback_latency": ("median", "median_low", "median_high", "n_reports", "n_open"),
    "rating_timing": ("bulk", "days_after", "n_appraisals"),
    "evidence_timing": ("coverage", "after_period", "n_items"),
    "dialogue_frequency": ("n_dialogues", "n_months"),
    "waiting_time": ("median", "p90", "n_open", "returned"),
    "error_rate": ("n_wrong", "n_units"),
    "interrupted_series": (
        *("months_before", "months_after", "mean_before", "slope", "rho", "placebo_dates", "placebo_alarms", "lasting"),
        *("did", "did_p", "comparisons"),
    ),
    "coverage": ("before", "after", "reached_change", "aimed_change", "by_aimed", "yearly"),
    "satisfaction_index": (
        *("index", "index_low", "index_high", "index_before", "to_next"),
        *(f"letter_{letter}" for letter in "abcd"),
        *(f"old_letter_{letter}" for letter in "abc"),
        *(f"u{place}" for place in range(1, 10)),
    ),
    "complaint_rate": (
        *("before", "after", "ratio", "ratio_low", "ratio_high"),
        *("complaints", "praise", "praise_rate"),
    ),
    "period_coverage": ("times", "periods"),
    "score_sources": ("share_atasan", "share_rekan", "share_bawahan", "share_diri", "n_staff"),
    "follow_up": ("n_without",),
    "period_consistency": ("above", "below", "periods"),
    "objections": ("in_time", "decided", "won", "days_to_decision", "n_decided", "n_granted"),
    "acceptance": ("alpha", "alpha_low", "alpha_high", "items", "turned"),
    "acceptance_change": ("mean_before", "mean_after", "alpha", "n_linked", "rank_biserial"),
    "nonresponse": ("response_rate", "n_responded", "rate_low", "rate_high", "mean", "mean_weighted", "capped"),
    "pre_post": ("mean_before", "mean_after", "rank_biserial", "gain", "p_sign", "at_best", "n_compared"),
    "leader_meetings": ("spearman", "spearman_low", "spearman_high"),
    "training_effect": ("gain", "expected_gain", "repeatability", "n_others"),
    "role_model": ("could_be_first", "reliability", "rank_width"),
}
INTERVENTION = {
    "tanggal": "2024-07",
    "unit_kerja": "Dinas A",
    "indikator": "Akta kelahiran",
    "arah": "turun",
    "sumber": "keputusan kepala dinas",
}
LADDERS = ("severity", "central_tendency", "drift", "rater_by_group", "copied_scores", "rater_fit")
HUNDRED = {"concordant_100": 41.4, "tied_100": 33.3, "reversed_100": 25.3}


def checks() -> tuple[Check, ...]:
    """Every check of the standard suite, each with its options."""
    return standard(small.profile(intervensi=[INTERVENTION]))


def verdicts(check: Check) -> tuple[str, ...]:
    """Verdicts that a check's rule can give."""
    if isinstance(check.rule, Shown):
        return ("ditampilkan", "data tidak cukup")
    if isinstance(check.rule, Impact):
        return ("terbukti membaik", "belum terbukti", "terbukti memburuk", "data tidak cukup")
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
        "role_agreement": ["atasan-rekan", "atasan-diri", "rekan-diri"],
        "enough_raters": [f"raters_{number}" for number in range(1, 7)],
        "halo": ["impression", "residual"],
        "ordinal_odds_ratio": ["crude", "adjusted", "within_unit"],
        "impact_ratio": ["favourable", "adverse"],
        "mantel_haenszel": ["unadjusted", "by_unit", "by_attainment", "by_both"],
        "attainment_bands": ["band_all", *(f"band_{place}" for place in range(1, 6))],
        "intersections": ["L|PNS", "L|PPPK", "P|PNS", "P|PPPK"],
        "item_functioning": ["akuntabel", "kompeten", "harmonis", "loyal", "adaptif"],
        **{name: [f"U{place:02d}" for place in range(1, 13)] for name in ("unit_screen", "unit_residual")},
        "awards_on_target": ["awards_below_target", "sanctions_at_target"],
        "rating_slope": ["predikat", "rating_hasil_kerja"],
        "distribution_pattern": ["pola_unit", "pola_tim", "baik>70%"],
        "organisation_link": ["top_share", "mean_level", "unit_attainment"],
        "awards_by_group": ["crude", "within_stratum"],
        "training_access": ["crude", "within_stratum"],
        "role_model": [f"P{place:02d}" for place in range(1, 41)],
        "interrupted_series": [f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13)],
        "acceptance": ["distributif", "prosedural", "interpersonal", "informasional"],
        "acceptance_change": ["distributif", "prosedural", "interpersonal", "informasional"],
        "pre_post": ["pra", "pasca"],
        "nonresponse": ["unit_kerja", "jenis_kelamin", "jenis_pegawai", "jenis_jabatan"],
        "leader_meetings": ["tau_b", "spearman"],
        "training_effect": ["skor_sebelum", "diharapkan", "skor_sesudah"],
        **{name: [f"P{place:02d}" for place in range(1, 41)] for name in LADDERS},
        "similar_to_me": ["alike"],
        "contrast": ["previous"],
    }
    names = codes.get(check.name, ["Dinas Kesehatan", "Dinas Pendidikan", "Inspektorat"])
    estimates = np.linspace(-0.6, 0.6, len(names)) if check.name == "severity" else np.linspace(0.45, 0.6, len(names))
    rows = {"unit": names, "n": 60, "estimate": estimates, "low": estimates - 0.1, "high": estimates + 0.1}
    extras = {
        "unit_screen": {"observed": estimates, "error": 0.5},
        "interrupted_series": dict.fromkeys(("fitted", "expected", "expected_low", "expected_high"), estimates),
        "waiting_time": {"standard": 16.0, **{f"done_{tenth}": tenth / 5 for tenth in range(10, 100, 10)}},
    }.get(check.name, {})
    return pd.DataFrame(rows | extras)[[*EVIDENCE, *extras]]
