"""Long tables of ratings as the Rasch model sees them: coded, and freed from levels without a finite measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.errors import InvalidOption, NotAssessable
from kinerja_lab.stats.rasch_design import Codes, Ratings, tabulate

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Coded ratings.

    Attributes
    ----------
    known
        Complete rows.
    rows, n_rows
        Their places in the table that was given, and its length.
    codes, every
        Per side (ratee, facets): level of each complete row, and the names of all levels.
    score, labels
        Code of each row's score, and the scores by code.
    kept
        Complete rows that take part in the estimation: without levels (joint estimation: and ratees) that only have
        the lowest or only the highest score.
    ratings, levels
        The rows that take part, tabulated, and the names of the levels that have a parameter.
    """

    known: pd.DataFrame
    rows: Codes
    n_rows: int
    codes: Mapping[str, Codes]
    every: Mapping[str, pd.Index]
    score: Codes
    labels: Floats
    kept: Mask
    ratings: Ratings
    levels: Mapping[str, pd.Index]


def coded(ratings: pd.DataFrame, ratee: str, facets: list[str], score: str, *, joint: bool) -> Coded:
    """Code the complete rows and set extreme levels aside.

    Raises
    ------
    InvalidOption
        A score that is not numeric.
    NotAssessable
        ``undefined_no_variation`` where fewer than two scores occur or nothing but extremes is left.
    """
    sides = [ratee, *facets]
    if not pd.api.types.is_numeric_dtype(ratings[score]):
        raise InvalidOption("score", score, "a numeric column")
    complete = ratings[[*sides, score]].notna().all(axis=1).to_numpy()
    known = ratings if complete.all() else ratings[complete]
    codes, every = {}, {}
    for name in sides:
        found, names = pd.factorize(known[name], sort=True)
        codes[name], every[name] = found.astype(np.int32), pd.Index(names)
    scores, labels = pd.factorize(known[score], sort=True)
    if len(labels) < 2:
        raise NotAssessable("undefined_no_variation", n=len(known), need=2)
    scores = scores.astype(np.int16)
    kept = _without_extremes(list(codes.values())[0 if joint else 1 :], scores, len(labels) - 1)
    if not kept.any() or len(np.unique(scores[kept])) < len(labels):
        raise NotAssessable("undefined_no_variation", n=int(kept.sum()), lacking=("categories",))
    used, levels = [], {}
    for name in sides:
        place, inside = _renumbered(codes[name], kept, len(every[name]))
        used.append(place)
        levels[name] = every[name][inside]
    tabulated = tabulate(used[0], used[1:], scores if kept.all() else scores[kept])
    return Coded(
        known, np.flatnonzero(complete), len(ratings), codes, every, scores,
        np.asarray(labels, dtype=np.float64), kept, tabulated, levels,
    )  # fmt: skip


def _renumbered(codes: Codes, kept: Mask, size: int) -> tuple[Codes, Codes]:
    """Codes of the kept rows without gaps, and which old codes they stand for."""
    own = codes if kept.all() else codes[kept]
    inside = np.flatnonzero(np.bincount(own, minlength=size))
    place = np.zeros(size, dtype=np.int32)
    place[inside] = np.arange(len(inside))
    return place[own], inside


def _without_extremes(sides: list[Codes], score: Codes, top: int) -> Mask:
    """Rows left once no level has only lowest or only highest scores."""
    kept = np.ones(len(score), dtype=bool)
    while True:
        before = np.count_nonzero(kept)
        for codes in sides:
            n = np.bincount(codes, kept)
            low = np.bincount(codes, kept & (score == 0), len(n))
            high = np.bincount(codes, kept & (score == top), len(n))
            extreme = (n > 0) & ((low == n) | (high == n))
            if extreme.any():
                kept &= ~extreme[codes]
        if np.count_nonzero(kept) == before:
            return kept
