"""What does the package answer to a case of rater effects? Dispatch on the kind of case and its model, never on ids."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kinerja_lab.measures.self_superior_gap import paired_gap
from kinerja_lab.models.central_tendency import central_tendency
from kinerja_lab.models.copied_scores import copied_scores
from kinerja_lab.models.crossed import CrossedEffects, crossed
from kinerja_lab.models.design import design
from kinerja_lab.models.drift import drift
from kinerja_lab.models.expectations import expectations
from kinerja_lab.models.halo import halo
from kinerja_lab.models.rater_by_group import rater_by_group
from kinerja_lab.models.rater_screen import RaterScreen
from kinerja_lab.models.severity import severity
from tests.reference import rasch_cases

Answer = dict[str, Any]
_SHOWN = 10


def answer(case: Answer, folder: Path) -> Answer:
    """All that the package can say about the case, named as cases of its kind name it."""
    kind = case["kind"] if case["kind"] != "bias_injected" else f"bias_{case['model']['effect']}"
    if kind not in KINDS:
        raise SystemExit(f"no model answers cases of kind {kind!r}")
    return KINDS[kind](pd.read_csv(folder / case["data"]["file"]), case, folder)


def _lmm(table: pd.DataFrame, case: Answer, _folder: Path) -> Answer:
    """Mixed model given by its formula."""
    response, fixed, random = rasch_cases.formula(case["model"]["formula"])
    fit = crossed(table, response, fixed=fixed, random=random, method="REML" if case["model"]["reml"] else "ML")
    variance = _variance(fit)
    return {
        "var": variance,
        "fixef": _fixed(fit, "estimate"),
        "fixef_se": _fixed(fit, "se"),
        "loglik": fit.log_likelihood,
        "theta (sd ratio to residual)": {
            f"{name}.(Intercept)": (variance[name] / variance["Residual"]) ** 0.5 for name in random
        },
        "blup_first": {name: _first(fit, name, "effect", case, "blup_first") for name in random},
        "blup_condsd_first": {
            name: list(_first(fit, name, "se", case, "blup_condsd_first").values()) for name in random
        },
        "n": fit.n,
    }


def _variance(fit: CrossedEffects) -> dict[str, float]:
    """Variance of each facet and of the residual, by R's names."""
    return dict(zip(fit.components["facet"].replace("residual", "Residual"), fit.components["variance"], strict=True))


def _fixed(fit: CrossedEffects, column: str) -> dict[str, float]:
    """Fixed effects by R's names."""
    names = (fit.fixed["term"] + fit.fixed["level"]).replace("intercept", "(Intercept)")
    return dict(zip(names, fit.fixed[column], strict=True))


def _first(fit: CrossedEffects, facet: str, column: str, case: Answer, asked: str) -> dict[str, float]:
    """The first levels of a facet: as many as the case shows, else ten."""
    shown = next((item["value"] for item in case.get("expected", ()) if item["name"] == asked), {})
    table = fit.facet(facet).head(len(shown.get(facet, ())) or _SHOWN)
    return dict(zip(table[facet].astype(str), table[column], strict=True))


def _design(table: pd.DataFrame, case: Answer, _folder: Path) -> Answer:
    """Blocks of raters that no chain of common ratees connects."""
    columns = case["data"]["columns"]
    found = design(table, columns["ratee"], columns["rater"])
    blocks = sorted(sorted(block.tolist()) for _, block in found.raters.groupby("block")[columns["rater"]])
    return {"n_components": found.n_blocks, "raters_by_component": blocks}


def _items(table: pd.DataFrame) -> list[str]:
    """Columns with the scores."""
    return [name for name in table.columns if re.fullmatch(r"i\d+", name)]


def _self(table: pd.DataFrame, _case: Answer, _folder: Path) -> Answer:
    """Self-ratings against the mean of the others, paired and as a fixed effect; self-ratings have no other rater."""
    values = table.assign(score=table[_items(table)].mean(axis=1))
    values["self"] = (values["source"] == "self").astype(float)
    values["rater2"] = values["rater"].where(values["source"] == "other")
    answers: Answer = {}
    for rep, rows in values.groupby("rep"):
        means = rows.pivot_table(index="ratee", columns="source", values="score")
        row = paired_gap(means["self"] - means["other"], means.index.to_series()).iloc[0]
        fit = crossed(rows, "score", fixed=["self"], random=["ratee", "rater2"])
        answers[f"rep{rep}: paired"] = {
            "paired_mean_diff": row["estimate"],
            "paired_sd": row["estimate"] / row["d_z"],
            "paired_t": row["estimate"] / row["se"],
            "paired_ci95": [row["low"], row["high"]],
            "cohen_dz": row["d_z"],
            "n": row["n"],
        }
        answers |= _lmer(fit, f"rep{rep}: lmer ")
    return answers


def _similar(table: pd.DataFrame, _case: Answer, _folder: Path) -> Answer:
    """Same-gender pairs against others, with both genders' main effects."""
    match = (table["ratee_gender"] == table["rater_gender"]).astype(float)
    values = table.assign(score=table[_items(table)].mean(axis=1), match=match)
    answers: Answer = {}
    for rep, rows in values.groupby("rep"):
        fit = crossed(rows, "score", fixed=["match", "ratee_gender", "rater_gender"])
        answers |= _lmer(fit, f"rep{rep}: ")
    return answers


