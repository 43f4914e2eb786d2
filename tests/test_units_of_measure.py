"""Amounts as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.units_of_measure import amount, unit_name


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("12 Bulan", 12, "bulan"),
        ("100%", 100, "persen"),
        ("1 Dokumen", 1, "dokumen"),
        (" 97,5  % ", 97.5, "persen"),
        ("Rp. 1.250.000,50", 1250000.5, "rupiah"),
        ("1.500 berkas", 1500, "berkas"),
        ("12.5", 12.5, ""),
        ("1,5 jam/hari", 1.5, "jam/hari"),
        ("-3 poin", -3, "poin"),
    ],
)
def test_an_amount_is_a_number_and_its_unit(text, number, unit):
    assert amount(text) == (number, unit)


@pytest.mark.parametrize("text", ["", "-", "dokumen", "2-3 dokumen", "12 bulan 3 hari", "1e5", "100% dari 12", "=A1"])
def test_a_text_without_one_clear_amount_is_none(text):
    assert amount(text) is None


def test_spellings_of_one_unit_are_one_name():
    assert {unit_name(text) for text in ("%", " Persen ", "persentase", "PERSEN.")} == {"persen"}


@given(st.integers(0, 10**9), st.sampled_from(["dokumen", "%", "orang"]))
def test_thousands_may_be_separated_or_not(whole, unit):
    told = f"{whole:,}".replace(",", ".")
    assert amount(f"{told} {unit}") == amount(f"{whole} {unit}") == (whole, unit_name(unit))
