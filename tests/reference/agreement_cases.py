"""What does the package answer to an agreement case? Dispatch on the orientation of its table, never on the case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from kinerja_lab.errors import KinerjaError
from kinerja_lab.measures import (
    Scale,
    agreement,
    agreement_from_counts,
    agreement_from_table,
    concordance,
    icc,
    kendall_w,
    paradox_from_table,
    reliability,
)
from kinerja_lab.measures.rating_tables import Names, read_scores
from kinerja_lab.stats.icc import mean_squares
from kinerja_lab.stats.ratings import sizes, unless_zero
from tests.reference import reliability_cases as scores_only
from tests.reference.reliability_cases import LONG, melted

Answer = dict[str, Any]
Measure = Callable[..., pd.DataFrame]


def answer(case: Answer, folder: Path) -> Answer:
    """All that the package can say about the case: ``{coefficient: {estimate, se, ci_low, ci_high, ...}}``."""
    orientation = case["orientation"]
    if orientation not in ORIENTATIONS:
        raise SystemExit(f"no measure answers tables of orientation {orientation!r}")
    table = _read(folder / case["input_csv"], case)
    try:
        return ORIENTATIONS[orientation](table, case)
    except KinerjaError as error:
        return {"error": str(error)}


def _read(path: Path, case: Answer) -> pd.DataFrame:
    """Table of the case: only an empty cell is missing, and labels stay text even where they look like numbers."""
    columns, labels = case["columns"], {}
    if case["categories"] and all(isinstance(level, str) for level in case["categories"]):
        labels = dict.fromkeys([*columns.get("raters", ()), *filter(None, [columns.get("rating")])], str)
    return pd.read_csv(path, keep_default_na=False, na_values=[""], dtype=labels)


def _options(case: Answer) -> Answer:
    """Scale, weights and coefficients of the case."""
    named = str(case["weights"]).removeprefix("krippendorff_metric:")
    options: Answer = {"scale": Scale(case["categories"], kind=case["level"] or "ordinal")}
    if named != str(case["weights"]):
        return options | {"weights": "identity", "coefficients": ["krippendorff_alpha"]}
    return options | {"weights": case["weights_matrix"] if named == "custom" else named}


def _values(measure: Measure) -> Answer:
    """Gwet's standard error and limits, the linearised one and that of Fleiss, Cohen and Everitt, by coefficient."""
    values = {}
    tables = {method: measure(interval=method).set_index("coefficient") for method in ("gwet", "linearized", "normal")}
    for name, row in tables["gwet"].iterrows():
        values[name] = {
            "estimate": row["estimate"],
            "se": row["se"],
            "ci_low": row["low"],
            "ci_high": row["high"],
            "df": row["n_units"] - 1,
            "se_linearized": tables["linearized"].loc[name, "se"],
            "n_units": row["n_units"],
            "n_pairable": row["n_pairable"],
            "status": row["status"],
        }
        if name == "cohen_kappa":
            values[name]["se_fleiss_cohen_everitt"] = tables["normal"].loc[name, "se"]
    return values


def _long(table: pd.DataFrame, case: Answer) -> Answer:
    """One row a rating, or one a combination of facets."""
    if "facets" in case["columns"]:
        return scores_only.facets(table, case)
    if case["categories"] is None:
        return scores_only.unbalanced(table, case)
    columns = {role: case["columns"][role] for role in ("unit", "rater", "rating")}
    if "group" in case["columns"]:
        return _by_group(table, case, columns | {"by": case["columns"]["group"]})
    return _values(partial(agreement, table, **columns, **_options(case)))


def _wide(table: pd.DataFrame, case: Answer) -> Answer:
    """One row a unit, one column a rater; pairs of raters besides, in the order of the columns."""
    raters = case["columns"]["raters"]
    long = melted(table, raters)
    if case["categories"] is None:
        return _scored(long, "interval") | scores_only.alpha_of_scores(long, LONG)
    options = _options(case)
    values = _scored(long, options["scale"]) | _values(partial(agreement, long, **LONG, **options))
    if "coefficients" in options:
        return values
    for pair in combinations(raters, 2):
        both = long[long["rater"].isin(pair)]
        row = agreement(both, **LONG, **options | {"coefficients": ["cohen_kappa"]}, interval="normal").iloc[0]
        values[f"cohen_kappa[{','.join(pair)}]"] = {
            "estimate": row["estimate"],
            "se": row["se"],
            "ci_low": row["low"],
            "ci_high": row["high"],
            "n": row["n_pairable"],
            "status": row["status"],
        }
        mean = concordance(both, pair=pair, **LONG, scale=options["scale"]).set_index("coefficient").loc["bias"]
        values[f"mean_difference[{','.join(pair)}]"] = {"estimate": mean["estimate"], "status": mean["status"]}
    return values


