from __future__ import annotations

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.messages.numbers import (
    cell,
    count,
    date,
    fill,
    hundred,
    interval,
    listed,
    movement,
    number,
    percent,
    period,
)


@pytest.mark.parametrize(
    ("value", "lang", "digits", "written"),
    [
        (1234.5678, "id", 2, "1.234,57"),
        (1234.5678, "en", 2, "1,234.57"),
        (-0.35, "id", 2, "−0,35"),
        (1234567.0, "id", 0, "1.234.567"),
        (0.5, "id", 0, "0"),
        (math.inf, "id", 2, "∞"),
        (-math.inf, "en", 2, "−∞"),
        (math.nan, "id", 2, "tidak dapat dihitung"),
        (math.nan, "en", 2, "cannot be computed"),
    ],
)
def test_numbers_are_written_as_in_the_language(value: float, lang: str, digits: int, written: str) -> None:
    assert number(value, lang, digits) == written


@given(st.floats(-0.0049, 0.0), st.sampled_from(["id", "en"]), st.booleans())
def test_a_rounded_zero_has_no_sign(value: float, lang: str, signed: bool) -> None:
    assert number(value, lang, signed=signed) == ("0,00" if lang == "id" else "0.00")


def test_signs_are_written_where_the_side_matters() -> None:
    assert [number(value, "id", signed=True) for value in (0.2, -0.2)] == ["+0,20", "−0,20"]


def test_shares_become_percentages() -> None:
    assert percent(0.123) == "12,3%"
    assert percent(1.0, "en", 0) == "100%"
    assert percent(math.nan, "en") == "cannot be computed"


def test_counts_have_separators_and_few_people_are_not_counted() -> None:
    assert count(12345) == "12.345"
    assert [cell(n) for n in (0, 1, 4, 5)] == ["0", "kurang dari 5", "kurang dari 5", "5"]


@pytest.mark.parametrize(
    ("code", "indonesian", "english"),
    [
        ("2025-S1", "Semester I Tahun 2025", "first half of 2025"),
        ("2025-S2", "Semester II Tahun 2025", "second half of 2025"),
        ("2024-T3", "Triwulan III Tahun 2024", "third quarter of 2024"),
        ("2025-B08", "Agustus 2025", "August 2025"),
        ("2025-TAHUN", "Tahun 2025", "the year 2025"),
    ],
)
def test_periods_are_written_out(code: str, indonesian: str, english: str) -> None:
    assert (period(code), period(code, "en")) == (indonesian, english)


def test_days_are_written_out() -> None:
    assert date("2025-12-31") == "31 Desember 2025"
    assert date(datetime.date(2025, 3, 1), "en") == "1 March 2025"


@pytest.mark.parametrize("wrong", ["2025", "2025-S3", "2025-B13", "S1-2025"])
def test_what_is_no_period_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidOption):
        period(wrong)


def test_what_is_no_day_is_refused() -> None:
    with pytest.raises(InvalidOption):
        date("31/12/2025")


def test_intervals_show_both_limits_or_say_that_there_are_none() -> None:
    assert interval((-0.1, 0.25)) == "−0,10 sampai 0,25"
    assert interval((0.1, 0.25), "en", "persen0") == "10% to 25%"
    assert interval((0.5, math.inf), "en", "1") == "0.5 to ∞"
    assert interval((math.nan, math.nan)) == "tidak dapat dihitung"


def test_sentences_are_filled_in_every_format() -> None:
    template = "{a:+1} {b:persen} {c:ribuan} {d:sel} {e:poin} {f:2} {g:periode} {h:tanggal} {i} {e:arahpoin}"
    told = {"a": 0.25, "b": 0.5, "c": 1000, "d": 2, "e": -0.061, "f": (0.1, 0.2), "g": "2025-S1", "h": "2025-01-02"}
    filled = fill(template, {**told, "i": "{x}"}, "id")
    assert filled == (
        "+0,2 50,0% 1.000 kurang dari 5 −6,1 0,10 sampai 0,20 Semester I Tahun 2025 2 Januari 2025 {x} turun 6,1"
    )


@pytest.mark.parametrize(
    ("value", "style", "indonesian", "english"),
    [
        (-19.44, "1", "turun 19,4", "fell by 19.4"),
        (1234.5, "2", "naik 1.234,50", "rose by 1,234.50"),
        (0.05, "persen", "naik 5,0%", "rose by 5.0%"),
        (-0.128, "poin", "turun 12,8", "fell by 12.8"),
        (-0.004, "2", "berubah 0,00", "changed by 0.00"),
        (math.nan, "2", "tidak dapat dihitung", "cannot be computed"),
    ],
)
def test_a_rise_or_a_fall_is_told_by_its_verb_and_never_by_a_sign_too(
    value: float, style: str, indonesian: str, english: str
) -> None:
    assert (movement(value, "id", style), movement(value, "en", style)) == (indonesian, english)


@pytest.mark.parametrize("template", ["{a.__class__}", "{a[0]}", "{}", "{0}", "{a!r}"])
def test_placeholders_reach_nothing_but_values(template: str) -> None:
    with pytest.raises(InvalidOption):
        fill(template, {"a": 1.0})


@pytest.mark.parametrize("template", ["{a:9}", "{a:>10}", "{a:x}", "{t:2}", "{n}"])
def test_unknown_formats_are_refused(template: str) -> None:
    with pytest.raises(InvalidOption):
        fill(template, {"a": 1.0, "t": "text", "n": None})


def test_a_missing_value_is_named() -> None:
    with pytest.raises(UnknownName) as caught:
        fill("{a} {b}", {"a": 1})
    assert (caught.value.given, caught.value.known) == ("b", ("a",))


def test_lists_read_like_prose() -> None:
    assert [listed(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a dan b", "a, b, dan c"]
    assert listed(["a", "b", "c"], "en") == "a, b and c"


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=6))
def test_parts_of_a_hundred_stay_a_hundred_and_move_by_less_than_one(counts: list[int]) -> None:
    parts = [100 * part / sum(counts) for part in counts]
    whole = hundred(parts)
    assert sum(whole) == 100
    assert all(abs(made - part) < 1 for made, part in zip(whole, parts, strict=True))
