"""What researchers rely on when they call ``role_matrix`` and ``role_weights``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures import Scale, reliability, role_matrix, role_weights

FIVE = Scale([1, 2, 3, 4, 5])
THREE = Scale(["di_bawah", "sesuai", "di_atas"])


def rated(n: int = 120, seed: int = 3) -> pd.DataFrame:
    """A superior and two peers near the truth, a self-rating one point above it."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(3, 1, n)
    parts = [("atasan", 0.4, 0.0), ("rekan", 0.6, 0.0), ("rekan", 0.6, 0.0), ("diri", 1.0, 1.0)]
    return pd.concat(
        pd.DataFrame(
            {
                "id_pegawai": range(n),
                "peran": role,
                "skor": np.clip(np.rint(truth + shift + rng.normal(0, noise, n)), 1, 5).astype(int),
            }
        )
        for role, noise, shift in parts
    )


def test_every_pair_of_roles_is_answered_apart() -> None:
    found = role_matrix(rated(), scale=FIVE, roles=("atasan", "rekan", "diri"))
    table = found.pivot(index=["first", "second"], columns="coefficient", values="estimate")
    assert len(table) == 3
    assert table.loc[("atasan", "rekan"), "cohen_kappa"] > table.loc[("atasan", "diri"), "cohen_kappa"]
    assert table.loc[("atasan", "diri"), "mean_difference"] < -0.5
    assert abs(table.loc[("atasan", "rekan"), "mean_difference"]) < 0.2
    assert (found["status"] == "ok").all()
    assert ((found["low"] < found["estimate"]) & (found["estimate"] < found["high"])).all()


def test_roles_that_never_meet_say_so_without_a_number() -> None:
    table = rated(40)
    apart = table[(table["peran"] == "atasan") == (table["id_pegawai"] < 20)]
    found = role_matrix(apart, scale=FIVE, roles=("atasan", "diri"))
    assert found["estimate"].isna().all()
    assert set(found["status"]) <= {"no_pairable_units", "too_few"}
    assert found["n_units"].eq(0).all()


def test_order_of_rows_does_not_matter_and_strange_ratings_are_refused() -> None:
    table = rated(50)
    roles = ("atasan", "diri")
    one, other = (role_matrix(part, scale=FIVE, roles=roles) for part in (table, table.sample(frac=1, random_state=3)))
    pd.testing.assert_frame_equal(one, other)
    with pytest.raises(UnknownName, match="level"):
        role_matrix(table.assign(skor=9), scale=FIVE)


SCHEMES = {
    "daerah": {"atasan": 0.6, "rekan": 0.2, "diri": 0.2},
    "tanpa_diri": {"atasan": 0.75, "rekan": 0.25, "diri": 0},
    "atasan": {"atasan": 1},
}


def weighed(table: pd.DataFrame, schemes: dict[str, dict[str, float]] = SCHEMES):
    return role_weights(table, schemes=schemes, cuts=[2.5, 3.5], scale=THREE)


def test_those_whom_another_weighting_moves_are_named_and_counted() -> None:
    found = weighed(rated())
    schemes, people = found.schemes.set_index("scheme"), found.people
    assert schemes.loc["daerah", "share_changed"] == 0
    assert schemes.loc["tanpa_diri", "n_down"] > schemes.loc["tanpa_diri", "n_up"]
    moved = people[people["change"] != 0].groupby("scheme").size()
    assert moved["atasan"] == schemes.loc["atasan", ["n_up", "n_down"]].sum()
    assert (people.loc[people["change"] == 0, "level"] == people.loc[people["change"] == 0, "before"]).all()


def test_equal_weights_are_as_reliable_as_cronbach_says_and_one_role_is_not_identified() -> None:
    table = rated()
    found = weighed(table, {"sama": dict.fromkeys(("atasan", "rekan", "diri"), 1.0), "atasan": {"atasan": 2}}).schemes
    means = table.groupby(["id_pegawai", "peran"])["skor"].mean().reset_index()
    expected = reliability(means, person="id_pegawai", item="peran")["estimate"][0]
    assert found["reliability"][0] == pytest.approx(expected)
    assert found["status"].tolist() == ["ok", "not_identified"]
    assert np.isnan(found["reliability"][1])


@settings(max_examples=20, deadline=None)
@given(st.floats(0.01, 100))
def test_only_the_proportions_of_the_weights_matter(factor) -> None:
    table = rated(30)
    more = {"daerah": {role: factor * weight for role, weight in SCHEMES["daerah"].items()}}
    one, other = (weighed(table, schemes).people for schemes in ({"daerah": SCHEMES["daerah"]}, more))
    assert one["level"].tolist() == other["level"].tolist()


def test_a_missing_role_leaves_the_others_in_proportion_and_is_marked() -> None:
    table = rated(30)
    table = table[(table["id_pegawai"] != 4) | (table["peran"] == "atasan")]
    own = weighed(table).people.query("scheme == 'daerah'").set_index("id_pegawai")
    assert not own.loc[4, "complete"]
    assert own.loc[4, "score"] == table.loc[table["id_pegawai"] == 4, "skor"].iloc[0]
    nobody = table[table["id_pegawai"] == 4].assign(peran="diri", id_pegawai=99)
    found = weighed(pd.concat([table, nobody]), {"a": SCHEMES["daerah"], "b": SCHEMES["atasan"]})
    assert found.schemes["n_units"].tolist() == [31, 30]


def test_a_score_on_a_cut_belongs_to_the_higher_level() -> None:
    table = pd.DataFrame({"id_pegawai": "a", "peran": ["atasan", "rekan", "diri"], "skor": [3.5, 3.5, 3.5]})
    assert weighed(table).people["level"].tolist() == ["di_atas"] * 3
    assert set(weighed(table).schemes["status"]) == {"too_few", "not_identified"}


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"cuts": [3.5, 2.5]}, InvalidOption),
        ({"cuts": [3.0]}, InvalidOption),
        ({"schemes": {}}, InvalidOption),
        ({"schemes": {"x": {"atasan": -1, "rekan": 2}}}, InvalidOption),
        ({"schemes": {"x": {"paman": 1}}}, UnknownName),
    ],
)
def test_impossible_questions_are_refused(options, error) -> None:
    asked = {"schemes": SCHEMES, "cuts": [2.5, 3.5], "scale": THREE} | options
    with pytest.raises(error):
        role_weights(rated(10), **asked)
