"""What people achieve: ability, targets, realisations, and the attainment of units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate import catalogue
from kinerja_lab.simulate.people import group
from kinerja_lab.simulate.plan import PERIODS, Floats, RegionPlan

MEAN_ATTAINMENT, SD_ATTAINMENT = 101.0, 11.0
CAP, TARGET_REACHED = 120.0, 100.0
_SD_INDICATOR = 6.0
_STABLE = 0.6  # share of the variance of ability that does not change from period to period
_HOW_MANY, _SHARES = (2, 3, 4), (0.55, 0.35, 0.1)
_LARGEST = {"persen": 100.0, "indeks": 4.0}
_CUTS = (75.0, 85.0, 95.0, 104.0)


def ability(plan: RegionPlan, n: int) -> Floats:
    """Latent performance, mean 0 and SD 1: one row an employee, one column a period."""
    stable = plan.random("kemampuan").standard_normal((n, 1))
    passing = np.column_stack([plan.random("kemampuan", period).standard_normal(n) for period in PERIODS])
    return np.asarray(np.sqrt(_STABLE) * stable + np.sqrt(1 - _STABLE) * passing)


def indicators(plan: RegionPlan, people: pd.DataFrame) -> pd.DataFrame:
    """The table ``indikator``: everybody's targets stay, realisations follow ability and legitimate gaps."""
    targets = _targets(plan, people)
    measure = targets["satuan"].to_numpy()
    decimals = np.array([catalogue.decimals(name) for name in measure])
    largest = np.array([_LARGEST.get(name, np.inf) for name in measure])
    performance = ability(plan, len(people))
    gaps = sum(gap.points * group(people, gap.column, gap.focal) for gap in plan.results_gaps)
    tables = []
    for place, period in enumerate(PERIODS):
        level = MEAN_ATTAINMENT + SD_ATTAINMENT * performance[:, place] + gaps
        noise = plan.random("indikator", period).normal(0.0, _SD_INDICATOR, len(targets))
        share = np.maximum(level[targets["who"]] + noise, 0.0) / 100.0
        share = np.where(targets[col.DIRECTION] == "turun", np.maximum(2.0 - share, 0.0), share)
        reached = np.minimum(targets[col.TARGET] * share, largest)
        reached = [round(float(value), int(digits)) for value, digits in zip(reached, decimals, strict=True)]
        tables.append(targets.assign(**{col.PERIOD: period, col.REALISATION: reached}))
    return pd.concat(tables, ignore_index=True)[[column.name for column in col.TABLES["indikator"].columns]]


def _targets(plan: RegionPlan, people: pd.DataFrame) -> pd.DataFrame:
    """Two to four targets for everybody, usual for the unit, or those of any office for clerical positions."""
    random = plan.random("indikator")
    kinds = {unit.name: catalogue.kind(unit.kind).indicators for unit in plan.units}
    rows = []
    for who, (name, unit, position) in enumerate(
        people[[col.EMPLOYEE, col.UNIT, col.POSITION]].itertuples(index=False)
    ):
        office = catalogue.general_indicators()
        pool = office if position in catalogue.clerical() else (*kinds[unit], office[1])
        wanted = min(int(random.choice(_HOW_MANY, p=_SHARES)), len(pool))
        for place in random.choice(len(pool), wanted, replace=False):
            item = pool[place]
            target = round(float(random.uniform(item.low, item.high)), catalogue.decimals(item.measure))
            rows.append((who, name, item.name, item.aspect, item.measure, item.direction, target))
    names = ["who", col.EMPLOYEE, col.INDICATOR, "aspek_indikator", "satuan", col.DIRECTION, col.TARGET]
    return pd.DataFrame(rows, columns=names)


def attained(people: pd.DataFrame, table: pd.DataFrame) -> Floats:
    """Per cent of the targets reached, in the order of ``people``: one column a period."""
    share = table[col.REALISATION] / table[col.TARGET]
    per_cent = np.where(table[col.DIRECTION] == "turun", 2.0 - share, share) * 100.0
    scored = table.assign(**{col.ATTAINMENT: np.clip(per_cent, 0.0, CAP)})
    means = scored.pivot_table(index=col.EMPLOYEE, columns=col.PERIOD, values=col.ATTAINMENT, aggfunc="mean")
    return means.loc[people[col.EMPLOYEE], list(PERIODS)].to_numpy(dtype="float64")


def organisations(people: pd.DataFrame, attainment: Floats) -> pd.DataFrame:
    """The table ``unit``: mean attainment of the staff and the predikat of the organisation."""
    staff = ~people[col.HEAD].to_numpy(dtype="bool")
    tables = []
    for place, period in enumerate(PERIODS):
        means = pd.Series(attainment[staff, place]).groupby(people.loc[staff, col.UNIT].to_numpy()).mean().round(1)
        levels = np.array(col.ORGANISATION_OUTCOMES.levels)[np.searchsorted(_CUTS, means, side="right")]
        tables.append(
            pd.DataFrame(
                {
                    col.PERIOD: period,
                    col.UNIT: means.index,
                    "predikat_organisasi": levels,
                    col.ATTAINMENT: means.to_numpy(),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)
