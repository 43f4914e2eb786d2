"""Is the way civil servants are appraised fair and objective?

``load`` a region, ``run`` the checks, ``narrate`` what they found. Everything here is imported on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kinerja_lab import measures, models, plots, simulate
    from kinerja_lab.checks.suite import run, standard
    from kinerja_lab.columns import Scale
    from kinerja_lab.dataset import Dataset
    from kinerja_lab.loaders.folder import load_folder as load
    from kinerja_lab.loaders.regions import load_region
    from kinerja_lab.loaders.samples import load_sample, sample_regions
    from kinerja_lab.messages.narrate import narrate
    from kinerja_lab.profile import RegionProfile
    from kinerja_lab.report.display import Report
    from kinerja_lab.report.export import export
    from kinerja_lab.report.record import save

__version__ = "0.1.0"

_HOMES = {
    "Dataset": "dataset",
    "RegionProfile": "profile",
    "Report": "report.display",
    "Scale": "columns",
    "export": "report.export",
    "load": "loaders.folder:load_folder",
    "load_region": "loaders.regions",
    "load_sample": "loaders.samples",
    "narrate": "messages.narrate",
    "run": "checks.suite",
    "sample_regions": "loaders.samples",
    "save": "report.record",
    "standard": "checks.suite",
}
_ROOMS = ("measures", "models", "plots", "simulate")

__all__ = [
    "Dataset",
    "RegionProfile",
    "Report",
    "Scale",
    "export",
    "load",
    "load_region",
    "load_sample",
    "measures",
    "models",
    "narrate",
    "plots",
    "run",
    "sample_regions",
    "save",
    "simulate",
    "standard",
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
