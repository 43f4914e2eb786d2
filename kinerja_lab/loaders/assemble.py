"""Tables of many files become one region's canonical tables; nobody is counted twice and no row is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.errors import Problem
from kinerja_lab.loaders.appraisals import APPRAISAL, NEW_RULES, POST, read_appraisals, read_old_appraisals, read_posts
from kinerja_lab.loaders.duplicates import noted, one_appraisal_each, without_repeats
from kinerja_lab.loaders.employees import among, employees
from kinerja_lab.loaders.intake import Intake
from kinerja_lab.loaders.log import LoadLog
from kinerja_lab.loaders.pseudonym import Key
from kinerja_lab.loaders.recognise import CANONICAL, SourceTable
from kinerja_lab.loaders.targets import read_targets
from kinerja_lab.loaders.values import texts
from kinerja_lab.loaders.workbook360 import SCORES, read_scores
from kinerja_lab.profile import RegionProfile

_RATED = {"ekinerja_penilaian": True, "siasn_skp22": False}  # kind: whether all rows are of one export
_OLD = "siasn_skp_lama"
_REGISTERS = ("siasn_pegawai", "ekinerja_skp")
_SCORED = ("umpan360_panjang", "umpan360_lebar")
_DATES = ("periode_awal", "periode_akhir", "waktu_dinilai", col.BIRTH)
_NEEDED = (col.POSITION, col.UNIT, col.POSITION_TYPE, col.SEX, col.EMPLOYMENT)
_WHERE = ("kind", "file", "sheet", "row")


class Assembled(NamedTuple):
    """Canonical tables by name; predikat that differ from the matrix, by unit; what makes tables unusable."""

    tables: dict[str, pd.DataFrame]
    differences: pd.DataFrame
    problems: list[Problem]


def assemble(tables: Sequence[SourceTable], profile: RegionProfile, *, key: Key, log: LoadLog) -> Assembled:
    """Put the tables of a region together; canonical ones are left alone.

    Every row that is dropped, quarantined or flagged is noted in the log.
    """
    intakes = [_taken_in(table, profile, key, log) for table in tables if not table.kind.startswith(CANONICAL)]
    appraisals = one_appraisal_each(_joined([_appraisals(intake) for intake in intakes], APPRAISAL), log)
    scored = [intake for intake in intakes if intake.table.kind in _SCORED]
    scores = _joined([read_scores(each, appraisals, profile.score_levels, key) for each in scored], SCORES)
    targets = [read_targets(intake) for intake in intakes if intake.table.kind == "indikator"]
    posts = _joined([read_posts(intake) for intake in intakes], POST)
    people = employees(posts, appraisals)
    problems = [problem for intake in intakes for problem in intake.problems] + _undeclared_posts(intakes, people)
    parts = {"penilaian": appraisals, "butir": scores, "indikator": _joined(targets, col.TABLES["indikator"].names)}
    people, parts = _without_incomplete(people, posts, parts, log)
    chosen = {(table.sheet.file, table.sheet.name): table.rules.repeated for table in tables}
    for name, value in (("butir", col.SCORE), ("indikator", col.TARGET)):
        parts[name] = without_repeats(parts[name], value, col.TABLES[name].key, chosen=chosen, log=log)
    _note_repeated_posts(posts, people, log)
    canonical = {"pegawai": people, "unit": _units(parts["penilaian"])} | parts
    differences = matrix_differences(parts["penilaian"], log)
    filled = {name: _canonical(name, rows) for name, rows in canonical.items() if len(rows)}
    return Assembled(filled, differences, problems)


def _taken_in(table: SourceTable, profile: RegionProfile, key: Key, log: LoadLog) -> Intake:
    """Values in the place of cells, pseudonyms in the place of people."""
    intake = Intake(table, log)
    _check_region(intake, profile)
    intake.convert()
    intake.name(key)
    return intake


def _check_region(intake: Intake, profile: RegionProfile) -> None:
    """Refuse codes of regions without their issuer; quarantine rows of other regions."""
    codes = texts(intake.cells("kode_wilayah"))
    if not codes.notna().any():
        return
    issuers = texts(intake.cells("penerbit_kode")).str.lower().fillna(intake.table.rules.code_issuer)
    if (codes.notna() & ~issuers.isin(col.CODE_ISSUERS)).any():
        found, allowed = ", ".join(sorted(set(codes.dropna()))[:6]), ", ".join(col.CODE_ISSUERS)
        intake.refuse("code_without_issuer", "kode_wilayah", found=found, allowed=allowed)
        return
    own = re.sub(r"\D", "", profile.code)
    elsewhere = ~codes.str.replace(r"\D", "", regex=True).str.startswith(own).fillna(True).astype(bool)
    intake.quarantine(elsewhere & (issuers == profile.code_issuer), "other_region", "kode_wilayah")


def _appraisals(intake: Intake) -> pd.DataFrame:
    """Appraisals of a table; none where it holds none."""
    kind = intake.table.kind
    if kind in _RATED:
        return read_appraisals(intake, one_export=_RATED[kind])
    return read_old_appraisals(intake) if kind == _OLD else pd.DataFrame()


def _joined(parts: list[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """Rows of all tables; columns that none of them has are empty."""
    filled = [part for part in parts if len(part)]
    rows = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()
    rows = rows.reindex(columns=[*columns, *_WHERE])
    return rows.assign(**{name: rows[name].astype("datetime64[s]") for name in _DATES if name in rows})


def _undeclared_posts(intakes: list[Intake], people: pd.DataFrame) -> list[Problem]:
    """Codes of kinds of posts that nobody has declared, where people are left without a kind of post for it."""
    coded = [intake for intake in intakes if intake.position_codes]
    if not people[col.POSITION_TYPE].isna().any():
        return []
    for intake in coded:
        allowed = f'[tabel.nilai.jenis_jabatan] "{intake.position_codes[0]}" = "…"'
        intake.refuse("undeclared_posts", col.POSITION_TYPE, found=", ".join(intake.position_codes), allowed=allowed)
    return [intake.problems[-1] for intake in coded]


def _without_incomplete(
    people: pd.DataFrame, posts: pd.DataFrame, parts: dict[str, pd.DataFrame], log: LoadLog
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Quarantine all rows about people of whom a required column is not known."""
    missing = people[list(_NEEDED)].isna()
    told = pd.Series(False, index=people.index)
    for name in _NEEDED:
        gone = people.loc[missing[name] & ~told, col.EMPLOYEE]
        told |= missing[name]
        for part in (posts, *parts.values()) if len(gone) else ():
            noted(part[among(part[col.EMPLOYEE], gone)], log, f"unknown_{name}", "quarantine")
    known = people[~missing.any(axis=1)]
    return known, {name: part[among(part[col.EMPLOYEE], known[col.EMPLOYEE])] for name, part in parts.items()}


