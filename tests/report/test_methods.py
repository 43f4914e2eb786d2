"""The paragraph on methods says what was really done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import kinerja_lab as kl
from kinerja_lab.checks.completeness import Completeness
from kinerja_lab.checks.ordinal_odds_ratio import OrdinalOddsRatio
from kinerja_lab.checks.predikat_matrix import PredikatMatrix
from kinerja_lab.checks.results import Results
from tests.results import result
from tests.small import dataset

ROOT = Path(__file__).parents[2]
GROUPS = OrdinalOddsRatio(column="jenis_kelamin", focal="P", reference="L")


def asked(*checks: object) -> Results:
    return kl.run(dataset(), checks or (PredikatMatrix(), Completeness(), GROUPS))


def test_an_option_that_changes_changes_the_paragraph() -> None:
    checks = (result(PredikatMatrix(confidence=level)) for level in (0.95, 0.9))
    one, other = (kl.methods(replace(asked(), items=(check,)), "id") for check in checks)
    assert "taraf kepercayaan 95%" in one
    assert "taraf kepercayaan 90%" in other
    assert one.replace("95%", "90%") == other


@pytest.mark.parametrize("lang", ["id", "en"])
def test_region_period_versions_and_floors_are_told(lang: str) -> None:
    told = kl.methods(asked(), lang)
    assert "Kota Uji" in told
    assert "2025" in told
    assert f"kinerja_lab {kl.__version__}" in told
    assert "numpy" in told
    assert "{" not in told


def test_a_check_without_an_answer_is_told_as_one() -> None:
    told = kl.methods(asked(GROUPS), "id")
    assert "Tidak dapat dijawab oleh data: Kesetaraan predikat" in told
    assert "T, selisih yang berarti" not in told


def test_sources_of_the_checks_used_are_listed_once_and_others_not() -> None:
    told = kl.methods(asked(GROUPS, GROUPS), "en")
    assert told.count("McCullagh (1980)") == 1
    assert "McCullagh" not in kl.methods(asked(PredikatMatrix()), "en")


def test_the_software_is_cited_as_citation_cff_says() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    told = kl.methods(asked(), "en")
    assert f"{cited['authors'][0]['name']}. {cited['title']}, version {cited['version']}" in told
