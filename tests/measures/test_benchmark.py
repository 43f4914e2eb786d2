"""What researchers rely on when they call ``benchmark``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures import benchmark


def labels(**columns: float) -> dict[str, tuple[str, str]]:
    found = benchmark(pd.DataFrame({name: [value] for name, value in columns.items()}))
    assert found["membership"].isna().all() or found.groupby("benchmark")["membership"].is_monotonic_increasing.all()
    return {name: (rows["label"].iloc[0], rows["naive"].iloc[0]) for name, rows in found.groupby("benchmark")}


def test_an_uncertain_coefficient_loses_the_label_of_its_bare_number() -> None:
    assert labels(estimate=0.775, se=0.143)["landis_koch"] == ("Moderate", "Substantial")


def test_a_certain_coefficient_keeps_it() -> None:
    assert labels(estimate=0.85, se=0.0)["altman"] == ("Very Good", "Very Good")
    assert labels(estimate=0.85, se=1e-6)["altman"] == ("Very Good", "Very Good")


def test_an_intraclass_correlation_is_named_by_its_lower_limit() -> None:
    assert labels(estimate=0.92, low=0.7)["koo_li"] == ("Moderate", "Excellent")


def test_an_undefined_coefficient_has_no_label() -> None:
    found = benchmark(pd.DataFrame({"estimate": [np.nan], "se": [np.nan], "low": [np.nan]}))
    assert found[["label", "naive"]].isna().all(axis=None)


def test_columns_of_the_input_stay_beside_the_labels_row_by_row() -> None:
    table = pd.DataFrame({"g": ["x", "y"], "estimate": [0.3, 0.9], "se": [0.01, 0.01]}, index=[7, 7])
    found = benchmark(table, scales=["fleiss"])
    assert found["g"].tolist() == ["x"] * 3 + ["y"] * 3
    assert found["label"].tolist() == ["Poor"] * 3 + ["Excellent"] * 3


def test_unknown_scales_and_impossible_confidences_are_refused() -> None:
    table = pd.DataFrame({"estimate": [0.3], "se": [0.1]})
    with pytest.raises(UnknownName, match="cicchetti"):
        benchmark(table, scales=["cicchetti"])
    with pytest.raises(InvalidOption, match="confidence"):
        benchmark(table, confidence=95)
    with pytest.raises(InvalidOption, match="scales"):
        benchmark(table, scales=[])
