"""What employees say and learn: answers to the survey of acceptance, tests before and after a workshop."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab.simulate.citizens import strangers
from kinerja_lab.simulate.plan import RegionPlan, spread
from kinerja_lab.simulate.truths import Survey, Workshop

DIMENSIONS = ("distributif", "prosedural", "interpersonal", "informasional")
_ITEMS = tuple(f"{dimension}_{place}" for dimension in DIMENSIONS for place in (1, 2, 3))
_SD_PERSON, _SD_DIMENSION, _SD_NOISE = 0.6, 0.35, 0.7
_HIGHEST_TEST = 20
_SD_TEST, _SD_GAIN = 3.0, 2.0


def survey(plan: RegionPlan, planted: Survey, staff: pd.Series) -> pd.DataFrame:
    """The table ``survei``: whole answers from 1 to 5; the same people answer every wave.

    The people of a wave agree on average as was planted; each dimension has a leaning of its own in each person.
    """
    random, n = plan.random("survei", "responden"), planted.answering
    people = list(random.choice(staff, n, replace=False)) if planted.named else strangers(random, n)
    person = spread(plan.random("survei", "sikap"), len(people), _SD_PERSON)[:, None, None]
    tables = []
    for wave, mean in planted.waves.items():
        random = plan.random("survei", wave)
        dimension = random.normal(0.0, _SD_DIMENSION, (len(people), len(DIMENSIONS), 1))
        noise = random.normal(0.0, _SD_NOISE, (len(people), len(DIMENSIONS), len(_ITEMS) // len(DIMENSIONS)))
        answers = np.clip(np.rint(mean + person + dimension + noise), 1, 5).astype("int64")
        names = {"id_responden": np.repeat(people, len(_ITEMS)), "gelombang": wave}
        tables.append(pd.DataFrame(names | {"butir": np.tile(_ITEMS, len(people)), "skor": answers.ravel()}))
    return pd.concat(tables, ignore_index=True)


def workshop(plan: RegionPlan, planted: Workshop) -> pd.DataFrame:
    """The table ``uji_lokakarya``: whole marks from 0 to 20 before and after, everybody in both."""
    random = plan.random("uji_lokakarya")
    people = strangers(random, planted.participants)
    before = planted.before + spread(random, len(people), _SD_TEST)
    after = before + planted.gain + spread(random, len(people), _SD_GAIN)
    marks = np.clip(np.rint([before, after]), 0, _HIGHEST_TEST).astype("int64")
    waves = [
        pd.DataFrame({"id_peserta": people, "gelombang": wave, "nilai": row})
        for wave, row in zip(("pra", "pasca"), marks, strict=True)
    ]
    return pd.concat(waves, ignore_index=True)
