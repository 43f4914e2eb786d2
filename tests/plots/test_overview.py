from __future__ import annotations

import pytest

from kinerja_lab import plots
from kinerja_lab.checks.suite import run
from kinerja_lab.messages.catalogue import LANGUAGES
from kinerja_lab.messages.narrate import sentence
from tests import results, small

PAIRS = next(check for check in results.checks() if check.name == "comparable_pairs")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hundred_pairs_are_drawn_and_told_as_in_the_sentence(lang: str) -> None:
    given = results.result(PAIRS)
    made = plots.pairs(given, lang)
    assert made.png == plots.pairs(given, lang).png
    assert "42" in made.alt
    assert sentence(given, lang) in made.alt


def test_pairs_without_an_answer_say_why() -> None:
    given = results.result(PAIRS, status="too_few", n=12, need=30.0, quantities={})
    assert plots.pairs(given).alt == sentence(given)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_eight_lamps_are_drawn_and_told(lang: str) -> None:
    made = plots.lamps(run(small.dataset()), lang)
    assert made.alt.count(":") == 8
