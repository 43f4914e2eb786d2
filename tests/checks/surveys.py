"""Answers to surveys whose truth is known, for the checks on them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab.checks.survey import questionnaire
from kinerja_lab.dataset import Dataset
from tests.checks.regions import PERIOD, appraised_region
from tests.small import profile

ITEMS = tuple(code for codes in questionnaire().values() for code in codes)


def wave(
    n: int, mean: float, *, name: str = PERIOD, seed: int = 1, own: float = 0.6, items: tuple[str, ...] = ITEMS
) -> pd.DataFrame:
    """Answers of ``n`` people who agree about ``mean``; the same seed gives the same people with other noise."""
    people = np.random.default_rng(seed).normal(mean, own, n)
    noise = np.random.default_rng([seed, *name.encode()]).normal(0, 0.7, (n, len(items)))
    scores = np.clip(np.rint(people[:, None] + noise), 1, 5)
    rows = {"id_responden": np.repeat([f"r{seed}-{place:04d}" for place in range(n)], len(items)), "gelombang": name}
    return pd.DataFrame(rows | {"butir": np.tile(items, n), "skor": scores.ravel()})


def dataset(*waves: pd.DataFrame, tables: dict[str, pd.DataFrame] | None = None) -> Dataset:
    """A region with these answers."""
    known = appraised_region(60) if tables is None else tables
    return Dataset(profile=profile(), period=PERIOD, tables=known | {"survei": pd.concat(waves, ignore_index=True)})
