"""How many raters and items are needed? G-study (where the variance comes from) and D-study (what a design reaches)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
import pandas as pd

from kinerja_lab.errors import InvalidOption, NotAssessable, UnknownName
from kinerja_lab.measures.frames import require
from kinerja_lab.measures.rating_tables import listed
from kinerja_lab.stats.generalizability import Components, Layout, henderson, layout, reached, restricted


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GStudy:
    """Answer of ``g_study``.

    Attributes
    ----------
    components
        One row an effect: ``effect, variance, se, low, high, share, mean_square, df``. Henderson's variances may be
        negative; ``share`` counts these as 0.
    sizes
        For each facet but the first the harmonic mean number of its levels that a unit met.
    mean, mean_variance
        Mean score, and the variance that it would have in new samples of all facets.
    n
        Number of scores.
    """

    components: pd.DataFrame
    sizes: Mapping[str, float]
    mean: float
    mean_variance: float
    n: int
    layout: Layout
    solution: Components


def g_study(
    scores: pd.DataFrame,
    *,
    facets: Sequence[str] = ("id_pegawai", "id_penilai", "aspek"),
    score: str = "skor",
    nested: Mapping[str, str | Sequence[str]] | None = None,
    method: Literal["henderson", "reml"] = "henderson",
    confidence: float = 0.95,
) -> GStudy:
    """How much of the variance of scores belongs to the people, the raters, the items and what they have together?

    Parameters
    ----------
    scores
        One row a score, one score a combination of facets; rows without a score are left out. Any of the designs p×r,
        r:p, p×r×i, (r:p)×i, p×(i:h) and larger ones, balanced or not.
    facets
        Columns; the first one is what is measured.
    score
        Column of numbers.
    nested
        ``{inner: outer}`` where the levels of one facet belong to those of others; None: read off the data, where a
        level that meets only one level of another facet is nested in it.
    method
        ``henderson`` (the ANOVA estimates when balanced; may be negative) or ``reml``.
    confidence
        Level of the intervals, in (0, 1).

    Raises
    ------
    UnknownName
        A column that does not exist.
    InvalidOption
        Two scores in one combination, a score without a facet, a wrong method or confidence.
    NotAssessable
        ``too_few`` (two levels of every facet are needed), ``not_identified``, ``undefined_no_variation``.

    References
    ----------
    Brennan (2001), Generalizability Theory, chapters 3, 6 and 7; Henderson (1953).
    """
    require(scores, [*facets, score])
    if method not in ("henderson", "reml") or not 0 < confidence < 1 or len(facets) < 2:
        raise InvalidOption("g_study", (method, confidence, *facets), "henderson or reml, in (0, 1), 2 facets or more")
    known = scores[scores[score].notna()]
    if known[[*facets]].isna().any(axis=None) or known.duplicated([*facets]).any():
        raise InvalidOption("scores", "a score without or with the same facets as another", "one a combination")
    codes = {facet: pd.factorize(known[facet])[0].astype(np.int64) for facet in facets}
    hosts = None if nested is None else {inner: listed(outer) for inner, outer in nested.items()}
    y = known[score].to_numpy(dtype=float)
    fewest = min((len(np.unique(code)) for code in codes.values()), default=0)
    if fewest < 2:
        raise NotAssessable("too_few", n=fewest, need=2)
    if not np.ptp(y) > 0:
        raise NotAssessable("undefined_no_variation", n=len(y))
    found = layout(codes, hosts)
    if found.person == found.effects[-1]:  # one score a person: nothing tells people from error
        raise NotAssessable("not_identified", n=len(y))
    solution = henderson(y, found) if method == "henderson" else restricted(y, found)
    low, high = solution.interval(confidence)
    kept = np.maximum(solution.variance, 0.0)
    table = pd.DataFrame(
        {
            "effect": [found.name(effect) for effect in found.effects],
            "variance": solution.variance,
            "se": np.sqrt(np.diag(solution.covariance)),
            "low": low,
            "high": high,
            "share": kept / kept.sum(),
            "mean_square": solution.mean_square,
            "df": solution.df,
        }
    )
    shares = [float(np.square(np.bincount(cell)).sum()) / len(y) ** 2 for cell in found.cells.values()]
    return GStudy(
        components=table, sizes=found.sizes(), mean=float(y.mean()), mean_variance=float(kept @ shares), n=len(y),
        layout=found, solution=solution,
    )  # fmt: skip


def d_study(
    study: GStudy,
    sizes: Mapping[str, float | Sequence[float]] | None = None,
    *,
    cut: float | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How dependable would the mean score be with other numbers of raters and items?

    Parameters
    ----------
    study
        Answer of ``g_study``. Negative components count as 0.
    sizes
        Number of levels of each facet but the first, one or several (all combinations are answered); a facet that is
        left out has the harmonic mean number of the study.
    cut
        Mean score that decides between two predikat, for Phi(lambda).
    confidence
        Level of the intervals (delta method on the logit), in (0, 1).

    Returns
    -------
    DataFrame
        One row a combination: ``n_<facet>`` each, ``rho2, rho2_low, rho2_high`` (ranks people), ``phi, phi_low,
        phi_high`` (places them on the scale), ``phi_lambda`` (places them on the right side of the cut),
        ``sem_relative, sem_absolute`` (standard errors of a mean score), ``status``. The first row that reaches the
        goal says how many are needed.

    Raises
    ------
    UnknownName
        A facet that the study does not have.
    InvalidOption
        A number of levels or a confidence that is not positive.

    References
    ----------
    Brennan (2001), Generalizability Theory, eq. 4.20, 4.21, 5.25 and section 2.5 (Phi(lambda)).
    """
    asked = {facet: [size] for facet, size in study.sizes.items()}
    for facet, size in (sizes or {}).items():
        if facet not in asked:
            raise UnknownName("facet", facet, asked)
        asked[facet] = [float(one) for one in np.atleast_1d(size)]
    if not 0 < confidence < 1 or not all(one > 0 for some in asked.values() for one in some):
        raise InvalidOption("sizes", sizes, "positive numbers, and a confidence in (0, 1)")
    rows = [_row(study, dict(zip(asked, one, strict=True)), cut, confidence) for one in product(*asked.values())]
    return pd.DataFrame(rows)


def _row(study: GStudy, sizes: Mapping[str, float], cut: float | None, confidence: float) -> dict[str, object]:
    """One combination of sizes."""
    variance = np.maximum(study.solution.variance, 0.0)
    person, relative, absolute = study.layout.weights(sizes)
    row: dict[str, object] = {f"n_{facet}": size for facet, size in sizes.items()}
    for name, error in (("rho2", relative), ("phi", absolute)):
        estimate, limits = reached(variance, study.solution.covariance, person, error, confidence)
        row |= {name: estimate, f"{name}_low": limits.low, f"{name}_high": limits.high}
    row |= {"phi_lambda": _phi_lambda(study, float(variance @ person), float(variance @ absolute), cut)}
    row |= {"sem_relative": float(variance @ relative) ** 0.5, "sem_absolute": float(variance @ absolute) ** 0.5}
    return row | {"status": "ok" if variance.any() else "undefined_no_variation"}


def _phi_lambda(study: GStudy, person: float, error: float, cut: float | None) -> float:
    """Dependability of being above or below the cut; the squared distance of the mean is freed of its own error."""
    if cut is None:
        return float("nan")
    signal = person + max((study.mean - cut) ** 2 - study.mean_variance, 0.0)
    return float(signal / (signal + error)) if signal + error > 0 else float("nan")
