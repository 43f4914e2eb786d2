"""What a researcher calls on a data frame: long tables with any column names in, one tidy table out.

A measure has the name of its module, so it is imported here at once: loaded later, the module would take its place.
"""

from kinerja_lab.columns import Scale
from kinerja_lab.measures.agreement import agreement, agreement_from_counts, agreement_from_table
from kinerja_lab.measures.icc import icc
from kinerja_lab.measures.kendall_w import kendall_w
from kinerja_lab.measures.paradox import paradox, paradox_from_table

__all__ = [
    "Scale",
    "agreement",
    "agreement_from_counts",
    "agreement_from_table",
    "icc",
    "kendall_w",
    "paradox",
    "paradox_from_table",
]
