"""The whole country at once: a Parquet store of regions, agreement from counted patterns, checks of every region.

Nothing here decides: formulas are those of one region, and so are the checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinerja_lab.national.country import write_country
    from kinerja_lab.national.patterns import Options, agreement
    from kinerja_lab.national.results import counted
    from kinerja_lab.national.store import Region, regions, write_region

__all__ = ["Options", "Region", "agreement", "counted", "regions", "write_country", "write_region"]

_HOMES = {
    "Options": "patterns",
    "Region": "store",
    "agreement": "patterns",
    "counted": "results",
    "regions": "store",
    "write_country": "country",
    "write_region": "store",
}


def __getattr__(name: str) -> object:
    """Load a public name on first use."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
