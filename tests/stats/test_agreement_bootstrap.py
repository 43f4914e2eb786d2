"""Bootstrap intervals agree with the analytic ones where both hold, and follow what is drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.measures import Scale, agreement, agreement_from_table

FIVE = Scale([1, 2, 3, 4, 5])
ASKED = ["percent_agreement", "fleiss_kappa", "conger_kappa", "gwet_ac", "krippendorff_alpha", "krippendorff_alpha_w"]


def ratings(units: int, raters: int, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    office = np.repeat(rng.normal(size=units // 10), 10)[:, None]
    scores = 3 + 0.7 * office + 0.7 * rng.normal(size=(units, 1)) + 0.6 * rng.normal(size=(units, raters))
    unit, rater = np.indices(scores.shape)
    score = np.clip(np.round(scores), 1, 5).ravel().astype(int)
    table = pd.DataFrame({"id_pegawai": unit.ravel(), "id_penilai": rater.ravel(), "skor": score})
    kept = (rng.random(len(table)) < 0.7) | (table["id_penilai"] == 0)
    return table[kept].assign(unit_kerja=lambda rows: rows["id_pegawai"] // 10)


@pytest.mark.parametrize("method", ["bootstrap", "bootstrap_bca"])
def test_drawing_units_gives_the_linearised_standard_error_and_interval(method) -> None:
    table = ratings(300, 3)
    drawn = agreement(table, scale=FIVE, coefficients=ASKED, interval=method, n_resamples=2000, rng=1)
    analytic = agreement(table, scale=FIVE, coefficients=ASKED)
    np.testing.assert_allclose(drawn["se"], analytic["se"], rtol=0.08)
    width = analytic["high"] - analytic["low"]
    assert ((drawn["low"] - analytic["low"]).abs() < 0.15 * width).all()
    assert ((drawn["high"] - analytic["high"]).abs() < 0.15 * width).all()


def test_a_table_is_drawn_unit_by_unit_and_not_cell_by_cell() -> None:
    cells = np.array([[40, 9], [6, 45]])
    drawn, analytic = (
        agreement_from_table(cells, scale=Scale([0, 1]), interval=method, n_resamples=3000, rng=2)
        for method in ("bootstrap", "normal")
    )
    np.testing.assert_allclose(drawn["se"], analytic["se"], rtol=0.06)


def test_drawing_offices_widens_intervals_where_agreement_differs_between_offices() -> None:
    table = ratings(300, 3)
    opposed = table["skor"].where((table["unit_kerja"] % 2 == 0) | (table["id_penilai"] != 1), 6 - table["skor"])
    table = table.assign(skor=opposed)
    units, offices = (
        agreement(table, scale=FIVE, coefficients=ASKED, interval="bootstrap", cluster=cluster, rng=3)
        for cluster in (None, "unit_kerja")
    )
    assert (offices["se"] > 1.2 * units["se"]).all()


def test_drawing_raters_shows_what_few_raters_leave_uncertain() -> None:
    table = ratings(100, 4)
    units, raters, both = (
        agreement(
            table,
            scale=FIVE,
            coefficients=["fleiss_kappa"],
            interval="bootstrap",
            cluster=cluster,
            n_resamples=200,
            rng=4,
        )["se"][0]
        for cluster in (None, "id_penilai", ("unit_kerja", "id_penilai"))
    )
    assert raters > 0
    assert both > max(units, raters)


def test_the_same_seed_gives_the_same_interval_in_every_call() -> None:
    table = ratings(50, 3)
    first, second = (agreement(table, scale=FIVE, interval="bootstrap_bca", n_resamples=50, rng=5) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
