"""What a researcher calls on a data frame: long tables with any column names in, one tidy table out.

A measure has the name of its module, so it is imported here at once: loaded later, the module would take its place.
"""

from kinerja_lab.columns import Scale
from kinerja_lab.measures.agreement import agreement, agreement_from_counts, agreement_from_table
from kinerja_lab.measures.attainment import attainment
from kinerja_lab.measures.awards_on_target import awards_on_target
from kinerja_lab.measures.benchmark import benchmark
from kinerja_lab.measures.comparable_pairs import comparable_pairs
from kinerja_lab.measures.concordance import concordance
from kinerja_lab.measures.generalizability import d_study, g_study
from kinerja_lab.measures.icc import icc
from kinerja_lab.measures.impact_ratio import impact_ratio
from kinerja_lab.measures.influence import compare_agreement, influence
from kinerja_lab.measures.kendall_w import kendall_w
from kinerja_lab.measures.ordinal_odds_ratio import ordinal_odds_ratio
from kinerja_lab.measures.paradox import paradox, paradox_from_table
from kinerja_lab.measures.reliability import reliability
from kinerja_lab.measures.roles import role_matrix, role_weights
from kinerja_lab.measures.self_superior_gap import self_superior_gap
from kinerja_lab.measures.within_group_agreement import within_group_agreement

__all__ = [
    "Scale",
    "agreement",
    "agreement_from_counts",
    "agreement_from_table",
    "attainment",
    "awards_on_target",
    "benchmark",
    "comparable_pairs",
    "compare_agreement",
    "concordance",
    "d_study",
    "g_study",
    "icc",
    "impact_ratio",
    "influence",
    "kendall_w",
    "ordinal_odds_ratio",
    "paradox",
    "paradox_from_table",
    "reliability",
    "role_matrix",
    "role_weights",
    "self_superior_gap",
    "within_group_agreement",
]
