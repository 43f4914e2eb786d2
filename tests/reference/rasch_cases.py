"""What does the package answer to cases of the Rasch model, the ordinal mixed model and descriptions of halo?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kinerja_lab.models.ordinal_mixed import OrdinalEffects, ordinal_mixed
from kinerja_lab.models.rasch import rasch
from kinerja_lab.models.rasch_effects import RaschEffects
from kinerja_lab.stats.halo_indices import halo_indices

Answer = dict[str, Any]
_SHOWN = 10


def formula(text: str) -> tuple[str, list[str], list[str]]:
    """Response, fixed columns and random intercepts of an R formula."""
    response, terms = text.split("~")
    random = re.findall(r"\(1\s*\|\s*([\w:]+)\)", terms)
    plain = re.sub(r"\([^)]*\)", "", terms)
    fixed = [term.strip() for term in plain.split("+") if term.strip() not in ("", "1")]
    return response.strip(), fixed, random


def clmm(table: pd.DataFrame, case: Answer, _folder: Path) -> Answer:
    """Cumulative link mixed model given by its formula; derived columns and row filters as the case words them."""
    response, fixed, random = formula(case["model"]["formula"])
    for text in _texts(case["data"]["columns"].get("derived")):
        name, left, right = re.fullmatch(r"(\w+) = 1 if (\w+) == (\w+) else 0", text).groups()  # type: ignore[union-attr]
        table = table.assign(**{name: (table[left] == table[right]).astype(float)})
    if case["model"].get("rows"):
        table = table.query(case["model"]["rows"])
    fit = ordinal_mixed(table, response, fixed=fixed, random=random, nodes=int(case["model"].get("nAGQ", 1)))
    cuts = fit.thresholds["below"].astype(str) + "|" + fit.thresholds["above"].astype(str)
    terms = fit.fixed["term"] + fit.fixed["level"]
    return {
        "thresholds alpha": dict(zip(cuts, fit.thresholds["estimate"], strict=True)),
        "beta": dict(zip(terms, fit.fixed["estimate"], strict=True)),
        "se": dict(zip([*cuts, *terms], [*fit.thresholds["se"], *fit.fixed["se"]], strict=True)),
        "random_variance": {name: fit.variance(name) for name in random},
        "loglik": fit.log_likelihood,
        "conditional modes (first)": _modes(fit, random, case),
        "n": fit.n,
    }


def _texts(words: str | list[str] | None) -> list[str]:
    """A text, several, or none."""
    return [words] if isinstance(words, str) else list(words or [])


def _modes(fit: OrdinalEffects, random: list[str], case: Answer) -> list[list[float]]:
    """Conditional modes, factor after factor, as many as the case shows."""
    asked = [item["value"] for item in case.get("expected", ()) if item["name"] == "conditional modes (first)"]
    shown = len(asked[0]) if asked else None
    modes = np.concatenate([fit.facet(name)["effect"] for name in random])
    return [[value] for value in modes[:shown]]


def _long(table: pd.DataFrame) -> pd.DataFrame:
    """Wide items i1 … as a long table; where nobody is named, every row is a ratee."""
    if "ratee" not in table:
        table = table.assign(ratee=np.arange(1, len(table) + 1))
    sides = [name for name in ("ratee", "rater") if name in table]
    items = [name for name in table.columns if re.fullmatch(r"i\d+", name)]
    return table.melt(sides, items or [name for name in table.columns if name not in sides], "item", "score").dropna()


def _fitted(table: pd.DataFrame, case: Answer, method: str) -> RaschEffects:
    """The model of the case."""
    long = _long(table)
    facets = [name for name in ("rater", "item") if name in long]
    partial = re.search(r"PCM|partial", str(case["model"].get("model", "")), re.IGNORECASE)
    return rasch(long, facets=facets, steps="partial_credit" if partial else "rating_scale", method=method)


def mml(table: pd.DataFrame, case: Answer, _folder: Path) -> Answer:
    """Marginal maximum likelihood, named as TAM names it."""
    fit = _fitted(table, case, "MML")
    ratees, items = fit.facet("ratee").set_index("ratee"), fit.facet("item").set_index("item")
    first = {key: ratees.index.astype(str)[: _asked(case, key)] for key in ("eap_first", "eap_sd_first", "wle_first")}
    answers: Answer = {
        "deviance": -2 * fit.log_likelihood,
        "theta_variance": fit.variance("ratee"),
        "EAP_reliability": fit.reliability,
        "item (theta mean fixed 0)": items["measure"].to_dict(),
        "step": {f"step{place}": value for place, value in enumerate(fit.steps["estimate"], start=1)},
        "eap_first (by ratee id)": dict(zip(first["eap_first"], ratees["effect"], strict=False)),
        "eap_sd_first": dict(zip(first["eap_sd_first"], ratees["se"], strict=False)),
        "wle_first": dict(zip(first["wle_first"], ratees["deviation"], strict=False)),
        "wle_reliability": fit.deviation_reliability,
    }
    return answers | (_severities(fit) if "rater" in fit.facets else {})


def _asked(case: Answer, name: str) -> int:
    """How many first ratees the case shows."""
    shown = [item["value"] for item in case.get("expected", ()) if item["name"].startswith(name)]
    return len(shown[0]) if shown else _SHOWN


def _severities(fit: RaschEffects) -> Answer:
    """Severities, with TAM's standard errors: the last rater is minus the sum of the others, no covariances."""
    raters = fit.facet("rater").set_index("rater")
    names = [f"raterr{int(name):02d}" for name in raters.index]
    information = fit.own_observation_se("rater").to_numpy() ** -2.0
    errors = (information[:-1] + information[-1]) ** -0.5
    return {
        "rater_severity": dict(zip(names, raters["measure"], strict=True)),
        "rater_se (all but the last rater)": dict(zip(names, errors, strict=False)),
    }


