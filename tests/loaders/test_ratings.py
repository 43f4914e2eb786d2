"""Labels and codes become ratings; the direction of codes is declared or proved, never guessed."""

from __future__ import annotations

import pytest

from kinerja_lab.loaders.mapping import ONE_IS_HIGHEST, ONE_IS_LOWEST, Rules
from tests.loaders.exports import Loaded, Rows, appraisal, ekinerja, identity, load, nip, sheet, table

SIASN = (
    "nipBaru|hasilKinerja|hasilKinerjaNilai|perilakuKerja|PerilakuKerjaNilai|kuadranKinerja|KuadranKinerjaNilai"
    "|tahun|penilaiNipNrp"
)
PEOPLE = ekinerja([appraisal(place) for place in range(3)])


def siasn(*rows: tuple[object, ...]) -> Rows:
    """Rows of a SIASN history of 2024: ratings and quadrant, each as label and code."""
    return table(SIASN, *([nip(place), *row, "2024", nip(0)] for place, row in enumerate(rows, 1)))


def ratings(made: Loaded, period: str) -> list[tuple[object, ...]]:
    """Result rating, behaviour rating and predikat of a period, by employee."""
    frame = made.tables["penilaian"].query("periode == @period").set_index("id_pegawai")
    named = frame.reindex(columns=["rating_hasil_kerja", "rating_perilaku", "predikat"])
    return [
        tuple(None if value != value else value for value in named.loc[identity(place)])
        for place in (1, 2)
        if identity(place) in named.index
    ]


def with_people(rows: Rows, rules: Rules | None = None) -> Loaded:
    """A history beside an export that tells the posts of its people."""
    values = {"jenis_jabatan": {"1": "jpt", "2": "fungsional"}}
    told = rules or Rules()
    return load(
        sheet(PEOPLE),
        sheet(rows, "siasn.xlsx"),
        rules=Rules(values=values, rating_codes=told.rating_codes, outcome_codes=told.outcome_codes),
    )


def test_labels_beside_codes_prove_their_direction_for_rows_that_have_codes_only() -> None:
    made = with_people(siasn(("DIATAS EKSPEKTASI", 1, "SESUAI EKSPEKTASI", 2, "BAIK", 2), ("", 1, "", 3, "", 4)))
    assert made.problems == []
    assert ratings(made, "2024-TAHUN") == [("di_atas", "sesuai", "baik"), ("di_atas", "di_bawah", "kurang")]


def test_labels_may_prove_the_opposite_direction() -> None:
    made = with_people(siasn(("DIATAS EKSPEKTASI", "3", "", "2", "BAIK", "4"), ("", "1", "", "3", "", "1")))
    assert made.problems == []
    assert ratings(made, "2024-TAHUN") == [("di_atas", "sesuai", "baik"), ("di_bawah", "di_atas", "sangat_kurang")]


def test_codes_alone_are_refused_since_they_may_run_either_way() -> None:
    made = with_people(siasn(("", 1, "", 2, "BAIK", ""), ("", 3, "", 2, "BUTUH PERBAIKAN", "")))
    assert made.problems == []  # the predikat beside them is a proof
    made = with_people(siasn(("", 1, "", 2, "", ""), ("", 3, "", 2, "", "")))
    problem = made.problem()
    assert (problem.rule, problem.file, problem.row, problem.column) == (
        "undeclared_codes",
        "siasn.xlsx",
        1,
        "hasilKinerjaNilai",
    )
    assert (problem.found, problem.allowed.split(" ")[0]) == ("1, 3", "kode_rating")


@pytest.mark.parametrize(("direction", "level"), [(ONE_IS_HIGHEST, "di_atas"), (ONE_IS_LOWEST, "di_bawah")])
def test_a_declared_direction_is_taken(direction: str, level: str) -> None:
    made = with_people(siasn(("", 1, "", 2, "", "")), Rules(rating_codes=direction))
    assert made.problems == []
    assert ratings(made, "2024-TAHUN") == [(level, "sesuai", None)]


def test_a_declaration_that_the_labels_contradict_is_refused() -> None:
    made = with_people(siasn(("DIATAS EKSPEKTASI", 1, "", 2, "", "")), Rules(rating_codes=ONE_IS_LOWEST))
    assert made.rules() == ["contradicted_codes"]


def test_labels_that_contradict_each_other_prove_nothing() -> None:
    made = with_people(siasn(("DIATAS EKSPEKTASI", 1, "", 2, "", ""), ("DIBAWAH EKSPEKTASI", 1, "", 1, "", "")))
    assert made.rules() == ["undeclared_codes"]


def test_codes_of_the_quadrant_need_their_own_proof() -> None:
    made = with_people(siasn(("DIATAS EKSPEKTASI", 1, "", 1, "", 1)))
    assert made.problem().allowed.split(" ")[0] == "kode_predikat"


def test_the_middle_code_means_the_same_either_way() -> None:
    made = with_people(siasn(("", 2, "", 2, "", 3)))
    assert made.problems == []
    assert ratings(made, "2024-TAHUN") == [("sesuai", "sesuai", "butuh_perbaikan")]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("Istimewa", "organisation_outcome"),
        (" ISTIMEWA\u00a0", "organisation_outcome"),
        ("Buruk", "old_outcome"),
        ("FAIR", "other_scale"),
        ("Lumayan", "unknown_value"),
    ],
)
def test_a_predikat_that_no_employee_can_have_is_quarantined_with_its_reason(written: str, reason: str) -> None:
    made = load(sheet(ekinerja([appraisal(0), appraisal(1, hasil_akhir=written), appraisal(2)])))
    assert made.reasons("dikarantina") == {10: reason}
    assert identity(1) not in set(made.tables["penilaian"]["id_pegawai"])


@pytest.mark.parametrize("written", ["-", "", "0", "Belum Dinilai", "tidak ada data", "#N/A"])
def test_not_rated_is_missing_and_flagged(written: str) -> None:
    blank = dict.fromkeys(("hasil_kerja", "perilaku_kerja", "hasil_akhir"), written)
    made = load(sheet(ekinerja([appraisal(0), appraisal(1, **blank), appraisal(2)])))
    assert made.reasons("ditandai") == {10: "not_rated"}
    assert ratings(made, "2025-T1")[0] == (None, None, None)


def test_spellings_of_the_agency_are_read_as_it_says() -> None:
    rows = ekinerja(
        [appraisal(0), appraisal(1, hasil_akhir="Memuaskan", hasil_kerja="Melebihi", perilaku_kerja="Melebihi")]
    )
    values = {
        "predikat": {"memuaskan": "sangat_baik"},
        "rating": {"melebihi": "di_atas"},
        "jenis_jabatan": {"1": "jpt", "2": "fungsional"},
    }
    made = load(sheet(rows), rules=Rules(values=values))
    assert ratings(made, "2025-T1")[0] == ("di_atas", "di_atas", "sangat_baik")
