"""The score sheet of a workshop: a workbook for the trainer, participants by number only."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from kinerja_lab.errors import ReportFailed
from kinerja_lab.files import write_whole
from kinerja_lab.messages.narrate import narrate
from kinerja_lab.training.handout import TRAINER
from kinerja_lab.training.scores import WAVES, Scores, collect
from kinerja_lab.training.words import said

SHEET, TESTS = "nilai.xlsx", "uji_lokakarya.csv"
_NO_RUNNING = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_EPOCH = datetime.datetime(2000, 1, 1)
_NARROW, _WIDE = 14, 90
_SHARES = ("kesukaran", "sekali_benar")


def write_score_sheet(folder: Path) -> tuple[Path, Scores]:
    """Write ``nilai.xlsx`` and, with quiz answers, ``uji_lokakarya.csv`` into the trainer's folder.

    Raises ``ReportFailed``: nobody has answered anything, or the folder cannot be written. ``InvalidDataset``: A file
    of answers cannot be read.
    """
    scores = collect(folder)
    target = folder / TRAINER / SHEET
    try:
        target.parent.mkdir(exist_ok=True, mode=0o700)
        write_whole(target, _workbook(scores))
        if len(scores.marks):
            write_whole(target.with_name(TESTS), scores.marks.to_csv(index=False, lineterminator="\n"))
    except OSError as error:
        raise ReportFailed("not_writable", f"{target.name}: {error.strerror}") from error
    return target, scores


def _workbook(scores: Scores) -> bytes:
    """Sheets: who got what, how hard the exercises are, the quiz, and how to read all this."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _NO_RUNNING) as book:
        book.set_properties({"created": _EPOCH})
        bold, share = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "0%"})
        tables = {"Peserta": _matrix(scores.people), "Soal": scores.items}
        if len(scores.marks):
            quiz = scores.marks.pivot(index="id_peserta", columns="gelombang", values="nilai")
            tables["Kuis"] = quiz.reindex(columns=WAVES).reset_index()
        for name, table in tables.items():
            page = book.add_worksheet(name)
            page.freeze_panes(1, 1)
            page.write_row(0, 0, [str(column) for column in table.columns], bold)
            for place, column in enumerate(table.columns):
                page.set_column(place, place, _NARROW, share if column in _SHARES else None)
                page.write_column(1, place, _cells(table[column]))
        _notes(book.add_worksheet("Catatan"), scores, book.add_format({"text_wrap": True, "valign": "top"}))
    return buffer.getvalue()


def _matrix(people: pd.DataFrame) -> pd.DataFrame:
    """Participants × exercises: tries until right, "terlihat" after the answer was shown, "belum" where never right."""
    known = people.assign(kolom=people["lokakarya"] + " " + people["soal"], isi=people["percobaan"].astype(object))
    known.loc[~known["benar"], "isi"] = said("nilai_belum")
    known.loc[known["terlihat"], "isi"] = said("nilai_terlihat")
    table = known.pivot(index="peserta", columns="kolom", values="isi")
    right = people[people["benar"].astype(bool)].groupby("peserta").size().reindex(table.index, fill_value=0)
    table.insert(0, "benar", right)
    return table.reset_index()


def _cells(values: pd.Series) -> Sequence[Any]:
    """Numbers as numbers, texts as texts, nothing for what is missing."""
    return [None if pd.isna(value) else value for value in values.tolist()]


def _notes(page: Any, scores: Scores, wrapped: Any) -> None:
    """How to read the sheets, and what the workshop changed."""
    page.set_column(0, 0, _WIDE)
    effect = said("tanpa_kuis") if scores.effect is None else narrate(scores.effect)
    for place, line in enumerate((said("baca_peserta"), said("baca_soal"), effect, said("baca_efek"))):
        page.write_string(place, 0, line, wrapped)