def _scored(long: pd.DataFrame, scale: Scale | str) -> Answer:
    """Intraclass correlations, their mean squares, Kendall's W, and alpha of the raters' sum."""
    numbers = long
    if isinstance(scale, Scale):
        numbers = long.assign(rating=long["rating"].map(dict(zip(scale.levels, scale.values, strict=True))))
    values = scores_only.values(reliability(numbers, person="unit", item="rater", score="rating").head(1))
    for _, row in icc(long, **LONG, scale=scale).iterrows():
        limits = {"ci_low": row["low"], "ci_high": row["high"]}
        values[row["coefficient"]] = {"estimate": row["estimate"], "status": row["status"]} | limits
    row = kendall_w(long, **LONG, scale=scale).iloc[0]
    values["kendall_w"] = row[["estimate", "chi2", "df", "p_value", "status"]].to_dict()
    values["kendall_w_uncorrected_ties"] = {"estimate": row["uncorrected"], "status": row["status"]}
    read, scores = read_scores(long, scale, Names(**LONG))
    squares = mean_squares(read.ratings, scores, sizes(read.ratings))
    found = {
        "ms_between_units": squares.between,
        "ms_raters": squares.of_raters,
        "ms_error": squares.error,
        "ms_within": squares.within,
        "F_icc1": squares.between / unless_zero(squares.within),
        "F_icc3": squares.between / unless_zero(squares.error),
    }
    return values | {name: {"estimate": float(value[0])} for name, value in found.items()}


def _grouped(table: pd.DataFrame, case: Answer) -> Answer:
    """One row a unit of a group, one column a rater."""
    group, raters = case["columns"]["group"], case["columns"]["raters"]
    long = melted(table, raters).assign(group=lambda rows: table.loc[rows["unit"], group].to_numpy())
    return _by_group(long, case, LONG | {"by": "group"})


def _by_group(long: pd.DataFrame, case: Answer, columns: dict[str, str]) -> Answer:
    """One answer a group, all groups in one call."""
    methods = ("gwet", "linearized", "normal")
    together = {method: agreement(long, **columns, interval=method, **_options(case)) for method in methods}

    def one(name: object, interval: str) -> pd.DataFrame:
        return together[interval][together[interval][columns["by"]] == name]

    return {"by_group": {name: _values(partial(one, name)) for name in together["gwet"][columns["by"]].unique()}}


def _counts(table: pd.DataFrame, case: Answer) -> Answer:
    """One row a unit, one column a level; columns with names of their own are in the order of the levels."""
    counts = table[case["columns"]["counts"]]
    if not set(counts.columns) <= set(case["categories"]):
        counts = counts.set_axis(case["categories"], axis=1)
    return _values(partial(agreement_from_counts, counts, **_options(case)))


def _contingency(table: pd.DataFrame, case: Answer) -> Answer:
    """One row a level of the first rater, one column a level of the second; labels carry the name of the rater."""
    rows, columns = case["columns"]["row_rater"], case["columns"]["col_rater"].removesuffix("*")
    levels = {str(level): level for level in case["categories"]}
    cells = table.set_index(rows).filter(regex=f"^{columns}").rename(index=str)
    cells = cells.rename(index=lambda label: label.removeprefix(f"{rows}_")).rename(
        columns=lambda label: label.removeprefix(columns)
    )
    cells = cells.rename(index=levels, columns=levels)
    options = _options(case)
    return _values(partial(agreement_from_table, cells, **options)) | _indices(cells, options["scale"])


def _indices(cells: pd.DataFrame, scale: Scale) -> Answer:
    """What the margins do to kappa; agreement on each of two levels is called positive and negative."""
    found = paradox_from_table(cells, scale=scale)
    values = {
        "prevalence_index": found["prevalence"][0],
        "bias_index": found["bias"][0],
        "pabak": found["pabak"][0],
        "kappa_max": found["kappa_max"][0],
    }
    if len(found) == 2:
        values |= dict(zip(("positive_agreement", "negative_agreement"), found["agreement"], strict=True))
    return {name: {"estimate": float(value), "status": found["status"][0]} for name, value in values.items()}


ORIENTATIONS: dict[str, Callable[[pd.DataFrame, Answer], Answer]] = {
    "long": _long,
    "units_x_raters": _wide,
    "units_x_raters_grouped": _grouped,
    "units_x_category_counts": _counts,
    "contingency_table_2_raters": _contingency,
    "persons_x_items": scores_only.items,
    "units_x_2_raters": scores_only.pair,
    "coefficient_and_se_rows": scores_only.labels,
    "long_grouped": scores_only.within,
    "respondents_x_items_grouped": scores_only.within,
}
