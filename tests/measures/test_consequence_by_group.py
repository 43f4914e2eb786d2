"""Awards and training of two groups within strata."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures.consequence_by_group import bands, consequence_by_group

SIDES = {"group": "jk", "focal": "P", "reference": "L", "given": "award", "stratum": "band"}


def people(log_odds: float = 0.0, n: int = 2000, seed: int = 1) -> pd.DataFrame:
    """Women work where awards are rarer; within a band the odds are as planted."""
    rng = np.random.default_rng(seed)
    band = rng.integers(0, 3, n)
    women = rng.random(n) < np.array([0.2, 0.5, 0.8])[band]
    logit = np.array([1.0, -0.5, -2.0])[band] + log_odds * women
    award = rng.random(n) < 1 / (1 + np.exp(-logit))
    return pd.DataFrame({"jk": np.where(women, "P", "L"), "band": band, "award": award})


def test_a_difference_of_strata_is_no_difference_of_groups():
    crude = consequence_by_group(people().assign(band=0), **SIDES).iloc[0]
    within = consequence_by_group(people(), **SIDES).iloc[0]
    assert crude["high"] < 0.6
    assert within["low"] < 1 < within["high"]


def test_a_planted_odds_ratio_is_found_again():
    row = consequence_by_group(people(-1.0), **SIDES).iloc[0]
    assert row["low"] < math.exp(-1.0) < row["high"]
    assert row["p_value"] < 0.001
    assert row["odds_ratio"] / row["low"] == pytest.approx(math.exp(1.96 * row["se"]), rel=1e-3)


def test_a_group_that_never_gets_it_has_exact_limits():
    frame = people()
    row = consequence_by_group(frame.assign(award=frame["award"] & (frame["jk"] == "L")), **SIDES).iloc[0]
    assert (row["odds_ratio"], row["low"], row["status"]) == (0.0, 0.0, "ok")
    assert row["high"] < 0.05


def test_nothing_given_is_no_number():
    row = consequence_by_group(people().assign(award=False), **SIDES).iloc[0]
    assert row["status"] == "undefined_no_variation"
    assert math.isnan(row["odds_ratio"])


def test_other_groups_and_gaps_are_left_out():
    frame = people()
    more = pd.concat([frame, frame.head(50).assign(jk="X"), frame.head(50).assign(band=None)])
    assert (
        consequence_by_group(more, **SIDES).iloc[0].to_dict() == consequence_by_group(frame, **SIDES).iloc[0].to_dict()
    )
    with pytest.raises(UnknownName):
        consequence_by_group(frame, **(SIDES | {"stratum": "kelas"}))


def test_an_edge_belongs_to_the_band_above():
    values = pd.Series([94.9, 95.0, 104.9, 105.0, None])
    assert bands(values, (95, 100, 105)).tolist()[:4] == [0, 1, 2, 3]
    assert bands(values, (95, 100, 105)).isna().tolist() == [False] * 4 + [True]
    with pytest.raises(InvalidOption):
        bands(values, (100, 95))
