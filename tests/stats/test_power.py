"""What so few people could have shown."""

from __future__ import annotations

import math

import pytest

from kinerja_lab.stats.power import noticed_odds_ratio


def test_whiteheads_example_is_reproduced():
    # 187 people find a log odds ratio of 0.887 with 90 % power; for 80 % it is (1.960 + 0.842) / (1.960 + 1.282)
    found = noticed_odds_ratio(94, 93, [0.289, 0.486, 0.153, 0.072])
    assert math.log(found) == pytest.approx(0.887 * 2.802 / 3.242, rel=0.003)


@pytest.mark.parametrize(("focal", "reference", "shares"), [(0, 50, [0.5, 0.5]), (50, 50, [1.0]), (1, 3, [0.01, 0.99])])
def test_where_nothing_of_use_could_be_found_nothing_is_promised(focal, reference, shares):
    assert math.isnan(noticed_odds_ratio(focal, reference, shares))


def test_more_people_find_smaller_differences():
    assert noticed_odds_ratio(300, 300, [0.1, 0.6, 0.3]) < noticed_odds_ratio(60, 60, [0.1, 0.6, 0.3])
