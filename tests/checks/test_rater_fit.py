"""A description of how regular raters' scores are."""

from __future__ import annotations

import numpy as np

from kinerja_lab.checks.rater_fit import RaterFit
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import dataset
from tests.checks.scored import scored_region


def test_regular_raters_are_shown_around_one():
    result = RaterFit()(dataset(scored_region()))
    assert result.verdict is Verdict.SHOWN
    assert result.interval.low <= 1.0 <= result.interval.high


def test_a_rater_who_guesses_is_counted_as_erratic():
    tables = scored_region()
    rows = tables["butir"]
    first = rows["id_penilai"] == tables["pegawai"]["id_pegawai"].iloc[0]
    guesses = np.random.default_rng(1).integers(0, 13, len(rows)) / 2
    tables["butir"] = rows.assign(skor=rows["skor"].where(~first, guesses))
    result = RaterFit()(dataset(tables))
    assert result.quantities["n_erratic"] >= 1
    assert result.evidence["estimate"].iloc[-1] > 2.0 > result.evidence["estimate"].iloc[-2]
