"""What predikat are worth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures.credit_gap import PERCENT, credit, worth_gap

SIDES = {"outcome": "predikat", "group": "jk", "focal": "P", "reference": "L"}


def test_the_worked_examples_of_the_regulation_are_reproduced():
    outcome, stage = pd.Series(["sangat_baik", "baik"]), pd.Series(["Ahli Pertama", "ahli_pertama"])
    assert credit(outcome, stage).tolist() == [18.75, 12.5]
    assert round(2 / 12 * credit(outcome, stage)[1], 2) == 2.08
    assert credit(pd.Series(["baik"]), pd.Series(["pelaksana"])).isna().all()


def drawn(n: int = 200) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    outcome = rng.choice(["butuh_perbaikan", "baik", "sangat_baik"], n)
    return pd.DataFrame({"predikat": outcome, "jk": rng.choice(["P", "L"], n), "jenjang": rng.choice(["a", "b"], n)})


def test_one_stratum_is_welch():
    people = drawn()
    row = worth_gap(people, worth=PERCENT, **SIDES).iloc[0]
    values = people["predikat"].map(PERCENT)
    women, men = values[people["jk"] == "P"], values[people["jk"] == "L"]
    limits = ttest_ind(women, men, equal_var=False).confidence_interval()
    assert row["gap"] == pytest.approx(women.mean() - men.mean())
    assert (row["low"], row["high"]) == pytest.approx((limits.low, limits.high))


def test_a_gap_between_stages_is_no_gap_at_the_same_stage():
    rows = (
        [("P", "a", "baik")] * 40 + [("P", "a", "kurang")] * 40 + [("L", "a", "baik")] * 5 + [("L", "a", "kurang")] * 5
    )
    rows += [("L", "b", "sangat_baik")] * 70 + [("P", "b", "sangat_baik")] * 8
    people = pd.DataFrame(rows, columns=["jk", "jenjang", "predikat"])
    assert worth_gap(people, worth=PERCENT, **SIDES).iloc[0]["gap"] < -40
    assert worth_gap(people, worth=PERCENT, strata=("jenjang",), **SIDES).iloc[0]["gap"] == pytest.approx(0)


def test_a_weight_multiplies_the_worth():
    people = drawn().assign(koefisien=12.5)
    plain, weighted = (
        worth_gap(people, worth=PERCENT, weight=weight, **SIDES).iloc[0]["gap"] for weight in (None, "koefisien")
    )
    assert weighted == pytest.approx(12.5 * plain)


def test_what_cannot_be_compared_is_told():
    one_side = worth_gap(drawn().assign(jk="P"), worth=PERCENT, **SIDES).iloc[0]
    same = worth_gap(drawn().assign(predikat="baik"), worth=PERCENT, **SIDES).iloc[0]
    assert (one_side["status"], same["status"]) == ("too_few", "undefined_no_variation")
    with pytest.raises(InvalidOption):
        worth_gap(drawn(), worth={"baik": 100.0}, **SIDES)
