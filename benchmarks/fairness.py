"""How long do the checks of objectivity, equality and consequences take? ``python benchmarks/fairness.py``.

A simulated region of 3,000 employees in 25 units; every check in turn in one process, data made and loaded before.
Seconds are those of the processor: a busy machine does not change them. The peak of memory is that of the whole
process, imports and data included.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import replace

from kinerja_lab.checks.protocol import Topic
from kinerja_lab.checks.suite import standard
from kinerja_lab.dataset import Dataset
from kinerja_lab.loaders.samples import load_sample
from kinerja_lab.simulate.assemble import region
from kinerja_lab.simulate.plan import PERIODS, RegionPlan, Unit
from kinerja_lab.simulate.regions import REGIONS

UNITS, EMPLOYEES = 25, 3000
TOPICS = (Topic.OBJECTIVITY, Topic.EQUALITY, Topic.CONSEQUENCES)
BUDGET_SECONDS, BUDGET_MEGABYTES = 20.0, 1024.0


def plan() -> RegionPlan:
    """A sample region with as many units and employees as asked for."""
    known = next(item for item in REGIONS if item.slug == "bukittinggi")
    kinds = [unit.kind for unit in known.units]
    units = tuple(
        Unit(name=f"Unit {place + 1:02d}", kind=kinds[place % len(kinds)], size=EMPLOYEES // UNITS)
        for place in range(UNITS)
    )
    return replace(known, units=units)


def main() -> None:
    """Time every check of the three topics, print the table and whether the budget holds."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    profile = load_sample("bukittinggi", PERIODS[-1]).profile
    profile = replace(profile, mark_cutoffs=(90.0, 110.0), mark_cutoffs_source="tolok ukur")
    data = Dataset(profile=profile, period=PERIODS[-1], tables=region(plan()))
    total = 0.0
    print(f"{'check':<40} {'s':>7}  verdict")
    for check in (item for item in standard(profile) if item.topic in TOPICS):
        start = time.process_time()
        result = check(data)
        spent = time.process_time() - start
        total += spent
        print(f"{check.slug:<40} {spent:>7.2f}  {result.verdict}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kept = total <= BUDGET_SECONDS and peak <= BUDGET_MEGABYTES
    print(f"{'all':<40} {total:>7.2f}  {peak:.0f} MB; budget {BUDGET_SECONDS:.0f} s, {BUDGET_MEGABYTES:.0f} MB")
    print("within the budget" if kept else "over the budget")


if __name__ == "__main__":
    main()
