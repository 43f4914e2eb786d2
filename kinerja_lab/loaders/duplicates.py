"""Rows that tell of the same thing twice: which one stays, and why do the others go?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.loaders.appraisals import RATED
from kinerja_lab.loaders.employees import sortable
from kinerja_lab.loaders.log import LoadLog
from kinerja_lab.loaders.mapping import LAST_ROW
from kinerja_lab.loaders.periods import overlapping

_KEY = [col.PERIOD, col.EMPLOYEE]
_WHERE = ["file", "sheet"]
_KINDS = ("ekinerja_penilaian", "siasn_skp22", "siasn_skp_lama")
_SAME = (*RATED, col.RATER, col.UNIT, "periode_awal", "periode_akhir")


def one_appraisal_each(appraisals: pd.DataFrame, log: LoadLog) -> pd.DataFrame:
    """One appraisal for each person and period: of the own post, of the latest days.

    ``appraisals`` has the columns of ``APPRAISAL`` and file, sheet, row, kind. Rows that go, and acting posts that
    stay, are noted.
    """
    ordered = _ordered(appraisals)
    first = ~ordered.duplicated(_KEY)
    kept, others = ordered[first], ordered[~first]
    reasons = _reasons(others, kept, ordered)
    for reason in sorted(reasons.unique()):
        noted(others[reasons == reason], log, reason, "drop")
    noted(kept[kept["is_plt"] == col.FLAGS[0]], log, "only_acting_post", "note")
    return kept.reset_index(drop=True)


def _ordered(appraisals: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of preference; content decides where nothing else does, so the order of rows never does."""
    ranked = appraisals.assign(
        acting=appraisals["is_plt"].eq(col.FLAGS[0]),
        rank=appraisals["kind"].map({kind: place for place, kind in enumerate(_KINDS)}),
        unrated=appraisals[list(RATED)].isna().all(axis=1),
    )
    content = [name for name in (*_SAME, *_WHERE, "row") if name != "periode_akhir"]
    keys = ["acting", "rank", "periode_akhir", "unrated", "waktu_dinilai", *content]
    rising = [True, True, False, True, False, *(True for _ in content)]
    ordered = ranked.sort_values(keys, ascending=rising, kind="stable", na_position="last", key=sortable)
    return ordered.sort_values(_KEY, kind="stable").reset_index(drop=True)


def _reasons(others: pd.DataFrame, kept: pd.DataFrame, ordered: pd.DataFrame) -> pd.Series:
    """Why each of the other rows goes, compared with the one that stays."""
    pairs = others[_KEY].merge(kept.drop(columns=["acting", "unrated"]), on=_KEY, how="left").set_axis(others.index)
    days = ordered[_KEY].rename(columns={col.EMPLOYEE: "who"}).join(ordered[["periode_awal", "periode_akhir"]])
    meets = overlapping(days).reindex(others.index)
    same = pd.Series(True, index=others.index)
    for name in _SAME:
        same &= (others[name] == pairs[name]) | (others[name].isna() & pairs[name].isna())
    other_unit = others[col.UNIT].notna() & (others[col.UNIT] != pairs[col.UNIT])
    earlier = others["periode_akhir"] < pairs["periode_akhir"]
    reasons = pd.Series("older_row", index=others.index, dtype="str")
    reasons = reasons.mask(meets, "overlapping_period")
    reasons = reasons.mask(other_unit & ~earlier, "second_unit").mask(other_unit & earlier & ~meets, "transfer")
    reasons = reasons.mask(others["kind"] != pairs["kind"], "other_source")
    return reasons.mask(others["acting"], "acting_post").mask(same, "duplicate_row")


def without_repeats(
    frame: pd.DataFrame, value: str, key: Sequence[str], *, chosen: Mapping[tuple[str, str], str], log: LoadLog
) -> pd.DataFrame:
    """Scores or targets without repeated ones; rows of which a repeated one says something else are quarantined.

    Long rows with file, sheet, row; several may come from one row of a wide table. ``key`` names what ``value`` tells
    once; ``chosen`` says by file and sheet which of the rows that differ counts, the first or the last (empty: none).
    """
    key = list(key)
    twice = frame[frame.duplicated(key, keep=False)]
    if twice.empty:
        return frame.reset_index(drop=True)
    rule = pd.Series([chosen[place] for place in zip(twice["file"], twice["sheet"], strict=True)], index=twice.index)
    repeated = twice.assign(place=twice["file"] + "\0" + twice["sheet"]).groupby(key, sort=False)
    different = repeated[value].transform(lambda told: told.nunique(dropna=False) > 1).astype(bool)
    open_ = different & ((rule == "") | (repeated["place"].transform("nunique") > 1))
    wrong = _rows(frame).isin(_rows(twice[open_]))
    noted(frame[wrong], log, "conflicting_rows", "quarantine")
    turned = frame["row"].mask(rule.eq(LAST_ROW).reindex(frame.index, fill_value=False), -frame["row"])
    rest = frame.assign(turned=turned)[~wrong].sort_values([*_WHERE, "turned"], kind="stable").drop(columns="turned")
    again = rest.duplicated(key)
    gone = rest[again & ~_rows(rest).isin(_rows(rest[~again]))]
    for reason, rows in (
        ("replaced_row", gone[different[gone.index]]),
        ("duplicate_row", gone[~different[gone.index]]),
    ):
        noted(rows, log, reason, "drop")
    return rest[~again].sort_values([*_WHERE, "row"], kind="stable").reset_index(drop=True)


def _rows(frame: pd.DataFrame) -> pd.MultiIndex:
    """Rows of files that a frame comes from."""
    return pd.MultiIndex.from_frame(frame[[*_WHERE, "row"]])


def noted(rows: pd.DataFrame, log: LoadLog, reason: str, decision: str) -> None:
    """Note rows of several files at once; ``decision``: drop, quarantine or note."""
    for (file, sheet), part in rows.groupby(_WHERE, sort=True):
        getattr(log, decision)(str(file), str(sheet), sorted(set(part["row"])), reason)
