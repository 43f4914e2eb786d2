"""The ordinal mixed model on data frames: names, order of the scale, and what it refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from kinerja_lab.errors import InvalidOption, NotAssessable, UnknownName
from kinerja_lab.models.ordinal_mixed import ordinal_mixed
from tests.models.planted_rasch import PlantedRasch

RATINGS, SEVERITY = PlantedRasch(ratees=60, raters=8, aspects=3, rater_sd=0.8).ratings(1)
FIT = ordinal_mixed(RATINGS.assign(aspect=RATINGS["aspect"].astype(str)), "score", fixed=["aspect"])


def test_facets_keep_their_names_and_sides() -> None:
    assert list(FIT.facets) == ["ratee", "rater"]
    assert FIT.fixed["term"].tolist() == ["aspect", "aspect"]
    assert FIT.thresholds[["below", "above"]].to_numpy().tolist() == [[1, 2], [2, 3], [3, 4]]
    assert FIT.components["facet"].tolist() == ["ratee", "rater", "residual"]
    assert FIT.converged
    assert FIT.design is not None


def test_lenient_raters_have_high_effects() -> None:
    effects = FIT.facet("rater")
    assert np.corrcoef(effects["effect"], SEVERITY)[0, 1] < -0.9
    assert (effects["deviation"].abs() >= effects["effect"].abs()).all()


def test_ordered_categories_count_in_their_order() -> None:
    names = pd.CategoricalDtype(["kurang", "cukup", "baik", "sangat baik"], ordered=True)
    words = RATINGS["score"].map(dict(enumerate(names.categories, start=1))).astype(names)
    fit = ordinal_mixed(RATINGS.assign(score=words), "score")
    numbers = ordinal_mixed(RATINGS, "score")
    assert_allclose(fit.thresholds["estimate"], numbers.thresholds["estimate"])
    assert fit.thresholds["above"].tolist() == ["cukup", "baik", "sangat baik"]


def test_nested_factors_and_quadrature_are_possible() -> None:
    nested = ordinal_mixed(RATINGS, "score", random=["ratee", "ratee:rater"])
    assert nested.facet("ratee:rater").columns[:2].tolist() == ["ratee", "rater"]
    one = ordinal_mixed(RATINGS, "score", random=["ratee"], nodes=9)
    assert "9" in one.method
    laplace = ordinal_mixed(RATINGS, "score", random=["ratee"])
    assert abs(one.log_likelihood - laplace.log_likelihood) < 2.0


def test_what_has_no_order_or_no_factor_is_refused() -> None:
    with pytest.raises(InvalidOption, match="response"):
        ordinal_mixed(RATINGS.assign(score="baik"), "score")
    with pytest.raises(InvalidOption, match="random"):
        ordinal_mixed(RATINGS, "score", random=())
    with pytest.raises(UnknownName):
        ordinal_mixed(RATINGS, "nilai")
    with pytest.raises(NotAssessable, match="undefined_no_variation"):
        ordinal_mixed(RATINGS.assign(score=3), "score")
