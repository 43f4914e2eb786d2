from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from kinerja_lab.checks.protocol import Check
from kinerja_lab.checks.results import Lamp
from kinerja_lab.checks.suite import run
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.messages.catalogue import LANGUAGES, catalogue
from kinerja_lab.messages.narrate import lamp_words, narrate, sentence, style, words
from kinerja_lab.stats.interval import UNDEFINED, Interval
from tests import results, small

CHECKS = {check.slug: check for check in results.checks()}
EVERY_CHECK = pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS.keys())
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)


@EVERY_LANGUAGE
@EVERY_CHECK
def test_every_verdict_and_diagnosis_has_its_sentence_with_number_and_n(check: Check, lang: str) -> None:
    for verdict in results.verdicts(check):
        for diagnosis in (None, *results.DIAGNOSES.get(check.name, ())):
            said = sentence(results.result(check, diagnosis=diagnosis), lang, verdict)
            assert said[0].isupper(), said
            assert said.endswith("."), said
            assert "{" not in said
            assert re.search(r"\d", said), said


@EVERY_LANGUAGE
@EVERY_CHECK
def test_verdicts_of_one_check_differ_in_words(check: Check, lang: str) -> None:
    texts = catalogue(lang)[check.name]
    said = [texts[verdict] for verdict in results.verdicts(check)]
    assert len(set(said)) == len(said)


@EVERY_LANGUAGE
@EVERY_CHECK
@pytest.mark.parametrize("status", results.STATUSES)
def test_every_missing_answer_says_why_and_what_to_collect(check: Check, lang: str, status: str) -> None:
    unanswered = results.result(
        check, status=status, n=7, need=10.0, lacking=("butir.skor",), quantities={}, estimate=math.nan
    )
    said = sentence(unanswered, lang)
    assert unanswered.verdict == "data tidak cukup"
    assert words(unanswered, lang).action in said
    assert said.count(".") >= 2
    assert "{" not in said


@EVERY_LANGUAGE
@EVERY_CHECK
def test_everything_is_said_about_every_check(check: Check, lang: str) -> None:
    said = words(results.result(check), lang)
    for part in (said.title, said.question, said.verdict, said.answer, said.number, said.estimate, said.axis):
        assert part.strip()
        assert "{" not in part
    for part in (said.explanation, said.caution, said.action, said.office):
        assert part.strip()
        assert "{" not in part
    assert said.question.endswith("?")
    assert "{" not in said.detail


@EVERY_LANGUAGE
def test_every_caveat_that_a_check_gives_has_its_sentence(lang: str) -> None:
    given = results.result(CHECKS["agreement:rekan"], caveats=("paradox", "not_proportional"))
    assert all(caveat.endswith(".") for caveat in words(given, lang).caveats)


def test_the_answer_comes_first_with_number_interval_and_n() -> None:
    given = results.result(
        CHECKS["self_superior_gap"], estimate=0.42, interval=Interval(0.351, 0.489), n=1500, p_adjusted=0.0001
    )
    assert narrate(given) == (
        "Kesenjangan nilai diri dan atasan (bermasalah): Pegawai menilai diri sendiri lebih tinggi daripada atasannya: "
        "selisih rata-ratanya +0,42 poin (selang kepercayaan 95%: +0,35 sampai +0,49; 1.500 pegawai), melebihi "
        "0,30 poin yang dipandang berarti."
    )
    assert "lower than their superiors do: the mean difference is −0.42" in narrate(
        replace(given, estimate=-0.42), "en"
    )


@pytest.mark.parametrize(("estimate", "word"), [(0.5, "lebih rendah"), (2.0, "lebih tinggi")])
def test_ratios_have_their_sides_around_one(estimate: float, word: str) -> None:
    given = results.result(CHECKS["ordinal_odds_ratio:jenis_kelamin"], estimate=estimate)
    assert f"Predikat perempuan {word} daripada laki-laki" in sentence(given, "id", "bermasalah")


