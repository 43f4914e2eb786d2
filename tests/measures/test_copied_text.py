"""What researchers rely on when they call ``copied`` and ``copied_text``."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.measures import copied, copied_text


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Menyusun laporan bulanan", "menyusun  laporan bulanan.", True),
        ("Memverifikasi dokumen anggaran bidang", "Memverifikasi dokumen anggaran bidan", True),
        ("Melayani 12 permohonan akta kelahiran", "Melayani 21 permohonan akta kelahiran", False),
        ("Menyusun surat masuk", "Menyusun surat keluar", False),
        ("Rapat koordinasi program", "Program rapat koordinasi", False),
    ],
)
def test_small_slips_are_copies_and_other_numbers_or_words_are_not(first: str, second: str, same: bool) -> None:
    assert copied([first], [second]).tolist() == [same]


def entries(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["id_pegawai", "tanggal", "uraian"])


def test_a_twin_is_an_own_entry_of_another_day() -> None:
    table = entries(
        ("a", "2025-01-06", "Menyusun laporan bulanan"),
        ("a", "2025-01-07", "menyusun laporan bulanan"),
        ("a", "2025-01-08", "Rapat koordinasi"),
        ("a", "2025-01-08", "Rapat koordinasi"),
        ("b", "2025-01-06", "Menyusun laporan bulanan"),
    )
    assert copied_text(table).tolist() == [True, True, False, False, False]


def test_the_order_and_the_labels_of_the_rows_do_not_matter() -> None:
    table = entries(
        ("a", "2025-01-06", "Melayani loket"),
        ("a", "2025-01-07", "Melayani loket"),
        ("a", "2025-01-09", "Melayani lokett"),
        ("b", "2025-01-07", "Arsip 3 berkas"),
        ("b", "2025-01-08", "Arsip 4 berkas"),
    )
    mixed = table.set_index(pd.Index([7, 3, 9, 1, 5])).sample(frac=1, random_state=1)
    assert copied_text(mixed).loc[[7, 3, 9, 1, 5]].tolist() == copied_text(table).tolist()
    assert copied_text(table).tolist() == [True, True, True, False, False]


def test_empty_texts_have_no_twins() -> None:
    assert not copied_text(entries(("a", "2025-01-06", ""), ("a", "2025-01-07", "…"))).any()
