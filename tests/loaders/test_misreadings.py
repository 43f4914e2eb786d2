"""Nothing is misread in silence: what could not be converted is counted and shown, and nobody becomes somebody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from kinerja_lab.errors import InvalidDataset
from kinerja_lab.loaders.folder import Loading, read_folder
from kinerja_lab.loaders.log import balance
from tests.loaders import folders
from tests.loaders.exports import EKINERJA, TITLES, Rows, appraisal, ekinerja, load, nip, sheet, table, workbook
from tests.loaders.sound import FORMS, QUERY

Run = Callable[..., tuple[int, str, str]]
WRONG = (2, 3, 5)  # people whose cell is unreadable
ROWS = [place + len(TITLES) + 2 for place in WRONG]  # and where they stand
CONVERTED = (
    "nip",
    "periode_awal_skp",
    "periode_akhir_skp",
    "skp_jenis_jabatan",
    "is_skp_plt_plh_pjb",
    "hasil_kerja",
    "perilaku_kerja",
    "hasil_akhir",
    "pegawai_atasan_nip",
    "waktu_dinilai",
    "tahun_skp",
    "jenis_pegawai",
)
SCORES = "NIP|NIP Penilai|Peran|Aspek|Skor|Periode"
TARGETS = "NIP|IKI|Target|Realisasi|Satuan|Arah|Periode"
REGISTER = "NIP|NAMA|JENIS KELAMIN|TANGGAL LAHIR|JENIS JABATAN|UNIT KERJA"


def appraisals(**wrong: object) -> Rows:
    """The export of nine people, some of whom have an unreadable cell."""
    rows = [appraisal(place, **(folders.POSTS | (wrong if place in WRONG else {}))) for place in folders.PEOPLE]
    return ekinerja(rows)


def others(heads: str, column: str) -> Rows:
    """A table of another kind with the same people unreadable in one column."""
    cells = {
        "NIP": nip,
        "NIP Penilai": lambda _: nip(0),
        "Peran": lambda _: "Atasan",
        "Aspek": lambda _: "Kolaboratif",
        "Skor": lambda _: "4",
        "Periode": lambda _: "2025-S1",
        "IKI": lambda _: "Dokumen",
        "Target": lambda _: "12",
        "Realisasi": lambda _: "11",
        "Satuan": lambda _: "Dokumen",
        "Arah": lambda _: "naik",
        "NAMA": lambda place: f"Pegawai Simulasi {place}",
        "JENIS KELAMIN": lambda place: "LP"[place % 2],
        "TANGGAL LAHIR": lambda place: f"{nip(place)[6:8]}-{nip(place)[4:6]}-{nip(place)[:4]}",
        "JENIS JABATAN": lambda _: "Fungsional",
        "UNIT KERJA": lambda _: "Dinas A",
    }
    people = range(1, 10)
    return table(
        heads,
        *(
            [cells[head](who) if (head, who in WRONG) != (column, True) else "???" for head in heads.split("|")]
            for who in people
        ),
    )


def logged(frame: pd.DataFrame, column: str) -> list[int]:
    """Rows that are quarantined or flagged for a column."""
    return sorted({*frame[(frame["column"] == column) & frame["decision"].isin(("dikarantina", "ditandai"))]["row"]})


@pytest.mark.parametrize("column", CONVERTED)
def test_every_cell_of_an_export_that_has_no_value_is_in_the_log_under_its_own_header(column: str) -> None:
    made = load(sheet(appraisals(**{column: "???"})))
    assert logged(made.log.frame(), column) == ROWS


@pytest.mark.parametrize(
    ("heads", "column"),
    [
        *((SCORES, name) for name in ("NIP", "NIP Penilai", "Peran", "Skor")),
        *((TARGETS, name) for name in ("NIP", "Target", "Realisasi", "Arah")),
        *((REGISTER, name) for name in ("NIP", "JENIS KELAMIN", "TANGGAL LAHIR", "JENIS JABATAN")),
    ],
)
def test_every_cell_of_another_table_that_has_no_value_is_in_the_log_under_its_own_header(
    heads: str, column: str
) -> None:
    made = load(sheet(appraisals()), sheet(others(heads, column), "lain.xlsx"))
    frame = made.log.frame()
    assert logged(frame[frame["file"] == "lain.xlsx"], column) == [place + 1 for place in WRONG]


def test_the_counts_of_what_was_not_read_are_on_the_screen(run: Run, tmp_path: Path) -> None:
    folder = folders.profile(tmp_path / "data")
    workbook(folder / "a.xlsx", {"skp": appraisals(waktu_dinilai="kemarin", hasil_kerja="bagus sekali")})
    code, shown, _ = run("periksa", folder, "--kunci", folders.key(tmp_path))
    assert code == 0
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    for said in (
        "ditandai Isi sel bukan tanggal yang dapat dibaca. 3 ",
        "dikarantina Isi sel tidak ada di antara ejaan",
    ):
        assert [line for line in lines if line.startswith(said) and " 3 " in line]
    assert "kemarin" not in shown
    assert "bagus sekali" not in shown


def read(place: Path, form: str, **changes: object) -> Loading:
    """What a folder with one file of a form holds."""
    rows = [appraisal(who, **folders.POSTS) for who in folders.PEOPLE]
    cells = [
        [row[name] if name not in changes else told(changes[name], who) for name in EKINERJA]
        for who, row in enumerate(rows)
    ]
    folder = folders.profile(place / "data")
    (folder / f"a.{form}").write_bytes(FORMS[form](EKINERJA, cells))
    sql = ""
    if form == "db":
        (folder / "pemetaan.toml").write_text(QUERY, encoding="utf-8")
        sql = f"sqlite:///{folder / 'a.db'}"
    return read_folder(folder, key=folders.key(place), sql=sql)


def told(change: object, who: int) -> object:
    return change(who) if callable(change) else change


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"csv", "csv.gz"}))
def test_a_number_in_the_place_of_a_nip_is_an_error_that_names_sheet_column_and_count(
    form: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidDataset) as caught:
        read(tmp_path, form, nip=lambda who: float(nip(who))).dataset()
    (problem,) = caught.value.problems
    assert (problem.rule, problem.column, problem.count) == ("numeric_identity", "nip", 9)
    assert problem.sheet == {"parquet": "", "db": "penilaian"}.get(form, "a")
    assert "19" not in str(caught.value).replace("a.x", "")


@pytest.mark.parametrize("form", ["csv", "csv.gz"])
def test_a_nip_that_a_spreadsheet_rounded_is_quarantined_and_counted(form: str, tmp_path: Path) -> None:
    log = read(tmp_path, form, nip=lambda who: f"{float(nip(who)):.2E}".replace(".", ",")).log.frame()
    assert balance(log)["quarantined"].tolist() == [9]
    assert set(log.loc[log["decision"] == "dikarantina", "reason"]) == {"nip_scientific"}


@pytest.mark.parametrize("form", FORMS)
def test_people_whose_numbers_differ_in_the_last_digits_stay_as_many_people(form: str, tmp_path: Path) -> None:
    data = read(tmp_path, form, nip=lambda who: f"198001012005011{901 + who}").dataset()
    assert data.table("pegawai")["id_pegawai"].nunique() == 9


@pytest.mark.parametrize("form", FORMS)
def test_na_is_a_name_and_a_day_stands_before_its_month_in_every_form(form: str, tmp_path: Path) -> None:
    data = read(tmp_path, form, skp_unor="NA", waktu_dinilai="01/02/2025 08:00").dataset()
    assert set(data.table("pegawai")["unit_kerja"]) == {"NA"}
    assert set(data.table("penilaian")["waktu_dinilai"]) == {pd.Timestamp("2025-02-01 08:00")}


@pytest.mark.parametrize("form", FORMS)
def test_a_column_that_writes_the_month_first_is_flagged_and_not_turned(form: str, tmp_path: Path) -> None:
    loading = read(tmp_path, form, waktu_dinilai=lambda who: f"02/{who + 5:02d}/2025")  # up to the 13th of February
    assert len(logged(loading.log.frame(), "waktu_dinilai")) == 9