def test_a_gap_that_adjustment_takes_back_is_told_with_its_crude_numbers_and_is_not_called_gone() -> None:
    given = results.result(CHECKS["ordinal_odds_ratio:jenis_kelamin"], diagnosis="kasar_berbeda")
    crude = {"top_focal": 0.277, "top_reference": 0.331, "low_focal": 0.232, "low_reference": 0.112}
    given = replace(given, quantities={**given.quantities, **crude})
    told = sentence(given, "id", "wajar")
    assert "27,7% lawan 33,1% berpredikat Sangat Baik; 23,2% lawan 11,2% di bawah Baik" in told
    assert "tidak lagi dapat dibedakan dari setara" in told
    assert "can no longer be told from equality" in sentence(given, "en", "wajar")


def test_diagnoses_have_sentences_of_their_own() -> None:
    said = {
        diagnosis: sentence(results.result(CHECKS["comparable_pairs"], diagnosis=diagnosis), "id", "bermasalah")
        for diagnosis in ("acak", "seragam", "terbalik")
    }
    assert len(set(said.values())) == 3
    assert said["seragam"].startswith("Predikat tidak membedakan: 33 dari 100 pasangan")


def test_parts_of_a_hundred_pairs_add_up_to_a_hundred() -> None:
    thirds = dict.fromkeys(("concordant_100", "tied_100", "reversed_100"), 100 / 3)
    given = results.result(CHECKS["comparable_pairs"])
    said = sentence(replace(given, quantities={**given.quantities, **thirds}), "id", "wajar")
    assert "34 dinilai searah, 33 dinilai sama, dan 33 terbalik" in said


def test_too_few_names_what_there_is_and_what_is_needed() -> None:
    given = results.result(CHECKS["comparable_pairs"], status="too_few", n=12, need=29.5)
    assert "baru ada 12 pasangan sebanding, sedangkan sedikitnya 30 diperlukan" in sentence(given)


def test_none_at_all_is_told_as_none() -> None:
    given = results.result(CHECKS["self_superior_gap"], status="too_few", n=0, need=30.0)
    assert "belum ada pegawai yang dinilai diri sendiri dan atasan, sedangkan sedikitnya 30" in sentence(given)


def test_too_few_without_a_broken_floor_states_no_floor() -> None:
    given = results.result(CHECKS["comparable_pairs"], status="too_few", n=45, need=30.0)
    assert "terlalu sedikit (45)" in sentence(given)


def test_missing_tables_and_columns_are_named_in_plain_words() -> None:
    given = results.result(CHECKS["halo"], status="missing_data", lacking=("butir", "penilaian.predikat"))
    assert "yaitu skor perilaku per aspek dan penilai; predikat pegawai." in sentence(given)
    other = results.result(CHECKS["halo"], status="missing_data", lacking=("pegawai.jenis_kelamin",))
    assert "yaitu jenis kelamin pada daftar pegawai." in sentence(other)


def test_few_awards_are_not_counted_in_words() -> None:
    given = results.result(CHECKS["awards_on_target"], status="too_few", n=3, need=10.0)
    assert not re.search(r"\b3\b", sentence(given))


def test_sanctions_are_told_only_from_ten_on() -> None:
    given = results.result(CHECKS["awards_on_target"])
    few, many = (replace(given, quantities={**given.quantities, "n_sanctions": n}) for n in (9.0, 10.0))
    assert "sanksi" not in words(few).detail
    assert "Dari 10 sanksi" in words(many).detail


def test_counts_beside_the_answer_are_told_only_where_their_group_is_not_small() -> None:
    given = results.result(CHECKS["predikat_matrix"])
    told = replace(given, quantities={"n_different": 12.0, "n_raised": 9.0, "n_lowered": 3.0})
    assert words(given).detail == ""
    assert words(told).detail.startswith("Dari 12 predikat yang berbeda, 9 lebih tinggi dan kurang dari 5 lebih rendah")


def test_what_could_be_detected_is_told_where_it_is_known() -> None:
    given = results.result(CHECKS["self_superior_gap"])
    assert "0,17 poin" in sentence(given, "id", "data tidak cukup")
    assert "terdeteksi" not in sentence(replace(given, detectable=math.nan), "id", "data tidak cukup")


def test_undefined_numbers_become_words() -> None:
    given = results.result(CHECKS["agreement:rekan"], estimate=math.nan, interval=UNDEFINED)
    assert given.verdict == "data tidak cukup"
    assert "tidak dapat dihitung" in sentence(given)
    assert words(given).number == "tidak dapat dihitung"


