"""Whether units with more dialogues attain more."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.leader_meetings import LeaderMeetings
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import PERIOD, appraised_region, dataset


def answer(direction: int, units: int = 14) -> CheckResult:
    """Unit number k holds k dialogues; attainment rises, or falls, with k, but for two neighbours."""
    names = [f"Dinas {place:02d}" for place in range(units)]
    attained = 80.0 + direction * np.arange(units)
    attained[[3, 4]] = attained[[4, 3]]
    held = [(name, day + 1) for place, name in enumerate(names) for day in range(place)]
    dialogues = pd.DataFrame(held, columns=["unit_kerja", "hari"])
    dialogues = dialogues.assign(tanggal=[f"2025-03-{day:02d}" for day in dialogues.pop("hari")])
    table = pd.DataFrame({"periode": PERIOD, "unit_kerja": names, "capaian": attained})
    return LeaderMeetings()(dataset(appraised_region(60) | {"dialog": dialogues, "unit": table}))


@pytest.mark.parametrize("direction", [1, -1])
def test_an_association_is_shown_and_never_judged(direction: int) -> None:
    result = answer(direction)
    pairs = 14 * 13 / 2
    assert result.estimate == pytest.approx(direction * (pairs - 2) / pairs)
    assert result.verdict is Verdict.SHOWN
    assert result.interval.low <= result.estimate <= result.interval.high
    assert list(result.evidence["unit"]) == ["tau_b", "spearman"]
    assert np.sign(result.quantities["spearman"]) == direction


def test_ten_units_are_needed() -> None:
    assert answer(1, units=9).status == "too_few"
