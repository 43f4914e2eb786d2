"""How fast are the models of rater effects beside their peers, and do they end at the same criterion?

Peers of R (lme4, ordinal) are asked where ``Rscript`` has them (Debian: r-cran-lme4, r-cran-ordinal). TAM was not run
here. Recorded once, on 2 cores, for a prototype of this estimator: ``tam.mml.mfr`` took 3.9 s and 552 MB at 2,000
ratees × 60 raters × 7 items (26 to 55 times the prototype), 63 s and 4.2 GB at 20,000 (220 to 540 times).
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from task import CPU, OURS, WALL, AbsentError, Run, Side, Task, Told

INSTEVAL = Path(__file__).parent.parent / "tests" / "reference" / "rater" / "insteval.csv.gz"
ITEMS, STEPS = 7, np.array([-2.0, -0.7, 0.7, 2.0])
CRITERION, LIKELIHOOD = "REML criterion", "log-likelihood"


def ratings(ratees: int, raters: int, per_ratee: int, items: int = ITEMS) -> pd.DataFrame:
    """Long table from a rating-scale model, scores 1 to 5, in small types."""
    rng = np.random.default_rng(1)
    able, severity = rng.normal(0.8, 1.2, ratees), rng.normal(0, 0.3, raters)
    chosen = (rng.integers(0, raters, (ratees, 1)) + rng.permutation(raters)[:per_ratee]) % raters
    score = np.empty((ratees, per_ratee, items), dtype=np.int8)
    for first in range(0, ratees, 20_000):
        part = slice(first, first + 20_000)
        place = able[part, None, None] - severity[chosen[part]][:, :, None] - np.linspace(-0.6, 0.6, items)
        height = np.cumsum(place[..., None] - STEPS, axis=-1)
        chance = np.exp(np.concatenate([np.zeros((*place.shape, 1)), height], axis=-1)).cumsum(axis=-1)
        score[part] = 1 + (rng.random(place.shape)[..., None] * chance[..., -1:] > chance).sum(axis=-1)
    columns = {
        "ratee": np.repeat(np.arange(ratees, dtype=np.int32), per_ratee * items),
        "rater": np.repeat(chosen.astype(np.int32).ravel(), items),
        "aspect": np.tile(np.arange(items, dtype=np.int8), ratees * per_ratee),
        "score": score.ravel(),
    }
    return pd.DataFrame(columns, copy=False)


TABLES: dict[str, Callable[[], pd.DataFrame]] = {
    "reml_two": lambda: pd.read_csv(INSTEVAL),
    "reml_three": lambda: pd.read_csv(INSTEVAL),
    "ordinal": lambda: ratings(600, 60, 3),
    "rasch_2k": lambda: ratings(2_000, 60, 3),
    "rasch_20k": lambda: ratings(20_000, 60, 3),
    "rasch_36k": lambda: ratings(36_000, 11_000, 4, 9),
    "rasch_17m": lambda: ratings(500_000, 2_000, 5),
    "reml_17m": lambda: ratings(500_000, 2_000, 5),
}
FACTORS = {"reml_two": ("s", "d"), "reml_three": ("s", "d", "dept"), "reml_17m": ("ratee", "rater", "aspect")}


def ours(task: str, _folder: Path) -> Run:
    """Our side of a task; tells the criterion or log-likelihood."""
    from kinerja_lab.models.crossed import crossed
    from kinerja_lab.models.ordinal_mixed import ordinal_mixed
    from kinerja_lab.models.rasch import rasch

    table = TABLES[task]()
    if task.startswith("reml"):
        response, fixed = ("score", []) if task == "reml_17m" else ("y", ["service"])
        return lambda: Told(
            {CRITERION: -2 * crossed(table, response, fixed=fixed, random=FACTORS[task]).log_likelihood}
        )
    if task == "ordinal":
        words = table.assign(aspect=table["aspect"].astype(str))
        return lambda: Told({LIKELIHOOD: ordinal_mixed(words, "score", fixed=["aspect"]).log_likelihood})

    def whole() -> Told:
        fit = rasch(table)
        fit.separation("rater")
        fit.fixed_test("rater")
        return Told({LIKELIHOOD: fit.log_likelihood})

    return whole


def raschpy(task: str, _folder: Path) -> Run:
    """Calibration, persons, standard errors and fit by RaschPy; no likelihood."""
    import raschpy as peer

    table = TABLES[task]()
    wide = table.assign(score=table["score"] - 1).pivot(index=["rater", "ratee"], columns="aspect", values="score")

    def whole() -> None:
        model = peer.MFRM(wide, max_score=4)
        model.calibrate()
        model.fit_statistics()

    return whole


def gpboost(task: str, _folder: Path) -> Run:
    """Maximum likelihood (it has no REML) by gpboost."""
    import gpboost as peer

    table = TABLES[task]()
    groups = table[list(FACTORS[task])].to_numpy()
    x = np.column_stack([np.ones(len(table)), table["service"]])

    def whole() -> Told:
        model = peer.GPModel(group_data=groups, likelihood="gaussian")
        model.fit(y=table["y"].to_numpy(dtype=float), X=x)
        return Told({CRITERION: 2 * model.get_current_neg_log_likelihood()})

    return whole


R = {
    "reml_two": "f <- lmer(y ~ service + (1|s) + (1|d), t); v <- REMLcrit(f)",
    "reml_three": "f <- lmer(y ~ service + (1|s) + (1|d) + (1|dept), t); v <- REMLcrit(f)",
    "ordinal": "f <- clmm(factor(score) ~ factor(aspect) + (1|ratee) + (1|rater), t); v <- as.numeric(logLik(f))",
}
FACTORS_IN_R = 'for (n in intersect(names(t), c("s", "d", "dept", "ratee", "rater"))) t[[n]] <- factor(t[[n]])'


def in_r(task: str, package: str, folder: Path) -> Run:
    """A task in R, which times itself: reading and its packages are not timed."""
    script = (
        f"suppressMessages(library({package})); t <- read.csv(commandArgs(TRUE)[1]); {FACTORS_IN_R}; "
        f"a <- proc.time(); {R[task]}; b <- proc.time() - a; cat(sprintf("
        '\'{"cpu": %f, "wall": %f, "value": %.10f, "version": "%s"}\\n\', '
        f"sum(b[1:2]), b[[3]], v, packageVersion('{package}')))"
    )
    command, path = [shutil.which("Rscript") or "", "-e"], folder / f"{task}.csv"
    known = command[0] and subprocess.run([*command, f"library({package})"], capture_output=True).returncode == 0
    if not known:
        raise AbsentError(f"R package {package} is not installed")
    TABLES[task]().to_csv(path, index=False)

    def whole() -> Told:
        done = subprocess.run([*command, script, str(path)], capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        criterion = LIKELIHOOD if task == "ordinal" else CRITERION
        told = {CPU: found["cpu"], WALL: found["wall"], criterion: found["value"], "version": found["version"]}
        return Told(told)

    return whole


def task(name: str, work: str, *peers: str, large: bool = False) -> Task:
    """A task with its peers by name."""
    known = {
        "lme4": Side(partial(in_r, name, "lme4")),
        "ordinal": Side(partial(in_r, name, "ordinal")),
        "gpboost": Side(partial(gpboost, name), "gpboost", "ML, it has no REML"),
        "RaschPy": Side(partial(raschpy, name), "raschpy", "no likelihood"),
    }
    return Task(work, {OURS: Side(partial(ours, name)), **{peer: known[peer] for peer in peers}}, large=large)


TASKS = {
    "reml_two": task("reml_two", "REML, InstEval 73,421 × 2 factors", "lme4", "gpboost"),
    "reml_three": task("reml_three", "REML, InstEval 73,421 × 3 factors", "lme4", "gpboost"),
    "ordinal": task("ordinal", "ordinal mixed model, 12,600 ratings", "ordinal"),
    "rasch_2k": task("rasch_2k", "Rasch, all of it, 2,000 × 60 × 7", "RaschPy"),
    "rasch_20k": task("rasch_20k", "Rasch, all of it, 20,000 × 60 × 7", "RaschPy"),
    "rasch_36k": task("rasch_36k", "Rasch, 36,000 × 11,000 × 9, 1.3 million", large=True),
    "rasch_17m": task("rasch_17m", "Rasch, 17.5 million ratings", large=True),
    "reml_17m": task("reml_17m", "REML, 17.5 million ratings, 3 factors", large=True),
}
