"""A folder of what the applications give becomes one dataset, and the checks run on it."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from kinerja_lab.checks.suite import run
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.dataset import Dataset
from kinerja_lab.loaders.folder import Loading, read_folder
from kinerja_lab.loaders.log import balance
from tests.loaders.exports import Rows, appraisal, ekinerja, nip, table, workbook
from tests.small import PROFILE

N_PEOPLE = 120
HEADS = range(0, N_PEOPLE, 10)
ASPECTS = ("Berorientasi Pelayanan", "Akuntabel", "Kompeten", "Harmonis")
RATINGS = {"DIATAS EKSPEKTASI": 0, "SESUAI EKSPEKTASI": 1, "DIBAWAH EKSPEKTASI": 2}
MATRIX = (
    ("SANGAT BAIK", "BAIK", "KURANG"),
    ("BAIK", "BAIK", "KURANG"),
    ("BUTUH PERBAIKAN", "BUTUH PERBAIKAN", "SANGAT KURANG"),
)


def appraisals(shuffle: random.Random) -> list[dict[str, object]]:
    """One row a person, and on top of them acting posts, transfers, a repeat, an organisation's predikat."""
    rows = []
    for place in range(N_PEOPLE):
        result, behaviour = shuffle.choices(list(RATINGS), weights=(3, 6, 1), k=2)
        unit, head = f"Dinas {place // 10}", place % 10 == 0
        rating = {
            "hasil_kerja": result,
            "perilaku_kerja": behaviour,
            "hasil_akhir": MATRIX[RATINGS[result]][RATINGS[behaviour]],
        }
        post = {"skp_unor": unit, "skp_jabatan": f"Kepala {unit}" if head else "Arsiparis Ahli Muda"}
        rows.append(
            appraisal(place, **rating, **post, pegawai_atasan_nip=nip(0 if head and place else place // 10 * 10))
        )
    moved = rows[3] | {"skp_unor": "Dinas 7", "periode_akhir_skp": "2025-02-28", "hasil_akhir": "KURANG"}
    rows[3]["periode_awal_skp"] = "2025-03-01"
    acting = rows[5] | {"is_skp_plt_plh_pjb": "1", "skp_jabatan": "Kepala Bidang", "skp_unor": "Dinas 4"}
    return [*rows, moved, acting, rows[8], rows[9] | {"nip": nip(119), "hasil_akhir": "ISTIMEWA"}]


def register() -> Rows:
    """SIASN export in capitals, with old names of kinds of posts and several forms of days."""
    days = ("31-12-1979", "1979-12-31", "31/12/1979", "31 Des 1979")
    rows = []
    for place in range(N_PEOPLE):
        head = place % 10 == 0
        kind, echelon = ("JABATAN STRUKTURAL", "II.b") if head else ("FUNGSIONAL TERTENTU", "")
        rows.append(
            [
                nip(place),
                "x",
                "F" if place % 2 else "M",
                days[place % 4],
                "PNS",
                "Penata, III/c",
                kind,
                echelon,
                f"Dinas {place // 10}",
                "Pemko Uji",
            ]
        )
    return table(
        "NIP|NAMA|JENIS KELAMIN|TANGGAL LAHIR|STATUS CPNS PNS|GOL AKHIR|JENIS JABATAN|eselon|NAMA UNOR|UNOR INDUK",
        *rows,
    )


def score(place: int, shuffle: random.Random) -> int:
    """Score that tells employees apart, with an error now and then."""
    return 2 + place % 4 - (place % 4 > 0 and shuffle.random() < 0.2)


def long_scores(shuffle: random.Random) -> Rows:
    """Two colleagues and the superior of everybody, one row a score; labels name the ratee's place."""
    rows = []
    for place in range(N_PEOPLE):
        if place % 10:
            head, seat = place // 10 * 10, place % 10
            for rater, role in (
                (head, "SUBORDINATE"),
                (head + seat % 9 + 1, "PEER"),
                (head + (seat + 1) % 9 + 1, "PEER"),
            ):
                rows += [[nip(place), nip(rater), role, aspect, score(place, shuffle)] for aspect in ASPECTS]
    return [
        ["REKAP 360"],
        ["PERIODE: TRIWULAN I TAHUN 2025 | TANGGAL CETAK: 10/04/2025 | JAM EXPORT: 09.15 WIB"],
        [],
        *table("NIP Pegawai|NIP Penilai|Hubungan / Tipe Penilai|Aspek|Skor", *rows),
        ["DOKUMEN RESMI"],
    ]


def wide_scores(shuffle: random.Random) -> Rows:
    """Self-ratings, one column an aspect under a merged banner, with a signature below."""
    rows = [[place, nip(place), "x", *(score(place, shuffle) for _ in ASPECTS)] for place in range(N_PEOPLE)]
    header = [["", "", "", "DIRI SENDIRI", "", "", ""], ["No", "NIP", "Nama", *ASPECTS]]
    return [
        ["PENILAIAN DIRI TRIWULAN I TAHUN 2025"],
        *header,
        *rows,
        ["JUMLAH TOTAL", "", "", 480],
        ["", "", "", "Kepala Badan"],
        ["", "", "", "NIP. 19700101 199503 1 999"],
    ]


@pytest.fixture(scope="module")
def loading(tmp_path_factory: pytest.TempPathFactory) -> Loading:
    """A folder with three workbooks of misleading names, read with a key of its own."""
    folder, shuffle = tmp_path_factory.mktemp("data") / "wilayah", random.Random(7)
    folder.mkdir()
    lines = [f'{key} = "{value}"' for key, value in PROFILE.items()]
    (folder / "wilayah.toml").write_text("\n".join(lines), encoding="utf-8")
    workbook(folder / "a.xlsx", {"dokumen": [["Petunjuk"]], "skp": ekinerja(appraisals(shuffle))})
    workbook(folder / "b.xlsx", {"Sheet1": register()})
    workbook(folder / "c.xlsx", {"panjang": long_scores(shuffle), "lebar": wide_scores(shuffle)})
    return read_folder(folder, key=folder.parent / "kunci")


@pytest.fixture(scope="module")
def data(loading: Loading) -> Dataset:
    return loading.dataset()


def test_every_table_of_the_folder_is_recognised(loading: Loading) -> None:
    assert loading.problems == ()
    assert {table.kind for table in loading.sources} == {
        "ekinerja_penilaian",
        "siasn_pegawai",
        "umpan360_panjang",
        "umpan360_lebar",
    }


def test_every_row_is_kept_dropped_or_quarantined(loading: Loading) -> None:
    told = balance(loading.log.frame()).set_index(["file", "sheet"])
    assert (told["read"] == told["kept"] + told["dropped"] + told["quarantined"]).all()
    assert told.loc[("a.xlsx", "skp")].tolist() == [3 + 1 + N_PEOPLE + 4 + 4, N_PEOPLE, 11, 1]
    assert told.loc[("b.xlsx", "Sheet1"), ["kept", "quarantined"]].tolist() == [N_PEOPLE, 0]
    assert told.loc[("c.xlsx", "panjang"), "kept"] == 108 * 3 * len(ASPECTS)
    assert told.loc[("c.xlsx", "lebar"), "kept"] == N_PEOPLE
    reasons = loading.log.frame().query("file == 'a.xlsx' and decision != 'ditandai'").groupby("reason").size()
    assert {
        name: int(reasons[name]) for name in ("transfer", "acting_post", "duplicate_row", "organisation_outcome")
    } == {
        "transfer": 1,
        "acting_post": 1,
        "duplicate_row": 1,
        "organisation_outcome": 1,
    }


def test_the_tables_are_joined_by_pseudonyms(data: Dataset) -> None:
    people, scores = data.table("pegawai"), data.table("butir")
    assert (data.period, len(people), len(data.table("penilaian"))) == ("2025-T1", N_PEOPLE, N_PEOPLE)
    assert set(people["tanggal_lahir"]) == {pd.Timestamp("1979-12-31")}
    assert people["pimpinan_unit"].sum() == len(HEADS)
    assert people.loc[people["pimpinan_unit"], "jenis_jabatan"].unique().tolist() == ["jpt"]
    assert people["jenis_kelamin"].value_counts().to_dict() == {"L": N_PEOPLE // 2, "P": N_PEOPLE // 2}
    assert scores.groupby("peran").size().to_dict() == {"atasan": 432, "diri": 480, "rekan": 864}
    assert set(scores["id_penilai"]) <= set(people["id_pegawai"])


def test_nobody_can_be_read_out_of_what_was_loaded(data: Dataset) -> None:
    text = "".join(data.table(name).to_csv() for name in data.tables)
    assert [place for place in range(N_PEOPLE) if nip(place) in text] == []
    assert "Simulasi" not in text


def test_the_checks_run_and_those_with_enough_data_answer(data: Dataset) -> None:
    results = {result.check.slug: result for result in run(data)}
    assert (results["predikat_matrix"].estimate, results["predikat_matrix"].n) == (0.0, N_PEOPLE - len(HEADS))
    answered = [slug for slug, result in results.items() if result.verdict is not Verdict.INSUFFICIENT]
    assert {"agreement", "severity", "halo", "self_superior_gap"} <= {slug.partition(":")[0] for slug in answered}
