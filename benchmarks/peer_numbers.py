"""What do other packages answer on the same ratings? ``python benchmarks/peer_numbers.py`` writes ``data/pembanding``.

The packages have an environment of their own (see ``run.py``): some of them pin versions that this project cannot use.
Every answer is stored as it came, errors included.
"""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from run import peers

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "data" / "pembanding"
LABELS = ["sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik"]
METHODS = {
    "brennan_prediger": "bp",
    "fleiss_kappa": "fleiss",
    "conger_kappa": "conger",
    "gwet_ac": "gwet",
    "krippendorff_alpha_w": "krippendorff",
}
FORMS = {"ICC1": "icc1", "ICC2": "icc2", "ICC3": "icc3", "ICC1k": "icc1k", "ICC2k": "icc2k", "ICC3k": "icc3k"}
FORMS |= {"ICC(1,1)": "icc1", "ICC(A,1)": "icc2", "ICC(C,1)": "icc3"}
FORMS |= {"ICC(1,k)": "icc1k", "ICC(A,k)": "icc2k", "ICC(C,k)": "icc3k"}


def whole(rng: np.random.Generator, shape: tuple[int, int], noise: float = 0.6) -> np.ndarray:
    """Scores 1 to 5 of units × raters."""
    return np.clip(np.rint(3.4 + rng.normal(size=(shape[0], 1)) + noise * rng.normal(size=shape)), 1, 5)


def sets() -> dict[str, pd.DataFrame]:
    """Tables of units × raters: one published, the others simulated with the seed of their place."""
    published = pd.read_csv(ROOT / "tests" / "reference" / "agreement" / "gwet12x4.csv")
    rngs = [np.random.default_rng([20251231, place]) for place in range(5)]
    alone = whole(rngs[0], (200, 4))
    alone[rngs[0].permutation(200) < 170, 1:] = np.nan
    labelled = pd.DataFrame(whole(rngs[1], (90, 4))).apply(lambda scores: np.array(LABELS)[scores.astype(int) - 1])
    unused = whole(rngs[2], (80, 2))
    continuous = 70 + 10 * rngs[3].normal(size=(40, 1)) + 6 * rngs[3].normal(size=(40, 3))
    incomplete = continuous.round(2)
    incomplete[rngs[4].permutation(40) < 10, 2] = np.nan
    return {
        "gwet_12x4": published.select_dtypes("number").iloc[:, -4:],
        "satu_penilai": pd.DataFrame(alone),
        "label_predikat": pd.DataFrame(labelled),
        "tingkat_kosong": pd.DataFrame(unused).replace({3: 2, 4: 2}),
        "skor_sama": pd.DataFrame(np.full((20, 3), 4.0)),
        "skor_kontinu": pd.DataFrame(continuous.round(2)),
        "skor_kontinu_kosong": pd.DataFrame(incomplete),
    }


def long(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a score."""
    parts = []
    for name, table in tables.items():
        table = table.set_axis([f"r{place + 1}" for place in range(table.shape[1])], axis=1)
        rows = table.rename_axis("id_pegawai").reset_index()
        part = rows.melt("id_pegawai", var_name="id_penilai", value_name="skor")
        parts.append(part.dropna().sort_values(["id_pegawai", "id_penilai"]).assign(kumpulan=name))
    return pd.concat(parts)[["kumpulan", "id_pegawai", "id_penilai", "skor"]]


Numbers = dict[str, tuple[float, float]]  # estimate and standard error of each coefficient


def asked(name: str, table: pd.DataFrame) -> Iterator[tuple[str, str, str, Callable[[], Numbers]]]:
    """Package, call, weights and how to call it: only calls that make sense for this table."""
    if name.startswith("skor_kontinu"):
        yield "pingouin", "intraclass_corr", "-", lambda: intraclass(table)
        yield "krippendorff", "alpha(interval)", "interval", lambda: alpha(table, "interval")
        return
    nominal = name == "gwet_12x4"
    weights, level = ("identity", "nominal") if nominal else ("quadratic", "ordinal")
    for coefficient in METHODS:
        yield "irrCAC", f"CAC.{METHODS[coefficient]}", weights, lambda chosen=coefficient: cac(table, weights, chosen)
    yield "krippendorff", f"alpha({level})", level, lambda: alpha(table, level)
    if table.shape[1] == 2:
        yield "statsmodels", "cohens_kappa", weights, lambda: cohen(table)
    elif not table.isna().any(axis=None):
        yield "statsmodels", "fleiss_kappa", "identity", lambda: fleiss(table)


def cac(table: pd.DataFrame, weights: str, coefficient: str) -> Numbers:
    """A coefficient of irrCAC."""
    from irrCAC.raw import CAC

    found = getattr(CAC(table, weights=weights, digits=10), METHODS[coefficient])()["est"]
    return {coefficient: (found["coefficient_value"], found["se"])}


def alpha(table: pd.DataFrame, level: str) -> Numbers:
    """Alpha of krippendorff; no standard error there."""
    import krippendorff

    return {"krippendorff_alpha": (krippendorff.alpha(table.to_numpy().T, level_of_measurement=level), np.nan)}


def intraclass(table: pd.DataFrame) -> Numbers:
    """Six forms of pingouin; no standard error there."""
    import pingouin

    rows = long({"-": table})
    found = pingouin.intraclass_corr(rows, targets="id_pegawai", raters="id_penilai", ratings="skor")
    return {FORMS[form]: (value, np.nan) for form, value in zip(found["Type"], found["ICC"], strict=True)}


def cohen(table: pd.DataFrame) -> Numbers:
    """Weighted kappa of statsmodels, from the levels that occur."""
    from statsmodels.stats.inter_rater import cohens_kappa, to_table

    found = cohens_kappa(to_table(table.to_numpy().astype(int))[0], wt="quadratic")
    return {"cohen_kappa": (found.kappa, found.std_kappa)}


def fleiss(table: pd.DataFrame) -> Numbers:
    """Unweighted kappa of statsmodels; no standard error there."""
    from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

    return {"fleiss_kappa": (fleiss_kappa(aggregate_raters(table.to_numpy())[0]), np.nan)}


def answers() -> pd.DataFrame:
    """Every answer of every package, one row a coefficient."""
    rows = []
    for name, table in sets().items():
        for package, call, weights, ask in asked(name, table):
            place = (name, package, version(package), call, weights)
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    rows += [(*place, coefficient, *numbers, "") for coefficient, numbers in ask().items()]
            except Exception as error:  # whatever they raise is their answer
                rows.append((*place, "", np.nan, np.nan, f"{type(error).__name__}: {error}".split("\n")[0][:100]))
    names = ["kumpulan", "paket", "versi", "panggilan", "bobot", "koefisien", "taksiran", "galat_baku", "kesalahan"]
    return pd.DataFrame(rows, columns=names)


def main() -> None:
    """Write the scores, and what the packages answer to them."""
    if "--inside" in sys.argv:
        answers().to_csv(sys.stdout, index=False, float_format="%.6f")
        return
    python = peers()
    if python is None:
        raise SystemExit(1)
    done = subprocess.run([str(python), __file__, "--inside"], capture_output=True, check=True, text=True)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "paket.csv").write_text(done.stdout, encoding="utf-8")
    long(sets()).to_csv(FOLDER / "skor.csv", index=False)


if __name__ == "__main__":
    main()
