"""How fast are the agreement measures beside their peers?"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from task import OURS, Run, Side, Task


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


def ours(task: str, _folder: Path) -> Run:
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


def theirs(task: str, peer: str, _folder: Path) -> Run:
    """The peer's side of a task, data made."""
    if peer == "pingouin":
        import pingouin

        table = long(scores(20_000, 5, whole=False))
        return lambda: pingouin.intraclass_corr(table, targets="id_pegawai", raters="id_penilai", ratings="skor")
    if peer == "krippendorff":
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


def task(name: str, work: str, **peers: str) -> Task:
    """A task with its peers: packages, and what each does less."""
    sides = {peer: Side(partial(theirs, name, peer), peer, note) for peer, note in peers.items()}
    return Task(work, {OURS: Side(partial(ours, name)), **sides})


NINE = {"irrCAC": "AC2 alone", "krippendorff": "ordinal alpha alone, no SE"}
TASKS = {
    "nine": task("nine", "all nine coefficients with SE, 20,000 × 5", **NINE),
    "groups": task("groups", "4 coefficients with SE, 5,000 groups of 20 × 3", irrCAC="AC2 alone, in a loop"),
    "icc": task("icc", "six ICC with limits, 20,000 × 5", pingouin=""),
    "bootstrap": task("bootstrap", "1,000 bootstraps of all nine, 20,000 × 5"),
    "regions": task("regions", "all nine, 1,000,000 × 3 in 514 regions"),
    "sparse": task("sparse", "all nine, 20,000 units × 2,500 raters, 2–4 each", irrCAC="AC2 alone, after a pivot"),
    "interval": task("interval", "interval alpha, continuous 20,000 × 5"),
    "g_balanced": task("g_balanced", "G-study p × r × i, 30,000 rows"),
    "g_unbalanced": task("g_unbalanced", "G-study p × r × i, 30,000 rows, 10 % missing"),
}
