"""How fast are the models of rater effects beside their peers? One run, one table: ``python benchmarks/rater.py``.

Peers from PyPI get an environment of their own in a temporary folder; those of R (lme4, ordinal) are asked where
``Rscript`` has them (Debian: r-cran-lme4, r-cran-ordinal). Every timing is the median of runs in fresh processes, ours
and the peers' in turn; imports and the making of data are not timed. ``--besar`` adds the large tasks, without peers.

TAM was not run here. Recorded once, on 2 cores, for a prototype of this estimator: ``tam.mml.mfr`` took 3.9 s and
552 MB at 2,000 ratees × 60 raters × 7 items (26 to 55 times the prototype), 63 s and 4.2 GB at 20,000 (220 to 540
times).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

PEERS = ("raschpy==1.4.0", "gpboost==1.8.0")
INSTEVAL = Path(__file__).parent.parent / "tests" / "reference" / "rater" / "insteval.csv.gz"
THREADS = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
ITEMS, STEPS = 7, np.array([-2.0, -0.7, 0.7, 2.0])

Run = Callable[[], float]


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
TASKS = {
    "reml_two": ("REML, InstEval 73,421 × 2 factors", ("lme4", "gpboost")),
    "reml_three": ("REML, InstEval, 3 factors", ("lme4", "gpboost")),
    "ordinal": ("ordinal mixed model, 12,600 ratings", ("ordinal",)),
    "rasch_2k": ("Rasch, all of it, 2,000 × 60 × 7", ("raschpy",)),
    "rasch_20k": ("Rasch, all of it, 20,000 × 60 × 7", ("raschpy",)),
}
LARGE = {
    "rasch_36k": ("Rasch, 36,000 × 11,000 × 9, 1.3 million", ()),
    "rasch_17m": ("Rasch, 17.5 million ratings", ()),
    "reml_17m": ("REML, 17.5 million ratings, 3 factors", ()),
}
FACTORS = {"reml_two": ("s", "d"), "reml_three": ("s", "d", "dept"), "reml_17m": ("ratee", "rater", "aspect")}


def ours(task: str, table: pd.DataFrame) -> Run:
    """Our side of a task; gives the criterion or log-likelihood."""
    from kinerja_lab.models.crossed import crossed
    from kinerja_lab.models.ordinal_mixed import ordinal_mixed
    from kinerja_lab.models.rasch import rasch

    if task.startswith("reml"):
        response, fixed = ("score", []) if task == "reml_17m" else ("y", ["service"])
        return lambda: -2 * crossed(table, response, fixed=fixed, random=FACTORS[task]).log_likelihood
    if task == "ordinal":
        words = table.assign(aspect=table["aspect"].astype(str))
        return lambda: ordinal_mixed(words, "score", fixed=["aspect"]).log_likelihood

    def whole() -> float:
        fit = rasch(table)
        fit.separation("rater")
        fit.fixed_test("rater")
        return fit.log_likelihood

    return whole


def raschpy(_task: str, table: pd.DataFrame) -> Run:
    """Calibration, persons, standard errors and fit by RaschPy; no likelihood."""
    import raschpy as peer

    wide = table.assign(score=table["score"] - 1).pivot(index=["rater", "ratee"], columns="aspect", values="score")

    def whole() -> float:
        model = peer.MFRM(wide, max_score=4)
        model.calibrate()
        model.fit_statistics()
        return float("nan")

    return whole


def gpboost(task: str, table: pd.DataFrame) -> Run:
    """Maximum likelihood (it has no REML) by gpboost."""
    import gpboost as peer

    groups = table[list(FACTORS[task])].to_numpy()
    x = np.column_stack([np.ones(len(table)), table["service"]])

    def whole() -> float:
        model = peer.GPModel(group_data=groups, likelihood="gaussian")
        model.fit(y=table["y"].to_numpy(dtype=float), X=x)
        return 2 * model.get_current_neg_log_likelihood()

    return whole


R = {
    "reml_two": "f <- lmer(y ~ service + (1|s) + (1|d), t); v <- REMLcrit(f)",
    "reml_three": "f <- lmer(y ~ service + (1|s) + (1|d) + (1|dept), t); v <- REMLcrit(f)",
    "ordinal": "f <- clmm(factor(score) ~ factor(aspect) + (1|ratee) + (1|rater), t); v <- as.numeric(logLik(f))",
}
FACTORS_IN_R = 'for (n in intersect(names(t), c("s", "d", "dept", "ratee", "rater"))) t[[n]] <- factor(t[[n]])'


def in_r(task: str, package: str) -> str:
    """R script of a task."""
    return (
        f"suppressMessages(library({package})); t <- read.csv(commandArgs(TRUE)[1]); {FACTORS_IN_R}; "
        f'a <- proc.time()[["elapsed"]]; {R[task]}; '
        'cat(sprintf("[%.6f, %.10f]\\n", proc.time()[["elapsed"]] - a, v))'
    )


def once(side: str, task: str) -> None:
    """Time one side of a task in this process."""
    table = TABLES[task]()
    run = {"ours": ours, "raschpy": raschpy, "gpboost": gpboost}[side](task, table)
    start = time.perf_counter()
    value = run()
    print(json.dumps([time.perf_counter() - start, None if np.isnan(value) else value]))


def measured(command: list[str]) -> tuple[float, float, float]:
    """Seconds, criterion and peak megabytes of one fresh process."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env=os.environ | THREADS)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command[:4])} … failed")
        out.seek(0)
        seconds, value = json.loads(out.read().decode().splitlines()[-1])
    return seconds, float("nan") if value is None else value, used.ru_maxrss / 1024


