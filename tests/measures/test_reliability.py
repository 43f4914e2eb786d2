"""What researchers rely on when they call ``reliability``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures import reliability


def sheets(x: np.ndarray) -> pd.DataFrame:
    person, item = np.indices(x.shape)
    return pd.DataFrame({"id_pegawai": person.ravel(), "aspek": item.ravel(), "skor": x.ravel()})


def ask(x: np.ndarray, **options: object) -> pd.DataFrame:
    return reliability(sheets(x), person="id_pegawai", **options).set_index(["coefficient", "item"])


def congeneric(n: int, loadings: list[float], seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    lam = np.array(loadings)
    return rng.normal(size=(n, 1)) * lam + rng.normal(size=(n, len(lam))) * np.sqrt(1 - lam**2)


def test_omega_and_loadings_are_those_planted() -> None:
    lam = [0.9, 0.7, 0.5, 0.3]
    found = ask(congeneric(20_000, lam))["estimate"]
    np.testing.assert_allclose(found["loading"], lam, atol=0.03)
    true = sum(lam) ** 2 / (sum(lam) ** 2 + sum(1 - one**2 for one in lam))
    assert found["omega_total", ""] == pytest.approx(true, abs=0.01)
    assert found["cronbach_alpha", ""] < found["omega_total", ""]


@settings(max_examples=20, deadline=None)
@given(st.floats(0.2, 5), st.floats(-50, 50), st.permutations(range(5)))
def test_unit_and_origin_of_the_scale_and_order_of_items_and_persons_do_not_matter(factor, shift, order) -> None:
    x = congeneric(60, [0.8, 0.6, 0.7, 0.5, 0.6])
    one, other = ask(x)["estimate"], ask((shift + factor * x[::-1])[:, order])["estimate"]
    for name in ("cronbach_alpha", "standardized_alpha", "guttman_lambda6", "omega_total"):
        assert other[name, ""] == pytest.approx(one[name, ""], abs=1e-4)


def test_a_reversed_item_is_found_and_turned_first() -> None:
    x = congeneric(300, [0.8, 0.7, 0.7, 0.6])
    turned = x * np.array([1, -1, 1, 1])
    found = ask(turned)
    assert found.xs("item_rest")["reversed"].tolist() == [False, True, False, False]
    np.testing.assert_allclose(found["estimate"], ask(x)["estimate"], atol=1e-6)
    kept = ask(turned, turn=False)
    assert kept.xs("item_rest")["reversed"].tolist() == [False, True, False, False]
    assert kept["estimate"]["cronbach_alpha", ""] < 0.4


def test_equal_items_are_perfectly_reliable_without_a_warning() -> None:
    found = ask(np.tile(np.arange(9.0)[:, None], 3))
    assert found["estimate"]["cronbach_alpha", ""] == pytest.approx(1)
    assert found["status"]["omega_total", ""] == "undefined_no_variation"


@pytest.mark.parametrize(
    ("x", "status"),
    [
        (np.full((6, 3), 4.0), "undefined_no_variation"),
        (np.column_stack([np.arange(6.0), np.full(6, 3.0), np.arange(6.0)]), "undefined_no_variation"),
        (np.arange(3.0)[None], "too_few"),
        (np.arange(5.0)[:, None], "too_few"),
        (np.full((6, 3), np.nan), "too_few"),
    ],
)
def test_undefined_is_nan_with_a_reason(x, status) -> None:
    found = ask(x)
    assert found["status"]["cronbach_alpha", ""] == status
    assert found["estimate"].isna().all()


def test_incomplete_sheets_are_left_out_and_counted() -> None:
    x = congeneric(30, [0.8, 0.7, 0.6])
    x[4, 1] = np.nan
    found = ask(x)
    assert (found["n_persons"].iloc[0], found["n_left_out"].iloc[0]) == (29, 1)
    np.testing.assert_allclose(found["estimate"], ask(np.delete(x, 4, axis=0))["estimate"], atol=1e-6)


def test_a_sheet_with_one_item_twice_is_refused() -> None:
    table = sheets(congeneric(5, [0.5, 0.5]))
    with pytest.raises(InvalidOption, match="two scores"):
        reliability(pd.concat([table, table.head(1)]), person="id_pegawai")
