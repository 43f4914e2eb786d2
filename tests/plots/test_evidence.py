from __future__ import annotations

import io
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib import image, rcParams
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from kinerja_lab import plots
from kinerja_lab.checks.protocol import Check, no_evidence
from kinerja_lab.checks.suite import run
from kinerja_lab.messages.catalogue import LANGUAGES, text
from kinerja_lab.messages.narrate import sentence, words
from kinerja_lab.plots.bounds import bounds
from kinerja_lab.plots.points import point
from kinerja_lab.plots.rows import MOST_ROWS, Row, rows_of
from kinerja_lab.plots.style import DPI, WIDTH
from tests import results, small

CHECKS = {check.slug: check for check in results.checks()}
EVERY_CHECK = pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS.keys())


def size(picture: plots.Picture) -> tuple[int, ...]:
    """Height and width of a picture in pixels."""
    return image.imread(io.BytesIO(picture.png), format="png").shape[:2]


@EVERY_CHECK
def test_the_evidence_of_every_check_becomes_a_picture_with_words(check: Check) -> None:
    given = results.result(check)
    for lang in LANGUAGES:
        made = plots.evidence(given, lang)
        assert made.png.startswith(b"\x89PNG")
        assert sentence(given, lang) in made.alt
        assert made.caption.endswith(".")
        assert size(made)[1] == round(WIDTH * DPI)


def test_equal_results_give_equal_bytes() -> None:
    chosen = [results.result(CHECKS[slug]) for slug in ("completeness", "severity", "impact_ratio:jenis_kelamin")]
    made = [plots.evidence(chosen).png for _ in range(2)]
    assert made[0] == made[1]
    assert b"Software" not in made[0]


def test_no_figure_stays_open_and_no_setting_changes() -> None:
    before = dict(rcParams)
    plots.evidence(results.result(CHECKS["completeness"]))
    assert plt.get_fignums() == []
    assert dict(rcParams) == before


def test_drawing_goes_on_with_the_next_panel_where_one_check_has_no_evidence() -> None:
    empty = results.result(CHECKS["halo"], status="missing_data", lacking=("butir",), evidence=no_evidence())
    made = plots.evidence([empty, results.result(CHECKS["completeness"])])
    assert "Efek halo" in made.caption
    assert "Efek halo" in made.alt


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_to_draw_becomes_a_picture_that_says_why(lang: str) -> None:
    empty = results.result(CHECKS["halo"], status="missing_data", lacking=("butir",), evidence=no_evidence())
    made = plots.evidence(empty, lang)
    assert sentence(empty, lang) in made.alt
    assert made.png.startswith(b"\x89PNG")
    assert plots.evidence([], lang).alt


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nobody_differs_that_is_why_nothing_is_drawn(lang: str) -> None:
    given = results.result(CHECKS["severity"], diagnosis="tanpa_beda")
    alike = replace(given, evidence=given.evidence.assign(estimate=np.nan, low=np.nan, high=np.nan))
    empty = results.result(CHECKS["halo"], status="missing_data", lacking=("butir",), evidence=no_evidence())
    caption = plots.evidence([alike, empty, results.result(CHECKS["completeness"])], lang).caption
    for key, item in (("without|tanpa_beda", alike), ("without", empty)):
        assert text(lang, "plot", key).format(titles=words(item, lang).title) in caption


def test_small_groups_are_not_drawn_and_their_number_is_told() -> None:
    given = results.result(CHECKS["completeness"])
    evidence = given.evidence.assign(n=[60, 9, 10])
    rows = rows_of(replace(given, evidence=evidence), 10, "id")
    assert [row.name for row in rows.drawn] == ["Seluruh wilayah", "Dinas Kesehatan", "Inspektorat"]
    assert rows.notes == ("Tidak digambar: 1 baris dengan n di bawah 10.",)


def test_merged_and_undefined_rows_are_told_and_not_drawn() -> None:
    given = results.result(CHECKS["completeness"])
    merged = pd.DataFrame({"unit": ["unit_kecil"], "n": [13], "estimate": [np.nan], "low": [np.nan], "high": [np.nan]})
    gone = given.evidence.assign(estimate=[0.5, 0.6, np.nan])
    rows = rows_of(replace(given, evidence=pd.concat([gone, merged], ignore_index=True)), 10, "id")
    assert len(rows.drawn) == 3
    assert rows.notes == (
        "Tidak digambar: 1 baris tanpa angka.",
        "Unit lain digabung (13 pegawai) dan tidak digambar, sebab memuat angka yang terlalu kecil.",
    )


@pytest.mark.parametrize(
    ("slug", "lang", "told"),
    [
        ("follow_up", "id", "Predikat lain digabung (13 pegawai)"),
        ("error_rate", "id", "Unit lain digabung (13 dokumen)"),
        ("waiting_time", "en", "Other services are merged (13 requests)"),
        ("rating_timing", "en", "Other units are merged (13 appraisals)"),
    ],
)
def test_merged_rows_are_told_as_what_they_are_and_what_they_count(slug: str, lang: str, told: str) -> None:
    given = results.result(CHECKS[slug])
    merged = pd.DataFrame({"unit": ["unit_kecil"], "n": [13], "estimate": [np.nan], "low": [np.nan], "high": [np.nan]})
    evidence = pd.concat([given.evidence, merged], ignore_index=True)
    assert any(note.startswith(told) for note in rows_of(replace(given, evidence=evidence), 10, lang).notes)


