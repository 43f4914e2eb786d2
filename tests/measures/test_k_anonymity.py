from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import UnknownName
from kinerja_lab.measures import k_anonymity

PEOPLE = pd.DataFrame({"sex": list("PPPLLL"), "age": ["30"] * 4 + ["40", None]})


def test_the_smallest_class_and_the_people_in_small_ones_are_counted() -> None:
    row = k_anonymity(PEOPLE, ["sex", "age"], threshold=3).iloc[0]
    assert row.to_dict() == {"k": 1, "classes": 4, "rows": 6, "rows_below": 3, "share_below": 0.5}


def test_fewer_keys_make_larger_classes() -> None:
    assert k_anonymity(PEOPLE, ["sex"], threshold=3)["k"].item() == 3
    assert k_anonymity(PEOPLE, [], threshold=3)[["k", "classes"]].iloc[0].tolist() == [6, 1]


def test_order_of_people_and_keys_does_not_matter() -> None:
    turned = k_anonymity(PEOPLE.sample(frac=1, random_state=1), ["age", "sex"])
    pd.testing.assert_frame_equal(turned, k_anonymity(PEOPLE, ["sex", "age"]))


def test_nobody_has_no_class() -> None:
    row = k_anonymity(PEOPLE.iloc[:0], ["sex"]).iloc[0]
    assert (row["k"], row["classes"], row["rows_below"]) == (0, 0, 0)
    assert np.isnan(row["share_below"])


def test_a_key_that_is_no_column_is_named() -> None:
    with pytest.raises(UnknownName):
        k_anonymity(PEOPLE, ["golongan"])
