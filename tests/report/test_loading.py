from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from kinerja_lab.loaders.log import LoadLog
from kinerja_lab.messages.catalogue import LANGUAGES, catalogue
from kinerja_lab.report.as_html import to_markup
from kinerja_lab.report.display import Report
from kinerja_lab.report.loading import balance_rows, loading_section, reason_rows, write_log
from kinerja_lab.report.markup import Shown
from tests import small
from tests.report.test_display import results


def log() -> pd.DataFrame:
    made = LoadLog()
    made.read("unduhan.xlsx", "Jan", 1200)
    made.drop("unduhan.xlsx", "Jan", range(1, 9), "title")
    made.quarantine("unduhan.xlsx", "Jan", [20, 21], "nip_excel15", "nip")
    made.quarantine("unduhan.xlsx", "Jan", [21], "nip_sex", "penilai_nip")
    made.note("unduhan.xlsx", "Jan", [30], "birth_differs", "tanggal_lahir")
    made.read("360_198003152005012901.csv", "", 10)
    return made.frame()


def canonical() -> pd.DataFrame:
    made = LoadLog()
    made.read("pegawai.csv", "", 1000)
    made.read("penilaian.csv", "", 234)
    return made.frame()


def shown(frame: pd.DataFrame, lang: str = "id") -> str:
    return repr(Shown(to_markup(loading_section(frame, lambda place: f"Tabel {place}", lang))))


def test_the_section_shows_every_sheet_with_rows_that_add_up() -> None:
    said = shown(log())
    assert "unduhan.xlsx | Jan | 1.200 | 1.190 | 8 | 2" in said
    assert "Semua |  | 1.210 | 1.200 | 8 | 2" in said
    assert "Tabel 1. Baris yang dibaca" in said
    assert "Tabel 2. Alasan" in said


def test_every_reason_tells_how_many_rows_and_what_can_be_done() -> None:
    _, rows = reason_rows(log(), "id")
    assert [(row[0], row[2]) for row in rows] == [
        ("dikarantina", "2"),
        ("dikarantina", "1"),
        ("dibuang", "8"),
        ("ditandai", "1"),
    ]
    assert all(row[1].endswith(".") and row[3] for row in rows)


def test_canonical_tables_are_told_in_one_line() -> None:
    assert "1.234 baris dari 2 berkas" in shown(canonical())
    assert "1,234 rows from 2 files" in shown(canonical(), "en")
    assert "Tabel" not in shown(canonical()).replace("Tabel diterima", "")


def test_data_without_a_log_say_so() -> None:
    assert "tidak tersedia" in shown(pd.DataFrame())


def test_an_unknown_reason_is_named_and_not_lost() -> None:
    made = LoadLog()
    made.read("a.csv", "", 1)
    made.drop("a.csv", "", [1], "entah")
    assert "entah" in reason_rows(made.frame(), "id")[1][0][1]


def test_numbers_of_people_in_names_of_files_are_not_shown(tmp_path: Path) -> None:
    write_log(log(), tmp_path / "log_muat.csv", "id")
    texts = (shown(log()), str(balance_rows(log(), "en")), (tmp_path / "log_muat.csv").read_text("utf-8"))
    assert not any("198003152005012901" in text for text in texts)


def test_the_log_file_has_a_line_for_each_row_and_reason(tmp_path: Path) -> None:
    write_log(log(), tmp_path / "log_muat.csv", "id")
    with (tmp_path / "log_muat.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == len(log())
    assert [line["Baris"] for line in lines if line["Keputusan"] == "dikarantina"] == ["20", "21", "21"]
    assert all(line["Alasan"] and line["Yang dapat dilakukan"] for line in lines if line["Keputusan"] != "dibaca")
    assert [line["Jumlah baris"] for line in lines if line["Keputusan"] == "dibaca"] == ["1200", "10"]


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\t=1"])
def test_a_name_that_looks_like_a_formula_is_text_for_a_spreadsheet(tmp_path: Path, name: str) -> None:
    made = LoadLog()
    made.read("a.xlsx", name, 1)
    write_log(made.frame(), tmp_path / "log.csv", "id")
    with (tmp_path / "log.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1][1] == f"'{name.strip()}"


def test_markup_in_names_of_sheets_stays_text() -> None:
    made = LoadLog()
    made.read("a.xlsx", "<script>x</script>", 2)
    made.drop("a.xlsx", "<script>x</script>", [1], "title")
    assert "<script>" not in to_markup(loading_section(made.frame(), str, "id"))


def test_the_tables_are_numbered_within_their_chapter() -> None:
    data = small.dataset()
    object.__setattr__(data, "log", log())
    shown = repr(Report(results()).loading(data))
    assert "Tabel 2.1. Baris yang dibaca" in shown
    assert "Tabel 2.2. Alasan" in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_has_a_sentence_and_an_action(lang: str) -> None:
    texts = catalogue(lang)["load_reason"]
    reasons = [key for key in texts if "|" not in key]
    assert [key for key in reasons if f"{key}|action" not in texts] == []
    assert len(texts) == 2 * len(reasons)
