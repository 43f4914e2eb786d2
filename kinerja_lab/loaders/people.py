"""Numbers and names of people leave a table; pseudonyms and what a NIP says about its bearer take their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.errors import Problem
from kinerja_lab.loaders.identity import examine_nip
from kinerja_lab.loaders.log import LoadLog
from kinerja_lab.loaders.pseudonym import Key
from kinerja_lab.loaders.sheet import Sheet

RATEE, RATER_NUMBER = "nip", "penilai_nip"
NAMED = ("nama", "gelar_depan", "gelar_belakang", "nik", "id_sumber", "skp_id", "penilaian_id")
NAMED_RATER = ("penilai_nama", "penilai_id")
_WERE_NIP, _FEWEST_DIGITS = ("nip_scientific", "nip_float", "nip_excel15"), 1e14
_UNUSABLE, _OUTSIDERS = "nip_numeric", ("nik", "nip_old")


def identify(
    frame: pd.DataFrame, file: str, sheet: str, *, key: Key, log: LoadLog, headers: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    """Put pseudonyms in the place of everything that names a person.

    Columns go by their field names (``nip``, ``penilai_nip``, ``nama`` …), index the row in the file; ``headers`` is
    what is written above them, by field. Quarantined and flagged rows are noted in the log.

    Returns
    -------
    tuple
        The rows that name their employee, with ``id_pegawai`` (and ``id_penilai`` where a rater is named; a rater who
        has no NIP may go by a NIK or an old one), without numbers and names; ``jenis_kelamin``, ``tanggal_lahir`` and
        ``jenis_pegawai`` are filled from the NIP where the file does not tell. And the columns whose cells are numbers
        rather than text, as problems: their last digits are not to be trusted, and nobody can be told from it.
    """
    written = headers or {}
    ratee, rater = examine_nip(frame[RATEE]), None
    damaged = {RATEE: ratee["damage"]}
    if RATER_NUMBER in frame:
        rater = examine_nip(frame[RATER_NUMBER])
        damaged[RATER_NUMBER] = rater["damage"].mask(rater["damage"].isin((*_OUTSIDERS, "nip_missing")), "")
    problem = partial(Problem, rule="numeric_identity", table=sheet or file, file=file, sheet=sheet)
    unusable = {written.get(name, name): int((damage == _UNUSABLE).sum()) for name, damage in damaged.items()}
    problems = [problem(column=column, count=n) for column, n in unusable.items() if n]
    for name, damage in damaged.items():
        for reason, rows in damage[damage != ""].groupby(damage):
            log.quarantine(file, sheet, rows.index, str(reason), written.get(name, name))
    kept = pd.concat(list(damaged.values()), axis=1).eq("").all(axis=1)
    told = frame.drop(columns=[name for name in (RATEE, RATER_NUMBER, *NAMED, *NAMED_RATER) if name in frame])
    told.insert(0, col.EMPLOYEE, key.pseudonyms(ratee["nip18"]))
    if rater is not None:
        told.insert(1, col.RATER, key.pseudonyms(rater["number"]))
    return _filled(told, ratee, partial(log.note, file, sheet))[kept], problems


def _filled(told: pd.DataFrame, ratee: pd.DataFrame, note: partial[None]) -> pd.DataFrame:
    """Fill what the file leaves open from the NIP; where the two differ the file stands and the row is flagged."""
    from_number: Mapping[str, tuple[pd.Series, str]] = {
        col.SEX: (ratee["sex"], "sex_differs"),
        col.BIRTH: (ratee["birth"], "birth_differs"),
        col.EMPLOYMENT: (ratee["kind"].where(ratee["nip18"] != "", ""), "employment_differs"),
    }
    for name, (said, reason) in from_number.items():
        if name not in told:
            told[name] = said
            continue
        given = told[name].notna() & (told[name].astype("str") != "")
        differs = given & (ratee["nip18"] != "") & (told[name].astype("str") != said.astype("str"))
        if differs.any():
            note(differs.index[differs], reason, name)
        told[name] = told[name].where(given, said)
    return told


def names_people(tables: Iterable[tuple[str, pd.DataFrame]]) -> bool:
    """Whether canonical tables have numbers of people, sound or damaged, where pseudonyms belong."""
    cells = [frame[name].astype(object) for table, frame in tables for name in _identities(frame, table)]
    return bool(cells) and bool(_numbers(pd.concat(cells, ignore_index=True).drop_duplicates())["named"].any())


def hide_numbers(frame: pd.DataFrame, table: str, sheet: Sheet, key: Key) -> tuple[pd.DataFrame, list[Problem]]:
    """Canonical table with pseudonyms in the place of NIPs; other identities stay. And damaged ones, as problems."""
    hidden, problems = frame.copy(deep=False), list[Problem]()
    problem = partial(Problem, rule="numeric_identity", table=table, file=sheet.file, sheet=sheet.name)
    for name in _identities(frame, table):
        found = _numbers(frame[name])
        sound = found["nip18"] != ""
        hidden[name] = frame[name].astype(object).where(~sound, key.pseudonyms(found["nip18"]))
        if n := int((found["named"] & ~sound).sum()):
            problems.append(problem(column=name, count=n))
    return hidden, problems


def _identities(frame: pd.DataFrame, table: str) -> list[str]:
    return [item.name for item in col.TABLES[table].columns if item.kind is col.Kind.IDENTITY and item.name in frame]


def _numbers(values: pd.Series) -> pd.DataFrame:
    """Examination of identities; ``named``: the cell is a NIP or was one."""
    found = examine_nip(values)
    large = (found["damage"] == _UNUSABLE) & (pd.to_numeric(values, errors="coerce") >= _FEWEST_DIGITS)
    return found.assign(named=(found["nip18"] != "") | found["damage"].isin(_WERE_NIP) | large)
