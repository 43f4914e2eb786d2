"""Exports as the applications give them, about people who do not exist: their numbers end in 900–999."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import xlsxwriter

from kinerja_lab.errors import Problem
from kinerja_lab.loaders.assemble import Assembled, assemble
from kinerja_lab.loaders.log import LoadLog, balance
from kinerja_lab.loaders.mapping import Mapping as FileMapping
from kinerja_lab.loaders.mapping import Rules
from kinerja_lab.loaders.pseudonym import Key
from kinerja_lab.loaders.recognise import SourceTable, account_without_table, find_table
from kinerja_lab.loaders.sheet import Sheet
from kinerja_lab.messages.catalogue import find
from tests.small import profile

_COLUMNS = (
    "id jenis nip nama periode_awal_skp periode_akhir_skp skp_unor_id skp_unor skp_unor_induk skp_jabatan "
    "skp_jenis_jabatan is_skp_plt_plh_pjb hasil_kerja perilaku_kerja hasil_akhir pegawai_atasan_id pegawai_atasan_nip "
    "pegawai_atasan_nama pegawai_atasan_unor_id pegawai_atasan_unor pegawai_atasan_jabatan pegawai_atasan_golru "
    "waktu_dinilai pegawai_penilai_id tahun_skp skp_id periode_id skp_penilaian_id golru jenis_pegawai"
)
EKINERJA = _COLUMNS.split()
TITLES = (
    "LAPORAN PENILAIAN SKP TRIWULAN I TAHUN 2025",
    "Instansi Pemerintah Kota Uji",
    "",
    "",
    "",
    "Diunduh 10-04-2025 09:15",
)
FOOTER = (
    ("", "JUMLAH TOTAL", "", 12),
    (),
    ("", "", "", "", "Mengetahui,"),
    ("", "", "", "", "Kepala Badan"),
    ("", "", "", "", "NIP. 19700101 199503 1 999"),
)
KEY = Key(bytes(range(32)))
Rows = Sequence[Sequence[object]]


def nip(place: int) -> str:
    """Number of a simulated employee: men and women, born on different days, sequence 900 and above."""
    month, day, sex = 1 + place % 12, 1 + place // 12 % 28, 1 + place % 2
    return f"19{70 + place % 25:02d}{month:02d}{day:02d}2010{month:02d}{sex}{900 + place % 100}"


def identity(place: int) -> str:
    """Pseudonym of a simulated employee under the key of the tests."""
    return KEY.pseudonym(nip(place))


def appraisal(place: int, **changes: object) -> dict[str, object]:
    """One row of the e-Kinerja export: employee ``place`` of the unit led by employee 0 (or 1 of Dinas B)."""
    unit = "Dinas A" if place < 10 else "Dinas B"
    row = dict.fromkeys(EKINERJA, "x") | {
        "nip": nip(place),
        "nama": f"Pegawai Simulasi {place}",
        "periode_awal_skp": "2025-01-01",
        "periode_akhir_skp": "2025-12-31",
        "skp_unor": unit,
        "skp_unor_induk": "Pemerintah Kota Uji",
        "skp_jabatan": f"Kepala {unit}" if place in (0, 10) else "Arsiparis Ahli Muda",
        "skp_jenis_jabatan": "1" if place in (0, 10) else "2",
        "is_skp_plt_plh_pjb": "0",
        "hasil_kerja": "SESUAI EKSPEKTASI",
        "perilaku_kerja": "SESUAI EKSPEKTASI",
        "hasil_akhir": "BAIK",
        "pegawai_atasan_nip": nip(99) if place in (0, 10) else nip(place // 10 * 10),
        "waktu_dinilai": "2025-04-05 10:00:00",
        "tahun_skp": "2025",
        "golru": "III/d",
        "jenis_pegawai": "PNS",
    }
    return row | changes


def ekinerja(rows: Sequence[Mapping[str, object]], titles: Sequence[str] = TITLES, footer: Rows = FOOTER) -> Rows:
    """The export as rows of a sheet: titles, header (in row 8 under six titles and a blank row), rows, footer."""
    above = [[title] for title in titles] + ([[]] if titles else [])
    return [*above, EKINERJA, *([row[name] for name in EKINERJA] for row in rows), *footer]


def table(columns: str, *rows: Sequence[object]) -> Rows:
    """A header, names separated by bars, and its rows."""
    return [columns.split("|"), *rows]


def sheet(rows: Rows, file: str = "ekspor.xlsx", name: str = "Sheet1") -> Sheet:
    """Rows as a sheet; an empty text is an empty cell."""
    width = max((len(row) for row in rows), default=0)
    cells = [[None if cell == "" else cell for cell in row] + [None] * (width - len(row)) for row in rows]
    return Sheet(file, name, pd.DataFrame(cells, index=range(1, len(rows) + 1), columns=range(width), dtype="object"))


def workbook(path: Path, sheets: Mapping[str, Rows]) -> None:
    """Write sheets to a file; texts stay texts."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for place, row in enumerate(rows):
                page.write_row(place, 0, row)


def found(*sheets: Sheet, rules: Rules | None = None, log: LoadLog | None = None) -> list[SourceTable]:
    """Tables on sheets, all rows accounted for."""
    mapping = FileMapping((("*", "*", rules),)) if rules else FileMapping()
    tables = []
    for each in sheets:
        one = find_table(each, mapping)
        if one is None:
            account_without_table(each, log or LoadLog())
        else:
            one.account(log or LoadLog())
            tables.append(one)
    return tables


class Loaded(Assembled):
    """Assembled tables with their log."""

    log: LoadLog

    def reasons(self, decision: str = "") -> dict[int, str]:
        """Reason by row, of one decision or of all."""
        frame = self.log.frame()
        frame = frame[(frame["decision"] == decision) if decision else (frame["reason"] != "")]
        return dict(zip(frame["row"], frame["reason"], strict=True))

    def rules(self) -> list[str]:
        """Rules that make tables unusable."""
        return [problem.rule for problem in self.problems]

    def problem(self) -> Problem:
        """The only problem."""
        (one,) = self.problems
        return one


def load(*sheets: Sheet, rules: Rules | None = None, **changes: object) -> Loaded:
    """Assemble sheets into canonical tables, and check that every row is accounted for."""
    log = LoadLog()
    given = Rules(values={"jenis_jabatan": {"1": "jpt", "2": "fungsional"}}) if rules is None else rules
    made = Loaded(*assemble(found(*sheets, rules=given, log=log), profile(**changes), key=KEY, log=log))
    made.log = log
    told = balance(log.frame())
    assert (told["read"] == told["kept"] + told["dropped"] + told["quarantined"]).all()
    assert (told["kept"] >= 0).all()
    reasons = set(log.frame()["reason"]) - {""}
    assert {reason for reason in reasons if not find("id", "load_reason", f"{reason}|action")} == set()
    return made
