"""Is the way civil servants are appraised fair and objective?

``load`` a region, ``run`` the checks, ``narrate`` what they found. Everything here is imported on first use.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kinerja_lab import measures, models, national, plots, simulate, training
    from kinerja_lab.checks.suite import run, standard
    from kinerja_lab.columns import Scale
    from kinerja_lab.dataset import Dataset
    from kinerja_lab.loaders.folder import load_folder as load
    from kinerja_lab.loaders.regions import load_region
    from kinerja_lab.loaders.samples import load_sample, sample_regions
    from kinerja_lab.messages.narrate import narrate
    from kinerja_lab.profile import RegionProfile
    from kinerja_lab.report.cells import show
    from kinerja_lab.report.comparison import compare
    from kinerja_lab.report.display import Report
    from kinerja_lab.report.explained import explain
    from kinerja_lab.report.export import export
    from kinerja_lab.report.methods import methods
    from kinerja_lab.report.record import save
    from kinerja_lab.report.research import export_research
    from kinerja_lab.report.semesters import history

__version__ = "0.1.0"

_HOMES = {
    "Dataset": "dataset",
    "RegionProfile": "profile",
    "Report": "report.display",
    "Scale": "columns",
    "compare": "report.comparison",
    "explain": "report.explained",
    "export": "report.export",
    "export_research": "report.research",
    "history": "report.semesters",
    "load": "loaders.folder:load_folder",
    "load_region": "loaders.regions",
    "load_sample": "loaders.samples",
    "methods": "report.methods",
    "narrate": "messages.narrate",
    "run": "checks.suite",
    "sample_regions": "loaders.samples",
    "save": "report.record",
    "show": "report.cells",
    "standard": "checks.suite",
}
_SHOWN = {"CheckResult": "checks.protocol", "Results": "checks.results", "Dataset": "dataset"}
_ROOMS = ("measures", "models", "national", "plots", "simulate", "training")

__all__ = [
    "Dataset",
    "RegionProfile",
    "Report",
    "Scale",
    "compare",
    "explain",
    "export",
    "export_research",
    "history",
    "load",
    "load_region",
    "load_sample",
    "measures",
    "methods",
    "models",
    "narrate",
    "national",
    "plots",
    "run",
    "sample_regions",
    "save",
    "show",
    "simulate",
    "standard",
    "training",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name in _HOMES:
        home, _, attribute = _HOMES[name].partition(":")
        return getattr(import_module(f"{__name__}.{home}"), attribute or name)
    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Names for completion."""
    return [*__all__, "__version__"]


def _show_in_cells() -> None:
    """Let IPython show results as tables with lamps and sentences; what makes them is imported when one is shown."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    if shell is not None:
        for name, home in _SHOWN.items():
            shell.display_formatter.mimebundle_formatter.for_type_by_name(f"{__name__}.{home}", name, _bundle)


def _bundle(thing: Any, **_: object) -> Any:
    return import_module(f"{__name__}.report.cells").bundle(thing)


_show_in_cells()
