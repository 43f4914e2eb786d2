"""How fast are the agreement measures beside their peers? One run, one table: ``python benchmarks/agreement.py``.

The peers get an environment of their own in a temporary folder. Every timing is the median of runs in fresh processes,
ours and the peer's in turn; imports and the making of data are not timed. Memory is the peak of the whole process,
imports and data included.
"""

from __future__ import annotations

import argparse
import json
import resource
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

PEERS = ("irrCAC==0.4.4", "krippendorff==0.9.0", "pingouin==0.6.1")


def scores(units: int, raters: int, *, whole: bool = True) -> np.ndarray:
    """Scores on a scale of five levels, or continuous ones."""
    rng = np.random.default_rng(1)
    found = rng.normal(3, 1, (units, 1)) + rng.normal(0, 0.7, (units, raters))
    return np.clip(np.rint(found), 1, 5).astype(int) if whole else found


def long(table: np.ndarray) -> pd.DataFrame:
    """One row a score."""
    unit, rater = np.indices(table.shape)
    return pd.DataFrame({"id_pegawai": unit.ravel(), "id_penilai": rater.ravel(), "skor": table.ravel()})


def sparse() -> pd.DataFrame:
    """Scores of 20,000 units by two to four out of 2,500 raters each."""
    rng = np.random.default_rng(1)
    table = long(scores(20_000, 4))
    table = table[table["id_penilai"] < rng.integers(2, 5, 20_000)[table["id_pegawai"]]]
    own = rng.integers(0, 2_500, 20_000)[table["id_pegawai"]]
    return table.assign(id_penilai=(own + 617 * table["id_penilai"]) % 2_500)


def facets() -> pd.DataFrame:
    """30,000 scores of 500 people by 6 raters in 10 items."""
    rng, (person, rater, item) = np.random.default_rng(1), (code.ravel() for code in np.indices((500, 6, 10)))
    score = rng.normal(size=500)[person] + rng.normal(size=len(person))
    return pd.DataFrame({"id_pegawai": person, "id_penilai": rater, "aspek": item, "skor": score})


def ours(task: str) -> Callable[[], object]:
    """Our side of a task, data made."""
    from kinerja_lab.measures import Scale, agreement, g_study, icc

    scale = Scale([1, 2, 3, 4, 5])
    if task == "icc":
        table = long(scores(20_000, 5, whole=False))
        return lambda: icc(table)
    if task.startswith("g_"):
        table = facets() if task == "g_balanced" else facets().sample(frac=0.9, random_state=1)
        return lambda: g_study(table)
    if task == "interval":
        table = long(scores(20_000, 5, whole=False))
        return lambda: agreement(table, scale="interval", coefficients=["krippendorff_alpha"])
    if task == "groups":
        table = long(scores(100_000, 3)).assign(g=lambda rows: rows["id_pegawai"] // 20)
        names = ["gwet_ac", "fleiss_kappa", "krippendorff_alpha", "percent_agreement"]
        return lambda: agreement(table, scale=scale, by="g", coefficients=names)
    if task == "regions":
        table = long(scores(1_000_000, 3)).assign(g=lambda rows: rows["id_pegawai"] % 514)
        return lambda: agreement(table, scale=scale, by="g")
    table = sparse() if task == "sparse" else long(scores(20_000, 5))
    if task == "bootstrap":
        return lambda: agreement(table, scale=scale, interval="bootstrap", rng=1)
    return lambda: agreement(table, scale=scale)


def theirs(task: str) -> Callable[[], object]:
    """The peer's side of a task, data made."""
    if task == "icc":
        import pingouin

        table = long(scores(20_000, 5, whole=False))
        return lambda: pingouin.intraclass_corr(table, targets="id_pegawai", raters="id_penilai", ratings="skor")
    if task == "ordinal":
        import krippendorff

        wide = scores(20_000, 5).T
        return lambda: krippendorff.alpha(wide, level_of_measurement="ordinal")
    from irrCAC.raw import CAC

    levels = [1, 2, 3, 4, 5]
    if task == "groups":
        parts = [pd.DataFrame(part) for part in np.split(scores(100_000, 3), 5000)]
        return lambda: [CAC(part, weights="quadratic", categories=levels).gwet() for part in parts]
    if task == "sparse":
        table = sparse()
        columns = {"index": "id_pegawai", "columns": "id_penilai", "values": "skor"}
        return lambda: CAC(table.pivot(**columns), weights="quadratic", categories=levels).gwet()
    wide = pd.DataFrame(scores(20_000, 5))
    return lambda: CAC(wide, weights="quadratic", categories=levels).gwet()


TASKS = {
    "nine": ("all nine coefficients with SE, 20,000 × 5", "irrCAC, AC2 alone"),
    "ordinal": ("all nine coefficients with SE, 20,000 × 5", "krippendorff, ordinal alpha alone, no SE"),
    "groups": ("4 coefficients with SE, 5,000 groups of 20 × 3", "irrCAC in a loop, AC2 alone"),
    "icc": ("six ICC with limits, 20,000 × 5", "pingouin"),
    "bootstrap": ("1,000 bootstraps of all nine, 20,000 × 5", ""),
    "regions": ("all nine, 1,000,000 × 3 in 514 regions", ""),
    "sparse": ("all nine, 20,000 units × 2,500 raters, 2–4 of them each", "irrCAC after a pivot, AC2 alone"),
    "interval": ("interval alpha, continuous 20,000 × 5", ""),
    "g_balanced": ("G-study p × r × i, 30,000 rows", ""),
    "g_unbalanced": ("G-study, 10 % of the rows missing", ""),
}


def environment(folder: str, *packages: str) -> str:
    """Python of a new environment with these packages in a folder."""
    venv.create(folder, with_pip=True)
    python = str(Path(folder, "bin", "python"))
    subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    return python


def measured(python: str, side: str, task: str) -> tuple[float, float]:
    """Seconds and peak megabytes of one fresh process."""
    done = subprocess.run(
        [python, __file__, "--side", side, "--task", task], capture_output=True, check=True, text=True
    )
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, megabytes


def once(side: str, task: str) -> None:
    """Time one side of a task in this process."""
    run = ours(task) if side == "ours" else theirs(task)
    start = time.perf_counter()
    run()
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def main() -> None:
    """Install the peers, time every task, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", choices=("ours", "theirs"))
    parser.add_argument("--task", choices=TASKS, action="append")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", help="Python that has the peers; else they are installed")
    asked = parser.parse_args()
    if asked.side:
        once(asked.side, asked.task[0])
        return
    with tempfile.TemporaryDirectory() as folder:
        peer = asked.peers or environment(folder, *PEERS)
        print(f"{'task':<58} {'ours, s':>9} {'MB':>6} {'peer, s':>9} {'MB':>6} {'×':>7}  peer")
        for task in asked.task or TASKS:
            what, other = TASKS[task]
            sides = {"ours": sys.executable} | ({"theirs": peer} if other else {})
            runs = [{side: measured(python, side, task) for side, python in sides.items()} for _ in range(asked.runs)]
            found = {
                side: [statistics.median(part) for part in zip(*(run[side] for run in runs), strict=True)]
                for side in sides
            }
            line = f"{what:<58} {found['ours'][0]:>9.3f} {found['ours'][1]:>6.0f}"
            if other:
                line += f" {found['theirs'][0]:>9.3f} {found['theirs'][1]:>6.0f}"
                line += f" {found['theirs'][0] / found['ours'][0]:>7.1f}  {other}"
            print(line, flush=True)


if __name__ == "__main__":
    main()
