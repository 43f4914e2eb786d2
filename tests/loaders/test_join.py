from __future__ import annotations

import pandas as pd

from kinerja_lab.loaders.folder import joined


def test_a_table_of_one_part_stays_as_it_is() -> None:
    frame = pd.DataFrame({"id_pegawai": ["a"]}, index=[9])
    assert joined([("pegawai", frame)])["pegawai"] is frame


def test_rows_of_several_parts_stand_below_each_other() -> None:
    parts = [pd.DataFrame({"periode": [period], "id_pegawai": ["a"]}) for period in ("2024-S2", "2025-S1")]
    assert joined(("penilaian", part) for part in parts)["penilaian"]["periode"].tolist() == ["2024-S2", "2025-S1"]


def test_an_employee_of_two_parts_is_one_and_the_first_part_is_stronger() -> None:
    one = pd.DataFrame({"id_pegawai": ["a"], "jabatan": ["Arsiparis"], "golongan": [None]})
    two = pd.DataFrame({"id_pegawai": ["a", "b"], "jabatan": ["Pranata", "Pranata"], "golongan": ["III/a", "III/b"]})
    made = joined([("pegawai", one), ("pegawai", two)])["pegawai"]
    assert made.to_numpy().tolist() == [["a", "Arsiparis", "III/a"], ["b", "Pranata", "III/b"]]


def test_written_and_typed_values_agree() -> None:
    written = pd.DataFrame({"id_pegawai": ["a"], "tanggal_lahir": ["1980-03-15"], "pimpinan_unit": ["ya"]})
    typed = pd.DataFrame(
        {
            "id_pegawai": ["b", "c"],
            "tanggal_lahir": pd.to_datetime(["1981-01-02", None]),
            "pimpinan_unit": [False, True],
        }
    )
    made = joined([("pegawai", written), ("pegawai", typed)])["pegawai"]
    assert made["tanggal_lahir"].tolist()[:2] == ["1980-03-15", "1981-01-02"]
    assert made["tanggal_lahir"].isna().tolist() == [False, False, True]
    assert made["pimpinan_unit"].tolist() == ["ya", "tidak", "ya"]


def test_times_keep_their_clock() -> None:
    frame = pd.DataFrame({"id_pegawai": ["a"], "waktu_dinilai": pd.to_datetime(["2025-07-05 09:30"])})
    made = joined([("penilaian", frame), ("penilaian", frame)])["penilaian"]
    assert made["waktu_dinilai"].tolist() == ["2025-07-05T09:30:00"] * 2
