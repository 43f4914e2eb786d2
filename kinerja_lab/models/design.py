"""Which comparisons does a set of ratings allow at all?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from kinerja_lab.errors import InvalidOption, NotAssessable, UnknownName
from kinerja_lab.stats.connectivity import Connectivity, connectivity
from kinerja_lab.stats.double_ratings import double_ratings

EXCHANGEABLE = (
    *("percent_agreement", "brennan_prediger", "fleiss_kappa", "gwet_ac"),
    *("krippendorff_alpha", "krippendorff_alpha_w", "icc1", "icc1k"),
)  # coefficients that do not ask which rater it was
OF_RATERS = ("conger_kappa", "icc2", "icc2k", "icc3", "icc3k")
OF_TWO = ("cohen_kappa", "scott_pi")

HALF_WIDTH = 0.10  # of the interval of a reliability that is known well enough to act on
EXPECTED = 0.52  # reliability of one superior: Viswesvaran, Ones & Schmidt (1996)

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
    def coefficients(self) -> tuple[str, ...]:
        """Coefficients of agreement that these ratings identify; none where every ratee has one rater.

        Raters that share no ratee with others can only be taken as exchangeable: what is theirs and what is error are
        one, and ``icc1`` is the reliability. Raters that can be told apart have margins and a variance of their own.
        """
        if self.kind == "single_rater":
            return ()
        of_raters = OF_RATERS if self.severity_identified else ()
        return (*EXCHANGEABLE, *of_raters, *(OF_TWO if self.n_raters == 2 else ()))

    @property
    def reliability(self) -> str | None:
        """Intraclass correlation of single scores that the design identifies: absolute agreement, one-way, or none."""
        return next((name for name in ("icc2", "icc1") if name in self.coefficients), None)

    def double_ratings(
        self, half_width: float = HALF_WIDTH, *, expected: float = EXPECTED, confidence: float = 0.95
    ) -> int:
        """How many more ratees must get a second rating, so that the reliability of one rater is known that well?

        Parameters
        ----------
        half_width
            Half the width of the interval, in (0, 1).
        expected
            What the reliability is expected to be, in [0, 1); by default that of two superiors.
        confidence
            Level of the interval, in (0, 1).

        Returns
        -------
        int
            0 where the design already tells. More than there are ratees with one rating: new ratees are needed too.

        Raises
        ------
        InvalidOption
            An option outside its allowed values.

        References
        ----------
        Viswesvaran, Ones & Schmidt (1996) Journal of Applied Psychology 81, 557 (.52 between two superiors).
        """
        if not (0 < half_width < 1 and 0 <= expected < 1 and 0 < confidence < 1):
            given = (half_width, expected, confidence)
            raise InvalidOption("double_ratings", given, "a half-width, a reliability and a confidence between 0 and 1")
        raters = self.ratees["n"].to_numpy()
        return double_ratings(raters, half_width=half_width, reliability=expected, confidence=confidence)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What would make severity identified: a second rater for the same ratees, or more ratees a rater in common."""
        if self.severity_identified:
            return ()
        return ("second_rater",) if self.kind == "single_rater" else ("common_ratees",)


def design(ratings: pd.DataFrame, ratee: str = "ratee", rater: str = "rater") -> Design:
    """Which raters can be compared, which coefficients are identified, and how many second ratings are lacking?

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
