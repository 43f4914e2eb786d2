"""Raters with a fault of their own: who keeps to the middle, drifts, copies last period's sheet or is too severe."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.simulate.plan import Floats, RegionPlan

Whole = npt.NDArray[np.int64]


def faulty(plan: RegionPlan, pairs: pd.DataFrame) -> dict[str, tuple[npt.NDArray[np.bool_], float]]:
    """Rows of ``pairs`` by a rater with a fault, and its size, by kind.

    The raters are the superiors with most ratees, one a fault in the order of the plan, so that each can be found.
    """
    sizes = pairs.loc[pairs["role"] == "atasan", "rater"].value_counts().sort_index()
    largest = sizes.sort_values(ascending=False, kind="stable").index
    others = (pairs["role"] != "diri").to_numpy()
    rater = pairs["rater"].to_numpy()
    return {fault.kind: (others & (rater == who), fault.size) for fault, who in zip(plan.faults, largest, strict=False)}


def shifted(plan: RegionPlan, pairs: pd.DataFrame, exact: Floats, level: Floats, place: int) -> Floats:
    """Scores before rounding with central tendency, drift and severity, in the period at ``place``.

    ``level`` is what each rater gives on average, one a pair.
    """
    moved, nobody = exact.copy(), (np.zeros(len(pairs), dtype=bool), 0.0)
    found = faulty(plan, pairs)
    middle, share = found.get("nilai_tengah", nobody)
    moved[middle] -= share * (moved[middle] - level[middle, None])
    drifting, points = found.get("bergeser", nobody)
    moved[drifting] += points * place
    severe, less = found.get("ketat", nobody)
    moved[severe] -= less
    return moved


def copied(plan: RegionPlan, pairs: pd.DataFrame, whole: Whole, before: Whole | None, period: str) -> Whole:
    """Whole scores, some of them those of the period before."""
    if before is None or "menyalin" not in (found := faulty(plan, pairs)):
        return whole
    copying, share = found["menyalin"]
    kept = copying[:, None] & (plan.random("butir", "salin", period).random(whole.shape) < share)
    return np.where(kept, before, whole)
