"""What follows from a predikat: awards, training, coaching, sanctions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate.people import group
from kinerja_lab.simulate.plan import PERIODS, Floats, Places, RegionPlan, Treatment, chosen
from kinerja_lab.simulate.truths import Training
from kinerja_lab.simulate.work import TARGET_REACHED

_FIRST_DAYS = {"S1": "07-25", "S2": "01-25"}
_DAYS = 20
_HELP = ("pelatihan", "pembinaan")
_LEVEL = 100.0  # logits a level of predikat is worth: more than any chance or leaning
# Share of the appraised with this predikat who get this consequence.
_RULES = (
    ("pelatihan", "butuh_perbaikan", 0.5),
    ("pembinaan", "butuh_perbaikan", 0.2),
    ("pembinaan", "kurang", 0.8),
    ("pembinaan", "sangat_kurang", 0.8),
    ("sanksi", "kurang", 0.2),
    ("sanksi", "sangat_kurang", 0.5),
)


def consequences(plan: RegionPlan, people: pd.DataFrame, attainment: Floats, appraisals: pd.DataFrame) -> pd.DataFrame:
    """The table ``tindak_lanjut``: by rule, but for the planted share of awards to people below their target."""
    heads = people.loc[people[col.HEAD], col.EMPLOYEE]
    tables = []
    for place, period in enumerate(PERIODS):
        staff = appraisals[(appraisals[col.PERIOD] == period) & ~appraisals[col.EMPLOYEE].isin(heads)]
        reached = pd.Series(attainment[:, place], index=people[col.EMPLOYEE]).loc[staff[col.EMPLOYEE]].to_numpy()
        staff = staff.reset_index(drop=True)
        leaning = _leaning(plan.awarding.treatment, people, staff)
        given = _period(plan, staff, reached, leaning, period)
        tables += [_helped(plan, given, period), _trained(plan, people, staff, period)]
    return pd.concat(tables, ignore_index=True)[col.TABLES["tindak_lanjut"].names]


def _leaning(treatment: Treatment | Training | None, people: pd.DataFrame, staff: pd.DataFrame) -> Floats:
    """Logits by which each of the staff is more likely to be chosen than an equal."""
    if treatment is None:
        return np.zeros(len(staff))
    focal = pd.Series(group(people, treatment.column, treatment.focal), index=people[col.EMPLOYEE])
    return np.asarray(np.log(treatment.odds_ratio) * focal.loc[staff[col.EMPLOYEE]].to_numpy())


def _period(plan: RegionPlan, staff: pd.DataFrame, reached: Floats, leaning: Floats, period: str) -> pd.DataFrame:
    """Consequences of one period."""
    random = plan.random("tindak_lanjut", period)
    level = col.OUTCOMES.codes(staff[col.OUTCOME])
    who = [("penghargaan", place) for place in _awarded(plan, level, reached, leaning, random)]
    for kind, outcome, share in _RULES:
        candidates = np.flatnonzero(level == col.OUTCOMES.levels.index(outcome))
        who += [(kind, place) for place in chosen(random, candidates, share)]
    return _dated([(kind, staff[col.EMPLOYEE][place]) for kind, place in who], period, random)


def _dated(given: list[tuple[str, str]], period: str, random: np.random.Generator) -> pd.DataFrame:
    """Kinds of consequences and who gets them, with a day soon after the appraisals."""
    first = np.datetime64(f"{int(period[:4]) + (period[5:] == 'S2')}-{_FIRST_DAYS[period[5:]]}")
    days = np.busday_offset(first, random.integers(0, _DAYS, len(given)), roll="forward")
    return pd.DataFrame(
        {
            col.PERIOD: period,
            col.EMPLOYEE: [who for _, who in given],
            col.CONSEQUENCE: [kind for kind, _ in given],
            "tanggal": np.datetime_as_string(days, unit="D"),
        }
    )


def _helped(plan: RegionPlan, given: pd.DataFrame, period: str) -> pd.DataFrame:
    """Consequences without the training and coaching of the share of people whom nobody helps."""
    helping = given[col.CONSEQUENCE].isin(_HELP)
    people = np.sort(given.loc[helping, col.EMPLOYEE].unique())
    random = plan.random("tindak_lanjut", "tanpa", period)
    left = people[chosen(random, np.arange(len(people)), 1 - plan.document.helped)]
    return given[~(helping & given[col.EMPLOYEE].isin(left))]


def _trained(plan: RegionPlan, people: pd.DataFrame, staff: pd.DataFrame, period: str) -> pd.DataFrame:
    """Training of the planted share of those with *Baik* or better, with the planted leaning."""
    planted, random = plan.document.training, plan.random("tindak_lanjut", "pelatihan", period)
    if planted is None:
        return _dated([], period, random)
    merit = _leaning(planted, people, staff) - np.log(-np.log(random.random(len(staff))))
    good = np.flatnonzero(col.OUTCOMES.codes(staff[col.OUTCOME]) >= col.OUTCOMES.levels.index("baik"))
    best = np.sort(good[np.argsort(-merit[good])][: round(planted.share * len(good))])
    return _dated([("pelatihan", staff[col.EMPLOYEE][place]) for place in best], period, random)


def _awarded(
    plan: RegionPlan, level: Places, reached: Floats, leaning: Floats, random: np.random.Generator
) -> list[int]:
    """Awards: the best predikat among those at target, and the planted share of people below it."""
    awards = round(plan.awarding.share * len(level))
    wrong = round(plan.awarding.off_target * awards)
    # Among equals chance decides, and the planted leaning (a Gumbel variable makes it odds); below target nobody looks
    # at results.
    merit = _LEVEL * level + leaning - np.log(-np.log(random.random(len(level))))
    on = np.flatnonzero(reached >= TARGET_REACHED)
    off = np.flatnonzero((reached < TARGET_REACHED) & (level >= col.OUTCOMES.levels.index("baik")))
    best = on[np.argsort(-merit[on])][: awards - wrong]
    return sorted(int(place) for place in (*best, *random.choice(off, wrong, replace=False)))
