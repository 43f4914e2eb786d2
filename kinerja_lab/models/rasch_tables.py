"""Tidy tables of a fitted Rasch model: measures, fit, fair averages, steps and categories."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.models.design import Design
from kinerja_lab.models.rasch_coding import Coded
from kinerja_lab.models.rasch_effects import Calibration, RaschEffects
from kinerja_lab.models.rasch_scale import Scale, Solution, extremes, fair_average, scale_of, spread
from kinerja_lab.stats.rasch_design import Layout
from kinerja_lab.stats.rasch_marginal import MarginalFit
from kinerja_lab.stats.rasch_measures import Residuals

Floats = npt.NDArray[np.float64]


def answer(data: Coded, found: Design, layout: Layout, solution: Solution, *, partial: bool) -> RaschEffects:
    """Everything that the model says, from its fit."""
    fit = solution.fit
    difficulties = layout.difficulties(fit.main, fit.others)
    residuals = Residuals(data.ratings, solution.unpooled, difficulties)
    scale, means = scale_of(data, layout, solution)
    facets = _facets(data, found, layout, solution, (scale, means), residuals, partial)
    ratee = next(iter(facets))
    variance = fit.sd**2 if isinstance(fit, MarginalFit) else float(np.var(solution.ratee, ddof=1))
    mean = float(np.nanmean(facets[ratee]["deviation"]))
    return RaschEffects(
        model="rasch",
        method=solution.method,
        facets=facets,
        fixed=pd.DataFrame({"term": ["intercept"], "level": "", "estimate": mean, "se": np.nan}),
        components=pd.DataFrame(
            {"facet": [ratee], "variance": variance, "sd": variance**0.5, "share": np.nan, "se": _variance_se(solution)}
        ),
        log_likelihood=fit.log_likelihood,
        n=len(data.known),
        iterations=fit.iterations,
        converged=fit.converged,
        design=found,
        steps=_steps(data, scale, partial),
        categories=_categories(data, residuals),
        reliability=_reliability(solution.ratee, solution.ratee_se, pooled=solution.method == "MML"),
        deviation_reliability=_reliability(solution.unpooled, solution.unpooled_se, pooled=False),
        calibration=Calibration(
            ratings=data.ratings, measure=solution.unpooled, difficulties=difficulties, residuals=residuals,
            rows=data.rows[data.kept][data.ratings.order], n_rows=data.n_rows, levels=data.levels, labels=data.labels,
        ),
    )  # fmt: skip


def _variance_se(solution: Solution) -> float:
    """Standard error of the variance of the ratees."""
    if not isinstance(solution.fit, MarginalFit):
        return float("nan")
    return float(2 * solution.fit.sd * solution.fit.information.others_covariance[-1, -1] ** 0.5)


def _reliability(measure: Floats, error: Floats, *, pooled: bool) -> float:
    """Share of true variance: posterior means lack the error that unpooled measures contain."""
    noise, variance = float((error**2).mean()), float(measure.var(ddof=0 if pooled else 1))
    return variance / (variance + noise) if pooled else max(variance - noise, 0.0) / variance


def _facets(  # noqa: PLR0913 - one table needs all of the fit
    data: Coded,
    found: Design,
    layout: Layout,
    solution: Solution,
    scaled: tuple[Scale, Floats],
    residuals: Residuals,
    partial: bool,
) -> dict[str, pd.DataFrame]:
    """One table a side, ratees first."""
    scale, means = scaled
    ratee, rater = list(data.every)[:2]
    blocks = {
        ratee: found.ratees.set_index(ratee)["block"].reindex(data.every[ratee]).to_numpy(),
        rater: found.raters.set_index(rater)["block"].reindex(data.every[rater]).to_numpy(),
    }
    shift = means[blocks[ratee]] if len(means) > 1 or np.any(means) else 0.0
    measures = {ratee: spread(data, ratee, solution.unpooled) + shift}
    errors = {ratee: spread(data, ratee, solution.unpooled_se)}
    for name, values in scale.measures.items():
        measures[name], errors[name] = spread(data, name, values), spread(data, name, scale.errors[name])
    for name in data.every:
        if np.isnan(measures[name]).any():
            measures[name], late = extremes(data, scale, name, measures)
            errors[name] = np.where(np.isnan(late), errors[name], late)
    tables = {}
    for place, name in enumerate(data.every):
        pooled = (
            (spread(data, name, solution.ratee) + shift, spread(data, name, solution.ratee_se)) if not place else None
        )
        table = _side(data, name, measures[name], errors[name], pooled)
        fair = fair_average(data, scale, name, measures, own_steps=partial and place == len(data.every) - 1)
        fits = {key: spread(data, name, values) for key, values in residuals.fit(place)._asdict().items()}
        tables[name] = table.assign(
            fair_average=fair, **fits, block=blocks.get(name, 0), **_anchoring(data, layout, residuals, place)
        )
    return _uncompared(tables, rater)


def _side(data: Coded, name: str, measure: Floats, error: Floats, pooled: tuple[Floats, Floats] | None) -> pd.DataFrame:
    """Counts and measures of every level, those set aside included; facets count downwards."""
    codes, size = data.codes[name], len(data.every[name])
    n = np.bincount(codes, minlength=size)
    total = np.bincount(codes, data.score, size)
    table = pd.DataFrame(
        {name: data.every[name], "n": n, "observed_average": np.bincount(codes, data.labels[data.score], size) / n}
    )
    if pooled is None:
        effect, se, sign = -measure, error, -1.0
    else:
        inside = np.isfinite(pooled[0])
        effect, se, sign = np.where(inside, pooled[0], measure), np.where(inside, pooled[1], error), 1.0
    top = len(data.labels) - 1
    return table.assign(
        measure=sign * effect, effect=effect, se=se, deviation=sign * measure, deviation_se=error,
        extreme=(total == 0) | (total == top * n),
    )  # fmt: skip


def _anchoring(data: Coded, layout: Layout, residuals: Residuals, place: int) -> dict[str, Floats]:
    """Which levels are anchored, and how far these data would move them."""
    name = list(data.every)[place]
    if not place:
        return {
            "anchored": np.zeros(len(data.every[name]), dtype=bool),
            "displacement": np.zeros(len(data.every[name])),
        }
    anchored, sums = np.isfinite(layout.anchors[place - 1]), residuals.sums[place]
    displacement = np.where(anchored, (sums[2] - sums[1]) / sums[3], 0.0)
    return {
        "anchored": spread(data, name, anchored.astype(float)) == 1.0,
        "displacement": spread(data, name, displacement),
    }


def _uncompared(tables: dict[str, pd.DataFrame], rater: str) -> dict[str, pd.DataFrame]:
    """Raters alone in their block have no severity, unless anchored."""
    table = tables[rater]
    alone = ~table["block"].duplicated(keep=False) & ~table["anchored"]
    columns = ["measure", "effect", "se", "deviation", "deviation_se", "fair_average"]
    table.loc[alone, columns] = np.nan
    return tables


def _steps(data: Coded, scale: Scale, partial: bool) -> pd.DataFrame:
    """Steps between neighbouring scores."""
    sets, top = scale.steps.shape
    table = pd.DataFrame(
        {"step": np.tile(data.labels[1:], sets), "estimate": scale.steps.ravel(), "se": scale.step_errors.ravel()}
    )
    last = list(data.levels)[-1]
    if partial:
        table.insert(0, last, np.repeat(data.levels[last], top))
    return table


def _categories(data: Coded, residuals: Residuals) -> pd.DataFrame:
    """How each score is used."""
    n, measures, squares, expected, count = residuals.categories.T
    return pd.DataFrame(
        {
            "score": data.labels,
            "n": n.astype(np.int64),
            "share": n / n.sum(),
            "average_measure": measures / n,
            "expected_measure": expected / count,
            "outfit": squares / n,
        }
    )
