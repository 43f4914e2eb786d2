"""Numbers, dates and names of levels, however people write them."""

from __future__ import annotations

import csv
from datetime import datetime
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.loaders.values import dates, labels, numbers, texts
from kinerja_lab.loaders.vocabulary import value_names

LAST_DAY = pd.Timestamp("2025-12-31")


def cells(*values: object) -> pd.Series:
    return pd.Series(list(values), dtype="object")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("99.85", 99.85),
        ("99,85", 99.85),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567.0),
        ("0,125", 0.125),
        (" 85\u00a0% ", 85.0),
        ("1\u00a0234,5", 1234.5),
        ("-3,06", -3.06),
        (99.85, 99.85),
        (7, 7.0),
    ],
)
def test_a_number_is_read_by_its_own_marks(written: object, number: float) -> None:
    read = numbers(cells(written))
    assert read.values.tolist() == [number]
    assert not read.bad.any()


def test_points_and_commas_mixed_in_one_column_are_both_decimal_marks() -> None:
    assert numbers(cells("99.85", "99,85", "1.234,5")).values.tolist() == [99.85, 99.85, 1234.5]


def test_a_lone_group_of_three_is_read_as_the_rest_of_the_column_shows() -> None:
    assert numbers(cells("1.234", "99,85")).values.tolist() == [1234.0, 99.85]
    assert numbers(cells("1.234", "99.85")).values.tolist() == [1.234, 99.85]


def test_a_lone_group_of_three_is_bad_where_the_column_shows_nothing_or_both() -> None:
    assert numbers(cells("1.234")).bad.tolist() == [True]
    assert numbers(cells("1.234", "99.85", "99,85")).bad.tolist() == [True, False, False]


@pytest.mark.parametrize(("mark", "number"), [(",", 1234.0), (".", 1.234)])
def test_the_declared_decimal_mark_decides(mark: str, number: float) -> None:
    assert numbers(cells("1.234"), mark).values.tolist() == [number]


@pytest.mark.parametrize("written", ["abc", "1.2.3", "12.34,567.8", "1,2,3", "inf", "nan5", "--", "1e400"])
def test_what_is_no_number_is_bad(written: str) -> None:
    assert numbers(cells(written)).bad.tolist() == [True]


@pytest.mark.parametrize("written", ["-", "", " ", "\u00a0", None, "#N/A", "tidak ada data", float("nan")])
def test_what_says_nothing_is_missing_and_not_bad(written: object) -> None:
    for read in (numbers(cells(written)), dates(cells(written)), labels(cells(written), "predikat")):
        assert read.values.isna().all()
        assert not read.bad.any()
    assert texts(cells(written)).isna().all()


@pytest.mark.parametrize(
    "written",
    [
        "31-12-2025",
        "31/12/2025",
        "31.12.2025",
        "2025-12-31",
        "2025/12/31",
        "31 Desember 2025",
        "31 Des 2025",
        "31 des. 2025",
        "31-Des-2025",
        "Rabu, 31 Desember 2025",
        " 31\u00a0Desember\u00a02025 ",
        46022,
        46022.0,
        "46022",
        datetime(2025, 12, 31),
        LAST_DAY,
    ],
)
def test_every_form_of_a_day_is_the_same_day(written: object) -> None:
    read = dates(cells(written))
    assert read.values.tolist() == [LAST_DAY]
    assert not read.bad.any()


@pytest.mark.parametrize("month", ["Agustus", "Agt", "Agu", "Ags", "AGUSTUS"])
def test_august_has_several_short_names(month: str) -> None:
    assert dates(cells(f"17 {month} 2025")).values.tolist() == [pd.Timestamp("2025-08-17")]


@pytest.mark.parametrize(("name", "number"), value_names("bulan").items())
def test_every_name_of_a_month_is_read(name: str, number: str) -> None:
    assert dates(cells(f"5 {name} 2025")).values.tolist() == [pd.Timestamp(2025, int(number), 5)]


def test_the_day_goes_before_the_month() -> None:
    assert dates(cells("01/02/2024")).values.tolist() == [pd.Timestamp("2024-02-01")]


