"""Which raters repeat their scores of the period before more often than chance and the other raters explain?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.expectations import Expectations
from kinerja_lab.models.rater_screen import LEVEL, POWER
from kinerja_lab.stats.distributions import norm, student
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.multiplicity import benjamini_hochberg

_PAIR = ["ratee", "aspect", "period"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CopiedScores:
    """Share of scores that look copied from the rater's own sheet of the period before.

    Attributes
    ----------
    share, interval
        Of all scores that could be, with its 95 % interval by raters, 0 … 1.
    p_value
        Of "no more repeats than expected", one-sided.
    detectable
        Smallest share that these data would show with 80 % power.
    repeated, expected
        Share of scores that repeat the one before, and the share that would without copying.
    n_raters, n_ratees
        Raters who rated the same ratee in both periods, and those ratees.
    raters
        One row a rater: ``rater, n_ratees, effect`` (share copied), ``se, low, high`` (95 %), ``p_value`` (one-sided),
        ``q_value`` (Benjamini–Hochberg), ``detectable``.
    """

    share: float
    interval: Interval
    p_value: float
    detectable: float
    repeated: float
    expected: float
    n_raters: int
    n_ratees: int
    raters: pd.DataFrame


def copied_scores(expected: Expectations) -> CopiedScores:
    """How many scores beyond chance repeat what the same rater gave the same ratee on the same aspect before?

    Repeats are expected where ratees and raters stay as they are: from the probabilities of both scores, and from how
    much more often than that a rater's score repeats what *other* raters gave before (a ratee's lasting strengths). The
    excess over both, as a share of the scores that need not repeat, is the share copied. An impression of a ratee that
    a rater keeps for years looks the same.

    Parameters
    ----------
    expected
        Fitted with ``period`` and ``by_period``; every period is compared with the one before.

    Raises
    ------
    NotAssessable
        ``too_few`` with fewer than two periods; ``no_pairable_units`` where no rater rated a ratee twice beside others.
    """
    rows = expected.rows.assign(row=np.arange(len(expected.rows)), place=expected.fit.place)
    step, periods = pd.factorize(rows["period"], sort=True)
    if len(periods) < 2:
        raise NotAssessable("too_few", n=len(periods), need=2, lacking=("periods",))
    now = rows.assign(period=step)[[*_PAIR, "rater", "row", "place"]].drop_duplicates([*_PAIR, "rater"])
    both = now.assign(period=now["period"] + 1).merge(now, on=_PAIR, suffixes=("_before", ""))
    probability = expected.fit.probability
    both["chance"] = np.einsum("ij,ij->i", probability[both["row_before"]], probability[both["row"]])
    both["repeat"] = (both["place_before"] == both["place"]).astype("float64")
    return _told(_excess(both))


def _excess(both: pd.DataFrame) -> pd.DataFrame:
    """One row a sheet: repeats, chance, excess over chance and over the other raters, its variance and its room."""
    own = both[both["rater_before"] == both["rater"]]
    others = both[both["rater_before"] != both["rater"]]
    beyond = (others["repeat"] - others["chance"]).groupby([others[name] for name in [*_PAIR, "rater"]])
    own = own.merge(beyond.agg(["mean", "size"]).reset_index(), on=[*_PAIR, "rater"])
    if own.empty:
        raise NotAssessable("no_pairable_units")
    own["excess"] = own["repeat"] - own["chance"] - own["mean"]
    own["variance"] = own["chance"] * (1 - own["chance"]) * (1 + 1 / own["size"])
    own["room"] = 1 - own["chance"]
    summed = ["repeat", "chance", "excess", "variance", "room"]
    return own.assign(n=1).groupby(["rater", "ratee", "period"], as_index=False)[[*summed, "n"]].sum()


def _told(sheets: pd.DataFrame) -> CopiedScores:
    """Shares of raters, each against the scatter of sheets, and of all."""
    totals = sheets.groupby("rater")[["excess", "variance", "room"]].sum()
    share = totals["excess"] / totals["room"]
    left = sheets["excess"] - sheets["rater"].map(share) * sheets["room"]
    spare = len(sheets) - len(totals)
    if spare < 1 or len(totals) < 2:
        raise NotAssessable("too_few", n=len(totals), need=2)
    scatter = float((left**2).sum() / sheets["variance"].sum()) * len(sheets) / spare
    se = np.sqrt(scatter * totals["variance"]) / totals["room"]
    reach = float(norm.ppf(0.975)) * se
    p_values = norm.sf(share / se)
    raters = pd.DataFrame(
        {
            "n_ratees": sheets.groupby("rater")["ratee"].nunique(),
            "effect": share,
            "se": se,
            "low": share - reach,
            "high": share + reach,
            "p_value": p_values,
            "q_value": benjamini_hochberg(p_values),
            "detectable": float(norm.ppf(POWER) + norm.ppf(1 - LEVEL)) * se,
        }
    ).reset_index(names="rater")
    return _overall(sheets, totals, raters)


def _overall(sheets: pd.DataFrame, totals: pd.DataFrame, raters: pd.DataFrame) -> CopiedScores:
    """Share of all raters together, raters being what was sampled."""
    room, degrees = float(totals["room"].sum()), len(totals) - 1
    share = float(totals["excess"].sum()) / room
    squares = float(((totals["excess"] - share * totals["room"]) ** 2).sum())
    se = max(float(np.sqrt(squares * len(totals) / degrees)) / room, 1e-12)
    reach = float(student.ppf(0.975, degrees)) * se
    kept = np.clip([share, share - reach, share + reach], 0.0, 1.0)
    count = float(sheets["n"].sum())
    repeated = float(sheets["repeat"].sum()) / count
    return CopiedScores(
        share=float(kept[0]),
        interval=Interval(float(kept[1]), float(kept[2])),
        p_value=float(student.sf(share / se, degrees)),
        detectable=float(student.ppf(POWER, degrees) + student.ppf(1 - LEVEL, degrees)) * se,
        repeated=repeated,
        expected=repeated - float(sheets["excess"].sum()) / count,
        n_raters=len(totals),
        n_ratees=int(sheets["ratee"].nunique()),
        raters=raters,
    )
