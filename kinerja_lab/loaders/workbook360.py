"""Scores of several raters, long or wide: who scored whom, in which role, on which aspect."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.loaders.intake import Intake
from kinerja_lab.loaders.mapping import ROLE_OF_RATEE, ROLE_OF_RATER
from kinerja_lab.loaders.pseudonym import Key
from kinerja_lab.loaders.recognise import ONE_ASPECT, SCORE_COLUMN
from kinerja_lab.loaders.values import labels
from kinerja_lab.loaders.vocabulary import header_fields, header_key, value_key

SCORES = col.TABLES["butir"].names
_OPPOSITE = {"atasan": "bawahan", "bawahan": "atasan"}
_SHARE = 0.95  # of the pairs whose line of command is known must agree before the direction of labels counts as proved
_ANONYMOUS = ""


def read_scores(intake: Intake, command: pd.DataFrame, levels: tuple[float, ...], key: Key) -> pd.DataFrame:
    """Scores of a table, long.

    ``command`` tells who answers to whom (columns id_pegawai, id_penilai, as appraisals tell), ``levels`` which scores
    the region's scale has; 0 outside it means *not rated*. Raters whom a table only counts get pseudonyms, too.
    """
    intake.frame = intake.frame.assign(**{col.PERIOD: intake.periods(one_export=True)})
    intake.quarantine(intake.frame[col.PERIOD] == "", "period_unclear", "nama_periode")
    wide = [str(name) for name in intake.frame if str(name).startswith(SCORE_COLUMN)]
    _set_aside_unscored(intake, wide or [col.SCORE], levels)
    if not any(name.split("|")[1] for name in wide):  # the rater of a row is in the row
        _set_rater_and_role(intake, command)
    long = _melted(intake, wide) if wide else _long(intake)
    return intake.placed(_with_raters(long, command, key).set_index("row"))


def _set_aside_unscored(intake: Intake, columns: list[str], levels: tuple[float, ...]) -> None:
    """Quarantine rows with scores off the scale; drop rows that hold no score."""
    scores = pd.DataFrame({name: intake.cells(name).astype("float64") for name in columns}, index=intake.frame.index)
    if 0 not in levels:
        scores = scores.mask(scores == 0)
    intake.frame = intake.frame.assign(**dict(scores.items()))
    off = scores.notna() & ~scores.isin(levels)
    for name in columns:
        intake.quarantine(off[name].reindex(intake.frame.index), "score_off_scale", name)
    intake.drop(scores.loc[intake.frame.index].isna().all(axis=1), "not_rated")


def _set_rater_and_role(intake: Intake, command: pd.DataFrame) -> None:
    """Role of the rater in each row; labels whose direction is neither declared nor proved make the table unusable."""
    intake.quarantine(intake.cells(col.RATER).fillna("") == "", "rater_missing", "penilai_nip")
    cells, own = intake.cells("peran"), intake.table.rules.values.get("peran")
    told = labels(cells, "peran", own)
    english = labels(cells, "peran_inggris")
    role = told.values.fillna(english.values)
    self_rated = intake.cells(col.RATER) == intake.frame[col.EMPLOYEE]
    above, below = _commands(intake.frame, command), _commands(intake.frame, command, turned=True)
    direction = _direction(intake, role, english.values.isin(_OPPOSITE), above, below)
    if direction == ROLE_OF_RATEE:
        intake.note(role.isin(_OPPOSITE), "role_turned", "peran")
        role = role.replace(_OPPOSITE)
    bad = told.bad & english.bad & ~self_rated
    unnamed = role.isna() & ~bad
    role = role.mask(unnamed & above, "atasan").mask(unnamed & below, "bawahan").mask(self_rated, col.SELF)
    intake.frame = intake.frame.assign(**{col.ROLE: role.reindex(intake.frame.index)})
    intake.quarantine(bad.reindex(intake.frame.index), "unknown_value", "peran")
    intake.quarantine(intake.frame[col.ROLE].isna(), "role_missing", "peran")


def _commands(frame: pd.DataFrame, command: pd.DataFrame, *, turned: bool = False) -> pd.Series:
    """Whether the rater is the ratee's superior (``turned``: the other way round)."""
    below, above = (col.RATER, col.EMPLOYEE) if turned else (col.EMPLOYEE, col.RATER)
    pairs = pd.MultiIndex.from_frame(frame.reindex(columns=[below, above]).fillna(""))
    known = pd.MultiIndex.from_frame(command[[col.EMPLOYEE, col.RATER]])
    return pd.Series(pairs.isin(known), index=frame.index)


