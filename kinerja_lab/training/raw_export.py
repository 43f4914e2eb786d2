"""An export as the applications give it, with the damage that agencies see: of a simulated region, people invented.

Numbers end in 900–999, which real ones do not reach. What is damaged, and how often, is drawn from the plan's seed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import numpy as np

from kinerja_lab.files import write_whole
from kinerja_lab.profile import FILE as PROFILE
from kinerja_lab.simulate.plan import RegionPlan
from kinerja_lab.simulate.write import profile_text

EXPORT, SEPARATOR = "unduhan_ekinerja.csv", ";"
TITLES = ("LAPORAN PENILAIAN SKP TAHUN 2025", "", "Diunduh 12-01-2026 09:15", "")
_PERIODS = (("2025-01-01", "2025-06-30", "2025-07"), ("2025-07-01", "2025-12-31", "2026-01"))
_RATINGS = (
    ("DI BAWAH EKSPEKTASI", "SESUAI EKSPEKTASI", "BUTUH PERBAIKAN"),
    ("SESUAI EKSPEKTASI", "SESUAI EKSPEKTASI", "BAIK"),
    ("DI ATAS EKSPEKTASI", "DI ATAS EKSPEKTASI", "SANGAT BAIK"),
)
_TEAM, _UNITS = 14, 3
_APPRAISED, _AGAIN = 0.95, (0.5, 0.95)  # share of the staff in the first period, and limits of it in the second
_FIRST_BIRTH = date(1968, 1, 15)
Row = dict[str, str]

DAMAGES: dict[str, Callable[[str], str]] = {
    "nip_scientific": lambda number: f"{number[0]},{number[1:3]}E+17",
    "nip_excel15": lambda number: f"{number[:15]}000",
    "nip_length": lambda number: number[:-1],
    "nip_missing": lambda _: "",
    "nip_old": lambda number: number[2:11],
}
HARMLESS: tuple[Callable[[str], str], ...] = (
    lambda number: number,
    lambda number: f"'{number}",
    lambda number: f"{number[:8]} {number[8:14]} {number[14]} {number[15:]}",
    lambda number: f"NIP. {number}",
)


def write_export(plan: RegionPlan, folder: Path) -> Path:
    """Write the export of a region and its profile; the same plan always gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / PROFILE, profile_text(plan.slug))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerows([[title] for title in TITLES])
    rows = export_rows(plan)
    writer.writerows([list(rows[0]), *(row.values() for row in rows), ["", "Mengetahui, Kepala Badan"]])
    return write_whole(folder / EXPORT, text.getvalue())


def export_rows(plan: RegionPlan) -> list[Row]:
    """Rows of the export: everybody in two periods, some twice, some as acting heads, some with a damaged number."""
    random = plan.random("ekspor")
    units = [unit.name for unit in plan.units[:_UNITS]]
    numbers = _numbers(random, _TEAM * len(units))
    shares = (_APPRAISED, random.uniform(*_AGAIN))
    rows = [
        _row(plan, units[place // _TEAM], numbers, place, period, random)
        for period in range(len(_PERIODS))
        for place in range(len(numbers))
        if place % _TEAM == 0 or random.random() < shares[period]
    ]
    staff = [row for row in rows if not row["skp_jabatan"].startswith("Kepala")]
    picked = iter([staff[place] for place in random.permutation(len(staff))])
    copies = [dict(next(picked)) for _ in range(random.integers(3, 7))]
    acting = [_acting(next(picked), units) for _ in range(random.integers(2, 5))]
    damaged = {id(row): damage for damage in DAMAGES.values() for row in islice(picked, int(random.integers(1, 4)))}
    for row in (written := rows + copies + acting):
        write = damaged.get(id(row)) or HARMLESS[int(random.integers(len(HARMLESS)))]
        row["nip"] = write(row["nip"])
    return written


def _acting(row: Row, units: Sequence[str]) -> Row:
    """The same person as acting head of another unit."""
    other = units[(units.index(row["skp_unor"]) + 1) % len(units)]
    return row | {"is_skp_plt_plh_pjb": "1", "skp_unor": other, "skp_jabatan": f"Plt. Kepala {other}"}


def _numbers(random: np.random.Generator, n: int) -> list[str]:
    """Numbers of people who do not exist, all different."""
    made = []
    for place in range(n):
        born = _FIRST_BIRTH + timedelta(days=int(random.integers(0, 30 * 365)))
        start = f"{born.year + int(random.integers(22, 27))}{random.integers(1, 13):02d}"
        made.append(f"{born:%Y%m%d}{start}{random.integers(1, 3)}{900 + place:03d}")
    return made


def _row(
    plan: RegionPlan, unit: str, numbers: Sequence[str], place: int, period: int, random: np.random.Generator
) -> Row:
    """One appraisal; the first of every team heads it and answers to the first head of all."""
    head = place % _TEAM == 0
    results, behaviour, outcome = _RATINGS[int(random.choice(3, p=(0.15, 0.65, 0.2)))]
    first, last, month = _PERIODS[period]
    return {
        "nip": numbers[place],
        "nama": f"Pegawai Simulasi {place + 1}",
        "periode_awal_skp": first,
        "periode_akhir_skp": last,
        "skp_unor": unit,
        "skp_unor_induk": plan.institution,
        "skp_jabatan": f"Kepala {unit}" if head else "Analis Kebijakan Ahli Muda",
        "skp_jenis_jabatan": "JPT" if head else "Fungsional",
        "is_skp_plt_plh_pjb": "0",
        "hasil_kerja": results,
        "perilaku_kerja": behaviour,
        "hasil_akhir": outcome,
        "pegawai_atasan_nip": numbers[0 if head else place - place % _TEAM],
        "waktu_dinilai": f"{month}-{random.integers(1, 15):02d} {random.integers(8, 16):02d}:00:00",
        "tahun_skp": "2025",
        "golru": "IV/b" if head else "III/d",
        "jenis_pegawai": "PNS",
    }
