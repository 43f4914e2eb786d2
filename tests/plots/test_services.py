from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab import plots
from kinerja_lab.messages.catalogue import LANGUAGES
from kinerja_lab.messages.narrate import sentence
from tests import results

CHECKS = {check.name: check for check in results.checks()}
TENTHS = [f"done_{tenth}" for tenth in range(10, 100, 10)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_series_is_drawn_and_told_with_its_date(lang: str) -> None:
    given = results.result(CHECKS["interrupted_series"])
    made = plots.series(given, lang)
    assert made.png == plots.series(given, lang).png
    assert sentence(given, lang) in made.alt
    assert ("Juli 2024" if lang == "id" else "July 2024") in made.caption


def test_comparison_units_and_hidden_months_change_the_picture() -> None:
    given = results.result(CHECKS["interrupted_series"])
    plain = plots.series(given).png
    given.evidence["comparison"] = 0.5
    beside = plots.series(given).png
    given.evidence.loc[3:5, ["estimate", "fitted"]] = np.nan
    assert len({plain, beside, plots.series(given).png}) == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_waiting_is_drawn_a_curve_a_service(lang: str) -> None:
    given = results.result(CHECKS["waiting_time"])
    made = plots.waiting(given, lang)
    assert made.png == plots.waiting(given, lang).png
    assert "3" in made.alt.removeprefix(sentence(given, lang))


def test_a_service_of_which_too_little_is_done_ends_early() -> None:
    given = results.result(CHECKS["waiting_time"])
    whole = plots.waiting(given).png
    given.evidence.loc[0, ["done_80", "done_90", "standard"]] = np.nan
    assert plots.waiting(given).png != whole


def test_where_there_is_nothing_to_draw_the_picture_says_why() -> None:
    given = results.result(CHECKS["waiting_time"])
    given.evidence.loc[:, TENTHS] = np.nan
    assert plots.waiting(given).alt == sentence(given)
    unanswered = results.result(CHECKS["interrupted_series"], status="too_few", n=3, need=8.0, quantities={})
    assert plots.series(unanswered).alt == sentence(unanswered)