def _direction(intake: Intake, role: pd.Series, open_label: pd.Series, above: pd.Series, below: pd.Series) -> str:
    """Whom labels of roles name: the rater to the ratee, or the ratee to the rater? Declared, proved, or refused."""
    up, down = role == "atasan", role == "bawahan"
    straight, turned = int((up & above | down & below).sum()), int((up & below | down & above).sum())
    declared, found = intake.table.rules.role_labels, straight + turned
    share = straight / found if found else np.nan
    proved = ROLE_OF_RATER if share >= _SHARE else ROLE_OF_RATEE if share <= 1 - _SHARE else ""
    allowed = f'label_peran = "{ROLE_OF_RATER}" | "{ROLE_OF_RATEE}"'
    if declared:
        if proved and proved != declared:
            intake.refuse("contradicted_roles", "peran", found=declared, allowed=proved)
        return declared
    if (found and not proved) or (not found and open_label.any()):
        names = ", ".join(sorted({str(cell) for cell in intake.cells("peran").dropna().unique()})[:6])
        intake.refuse("undeclared_roles", "peran", found=names, allowed=allowed)
    return proved


def _long(intake: Intake) -> pd.DataFrame:
    """Rows of a long table."""
    frame = intake.frame.assign(**{col.ASPECT: _aspects(intake.cells("butir"))})
    return frame.reindex(columns=SCORES).assign(row=frame.index, slot=_ANONYMOUS)


def _melted(intake: Intake, wide: list[str]) -> pd.DataFrame:
    """Rows of a wide table, one score a row."""
    parts = []
    for name in wide:
        _, role, slot, aspect = name.split("|")
        scored = intake.frame[intake.frame[name].notna()]
        part = scored.reindex(columns=SCORES).assign(row=scored.index, slot=f"{role}{slot}")
        part[col.SCORE] = scored[name]
        part[col.ASPECT] = _aspects(scored["butir"]) if aspect == ONE_ASPECT and "butir" in scored else aspect
        if role:
            part[col.ROLE], part[col.RATER] = role, ""
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _aspects(cells: pd.Series) -> pd.Series:
    """Names of aspects: known ones by their one name, others as written."""
    names = {name: _aspect(str(name)) for name in cells.dropna().unique()}
    return cells.map(names).astype("str").fillna(ONE_ASPECT)


def _aspect(name: str) -> str:
    known = [field for field in header_fields().get(header_key(name), ()) if field.startswith("aspek_")]
    named = [field for field in known if field != "aspek_indikator"]
    return named[0].removeprefix("aspek_") if named else value_key(name).replace(" ", "_")


def _with_raters(long: pd.DataFrame, command: pd.DataFrame, key: Key) -> pd.DataFrame:
    """Name raters whom a wide table does not name: the ratee, the one superior, else a pseudonym of the slot."""
    unnamed = long[col.RATER].fillna("") == ""
    one = command.drop_duplicates([col.EMPLOYEE, col.RATER]).drop_duplicates(col.EMPLOYEE, keep=False)
    superior = long[col.EMPLOYEE].map(one.set_index(col.EMPLOYEE)[col.RATER])
    slots = long[col.PERIOD].str.cat([long[col.EMPLOYEE], long["slot"]], sep="|")[unnamed]
    made = {slot: key.pseudonym(slot) for slot in slots.unique()}
    rater = long[col.RATER].mask(unnamed, slots.map(made))
    rater = rater.mask(unnamed & (long["slot"] == "atasan") & superior.notna(), superior)
    rater = rater.mask(unnamed & (long[col.ROLE] == col.SELF), long[col.EMPLOYEE])
    return long.assign(**{col.RATER: rater}).drop(columns="slot")