def _lmer(fit: CrossedEffects, prefix: str) -> Answer:
    """The numbers of one mixed model."""
    return {
        f"{prefix}fixef": _fixed(fit, "estimate"),
        f"{prefix}fixef_se": _fixed(fit, "se"),
        f"{prefix}var": _variance(fit),
        f"{prefix}loglik REML": fit.log_likelihood,
    }


def _screened(table: pd.DataFrame, screen: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """Every replication's raters, with p_value, q_value and (where the effect has one) direction as the cases flag."""
    found, items = [], _items(table)
    for rep, rows in table.groupby("rep"):
        long = rows.melt([name for name in rows if name not in items], items, "aspect", "score")
        found.append(screen(long).assign(rep=rep))
    return pd.concat(found, ignore_index=True)


def _severe(long: pd.DataFrame) -> pd.DataFrame:
    """Each rater's severity tested; +1 = severe."""
    raters = severity(long).raters
    return raters.assign(direction=-np.sign(raters["deviation"]))[["rater", "p_value", "q_value", "direction"]]


def _impressed(long: pd.DataFrame) -> pd.DataFrame:
    """Each rater's halo tested."""
    return halo(long).raters[["rater", "p_value", "q_value"]]


def _narrow(long: pd.DataFrame) -> pd.DataFrame:
    """Each rater's use of the range tested; +1 = central tendency."""
    return _directed(central_tendency(expectations(long)), -1)


def _drifting(long: pd.DataFrame) -> pd.DataFrame:
    """Each rater's drift tested; +1 = growing severe."""
    return _directed(drift(expectations(long, period="period")), -1)


def _partial(long: pd.DataFrame) -> pd.DataFrame:
    """Each rater's contrast between the groups tested; +1 = higher scores for M."""
    groups = long.drop_duplicates("ratee").set_index("ratee")["ratee_gender"]
    return _directed(rater_by_group(expectations(long), (groups == "M").to_dict()), 1)


def _directed(found: RaterScreen, sign: int) -> pd.DataFrame:
    """Raters of a detector, by the sign of the cases."""
    return found.raters.assign(direction=sign * np.sign(found.raters["effect"]))


def _copying(long: pd.DataFrame) -> pd.DataFrame:
    """Each rater's share of copied scores tested."""
    return copied_scores(expectations(long, period="period", by_period=True)).raters


DETECTORS = {
    "severity": _severe,
    "halo": _impressed,
    "range": _narrow,
    "drift": _drifting,
    "drf": _partial,
    "copy": _copying,
}
_NEEDS = {"drift": "period", "copy": "period", "drf": "ratee_gender"}


def _planted(table: pd.DataFrame, case: Answer, folder: Path) -> Answer:
    """Power, false alarms and direction of the test of each rater."""
    return _scored(_screened(table, DETECTORS[case["model"]["effect"]]), case, folder)


def _clean(table: pd.DataFrame, _case: Answer, _folder: Path) -> Answer:
    """False alarms of each detector that the columns allow, where nothing was planted."""
    answers: Answer = {"false_positive_rate": {}, "familywise": {}}
    for name, screen in DETECTORS.items():
        if _NEEDS.get(name, "rep") in table:
            raters = _screened(table, screen)
            answers["false_positive_rate"][name] = float((raters["p_value"] < 0.05).mean())
            answers["familywise"][name] = float((raters.groupby("rep")["q_value"].min() < 0.05).mean())
    return answers


def _scored(raters: pd.DataFrame, case: Answer, folder: Path) -> Answer:
    """Compare the flagged raters with the planted ones; without the truth, the raters as they were found."""
    path = folder / case.get("truth", {}).get("file", "")
    if not path.is_file():
        return {"raters": raters.to_dict("list")}
    both = raters.merge(pd.read_csv(path), on=["rep", "rater"])
    planted, clean = both[both["flag"] != 0], both[both["flag"] == 0]
    answers: Answer = {
        "power_at_05": float((planted["p_value"] < 0.05).mean()),
        "power_after_BH": float((planted["q_value"] < 0.05).mean()),
        "false_positive_rate_null_raters": float((clean["p_value"] < 0.05).mean()),
        "false_discovery_rate": float((both.loc[both["q_value"] < 0.05, "flag"] == 0).mean()),
    }
    if "direction" in both:
        answers["sign"] = float((planted["direction"] == planted["flag"]).mean())
    return answers


KINDS: dict[str, Callable[[pd.DataFrame, Answer, Path], Answer]] = {
    "lmm": _lmm,
    "clmm": rasch_cases.clmm,
    "mfrm_mml": rasch_cases.mml,
    "rsm_cml_mml": rasch_cases.mml,
    "mfrm_jml": rasch_cases.jml,
    "halo_descriptive": rasch_cases.halo_description,
    "design": _design,
    "bias_self": _self,
    "bias_similar": _similar,
    "bias_none": _clean,
    **{f"bias_{effect}": _planted for effect in DETECTORS},
}
