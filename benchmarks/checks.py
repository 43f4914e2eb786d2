"""How long do all checks take on a large region, and how long those that grow fastest?

A simulated region of 3,000 employees in 25 units. Severity of the raters of 10,000, in units that only their heads
link: a head scores the unit, five colleagues each employee, and heads one another. A hundred thousand reports of 800
employees on 125 working days: routine work with other numbers every day, the same text again in one of twenty, a slip
of the pen in another.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from task import CPU, OURS, PEAK, Run, Side, Task, Told

if TYPE_CHECKING:
    from kinerja_lab.dataset import Dataset

UNITS, EMPLOYEES = 25, 3000
TOPICS = ("objektivitas", "kesetaraan", "konsekuensi")
THREE = f"{', '.join(TOPICS)}: {CPU}"
LINKED, OF_A_UNIT, COLLEAGUES, ASPECTS = 250, 40, 5, 7
WRITERS, DAYS = 800, 125
_VERBS = ("Memeriksa", "Menyusun", "Melayani", "Mengarsipkan", "Membahas", "Menyalin", "Mencatat", "Mengirim")
_THINGS = ("berkas permohonan", "laporan bulanan", "surat masuk", "data keluarga", "rencana anggaran", "undangan rapat")
_PLACES = ("loket pelayanan", "ruang arsip", "aula kantor", "kelurahan", "ruang rapat", "kantor camat", "lapangan")
_COPIED, _SLIPPED = 0.05, 0.05


def region() -> Dataset:
    """A sample region with as many units and employees as asked for."""
    from kinerja_lab.dataset import Dataset
    from kinerja_lab.loaders.samples import load_sample
    from kinerja_lab.simulate import assemble
    from kinerja_lab.simulate.plan import PERIODS, Unit
    from kinerja_lab.simulate.regions import REGIONS

    known = next(item for item in REGIONS if item.slug == "bukittinggi")
    kinds = [known.units[place % len(known.units)].kind for place in range(UNITS)]
    units = [Unit(name=f"Unit {place:02d}", kind=kind, size=EMPLOYEES // UNITS) for place, kind in enumerate(kinds, 1)]
    profile = load_sample("bukittinggi", PERIODS[-1]).profile
    profile = replace(profile, mark_cutoffs=(90.0, 110.0), mark_cutoffs_source="tolok ukur")
    tables = assemble.region(replace(known, units=tuple(units)))
    return Dataset(profile=profile, period=PERIODS[-1], tables=tables)


def suite(_folder: Path) -> Run:
    """Every check in turn; tells the seconds of the three topics of fairness and of the longest checks."""
    from kinerja_lab.checks.suite import standard

    data = region()

    def whole() -> Told:
        spent, fair = Counter[str](), 0.0
        for check in standard(data.profile):
            start = time.process_time()
            check(data)
            taken = time.process_time() - start
            spent[f"{check.name}: {CPU}"] += taken
            fair += taken * (check.topic in TOPICS)
        return Told({THREE: fair, **dict(spent.most_common(5))})

    return whole


def scores(seed: int = 1) -> pd.DataFrame:
    """Scores by colleagues and heads of units that only their heads link."""
    rng, own = np.random.default_rng(seed), np.arange(1, OF_A_UNIT)
    heads = OF_A_UNIT * np.arange(LINKED)
    pairs = [np.column_stack([np.repeat(heads, 3), rng.choice(heads, 3 * LINKED)])]
    for head in heads:
        steps = rng.permuted(np.tile(np.arange(1, OF_A_UNIT - 1), (len(own), 1)), axis=1)[:, :COLLEAGUES]
        others = (own[:, None] - 1 + steps) % (OF_A_UNIT - 1) + 1
        pairs += [
            head + np.column_stack([own.repeat(COLLEAGUES), others.ravel()]),
            np.column_stack([head + own, 0 * own + head]),
        ]
    ratee, rater = (pair := np.vstack(pairs))[pair[:, 0] != pair[:, 1]].repeat(ASPECTS, axis=0).T
    people = LINKED * OF_A_UNIT
    level = 3.6 + rng.normal(0, 0.6, people)[ratee] + rng.normal(0, 0.3, people)[rater]
    return pd.DataFrame(
        {
            "ratee": ratee,
            "rater": rater,
            "aspect": np.arange(len(ratee)) % ASPECTS,
            "score": np.clip(np.rint(level + rng.normal(0, 0.5, len(ratee))), 1, 5),
        }
    )


def linked(_folder: Path) -> Run:
    """Severity of all raters; tells how far they differ."""
    from kinerja_lab.models.severity import severity

    table = scores()
    return lambda: Told({"spread of raters": severity(table).sd})


def reports(seed: int = 1) -> pd.DataFrame:
    """Reports of all employees; a text with a slip lacks one letter."""
    rng, n = np.random.default_rng(seed), WRITERS * DAYS
    verbs, things, places = (rng.choice(choice, n) for choice in (_VERBS, _THINGS, _PLACES))
    parts = zip(verbs, rng.integers(1, 400, size=n), things, places, strict=True)
    texts = [f"{verb} {number} {thing} di {place}" for verb, number, thing, place in parts]
    kind = rng.random(n)
    for place in range(1, n):
        if place % DAYS and kind[place] < _COPIED + _SLIPPED:
            texts[place] = texts[place - 1] if kind[place] < _COPIED else texts[place - 1][:-1]
    days = np.busday_offset(np.datetime64("2025-01-06"), np.arange(DAYS))
    people = np.repeat([f"{place:016x}" for place in range(WRITERS)], DAYS)
    return pd.DataFrame({"id_pegawai": people, "tanggal": np.tile(days, WRITERS), "uraian": texts})


def copied(_folder: Path) -> Run:
    """Daily reports beside one another; tells the share with a twin."""
    from kinerja_lab.measures.copied_text import copied_text

    entries = reports()
    return lambda: Told({"share with a twin": float(copied_text(entries).mean())})


TASKS = {
    "suite": Task(
        "all checks, 3,000 employees in 25 units",
        {OURS: Side(suite)},
        {CPU: 120, PEAK: 2048, THREE: 20},
    ),
    "linked": Task("severity, 10,000 employees in 250 units that their heads link", {OURS: Side(linked)}),
    "copied_text": Task("copied text, 100,000 daily reports", {OURS: Side(copied)}, {CPU: 20, PEAK: 1024}),
}
