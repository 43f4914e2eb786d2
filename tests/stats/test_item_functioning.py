"""Items that function differently: found, sized, and not mistaken for a real difference between groups."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.stats.item_functioning import item_functioning, noticed_noncentrality, purified


def sheets(n: int = 900, *, shift: float = 0.0, gap: float = 0.0, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Scores 1–5 on six items; the focal group scores ``shift`` logits lower on the fourth, and is ``gap`` better."""
    rng = np.random.default_rng(seed)
    focal = rng.random(n) < 0.5
    latent = (rng.normal(0, 1.3, n) + gap * focal)[:, None] + rng.logistic(size=(n, 6))
    latent[:, 3] -= shift * focal
    return 1.0 + np.digitize(latent, [-3, -1, 1, 3]), focal


def flagged(scores: np.ndarray, focal: np.ndarray) -> list[int]:
    return [place for place, each in enumerate(purified(scores, focal)) if each.p_total < 0.05 / 6]


def test_an_item_that_functions_differently_is_found_and_no_other_after_purification():
    assert flagged(*sheets(1500, shift=1.5)) == [3]


def test_a_real_difference_between_the_groups_is_not_taken_for_one():
    assert flagged(*sheets(1500, gap=0.8, seed=3)) == []


def test_swapping_the_groups_inverts_the_odds_and_keeps_the_gain():
    scores, focal = sheets(shift=1.0)
    everything = np.ones(6, dtype=bool)
    one, other = (item_functioning(scores, side, 3, everything) for side in (focal, ~focal))
    assert other.log_odds == pytest.approx(-one.log_odds, abs=1e-6)
    assert other.delta_r2 == pytest.approx(one.delta_r2, abs=1e-8)
    assert one.log_odds < 0


def test_limits_enclose_the_gain_and_narrow_with_more_people():
    widths = []
    for n in (400, 4000):
        found = item_functioning(*sheets(n, shift=1.0), 3, np.ones(6, dtype=bool))
        assert found.interval.low <= found.delta_r2 <= found.interval.high
        widths.append(found.interval.high - found.interval.low)
    assert widths[1] < widths[0] / 2


@pytest.mark.parametrize("scores", ["one item the same", "everything the same"])
def test_scores_without_variation_have_no_answer(scores: str):
    values, focal = sheets(60)
    values[:, 3 if scores == "one item the same" else slice(None)] = 4.0
    found = item_functioning(values, focal, 3, np.ones(6, dtype=bool))
    assert found.status == "undefined_no_variation"
    assert np.isnan(found.delta_r2)


def test_the_noncentrality_found_with_80_percent_power_is_that_of_the_tables():
    assert noticed_noncentrality(0.05) == pytest.approx(9.63, abs=0.01)