def jml(table: pd.DataFrame, case: Answer, _folder: Path) -> Answer:
    """Joint maximum likelihood, named as FACETS and mfrmr name it."""
    fit = _fitted(table, case, "JML")
    answers: Answer = {
        "loglik": fit.log_likelihood,
        "step": {f"Step_{place}": value for place, value in enumerate(fit.steps["estimate"], start=1)},
        "fair_average (mean)": {},
        "observed_average": {},
    }
    for facet, word, shown in (("rater", "R{:02d}", "rater"), ("item", "{}", "item"), ("ratee", "P{:03d}", "Person")):
        rows = fit.facet(facet)
        names = [word.format(name if facet == "item" else int(name)) for name in rows[facet]]
        answers["fair_average (mean)"] |= dict(zip(names, rows["fair_average"], strict=True))
        answers["observed_average"] |= dict(zip(names, rows["observed_average"], strict=True))
        answers[f"{shown}_separation"] = fit.separation(facet, own_observation=True)._asdict()
        test = fit.fixed_test(facet, own_observation=True)
        answers[f"{shown}_fixed_chisq"] = {"chisq": test.chi_square, "df": test.df, "p": test.p_value}
        own = dict(zip(names, fit.own_observation_se(facet), strict=True))
        answers[f"{facet}_model_se (information of own observations only, as FACETS)"] = own
        measure = f"{facet}_measure" if facet == "ratee" else f"{facet}_measure (sum 0)"
        for key, column in ((measure, "measure"), (f"{facet}_infit_mnsq", "infit"), (f"{facet}_outfit_mnsq", "outfit")):
            answers[key] = dict(zip(names, rows[column], strict=True))
    return answers


def halo_description(table: pd.DataFrame, case: Answer, _folder: Path) -> Answer:
    """Indices of a table of ratees × items; left out are the columns that the case excepts."""
    words = str(case["data"]["columns"]["items"])
    excepted = re.findall(r"\w+", words.split("except")[1]) if "except" in words else []
    items = table.select_dtypes("number").drop(columns=excepted, errors="ignore")
    found = halo_indices(items.to_numpy(dtype="float64"))
    return {
        "n": len(items),
        "k": items.shape[1],
        "mean_interitem_r": found.mean_correlation,
        "median_interitem_r": found.median_correlation,
        "first_eigen_share": found.first_share,
        "eigen": found.eigenvalues.tolist(),
        "mean_within_ratee_sd": found.within_sd,
        "mean_within_ratee_sd_itemcentred": found.within_sd_centred,
        "alpha_raw": found.alpha,
        "alpha_std": found.alpha_standardised,
        "item_mean": items.mean().to_dict(),
        "item_sd": items.std().to_dict(),
        "MS_ratee": found.ms_ratees,
        "MS_item": found.ms_aspects,
        "MS_resid": found.ms_rest,
        "ICC_3_1": found.icc3,
        "ICC_2_1": found.icc2,
    }