def commands(task: str, sides: tuple[str, ...], peer: str, folder: Path) -> dict[str, list[str]]:
    """How each side of a task is run; sides that are not installed fall away."""
    found = {"ours": [sys.executable, __file__, "--side", "ours", "--task", task]}
    for side in sides:
        if side in ("lme4", "ordinal"):
            installed = (
                shutil.which("Rscript")
                and not subprocess.run(
                    ["Rscript", "-e", f"stopifnot(requireNamespace('{side}', quietly = TRUE))"], capture_output=True
                ).returncode
            )
            if not installed:
                print(f"R package {side} is not installed: left out")
                continue
            path = folder / f"{task}.csv"
            TABLES[task]().to_csv(path, index=False)
            found[side] = ["Rscript", "-e", in_r(task, side), str(path)]
        else:
            found[side] = [peer, __file__, "--side", side, "--task", task]
    return found


def report(what: str, runs: list[dict[str, tuple[float, float, float]]]) -> None:
    """One line a side: median seconds and megabytes, ratio to ours, criterion."""
    middle = {
        side: [statistics.median(part) for part in zip(*(run[side] for run in runs), strict=True)] for side in runs[0]
    }
    for side, (seconds, value, megabytes) in middle.items():
        ratio = seconds / middle["ours"][0]
        named = f"{what if side == 'ours' else '':<42} {side:<8}"
        print(f"{named} {seconds:>9.3f} {megabytes:>6.0f} {ratio:>7.1f} {value:>18.4f}", flush=True)


def main() -> None:
    """Install the peers, time every task, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", choices=("ours", "raschpy", "gpboost"))
    parser.add_argument("--task", choices=(*TASKS, *LARGE), action="append")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--besar", action="store_true", help="also the large tasks, once each")
    parser.add_argument("--peer", help="Python of an environment that already has the peers")
    asked = parser.parse_args()
    if asked.side:
        once(asked.side, asked.task[0])
        return
    tasks = TASKS | (LARGE if asked.besar or asked.task else {})
    with tempfile.TemporaryDirectory() as folder:
        peer = asked.peer or str(Path(folder, "env", "bin", "python"))
        if not asked.peer:
            venv.create(Path(folder, "env"), with_pip=True)
            subprocess.run([peer, "-m", "pip", "install", "--quiet", *PEERS], check=True)
        print(f"{'task':<42} {'side':<8} {'seconds':>9} {'MB':>6} {'×':>7} {'criterion, log-lik':>18}")
        for task in asked.task or tasks:
            what, sides = tasks[task]
            lines = commands(task, sides, peer, Path(folder))
            runs = 1 if task in LARGE else asked.runs
            report(what, [{side: measured(line) for side, line in lines.items()} for _ in range(runs)])
    print(f"\n{__doc__.split(chr(10) * 2)[-1].strip()}")


if __name__ == "__main__":
    main()
