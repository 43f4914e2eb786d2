"""Regions with known, planted unfairness; ``write_samples`` regenerates the sample data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinerja_lab.simulate.assemble import region
    from kinerja_lab.simulate.plan import RegionPlan
    from kinerja_lab.simulate.rated import Rated
    from kinerja_lab.simulate.regions import REGIONS
    from kinerja_lab.simulate.write import write_samples

__all__ = ["REGIONS", "Rated", "RegionPlan", "region", "write_samples"]

_HOMES = {
    "REGIONS": "regions",
    "Rated": "rated",
    "RegionPlan": "plan",
    "region": "assemble",
    "write_samples": "write",
}


def __getattr__(name: str) -> object:
    """Load a public name on first use."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
