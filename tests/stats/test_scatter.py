"""Groups that scatter alike share a variance; one that scatters far more keeps its own."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.scatter import common_scatter


def test_groups_alike_share_their_variance() -> None:
    variances, degrees = common_scatter(np.array([18.0, 22.0, 20.0]), np.full(3, 20.0))
    assert variances.tolist() == [1.0, 1.0, 1.0]
    assert degrees.tolist() == [60.0, 60.0, 60.0]


def test_a_group_that_scatters_far_more_does_not_count_for_the_others() -> None:
    variances, degrees = common_scatter(np.array([20.0, 20.0, 120.0]), np.full(3, 20.0))
    assert variances.tolist() == [1.0, 1.0, 6.0]
    assert degrees.tolist() == [40.0, 40.0, 20.0]


def test_nothing_to_measure_is_refused() -> None:
    with pytest.raises(NotAssessable, match="too_few"):
        common_scatter(np.zeros(2), np.zeros(2))
