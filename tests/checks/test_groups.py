"""Which groups there are: recorded, derived, protected; and which reference is meant by *terbanyak*."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.checks.groups import grouped, period_end, registered
from kinerja_lab.checks.ordinal_odds_ratio import OrdinalOddsRatio
from kinerja_lab.checks.suite import run
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidDataset
from kinerja_lab.messages.narrate import sentence, words
from tests.checks.regions import PERIOD, appraised_region, dataset
from tests.small import profile


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2025-S1", "2025-06-30"),
        ("2024-S2", "2024-12-31"),
        ("2025-T3", "2025-09-30"),
        ("2024-B02", "2024-02-29"),
        ("2025-TAHUN", "2025-12-31"),
    ],
)
def test_a_period_ends_on_its_last_day(period, day):
    assert period_end(period) == pd.Timestamp(day)


def test_age_is_counted_in_whole_years_at_the_end_of_the_period():
    born = pd.to_datetime(["1990-06-30", "1990-07-01", "1975-06-30", "1975-07-01", None])
    people = grouped(pd.DataFrame({"tanggal_lahir": born, "jenis_pegawai": "PNS"}), "2025-S1")
    assert people["kelompok_umur"].tolist()[:4] == ["35_49", "di_bawah_35", "50_ke_atas", "35_49"]
    assert people["kelompok_umur"].isna().tolist() == [False] * 4 + [True]


def test_grades_are_grouped_for_civil_servants_only():
    people = pd.DataFrame(
        {
            "golongan": ["III/b", "IV", "ii / a", "I/c", "V", "IX", None, "III"],
            "jenis_pegawai": ["PNS"] * 7 + ["PPPK"],
        }
    )
    found = grouped(people, "2025-S1")["kelompok_golongan"]
    assert found.tolist()[:4] == ["golongan_iii", "golongan_iv", "golongan_ii", "golongan_i"]
    assert found.iloc[4:].isna().all()


def region():
    """A region in which every third employee is young, in every unit."""
    tables = appraised_region(900, seed=5)
    young = tables["pegawai"].index // 6 % 3 == 0
    tables["pegawai"]["tanggal_lahir"] = pd.to_datetime(["1995-01-01" if each else "1980-01-01" for each in young])
    return tables, young


def test_a_registered_comparison_may_be_on_a_derived_group():
    tables, young = region()
    tables["penilaian"].loc[young & (tables["pegawai"].index // 18 % 2 == 0), "predikat"] = "kurang"
    pairs = [{"kolom": "kelompok_umur", "fokal": "di_bawah_35", "acuan": "35_49"}]
    result = run(dataset(tables, pembandingan=pairs))["ordinal_odds_ratio:kelompok_umur"]
    assert result.quantities["n_focal"] == 300
    assert result.estimate < 0.5
    assert "pegawai berumur di bawah 35 tahun" in words(result).answer


def test_the_missing_column_of_a_derived_group_is_the_one_that_is_named():
    result = OrdinalOddsRatio(column="kelompok_umur", focal="di_bawah_35", reference="35_49")(
        dataset(appraised_region())
    )
    assert result.lacking == ("pegawai.tanggal_lahir",)


def test_the_reference_is_the_largest_other_group_and_never_the_best():
    tables, _ = region()
    data = dataset(tables, pembandingan=[{"kolom": "kelompok_umur", "fokal": "di_bawah_35"}])
    (pair,) = registered(data)
    assert pair.reference == "35_49"
    tables["penilaian"]["predikat"] = "kurang"
    assert registered(dataset(tables, pembandingan=[{"kolom": "kelompok_umur", "fokal": "di_bawah_35"}])) == (pair,)


def test_a_reference_that_cannot_be_found_is_told_as_the_largest_other_group():
    data = dataset(appraised_region(), pembandingan=[{"kolom": "kelompok_umur", "fokal": "di_bawah_35"}])
    result = run(data)["ordinal_odds_ratio:kelompok_umur"]
    assert result.status == "missing_data"
    assert "kelompok lain yang terbanyak" in words(result).question


def test_types_of_position_are_compared_without_holding_the_type_equal():
    tables = appraised_region(600, seed=6)
    tables["pegawai"]["jenis_jabatan"] = ["pelaksana" if place // 6 % 2 else "fungsional" for place in range(600)]
    result = OrdinalOddsRatio(column="jenis_jabatan", focal="pelaksana", reference="fungsional")(dataset(tables))
    assert result.status == "ok"


BASIS = {"agama": "Peraturan Uji 1, pasal 2"}
PROTECTED = [{"kolom": "agama", "fokal": "A", "acuan": "B"}]


def test_a_protected_attribute_needs_its_legal_basis_in_the_profile():
    with pytest.raises(InvalidDataset):
        profile(pembandingan=PROTECTED)
    with pytest.raises(InvalidDataset):
        profile(pembandingan=PROTECTED, dasar_hukum={"suku": "Peraturan Uji 1"})
    with pytest.raises(InvalidDataset):
        profile(dasar_hukum={"agama": " "})
    with pytest.raises(InvalidDataset):
        profile(dasar_hukum={"jenis_kelamin": "Peraturan Uji 1"})
    assert profile(pembandingan=PROTECTED, dasar_hukum=BASIS).legal_basis == tuple(BASIS.items())


def test_data_with_a_protected_attribute_are_refused_without_its_legal_basis():
    tables = appraised_region(60)
    tables["pegawai"]["agama"] = "A"
    with pytest.raises(InvalidDataset):
        Dataset(profile=profile(), period=PERIOD, tables=tables)
    assert "agama" in Dataset(profile=profile(dasar_hukum=BASIS), period=PERIOD, tables=tables).table("pegawai")


@pytest.mark.parametrize(("size", "status"), [(29, "too_few"), (30, "ok")])
def test_nothing_is_said_about_fewer_than_thirty_people_of_a_protected_attribute(size, status):
    tables = appraised_region(400, seed=8)
    tables["pegawai"]["agama"] = ["A"] * size + ["B"] * (400 - size)
    data = dataset(tables, pembandingan=PROTECTED, dasar_hukum=BASIS)
    assert run(data, (OrdinalOddsRatio(column="agama", focal="A", reference="B"),)).items[0].status == status


def test_a_refusal_says_what_so_few_people_could_have_shown():
    result = OrdinalOddsRatio()(dataset(appraised_region(100)))
    assert (result.status, result.need) == ("too_few", 150)
    assert 2 < result.detectable < 6
    assert "perbedaan terkecil yang dapat terdeteksi" in sentence(result)