def test_a_fair_result_asks_for_no_action_and_one_without_data_for_data() -> None:
    given = results.result(CHECKS["completeness"])
    assert words(given, "id", "wajar").action.startswith("Tidak ada tindakan khusus")
    lacking = replace(given, status="missing_data", lacking=("indikator",), estimate=math.nan)
    assert words(lacking).action == catalogue("id")["completeness"]["collect"]


WIDE = Interval(2.9, 3.6)


@pytest.mark.parametrize(
    ("slug", "changes", "asked"),
    [
        ("acceptance", {"n": 44, "interval": WIDE}, "responden survei terlalu sedikit"),
        ("acceptance", {"n": 44, "interval": Interval(3.1, 3.4), "estimate": 3.2}, "di antara batas bermasalah"),
        (
            "acceptance",
            {"n": 44, "interval": Interval(3.2, 3.6), "estimate": 3.4, "contested": True},
            "menahan putusan yang tegas",
        ),
        ("satisfaction_index", {"n": 600, "caveats": ("sebelum_sesudah",)}, "dua periode saja"),
        ("attainment_quality", {"n": 785}, "tidak mempunyai norma"),
        ("attainment_bands:jenis_kelamin", {"status": "separation"}, "terlalu sedikit"),
        ("rating_slope", {"status": "undefined_no_variation"}, "predikat hampir seragam"),
        ("organisation_link", {"status": "undefined_no_variation"}, "sama di semua unit"),
        ("bunching", {"status": "undefined_no_variation"}, "nilainya seragam"),
        ("drift", {"status": "too_few", "n": 136, "need": 515.0, "out_of_reach": True}, "tidak terjangkau"),
    ],
)
def test_nothing_is_asked_for_that_is_already_there(slug: str, changes: dict[str, object], asked: str) -> None:
    given = results.result(CHECKS[slug], **changes)
    said = words(given).collect
    assert asked in said
    assert said != words(replace(given, status="missing_data", lacking=("survei",), out_of_reach=False)).collect


def test_more_than_the_region_has_is_told_as_out_of_reach() -> None:
    given = results.result(CHECKS["drift"], status="too_few", n=136, need=515.0)
    assert "lebih banyak daripada semua pegawai di wilayah ini" in sentence(replace(given, out_of_reach=True))
    assert "lebih banyak daripada semua pegawai" not in sentence(given)


def test_a_number_that_may_not_be_told_is_told_as_fewer_than_its_limit() -> None:
    given = results.result(CHECKS["role_model"], status="too_few", n=1, need=10.0, fewer_than=10.0)
    assert "baru ada kurang dari 10 calon yang dinilai dua orang atau lebih" in sentence(given)
    assert "is fewer than 10, where at least 10 are needed" in sentence(given, "en")


def test_shares_are_percentages_and_other_numbers_have_two_decimals() -> None:
    assert words(results.result(CHECKS["completeness"])).number == "45,0% (31,0% sampai 58,0%)"
    assert words(results.result(CHECKS["severity"]), "en").number == "0.45 (0.31 to 0.58)"
    assert (style("predikat_matrix"), style("impact_ratio", "en")) == ("persen", "2")


@EVERY_LANGUAGE
def test_names_of_units_are_never_read_as_placeholders(lang: str) -> None:
    given = results.result(CHECKS["halo"], status="missing_data", lacking=("{n} <b>",))
    assert "{n} <b>" in sentence(given, lang)


@EVERY_LANGUAGE
def test_a_lamp_tells_the_headline_and_what_raised_it(lang: str) -> None:
    severity, halo = results.result(CHECKS["severity"]), results.result(CHECKS["halo"])
    lamp = Lamp(topic=CHECKS["halo"].topic, verdict=Verdict.ATTENTION, headline=severity, raised_by=halo)
    said = lamp_words(lamp, lang)
    assert said.symbol == "▲"
    assert words(halo, lang).title in said.answer
    assert lamp_words(replace(lamp, raised_by=None), lang).answer == sentence(severity, lang, "perlu perhatian")
    assert lamp_words(replace(lamp, headline=None), lang).number == ""


def test_results_of_a_region_are_told_one_paragraph_a_check() -> None:
    found = run(small.dataset())
    assert narrate(found).count("\n\n") == len(found) - 1
    assert narrate(found, "en") != narrate(found)
