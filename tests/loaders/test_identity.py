from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.loaders.identity import examine_nip

SOUND = "198003152005012901"
PPPK = "199001012024212902"


def examined(*cells: object) -> pd.DataFrame:
    return examine_nip(pd.Series(list(cells), dtype=object))


@pytest.mark.parametrize(
    "written",
    [
        SOUND,
        "19800315 200501 2 901",
        f"'{SOUND}",
        f"’{SOUND}",
        f"NIP. {SOUND}",
        f"NIP : {SOUND}",
        f": {SOUND}",
        f"{SOUND}\N{NO-BREAK SPACE}",
        f"\N{ZERO WIDTH NO-BREAK SPACE}{SOUND}",
        "19800315\N{NO-BREAK SPACE}200501\N{NARROW NO-BREAK SPACE}2\N{EN SPACE}901",
        "19800315.200501.2.901",
    ],
)
def test_every_way_to_write_a_nip_gives_the_same_18_digits(written: str) -> None:
    row = examined(written).iloc[0]
    assert (row["nip18"], row["damage"]) == (SOUND, "")


@pytest.mark.parametrize("written", [f"NI PPPK {PPPK}", f"NIPPPK. {PPPK}", "19900101 202421 2 902"])
def test_the_number_of_a_pppk_is_read_by_its_own_rule(written: str) -> None:
    row = examined(written).iloc[0]
    assert (row["nip18"], row["kind"], row["sex"]) == (PPPK, "PPPK", "P")


def test_a_nip_tells_birth_sex_and_kind() -> None:
    row = examined(SOUND).iloc[0]
    assert (row["birth"], row["sex"], row["kind"]) == (pd.Timestamp("1980-03-15"), "P", "PNS")


@pytest.mark.parametrize(
    ("cell", "damage"),
    [
        (None, "nip_missing"),
        ("-", "nip_missing"),
        ("  ", "nip_missing"),
        (198003152005012901, "nip_numeric"),
        (1.98003152005012e17, "nip_numeric"),
        ("1,98E+17", "nip_scientific"),
        ("1.98003152005012e17", "nip_scientific"),
        ("198003152005012896.0", "nip_float"),
        ("198003152005012000", "nip_excel15"),
        ("3275010101800001", "nik"),
        ("131234567", "nip_old"),
        ("19800315200501290", "nip_length"),
        ("Pelaksana", "nip_letters"),
        ("198013152005012901", "nip_birth"),
        ("198002302005012901", "nip_birth"),
        ("198003152005002901", "nip_start"),
        ("198003151985012901", "nip_start"),
        ("198003152005013901", "nip_sex"),
    ],
)
def test_each_damage_has_its_name_and_gives_no_nip(cell: object, damage: str) -> None:
    row = examined(cell).iloc[0]
    assert (row["damage"], row["nip18"]) == (damage, "")


def test_nik_and_old_nip_still_name_a_person() -> None:
    found = examined("3275010101800001", "131234567")
    assert found["number"].tolist() == ["3275010101800001", "131234567"]
    assert found["kind"].tolist() == ["nik", "nip_lama"]


def test_a_number_rounded_by_a_double_looks_sound_alone_but_not_in_a_column_of_them() -> None:
    rounded = str(int(float("198609262015051901")))
    assert rounded != "198609262015051901"
    assert examined(rounded)["damage"].tolist() == [""]
    column = [str(int(float(f"1980031520050129{last:02d}"))) for last in range(10, 90, 11)]
    assert set(examined(*column)["damage"]) == {"nip_float"}


def test_a_sound_column_with_a_few_numbers_that_a_double_holds_is_left_alone() -> None:
    column = [f"1980031520050129{last:02d}" for last in range(100)]
    assert sum(int(number) % 32 == 0 for number in column) >= 3
    assert set(examined(*column)["damage"]) == {""}


def test_numbers_that_differ_in_the_last_three_digits_stay_different_people() -> None:
    assert examined("198003152005012901", "198003152005012902")["nip18"].nunique() == 2


def test_a_column_of_numbers_is_damaged_throughout() -> None:
    assert set(examine_nip(pd.Series([198003152005012901, 198003152005012902]))["damage"]) == {"nip_numeric"}


def test_index_and_order_are_those_of_the_column() -> None:
    found = examine_nip(pd.Series([SOUND, "-", SOUND], index=[9, 4, 7], dtype=object))
    assert found.index.tolist() == [9, 4, 7]
    assert found["damage"].tolist() == ["", "nip_missing", ""]


@given(st.lists(st.one_of(st.none(), st.text(max_size=24), st.integers(), st.floats(), st.booleans()), max_size=12))
def test_whatever_stands_in_a_cell_is_examined_without_complaint(cells: list[object]) -> None:
    found = examine_nip(pd.Series(cells, dtype=object))
    assert len(found) == len(cells)
    assert all((number == "") == (damage != "") for number, damage in zip(found["nip18"], found["damage"], strict=True))
    assert all(re.fullmatch(r"(?:[0-9]{18})?", number) for number in found["nip18"])
