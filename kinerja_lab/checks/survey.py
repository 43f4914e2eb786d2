"""Answers to the survey of employees: its waves, its dimensions, and how reliably its items measure one thing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.reliability import reliability
from kinerja_lab.stats.interval import Interval

SURVEY, RESPONDENT, WAVE, ITEM = "survei", "id_responden", "gelombang", "butir"
LOWEST, HIGHEST = 1.0, 5.0
OTHER = "lainnya"
_ANSWERED = 0.5  # share of the items that a sheet must answer
_MONTH = r"\d{4}-(0[1-9]|1[0-2])"


@cache
def questionnaire() -> Mapping[str, Mapping[str, str]]:
    """Items of the project's own questionnaire by dimension of organisational justice: code and statement."""
    text = files("kinerja_lab.checks").joinpath("keadilan_organisasi.toml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(text)
    return found


def waves(data: Dataset) -> tuple[str, ...]:
    """Waves of the survey up to the end of the reported period, oldest first; the last is the period's own.

    A wave is named by its month or period (``2025-03``, ``2025-S1``); of any other name the time is not known.

    Raises
    ------
    NotAssessable
        ``missing_data``: no wave of this period.
    """
    first, last = col.period_months(data.period)
    ends = {name: _end(name) for name in data.table(SURVEY)[WAVE].unique()}
    held = sorted((end, name) for name, end in ends.items() if end and end <= last)
    if not held or held[-1][0] < first:
        raise NotAssessable("missing_data", lacking=(f"{SURVEY}.{WAVE}",))
    return tuple(name for _, name in held)


def _end(wave: str) -> str:
    """Month in which a wave ends; empty where its name does not tell."""
    if re.fullmatch(col.PERIOD_PATTERN, wave):
        return col.period_months(wave)[1]
    return wave if re.fullmatch(_MONTH, wave) else ""


@dataclass(frozen=True, slots=True, eq=False)
class Sheets:
    """Answer sheets with reversed items turned.

    Attributes
    ----------
    answers
        One row an answer: respondent, wave, item, score.
    alpha, interval
        Cronbach's alpha of the sheets that answer everything, with Feldt's interval.
    turned
        Items that ran against the others.
    """

    answers: pd.DataFrame
    alpha: float
    interval: Interval
    turned: tuple[str, ...]

    def means(self, wave: str, dimension: str | None = None) -> pd.Series:
        """Mean answer of everybody who answered half of the items or more, by respondent."""
        rows = self.answers[self.answers[WAVE] == wave]
        rows = rows if dimension is None else rows[dimension_of(rows[ITEM]) == dimension]
        by_person = rows.groupby(RESPONDENT)[col.SCORE].agg(["mean", "size"])
        return by_person.loc[by_person["size"] >= _ANSWERED * rows[ITEM].nunique(), "mean"]

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Dimensions that were asked, in the order of the questionnaire."""
        asked = set(dimension_of(self.answers[ITEM]))
        return tuple(name for name in (*questionnaire(), OTHER) if name in asked)


def dimension_of(items: pd.Series) -> pd.Series:
    """Dimension of each item; items of other questionnaires form one of their own."""
    known = {code: name for name, codes in questionnaire().items() for code in codes}
    return items.map(known).fillna(OTHER)


def sheets(data: Dataset, of: Sequence[str], confidence: float) -> Sheets:
    """Answers of these waves to the items that all of them asked.

    Raises
    ------
    NotAssessable
        ``no_pairable_units``: the waves have no item in common.
    """
    rows = data.table(SURVEY)
    rows = rows[rows[WAVE].isin(of)]
    asked = rows.groupby(ITEM)[WAVE].nunique()
    rows = rows[rows[ITEM].isin(asked.index[asked == len(of)])]
    if rows.empty:
        raise NotAssessable("no_pairable_units")
    found = reliability(rows, person=(WAVE, RESPONDENT), item=ITEM, score=col.SCORE, confidence=confidence)
    turned = tuple(found.loc[(found["coefficient"] == "item_rest") & found["reversed"], "item"])
    scores = rows[col.SCORE].where(~rows[ITEM].isin(turned), LOWEST + HIGHEST - rows[col.SCORE])
    alpha = found[found["coefficient"] == "cronbach_alpha"].iloc[0]
    limits = Interval(float(alpha["low"]), float(alpha["high"]))
    return Sheets(rows.assign(**{col.SCORE: scores}), float(alpha["estimate"]), limits, turned)
