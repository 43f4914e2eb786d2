"""Every check and every measure can be explained, in words that stand elsewhere already."""

from __future__ import annotations

import re

import pytest

import kinerja_lab as kl
from kinerja_lab.checks.suite import standard
from kinerja_lab.errors import UnknownName
from kinerja_lab.loaders.samples import load_sample
from kinerja_lab.messages.catalogue import LANGUAGES, text
from kinerja_lab.messages.explain import explain_error

# What counts rows has no method that somebody else invented.
NO_SOURCE = {"Scale", "attainment", "copied", "exactly_on_target", "mixed_units", "unmoved_targets"}
CHECKS = sorted({check.name for check in standard(load_sample("bukittinggi").profile)})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CHECKS)
def test_a_check_tells_question_method_source_and_reading(name: str, lang: str) -> None:
    shown = repr(kl.explain(name, lang))
    for key in ("measured", "rule", "reading", "caution", "sources", "code"):
        assert re.search(rf"^{text(lang, 'explained', key)} \| \S", shown, re.M), key
    assert shown.splitlines()[1].endswith("?")
    assert "{" not in shown
    assert f"kinerja_lab.checks.{name}" in shown


@pytest.mark.parametrize("name", kl.measures.__all__)
def test_a_measure_tells_question_and_source(name: str) -> None:
    shown = repr(kl.explain(name))
    assert ("Sumber metode" in shown) == (name not in NO_SOURCE)
    assert "kinerja_lab." in shown
    assert ">>>" not in shown


def test_the_source_of_halo_is_a_paper_on_halo() -> None:
    assert "Murphy" in repr(kl.explain("halo"))


def test_the_name_of_a_result_is_understood_too() -> None:
    assert repr(kl.explain("unit_screen:jenis_kelamin")) == repr(kl.explain("unit_screen"))


def test_the_language_is_the_one_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINERJA_LANG", "en")
    assert repr(kl.explain("halo")) == repr(kl.explain("halo", "en"))
    assert repr(kl.explain("halo", "id")) != repr(kl.explain("halo", "en"))


def test_it_is_shown_as_a_page_in_a_notebook() -> None:
    html = kl.explain("halo")._repr_html_()
    assert html.count("<dt>") == html.count("<dd>") >= 6


@pytest.mark.parametrize(("given", "meant"), [("hallo", "halo"), ("Severety", "severity"), ("icc2", "icc")])
def test_an_unknown_name_is_answered_with_names_like_it(given: str, meant: str) -> None:
    with pytest.raises(UnknownName) as caught:
        kl.explain(given)
    assert meant in caught.value.known
    assert len(caught.value.known) <= 5
    assert given in explain_error(caught.value)


def test_a_name_like_no_other_is_answered_with_all_of_them() -> None:
    with pytest.raises(UnknownName) as caught:
        kl.explain("zzz")
    assert set(CHECKS) <= set(caught.value.known)


@pytest.mark.parametrize("lang", ["fr", "ID"])
def test_an_unknown_language_is_refused(lang: str) -> None:
    with pytest.raises(UnknownName):
        kl.explain("halo", lang)