@pytest.mark.parametrize(
    ("written", "bad"),
    [
        (["01/02/2024", "02/13/2024"], [True, True]),  # the month stands first
        (["01/02/2024", "02/13/2024", "13/02/2024"], [False, True, False]),  # one of them is a slip
        (["01/02/2024 08:00", "2.13.2024 08:00", "2024-02-01"], [True, True, False]),
    ],
)
def test_a_column_that_writes_the_month_first_is_not_read_the_other_way_round(
    written: list[str], bad: list[bool]
) -> None:
    assert dates(cells(*written)).bad.tolist() == bad


@pytest.mark.parametrize(
    "written", ["12/31/2025", "31/02/2025", "31-12-25", "2025", "20251231", "besok", 2025, 99999, "25:00"]
)
def test_what_is_no_day_is_bad(written: object) -> None:
    assert dates(cells(written)).bad.tolist() == [True]


@pytest.mark.parametrize("written", ["31-12-2025 14:05", "2025-12-31T14:05:00", "31 Desember 2025 pukul 14.05 WIB"])
def test_the_time_of_day_is_read_as_well(written: str) -> None:
    assert dates(cells(written)).values.tolist() == [pd.Timestamp("2025-12-31 14:05")]


def spellings() -> list[tuple[str, str, str]]:
    """Domain, name and spelling of every value that the package knows, without codes."""
    with files("kinerja_lab.loaders").joinpath("values.csv").open(encoding="utf-8", newline="") as file:
        return [(row["bidang"], row["nilai"], row["varian"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("domain", "name", "spelling"), [row for row in spellings() if row[0] not in ("kosong", "kode_rating")]
)
def test_every_known_spelling_has_its_name(domain: str, name: str, spelling: str) -> None:
    disturbed = [spelling, f" {spelling}\u00a0", spelling.upper(), spelling.replace(" ", "\u00a0 ")]
    read = labels(cells(*disturbed), domain)
    assert read.values.tolist() == [name] * len(disturbed)


@pytest.mark.parametrize("domain", ["rating", "predikat"])
@pytest.mark.parametrize("spelling", [row[2] for row in spellings() if row[0] == "kosong"])
def test_every_spelling_of_not_rated_is_missing(domain: str, spelling: str) -> None:
    read = labels(cells(spelling), domain)
    assert read.values.isna().all()
    assert not read.bad.any()


def test_a_spelling_of_the_agency_is_stronger_than_a_known_one() -> None:
    assert labels(
        cells("Memuaskan", "Cukup"), "predikat", {"memuaskan": "baik", "cukup": "kurang"}
    ).values.tolist() == [
        "baik",
        "kurang",
    ]


def test_true_and_one_are_told_apart() -> None:
    assert labels(cells(True, 1, False, 0), "ya_tidak", zero=False).values.tolist() == ["ya", "ya", "tidak", "tidak"]
    assert texts(cells(True, 1)).tolist() == ["true", "1"]


def test_na_is_the_name_of_a_unit() -> None:
    assert texts(cells("NA")).tolist() == ["NA"]


@given(st.lists(st.sampled_from(["99,85", "1.234", "-", None, 3.5, "abc", True]), min_size=1), st.randoms())
def test_the_order_of_rows_changes_no_value(values: list[object], random: object) -> None:
    straight = numbers(cells(*values))
    places = list(range(len(values)))
    random.shuffle(places)  # type: ignore[attr-defined]
    turned = numbers(cells(*(values[place] for place in places)))
    np.testing.assert_array_equal(straight.values.to_numpy()[places], turned.values.to_numpy())
    assert straight.bad.to_numpy()[places].tolist() == turned.bad.tolist()


@given(st.dates(datetime(1950, 1, 1).date(), datetime(2099, 12, 31).date()))
def test_a_day_written_in_any_form_comes_back(day: object) -> None:
    forms = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y")
    serial = (pd.Timestamp(day) - pd.Timestamp("1899-12-30")).days
    read = dates(cells(*(day.strftime(form) for form in forms), serial, day))  # type: ignore[attr-defined]
    assert set(read.values) == {pd.Timestamp(day)}
