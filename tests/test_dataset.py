"""A dataset is validated once, lists every problem, and never changes."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab import columns as col
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidDataset, UnknownName
from tests.small import dataset, profile, tables


def problems_of(changed: dict[str, pd.DataFrame]) -> list[tuple[str, str, int | None, str]]:
    with pytest.raises(InvalidDataset) as refused:
        Dataset(profile=profile(), period="2025-S1", tables=changed)
    return [(each.rule, each.column, each.row, each.found) for each in refused.value.problems]


def test_text_becomes_what_the_columns_declare():
    data = dataset()
    assert data.table("indikator")["target"].dtype == "float64"
    assert data.table("pegawai")["pimpinan_unit"].dtype == "boolean"
    assert data.table("penilaian")["predikat"].dtype == "str"


def test_every_problem_of_every_table_is_listed_at_once():
    bad = tables()
    bad["pegawai"].loc[2, "jenis_kelamin"] = "X"
    bad["pegawai"]["nama"] = "seseorang"
    bad["penilaian"].loc[3, "predikat"] = "istimewa"
    bad["penilaian"].loc[4, "periode"] = "2025"
    bad["indikator"].loc[5, "target"] = "sepuluh"
    bad["indikator"].loc[6, "target"] = "-1"
    bad["indikator"].loc[7, "realisasi"] = "inf"
    bad["indikator"] = bad["indikator"].drop(columns="arah")
    assert set(problems_of(bad)) == {
        ("not_allowed", "jenis_kelamin", 2, "X"),
        ("unknown_column", "nama", None, ""),
        ("not_allowed", "predikat", 3, "istimewa"),
        ("not_period", "periode", 4, "2025"),
        ("not_number", "target", 5, "sepuluh"),
        ("out_of_range", "target", 6, "-1"),
        ("not_number", "realisasi", 7, "inf"),
        ("missing_column", "arah", None, ""),
    }


def test_a_missing_table_names_the_columns_it_needs():
    with pytest.raises(InvalidDataset) as refused:
        Dataset(profile=profile(), period="2025-S1", tables={"penilaian": tables()["penilaian"]})
    (problem,) = refused.value.problems
    assert (problem.rule, problem.table) == ("missing_table", "pegawai")
    assert "id_pegawai" in problem.allowed
    assert "unit_kerja" in problem.allowed


def test_identities_are_never_repeated_in_a_problem():
    bad = tables()
    stranger = "ffffffffffffffff"
    bad["penilaian"].loc[3, "id_pegawai"] = stranger
    bad["pegawai"].loc[5, "id_pegawai"] = bad["pegawai"].loc[4, "id_pegawai"]
    with pytest.raises(InvalidDataset) as refused:
        Dataset(profile=profile(), period="2025-S1", tables=bad)
    rules = {each.rule for each in refused.value.problems}
    assert {"duplicate", "unknown_employee"} <= rules
    assert stranger not in str(refused.value)
    assert bad["pegawai"].loc[4, "id_pegawai"] not in str(refused.value)


def test_many_equal_problems_are_listed_up_to_a_hundred_and_then_counted():
    bad = tables()
    wide = pd.concat([bad["indikator"].assign(indikator=str(number)) for number in range(20)], ignore_index=True)
    bad["indikator"] = wide.assign(target="?")
    found = [each for each in problems_of(bad) if each[0] == "not_number"]
    assert len(found) == 101
    assert found[-1][2] is None


def test_an_empty_cell_of_a_required_column_is_a_problem():
    bad = tables()
    bad["pegawai"].loc[0, "unit_kerja"] = "  "
    assert problems_of(bad) == [("missing_value", "unit_kerja", 0, "")]


def test_a_score_off_the_regions_scale_is_a_problem():
    bad = tables()
    first, second = bad["pegawai"]["id_pegawai"][:2]
    row = {"periode": "2025-S1", "id_pegawai": first, "id_penilai": second, "peran": "rekan", "aspek": "a", "skor": "9"}
    bad["butir"] = pd.DataFrame([row])
    assert problems_of(bad) == [("off_scale", "skor", None, "9")]


def test_an_unknown_period_lists_the_known_ones():
    with pytest.raises(UnknownName) as refused:
        Dataset(profile=profile(), period="2024-S2", tables=tables())
    assert refused.value.known == ("2025-S1",)


def test_the_order_of_rows_and_columns_changes_nothing():
    shuffled = {name: frame.sample(frac=1, random_state=1)[frame.columns[::-1]] for name, frame in tables().items()}
    one, other = dataset(), Dataset(profile=profile(), period="2025-S1", tables=shuffled)
    assert one.content_hash == other.content_hash
    for name in one.tables:
        pd.testing.assert_frame_equal(one.table(name), other.table(name))


def test_any_changed_value_changes_the_content_hash():
    changed = tables()
    changed["indikator"].loc[0, "realisasi"] = "3"
    other = Dataset(profile=profile(), period="2025-S1", tables=changed)
    assert other.content_hash != dataset().content_hash
    assert dataset(kode="08").content_hash != dataset().content_hash


def test_tables_handed_out_can_be_changed_without_changing_the_dataset():
    data = dataset()
    handed = data.table("pegawai")
    handed["unit_kerja"] = "lain"
    assert set(data.table("pegawai")["unit_kerja"]) == {"Dinas A", "Dinas B"}
    with pytest.raises(TypeError):
        data.tables["pegawai"] = pd.DataFrame()


def test_rows_of_a_period_can_be_changed_and_another_period_has_its_own():
    earlier = tables()["penilaian"].assign(periode="2024-S2")
    both = {**tables(), "penilaian": pd.concat([tables()["penilaian"], earlier.iloc[:1]], ignore_index=True)}
    data = Dataset(profile=profile(), period="2025-S1", tables=both)
    handed = data.current("penilaian")
    handed["predikat"] = "lain"
    assert "lain" not in set(data.current("penilaian")["predikat"])
    assert len(data.at("2024-S2").current("penilaian")) == 1
    assert data.at("2024-S2").lacking("indikator") == ("indikator",)
    assert len(data.current("penilaian")) == len(handed)


def test_lacking_names_tables_and_columns_that_hold_nothing():
    data = dataset()
    assert data.lacking("butir", ("skor",)) == ("butir",)
    assert data.lacking("penilaian", ("predikat", "nilai")) == ("penilaian.nilai",)
    assert data.lacking("pegawai", ("unit_kerja",)) == ()


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("2025-S1", ("2025-01", "2025-06")),
        ("2025-S2", ("2025-07", "2025-12")),
        ("2025-T3", ("2025-07", "2025-09")),
        ("2025-B04", ("2025-04", "2025-04")),
        ("2025-TAHUN", ("2025-01", "2025-12")),
    ],
)
def test_a_period_is_a_span_of_months(period: str, months: tuple[str, str]) -> None:
    assert col.period_months(period) == months


def test_tables_without_a_period_are_cut_by_their_dates() -> None:
    voices = pd.DataFrame(
        {"tanggal": ["2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01"], "unit_kerja": "A", "jenis": "pengaduan"}
    )
    figures = pd.DataFrame({"bulan": ["2024-12", "2025-03"], "unit_kerja": "A", "indikator": "x"})
    extra = tables() | {"suara_warga": voices, "layanan": figures}
    data = Dataset(profile=profile(), period="2025-S1", tables=extra)
    assert data.during("suara_warga", "tanggal")["tanggal"].dt.month.tolist() == [1, 6]
    assert data.during("layanan", "bulan")["bulan"].tolist() == ["2025-03"]
    assert data.during("aktivitas", "tanggal").empty
