"""Appraisals: one judgement of the superior, two ratings, the predikat of the matrix, and a mark."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate.people import group, places
from kinerja_lab.simulate.plan import PERIODS, Floats, Places, RegionPlan, chosen
from kinerja_lab.simulate.raters import impressions, severity
from kinerja_lab.simulate.work import MEAN_ATTAINMENT, SD_ATTAINMENT

_LOGITS_PER_POINT = 1.0  # what a point of severity or impression is worth in the judgement
_LEAN = (-1.0, 1.0)
_UPWARD = 0.8  # share of the deviations from the matrix that raise
# Cells of the matrix that give each predikat, from praise of behaviour to praise of results.
_CELLS = np.array(
    [
        [("di_bawah", "di_bawah")] * 3,
        [("sesuai", "di_bawah"), ("sesuai", "di_bawah"), ("di_atas", "di_bawah")],
        [("di_bawah", "di_atas"), ("di_bawah", "sesuai"), ("di_bawah", "sesuai")],
        [("sesuai", "di_atas"), ("sesuai", "sesuai"), ("di_atas", "sesuai")],
        [("di_atas", "di_atas")] * 3,
    ]
)
_MARKS = np.array([30.0, 50.0, 70.0, 90.0, 110.0, 120.0])
_OF_ORGANISATION = {"istimewa": "di_atas", "baik": "sesuai"}
_FIRST_DAYS = {"S1": "07-01", "S2": "01-02"}
_WORKING_DAYS = 15


def appraisals(plan: RegionPlan, people: pd.DataFrame, attainment: Floats, units: pd.DataFrame) -> pd.DataFrame:
    """The table ``penilaian``.

    The judgement is a proportional-odds model of attainment within unit, so a planted odds ratio is the one that such a
    model finds again. It falls into the cells of the matrix that give its predikat; the predikat then follows from the
    ratings, but for the planted deviations.
    """
    tables = [_period(plan, people, attainment[:, place], units, period) for place, period in enumerate(PERIODS)]
    return pd.concat(tables, ignore_index=True)[col.TABLES["penilaian"].names]


def _period(plan: RegionPlan, people: pd.DataFrame, reached: Floats, units: pd.DataFrame, period: str) -> pd.DataFrame:
    """Appraisals of one period; who has no superior in the data is not appraised in them."""
    random = plan.random("penilaian", period)
    better = (reached - MEAN_ATTAINMENT) / SD_ATTAINMENT
    ratings = _ratings(plan, people, better, random, period)
    heads = people[col.HEAD].to_numpy(dtype="bool")
    ratings[heads, 0] = _of_organisation(people.loc[heads, col.UNIT], units, period)
    ruled = [col.OUTCOME_MATRIX[str(result), str(behaviour)] for result, behaviour in ratings]
    level = col.OUTCOMES.codes(pd.Series(ruled))
    table = pd.DataFrame(
        {
            col.PERIOD: period,
            col.EMPLOYEE: people[col.EMPLOYEE],
            col.RATER: people[col.SUPERIOR],
            col.RESULT_RATING: ratings[:, 0],
            col.BEHAVIOUR_RATING: ratings[:, 1],
            col.MARK: _marks(level, better, random),
            col.REGIME: "permenpanrb_6_2022",
            col.RATED_AT: _moved(plan, people, _times(len(people), period, random), period),
        }
    )
    staff = np.flatnonzero(~heads & (people[col.SUPERIOR] != "").to_numpy())
    level = _deviated(level, chosen(random, staff, plan.judging.deviating), random)
    table[col.OUTCOME] = np.array(col.OUTCOMES.levels)[level]
    missing = chosen(random, staff, plan.judging.missing)
    return table[(table[col.RATER] != "") & ~table.index.isin(missing)]


def _ratings(
    plan: RegionPlan, people: pd.DataFrame, better: Floats, random: np.random.Generator, period: str
) -> np.ndarray:
    """Rating of results and of behaviour, one row an employee."""
    n, slope = len(people), plan.judging.slopes[PERIODS.index(period)]
    level = np.searchsorted(plan.judging.cuts, _judgement(plan, people, better, random, period))
    lean = np.searchsorted(_LEAN, 0.5 * slope * better + random.standard_normal(n))
    ratings = _CELLS[level, lean]
    ratings[chosen(random, np.arange(n), plan.judging.uniform)] = "sesuai"
    return np.asarray(ratings)


def _judgement(
    plan: RegionPlan, people: pd.DataFrame, better: Floats, random: np.random.Generator, period: str
) -> Floats:
    """What the superior thinks, in logits of a higher predikat."""
    n, superior = len(people), places(people, col.SUPERIOR)
    strictness = people[col.UNIT].map({unit.name: unit.strictness for unit in plan.units})
    points = severity(plan, people)[superior] + impressions(plan, n, period)
    treated = sum(
        np.log(treatment.odds_ratio) * group(people, treatment.column, treatment.focal)
        for treatment in plan.judging.treatments
    )
    results = plan.judging.slopes[PERIODS.index(period)] * better
    return np.asarray(results + treated - strictness + _LOGITS_PER_POINT * points + random.logistic(size=n))


def _of_organisation(unit: pd.Series, units: pd.DataFrame, period: str) -> list[str]:
    """Rating of results of heads: what their organisation achieved."""
    found = units[units[col.PERIOD] == period].set_index(col.UNIT)["predikat_organisasi"]
    return [_OF_ORGANISATION.get(str(outcome), "di_bawah") for outcome in found.loc[unit]]


def _marks(level: Places, better: Floats, random: np.random.Generator) -> Floats:
    """Mark inside the band of the predikat, one decimal."""
    within = 1.0 / (1.0 + np.exp(-better - random.standard_normal(len(level))))
    return np.asarray(np.round(_MARKS[level] + within * (_MARKS[level + 1] - _MARKS[level] - 0.1), 1))


def _deviated(level: Places, who: Places, random: np.random.Generator) -> Places:
    """Predikat of some people moved by one level, mostly upwards."""
    step = np.where(random.random(len(who)) < _UPWARD, 1, -1)
    top = len(col.OUTCOMES.levels) - 1
    step = np.where(level[who] == top, -1, np.where(level[who] == 0, 1, step))
    moved = level.copy()
    moved[who] += step
    return moved


def _times(n: int, period: str, random: np.random.Generator) -> np.ndarray:
    """Moment of the appraisal: office hours of the first three weeks after the period, more towards the end."""
    first = np.datetime64(f"{int(period[:4]) + (period[5:] == 'S2')}-{_FIRST_DAYS[period[5:]]}")
    day = np.floor(_WORKING_DAYS * np.sqrt(random.random(n))).astype("int64")
    minute = random.integers(8 * 60, 16 * 60, n)
    moment = np.busday_offset(first, day, roll="forward").astype("datetime64[m]") + minute.astype("timedelta64[m]")
    return np.datetime_as_string(moment, unit="m")


def _moved(plan: RegionPlan, people: pd.DataFrame, times: np.ndarray, period: str) -> np.ndarray:
    """Moments of the appraisals, the planted share of them on the last day, those of a rater within an hour."""
    random = plan.random("penilaian", "waktu", period)
    late = chosen(random, np.arange(len(people)), plan.document.last_day)
    begin = random.integers(8 * 60, 15 * 60, len(people))[places(people, col.SUPERIOR)]
    last = np.array(times, dtype="datetime64[D]").max().astype("datetime64[m]")
    moment = last + (begin + random.integers(0, 50, len(people))).astype("timedelta64[m]")
    moved = times.copy()
    moved[late] = np.datetime_as_string(moment[late], unit="m")
    return moved
