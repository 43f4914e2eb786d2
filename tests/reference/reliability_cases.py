"""What does the package answer to cases of scores: items, pairs of raters, groups of raters, facets, labels?"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures import (
    Scale,
    agreement,
    benchmark,
    concordance,
    d_study,
    g_study,
    icc,
    reliability,
    within_group_agreement,
)
from kinerja_lab.models.crossed import crossed
from kinerja_lab.stats.icc import of_single

Answer = dict[str, Any]
LONG = {"unit": "unit", "rater": "rater", "rating": "rating"}


def melted(table: pd.DataFrame, raters: list[str]) -> pd.DataFrame:
    """One row a rating from one row a unit."""
    wide = table[raters].rename_axis(index="unit", columns="rater")
    return wide.stack().rename("rating").reset_index()


def values(table: pd.DataFrame) -> Answer:
    """Estimates with their limits and status, by coefficient."""
    return {
        row["coefficient"]: {
            "estimate": row["estimate"],
            "se": row.get("se"),
            "ci_low": row.get("low"),
            "ci_high": row.get("high"),
            "status": row["status"],
        }
        for _, row in table.iterrows()
    }


def alpha_of_scores(table: pd.DataFrame, columns: dict[str, str]) -> Answer:
    """Krippendorff's alpha with the interval metric, of scores on no declared scale."""
    return values(agreement(table, **columns, scale="interval", coefficients=["krippendorff_alpha"]))


def items(table: pd.DataFrame, case: Answer) -> Answer:
    """One row a person, one column an item."""
    long = melted(table, case["columns"]["items"])
    found = reliability(long, person="unit", item="rater", score="rating")
    totals, of_items = values(found[found["item"] == ""]), found[found["item"] != ""]
    answer = {
        name if name.endswith("3f") else re.sub("^omega", "mcdonald_omega", name): one for name, one in totals.items()
    }
    for _, row in of_items.iterrows():
        answer[f"{row['coefficient']}[{row['item']}]"] = {"estimate": row["estimate"], "status": row["status"]}
    return answer | {"n_listwise": {"estimate": int(found["n_persons"][0])}}


def pair(table: pd.DataFrame, case: Answer) -> Answer:
    """One row a unit, one column each of two raters."""
    raters = case["columns"]["raters"]
    found = values(concordance(melted(table, raters), pair=tuple(raters), **LONG))
    return found | {"lin_ccc_n_moments": {"estimate": found["lin_ccc"]["estimate"]}}


def labels(table: pd.DataFrame, case: Answer) -> Answer:
    """One row a coefficient with its standard error."""
    columns = case["columns"]
    found = benchmark(
        table.rename(columns={columns["coefficient"]: "estimate", columns["se"]: "se"})[["estimate", "se"]]
    )
    answer: Answer = {}
    for place in range(len(table)):
        answer[str(place)] = {}
        for name, rows in found.groupby("benchmark", sort=False):
            own = rows.iloc[place * rows["level"].nunique() :][: rows["level"].nunique()]
            answer[str(place)][name] = {
                "cumulative_membership": own["membership"].tolist(),
                "labels_high_to_low": own["level"].tolist(),
                "selected_95": own["label"].iloc[0],
                "naive_label": own["naive"].iloc[0],
            }
    return {"by_row": answer}


def within(table: pd.DataFrame, case: Answer) -> Answer:
    """One row a rater of a group, one column an item."""
    group, names = case["columns"]["group"], case["columns"]["items"]
    long = table[[group, *names]].rename_axis("rater").reset_index().melt(["rater", group], var_name="item")
    scale = Scale(range(1, case["scale_points"] + 1), kind=case["level"])
    found = within_group_agreement(long, scale=scale, unit=group, rating="value", item="item")
    several = len(names) > 1
    shown = {"rwg": "rwg_j" if several else "rwg", "rwg_unclipped": "rwg_unclipped", "ad_mean": "ad_mean"}
    shown |= {"ad_median": "ad_median", "n_raters": "n_raters"} | ({"lindell": "rwg_j_lindell_star"} if several else {})
    answer: Answer = {
        "by_group": {
            str(row[group]): {
                name: {"estimate": row[column], "status": row["status"]} for column, name in shown.items()
            }
            for _, row in found.iterrows()
        },
        "mean": {"estimate": found["rwg"].mean()},
        "median": {"estimate": found["rwg"].median()},
        "share_ge_0.70": {"estimate": (found["rwg"].dropna() >= 0.70).mean()},
    }
    if not several:
        one_way = values(icc(long, unit=group, rater="rater", rating="value", method="anova"))
        mean_size = len(long) / found[group].nunique()
        answer |= {"icc2": one_way["icc1k"], "icc1": {"estimate": of_single(one_way["icc1k"]["estimate"], mean_size)}}
    return answer


def facets(table: pd.DataFrame, case: Answer) -> Answer:
    """One row a score, one column a facet; the first facet is what is measured."""
    answer: Answer = {}
    options = {"facets": case["columns"]["facets"], "score": case["columns"]["score"]}
    for prefix, method in (("var", "henderson"), ("var_reml", "reml")):
        try:
            study = g_study(table, **options, method=method)
        except NotAssessable as reason:  # one method may answer where the other does not
            answer[prefix] = {"estimate": None, "status": reason.status}
            continue
        for _, row in study.components.iterrows():
            answer[f"{prefix}[{row['effect']}]"] = {
                "estimate": row["variance"],
                **{"se": row["se"], "ci_low": row["low"], "ci_high": row["high"]},
                **{"mean_square": row["mean_square"], "df": row["df"]},
            }
    if "var" in answer:
        return answer
    study = g_study(table, **options)
    for design in {match[1] for match in map(re.compile(r"(?:rho2|phi)\[(.*)\]").match, case["expected"]) if match}:
        asked = dict(part.removeprefix("n_").split("=") for part in design.split(","))
        row = d_study(study, {name: float(size) for name, size in asked.items() if size != "harmonic"}).iloc[0]
        for name in ("rho2", "phi"):
            limits = {"ci_low": row[f"{name}_low"], "ci_high": row[f"{name}_high"]}
            answer[f"{name}[{design}]"] = {"estimate": row[name], "status": row["status"]} | limits
    return answer


def unbalanced(table: pd.DataFrame, case: Answer) -> Answer:
    """One row a score of a unit by a rater, on no declared scale."""
    columns = {role: case["columns"][role] for role in ("unit", "rater", "rating")}
    answer = alpha_of_scores(table, columns) | values(icc(table, **columns))
    one_way = values(icc(table, **columns, method="anova"))
    answer |= {"icc1_reml": answer["icc1"], "icc1_anova_n0": one_way["icc1"], "icc1k_anova": one_way["icc1k"]}
    known = answer["icc2"]["status"] == "ok"
    sides = {columns["unit"]: "var_unit", "residual": "var_residual"} | (
        {columns["rater"]: "var_rater"} if known else {}
    )
    fit = crossed(table, columns["rating"], random=[name for name in sides if name != "residual"])
    components = fit.components.set_index("facet")["variance"]
    answer |= {name: {"estimate": float(components[facet])} for facet, name in sides.items()}
    number = table[columns["unit"]].value_counts().to_numpy(dtype=float)
    n0 = (number.sum() - np.square(number).sum() / number.sum()) / (len(number) - 1)
    answer["icc1_anova_n0"]["n0"] = n0
    return answer
