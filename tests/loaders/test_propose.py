"""A proposal for a mapping file: what is recognised, what is left, and nothing about people."""

from __future__ import annotations

from pathlib import Path

from kinerja_lab.loaders.mapping import load_mapping
from kinerja_lab.loaders.propose import propose, written
from kinerja_lab.loaders.recognise import find_table
from tests.loaders.exports import Rows, appraisal, ekinerja, nip, sheet, table

OWN = table("Nomor Pokok|Nama Lengkap|Ukuran Kerja|Predicat Kinerja", [nip(1), "x", "Sesuai Ekspektasi", "Baik"])


def proposed(folder: Path, rows: Rows) -> Path:
    """Proposal for a sheet, written to a file."""
    path = folder / "pemetaan.toml"
    path.write_text(written(propose([sheet(rows)]), "Judul\nusul", "mungkin {field}"), encoding="utf-8")
    return path


def test_a_recognised_table_is_proposed_as_it_is_read(tmp_path: Path) -> None:
    (proposal,) = propose([sheet(ekinerja([appraisal(1)]))])
    assert (proposal.kind, proposal.row, len(proposal.columns)) == ("ekinerja_penilaian", 8, 30)
    original = find_table(sheet(ekinerja([appraisal(1)])))
    again = find_table(sheet(ekinerja([appraisal(1)])), load_mapping(proposed(tmp_path, ekinerja([appraisal(1)]))))
    assert original is not None
    assert again is not None
    assert (again.kind, again.headers, again.unplaced) == (original.kind, original.headers, original.unplaced)


def test_headers_that_no_field_takes_are_named_with_the_nearest_field(tmp_path: Path) -> None:
    rows = table("NIP|Nama|Predikat|Rating Perilku|Warna Baju", [nip(1), "x", "Baik", "y", "z"])
    (proposal,) = propose([sheet(rows)])
    left = [(item.header, item.hint) for item in proposal.columns if not item.field]
    assert left == [("Rating Perilku", "rating_perilaku"), ("Warna Baju", "")]
    text = proposed(tmp_path, rows).read_text(encoding="utf-8")
    assert '"Rating Perilku" = "abaikan"  # mungkin rating_perilaku' in text
    assert text.startswith("# Judul\n# usul\n")


def test_a_sheet_that_is_not_recognised_is_proposed_from_its_likely_header(tmp_path: Path) -> None:
    (proposal,) = propose([sheet([["REKAP"], *OWN])])
    assert (proposal.kind, proposal.row) == ("", 2)
    path = proposed(tmp_path, [["REKAP"], *OWN])
    corrected = path.read_text(encoding="utf-8").replace('"Nomor Pokok" = "abaikan"', '"Nomor Pokok" = "nip"')
    path.write_text(
        corrected.replace('"Ukuran Kerja" = "abaikan"', '"Ukuran Kerja" = "rating_hasil_kerja"'), encoding="utf-8"
    )
    found = find_table(sheet([["REKAP"], *OWN]), load_mapping(path))
    assert found is not None
    assert found.kind == "ekinerja_penilaian"
    assert found.frame["nip"].tolist() == [nip(1)]


def test_a_sheet_of_prose_is_proposed_nothing() -> None:
    (proposal,) = propose([sheet([["Petunjuk pengisian"], ["Isi semua kolom."]])])
    assert (proposal.kind, proposal.row, proposal.columns) == ("", 0, ())


def test_no_number_of_a_person_gets_into_a_proposal(tmp_path: Path) -> None:
    rows = [["NIP", "Nama", "Predikat", f"Paraf {nip(7)}"], [nip(1), "x", "Baik", ""]]
    assert nip(7) not in proposed(tmp_path, rows).read_text(encoding="utf-8")


def test_quotes_in_headers_do_no_harm(tmp_path: Path) -> None:
    rows = table('NIP|Nama|Predikat|Kolom "x" \\ y', [nip(1), "x", "Baik", ""])
    assert load_mapping(proposed(tmp_path, rows)).rules("ekspor.xlsx", "Sheet1").columns["kolomxy"] == "abaikan"
