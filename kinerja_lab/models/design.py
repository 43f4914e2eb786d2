"""Which comparisons does a set of ratings allow at all?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from kinerja_lab.errors import NotAssessable, UnknownName
from kinerja_lab.stats.connectivity import Connectivity, connectivity

Kind = Literal["crossed", "linked", "disconnected", "nested", "single_rater"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """How ratees and raters meet, and what can be told apart.

    Attributes
    ----------
    kind
        ``single_rater``: every ratee has one rater. ``nested``: every rater has one ratee. ``disconnected``: two or
        more blocks without a common ratee. ``crossed``: everybody rates everybody. ``linked``: one block, incomplete.
    n_ratees, n_raters, n_pairs, n_blocks
        Counts; a pair is a ratee rated by a rater, however many scores.
    contrasts
        Independent contrasts between raters inside blocks.
    spare_pairs
        Pairs beyond those that fix every ratee and rater; without any, severity and mutual impression are one.
    ratees, raters
        One row a ratee (rater): its name, its ``block`` (0 …, largest first) and ``n``, its raters (ratees).
    """

    kind: Kind
    n_ratees: int
    n_raters: int
    n_pairs: int
    n_blocks: int
    contrasts: int
    spare_pairs: int
    ratees: pd.DataFrame
    raters: pd.DataFrame

    @property
    def severity_identified(self) -> bool:
        """Whether raters' severity can be told from the level of their ratees and from mutual impressions."""
        return self.contrasts > 0 and self.spare_pairs > 0

    @property
    def lacking(self) -> tuple[str, ...]:
        """What would make severity identified: a second rater for the same ratees, or more ratees a rater in common."""
        if self.severity_identified:
            return ()
        return ("second_rater",) if self.kind == "single_rater" else ("common_ratees",)


def design(ratings: pd.DataFrame, ratee: str = "ratee", rater: str = "rater") -> Design:
    """Which raters can be compared, and is their severity identified?

    Parameters
    ----------
    ratings
        Long table, one row a score; rows without ratee or rater are left out.
    ratee, rater
        Names of the columns.

    Raises
    ------
    UnknownName
        A column that is not there.
    NotAssessable
        No rating at all.
    """
    require(ratings, (ratee, rater))
    both = ratings[[ratee, rater]].dropna()
    if both.empty:
        raise NotAssessable("too_few", n=0, need=2)
    ratee_codes, ratee_names = pd.factorize(both[ratee], sort=True)
    rater_codes, rater_names = pd.factorize(both[rater], sort=True)
    found = connectivity(ratee_codes, rater_codes)
    rank = _by_size(found)
    return Design(
        kind=_kind(found),
        n_ratees=len(ratee_names),
        n_raters=len(rater_names),
        n_pairs=found.n_pairs,
        n_blocks=found.n_blocks,
        contrasts=found.contrasts,
        spare_pairs=found.spare_pairs,
        ratees=pd.DataFrame({ratee: ratee_names, "block": rank[found.ratee_block], "n": found.raters_per_ratee}),
        raters=pd.DataFrame({rater: rater_names, "block": rank[found.rater_block], "n": found.ratees_per_rater}),
    )


def require(ratings: pd.DataFrame, columns: Iterable[str]) -> None:
    """Refuse a column that is not there, by name.

    Raises
    ------
    UnknownName
    """
    for column in columns:
        if column not in ratings.columns:
            raise UnknownName("column", column, map(str, ratings.columns))


def _by_size(found: Connectivity) -> np.ndarray:
    """New number of each block, the one with most raters first; ties as they were found."""
    sizes = np.bincount(found.rater_block, minlength=found.n_blocks)
    rank = np.empty(found.n_blocks, dtype=np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(found.n_blocks)
    return rank


def _kind(found: Connectivity) -> Kind:
    """Name of the design."""
    if found.raters_per_ratee.max() == 1:
        return "single_rater"
    if found.ratees_per_rater.max() == 1:
        return "nested"
    if found.n_blocks > 1:
        return "disconnected"
    complete = found.n_pairs == len(found.ratee_block) * len(found.rater_block)
    return "crossed" if complete else "linked"
