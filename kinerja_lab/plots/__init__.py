"""Every picture, drawn from results; each carries its alternative text.

The names are bound here on import, since a function and its module share a name.
"""

from kinerja_lab.plots.evidence import evidence
from kinerja_lab.plots.forest import forest
from kinerja_lab.plots.funnel import funnel
from kinerja_lab.plots.outcomes import outcomes
from kinerja_lab.plots.overview import lamps, pairs
from kinerja_lab.plots.raters import category_use, drift_lines, rater_map
from kinerja_lab.plots.roc import roc
from kinerja_lab.plots.services import series, waiting
from kinerja_lab.plots.style import Picture

__all__ = [
    "Picture",
    "category_use",
    "drift_lines",
    "evidence",
    "forest",
    "funnel",
    "lamps",
    "outcomes",
    "pairs",
    "rater_map",
    "roc",
    "series",
    "waiting",
]
