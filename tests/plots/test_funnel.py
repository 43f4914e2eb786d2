from __future__ import annotations

import pytest

from kinerja_lab import plots
from kinerja_lab.messages.catalogue import LANGUAGES
from kinerja_lab.messages.narrate import sentence
from tests import results

SCREEN = next(check for check in results.checks() if check.name == "unit_screen")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_funnel_is_drawn_and_told_without_names(lang: str) -> None:
    given = results.result(SCREEN)
    made = plots.funnel(given, lang)
    assert made.png == plots.funnel(given, lang).png
    assert sentence(given, lang) in made.alt
    assert "U01" not in made.alt


def test_units_outside_the_band_are_counted() -> None:
    given = results.result(SCREEN)
    given.evidence.loc[:1, "observed"] = 0.1
    assert "di luar pita 95%: 2." in plots.funnel(given).alt


def test_without_a_screen_the_picture_says_why() -> None:
    given = results.result(SCREEN, status="too_few", n=3, need=5.0, quantities={})
    assert plots.funnel(given).alt == sentence(given)
