"""What researchers rely on when they call ``paradox``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.measures import Scale, agreement_from_table, paradox, paradox_from_table

TWO = Scale(["ya", "tidak"])


def test_the_paradox_is_seen_where_one_category_prevails_and_only_there() -> None:
    prevailing, balanced, poor = (
        paradox_from_table(cells, scale=TWO)["paradox"][0]
        for cells in ([[80, 10], [5, 5]], [[40, 9], [6, 45]], [[30, 25], [20, 25]])
    )
    assert prevailing
    assert not balanced
    assert not poor


def test_long_ratings_and_their_table_say_the_same() -> None:
    pairs = [("ya", "ya")] * 12 + [("ya", "tidak")] * 3 + [("tidak", "ya")] * 2 + [("tidak", "tidak")] * 4
    table = pd.DataFrame(pairs).rename_axis("id_pegawai").reset_index()
    long = table.melt("id_pegawai", var_name="id_penilai", value_name="skor")
    lone = pd.DataFrame({"id_pegawai": [99], "id_penilai": [0], "skor": ["ya"]})
    found = paradox(pd.concat([long, lone]).sample(frac=1, random_state=2), scale=TWO)
    pd.testing.assert_frame_equal(found, paradox_from_table([[12, 3], [2, 4]], scale=TWO))


def test_kappa_is_the_one_of_agreement_and_never_above_its_maximum() -> None:
    cells = np.array([[20, 5, 1], [3, 15, 4], [2, 2, 8]])
    scale = Scale([1, 2, 3])
    found = paradox_from_table(cells, scale=scale)
    kappa = agreement_from_table(cells, scale=scale, weights="identity", coefficients=["cohen_kappa"])["estimate"][0]
    assert found["kappa"][0] == pytest.approx(kappa)
    assert kappa <= found["kappa_max"][0] <= 1
    assert found[["prevalence", "bias"]].isna().all(axis=None)


def test_undefined_indices_are_nan_with_a_reason() -> None:
    long = pd.DataFrame({"id_pegawai": [1, 1, 2, 2, 3, 3], "id_penilai": list("xyxyxy"), "skor": ["ya"] * 6})
    table = pd.concat([long.assign(g="a"), long.iloc[::2].assign(g="b"), long.assign(id_penilai=list("xyyzzx"), g="c")])
    found = paradox(table, scale=TWO, by="g").drop_duplicates("g")
    assert found["status"].tolist() == ["undefined_no_variation", "no_pairable_units", "not_identified"]
    assert found["kappa"].isna().all()
