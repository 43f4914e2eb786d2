"""What researchers rely on when they call ``g_study`` and ``d_study``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_lab.errors import InvalidOption, NotAssessable, UnknownName
from kinerja_lab.measures import d_study, g_study, icc, reliability

FACETS = ("id_pegawai", "id_penilai", "aspek")


def crossed(n: int, raters: int, items: int, seed: int = 2) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    person, rater, item = (code.ravel() for code in np.indices((n, raters, items)))
    score = 3 + 0.4 * rater + rng.normal(size=n)[person] + 0.5 * rng.normal(size=(n, raters))[person, rater]
    score += 0.3 * rng.normal(size=items)[item] + 0.7 * rng.normal(size=len(person))
    return pd.DataFrame({"id_pegawai": person, "id_penilai": rater, "aspek": item, "skor": score})


def test_the_two_facet_study_is_the_intraclass_correlation_and_alpha() -> None:
    table = crossed(30, 4, 1)
    study = g_study(table, facets=FACETS[:2])
    forms = icc(table).set_index("coefficient")["estimate"]
    one, mean = d_study(study, {"id_penilai": [1, 4]}).to_dict("records")
    assert (one["rho2"], one["phi"]) == (pytest.approx(forms["icc3"]), pytest.approx(forms["icc2"]))
    assert (mean["rho2"], mean["phi"]) == (pytest.approx(forms["icc3k"]), pytest.approx(forms["icc2k"]))
    alpha = reliability(table, person="id_pegawai", item="id_penilai")["estimate"][0]
    assert mean["rho2"] == pytest.approx(alpha)


@settings(max_examples=15, deadline=None)
@given(st.floats(-20, 20), st.floats(0.1, 9), st.randoms(use_true_random=False))
def test_order_names_and_origin_of_the_scale_do_not_matter(shift, factor, random) -> None:
    table = crossed(12, 3, 4)
    names = list("qwe")
    random.shuffle(names)
    other = table.assign(
        skor=shift + factor * table["skor"], id_penilai=table["id_penilai"].map(dict(enumerate(names)))
    ).sample(frac=1, random_state=1)
    one, two = (g_study(part).components["variance"] for part in (table, other))
    np.testing.assert_allclose(two, one * factor**2, rtol=1e-6, atol=1e-9 * factor**2)


def test_nesting_is_read_off_the_data_or_named() -> None:
    table = crossed(20, 3, 4)
    own = table.assign(id_penilai=table["id_pegawai"] * 10 + table["id_penilai"])
    seen = g_study(own).components
    assert seen["effect"].tolist() == ["id_pegawai", "aspek", "id_penilai:id_pegawai", "id_pegawai x aspek",
                                       "id_penilai:id_pegawai x aspek"]  # fmt: skip
    named = g_study(table, nested={"id_penilai": "id_pegawai"}).components
    pd.testing.assert_frame_equal(seen, named)


def test_raters_nested_in_people_make_ranking_and_placing_the_same_question() -> None:
    table = crossed(25, 3, 1)
    study = g_study(table, facets=FACETS[:2], nested={"id_penilai": "id_pegawai"})
    row = d_study(study, {"id_penilai": 1}).iloc[0]
    assert row["rho2"] == row["phi"] == pytest.approx(icc(table)["estimate"][0])


@pytest.mark.parametrize("method", ["henderson", "reml"])
def test_planted_components_lie_within_their_limits_with_scores_missing(method) -> None:
    table = crossed(150, 4, 5)
    table = table[np.random.default_rng(1).random(len(table)) > 0.3]
    found = g_study(table, method=method).components.set_index("effect")
    planted = {"id_pegawai": 1.0, "id_pegawai x id_penilai": 0.25, "id_pegawai x id_penilai x aspek": 0.49}
    for effect, variance in planted.items():
        assert found.loc[effect, "low"] < variance < found.loc[effect, "high"]


def test_more_raters_and_items_make_scores_more_dependable_within_limits() -> None:
    study = g_study(crossed(60, 3, 4))
    table = d_study(study, {"id_penilai": [1, 2, 4, 8], "aspek": 4})
    assert (np.diff(table["phi"]) > 0).all()
    assert (np.diff(table["sem_absolute"]) < 0).all()
    assert ((table["rho2_low"] < table["rho2"]) & (table["rho2"] < table["rho2_high"])).all()
    assert (table["phi"] <= table["rho2"]).all()
    assert table.loc[table["phi"] >= 0.8, "n_id_penilai"].iloc[0] in (2, 4, 8)


def test_a_cut_far_from_the_mean_is_easier_to_decide() -> None:
    study = g_study(crossed(60, 3, 4))
    near, far = (d_study(study, cut=cut).iloc[0] for cut in (study.mean, study.mean + 3))
    assert near["phi_lambda"] == pytest.approx(near["phi"])
    assert far["phi_lambda"] > near["phi_lambda"]


def test_negative_components_are_shown_and_count_as_nothing() -> None:
    rng = np.random.default_rng(0)
    table = crossed(10, 3, 3).assign(skor=rng.normal(size=90))
    study = g_study(table)
    assert (study.components["variance"] < 0).any()
    assert (study.components["share"] >= 0).all()
    assert 0 <= d_study(study)["rho2"][0] <= 1


def test_thin_or_broken_data_are_refused_with_their_reason() -> None:
    table = crossed(6, 2, 2)
    with pytest.raises(NotAssessable, match="too_few"):
        g_study(table[table["id_penilai"] == 0])
    with pytest.raises(NotAssessable, match="undefined_no_variation"):
        g_study(table.assign(skor=4.0))
    with pytest.raises(NotAssessable, match="not_identified"):
        g_study(table.drop_duplicates("id_pegawai").assign(id_penilai=[0, 1] * 3), facets=FACETS[:2])
    with pytest.raises(InvalidOption, match="same facets"):
        g_study(pd.concat([table, table.head(1)]))
    with pytest.raises(UnknownName, match="penguji"):
        d_study(g_study(table), {"penguji": 3})