def test_units_stand_in_the_order_of_their_names() -> None:
    given = results.result(CHECKS["predikat_matrix"])
    shuffled = given.evidence.iloc[[2, 0, 1]].reset_index(drop=True)
    names = [row.name for row in rows_of(replace(given, evidence=shuffled), 10, "id").drawn]
    assert names == ["Seluruh wilayah", "Dinas Kesehatan", "Dinas Pendidikan", "Inspektorat"]


def test_many_raters_are_thinned_with_both_ends_kept_and_without_regard_to_their_few_ratees() -> None:
    given = results.result(CHECKS["severity"])
    rows = rows_of(replace(given, evidence=given.evidence.assign(n=3)), 10, "en")
    effects = [row.estimate for row in rows.drawn]
    assert len(effects) == MOST_ROWS
    assert effects == sorted(effects)
    assert (effects[0], effects[-1]) == pytest.approx((-0.6, 0.6))
    assert rows.notes[0].startswith("Drawn: 25 of the 40")


def test_the_row_that_answers_is_filled_and_the_others_are_open() -> None:
    given = results.result(CHECKS["ordinal_odds_ratio:jenis_kelamin"], estimate=0.6)
    assert [row.kind for row in rows_of(given, 10, "id").drawn] == ["open", "open", "headline"]


def test_rows_without_interval_are_drawn_as_points() -> None:
    given = results.result(CHECKS["halo"])
    points = given.evidence.assign(low=np.nan, high=np.nan)
    assert plots.evidence(replace(given, evidence=points)).png


def test_infinite_limits_end_at_the_edge_of_the_picture() -> None:
    given = results.result(CHECKS["ordinal_odds_ratio:jenis_kelamin"])
    evidence = given.evidence.assign(low=0.0, high=math.inf)
    axis = bounds(given.check, rows_of(replace(given, evidence=evidence), 10, "id").drawn, "id")
    assert 0 < axis.low < 0.5
    assert 2.0 < axis.high < 10
    assert plots.evidence(replace(given, evidence=evidence)).png


@pytest.mark.parametrize(
    ("slug", "band", "lines"),
    [
        ("self_superior_gap", (-0.3, 0.3), (-0.5, 0.5)),
        ("ordinal_odds_ratio:jenis_kelamin", (1 / 1.5, 1.5), (0.5, 2.0)),
        ("predikat_matrix", (0.0, 0.02), ()),
        ("severity", (-0.3, 0.3), ()),
        ("impact_ratio:jenis_kelamin", None, ()),
    ],
)
def test_the_band_is_what_the_rule_accepts(slug: str, band: tuple[float, float], lines: tuple[float, ...]) -> None:
    given = results.result(CHECKS[slug])
    axis = bounds(given.check, rows_of(given, 10, "id").drawn, "id")
    assert (axis.band, axis.lines) == (band, lines)
    assert axis.log == (slug.partition(":")[0] in ("ordinal_odds_ratio", "impact_ratio"))


def test_a_level_is_accepted_from_its_fine_line_on() -> None:
    given = results.result(CHECKS["completeness"])
    axis = bounds(given.check, rows_of(given, 10, "id").drawn, "id")
    assert axis.band is not None
    assert axis.band[0] == 0.8
    assert axis.lines == (0.5,)


def test_shares_stay_on_an_axis_from_nothing_to_all() -> None:
    given = results.result(CHECKS["completeness"])
    wide = given.evidence.assign(estimate=0.5, low=-3.0, high=4.0)
    axis = bounds(given.check, rows_of(replace(given, evidence=wide), 10, "id").drawn, "id")
    assert -0.05 < axis.low < axis.high < 1.05


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_share_below_what_is_expected_keeps_its_place_and_is_no_deviation_to_be_judged(lang: str) -> None:
    given = results.result(CHECKS["copied_scores"])
    effects = np.linspace(-0.15, 0.6, len(given.evidence))
    low = replace(given, evidence=given.evidence.assign(estimate=effects, low=effects - 0.2, high=effects + 0.2))
    drawn = rows_of(low, 10, lang).drawn
    axis = bounds(low.check, drawn, lang)
    assert axis.low < -0.15
    assert axis.band == (axis.low, 0.15)
    assert axis.neutral == 0.0
    ceiling = text(lang, "plot", "ceiling").format(limit="15%")
    assert ceiling in plots.evidence(low, lang).svg.decode()
    spread = bounds(CHECKS["severity"], [row._replace(estimate=-0.1) for row in drawn], lang)
    assert spread.band == (-0.3, 0.3)


def test_an_estimate_without_end_is_an_arrow_and_no_point() -> None:
    given = results.result(CHECKS["ordinal_odds_ratio:jenis_kelamin"])
    axis = bounds(given.check, rows_of(given, 10, "id").drawn, "id")
    drawn = {}
    for estimate in (0.0, 0.5, math.inf):
        axes = Figure().subplots()
        point(axes, 0, Row("a", 60, estimate, math.nan, math.nan, "plain"), axis, "black")
        drawn[estimate] = axes.lines[-1].get_marker()
    assert drawn == {0.0: "<", 0.5: "o", math.inf: ">"}


def test_a_region_with_thin_data_still_has_its_picture() -> None:
    made = plots.evidence(run(small.dataset()))
    assert "belum ada yang dapat dibandingkan" in made.caption or "Belum ada" in made.alt
