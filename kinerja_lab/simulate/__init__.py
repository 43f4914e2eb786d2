"""Regions with known, planted unfairness; ``write_samples`` regenerates the sample data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinerja_lab.lazy import on_first_use

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
__getattr__ = on_first_use(__name__, _HOMES)