def _note_repeated_posts(posts: pd.DataFrame, people: pd.DataFrame, log: LoadLog) -> None:
    """Drop rows of registers that repeat another one of their kind; flag second posts."""
    rows = posts[posts["kind"].isin(_REGISTERS) & among(posts[col.EMPLOYEE], people[col.EMPLOYEE])]
    told = [name for name in POST if name not in ("is_plt", "periode_akhir")]
    acting = rows["is_plt"] == col.FLAGS[0]
    again = rows.assign(acting=acting).sort_values(["acting", "file", "sheet", "row"], kind="stable")
    noted(again[again.duplicated(["kind", *told])], log, "duplicate_row", "drop")
    rest = again[~again.duplicated(["kind", *told])]
    noted(rest[rest.duplicated(["kind", col.EMPLOYEE])], log, "second_post", "note")


def _units(appraisals: pd.DataFrame) -> pd.DataFrame:
    """Predikat of organisations, where the appraisals of a unit tell one and the same."""
    rows = appraisals.dropna(subset=["predikat_organisasi", col.UNIT])
    if rows.empty:
        return pd.DataFrame()
    told = rows.groupby([col.PERIOD, col.UNIT])["predikat_organisasi"].agg(["first", "nunique"]).reset_index()
    return told[told["nunique"] == 1].rename(columns={"first": "predikat_organisasi"}).drop(columns="nunique")


def matrix_differences(appraisals: pd.DataFrame, log: LoadLog) -> pd.DataFrame:
    """Where does the exported predikat differ from the one that the two ratings give? One row a unit and period.

    Columns unit_kerja, n (appraisals with both ratings and a predikat), n_different. Rows that differ are flagged.
    """
    rated = appraisals.dropna(subset=[col.RESULT_RATING, col.BEHAVIOUR_RATING, col.OUTCOME])
    rated = rated[rated[col.REGIME] == NEW_RULES]
    pairs = pd.MultiIndex.from_frame(rated[[col.RESULT_RATING, col.BEHAVIOUR_RATING]].astype("object"))
    ruled = pd.Series(col.OUTCOME_MATRIX).reindex(pairs).set_axis(rated.index)
    rated = rated.assign(different=rated[col.OUTCOME].astype("object") != ruled)
    noted(rated[rated["different"]], log, "differs_from_matrix", "note")
    by_unit = rated.groupby([col.PERIOD, col.UNIT], dropna=False)["different"].agg(["size", "sum"]).reset_index()
    return by_unit.rename(columns={"size": "n", "sum": "n_different"})


def _canonical(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Columns of a canonical table that hold anything, or must be there."""
    table = col.TABLES[name]
    columns = [name for name in table.names if name in table.required or (name in rows and rows[name].notna().any())]
    frame = rows.set_index("row") if "row" in rows else rows
    return frame[columns]
