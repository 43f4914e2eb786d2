"""The whole country at once: a Parquet store of regions, agreement from counted patterns, checks of every region.

Nothing here decides: formulas are those of one region, and so are the checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinerja_lab.lazy import on_first_use

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
__getattr__ = on_first_use(__name__, _HOMES)
