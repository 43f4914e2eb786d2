"""Micro data for research, on request only: pseudonyms drawn anew, little by which people are recognised, a codebook.

Never a part of a report, nor beside one.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.results import Results
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidOption, ReportFailed
from kinerja_lab.files import write_whole
from kinerja_lab.loaders.pseudonym import LENGTH
from kinerja_lab.loaders.write import write_tables
from kinerja_lab.messages.catalogue import spoken
from kinerja_lab.messages.narrate import words
from kinerja_lab.report.codebook import codebook, codebook_text
from kinerja_lab.report.methods import methods
from kinerja_lab.report.publish import staged
from kinerja_lab.report.record import public_record
from kinerja_lab.report.tables import options
from kinerja_lab.report.work_file import away_from_reports

RESULTS = "hasil"
_FREE_TEXT = {"aktivitas": "uraian", "dialog": "penyelenggara"}
_ORDERED = {col.OUTCOME, col.RESULT_RATING, col.BEHAVIOUR_RATING, "predikat_organisasi"}
_R = """library(arrow)
berkas <- list.files(pattern = "\\\\.feather$")
tabel <- setNames(lapply(berkas, read_feather), sub("\\\\.feather$", "", berkas))
str(tabel$penilaian)
"""


def export_research(
    results: Results, data: Dataset, folder: str | Path, *, protected: Sequence[str] = (), lang: str = ""
) -> Path:
    """Write tables, answers and codebook for analysis elsewhere, such as in R, into a new folder that its owner reads.

    Every table as ``.feather`` (levels as factors) and ``.csv``, ``hasil`` with the answers of the checks,
    ``buku_kode.csv`` and ``.md``, ``metode_id.md`` and ``metode_en.md``, ``baca.R``.

    Parameters
    ----------
    results, data
        Of the same region and period.
    folder
        Must not exist yet, and not lie in, above or beside a report.
    protected
        Attributes that the law protects, only those whose legal basis the profile records.
    lang
        Of the codebook; the language of ``KINERJA_LANG`` if not given.

    Raises
    ------
    InvalidOption
        Results of other data, or a protected attribute without its legal basis.
    ReportFailed
        ``beside_report``, ``not_empty`` (the folder exists), ``busy``, ``not_writable``.
    """
    basis = {name for name, _ in data.profile.legal_basis}
    if without := sorted(set(protected) - basis):
        raise InvalidOption("protected", ", ".join(without), f"[dasar_hukum]: {', '.join(sorted(basis)) or '-'}")
    if results.content_hash != data.content_hash:
        raise InvalidOption("results", results.period, f"results of these data, {data.period}")
    target = away_from_reports(folder)
    if target.exists():
        raise ReportFailed("not_empty", target.name)
    shared, lang = anonymous(data, protected), lang or spoken()
    answers = _answers(results, lang)
    with staged(target) as draft:
        draft.chmod(0o700)
        write_tables(shared, draft, "csv")
        answers.to_csv(draft / f"{RESULTS}.csv", index=False, lineterminator="\n")
        for name, frame in {**shared.tables, RESULTS: answers}.items():
            _factors(name, frame).to_feather(draft / f"{name}.feather")
        listed = codebook(shared, answers, lang)
        listed.to_csv(draft / "buku_kode.csv", index=False, lineterminator="\n")
        write_whole(draft / "buku_kode.md", codebook_text(listed, shared, results, lang))
        write_whole(draft / "metode_id.md", methods(results, "id"))
        write_whole(draft / "metode_en.md", methods(results, "en"))
        write_whole(draft / "baca.R", _R)
        for file in draft.iterdir():
            file.chmod(0o600)
    return target


def anonymous(data: Dataset, protected: Sequence[str] = ()) -> Dataset:
    """Give the same data under new pseudonyms, without free text, days of birth and what needs a legal basis.

    Nobody keeps which pseudonym became which: the draw is random and forgotten.
    """
    drawn: defaultdict[str, str] = defaultdict(lambda: secrets.token_hex(LENGTH // 2))
    kept = tuple((name, law) for name, law in data.profile.legal_basis if name in protected)
    tables = {name: _shared(name, frame, drawn) for name, frame in data.tables.items() if name != "tindakan"}
    unasked = {column.name for column in col.PROTECTED} - set(protected)
    tables["pegawai"] = tables["pegawai"].drop(columns=[*unasked, col.DISABILITY], errors="ignore")
    return Dataset(profile=replace(data.profile, legal_basis=kept), period=data.period, tables=tables)


def _shared(name: str, frame: pd.DataFrame, drawn: Mapping[str, str]) -> pd.DataFrame:
    """One table as others may have it."""
    kinds = {column.name: column.kind for column in col.TABLES[name].columns}
    numbers = [column for column in frame if kinds.get(column) is col.Kind.IDENTITY or column.partition("_")[0] == "id"]
    renamed = {column: frame[column].map(drawn.__getitem__, na_action="ignore") for column in numbers}
    if col.BIRTH in frame:
        renamed[col.BIRTH] = frame[col.BIRTH].dt.to_period("Y").dt.to_timestamp().astype(frame[col.BIRTH].dtype)
    return frame.assign(**renamed).drop(columns=_FREE_TEXT.get(name, []))


def _factors(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Levels as factors in their order, since R sorts text by the alphabet."""
    declared = col.TABLES[name].columns if name in col.TABLES else ()
    levels = {column.name: column.allowed for column in declared if column.allowed}
    made = {
        column: pd.Categorical(frame[column], categories=list(allowed), ordered=column in _ORDERED)
        for column, allowed in levels.items()
    }
    return frame.assign(**made)


def _answers(results: Results, lang: str) -> pd.DataFrame:
    """Answer of each check, as far as a report may tell it."""
    entries = public_record(results)["pemeriksaan"]
    rows = [
        {
            "pemeriksaan": item.check.slug,
            "bidang": entries[item.check.slug]["bidang"],
            "taksiran": entries[item.check.slug]["estimasi"],
            "batas_bawah": entries[item.check.slug]["selang"][0],
            "batas_atas": entries[item.check.slug]["selang"][1],
            **{name: entries[item.check.slug][name] for name in ("n", "p", "p_terkoreksi", "putusan", "status")},
            "arti": words(item, lang).estimate,
            "opsi": options(item, lang),
        }
        for item in results
    ]
    numbers = ("taksiran", "batas_bawah", "batas_atas", "n", "p", "p_terkoreksi")
    return pd.DataFrame(rows).astype(dict.fromkeys(numbers, "float64"))
