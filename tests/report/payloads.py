"""A region in which everything that data can name is a payload."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from tests.report.folders import region

ELSEWHERE = "contoh.example"
PAYLOADS = (
    "<script>document.title='X'</script>",
    f"<img src=https://{ELSEWHERE}/a onerror=\"document.title='X'\">",
    f"</title><meta http-equiv=refresh content='0;url=https://{ELSEWHERE}/b'>",
    "javascript:document.title='X'",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=2+2",
    "$x$ ${x} $$y$$",
    f"[tautan](https://{ELSEWHERE}/c) ![](https://{ELSEWHERE}/d)",
    '#read("/etc/passwd") #panic("x")',
    "*tebal* _miring_ `kode` = judul",
    "{region} {0} {{x}} %s",
    "../../etc/passwd",
    "CON",
    "A & B <x> ]]> \\",
    "\u202ekanan ke kiri\u202c",
    "b" * 300,
)
EACH = 15  # people of a unit


def hostile(folder: Path) -> Path:
    """Write a region whose name, units, positions and aspects are payloads; line ends and tabs inside quotes."""
    region(folder, nama=f"Kota {PAYLOADS[1]} {PAYLOADS[12]} {PAYLOADS[14]}", kop=["=1+1", PAYLOADS[2]])
    people = [f"{place:016x}" for place in range(EACH * len(PAYLOADS))]
    units = [name for name in PAYLOADS for _ in range(EACH)]
    places = range(len(people))
    heads = [people[place // EACH * EACH] for place in places]
    tables = {
        "pegawai": {
            "id_pegawai": people,
            "jenis_kelamin": ["LP"[place % 2] for place in places],
            "jenis_pegawai": "PNS",
            "jenis_jabatan": "pelaksana",
            "jabatan": [PAYLOADS[(place // EACH + 1) % len(PAYLOADS)] for place in places],
            "unit_kerja": units,
            "pimpinan_unit": ["tidak" if place % EACH else "ya" for place in places],
        },
        "penilaian": {
            "periode": "2025-S1",
            "id_pegawai": people,
            "id_penilai": heads,
            "rating_hasil_kerja": [("di_bawah", "sesuai", "sesuai", "di_atas")[place % 4] for place in places],
            "rating_perilaku": [("sesuai", "sesuai", "di_atas")[place % 3] for place in places],
            "predikat": [("butuh_perbaikan", "baik", "baik", "sangat_baik")[place % 4] for place in places],
            "rezim": "permenpanrb_6_2022",
        },
        "butir": [
            ("2025-S1", who, rater, role, aspect, 1 + (place * 7 + number * 3 + len(role)) % 5)
            for place, who in enumerate(people)
            for number, aspect in enumerate(PAYLOADS[:5])
            for rater, role in ((heads[place], "atasan"), (people[(place + 1) % len(people)], "rekan"))
        ],
        "indikator": {
            "periode": "2025-S1",
            "id_pegawai": people,
            "indikator": [PAYLOADS[place % len(PAYLOADS)] for place in places],
            "arah": "naik",
            "target": "10",
            "realisasi": [str(5 + place % 9) for place in places],
        },
    }
    scores = ["periode", "id_pegawai", "id_penilai", "peran", "aspek", "skor"]
    for name, cells in tables.items():
        frame = pd.DataFrame(cells, columns=scores if name == "butir" else None)
        frame.to_csv(folder / f"{name}.csv", index=False, quoting=csv.QUOTE_ALL)
    return folder
