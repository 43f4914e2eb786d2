from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from kinerja_lab.checks.protocol import CheckResult, Topic
from kinerja_lab.checks.results import Results
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.errors import UnknownName
from kinerja_lab.messages.narrate import sentence, words
from kinerja_lab.report import front, sections
from kinerja_lab.report.content import CHAPTERS, PRESSING, place_of
from kinerja_lab.report.display import Report
from kinerja_lab.report.document import Bullets, Table
from kinerja_lab.report.markup import Shown
from tests import results as made
from tests import small


def results(*items: CheckResult, **changes: object) -> Results:
    """Results of a region of a thousand people."""
    return Results(
        profile=small.profile(**changes),
        period="2025-S1",
        content_hash="ab" * 32,
        n_employees=1234,
        n_units=21,
        items=items or tuple(made.result(check) for check in made.checks()),
    )


def empty(status: str = "missing_data", lacking: tuple[str, ...] = ("butir",)) -> Results:
    return results(*(CheckResult(check=check, status=status, lacking=lacking) for check in made.checks()))


def test_the_title_carries_letterhead_region_and_facts() -> None:
    shown = repr(Report(results(kop=["PEMERINTAH KOTA UJI"], tanggal_laporan="2025-12-31", simulasi=True)).title())
    for part in (
        "PEMERINTAH KOTA UJI",
        "DATA SIMULASI",
        "Kota Uji, Semester I Tahun 2025",
        "07 (",
        "31 Desember 2025",
        "1.234",
    ):
        assert part in shown


def test_a_region_that_is_real_has_no_banner() -> None:
    assert "SIMULASI" not in repr(Report(results()).title())


def test_the_summary_has_eight_lamps_by_shape_colour_and_word() -> None:
    html = Report(results()).summary()._repr_html_()
    lamps = re.findall(r'<span class="lampu ([a-z-]+)"><span aria-hidden="true">(.)</span> ([A-Z ]+)</span>', html)
    assert len(lamps) == 8
    assert set(lamps) <= {
        ("wajar", "●", "WAJAR"),
        ("perlu-perhatian", "▲", "PERLU PERHATIAN"),
        ("bermasalah", "■", "BERMASALAH"),
        ("data-tidak-cukup", "○", "DATA TIDAK CUKUP"),
    }


def test_the_summary_counts_the_lamps_it_shows() -> None:
    report = Report(results())
    verdicts = [lamp.verdict.value for lamp in report.results.lamps()]
    shown = repr(report.summary())
    for verdict in ("wajar", "perlu perhatian", "bermasalah"):
        assert f"{verdicts.count(verdict)} {verdict}" in shown


def test_at_most_three_actions_and_problems_first() -> None:
    html = Report(results()).summary()._repr_html_()
    actions = html.split("<caption>")[2]
    assert 1 <= actions.count('<th scope="row">') <= 3


def test_what_is_done_first_answers_the_worst_checks_even_where_their_lamp_is_milder() -> None:
    items = tuple(made.result(check) for check in made.checks())
    mild = Topic.DATA_QUALITY
    items = tuple(_silent(item) if item.check.topic is not mild and item.check.headline else item for item in items)
    report = Report(results(*items))
    content = report.content
    lamps = {lamp.topic: lamp.verdict for lamp in content.lamps}
    problems = [item for item in items if content.results[item.check.slug].verdict is Verdict.PROBLEM]
    (asked,) = [block for block in front.summary(content)[4:] if isinstance(block, Table)]
    actions = {(said.action, said.office) for item in problems if (said := words(item))}
    assert len(actions) >= 3
    assert {row[:2] for row in asked.rows} <= actions
    assert {lamps.get(item.check.topic) for item in problems} != {Verdict.PROBLEM}


def test_the_opening_counts_and_names_the_checks_that_are_a_problem() -> None:
    content = Report(results()).content
    titles = [content.words(item).title for item in content.results if item.verdict is Verdict.PROBLEM]
    told = front.opening(content, content.lamps)
    assert f"Dari {len(content.results)} pemeriksaan, {len(titles)} bermasalah, yaitu " in told
    assert all(title in told for title in titles)
    kept = [_silent(item) if item.verdict is Verdict.PROBLEM else item for item in content.results]
    fair = Report(results(*kept)).content
    answered = [item for item in fair.results if item.verdict not in (Verdict.INSUFFICIENT, Verdict.SHOWN)]
    told = front.opening(fair, fair.lamps)
    assert f"{len(answered)} terjawab dan tidak ada yang bermasalah" in told
    none = Report(results(*map(_silent, content.results))).content
    assert "tidak ada yang bermasalah" not in front.opening(none, none.lamps)


