"""Pictures of raters: each is drawn, says in words what it shows, and names nobody."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.messages.catalogue import LANGUAGES, text
from kinerja_lab.models.expectations import Expectations, expectations
from kinerja_lab.plots.raters import category_use, crowds, drift_lines, rater_map
from kinerja_lab.simulate.rated import Rated

PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def fitted() -> Expectations:
    scores, _ = Rated(effect="drift", size=0.5, raters=10, ratees=60).scores(1)
    return expectations(scores, period="period")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_ladder_holds_everybody_and_the_steps_where_given(lang: str) -> None:
    points = rater_map([0.1, -0.2, 0.0, 0.1], [0.3, -0.3], {"loyal": 0.1, "adaptif": -0.1}, lang=lang)
    logits = rater_map([0.1, -0.2], [0.3, -0.3], {"loyal": 0.1}, steps=[-1.0, 1.0], lang=lang)
    assert points.png.startswith(PNG)
    assert points.png != logits.png
    assert "4" in points.alt
    assert "{" not in points.alt + points.caption


@pytest.mark.parametrize("fewest", [1, 5])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_raters_between_whom_no_difference_was_detected_are_not_placed_on_the_ladder(lang: str, fewest: int) -> None:
    effects = np.linspace(-0.5, 0.5, 40)
    apart = rater_map(effects, 0.4 * effects, {"adaptif": 0.1}, fewest=fewest, lang=lang)
    alike = rater_map(effects, np.zeros(40), {"adaptif": 0.1}, fewest=fewest, lang=lang)
    said = text(lang, "plot", "without|tanpa_beda").format(titles=text(lang, "plot", "map_raters"))
    assert (said in apart.caption, said in alike.caption, said in alike.alt) == (False, True, True)
    word = f">{text(lang, 'plot', 'map_alike').split()[-1]}<"  # the last of its lines
    assert [word in made.svg.decode() for made in (apart, alike)] == [False, True]


def test_no_bar_of_the_ladder_stands_for_few_people_and_nobody_is_lost() -> None:
    values = np.random.default_rng(5).normal(0.0, 0.4, 160)
    stretches = crowds(values, 5)
    assert sum(count for _, _, count in stretches) == len(values)
    assert min(count for _, _, count in stretches) >= 5
    for low, high, count in stretches:
        assert count == ((values >= low) & (values < high)).sum()
        assert low == pytest.approx(round(low, 1))
    assert crowds(values[:4], 5) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_published_ladder_says_that_its_bars_are_crowds(lang: str) -> None:
    values = list(np.linspace(-0.5, 0.5, 40))
    drawn = rater_map(values, values[::2], {"loyal": 0.1}, fewest=5, lang=lang)
    assert "5" in drawn.caption
    assert drawn.png != rater_map(values, values[::2], {"loyal": 0.1}, lang=lang).png


@pytest.mark.parametrize("lang", LANGUAGES)
def test_category_curves_are_drawn_for_all_scores(fitted: Expectations, lang: str) -> None:
    drawn = category_use(fitted, lang)
    assert drawn.png.startswith(PNG)
    assert "5" in drawn.alt


@pytest.mark.parametrize("lang", LANGUAGES)
def test_drift_lines_show_flagged_raters_in_another_colour_without_a_name(fitted: Expectations, lang: str) -> None:
    plain, loud = drift_lines(fitted, lang=lang), drift_lines(fitted, [3], lang)
    assert plain.png != loud.png
    assert plain.alt == loud.alt
    assert "4" in plain.alt


def test_equal_input_gives_equal_bytes(fitted: Expectations) -> None:
    assert category_use(fitted).png == category_use(fitted).png
