"""Aspects of behaviour that are scored differently at the same total."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.item_functioning import ItemFunctioning
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import PERIOD, appraised_region, dataset

ASPECTS = ("akuntabel", "kompeten", "harmonis", "loyal", "adaptif", "kolaboratif")


def region(n: int = 1200, *, shift: float = 0.0, aspects: tuple[str, ...] = ASPECTS, seed: int = 1):
    """One sheet of a superior for everybody; women get ``shift`` logits less on one aspect."""
    rng = np.random.default_rng(seed)
    tables = appraised_region(n)
    women = (tables["pegawai"]["jenis_kelamin"] == "P").to_numpy()
    latent = rng.normal(0, 1.3, n)[:, None] + rng.logistic(size=(n, len(aspects)))
    latent[:, 2] -= shift * women
    people = tables["pegawai"]["id_pegawai"].to_numpy()
    scores = pd.DataFrame(1.0 + np.digitize(latent, [-3, -1, 1, 3]), columns=list(aspects)).assign(id_pegawai=people)
    sheets = scores.melt(id_vars="id_pegawai", var_name="aspek", value_name="skor")
    return tables | {"butir": sheets.assign(periode=PERIOD, id_penilai="f" * 16, peran="atasan")}


def test_an_aspect_with_a_large_planted_difference_is_a_problem():
    result = ItemFunctioning()(dataset(region(shift=2.5)))
    assert result.verdict is Verdict.PROBLEM
    assert result.quantities["flagged"] == 1
    assert result.quantities["odds_ratio"] < 0.3
    assert result.evidence.set_index("unit")["estimate"].idxmax() == "harmonis"


def test_without_a_planted_difference_the_aspects_are_fair():
    result = ItemFunctioning()(dataset(region()))
    assert (result.verdict, result.quantities["flagged"]) == (Verdict.FAIR, 0)
    assert 0 < result.detectable < 0.035


@pytest.mark.parametrize(
    ("n", "aspects", "status", "need"),
    [(380, ASPECTS, "too_few", 200), (1200, ASPECTS[:4], "no_pairable_units", 5)],
    ids=["small groups", "few aspects"],
)
def test_floors_are_named(n, aspects, status, need):
    result = ItemFunctioning()(dataset(region(n, aspects=aspects)))
    assert (result.status, result.need) == (status, need)
    assert result.n < need


def test_incomplete_sheets_are_left_out():
    tables = region()
    tables["butir"] = tables["butir"].iloc[50:]
    assert ItemFunctioning()(dataset(tables)).n == 1150


def test_scores_of_other_roles_are_not_used():
    tables = region()
    tables["butir"]["peran"] = "rekan"
    result = ItemFunctioning()(dataset(tables))
    assert (result.status, result.n) == ("no_pairable_units", 0)
