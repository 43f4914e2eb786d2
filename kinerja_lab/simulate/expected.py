"""What the checks should find in the sample regions: verdicts in words, and sets of them that several regions share."""

from __future__ import annotations

from kinerja_lab.simulate.plan import Expected

FAIR, ATTENTION, PROBLEM, THIN, SHOWN = (
    Expected(allowed=(verdict,))
    for verdict in ("wajar", "perlu perhatian", "bermasalah", "data tidak cukup", "ditampilkan")
)
NO_GAP = Expected(allowed=("wajar", "data tidak cukup"))
EXPLORED = Expected(allowed=("wajar", "perlu perhatian", "data tidak cukup"))
SHOWN_OR_THIN = Expected(allowed=("ditampilkan", "data tidak cukup"))
ALIGNED = Expected(allowed=("wajar",), diagnosis="sejalan")
HINT_AT_MOST = Expected(allowed=("wajar", "data tidak cukup", "perlu perhatian"))
LINKED = Expected(allowed=("wajar", "data tidak cukup"))
NOT_LINKED = Expected(allowed=("perlu perhatian", "data tidak cukup"))
BOTH = ("jenis_kelamin", "jenis_pegawai")
# Descriptions without a norm, and equal chances of awards and training, in every region where nothing else is planted.
DESCRIBED = dict.fromkeys(("attainment_quality", "unit_residual", "distribution_pattern"), SHOWN)
DESCRIBED |= {f"credit_gap:{column}": SHOWN for column in BOTH}
EQUAL_CHANCES = {f"{name}:{column}": HINT_AT_MOST for name in ("awards_by_group", "training_access") for column in BOTH}
QUALITATIVE = {"bunching": THIN}  # nothing hangs on a mark: the profiles name no cut-off


# Rater effects where none is planted, one superior per employee, and where single raters have a planted fault.
QUIET = Expected(allowed=("wajar", "perlu perhatian", "data tidak cukup"))
ONE_RATER = Expected(allowed=("perlu perhatian",), diagnosis="penilai_tertentu")
RATERS: dict[str, Expected | tuple[Expected, Expected, Expected]] = {
    "central_tendency": QUIET,
    "drift": (THIN, THIN, QUIET),
    "rater_by_group:jenis_kelamin": QUIET,
    "similar_to_me:jenis_kelamin": QUIET,
    "copied_scores": (THIN, QUIET, QUIET),
    "contrast": QUIET,
    "rater_fit": Expected(allowed=("ditampilkan", "data tidak cukup")),
}
UNIDENTIFIED = dict.fromkeys(RATERS, THIN)
FAULTS = RATERS | {
    "central_tendency": ONE_RATER,
    "drift": (THIN, THIN, ONE_RATER),
    "copied_scores": (THIN, ONE_RATER, ONE_RATER),
}

# Checks on tables of which not every document speaks: without its table a check has no answer.
_OF_TABLES = (
    *("daily_compliance", "copied_text", "feedback_latency", "evidence_timing", "dialogue_frequency"),
    *("leader_meetings", "training_effect", "interrupted_series", "waiting_time", "coverage", "satisfaction_index"),
    *("complaint_rate", "error_rate", "objections", "acceptance", "acceptance_change", "nonresponse", "pre_post"),
)
_SOURCES = "score_sources:atasan-rekan-diri"
_UNPROVEN, _PROVEN = Expected(allowed=("belum terbukti",)), Expected(allowed=("terbukti membaik",))
_USUAL: dict[str, Expected | tuple[Expected, Expected, Expected]] = {
    **dict.fromkeys(_OF_TABLES, THIN),
    "rating_timing": FAIR,
    "period_coverage:1": FAIR,
    "period_coverage:2": (THIN, ATTENTION, ATTENTION),
    "period_consistency": THIN,
    _SOURCES: FAIR,
    "follow_up": ATTENTION,
}
OF_DOCUMENTS = {
    "bukittinggi": _USUAL
    | {
        "follow_up": PROBLEM,
        "coverage": Expected(allowed=("belum terbukti",), diagnosis="penyebut_mengecil"),
        "satisfaction_index": (THIN, _UNPROVEN, _UNPROVEN),
        "pre_post": _UNPROVEN,
    },
    "sibolga": _USUAL
    | {
        "waiting_time": PROBLEM,
        "error_rate": ATTENTION,
        "complaint_rate": _UNPROVEN,
        "acceptance": (THIN, ATTENTION, ATTENTION),
        "acceptance_change": (THIN, THIN, _UNPROVEN),
    },
    "sawahlunto": _USUAL
    | {
        "interrupted_series": (THIN, _PROVEN, _PROVEN),
        "waiting_time": FAIR,
        _SOURCES: PROBLEM,
        "objections": ATTENTION,
    },
    "bukitintan": _USUAL
    | {
        "daily_compliance": (THIN, THIN, FAIR),
        "copied_text": (THIN, THIN, PROBLEM),
        "feedback_latency": (THIN, THIN, PROBLEM),
        "dialogue_frequency": FAIR,
        "leader_meetings": SHOWN,
        "satisfaction_index": (THIN, _UNPROVEN, _UNPROVEN),
        "acceptance": (THIN, THIN, ATTENTION),
        "nonresponse": (THIN, THIN, QUIET),
        "period_coverage:1": (PROBLEM, ATTENTION, ATTENTION),
        "period_coverage:2": (THIN, PROBLEM, PROBLEM),
        "follow_up": THIN,
        "training_access:jenis_kelamin": Expected(allowed=("bermasalah", "perlu perhatian")),
        "training_access:jenis_pegawai": HINT_AT_MOST,
    },
    "instansi-contoh": _USUAL
    | {
        "rating_timing": PROBLEM,
        "evidence_timing": FAIR,
        "training_effect": _UNPROVEN,
        "period_coverage:2": (THIN, FAIR, FAIR),
    },
}
