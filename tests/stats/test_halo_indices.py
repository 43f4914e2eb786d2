"""Indices of halo on tables where they are known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.halo_indices import halo_indices


def test_aspects_that_say_the_same_are_all_halo() -> None:
    found = halo_indices(np.repeat(np.array([[1.0], [2.0], [4.0]]), 3, axis=1))
    assert_allclose([found.mean_correlation, found.first_share, found.alpha, found.icc2, found.icc3], 1.0)
    assert_allclose([found.within_sd, found.ms_rest], 0.0, atol=1e-12)


def test_lenient_aspects_lower_absolute_agreement_only() -> None:
    found = halo_indices(np.array([[1.0], [2.0], [4.0]]) + np.array([0.0, 1.0, 2.0]))
    assert_allclose(found.icc3, 1.0)
    assert found.icc2 < 0.8
    assert_allclose(found.within_sd_centred, 0.0, atol=1e-12)


def test_a_constant_aspect_and_few_ratees_are_refused() -> None:
    with pytest.raises(NotAssessable, match="undefined_no_variation"):
        halo_indices(np.array([[1.0, 2.0], [1.0, 3.0], [1.0, 4.0]]))
    with pytest.raises(NotAssessable, match="too_few"):
        halo_indices(np.ones((2, 3)))
