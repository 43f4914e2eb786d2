"""Feedback, the training that follows, and what becomes of skills."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate.office import working_days
from kinerja_lab.simulate.plan import PERIODS, Floats, Places, RegionPlan, chosen
from kinerja_lab.simulate.truths import Feedback
from kinerja_lab.simulate.work import ability

THEMES = ("komunikasi", "pelayanan", "pengelolaan data", "kerja sama", "ketelitian")
_HOURS = (8, 16, 24, 40)
_MEAN, _SD, _SD_TEST = 70.0, 7.0, 6.0  # of tests from 0 to 100: level, between people, from test to test


def feedback(plan: RegionPlan, planted: Feedback, people: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables ``umpan_balik`` and ``pelatihan``: who scores lowest gets feedback, and some of them training.

    Feedback is given to one half of the staff, drawn by lot. Of the other half as many are trained without feedback,
    whatever they scored: they show how scores move by themselves. Feedback comes in the first half of the period,
    training in the second.
    """
    staff = np.flatnonzero(~people[col.HEAD])
    found = [
        _period(plan, planted, people.iloc[staff], _scores(plan, planted, staff, period), period) for period in PERIODS
    ]
    return {name: pd.concat([tables[name] for tables in found], ignore_index=True) for name in found[0]}


def attended(plan: RegionPlan, consequences: pd.DataFrame) -> pd.DataFrame:
    """The table ``pelatihan`` of those who were sent to training as a consequence."""
    sent = consequences[consequences[col.CONSEQUENCE] == "pelatihan"]
    random = plan.random("pelatihan")
    return pd.DataFrame(
        {
            col.EMPLOYEE: sent[col.EMPLOYEE],
            "tanggal": sent["tanggal"],
            "tema": random.choice(THEMES, len(sent)),
            "jam": random.choice(_HOURS, len(sent)),
        }
    )


def _scores(plan: RegionPlan, planted: Feedback, staff: Places, period: str) -> Floats:
    """Scores before and after of everybody, as if all were tested: two columns."""
    place = PERIODS.index(period)
    skill = _MEAN + _SD * ability(plan, int(staff.max()) + 1)[staff, place]
    noise = plan.random("pelatihan", period).normal(0.0, _SD_TEST, (len(staff), 2))
    return np.clip(np.rint(skill[:, None] + noise + (0.0, planted.effect)), 0, 100)


def _period(
    plan: RegionPlan, planted: Feedback, staff: pd.DataFrame, scores: Floats, period: str
) -> dict[str, pd.DataFrame]:
    """Feedback and training of one period."""
    random, everybody = plan.random("umpan_balik", period), np.arange(len(staff))
    watched = np.sort(random.permutation(everybody)[: len(staff) // 2])
    low = np.sort(watched[np.argsort(scores[watched, 0], kind="stable")][: round(planted.share * len(staff))])
    trained = chosen(random, low, planted.followed)
    others = random.choice(np.setdiff1d(everybody, watched), len(trained), replace=False)
    who = np.concatenate([trained, np.sort(others)])
    theme = random.choice(THEMES, len(staff))
    days = working_days(*col.period_months(period))
    early, late = days[: len(days) // 2], days[len(days) // 2 :]
    number = pd.Series([f"PL-{period}-{place:03d}" for place in range(1, len(who) + 1)], index=who)
    names = staff[col.EMPLOYEE].to_numpy()
    return {
        "umpan_balik": pd.DataFrame(
            {
                col.EMPLOYEE: names[low],
                col.PERIOD: period,
                "tema": theme[low],
                "tanggal": random.choice(early, len(low)).astype("str"),
                "id_tindak_lanjut": number.reindex(low).fillna("").to_numpy(),
            }
        ),
        "pelatihan": pd.DataFrame(
            {
                col.EMPLOYEE: names[who],
                "tanggal": random.choice(late, len(who)).astype("str"),
                "tema": theme[who],
                "jam": random.choice(_HOURS, len(who)),
                "skor_sebelum": scores[who, 0],
                "skor_sesudah": scores[who, 1],
            }
        ),
    }
