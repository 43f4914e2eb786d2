"""Oaxaca–Blinder: the parts add up, and groups that do not overlap are refused."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.oaxaca_blinder import oaxaca_blinder


def people(n: int = 400, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcome, two characteristics, group: the focal group has one unit more of the first, worth 2."""
    rng = np.random.default_rng(seed)
    focal = rng.random(n) < 0.4
    characteristics = np.column_stack([rng.normal(focal, 1), rng.random(n) < 0.5]).astype(float)
    return characteristics @ [2, 1] + rng.normal(size=n), characteristics, focal


def test_the_threefold_parts_add_up_to_the_gap():
    found = oaxaca_blinder(*people())
    assert found.endowments + found.coefficients + found.interaction == pytest.approx(found.gap)


def test_a_gap_of_characteristics_is_explained():
    found = oaxaca_blinder(*people(4000))
    assert found.gap == pytest.approx(2, abs=0.2)
    assert found.explained_pooled_group == pytest.approx(found.gap, abs=0.15)


def test_swapping_the_groups_turns_the_gap_and_its_pooled_part_around():
    outcome, characteristics, focal = people()
    one, other = oaxaca_blinder(outcome, characteristics, focal), oaxaca_blinder(outcome, characteristics, ~focal)
    assert other.gap == pytest.approx(-one.gap)
    assert other.explained_pooled == pytest.approx(-one.explained_pooled)
    assert other.explained_focal == pytest.approx(-one.explained_reference)


@pytest.mark.parametrize("column", ["a level that only one group has", "ranges that do not meet", "a copy"])
def test_groups_that_do_not_overlap_are_refused(column: str):
    outcome, characteristics, focal = people()
    extra = {
        "a level that only one group has": np.where(focal, characteristics[:, 1], 0.0),
        "ranges that do not meet": np.where(focal, 10.0, 0.0) + characteristics[:, 0] / 10,
        "a copy": characteristics[:, 0] * 3,
    }[column]
    with pytest.raises(NotAssessable) as refused:
        oaxaca_blinder(outcome, np.column_stack([characteristics, extra]), focal)
    assert refused.value.status == "not_identified"


def test_too_few_people_are_refused():
    outcome, characteristics, focal = people(12)
    focal[:] = np.arange(12) < 2
    with pytest.raises(NotAssessable) as refused:
        oaxaca_blinder(outcome, characteristics, focal)
    assert (refused.value.status, refused.value.need) == ("too_few", 4)
