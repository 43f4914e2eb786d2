"""Whether acceptance changed from one survey to the next."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.acceptance_change import AcceptanceChange
from kinerja_lab.checks.verdict import Verdict
from tests.checks.surveys import ITEMS, dataset, wave

EARLIER = "2024-S2"


def test_linked_respondents_are_compared_with_themselves() -> None:
    result = AcceptanceChange()(dataset(wave(80, 3.0, name=EARLIER), wave(80, 3.6)))
    assert result.estimate == pytest.approx(0.6, abs=0.15)
    assert (result.n, result.quantities["n_linked"], result.caveats) == (80, 80.0, ("linked",))
    assert result.p_value < 0.001
    assert result.quantities["rank_biserial"] > 0.8
    alike = AcceptanceChange()(dataset(wave(80, 3.0, name=EARLIER), wave(80, 3.6, seed=2)))
    assert result.interval.high - result.interval.low < 0.7 * (alike.interval.high - alike.interval.low)


def test_other_people_are_compared_as_two_groups() -> None:
    result = AcceptanceChange()(dataset(wave(80, 3.0, name=EARLIER), wave(90, 3.6, seed=2)))
    assert (result.n, result.quantities["n_linked"], result.caveats) == (170, 0.0, ("unlinked",))
    assert result.interval.low < 0.6 < result.interval.high


@pytest.mark.parametrize("after", [3.6, 2.4])
def test_before_and_after_alone_prove_nothing(after: float) -> None:
    result = AcceptanceChange()(dataset(wave(80, 3.0, name=EARLIER), wave(80, after)))
    assert result.p_value < 0.001
    assert result.verdict is Verdict.UNPROVEN


def test_a_missing_second_wave_is_named() -> None:
    result = AcceptanceChange()(dataset(wave(80, 3.0)))
    assert (result.status, result.lacking) == ("missing_data", ("survei.gelombang",))


def test_only_items_that_both_waves_asked_are_compared() -> None:
    common = (wave(80, 3.0, name=EARLIER, items=ITEMS[:6]), wave(80, 3.6, items=ITEMS[3:]))
    assert list(AcceptanceChange()(dataset(*common)).evidence["unit"]) == ["prosedural"]
    apart = (wave(80, 3.0, name=EARLIER, items=ITEMS[:6]), wave(80, 3.6, items=ITEMS[6:]))
    assert AcceptanceChange()(dataset(*apart)).status == "no_pairable_units"


def test_thirty_respondents_are_needed_each_time() -> None:
    assert AcceptanceChange()(dataset(wave(20, 3.0, name=EARLIER), wave(80, 3.6))).status == "too_few"
