"""Ratings and predikat from labels, or from codes whose direction is declared or proved by labels; never guessed."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.loaders.intake import Intake
from kinerja_lab.loaders.mapping import ONE_IS_HIGHEST, ONE_IS_LOWEST
from kinerja_lab.loaders.values import labels
from kinerja_lab.loaders.vocabulary import value_names

_OPPOSITE = {ONE_IS_HIGHEST: ONE_IS_LOWEST, ONE_IS_LOWEST: ONE_IS_HIGHEST}


class _Scale(NamedTuple):
    """A scale as files write it: section of labels, levels from lowest, columns of (label, code)."""

    domain: str
    levels: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]


_RATING = _Scale(
    "rating",
    tuple(map(str, col.RATINGS.levels)),
    ((col.RESULT_RATING, "kode_hasil_kerja"), (col.BEHAVIOUR_RATING, "kode_perilaku")),
)
_OUTCOME = _Scale("predikat", tuple(map(str, col.OUTCOMES.levels)), ((col.OUTCOME, "kode_predikat"),))


class _Read(NamedTuple):
    """A column of ratings: labels, codes 1…q, cells that are neither, and the cells themselves."""

    label: pd.Series
    code: pd.Series
    bad: pd.Series
    cells: pd.Series


def read_ratings(intake: Intake) -> None:
    """Put the names of levels in the place of labels and codes.

    Cells that are neither are quarantined, an organisation's predikat and one of older rules each with its own reason.
    A table whose codes might run either way is refused.
    """
    declared = intake.table.rules
    _resolve(intake, _OUTCOME, declared.outcome_codes)
    _resolve(intake, _RATING, declared.rating_codes)


def _resolve(intake: Intake, scale: _Scale, declared: str) -> None:
    """Read the columns of one scale."""
    for field, code_field in scale.fields:
        _set_strangers_aside(intake, field, code_field, scale)
    read = {field: _read(intake, field, code_field, scale) for field, code_field in scale.fields}
    top = len(scale.levels)
    proofs = {_proof(each, scale) for each in read.values()}
    if scale is _RATING:
        proofs.add(_proof_by_outcome(read, intake.cells(col.OUTCOME)))
    proved = proofs - {""}
    needed = [field for field, each in read.items() if (each.label.isna() & _turning(each.code, top)).any()]
    direction = declared or (next(iter(proved)) if len(proved) == 1 else "")
    if declared and _OPPOSITE[declared] in proved:
        intake.refuse("contradicted_codes", scale.fields[0][0], found=declared, allowed=_OPPOSITE[declared])
    elif needed and (not direction or len(proved) > 1):
        found = ", ".join(f"{code:g}" for code in sorted(read[needed[0]].code.dropna().unique()))
        key = "kode_rating" if scale is _RATING else "kode_predikat"
        allowed = f'{key} = "{ONE_IS_HIGHEST}" | "{ONE_IS_LOWEST}"'
        columns = (needed[0], dict(scale.fields)[needed[0]])
        field = next(name for name in columns if _one(intake, name, scale).code.notna().any())
        intake.refuse("undeclared_codes", field, found=found, allowed=allowed)
    for field, each in read.items():
        intake.frame[field] = _named(each, scale, direction).reindex(intake.frame.index)


def _set_strangers_aside(intake: Intake, field: str, code_field: str, scale: _Scale) -> None:
    """Quarantine cells that are neither label nor code."""
    if scale is _OUTCOME and field in intake.frame:
        strange = labels(intake.frame[field], "karantina_predikat").values
        strange = strange.where(labels(intake.frame[field], "predikat", intake.table.rules.values.get("predikat")).bad)
        for reason in sorted(set(value_names("karantina_predikat").values())):
            intake.quarantine((strange == reason).reindex(intake.frame.index, fill_value=False), reason, field)
    for name in (field, code_field):
        if name in intake.frame:
            intake.quarantine(_one(intake, name, scale).bad, "unknown_value", name)


def _read(intake: Intake, field: str, code_field: str, scale: _Scale) -> _Read:
    """A field from its column of labels and its column of codes; either may hold the other."""
    first, second = _one(intake, field, scale), _one(intake, code_field, scale)
    return _Read(first.label.fillna(second.label), first.code.fillna(second.code), first.bad | second.bad, first.cells)


def _one(intake: Intake, field: str, scale: _Scale) -> _Read:
    """One column."""
    cells = intake.cells(field)
    said = labels(cells, scale.domain, intake.table.rules.values.get(scale.domain))
    coded = labels(cells, "", {str(code): str(code) for code in range(1, len(scale.levels) + 1)}).values
    code = pd.to_numeric(coded).where(said.values.isna()).astype("float64")
    return _Read(said.values, code, said.bad & code.isna(), cells)


def _turning(code: pd.Series, top: int) -> pd.Series:
    """Codes whose meaning depends on the direction: all but the middle one."""
    return code.notna() & (code != (top + 1) / 2)


def _proof(read: _Read, scale: _Scale) -> str:
    """Direction that labels beside codes prove; empty where none does, or they disagree."""
    rank = read.label.map({level: place for place, level in enumerate(scale.levels, 1)})
    told = rank.notna() & _turning(read.code, len(scale.levels))
    if not told.any():
        return ""
    highest = rank[told] == len(scale.levels) + 1 - read.code[told]
    lowest = rank[told] == read.code[told]
    return ONE_IS_HIGHEST if highest.all() else ONE_IS_LOWEST if lowest.all() else ""


def _proof_by_outcome(read: dict[str, _Read], outcome: pd.Series) -> str:
    """Direction in which the codes of both ratings give the predikat that is written beside them, in every row."""
    result, behaviour = (read[field].code for field, _ in _RATING.fields)
    told = result.notna() & behaviour.notna() & outcome.notna()
    if not told.any():
        return ""
    fits = {}
    for direction in _OPPOSITE:
        pairs = zip(_level(result[told], _RATING, direction), _level(behaviour[told], _RATING, direction), strict=True)
        fits[direction] = pd.Series([col.OUTCOME_MATRIX[pair] for pair in pairs], index=outcome[told].index)
    telling = fits[ONE_IS_HIGHEST] != fits[ONE_IS_LOWEST]
    right = [way for way, ruled in fits.items() if telling.any() and (ruled == outcome[told])[telling].all()]
    return right[0] if len(right) == 1 else ""


def _level(code: pd.Series, scale: _Scale, direction: str) -> pd.Series:
    """Names of levels of codes."""
    levels = scale.levels[::-1] if direction == ONE_IS_HIGHEST else scale.levels
    return code.map(dict(enumerate(levels, 1)))


def _named(read: _Read, scale: _Scale, direction: str) -> pd.Series:
    """Names of levels, from labels first."""
    return read.label.fillna(_level(read.code, scale, direction)).astype("str")
