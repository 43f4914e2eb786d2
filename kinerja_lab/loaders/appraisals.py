"""Tables of one rating a person and period (e-Kinerja, SIASN, local ones): appraisals, and what they tell of posts."""

from __future__ import annotations

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.loaders.intake import MARKS, Intake
from kinerja_lab.loaders.periods import regimes
from kinerja_lab.loaders.ratings import read_ratings

NEW_RULES = "permenpanrb_6_2022"
RATED = (col.RESULT_RATING, col.BEHAVIOUR_RATING, col.OUTCOME, col.MARK)
_OF_POST = ("is_plt", "periode_awal", "periode_akhir", col.UNIT, "predikat_organisasi")
APPRAISAL = (*col.TABLES["penilaian"].names, *_OF_POST)
_NOT_TOLD = (col.SUPERIOR, col.HEAD)  # found from appraisals
POST = (*(name for name in col.TABLES["pegawai"].names if name not in _NOT_TOLD), "eselon", "is_plt", "periode_akhir")
_UNSCALED = (col.RESULT_RATING, col.BEHAVIOUR_RATING)


def read_appraisals(intake: Intake, *, one_export: bool) -> pd.DataFrame:
    """Appraisals of a table, each with the rules it was made under.

    Rows without a period, without rules or without a rater are quarantined. Labels of older rules are never put on the
    scale of PermenPANRB 6/2022.
    """
    read_ratings(intake)
    intake.frame = intake.frame.assign(**{col.MARK: _mark(intake)})
    _set_period(intake, one_export)
    _set_regime(intake, NEW_RULES)
    old = intake.frame[col.REGIME] != NEW_RULES
    ratings = pd.concat([intake.cells(name) for name in _UNSCALED], axis=1)
    intake.quarantine(old & ratings.notna().any(axis=1), "regime_conflict", _UNSCALED[0])
    return _appraisals(intake)


def read_old_appraisals(intake: Intake) -> pd.DataFrame:
    """Marks of the years before PermenPANRB 6/2022; their labels stay behind."""
    intake.frame = intake.frame.assign(
        **{name: None for name in (*_UNSCALED, col.OUTCOME)}, **{col.MARK: _mark(intake)}
    )
    _set_period(intake, one_export=False)
    # Two sets of rules were in force in 2021; where the row names its own, its semester is known.
    whole = intake.frame[col.PERIOD] == "2021-TAHUN"
    semester = intake.cells(col.REGIME).map({"pp_46_2011": "2021-S1", "pp_30_2019": "2021-S2"})
    intake.frame[col.PERIOD] = semester.where(whole & semester.notna(), intake.frame[col.PERIOD])
    _set_regime(intake, "")
    intake.quarantine(intake.frame[col.REGIME] == NEW_RULES, "regime_conflict", "nilai_prestasi")
    return _appraisals(intake)


def read_posts(intake: Intake) -> pd.DataFrame:
    """What a table tells of its employees and their posts."""
    return intake.placed(pd.DataFrame({name: intake.cells(name) for name in POST}, index=intake.frame.index))


def _mark(intake: Intake) -> pd.Series:
    """Mark of the appraisal as a number, from the first column that has one."""
    marks = pd.concat([intake.cells(field).astype("float64") for field in MARKS], axis=1)
    return marks.bfill(axis=1).iloc[:, 0]


def _set_period(intake: Intake, one_export: bool) -> None:
    """Period of each row; rows of which nothing tells it are quarantined."""
    intake.frame = intake.frame.assign(**{col.PERIOD: intake.periods(one_export=one_export)})
    intake.quarantine(intake.frame[col.PERIOD] == "", "period_unclear", "periode_akhir")


def _set_regime(intake: Intake, unstated: str) -> None:
    """Rules of each row: as the agency or the row says, else as its period tells; two in force: quarantine."""
    told = intake.cells(col.REGIME).astype("str").fillna(intake.table.rules.regime)
    by_period = regimes(intake.frame[col.PERIOD])
    rated = intake.cells(_UNSCALED[0]).notna() | intake.cells(_UNSCALED[1]).notna()
    by_columns = pd.Series(unstated, index=told.index, dtype="str").where(rated & (by_period == ""), by_period)
    intake.frame = intake.frame.assign(**{col.REGIME: told.where(told != "", by_columns)})
    intake.quarantine(intake.frame[col.REGIME] == "", "regime_unclear", "tahun")


def _appraisals(intake: Intake) -> pd.DataFrame:
    """Appraisals, without labels of older rules; a row without any rating and rater only tells of a post."""
    old = (intake.frame[col.REGIME] != NEW_RULES) & intake.cells(col.OUTCOME).notna()
    intake.note(old, "old_outcome_left_out", col.OUTCOME)
    intake.frame = intake.frame.assign(**{col.OUTCOME: intake.cells(col.OUTCOME).where(~old)})
    rated = pd.concat([intake.cells(name) for name in RATED], axis=1).notna().any(axis=1) | old
    intake.note(~rated, "not_rated")
    without = intake.cells(col.RATER).fillna("") == ""
    intake.quarantine(rated & without, "rater_missing", "penilai_nip")
    rows = intake.frame[~without.reindex(intake.frame.index)]
    return intake.placed(pd.DataFrame({name: rows.get(name) for name in APPRAISAL}, index=rows.index))
