"""Everything that this package publishes, in two versions, small enough to be written a thousand times."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from unittest.mock import patch

import pandas as pd

from kinerja_lab.dataset import Dataset
from kinerja_lab.files import whole, write_whole
from kinerja_lab.loaders.log import LoadLog
from kinerja_lab.loaders.prepare import write_profile
from kinerja_lab.loaders.pseudonym import open_key, write_key_table
from kinerja_lab.loaders.quarantine import write_quarantine
from kinerja_lab.loaders.recognise import SourceTable
from kinerja_lab.loaders.sheet import Sheet
from kinerja_lab.loaders.write import TableForm, write_tables
from kinerja_lab.national.store import folder_name
from kinerja_lab.national.store import write_region as write_stored
from kinerja_lab.report.publish import in_turn, report_folder, staged
from kinerja_lab.report.work_file import write_rater_list
from kinerja_lab.simulate import REGIONS
from kinerja_lab.simulate import write as samples
from kinerja_lab.training.record import Record
from tests.small import PROFILE, profile, tables

Writer = Callable[[Path, int], object]
_LINES, _KEY_BYTES = 3000, 32


@cache
def region(version: int) -> Dataset:
    """The small region; its second unit is renamed from version to version."""
    given = tables()
    given["pegawai"]["unit_kerja"] = ["Dinas A"] * 6 + [f"Dinas {version}"] * 6
    return Dataset(profile=profile(), period="2025-S1", tables=given)


def _lines(version: int) -> str:
    return "".join(f"{version};{place}\n" for place in range(_LINES))


def _tables(form: TableForm, folder: Path, version: int) -> None:
    write_tables(region(version), folder, form)


def _report(folder: Path, version: int) -> None:
    with staged(report_folder(folder, "kota-uji", "2025-S1")) as staging:
        for name in ("hasil.json", "laporan.html", "manifest.json"):
            write_whole(staging / name, _lines(version))


def _page(folder: Path, version: int) -> None:
    target = report_folder(folder, "index.html")
    with in_turn(target):
        write_whole(target, _lines(version))


def _store(folder: Path, version: int) -> None:
    data = region(version)
    with staged(report_folder(folder, folder_name(data.profile))) as staging:
        write_stored(data, staging)


def _quarantine(folder: Path, version: int) -> None:
    cells = pd.DataFrame(
        [["nip", "nama"]] + [[f"{version}E+17", f"Pegawai {place}"] for place in range(9)], dtype=object
    )
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    sheet, log = Sheet("unduhan.xlsx", "Laporan", cells), LoadLog()
    log.quarantine(sheet.file, sheet.name, range(2, 11), "nip_damaged", "nip")
    source = SourceTable("ekinerja", sheet, cells, {}, (), {}, (), None)
    write_quarantine(folder, [source], log, str)


def _profile(folder: Path, version: int) -> None:
    write_profile(folder, PROFILE | {"simulasi": True, "nama": f"Kota Uji {version}"}, replace=True)


def _key_table(folder: Path, version: int) -> None:
    issued = {f"{place:016x}": f"19850101201001{version}{900 + place % 100:03d}" for place in range(_LINES)}
    write_key_table(issued, folder / "kunci.csv", outside=folder / "data")


def _samples(folder: Path, version: int) -> None:
    tables = {"pegawai": region(version).table("pegawai")}
    with patch.object(samples, "region", lambda _: tables):  # its files matter here, not what is simulated
        samples.write_region(REGIONS[0], folder / "wilayah")


def _answers(folder: Path, version: int) -> None:
    (folder / "jawaban.json").unlink(missing_ok=True)
    Record(folder, 7).add("predikat", "soal1", version, right=True)


def _once(folder: Path, version: int, *, name: str) -> None:
    """Files that are never replaced: whoever finds one there leaves it."""
    if (folder / name).exists():
        return
    if name == "daftar.csv":
        write_rater_list(region(1), folder / name)
    else:
        with whole(folder / name, new=True) as draft:  # as ``petakan`` does
            draft.write_text(_lines(1), encoding="utf-8")


def _key(folder: Path, version: int) -> None:
    with patch("secrets.token_bytes", lambda n: bytes(n) if n == _KEY_BYTES else os.urandom(n)):
        open_key(folder / "rahasia" / "kunci", outside=folder / "data")


WRITERS: Mapping[str, Writer] = {
    **{f"tabel {form}": partial(_tables, form) for form in ("csv", "xlsx", "ods", "parquet")},
    "laporan": _report,
    "halaman": _page,
    "gudang": _store,
    "karantina": _quarantine,
    "profil": _profile,
    "tabel kunci": _key_table,
    "contoh": _samples,
    "jawaban": _answers,
    "daftar": partial(_once, name="daftar.csv"),
    "pemetaan": partial(_once, name="pemetaan.toml"),
    "kunci": _key,
}
ONCE = ("daftar", "pemetaan", "kunci")
