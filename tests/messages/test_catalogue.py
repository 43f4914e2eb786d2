from __future__ import annotations

import re
from string import Formatter

import pytest

from kinerja_lab.checks.protocol import Topic
from kinerja_lab.columns import TABLES
from kinerja_lab.errors import UnknownName
from kinerja_lab.messages.catalogue import LANGUAGES, catalogue, find, inline, label, text

# What a report may never say: accusations, and fairness where only ignorance was found.
IMPACT_WORDS = "terbukti (membaik|memburuk)|belum terbukti"  # verdicts on services, each of which rests on a test
FORBIDDEN = (
    r"terbukti",
    r"\bcurang",
    r"memanipulasi",
    r"tidak ada bias",
    r"diskriminatif",
    r"kolusi",
    r"menyebabkan",
    r"mengakibatkan",
    r"discriminat(ed|es|ory)",
    r"\bcheat",
    r"manipulat",
    r"no bias",
    r"collusion",
    r"\bcauses?d?\b",
    r"perlindungan",
    r"deviasi standar",
)


def placeholders(sentence: str) -> set[tuple[str, str]]:
    """Names and formats of the placeholders of a text."""
    return {(name, style or "") for _, name, style, _ in Formatter().parse(sentence) if name is not None}


def every_text(lang: str) -> list[tuple[str, str, str]]:
    """All texts of a language as (section, key, text)."""
    return [(section, key, value) for section, texts in catalogue(lang).items() for key, value in texts.items()]


def test_both_languages_have_the_same_sections_and_keys() -> None:
    keys = [{(section, key) for section, key, _ in every_text(lang)} for lang in LANGUAGES]
    assert keys[0] == keys[1]


def test_a_key_has_the_same_placeholders_in_both_languages() -> None:
    english = {(section, key): value for section, key, value in every_text("en")}
    different = [
        (section, key)
        for section, key, value in every_text("id")
        if placeholders(value) != placeholders(english[section, key])
    ]
    assert different == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty_or_doubles_a_space_or_a_full_stop(lang: str) -> None:
    assert [
        item for item in every_text(lang) if not item[2].strip() or re.search(r"  |(?<!\.)\.\.(?!\.)", item[2])
    ] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_text_accuses_anybody_or_claims_more_than_was_shown(lang: str, word: str) -> None:
    told = [(item, re.sub(IMPACT_WORDS, "", item[2], flags=re.IGNORECASE)) for item in every_text(lang)]
    assert [item for item, rest in told if re.search(word, rest, re.IGNORECASE)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_fair_verdict_never_says_that_there_is_no_difference(lang: str) -> None:
    fair = [value for _, key, value in every_text(lang) if key.split("|")[0] == "wajar"]
    assert not [value for value in fair if re.search(r"tidak ada (perbedaan|selisih|bias)|no difference", value)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_area_table_and_lamp_has_its_words(lang: str) -> None:
    for topic in Topic:
        assert text(lang, "topic", topic)
        assert text(lang, "topic", f"{topic}|question").endswith("?")
    assert [name for name in TABLES if find(lang, "table", name) is None] == []
    for verdict in ("wajar", "perlu perhatian", "bermasalah", "data tidak cukup", "ditampilkan"):
        assert [text(lang, "lamp", f"{verdict}|{part}") for part in ("symbol", "colour", "word")]


def test_lamps_differ_by_shape_and_by_colour_and_by_word() -> None:
    for part in ("symbol", "colour", "word"):
        shown = [value for _, key, value in every_text("id") if key.endswith(f"|{part}")]
        assert len(shown) == len(set(shown)) == 8


def test_shapes_and_colours_do_not_depend_on_the_language() -> None:
    for key in catalogue("id")["lamp"]:
        if not key.endswith("|word"):
            assert text("id", "lamp", key) == text("en", "lamp", key)


def test_an_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        text("jv", "verdict", "wajar")
    assert (caught.value.kind, caught.value.known) == ("language", LANGUAGES)


def test_an_unknown_key_names_the_known_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        text("id", "verdict", "bagus")
    assert "wajar" in caught.value.known


def test_labels_name_codes_and_leave_names_as_they_are() -> None:
    assert label("P") == "perempuan"
    assert label("gwet_ac", "en") == "Gwet's AC2"
    assert label("pelatihan", "id", "table") == "pelatihan"
    assert label("jenis_kelamin") == "Jenis kelamin"
    assert label("Dinas Kesehatan") == "Dinas Kesehatan"


def test_names_inside_a_sentence_lose_only_capitals_of_sentence_case() -> None:
    assert [inline(name) for name in ("Jenis kelamin", "PNS", "Sangat Baik", "")] == [
        "jenis kelamin",
        "PNS",
        "Sangat Baik",
        "",
    ]
