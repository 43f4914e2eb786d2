"""What did the participants answer, which exercises are hard, and did they learn something?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from kinerja_lab.checks.pre_post import PrePost
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.errors import InvalidDataset, Problem, ReportFailed
from kinerja_lab.loaders.samples import load_sample
from kinerja_lab.training.checker import OPENING
from kinerja_lab.training.handout import own_folder
from kinerja_lab.training.record import FILE, read_record

WAVES = ("pra", "pasca")
_HINTS = range(1, OPENING + 1)
_COLUMNS = ("peserta", "lokakarya", "soal", "percobaan", "benar", "petunjuk", "terlihat")


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Answers of a workshop.

    ``people``, one row a participant and exercise that was tried: ``peserta, lokakarya, soal, percobaan`` (tries until
    right, or all), ``benar``, ``petunjuk`` (hints seen), ``terlihat`` (the answer was shown before). ``items``, one row
    an exercise: ``lokakarya, soal, dicoba`` (participants), ``kesukaran`` (share that did not get it right before the
    answer was shown), ``sekali_benar`` (share right at the first try), ``petunjuk_1 … petunjuk_3``. ``marks`` is the
    table ``uji_lokakarya``: right answers in the quiz before and after, of whoever took it; ``effect`` what the check
    ``pre_post`` finds in it, none without quiz answers.
    """

    people: pd.DataFrame
    items: pd.DataFrame
    marks: pd.DataFrame
    effect: CheckResult | None


def collect(folder: Path) -> Scores:
    """Read the answers of every participant.

    ``ReportFailed``: ``no_answers``: nobody has answered anything here. ``InvalidDataset``: A file of answers cannot be
    read, or lies in the folder of another participant.
    """
    found = {path.parent.name: read_record(path) for path in sorted(folder.glob(f"peserta-*/{FILE}"))}
    if not found:
        raise ReportFailed("no_answers", folder.name)
    strange = [(name, record["peserta"]) for name, record in found.items() if name != own_folder(record["peserta"])]
    if strange:
        raise InvalidDataset(
            Problem(rule="other_participant", table=FILE, file=f"{name}/{FILE}", found=str(number))
            for name, number in strange
        )
    records = list(found.values())
    people = pd.DataFrame(list(_tried(records)), columns=list(_COLUMNS))
    marks = _marks(records)
    return Scores(people, _items(people), marks, _effect(marks))


def _tried(records: list[dict[str, Any]]) -> Iterator[tuple[object, ...]]:
    """One row a participant and exercise; the quiz is counted apart."""
    for record in records:
        for part, items in record["jawaban"].items():
            if part in WAVES:
                continue
            for item, tries in items.items():
                right = next((place for place, each in enumerate(tries) if each["benar"]), None)
                count = len(tries) if right is None else right + 1
                wrong = count - (right is not None)
                shown = wrong >= OPENING
                good = right is not None and not shown
                yield record["peserta"], part, item, count, good, min(wrong, OPENING), shown


def _items(people: pd.DataFrame) -> pd.DataFrame:
    """How hard is each exercise, and which hints were needed?"""
    grouped = people.assign(pertama=people["benar"] & (people["percobaan"] == 1)).groupby(["lokakarya", "soal"])
    table = grouped.agg(dicoba=("peserta", "nunique"), benar=("benar", "mean"), sekali_benar=("pertama", "mean"))
    where = [people["lokakarya"], people["soal"]]
    hints = {f"petunjuk_{level}": people["petunjuk"].ge(level).groupby(where).sum() for level in _HINTS}
    table = table.assign(kesukaran=1 - table["benar"].astype(float), **hints).drop(columns="benar")
    return table.reset_index()


def _marks(records: list[dict[str, Any]]) -> pd.DataFrame:
    """Right answers in the quiz, the last try of each question: one row a participant and wave."""
    rows = [
        (own_folder(record["peserta"]), wave, sum(bool(tries[-1]["benar"]) for tries in items.values() if tries))
        for record in records
        for wave in WAVES
        if (items := record["jawaban"].get(wave))
    ]
    return pd.DataFrame(rows, columns=["id_peserta", "gelombang", "nilai"])


def _effect(marks: pd.DataFrame) -> CheckResult | None:
    """Ask the toolkit's own check, on a dataset that holds nothing but these tests."""
    if marks.empty:
        return None
    sample = load_sample("bukittinggi")
    return PrePost()(replace(sample, tables={"pegawai": sample.table("pegawai"), "uji_lokakarya": marks}))
