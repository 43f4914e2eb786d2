"""How far do raters agree? Nine coefficients from long data, a table of two raters or counts; one tidy table out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures.rating_tables import LongRatings, Names, listed, read_counts, read_long, read_table
from kinerja_lab.stats.agreement_bootstrap import Resampling, corrected, percentile, replicates
from kinerja_lab.stats.agreement_intervals import ANALYTIC, Uncertainty, linearized
from kinerja_lab.stats.coefficients import COEFFICIENTS, Measure, solve, status
from kinerja_lab.stats.ratings import Coefficient, FloatArray, Sizes, distinct, sizes
from kinerja_lab.stats.weights import Weights, weight_matrix

IntervalMethod = Literal["linearized", "gwet", "normal", "bootstrap", "bootstrap_bca"]
METHODS = ("linearized", "gwet", "normal", "bootstrap", "bootstrap_bca")


def agreement(  # noqa: PLR0913 -- one call for every design and interval
    ratings: pd.DataFrame,
    *,
    scale: Scale | Literal["interval"],
    unit: str = "id_pegawai",
    rater: str = "id_penilai",
    rating: str = "skor",
    by: str | Sequence[str] | None = None,
    weights: Weights = "quadratic",
    coefficients: Sequence[str] | None = None,
    interval: IntervalMethod = "linearized",
    cluster: str | Sequence[str] | None = None,
    n_resamples: int = 1000,
    confidence: float = 0.95,
    rng: int | np.random.Generator | None = None,
) -> pd.DataFrame:
    """How far do the raters agree, in each group?

    Parameters
    ----------
    ratings
        One row a rating. Rows without a rating are left out; units may have different numbers of raters.
    scale
        The declared levels, or ``"interval"`` for continuous scores (only Krippendorff's alpha is defined then).
    unit, rater, rating
        Names of the columns: what is rated, by whom, how.
    by
        Columns of the groups; None: all rows are one group.
    weights
        Agreement weights: identity, linear, quadratic, ordinal, radical, ratio, circular, bipolar, or a matrix (q, q).
        Krippendorff's alpha takes its metric from the kind of the scale instead.
    coefficients
        Out of ``COEFFICIENTS``; None: all.
    interval
        ``linearized`` (infinitesimal jackknife, t, on log(1 − k)), ``gwet`` (for comparison with other software),
        ``normal`` (large samples), ``bootstrap`` (percentile) or ``bootstrap_bca``.
    cluster
        What is independent: None for units, else a column constant within units. The bootstrap, which draws it, also
        takes a column constant within raters, or one of each, drawn crosswise.
    n_resamples
        Bootstrap samples, 2 or more.
    confidence
        Level of the intervals, in (0, 1).
    rng
        Seed or generator of the bootstrap.

    Returns
    -------
    DataFrame
        One row a group and coefficient: ``[*by,] coefficient, weights, estimate, se, low, high, method, n_units,
        n_pairable, n_raters, n_ratings, status``. Status ``ok``; ``too_few`` (fewer than 15 pairable units, the
        interval cannot be trusted); or why the estimate is NaN: ``no_pairable_units``, ``not_identified``,
        ``undefined_no_variation``.

    Raises
    ------
    InvalidOption
        Two ratings of a unit by the same rater, a missing name, an option outside its allowed values.
    UnknownName
        A column or coefficient that does not exist, a rating that is no level of the scale.

    References
    ----------
    Gwet (2021), Handbook of Inter-Rater Reliability, vol. 1; Krippendorff (2011); Conger (1980); Cohen (1960, 1968).

    Examples
    --------
    >>> two = pd.DataFrame({"id_pegawai": list("aabbcc"), "id_penilai": list("xyxyxy"), "skor": [1, 1, 2, 2, 1, 2]})
    >>> table = agreement(two, scale=Scale([1, 2]), weights="identity", coefficients=["cohen_kappa"])
    >>> round(float(table.estimate[0]), 4)
    0.4
    """
    names = Names(unit=unit, rater=rater, rating=rating, by=listed(by), cluster=listed(cluster))
    long = read_long(ratings, scale, names)
    method = _Method(interval, confidence, n_resamples, np.random.default_rng(rng))
    return _tidy(long, measure_of(scale, weights, coefficients, long.scores), label_of(weights), method)


def agreement_from_table(  # noqa: PLR0913 -- the options of ``agreement``
    table: pd.DataFrame | npt.ArrayLike,
    *,
    scale: Scale,
    weights: Weights = "quadratic",
    coefficients: Sequence[str] | None = None,
    interval: IntervalMethod = "linearized",
    n_resamples: int = 1000,
    confidence: float = 0.95,
    rng: int | np.random.Generator | None = None,
) -> pd.DataFrame:
    """How far do two raters agree, whose ratings of the same units are counted in a table?

    Parameters
    ----------
    table : (q, q)
        Number of units by the level of the first rater (rows) and of the second (columns). A data frame is put in the
        order of the scale by its labels, missing labels are zeros; an array is taken in that order.
    scale
        The declared levels.
    weights, coefficients, interval, n_resamples, confidence, rng
        As in ``agreement``.

    Returns
    -------
    DataFrame
        As from ``agreement``, without groups.

    Raises
    ------
    InvalidOption
        Counts that are not whole numbers from 0 up, a table of another shape.
    UnknownName
        A label that is no level of the scale.
    """
    method = _Method(interval, confidence, n_resamples, np.random.default_rng(rng))
    return _tidy(read_table(table, scale), measure_of(scale, weights, coefficients, None), label_of(weights), method)


def agreement_from_counts(  # noqa: PLR0913 -- the options of ``agreement``
    counts: pd.DataFrame | npt.ArrayLike,
    *,
    scale: Scale,
    by: str | Sequence[str] | None = None,
    frequency: str | None = None,
    cluster: str | None = None,
    weights: Weights = "quadratic",
    coefficients: Sequence[str] | None = None,
    interval: IntervalMethod = "linearized",
    n_resamples: int = 1000,
    confidence: float = 0.95,
    rng: int | np.random.Generator | None = None,
) -> pd.DataFrame:
    """How far do anonymous raters agree, of whose ratings only the number in each level is known?

    Parameters
    ----------
    counts : (N, q)
        Number of ratings of each unit in each level. A data frame is put in the order of the scale by its column
        names, missing levels are zeros; an array is taken in that order.
    scale
        The declared levels.
    by, frequency, cluster
        Columns of a data frame beside the levels: groups, how many units a row stands for, and what is independent.
    weights, coefficients, interval, n_resamples, confidence, rng
        As in ``agreement``. Coefficients that need to know the raters are ``not_identified``.

    Returns
    -------
    DataFrame
        As from ``agreement``; ``n_raters`` is missing.

    Raises
    ------
    InvalidOption
        Counts or frequencies that are not whole numbers, an array of another width.
    UnknownName
        A column that is no level of the scale.
    """
    method = _Method(interval, confidence, n_resamples, np.random.default_rng(rng))
    long = read_counts(counts, scale, listed(by), frequency, cluster)
    return _tidy(long, measure_of(scale, weights, coefficients, None), label_of(weights), method)


class _Method:
    """How intervals are made, checked."""

    def __init__(self, name: str, confidence: float, n_resamples: int, rng: np.random.Generator) -> None:
        if name not in METHODS:
            raise InvalidOption("interval", name, f"one of {', '.join(METHODS)}")
        if not 0 < confidence < 1:
            raise InvalidOption("confidence", confidence, "between 0 and 1")
        if n_resamples < 2:
            raise InvalidOption("n_resamples", n_resamples, "2 or more")
        self.name, self.confidence, self.n_resamples, self.rng = name, confidence, n_resamples, rng

    def intervals(
        self, found: dict[str, Coefficient], long: LongRatings, measure: Measure, size: Sizes
    ) -> dict[str, Uncertainty]:
        """Standard error and limits of each coefficient."""
        ratings = long.ratings
        if self.name == "linearized" and long.unit_cluster is not None and long.rater_cluster is None:
            cluster = long.unit_cluster
            return {
                name: linearized(name, value, ratings, size, self.confidence, cluster) for name, value in found.items()
            }
        if self.name in ANALYTIC:
            if long.unit_cluster is not None or long.rater_cluster is not None:
                raise InvalidOption("cluster", self.name, "clusters of units with 'linearized', or a bootstrap")
            how = ANALYTIC["gwet_table" if self.name == "gwet" and long.is_table else self.name]
            return {name: how(name, value, ratings, size, self.confidence) for name, value in found.items()}
        if self.name == "bootstrap_bca" and long.rater_cluster is not None:
            raise InvalidOption("interval", self.name, "'bootstrap' where raters are drawn")
        resampling = Resampling(
            units=long.unit_cluster, raters=long.rater_cluster, n_resamples=self.n_resamples, rng=self.rng
        )
        drawn = replicates(ratings, measure, resampling)
        if self.name == "bootstrap":
            return {name: percentile(drawn[name], self.confidence) for name in found}
        return {
            name: corrected(drawn[name], value, ratings, long.unit_cluster, self.confidence)
            for name, value in found.items()
        }


def measure_of(
    scale: Scale | Literal["interval"], weights: Weights, coefficients: Sequence[str] | None, scores: FloatArray | None
) -> Measure:
    """What is asked, checked against the scale."""
    names = COEFFICIENTS if coefficients is None else tuple(coefficients)
    for name in names:
        if name not in COEFFICIENTS:
            raise UnknownName("coefficient", name, COEFFICIENTS)
    if not isinstance(scale, Scale):
        return Measure(names=names, kind="interval", matrix=None, values=np.empty(0), scores=scores)
    if scale.kind == "nominal" and isinstance(weights, str) and weights != "identity":
        raise InvalidOption("weights", weights, "'identity' or a matrix on a nominal scale")
    values = np.array(scale.values)
    return Measure(names=names, kind=scale.kind, matrix=weight_matrix(weights, values), values=values)


def label_of(weights: Weights) -> str:
    """Name of the weights in the table."""
    return weights if isinstance(weights, str) else "custom"


def _tidy(long: LongRatings, measure: Measure, label: str, method: _Method) -> pd.DataFrame:
    """One row a group and coefficient."""
    if measure.scores is None and long.unit_cluster is None and long.rater_cluster is None:
        long = replace(long, ratings=distinct(long.ratings))
    size = sizes(long.ratings)
    found = solve(long.ratings, measure, size)
    certainty = method.intervals(found, long, measure, size)
    n_names, n_groups = len(measure.names), long.ratings.n_groups
    labels = [f"krippendorff_metric:{measure.kind}" if name == "krippendorff_alpha" else label for name in found]
    table = long.groups.loc[np.repeat(np.arange(n_groups), n_names)].reset_index(drop=True)
    columns: dict[str, npt.ArrayLike] = {
        "coefficient": np.tile(np.array(measure.names, dtype=object), n_groups),
        "weights": np.tile(np.array(labels, dtype=object), n_groups),
        "estimate": _interleave(value.estimate for value in found.values()),
        **{
            part: _interleave(_where_defined(value, getattr(certainty[name], part)) for name, value in found.items())
            for part in Uncertainty._fields
        },
        "method": np.full(n_names * n_groups, method.name, dtype=object),
    }
    for name, number in zip(("n_units", "n_pairable", "n_raters", "n_ratings"), size, strict=True):
        columns[name] = pd.array(np.repeat(number, n_names), dtype="Float64").astype("Int64")
    columns["status"] = _interleave(status(name, value.estimate, size, measure) for name, value in found.items())
    return table.assign(**columns)


def _where_defined(coefficient: Coefficient, values: FloatArray) -> FloatArray:
    """Values of the groups (G,) in which the coefficient is defined, NaN elsewhere."""
    return np.where(np.isnan(coefficient.estimate), np.nan, values)


def _interleave(by_coefficient: Iterable[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Values (G,) of each coefficient as one column: all coefficients of the first group, then of the next."""
    return np.column_stack(list(by_coefficient)).ravel()
