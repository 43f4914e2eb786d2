"""What a researcher calls on a data frame: long tables with any column names in, one tidy table out.

A measure has the name of its module, so it is imported here at once: loaded later, the module would take its place.
"""

from kinerja_lab.columns import Scale
from kinerja_lab.measures.agreement import agreement, agreement_from_counts, agreement_from_table
from kinerja_lab.measures.attainment import attainment
from kinerja_lab.measures.attainment_bands import attainment_bands
from kinerja_lab.measures.attainment_quality import exactly_on_target, mixed_units, unmoved_targets
from kinerja_lab.measures.awards_on_target import awards_on_target
from kinerja_lab.measures.benchmark import benchmark
from kinerja_lab.measures.bunching import bunching
from kinerja_lab.measures.cell_suppression import audit_cells, cell_suppression
from kinerja_lab.measures.cliffs_delta import cliffs_delta
from kinerja_lab.measures.comparable_pairs import comparable_pairs
from kinerja_lab.measures.complaint_rate import complaint_change, complaint_rate
from kinerja_lab.measures.concordance import concordance
from kinerja_lab.measures.consequence_by_group import consequence_by_group
from kinerja_lab.measures.copied_text import copied, copied_text
from kinerja_lab.measures.coverage import coverage, coverage_change
from kinerja_lab.measures.credit_gap import credit, worth_gap
from kinerja_lab.measures.daily_compliance import daily_compliance
from kinerja_lab.measures.difference_in_differences import difference_in_differences
from kinerja_lab.measures.distribution_pattern import distribution_pattern
from kinerja_lab.measures.generalizability import d_study, g_study
from kinerja_lab.measures.icc import icc, icc_from_counts
from kinerja_lab.measures.impact_ratio import impact_ratio
from kinerja_lab.measures.inflation import inflation
from kinerja_lab.measures.influence import compare_agreement, influence
from kinerja_lab.measures.interrupted_series import counterfactual, interrupted_series
from kinerja_lab.measures.intersections import intersections
from kinerja_lab.measures.item_functioning import item_functioning
from kinerja_lab.measures.k_anonymity import k_anonymity
from kinerja_lab.measures.kendall_w import kendall_w
from kinerja_lab.measures.kruskal_posthoc import kruskal_posthoc
from kinerja_lab.measures.mantel_haenszel import mantel_haenszel
from kinerja_lab.measures.nonresponse import nonresponse
from kinerja_lab.measures.oaxaca_blinder import oaxaca_blinder
from kinerja_lab.measures.ordinal_odds_ratio import ordinal_odds_ratio
from kinerja_lab.measures.organisation_link import organisation_link
from kinerja_lab.measures.paradox import paradox, paradox_from_table
from kinerja_lab.measures.pre_post import paired_shares, pre_post
from kinerja_lab.measures.rating_slope import rating_slope
from kinerja_lab.measures.reliability import reliability
from kinerja_lab.measures.role_model import role_model
from kinerja_lab.measures.roles import role_matrix, role_weights
from kinerja_lab.measures.satisfaction_index import satisfaction_index
from kinerja_lab.measures.self_superior_gap import self_superior_gap
from kinerja_lab.measures.unit_residual import unit_residual
from kinerja_lab.measures.unit_screen import unit_screen
from kinerja_lab.measures.waiting_time import (
    compare_waiting,
    public_holidays,
    waiting_curve,
    waiting_hours,
    waiting_time,
)
from kinerja_lab.measures.within_group_agreement import within_group_agreement
from kinerja_lab.models.design import design

__all__ = [
    "Scale",
    "agreement",
    "agreement_from_counts",
    "agreement_from_table",
    "attainment",
    "attainment_bands",
    "audit_cells",
    "awards_on_target",
    "benchmark",
    "bunching",
    "cell_suppression",
    "cliffs_delta",
    "comparable_pairs",
    "compare_agreement",
    "compare_waiting",
    "complaint_change",
    "complaint_rate",
    "concordance",
    "consequence_by_group",
    "copied",
    "copied_text",
    "counterfactual",
    "coverage",
    "coverage_change",
    "credit",
    "d_study",
    "daily_compliance",
    "design",
    "difference_in_differences",
    "distribution_pattern",
    "exactly_on_target",
    "g_study",
    "icc",
    "icc_from_counts",
    "impact_ratio",
    "inflation",
    "influence",
    "interrupted_series",
    "intersections",
    "item_functioning",
    "k_anonymity",
    "kendall_w",
    "kruskal_posthoc",
    "mantel_haenszel",
    "mixed_units",
    "nonresponse",
    "oaxaca_blinder",
    "ordinal_odds_ratio",
    "organisation_link",
    "paired_shares",
    "paradox",
    "paradox_from_table",
    "pre_post",
    "public_holidays",
    "rating_slope",
    "reliability",
    "role_matrix",
    "role_model",
    "role_weights",
    "satisfaction_index",
    "self_superior_gap",
    "unit_residual",
    "unit_screen",
    "unmoved_targets",
    "waiting_curve",
    "waiting_hours",
    "waiting_time",
    "within_group_agreement",
    "worth_gap",
]
