"""What a many-facet Rasch model says of ratees, raters, aspects and the use of the scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.models.effects import RaterEffects
from kinerja_lab.stats.distributions import norm
from kinerja_lab.stats.multiplicity import benjamini_hochberg
from kinerja_lab.stats.rasch_association import associations
from kinerja_lab.stats.rasch_design import Codes, Ratings
from kinerja_lab.stats.rasch_measures import (
    FixedTest,
    Residuals,
    Responses,
    Separation,
    fixed_test,
    responses,
    separation,
)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calibration:
    """Ratings and measures behind the tables, for questions that go back to single scores.

    Attributes
    ----------
    ratings, measure, difficulties, residuals
        Tabulated ratings, unpooled measures of ratees, difficulties of the steps and the sums of residuals.
    rows
        Place of each sorted rating in the table that was given.
    n_rows
        Length of that table.
    levels
        Names of the ratees and of each facet's levels that took part in the estimation.
    labels
        Scores by code.
    """

    ratings: Ratings
    measure: Floats
    difficulties: Floats
    residuals: Residuals
    rows: Codes
    n_rows: int
    levels: Mapping[str, pd.Index]
    labels: Floats

    def responses(self) -> Responses:
        """Moments of every rating at its ratee's measure."""
        return responses(self.measure[self.ratings.ratee], self.difficulties.T[:, self.ratings.combination])

    def codes(self, facet: str) -> Codes:
        """Level of each rating in a facet."""
        place = list(self.levels).index(facet)
        return self.ratings.ratee if place == 0 else self.ratings.levels[self.ratings.combination, place - 1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RaschEffects(RaterEffects):
    """Answer of ``rasch``, in logits: log(Pₖ / Pₖ₋₁) = ratee − facets − step.

    The tables of ``facets`` (ratees first) have, besides what every model has: ``observed_average`` and
    ``fair_average`` (mean of the scores, and score expected of an average ratee with average others; in points of the
    scale), ``measure`` (+ = able ratee, severe rater, difficult aspect; ``effect`` is its negative for facets,
    + = higher scores), ``se`` (full information for facets; for ratees given the facets), ``infit``, ``infit_z``,
    ``outfit``, ``outfit_z`` (mean squares of residuals and their standardised forms: a description, no evidence),
    ``block`` (only raters of one block can be compared), ``extreme`` (all scores lowest or highest: measure from a
    score moved inwards by 0.3), ``anchored`` and ``displacement`` (how far an anchor is from what these data say).

    Attributes
    ----------
    steps
        ``step`` (the score reached), ``estimate``, ``se``; with partial credit one set per level of the last facet.
    categories
        Per score: ``n``, ``share``, ``average_measure`` of the ratings in it and the ``expected_measure``, ``outfit``.
    reliability
        Of the ratees' measures: of posterior means for marginal, of measures for joint estimation.
    deviation_reliability
        Of the unpooled measures of ratees.
    calibration
        For residuals.
    """

    steps: pd.DataFrame
    categories: pd.DataFrame
    reliability: float
    deviation_reliability: float
    calibration: Calibration

    def own_observation_se(self, facet: str) -> pd.Series:
        """Standard errors from each element's own ratings alone, as FACETS prints them, by the element's name.

        They ignore that ratees are estimated too, and are too small by about 1/√(1 − 1/m) with m raters a ratee: never
        test with them.
        """
        table, levels = self.facet(facet).set_index(facet), self.calibration.levels
        own = pd.Series(self.calibration.residuals.own_se(list(levels).index(facet)), levels[facet])
        return own.reindex(table.index).fillna(table["se"])

    def _errors(self, facet: str, own_observation: bool) -> Floats:
        """Standard errors of one kind, in the order of the table, without extreme elements."""
        table = self.facet(facet)
        errors = self.own_observation_se(facet) if own_observation else table["deviation_se"]
        return np.where(table["extreme"], np.nan, errors.to_numpy(dtype="float64"))

    def separation(self, facet: str, *, own_observation: bool = False) -> Separation:
        """Standard deviation, error, separation, strata and reliability of a facet's (unpooled) measures."""
        return separation(self.facet(facet)["deviation"].to_numpy(), self._errors(facet, own_observation))

    def fixed_test(self, facet: str, *, own_observation: bool = False) -> FixedTest:
        """Chi-square of "all elements of the facet have the same measure"."""
        return fixed_test(self.facet(facet)["deviation"].to_numpy(), self._errors(facet, own_observation))

    def anchors(self, facet: str, levels: Iterable[object] | None = None) -> dict[object, float]:
        """Measures of a facet by level, to anchor (link) the fit of another period; all that are not extreme."""
        table = self.facet(facet)
        known = table[~table["extreme"] & table["measure"].notna()].set_index(facet)["measure"]
        return dict(known if levels is None else known.loc[list(levels)])

    def scores(self) -> pd.DataFrame:
        """Every rating that took part: its ``row``, levels, ``score``, ``expected``, ``residual``, ``z``."""
        own, found = self.calibration, self.calibration.responses()
        table = {name: levels[own.codes(name)] for name, levels in own.levels.items()}
        residual = own.ratings.score - found.expected
        return pd.DataFrame(
            {
                "row": own.rows,
                **table,
                "score": own.labels[own.ratings.score],
                "expected": np.interp(found.expected, np.arange(len(own.labels)), own.labels),
                "residual": residual,
                "z": residual / np.sqrt(found.variance),
            }
        )

    def unexpected(self, limit: float = 3.0) -> pd.DataFrame:
        """Ratings with a standardised residual of at least ``limit``, most surprising first (personal data)."""
        table = self.scores()
        return table[table["z"].abs() >= limit].sort_values("z", key=np.abs, ascending=False, ignore_index=True)

    def interaction(self, facet: str, groups: pd.Series) -> pd.DataFrame:
        """Does a rater score one group of ratees higher than the rater's severity and the ratees' measures allow?

        Both estimate and standard error count only the information that is left once each ratee's own measure is
        estimated: with m equally informative raters a ratee, 1 − 1/m of the whole.

        Parameters
        ----------
        facet
            Whose interaction.
        groups
            Group of each row of the table that was given to ``rasch``.

        Returns
        -------
        One row a level and group: ``n_ratees``, ``effect`` (logits, + = higher scores), ``se``, ``points`` (the
        effect in points of the scale), ``z``, ``p_value``, ``q_value`` (Benjamini–Hochberg).

        Raises
        ------
        InvalidOption
            Groups of another length than the table.

        References
        ----------
        Linacre (1989) *Many-Facet Rasch Measurement*; Myford and Wolfe (2004) J. Applied Measurement 5, 189.
        """
        own = self.calibration
        if facet not in own.levels:
            raise UnknownName("facet", facet, own.levels)
        if len(groups) != own.n_rows:
            raise InvalidOption("groups", len(groups), f"one group a row ({own.n_rows})")
        group, names = pd.factorize(groups.iloc[own.rows], sort=True)
        found = own.responses()
        known = group >= 0
        cell = own.codes(facet) * len(names) + group
        frame = pd.DataFrame(
            {"ratee": own.ratings.ratee, "cell": cell, "residual": own.ratings.score - found.expected,
             "information": found.variance, "n": 1}
        )[known]  # fmt: skip
        shared = frame.groupby(["cell", "ratee"], as_index=False).sum()
        whole = np.bincount(own.ratings.ratee, found.variance)[shared["ratee"]]
        shared["left"] = shared["information"] * (1.0 - shared["information"] / whole)
        cells = shared.groupby("cell").agg(
            n_ratees=("ratee", "size"), residual=("residual", "sum"), information=("information", "sum"),
            left=("left", "sum"), n=("n", "sum"),
        )  # fmt: skip
        left = cells["left"].where(cells["left"] > 1e-9)
        table = pd.DataFrame(
            {
                facet: own.levels[facet][cells.index // len(names)],
                "group": names[cells.index % len(names)],
                "n_ratees": cells["n_ratees"].to_numpy(),
                "effect": (cells["residual"] / left).to_numpy(),
                "se": (1.0 / np.sqrt(left)).to_numpy(),
            }
        )
        z = table["effect"] / table["se"]
        p_values = 2.0 * norm.sf(z.abs())
        points = table["effect"] * (cells["information"] / cells["n"]).to_numpy()
        return table.assign(points=points, z=z, p_value=p_values, q_value=benjamini_hochberg(p_values))

    def to_facets(self, *, own_observation_se: bool = False) -> pd.DataFrame:
        """All elements with the column names of FACETS' score file, but for its ``Status`` and ``Group``.

        ``S.E.`` is from the full information; FACETS' own is smaller, see ``own_observation_se``. ``PtMea``,
        ``PtMeExp`` (correlation of an element's scores with the measures behind them, and what the model expects of it)
        and ``Discrim`` (1 = as the model says) are NaN for elements that took no part in the estimation.
        """
        parts, own = [], self.calibration
        found = associations(own.ratings, own.measure, own.difficulties)
        for number, (name, table) in enumerate(self.facets.items(), start=1):
            follows = pd.DataFrame(found[number - 1]._asdict(), own.levels[name]).reindex(table[name])
            errors = self.own_observation_se(name).to_numpy() if own_observation_se else table["se"]
            parts.append(
                pd.DataFrame(
                    {
                        "T.Score": table["observed_average"] * table["n"], "T.Count": table["n"],
                        "Obs.Avge": table["observed_average"], "FairMAvge": table["fair_average"],
                        "Measure": table["measure"], "S.E.": errors,
                        "InfitMS": table["infit"], "InfitZ": table["infit_z"],
                        "OutfitMS": table["outfit"], "OutfitZ": table["outfit_z"],
                        "PtMea": follows["point_measure"].to_numpy(), "PtMeExp": follows["expected"].to_numpy(),
                        "Discrim": follows["discrimination"].to_numpy(), "Displace": table["displacement"],
                        "Lable": table[name].astype(str),
                        "F-Number": number, "F-Label": name,
                    }
                )
            )  # fmt: skip
        return pd.concat(parts, ignore_index=True)
