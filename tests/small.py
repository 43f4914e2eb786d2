"""A region of twelve employees, small enough to know every number by heart."""

from __future__ import annotations

import pandas as pd

from kinerja_lab.dataset import Dataset
from kinerja_lab.profile import RegionProfile

PROFILE = {
    "slug": "kota-uji",
    "nama": "Kota Uji",
    "kode": "07",
    "penerbit_kode": "kemendagri",
    "tingkat": "kota",
    "siklus": "semester",
    "sumber_siklus": "contoh uji",
    "rezim": "permenpanrb_6_2022",
}


def profile(**changes: object) -> RegionProfile:
    """The region's profile, with some keys changed."""
    return RegionProfile.from_mapping(PROFILE | changes)


def tables() -> dict[str, pd.DataFrame]:
    """Canonical tables as text, as a loader reads them."""
    people = [f"{place:016x}" for place in range(12)]
    return {
        "pegawai": pd.DataFrame(
            {
                "id_pegawai": people,
                "jenis_kelamin": ["L", "P"] * 6,
                "jenis_pegawai": ["PNS"] * 9 + ["PPPK"] * 3,
                "jenis_jabatan": "pelaksana",
                "jabatan": "pengelola data",
                "unit_kerja": ["Dinas A"] * 6 + ["Dinas B"] * 6,
                "pimpinan_unit": ["ya"] + ["tidak"] * 11,
            }
        ),
        "penilaian": pd.DataFrame(
            {
                "periode": "2025-S1",
                "id_pegawai": people,
                "id_penilai": people[0],
                "rating_hasil_kerja": ["sesuai"] * 10 + ["di_atas", "di_bawah"],
                "rating_perilaku": ["sesuai"] * 10 + ["di_atas", "sesuai"],
                "predikat": ["baik"] * 10 + ["sangat_baik", "butuh_perbaikan"],
                "rezim": "permenpanrb_6_2022",
            }
        ),
        "indikator": pd.DataFrame(
            {
                "periode": "2025-S1",
                "id_pegawai": people,
                "indikator": "dokumen",
                "arah": "naik",
                "target": "10",
                "realisasi": [str(done) for done in range(12)],
            }
        ),
    }


def dataset(**changes: object) -> Dataset:
    """The region as a valid dataset."""
    return Dataset(profile=profile(**changes), period="2025-S1", tables=tables())