def test_the_scope_counts_every_check_once() -> None:
    content = Report(results()).content
    beside = len(content.results.about(Topic.ACCEPTANCE))
    told = str(front.introduction(content))
    assert f"{len(content.results)} pemeriksaan: {len(content.results) - beside} dalam delapan bidang" in told
    assert f"dan {beside} tentang penerimaan" in told


@pytest.mark.parametrize("regime", ["permenpanrb_6_2022", "pp_30_2019"])
def test_every_regulation_that_a_check_cites_is_in_the_list_of_laws(regime: str) -> None:
    content = Report(results(rezim=regime)).content
    (laws,) = [block for block in front.introduction(content) if isinstance(block, Bullets)]
    cited = set(re.findall(r"(?:PermenPANRB|PP|UU) (\d+)/(\d{4})", " ".join(map(str, map(words, content.results)))))
    asked = cited - ({("6", "2022")} if regime != "permenpanrb_6_2022" else set())
    assert {("1", "2023"), ("14", "2017")} <= asked
    for number, year in asked | {("49", "2018")}:
        assert any(f"Nomor {number} Tahun {year} tentang" in law for law in laws.items)
    assert ("Predikat Kinerja Pegawai Aparatur" in laws.items[-1]) == (regime == "permenpanrb_6_2022")


@pytest.mark.parametrize("language", ["id", "en"])
def test_leaders_read_no_name_of_a_table_or_column_but_in_the_appendix_on_reading(language: str) -> None:
    checks = made.checks()
    names = {f"{need.table}.{column}" for check in checks for need in check.needs for column in need.columns}
    names |= {name for check in checks for need in check.needs if (name := need.table)} | {"wilayah.intervensi"}
    short = [CheckResult(check=check, status="missing_data", lacking=tuple(sorted(names))) for check in checks]
    content = Report(results(*short), language).content
    told = " ".join(sentence(item, language) for item in short)
    assert re.findall(r"\b[a-z]+_[a-z_]+\b|\btabel [a-z]+|\bkolom [a-z]+|\btable [a-z]+|None", told) == []
    listed = str(sections.readings(content))
    assert all(re.search(rf"\b{name.rpartition('.')[2]}\b", listed) for name in names)


def _silent(item: CheckResult) -> CheckResult:
    """The same check with too few people to find anything."""
    return CheckResult(check=item.check, status="too_few", n=7, need=30)


def test_without_any_answer_the_summary_says_what_to_collect() -> None:
    shown = repr(Report(empty()).summary())
    assert "belum cukup untuk menyimpulkan apa pun" in shown
    assert "Yang terpenting adalah melengkapi skor perilaku per aspek dan penilai." in shown
    assert "melengkapi" not in front.opening(Report(empty("too_few", ())).content, Report(empty()).results.lamps())


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("topic", [topic.value for topic in Topic])
@pytest.mark.parametrize("status", ["ok", *made.STATUSES])
def test_every_section_can_be_shown_whatever_was_found(topic: str, language: str, status: str) -> None:
    found = results() if status == "ok" else empty(status)
    report = Report(found, language)
    chapter, place = place_of(topic)
    assert f"{chapter}.{place} " in repr(report.words(topic)).splitlines()[place == 1]
    assert "nan" not in repr(report.words(topic)).lower().split()
    assert repr(report.table(topic)) == "" or " L." in repr(report.table(topic)).splitlines()[0]


@pytest.mark.parametrize("language", ["id", "en"])
def test_method_lists_every_test_with_its_options(language: str) -> None:
    found = results()
    html = Report(found, language).method()._repr_html_()
    assert html.count('<th scope="row">') == 2 * len(found)


def test_a_small_p_value_is_never_zero() -> None:
    check = made.checks()[0]
    assert "&lt; 0,001" in Report(results(made.result(check, p_value=1e-9))).method()._repr_html_()


def test_raters_are_never_listed() -> None:
    report = Report(results())
    assert "P01" not in repr(report.table("penilai"))
    assert "P01" not in repr(report.words("penilai"))


def test_small_units_are_not_named_in_a_table() -> None:
    result = made.result(made.checks()[0], n=180)
    evidence = result.evidence.assign(n=[100, 76, 4])
    shown = repr(Report(results(replace(result, evidence=evidence))).table("mutu_data"))
    assert "Inspektorat" not in shown
    assert "Lainnya, digabung" in shown
    assert "kurang dari 10" in shown


def test_figures_are_numbered_within_their_chapter() -> None:
    report = Report(results())
    topics = CHAPTERS[4]
    captions = [repr(figure).split(". ")[0] for topic in topics for figure in report.pictures(topic)]
    assert captions == [f"Gambar 4.{place}" for place in range(1, len(captions) + 1)]
    assert len(captions) > len(topics)
    assert Report(empty()).pictures("objektivitas") == []


