"""What researchers rely on when they call ``nonresponse``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.measures import nonresponse


def asked(answered: dict[str, int], n: int = 100) -> pd.DataFrame:
    return pd.DataFrame(
        [(group, place < count) for group, count in answered.items() for place in range(n)],
        columns=["golongan", "menjawab"],
    )


def found(answered: dict[str, int], **options: float) -> pd.DataFrame:
    return nonresponse(asked(answered), responded="menjawab", strata="golongan", **options)


def test_equal_rates_need_no_weights() -> None:
    table = found({"II": 60, "III": 60})
    assert table["weight"].tolist() == pytest.approx([1.0, 1.0])
    assert table["cramers_v"][0] == pytest.approx(0.0)


def test_weights_give_every_stratum_its_share_again() -> None:
    table = found({"II": 20, "III": 80})
    weighted = table["weight"] * table["n_responded"]
    assert weighted[0] == pytest.approx(weighted[1])
    assert table["cramers_v"][0] == pytest.approx(0.6)


def test_no_answer_speaks_for_more_than_the_cap() -> None:
    table = found({"II": 2, "III": 90}, most_weight=4.0)
    assert table["capped"].tolist() == [True, False]
    assert table["weight"][0] == 4.0


def test_a_stratum_without_answers_has_no_weight_and_one_stratum_no_test() -> None:
    assert np.isnan(found({"II": 0, "III": 50})["weight"][0])
    assert found({"II": 40})["status"][0] == "undefined_no_variation"
