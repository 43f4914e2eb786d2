"""Several groups and every pair of them."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.kruskal import kruskal_posthoc

GROUPS = [np.array(ratings, dtype=float) for ratings in ([3, 3, 4, 4, 5], [3, 4, 4, 5, 5, 5], [1, 1, 2, 2, 3])]


def test_the_group_that_differs_is_found_in_both_of_its_pairs():
    found = kruskal_posthoc(GROUPS)
    assert found.pairs == ((0, 1), (0, 2), (1, 2))
    assert found.p_value < 0.05
    assert (found.p_holm[1:] < 0.05).all()
    assert found.p_holm[0] > 0.05


def test_corrected_p_values_are_never_smaller_and_holm_is_the_stricter():
    found = kruskal_posthoc(GROUPS)
    assert (found.p_raw <= found.p_bh + 1e-12).all()
    assert (found.p_bh <= found.p_holm + 1e-12).all()


def test_a_pair_without_variation_has_no_p_value():
    found = kruskal_posthoc([np.full(5, 4.0), np.full(6, 4.0), np.array([1.0, 2, 3])])
    assert np.isnan(found.p_raw[0])
    assert np.isfinite(found.p_holm[1:]).all()


@pytest.mark.parametrize(
    ("groups", "status"),
    [([np.ones(3)], "too_few"), ([np.ones(3), np.array([])], "too_few"), ([np.ones(3)] * 2, "undefined_no_variation")],
)
def test_what_cannot_be_compared_is_refused(groups, status):
    with pytest.raises(NotAssessable) as refused:
        kruskal_posthoc(groups)
    assert refused.value.status == status