def test_only_the_headline_and_what_is_not_well_is_drawn() -> None:
    report = Report(results())
    items = report.content.about("kesetaraan")
    drawn = report.content.drawn("kesetaraan")
    assert drawn[0] is items[0]
    assert items[0].check.headline
    assert all(item.verdict in PRESSING for item in drawn[1:])
    assert [item for item in items if item not in drawn]


def test_pairs_funnel_and_waiting_are_drawn_wherever_there_is_enough_to_see() -> None:
    content = Report(results()).content
    kinds = {kind: item for topic in Topic for kind, item in content.pictured(topic)}
    assert {"pairs", "funnel", "waiting", "series"} <= set(kinds)
    assert kinds["funnel"] not in [
        item for topic in Topic for kind, item in content.pictured(topic) if kind == "evidence"
    ]
    dark = Report(empty()).content
    assert [pair for topic in Topic for pair in dark.pictured(topic)] == []


def test_pictures_are_drawn_once() -> None:
    report = Report(results())
    assert report.pictures("mutu_data") is report.pictures("mutu_data")


def test_the_spread_of_predikat_follows_the_figures_of_its_chapter() -> None:
    rated = small.tables()["penilaian"].assign(predikat="baik")
    drawable = replace(small.dataset(), tables={**small.tables(), "penilaian": rated})
    report = Report(results())
    before = len(report.pictures("penerimaan"))
    assert repr(report.outcomes(drawable)).startswith(f"Gambar 3.{before + 1}. ")


def test_a_spread_that_may_not_be_drawn_is_told_in_a_sentence_and_not_numbered() -> None:
    shown = Report(results()).outcomes(small.dataset())
    assert repr(shown).startswith("Sebaran predikat tidak digambar")
    assert isinstance(shown, Shown)


def test_every_term_and_verdict_is_explained_once_in_the_appendix() -> None:
    shown = repr(Report(results()).appendix(small.dataset()))
    for term in ("Selang kepercayaan", "Rasio odds", "Simpangan baku", "BERMASALAH", "DATA TIDAK CUKUP"):
        assert shown.count(f"{term} | ") == 1


def test_a_note_is_said_once_in_a_section() -> None:
    shown = repr(Report(results()).words("kesepakatan"))
    assert shown.count("Sepakat belum tentu tepat") == 1
    lines = [line for line in shown.splitlines() if line.startswith("Cara membaca")]
    assert len(lines) == len(set(lines)) >= 1


def test_every_check_is_explained_in_full_in_the_appendix_and_once() -> None:
    found = results()
    shown = repr(Report(found).appendix(small.dataset()))
    for item in found:
        assert shown.count(f"{words(item).explanation} {words(item).caution}") == 1


def test_the_appendix_holds_every_table_under_its_own_number() -> None:
    html = Report(results()).appendix(small.dataset())._repr_html_()
    numbers = [int(found) for found in re.findall(r"<caption>Tabel L\.(\d+)\. ", html)]
    assert numbers == list(range(3, 3 + len(numbers)))


def test_a_few_people_are_not_counted_out_in_the_list_of_all_tests() -> None:
    few = CheckResult(check=made.checks()[0], status="too_few", n=7, need=30)
    html = Report(results(few)).method()._repr_html_()
    assert "&lt; 10" in html
    assert ">7<" not in html


def test_an_estimate_without_interval_has_its_sign_explained() -> None:
    result = made.result(made.checks()[0])
    without = replace(result, evidence=result.evidence.assign(low=math.nan, high=math.nan))
    assert "Tanda – pada kolom selang" in repr(Report(results(without)).table("mutu_data"))
    assert "Tanda – pada kolom selang" not in repr(Report(results(result)).table("mutu_data"))


def test_limits_name_what_was_not_examined_and_what_is_missing() -> None:
    shown = repr(Report(empty(), "en").limits())
    assert "Services" in shown
    assert words(empty().items[0], "en").title in shown


def test_provenance_names_versions_and_input_and_no_path() -> None:
    shown = repr(Report(results()).provenance())
    assert "ab" * 32 in shown
    assert "kinerja_lab 0" in shown
    assert "/" not in shown.replace("PP 30/2019", "")


def test_an_unknown_topic_or_language_lists_those_there_are() -> None:
    with pytest.raises(UnknownName, match="kesetaraan"):
        Report(results()).words("keadilan")
    with pytest.raises(UnknownName, match="en"):
        Report(results(), "fr")
