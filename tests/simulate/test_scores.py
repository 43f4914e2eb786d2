"""Severity, halo and self-inflation in the scores, each seen with a plain statistic."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.columns import TABLES
from kinerja_lab.simulate import RegionPlan, region
from kinerja_lab.simulate.people import employees, places
from kinerja_lab.simulate.plan import ASPECTS, PERIODS
from kinerja_lab.simulate.raters import judges, severity

Tables = dict[str, dict[str, pd.DataFrame]]
_ROUNDING = 1 / 12


def sheets(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Mean score of every sheet: one row a ratee, rater and period."""
    keys = ["periode", "id_pegawai", "id_penilai", "peran"]
    return tables["butir"].groupby(keys, as_index=False)["skor"].mean()


def difference_of_peers(tables: dict[str, pd.DataFrame]) -> float:
    """Standard deviation of the difference between the two colleagues' sheets of one employee."""
    peers = sheets(tables).query("peran == 'rekan'")
    both = peers.groupby(["periode", "id_pegawai"])["skor"].agg(["first", "last", "size"]).query("size == 2")
    return float(np.sqrt(((both["first"] - both["last"]) ** 2).mean()))


def test_scores_are_whole_points_on_all_seven_aspects(simulated: Tables) -> None:
    for tables in simulated.values():
        assert tables["butir"]["skor"].isin([1, 2, 3, 4, 5]).all()
        assert set(tables["butir"]["aspek"]) == set(ASPECTS)
        assert not tables["butir"].duplicated(list(TABLES["butir"].key)).any()


def test_only_the_planned_roles_score(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    for slug, tables in simulated.items():
        assert set(tables["butir"]["peran"]) == set(plans[slug].scoring.roles)
        own = tables["butir"]["peran"] == "diri"
        assert (own == (tables["butir"]["id_pegawai"] == tables["butir"]["id_penilai"])).all()


def test_scored_people_have_one_superior_two_colleagues_and_themselves(simulated: Tables) -> None:
    tables = simulated["bukittinggi"]
    counts = sheets(tables).groupby(["periode", "id_pegawai"])["peran"].value_counts().unstack(fill_value=0)
    assert (counts["atasan"] == 1).all()
    assert (counts["diri"] == 1).all()
    assert (counts["rekan"] == 2).mean() > 0.9
    assert counts["rekan"].isin([0, 1, 2]).all()


def test_subordinates_score_heads_only(simulated: Tables) -> None:
    for slug in ("bukitintan", "instansi-contoh"):
        people = simulated[slug]["pegawai"].set_index("id_pegawai")
        below = simulated[slug]["butir"].query("peran == 'bawahan'")
        assert len(below)
        assert people.loc[below["id_pegawai"], "pimpinan_unit"].all()
        assert (people.loc[below["id_penilai"], "id_atasan"].to_numpy() == below["id_pegawai"].to_numpy()).all()


def test_about_the_planned_share_is_scored_in_whole_teams(quiet: RegionPlan) -> None:
    plan = replace(quiet, scoring=replace(quiet.scoring, share=0.3))
    people = employees(plan)
    pairs = judges(plan, people)
    assert 0.25 < pairs["ratee"].nunique() / len(people) < 0.4
    superior = places(people, "id_atasan")
    scored = set(pairs.loc[pairs["role"] == "atasan", "ratee"])
    teams = {superior[ratee] for ratee in scored}
    assert scored == set(np.flatnonzero(np.isin(superior, list(teams))))


def test_severity_has_the_planted_spread_among_superiors_and_among_appointed_raters(quiet: RegionPlan) -> None:
    plan = replace(quiet, scoring=replace(quiet.scoring, severity_sd=0.4))
    people = employees(plan)
    effects, pairs = severity(plan, people), judges(plan, people)
    leading = np.unique(pairs.loc[pairs["role"] == "atasan", "rater"])
    appointed = np.setdiff1d(pairs.loc[pairs["role"] == "rekan", "rater"], leading)
    for group in (effects[leading], effects[appointed]):
        assert group.mean() == pytest.approx(0, abs=1e-12)
        assert group.std() == pytest.approx(0.4)


@pytest.mark.parametrize("slug", ["bukittinggi", "sibolga", "instansi-contoh"])
def test_colleagues_differ_as_much_as_planted(simulated: Tables, plans: dict[str, RegionPlan], slug: str) -> None:
    truth = plans[slug].scoring
    residual = (truth.noise_sd**2 + _ROUNDING) / len(ASPECTS)
    expected = np.sqrt(2 * (truth.severity_sd**2 + truth.halo_sd**2 + residual))
    assert difference_of_peers(simulated[slug]) == pytest.approx(expected, rel=0.12)


def test_rounding_leaves_a_rater_effect_where_it_was(quiet: RegionPlan) -> None:
    plan = replace(quiet, scoring=replace(quiet.scoring, severity_sd=0.5))
    tables = region(plan)
    people = tables["pegawai"]
    effects = pd.Series(severity(plan, people), index=people["id_pegawai"])
    others = sheets(tables).query("peran != 'diri'")
    planted = effects[others["id_penilai"]].to_numpy()
    within = [others["periode"], others["id_pegawai"]]
    centred = pd.DataFrame({"skor": others["skor"].to_numpy(), "efek": planted}, index=others.index)
    centred = centred - centred.groupby(within).transform("mean")
    slope = (centred["skor"] * centred["efek"]).sum() / (centred["efek"] ** 2).sum()
    assert slope == pytest.approx(1.0, abs=0.04)


def test_self_inflation_is_the_mean_gap_to_others(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    for slug in ("bukittinggi", "sibolga", "instansi-contoh"):
        table = sheets(simulated[slug])
        own = table.query("peran == 'diri'").set_index(["periode", "id_pegawai"])["skor"]
        superior = table.query("peran == 'atasan'").set_index(["periode", "id_pegawai"])["skor"]
        assert (own - superior).mean() == pytest.approx(plans[slug].scoring.self_inflation, abs=0.1)


def test_few_scores_are_cut_off_at_the_ends_of_the_scale(simulated: Tables) -> None:
    for tables in simulated.values():
        ends = tables["butir"]["skor"].isin([1, 5]).groupby(tables["butir"]["peran"]).mean()
        assert (ends < 0.26).all()


def test_nobody_scores_in_a_period_that_is_not_there(simulated: Tables) -> None:
    for tables in simulated.values():
        assert tuple(sorted(tables["butir"]["periode"].unique())) == PERIODS
